import { type UnitPrice, priceFor } from '../bargain/price-for.ts';
import { type Buyer, type Offered, type Visibility, mayBuy } from '../listing/visibility.ts';
import type { Money } from '../money.ts';
import { type PolicyBook, resolve } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { orderBasis } from './basis.ts';

/** What an institution can order: a listing with the code, the agreed price and the distributor that hold for it now. */
export interface Offer extends Offered {
  readonly listingId: string;
  readonly number: string;
  /** The national code in force: after a transcode the new one. */
  readonly itemCode: string;
  readonly codeRelease: string;
  readonly codeInForce: boolean;
  readonly certificate: string;
  readonly certificateDoubtful: boolean;
  readonly state: 'listed' | 'suspended' | 'withdrawn';
  readonly stateBasis: Basis | null;
  readonly manufacturerId: string;
  readonly manufacturer: string;
  readonly productName: string;
  readonly specification: string;
  readonly purchaseUnit: string;
  readonly unitsPerPurchaseUnit: number;
  readonly price: Money;
  readonly agreed: { readonly price: Money; readonly bargainId: string } | null;
  readonly distributorId: string | null;
  readonly distributor: string | null;
  /** A case that suspends the distributor's deliveries (HN-12, JS-38); left out where none does. */
  readonly distributorHeld?: { readonly case: string; readonly basis: Basis } | null;
}

export interface OrderRules {
  readonly buyer: Buyer;
  readonly visibility: Visibility;
  readonly book: PolicyBook;
  /** GB/T 2260 of the institution. */
  readonly jurisdiction: string;
  readonly on: IsoDate;
}

export interface OrderPrice {
  readonly price: Money;
  readonly kind: 'listed' | 'agreed';
  readonly bargainId: string | null;
}

/** The price that applies: the agreed one where it is lower than the listing price of today (JS-11). */
export function orderPrice(offer: Offer): OrderPrice {
  const unit = offer.unitsPerPurchaseUnit;
  const agreed: UnitPrice | null =
    offer.agreed === null ? null : { price: offer.agreed.price, unitsPerPurchaseUnit: unit };
  const { price, kind } = priceFor({ price: offer.price, unitsPerPurchaseUnit: unit }, agreed);
  return { price, kind, bargainId: kind === 'agreed' ? (offer.agreed?.bargainId ?? null) : null };
}

export type OfferRefusal =
  | 'order.listedElsewhere'
  | 'order.filedByAnother'
  | 'order.listingSuspended'
  | 'order.listingWithdrawn'
  | 'order.codeNotInForce'
  | 'order.certificateMissing'
  | 'order.noDistributor'
  | 'order.distributorRestricted';

/** Whether an institution may order from an offer today; cheapest checks first. */
export function mayOrder(offer: Offer, rules: OrderRules): Result<true, OfferRefusal> {
  const facts = { number: offer.number, product: offer.productName };
  if (offer.state === 'suspended')
    return refuse('order.listingSuspended', { basis: offer.stateBasis ?? orderBasis.onPlatform, facts });
  if (offer.state === 'withdrawn')
    return refuse('order.listingWithdrawn', { basis: offer.stateBasis ?? orderBasis.onPlatform, facts });
  const visible = mayBuy(offer, rules.buyer, rules.visibility);
  if (!visible.may) {
    // JS-18: what was filed is for who filed it; JS-5: what a city manages is for that city.
    return offer.form === 'filing'
      ? refuse('order.filedByAnother', { basis: orderBasis.filedByItself, facts })
      : refuse('order.listedElsewhere', {
          basis: visible.basis,
          facts: { ...facts, place: offer.jurisdiction },
        });
  }
  const code = offer.codeInForce
    ? null
    : resolve(rules.book, 'catalogue.requireCode', rules.jurisdiction, rules.on);
  if (code?.value === true)
    return refuse('order.codeNotInForce', {
      basis: basisOf(code),
      facts: { ...facts, code: offer.itemCode },
    });
  const isCertain = offer.certificate !== '' && !offer.certificateDoubtful;
  const certificate = isCertain
    ? null
    : resolve(rules.book, 'catalogue.requireCertificate', rules.jurisdiction, rules.on);
  if (certificate?.value === true) {
    return refuse('order.certificateMissing', {
      basis: basisOf(certificate),
      facts: { ...facts, certificate: offer.certificate },
    });
  }
  if (offer.distributorId === null) {
    return refuse('order.noDistributor', {
      basis: orderBasis.chosenDistributor,
      facts: { ...facts, manufacturer: offer.manufacturer },
    });
  }
  const held = offer.distributorHeld ?? null;
  if (held !== null)
    return refuse('order.distributorRestricted', {
      basis: held.basis,
      facts: { ...facts, distributor: offer.distributor ?? '', case: held.case },
    });
  return ok(true);
}
