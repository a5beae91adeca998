import {
  type Change,
  type Quantity,
  addQuantity,
  changeOf,
  compare,
  none,
  subtractQuantity,
  timesUnits,
} from '../money.ts';
import type { LineSums } from '../order/line.ts';

/** An agreed volume in units of the item: what was agreed, what is on order, what was accepted and kept. */
export interface Volume {
  readonly agreed: Quantity;
  readonly ordered: Quantity;
  readonly accepted: Quantity;
}

/** Where an account stands (约定量台账). Each figure follows from the three sums, so the order of events changes none. */
export interface Standing extends Volume {
  /** Accepted within what was agreed. */
  readonly consumed: Quantity;
  /** On order within what was agreed. */
  readonly reserved: Quantity;
  /** Agreed and neither accepted nor on order. */
  readonly remaining: Quantity;
  /** Accepted or on order beyond what was agreed: bought at the selected price all the same. */
  readonly above: Quantity;
}

function atLeastZero(from: Quantity, count: Quantity): Quantity {
  return compare(from, count) > 0 ? subtractQuantity(from, count) : none;
}

function lesser(a: Quantity, b: Quantity): Quantity {
  return compare(a, b) < 0 ? a : b;
}

export function standingOf({ agreed, ordered, accepted }: Volume): Standing {
  const taken = addQuantity(accepted, ordered);
  return {
    agreed,
    ordered,
    accepted,
    consumed: lesser(accepted, agreed),
    reserved: lesser(ordered, atLeastZero(agreed, accepted)),
    remaining: atLeastZero(agreed, taken),
    above: atLeastZero(taken, agreed),
  };
}

/** What one line of an order puts into the sums of its account. */
export interface LineVolume {
  readonly ordered: Quantity;
  readonly accepted: Quantity;
}

/** On order is what was neither closed nor checked; accepted is what was accepted and not given back. */
export function volumeOf(line: LineSums, unitsPerPurchaseUnit: number): LineVolume {
  const done = addQuantity(line.closed, line.accepted, line.rejected);
  return {
    ordered: timesUnits(subtractQuantity(line.quantity, done), unitsPerPurchaseUnit),
    accepted: timesUnits(subtractQuantity(line.accepted, line.returned), unitsPerPurchaseUnit),
  };
}

export type VolumeKind = 'ordered' | 'accepted' | 'rejected' | 'closed' | 'returned';

export interface VolumeChange {
  readonly kind: VolumeKind;
  readonly ordered: Change;
  readonly accepted: Change;
}

/** What a command on a line changes in its account, null when nothing (a confirmation, a delivery on its way). */
export function changeOfLine(before: LineSums, after: LineSums, units: number): VolumeChange | null {
  const [old, now] = [volumeOf(before, units), volumeOf(after, units)];
  const ordered = changeOf(old.ordered, now.ordered);
  const accepted = changeOf(old.accepted, now.accepted);
  if (ordered === '0' && accepted === '0') return null;
  return { kind: kindOf(before, after), ordered, accepted };
}

/** A new line reserves what it orders. */
export function changeOfNewLine(count: Quantity, units: number): VolumeChange {
  return {
    kind: 'ordered',
    ordered: changeOf(none, timesUnits(count, units)),
    accepted: changeOf(none, none),
  };
}

function kindOf(before: LineSums, after: LineSums): VolumeKind {
  if (compare(after.returned, before.returned) !== 0) return 'returned';
  if (compare(after.accepted, before.accepted) !== 0) return 'accepted';
  return compare(after.rejected, before.rejected) === 0 ? 'closed' : 'rejected';
}
