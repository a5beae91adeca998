import { type Money, compare, isPositive, portion } from '../money.ts';
import { type Share, ratioOf } from '../policy/shapes.ts';
import { type IsoDate, addMonths } from '../time.ts';

/** What was ordered from a distributor in a month, and what of it was delivered and accepted, in yuan. */
export interface SupplyMonth {
  readonly month: IsoDate;
  readonly ordered: Money;
  readonly delivered: Money;
}

export interface LowDelivery {
  readonly ordered: Money;
  readonly delivered: Money;
  /** Of the last month, in whole percent, for people. */
  readonly rate: string;
}

/**
 * 配送率 below the least in each of the last months up to `month` (HN-11b 配送率低且屡犯不改); a month without orders breaks
 * the row. Null where there is nothing to warn of.
 */
export function lowDelivery(
  months: readonly SupplyMonth[],
  month: IsoDate,
  rule: { readonly least: Share; readonly months: number },
): LowDelivery | null {
  for (let back = 0; back < rule.months; back += 1) {
    const own = months.find((each) => each.month === addMonths(month, -back));
    if (own === undefined || !isPositive(own.ordered)) return null;
    if (compare(own.delivered, portion(own.ordered, ratioOf(rule.least), 'upToFen')) >= 0) return null;
  }
  const last = months.find((each) => each.month === month);
  if (last === undefined) return null;
  const { ordered, delivered } = last;
  return { ordered, delivered, rate: percentOf(delivered, ordered) };
}

function percentOf(part: Money, whole: Money): string {
  for (let percent = 100; percent > 0; percent -= 1)
    if (compare(part, portion(whole, { over: BigInt(percent), under: 100n }, 'upToFen')) >= 0)
      return `${percent}%`;
  return '0%';
}
