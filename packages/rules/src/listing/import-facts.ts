import type { Money } from '../money.ts';
import type { ConsumableClass, ManagingLevel } from '../policy/shapes.ts';
import type { IsoDate } from '../time.ts';
import type { Priced } from './deviation.ts';
import type { ListingForm } from './visibility.ts';

/** What the code database says about a 27-digit code. */
export interface ItemFacts {
  readonly productCode: string;
  readonly productName: string;
  readonly manufacturer: string;
  readonly registrant: string;
  readonly certificate: string;
  readonly certificateFlag: string | null;
  readonly state: 'active' | 'disabled' | 'transcoded';
  readonly replacedBy: string | null;
  readonly releaseId: string;
}

/** The listing that a jurisdiction has for a code already (not a withdrawn one). */
export interface Existing extends Priced {
  readonly id: string;
  readonly version: number;
  readonly itemCode: string;
  readonly purchaseUnit: string;
  readonly smallestUnit: string;
  readonly form: ListingForm;
  readonly class: ConsumableClass;
  readonly manufacturerId: string;
  readonly state: 'listed' | 'suspended' | 'withdrawn';
}

export interface Sibling extends Priced {
  readonly itemCode: string;
}

/** Everything a workbook is checked against, by what its rows write. */
export interface ImportFacts {
  readonly items: ReadonlyMap<string, ItemFacts>;
  readonly existing: ReadonlyMap<string, Existing>;
  /** Listings of the same 20-digit product in the province. */
  readonly siblings: ReadonlyMap<string, readonly Sibling[]>;
  /** Manufacturer ids by name and by credit code. */
  readonly manufacturers: ReadonlyMap<string, readonly string[]>;
  /** Institution ids by name and by institution code. */
  readonly institutions: ReadonlyMap<string, readonly string[]>;
  /** Jurisdiction codes by code and by name. */
  readonly areas: ReadonlyMap<string, string>;
}

/** A row that can become, change or join a listing. */
export interface Entry extends Priced {
  readonly itemCode: string;
  readonly productCode: string;
  readonly codeRelease: string;
  readonly price: Money;
  readonly purchaseUnit: string;
  readonly smallestUnit: string;
  readonly form: ListingForm;
  readonly class: ConsumableClass;
  readonly managedBy: ManagingLevel;
  readonly manufacturerId: string;
  readonly listedOn: IsoDate;
  readonly termUntil: IsoDate | null;
  readonly audienceInstitutions: readonly string[];
  readonly audienceAreas: readonly string[];
  /** The former platform it came from, '' where it says none. */
  readonly origin: string;
  readonly explanation: string;
  readonly existing: Existing | null;
}

/** 'reprice' changes price or units, 'merged' only adds where it came from, 'same' changes nothing. */
export type Verdict = 'new' | 'reprice' | 'same' | 'merged' | 'bad';
