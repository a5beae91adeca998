import { canonicalText } from '../award/canonical.ts';
import type { QuoteFault } from '../award/standing.ts';
import { type Money, isMoney, isPositive, isWholeFen, money } from '../money.ts';
import { type Result, ok, refuse } from '../result.ts';

export const bidFormat = 'daylight-bid/1';

export interface BidLine {
  /** Id of the round's product. */
  readonly product: string;
  /** Yuan per unit of the item, in whole fen. */
  readonly price: Money;
  /** Prices of the parts of a system. */
  readonly parts: readonly { readonly component: string; readonly price: Money }[];
  /** Rules of revival whose limit the bidder accepts. */
  readonly accepts: readonly string[];
  /** New prices by rule. */
  readonly rebids: Readonly<Record<string, Money>>;
}
/** What a bidder seals: one bid for all of its products in a round. */
export interface BidContent {
  readonly format: typeof bidFormat;
  readonly tender: string;
  readonly bidder: string;
  readonly lines: readonly BidLine[];
  /** Regions in the order the firm wants them. */
  readonly regions: readonly string[];
}

/** The text that is sealed: canonical, so that the same bid is the same text wherever it is made. */
export function bidText(content: BidContent): string {
  return canonicalText(content);
}

export type LineFault =
  | 'bid.productUnknown'
  | 'bid.productTwice'
  | 'bid.priceMalformed'
  | 'bid.partMalformed'
  | 'bid.rebidMalformed';
export interface StoppedLine {
  readonly product: string;
  readonly reason: LineFault | QuoteFault;
}
export interface ReadBid {
  readonly lines: readonly BidLine[];
  readonly regions: readonly string[];
  /** Lines that do not count, each with its reason: one bad line does not take the others with it. */
  readonly stopped: readonly StoppedLine[];
  /** Of the stopped lines those that can be read: they do not count beside the bidder's own earlier quote. */
  readonly notCounting?: readonly BidLine[];
}
export interface BidExpected {
  readonly tender: string;
  readonly bidder: string;
  /** The products the bidder is enrolled for. */
  readonly products: ReadonlySet<string>;
}
export type BidFault = 'bid.notText' | 'bid.format' | 'bid.otherRound' | 'bid.otherBidder' | 'bid.noLine';

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textsOf = (value: unknown): string[] | null =>
  Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : null;

/** A price as bids carry it: positive, whole fen. */
export function isBidPrice(value: unknown): value is string {
  return typeof value === 'string' && isMoney(value) && isPositive(money(value)) && isWholeFen(money(value));
}

/**
 * Reads what came out of the seal. What cannot be read at all, or was made for another round or bidder, stops the whole bid;
 * a line that cannot be read stops that product alone.
 */
export function readBid(text: string, expected: BidExpected): Result<ReadBid, BidFault> {
  const content = parsed(text);
  if (content === null) return refuse('bid.notText');
  if (content['format'] !== bidFormat || !Array.isArray(content['lines'])) return refuse('bid.format');
  if (content['tender'] !== expected.tender) return refuse('bid.otherRound');
  if (content['bidder'] !== expected.bidder) return refuse('bid.otherBidder');
  const regions = textsOf(content['regions']);
  if (regions === null) return refuse('bid.format', { field: 'regions' });
  const lines: BidLine[] = [];
  const stopped: StoppedLine[] = [];
  const seen = new Set<string>();
  for (const each of content['lines'] as unknown[]) {
    const product = isLoose(each) && typeof each['product'] === 'string' ? each['product'] : '';
    const line = isLoose(each) ? lineOf(each, product, expected) : 'bid.productUnknown';
    if (seen.has(product)) stopped.push({ product, reason: 'bid.productTwice' });
    else if (typeof line === 'string') stopped.push({ product, reason: line });
    else lines.push(line);
    seen.add(product);
  }
  // Two prices for one product are none.
  const twice = new Set(
    stopped.filter(({ reason }) => reason === 'bid.productTwice').map(({ product }) => product),
  );
  const counting = lines.filter(({ product }) => !twice.has(product));
  return counting.length === 0 && stopped.length === 0
    ? refuse('bid.noLine')
    : ok({ lines: counting, regions, stopped });
}

function parsed(text: string): Loose | null {
  try {
    const value: unknown = JSON.parse(text);
    return isLoose(value) ? value : null;
  } catch {
    return null;
  }
}

function lineOf(each: Loose, product: string, expected: BidExpected): BidLine | LineFault {
  if (!expected.products.has(product)) return 'bid.productUnknown';
  const { price, parts = [], accepts = [], rebids = {} } = each;
  if (!isBidPrice(price)) return 'bid.priceMalformed';
  const rules = textsOf(accepts);
  if (!Array.isArray(parts) || rules === null) return 'bid.partMalformed';
  const components: { component: string; price: Money }[] = [];
  for (const part of parts as unknown[]) {
    if (!isLoose(part) || typeof part['component'] !== 'string' || !isBidPrice(part['price']))
      return 'bid.partMalformed';
    components.push({ component: part['component'], price: money(part['price']) });
  }
  if (!isLoose(rebids)) return 'bid.rebidMalformed';
  const prices: [string, Money][] = [];
  for (const [rule, value] of Object.entries(rebids)) {
    if (!isBidPrice(value)) return 'bid.rebidMalformed';
    prices.push([rule, money(value)]);
  }
  return {
    product,
    price: money(price),
    parts: components,
    accepts: rules,
    rebids: Object.fromEntries(prices),
  };
}

const bytesPerLine = 400;
const bytesPerPart = 120;
const smallestSize = 1024;

/**
 * Bytes of every sealed bid of a round: room for the firm with the most products and parts, as a power of two. The size is
 * the same for all, so it tells nothing of how much a firm bids.
 */
export function sealedSizeFor(
  products: readonly { readonly firm: string; readonly parts: number }[],
): number {
  const need = new Map<string, number>();
  for (const { firm, parts } of products)
    need.set(firm, (need.get(firm) ?? smallestSize) + bytesPerLine + parts * bytesPerPart);
  const most = Math.max(smallestSize, ...need.values());
  return 2 ** Math.ceil(Math.log2(most));
}
