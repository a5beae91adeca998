import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  GoodsReturn,
  ShipmentDetail,
  ShipmentLineView,
  ShipmentSummary,
  listReturns,
  listShipments,
  readShipment,
} from '@daylight/api/order-delivery.ts';
import { may } from '@daylight/rules/access/may.ts';
import { addQuantity, compare, isPositive, subtractQuantity } from '@daylight/rules/money.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, addDays, shanghaiDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { type RawBuilder, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { worded } from './reasons.ts';
import { readable, readableLines } from './rows.ts';

interface SummaryRow extends Omit<ShipmentSummary, 'institution' | 'distributor' | 'due'> {
  institutionId: string;
  institution: string;
  distributorId: string;
  distributor: string;
  dueAt: Instant | null;
  dueProvisional: boolean;
  dueBasis: Basis | null;
}

function afterCursor(cursor: string | undefined): RawBuilder<unknown> {
  const before = valuesOf(cursor, 1)?.[0];
  return before === undefined || !/^[0-9a-f-]{36}$/.test(before) ? sql`` : sql`and s.id < ${before}::uuid`;
}

function conditions(query: Omit<Call<typeof listShipments>['query'], 'limit'>): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [];
  const { state, waiting, orderId, lot, text, from, until } = query;
  if (state !== undefined) parts.push(sql`and s.state = ${state}`);
  if (waiting === 'receive') parts.push(sql`and s.state in ('sent', 'part-received')`);
  if (waiting === 'stockIn') {
    parts.push(sql`and s.state in ('part-received', 'received') and exists (select 1 from shipment_line x
      where x.province = s.province and x.shipment_id = s.id and x.accepted > x.stocked)`);
  }
  if (orderId !== undefined) parts.push(sql`and s.order_id = ${orderId}`);
  if (lot !== undefined) {
    parts.push(sql`and exists (select 1 from shipment_line x where x.province = s.province and x.shipment_id = s.id
      and x.lot = ${lot})`);
  }
  if (text !== undefined && text !== '') {
    const like = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    parts.push(sql`and (s.number ilike ${like} or p.number ilike ${like} or s.client_reference = ${text})`);
  }
  if (from !== undefined) parts.push(sql`and s.shipped_at >= ${shanghaiMoment(from, '00:00')}::timestamptz`);
  if (until !== undefined)
    parts.push(sql`and s.shipped_at < ${shanghaiMoment(addDays(until, 1), '00:00')}::timestamptz`);
  return sql.join(parts, sql` `);
}

async function summaries(
  tx: Tx,
  { scope, actor }: ActorContext,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<SummaryRow[]> {
  const { rows } = await sql<SummaryRow>`
    select s.id, s.number, s.order_id, p.number as order_number, p.urgency, s.institution_id, i.name as institution,
      s.distributor_id, d.name as distributor, s.state, s.carrier, s.shipped_at, s.arrived_at, s.received_at,
      s.received_automatically, s.stocked_at, s.late, s.due_at, s.due_provisional, s.due_basis, s.version, own.line_count,
      coalesce(own.products, '') as products
    from shipment s
    join purchase_order p on p.province = s.province and p.id = s.order_id
    join organisation i on i.id = s.institution_id
    join organisation d on d.id = s.distributor_id
    cross join lateral (
      select count(*)::int as line_count, (array_agg(l.product_name order by x.line))[1] as products
      from shipment_line x
      join order_line l on l.province = x.province and l.order_id = x.order_id and l.line = x.order_line
      where x.province = s.province and x.shipment_id = s.id and ${readableLines(actor)}
    ) own
    where s.province = ${scope.province} and ${readable(actor, 's')} and own.line_count > 0 ${where}
    order by s.id desc
    limit ${limit}`.execute(tx);
  return rows;
}

function summaryOf(row: SummaryRow): ShipmentSummary {
  const { institutionId, institution, distributorId, distributor, dueAt, dueProvisional, dueBasis, ...rest } =
    row;
  return {
    ...rest,
    institution: { id: institutionId, name: institution },
    distributor: { id: distributorId, name: distributor },
    due: dueAt === null ? null : { dueAt, provisional: dueProvisional, basis: dueBasis },
  };
}

export async function listDeliveries(
  context: ActorContext,
  { query }: Call<typeof listShipments>,
): Promise<Result<ReplyOf<typeof listShipments>, never>> {
  const where = sql`${conditions(query)} ${afterCursor(query.cursor)}`;
  const rows = await reading(context.database.db, context.scope, (tx) =>
    summaries(tx, context, where, query.limit + 1),
  );
  const items = rows.slice(0, query.limit).map(summaryOf);
  const last = items.at(-1);
  return ok({ items, next: rows.length > query.limit && last !== undefined ? cursorOf([last.id]) : null });
}

interface LineRow extends Omit<ShipmentLineView, 'manufacturer' | 'unchecked' | 'unstocked'> {
  manufacturerId: string;
  manufacturer: string;
}

async function lineRows(
  tx: Tx,
  { scope, actor }: ActorContext,
  shipmentId: string,
): Promise<ShipmentLineView[]> {
  const { rows } = await sql<LineRow>`
    select x.line, x.order_line, l.listing_id, x.item_code, l.product_name, l.specification, l.manufacturer_id,
      m.name as manufacturer, coalesce(c.certificate, '') as certificate, l.purchase_unit, l.price, x.quantity, x.lot, x.serial,
      x.produced_on, x.expires_on, x.udi_di, x.accepted, x.rejected, x.stocked, x.returned, x.accepted_at
    from shipment_line x
    join order_line l on l.province = x.province and l.order_id = x.order_id and l.line = x.order_line
    join organisation m on m.id = l.manufacturer_id
    left join catalogue_item c on c.item_code = x.item_code
    where x.province = ${scope.province} and x.shipment_id = ${shipmentId} and ${readableLines(actor)}
    order by x.line`.execute(tx);
  return rows.map(({ manufacturerId, manufacturer, ...line }) => ({
    ...line,
    manufacturer: { id: manufacturerId, name: manufacturer },
    unchecked: subtractQuantity(line.quantity, addQuantity(line.accepted, line.rejected)),
    unstocked: subtractQuantity(line.accepted, line.stocked),
  }));
}

interface HeadRow {
  note: string;
  jurisdiction: string;
  siteId: string;
  site: string;
  address: string | null;
  contact: string | null;
  telephone: string | null;
  warehouse: string | null;
}

async function headRow(tx: Tx, { scope }: ActorContext, id: string): Promise<HeadRow | undefined> {
  const { rows } = await sql<HeadRow>`
    select s.note, p.jurisdiction, s.site_id, o.name as site, v.address, v.contact, v.telephone, w.warehouse
    from shipment s
    join purchase_order p on p.province = s.province and p.id = s.order_id
    join organisation o on o.id = s.site_id
    left join delivery_site v on v.province = s.province and v.site_id = s.site_id
    left join order_setting w on w.province = s.province and w.institution_id = s.institution_id
    where s.province = ${scope.province} and s.id = ${id}`.execute(tx);
  return rows[0];
}

export async function readDelivery(
  context: ActorContext,
  { params }: Call<typeof readShipment>,
): Promise<Result<ReplyOf<typeof readShipment>, 'order.shipmentUnknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const [row] = await summaries(tx, context, sql`and s.id = ${params.shipmentId}`, 1);
    const head = row === undefined ? undefined : await headRow(tx, context, row.id);
    if (row === undefined || head === undefined) return refuse('order.shipmentUnknown');
    const lines = await lineRows(tx, context, row.id);
    const shown = new Set(lines.map((line) => line.line));
    const acceptances = await acceptancesOf(tx, context, { ...row, jurisdiction: head.jurisdiction });
    const stockIns = await stockInsOf(tx, context, row.id);
    return ok({
      ...summaryOf(row),
      note: head.note,
      site: {
        id: head.siteId,
        name: head.site,
        address: head.address ?? '',
        contact: head.contact ?? '',
        telephone: head.telephone ?? '',
      },
      warehouse: head.warehouse ?? '',
      lines,
      acceptances: acceptances.filter((each) => shown.has(each.line)),
      stockIns: stockIns.filter((each) => shown.has(each.line)),
      may: mayDo(context, row, lines),
    });
  });
}

async function acceptancesOf(tx: Tx, context: ActorContext, shipment: { id: string; jurisdiction: string }) {
  type Row = Omit<ShipmentDetail['acceptances'][number], 'reason' | 'by'> & {
    reason: string | null;
    reasonNote: string;
    by: string | null;
  };
  const { rows } = await sql<Row>`
    select a.shipment_line as line, a.accepted, a.rejected, a.reason, a.reason_note, a.automatic, a.basis, a.at, u.name as by
    from acceptance a left join account u on u.id = a.by_account
    where a.province = ${context.scope.province} and a.shipment_id = ${shipment.id}
    order by a.at, a.shipment_line, a.id`.execute(tx);
  return rows.map(({ reason, reasonNote, by, ...row }) => {
    const asked = {
      lists: ['reject'] as const,
      jurisdiction: shipment.jurisdiction,
      on: shanghaiDate(row.at),
    };
    return { ...row, by: by ?? '', reason: worded(context, asked, { code: reason, note: reasonNote }) };
  });
}

async function stockInsOf(tx: Tx, { scope }: ActorContext, shipmentId: string) {
  const { rows } = await sql<Omit<ShipmentDetail['stockIns'][number], 'by'> & { by: string | null }>`
    select k.shipment_line as line, k.quantity, k.warehouse, k.at, u.name as by
    from stock_in k left join account u on u.id = k.by_account
    where k.province = ${scope.province} and k.shipment_id = ${shipmentId} order by k.at, k.shipment_line, k.id`.execute(
    tx,
  );
  return rows.map((row) => ({ ...row, by: row.by ?? '' }));
}

function mayDo(
  { actor }: ActorContext,
  row: SummaryRow,
  lines: readonly ShipmentLineView[],
): ShipmentDetail['may'] {
  const does: ShipmentDetail['may'] = [];
  const isOpen = lines.some((line) => isPositive(line.unchecked));
  if (row.arrivedAt === null && isOpen && may(actor, 'order.receive')) does.push('arrive');
  if (isOpen && may(actor, 'order.receive')) does.push('accept');
  if (lines.some((line) => isPositive(line.unstocked)) && may(actor, 'order.stockIn')) does.push('stockIn');
  if (lines.some((line) => compare(line.accepted, line.returned) > 0) && may(actor, 'order.return'))
    does.push('return');
  return does;
}

interface ReturnRow extends Omit<GoodsReturn, 'institution' | 'distributor' | 'reason'> {
  institutionId: string;
  institution: string;
  distributorId: string;
  distributor: string;
  jurisdiction: string;
  reason: string;
  reasonNote: string;
}

export async function listGoodsReturns(
  context: ActorContext,
  { query }: Call<typeof listReturns>,
): Promise<Result<ReplyOf<typeof listReturns>, never>> {
  const { scope, actor } = context;
  const state = query.state === undefined ? sql`` : sql`and s.state = ${query.state}`;
  const shipment = query.shipmentId === undefined ? sql`` : sql`and s.shipment_id = ${query.shipmentId}`;
  const rows = await reading(context.database.db, scope, async (tx) => {
    const found = await sql<ReturnRow>`
      select s.id, s.number, s.shipment_id, h.number as shipment_number, s.shipment_line as line, s.institution_id,
        i.name as institution, s.distributor_id, d.name as distributor, p.jurisdiction, l.product_name, l.specification, x.lot,
        l.purchase_unit, s.quantity, s.amount, s.reason, s.reason_note, s.state, s.asked_at, s.answered_at, s.answer_note,
        s.version
      from goods_return s
      join shipment h on h.province = s.province and h.id = s.shipment_id
      join purchase_order p on p.province = h.province and p.id = h.order_id
      join shipment_line x on x.province = s.province and x.shipment_id = s.shipment_id and x.line = s.shipment_line
      join order_line l on l.province = x.province and l.order_id = x.order_id and l.line = x.order_line
      join organisation i on i.id = s.institution_id
      join organisation d on d.id = s.distributor_id
      where s.province = ${scope.province} and ${readable(actor, 's')} and ${readableLines(actor)} ${state} ${shipment}
        ${afterCursor(query.cursor)}
      order by s.id desc
      limit ${query.limit + 1}`.execute(tx);
    return found.rows;
  });
  const items = rows.slice(0, query.limit).map((row) => returnOf(context, row));
  const last = items.at(-1);
  return ok({ items, next: rows.length > query.limit && last !== undefined ? cursorOf([last.id]) : null });
}

function returnOf(context: ActorContext, row: ReturnRow): GoodsReturn {
  const {
    institutionId,
    institution,
    distributorId,
    distributor,
    jurisdiction,
    reason,
    reasonNote,
    ...rest
  } = row;
  const asked = { lists: ['return'] as const, jurisdiction, on: shanghaiDate(row.askedAt) };
  const words = worded(context, asked, { code: reason, note: reasonNote });
  return {
    ...rest,
    institution: { id: institutionId, name: institution },
    distributor: { id: distributorId, name: distributor },
    reason: words ?? { code: reason, zh: reason, en: reason, note: reasonNote },
  };
}
