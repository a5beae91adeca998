import { dueOf } from '../calendar/term.ts';
import { type Money, type Quantity, compare } from '../money.ts';
import { basisOf } from '../policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import { type Instant, type IsoDate, addMonths, shanghaiDate, shanghaiMoment } from '../time.ts';
import { type Bargain, type BargainKind, type Moment, article11, present } from './bargain.ts';
import type { BargainPolicy } from './policy.ts';
import { type UnitPrice, compareUnitPrices } from './price-for.ts';

/** What bargaining asks of a listing; price per purchase unit. */
export interface BargainListing extends UnitPrice {
  readonly state: 'listed' | 'suspended' | 'withdrawn';
  readonly form: 'sunshine' | 'filing' | 'alliance';
  /** Whether the institution that offers may buy it (JS-5, JS-18, JS-20), and by which article. */
  readonly visible: boolean;
  readonly visibleBasis: Basis;
  readonly termUntil: IsoDate | null;
}

/** A real trade with the manufacturer of the same item, on the platform. */
export interface RealTrade extends UnitPrice {
  readonly id: string;
  readonly tradedAt: Instant;
}

export interface Opening {
  readonly listing: BargainListing;
  readonly price: Money;
  readonly quantity: Quantity;
  readonly trades: readonly RealTrade[];
  readonly claimsTraded: boolean;
  /** The last day on which others may join; null for a bargain of one institution. */
  readonly joiningUntil: IsoDate | null;
}

export type BargainableRefusal =
  | 'bargain.notVisible'
  | 'bargain.listingNotListed'
  | 'bargain.alliedInTerm'
  | 'bargain.aboveListingPrice';
export type OpenRefusal = BargainableRefusal | 'bargain.poolAtListingPrice' | 'bargain.joiningWindow';

/** Selected in a round and in its term: it is ordered as agreed, unless the policy lets it be bargained on again (JS-25a). */
export function isAlliedInTerm(
  listing: Pick<BargainListing, 'form' | 'termUntil'>,
  on: IsoDate,
  { alliedInTermAllowed }: Pick<BargainPolicy, 'alliedInTermAllowed'>,
): boolean {
  if (alliedInTermAllowed.value) return false;
  return listing.form === 'alliance' && (listing.termUntil === null || on <= listing.termUntil);
}

/** What holds for every offer about a listing, whoever makes it: it can be bargained on, and not above its price. */
export function checkOffer(
  listing: BargainListing,
  price: Money,
  { now, policy }: Moment,
): Result<BargainListing, BargainableRefusal> {
  if (!listing.visible) return refuse('bargain.notVisible', { basis: listing.visibleBasis });
  if (listing.state !== 'listed') {
    return refuse('bargain.listingNotListed', { basis: article11, facts: { state: listing.state } });
  }
  if (isAlliedInTerm(listing, shanghaiDate(now), policy)) {
    const basis = basisOf(policy.alliedInTermAllowed);
    return refuse('bargain.alliedInTerm', { basis, facts: { termUntil: listing.termUntil } });
  }
  if (compare(price, listing.price) > 0) {
    return refuse('bargain.aboveListingPrice', {
      basis: article11,
      field: 'price',
      facts: { listingPrice: listing.price },
    });
  }
  return ok(listing);
}

/** The first day of the window of real trades that ends with an offer. */
export function tradeWindowStart(now: Instant, policy: BargainPolicy): IsoDate {
  return addMonths(shanghaiDate(now), -policy.tradedPriceWindowMonths.value);
}

/** Trades at exactly the offered price on the smallest unit, inside the policy's window (JS-11B). */
export function matchingTrades(
  offer: UnitPrice,
  trades: readonly RealTrade[],
  at: Instant,
  policy: BargainPolicy,
): RealTrade[] {
  const since = shanghaiMoment(tradeWindowStart(at, policy), '00:00');
  return trades.filter(
    (trade) => trade.tradedAt >= since && trade.tradedAt < at && compareUnitPrices(trade, offer) === 0,
  );
}

/** Which of the three kinds an offer is: by the listing price, then by what was really traded. */
export function kindOf(
  opening: Pick<Opening, 'listing' | 'price' | 'trades' | 'claimsTraded'>,
  moment: Moment,
) {
  const { listing, price, trades, claimsTraded } = opening;
  if (compare(price, listing.price) === 0) return 'listed';
  const offer = { price, unitsPerPurchaseUnit: listing.unitsPerPurchaseUnit };
  const isTraded = claimsTraded || matchingTrades(offer, trades, moment.now, moment.policy).length > 0;
  return isTraded ? 'traded' : 'other';
}

/** An institution opens a bargain (JS-11): agreed at once, before the enterprise, or open for others to join. */
export function openBargain(opening: Opening, moment: Moment): Result<Bargain, OpenRefusal> {
  const { listing, price, quantity, claimsTraded, joiningUntil } = opening;
  const checked = checkOffer(listing, price, moment);
  if (!checked.ok) return checked;
  const kind: BargainKind = kindOf(opening, moment);
  const bargain: Bargain = {
    state: 'open',
    kind,
    claimsTraded: kind === 'traded' && claimsTraded,
    pooled: joiningUntil !== null,
    listingPrice: listing.price,
    unitsPerPurchaseUnit: listing.unitsPerPurchaseUnit,
    price,
    quantity,
    counterPrice: null,
    round: 1,
    turn: null,
    offeredAt: moment.now,
    clockStartedAt: moment.now,
    due: null,
    agreedPrice: null,
    outcomeBasis: null,
  };
  return joiningUntil === null
    ? ok(present(bargain, moment.now, moment))
    : openPool(bargain, joiningUntil, moment);
}

function openPool(
  bargain: Bargain,
  joiningUntil: IsoDate,
  { now, calendar, policy }: Moment,
): Result<Bargain, OpenRefusal> {
  if (bargain.kind === 'listed')
    return refuse('bargain.poolAtListingPrice', { basis: article11, field: 'price' });
  const basis = basisOf(policy.poolJoiningWithin);
  const { lastDay } = dueOf(now, policy.poolJoiningWithin.value, calendar);
  const today = shanghaiDate(now);
  if (joiningUntil < today || joiningUntil > lastDay) {
    return refuse('bargain.joiningWindow', {
      basis,
      field: 'joiningUntil',
      facts: { first: today, last: lastDay },
    });
  }
  const at = shanghaiMoment(joiningUntil, '24:00');
  return ok({ ...bargain, state: 'joining', due: { kind: 'joining', at, provisional: false, basis } });
}
