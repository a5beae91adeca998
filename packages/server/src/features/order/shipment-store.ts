import type { Quantity } from '@daylight/rules/money.ts';
import type { ParcelSums, ShipmentState } from '@daylight/rules/order/receive.ts';
import { receiptClock } from '@daylight/rules/order/order.ts';
import { shipmentState } from '@daylight/rules/order/receive.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../context.ts';
import { type Tx, prepared } from '../../db.ts';
import { type Side, type StoredOrder, lockOrders } from './store.ts';

/** A delivery with its lots, locked together with its order. */
export interface StoredShipment {
  readonly id: string;
  readonly number: string;
  readonly institutionId: string;
  readonly distributorId: string;
  readonly state: ShipmentState;
  readonly shippedAt: Instant;
  readonly arrivedAt: Instant | null;
  readonly late: boolean;
  readonly dueAt: Instant | null;
  readonly version: number;
  readonly order: StoredOrder;
  readonly parcels: readonly StoredParcel[];
}
export interface StoredParcel extends ParcelSums {
  readonly itemCode: string;
}

/**
 * Locks deliveries and before them their orders, always in this sequence, so that a receiver, a shipper and the clock
 * never wait for each other in a circle. Those of another organisation are left out.
 */
export async function lockShipments(
  tx: Tx,
  context: Context,
  ids: readonly string[],
  side: Side,
): Promise<Map<string, StoredShipment>> {
  if (ids.length === 0) return new Map();
  let query = tx
    .selectFrom('shipment')
    .select(['id', 'orderId'])
    .where('province', '=', context.scope.province)
    .where('id', 'in', [...new Set(ids)]);
  if (side.institutionId !== undefined) query = query.where('institutionId', '=', side.institutionId);
  if (side.distributorId !== undefined) query = query.where('distributorId', '=', side.distributorId);
  const found = await query.execute();
  if (found.length === 0) return new Map();
  const orders = await lockOrders(
    tx,
    context,
    found.map((each) => each.orderId),
    side,
  );
  return loadLocked(
    tx,
    context,
    found.map((each) => each.id),
    orders,
  );
}

async function loadLocked(
  tx: Tx,
  context: Context,
  ids: readonly string[],
  orders: ReadonlyMap<string, StoredOrder>,
): Promise<Map<string, StoredShipment>> {
  const shipments = await tx
    .selectFrom('shipment')
    .select([
      'id',
      'number',
      'orderId',
      'institutionId',
      'distributorId',
      'shippedAt',
      'arrivedAt',
      'late',
      'dueAt',
      'version',
    ])
    .select((eb) => eb.ref('state').$castTo<ShipmentState>().as('state'))
    .where('province', '=', context.scope.province)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
  const lines = await tx
    .selectFrom('shipmentLine')
    .select([
      'shipmentId',
      'line',
      'orderLine',
      'itemCode',
      'lot',
      'expiresOn',
      'quantity',
      'accepted',
      'rejected',
      'stocked',
      'returned',
    ])
    .where('province', '=', context.scope.province)
    .where('shipmentId', 'in', ids)
    .orderBy('shipmentId')
    .orderBy('line')
    .execute();
  const byShipment = Map.groupBy(lines, (line) => line.shipmentId);
  return new Map(
    shipments.flatMap(({ orderId, ...shipment }): [string, StoredShipment][] => {
      const order = orders.get(orderId);
      if (order === undefined) return [];
      const units = new Map(order.lines.map((line) => [line.line, line.purchaseUnit]));
      const parcels = (byShipment.get(shipment.id) ?? []).map((line) => ({
        ...line,
        purchaseUnit: units.get(line.orderLine) ?? '',
      }));
      return [[shipment.id, { ...shipment, order, parcels }]];
    }),
  );
}

/** One finding to be written: what was accepted and rejected of one lot. */
export interface NewAcceptance {
  readonly shipment: StoredShipment;
  readonly parcel: StoredParcel;
  readonly accepted: Quantity;
  readonly rejected: Quantity;
  readonly reason: { readonly code: string; readonly note: string } | null;
  readonly scan: string;
  readonly automatic: boolean;
  readonly basis: Basis | null;
}

/** Acceptances, and for what was accepted the trades that prices rest on (JS-11B, JS-12): one statement. */
export async function writeAcceptances(
  tx: Tx,
  context: Context,
  found: readonly NewAcceptance[],
): Promise<void> {
  const rows = found.map((each) => {
    const { shipment, parcel } = each;
    const line = shipment.order.lines.find((candidate) => candidate.line === parcel.orderLine);
    return {
      id: context.newId(),
      trade_id: context.newId(),
      shipment_id: shipment.id,
      line: parcel.line,
      accepted: each.accepted,
      rejected: each.rejected,
      reason: each.reason?.code ?? null,
      note: each.reason?.note ?? '',
      scan: each.scan,
      automatic: each.automatic,
      basis: each.basis,
      order_id: shipment.order.id,
      order_line: parcel.orderLine,
      item_code: parcel.itemCode,
      listing_id: line?.listingId,
      manufacturer_id: line?.manufacturerId,
      price: line?.price,
      units: line?.unitsPerPurchaseUnit,
      institution_id: shipment.institutionId,
      distributor_id: shipment.distributorId,
      jurisdiction: shipment.order.jurisdiction,
    };
  });
  const { province } = context.scope;
  await sql`
    with found as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f (id uuid, trade_id uuid, shipment_id uuid, line int,
        accepted numeric, rejected numeric, reason text, note text, scan text, automatic boolean, basis jsonb, order_id uuid,
        order_line int, item_code text, listing_id uuid, manufacturer_id uuid, price numeric, units int, institution_id uuid,
        distributor_id uuid, jurisdiction text)
    ), noted as (
      insert into acceptance (province, id, shipment_id, shipment_line, accepted, rejected, reason, reason_note, scan, automatic,
        basis, at, by_account, institution_id, distributor_id, manufacturer_id)
      select ${province}::smallint, id, shipment_id, line, accepted, rejected, reason, note, scan, automatic, basis,
        ${context.now}::timestamptz, ${context.actor?.accountId ?? null}::uuid, institution_id, distributor_id,
        manufacturer_id from found
    ), traded as (
      insert into trade (province, id, listing_id, item_code, institution_id, jurisdiction, level, manufacturer_id,
        distributor_id, order_id, order_line, price, units_per_purchase_unit, quantity, traded_at)
      select ${province}::smallint, f.trade_id, f.listing_id, f.item_code, f.institution_id, f.jurisdiction, o.level,
        f.manufacturer_id, f.distributor_id, f.order_id, f.order_line, f.price, f.units, f.accepted, ${context.now}::timestamptz
      from found f join organisation o on o.id = f.institution_id
      where f.accepted > 0
    )
    select 1`.execute(tx);
}

/** A delivery after a command. */
export interface ShipmentChange {
  readonly shipment: StoredShipment;
  readonly parcels: readonly StoredParcel[];
  readonly automatic: boolean;
  /** False where the clock received goods that nobody saw arrive. */
  readonly arrived: boolean;
}

export interface SavedShipment {
  readonly state: ShipmentState;
  readonly version: number;
}

/** Writes deliveries and the sums of their lots, one statement for each table. */
export async function saveShipments(
  tx: Tx,
  context: Context,
  changes: readonly ShipmentChange[],
): Promise<Map<string, SavedShipment>> {
  const heads = changes.map(({ shipment, parcels, automatic, arrived }) => {
    const state = shipmentState(parcels);
    const isDone = state === 'received' || state === 'stocked';
    const arrivedAt = shipment.arrivedAt ?? (arrived ? context.now : null);
    // Goods that somebody checks are there, said or not: the time for the rest of them counts from now.
    const clock =
      arrivedAt === null || shipment.arrivedAt !== null || isDone
        ? null
        : receiptClock(arrivedAt, { ...context, jurisdiction: shipment.order.jurisdiction });
    return {
      id: shipment.id,
      state,
      is_done: isDone,
      is_stocked: state === 'stocked',
      automatic: automatic && isDone,
      arrived_at: arrivedAt,
      late: shipment.late || isLate(shipment, arrivedAt),
      due_at: clock?.dueAt ?? null,
      due_provisional: clock?.provisional ?? null,
      due_basis: clock?.basis ?? null,
    };
  });
  const { province } = context.scope;
  // Beside the join, so that the planner knows how few rows are meant.
  const ids = heads.map((head) => head.id);
  await sql`${prepared}
    update shipment s set state = h.state, version = s.version + 1, arrived_at = h.arrived_at, late = h.late,
      received_at = case when h.is_done then coalesce(s.received_at, ${context.now}::timestamptz) end,
      received_automatically = s.received_automatically or h.automatic,
      stocked_at = case when h.is_stocked then coalesce(s.stocked_at, ${context.now}::timestamptz) end,
      due_at = case when h.is_done then null else coalesce(h.due_at, s.due_at) end,
      due_provisional = coalesce(h.due_provisional, s.due_provisional), due_basis = coalesce(h.due_basis, s.due_basis)
    from jsonb_to_recordset(${JSON.stringify(heads)}::jsonb)
      as h (id uuid, state text, is_done boolean, is_stocked boolean, automatic boolean, arrived_at timestamptz, late boolean,
        due_at timestamptz, due_provisional boolean, due_basis jsonb)
    where s.province = ${province} and s.id = h.id and s.id = any(${ids}::uuid[])`.execute(tx);
  await sql`${prepared}
    update shipment_line l set accepted = r.accepted, rejected = r.rejected, stocked = r.stocked, returned = r.returned,
      accepted_at = case when r.accepted > l.accepted then ${context.now}::timestamptz else l.accepted_at end
    from ${parcelRows(changes)}
    where l.province = ${province} and l.shipment_id = r.shipment_id and l.line = r.line
      and l.shipment_id = any(${ids}::uuid[])`.execute(tx);
  return new Map(
    changes.map(({ shipment, parcels }) => [
      shipment.id,
      { state: shipmentState(parcels), version: shipment.version + 1 },
    ]),
  );
}

function parcelRows(changes: readonly ShipmentChange[]): RawBuilder<unknown> {
  const rows = changes.flatMap(({ shipment, parcels }) =>
    parcels.map(({ line, accepted, rejected, stocked, returned }) => ({
      shipment_id: shipment.id,
      line,
      accepted,
      rejected,
      stocked,
      returned,
    })),
  );
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as r (shipment_id uuid, line int, accepted numeric, rejected numeric, stocked numeric, returned numeric)`;
}

/** Delivered means arrived: after the delivery deadline it is late. */
export function isLate(shipment: StoredShipment, arrivedAt: Instant | null): boolean {
  const { deliverDueAt } = shipment.order;
  return arrivedAt !== null && deliverDueAt !== null && arrivedAt >= deliverDueAt;
}
