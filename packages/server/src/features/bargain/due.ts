import { asOf, recomputed } from '@daylight/rules/bargain/bargain.ts';
import { bargainPolicyOf } from '@daylight/rules/bargain/policy.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { carryOut } from './step.ts';
import { loadForUpdate, saveBargain } from './store.ts';

const batch = 200;

/** JS-11B, JS-11C and the product's own clocks: what nobody did in time, the clock does. */
export const bargainDue: Sweep = {
  name: 'bargain',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('bargain')
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

const eventOf = {
  open: 'bargain.poolClosed',
  'awaiting-evidence': 'bargain.evidenceAsked',
  lapsed: 'bargain.lapsed',
} as const;

/** False where another server holds the row, or somebody acted on it just before. */
async function settle(context: Context, id: string): Promise<boolean> {
  const settled = await command(context, async (unit) => {
    const stored = await loadForUpdate(unit.tx, context.scope.province, id, true);
    if (stored === null) return refuse('bargain.notDue');
    const { calendar, now, book } = context;
    const policy = bargainPolicyOf(book, stored.jurisdiction, shanghaiDate(stored.openedAt));
    const bargain = asOf(stored.bargain, { now, calendar, policy });
    if (bargain === stored.bargain) return refuse('bargain.notDue');
    const listing = await unit.tx
      .selectFrom('catalogueItem')
      .select(['productName', 'specification'])
      .where('itemCode', '=', stored.itemCode)
      .executeTakeFirstOrThrow();
    const event = eventOf[bargain.state as keyof typeof eventOf];
    assert(event !== undefined, `the clock made a bargain ${bargain.state}`);
    await carryOut(unit, context, { stored, listing, moved: { bargain, event }, side: 'clock' });
    return ok(id);
  });
  return settled.ok;
}

/** Provisional deadlines anew, when the arrangement of a year was published; returns how many were looked at. */
export async function recomputeProvisional(context: Context): Promise<number> {
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('bargain')
      .select('id')
      .where('province', '=', context.scope.province)
      .where('dueProvisional', '=', true)
      .execute(),
  );
  for (const { id } of rows) {
    await command(context, async (unit) => {
      const stored = await loadForUpdate(unit.tx, context.scope.province, id);
      if (stored?.bargain.due === null || stored?.bargain.due === undefined) return refuse('bargain.notDue');
      const policy = bargainPolicyOf(context.book, stored.jurisdiction, shanghaiDate(stored.openedAt));
      const bargain = recomputed(stored.bargain, { policy, calendar: context.calendar });
      const { due } = bargain;
      if (due?.at === stored.bargain.due.at && due.provisional) return refuse('bargain.notDue');
      await saveBargain(unit.tx, context, stored, { bargain });
      unit.record({
        event: 'bargain.dueRecomputed',
        subject: { kind: 'bargain', id },
        basis: due === null ? [] : [due.basis],
        before: stored.bargain.due,
        after: due,
        readers: [stored.institutionId, stored.manufacturerId],
      });
      return ok(id);
    });
  }
  return rows.length;
}
