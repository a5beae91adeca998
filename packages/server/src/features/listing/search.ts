import type { QueryOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { ListingItem, searchListings } from '@daylight/api/listing.ts';
import { buyerOf, platformOf, visibilityOf } from '@daylight/rules/listing/visibility.ts';
import { isAlliedInTerm } from '@daylight/rules/bargain/open.ts';
import { bargainPolicyOf } from '@daylight/rules/bargain/policy.ts';
import { priceFor } from '@daylight/rules/bargain/price-for.ts';
import type { LineLimit } from '@daylight/rules/order/place.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type AgreedPrice, agreedPriceOf } from '../bargain/port.ts';
import { aboveCoordination } from '../bidding/port.ts';
import { roundsOfOrder } from '../execution/port.ts';
import { zoneOf } from '../supervision/port.ts';
import { listingPage } from './places.ts';
import { insteadOf, visibleListings } from './facts.ts';
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
    case 'witness':
      return sql<SqlBool>`false`;
  }
}

type Condition = Expression<SqlBool>;

function filters({ scope, actor }: ActorContext, query: Query): Condition[] {
  const conditions: Condition[] = [];
  const equal = (column: string, value: string | undefined): void => {
    if (value !== undefined) conditions.push(sql<SqlBool>`${sql.ref(`listing.${column}`)} = ${value}`);
  };
  equal('state', query.state === 'any' ? undefined : query.state);
  equal('class', query.class);
  equal('form', query.form);
  equal('managed_by', query.managedBy);
  equal('jurisdiction', query.jurisdiction);
  equal('manufacturer_id', query.manufacturerId);
  // Multiplied across, so that a bound on the smallest unit is exact.
  if (query.priceMin !== undefined)
    conditions.push(
      sql<SqlBool>`listing.price >= ${query.priceMin}::numeric * listing.units_per_purchase_unit`,
    );
  if (query.priceMax !== undefined)
    conditions.push(
      sql<SqlBool>`listing.price <= ${query.priceMax}::numeric * listing.units_per_purchase_unit`,
    );
  if (query.bargained === 'true')
    conditions.push(sql<SqlBool>`listing.id in (select m.listing_id from bargain_member m
      where m.province = ${scope.province} and m.institution_id = ${actor.organisationId})`);
  if (query.agreed === 'true')
    conditions.push(sql<SqlBool>`listing.id in (select a.listing_id from agreed_price a
      where a.province = ${scope.province} and a.institution_id = ${actor.organisationId} and a.ended_at is null)`);
  return conditions;
}

export async function search(
  context: ActorContext,
  { query }: Call<typeof searchListings>,
): Promise<Result<ReplyOf<typeof searchListings>, 'listing.searchShort'>> {
  const words = query.search === undefined || query.search === '' ? [] : matching(query.search);
  if (words === null) return refuse('listing.searchShort', { field: 'search' });
  return reading(context.database.db, context.scope, async (tx) => {
    const conditions = [inSight(context), ...filters(context, query)];
    const { province } = context.scope;
    const { sort, cursor, limit } = query;
    const { ids, next } = await listingPage(tx, { province, conditions, words, sort, cursor, limit });
    const rows =
      ids.length === 0 ? [] : await listingRows(tx, province).where('listing.id', 'in', ids).execute();
    const byId = new Map(rows.map((row) => [row.id, row]));
    const shown = ids.flatMap((id) => byId.get(id) ?? []);
    return ok({ items: await itemsOf(tx, context, shown), next });
  });
}

type OfBuyer = 'agreed' | 'zone' | 'bargainable' | 'instead' | 'limit';
export type BareItem = Omit<ListingItem, OfBuyer | 'aboveCoordination'>;
const nobodyBuys = { agreed: null, zone: null, bargainable: false, instead: null, limit: null } as const;

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
  const ids = rows.map((row) => row.id);
  const above = await aboveCoordination(tx, scope.province, ids);
  const marked = (row: ListingRow) => ({ ...bareItem(row), aboveCoordination: above.get(row.id) ?? null });
  if (actor.kind !== 'institution') return rows.map((row) => ({ ...marked(row), ...nobodyBuys }));
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
  const policy = bargainPolicyOf(context.book, actor.jurisdiction, context.today);
  const { instead, limits } = await roundMarks(tx, context, rows);
  return selectedFirst(
    rows.map((row, index) => ({
      ...marked(row),
      agreed: agreed.get(row.id) ?? null,
      zone: zones[index]?.zone ?? null,
      bargainable: row.state === 'listed' && !isAlliedInTerm(row, context.today, policy),
      instead: instead.get(row.id) ?? null,
      limit: limits.get(row.id) ?? null,
    })),
  );
}

/** What rounds in their term say to a buyer: by which listing a code is bought, and what comes before others (JS-25a, SX-3.1c). */
async function roundMarks(tx: Tx, context: ActorContext, rows: readonly ListingRow[]) {
  const { actor, scope, today } = context;
  const sunshine = rows.filter((row) => row.form === 'sunshine');
  const ask = { province: scope.province, institutionId: actor.organisationId, on: today };
  const instead = await insteadOf(tx, ask, sunshine);
  const asked = sunshine.flatMap(({ id, itemCode }) =>
    instead.has(id) ? [] : [{ listingId: id, itemCode }],
  );
  if (asked.length === 0) return { instead, limits: new Map<string, LineLimit>() };
  const { limits } = await roundsOfOrder(tx, context, { institutionId: actor.organisationId, asked });
  return { instead, limits };
}

/** On a page a selected listing stands before the one of the same code that is not bought any more. */
function selectedFirst(items: ListingItem[]): ListingItem[] {
  const shown = [...items];
  for (const item of items) {
    if (item.instead === null) continue;
    const at = shown.indexOf(item);
    const selected = shown.findIndex(({ id }) => id === item.instead?.listingId);
    if (selected <= at) continue;
    shown.splice(at, 0, ...shown.splice(selected, 1));
  }
  return shown;
}
