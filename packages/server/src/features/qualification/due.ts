import { qualificationBasis } from '@daylight/rules/qualification/basis.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Sweep } from '../../sweep.ts';
import { resumeUnder, suspendUnder, tellFirm, watchNow } from './effect.ts';
import { lockQualification } from './store.ts';

const batch = 200;

/** Reminders before the end of a qualification, and what follows on the day after: expired, its listings suspended. */
const qualificationDue: Sweep = {
  name: 'qualification',
  run: async (context) => {
    const { scope, now, database } = context;
    const due = await reading(database.db, scope, (tx) =>
      tx
        .selectFrom('qualification')
        .select('id')
        .where('province', '=', scope.province)
        .where('dueAt', '<=', now)
        .orderBy('dueAt')
        .limit(batch)
        .execute(),
    );
    let moved = 0;
    for (const { id } of due) if (await watch(context, id)) moved += 1;
    return moved;
  },
};

const events = {
  0: 'qualification.began',
  1: 'qualification.reminded',
  2: 'qualification.reminded',
  3: 'qualification.expired',
} as const;

async function watch(context: Context, id: string): Promise<boolean> {
  const { scope, now } = context;
  const done = await command(context, async (unit) => {
    const row = await lockQualification(unit.tx, scope.province, id, true);
    if (row === undefined || row.dueAt === null || row.dueAt > now) return refuse('qualification.notDue');
    const { stage, nextAt } = watchNow(context, row);
    const isOver = stage === 3;
    const values = isOver
      ? { state: 'expired', dueAt: null, reminders: stage, version: row.version + 1 }
      : { reminders: stage, dueAt: nextAt };
    await unit.tx
      .updateTable('qualification')
      .set(values)
      .where('province', '=', scope.province)
      .where('id', '=', id)
      .execute();
    if (stage === 0) await resumeUnder(context, unit, row);
    if (isOver) await suspendUnder(context, unit, row, `${row.validUntil ?? ''} 到期`);
    if (isOver || stage > row.reminders)
      tellFirm(context, unit, row, { kind: isOver ? 'qualification.expired' : 'qualification.expiring' });
    unit.record({
      event: events[stage],
      subject: { kind: 'qualification', id },
      basis: [isOver ? qualificationBasis.certified : qualificationBasis.declared],
      before: { state: row.state, reminders: row.reminders },
      after: { stage, validUntil: row.validUntil },
      readers: [row.organisationId],
    });
    return ok(id);
  });
  return done.ok;
}

/** Provisional deadlines of checks and confirmations anew, when a year of the calendar was published. */
export async function recomputeProvisional(context: Context): Promise<number> {
  return (
    (await recompute(context, 'qualificationChange', 'qualification')) +
    (await recompute(context, 'addedSpecification', 'added-specification'))
  );
}

function provisionalRows(tx: Tx, province: number, table: 'qualificationChange' | 'addedSpecification') {
  return tx
    .selectFrom(table)
    .select(['id', 'organisationId', 'jurisdiction', 'state', 'submittedAt', 'checkedAt', 'dueAt'])
    .where('province', '=', province)
    .where('dueProvisional', '=', true)
    .where('dueAt', 'is not', null);
}

async function recompute(
  context: Context,
  table: 'qualificationChange' | 'addedSpecification',
  kind: string,
): Promise<number> {
  const { scope, book, calendar } = context;
  const { province } = scope;
  const rows = await reading(context.database.db, scope, (tx) =>
    provisionalRows(tx, province, table).execute(),
  );
  let moved = 0;
  for (const { id } of rows) {
    const done = await command(context, async (unit) => {
      const row = await provisionalRows(unit.tx, province, table)
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) return refuse('qualification.notDue');
      const start = row.state === 'checked' ? (row.checkedAt ?? row.submittedAt) : row.submittedAt;
      const key = row.state === 'checked' ? 'qualification.confirmWithin' : 'qualification.checkWithin';
      const term = resolve(book, key, row.jurisdiction, shanghaiDate(start));
      const due = dueOf(start, term.value, calendar);
      if (due.provisional && due.dueAt === row.dueAt) return refuse('qualification.notDue');
      await unit.tx
        .updateTable(table)
        .set({ dueAt: due.dueAt, dueProvisional: due.provisional })
        .where('province', '=', province)
        .where('id', '=', id)
        .execute();
      unit.record({
        event: 'qualification.dueRecomputed',
        subject: { kind, id },
        basis: [basisOf(term)],
        before: { dueAt: row.dueAt },
        after: { dueAt: due.dueAt, provisional: due.provisional },
        readers: [row.organisationId],
      });
      return ok(id);
    });
    if (done.ok) moved += 1;
  }
  return moved;
}

export const qualificationSweeps: readonly Sweep[] = [qualificationDue];
