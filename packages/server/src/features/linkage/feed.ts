import { feedFormat, type readPriceFeed } from '@daylight/api/linkage-source.ts';
import type { FeedEntry } from '@daylight/api/linkage-source.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { reading, writing } from '../../db.ts';
import type { Call } from '../../route.ts';
import { touch } from './add.ts';
import { ownKind } from './records.ts';

const batch = 500;

interface Told {
  readonly id: string;
  readonly itemCode: string;
}

/**
 * Puts every version of a listing that is not told yet into the feed, and notes its item: whether a price here fell or a
 * product is new, its listings are compared again. Returns how many were told.
 */
export async function tellFeed(context: Context): Promise<number> {
  const { scope, today } = context;
  const isDue = await reading(context.database.db, scope, (tx) =>
    tx
      .selectFrom('listing')
      .select('id')
      .where('province', '=', scope.province)
      .whereRef('feedVersion', '<>', 'version')
      .limit(1)
      .executeTakeFirst(),
  );
  if (isDue === undefined) return 0;
  const told = await writing<number, never>(context.database.db, scope, async (tx) => {
    const { rows: due } = await sql<Told>`
      select id, item_code as "itemCode" from listing where province = ${scope.province} and feed_version <> version
      order by id limit ${batch} for update skip locked`.execute(tx);
    const ids = due.map((each) => each.id);
    await sql`
      insert into price_feed (province, id, listing_id, version, item_code, jurisdiction, kind, price, purchase_unit,
        units_per_purchase_unit, effective_from, ended_on, contract)
      select l.province, n.id, l.id, l.version, l.item_code, l.jurisdiction, ${ownKind}, l.price, l.purchase_unit,
        l.units_per_purchase_unit,
        coalesce((select case when count(*) = 1 then l.listed_on else (max(p.from_at) at time zone 'Asia/Shanghai')::date end
          from listing_price p where p.province = l.province and p.listing_id = l.id), l.listed_on),
        case when l.state <> 'listed' then ${today}::date end,
        case when l.form = 'alliance' then l.source end
      from unnest(${ids}::uuid[], ${ids.map(() => context.newId())}::uuid[]) as n (listing_id, id)
      join listing l on l.province = ${scope.province} and l.id = n.listing_id
      on conflict (province, listing_id, version) do nothing`.execute(tx);
    await sql`
      update listing set feed_version = version
      where province = ${scope.province} and id = any(${ids}::uuid[])`.execute(tx);
    await touch(
      tx,
      context,
      due.map(({ itemCode }) => ({ itemCode, effectiveFrom: today })),
    );
    return ok(due.length);
  });
  return told.ok ? told.value : 0;
}

interface Row extends Omit<FeedEntry, 'id'> {
  readonly tx: string;
  readonly place: string;
  readonly listingId: string;
}

const beginning = ['0', '00000000-0000-0000-0000-000000000000'] as const;

/**
 * Listing prices in an order that no late commit can disturb: by the number of the transaction, and only of transactions
 * that are over with everything begun before them. A reader that keeps `next` misses nothing and reads nothing twice.
 */
export async function priceFeed(
  context: Context,
  { query }: Call<typeof readPriceFeed>,
): Promise<Result<ReplyOf<typeof readPriceFeed>, 'linkage.cursorUnknown'>> {
  const province = Number(query.jurisdiction.slice(0, 2));
  const place = query.cursor === undefined ? beginning : valuesOf(query.cursor, 2);
  const [tx, id] = place ?? [];
  if (tx === undefined || !/^\d{1,19}$/.test(tx) || !/^[0-9a-f-]{36}$/.test(id ?? ''))
    return refuse('linkage.cursorUnknown', { field: 'cursor' });
  const rows = await reading(context.database.db, { ...context.scope, province }, async (db) => {
    const found = await sql<Row>`
      select f.tx::text as tx, f.id as place, f.listing_id as "listingId", f.version, f.item_code as "itemCode",
        f.jurisdiction, f.kind, f.price, f.purchase_unit as "purchaseUnit",
        f.units_per_purchase_unit as "unitsPerPurchaseUnit", f.effective_from as "effectiveFrom",
        f.ended_on as "endedOn", f.contract
      from price_feed f
      where f.province = ${province} and (f.tx, f.id) > (${tx}::xid8, ${id}::uuid)
        and f.tx < pg_snapshot_xmin(pg_current_snapshot())
      order by f.tx, f.id limit ${query.limit + 1}`.execute(db);
    return found.rows;
  });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return ok({
    format: feedFormat,
    jurisdiction: `${String(province).padStart(2, '0')}0000`,
    items: shown.map(entryOf),
    next: last === undefined ? cursorOf([tx, id ?? '']) : cursorOf([last.tx, last.place]),
    more: rows.length > query.limit,
  });
}

function entryOf(row: Row): FeedEntry {
  return {
    id: row.listingId,
    version: row.version,
    itemCode: row.itemCode,
    jurisdiction: row.jurisdiction,
    kind: row.kind,
    price: row.price,
    purchaseUnit: row.purchaseUnit,
    unitsPerPurchaseUnit: row.unitsPerPurchaseUnit,
    effectiveFrom: row.effectiveFrom,
    endedOn: row.endedOn,
    contract: row.contract,
  };
}
