import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { drawProducts, listProducts, saveProduct } from '@daylight/api/tender-plan.ts';
import type { Money } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import type { TenderState } from '@daylight/rules/tender/state.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { changing, outcomeOf, saveTender } from './changing.ts';
import { type TenderFacts, readTender, tenderItems } from './store.ts';

/** Until volumes are locked the products may change; then institutions have reported for them. */
const drawable: readonly TenderState[] = ['draft', 'planned', 'reporting'];

export interface ProductCode {
  readonly itemCode: string;
  readonly purchaseUnit: string;
  readonly unitsPerPurchaseUnit: number;
}
interface Drawn {
  readonly item: string;
  readonly manufacturerId: string;
  readonly productCode: string;
  readonly name: string;
  readonly specification: string;
  readonly class: string;
  readonly codes: readonly ProductCode[];
  readonly ownLowest: Money;
}

/**
 * What enterprises offer in the directory of the province for each item: one product per enterprise and 20-digit code, with
 * its own lowest listing price per unit of the item. An item counted in purchase units is not divided.
 */
export async function drawn(tx: Tx, tender: Pick<TenderFacts, 'province' | 'id'>): Promise<Drawn[]> {
  const { rows } = await sql<Drawn>`
    with offered as (
      select i.item, l.manufacturer_id, left(l.item_code, 20) as product_code, l.item_code, l.purchase_unit, l.class,
        case when i.unit = l.purchase_unit and i.unit <> l.smallest_unit then 1 else l.units_per_purchase_unit end as units,
        l.price, c.product_name, c.specification
      from tender_item i
      cross join unnest(i.code_prefixes) as own (prefix)
      join listing l on l.province = i.province and l.item_code like own.prefix || '%' and l.state = 'listed'
        and l.form = 'sunshine'
      join catalogue_item c on c.item_code = l.item_code
      where i.province = ${tender.province} and i.tender_id = ${tender.id} and i.state = 'running'
    )
    select item, manufacturer_id, product_code, (array_agg(product_name order by item_code))[1] as name,
      case when count(distinct specification) = 1 then min(specification) else '' end as specification,
      min(class) as class, round(min(price / units), 6) as own_lowest,
      jsonb_agg(distinct jsonb_build_object('itemCode', item_code, 'purchaseUnit', purchase_unit,
        'unitsPerPurchaseUnit', units)) as codes
    from offered
    group by item, manufacturer_id, product_code
    order by item, manufacturer_id, product_code`.execute(tx);
  return rows;
}

const keyOf = (item: string, manufacturerId: string, codes: readonly ProductCode[]): string =>
  `${item}/${manufacturerId}/${codes[0]?.itemCode.slice(0, 20) ?? ''}`;

/** Draws them anew: what is gone from the directory goes, what an organiser set on a product stays. */
export async function redraw(tx: Tx, context: Context, tender: TenderFacts): Promise<Drawn[]> {
  const found = await drawn(tx, tender);
  const before = await tx
    .selectFrom('tenderProduct')
    .select(['id', 'item', 'manufacturerId', 'codes', 'prices'])
    .where('province', '=', tender.province)
    .where('tenderId', '=', tender.id)
    .execute();
  const known = new Map(
    before.map((row) => [keyOf(row.item, row.manufacturerId, row.codes as readonly ProductCode[]), row]),
  );
  const rows = found.map((each) => {
    const old = known.get(keyOf(each.item, each.manufacturerId, each.codes));
    const prices = { ...(old?.prices as Record<string, string> | undefined), ownLowest: each.ownLowest };
    return {
      id: old?.id ?? context.newId(),
      item: each.item,
      manufacturer_id: each.manufacturerId,
      name: each.name,
      specification: each.specification,
      class: each.class,
      codes: each.codes,
      prices,
    };
  });
  await tx
    .deleteFrom('tenderProduct')
    .where('province', '=', tender.province)
    .where('tenderId', '=', tender.id)
    .where('id', 'not in', [tender.id, ...rows.map(({ id }) => id)])
    .execute();
  await sql`
    insert into tender_product as p (province, id, tender_id, item, organiser_id, partners, is_public, manufacturer_id, name,
      specification, class, codes, prices)
    select ${tender.province}::smallint, n.id, ${tender.id}::uuid, n.item, ${tender.organiserId}::uuid,
      ${tender.partners}::uuid[], ${tender.isPublic}, n.manufacturer_id, n.name, n.specification, n.class, n.codes, n.prices
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, item text, manufacturer_id uuid, name text,
      specification text, class text, codes jsonb, prices jsonb)
    on conflict (province, id) do update set name = excluded.name, specification = excluded.specification,
      class = excluded.class, codes = excluded.codes, prices = excluded.prices`.execute(tx);
  return found;
}

export function draw(
  context: ActorContext,
  { params, body }: Call<typeof drawProducts>,
): Answered<typeof drawProducts> {
  return command(context, async (unit) => {
    const found = await changing(unit, context, {
      id: params.tenderId,
      version: body.version,
      states: drawable,
    });
    if (!found.ok) return found;
    const tender = found.value;
    const items = await tenderItems(unit.tx, tender.province, tender.id);
    if (items.length === 0) return refuse('tender.noItems', { basis: articles.plan });
    const products = await redraw(unit.tx, context, tender);
    const saved = await saveTender(unit.tx, tender, {});
    const manufacturers = new Set(products.map(({ manufacturerId }) => manufacturerId)).size;
    unit.record({
      event: 'tender.productsDrawn',
      subject: { kind: 'tender', id: tender.id },
      basis: [articles.units],
      after: { number: tender.number, products: products.length, manufacturers },
      readers: [tender.organiserId, ...tender.partners],
    });
    return ok({ ...outcomeOf(saved), products: products.length, manufacturers });
  });
}

export function saveOne(
  context: ActorContext,
  { params, body }: Call<typeof saveProduct>,
): Answered<typeof saveProduct> {
  return command(context, async (unit) => {
    const found = await changing(unit, context, {
      id: params.tenderId,
      version: body.version,
      states: drawable,
    });
    if (!found.ok) return found;
    const tender = found.value;
    const { features, comparisonUnits, parts, prices } = body;
    const row = await unit.tx
      .updateTable('tenderProduct')
      .set({
        features,
        comparisonUnits,
        parts: JSON.stringify(parts),
        prices: JSON.stringify(prices),
      })
      .where('province', '=', tender.province)
      .where('tenderId', '=', tender.id)
      .where('id', '=', params.productId)
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) return refuse('tender.productUnknown');
    const saved = await saveTender(unit.tx, tender, {});
    unit.record({
      event: 'tender.productSaved',
      subject: { kind: 'tender', id: tender.id },
      basis: [articles.units],
      after: { number: tender.number, productId: row.id, features, comparisonUnits, parts, prices },
      readers: [tender.organiserId, ...tender.partners],
    });
    return ok(outcomeOf(saved));
  });
}

type ProductView = ReplyOf<typeof listProducts>['items'][number];

export async function products(
  context: ActorContext,
  { params, query }: Call<typeof listProducts>,
): Promise<Result<ReplyOf<typeof listProducts>, 'tender.unknown'>> {
  const { scope } = context;
  const after = /^[0-9a-f-]{36}$/.exec(query.cursor ?? '')?.[0];
  return reading(context.database.db, scope, async (tx) => {
    if ((await readTender(tx, scope.province, params.tenderId)) === null) return refuse('tender.unknown');
    const rows = await tx
      .selectFrom('tenderProduct as product')
      .innerJoin('organisation as maker', 'maker.id', 'product.manufacturerId')
      .innerJoin('tenderItem as item', (join) =>
        join
          .onRef('item.province', '=', 'product.province')
          .onRef('item.tenderId', '=', 'product.tenderId')
          .onRef('item.item', '=', 'product.item'),
      )
      .select([
        'product.id',
        'product.item',
        'item.name as itemName',
        'product.name',
        'product.specification',
      ])
      .select([
        'product.features',
        'product.comparisonUnits',
        'product.codes',
        'product.parts',
        'product.prices',
      ])
      .select(['maker.id as makerId', 'maker.name as makerName'])
      .where('product.province', '=', scope.province)
      .where('product.tenderId', '=', params.tenderId)
      .$if(query.item !== undefined, (wanted) => wanted.where('product.item', '=', query.item ?? ''))
      .$if(after !== undefined, (wanted) => wanted.where('product.id', '>', after ?? ''))
      .orderBy('product.id')
      .limit(query.limit + 1)
      .execute();
    const items = rows.slice(0, query.limit).map(({ makerId, makerName, ...row }): ProductView => ({
      ...row,
      manufacturer: { id: makerId, name: makerName },
      codes: row.codes as ProductView['codes'],
      parts: row.parts as unknown as ProductView['parts'],
      prices: row.prices as unknown as ProductView['prices'],
    }));
    return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}
