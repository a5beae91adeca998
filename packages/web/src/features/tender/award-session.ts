import type { BundleHashes, Difference } from '@daylight/rules/award/bundle.ts';
import type { BidOutcome, RegionOutcome, UnitOutcome } from '@daylight/rules/award/outcome.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import type { Fault } from '@daylight/rules/award/shape.ts';
import type { Recipe } from '@daylight/rules/award/trial.ts';
import type { WorkedCase } from '@daylight/rules/award/worked-case.ts';

/** What the page asks of its worker. The bundle and the computed award stay in the worker. */
export type Job =
  | { readonly kind: 'verify'; readonly file: Blob }
  /** Makes a bundle of a pack and the bids that come with it, and verifies that. */
  | { readonly kind: 'example'; readonly pack: unknown; readonly worked: WorkedCase }
  | { readonly kind: 'try'; readonly pack: RoundPack; readonly recipe: Recipe }
  | { readonly kind: 'allocation'; readonly product: string }
  | { readonly kind: 'bundle' };

export type Stage = 'file' | 'parse' | 'make' | 'read' | 'award' | 'hash' | 'compare' | 'show';

/** Why a file cannot be verified at all. */
export type Unreadable = 'notText' | 'notJson' | 'failed';

export interface AwardView {
  readonly intact: boolean;
  readonly engine: string;
  readonly differences: readonly Difference[];
  readonly hashes: BundleHashes | null;
  readonly pack: RoundPack;
  readonly units: readonly UnitOutcome[];
  readonly bids: readonly BidOutcome[];
  readonly regions: readonly RegionOutcome[];
  readonly firmNames: ReadonlyMap<string, string>;
  readonly products: ReadonlyMap<string, { readonly name: string; readonly category: string }>;
  readonly size: {
    readonly institutions: number;
    readonly lines: number;
    readonly allocated: number;
    /** Of the bundle's text; null where it was not read from one. */
    readonly bytes: number | null;
  };
  /** Milliseconds from the start of the job until the verdict. */
  readonly took: number;
}
export interface AllocationLine {
  readonly institution: string;
  readonly region: string;
  /** Thousandths. */
  readonly own: number;
  readonly more: number;
}

export type Answer =
  | { readonly kind: 'view'; readonly view: AwardView }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }
  | { readonly kind: 'unreadable'; readonly why: Unreadable }
  | { readonly kind: 'allocation'; readonly lines: readonly AllocationLine[] }
  | { readonly kind: 'bundle'; readonly bundle: Blob };

export type ToWorker = { readonly id: number; readonly job: Job };
export type FromWorker =
  | { readonly id: number; readonly stage: Stage; readonly percent: number | null }
  | { readonly id: number; readonly answer: Answer };
