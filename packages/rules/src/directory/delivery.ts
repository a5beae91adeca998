import { type Quantity, compare, isPositive, subtractQuantity, thousandthsOf } from '../money.ts';
import { type PolicyBook, resolve } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import type { Basis } from '../result.ts';
import { type IsoDate, addMonths } from '../time.ts';

/** What was due of a product in a month and what of it came in time. Quantities in purchase units. */
export interface DeliveryMonth {
  /** The first day of the month. */
  readonly month: IsoDate;
  readonly due: Quantity;
  readonly onTime: Quantity;
  /** Cancelled by the institution or refused for a reason that is excused: in neither figure. */
  readonly excluded: Quantity;
}

/** How much of a line counts: everything ordered but what was excused, and of that what came in time and was not rejected. */
export function deliveryOf(line: {
  readonly quantity: Quantity;
  readonly excluded: Quantity;
  readonly inTime: Quantity;
}): { readonly due: Quantity; readonly onTime: Quantity } {
  const due = subtractQuantity(line.quantity, line.excluded);
  return { due, onTime: compare(line.inTime, due) > 0 ? due : line.inTime };
}

export interface DeliveryRule {
  readonly over: number;
  readonly under: number;
  readonly months: number;
  readonly basis: Basis;
}

/** HN-11b with the pack's figures: below which rate, and for how many months one after another. */
export function deliveryRule(book: PolicyBook, jurisdiction: string, on: IsoDate): DeliveryRule {
  const min = resolve(book, 'supervision.deliveryRateMin', jurisdiction, on);
  const months = resolve(book, 'supervision.lowDeliveryMonths', jurisdiction, on);
  return { ...min.value, months: months.value, basis: basisOf(min) };
}

/** Whether a month is below the least rate; a month in which nothing was due is not. */
export function isLow(month: Pick<DeliveryMonth, 'due' | 'onTime'>, { over, under }: DeliveryRule): boolean {
  if (!isPositive(month.due)) return false;
  return (
    BigInt(thousandthsOf(month.onTime)) * BigInt(under) < BigInt(thousandthsOf(month.due)) * BigInt(over)
  );
}

/** The share that came in time in hundredths of a percent, cut off; null where nothing was due. */
export function rateOf({ due, onTime }: Pick<DeliveryMonth, 'due' | 'onTime'>): number | null {
  if (!isPositive(due)) return null;
  return Number((BigInt(thousandthsOf(onTime)) * 10_000n) / BigInt(thousandthsOf(due)));
}

/** The first day of the month of a day. */
export function monthOf(day: IsoDate): IsoDate {
  return `${day.slice(0, 8)}01` as IsoDate;
}

/** The whole months before a day that the rule looks at, the latest first. */
export function monthsLookedAt(on: IsoDate, { months }: Pick<DeliveryRule, 'months'>): IsoDate[] {
  return Array.from({ length: months }, (_, index) => addMonths(monthOf(on), -1 - index));
}

/** HN-11b: low again and again and not corrected means low in each of the months that the rule looks at. */
export function isLowThroughout(months: readonly DeliveryMonth[], on: IsoDate, rule: DeliveryRule): boolean {
  const byMonth = new Map(months.map((each) => [each.month, each]));
  return monthsLookedAt(on, rule).every((month) => {
    const found = byMonth.get(month);
    return found !== undefined && isLow(found, rule);
  });
}
