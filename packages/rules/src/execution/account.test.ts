import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Quantity, addQuantity, compare, isPositive, quantity, subtractQuantity } from '../money.ts';
import {
  checked,
  closedRest,
  confirmed,
  isAnswered,
  newLine,
  openToShip,
  outstanding,
  returned,
  shipped,
  unchecked,
} from '../order/line.ts';
import type { LineSums } from '../order/line.ts';
import { isoDate } from '../time.ts';
import { changeOfLine, changeOfNewLine, standingOf, volumeOf } from './account.ts';
import { elapsedOf, isBehind, othersAreLimited, percentOf } from './progress.ts';

type Step = {
  readonly line: number;
  readonly part: number;
  readonly do: 'confirm' | 'ship' | 'accept' | 'reject' | 'return' | 'close';
};

const anyStep: fc.Arbitrary<Step> = fc.record({
  line: fc.nat(3),
  part: fc.nat(100),
  do: fc.constantFrom('confirm', 'ship', 'accept', 'reject', 'return', 'close'),
});
const anyCount = fc
  .integer({ min: 1, max: 500_000 })
  .map((n) => quantity((n / 1000).toFixed(3).replace(/\.?0+$/, '')));

function partOf(possible: Quantity, part: number): Quantity {
  return quantity(Math.floor((Number(possible) * part) / 100));
}

function next(line: LineSums, step: Step): LineSums {
  switch (step.do) {
    case 'confirm':
      return isAnswered(line) ? line : confirmed(line, partOf(line.quantity, step.part));
    case 'ship':
      return shipped(line, partOf(openToShip(line), step.part));
    case 'accept':
      return checked(line, partOf(unchecked(line), step.part), quantity(0));
    case 'reject':
      return checked(line, quantity(0), partOf(unchecked(line), step.part));
    case 'return':
      return returned(line, partOf(subtractQuantity(line.accepted, line.returned), step.part));
    case 'close':
      return isPositive(outstanding(line)) ? closedRest(line, 'expired') : line;
  }
}

/** The account as the ledger keeps it: a sum of changes, added in the order in which they happened. */
function apply(sum: Quantity, change: string): Quantity {
  return change.startsWith('-')
    ? subtractQuantity(sum, change.slice(1) as Quantity)
    : addQuantity(sum, change as Quantity);
}

test('whatever happens to the lines of orders, no figure of an account falls below zero and all of it adds up (SX-5.4a)', () => {
  const lines = fc.array(fc.record({ count: anyCount, units: fc.integer({ min: 1, max: 50 }) }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(anyCount, lines, fc.array(anyStep, { maxLength: 40 }), (agreed, wished, steps) => {
      let sums = { agreed, ordered: quantity(0), accepted: quantity(0) };
      const add = (change: { ordered: string; accepted: string }) => {
        sums = {
          agreed,
          ordered: apply(sums.ordered, change.ordered),
          accepted: apply(sums.accepted, change.accepted),
        };
        const { consumed, reserved, remaining, above } = standingOf(sums);
        expect(compare(addQuantity(consumed, reserved), agreed)).toBeLessThanOrEqual(0);
        expect(addQuantity(consumed, reserved, remaining)).toBe(agreed);
        expect(addQuantity(consumed, reserved, above)).toBe(addQuantity(sums.accepted, sums.ordered));
      };
      const now = wished.map(({ count, units }) => {
        add(changeOfNewLine(count, units));
        return newLine(count);
      });
      for (const step of steps) {
        const at = step.line % now.length;
        const [before, units] = [now[at] as LineSums, wished[at]?.units ?? 1];
        const after = next(before, step);
        const change = changeOfLine(before, after, units);
        if (change !== null) add(change);
        now[at] = after;
      }
      const whole = now.map((line, at) => volumeOf(line, wished[at]?.units ?? 1));
      expect(sums.ordered).toBe(addQuantity(...whole.map((each) => each.ordered)));
      expect(sums.accepted).toBe(addQuantity(...whole.map((each) => each.accepted)));
    }),
  );
});

test('a line that is confirmed or on its way changes nothing', () => {
  const line = newLine(quantity('10'));
  const sure = confirmed(line, quantity('10'));
  expect(changeOfLine(line, sure, 5)).toBeNull();
  expect(changeOfLine(sure, shipped(sure, quantity('4')), 5)).toBeNull();
});

test('what is said about a change is what happened', () => {
  const line = shipped(confirmed(newLine(quantity('10')), quantity('10')), quantity('10'));
  const got = checked(line, quantity('8'), quantity('2'));
  expect(changeOfLine(line, got, 5)).toEqual({ kind: 'accepted', ordered: '-50', accepted: '40' });
  expect(changeOfLine(line, checked(line, quantity('0'), quantity('2')), 5)).toEqual({
    kind: 'rejected',
    ordered: '-10',
    accepted: '0',
  });
  expect(changeOfLine(got, returned(got, quantity('3')), 5)).toEqual({
    kind: 'returned',
    ordered: '0',
    accepted: '-15',
  });
  const open = newLine(quantity('2'));
  expect(changeOfLine(open, closedRest(open, 'cancelled'), 5)).toEqual({
    kind: 'closed',
    ordered: '-10',
    accepted: '0',
  });
});

const year = { from: isoDate('2026-01-01'), until: isoDate('2026-12-31') };
const four5 = { over: 8, under: 10 };

test('the share of the term that is over counts whole days and stays within it (domain §2.8)', () => {
  expect(elapsedOf(year, isoDate('2025-12-01'))).toEqual({ over: 0, under: 365 });
  expect(elapsedOf(year, isoDate('2026-01-01'))).toEqual({ over: 0, under: 365 });
  expect(elapsedOf(year, isoDate('2026-12-31'))).toEqual({ over: 364, under: 365 });
  expect(elapsedOf(year, isoDate('2027-01-01'))).toEqual({ over: 365, under: 365 });
});

test('behind is below the line, at the line is not behind', () => {
  const half = { over: 1, under: 2 };
  expect(isBehind(quantity('40'), quantity('100'), half, four5)).toBe(false);
  expect(isBehind(quantity('39.999'), quantity('100'), half, four5)).toBe(true);
  expect(isBehind(quantity('0'), quantity('0'), half, four5)).toBe(false);
});

test('others are never limited once the agreed volume is ordered, and never before the term begins (SX-3.1c)', () => {
  const on = isoDate('2026-09-01');
  const account = (agreed: string, ordered: string) => ({
    ...year,
    agreed: quantity(agreed),
    ordered: quantity(ordered),
    accepted: quantity('0'),
  });
  expect(othersAreLimited([account('100', '0')], on, four5)).toBe(true);
  expect(othersAreLimited([account('100', '0')], year.from, four5)).toBe(false);
  fc.assert(
    fc.property(fc.array(anyCount, { minLength: 1, maxLength: 5 }), (all) => {
      expect(
        othersAreLimited(
          all.map((each) => account(each, each)),
          on,
          four5,
        ),
      ).toBe(false);
    }),
  );
  expect(othersAreLimited([], on, four5)).toBe(false);
});

test('per cent of an agreed volume is cut off, and nothing of nothing is not a number', () => {
  expect(percentOf(quantity('33.333'), quantity('100'))).toBe(33);
  expect(percentOf(quantity('150'), quantity('100'))).toBe(150);
  expect(percentOf(quantity('1'), quantity('0'))).toBeNull();
});
