import {
  type Money,
  type Quantity,
  compare,
  exactOf,
  moneyOfExact,
  none,
  subtractQuantity,
  thousandthsOf,
  timesUnits,
  zero,
} from '../money.ts';

/** A price per purchase unit, and how many units of the item such a unit holds. */
export interface PackPrice {
  readonly price: Money;
  readonly units: number;
}
/** A line of the substitute's orders: what the institution kept of it, in purchase units. */
export interface SubstituteLine extends PackPrice {
  readonly kept: Quantity;
}
export interface CostOfLine {
  /** Units of the item that count, within the volume that was taken over. */
  readonly units: Quantity;
  readonly difference: Money;
}

/** Exact difference of two prices for so many units of the item, in whole fen, rounded half up once; never below zero. */
export function costDifference(units: Quantity, now: PackPrice, agreed: PackPrice): Money {
  const count = BigInt(thousandthsOf(units));
  const over =
    exactOf(now.price).over * BigInt(agreed.units) - exactOf(agreed.price).over * BigInt(now.units);
  if (over <= 0n || count === 0n) return zero;
  return moneyOfExact(
    { over: over * count, under: BigInt(now.units) * BigInt(agreed.units) * 1000n },
    'halfUpToFen',
  );
}

/**
 * 由此产生的费用由中选企业承担 (SX-5.3c): what each line of the substitute cost more than the product that failed would have.
 * Lines count in their order until the volume that was taken over is reached.
 */
export function costsOf(
  lines: readonly SubstituteLine[],
  volume: Quantity,
  agreed: PackPrice,
): readonly CostOfLine[] {
  let left = volume;
  return lines.map(({ kept, price, units }) => {
    const all = timesUnits(kept, units);
    const counted = compare(all, left) < 0 ? all : left;
    left = compare(left, counted) > 0 ? subtractQuantity(left, counted) : none;
    return { units: counted, difference: costDifference(counted, { price, units }, agreed) };
  });
}
