import type { Money, Quantity } from '@daylight/rules/money.ts';
import { type Changed, type Order, type OrderLine } from '@daylight/rules/order/answer.ts';
import type { Ending } from '@daylight/rules/order/line.ts';
import { lineState } from '@daylight/rules/order/line.ts';
import {
  type Clock,
  type DueKind,
  type OrderClocks,
  type OrderState,
  type Urgency,
  confirmClock,
  deliverClock,
  expiryClock,
  nextDue,
} from '@daylight/rules/order/order.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { type Tx, prepared } from '../../db.ts';
import { moveVolume } from '../execution/port.ts';
import { movesOf } from './volumes.ts';

/** An order and its lines, locked for the command that loaded it. */
export interface StoredOrder extends Order, OrderClocks {
  readonly id: string;
  readonly number: string;
  readonly institutionId: string;
  readonly siteId: string;
  readonly distributorId: string;
  readonly jurisdiction: string;
  readonly urgency: Urgency;
  readonly remote: boolean;
  readonly amount: Money;
  readonly placedAt: Instant;
  readonly approvedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly urgedOn: IsoDate | null;
  readonly urgeCount: number;
  readonly version: number;
  readonly lines: readonly StoredLine[];
}

export interface StoredLine extends OrderLine {
  readonly listingId: string;
  readonly itemCode: string;
  readonly manufacturerId: string;
  readonly productName: string;
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  /** The agreed volume it draws on; null for what no round agreed. */
  readonly volumeAccountId: string | null;
}

/** Whose orders a command may touch: the side that acts. Anybody else's do not exist for it. */
export interface Side {
  readonly institutionId?: string;
  readonly distributorId?: string;
}

/**
 * Locks orders in the order of their ids, so that two commands over several never wait for each other in a circle, and
 * loads them with all their lines. Those of another organisation are left out, like those that do not exist.
 */
export async function lockOrders(
  tx: Tx,
  context: Context,
  ids: readonly string[],
  side: Side,
): Promise<Map<string, StoredOrder>> {
  if (ids.length === 0) return new Map();
  let query = tx
    .selectFrom('purchaseOrder')
    .select([
      'id',
      'number',
      'institutionId',
      'siteId',
      'distributorId',
      'jurisdiction',
      'remote',
      'amount',
      'placedAt',
      'placedBy',
      'approvedAt',
      'answeredAt',
      'confirmDueAt',
      'confirmOverdueAt',
      'deliverDueAt',
      'lateAt',
      'expireDueAt',
      'urgedOn',
      'urgeCount',
      'version',
    ])
    .select((eb) => [
      eb.ref('state').$castTo<OrderState>().as('state'),
      eb.ref('urgency').$castTo<Urgency>().as('urgency'),
    ])
    .where('province', '=', context.scope.province)
    .where('id', 'in', [...new Set(ids)]);
  if (side.institutionId !== undefined) query = query.where('institutionId', '=', side.institutionId);
  if (side.distributorId !== undefined) query = query.where('distributorId', '=', side.distributorId);
  const orders = await query.orderBy('id').forUpdate().execute();
  const lines = await linesOf(
    tx,
    context,
    orders.map((order) => order.id),
  );
  return new Map(orders.map((order) => [order.id, { ...order, lines: lines.get(order.id) ?? [] }]));
}

async function linesOf(
  tx: Tx,
  context: Context,
  orderIds: readonly string[],
): Promise<Map<string, StoredLine[]>> {
  if (orderIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('orderLine')
    .select([
      'orderId',
      'line',
      'listingId',
      'itemCode',
      'manufacturerId',
      'productName',
      'price',
      'purchaseUnit',
      'unitsPerPurchaseUnit',
      'volumeAccountId',
      'quantity',
      'confirmed',
      'shipped',
      'accepted',
      'rejected',
      'stocked',
      'returned',
      'closed',
    ])
    .select((eb) => eb.ref('ending').$castTo<Ending | null>().as('ending'))
    .where('province', '=', context.scope.province)
    .where('orderId', 'in', orderIds)
    .orderBy('orderId')
    .orderBy('line')
    .execute();
  return Map.groupBy(rows, (row) => row.orderId);
}

/** What changed about an order beside its lines. */
export interface OrderChange {
  readonly order: StoredOrder;
  readonly changed: Changed;
  readonly clocks?: Partial<OrderClocks>;
  readonly approval?: { readonly by: string };
  readonly answered?: boolean;
  readonly urged?: boolean;
}

export interface SavedOrder {
  readonly id: string;
  readonly number: string;
  readonly state: OrderState;
  readonly version: number;
  readonly due: { readonly kind: DueKind; readonly clock: Clock } | null;
}

/** The next thing the clock does, with the article that sets it. */
function dueOf(context: Context, change: OrderChange): SavedOrder['due'] {
  const { order, changed } = change;
  const byLine = new Map(changed.lines.map((line) => [line.line, line]));
  const lines = order.lines.map((line) => byLine.get(line.line) ?? line);
  if (changed.state === 'waiting-approval') return null;
  const next = nextDue({ ...order, ...change.clocks }, lines);
  if (next === null) return null;
  return { kind: next.kind, clock: { ...clockOf(context, change, next.kind), dueAt: next.at } };
}

/** When an order began for its distributor: released by the approver, or placed without one. */
export function startOf(order: Pick<StoredOrder, 'approvedAt' | 'placedAt'>): Instant {
  return order.approvedAt ?? order.placedAt;
}

export function clockOf(
  context: Context,
  change: Pick<OrderChange, 'order' | 'answered' | 'approval'>,
  kind: DueKind,
): Clock {
  const { order } = change;
  const rules = { ...context, jurisdiction: order.jurisdiction };
  const start = change.approval === undefined ? startOf(order) : context.now;
  if (kind === 'confirm') return confirmClock(order.urgency, start, rules);
  if (kind === 'expire') return expiryClock(start, rules);
  return deliverClock(order, change.answered === true ? context.now : (order.answeredAt ?? start), rules);
}

/** Writes orders and their changed lines, one statement for each table. */
export async function saveOrders(
  tx: Tx,
  context: Context,
  changes: readonly OrderChange[],
): Promise<Map<string, SavedOrder>> {
  const saved = changes.map((change): SavedOrder => {
    const { id, number, version } = change.order;
    return { id, number, version: version + 1, state: change.changed.state, due: dueOf(context, change) };
  });
  const rows = changes.map((change, at) => ({
    ...orderRow(context, change),
    ...dueColumns(saved[at]?.due ?? null),
  }));
  // The ids beside the join: only they tell the planner which month to look in, and that few of its rows are meant.
  await sql`${prepared}
    update purchase_order p set state = r.state, version = p.version + 1, due_at = r.due_at, due_kind = r.due_kind,
      due_provisional = r.due_provisional, due_basis = r.due_basis, confirm_due_at = r.confirm_due_at,
      confirm_overdue_at = r.confirm_overdue_at, deliver_due_at = r.deliver_due_at, late_at = r.late_at,
      expire_due_at = r.expire_due_at, approved_at = r.approved_at, approved_by = coalesce(r.approved_by, p.approved_by), answered_at = r.answered_at,
      urged_on = r.urged_on, urge_count = r.urge_count
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, state text, due_at timestamptz, due_kind text,
      due_provisional boolean, due_basis jsonb, confirm_due_at timestamptz, confirm_overdue_at timestamptz,
      deliver_due_at timestamptz, late_at timestamptz, expire_due_at timestamptz, approved_at timestamptz, approved_by uuid,
      answered_at timestamptz, urged_on date, urge_count int)
    where p.province = ${context.scope.province} and p.id = r.id and p.id = any(${rows.map((row) => row.id)}::uuid[])`.execute(
    tx,
  );
  await saveLines(
    tx,
    context,
    changes.flatMap(({ order, changed }) => changed.lines.map((line) => ({ orderId: order.id, ...line }))),
  );
  await moveVolume(tx, context, movesOf(changes));
  return new Map(saved.map((each) => [each.id, each]));
}

function orderRow(context: Context, { order, changed, clocks, approval, answered, urged }: OrderChange) {
  const all = { ...order, ...clocks };
  return {
    id: order.id,
    state: changed.state,
    confirm_due_at: all.confirmDueAt,
    confirm_overdue_at: all.confirmOverdueAt,
    deliver_due_at: all.deliverDueAt,
    late_at: all.lateAt,
    expire_due_at: all.expireDueAt,
    approved_at: approval === undefined ? order.approvedAt : context.now,
    approved_by: approval?.by ?? null,
    answered_at: answered === true ? context.now : order.answeredAt,
    urged_on: urged === true ? context.today : order.urgedOn,
    urge_count: order.urgeCount + (urged === true ? 1 : 0),
  };
}

function dueColumns(due: SavedOrder['due']) {
  return {
    due_at: due?.clock.dueAt ?? null,
    due_kind: due?.kind ?? null,
    due_provisional: due?.clock.provisional ?? false,
    due_basis: due?.clock.basis ?? null,
  };
}

type LineRow = Changed['lines'][number] & { readonly orderId: string };

async function saveLines(tx: Tx, context: Context, lines: readonly LineRow[]): Promise<void> {
  if (lines.length === 0) return;
  const of = <T>(pick: (line: LineRow) => T) => lines.map(pick);
  const sums = (
    key: 'confirmed' | 'shipped' | 'accepted' | 'rejected' | 'stocked' | 'returned' | 'closed',
  ): Quantity[] => lines.map((line) => line[key]);
  // The order is locked, so the sums that were loaded are still those in the table.
  await sql`${prepared}
    update order_line l set confirmed = r.confirmed, shipped = r.shipped, accepted = r.accepted, rejected = r.rejected,
      stocked = r.stocked, returned = r.returned, closed = r.closed, ending = r.ending, state = r.state,
      reason = coalesce(r.reason, l.reason), reason_note = coalesce(r.note, l.reason_note)
    from unnest(${of((line) => line.orderId)}::uuid[], ${of((line) => line.line)}::int[], ${sums('confirmed')}::numeric[],
      ${sums('shipped')}::numeric[], ${sums('accepted')}::numeric[], ${sums('rejected')}::numeric[],
      ${sums('stocked')}::numeric[], ${sums('returned')}::numeric[], ${sums('closed')}::numeric[],
      ${of((line) => line.ending)}::text[], ${of(lineState)}::text[], ${of((line) => line.reason?.code ?? null)}::text[],
      ${of((line) => line.reason?.note ?? null)}::text[])
      as r (order_id, line, confirmed, shipped, accepted, rejected, stocked, returned, closed, ending, state, reason, note)
    where l.province = ${context.scope.province} and l.order_id = r.order_id and l.line = r.line
      and l.order_id = any(${of((line) => line.orderId)}::uuid[])`.execute(tx);
}
