import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listPriceAdjustments } from '@daylight/api/linkage.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import { isInstant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';

type Item = ReplyOf<typeof listPriceAdjustments>['items'][number];
interface Row extends Omit<Item, 'key' | 'basis'> {
  readonly version: number;
  readonly basis: Basis | null;
}

/** JS-13b 及时公布价格信息: every change of a listing price with its reason and document, for anyone. */
export async function priceAdjustments(
  context: Context,
  { query }: Call<typeof listPriceAdjustments>,
): Promise<Result<ReplyOf<typeof listPriceAdjustments>, never>> {
  const province = Number(query.jurisdiction.slice(0, 2));
  const [at, listingId, version] = valuesOf(query.cursor, 3) ?? [];
  const isPlace = at !== undefined && isInstant(at) && /^[0-9a-f-]{36}$/.test(listingId ?? '');
  const after =
    isPlace && /^\d{1,9}$/.test(version ?? '')
      ? sql`and (p.from_at, p.listing_id, p.version) < (${at}::timestamptz, ${listingId}::uuid, ${Number(version)})`
      : sql``;
  const reason =
    query.reason === undefined
      ? sql`and p.reason not in ('listed', 'imported')`
      : sql`and p.reason = ${query.reason}`;
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    const { rows } = await sql<Row>`
      select p.listing_id as "listingId", p.version, l.number, c.product_name as "productName", c.specification,
        m.name as manufacturer, p.from_at as at, b.price as "priceFrom", p.price, l.purchase_unit as "purchaseUnit",
        p.units_per_purchase_unit as "unitsPerPurchaseUnit", p.reason, p.evidence, p.basis
      from listing_price p
      join listing l on l.province = p.province and l.id = p.listing_id
      join catalogue_item c on c.item_code = l.item_code
      join organisation m on m.id = l.manufacturer_id
      left join lateral (
        select b.price from listing_price b
        where b.province = p.province and b.listing_id = p.listing_id and b.version < p.version
        order by b.version desc limit 1
      ) b on true
      where p.province = ${province} and l.form <> 'filing' ${reason} ${after}
      order by p.from_at desc, p.listing_id desc, p.version desc limit ${query.limit + 1}`.execute(tx);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return ok({
      items: shown.map(({ version: each, ...row }) => ({ ...row, key: `${row.listingId}-${each}` })),
      next:
        rows.length > query.limit && last !== undefined
          ? cursorOf([last.at, last.listingId, String(last.version)])
          : null,
    });
  });
}
