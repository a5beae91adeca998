import { type Quantity, addQuantity, compare, isPositive, none, subtractQuantity } from '../money.ts';
import { assert } from '../result.ts';

/** Why a quantity of a line will never be delivered: the distributor refused it, the institution took it back, time ran out. */
export type Ending = 'refused' | 'cancelled' | 'expired';

/** The sums of an order line in purchase units; every one of them only grows. */
export interface LineSums {
  readonly quantity: Quantity;
  readonly confirmed: Quantity;
  readonly shipped: Quantity;
  readonly accepted: Quantity;
  readonly rejected: Quantity;
  readonly stocked: Quantity;
  readonly returned: Quantity;
  /** What will not be shipped any more. */
  readonly closed: Quantity;
  readonly ending: Ending | null;
}

export type LineState =
  | 'waiting'
  | 'confirmed'
  | 'part-shipped'
  | 'shipped'
  | 'part-accepted'
  | 'accepted'
  | 'rejected'
  | Ending;

export function newLine(quantity: Quantity): LineSums {
  return {
    quantity,
    confirmed: none,
    shipped: none,
    accepted: none,
    rejected: none,
    stocked: none,
    returned: none,
    closed: none,
    ending: null,
  };
}

/** Answering a line confirms a part and closes the rest, so an unanswered line has neither. */
export function isAnswered(line: LineSums): boolean {
  return isPositive(line.confirmed) || compare(line.closed, line.quantity) === 0;
}
/** What may still be shipped: confirmed, not shipped, not closed. */
export function openToShip(line: LineSums): Quantity {
  if (!isAnswered(line)) return none;
  return subtractQuantity(subtractQuantity(line.quantity, line.closed), line.shipped);
}
/** What is neither shipped nor closed, answered or not. */
export function outstanding(line: LineSums): Quantity {
  return subtractQuantity(subtractQuantity(line.quantity, line.closed), line.shipped);
}
/** What is on its way or at the door: shipped, neither accepted nor rejected. */
export function unchecked(line: LineSums): Quantity {
  return subtractQuantity(line.shipped, addQuantity(line.accepted, line.rejected));
}
export function isEnded(line: LineSums): boolean {
  return !isPositive(outstanding(line)) && !isPositive(unchecked(line));
}

/** The one place where the state of a line is decided (订单明细状态): from its sums and nothing else. */
export function lineState(line: LineSums): LineState {
  if (!isPositive(line.shipped)) {
    if (compare(line.closed, line.quantity) === 0) {
      assert(line.ending !== null, 'a closed line says why');
      return line.ending;
    }
    return isPositive(line.confirmed) ? 'confirmed' : 'waiting';
  }
  if (isEnded(line)) return isPositive(line.accepted) ? 'accepted' : 'rejected';
  if (isPositive(addQuantity(line.accepted, line.rejected))) return 'part-accepted';
  return isPositive(outstanding(line)) ? 'part-shipped' : 'shipped';
}

/** The distributor's answer: confirms `count` of a line that waits, closes the rest as refused. */
export function confirmed(line: LineSums, count: Quantity): LineSums {
  assert(!isAnswered(line), 'a line is answered once');
  assert(compare(count, line.quantity) <= 0, 'confirmed within ordered');
  const rest = subtractQuantity(line.quantity, count);
  return { ...line, confirmed: count, closed: rest, ending: isPositive(rest) ? 'refused' : null };
}
/** Closes everything that is neither shipped nor closed. A line that was closed before keeps its first reason. */
export function closedRest(line: LineSums, ending: Ending): LineSums {
  const rest = outstanding(line);
  if (!isPositive(rest)) return line;
  return { ...line, closed: addQuantity(line.closed, rest), ending: line.ending ?? ending };
}
export function shipped(line: LineSums, count: Quantity): LineSums {
  assert(compare(count, openToShip(line)) <= 0, 'shipped within confirmed');
  return { ...line, shipped: addQuantity(line.shipped, count) };
}
export function checked(line: LineSums, accepted: Quantity, rejected: Quantity): LineSums {
  assert(compare(addQuantity(accepted, rejected), unchecked(line)) <= 0, 'checked within shipped');
  return {
    ...line,
    accepted: addQuantity(line.accepted, accepted),
    rejected: addQuantity(line.rejected, rejected),
  };
}
export function stocked(line: LineSums, count: Quantity): LineSums {
  const sum = addQuantity(line.stocked, count);
  assert(compare(sum, line.accepted) <= 0, 'stocked within accepted');
  return { ...line, stocked: sum };
}
export function returned(line: LineSums, count: Quantity): LineSums {
  const sum = addQuantity(line.returned, count);
  assert(compare(sum, line.accepted) <= 0, 'returned within accepted');
  return { ...line, returned: sum };
}
