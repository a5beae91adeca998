import { dueOf } from '@daylight/rules/calendar/term.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { ok } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { appealBasis } from '@daylight/rules/supervision/appeal.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';

/** Deadlines of open appeals again, once a year that they cross was published. Answers how many were looked at. */
export async function recomputeProvisional(context: Context): Promise<number> {
  const { province } = context.scope;
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('zoneAppeal')
      .select(['id', 'filedAt', 'jurisdiction', 'dueAt'])
      .where('province', '=', province)
      .where('dueAt', 'is not', null)
      .where('dueProvisional', '=', true)
      .execute(),
  );
  for (const { id, filedAt, jurisdiction, dueAt } of rows) {
    const term = resolve(context.book, 'supervision.zoneAppealWithin', jurisdiction, shanghaiDate(filedAt));
    const due = dueOf(filedAt, term.value, context.calendar);
    await command<null, never>(context, async (unit) => {
      await unit.tx
        .updateTable('zoneAppeal')
        .set({ dueAt: due.dueAt, dueProvisional: due.provisional })
        .where('province', '=', province)
        .where('id', '=', id)
        .where('dueAt', 'is not', null)
        .execute();
      unit.record({
        event: 'supervision.appealDueRecomputed',
        subject: { kind: 'zone-appeal', id },
        basis: [appealBasis],
        before: { dueAt },
        after: { dueAt: due.dueAt },
      });
      return ok(null);
    });
  }
  return rows.length;
}
