import { type Money, add, compare, largest, portion, subtract, zero } from '../money.ts';
import { type Provision, basisOf } from '../policy/provision.ts';
import { type Share, ratioOf } from '../policy/shapes.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';

/** What is known of an institution's purchases: amounts in whole fen. */
export interface PurchaseSums {
  /** Received on the platform this year, less what went back. */
  readonly platform: Money;
  /** Self-purchases of the year that were reported. */
  readonly used: Money;
  /** Self-purchases of the year that were requested and are neither reported nor ended. */
  readonly reserved: Money;
  /** Emergency purchases of the year: part of the yearly total, not of the quota (JS-19). */
  readonly emergency: Money;
  /** The whole of last year, on the platform and outside. */
  readonly lastYear: Money;
}

export interface QuotaRule {
  readonly shareMax: Provision<Share>;
  /** Whether last year's total may serve as the base while it is larger than this year's so far. */
  readonly lastYearCounts: Provision<boolean>;
}

/** The self-purchase quota (GD-3) with every number behind it. */
export interface Quota extends PurchaseSums {
  readonly thisYear: Money;
  /** The yearly procurement total that the share is taken of. */
  readonly base: Money;
  readonly share: Share;
  readonly limit: Money;
  /** Never below zero: goods sent back can make the limit smaller than what was already used. */
  readonly left: Money;
  readonly basis: Basis;
}

export function quotaOf(sums: PurchaseSums, rule: QuotaRule): Quota {
  const thisYear = add(sums.platform, sums.used, sums.emergency);
  const base = rule.lastYearCounts.value ? largest(thisYear, sums.lastYear) : thisYear;
  const share = rule.shareMax.value;
  const limit = largest(zero, portion(base, ratioOf(share), 'downToFen'));
  const left = largest(zero, subtract(limit, add(sums.used, sums.reserved)));
  return { ...sums, thisYear, base, share, limit, left, basis: basisOf(rule.shareMax) };
}

/** Whether so much more may be reserved: used, reserved and asked together stay within the limit (GD-3). */
export function mayReserve(quota: Quota, asked: Money): Result<true, 'filing.quotaExceeded'> {
  if (compare(add(quota.used, quota.reserved, asked), quota.limit) <= 0) return ok(true);
  const { base, limit, used, reserved, left } = quota;
  return refuse('filing.quotaExceeded', {
    basis: quota.basis,
    field: 'lines',
    facts: { base, limit, used, reserved, left, asked },
  });
}
