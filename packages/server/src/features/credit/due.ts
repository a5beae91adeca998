import { type Basis, ok, refuse } from '@daylight/rules/result.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Sweep } from '../../sweep.ts';
import { creditListingSweep } from './closings.ts';
import { decideClock } from './decide.ts';
import { endCase } from './effect.ts';
import { allCases } from './rows.ts';
import { creditRunSweep } from './runs.ts';

const batch = 100;

/** The time to be heard is over: the case waits for its decision. */
const hearingOver: Sweep = {
  name: 'credit-hearing',
  run: async (context) => {
    const ids = await dueCases(context, 'hearing');
    let moved = 0;
    for (const id of ids) {
      const done = await command(context, async (unit) => {
        const row = await allCases(unit.tx, context.scope.province)
          .where('c.id', '=', id)
          .where('c.state', '=', 'hearing')
          .where('c.hearingDueAt', '<=', context.now)
          .forUpdate('c')
          .skipLocked()
          .executeTakeFirst();
        if (row === undefined) return refuse('credit.notDue');
        await unit.tx
          .updateTable('creditCase')
          .set({ ...decideClock(context, row.jurisdiction), version: row.version + 1 })
          .where('province', '=', context.scope.province)
          .where('id', '=', id)
          .execute();
        unit.record({
          event: 'credit.hearingOver',
          subject: { kind: 'credit-case', id },
          basis: [row.basis as Basis],
          before: { state: 'hearing' },
          after: { state: 'heard' },
          readers: [row.organisationId],
        });
        return ok(id);
      });
      if (done.ok) moved += 1;
    }
    return moved;
  },
};

/** Measures end with their time (JS-38, HN-12, GD-9c). */
const caseOver: Sweep = {
  name: 'credit-end',
  run: async (context) => {
    const ids = await dueCases(context, 'inForce');
    let moved = 0;
    for (const id of ids) {
      const done = await command(context, async (unit) => {
        const row = await allCases(unit.tx, context.scope.province)
          .where('c.id', '=', id)
          .where('c.state', '=', 'inForce')
          .where('c.endsAt', '<=', context.now)
          .forUpdate('c')
          .skipLocked()
          .executeTakeFirst();
        if (row === undefined) return refuse('credit.notDue');
        await endCase(context, unit, row, { kind: 'expired', note: '' });
        return ok(id);
      });
      if (done.ok) moved += 1;
    }
    return moved;
  },
};

async function dueCases(context: Context, state: 'hearing' | 'inForce'): Promise<string[]> {
  const column = state === 'hearing' ? ('hearingDueAt' as const) : ('endsAt' as const);
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('creditCase')
      .select('id')
      .where('province', '=', context.scope.province)
      .where('state', '=', state)
      .where(column, '<=', context.now)
      .orderBy(column)
      .limit(batch)
      .execute(),
  );
  return rows.map((row) => row.id);
}

/** A measure that ends before its case does. */
const restrictionOver: Sweep = {
  name: 'credit-restriction',
  run: async (context) => {
    const { province } = context.scope;
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('creditRestriction')
        .select(['id', 'caseId', 'organisationId', 'measure'])
        .where('province', '=', province)
        .where('inForce', '=', true)
        .where('endsAt', '<=', context.now)
        .limit(batch)
        .execute(),
    );
    let moved = 0;
    for (const each of due) {
      const done = await command(context, async (unit) => {
        const ended = await unit.tx
          .updateTable('creditRestriction')
          .set({ inForce: false, endedAt: context.now })
          .where('province', '=', province)
          .where('id', '=', each.id)
          .where('inForce', '=', true)
          .executeTakeFirst();
        if (ended.numUpdatedRows === 0n) return refuse('credit.notDue');
        unit.record({
          event: 'credit.caseEnded',
          subject: { kind: 'credit-case', id: each.caseId },
          basis: [],
          after: { measure: each.measure },
          readers: [each.organisationId],
        });
        return ok(each.id);
      });
      if (done.ok) moved += 1;
    }
    return moved;
  },
};

/** Deadlines of credit, in the order they are looked at: what ended restricts nothing any more. */
export const creditSweeps: readonly Sweep[] = [
  hearingOver,
  caseOver,
  restrictionOver,
  creditListingSweep,
  creditRunSweep,
];
