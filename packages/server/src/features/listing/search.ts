import type { QueryOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { ListingItem, searchListings } from '@daylight/api/listing.ts';
import { buyerOf, platformOf, visibilityOf } from '@daylight/rules/listing/visibility.ts';
import { priceFor } from '@daylight/rules/bargain/price-for.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type AgreedPrice, agreedPriceOf } from '../bargain/port.ts';
import { zoneOf } from '../supervision/port.ts';
import { isUuid, readPriceCursor, writePriceCursor } from './cursor.ts';
import { visibleListings } from './facts.ts';
import { type ListingRow, listingRows } from './store.ts';
import { matching } from './words.ts';

type Query = QueryOf<typeof searchListings>;

/** Listings in the sight of the one who asks: a buyer's market, a maker's own, a carrier's makers, a bureau's directories. */
function inSight(context: ActorContext): Expression<SqlBool> {
  const { actor, book, today: on } = context;
  switch (actor.kind) {
    case 'institution': {
      const ask = { institutionId: actor.organisationId, jurisdiction: actor.jurisdiction, book, on };
      const buyer = buyerOf(ask);
      return visibleListings(buyer, visibilityOf(book, buyer.platform, on));
    }
    case 'manufacturer':
      return sql<SqlBool>`listing.manufacturer_id = ${actor.organisationId}`;
    case 'distributor':
      return sql<SqlBool>`listing.manufacturer_id in (select r.manufacturer_id from delivery_relation r
        where r.province = ${actor.province} and r.distributor_id = ${actor.organisationId}
          and r.state in ('proposed', 'confirmed'))`;
    case 'bureau':
    case 'operator':
    case 'fund':
    case 'health':
    case 'platform':
      if (actor.jurisdiction.endsWith('0000')) return sql<SqlBool>`true`;
      return sql<SqlBool>`(listing.jurisdiction like ${`${actor.jurisdiction.slice(0, 4)}%`}
        or listing.jurisdiction = ${platformOf(book, actor.jurisdiction, on)})`;
  }
}

function narrowed(tx: Tx, context: ActorContext, query: Query) {
  const { scope, actor } = context;
  let rows = listingRows(tx, scope.province)
    .where(inSight(context))
    .limit(query.limit + 1);
  if (query.state !== 'any') rows = rows.where('listing.state', '=', query.state);
  if (query.class !== undefined) rows = rows.where('listing.class', '=', query.class);
  if (query.form !== undefined) rows = rows.where('listing.form', '=', query.form);
  if (query.managedBy !== undefined) rows = rows.where('listing.managedBy', '=', query.managedBy);
  if (query.jurisdiction !== undefined) rows = rows.where('listing.jurisdiction', '=', query.jurisdiction);
  if (query.manufacturerId !== undefined)
    rows = rows.where('listing.manufacturerId', '=', query.manufacturerId);
  // Multiplied across, so that a bound on the smallest unit is exact.
  if (query.priceMin !== undefined)
    rows = rows.where(
      sql<SqlBool>`listing.price >= ${query.priceMin}::numeric * listing.units_per_purchase_unit`,
    );
  if (query.priceMax !== undefined)
    rows = rows.where(
      sql<SqlBool>`listing.price <= ${query.priceMax}::numeric * listing.units_per_purchase_unit`,
    );
  if (query.bargained === 'true')
    rows = rows.where(sql<SqlBool>`listing.id in (select m.listing_id from bargain_member m
      where m.province = ${scope.province} and m.institution_id = ${actor.organisationId})`);
  if (query.agreed === 'true')
    rows = rows.where(sql<SqlBool>`listing.id in (select a.listing_id from agreed_price a
      where a.province = ${scope.province} and a.institution_id = ${actor.organisationId} and a.ended_at is null)`);
  return rows;
}

function ordered(rows: ReturnType<typeof narrowed>, query: Query) {
  if (query.sort === 'newest') {
    const page = rows.orderBy('listing.id', 'desc');
    return isUuid(query.cursor) ? page.where('listing.id', '<', query.cursor) : page;
  }
  const direction = query.sort === 'cheapest' ? 'asc' : 'desc';
  const page = rows.orderBy('listing.smallestUnitPrice', direction).orderBy('listing.id', direction);
  const cursor = readPriceCursor(query.cursor);
  if (cursor === null) return page;
  const place = sql`(${cursor.price}::numeric, ${cursor.id}::uuid)`;
  const own = sql`(listing.smallest_unit_price, listing.id)`;
  return page.where(direction === 'asc' ? sql<SqlBool>`${own} > ${place}` : sql<SqlBool>`${own} < ${place}`);
}

export async function search(
  context: ActorContext,
  { query }: Call<typeof searchListings>,
): Promise<Result<ReplyOf<typeof searchListings>, 'listing.searchShort'>> {
  const wanted = query.search === undefined || query.search === '' ? [] : matching(query.search);
  if (wanted === null) return refuse('listing.searchShort', { field: 'search' });
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = ordered(narrowed(tx, context, query), query).select(
      sql<string>`listing.smallest_unit_price::text`.as('sortPrice'),
    );
    for (const condition of wanted) rows = rows.where(condition);
    const found = await rows.execute();
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1);
    const next =
      last === undefined || found.length <= query.limit
        ? null
        : query.sort === 'newest'
          ? last.id
          : writePriceCursor({ price: last.sortPrice, id: last.id });
    return ok({ items: await itemsOf(tx, context, shown), next });
  });
}

export type BareItem = Omit<ListingItem, 'agreed' | 'zone'>;

export function bareItem(row: ListingRow): BareItem {
  const { manufacturerId, manufacturerName, certificateFlag: _flag, replacedBy: _next, ...rest } = row;
  const { audienceInstitutions: _who, audienceAreas: _where, codeRelease: _release, ...item } = rest;
  const { platform: _platform, stateReason: _reason, ...own } = item;
  return { ...own, manufacturer: { id: manufacturerId, name: manufacturerName } };
}

/** Rows as a person sees them: a buyer with its agreed price and the zone of the price at which it would buy now. */
export async function itemsOf(
  tx: Tx,
  context: ActorContext,
  rows: readonly ListingRow[],
): Promise<ListingItem[]> {
  const { actor, scope } = context;
  if (actor.kind !== 'institution')
    return rows.map((row) => ({ ...bareItem(row), agreed: null, zone: null }));
  const ids = rows.map((row) => row.id);
  const agreed =
    ids.length === 0
      ? new Map<string, AgreedPrice>()
      : await agreedPriceOf(tx, scope.province, actor.organisationId, ids);
  const questions = rows.map((row) => {
    const { unitsPerPurchaseUnit } = row;
    const own = agreed.get(row.id);
    const price = priceFor(row, own === undefined ? null : { price: own.price, unitsPerPurchaseUnit });
    return { listingId: row.id, institutionId: actor.organisationId, price: price.price };
  });
  const zones = await zoneOf(tx, context, questions);
  return rows.map((row, index) => ({
    ...bareItem(row),
    agreed: agreed.get(row.id) ?? null,
    zone: zones[index]?.zone ?? null,
  }));
}
