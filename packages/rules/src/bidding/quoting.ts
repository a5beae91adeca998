import { dueOf } from '../calendar/term.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { type Money, compare, compareOnSmallestUnit } from '../money.ts';
import { type PolicyBook, type ProvisionOf, resolve } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import { type QuotingShown, type QuotingTerms, quotingWay } from '../tender/mode.ts';
import type { TenderMode } from '../tender/state.ts';
import type { Instant, IsoDate } from '../time.ts';
import { biddingBasis } from './basis.ts';

/** The only quoting round, the first of several, one between, or the last one there can be. */
export type QuotingKind = 'only' | 'first' | 'next' | 'final';

export function quotingKind({ rounds }: Pick<QuotingTerms, 'rounds'>, quoting: number): QuotingKind {
  if (rounds === 1) return 'only';
  if (quoting === 1) return 'first';
  return quoting >= rounds ? 'final' : 'next';
}

/** Whether the award follows as soon as this round's quotes are open. */
export function endsQuoting({ rounds }: Pick<QuotingTerms, 'rounds'>, quoting: number): boolean {
  return quoting >= rounds;
}

export interface QuotingPolicy {
  readonly nextRoundWithin: ProvisionOf<'bidding.nextRoundWithin'>;
  readonly negotiatorsMin: ProvisionOf<'bidding.negotiatorsMin'>;
  readonly askedMin: ProvisionOf<'bidding.askedMin'>;
  readonly inquiryOnce: ProvisionOf<'bidding.inquiryOnce'>;
  readonly biddersMin: ProvisionOf<'bidding.biddersMin'>;
}

export function quotingPolicyOf(book: PolicyBook, jurisdiction: string, on: IsoDate): QuotingPolicy {
  return {
    nextRoundWithin: resolve(book, 'bidding.nextRoundWithin', jurisdiction, on),
    negotiatorsMin: resolve(book, 'bidding.negotiatorsMin', jurisdiction, on),
    askedMin: resolve(book, 'bidding.askedMin', jurisdiction, on),
    inquiryOnce: resolve(book, 'bidding.inquiryOnce', jurisdiction, on),
    biddersMin: resolve(book, 'bidding.biddersMin', jurisdiction, on),
  };
}

export interface Least {
  readonly value: number;
  readonly basis: Basis;
}

/** How many firms have to be there for each item: asked in an inquiry, negotiated with; one for a single source. */
export function leastPerItem(
  mode: TenderMode,
  { singleSource }: Pick<QuotingTerms, 'singleSource'>,
  { negotiatorsMin, askedMin }: QuotingPolicy,
): Least {
  if (mode === 'negotiation' && singleSource === null)
    return { value: negotiatorsMin.value, basis: basisOf(negotiatorsMin) };
  if (mode === 'inquiry') return { value: askedMin.value, basis: basisOf(askedMin) };
  return { value: 1, basis: biddingBasis.bids };
}

/** How many bidders a whole round needs: one where the mode deals with each firm by itself. */
export function leastInRound(
  mode: TenderMode,
  { singleSource }: Pick<QuotingTerms, 'singleSource'>,
  { biddersMin }: QuotingPolicy,
): Least {
  if (mode === 'bargain' || mode === 'listing' || singleSource !== null)
    return { value: 1, basis: biddingBasis.bids };
  return { value: biddersMin.value, basis: basisOf(biddersMin) };
}

/** Firms of each item, each once. */
export function firmsPerItem(
  products: readonly { readonly item: string; readonly manufacturerId: string }[],
): ReadonlyMap<string, number> {
  const firms = Map.groupBy(products, ({ item }) => item);
  return new Map(
    [...firms].map(([item, own]) => [item, new Set(own.map((each) => each.manufacturerId)).size]),
  );
}

/** Before the first quote: whether enough firms can be asked for each item (询价、竞争性谈判 from three firms). */
export function checkAsked(
  items: readonly { readonly item: string; readonly name: string }[],
  firms: ReadonlyMap<string, number>,
  least: Least,
): Result<null, 'bidding.tooFewAsked'> {
  for (const { item, name } of items) {
    const found = firms.get(item) ?? 0;
    if (found < least.value)
      return refuse('bidding.tooFewAsked', {
        basis: least.basis,
        facts: { item: name, found, wanted: least.value },
      });
  }
  return ok(null);
}

/** Items for which fewer firms quoted than a negotiation needs: they get no result in this round. */
export function itemsTooFew(
  items: readonly string[],
  quoted: ReadonlyMap<string, number>,
  least: Least,
): readonly string[] {
  return items.filter((item) => (quoted.get(item) ?? 0) < least.value);
}

export interface CallFacts {
  readonly mode: TenderMode;
  readonly terms: QuotingTerms;
  /** The round that was opened last. */
  readonly quoting: number;
  readonly ended: boolean;
  /** Bidders with a standing quote with whom nobody has negotiated yet, by name. */
  readonly notNegotiated: readonly string[];
  readonly dueAt: Instant;
}
export type CallRefusal = 'bidding.noFurtherRound' | 'bidding.minutesMissing' | 'bidding.roundTooShort';

/** Whether a further quoting round may be called (SX-3.2b): one is left, everybody was heard, and its time is long enough. */
export function checkCall(
  { mode, terms, quoting, ended, notNegotiated, dueAt }: CallFacts,
  {
    now,
    calendar,
    policy,
  }: { readonly now: Instant; readonly calendar: Calendar; readonly policy: QuotingPolicy },
): Result<null, CallRefusal> {
  if (ended || endsQuoting(terms, quoting))
    return refuse('bidding.noFurtherRound', { basis: biddingBasis.bids, facts: { rounds: terms.rounds } });
  if (quotingWay(mode) === 'talks' && notNegotiated.length > 0)
    return refuse('bidding.minutesMissing', {
      basis: biddingBasis.bids,
      facts: { firms: notNegotiated.join('、'), count: notNegotiated.length },
    });
  const { dueAt: least } = dueOf(now, policy.nextRoundWithin.value, calendar);
  if (dueAt < least)
    return refuse('bidding.roundTooShort', {
      basis: basisOf(policy.nextRoundWithin),
      field: 'dueAt',
      facts: { least },
    });
  return ok(null);
}

/** Whether quoting may be closed with the quotes that stand: after talks everybody has a final quote first. */
export function checkEnd({
  mode,
  terms,
  quoting,
  ended,
}: Pick<CallFacts, 'mode' | 'terms' | 'quoting' | 'ended'>): Result<
  null,
  'bidding.noFurtherRound' | 'bidding.finalQuoteMissing'
> {
  if (ended)
    return refuse('bidding.noFurtherRound', { basis: biddingBasis.bids, facts: { rounds: terms.rounds } });
  if (quotingWay(mode) === 'talks' && !endsQuoting(terms, quoting))
    return refuse('bidding.finalQuoteMissing', { basis: biddingBasis.bids });
  return ok(null);
}

/** A standing quote as others are compared with it; `units`: what the pack compares by, 1 where it compares as quoted. */
export interface RankedQuote {
  readonly product: string;
  readonly item: string;
  readonly price: Money;
  readonly units: number;
}
export interface SeenQuote {
  readonly product: string;
  readonly rank: number | null;
  readonly of: number;
  readonly lowest: Money | null;
}

/**
 * What a bidder may see of its own products between rounds, by the plan's choice alone: the rank among all quotes of the item, or
 * the lowest price without a name. Nobody's name, and no other price.
 */
export function whatIsSeen(
  all: readonly RankedQuote[],
  own: ReadonlySet<string>,
  shown: QuotingShown,
): readonly SeenQuote[] {
  if (shown === 'nothing') return [];
  return all
    .filter(({ product }) => own.has(product))
    .map(({ product, item, price, units }) => {
      const rivals = all.filter((each) => each.item === item);
      const below = rivals.filter((each) => compareOnSmallestUnit(each.price, each.units, price, units) < 0);
      const lowest = rivals.map((each) => each.price).toSorted(compare)[0] ?? price;
      return {
        product,
        of: rivals.length,
        rank: shown === 'rank' ? below.length + 1 : null,
        lowest: shown === 'lowest' ? lowest : null,
      };
    });
}
