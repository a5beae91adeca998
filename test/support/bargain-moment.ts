import type { Bargain, Moment } from '@daylight/rules/bargain/bargain.ts';
import { type BargainListing, openBargain } from '@daylight/rules/bargain/open.ts';
import type { BargainPolicy } from '@daylight/rules/bargain/policy.ts';
import { money, quantity } from '@daylight/rules/money.ts';
import type { Provision, Term } from '@daylight/rules/policy/provision.ts';
import { type Instant, instant, isoDate } from '@daylight/rules/time.ts';
import { publishedCalendar } from './calendar.ts';

function provision<T>(value: T, article: string, clause: string): Provision<T> {
  return {
    value,
    from: isoDate('2020-05-01'),
    until: null,
    jurisdiction: '320000',
    document: 'js-2020-22',
    article,
    clause,
    origin: 'published',
    note: null,
  };
}

function workdays(amount: number): Term {
  return { amount, unit: 'workday', startCounted: false, rollover: 'none', cutoff: '24:00' };
}

/** The Jiangsu rules as the tests of the rules mean them, few rounds and small pools so that limits are reached. */
export const jiangsu: BargainPolicy = {
  listedPriceConfirm: provision('automatic' as const, '11.A', 'JS-11A'),
  tradedPriceConfirm: provision(workdays(5), '11.B', 'JS-11B'),
  otherPriceConfirm: provision(workdays(10), '11.C', 'JS-11C'),
  tradedPriceWindowMonths: provision(12, '一', 'JS-11B'),
  counterAnswerWithin: provision(workdays(5), '一', 'JS-11'),
  evidenceWithin: provision(workdays(10), '一', 'JS-11B'),
  poolJoiningWithin: provision(workdays(20), '一', 'JS-11'),
  poolMembersMax: provision(3, '一', 'JS-11'),
  roundsMax: provision(3, '一', 'JS-11'),
  alliedInTermAllowed: provision(false, '25', 'JS-25a'),
};

const calendar = publishedCalendar();

export function momentAt(at: string, policy: BargainPolicy = jiangsu): Moment {
  return { now: instant(at), calendar, policy };
}

export const opening = '2026-09-24T02:00:00.000Z';

export function listingAt(price: string, more: Partial<BargainListing> = {}): BargainListing {
  return {
    price: money(price),
    unitsPerPurchaseUnit: 10,
    state: 'listed',
    form: 'sunshine',
    termUntil: null,
    visible: true,
    visibleBasis: { document: 'js-2020-22', article: '5', clause: 'JS-5' },
    ...more,
  };
}

interface Opened {
  readonly price: string;
  readonly listing?: BargainListing;
  /** Price per purchase unit of ten that was really traded a week before. */
  readonly traded?: string;
  readonly claims?: boolean;
  readonly joiningUntil?: string;
}

export function openAt(
  { price, listing = listingAt('100'), traded, claims, joiningUntil }: Opened,
  moment = momentAt(opening),
) {
  const trades =
    traded === undefined
      ? []
      : [
          {
            id: 't1',
            price: money(traded),
            unitsPerPurchaseUnit: 10,
            tradedAt: '2026-09-17T02:00:00.000Z' as Instant,
          },
        ];
  return openBargain(
    {
      listing,
      price: money(price),
      quantity: quantity(20),
      trades,
      claimsTraded: claims ?? false,
      joiningUntil: joiningUntil === undefined ? null : isoDate(joiningUntil),
    },
    moment,
  );
}

/** A bargain that is open, or the test fails. */
export function opened(given: Opened): Bargain {
  const result = openAt(given);
  if (!result.ok) throw new Error(`not opened: ${result.code}`);
  return result.value;
}
