import type { Money, Quantity } from '../money.ts';
import type { Basis, Facts } from '../result.ts';
import type { RankKey } from './pack.ts';

export type Step = 'unit' | 'validity' | 'rank' | 'shortlist' | 'rule' | 'priceGap' | 'tier' | 'volume';

/** One line of the explanation of a bid: which rule looked at it, what came out, and the numbers. */
export interface Reason {
  readonly step: Step;
  /** Id of the rule of the pack, null where the step has only one. */
  readonly rule: string | null;
  /** 'pass' lets it go on, 'fail' stops it there, 'select' makes it a winner, 'note' only tells. */
  readonly effect: 'pass' | 'fail' | 'select' | 'note';
  /** What was found, e.g. 'price.aboveLimit'. */
  readonly code: string;
  readonly facts: Facts;
  readonly basis: Basis | null;
}

export interface UnitOutcome {
  readonly unit: string;
  readonly lot: string;
  readonly group: string | null;
  readonly products: number;
  /** Firms with a valid bid. */
  readonly eligibleFirms: number;
  readonly winners: number;
  readonly winningFirms: number;
  readonly base: Quantity;
  readonly agreed: Quantity;
  /** Given to winners out of the demand for their own products. */
  readonly own: Quantity;
  /** Demand that own volumes did not cover, before it was placed. */
  readonly leftover: Quantity;
  /** Leftover volume that its winners took, also that of other units of the lot. */
  readonly more: Quantity;
}

export interface BidOutcome {
  readonly product: string;
  readonly firm: string;
  readonly unit: string;
  readonly price: Money;
  /** What it was compared by, in yuan rounded half up to six decimals. */
  readonly comparedAt: Money;
  readonly valid: boolean;
  /** Rank by the first key alone: bids of one price share it. */
  readonly rank: number | null;
  /** Place in the total order. */
  readonly place: number | null;
  /** The key that separated it from the bid before it, when that was not the first. */
  readonly tieBrokenBy: RankKey | null;
  readonly shortlisted: boolean;
  readonly selected: boolean;
  readonly selectedBy: string | null;
  readonly finalPrice: Money | null;
  /** Share of its own demand ('0.8', '2/3'); null when the allocation has no tiers. */
  readonly tier: string | null;
  readonly own: Quantity;
  /** From leftover volume. */
  readonly more: Quantity;
  /** Who stands in when it cannot supply: the next place. */
  readonly substitute: string | null;
  readonly reasons: readonly Reason[];
}

/** Volumes by institution and product, sorted by product and institution; whole thousandths. */
export interface AllocationLines {
  /** Ids in sorted order that the columns point into. */
  readonly institutions: readonly string[];
  readonly products: readonly string[];
  readonly institution: ArrayLike<number>;
  readonly product: ArrayLike<number>;
  readonly own: ArrayLike<number>;
  readonly more: ArrayLike<number>;
}
export interface RegionOutcome {
  readonly unit: string;
  readonly region: string;
  readonly main: string;
  readonly reserve: string | null;
}
/** The products an institution may choose its leftover from; those of `reported` only if it reported them itself. */
export interface PermittedOutcome {
  readonly scope: string;
  readonly products: readonly string[];
  readonly reported: readonly string[];
}
export interface Unplaced {
  readonly scope: string;
  readonly institution: string;
  readonly quantity: Quantity;
}
export interface RefusedChoice {
  readonly institution: string;
  readonly product: string;
  readonly asked: Quantity;
  readonly given: Quantity;
  readonly code: 'choice.notPermitted' | 'choice.aboveLeftover' | 'choice.aboveCapacity';
}
/** Price that a component selected elsewhere sets in a system that was not selected. */
export interface BoundPart {
  readonly product: string;
  readonly component: string;
  readonly price: Money;
  readonly selectedIn: string;
}

export interface AwardOutcome {
  readonly format: 'daylight-award/1';
  readonly engine: string;
  readonly pack: string;
  readonly units: readonly UnitOutcome[];
  readonly bids: readonly BidOutcome[];
  readonly allocation: AllocationLines;
  readonly regions: readonly RegionOutcome[];
  readonly permitted: readonly PermittedOutcome[];
  readonly unplaced: readonly Unplaced[];
  readonly refusedChoices: readonly RefusedChoice[];
  readonly boundParts: readonly BoundPart[];
}
