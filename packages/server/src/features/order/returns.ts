import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { answerReturn, askReturn } from '@daylight/api/order-delivery.ts';
import { type Quantity, addQuantity, amountOf, none } from '@daylight/rules/money.ts';
import { changed } from '@daylight/rules/order/answer.ts';
import { returned } from '@daylight/rules/order/line.ts';
import { checkReturn } from '@daylight/rules/order/receive.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import type { Reason } from '@daylight/rules/order/reason.ts';
import { type Basis, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { addPurchased } from '../filing/port.ts';
import { type StoredParcel, type StoredShipment, lockShipments, saveShipments } from './shipment-store.ts';
import { saveOrders } from './store.ts';

/** What the institution asked back of a lot and the distributor has not answered. */
async function pendingOf(tx: Tx, context: Context, shipmentId: string, line: number): Promise<Quantity> {
  const rows = await tx
    .selectFrom('goodsReturn')
    .select('quantity')
    .where('province', '=', context.scope.province)
    .where('shipmentId', '=', shipmentId)
    .where('shipmentLine', '=', line)
    .where('state', '=', 'asked')
    .execute();
  return addQuantity(none, ...rows.map((row) => row.quantity));
}

export async function ask(
  context: ActorContext,
  { body }: Call<typeof askReturn>,
): Promise<Result<ReplyOf<typeof askReturn>, RefusalOf<typeof askReturn> | RepeatRefusal>> {
  return command<ReplyOf<typeof askReturn>, RefusalOf<typeof askReturn>>(context, async (unit) => {
    const { shipmentId, line, quantity, note } = body;
    const side = { institutionId: context.actor.organisationId };
    // The lock on the delivery makes the sum of what is asked back stand still.
    const shipment = (await lockShipments(unit.tx, context, [shipmentId], side)).get(shipmentId);
    if (shipment === undefined) return refuse('order.shipmentUnknown');
    const parcel = shipment.parcels.find((each) => each.line === line);
    if (parcel === undefined) return refuse('order.shipmentLineUnknown', { field: 'line', facts: { line } });
    const reasons = resolve(context.book, 'order.returnReasons', shipment.order.jurisdiction, context.today);
    const pending = await pendingOf(unit.tx, context, shipmentId, line);
    const reason = checkReturn(parcel, { quantity, pending, reason: body.reason, note }, reasons);
    if (!reason.ok) return reason;
    const asked = { shipment, parcel, quantity, reason: reason.value, basis: basisOf(reasons) };
    return ok(await writeReturn(unit, context, asked));
  });
}

interface Asked {
  readonly shipment: StoredShipment;
  readonly parcel: StoredParcel;
  readonly quantity: Quantity;
  readonly reason: Reason;
  readonly basis: Basis;
}

async function writeReturn(
  unit: Unit,
  context: ActorContext,
  asked: Asked,
): Promise<ReplyOf<typeof askReturn>> {
  const { shipment, parcel, quantity, reason } = asked;
  const price = shipment.order.lines.find((each) => each.line === parcel.orderLine)?.price;
  assert(price !== undefined, 'a lot belongs to a line');
  const row = {
    id: context.newId(),
    number: await nextNumber(context, 'TH'),
    amount: amountOf(price, quantity),
  };
  const { institutionId, distributorId } = shipment;
  await unit.tx
    .insertInto('goodsReturn')
    .values({
      province: context.scope.province,
      ...row,
      shipmentId: shipment.id,
      shipmentLine: parcel.line,
      institutionId,
      distributorId,
      quantity,
      reason: reason.code,
      reasonNote: reason.note,
      state: 'asked',
      askedAt: context.now,
      askedBy: context.actor.accountId,
    })
    .execute();
  const subject = { kind: 'return', id: row.id };
  const what = { shipmentId: shipment.id, line: parcel.line, lot: parcel.lot };
  unit.record({
    event: 'order.returnAsked',
    subject,
    basis: [asked.basis],
    after: { number: row.number, ...what, quantity, amount: row.amount, reason },
    readers: [distributorId],
  });
  unit.notify({
    organisationId: distributorId,
    kind: 'order.returnAsked',
    subject,
    facts: { number: row.number, shipment: shipment.number, quantity, amount: row.amount },
  });
  return row;
}

async function lockReturn(tx: Tx, context: ActorContext, id: string) {
  return tx
    .selectFrom('goodsReturn')
    .selectAll()
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .where('distributorId', '=', context.actor.organisationId)
    .executeTakeFirst();
}

export async function answer(
  context: ActorContext,
  { params, body }: Call<typeof answerReturn>,
): Promise<Result<ReplyOf<typeof answerReturn>, RefusalOf<typeof answerReturn> | RepeatRefusal>> {
  return command<ReplyOf<typeof answerReturn>, RefusalOf<typeof answerReturn>>(context, async (unit) => {
    const seen = await lockReturn(unit.tx, context, params.returnId);
    if (seen === undefined) return refuse('order.returnUnknown');
    // Orders are locked before deliveries and deliveries before returns, like everywhere.
    const side = { distributorId: context.actor.organisationId };
    const shipments = await lockShipments(unit.tx, context, [seen.shipmentId], side);
    const found = await lockReturn(unit.tx, context, params.returnId);
    const shipment = shipments.get(seen.shipmentId);
    assert(found !== undefined && shipment !== undefined, 'a return belongs to a delivery');
    if (found.state !== 'asked') return refuse('order.returnAnswered');
    if (found.version !== body.version) return refuse('request.stale');
    if (!body.accept && body.note === '') return refuse('order.reasonNoteMissing', { field: 'note' });
    const state = body.accept ? 'accepted' : 'refused';
    await unit.tx
      .updateTable('goodsReturn')
      .set({ state, answeredAt: context.now, answerNote: body.note, version: found.version + 1 })
      .where('province', '=', context.scope.province)
      .where('id', '=', found.id)
      .execute();
    if (body.accept)
      await takeBack(unit, context, { shipment, line: found.shipmentLine, quantity: found.quantity });
    const subject = { kind: 'return', id: found.id };
    unit.record({
      event: body.accept ? 'order.returnAccepted' : 'order.returnRefused',
      subject,
      basis: [],
      before: { state: found.state },
      after: { number: found.number, state, note: body.note, quantity: found.quantity, amount: found.amount },
      readers: [found.institutionId],
    });
    unit.notify({
      organisationId: found.institutionId,
      kind: body.accept ? 'order.returnAccepted' : 'order.returnRefused',
      subject,
      facts: {
        number: found.number,
        shipment: shipment.number,
        quantity: found.quantity,
        amount: found.amount,
      },
    });
    return ok({ state, version: found.version + 1 });
  });
}

interface TakingBack {
  readonly shipment: StoredShipment;
  readonly line: number;
  readonly quantity: Quantity;
}

async function takeBack(
  unit: Unit,
  context: Context,
  { shipment, line, quantity }: TakingBack,
): Promise<void> {
  const parcels = shipment.parcels.map((parcel) =>
    parcel.line === line ? { ...parcel, returned: addQuantity(parcel.returned, quantity) } : parcel,
  );
  const parcel = shipment.parcels.find((each) => each.line === line);
  const orderLine = shipment.order.lines.find((each) => each.line === parcel?.orderLine);
  assert(orderLine !== undefined, 'a lot belongs to a line');
  const after = [{ ...orderLine, ...returned(orderLine, quantity), reason: null }];
  await saveShipments(unit.tx, context, [{ shipment, parcels, automatic: false, arrived: true }]);
  await saveOrders(unit.tx, context, [{ order: shipment.order, changed: changed(shipment.order, after) }]);
  const { institutionId } = shipment;
  await addPurchased(unit.tx, context, [{ institutionId, price: orderLine.price, quantity, returned: true }]);
}
