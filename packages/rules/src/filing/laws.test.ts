import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Money, add, compare, money, subtract, zero } from '../money.ts';
import type { Provision } from '../policy/provision.ts';
import type { Share } from '../policy/shapes.ts';
import { type IsoDate, addDays, isoDate } from '../time.ts';
import { periodOf } from './issue.ts';
import { type PurchaseSums, mayReserve, quotaOf } from './quota.ts';
import { countedInstitutions } from './ready.ts';

function provision<T>(value: T): Provision<T> {
  const common = { until: null, jurisdiction: '440000', document: 'gd-2020-07', article: '二（三）' };
  return {
    ...common,
    value,
    from: isoDate('2020-07-15'),
    clause: 'GD-3',
    origin: 'published',
    note: null,
  } as Provision<T>;
}
const rule = {
  shareMax: provision<Share>({ over: 5, under: 100 }),
  lastYearCounts: provision(true),
};

const fen = fc.integer({ min: 1, max: 5_000_000 }).map((cents) => money((cents / 100).toFixed(2)));
type Act =
  | { readonly kind: 'receive' | 'reserve'; readonly amount: Money }
  | { readonly kind: 'report' | 'release' };
const act: fc.Arbitrary<Act> = fc.oneof(
  fen.map((amount): Act => ({ kind: 'reserve', amount })),
  fen.map((amount): Act => ({ kind: 'receive', amount })),
  fc.constantFrom<Act>({ kind: 'report' }, { kind: 'release' }),
);

/** One step of a year; what is refused leaves the sums as they are. */
function after(sums: PurchaseSums, step: Act): PurchaseSums {
  switch (step.kind) {
    case 'receive':
      return { ...sums, platform: add(sums.platform, step.amount) };
    case 'reserve':
      return mayReserve(quotaOf(sums, rule), step.amount).ok
        ? { ...sums, reserved: add(sums.reserved, step.amount) }
        : sums;
    case 'report':
      return { ...sums, used: add(sums.used, sums.reserved), reserved: zero };
    case 'release':
      return { ...sums, reserved: zero };
  }
}

test('GD-3 whatever is received, reserved, reported and released, used and reserved never exceed the limit', () => {
  fc.assert(
    fc.property(fen, fc.array(act, { maxLength: 40 }), (lastYear, steps) => {
      let sums: PurchaseSums = { platform: zero, used: zero, reserved: zero, emergency: zero, lastYear };
      for (const step of steps) {
        sums = after(sums, step);
        const quota = quotaOf(sums, rule);
        expect(compare(add(sums.used, sums.reserved), quota.limit)).toBeLessThanOrEqual(0);
        expect(compare(quota.left, subtract(quota.limit, add(sums.used, sums.reserved)))).toBe(0);
      }
    }),
  );
});

test('GD-3 exactly the limit may be used, one fen more may not', () => {
  const sums = { platform: money('100000'), used: zero, reserved: zero, emergency: zero, lastYear: zero };
  expect(mayReserve(quotaOf(sums, rule), money('5000')).ok).toBe(true);
  expect(mayReserve(quotaOf(sums, rule), money('5000.01'))).toMatchObject({
    ok: false,
    code: 'filing.quotaExceeded',
    basis: { clause: 'GD-3' },
  });
  const own = { ...rule, lastYearCounts: provision(false) };
  expect(quotaOf({ ...sums, lastYear: money('900000') }, own).limit).toBe('5000');
  expect(quotaOf({ ...sums, lastYear: money('900000') }, rule).limit).toBe('45000');
});

test('JS-15 every day is in exactly one period of two months, and periods follow each other without a gap', () => {
  const every = {
    amount: 2,
    unit: 'month',
    startCounted: false,
    rollover: 'nextWorkday',
    cutoff: '24:00',
  } as const;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4000 }), (days) => {
      const day = addDays(isoDate('2020-01-01'), days) as IsoDate;
      const period = periodOf(day, every);
      expect(period.from <= day && day <= period.until).toBe(true);
      expect(periodOf(period.until, every)).toEqual(period);
      expect(periodOf(addDays(period.until, 1), every).from).toBe(addDays(period.until, 1));
    }),
  );
  expect(periodOf(isoDate('2026-02-28'), every)).toEqual({ from: '2026-01-01', until: '2026-02-28' });
});

test('JS-18 an institution counts once, and only at the level that a listing asks for', () => {
  const filing = (institutionId: string, level: string, ownership = 'public') => ({
    institutionId,
    level,
    ownership,
  });
  const rules = { levelMin: '二级', ownerships: ['public'] } as const;
  const filings = [
    filing('a', 'tertiary'),
    filing('a', 'tertiary'),
    filing('b', 'secondary'),
    filing('c', 'primary'),
    filing('d', 'tertiary', 'private'),
  ];
  expect(countedInstitutions(filings, rules)).toBe(2);
});
