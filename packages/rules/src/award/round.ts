import type { Money, Quantity } from '../money.ts';
import type { Instant } from '../time.ts';
import type { RoundPack } from './pack.ts';

export interface Firm {
  readonly id: string;
  readonly name: string;
  /** Who controls it (同一控制人); null when it stands alone. */
  readonly controller: string | null;
  readonly suppliesAllRegions: boolean;
}
export interface Part {
  readonly component: string;
  /** 'stem', 'cup' …: what the rule asks for. */
  readonly role: string;
  readonly count: number;
}
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly firm: string;
  readonly category: string;
  /** How many comparison units it holds (差比价), 1 for most. */
  readonly comparisonUnits: number;
  readonly features: readonly string[];
  /** Named prices of its own: 'ownLowest', 'reference' …. */
  readonly prices: Readonly<Record<string, Money>>;
  /** What the firm can deliver in the term, null without bound. */
  readonly capacity: Quantity | null;
  readonly grade: string | null;
  /** Parts of a system; empty for a single item. */
  readonly parts: readonly Part[];
}
export interface Institution {
  readonly id: string;
  readonly region: string;
}
/** Prices of the parts of a system bid. */
export interface PartPrice {
  readonly component: string;
  readonly price: Money;
}
export interface Bid {
  readonly product: string;
  readonly price: Money;
  readonly at: Instant;
  /** A drawn number that breaks a last tie, null where none was drawn. */
  readonly lot: number | null;
  readonly parts: readonly PartPrice[];
  /** Rules of revival whose limit the bidder accepts. */
  readonly accepts: readonly string[];
  /** New prices by rule. */
  readonly rebids: Readonly<Record<string, Money>>;
  /** Regions in the order the firm wants them. */
  readonly regions: readonly string[];
}

/**
 * Reports as columns, one entry per line: places in the round's `institutions` and `products`, volumes in whole
 * thousandths of a unit. Columns, because a national round has 1.2 million lines.
 */
export interface DemandLines {
  readonly institution: ArrayLike<number>;
  readonly product: ArrayLike<number>;
  readonly reported: ArrayLike<number>;
  /** Last year's use; needed only where the base asks for it. */
  readonly lastYear: ArrayLike<number> | null;
}
/** What an institution chose for its leftover volume. */
export interface Choice {
  readonly institution: string;
  readonly product: string;
  readonly quantity: Quantity;
}

/** Everything an award follows from. */
export interface Round {
  readonly pack: RoundPack;
  readonly regions: readonly string[];
  readonly firms: readonly Firm[];
  readonly products: readonly Product[];
  readonly institutions: readonly Institution[];
  readonly demand: DemandLines;
  readonly bids: readonly Bid[];
  readonly choices: readonly Choice[];
}
