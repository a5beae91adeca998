import { type Money, compareOnSmallestUnit } from '../money.ts';
import type { IsoDate } from '../time.ts';

export const recordKinds = ['provincialListing', 'cityListing', 'filing', 'selected'] as const;
/** What kind of price a record is: a listing of a province or a city, a filing purchase, or a price selected in a round. */
export type RecordKind = (typeof recordKinds)[number];

export const recordStates = ['entered', 'verified', 'rejected'] as const;
/** Only 'verified' counts for decisions; 'entered' is shown. */
export type RecordState = (typeof recordStates)[number];

export const recordSources = ['entry', 'import', 'feed', 'declaration', 'application', 'ownListing'] as const;
/** How it came: typed, by workbook, read from another platform, declared by the firm, with an application, or listed here. */
export type RecordSource = (typeof recordSources)[number];

/** What one place charged for one item from a day on (HN-3b). Never zero: no price is no record. */
export interface PriceRecord {
  readonly id: string;
  readonly itemCode: string;
  /** GB/T 2260 of the province or city whose price it is. */
  readonly jurisdiction: string;
  readonly kind: RecordKind;
  /** Yuan per purchase unit. */
  readonly price: Money;
  readonly purchaseUnit: string;
  readonly unitsPerPurchaseUnit: number;
  readonly effectiveFrom: IsoDate;
  /** Last day in force, null while open. */
  readonly effectiveTo: IsoDate | null;
  readonly state: RecordState;
  readonly source: RecordSource;
  /** The contract or round of a selected price, null for every other kind. */
  readonly contract: string | null;
  /** The number or title of the document that shows it. */
  readonly document: string;
}

/** '330000' of '330200'. */
export function provinceOf(jurisdiction: string): string {
  return `${jurisdiction.slice(0, 2)}0000`;
}

export function isInForce(record: Pick<PriceRecord, 'effectiveFrom' | 'effectiveTo'>, on: IsoDate): boolean {
  return record.effectiveFrom <= on && (record.effectiveTo === null || on <= record.effectiveTo);
}

/** The lower price on the smallest unit first; equal ones in an order that does not depend on how they came. */
export function byPrice(a: PriceRecord, b: PriceRecord): number {
  return (
    compareOnSmallestUnit(a.price, a.unitsPerPurchaseUnit, b.price, b.unitsPerPurchaseUnit) ||
    (a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : 0) ||
    (a.jurisdiction < b.jurisdiction ? -1 : a.jurisdiction > b.jurisdiction ? 1 : 0) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}
