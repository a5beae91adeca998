import { fileDuty, uploadDue } from '@daylight/rules/filing/outside.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { raiseWarning } from '../supervision/port.ts';
import { ended, policyOf, release } from './outside-steps.ts';
import { type OutsideRow, kindOf, lockOutside, saveOutside, subjectOf } from './outside-store.ts';
import { allowedBy } from './outside.ts';

const batch = 100;

/** Reservations that end, reminders to file, and duties that were not kept (GD-3, JS-19). */
export const outsideSweep: Sweep = {
  name: 'outside-purchase',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('outsidePurchase')
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
    const row = await lockOutside(unit.tx, context.scope.province, id, true);
    if (row === null || row.dueAt === null || row.dueAt > context.now) return refuse('filing.notDue');
    if (row.dueKind === 'upload') await lapse(unit, context, row);
    else if (row.dueKind === 'remind') await remind(unit, row);
    else await overdue(unit, context, row);
    return ok(id);
  });
  return settled.ok;
}

/** Nobody bought it, or nobody said so: the quota is free again. */
async function lapse(unit: Unit, context: Context, row: OutsideRow): Promise<void> {
  const { number, amount, institutionId: organisationId } = row;
  await release(unit, context, row);
  await saveOutside(unit.tx, row, { ...ended(context), state: 'lapsed' });
  const subject = subjectOf(row.id);
  const policy = policyOf(context, row);
  unit.record({
    event: 'filing.outsideLapsed',
    subject,
    basis: [allowedBy(kindOf(row), policy)],
    before: { state: row.state, reserved: row.reserved },
    after: { number, state: 'lapsed' },
    readers: [organisationId],
  });
  unit.notify({ organisationId, kind: 'filing.outsideLapsed', subject, facts: { number, amount } });
}

async function remind(unit: Unit, row: OutsideRow): Promise<void> {
  const { number, amount, institutionId: organisationId, fileDueAt } = row;
  assert(fileDueAt !== null, 'a reminder of a duty');
  await saveOutside(unit.tx, row, {
    dueKind: 'file',
    dueAt: fileDueAt,
    dueProvisional: row.fileDueProvisional,
  });
  const subject = subjectOf(row.id);
  unit.record({
    event: 'filing.outsideReminded',
    subject,
    basis: [row.fileDueBasis as Basis],
    after: { number, fileDueAt },
    readers: [organisationId],
  });
  unit.notify({
    organisationId,
    kind: 'filing.outsideRemind',
    subject,
    facts: { number, amount },
    dueAt: fileDueAt,
  });
}

/** Not filed in time: a case for the bureau, and no further emergency purchase until it is (JS-19). */
async function overdue(unit: Unit, context: Context, row: OutsideRow): Promise<void> {
  const { number, amount, institutionId, fileDueAt } = row;
  await saveOutside(unit.tx, row, {
    dueKind: null,
    dueAt: null,
    dueProvisional: false,
    fileOverdueAt: fileDueAt,
  });
  const subject = subjectOf(row.id);
  const basis = row.fileDueBasis as Basis;
  unit.record({
    event: 'filing.outsideFileOverdue',
    subject,
    basis: [basis],
    after: { number, fileDueAt },
    readers: [institutionId],
  });
  unit.notify({
    organisationId: institutionId,
    kind: 'filing.outsideOverdue',
    subject,
    facts: { number, amount },
  });
  await raiseWarning(unit, context, {
    kind: 'emergency.notFiled',
    jurisdiction: row.jurisdiction,
    institutionId,
    subject,
    facts: { number, amount, dueAt: fileDueAt },
    basis,
  });
}

/** Provisional deadlines anew, when the arrangement of a year was published; returns how many were looked at. */
export async function recomputeOutside(context: Context): Promise<number> {
  const { province } = context.scope;
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('outsidePurchase')
      .select('id')
      .where('province', '=', province)
      .where((eb) => eb.or([eb('dueProvisional', '=', true), eb('fileDueProvisional', '=', true)]))
      .execute(),
  );
  for (const { id } of rows) {
    await command(context, async (unit) => {
      const row = await lockOutside(unit.tx, province, id);
      if (row === null) return refuse('filing.notDue');
      const clock = { policy: policyOf(context, row), calendar: context.calendar };
      const upload = uploadDue(row.clockStartedAt, clock);
      const duty = row.fileDueAt === null ? null : fileDuty(row.clockStartedAt, clock);
      const dues = { upload, remind: duty?.remind, file: duty?.file };
      const due = row.dueKind === null ? undefined : dues[row.dueKind as keyof typeof dues];
      await saveOutside(unit.tx, row, {
        ...(due === undefined ? {} : { dueAt: due.at, dueProvisional: due.provisional }),
        ...(duty === null ? {} : { fileDueAt: duty.file.at, fileDueProvisional: duty.file.provisional }),
      });
      unit.record({
        event: 'filing.dueRecomputed',
        subject: subjectOf(id),
        basis: [allowedBy(kindOf(row), clock.policy)],
        before: { dueAt: row.dueAt, fileDueAt: row.fileDueAt },
        after: { dueAt: due?.at ?? null, fileDueAt: duty?.file.at ?? null },
        readers: [row.institutionId],
      });
      return ok(id);
    });
  }
  return rows.length;
}
