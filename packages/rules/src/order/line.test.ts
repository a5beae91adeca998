import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Quantity, addQuantity, compare, isPositive, quantity, subtractQuantity } from '../money.ts';
import {
  type LineSums,
  checked,
  closedRest,
  confirmed,
  isAnswered,
  isEnded,
  lineState,
  newLine,
  openToShip,
  outstanding,
  returned,
  shipped,
  stocked,
  unchecked,
} from './line.ts';
import { orderState } from './order.ts';

type Step =
  | { readonly do: 'confirm' | 'ship' | 'accept' | 'reject' | 'stock' | 'return'; readonly part: number }
  | { readonly do: 'cancel' | 'expire' };

/** A part of what is possible, in whole units, at most all of it. */
function partOf(possible: Quantity, part: number): Quantity {
  return quantity(Math.floor((Number(possible) * part) / 100));
}

/** Carries a step out where it is possible, on as much as is possible. */
function step(line: LineSums, each: Step): LineSums {
  switch (each.do) {
    case 'confirm':
      return isAnswered(line) ? line : confirmed(line, partOf(line.quantity, each.part));
    case 'cancel':
      return isAnswered(line) ? line : closedRest(line, 'cancelled');
    case 'expire':
      return closedRest(line, 'expired');
    case 'ship':
      return shipped(line, partOf(openToShip(line), each.part));
    case 'accept':
      return checked(line, partOf(unchecked(line), each.part), quantity('0'));
    case 'reject':
      return checked(line, quantity('0'), partOf(unchecked(line), each.part));
    case 'stock':
      return stocked(line, partOf(subtractQuantity(line.accepted, line.stocked), each.part));
    case 'return':
      return returned(line, partOf(subtractQuantity(line.accepted, line.returned), each.part));
    default:
      return line;
  }
}

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('confirm', 'ship', 'accept', 'reject', 'stock', 'return'),
    part: fc.integer({ min: 0, max: 100 }),
  }),
  fc.record({ do: fc.constantFrom('cancel', 'expire') }),
);
const anySteps = fc.array(anyStep, { maxLength: 40 });
const anyCount = fc.integer({ min: 1, max: 1000 }).map((count) => quantity(count));

test('whatever happens to a line, its sums stay within each other (the checks of the table)', () => {
  fc.assert(
    fc.property(anyCount, anySteps, (count, steps) => {
      const line = steps.reduce(step, newLine(count));
      expect(compare(line.confirmed, line.quantity)).toBeLessThanOrEqual(0);
      expect(compare(line.shipped, line.confirmed)).toBeLessThanOrEqual(0);
      expect(compare(addQuantity(line.shipped, line.closed), line.quantity)).toBeLessThanOrEqual(0);
      expect(compare(addQuantity(line.accepted, line.rejected), line.shipped)).toBeLessThanOrEqual(0);
      expect(compare(line.stocked, line.accepted)).toBeLessThanOrEqual(0);
      expect(compare(line.returned, line.accepted)).toBeLessThanOrEqual(0);
      expect(isPositive(line.closed)).toBe(line.ending !== null);
    }),
  );
});

test('nothing of an order is lost: ordered = outstanding + on the way + accepted + rejected + closed', () => {
  fc.assert(
    fc.property(anyCount, anySteps, (count, steps) => {
      const line = steps.reduce(step, newLine(count));
      const parts = addQuantity(
        outstanding(line),
        unchecked(line),
        line.accepted,
        line.rejected,
        line.closed,
      );
      expect(parts).toBe(line.quantity);
    }),
  );
});

const rank: Readonly<Record<string, number>> = {
  waiting: 0,
  confirmed: 1,
  'part-shipped': 2,
  shipped: 3,
  'part-accepted': 4,
  accepted: 5,
  rejected: 5,
  refused: 5,
  cancelled: 5,
  expired: 5,
};

test('a line never goes back once it has ended, and every line ends when the clock has closed and checked it', () => {
  fc.assert(
    fc.property(anyCount, anySteps, (count, steps) => {
      let line = newLine(count);
      for (const each of steps) {
        const before = line;
        line = step(line, each);
        if (isEnded(before)) expect(lineState(line)).toBe(lineState(before));
      }
      const over = checked(closedRest(line, 'expired'), unchecked(line), quantity('0'));
      expect(isEnded(over)).toBe(true);
      expect(rank[lineState(over)]).toBe(5);
    }),
  );
});

test('the order in which lots are shipped, accepted and rejected does not change the sums', () => {
  const parcels = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(parcels, fc.infiniteStream(fc.boolean()), (counts, coins) => {
      const total = quantity(counts.reduce((sum, each) => sum + each, 0));
      const sent = (order: readonly number[]) =>
        order.reduce((line, each) => shipped(line, quantity(each)), confirmed(newLine(total), total));
      const verdicts = counts.map((count) => ({ count, good: coins.next().value === true }));
      const received = (order: typeof verdicts) =>
        order.reduce(
          (line, { count, good }) => checked(line, quantity(good ? count : 0), quantity(good ? 0 : count)),
          sent(counts),
        );
      expect(sent(counts.toReversed())).toEqual(sent(counts));
      expect(received(verdicts.toReversed())).toEqual(received(verdicts));
      expect(isEnded(received(verdicts))).toBe(true);
    }),
  );
});

test('the state of a line is what happened to it last', () => {
  const ten = newLine(quantity('10'));
  const whole = confirmed(ten, quantity('10'));
  const part = shipped(whole, quantity('4'));
  expect(lineState(ten)).toBe('waiting');
  expect(lineState(whole)).toBe('confirmed');
  expect(lineState(confirmed(ten, quantity('0')))).toBe('refused');
  expect(lineState(closedRest(ten, 'cancelled'))).toBe('cancelled');
  expect(lineState(part)).toBe('part-shipped');
  expect(lineState(shipped(part, quantity('6')))).toBe('shipped');
  expect(lineState(checked(part, quantity('4'), quantity('0')))).toBe('part-accepted');
  expect(lineState(closedRest(checked(part, quantity('4'), quantity('0')), 'expired'))).toBe('accepted');
  expect(lineState(closedRest(checked(part, quantity('0'), quantity('4')), 'expired'))).toBe('rejected');
});

test('an order is done when every line is received or closed, and says refused before it says expired', () => {
  const ten = newLine(quantity('10'));
  const refused = confirmed(ten, quantity('0'));
  const expired = closedRest(ten, 'expired');
  const accepted = checked(
    shipped(confirmed(ten, quantity('10')), quantity('10')),
    quantity('10'),
    quantity('0'),
  );
  expect(orderState([ten, refused], false)).toBe('placed');
  expect(orderState([ten, refused], true)).toBe('waiting-approval');
  expect(orderState([expired, refused], false)).toBe('refused');
  expect(orderState([expired, expired], false)).toBe('expired');
  expect(orderState([accepted, refused], false)).toBe('done');
  expect(orderState([accepted, ten], false)).toBe('shipping');
  expect(orderState([closedRest(ten, 'cancelled')], true)).toBe('cancelled');
});
