import type { Money } from '../money.ts';
import type { Wording } from '../policy/provision.ts';
import type { Basis } from '../result.ts';

/** '1.8', '0.85' or '2/3'; read with ratioOf of money.ts. */
export type RatioText = string;

/** How many of something, both ends included; null is open. */
export interface Span {
  readonly min: number | null;
  readonly max: number | null;
}

/** Where a value of the pack comes from: every number of a pack stands under one of these paths. */
export interface SourceMark {
  /** 'rules.0.when' covers everything below it. */
  readonly path: string;
  /** 'default': no published document sets the value; it is this product's own. */
  readonly mark: 'published' | 'unverified' | 'default';
  readonly note: Wording;
}

/** What is tendered (品种): a price compares inside its lot, the cap is its own. */
export interface Category {
  readonly id: string;
  readonly name: Wording;
  /** 最高有效申报价, null where the round has none. */
  readonly cap: Money | null;
  /** Named fixed lines, e.g. 'designated' (指定价格线). */
  readonly lines: Readonly<Record<string, Money>>;
}

/** SX-3.1b: base volume and agreed ratio. */
export interface VolumeRule {
  readonly base: 'reported' | 'lastYear' | 'smaller' | 'larger' | 'mean';
  /** The first that fits a product's category and its unit's number of winning firms. */
  readonly ratios: readonly RatioRule[];
  readonly rounding: VolumeRounding;
}
export interface RatioRule {
  readonly categories: readonly string[] | null;
  readonly winners: Span | null;
  readonly ratio: RatioText;
}
/**
 * 'down', 'up', 'halfUp': each line of institution and product by itself. 'largestRemainder': the sum of a
 * competition unit (of each ratio in it) is rounded half up, and the steps left over go to the lines that lost most.
 * Tiers are rounded line by line, with 'largestRemainder' half up.
 */
export interface VolumeRounding {
  readonly method: 'down' | 'up' | 'halfUp' | 'largestRemainder';
  /** The smallest volume: '1', '0.1', '0.01' or '0.001'. */
  readonly step: '1' | '0.1' | '0.01' | '0.001';
}

/** SX-3.2a: how categories become lots, and lots competition units (竞价单元). */
export interface UnitRule {
  /** Categories whose volumes are merged; a category in none is a lot of its own. */
  readonly merge: readonly {
    readonly lot: string;
    readonly name: Wording;
    readonly categories: readonly string[];
  }[];
  readonly split: Split | null;
  readonly systems: SystemRule | null;
}
/** A, B, C by cumulative share of the lot's demand, from the largest. */
export interface Split {
  readonly by: 'firm' | 'product';
  /** Lots that are split, null for all. */
  readonly lots: readonly string[] | null;
  /** With at most so many firms everybody is in the first group. */
  readonly wholeWhenFirmsAtMost: number | null;
  /** A firm or product is in the first group all of whose conditions it meets. */
  readonly groups: readonly SplitGroup[];
}
export interface SplitGroup {
  readonly group: string;
  /** Cumulative share of demand up to which it reaches, null for no such condition. */
  readonly shareTo: RatioText | null;
  /** Whether the one in whom the share is crossed still belongs to it. */
  readonly crossing: 'in' | 'out';
  readonly suppliesAllRegions: boolean;
}
/** Items that are used together count as one. */
export interface SystemRule {
  readonly requiredParts: readonly string[];
  readonly onePricePerComponent: boolean;
  /** A component of a selected system binds its price in the firm's systems that were not selected. */
  readonly bindsUnselected: boolean;
}

/** What two bids are compared by: (price − amounts of the product's features) ÷ its comparison units if `perUnit`. */
export interface Comparison {
  readonly perUnit: boolean;
  readonly features: readonly { readonly feature: string; readonly amount: Money }[];
}

export interface BidSet {
  readonly over: 'valid' | 'shortlisted' | 'selected';
  readonly within: 'unit' | 'lot';
  /** Only bids of these groups, null for all. */
  readonly groups: readonly string[] | null;
  /** Only bids selected by these rules (with over 'selected'), null for all. */
  readonly rules: readonly string[] | null;
}

/** A price that others are measured by. */
export type Anchor =
  | ({ readonly of: 'lowest' | 'highest' | 'average' } & BidSet)
  | { readonly of: 'largest' | 'smallest'; readonly among: readonly ScaledAnchor[] }
  | { readonly of: 'cap' }
  | { readonly of: 'line'; readonly name: string }
  /** A price of the product itself by name: 'ownLowest', 'reference' …; what happens when it has none. */
  | { readonly of: 'own'; readonly name: string; readonly missing: 'pass' | 'fail' }
  | { readonly of: 'amount'; readonly yuan: Money };
export interface ScaledAnchor {
  readonly anchor: Anchor;
  readonly factor: RatioText;
}

export type Condition =
  | { readonly kind: 'any' | 'all'; readonly of: readonly Condition[] }
  /** price ≤ factor × anchor, or < when not inclusive. A cut of 50 % against a reference is a factor of 0.5. */
  | {
      readonly kind: 'price';
      readonly upTo: Anchor;
      readonly factor: RatioText;
      readonly inclusive: boolean;
    }
  /** Not the dearest valid bid of its unit, unless all cost the same or only one firm bids. */
  | { readonly kind: 'notHighest' }
  | { readonly kind: 'place'; readonly atMost: number }
  | { readonly kind: 'always' };

export interface ValidityRule {
  readonly id: string;
  readonly name: Wording;
  readonly basis: Basis | null;
  readonly check: Condition | { readonly kind: 'requiredParts' } | { readonly kind: 'onePricePerComponent' };
}

/** In the order named. 'lot' (a drawn number) and 'product' (the identifier) never tie and end the list. */
export type RankKey =
  | 'price'
  | 'priceToCap'
  | 'demand'
  | 'firmDemand'
  | 'capacity'
  | 'time'
  | 'lot'
  | 'product';

export type ShortlistSize =
  | { readonly kind: 'top'; readonly count: number }
  /** The row with the largest `firms` not above the number of eligible firms. */
  | { readonly kind: 'table'; readonly rows: readonly { readonly firms: number; readonly count: number }[] }
  | {
      readonly kind: 'eliminate';
      readonly rate: RatioText;
      readonly rounding: 'down' | 'up' | 'halfUp';
      readonly atLeast: number;
    };
export interface Shortlist {
  /** Units of these groups, null for all; the first that fits is used. */
  readonly groups: readonly string[] | null;
  readonly counts: 'product' | 'firm';
  readonly size: ShortlistSize;
  readonly perFirmMax: number | null;
  /** Firms of one controller (同一控制人) count as one. */
  readonly relatedAsOne: boolean;
}

/** One rule of selection. They run in order over all units, so that a later one sees the winners of the earlier. */
export interface WinRule {
  readonly id: string;
  readonly name: Wording;
  readonly basis: Basis | null;
  readonly among: 'shortlisted' | 'valid';
  readonly groups: readonly string[] | null;
  readonly categories: readonly string[] | null;
  /** Number of eligible firms of the unit. */
  readonly firms: Span | null;
  /** Number of winning bids of the unit before this rule. */
  readonly winners: Span | null;
  /**
   * 'bid': the price as bid. 'accept': a bidder who accepted this rule is taken down to its limit (in fen, rounded
   * down). 'rebid': a new price given under this rule, not above the old one.
   */
  readonly offer: 'bid' | 'accept' | 'rebid';
  readonly when: Condition;
  /** Winners of the unit after this rule, null without end. */
  readonly winnersMax: ShortlistSize | null;
  readonly perFirmMax: number | null;
}

export type TierShare =
  | { readonly kind: 'flat'; readonly share: RatioText }
  /** From the first to the last in even steps; `single` is for one winner, where there is no step. */
  | {
      readonly kind: 'linear';
      readonly first: RatioText;
      readonly last: RatioText;
      readonly single: RatioText | null;
    }
  /** By place; `rest` for places after the table. */
  | { readonly kind: 'table'; readonly shares: readonly RatioText[]; readonly rest: RatioText | null };
/** What share of the demand for its own product a winner gets; the first tier that fits. */
export interface Tier {
  readonly rules: readonly string[] | null;
  readonly groups: readonly string[] | null;
  /** Number of eligible firms of the unit. */
  readonly firms: Span | null;
  /** Number of winners counted as `counts` says. */
  readonly winners: Span | null;
  /** Place and number among the winners of the unit, or only those of the tier's rules. */
  readonly counts: 'unit' | 'rules';
  readonly share: TierShare;
}
export type LadderShares =
  /** first of all, then `then` of what remains, the last takes the rest. */
  | { readonly kind: 'ladder'; readonly first: RatioText; readonly then: RatioText }
  | { readonly kind: 'shares'; readonly shares: readonly RatioText[] };

export type Allocation =
  | {
      readonly kind: 'ownDemand';
      readonly tiers: readonly Tier[];
      /** Grade of past performance → factor on the tier, never above the whole demand. */
      readonly performance: readonly { readonly grade: string; readonly factor: RatioText }[];
    }
  /** The volume of the unit is one pool that winners share by place. */
  | {
      readonly kind: 'pool';
      readonly ladders: readonly { readonly winners: Span; readonly shares: LadderShares }[];
    }
  /** Winners choose regions in rank order, `perTurn` at a time, until none is left; each region has a reserve. */
  | { readonly kind: 'regions'; readonly perTurn: number; readonly reserve: boolean };

export type PermittedSet =
  | { readonly kind: 'winners'; readonly rules: readonly string[] | null }
  /** The cheapest share of the selected products, rounded up. */
  | { readonly kind: 'lowest'; readonly share: RatioText }
  /** Products the institution itself reported, selected by these rules, at most factor × cap. */
  | {
      readonly kind: 'reported';
      readonly categories: readonly string[] | null;
      readonly rules: readonly string[] | null;
      readonly capFactor: RatioText | null;
    };
export interface LeftoverRule {
  readonly within: 'unit' | 'lot';
  /** Shares of the demand for products that were not selected that go to a place first. */
  readonly unselectedTo: readonly { readonly place: number; readonly share: RatioText }[];
  /** What an institution may choose from: any of these. */
  readonly permitted: readonly PermittedSet[];
  /** Where it goes when the institution does not choose: cheapest first, or as its own demand for permitted products. */
  readonly fallback: 'rank' | 'ownDemand';
}

/** A round as data: how demand and bids become an award. */
export interface RoundPack {
  readonly format: 'daylight-round/1';
  readonly id: string;
  readonly title: Wording;
  readonly categories: readonly Category[];
  readonly volume: VolumeRule;
  readonly units: UnitRule;
  readonly comparison: Comparison;
  readonly validity: readonly ValidityRule[];
  readonly ranking: readonly RankKey[];
  readonly shortlists: readonly Shortlist[];
  readonly rules: readonly WinRule[];
  /** Every winner by whatever rule also meets this: 同组最高差价. */
  readonly priceGap: Condition | null;
  readonly allocation: Allocation;
  readonly leftover: LeftoverRule;
  readonly sources: readonly SourceMark[];
}
