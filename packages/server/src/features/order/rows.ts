import type { OrderSummary, listOrders } from '@daylight/api/order-read.ts';
import type { QueryOf } from '@daylight/api/endpoint.ts';
import type { Actor } from '@daylight/rules/access/may.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { type Instant, addDays, isInstant, shanghaiMoment } from '@daylight/rules/time.ts';
import { type RawBuilder, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';

const none = sql<boolean>`true`;

/**
 * Whose orders an actor sees: its own as institution or distributor, those with its products as manufacturer, those of
 * its jurisdiction as supervisor. `p` is the order; `of` is the row whose own columns name the two sides, so that a list of
 * deliveries is found by its own index.
 */
export function readable(actor: Actor, of: 'p' | 's' = 'p'): RawBuilder<boolean> {
  const own = actor.organisationId;
  switch (actor.kind) {
    case 'institution':
      return sql`${sql.ref(`${of}.institution_id`)} = ${own}`;
    case 'distributor':
      return sql`${sql.ref(`${of}.distributor_id`)} = ${own}`;
    case 'manufacturer':
      return sql`exists (select 1 from order_line m where m.province = p.province and m.order_id = p.id
        and m.manufacturer_id = ${own})`;
    case 'bureau':
    case 'health':
    case 'operator':
    case 'fund':
    case 'platform':
      return sql`p.jurisdiction like ${`${actor.jurisdiction.replace(/(?:00)+$/, '')}%`}`;
    case 'witness':
      return sql`false`;
  }
}

/** A manufacturer sees its own lines only; everybody else who sees an order sees all of them. `l` is the line. */
export function readableLines(actor: Actor): RawBuilder<boolean> {
  return actor.kind === 'manufacturer' ? sql`l.manufacturer_id = ${actor.organisationId}` : none;
}

export interface SummaryRow {
  id: string;
  number: string;
  institutionId: string;
  institution: string;
  distributorId: string;
  distributor: string;
  state: OrderSummary['state'];
  urgency: OrderSummary['urgency'];
  amount: Money;
  lineCount: number;
  placedAt: Instant;
  dueAt: Instant | null;
  dueKind: OrderSummary['dueKind'];
  dueProvisional: boolean;
  dueBasis: Basis | null;
  confirmOverdueAt: Instant | null;
  lateAt: Instant | null;
  firstProduct: string | null;
  clientReference: string;
  version: number;
}

type Filters = Omit<QueryOf<typeof listOrders>, 'cursor' | 'limit' | 'sort'>;

const openStates = ['waiting-approval', 'placed', 'confirmed', 'shipping'];

function conditions(filters: Filters): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [];
  const { state, open, urgency, late, from, until, institutionId, distributorId } = filters;
  if (state !== undefined) parts.push(sql`and p.state = any(${[...state]}::text[])`);
  if (open !== undefined) parts.push(sql`and (p.state = any(${openStates}::text[])) = ${open === 'true'}`);
  if (urgency !== undefined) parts.push(sql`and p.urgency = ${urgency}`);
  if (late !== undefined) parts.push(sql`and (p.late_at is not null) = ${late === 'true'}`);
  // Ids carry their time, so a period is a range of ids and of partitions.
  if (from !== undefined)
    parts.push(sql`and p.id >= app.uuid_floor(${shanghaiMoment(from, '00:00')}::timestamptz)`);
  if (until !== undefined) {
    parts.push(sql`and p.id < app.uuid_floor(${shanghaiMoment(addDays(until, 1), '00:00')}::timestamptz)`);
  }
  if (institutionId !== undefined) parts.push(sql`and p.institution_id = ${institutionId}`);
  if (distributorId !== undefined) parts.push(sql`and p.distributor_id = ${distributorId}`);
  if (filters.text !== undefined && filters.text !== '') parts.push(textCondition(filters.text));
  return sql.join(parts, sql` `);
}

function textCondition(text: string): RawBuilder<unknown> {
  const like = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql`and (p.number ilike ${like} or p.client_reference = ${text} or exists (
    select 1 from order_line l where l.province = p.province and l.order_id = p.id
      and (l.product_name ilike ${like} or l.item_code = ${text})))`;
}

interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly sort?: 'new' | 'due';
}

/** Where a page begins and how it is ordered: by id newest first, or by the next deadline. */
function pageOf({ cursor, sort }: Page): { after: RawBuilder<unknown>; order: RawBuilder<unknown> } {
  const isId = (text: string | undefined) => text !== undefined && /^[0-9a-f-]{36}$/.test(text);
  if (sort === 'due') {
    const [dueAt = '', id] = valuesOf(cursor, 2) ?? [];
    const after =
      isId(id) && isInstant(dueAt) ? sql`and (p.due_at, p.id) > (${dueAt}::timestamptz, ${id}::uuid)` : sql``;
    return { after: sql`and p.due_at is not null ${after}`, order: sql`p.due_at, p.id` };
  }
  const [id] = valuesOf(cursor, 1) ?? [];
  return { after: isId(id) ? sql`and p.id < ${id}::uuid` : sql``, order: sql`p.id desc` };
}

/** The place after the last row of a page. */
export function cursorAfter(row: SummaryRow, sort: Page['sort']): string {
  return cursorOf(sort === 'due' ? [row.dueAt ?? '', row.id] : [row.id]);
}

/** One page of orders, newest first, with what a list shows of each. */
export async function summaryRows(
  tx: Tx,
  { scope, actor }: ActorContext,
  filters: Filters,
  page: Page,
): Promise<SummaryRow[]> {
  const { after, order } = pageOf(page);
  const isMaker = actor.kind === 'manufacturer';
  const { rows } = await sql<SummaryRow>`
    select p.id, p.number, p.institution_id, i.name as institution, p.distributor_id, d.name as distributor, p.state, p.urgency,
      p.placed_at, p.due_at, p.due_kind, p.due_provisional, p.due_basis, p.confirm_overdue_at, p.late_at, p.client_reference,
      p.version, ${isMaker ? sql`own.amount` : sql`p.amount`} as amount,
      ${isMaker ? sql`own.lines` : sql`p.line_count`} as line_count, own.first_product
    from (
      select * from purchase_order p
      where p.province = ${scope.province} and ${readable(actor)} ${conditions(filters)} ${after}
      order by ${order}
      limit ${page.limit + 1}
    ) p
    join organisation i on i.id = p.institution_id
    join organisation d on d.id = p.distributor_id
    cross join lateral (${isMaker ? ownLines(actor) : firstLine()}) own
    order by ${order}`.execute(tx);
  return rows;
}

function firstLine(): RawBuilder<unknown> {
  return sql`select (select l.product_name from order_line l where l.province = p.province and l.order_id = p.id
    order by l.line limit 1) as first_product`;
}

function ownLines(actor: Actor): RawBuilder<unknown> {
  return sql`select sum(l.amount) as amount, count(*)::int as lines,
      (array_agg(l.product_name order by l.line))[1] as first_product
    from order_line l where l.province = p.province and l.order_id = p.id and ${readableLines(actor)}`;
}

export function summaryOf(row: SummaryRow): OrderSummary {
  const { dueAt, dueProvisional: provisional, dueBasis: basis } = row;
  return {
    id: row.id,
    number: row.number,
    institution: { id: row.institutionId, name: row.institution },
    distributor: { id: row.distributorId, name: row.distributor },
    state: row.state,
    urgency: row.urgency,
    amount: row.amount,
    lineCount: row.lineCount,
    placedAt: row.placedAt,
    due: dueAt === null ? null : { dueAt, provisional, basis },
    dueKind: row.dueKind,
    confirmOverdue: row.confirmOverdueAt !== null && row.state === 'placed',
    late: row.lateAt !== null,
    products: row.firstProduct ?? '',
    clientReference: row.clientReference,
    version: row.version,
  };
}
