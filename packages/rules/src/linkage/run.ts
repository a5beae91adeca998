import {
  type Money,
  type Quantity,
  amountOf,
  compare,
  isPositive,
  smallest,
  subtract,
  zero,
} from '../money.ts';
import type { LowestRule } from '../policy/shapes.ts';
import type { LowestPrice } from './lowest.ts';
import { type PricedListing, targetOf } from './duty.ts';
import type { RatioFinding } from './ratio.ts';

export interface RunListing extends Pick<PricedListing, 'price' | 'unitsPerPurchaseUnit'> {
  readonly listingId: string;
  /** Purchase units bought in the year before. */
  readonly bought: Quantity;
}

/** What the yearly linkage does to one listing (JS-13b). */
export interface RunLine {
  readonly listingId: string;
  readonly priceFrom: Money;
  /** Null where there is only a warning. Always below `priceFrom`. */
  readonly priceTo: Money | null;
  /** What the year's purchases would have cost less, in whole fen. */
  readonly effect: Money;
  readonly lowest: LowestPrice | null;
  readonly warnings: readonly RatioFinding[];
}

/**
 * The line of a listing, or null where the run has nothing to say about it. The price goes to the lowest of the country and
 * to the limits of the price ratios, whichever is lower; it never rises (law of JS-13b).
 */
export function lineOf(
  listing: RunListing,
  lowest: LowestPrice | null,
  ratios: readonly RatioFinding[],
  rule: Pick<LowestRule, 'rounding'>,
): RunLine | null {
  const target = lowest === null ? null : targetOf(listing, lowest, rule);
  const limits = ratios
    .filter((each) => each.action === 'limit' && isPositive(each.limit))
    .map((each) => each.limit);
  const candidates = [...(target === null ? [] : [target]), ...limits].filter(
    (each) => compare(each, listing.price) < 0,
  );
  const [first, ...rest] = candidates;
  const priceTo = first === undefined ? null : smallest(first, ...rest);
  if (priceTo === null && ratios.length === 0) return null;
  return {
    listingId: listing.listingId,
    priceFrom: listing.price,
    priceTo,
    effect:
      priceTo === null
        ? zero
        : subtract(amountOf(listing.price, listing.bought), amountOf(priceTo, listing.bought)),
    lowest: target === null ? null : lowest,
    warnings: ratios,
  };
}
