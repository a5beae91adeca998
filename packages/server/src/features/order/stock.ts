import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { stockIn } from '@daylight/api/order-delivery.ts';
import { type Quantity, isPositive } from '@daylight/rules/money.ts';
import { changed } from '@daylight/rules/order/answer.ts';
import { orderBasis } from '@daylight/rules/order/basis.ts';
import { stocked } from '@daylight/rules/order/line.ts';
import { checkStockIn, unstockedOf } from '@daylight/rules/order/receive.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { type StoredParcel, type StoredShipment, lockShipments, saveShipments } from './shipment-store.ts';
import { type OrderChange, saveOrders } from './store.ts';

/** 入库: what was accepted goes to a warehouse; a fact of its own, whenever the storekeeper does it. */
export async function stock(
  context: ActorContext,
  { params, body }: Call<typeof stockIn>,
): Promise<Result<ReplyOf<typeof stockIn>, RefusalOf<typeof stockIn> | RepeatRefusal>> {
  return command<ReplyOf<typeof stockIn>, RefusalOf<typeof stockIn>>(context, async (unit) => {
    const side = { institutionId: context.actor.organisationId };
    const shipment = (await lockShipments(unit.tx, context, [params.shipmentId], side)).get(
      params.shipmentId,
    );
    if (shipment === undefined) return refuse('order.shipmentUnknown');
    const decided = decideStockIn(shipment, body.lines);
    if (!decided.ok) return decided;
    const { parcels, moved } = decided.value;
    await writeStockIns(unit, context, { shipment, moved, warehouse: body.warehouse });
    const saved = await saveShipments(unit.tx, context, [
      { shipment, parcels, automatic: false, arrived: true },
    ]);
    const orders = await saveOrders(unit.tx, context, [stockedOrder(shipment, moved)]);
    const [after, order] = [saved.get(shipment.id), orders.get(shipment.order.id)];
    assert(after !== undefined && order !== undefined, 'what was stocked is saved');
    unit.record({
      event: 'order.stockedIn',
      subject: { kind: 'order', id: shipment.order.id },
      basis: [orderBasis.traceable],
      after: {
        shipmentId: shipment.id,
        number: shipment.number,
        warehouse: body.warehouse,
        lines: moved.map(({ parcel, quantity }) => ({ line: parcel.line, lot: parcel.lot, quantity })),
      },
      readers: [shipment.institutionId, shipment.distributorId],
    });
    return ok({ id: shipment.id, ...after, orderState: order.state });
  });
}

interface Moved {
  readonly parcel: StoredParcel;
  readonly quantity: Quantity;
}

type StockRefusal =
  | 'order.shipmentLineUnknown'
  | 'order.nothingToStock'
  | 'order.aboveAccepted'
  | 'order.quantityNotWhole';

function decideStockIn(
  shipment: StoredShipment,
  asked: readonly { readonly line: number; readonly quantity: Quantity }[] | null,
): Result<{ parcels: readonly StoredParcel[]; moved: readonly Moved[] }, StockRefusal> {
  const all = shipment.parcels
    .filter((parcel) => isPositive(unstockedOf(parcel)))
    .map((parcel) => ({ line: parcel.line, quantity: unstockedOf(parcel) }));
  const lines = asked ?? all;
  if (lines.length === 0) return refuse('order.nothingToStock');
  const parcels = new Map(shipment.parcels.map((parcel) => [parcel.line, parcel]));
  const moved: Moved[] = [];
  for (const [at, { line, quantity }] of lines.entries()) {
    const parcel = parcels.get(line);
    const field = `lines.${at}.line`;
    if (parcel === undefined) return refuse('order.shipmentLineUnknown', { field, facts: { line } });
    const after = checkStockIn(parcel, quantity);
    if (!after.ok) return { ...after, field: `lines.${at}.quantity` };
    parcels.set(line, { ...parcel, ...after.value });
    moved.push({ parcel, quantity });
  }
  return ok({ parcels: [...parcels.values()], moved });
}

function stockedOrder({ order }: StoredShipment, moved: readonly Moved[]): OrderChange {
  const lines = new Map(order.lines.map((line) => [line.line, line]));
  const touched = new Set<number>();
  for (const { parcel, quantity } of moved) {
    const line = lines.get(parcel.orderLine);
    assert(line !== undefined, 'a lot belongs to a line');
    lines.set(line.line, { ...line, ...stocked(line, quantity) });
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
}

async function writeStockIns(
  unit: Unit,
  context: ActorContext,
  { shipment, moved, warehouse }: { shipment: StoredShipment; moved: readonly Moved[]; warehouse: string },
): Promise<void> {
  await unit.tx
    .insertInto('stockIn')
    .values(
      moved.map(({ parcel, quantity }) => ({
        province: context.scope.province,
        id: context.newId(),
        shipmentId: shipment.id,
        institutionId: shipment.institutionId,
        distributorId: shipment.distributorId,
        shipmentLine: parcel.line,
        quantity,
        warehouse,
        at: context.now,
        byAccount: context.actor.accountId,
      })),
    )
    .execute();
}
