import { readFileSync } from 'node:fs';
import { asOf } from '@daylight/rules/bargain/bargain.ts';
import { openBargain } from '@daylight/rules/bargain/open.ts';
import { bargainPolicyOf } from '@daylight/rules/bargain/policy.ts';
import { money, quantity } from '@daylight/rules/money.ts';
import {
  type Instant,
  type IsoDate,
  addDays,
  isoDate,
  shanghaiDate,
  shanghaiMoment,
} from '@daylight/rules/time.ts';
import { loadPolicy } from '@daylight/server/policy/load.ts';
import { expect, test } from 'vitest';

interface Case {
  readonly name: string;
  readonly jurisdiction: string;
  readonly openedAt: string;
  readonly listingPrice: string;
  readonly price: string;
  readonly tradedPrice?: string;
  readonly tradedUnits?: number;
  readonly seenAt: string;
  readonly expect: {
    readonly kind: string;
    readonly state: string;
    readonly agreedPrice: string | null;
    readonly dueUntil: string | null;
    readonly article: string;
  };
}

const file = new URL('../policy/cases/bargain-clocks.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };
const { book, calendar } = await loadPolicy();

function moment(text: string): Instant {
  const [day = '', clock = ''] = text.split(' ');
  return shanghaiMoment(isoDate(day), clock);
}

/** A deadline as the cases write it: the end of a day is its 24:00. */
function until(at: Instant): string {
  const day = shanghaiDate(at);
  return at === shanghaiMoment(day, '00:00') ? `${addDays(day, -1)} 24:00` : at;
}

test.each(cases.map((each) => [each.name, each] as const))('%s', (_, each) => {
  const now = moment(each.openedAt);
  const policy = bargainPolicyOf(book, each.jurisdiction, shanghaiDate(now));
  const tradedOn: IsoDate = addDays(shanghaiDate(now), -30);
  const trades =
    each.tradedPrice === undefined
      ? []
      : [
          {
            id: 'trade',
            price: money(each.tradedPrice),
            unitsPerPurchaseUnit: each.tradedUnits ?? 10,
            tradedAt: shanghaiMoment(tradedOn, '09:00'),
          },
        ];
  const listing = {
    price: money(each.listingPrice),
    unitsPerPurchaseUnit: 10,
    state: 'listed' as const,
    form: 'sunshine' as const,
    termUntil: null,
    visible: true,
    visibleBasis: { document: 'js-2020-22', article: '5', clause: 'JS-5' },
  };
  const opened = openBargain(
    {
      listing,
      price: money(each.price),
      quantity: quantity(1),
      trades,
      claimsTraded: false,
      joiningUntil: null,
    },
    { now, calendar, policy },
  );
  if (!opened.ok) throw new Error(`${each.name}: ${opened.code}`);
  const seen = asOf(opened.value, { now: moment(each.seenAt), calendar, policy });
  expect({
    kind: seen.kind,
    state: seen.state,
    agreedPrice: seen.agreedPrice,
    dueUntil: seen.due === null ? null : until(seen.due.at),
    article: (seen.outcomeBasis ?? seen.due?.basis)?.article,
  }).toEqual(each.expect);
});
