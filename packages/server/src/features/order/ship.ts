import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { shipBatch, shipOrder, shipmentAfter } from '@daylight/api/order-delivery.ts';
import { orderBasis } from '@daylight/rules/order/basis.ts';
import { receiptClock } from '@daylight/rules/order/order.ts';
import { type ShipRefusal, type Shipping, shipOrder as decide } from '@daylight/rules/order/ship.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { z } from 'zod';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { brokenConstraint } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { problemOfLine } from './problem.ts';
import { type NewShipment, writeShipments } from './ship-store.ts';
import { type SavedOrder, type StoredOrder, lockOrders, saveOrders } from './store.ts';

type Body = Call<typeof shipOrder>['body'];
type After = z.output<typeof shipmentAfter>;

interface Decided {
  readonly order: StoredOrder;
  readonly body: Body;
  readonly shipping: Shipping;
}

function decideShipment(context: Context, order: StoredOrder, body: Body): Result<Decided, ShipRefusal> {
  const shelfLifeWarnMonths = resolve(
    context.book,
    'order.shelfLifeWarn',
    order.jurisdiction,
    context.today,
  ).value;
  const shipping = decide(order, body.lines, { today: context.today, shelfLifeWarnMonths });
  return shipping.ok ? ok({ order, body, shipping: shipping.value }) : shipping;
}

async function newShipment(context: Context, { order, body, shipping }: Decided): Promise<NewShipment> {
  const { carrier, note, clientReference } = body;
  return {
    id: context.newId(),
    number: await nextNumber(context, 'PS'),
    order,
    carrier,
    note,
    clientReference,
    receive: receiptClock(context.now, { ...context, jurisdiction: order.jurisdiction }),
    parcels: shipping.parcels,
  };
}

/** Writes the deliveries of orders that differ from each other, and tells the institutions. */
async function send(unit: Unit, context: Context, decided: readonly Decided[]): Promise<After[]> {
  const shipments: NewShipment[] = [];
  for (const each of decided) shipments.push(await newShipment(context, each));
  await writeShipments(unit.tx, context, shipments);
  const changes = decided.map(({ order, shipping }) => ({ order, changed: shipping }));
  const saved = await saveOrders(unit.tx, context, changes);
  return shipments.map((shipment) => {
    const order = saved.get(shipment.order.id);
    assert(order !== undefined, 'a shipped order is saved');
    return tell(unit, shipment, order);
  });
}

function tell(unit: Unit, shipment: NewShipment, saved: SavedOrder): After {
  const { id, number, order, parcels, receive } = shipment;
  const shortDated = parcels.flatMap((parcel, at) => (parcel.shortDated ? [at + 1] : []));
  unit.record({
    event: 'order.shipped',
    subject: { kind: 'order', id: order.id },
    basis: [orderBasis.traceable, receive.basis],
    before: { state: order.state },
    after: {
      state: saved.state,
      shipmentId: id,
      number,
      lines: parcels.map(({ orderLine, quantity, lot, expiresOn, udiDi }) => ({
        orderLine,
        quantity,
        lot,
        expiresOn,
        udiDi,
      })),
    },
    readers: [order.institutionId, order.distributorId],
  });
  unit.notify({
    organisationId: order.institutionId,
    kind: 'order.shipped',
    subject: { kind: 'shipment', id },
    facts: { number, order: order.number, lines: parcels.length, shortDated: shortDated.length },
    dueAt: receive.dueAt,
  });
  return {
    id,
    number,
    orderId: order.id,
    orderState: saved.state,
    orderVersion: saved.version,
    receive: { ...receive },
    shortDated,
  };
}

const referenceOnce = 'shipment_client_reference_once';

export async function ship(
  context: ActorContext,
  { params, body }: Call<typeof shipOrder>,
): Promise<Result<ReplyOf<typeof shipOrder>, RefusalOf<typeof shipOrder> | RepeatRefusal>> {
  try {
    return await command<After, RefusalOf<typeof shipOrder>>(context, async (unit) => {
      const side = { distributorId: context.actor.organisationId };
      const order = (await lockOrders(unit.tx, context, [params.orderId], side)).get(params.orderId);
      if (order === undefined) return refuse('order.unknown');
      const decided = decideShipment(context, order, body);
      if (!decided.ok) return decided;
      const [after] = await send(unit, context, [decided.value]);
      assert(after !== undefined, 'one delivery was sent');
      return ok(after);
    });
  } catch (error) {
    if (brokenConstraint(error) !== referenceOnce) throw error;
    return refuse('order.referenceUsed', {
      field: 'clientReference',
      facts: { reference: body.clientReference },
    });
  }
}

type BatchItem = Call<typeof shipBatch>['body']['shipments'][number];

/** Own references of this distributor that are taken already, among those of a batch. */
async function usedReferences(
  unit: Unit,
  context: ActorContext,
  items: readonly BatchItem[],
): Promise<Set<string>> {
  const wanted = items.flatMap((item) => (item.clientReference === '' ? [] : [item.clientReference]));
  if (wanted.length === 0) return new Set();
  const rows = await unit.tx
    .selectFrom('shipment')
    .select('clientReference')
    .where('province', '=', context.scope.province)
    .where('distributorId', '=', context.actor.organisationId)
    .where('clientReference', 'in', wanted)
    .where('clientReference', '<>', '')
    .execute();
  return new Set(rows.map((row) => row.clientReference));
}

/**
 * Up to 100 deliveries in one transaction. An order that occurs twice is shipped twice: its second delivery is decided
 * on what the first one left.
 */
export async function shipInBulk(
  context: ActorContext,
  { body }: Call<typeof shipBatch>,
): Promise<Result<ReplyOf<typeof shipBatch>, RepeatRefusal>> {
  for (;;) {
    try {
      return await command(context, (unit) => shipAll(unit, context, body.shipments));
    } catch (error) {
      // Somebody used one of the references meanwhile: the next try finds and reports it.
      if (brokenConstraint(error) !== referenceOnce) throw error;
    }
  }
}

async function shipAll(unit: Unit, context: ActorContext, items: readonly BatchItem[]) {
  const side = { distributorId: context.actor.organisationId };
  const ids = items.map((item) => item.orderId);
  const orders = await lockOrders(unit.tx, context, ids, side);
  const used = await usedReferences(unit, context, items);
  const results: (Omit<ReplyOf<typeof shipBatch>['results'][number], 'shipment'> & {
    shipment: After | null;
  })[] = [];
  const waiting: { at: number; decided: Decided }[] = [];
  const flush = async () => {
    const sent =
      waiting.length === 0
        ? []
        : await send(
            unit,
            context,
            waiting.map((each) => each.decided),
          );
    for (const [index, { at, decided }] of waiting.entries()) {
      const result = results[at];
      if (result !== undefined) result.shipment = sent[index] ?? null;
      orders.delete(decided.order.id);
    }
    const again = await lockOrders(
      unit.tx,
      context,
      waiting.map((each) => each.decided.order.id),
      side,
    );
    for (const [id, order] of again) orders.set(id, order);
    waiting.length = 0;
  };
  for (const [at, item] of items.entries()) {
    if (waiting.some((each) => each.decided.order.id === item.orderId)) await flush();
    const decided = decideItem(context, orders.get(item.orderId), { item, used });
    const { orderId, clientReference } = item;
    const problem = decided.ok ? null : problemOfLine(decided, at);
    results.push({ orderId, clientReference, ok: decided.ok, shipment: null, problem });
    if (decided.ok) waiting.push({ at, decided: decided.value });
  }
  await flush();
  const shipped = results.filter((result) => result.ok).length;
  if (shipped === 0) {
    unit.record({
      event: 'order.shipmentsRefused',
      subject: { kind: 'organisation', id: context.actor.organisationId },
      basis: [],
      after: { shipments: items.length },
    });
  }
  return ok({ results, shipped, refused: items.length - shipped });
}

function decideItem(
  context: Context,
  order: StoredOrder | undefined,
  { item, used }: { readonly item: BatchItem; readonly used: Set<string> },
): Result<Decided, ShipRefusal | 'order.unknown' | 'order.referenceUsed'> {
  if (order === undefined) return refuse('order.unknown');
  const { clientReference } = item;
  if (used.has(clientReference)) {
    return refuse('order.referenceUsed', { field: 'clientReference', facts: { reference: clientReference } });
  }
  const decided = decideShipment(context, order, item);
  if (decided.ok && clientReference !== '') used.add(clientReference);
  return decided;
}
