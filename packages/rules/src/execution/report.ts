import { type Quantity, compare, none } from '../money.ts';
import { type Result, ok, refuse } from '../result.ts';
import { executionBasis } from './basis.ts';

/** A line of a month's report as the platform filled it in; `bought` is below zero where more went back than came. */
export interface KnownLine {
  readonly accountId: string;
  readonly product: string;
  readonly bought: string;
}
export interface StatedLine {
  readonly accountId: string;
  readonly stated: Quantity;
  readonly used: Quantity;
  readonly note: string;
}

export type UsageRefusal =
  | 'execution.reportLineUnknown'
  | 'execution.reportLineMissing'
  | 'execution.deviationNeedsNote';

/** The platform's record as an institution can state it: never below zero. */
export function expectedOf(bought: string): Quantity {
  return bought.startsWith('-') ? none : (bought as Quantity);
}

/** Every line of a report is stated once; what differs from the platform's record says why (JS-25b). */
export function checkUsage(
  known: readonly KnownLine[],
  stated: readonly StatedLine[],
): Result<readonly StatedLine[], UsageRefusal> {
  const byAccount = new Map(known.map((line) => [line.accountId, line]));
  const seen = new Set<string>();
  for (const [at, line] of stated.entries()) {
    const found = byAccount.get(line.accountId);
    if (found === undefined || seen.has(line.accountId))
      return refuse('execution.reportLineUnknown', { field: `lines.${at}.accountId` });
    seen.add(line.accountId);
    if (line.note === '' && compare(line.stated, expectedOf(found.bought)) !== 0)
      return refuse('execution.deviationNeedsNote', {
        basis: executionBasis.monthlyReport,
        field: `lines.${at}.note`,
        facts: { product: found.product, bought: found.bought },
      });
  }
  const missing = known.length - seen.size;
  if (missing > 0)
    return refuse('execution.reportLineMissing', {
      basis: executionBasis.monthlyReport,
      field: 'lines',
      facts: { missing },
    });
  return ok(stated);
}

export interface SuppliedLine {
  readonly productId: string;
}
/** Every product of a winner's report is stated once (SX-5.3a). */
export function checkSupply<L extends SuppliedLine>(
  known: readonly SuppliedLine[],
  stated: readonly L[],
): Result<readonly L[], 'execution.reportLineUnknown' | 'execution.reportLineMissing'> {
  const left = new Set(known.map((line) => line.productId));
  for (const [at, line] of stated.entries())
    if (!left.delete(line.productId))
      return refuse('execution.reportLineUnknown', { field: `lines.${at}.productId` });
  if (left.size === 0) return ok(stated);
  const facts = { missing: left.size };
  return refuse('execution.reportLineMissing', { basis: executionBasis.supplyReport, field: 'lines', facts });
}
