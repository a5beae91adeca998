import { dutyClock, dutyPolicyOf, overdueDuty } from '@daylight/rules/linkage/duty.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { compareTouched } from './compare.ts';
import { dutyFacts, lockDuty, saveDuty, wasTold } from './duty-store.ts';
import { tellFeed } from './feed.ts';
import { settleRuns } from './run-settle.ts';

const batch = 200;

async function dueIds(context: Context, which: 'due' | 'remind'): Promise<readonly string[]> {
  const rows = await reading(context.database.db, context.scope, (tx) => {
    const open = tx
      .selectFrom('priceDuty')
      .select('id')
      .where('province', '=', context.scope.province)
      .where('state', '=', 'open')
      .limit(batch);
    return which === 'due'
      ? open.where('dueAt', '<=', context.now).orderBy('dueAt').execute()
      : open
          .where('remindAt', '<=', context.now)
          .where('remindedAt', 'is', null)
          .where('dueAt', '>', context.now)
          .orderBy('remindAt')
          .execute();
  });
  return rows.map((row) => row.id);
}

/** JS-13a: the clock of declarations. What follows from being late is decided by a person (JS-13c). */
async function runOut(context: Context): Promise<number> {
  return moveEach(await dueIds(context, 'due'), async (id) => {
    const done = await command(context, async (unit) => {
      const duty = await lockDuty(unit.tx, context, id, true);
      if (duty === null) return refuse('linkage.notDue');
      const next = overdueDuty(duty, context.now);
      if (next === duty) return refuse('linkage.notDue');
      await saveDuty(unit, context, duty, { duty: next });
      const subject = { kind: 'price-duty', id };
      const facts = dutyFacts(duty);
      unit.record({
        event: 'linkage.dutyOverdue',
        subject,
        basis: [duty.basis],
        before: { state: duty.state, dueAt: duty.dueAt },
        after: { ...facts, state: next.state },
        readers: [duty.manufacturerId],
      });
      if (!(await wasTold(unit, context, duty, 'overdue')))
        unit.notify({ organisationId: duty.manufacturerId, kind: 'linkage.dutyOverdue', subject, facts });
      return ok(id);
    });
    return done.ok;
  });
}

async function remind(context: Context): Promise<number> {
  return moveEach(await dueIds(context, 'remind'), async (id) => {
    const done = await command(context, async (unit) => {
      const duty = await lockDuty(unit.tx, context, id, true);
      if (duty === null || duty.state !== 'open') return refuse('linkage.notDue');
      await unit.tx
        .updateTable('priceDuty')
        .set({ remindedAt: context.now })
        .where('province', '=', context.scope.province)
        .where('id', '=', id)
        .execute();
      const subject = { kind: 'price-duty', id };
      const facts = dutyFacts(duty);
      unit.record({
        event: 'linkage.dutyReminded',
        subject,
        basis: [duty.basis],
        after: facts,
        readers: [duty.manufacturerId],
      });
      if (!(await wasTold(unit, context, duty, 'reminded')))
        unit.notify({
          organisationId: duty.manufacturerId,
          kind: 'linkage.dutyReminder',
          subject,
          facts,
          dueAt: duty.dueAt,
        });
      return ok(id);
    });
    return done.ok;
  });
}

/** Provisional deadlines anew, when the arrangement of a year was published; returns how many were looked at. */
export async function recomputeDuties(context: Context): Promise<number> {
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('priceDuty')
      .innerJoin('listing', (join) =>
        join
          .onRef('listing.province', '=', 'priceDuty.province')
          .onRef('listing.id', '=', 'priceDuty.listingId'),
      )
      .select(['priceDuty.id', 'listing.listedOn'])
      .where('priceDuty.province', '=', context.scope.province)
      .where('priceDuty.provisional', '=', true)
      .where('priceDuty.state', '=', 'open')
      .execute(),
  );
  for (const { id, listedOn } of rows) {
    await command(context, async (unit) => {
      const duty = await lockDuty(unit.tx, context, id);
      if (duty === null || duty.state !== 'open') return refuse('linkage.notDue');
      const { calendar, book } = context;
      const policy = dutyPolicyOf(book, duty.jurisdiction, shanghaiDate(duty.openedAt));
      const clock = dutyClock(duty.effectiveFrom, listedOn, { now: duty.openedAt, calendar, policy });
      if (clock.dueAt === duty.dueAt && clock.provisional) return refuse('linkage.notDue');
      await unit.tx
        .updateTable('priceDuty')
        .set((eb) => ({
          dueAt: clock.dueAt,
          statutoryDueAt: clock.statutoryDueAt,
          provisional: clock.provisional,
          remindAt: clock.remindAt,
          version: eb('version', '+', 1),
        }))
        .where('province', '=', context.scope.province)
        .where('id', '=', id)
        .execute();
      unit.record({
        event: 'linkage.dutyRecomputed',
        subject: { kind: 'price-duty', id },
        basis: [clock.basis],
        before: { dueAt: duty.dueAt },
        after: { dueAt: clock.dueAt, provisional: clock.provisional },
        readers: [duty.manufacturerId],
      });
      return ok(id);
    });
  }
  return rows.length;
}

/** Deadlines of linkage, in the order they are looked at: what is listed, whom it concerns, who was reminded, who is late. */
export const linkageSweeps: readonly Sweep[] = [
  { name: 'price-feed', run: tellFeed },
  { name: 'price-compare', run: compareTouched },
  { name: 'price-remind', run: remind },
  { name: 'price-due', run: runOut },
  { name: 'linkage-settle', run: settleRuns },
];
