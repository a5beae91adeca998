import type { OrderClocks } from '@daylight/rules/order/order.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type StoredOrder, clockOf, lockOrders, saveOrders } from './store.ts';

const atOnce = 500;

/**
 * Deadlines that crossed a year without a published calendar are computed again once the year is imported; what the
 * clock has done already stays done. Orders of the province, each in its own command; answers how many moved.
 */
export async function recomputeProvisional(context: Context): Promise<number> {
  const ids = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('purchaseOrder')
      .select('id')
      .where('province', '=', context.scope.province)
      .where('dueProvisional', '=', true)
      .where('dueAt', 'is not', null)
      .orderBy('id')
      .limit(atOnce)
      .execute(),
  );
  let moved = 0;
  for (const { id } of ids) if (await recomputeOne(context, id)) moved += 1;
  return moved;
}

/** The same starts with the calendar of today; a clock that never ran stays so. */
function clocksOf(context: Context, order: StoredOrder): Partial<OrderClocks> {
  const again = (kind: 'confirm' | 'deliver' | 'expire') => clockOf(context, { order }, kind).dueAt;
  return {
    confirmDueAt: order.confirmDueAt === null ? null : again('confirm'),
    deliverDueAt: order.deliverDueAt === null ? null : again('deliver'),
    expireDueAt: order.expireDueAt === null ? null : again('expire'),
  };
}

const notMoved = refuse('order.notMoved');

async function recomputeOne(context: Context, id: string): Promise<boolean> {
  let moved = false;
  await command(context, async (unit) => {
    const order = (await lockOrders(unit.tx, context, [id], {})).get(id);
    if (order === undefined) return notMoved;
    const clocks = clocksOf(context, order);
    const { confirmDueAt, deliverDueAt, expireDueAt } = order;
    moved =
      clocks.confirmDueAt !== confirmDueAt ||
      clocks.deliverDueAt !== deliverDueAt ||
      clocks.expireDueAt !== expireDueAt;
    const changed = { lines: [], state: order.state };
    const saved = (await saveOrders(unit.tx, context, [{ order, changed, clocks }])).get(id);
    // Nothing new: the year is still not there, and the next run shall not find a record of that.
    if (!moved && saved?.due?.clock.provisional === true) return notMoved;
    unit.record({
      event: 'order.dueRecomputed',
      subject: { kind: 'order', id },
      basis: saved?.due === undefined || saved.due === null ? [] : [saved.due.clock.basis],
      before: { confirmDueAt, deliverDueAt, expireDueAt },
      after: clocks,
      readers: [order.institutionId, order.distributorId],
    });
    return ok(null);
  });
  return moved;
}
