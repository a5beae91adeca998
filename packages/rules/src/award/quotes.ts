import { isInstant } from '../time.ts';
import { price } from './pack-shape.ts';
import type { Read } from './round-shape.ts';
import type { Bid, Round } from './round.ts';
import { type Fault, count, faultsOf, list, mapOf, positive, record, text, textThat } from './shape.ts';
import { type Quotes, type StandingLine, standingQuotes } from './standing.ts';

const quotesShape = record({
  stepPermyriad: count,
  quotes: list(
    record({
      bidder: text,
      quoting: positive,
      at: textThat(isInstant, 'shape.instant'),
      lines: list(
        record({
          product: text,
          price,
          parts: list(record({ component: text, price })),
          accepts: list(text),
          rebids: mapOf(price),
        }),
      ),
      regions: list(text),
    }),
  ),
  leftOut: list(record({ product: text, reason: text })),
});

/** Reads the quotes of a bundle: their shape, one quote per bidder and round, one price per product of a quote. */
export function readQuotes(value: unknown): Read<Quotes> {
  const found = faultsOf(quotesShape, value).map((each) => ({ ...each, path: `quotes.${each.path}` }));
  if (found.length > 0) return { ok: false, faults: found };
  const quotes = value as Quotes;
  const twice: Fault[] = [];
  const seen = new Set<string>();
  const once = (key: string, path: string): void => {
    if (seen.has(key)) twice.push({ path, code: 'round.twice', found: key });
    seen.add(key);
  };
  quotes.quotes.forEach(({ bidder, quoting, lines }, at) => {
    once(`${bidder} ${quoting}`, `quotes.quotes.${at}`);
    for (const { product } of lines) once(`${bidder} ${quoting} ${product}`, `quotes.quotes.${at}.lines`);
  });
  return twice.length > 0 ? { ok: false, faults: twice } : { ok: true, value: quotes };
}

/** What of a bid follows from the quotes; its lot is drawn and stands in the round. */
type Followed = Omit<Bid, 'lot'>;

function followed(line: StandingLine, regions: ReadonlySet<string>): Followed {
  const { product, price: own, at, parts, accepts, rebids } = line;
  return {
    product,
    price: own,
    at,
    parts,
    accepts,
    rebids,
    regions: line.regions.filter((each) => regions.has(each)),
  };
}

/** The bids that follow from the quotes: each product's standing one, without those that do not count any more. */
export function bidsOfQuotes(
  quotes: Quotes,
  round: Pick<Round, 'regions' | 'products'>,
): readonly Followed[] {
  const out = new Set(quotes.leftOut.map(({ product }) => product));
  const firms = new Map(round.products.map(({ id, firm }) => [id, firm]));
  const regions = new Set(round.regions);
  return standingQuotes(quotes)
    .lines.filter(({ product, bidder }) => !out.has(product) && firms.get(product) === bidder)
    .map((line) => followed(line, regions));
}

export interface QuoteDifference {
  readonly product: string;
  readonly stated: unknown;
  readonly computed: unknown;
}

function withoutLot({ product, price: own, at, parts, accepts, rebids, regions }: Bid): Followed {
  return { product, price: own, at, parts, accepts, rebids, regions };
}

/** Bids of a round that do not follow from its quotes: another figure, one too many, or one too few. */
export function quoteDifferences(quotes: Quotes, round: Round): readonly QuoteDifference[] {
  const stated = new Map(round.bids.map((bid) => [bid.product, withoutLot(bid)]));
  const computed = new Map(bidsOfQuotes(quotes, round).map((bid) => [bid.product, bid]));
  return [...new Set([...computed.keys(), ...stated.keys()])].map((product) => ({
    product,
    stated: stated.get(product),
    computed: computed.get(product),
  }));
}
