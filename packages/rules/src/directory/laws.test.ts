import fc from 'fast-check';
import { expect, test } from 'vitest';
import { publishedCalendar } from '../../../../test/support/calendar.ts';
import { listingBasis } from '../listing/basis.ts';
import { compareOnSmallestUnit, money, quantity, thousandthsOf } from '../money.ts';
import type { PolicyBook } from '../policy/book.ts';
import type { Provision } from '../policy/provision.ts';
import { addDays, addMonths, dayNumber, isoDate, shanghaiDate, shanghaiMoment } from '../time.ts';
import { afterLooking, decideClosing, isNothing, proposeClosing } from './closing.ts';
import {
  type DeliveryMonth,
  deliveryOf,
  isLow,
  isLowThroughout,
  monthsLookedAt,
  rateOf,
} from './delivery.ts';
import { announcedDue, idleBound, idleClock } from './idle.ts';
import { type MergeSource, mergeListings } from './merge.ts';
import { applyForResumption, decideResumption } from './resumption.ts';

const calendar = publishedCalendar();
const on = isoDate('2026-09-01');
function provision<T>(value: T): Provision<T> {
  return {
    value,
    from: isoDate('2020-05-01'),
    until: null,
    jurisdiction: '320000',
    document: 'js-2020-22',
    article: '14',
    clause: 'JS-14a',
    origin: 'published',
    note: null,
  };
}
const book: PolicyBook = {
  provisions: {
    'listing.noSaleSuspend': [
      provision({ amount: 12, unit: 'month', startCounted: false, rollover: 'nextWorkday', cutoff: '24:00' }),
    ],
    'directory.idleNoticeDays': [provision(30)],
  },
};
const rules = { book, calendar, jurisdiction: '320000' };
const rule = { over: 90, under: 100, months: 3, basis: listingBasis.lowDelivery };
const days = fc.integer({ min: 0, max: 1500 }).map((n) => addDays(isoDate('2023-01-01'), n));

test('nobody is suspended before a year without trade, nor without the time of notice (JS-14a)', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 400 }), (from, late) => {
      const clock = idleClock(from, on, rules);
      expect(clock).not.toBeNull();
      if (clock === null) return;
      expect(shanghaiDate(clock.dueAt) > addMonths(from, 12)).toBe(true);
      const now = shanghaiMoment(addDays(clock.noticeFrom, late), '10:00');
      const due = announcedDue(clock, now, 30);
      expect(due >= clock.dueAt).toBe(true);
      expect(dayNumber(shanghaiDate(due)) - dayNumber(shanghaiDate(now))).toBeGreaterThanOrEqual(30);
    }),
  );
});

test('whoever has to be announced today is found by the bound (JS-14a)', () => {
  fc.assert(
    fc.property(days, days, (from, today) => {
      const clock = idleClock(from, today, rules);
      const bound = idleBound(today, rules);
      if (clock !== null && bound !== null && clock.noticeFrom <= today) expect(from <= bound).toBe(true);
    }),
  );
  expect(idleClock(on, on, { ...rules, jurisdiction: '430000' })).toBeNull();
});

const month = fc.record({
  due: fc.integer({ min: 0, max: 10_000 }).map((n) => quantity(n)),
  onTime: fc.integer({ min: 0, max: 10_000 }).map((n) => quantity(n)),
});

test('a month is low exactly when less than the share of what was due came in time; nothing due is not low (HN-11b)', () => {
  fc.assert(
    fc.property(month, ({ due, onTime }) => {
      const low = isLow({ due, onTime }, rule);
      const whole = thousandthsOf(due);
      if (whole === 0) expect([low, rateOf({ due, onTime })]).toEqual([false, null]);
      else expect(low).toBe(thousandthsOf(onTime) * 100 < whole * 90);
    }),
  );
});

test('one good month among those that count saves the listing (HN-11b)', () => {
  const months = monthsLookedAt(on, rule);
  expect(months).toEqual(['2026-08-01', '2026-07-01', '2026-06-01']);
  const figures = (due: string, onTime: string) => ({
    due: quantity(due),
    onTime: quantity(onTime),
    excluded: quantity('0'),
  });
  const low: DeliveryMonth[] = months.map((each) => ({ month: each, ...figures('10', '8') }));
  expect(isLowThroughout(low, on, rule)).toBe(true);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 }), fc.boolean(), (at, missing) => {
      const saved = low.flatMap((each, index) =>
        index !== at ? [each] : missing ? [] : [{ ...each, ...figures('10', '9') }],
      );
      expect(isLowThroughout(saved, on, rule)).toBe(false);
    }),
  );
});

test('what is excused is in neither figure, and more than was due never came in time (HN-11b)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 0, max: 1000 }),
      fc.integer({ min: 0, max: 2000 }),
      (ordered, excused, came) => {
        const excluded = Math.min(ordered, excused);
        const { due, onTime } = deliveryOf({
          quantity: quantity(ordered),
          excluded: quantity(excluded),
          inTime: quantity(came),
        });
        expect(thousandthsOf(due)).toBe((ordered - excluded) * 1000);
        expect(thousandthsOf(onTime)).toBe(Math.min(ordered - excluded, came) * 1000);
      },
    ),
  );
});

const source = (n: number) =>
  fc.record({
    id: fc.constant(`l${n}`),
    number: fc.constant(`GW${n}`),
    itemCode: fc.constant('C01'),
    jurisdiction: fc.constant(n === 0 ? '320000' : `320${n}00`),
    manufacturerId: fc.constant('m'),
    form: fc.constant('sunshine' as const),
    state: fc.constantFrom('listed' as const, 'listed' as const, 'suspended' as const),
    price: fc.integer({ min: 1, max: 999 }).map((cents) => money(`${cents}`)),
    unitsPerPurchaseUnit: fc.integer({ min: 1, max: 20 }),
    purchaseUnit: fc.constant('盒'),
    listedOn: fc.constant(on),
  });

test('a merge ends at a price that is nowhere undercut, keeps one listing and loses none, whatever the order (HN-1, JS-5)', () => {
  fc.assert(
    fc.property(
      fc.tuple(source(0), source(1), source(2), source(3)),
      fc.boolean(),
      fc.array(fc.nat(3)),
      (all, above, swaps) => {
        const sources: MergeSource[] = above ? all : all.slice(1);
        const merged = mergeListings(sources, '320000');
        if (!merged.ok) {
          expect(merged.code).toBe('directory.noneListed');
          return;
        }
        const { kept, lowest, ended } = merged.value;
        for (const each of sources.filter((one) => one.state === 'listed'))
          expect(
            compareOnSmallestUnit(
              lowest.price,
              lowest.unitsPerPurchaseUnit,
              each.price,
              each.unitsPerPurchaseUnit,
            ),
          ).toBeLessThanOrEqual(0);
        expect([kept, ...ended].map((each) => each.id).toSorted()).toEqual(
          sources.map((each) => each.id).toSorted(),
        );
        if (above) expect(kept.jurisdiction).toBe('320000');
        const shuffled = sources.toSorted(
          (a, b) => (swaps[Number(a.id.slice(1))] ?? 0) - (swaps[Number(b.id.slice(1))] ?? 0),
        );
        expect(mergeListings(shuffled, '320000')).toMatchObject({
          value: { kept: { id: kept.id }, lowest: { id: lowest.id } },
        });
      },
    ),
  );
  expect(mergeListings([], '320000')).toMatchObject({
    code: 'directory.nothingToMerge',
    basis: { clause: 'HN-1' },
  });
});

test('a closing takes full effect exactly when nothing is open (JS-14b)', () => {
  fc.assert(
    fc.property(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)), ([order, bargain, back, invoice]) => {
      const open = { order, bargain, return: back, invoice };
      expect(isNothing(open)).toBe(order + bargain + back + invoice === 0);
      expect(afterLooking(open)).toBe(isNothing(open) ? 'closed' : 'waiting');
    }),
  );
});

test('who proposes or checks never decides; every reason rests on an article (HN-15, JS-3, JS-14b, HN-11b)', () => {
  const facts = { lowThroughout: true, rule: rule.basis };
  const propose = (
    kind: 'suspend' | 'withdraw' | 'cancel',
    reason: string,
    state: 'listed' | 'withdrawn' = 'listed',
  ) => proposeClosing({ state }, { kind, reason }, facts);
  expect(propose('withdraw', 'stoppedProduction')).toMatchObject({ value: { basis: { clause: 'JS-14b' } } });
  expect(propose('cancel', 'unsuitable')).toMatchObject({ value: { basis: { clause: 'JS-3' } } });
  expect(propose('cancel', 'lowDelivery')).toMatchObject({ value: { basis: { clause: 'HN-11b' } } });
  expect(propose('withdraw', 'quality')).toMatchObject({ code: 'listing.reasonUnknown' });
  expect(propose('withdraw', 'stoppedSale', 'withdrawn')).toMatchObject({ code: 'listing.wrongState' });
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), (approve, same) => {
      const by = 'a';
      const decision = { approve, note: '理由充分', by };
      const other = same ? by : 'b';
      expect(decideClosing({ state: 'proposed', proposedBy: other }, decision).ok).toBe(!same);
      const application = { state: 'checked', checkedBy: other } as const;
      expect(decideResumption(application, { state: 'suspended' }, decision).ok).toBe(!same);
    }),
  );
});

test('only a suspension for want of trade ends on an institution’s application, and only in writing (JS-14a)', () => {
  const listing = { visible: true, visibleBasis: listingBasis.unified };
  fc.assert(
    fc.property(
      fc.constantFrom('listed' as const, 'suspended' as const, 'withdrawn' as const),
      fc.constantFrom('noSale', 'quality', 'badRecord', null),
      fc.nat(2),
      (state, stateReason, files) => {
        const applied = applyForResumption({ ...listing, state, stateReason }, files);
        expect(applied.ok).toBe(state === 'suspended' && stateReason === 'noSale' && files > 0);
      },
    ),
  );
});
