import { provinces } from '../codes/region.ts';
import { deviationFrom, medianOf } from '../listing/deviation.ts';
import { type Money, compareOnSmallestUnit, isPositive, percentBeyond } from '../money.ts';
import { type Provision, basisOf } from '../policy/provision.ts';
import type { Share } from '../policy/shapes.ts';
import type { IsoDate } from '../time.ts';
import { type RecordFinding, recordFinding } from './finding.ts';
import { type PriceRecord, type RecordKind, byPrice, isInForce, provinceOf } from './record.ts';

/** A record as somebody wants to hand it over. */
export interface Candidate {
  readonly itemCode: string;
  readonly jurisdiction: string;
  readonly kind: RecordKind;
  readonly price: Money;
  readonly purchaseUnit: string;
  readonly unitsPerPurchaseUnit: number;
  readonly effectiveFrom: IsoDate;
  readonly effectiveTo: IsoDate | null;
  readonly contract: string | null;
  /** The record whose place it takes, null where it stands beside the others. */
  readonly replaces?: string | null;
}

/** What is known besides the candidate. */
export interface CheckFacts {
  readonly item: 'active' | 'disabled' | 'transcoded' | null;
  /** Records of the item that are verified or wait for it. */
  readonly records: readonly PriceRecord[];
  /** Listings of the item here, as their price is now. */
  readonly listings: readonly {
    readonly price: Money;
    readonly unitsPerPurchaseUnit: number;
    readonly purchaseUnit: string;
  }[];
  readonly outlierShare: Provision<Share>;
  readonly today: IsoDate;
  /** The province of this installation: its own listings are known without records. */
  readonly ownProvince: number;
}

const codes = new Set(provinces.map((each) => String(each.code)));

/** A province or city of GB/T 2260; the kind says which of the two. */
export function placeFindings(jurisdiction: string, kind: RecordKind): readonly RecordFinding[] {
  const field = 'jurisdiction';
  if (!/^\d{6}$/.test(jurisdiction) || !codes.has(jurisdiction.slice(0, 2)) || !jurisdiction.endsWith('00'))
    return [recordFinding('error', 'linkage.placeUnknown', { field, facts: { written: jurisdiction } })];
  const isProvince = jurisdiction.endsWith('0000');
  const fits = kind === 'provincialListing' ? isProvince : kind === 'cityListing' ? !isProvince : true;
  return fits
    ? []
    : [recordFinding('error', 'linkage.kindMisfit', { field: 'kind', facts: { jurisdiction } })];
}

/**
 * Everything that can be said about a record before it is handed over (domain 2.2): errors, what has to be confirmed with a
 * reason (outliers, an own listing far away, another conversion), and what is worth knowing (several prices of a province).
 */
export function checkRecord(candidate: Candidate, facts: CheckFacts): readonly RecordFinding[] {
  const found: RecordFinding[] = [...placeFindings(candidate.jurisdiction, candidate.kind)];
  if (facts.item === null) found.push(recordFinding('error', 'linkage.codeUnknown', { field: 'itemCode' }));
  else if (facts.item !== 'active')
    found.push(recordFinding('note', 'linkage.codeDisabled', { field: 'itemCode' }));
  if (!isPositive(candidate.price))
    return [...found, recordFinding('error', 'linkage.priceNotPositive', { field: 'price' })];
  if (candidate.effectiveTo !== null && candidate.effectiveTo < candidate.effectiveFrom)
    found.push(recordFinding('error', 'linkage.endsBeforeItBegins', { field: 'effectiveTo' }));
  if (candidate.kind === 'selected' && (candidate.contract ?? '') === '')
    found.push(recordFinding('error', 'linkage.contractMissing', { field: 'contract' }));
  const own = Number(candidate.jurisdiction.slice(0, 2)) === facts.ownProvince;
  if (own && candidate.kind !== 'filing' && candidate.kind !== 'selected')
    found.push(recordFinding('error', 'linkage.ownPlatform', { field: 'jurisdiction' }));
  return [...found, ...timeNotes(candidate, facts), ...comparisons(candidate, facts)];
}

function timeNotes(candidate: Candidate, { today }: CheckFacts): RecordFinding[] {
  if (candidate.effectiveTo !== null && candidate.effectiveTo < today)
    return [recordFinding('note', 'linkage.alreadyOver', { field: 'effectiveTo' })];
  if (candidate.effectiveFrom > today)
    return [
      recordFinding('note', 'linkage.notYetInForce', {
        field: 'effectiveFrom',
        facts: { from: candidate.effectiveFrom },
      }),
    ];
  return [];
}

function comparisons(candidate: Candidate, facts: CheckFacts): RecordFinding[] {
  const others = facts.records.filter(
    (record) =>
      record.itemCode === candidate.itemCode &&
      record.state !== 'rejected' &&
      record.id !== candidate.replaces &&
      isInForce(record, candidate.effectiveFrom > facts.today ? facts.today : candidate.effectiveFrom),
  );
  const found: RecordFinding[] = [];
  if (others.some((record) => isSame(record, candidate)))
    found.push(recordFinding('error', 'linkage.sameRecord', { field: 'itemCode' }));
  // A strange price that still waits for its second person is no measure for the next.
  const verified = others.filter((record) => record.state === 'verified');
  found.push(...outliers(candidate, verified, facts), ...conversions(candidate, others, facts));
  const same = others
    .filter(
      (record) =>
        provinceOf(record.jurisdiction) === provinceOf(candidate.jurisdiction) &&
        (record.kind === 'provincialListing' || record.kind === 'cityListing'),
    )
    .toSorted(byPrice);
  const [lowest] = same;
  if (lowest !== undefined && candidate.kind !== 'filing' && candidate.kind !== 'selected')
    found.push(
      recordFinding('note', 'linkage.severalOfProvince', {
        field: 'price',
        facts: {
          count: same.length,
          lowest: lowest.price,
          units: lowest.unitsPerPurchaseUnit,
          counts: compared(candidate, lowest) < 0 ? candidate.price : lowest.price,
        },
      }),
    );
  const [nationLowest] = others.toSorted(byPrice);
  if (nationLowest !== undefined && compared(candidate, nationLowest) < 0)
    found.push(recordFinding('note', 'linkage.newLowest', { field: 'price' }));
  return found;
}

type Priced = Pick<PriceRecord, 'price' | 'unitsPerPurchaseUnit'>;
function compared(a: Priced, b: Priced): number {
  return compareOnSmallestUnit(a.price, a.unitsPerPurchaseUnit, b.price, b.unitsPerPurchaseUnit);
}

function isSame(record: PriceRecord, candidate: Candidate): boolean {
  return (
    record.jurisdiction === candidate.jurisdiction &&
    record.kind === candidate.kind &&
    record.price === candidate.price &&
    record.unitsPerPurchaseUnit === candidate.unitsPerPurchaseUnit &&
    record.effectiveFrom === candidate.effectiveFrom &&
    record.contract === candidate.contract
  );
}

/** Far from what the others charge, or from what is charged here: shown with the deviation, kept only with a reason. */
function outliers(
  candidate: Candidate,
  others: readonly PriceRecord[],
  { listings, outlierShare }: CheckFacts,
): RecordFinding[] {
  const against = (
    code: 'linkage.outlier' | 'linkage.listingDeviates',
    reference: Priced | null,
    count: number,
  ): RecordFinding[] => {
    if (reference === null) return [];
    const { beyond, facts } = deviationFrom(candidate, reference, outlierShare.value);
    if (!beyond || !isPositive(facts.reference)) return [];
    const percent = percentBeyond(facts.price, facts.reference);
    return [
      recordFinding('confirm', code, {
        field: 'price',
        basis: basisOf(outlierShare),
        facts: { ...facts, percent, count },
      }),
    ];
  };
  return [
    ...against('linkage.outlier', medianOf(others), others.length),
    ...against('linkage.listingDeviates', medianOf(listings), listings.length),
  ];
}

/** The same purchase unit holding another number of pieces is where prices go wrong most often. */
function conversions(
  candidate: Candidate,
  others: readonly PriceRecord[],
  { listings }: CheckFacts,
): RecordFinding[] {
  const known = [...listings, ...others].filter((each) => each.purchaseUnit === candidate.purchaseUnit);
  if (
    known.length === 0 ||
    known.some((each) => each.unitsPerPurchaseUnit === candidate.unitsPerPurchaseUnit)
  )
    return [];
  const usual = usualUnits(known.map((each) => each.unitsPerPurchaseUnit));
  return [
    recordFinding('confirm', 'linkage.conversionDiffers', {
      field: 'unitsPerPurchaseUnit',
      facts: { unit: candidate.purchaseUnit, units: candidate.unitsPerPurchaseUnit, usual },
    }),
  ];
}

function usualUnits(units: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const each of units) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 1;
}
