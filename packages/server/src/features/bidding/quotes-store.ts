import { type Quote, type Standing, standingQuotes } from '@daylight/rules/award/standing.ts';
import type { BidLine, ReadBid } from '@daylight/rules/bidding/content.ts';
import type { Tx } from '../../db.ts';
import type { TenderFacts } from '../tender/port.ts';
import { quotingTerms } from './round-rows.ts';

/** Every line of a quote that can be read, whether or not it counts beside earlier ones. */
function linesOf(read: ReadBid): readonly BidLine[] {
  return [...read.lines, ...(read.notCounting ?? [])];
}

/** All quotes of a round that were opened, as far as the scope of the transaction reads them. */
export async function openedQuotes(
  tx: Tx,
  { province, id }: Pick<TenderFacts, 'province' | 'id'>,
  of: { readonly manufacturerId?: string } = {},
): Promise<Quote[]> {
  let rows = tx
    .selectFrom('bidOpening as o')
    .innerJoin('sealedBid as b', (join) =>
      join.onRef('b.province', '=', 'o.province').onRef('b.id', '=', 'o.bidId'),
    )
    .select(['o.manufacturerId', 'o.quoting', 'o.lines', 'b.receivedAt'])
    .where('o.province', '=', province)
    .where('o.tenderId', '=', id)
    .where('o.outcome', '=', 'opened')
    .where('b.state', '=', 'standing')
    .orderBy('o.quoting')
    .orderBy('o.bidId');
  if (of.manufacturerId !== undefined) rows = rows.where('o.manufacturerId', '=', of.manufacturerId);
  return (await rows.execute()).map(({ manufacturerId, quoting, lines, receivedAt }) => {
    const read = lines as unknown as ReadBid;
    return {
      bidder: manufacturerId,
      quoting,
      at: receivedAt,
      lines: linesOf(read).toSorted((a, b) => (a.product < b.product ? -1 : 1)),
      regions: read.regions,
    };
  });
}

/** What stands of the opened quotes of a round. */
export async function standingOf(
  tx: Tx,
  tender: Pick<TenderFacts, 'province' | 'id' | 'mode' | 'quoting'>,
  of: { readonly manufacturerId?: string } = {},
): Promise<Standing> {
  const quotes = await openedQuotes(tx, tender, of);
  return standingQuotes({ quotes, stepPermyriad: quotingTerms(tender).stepPermyriad });
}

interface Later {
  readonly manufacturerId: string;
  readonly quoting: number;
}

/** A later quote beside its bidder's own earlier ones: lines that do not count are stopped, each with its reason. */
export async function againstOwn(
  tx: Tx,
  tender: TenderFacts,
  { manufacturerId, quoting }: Later,
  read: ReadBid,
): Promise<ReadBid> {
  const earlier = await openedQuotes(tx, tender, { manufacturerId });
  // The moment does not matter for what counts.
  const at = earlier[0]?.at;
  if (at === undefined) return read;
  const now: Quote = { bidder: manufacturerId, quoting, at, lines: read.lines, regions: read.regions };
  const { stepPermyriad } = quotingTerms(tender);
  const { stopped } = standingQuotes({ quotes: [...earlier, now], stepPermyriad });
  const mine = stopped.filter((each) => each.quoting === quoting);
  const out = new Set(mine.map(({ product }) => product));
  return {
    ...read,
    lines: read.lines.filter(({ product }) => !out.has(product)),
    stopped: [...read.stopped, ...mine.map(({ product, reason }) => ({ product, reason }))],
    notCounting: read.lines.filter(({ product }) => out.has(product)),
  };
}
