import { type Money, type Quantity, amountOf, quantity, subtract } from '../money.ts';
import type { FollowedProduct, Pair } from './follow.ts';

/** A national code of a selected product, with its pack as the source has it. */
export interface LandedCode {
  readonly itemCode: string;
  readonly purchaseUnit: string;
  readonly unitsPerPurchaseUnit: number;
}
/** A product that a round elsewhere selected, by its national codes (SX-4.1). */
export interface LandedProduct extends FollowedProduct {
  /** The unit of its item. */
  readonly unit: string;
  readonly codes: readonly LandedCode[];
}

/** A listing of this province of one of those codes. */
export interface OwnListing {
  readonly id: string;
  readonly itemCode: string;
  /** Yuan per purchase unit. */
  readonly price: Money;
  readonly purchaseUnit: string;
  readonly smallestUnit: string;
  readonly unitsPerPurchaseUnit: number;
  /** Purchase units bought in the year before. */
  readonly bought: Quantity;
}
export interface MetListing<L extends OwnListing = OwnListing> {
  readonly listing: L;
  /** What the selected price is per purchase unit of the listing. */
  readonly target: Money;
  /** What the year's purchases would have cost less, in whole fen; negative where the selected price is dearer. */
  readonly effect: Money;
}
export interface LandedLine<L extends OwnListing = OwnListing> {
  readonly product: LandedProduct;
  readonly listings: readonly MetListing<L>[];
}

/** How many units of an item a purchase unit holds; an item that is counted in purchase units is not divided. */
export function itemUnitsOf(
  listing: Pick<OwnListing, 'purchaseUnit' | 'smallestUnit' | 'unitsPerPurchaseUnit'>,
  itemUnit: string,
): number {
  const counted = itemUnit === listing.purchaseUnit && itemUnit !== listing.smallestUnit;
  return counted ? 1 : listing.unitsPerPurchaseUnit;
}

/** What a price per unit of the item is per purchase unit of a listing, and what it would have saved. */
export function effectOf(
  listing: OwnListing,
  { price, unit }: Pick<LandedProduct, 'price' | 'unit'>,
): { readonly target: Money; readonly effect: Money } {
  // In whole fen, as the selected product is listed.
  const target = amountOf(price, quantity(itemUnitsOf(listing, unit)));
  const effect = subtract(amountOf(listing.price, listing.bought), amountOf(target, listing.bought));
  return { target, effect };
}

/** What a result means here: each selected product with the listings of the province that have one of its codes. */
export function landedLines<L extends OwnListing>(
  products: readonly LandedProduct[],
  listings: readonly L[],
): LandedLine<L>[] {
  const byCode = Map.groupBy(listings, ({ itemCode }) => itemCode);
  return products.map((product) => ({
    product,
    listings: product.codes
      .flatMap(({ itemCode }) => byCode.get(itemCode) ?? [])
      .map((listing) => ({ listing, ...effectOf(listing, product) })),
  }));
}

/** Pairs by national code: our product of the round and theirs are the same where they share one; the first in order wins. */
export function pairsByCode(
  ours: readonly { readonly id: string; readonly itemCodes: readonly string[] }[],
  theirs: readonly Pick<LandedProduct, 'product' | 'codes'>[],
): Pair[] {
  const owner = new Map<string, string>();
  for (const { product, codes } of theirs)
    for (const { itemCode } of codes) if (!owner.has(itemCode)) owner.set(itemCode, product);
  return ours.flatMap(({ id, itemCodes }) => {
    const found = itemCodes.map((code) => owner.get(code)).find((product) => product !== undefined);
    return found === undefined ? [] : [{ productId: id, theirs: found }];
  });
}
