import { dueOf } from '@daylight/rules/calendar/term.ts';
import { chosenByManufacturer } from '@daylight/rules/distribution/choice.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { tell, tellChoosers } from './commands.ts';
import { type RelationChange, lockRelations, saveRelations } from './store.ts';

const batch = 200;

/** Proposals that nobody answered lapse, and relations end with their last day. */
export const distributionDue: Sweep = {
  name: 'distribution',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('deliveryRelation')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('dueAt', '<=', context.now)
        .orderBy('dueAt')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ id }) => settle(context, id));
  },
};

async function settle(context: Context, id: string): Promise<boolean> {
  const settled = await command(context, async (unit) => {
    const { scope, now } = context;
    const [row] = await lockRelations(unit.tx, { province: scope.province, ids: [id], skipLocked: true });
    if (row === undefined || row.dueAt === null || row.dueAt > now) return refuse('distribution.notDue');
    const state = row.state === 'proposed' ? ('lapsed' as const) : ('ended' as const);
    const { validUntil, version } = row;
    const change: RelationChange = { id, state, version: version + 1, validUntil, dueAt: null, endedAt: now };
    await saveRelations(unit.tx, scope.province, [change]);
    const event = state === 'lapsed' ? 'distribution.lapsed' : 'distribution.over';
    unit.record({
      event,
      subject: { kind: 'delivery-relation', id },
      basis: [chosenByManufacturer],
      before: { state: row.state, validUntil },
      after: { state },
      readers: [row.manufacturerId, row.distributorId],
    });
    tell(unit, [row], { event, to: (each) => each.manufacturerId });
    tell(unit, [row], { event, to: (each) => each.distributorId });
    if (state === 'ended')
      await tellChoosers(unit, context, [row], { lastDay: validUntil ?? context.today, reason: '' });
    return ok(id);
  });
  return settled.ok;
}

/** Provisional deadlines anew, when the arrangement of a year was published; returns how many moved. */
export async function recomputeProvisional(context: Context): Promise<number> {
  const { scope, book, calendar } = context;
  const rows = await reading(context.database.db, scope, (tx) =>
    tx
      .selectFrom('deliveryRelation')
      .select(['id', 'area', 'proposedAt'])
      .where('province', '=', scope.province)
      .where('dueProvisional', '=', true)
      .where('state', '=', 'proposed')
      .execute(),
  );
  let moved = 0;
  for (const { id, area, proposedAt } of rows) {
    const term = resolve(book, 'distribution.confirmWithin', area, shanghaiDate(proposedAt));
    const due = dueOf(proposedAt, term.value, calendar);
    const done = await command(context, async (unit) => {
      const [row] = await lockRelations(unit.tx, { province: scope.province, ids: [id] });
      if (row?.state !== 'proposed' || (row.dueAt === due.dueAt && due.provisional))
        return refuse('distribution.notDue');
      await unit.tx
        .updateTable('deliveryRelation')
        .set({ dueAt: due.dueAt, dueProvisional: due.provisional, version: row.version + 1 })
        .where('province', '=', scope.province)
        .where('id', '=', id)
        .execute();
      unit.record({
        event: 'distribution.dueRecomputed',
        subject: { kind: 'delivery-relation', id },
        basis: [basisOf(term)],
        before: { dueAt: row.dueAt },
        after: { dueAt: due.dueAt, provisional: due.provisional },
        readers: [row.manufacturerId, row.distributorId],
      });
      return ok(id);
    });
    if (done.ok) moved += 1;
  }
  return moved;
}
