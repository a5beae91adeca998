import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { LowestShape } from '@daylight/api/linkage-shapes.ts';
import type { DutyItem, listPriceDuties, ownDeclarable, readPriceDuty } from '@daylight/api/linkage-duty.ts';
import { may } from '@daylight/rules/access/may.ts';
import { type DutyState, decisionsFor } from '@daylight/rules/linkage/duty.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type RawBuilder, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { filesOf } from '../evidence/port.ts';
import { reachOf } from '../supervision/port.ts';

const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Whose duties an actor sees: a firm its own, a bureau those of its jurisdiction; hospitals none. */
function readable({ actor }: ActorContext): RawBuilder<boolean> {
  if (actor.kind === 'manufacturer') return sql`d.manufacturer_id = ${actor.organisationId}`;
  if (actor.kind === 'institution') return sql`false`;
  return sql`d.jurisdiction like ${`${reachOf(actor.jurisdiction)}%`}`;
}

/** Those in which it is the asking side's turn. */
function turnOf({ actor }: ActorContext): RawBuilder<boolean> {
  return actor.kind === 'manufacturer'
    ? sql`d.state in ('open', 'overdue', 'suspended')`
    : sql`d.state in ('declared', 'contested', 'overdue')`;
}

const itemColumns = sql`d.id, d.number, d.listing_id as "listingId", l.number as "listingNumber",
  jsonb_build_object('itemCode', d.item_code, 'productName', c.product_name, 'specification', c.specification,
    'model', c.model, 'manufacturer', c.manufacturer) as product,
  jsonb_build_object('id', m.id, 'name', m.name) as manufacturer, d.jurisdiction, d.state, d.price,
  d.listing_price as "listingPrice", l.price as "priceNow", l.purchase_unit as "purchaseUnit",
  d.units_per_purchase_unit as "unitsPerPurchaseUnit", d.effective_from as "effectiveFrom", d.opened_at as "openedAt",
  d.statutory_due_at as "statutoryDueAt", d.due_at as "dueAt", d.provisional, d.basis, d.declared_at as "declaredAt",
  coalesce(d.declared_at >= d.due_at, d.state = 'overdue') as late, d.suspended, d.version`;
const itemTables = sql`price_duty d
  join listing l on l.province = d.province and l.id = d.listing_id
  join catalogue_item c on c.item_code = d.item_code
  join organisation m on m.id = d.manufacturer_id`;

export async function dutyItems(
  tx: Tx,
  context: ActorContext,
  conditions: readonly RawBuilder<boolean>[],
  { order, limit }: { readonly order: RawBuilder<unknown>; readonly limit: number },
): Promise<readonly DutyItem[]> {
  const { rows } = await sql<DutyItem>`
    select ${itemColumns} from ${itemTables}
    where d.province = ${context.scope.province} and ${readable(context)} and ${sql.join(conditions, sql` and `)}
    order by ${order} limit ${limit}`.execute(tx);
  return rows;
}

export function waitingDuties(tx: Tx, context: ActorContext, limit: number): Promise<readonly DutyItem[]> {
  return dutyItems(tx, context, [turnOf(context)], { order: sql`d.due_at, d.id`, limit });
}

const shows = {
  running: sql<boolean>`d.state not in ('fulfilled', 'dismissed')`,
  ended: sql<boolean>`d.state in ('fulfilled', 'dismissed')`,
  all: sql<boolean>`true`,
} as const;

export function listDuties(
  context: ActorContext,
  { query }: Call<typeof listPriceDuties>,
): Promise<Result<ReplyOf<typeof listPriceDuties>, never>> {
  const { show, state, listingId, cursor, limit } = query;
  const conditions = [
    show === 'mine' ? turnOf(context) : shows[show],
    ...(state === undefined ? [] : [sql<boolean>`d.state = ${state}`]),
    ...(listingId === undefined ? [] : [sql<boolean>`d.listing_id = ${listingId}::uuid`]),
    ...(uuidForm.test(cursor ?? '') ? [sql<boolean>`d.id < ${cursor}::uuid`] : []),
  ];
  return reading(context.database.db, context.scope, async (tx) => {
    const rows = await dutyItems(tx, context, conditions, { order: sql`d.id desc`, limit: limit + 1 });
    const { rows: mine } = await sql<{ count: number }>`
      select count(*) from price_duty d
      where d.province = ${context.scope.province} and ${readable(context)} and ${turnOf(context)}`.execute(
      tx,
    );
    const items = rows.slice(0, limit);
    return ok({
      items,
      next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
      mine: mine[0]?.count ?? 0,
    });
  });
}

interface More {
  readonly lowest: LowestShape;
  readonly basis: Basis;
  readonly statement: string | null;
  readonly note: string | null;
  readonly decidedAt: DutyItem['openedAt'] | null;
  readonly decidedBy: string | null;
}

export function readDuty(
  context: ActorContext,
  { params }: Call<typeof readPriceDuty>,
): Promise<Result<ReplyOf<typeof readPriceDuty>, 'linkage.dutyUnknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const conditions = [sql<boolean>`d.id = ${params.dutyId}::uuid`];
    const [item] = await dutyItems(tx, context, conditions, { order: sql`d.id`, limit: 1 });
    if (item === undefined) return refuse('linkage.dutyUnknown');
    const { rows } = await sql<More>`
      select d.lowest, d.basis, d.statement, d.note, d.decided_at as "decidedAt", a.name as "decidedBy"
      from price_duty d left join account a on a.id = d.decided_by
      where d.province = ${context.scope.province} and d.id = ${item.id}::uuid`.execute(tx);
    const [more] = rows;
    if (more === undefined) return refuse('linkage.dutyUnknown');
    const alike = await alikeOf(tx, context, { ...item, decidedAt: more.decidedAt });
    const files = await filesOf(tx, context.scope.province, [{ kind: 'price-duty', id: item.id }]);
    const state: DutyState = item.state;
    const { actor } = context;
    return ok({
      ...item,
      ...more,
      alike: [...alike],
      files: [...(files.get(`price-duty:${item.id}`) ?? [])],
      decisions: may(actor, 'linkage.verify') ? [...decisionsFor({ ...item, state })] : [],
      mayAnswer:
        actor.organisationId === item.manufacturer.id &&
        may(actor, 'linkage.declare') &&
        (state === 'open' || state === 'overdue' || state === 'suspended'),
    });
  });
}

type Alike = ReplyOf<typeof readPriceDuty>['alike'];

/** What else is running about the same product of the same firm, or was decided together, one for each directory. */
async function alikeOf(
  tx: Tx,
  context: ActorContext,
  item: DutyItem & Pick<More, 'decidedAt'>,
): Promise<Alike> {
  const { rows } = await sql<Alike[number]>`
    select d.id, d.number, j.name as place, d.state, d.listing_price as "listingPrice", d.price
    from price_duty d join jurisdiction j on j.code = d.jurisdiction
    where d.province = ${context.scope.province} and ${readable(context)}
      and d.item_code = ${item.product.itemCode} and d.manufacturer_id = ${item.manufacturer.id}::uuid
      and d.id <> ${item.id}::uuid
      and (${shows.running} or d.decided_at = ${item.decidedAt}::timestamptz)
    order by d.jurisdiction, d.id limit 100`.execute(tx);
  return rows;
}

/** Own listings for the form of a declaration, by code. */
export function declarable(
  context: ActorContext,
  { query }: Call<typeof ownDeclarable>,
): Promise<Result<ReplyOf<typeof ownDeclarable>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = tx
      .selectFrom('listing')
      .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
      .select(['listing.id', 'listing.number', 'listing.itemCode', 'item.productName', 'item.specification'])
      .select(['listing.price', 'listing.purchaseUnit', 'listing.unitsPerPurchaseUnit'])
      .where('listing.province', '=', context.scope.province)
      .where('listing.manufacturerId', '=', context.actor.organisationId)
      .where('listing.state', '<>', 'withdrawn')
      .where('listing.form', 'in', ['sunshine', 'alliance'])
      .orderBy('listing.id')
      .limit(200);
    if (query.code !== undefined && query.code !== '')
      rows = rows.where('listing.itemCode', 'like', `${query.code.toUpperCase().replaceAll(/[%_\\]/g, '')}%`);
    return ok({ items: await rows.execute() });
  });
}
