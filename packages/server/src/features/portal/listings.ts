import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { searchPublicListings } from '@daylight/api/portal.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { listingPage, matching } from '../listing/port.ts';
import { provinceOfPlatform } from './notices.ts';
import { listingRows, shownListing } from './prices.ts';

/** JS-2, JS-6: what is offered and at which price, for anyone; newest first, found by any two characters. */
export async function publicListings(
  context: Context,
  { query }: Call<typeof searchPublicListings>,
): Promise<Result<ReplyOf<typeof searchPublicListings>, 'portal.searchShort'>> {
  const wanted = query.search === undefined || query.search === '' ? [] : matching(query.search);
  if (wanted === null) return refuse('portal.searchShort', { field: 'search' });
  const province = provinceOfPlatform(query.jurisdiction);
  const conditions: Expression<SqlBool>[] = [sql<SqlBool>`listing.form <> 'filing'`];
  if (query.state !== undefined) conditions.push(sql<SqlBool>`listing.state = ${query.state}`);
  const { limit, cursor } = query;
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    const { ids, next } = await listingPage(tx, {
      province,
      conditions,
      words: wanted,
      sort: 'newest',
      cursor,
      limit,
    });
    const rows =
      ids.length === 0 ? [] : await listingRows(tx, province).where('listing.id', 'in', ids).execute();
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ok({ items: ids.flatMap((id) => byId.get(id) ?? []).map(shownListing), next });
  });
}
