import type * as api from '@daylight/api/bidding-coordination.ts';
import type { CoordinationLineItem, PriceCoordination } from '@daylight/api/bidding-coordination.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { type Money, add, zero } from '@daylight/rules/money.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { type RawBuilder, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import type { ItemMeasure } from './coordination-count.ts';

/** Above for as long as the price is: a mark goes by itself when the listing comes down. */
const isAboveNow = sql<boolean>`(n.above and l.state <> 'withdrawn'
  and l.price * n.units_per_purchase_unit > n.target * l.units_per_purchase_unit)`;

/** Whose coordinations an actor sees: an enterprise those that ask something of it, a bureau those of its jurisdiction. */
function readable({ actor }: ActorContext): RawBuilder<boolean> {
  if (actor.kind === 'manufacturer')
    return sql`c.state in ('asked', 'ended') and exists (select from coordination_line m where m.province = c.province
      and m.coordination_id = c.id and m.manufacturer_id = ${actor.organisationId}::uuid and m.sent)`;
  const reach = actor.jurisdiction.replace(/(00)+$/, '');
  return sql`(c.jurisdiction like ${`${reach}%`} or ${actor.jurisdiction} like (regexp_replace(c.jurisdiction, '(00)+$', '') || '%'))`;
}

/** Lines of others are nobody's business but the bureau's. */
function ownLines({ actor }: ActorContext): RawBuilder<boolean> {
  return actor.kind === 'manufacturer'
    ? sql`(n.manufacturer_id = ${actor.organisationId}::uuid and n.sent)`
    : sql`true`;
}

interface Asked {
  readonly conditions: readonly RawBuilder<boolean>[];
  readonly limit: number;
}

async function itemsOf(
  tx: Tx,
  context: ActorContext,
  { conditions, limit }: Asked,
): Promise<readonly PriceCoordination[]> {
  const { rows } = await sql<PriceCoordination>`
    select c.id, c.number, jsonb_build_object('id', t.id, 'number', t.number, 'title', t.title) as tender, c.state, c.measure,
      c.due_at as "dueAt", c.provisional, s.lines, s.manufacturers, s.open, s.lowered, s.above, s.effect, s.reached,
      c.entered_at as "enteredAt", c.version
    from price_coordination c
    join tender t on t.province = c.province and t.id = c.tender_id
    cross join lateral (
      select count(*)::int as lines, count(distinct n.manufacturer_id)::int as manufacturers,
        count(*) filter (where n.state = 'asked')::int as open, count(*) filter (where n.state = 'lowered')::int as lowered,
        count(*) filter (where ${isAboveNow})::int as above, coalesce(sum(n.effect), 0)::numeric(18, 2) as effect,
        coalesce(sum(round((n.price - n.offered) * n.quantity, 2)) filter (where n.state = 'lowered'), 0)::numeric(18, 2)
          as reached
      from coordination_line n join listing l on l.province = n.province and l.id = n.listing_id
      where n.province = c.province and n.coordination_id = c.id and ${ownLines(context)}
    ) s
    where c.province = ${context.scope.province} and ${readable(context)} and ${sql.join(conditions, sql` and `)}
    order by c.id desc limit ${limit}`.execute(tx);
  return rows;
}

const idForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

export function listCoordinations(
  context: ActorContext,
  { query }: Call<typeof api.listCoordinations>,
): Promise<Result<ReplyOf<typeof api.listCoordinations>, never>> {
  const { state, tenderId, cursor, limit } = query;
  const conditions = [
    sql<boolean>`true`,
    ...(state === undefined ? [] : [sql<boolean>`c.state = ${state}`]),
    ...(tenderId === undefined ? [] : [sql<boolean>`c.tender_id = ${tenderId}::uuid`]),
    ...(idForm.test(cursor ?? '') ? [sql<boolean>`c.id < ${cursor}::uuid`] : []),
  ];
  return reading(context.database.db, context.scope, async (tx) => {
    const rows = await itemsOf(tx, context, { conditions, limit: limit + 1 });
    const items = rows.slice(0, limit);
    return ok({ items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null });
  });
}

interface More {
  readonly basis: Basis & { readonly isDefault: boolean };
  readonly items: readonly ItemMeasure[];
  readonly boughtFrom: string;
  readonly boughtBefore: string;
  readonly enteredBy: string;
  readonly enteredById: string;
  readonly sentBy: string | null;
  readonly sentAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly note: string;
  readonly jurisdiction: string;
}
type Read = ReplyOf<typeof api.readCoordination>;

export function readCoordination(
  context: ActorContext,
  { params }: Call<typeof api.readCoordination>,
): Promise<Result<Read, 'bidding.coordinationUnknown'>> {
  const { actor, scope } = context;
  return reading(context.database.db, scope, async (tx) => {
    const conditions = [sql<boolean>`c.id = ${params.coordinationId}::uuid`];
    const [item] = await itemsOf(tx, context, { conditions, limit: 1 });
    if (item === undefined) return refuse('bidding.coordinationUnknown');
    const { rows } = await sql<More>`
      select c.basis, c.items, c.bought_from as "boughtFrom", c.bought_before as "boughtBefore", e.name as "enteredBy",
        c.entered_by as "enteredById", s.name as "sentBy", c.sent_at as "sentAt", c.ended_at as "endedAt", c.note,
        c.jurisdiction
      from price_coordination c
      join account e on e.id = c.entered_by
      left join account s on s.id = c.sent_by
      where c.province = ${scope.province} and c.id = ${item.id}::uuid`.execute(tx);
    const [more] = rows;
    if (more === undefined) return refuse('bidding.coordinationUnknown');
    const { basis, enteredById, jurisdiction, items, ...shown } = more;
    const { isDefault, ...article } = basis;
    return ok({
      ...item,
      ...(shown as Pick<
        Read,
        'boughtFrom' | 'boughtBefore' | 'enteredBy' | 'sentBy' | 'sentAt' | 'endedAt' | 'note'
      >),
      basis: article,
      isDefault,
      items: await sumsOf(tx, context, item.id, items),
      maySend:
        item.state === 'counted' &&
        may(actor, 'bidding.sendCoordination') &&
        jurisdiction === actor.jurisdiction &&
        enteredById !== actor.accountId,
      mayAnswer:
        may(actor, 'bidding.answerCoordination') && (item.state === 'asked' || item.state === 'ended'),
    });
  });
}

async function sumsOf(
  tx: Tx,
  context: ActorContext,
  id: string,
  items: readonly ItemMeasure[],
): Promise<Read['items']> {
  const { rows } = await sql<{ item: string; lines: number; effect: Money }>`
    select n.item, count(*)::int as lines, sum(n.effect)::numeric(18, 2) as effect from coordination_line n
    where n.province = ${context.scope.province} and n.coordination_id = ${id}::uuid and ${ownLines(context)}
    group by n.item`.execute(tx);
  const sums = new Map(rows.map((row) => [row.item, row]));
  return items.flatMap(({ item, name, unit, price }) => {
    const sum = sums.get(item);
    return sum === undefined
      ? []
      : [{ item, name, unit, price, lines: sum.lines, effect: add(zero, sum.effect) }];
  });
}

export function listLines(
  context: ActorContext,
  { params, query }: Call<typeof api.listCoordinationLines>,
): Promise<Result<ReplyOf<typeof api.listCoordinationLines>, 'bidding.coordinationUnknown'>> {
  const { province } = context.scope;
  const { state, above, cursor, limit } = query;
  const after = idForm.test(cursor ?? '') ? (cursor ?? null) : null;
  return reading(context.database.db, context.scope, async (tx) => {
    const conditions = [sql<boolean>`c.id = ${params.coordinationId}::uuid`];
    const [item] = await itemsOf(tx, context, { conditions, limit: 1 });
    if (item === undefined) return refuse('bidding.coordinationUnknown');
    const { rows } = await sql<CoordinationLineItem>`
      select n.listing_id as "listingId", l.number as "listingNumber", n.item_code as "itemCode",
        i.product_name as "productName", i.specification, jsonb_build_object('id', m.id, 'name', m.name) as manufacturer,
        n.item, n.price, l.price as "priceNow", n.target, n.offered, l.purchase_unit as "purchaseUnit", n.quantity, n.effect,
        n.state, n.reason, n.answered_at as "answeredAt", ${isAboveNow} as above
      from coordination_line n
      join listing l on l.province = n.province and l.id = n.listing_id
      join catalogue_item i on i.item_code = n.item_code
      join organisation m on m.id = n.manufacturer_id
      where n.province = ${province} and n.coordination_id = ${item.id}::uuid and ${ownLines(context)}
        and (${state ?? null}::text is null or n.state = ${state ?? null})
        and (${above ?? null}::text is null or ${isAboveNow} = (${above ?? null} = 'true'))
        and (${after}::uuid is null or n.listing_id > ${after}::uuid)
      order by n.listing_id limit ${limit + 1}`.execute(tx);
    const items = rows.slice(0, limit);
    return ok({ items, next: rows.length > limit ? (items.at(-1)?.listingId ?? null) : null });
  });
}

const todosMax = 10;

/** What waits: a bureau's second person sends, an enterprise answers in time. */
export async function coordinationTodos(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const { actor, scope } = context;
  const answers = may(actor, 'bidding.answerCoordination');
  const sends = may(actor, 'bidding.sendCoordination');
  if (!answers && !sends) return [];
  const { rows } = await sql<{
    id: string;
    number: string;
    title: string;
    dueAt: Instant | null;
    provisional: boolean;
  }>`
    select c.id, c.number, t.title, c.due_at as "dueAt", c.provisional from price_coordination c
    join tender t on t.province = c.province and t.id = c.tender_id
    where c.province = ${scope.province} and ${
      answers
        ? sql`c.state = 'asked' and exists (select from coordination_line n where n.province = c.province
            and n.coordination_id = c.id and n.manufacturer_id = ${actor.organisationId}::uuid and n.sent and n.state = 'asked')`
        : sql`c.state = 'counted' and c.jurisdiction = ${actor.jurisdiction} and c.entered_by <> ${actor.accountId}::uuid`
    } order by c.id limit ${todosMax}`.execute(tx);
  return rows.map(({ id, number, title, dueAt, provisional }) => ({
    id: `bidding.coordination-${id}`,
    kind: 'bidding.coordination',
    title: answers
      ? { zh: '答复同类产品价格协同', en: 'Answer a coordination of prices' }
      : { zh: '审核并发出价格协同', en: 'Send a coordination of prices' },
    detail: { zh: `${title} · ${number}`, en: `${title} · ${number}` },
    dueAt,
    provisional,
    basis: biddingBasis.coordinated,
    href: `/price-coordinations/${id}`,
    tone: answers ? ('warning' as const) : ('notice' as const),
  }));
}

export interface AboveCoordination {
  readonly coordinationId: string;
  readonly number: string;
  /** Yuan per purchase unit in the pack in which it was asked. */
  readonly target: Money;
}

/** Listings that stand above coordination now, by id (JS-24). */
export async function aboveCoordination(
  tx: Tx,
  province: number,
  listingIds: readonly string[],
): Promise<ReadonlyMap<string, AboveCoordination>> {
  if (listingIds.length === 0) return new Map();
  const { rows } = await sql<AboveCoordination & { listingId: string }>`
    select distinct on (n.listing_id) n.listing_id as "listingId", c.id as "coordinationId", c.number, n.target
    from coordination_line n
    join price_coordination c on c.province = n.province and c.id = n.coordination_id
    join listing l on l.province = n.province and l.id = n.listing_id
    where n.province = ${province} and n.listing_id = any(${[...listingIds]}::uuid[]) and ${isAboveNow}
    order by n.listing_id, c.id desc`.execute(tx);
  return new Map(rows.map(({ listingId, ...above }) => [listingId, above]));
}
