import { expireOrder } from '@daylight/rules/order/answer.ts';
import { orderBasis } from '@daylight/rules/order/basis.ts';
import { automaticFinding, afterFinding } from '@daylight/rules/order/receive.ts';
import { receiptClock } from '@daylight/rules/order/order.ts';
import { type Basis, assert, ok } from '@daylight/rules/result.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { saveReceived, tellReceived } from './receive.ts';
import { type StoredShipment, lockShipments } from './shipment-store.ts';
import { type OrderChange, type StoredOrder, clockOf, lockOrders, saveOrders } from './store.ts';

const atOnce = 200;

/** What the clock does with an order: reminds, marks as late, closes what was never shipped. */
export const orderDue: Sweep = {
  name: 'order-due',
  run: async (context) => {
    const ids = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('purchaseOrder')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('dueAt', '<=', context.now)
        .orderBy('dueAt')
        .limit(atOnce)
        .execute(),
    );
    return moveEach(ids, ({ id }) => orderIsDue(context, id));
  },
};

/** One order in its own command; somebody may have acted on it since it was found. */
async function orderIsDue(context: Context, id: string): Promise<boolean> {
  let acted = false;
  await command(context, async (unit) => {
    const due = await unit.tx
      .selectFrom('purchaseOrder')
      .select('dueKind')
      .where('province', '=', context.scope.province)
      .where('id', '=', id)
      .where('dueAt', '<=', context.now)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (due === undefined) return { ok: false, code: 'order.notDue', basis: null, field: null, facts: {} };
    const order = (await lockOrders(unit.tx, context, [id], {})).get(id);
    assert(order !== undefined, 'a locked order is there');
    if (due.dueKind === 'confirm') await confirmOverdue(unit, context, order);
    else if (due.dueKind === 'deliver') await deliveryLate(unit, context, order);
    else await expire(unit, context, order);
    acted = true;
    return ok(null);
  });
  return acted;
}

/** 超过确认期限: both sides are told, and the order is shown as overdue. */
async function confirmOverdue(unit: Unit, context: Context, order: StoredOrder): Promise<void> {
  await save(unit, context, { order, changed: unchanged(order), clocks: { confirmOverdueAt: context.now } });
  tell(unit, order, { event: 'order.confirmOverdue', basis: clockOf(context, { order }, 'confirm').basis });
}

/** 逾期未配送: marked, because it counts in the distributor's delivery rate (HN-11a, SX-5.3c). */
async function deliveryLate(unit: Unit, context: Context, order: StoredOrder): Promise<void> {
  await save(unit, context, { order, changed: unchanged(order), clocks: { lateAt: context.now } });
  tell(unit, order, { event: 'order.late', basis: clockOf(context, { order }, 'deliver').basis });
}

async function expire(unit: Unit, context: Context, order: StoredOrder): Promise<void> {
  const { basis } = clockOf(context, { order }, 'expire');
  const changed = expireOrder(order);
  await save(unit, context, { order, changed });
  const after = {
    state: changed.state,
    lines: changed.lines.map((line) => ({ line: line.line, closed: line.closed, state: 'expired' })),
  };
  tell(unit, order, { event: 'order.expired', basis, after });
}

function unchanged(order: StoredOrder) {
  return { lines: [], state: order.state };
}

async function save(unit: Unit, context: Context, change: OrderChange): Promise<void> {
  await saveOrders(unit.tx, context, [change]);
}

interface Happened {
  readonly event: 'order.confirmOverdue' | 'order.late' | 'order.expired';
  readonly basis: Basis;
  readonly after?: unknown;
}

function tell(unit: Unit, order: StoredOrder, { event, basis, after }: Happened): void {
  const subject = { kind: 'order', id: order.id };
  const both = [order.institutionId, order.distributorId];
  unit.record({
    event,
    subject,
    basis: [basis, orderBasis.supply],
    before: { state: order.state },
    after: after ?? { number: order.number },
    readers: both,
  });
  for (const organisationId of both) {
    unit.notify({
      organisationId,
      kind: event,
      subject,
      facts: { number: order.number, amount: order.amount, urgency: order.urgency },
    });
  }
}

/** 自动收货: what nobody checked in time counts as accepted, by the clock and under the article that says so. */
export const receiptDue: Sweep = {
  name: 'order-receipt',
  run: async (context) => {
    const ids = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('shipment')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('dueAt', '<=', context.now)
        .orderBy('dueAt')
        .limit(atOnce)
        .execute(),
    );
    return moveEach(ids, ({ id }) => receiveByClock(context, id));
  },
};

async function receiveByClock(context: Context, id: string): Promise<boolean> {
  let acted = false;
  await command(context, async (unit) => {
    const shipment = (await lockShipments(unit.tx, context, [id], {})).get(id);
    const isDue = shipment !== undefined && shipment.dueAt !== null && shipment.dueAt <= context.now;
    if (!isDue) return { ok: false, code: 'order.notDue', basis: null, field: null, facts: {} };
    await receiveRest(unit, context, shipment);
    acted = true;
    return ok(null);
  });
  return acted;
}

async function receiveRest(unit: Unit, context: Context, shipment: StoredShipment): Promise<void> {
  const start = shipment.arrivedAt ?? shipment.shippedAt;
  const { basis } = receiptClock(start, { ...context, jurisdiction: shipment.order.jurisdiction });
  const findings = shipment.parcels.flatMap((parcel) => {
    const finding = automaticFinding(parcel, context.today);
    return finding === null ? [] : [{ parcel, finding }];
  });
  const after = new Map(
    findings.map(({ parcel, finding }) => [parcel.line, { ...parcel, ...afterFinding(finding) }]),
  );
  const received = {
    shipment,
    parcels: shipment.parcels.map((parcel) => after.get(parcel.line) ?? parcel),
    found: findings.map(({ parcel, finding: { accepted, rejected, reason } }) => {
      return { shipment, parcel, accepted, rejected, reason, scan: '', automatic: true, basis };
    }),
  };
  const saved = (await saveReceived(unit, context, [received], true)).get(shipment.id);
  assert(saved !== undefined, 'the delivery was saved');
  tellReceived(unit, received, saved);
}
