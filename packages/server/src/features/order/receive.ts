import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { acceptBatch, acceptShipment, arriveShipment } from '@daylight/api/order-delivery.ts';
import { changed } from '@daylight/rules/order/answer.ts';
import { orderBasis } from '@daylight/rules/order/basis.ts';
import { checked } from '@daylight/rules/order/line.ts';
import { receiptClock } from '@daylight/rules/order/order.ts';
import {
  type Finding,
  type FindingRefusal,
  afterFinding,
  checkFinding,
} from '@daylight/rules/order/receive.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { isPositive } from '@daylight/rules/money.ts';
import { sql } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Call } from '../../route.ts';
import { addPurchased } from '../filing/port.ts';
import { noteTraded } from '../listing/port.ts';
import { problemOfLine } from './problem.ts';
import {
  type NewAcceptance,
  type SavedShipment,
  type StoredParcel,
  type StoredShipment,
  isLate,
  lockShipments,
  saveShipments,
  writeAcceptances,
} from './shipment-store.ts';
import { type OrderChange, type SavedOrder, saveOrders } from './store.ts';

/** What was found of one delivery; `parcels` are its lots afterwards. */
export interface Received {
  readonly shipment: StoredShipment;
  readonly parcels: readonly StoredParcel[];
  readonly found: readonly NewAcceptance[];
}

type LineRefusal = FindingRefusal | 'order.shipmentLineUnknown';

/** The lots of a delivery while findings are added one by one. */
interface Checking {
  readonly shipment: StoredShipment;
  readonly parcels: Map<number, StoredParcel>;
  readonly found: NewAcceptance[];
}

function checkingOf(shipment: StoredShipment): Checking {
  return { shipment, parcels: new Map(shipment.parcels.map((parcel) => [parcel.line, parcel])), found: [] };
}

function addFinding(
  context: Context,
  { shipment, parcels, found }: Checking,
  finding: Finding & { readonly scan: string },
): Result<true, LineRefusal> {
  const parcel = parcels.get(finding.line);
  if (parcel === undefined)
    return refuse('order.shipmentLineUnknown', { field: 'line', facts: { line: finding.line } });
  const reasons = resolve(context.book, 'order.rejectReasons', shipment.order.jurisdiction, context.today);
  const checkedNow = checkFinding(parcel, finding, { today: context.today, reasons });
  if (!checkedNow.ok) return checkedNow;
  parcels.set(parcel.line, { ...parcel, ...afterFinding(checkedNow.value) });
  const { accepted, rejected, reason } = checkedNow.value;
  found.push({
    shipment,
    parcel,
    accepted,
    rejected,
    reason,
    scan: finding.scan,
    automatic: false,
    basis: null,
  });
  return ok(true);
}

function receivedOf({ shipment, parcels, found }: Checking): Received {
  return { shipment, found, parcels: [...parcels.values()] };
}

export interface Saved {
  readonly shipment: SavedShipment;
  readonly order: SavedOrder;
}

/** Writes findings of deliveries of whatever orders: acceptances, trades, lots, deliveries, order lines, orders. */
export async function saveReceived(
  unit: Unit,
  context: Context,
  received: readonly Received[],
  automatic: boolean,
): Promise<Map<string, Saved>> {
  const all = received.flatMap((each) => each.found);
  await writeAcceptances(unit.tx, context, all);
  const traded = all.filter((each) => isPositive(each.accepted)).flatMap(listingOf);
  if (traded.length > 0) await noteTraded(unit.tx, context, traded);
  const changes = received.map((each) => ({ ...each, automatic, arrived: !automatic }));
  const shipments = await saveShipments(unit.tx, context, changes);
  const orders = await saveOrders(unit.tx, context, orderChanges(received));
  await addPurchased(unit.tx, context, all.map(purchasedOf));
  return new Map(
    received.map(({ shipment: { id, order } }) => {
      const [shipment, saved] = [shipments.get(id), orders.get(order.id)];
      assert(shipment !== undefined && saved !== undefined, 'what was received is saved');
      return [id, { shipment, order: saved }];
    }),
  );
}

/** What an institution now has bought, for its yearly total (GD-3). */
function purchasedOf({ shipment, parcel, accepted }: NewAcceptance) {
  const line = shipment.order.lines.find((each) => each.line === parcel.orderLine);
  assert(line !== undefined, 'a lot belongs to a line');
  return { institutionId: shipment.institutionId, price: line.price, quantity: accepted };
}

function listingOf({ shipment, parcel }: NewAcceptance): string[] {
  const line = shipment.order.lines.find((candidate) => candidate.line === parcel.orderLine);
  return line === undefined ? [] : [line.listingId];
}

/** One change per order, whatever number of its deliveries was checked. */
function orderChanges(received: readonly Received[]): OrderChange[] {
  const byOrder = Map.groupBy(received, (each) => each.shipment.order.id);
  return [...byOrder.values()].map((deliveries) => {
    const [first] = deliveries;
    assert(first !== undefined, 'a group has a member');
    const { order } = first.shipment;
    const lines = new Map(order.lines.map((line) => [line.line, line]));
    const touched = new Set<number>();
    for (const { parcel, accepted, rejected } of deliveries.flatMap((each) => each.found)) {
      const line = lines.get(parcel.orderLine);
      assert(line !== undefined, 'a lot belongs to a line');
      lines.set(line.line, { ...line, ...checked(line, accepted, rejected) });
      touched.add(line.line);
    }
    const after = [...lines.values()].filter((line) => touched.has(line.line));
    return {
      order,
      changed: changed(
        order,
        after.map((line) => ({ ...line, reason: null })),
      ),
    };
  });
}

export function tellReceived(unit: Unit, { shipment, found }: Received, saved: Saved): void {
  const isAutomatic = found.some((each) => each.automatic);
  const rejected = found.filter((each) => isPositive(each.rejected));
  const basis = found[0]?.basis ?? orderBasis.traceable;
  unit.record({
    event: isAutomatic ? 'order.receivedAutomatically' : 'order.received',
    subject: { kind: 'order', id: shipment.order.id },
    basis: [basis],
    before: { state: shipment.order.state },
    after: {
      state: saved.order.state,
      shipmentId: shipment.id,
      number: shipment.number,
      lines: found.map(({ parcel, accepted, rejected: no, reason }) => ({
        line: parcel.line,
        lot: parcel.lot,
        accepted,
        rejected: no,
        reason,
      })),
    },
    readers: [shipment.institutionId, shipment.distributorId],
  });
  const facts = { number: shipment.number, order: shipment.order.number, rejected: rejected.length };
  const kind = isAutomatic
    ? 'order.receivedAutomatically'
    : rejected.length > 0
      ? 'order.rejected'
      : 'order.received';
  const to = isAutomatic ? [shipment.institutionId, shipment.distributorId] : [shipment.distributorId];
  for (const organisationId of to)
    unit.notify({ organisationId, kind, subject: { kind: 'shipment', id: shipment.id }, facts });
}

export async function accept(
  context: ActorContext,
  { params, body }: Call<typeof acceptShipment>,
): Promise<Result<ReplyOf<typeof acceptShipment>, RefusalOf<typeof acceptShipment> | RepeatRefusal>> {
  return command<ReplyOf<typeof acceptShipment>, RefusalOf<typeof acceptShipment>>(context, async (unit) => {
    const side = { institutionId: context.actor.organisationId };
    const shipment = (await lockShipments(unit.tx, context, [params.shipmentId], side)).get(
      params.shipmentId,
    );
    if (shipment === undefined) return refuse('order.shipmentUnknown');
    const checking = checkingOf(shipment);
    for (const [at, finding] of body.lines.entries()) {
      const added = addFinding(context, checking, finding);
      if (!added.ok) return { ...added, field: `lines.${at}.${added.field ?? 'line'}` };
    }
    const received = receivedOf(checking);
    const saved = (await saveReceived(unit, context, [received], false)).get(shipment.id);
    assert(saved !== undefined, 'the delivery was saved');
    tellReceived(unit, received, saved);
    return ok({ id: shipment.id, ...saved.shipment, orderState: saved.order.state });
  });
}

/** Findings of many deliveries in one transaction, each line for itself. */
export async function acceptInBulk(
  context: ActorContext,
  { body }: Call<typeof acceptBatch>,
): Promise<Result<ReplyOf<typeof acceptBatch>, RepeatRefusal>> {
  return command(context, async (unit) => {
    const side = { institutionId: context.actor.organisationId };
    const ids = body.lines.map((line) => line.shipmentId);
    const shipments = await lockShipments(unit.tx, context, ids, side);
    const checkings = new Map([...shipments].map(([id, shipment]) => [id, checkingOf(shipment)]));
    const results = body.lines.map((line, at) => {
      const checking = checkings.get(line.shipmentId);
      const added: Result<true> =
        checking === undefined ? refuse('order.shipmentUnknown') : addFinding(context, checking, line);
      return {
        clientLine: line.clientLine,
        ok: added.ok,
        problem: added.ok ? null : problemOfLine(added, at),
      };
    });
    const received = [...checkings.values()].map(receivedOf).filter((each) => each.found.length > 0);
    if (received.length === 0) {
      unit.record({
        event: 'order.acceptancesRefused',
        subject: { kind: 'organisation', id: context.actor.organisationId },
        basis: [],
        after: { lines: body.lines.length },
      });
    } else {
      const saved = await saveReceived(unit, context, received, false);
      for (const each of received) {
        const one = saved.get(each.shipment.id);
        if (one !== undefined) tellReceived(unit, each, one);
      }
    }
    const accepted = results.filter((result) => result.ok).length;
    return ok({ results, accepted, refused: results.length - accepted });
  });
}

/** 到货: the goods are at the door. The time for checking them starts anew; a repeat changes nothing. */
export async function arrive(
  context: ActorContext,
  { params }: Call<typeof arriveShipment>,
): Promise<Result<ReplyOf<typeof arriveShipment>, 'order.shipmentUnknown' | RepeatRefusal>> {
  return command<ReplyOf<typeof arriveShipment>, 'order.shipmentUnknown'>(context, async (unit) => {
    const side = { institutionId: context.actor.organisationId };
    const shipment = (await lockShipments(unit.tx, context, [params.shipmentId], side)).get(
      params.shipmentId,
    );
    if (shipment === undefined) return refuse('order.shipmentUnknown');
    const arrivedAt = shipment.arrivedAt ?? context.now;
    const late = isLate(shipment, arrivedAt);
    const clock =
      shipment.dueAt === null
        ? null
        : receiptClock(arrivedAt, { ...context, jurisdiction: shipment.order.jurisdiction });
    await sql`
      update shipment set arrived_at = ${arrivedAt}, late = ${late}, version = version + 1, due_at = ${clock?.dueAt ?? null},
        due_provisional = ${clock?.provisional ?? false},
        due_basis = ${clock === null ? null : JSON.stringify(clock.basis)}::jsonb
      where province = ${context.scope.province} and id = ${shipment.id}`.execute(unit.tx);
    unit.record({
      event: 'order.arrived',
      subject: { kind: 'order', id: shipment.order.id },
      basis: [orderBasis.traceable],
      after: { shipmentId: shipment.id, number: shipment.number, arrivedAt, late },
      readers: [shipment.institutionId, shipment.distributorId],
    });
    return ok({ arrivedAt, late, receive: clock });
  });
}
