import { type Money, type Quantity, compare } from '../money.ts';
import { basisOf } from '../policy/provision.ts';
import { type Result, ok, refuse } from '../result.ts';
import {
  type Bargain,
  type ClosedRefusal,
  type Moment,
  article11,
  asOf,
  clock,
  close,
  present,
  stillRunning,
} from './bargain.ts';
import { type BargainListing, type BargainableRefusal, type RealTrade, checkOffer, kindOf } from './open.ts';

export type TurnRefusal = ClosedRefusal | 'bargain.notYourTurn';
export type AcceptRefusal = TurnRefusal | 'bargain.nothingToAccept';
export type CounterRefusal =
  | TurnRefusal
  | 'bargain.aboveListingPrice'
  | 'bargain.noRoundsLeft'
  | 'bargain.samePrice'
  | 'bargain.acceptInstead';
export type OfferRefusal = CounterRefusal | BargainableRefusal | 'bargain.quantityOfPool';
export type RefuseRefusal = TurnRefusal | 'bargain.tradedPriceToBeConfirmed';

function inTurn(
  bargain: Bargain,
  side: 'institution' | 'manufacturer',
  moment: Moment,
): Result<Bargain, TurnRefusal> {
  const now = stillRunning(asOf(bargain, moment));
  if (!now.ok) return now;
  const { state, turn } = now.value;
  return state === 'open' && turn === side ? now : refuse('bargain.notYourTurn', { facts: { state, turn } });
}

/**
 * The enterprise confirms the institutions' price. A traded price it should confirm (企业应予确认, JS-11B), so that it
 * may still do so after its own counter-offer and while the trade record is awaited.
 */
export function acceptOffer(bargain: Bargain, moment: Moment): Result<Bargain, TurnRefusal> {
  const now = stillRunning(asOf(bargain, moment));
  if (!now.ok) return now;
  const { state, turn, kind, price } = now.value;
  const mayYet = state === 'open' ? turn === 'manufacturer' || kind === 'traded' : state !== 'joining';
  if (!mayYet) return refuse('bargain.notYourTurn', { facts: { state, turn } });
  return ok(close(now.value, 'agreed', article11, price));
}

/**
 * The enterprise offers another price: above the institutions' offer, at most the listing price. The turn goes back. The
 * clock of a traded price goes on (a counter-offer is no confirmation, JS-11B); for any other price the institution
 * gets a clock of its own, the product's default because no document sets one.
 */
export function counterOffer(
  bargain: Bargain,
  price: Money,
  listing: { readonly price: Money },
  moment: Moment,
): Result<Bargain, CounterRefusal> {
  const now = inTurn(bargain, 'manufacturer', moment);
  if (!now.ok) return now;
  const { policy, calendar } = moment;
  const left = roundsLeft(now.value, moment);
  if (!left.ok) return left;
  const current = now.value;
  const ceiling = compare(listing.price, current.listingPrice) < 0 ? listing.price : current.listingPrice;
  if (compare(price, ceiling) > 0) {
    return refuse('bargain.aboveListingPrice', {
      basis: article11,
      field: 'price',
      facts: { listingPrice: ceiling },
    });
  }
  if (compare(price, current.price) <= 0) {
    return refuse('bargain.acceptInstead', {
      basis: article11,
      field: 'price',
      facts: { price: current.price },
    });
  }
  if (current.counterPrice !== null && compare(price, current.counterPrice) === 0) {
    return refuse('bargain.samePrice', { field: 'price', facts: { price } });
  }
  const countered = {
    ...current,
    counterPrice: price,
    round: current.round + 1,
    turn: 'institution' as const,
  };
  if (current.kind === 'traded') return ok(countered);
  const due = clock('counter', moment.now, policy.counterAnswerWithin, calendar);
  return ok({ ...countered, clockStartedAt: moment.now, due });
}

/** The enterprise says no. It may not to a price really traded: that one it should confirm (JS-11B). */
export function refuseOffer(bargain: Bargain, moment: Moment): Result<Bargain, RefuseRefusal> {
  const now = inTurn(bargain, 'manufacturer', moment);
  if (!now.ok) return now;
  if (now.value.kind === 'traded') {
    return refuse('bargain.tradedPriceToBeConfirmed', { basis: basisOf(moment.policy.tradedPriceConfirm) });
  }
  return ok(close(now.value, 'refused', article11));
}

/** The institution takes the enterprise's counter-offer, also while it is asked for the trade record. */
export function acceptCounter(bargain: Bargain, moment: Moment): Result<Bargain, AcceptRefusal> {
  const now = stillRunning(asOf(bargain, moment));
  if (!now.ok) return now;
  const { state, turn, counterPrice } = now.value;
  if (counterPrice === null) return refuse('bargain.nothingToAccept', { basis: article11 });
  if (turn !== 'institution') return refuse('bargain.notYourTurn', { facts: { state, turn } });
  return ok(close(now.value, 'agreed', article11, counterPrice));
}

export interface NewOffer {
  readonly listing: BargainListing;
  readonly price: Money;
  /** Null keeps the quantity; in a pool it is the sum of what the members joined with. */
  readonly quantity: Quantity | null;
  readonly trades: readonly RealTrade[];
  readonly claimsTraded: boolean;
}

/**
 * The institution answers a counter-offer with a new price. That is a new initiating offer: its kind is found anew, and
 * the enterprise's clock by JS-11B or JS-11C starts with it.
 */
export function renewOffer(bargain: Bargain, offer: NewOffer, moment: Moment): Result<Bargain, OfferRefusal> {
  const now = inTurn(bargain, 'institution', moment);
  if (!now.ok) return now;
  const current = now.value;
  const left = roundsLeft(current, moment);
  if (!left.ok) return left;
  const checked = checkOffer(offer.listing, offer.price, moment);
  if (!checked.ok) return checked;
  if (compare(offer.price, current.listingPrice) > 0) {
    const facts = { listingPrice: current.listingPrice };
    return refuse('bargain.aboveListingPrice', { basis: article11, field: 'price', facts });
  }
  if (compare(offer.price, current.price) === 0) {
    return refuse('bargain.samePrice', { field: 'price', facts: { price: offer.price } });
  }
  const { counterPrice } = current;
  if (counterPrice !== null && compare(offer.price, counterPrice) >= 0) {
    return refuse('bargain.acceptInstead', {
      basis: article11,
      field: 'price',
      facts: { price: counterPrice },
    });
  }
  if (current.pooled && offer.quantity !== null) {
    return refuse('bargain.quantityOfPool', { field: 'quantity' });
  }
  const kind = kindOf(offer, moment);
  const renewed: Bargain = {
    ...current,
    kind,
    claimsTraded: kind === 'traded' && offer.claimsTraded,
    price: offer.price,
    quantity: offer.quantity ?? current.quantity,
    round: current.round + 1,
  };
  return ok(present(renewed, moment.now, moment));
}

/** The institution gives up, at any time before the end. */
export function withdraw(bargain: Bargain, moment: Moment): Result<Bargain, ClosedRefusal> {
  const now = stillRunning(asOf(bargain, moment));
  return now.ok ? ok(close(now.value, 'withdrawn', article11)) : now;
}

function roundsLeft({ round }: Bargain, { policy }: Moment): Result<null, 'bargain.noRoundsLeft'> {
  const { roundsMax } = policy;
  // The opening offer is no counter-offer.
  if (round - 1 < roundsMax.value) return ok(null);
  return refuse('bargain.noRoundsLeft', { basis: basisOf(roundsMax), facts: { roundsMax: roundsMax.value } });
}
