import { shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { ListingState } from './facts.ts';

/** A listing begins to count its time without trade anew when it is listed or resumed, and stops while it is not (JS-14a). */
export async function countFrom(
  tx: Tx,
  context: Context,
  listing: { readonly id: string; readonly jurisdiction: string; readonly manufacturerId: string },
  state: ListingState,
): Promise<void> {
  const stage = state === 'listed' ? 'running' : 'off';
  await sql`
    insert into listing_life (province, listing_id, jurisdiction, manufacturer_id, counted_from, stage)
    values (${context.scope.province}, ${listing.id}, ${listing.jurisdiction}, ${listing.manufacturerId},
      ${context.today}, ${stage})
    on conflict (province, listing_id) do update set stage = excluded.stage, jurisdiction = excluded.jurisdiction,
      counted_from = case when excluded.stage = 'running' then excluded.counted_from else listing_life.counted_from end,
      noticed_on = null, due_at = null, due_provisional = false, due_basis = null`.execute(tx);
}

/**
 * Goods of these listings were accepted now: their time without trade begins anew. A listing that was traded today already
 * is not written again, so that a day of many acceptances costs one row.
 */
export async function noteTraded(tx: Tx, context: Context, listingIds: readonly string[]): Promise<void> {
  const day = shanghaiDate(context.now);
  await sql`
    update listing_life life set last_traded_on = ${day}, counted_from = greatest(life.counted_from, ${day}::date),
      stage = case when life.stage = 'noticed' then 'running' else life.stage end,
      noticed_on = null, due_at = null, due_provisional = false, due_basis = null
    from (
      select l.listing_id from listing_life l
      where l.province = ${context.scope.province} and l.listing_id = any(${[...new Set(listingIds)]}::uuid[])
        and (l.last_traded_on is null or l.last_traded_on < ${day})
      order by l.listing_id
      for no key update
    ) fresh
    where life.province = ${context.scope.province} and life.listing_id = fresh.listing_id`.execute(tx);
}
