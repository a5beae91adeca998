import { type Money, compareOnSmallestUnit } from '../money.ts';

/** A price per purchase unit together with how many smallest units that unit holds. */
export interface UnitPrice {
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
}

/** Negative, zero or positive as a is cheaper, as dear, or dearer than b, on the smallest unit. */
export function compareUnitPrices(a: UnitPrice, b: UnitPrice): number {
  return compareOnSmallestUnit(a.price, a.unitsPerPurchaseUnit, b.price, b.unitsPerPurchaseUnit);
}

export interface PriceFor extends UnitPrice {
  readonly kind: 'listed' | 'agreed';
}

/**
 * The price an institution orders at (JS-11): what it agreed on, unless the listing price fell to that price or below;
 * then the listing price, which nobody pays more than.
 */
export function priceFor(listing: UnitPrice, agreed: UnitPrice | null): PriceFor {
  const isLower = agreed !== null && compareUnitPrices(agreed, listing) < 0;
  return isLower ? { ...agreed, kind: 'agreed' } : { ...listing, kind: 'listed' };
}
