import { dueOf } from '@daylight/rules/calendar/term.ts';
import { assert, ok } from '@daylight/rules/result.ts';
import { announceFrom } from '@daylight/rules/tender/plan.ts';
import { type Unit, command } from '../../command.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Instant, shanghaiDate } from '@daylight/rules/time.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { policyOf } from './begin.ts';
import { setPlan } from './plan-store.ts';

/** A year was published: what was provisional about questions and filed plans is computed again. */
export async function recomputeTenders(context: Context): Promise<number> {
  return (
    (await recomputeQuestions(context)) +
    (await recomputeFilings(context)) +
    (await recomputeBreaches(context))
  );
}

async function recomputeQuestions(context: Context): Promise<number> {
  const { province } = context.scope;
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('tenderQuestion as question')
      .innerJoin('tender', (join) =>
        join.onRef('tender.province', '=', 'question.province').onRef('tender.id', '=', 'question.tenderId'),
      )
      .select(['question.id', 'question.askedAt', 'tender.jurisdiction'])
      .where('question.province', '=', province)
      .where('question.state', '=', 'asked')
      .where('question.dueProvisional', '=', true)
      .execute(),
  );
  for (const { id, askedAt, jurisdiction } of rows)
    await command(context, async (unit) => {
      const due = dueOf(askedAt, policyOf(context, { jurisdiction }).answerWithin.value, context.calendar);
      await unit.tx
        .updateTable('tenderQuestion')
        .set({ dueAt: due.dueAt, dueProvisional: due.provisional })
        .where('province', '=', province)
        .where('id', '=', id)
        .execute();
      record(unit, 'tender-question', id, due.dueAt);
      return ok(id);
    });
  return rows.length;
}

async function recomputeFilings(context: Context): Promise<number> {
  const { province } = context.scope;
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('tenderPlan as plan')
      .innerJoin('tender', (join) =>
        join.onRef('tender.province', '=', 'plan.province').onRef('tender.id', '=', 'plan.tenderId'),
      )
      .select(['tender.id', 'tender.jurisdiction', 'plan.filedAt'])
      .where('plan.province', '=', province)
      .where('tender.state', '=', 'planned')
      .where('plan.announceFromProvisional', '=', true)
      .execute(),
  );
  for (const { id, jurisdiction, filedAt } of rows)
    await command(context, async (unit) => {
      assert(filedAt !== null, 'a term runs from a filing');
      const from = announceFrom(filedAt, policyOf(context, { jurisdiction }), context.calendar);
      await setPlan(
        unit.tx,
        { province, id },
        { announceFromAt: from.dueAt, announceFromProvisional: from.provisional },
      );
      record(unit, 'tender', id, from.dueAt);
      return ok(id);
    });
  return rows.length;
}

async function recomputeBreaches(context: Context): Promise<number> {
  const { province } = context.scope;
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('tenderBreach')
      .select(['id', 'jurisdiction', 'receivedAt', 'askedAt', 'dueProvisional', 'answerDueProvisional'])
      .where('province', '=', province)
      .where('state', 'not in', ['upheld', 'dismissed'])
      .where((eb) => eb.or([eb('dueProvisional', '=', true), eb('answerDueProvisional', '=', true)]))
      .execute(),
  );
  for (const { id, jurisdiction, receivedAt, askedAt } of rows)
    await command(context, async (unit) => {
      const { book, calendar } = context;
      const termOf = (key: 'tender.breachWithin' | 'tender.breachAnswerWithin', from: Instant) =>
        dueOf(from, resolve(book, key, jurisdiction, shanghaiDate(from)).value, calendar);
      const due = termOf('tender.breachWithin', receivedAt);
      const answer = askedAt === null ? null : termOf('tender.breachAnswerWithin', askedAt);
      await unit.tx
        .updateTable('tenderBreach')
        .set({ dueAt: due.dueAt, dueProvisional: due.provisional })
        .$if(answer !== null, (set) =>
          set.set({
            answerDueAt: answer?.dueAt ?? null,
            answerDueProvisional: answer?.provisional ?? false,
          }),
        )
        .where('province', '=', province)
        .where('id', '=', id)
        .execute();
      record(unit, 'tender-breach', id, due.dueAt);
      return ok(id);
    });
  return rows.length;
}

function record(unit: Unit, kind: string, id: string, dueAt: Instant): void {
  unit.record({ event: 'tender.dueRecomputed', subject: { kind, id }, basis: [], after: { dueAt } });
}
