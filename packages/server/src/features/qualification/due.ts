import { qualificationBasis } from '@daylight/rules/qualification/basis.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { shanghaiDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { type Followed, resumeUnder, suspendUnder, tellFirm, watchNow } from './effect.ts';
import { type QualificationRow, lockQualification } from './store.ts';

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
    return moveEach(due, ({ id }) => watch(context, id));
  },
};

/** One step of the watch: a stage that begins, or the next listings that follow what has happened to their certificate. */
async function watch(context: Context, id: string): Promise<boolean> {
  const { scope, now } = context;
  const done = await command(context, async (unit) => {
    const row = await lockQualification(unit.tx, scope.province, id, true);
    if (row === undefined || row.dueAt === null || row.dueAt > now) return refuse('qualification.notDue');
    const isPast = row.state === 'expired' || row.state === 'ended';
    const { stage, nextAt } = isPast ? { stage: row.reminders, nextAt: null } : watchNow(context, row);
    const isOver = !isPast && stage === 3;
    const state = isOver ? 'expired' : row.state;
    const followed = await followers(context, unit, { ...row, state });
    await unit.tx
      .updateTable('qualification')
      .set({
        state,
        reminders: stage,
        dueAt: followed.more ? now : nextAt,
        version: isOver ? row.version + 1 : row.version,
      })
      .where('province', '=', scope.province)
      .where('id', '=', id)
      .execute();
    if (isOver || stage > row.reminders)
      tellFirm(context, unit, row, { kind: isOver ? 'qualification.expired' : 'qualification.expiring' });
    unit.record({
      event: eventOf(row, { stage, isOver, followed }),
      subject: { kind: 'qualification', id },
      basis: [state === 'inForce' ? qualificationBasis.declared : qualificationBasis.certified],
      before: { state: row.state, reminders: row.reminders },
      after: { stage, validUntil: row.validUntil, listings: followed.count },
      readers: [row.organisationId],
    });
    return ok(id);
  });
  return done.ok;
}

/** The next listings under a certificate come back or are suspended, as it is in force or not. */
function followers(context: Context, unit: Unit, row: QualificationRow): Promise<Followed> {
  const { state, validFrom, validUntil, stateNote } = row;
  if (state !== 'inForce')
    return suspendUnder(context, unit, row, state === 'expired' ? `${validUntil ?? ''} 到期` : stateNote);
  const hasBegun = validFrom === null || validFrom <= context.today;
  return hasBegun ? resumeUnder(context, unit, row) : Promise.resolve({ count: 0, more: false });
}

interface Watched {
  readonly stage: number;
  readonly isOver: boolean;
  readonly followed: Followed;
}

function eventOf(row: QualificationRow, { stage, isOver, followed }: Watched) {
  if (isOver) return 'qualification.expired' as const;
  if (stage > row.reminders) return 'qualification.reminded' as const;
  const begins = row.validFrom !== null && row.dueAt === shanghaiMoment(row.validFrom, '00:00');
  if (followed.count > 0 && !begins)
    return row.state === 'inForce'
      ? ('qualification.listingsResumed' as const)
      : ('qualification.listingsSuspended' as const);
  return stage === 0 ? ('qualification.began' as const) : ('qualification.reminded' as const);
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
