import type { PriceRecord } from '../linkage/record.ts';
import { type Priced, medianOf } from '../listing/deviation.ts';
import { type Money, compareOnSmallestUnit, portion } from '../money.ts';
import type { InstitutionLevel, PriceReference } from '../policy/shapes.ts';
import type { IsoDate } from '../time.ts';

/** What of a price record decides here, whether from the book of records or as an applicant types it. */
export type ListingRecord = Pick<
  PriceRecord,
  | 'id'
  | 'jurisdiction'
  | 'kind'
  | 'price'
  | 'unitsPerPurchaseUnit'
  | 'effectiveFrom'
  | 'effectiveTo'
  | 'state'
>;

/** A filing purchase of the product by an institution of the province. */
export interface FilingRecord extends Priced {
  readonly institutionId: string;
  readonly level: string;
  readonly ownership: 'public' | 'military' | 'private' | null;
  readonly jurisdiction: string;
  readonly filedOn: IsoDate;
}

/** Why a record does not count. */
export const whyNots = [
  'rejected',
  'otherKind',
  'notYetEffective',
  'ended',
  'wrongConversion',
  'cityNotCounted',
  'provinceHasRecord',
  'sameProvince',
  'levelTooLow',
  'notPublic',
  'otherProvince',
  'sameInstitution',
] as const;
export type WhyNot = (typeof whyNots)[number];

export interface Sorted<T> {
  readonly counted: readonly T[];
  /** Would count once somebody has verified them. */
  readonly unverified: readonly T[];
  readonly notCounted: readonly { readonly record: T; readonly reason: WhyNot }[];
}

export function provinceOf(jurisdiction: string): string {
  return jurisdiction.slice(0, 2);
}

function isListing(record: ListingRecord): boolean {
  return record.kind === 'provincialListing' || record.kind === 'cityListing';
}

function whyNotInForce(record: ListingRecord, on: IsoDate): WhyNot | null {
  if (record.state === 'rejected') return 'rejected';
  if (!isListing(record)) return 'otherKind';
  if (record.effectiveFrom > on) return 'notYetEffective';
  if (record.effectiveTo !== null && record.effectiveTo < on) return 'ended';
  return null;
}

/** Records whose price per smallest unit lies `factor` times off the median of all: their conversion is wrong. */
function oddlyConverted(records: readonly ListingRecord[], factor: number): ReadonlySet<ListingRecord> {
  const median = records.length < 3 ? null : medianOf(records);
  if (median === null) return new Set();
  const times = { over: BigInt(factor), under: 1n };
  const above = (a: Priced, b: Priced): boolean =>
    compareOnSmallestUnit(
      a.price,
      a.unitsPerPurchaseUnit,
      portion(b.price, times, 'halfUpToMicro'),
      b.unitsPerPurchaseUnit,
    ) > 0;
  return new Set(records.filter((each) => above(each, median) || above(median, each)));
}

/** The one of a province that counts: verified before entered, provincial before city, the later before the earlier. */
function better(a: ListingRecord, b: ListingRecord): number {
  const weight = (record: ListingRecord): number =>
    (record.kind === 'provincialListing' ? 2 : 0) + (record.state === 'verified' ? 1 : 0);
  if (weight(a) !== weight(b)) return weight(b) - weight(a);
  if (a.effectiveFrom !== b.effectiveFrom) return a.effectiveFrom < b.effectiveFrom ? 1 : -1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

export interface RecordRules {
  readonly on: IsoDate;
  readonly cityServes: boolean;
  readonly conversionFactorMax: number;
}

/**
 * Which listing records count for the number of provinces (JS-8 B): one for each province, in force on the day, a city's
 * only where the province itself has none. Whatever order they come in, the outcome is the same.
 */
export function sortRecords(
  records: readonly ListingRecord[],
  { on, cityServes, conversionFactorMax }: RecordRules,
): Sorted<ListingRecord> {
  const inForce = records.filter((record) => whyNotInForce(record, on) === null);
  const odd = oddlyConverted(inForce, conversionFactorMax);
  const sound = inForce.filter((record) => !odd.has(record));
  const served = new Map<string, ListingRecord>();
  for (const record of sound.toSorted(better)) {
    if (record.kind === 'cityListing' && !cityServes) continue;
    const province = provinceOf(record.jurisdiction);
    if (!served.has(province)) served.set(province, record);
  }
  const chosen = new Set(served.values());
  const whyNot = (record: ListingRecord): WhyNot => {
    const before = whyNotInForce(record, on);
    if (before !== null) return before;
    if (odd.has(record)) return 'wrongConversion';
    if (record.kind === 'cityListing' && !cityServes) return 'cityNotCounted';
    const instead = served.get(provinceOf(record.jurisdiction));
    return record.kind === 'cityListing' && instead?.kind === 'provincialListing'
      ? 'provinceHasRecord'
      : 'sameProvince';
  };
  return {
    counted: [...chosen].filter((record) => record.state === 'verified'),
    unverified: [...chosen].filter((record) => record.state === 'entered'),
    notCounted: records
      .filter((record) => !chosen.has(record))
      .map((record) => ({ record, reason: whyNot(record) })),
  };
}

const ranks: Readonly<Record<string, number>> = {
  三级: 3,
  tertiary: 3,
  二级: 2,
  secondary: 2,
  一级: 1,
  primary: 1,
};

export interface FilingRules {
  readonly levelMin: InstitutionLevel | null;
  /** The province whose institutions count, two digits. */
  readonly province: string;
}

/** Which filings count for the number of institutions (JS-8 B, JS-10 B): of the province, of the level, one for each. */
export function sortFilings(
  filings: readonly FilingRecord[],
  { levelMin, province }: FilingRules,
): Sorted<FilingRecord> {
  const needed = levelMin === null ? 0 : (ranks[levelMin] ?? 0);
  const counted = new Map<string, FilingRecord>();
  const notCounted: { record: FilingRecord; reason: WhyNot }[] = [];
  const inOrder = filings.toSorted((a, b) => (a.filedOn < b.filedOn ? 1 : a.filedOn > b.filedOn ? -1 : 0));
  for (const record of inOrder) {
    const reason: WhyNot | null =
      provinceOf(record.jurisdiction) !== province
        ? 'otherProvince'
        : record.ownership === 'private'
          ? 'notPublic'
          : (ranks[record.level] ?? 0) < needed
            ? 'levelTooLow'
            : counted.has(record.institutionId)
              ? 'sameInstitution'
              : null;
    if (reason === null) counted.set(record.institutionId, record);
    else notCounted.push({ record, reason });
  }
  return { counted: [...counted.values()], unverified: [], notCounted };
}

/** The lowest on the smallest unit, null of none: never zero. */
export function lowestOf<T extends Priced>(prices: readonly T[]): T | null {
  let low: T | null = null;
  for (const each of prices) {
    if (
      low === null ||
      compareOnSmallestUnit(each.price, each.unitsPerPurchaseUnit, low.price, low.unitsPerPurchaseUnit) < 0
    )
      low = each;
  }
  return low;
}

/** Whether a record is of the kind that the lowest price is looked for in (JS-7 to JS-10). */
export function isReferenceKind(
  record: ListingRecord,
  reference: PriceReference,
  ownProvince: string,
): boolean {
  if (record.kind === 'provincialListing') return true;
  if (record.kind !== 'cityListing') return false;
  switch (reference) {
    case 'provincial':
      return false;
    case 'provincialAndOwnCities':
      return provinceOf(record.jurisdiction) === ownProvince;
    case 'provincialAndCities':
      return true;
    default:
      return reference satisfies never;
  }
}

/** Records of an applicant that nobody has verified yet, of the kinds that count, in force and soundly converted. */
export function openReferences(
  records: readonly ListingRecord[],
  given: RecordRules & { readonly reference: PriceReference; readonly ownProvince: string },
): readonly ListingRecord[] {
  const inForce = records.filter((record) => whyNotInForce(record, given.on) === null);
  const odd = oddlyConverted(inForce, given.conversionFactorMax);
  return inForce.filter(
    (record) =>
      record.state === 'entered' &&
      !odd.has(record) &&
      isReferenceKind(record, given.reference, given.ownProvince),
  );
}

/** A price of one pack as the price of another with the same smallest unit; never above the exact quotient. */
export function inPackOf(price: Priced, unitsPerPurchaseUnit: number): Money {
  if (price.unitsPerPurchaseUnit === unitsPerPurchaseUnit) return price.price;
  const ratio = { over: BigInt(unitsPerPurchaseUnit), under: BigInt(price.unitsPerPurchaseUnit) };
  return portion(price.price, ratio, 'downToMicro');
}
