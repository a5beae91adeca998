import type * as api from '@daylight/api/bidding-quoting.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { readTender } from '../tender/port.ts';
import { roundAt } from './round-rows.ts';

type Read = typeof api.readBoxes;

/**
 * The sealed bids of the quoting round that is being opened, for a person who holds a share. Before the deadline the wall shows
 * nobody any; where bidders quote again, nobody else reads them before the result.
 */
export function readBoxes(
  context: ActorContext,
  { params, query }: Call<Read>,
): Promise<Result<ReplyOf<Read>, 'tender.unknown' | 'bidding.unknownTrustee'>> {
  const { province } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const tender = await readTender(tx, province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    const trustee = await tx
      .selectFrom('bidTrustee')
      .select('id')
      .where('province', '=', province)
      .where('tenderId', '=', tender.id)
      .where('accountId', '=', context.actor.accountId)
      .executeTakeFirst();
    if (trustee === undefined) return refuse('bidding.unknownTrustee');
    const round = await roundAt(tx, province, tender.id);
    if (tender.state !== 'opening' || round === null) return ok({ items: [], next: null });
    let rows = tx
      .selectFrom('sealedBid')
      .select(['id', 'sealed'])
      .where('province', '=', province)
      .where('tenderId', '=', tender.id)
      .where('quoting', '=', round.quoting)
      .where('state', '=', 'standing')
      .orderBy('id')
      .limit(query.limit + 1);
    if (query.after !== undefined) rows = rows.where('id', '>', query.after);
    const found = await rows.execute();
    const page = found.slice(0, query.limit);
    return ok({
      items: page.map(({ id, sealed }) => ({
        bidId: id,
        sealed: sealed as unknown as ReplyOf<Read>['items'][number]['sealed'],
      })),
      next: found.length > query.limit ? (page.at(-1)?.id ?? null) : null,
    });
  });
}
