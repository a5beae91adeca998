import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { readListing } from '@daylight/api/listing.ts';
import { buyerOf, mayBuy, visibilityOf } from '@daylight/rules/listing/visibility.ts';
import type { Money } from '@daylight/rules/money.ts';
import { type Basis, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { risksOf } from '../credit/port.ts';
import { changeRows } from './changes.ts';
import { itemsOf } from './search.ts';
import { type ListingRow, listingRows } from './store.ts';

type Detail = ReplyOf<typeof readListing>;

async function pricesOf(tx: Tx, province: number, id: string): Promise<Detail['prices']> {
  const rows = await tx
    .selectFrom('listingPrice')
    .select(['fromAt as at', 'price', 'unitsPerPurchaseUnit', 'reason', 'evidence', 'basis'])
    .where('province', '=', province)
    .where('listingId', '=', id)
    .orderBy('version')
    .execute();
  return rows.map((row) => ({ ...row, basis: row.basis as Basis | null }));
}

async function originsOf(tx: Tx, province: number, id: string): Promise<Detail['origins']> {
  return tx
    .selectFrom('listingOrigin')
    .select(['platform', 'price', 'unitsPerPurchaseUnit', 'listedOn'])
    .where('province', '=', province)
    .where('listingId', '=', id)
    .orderBy('platform')
    .execute();
}

/** What all institutions agreed on and still buy at, on the purchase unit of today (JS-11: agreed prices are shown to others). */
async function othersAgreed(tx: Tx, province: number, id: string): Promise<Detail['othersAgreed']> {
  const { rows } = await sql<{
    institutions: number;
    low: Money | null;
    median: Money | null;
    high: Money | null;
  }>`
    select count(*)::integer as institutions, min(p.price) as low, max(p.price) as high,
      percentile_disc(0.5) within group (order by p.price) as median
    from (
      select trunc(a.price * l.units_per_purchase_unit / a.units_per_purchase_unit, 6) as price
      from agreed_price a
      join listing l on l.province = a.province and l.id = a.listing_id
      where a.province = ${province} and a.listing_id = ${id} and a.ended_at is null
    ) p`.execute(tx);
  return rows[0] ?? { institutions: 0, low: null, median: null, high: null };
}

async function audienceNames(tx: Tx, row: ListingRow): Promise<string[]> {
  const names: string[] = [];
  if (row.audienceAreas.length > 0) {
    const areas = await tx
      .selectFrom('jurisdiction')
      .select('name')
      .where('code', 'in', row.audienceAreas)
      .execute();
    names.push(...areas.map((each) => each.name));
  }
  if (row.audienceInstitutions.length > 0) {
    const own = await tx
      .selectFrom('organisation')
      .select('name')
      .where('id', 'in', row.audienceInstitutions)
      .orderBy('name')
      .limit(50)
      .execute();
    names.push(...own.map((each) => each.name));
  }
  return names;
}

async function successorOf(tx: Tx, province: number, row: ListingRow): Promise<string | null> {
  if (row.replacedBy === null) return null;
  const found = await tx
    .selectFrom('listing')
    .select('id')
    .where('province', '=', province)
    .where('jurisdiction', '=', row.jurisdiction)
    .where('itemCode', '=', row.replacedBy)
    .where('state', '<>', 'withdrawn')
    .executeTakeFirst();
  return found?.id ?? null;
}

/** What is said about who may buy, to an institution; nobody else buys. */
function buying(
  context: ActorContext,
  row: ListingRow,
): { mayBuy: boolean | null; mayBuyBasis: Basis | null } {
  const { actor, book, today: on } = context;
  if (actor.kind !== 'institution') return { mayBuy: null, mayBuyBasis: null };
  const buyer = buyerOf({ institutionId: actor.organisationId, jurisdiction: actor.jurisdiction, book, on });
  const { may, basis } = mayBuy(row, buyer, visibilityOf(book, buyer.platform, on));
  return { mayBuy: may, mayBuyBasis: basis };
}

const keepers = new Set(['bureau', 'operator', 'health', 'platform']);

/** One listing of the province with its history: prices are public (HN-16), changes under way are for those concerned. */
export async function readOne(
  context: ActorContext,
  { params }: Call<typeof readListing>,
): Promise<Result<Detail, 'listing.unknown'>> {
  const { actor, scope } = context;
  const { province } = scope;
  return reading(context.database.db, scope, async (tx) => {
    const row = await listingRows(tx, province)
      .select(['listing.source', 'listing.stateNote', 'listing.stateBasis'])
      .where('listing.id', '=', params.listingId)
      .executeTakeFirst();
    if (row === undefined) return refuse('listing.unknown');
    const [item] = await itemsOf(tx, context, [row]);
    assert(item !== undefined, 'one row is one item');
    const concerned = keepers.has(actor.kind) || row.manufacturerId === actor.organisationId;
    return ok({
      ...item,
      ...buying(context, row),
      platform: row.platform,
      source: row.source,
      certificateFlag: row.certificateFlag,
      replacedBy: row.replacedBy,
      replacedByListingId: await successorOf(tx, province, row),
      stateReason: row.stateReason,
      stateNote: row.stateNote,
      stateBasis: row.stateBasis as Basis | null,
      audience: await audienceNames(tx, row),
      prices: await pricesOf(tx, province, row.id),
      origins: await originsOf(tx, province, row.id),
      othersAgreed: await othersAgreed(tx, province, row.id),
      risks: await risksOf(tx, context, [row.manufacturerId]),
      changes: concerned
        ? await changeRows(tx, context)
            .where('listingChange.listingId', '=', row.id)
            .orderBy('listingChange.id', 'desc')
            .limit(50)
            .execute()
        : [],
    });
  });
}
