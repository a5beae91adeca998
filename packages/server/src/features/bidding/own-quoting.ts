import type * as api from '@daylight/api/bidding.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import { type RankedQuote, whatIsSeen } from '@daylight/rules/bidding/quoting.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { type TenderFacts, tenderProducts } from '../tender/port.ts';
import { type Negotiation, negotiationsOf, standingShown } from './negotiate.ts';
import { standingOf } from './quotes-store.ts';
import { type BidRound, quotingTerms } from './round-rows.ts';

type Own = ReplyOf<typeof api.readBidding>['rounds'];

/** The bidder's own standing quotes and minutes, and of the others what the plan lets it see. */
export async function ownQuoting(
  tx: Tx,
  context: ActorContext,
  { tender, round }: { readonly tender: TenderFacts; readonly round: BidRound | null },
): Promise<Own> {
  const me = context.actor.organisationId;
  const terms = quotingTerms(tender);
  const standing = await standingShown(tx, tender, { manufacturerId: me });
  const negotiations = await negotiationsOf(tx, context.scope.province, tender.id);
  const quoting = round?.quoting ?? 1;
  return {
    quoting,
    terms: { ...terms },
    endedAt: round?.quotingEndedAt ?? null,
    standing: standing.map(({ productId, product, price, unit, quoting: since }) => ({
      productId,
      product,
      price,
      unit,
      quoting: since,
    })),
    seen: await seenOf(
      context,
      tender,
      standing.map(({ productId }) => productId),
    ),
    negotiations: negotiations.filter(({ bidder }) => bidder.id === me).map(withoutBidder),
    mayQuote: quoting === 1 || standing.length > 0,
  };
}

/** One's own minutes need no name. */
function withoutBidder(minutes: Negotiation): Own['negotiations'][number] {
  const { id, quoting, heldOn, ours, theirs, points, files, enteredAt } = minutes;
  return { id, quoting, heldOn, ours, theirs, points, files, enteredAt };
}

const whileQuoting: readonly TenderFacts['state'][] = ['bidding', 'opening', 'opened'];

/** The others' quotes are of rows that nobody but the organiser may read: the question is asked for the platform. */
async function seenOf(
  context: ActorContext,
  tender: TenderFacts,
  own: readonly string[],
): Promise<Own['seen']> {
  const { shown } = quotingTerms(tender);
  if (shown === 'nothing' || own.length === 0 || !whileQuoting.includes(tender.state)) return [];
  const pack = readPack(tender.pack);
  const perUnit = pack.ok && pack.value.comparison.perUnit;
  const scope = { ...context.scope, reach: 'system' as const };
  const all = await reading(context.database.db, scope, async (tx): Promise<RankedQuote[]> => {
    const { lines } = await standingOf(tx, tender);
    const products = new Map(
      (await tenderProducts(tx, tender.province, tender.id)).map((each) => [each.id, each]),
    );
    return lines.flatMap(({ product, price }) => {
      const known = products.get(product);
      return known === undefined
        ? []
        : [{ product, item: known.item, price, units: perUnit ? known.comparisonUnits : 1 }];
    });
  });
  return whatIsSeen(all, new Set(own), shown).map((each) => ({
    productId: each.product,
    rank: each.rank,
    of: each.of,
    lowest: each.lowest,
  }));
}
