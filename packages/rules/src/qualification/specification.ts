import { sameCertificate } from '../codes/certificate.ts';
import { type Money, compareOnSmallestUnit, isPositive } from '../money.ts';
import { type Result, ok, refuse } from '../result.ts';
import { qualificationBasis } from './basis.ts';

/** A listed product that a missing specification is added to. */
export interface ListedBeside {
  readonly itemCode: string;
  readonly certificate: string;
  readonly manufacturerId: string;
  readonly state: string;
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  readonly smallestUnit: string;
}

export interface AddedWish {
  readonly itemCode: string;
  /** Of the code to be added, by the catalogue. */
  readonly certificate: string;
  readonly manufacturerId: string;
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  readonly smallestUnit: string;
}

export type AddedRefusal =
  | 'qualification.listingNotYours'
  | 'qualification.listingNotListed'
  | 'qualification.otherCertificate'
  | 'qualification.nearerReference'
  | 'qualification.otherSmallestUnit'
  | 'qualification.priceNotPositive'
  | 'qualification.aboveListingPrice';

/**
 * Whether a missing specification may be added under the certificate of a listed product, at no more than its listing
 * price on the smallest unit (JS-37). `siblings` are codes already listed under the certificate: where one has the same
 * 20-digit code, it is the one to compare with.
 */
export function addSpecification(
  listing: ListedBeside,
  wish: AddedWish,
  siblings: readonly string[],
): Result<null, AddedRefusal> {
  const basis = qualificationBasis.addedSpecification;
  if (listing.manufacturerId !== wish.manufacturerId)
    return refuse('qualification.listingNotYours', { basis, field: 'listingId' });
  if (listing.state !== 'listed')
    return refuse('qualification.listingNotListed', { basis, field: 'listingId' });
  if (!sameCertificate(listing.certificate, wish.certificate))
    return refuse('qualification.otherCertificate', {
      basis,
      field: 'itemCode',
      facts: { certificate: listing.certificate, other: wish.certificate },
    });
  const product = (code: string): string => code.slice(0, 20);
  const nearer = siblings.find((code) => product(code) === product(wish.itemCode));
  if (nearer !== undefined && product(listing.itemCode) !== product(wish.itemCode))
    return refuse('qualification.nearerReference', { basis, field: 'listingId', facts: { code: nearer } });
  if (listing.smallestUnit !== wish.smallestUnit)
    return refuse('qualification.otherSmallestUnit', {
      basis,
      field: 'smallestUnit',
      facts: { unit: listing.smallestUnit },
    });
  if (!isPositive(wish.price)) return refuse('qualification.priceNotPositive', { field: 'price' });
  const above = compareOnSmallestUnit(
    wish.price,
    wish.unitsPerPurchaseUnit,
    listing.price,
    listing.unitsPerPurchaseUnit,
  );
  if (above > 0)
    return refuse('qualification.aboveListingPrice', {
      basis,
      field: 'price',
      facts: { price: listing.price, units: listing.unitsPerPurchaseUnit },
    });
  return ok(null);
}
