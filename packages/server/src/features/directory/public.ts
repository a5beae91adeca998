import type {
  DirectoryChangeItem,
  followDirectory,
  listDirectoryChanges,
  listDirectoryDocuments,
} from '@daylight/api/directory-public.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { ListingForm } from '@daylight/rules/listing/visibility.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, addDays, shanghaiMoment } from '@daylight/rules/time.ts';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Context } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { matching } from '../listing/port.ts';

type Kind = DirectoryChangeItem['kind'];

/** '320100' is that city and what the province says; '320000' all of the province. */
function within(jurisdiction: string) {
  const own = `${jurisdiction.replace(/(00)+$/, '')}%`;
  return sql<SqlBool>`(change.jurisdiction like ${own} or change.jurisdiction = ${`${jurisdiction.slice(0, 2)}0000`})`;
}

function changeRows(tx: Tx, province: number) {
  return tx
    .selectFrom('directoryChange as change')
    .innerJoin('catalogueItem as item', 'item.itemCode', 'change.itemCode')
    .innerJoin('organisation as maker', 'maker.id', 'change.manufacturerId')
    .innerJoin('jurisdiction as place', 'place.code', 'change.jurisdiction')
    .where('change.province', '=', province)
    .select([
      'change.id',
      'change.at',
      'change.listingId',
      'change.number',
      'change.itemCode',
      'item.productName',
      'item.specification',
      'item.synthetic',
      'change.manufacturerId',
      'maker.name as manufacturerName',
      'change.jurisdiction',
      'place.name as place',
      'change.priceBefore',
      'change.unitsBefore',
      'change.price',
      'change.unitsPerPurchaseUnit',
      'change.purchaseUnit',
      'change.reason',
      'change.note',
      'change.basis',
      'change.evidence',
      'change.document',
    ])
    .select((eb) => [
      eb.ref('change.kind').$castTo<Kind>().as('kind'),
      eb.ref('change.form').$castTo<ListingForm>().as('form'),
      sql<string>`change.tx::text`.as('commit'),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof changeRows>['execute']>>[number];

function changeOf({ manufacturerId, manufacturerName, commit: _commit, basis, ...row }: Row) {
  return {
    ...row,
    basis: basis as Basis | null,
    manufacturer: { id: manufacturerId, name: manufacturerName },
  };
}

function filters(query: Call<typeof listDirectoryChanges>['query']): Expression<SqlBool>[] {
  const { kind, listingId, manufacturerId, document, from, until } = query;
  const found: Expression<SqlBool>[] = [within(query.jurisdiction)];
  if (kind !== undefined) found.push(sql<SqlBool>`change.kind = ${kind}`);
  if (listingId !== undefined) found.push(sql<SqlBool>`change.listing_id = ${listingId}`);
  if (manufacturerId !== undefined) found.push(sql<SqlBool>`change.manufacturer_id = ${manufacturerId}`);
  if (document !== undefined) found.push(sql<SqlBool>`change.document = ${document}`);
  if (from !== undefined)
    found.push(sql<SqlBool>`change.at >= ${shanghaiMoment(from, '00:00')}::timestamptz`);
  if (until !== undefined)
    found.push(sql<SqlBool>`change.at < ${shanghaiMoment(addDays(until, 1), '00:00')}::timestamptz`);
  return found;
}

/** HN-7b, HN-16: what changed in the directory, why, by which article and document; the newest first. */
export async function publicChanges(
  context: Context,
  { query }: Call<typeof listDirectoryChanges>,
): Promise<Result<ReplyOf<typeof listDirectoryChanges>, 'directory.searchShort'>> {
  const province = Number(query.jurisdiction.slice(0, 2));
  const { search, cursor, limit } = query;
  const conditions = filters(query);
  if (search !== undefined && search !== '') {
    const words = matching(search);
    if (words === null) return refuse('directory.searchShort', { field: 'search' });
    const all = sql.join(words, sql` and `);
    conditions.push(sql<SqlBool>`change.listing_id in (
      select listing.id from listing where listing.province = ${province} and ${all})`);
  }
  const last = valuesOf(cursor, 1)?.[0];
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    let rows = changeRows(tx, province)
      .orderBy('change.id', 'desc')
      .limit(limit + 1);
    for (const condition of conditions) rows = rows.where(condition);
    if (last !== undefined) rows = rows.where(sql<SqlBool>`change.id < ${last}::uuid`);
    const found = await rows.execute();
    const items = found.slice(0, limit).map(changeOf);
    const final = items.at(-1);
    return ok({
      items,
      next: found.length > limit && final !== undefined ? cursorOf([final.id]) : null,
    });
  });
}

/** The documents by which changes were made known, the newest first, with how many each made. */
export async function publicDocuments(
  context: Context,
  { query }: Call<typeof listDirectoryDocuments>,
): Promise<Result<ReplyOf<typeof listDirectoryDocuments>, never>> {
  const province = Number(query.jurisdiction.slice(0, 2));
  const last = valuesOf(query.cursor, 2);
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    const { rows } = await sql<{ document: string; at: Instant; changes: number; kinds: Kind[] }>`
      select change.document, change.at, change.changes, change.kinds
      from directory_document change
      where change.province = ${province} and ${within(query.jurisdiction)}
        and ${last === null ? sql`true` : sql`(change.at, change.document) < (${last[0]}::timestamptz, ${last[1]}::text)`}
      order by change.at desc, change.document desc
      limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    const final = items.at(-1);
    const more = rows.length > query.limit && final !== undefined;
    return ok({ items, next: more ? cursorOf([final.at, final.document]) : null });
  });
}

/**
 * The history in an order that no later commit disturbs: by transaction, and only those that are all over. Whoever gives the
 * last cursor again gets what came since, nothing twice and nothing missed.
 */
export async function feed(
  context: Context,
  { query }: Call<typeof followDirectory>,
): Promise<Result<ReplyOf<typeof followDirectory>, never>> {
  const province = Number(query.jurisdiction.slice(0, 2));
  const seen = valuesOf(query.cursor, 2);
  const [commit, id] =
    seen !== null && /^\d{1,20}$/.test(seen[0] ?? '') && /^[0-9a-f-]{36}$/.test(seen[1] ?? '')
      ? seen
      : ['0', '00000000-0000-0000-0000-000000000000'];
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    const found = await changeRows(tx, province)
      .where(within(query.jurisdiction))
      .where(sql<SqlBool>`(change.tx, change.id) > (${commit}::xid8, ${id}::uuid)`)
      .where(sql<SqlBool>`change.tx < pg_snapshot_xmin(pg_current_snapshot())`)
      .orderBy(sql`change.tx`)
      .orderBy('change.id')
      .limit(query.limit + 1)
      .execute();
    const shown = found.slice(0, query.limit);
    const final = shown.at(-1);
    return ok({
      items: shown.map(changeOf),
      next: cursorOf(final === undefined ? [commit ?? '0', id ?? ''] : [final.commit, final.id]),
      more: found.length > query.limit,
    });
  });
}
