import { type PolicyBook, resolve } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';

/** In whose name a share of the key is held (docs/sealed-bids.md). */
export const trusteeCapacities = [
  'bureau',
  'discipline',
  'notary',
  'industry',
  'operator',
  'hospital',
] as const;
export type TrusteeCapacity = (typeof trusteeCapacities)[number];

export const trusteeCapacityNames: Readonly<
  Record<TrusteeCapacity, { readonly zh: string; readonly en: string }>
> = {
  bureau: { zh: '医保部门', en: 'Healthcare security bureau' },
  discipline: { zh: '纪检监察', en: 'Discipline inspection' },
  notary: { zh: '公证机构', en: 'Notary' },
  industry: { zh: '行业协会', en: 'Industry body' },
  operator: { zh: '平台运维方', en: 'Platform operator' },
  hospital: { zh: '医疗机构', en: 'Hospital' },
};

export interface Trustee {
  readonly organisationId: string;
  readonly proven: boolean;
}
export interface TrusteePolicy {
  readonly book: PolicyBook;
  readonly jurisdiction: string;
  readonly on: IsoDate;
}
export type TrusteeRefusal =
  | 'bidding.trusteesTooFew'
  | 'bidding.thresholdTooLow'
  | 'bidding.thresholdTooHigh'
  | 'bidding.oneOrganisationReaches';

/**
 * Whether trustees and threshold keep a bid shut to everybody who acts alone: enough trustees, more shares needed than the
 * provision's part of them, no more than there are, and never as few as one organisation holds.
 */
export function checkTrustees(
  trustees: readonly Trustee[],
  threshold: number,
  { book, jurisdiction, on }: TrusteePolicy,
): Result<null, TrusteeRefusal> {
  const least = resolve(book, 'bidding.trusteesMin', jurisdiction, on);
  const part = resolve(book, 'bidding.thresholdAbove', jurisdiction, on);
  const count = trustees.length;
  if (count < least.value)
    return refuse('bidding.trusteesTooFew', { basis: basisOf(least), facts: { count, least: least.value } });
  if (threshold > count) return refuse('bidding.thresholdTooHigh', { facts: { threshold, count } });
  const { over, under } = part.value;
  if (threshold < 2 || threshold * under <= over * count) {
    const needed = Math.max(2, Math.floor((over * count) / under) + 1);
    return refuse('bidding.thresholdTooLow', { basis: basisOf(part), facts: { threshold, count, needed } });
  }
  const most = mostOfOne(trustees);
  if (threshold <= most)
    return refuse('bidding.oneOrganisationReaches', { basis: basisOf(part), facts: { threshold, most } });
  return ok(null);
}

/** The largest number of shares in one organisation's hands. */
export function mostOfOne(trustees: readonly { readonly organisationId: string }[]): number {
  const counts = new Map<string, number>();
  for (const { organisationId } of trustees)
    counts.set(organisationId, (counts.get(organisationId) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
