import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  OrderDetail,
  OrderLineView,
  listOrders,
  readOrder,
  readOrderLists,
} from '@daylight/api/order-read.ts';
import { may } from '@daylight/rules/access/may.ts';
import { isPositive, type Quantity } from '@daylight/rules/money.ts';
import {
  type Ending,
  type LineSums,
  isAnswered,
  openToShip,
  outstanding,
  unchecked,
} from '@daylight/rules/order/line.ts';
import { type DueKind, confirmClock, deliverClock, expiryClock } from '@daylight/rules/order/order.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, type IsoDate, shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { reasonLists, worded } from './reasons.ts';
import { type SummaryRow, cursorAfter, readable, readableLines, summaryOf, summaryRows } from './rows.ts';

export async function listMany(
  context: ActorContext,
  { query }: Call<typeof listOrders>,
): Promise<Result<ReplyOf<typeof listOrders>, never>> {
  const rows = await reading(context.database.db, context.scope, (tx) =>
    summaryRows(tx, context, query, query),
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const next = rows.length > query.limit && last !== undefined ? cursorAfter(last, query.sort) : null;
  return ok({ items: shown.map(summaryOf), next });
}

export async function readLists(
  context: ActorContext,
): Promise<Result<ReplyOf<typeof readOrderLists>, never>> {
  return ok(reasonLists(context, context.actor.jurisdiction));
}

interface DetailRow extends SummaryRow {
  jurisdiction: string;
  siteId: string;
  site: string;
  address: string | null;
  contact: string | null;
  telephone: string | null;
  remote: boolean;
  note: string;
  approvalReason: 'amount' | 'red' | 'others' | null;
  placedBy: string;
  placedByName: string | null;
  approvedAt: Instant | null;
  answeredAt: Instant | null;
  confirmDueAt: Instant | null;
  deliverDueAt: Instant | null;
  expireDueAt: Instant | null;
  urgedOn: IsoDate | null;
  urgeCount: number;
}

export async function readOne(
  context: ActorContext,
  { params }: Call<typeof readOrder>,
): Promise<Result<ReplyOf<typeof readOrder>, 'order.unknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await detailRow(tx, context, params.orderId);
    if (row === undefined) return refuse('order.unknown');
    const lines = await lineRows(tx, context, row);
    return ok(await detailOf(tx, context, row, lines));
  });
}

async function detailRow(tx: Tx, { scope, actor }: ActorContext, id: string): Promise<DetailRow | undefined> {
  const { rows } = await sql<DetailRow>`
    select p.*, i.name as institution, d.name as distributor, s.name as site, a.name as placed_by_name, '' as first_product,
      v.address, v.contact, v.telephone
    from purchase_order p
    join organisation i on i.id = p.institution_id
    join organisation d on d.id = p.distributor_id
    join organisation s on s.id = p.site_id
    left join account a on a.id = p.placed_by
    left join delivery_site v on v.province = p.province and v.site_id = p.site_id
    where p.province = ${scope.province} and p.id = ${id} and ${readable(actor)}`.execute(tx);
  return rows[0];
}

interface LineRow extends Omit<OrderLineView, 'manufacturer' | 'reason' | 'open'> {
  manufacturerId: string;
  manufacturer: string;
  ending: Ending | null;
  reason: string | null;
  reasonNote: string;
  confirmed: Quantity;
}

async function lineRows(tx: Tx, { scope, actor }: ActorContext, order: DetailRow): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select l.*, m.name as manufacturer
    from order_line l join organisation m on m.id = l.manufacturer_id
    where l.province = ${scope.province} and l.order_id = ${order.id} and ${readableLines(actor)}
    order by l.line`.execute(tx);
  return rows;
}

function lineOf(context: ActorContext, order: DetailRow, row: LineRow): OrderLineView {
  const { manufacturerId, manufacturer, reason, reasonNote, ending: _, ...line } = row;
  const asked = {
    lists: ['refuse', 'cancel'] as const,
    jurisdiction: order.jurisdiction,
    on: shanghaiDate(order.placedAt),
  };
  return {
    line: line.line,
    listingId: line.listingId,
    itemCode: line.itemCode,
    manufacturer: { id: manufacturerId, name: manufacturer },
    productName: line.productName,
    specification: line.specification,
    purchaseUnit: line.purchaseUnit,
    unitsPerPurchaseUnit: line.unitsPerPurchaseUnit,
    price: line.price,
    listingPrice: line.listingPrice,
    priceKind: line.priceKind,
    bargainId: line.bargainId,
    zone: line.zone,
    zoneReason: line.zoneReason,
    clientLine: line.clientLine,
    quantity: line.quantity,
    amount: line.amount,
    confirmed: line.confirmed,
    shipped: line.shipped,
    accepted: line.accepted,
    rejected: line.rejected,
    stocked: line.stocked,
    returned: line.returned,
    closed: line.closed,
    open: openToShip(row),
    state: line.state,
    reason: worded(context, asked, { code: reason, note: reasonNote }),
  };
}

async function detailOf(
  tx: Tx,
  context: ActorContext,
  row: DetailRow,
  lines: readonly LineRow[],
): Promise<OrderDetail> {
  const views = lines.map((line) => lineOf(context, row, line));
  const isMaker = context.actor.kind === 'manufacturer';
  const summary = summaryOf({ ...row, firstProduct: lines[0]?.productName ?? '' });
  return {
    ...summary,
    lineCount: isMaker ? lines.length : summary.lineCount,
    amount: isMaker ? await ownAmount(tx, context, row.id) : summary.amount,
    site: {
      id: row.siteId,
      name: row.site,
      address: row.address ?? '',
      contact: row.contact ?? '',
      telephone: row.telephone ?? '',
      remote: row.remote,
    },
    note: row.note,
    approvalReason: row.approvalReason,
    placedBy: row.placedByName ?? '',
    approvedAt: row.approvedAt,
    answeredAt: row.answeredAt,
    ...deadlinesOf(context, row),
    urgedOn: row.urgedOn,
    urgeCount: row.urgeCount,
    lines: views,
    shipments: await shipmentsOf(tx, context, row.id),
    may: mayDo(context, row, lines),
  };
}

async function ownAmount(tx: Tx, { scope, actor }: ActorContext, orderId: string) {
  const { amount } = await tx
    .selectFrom('orderLine')
    .select((eb) => eb.fn.sum<OrderDetail['amount']>('amount').as('amount'))
    .where('province', '=', scope.province)
    .where('orderId', '=', orderId)
    .where('manufacturerId', '=', actor.organisationId)
    .executeTakeFirstOrThrow();
  return amount;
}

/** The stored deadlines with the articles that set them. */
function deadlinesOf(
  context: ActorContext,
  row: DetailRow,
): Pick<OrderDetail, 'confirm' | 'deliver' | 'expire'> {
  const rules = { ...context, jurisdiction: row.jurisdiction };
  const start = row.approvedAt ?? row.placedAt;
  const clock = (kind: DueKind) => {
    if (kind === 'confirm') return confirmClock(row.urgency, start, rules);
    return kind === 'expire' ? expiryClock(start, rules) : deliverClock(row, row.answeredAt ?? start, rules);
  };
  const shown = (kind: DueKind, dueAt: Instant | null) => (dueAt === null ? null : { ...clock(kind), dueAt });
  return {
    confirm: shown('confirm', row.confirmDueAt),
    deliver: shown('deliver', row.deliverDueAt),
    expire: shown('expire', row.expireDueAt),
  };
}

async function shipmentsOf(tx: Tx, { scope, actor }: ActorContext, orderId: string) {
  // Of a delivery a manufacturer sees that it was made when it holds one of its lots.
  const own =
    actor.kind === 'manufacturer'
      ? sql`and exists (select 1 from shipment_line x join order_line l on l.province = x.province and l.order_id = x.order_id
          and l.line = x.order_line where x.province = s.province and x.shipment_id = s.id and ${readableLines(actor)})`
      : sql``;
  const { rows } = await sql<OrderDetail['shipments'][number]>`
    select s.id, s.number, s.state, s.shipped_at, s.late from shipment s
    where s.province = ${scope.province} and s.order_id = ${orderId} ${own} order by s.id`.execute(tx);
  return rows;
}

/** What the asking person may do with the order now; the same rules decide when it is done. */
function mayDo({ actor, now }: ActorContext, row: DetailRow, lines: readonly LineSums[]): OrderDetail['may'] {
  const does: OrderDetail['may'] = [];
  const isLate = row.deliverDueAt !== null && now >= row.deliverDueAt;
  const open = lines.filter((line) => isPositive(outstanding(line)));
  const isOpen = row.state === 'placed' || row.state === 'confirmed' || row.state === 'shipping';
  if (row.state === 'waiting-approval' && may(actor, 'order.approve') && row.placedBy !== actor.accountId) {
    does.push('approve');
  }
  if (row.state === 'placed' && may(actor, 'order.confirm')) does.push('answer');
  if (may(actor, 'order.place') && open.length > 0 && (isLate || open.some((line) => !isAnswered(line))))
    does.push('cancel');
  if (may(actor, 'order.place') && isOpen && open.length > 0) does.push('urge');
  if (may(actor, 'order.ship') && lines.some((line) => isPositive(openToShip(line)))) does.push('ship');
  if (may(actor, 'order.receive') && lines.some((line) => isPositive(unchecked(line)))) does.push('receive');
  return does;
}
