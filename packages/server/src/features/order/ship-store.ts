import type { CheckedParcel } from '@daylight/rules/order/ship.ts';
import type { Clock } from '@daylight/rules/order/order.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { StoredOrder } from './store.ts';

export interface NewShipment {
  readonly id: string;
  readonly number: string;
  readonly order: StoredOrder;
  readonly carrier: string;
  readonly note: string;
  readonly clientReference: string;
  readonly receive: Clock;
  readonly parcels: readonly CheckedParcel[];
}

/** Deliveries and all their lots, one statement for both tables. */
export async function writeShipments(
  tx: Tx,
  context: Context,
  shipments: readonly NewShipment[],
): Promise<void> {
  const heads = shipments.map(({ id, number, order, carrier, note, clientReference, receive }) => ({
    id,
    number,
    order_id: order.id,
    institution_id: order.institutionId,
    distributor_id: order.distributorId,
    site_id: order.siteId,
    carrier,
    note,
    client_reference: clientReference,
    due_at: receive.dueAt,
    due_provisional: receive.provisional,
    due_basis: receive.basis,
  }));
  const lines = shipments.flatMap(({ id, order, parcels }) =>
    parcels.map((parcel, at) => ({
      shipment_id: id,
      line: at + 1,
      order_id: order.id,
      order_line: parcel.orderLine,
      item_code: order.lines.find((line) => line.line === parcel.orderLine)?.itemCode,
      manufacturer_id: order.lines.find((line) => line.line === parcel.orderLine)?.manufacturerId,
      quantity: parcel.quantity,
      lot: parcel.lot,
      serial: parcel.serial,
      produced_on: parcel.producedOn,
      expires_on: parcel.expiresOn,
      udi_di: parcel.udiDi,
      udi_raw: parcel.udi,
      institution_id: order.institutionId,
      distributor_id: order.distributorId,
    })),
  );
  const { province } = context.scope;
  await sql`
    with heads as (
      insert into shipment (province, id, number, order_id, institution_id, distributor_id, site_id, state, carrier, note,
        client_reference, shipped_at, due_at, due_provisional, due_basis)
      select ${province}::smallint, s.id, s.number, s.order_id, s.institution_id, s.distributor_id, s.site_id, 'sent', s.carrier,
        s.note, s.client_reference, ${context.now}::timestamptz, s.due_at, s.due_provisional, s.due_basis
      from jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) as s (id uuid, number text, order_id uuid, institution_id uuid,
        distributor_id uuid, site_id uuid, carrier text, note text, client_reference text, due_at timestamptz,
        due_provisional boolean, due_basis jsonb)
    ), lines as (
      insert into shipment_line (province, shipment_id, line, order_id, order_line, item_code, quantity, lot, serial, produced_on,
        expires_on, udi_di, udi_raw, institution_id, distributor_id,
        manufacturer_id)
      select ${province}::smallint, l.*
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l (shipment_id uuid, line int, order_id uuid, order_line int,
        item_code text, quantity numeric, lot text, serial text, produced_on date, expires_on date, udi_di text, udi_raw text,
        institution_id uuid, distributor_id uuid, manufacturer_id uuid)
    )
    select 1`.execute(tx);
}
