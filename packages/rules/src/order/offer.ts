import { type UnitPrice, priceFor } from '../bargain/price-for.ts';
import type { Money } from '../money.ts';
import { type PolicyBook, resolve } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import { type Result, never, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { orderBasis } from './basis.ts';

/** What an institution can order: a listing with the code, the agreed price and the distributor that hold for it now. */
export interface Offer {
  readonly listingId: string;
  readonly number: string;
  /** The national code in force: after a transcode the new one. */
  readonly itemCode: string;
  readonly codeRelease: string;
  readonly codeInForce: boolean;
  readonly certificate: string;
  readonly certificateDoubtful: boolean;
  readonly state: 'listed' | 'suspended' | 'withdrawn';
  readonly jurisdiction: string;
  readonly managedBy: 'province' | 'city';
  readonly form: 'sunshine' | 'filing' | 'alliance';
  /** The institution whose filing purchase made the listing, null for other forms. */
  readonly initiatorId: string | null;
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
}

export interface Buyer {
  readonly institutionId: string;
  /** GB/T 2260 of the institution. */
  readonly jurisdiction: string;
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

function sameCity(a: string, b: string): boolean {
  return a.slice(0, 4) === b.slice(0, 4);
}

/** Who may buy what is listed here (JS-5, JS-18): the province, the managing city, or the institution that filed it. */
export function isVisible(
  offer: Offer,
  buyer: Buyer,
  book: PolicyBook,
  on: IsoDate,
): Result<true, VisibilityRefusal> {
  const provision = resolve(book, 'listing.visibility', offer.jurisdiction, on);
  const { value } = provision;
  if (offer.form === 'filing' && value.filing === 'initiator') {
    if (offer.initiatorId === buyer.institutionId) return ok(true);
    return refuse('order.filedByAnother', { basis: orderBasis.filedByItself });
  }
  const audience = offer.managedBy === 'province' ? value.provinceManaged : value.cityManaged;
  switch (audience) {
    case 'province':
      return ok(true);
    case 'city':
      // A listing of the province itself is open to each of its cities.
      if (offer.jurisdiction.endsWith('0000') || sameCity(offer.jurisdiction, buyer.jurisdiction))
        return ok(true);
      return refuse('order.listedElsewhere', {
        basis: basisOf(provision),
        facts: { city: offer.jurisdiction },
      });
    case 'initiator':
    case 'members':
      return ok(true);
    default:
      return never(audience);
  }
}
export type VisibilityRefusal = 'order.filedByAnother' | 'order.listedElsewhere';

export type OfferRefusal =
  | VisibilityRefusal
  | 'order.listingSuspended'
  | 'order.listingWithdrawn'
  | 'order.codeNotInForce'
  | 'order.certificateMissing'
  | 'order.noDistributor';

/** Whether an institution may order from an offer today; cheapest checks first. */
export function mayOrder(
  offer: Offer,
  buyer: Buyer,
  book: PolicyBook,
  on: IsoDate,
): Result<true, OfferRefusal> {
  const facts = { number: offer.number, product: offer.productName };
  if (offer.state === 'suspended')
    return refuse('order.listingSuspended', { basis: orderBasis.onPlatform, facts });
  if (offer.state === 'withdrawn')
    return refuse('order.listingWithdrawn', { basis: orderBasis.onPlatform, facts });
  const visible = isVisible(offer, buyer, book, on);
  if (!visible.ok) return { ...visible, facts: { ...facts, ...visible.facts } };
  if (!offer.codeInForce) {
    const rule = resolve(book, 'catalogue.requireCode', buyer.jurisdiction, on);
    if (rule.value) {
      return refuse('order.codeNotInForce', {
        basis: basisOf(rule),
        facts: { ...facts, code: offer.itemCode },
      });
    }
  }
  if (offer.certificate === '' || offer.certificateDoubtful) {
    const rule = resolve(book, 'catalogue.requireCertificate', buyer.jurisdiction, on);
    if (rule.value) {
      return refuse('order.certificateMissing', {
        basis: basisOf(rule),
        facts: { ...facts, certificate: offer.certificate },
      });
    }
  }
  if (offer.distributorId === null) {
    return refuse('order.noDistributor', {
      basis: orderBasis.chosenDistributor,
      facts: { ...facts, manufacturer: offer.manufacturer },
    });
  }
  return ok(true);
}
