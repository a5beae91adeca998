import {
  type Money,
  type Quantity,
  add,
  amountOf,
  compareOnSmallestUnit,
  isPositive,
  portion,
  subtract,
  zero,
} from '../money.ts';
import type { IsoDate } from '../time.ts';

/** A lowest price of the country for an item: yuan per `units` smallest units; null where no record counts. */
export interface FoundLowest {
  readonly price: Money | null;
  readonly unitsPerPurchaseUnit: number;
}
export interface LinkedListing {
  readonly listingId: string;
  readonly number: string;
  readonly product: string;
  readonly manufacturer: string;
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  /** Purchase units bought in the time tried. */
  readonly quantity: Quantity;
  readonly institutions: number;
  readonly now: FoundLowest;
  readonly draft: FoundLowest;
}
export interface LinkageTrialRow extends Pick<
  LinkedListing,
  'listingId' | 'number' | 'product' | 'manufacturer' | 'price' | 'institutions'
> {
  /** The listing price after linkage by either rule; the listing price where nothing lower counts. */
  readonly priceNow: Money;
  readonly priceDraft: Money;
  /** Less paid for the window's quantity, by either rule. */
  readonly savedNow: Money;
  readonly savedDraft: Money;
}
export interface LinkageTrialReport {
  readonly listings: number;
  readonly loweredNow: number;
  readonly lowered: number;
  readonly savedNow: Money;
  readonly saved: Money;
  readonly asOf: IsoDate;
  readonly rows: readonly LinkageTrialRow[];
}

/** A listing price never rises through linkage, and no record is no price (JS-13b). */
export function linkedPrice(
  listing: Pick<LinkedListing, 'price' | 'unitsPerPurchaseUnit'>,
  lowest: FoundLowest,
): Money {
  const { price, unitsPerPurchaseUnit: units } = listing;
  if (lowest.price === null) return price;
  if (compareOnSmallestUnit(lowest.price, lowest.unitsPerPurchaseUnit, price, units) >= 0) return price;
  const share = { over: BigInt(units), under: BigInt(lowest.unitsPerPurchaseUnit) };
  const linked = portion(lowest.price, share, 'downToMicro');
  return isPositive(linked) ? linked : price;
}

/** What another rule of the lowest price would have lowered, and what would have been saved in the time tried. */
export function linkageTrial(listings: readonly LinkedListing[], asOf: IsoDate): LinkageTrialReport {
  const rows = listings.map((listing): LinkageTrialRow => {
    const { listingId, number, product, manufacturer, price, institutions, quantity } = listing;
    const priceNow = linkedPrice(listing, listing.now);
    const priceDraft = linkedPrice(listing, listing.draft);
    const bought = amountOf(price, quantity);
    return {
      listingId,
      number,
      product,
      manufacturer,
      price,
      institutions,
      priceNow,
      priceDraft,
      savedNow: subtract(bought, amountOf(priceNow, quantity)),
      savedDraft: subtract(bought, amountOf(priceDraft, quantity)),
    };
  });
  return {
    listings: rows.length,
    loweredNow: rows.filter((row) => row.priceNow !== row.price).length,
    lowered: rows.filter((row) => row.priceDraft !== row.price).length,
    savedNow: rows.reduce<Money>((sum, row) => add(sum, row.savedNow), zero),
    saved: rows.reduce<Money>((sum, row) => add(sum, row.savedDraft), zero),
    asOf,
    rows: rows.filter((row) => row.priceNow !== row.priceDraft),
  };
}
