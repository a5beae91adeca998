import { compare, compareExact, exactOf, scaleExact } from '../money.ts';
import type { Money } from '../money.ts';
import type { Instant } from '../time.ts';
import type { PartPrice } from './round.ts';

/** One product in one quote, as its bidder sealed it. */
export interface QuoteLine {
  readonly product: string;
  /** Yuan per unit of the item. */
  readonly price: Money;
  readonly parts: readonly PartPrice[];
  readonly accepts: readonly string[];
  readonly rebids: Readonly<Record<string, Money>>;
}
/** What one bidder quoted in one quoting round (报价轮次), as it came out of the seal. */
export interface Quote {
  readonly bidder: string;
  /** From 1. */
  readonly quoting: number;
  readonly at: Instant;
  readonly lines: readonly QuoteLine[];
  /** Regions in the order the firm wants them. */
  readonly regions: readonly string[];
}
/** All quotes of a round: the bids of its award follow from them. */
export interface Quotes {
  /** What a later quote has to lie below one's own standing one, in ten-thousandths of it; 0: any lower price. */
  readonly stepPermyriad: number;
  readonly quotes: readonly Quote[];
  /** Products whose quotes do not count any more, each with its reason. */
  readonly leftOut: readonly { readonly product: string; readonly reason: string }[];
}

export type QuoteFault =
  /** Above one's own earlier quote. */
  | 'quote.aboveOwn'
  /** A part of the system above one's own earlier price for it. */
  | 'quote.partAboveOwn'
  /** Lower, but by less than the step of the plan. */
  | 'quote.stepTooSmall'
  /** Not quoted in the first round. */
  | 'quote.notInFirst';

/** The quote of a product that counts, with the round and the moment in which its price was given. */
export interface StandingLine extends QuoteLine {
  readonly bidder: string;
  readonly quoting: number;
  readonly at: Instant;
  readonly regions: readonly string[];
}
export interface StoppedQuote {
  readonly bidder: string;
  readonly quoting: number;
  readonly product: string;
  readonly reason: QuoteFault;
}
export interface Standing {
  readonly lines: readonly StandingLine[];
  readonly stopped: readonly StoppedQuote[];
}

const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Why a later line does not count; the earlier one stands then. */
function faultOf(before: QuoteLine, line: QuoteLine, stepPermyriad: number): QuoteFault | null {
  const change = compare(line.price, before.price);
  if (change > 0) return 'quote.aboveOwn';
  const parts = new Map(before.parts.map(({ component, price }) => [component, price]));
  const isRaised = line.parts.some(({ component, price }) => {
    const own = parts.get(component);
    return own !== undefined && compare(price, own) > 0;
  });
  if (isRaised) return 'quote.partAboveOwn';
  if (change === 0) return null;
  const limit = scaleExact(exactOf(before.price), { over: BigInt(10_000 - stepPermyriad), under: 10_000n });
  return compareExact(exactOf(line.price), limit) > 0 ? 'quote.stepTooSmall' : null;
}

/**
 * The quotes that stand after all quoting rounds (SX-3.2b). A later quote replaces the bidder's own earlier one of the same
 * product unless it is above it or lies below it by less than the step: such a line is stopped with its reason and the earlier
 * one stands. Silence keeps the earlier quote; a product that its bidder did not quote in the first round does not come in
 * later. The same price again keeps its first moment. The order of the quotes does not matter.
 */
export function standingQuotes({
  quotes,
  stepPermyriad,
}: Pick<Quotes, 'quotes' | 'stepPermyriad'>): Standing {
  const lines: StandingLine[] = [];
  const stopped: StoppedQuote[] = [];
  const byBidder = Map.groupBy(quotes, ({ bidder }) => bidder);
  for (const bidder of [...byBidder.keys()].toSorted(textOrder)) {
    const own = (byBidder.get(bidder) ?? []).toSorted((a, b) => a.quoting - b.quoting);
    const standing = new Map<string, StandingLine>();
    let regions: readonly string[] = [];
    for (const { quoting, at, lines: given, regions: wanted } of own) {
      if (wanted.length > 0) regions = wanted;
      for (const line of given) {
        const before = standing.get(line.product);
        const next = { ...line, bidder, quoting, at, regions: [] };
        if (before === undefined) {
          if (quoting === 1) standing.set(line.product, next);
          else stopped.push({ bidder, quoting, product: line.product, reason: 'quote.notInFirst' });
          continue;
        }
        const reason = faultOf(before, line, stepPermyriad);
        if (reason !== null) stopped.push({ bidder, quoting, product: line.product, reason });
        else
          standing.set(
            line.product,
            compare(line.price, before.price) === 0
              ? { ...next, at: before.at, quoting: before.quoting }
              : next,
          );
      }
    }
    const products = [...standing.keys()].toSorted(textOrder);
    for (const product of products) {
      const line = standing.get(product);
      if (line !== undefined) lines.push({ ...line, regions });
    }
  }
  return { lines, stopped };
}
