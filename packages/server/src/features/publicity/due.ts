import { recomputedObjection } from '@daylight/rules/publicity/objection.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, ok, refuse } from '@daylight/rules/result.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { regulatorsOf } from '../organisation/port.ts';
import { aboutOf } from './commands.ts';
import { itemAt, listOf, loadObjection, objectionOf, policyOf, saveObjection } from './store.ts';

const batch = 200;

/** A list is public for its period and no longer; what waits for its end hears of it by the state. */
const listsEnd: Sweep = {
  name: 'publicity-ends',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('publicity')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('state', '=', 'open')
        .where('endsAt', '<=', context.now)
        .orderBy('endsAt')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ id }) => end(context, id));
  },
};

async function end(context: Context, id: string): Promise<boolean> {
  const ended = await command(context, async (unit) => {
    const row = await unit.tx
      .selectFrom('publicity')
      .select(['number', 'period', 'version'])
      .where('province', '=', context.scope.province)
      .where('id', '=', id)
      .where('state', '=', 'open')
      .where('endsAt', '<=', context.now)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (row === undefined) return refuse('publicity.notDue');
    await unit.tx
      .updateTable('publicity')
      .set({ state: 'ended', endsProvisional: false, version: row.version + 1 })
      .where('province', '=', context.scope.province)
      .where('id', '=', id)
      .execute();
    const { document, article, clause } = row.period as Basis;
    unit.record({
      event: 'publicity.ended',
      subject: { kind: 'publicity', id },
      basis: [{ document, article, clause }],
      after: { number: row.number },
    });
    return ok(id);
  });
  return ended.ok;
}

/** An objection past its clock still has to be dealt with: whoever answers for it is told once for each deadline. */
const objectionsOverdue: Sweep = {
  name: 'publicity-objections',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('publicityObjection')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('dueAt', '<=', context.now)
        .where((eb) => eb.or([eb('overdueToldAt', 'is', null), eb('overdueToldAt', '<', eb.ref('dueAt'))]))
        .orderBy('dueAt')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ id }) => tellOverdue(context, id));
  },
};

async function tellOverdue(context: Context, id: string): Promise<boolean> {
  const { province } = context.scope;
  const told = await command(context, async (unit) => {
    const row = await loadObjection(unit.tx, province, id, true);
    if (row === null || row.dueAt === null || row.dueAt > context.now) return refuse('publicity.notDue');
    if (row.overdueToldAt !== null && row.overdueToldAt >= row.dueAt) return refuse('publicity.notDue');
    const list = await listOf(unit.tx, province, row.publicityId);
    if (list === null) return refuse('publicity.notDue');
    await unit.tx
      .updateTable('publicityObjection')
      .set({ overdueToldAt: context.now })
      .where('province', '=', province)
      .where('id', '=', id)
      .execute();
    unit.record({
      event: 'publicity.objectionOverdue',
      subject: { kind: 'objection', id },
      basis: [row.dueBasis as Basis],
      after: { number: row.number, state: row.state, dueAt: row.dueAt },
    });
    const [bureau] = await regulatorsOf(unit.tx, row.jurisdiction);
    if (bureau !== undefined) {
      unit.notify({
        organisationId: bureau.id,
        kind: 'publicity.overdue',
        subject: { kind: 'objection', id },
        facts: {
          ...aboutOf(list, await itemAt(unit.tx, province, list.id, row.itemKey)),
          number: row.number,
        },
        dueAt: row.dueAt,
      });
    }
    return ok(id);
  });
  return told.ok;
}

/** Deadlines of publicity, in the order they are looked at. */
export const publicitySweeps: readonly Sweep[] = [listsEnd, objectionsOverdue];

/** Provisional ends anew, when the arrangement of a year was published; returns how many were looked at. */
export async function recomputeProvisional(context: Context): Promise<number> {
  const { province } = context.scope;
  const [lists, objections] = await reading(context.database.db, context.scope, async (tx) => [
    await tx
      .selectFrom('publicity')
      .select('id')
      .where('province', '=', province)
      .where('endsProvisional', '=', true)
      .where('state', '=', 'open')
      .execute(),
    await tx
      .selectFrom('publicityObjection')
      .select('id')
      .where('province', '=', province)
      .where('dueProvisional', '=', true)
      .execute(),
  ]);
  for (const { id } of lists ?? []) await recomputeList(context, id);
  for (const { id } of objections ?? []) await recomputeObjection(context, id);
  return (lists?.length ?? 0) + (objections?.length ?? 0);
}

async function recomputeList(context: Context, id: string): Promise<void> {
  await command(context, async (unit) => {
    const list = await listOf(unit.tx, context.scope.province, id);
    if (list === null || list.state !== 'open') return refuse('publicity.notDue');
    const policy = policyOf(context, list);
    const due = dueOf(list.openedAt, policy.period.value, context.calendar);
    if (due.dueAt === list.endsAt && due.provisional) return refuse('publicity.notDue');
    await unit.tx
      .updateTable('publicity')
      .set({ endsAt: due.dueAt, endsProvisional: due.provisional, version: list.version + 1 })
      .where('province', '=', context.scope.province)
      .where('id', '=', id)
      .where('version', '=', list.version)
      .execute();
    unit.record({
      event: 'publicity.dueRecomputed',
      subject: { kind: 'publicity', id },
      basis: [basisOf(policy.period)],
      before: { endsAt: list.endsAt },
      after: { endsAt: due.dueAt, provisional: due.provisional },
    });
    return ok(id);
  });
}

async function recomputeObjection(context: Context, id: string): Promise<void> {
  const { province } = context.scope;
  await command(context, async (unit) => {
    const row = await loadObjection(unit.tx, province, id);
    const list = row === null ? null : await listOf(unit.tx, province, row.publicityId);
    if (row === null || list === null || row.dueAt === null) return refuse('publicity.notDue');
    const before = objectionOf(row);
    const after = recomputedObjection(before, { ...context, policy: policyOf(context, list) });
    if (after.due?.at === row.dueAt && after.due.provisional) return refuse('publicity.notDue');
    await saveObjection(unit.tx, row, after);
    unit.record({
      event: 'publicity.dueRecomputed',
      subject: { kind: 'objection', id },
      basis: after.due === null ? [] : [after.due.basis],
      before: before.due,
      after: after.due,
      readers: [row.objectorId],
    });
    return ok(id);
  });
}
