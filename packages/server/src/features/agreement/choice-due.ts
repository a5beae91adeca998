import { choiceBasis, isThereAChoice } from '@daylight/rules/agreement/choice.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, addHours } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { databaseNow } from '../../clock.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { permittedOf, runFinalAward } from '../bidding/port.ts';
import { type TenderFacts, lockTender, moveTender, tenderInstitutions } from '../tender/port.ts';
import { choicesOf } from './choice-store.ts';

const batch = 20;

/** Rounds that came to choosing and whose institutions were not asked yet. */
const opens: Sweep = {
  name: 'choice-open',
  run: async (context) => {
    const rows = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('tender as t')
        .select('t.id')
        .where('t.province', '=', context.scope.province)
        .where('t.state', '=', 'choosing')
        .where(
          sql<boolean>`not exists (select from agreement_choosing c where c.province = t.province and c.tender_id = t.id)`,
        )
        .limit(batch)
        .execute(),
    );
    return moveEach(rows, ({ id }) => open(context, id));
  },
};

async function open(context: Context, tenderId: string): Promise<boolean> {
  const opened = await command(context, async (unit) => {
    const tender = await lockTender(unit.tx, context.scope.province, tenderId);
    if (tender === null || tender.state !== 'choosing' || tender.choiceDueAt === null)
      return refuse('agreement.choiceNotOpen');
    const asked = await askAll(unit, context, tender, tender.choiceDueAt);
    unit.record({
      event: 'agreement.choiceOpened',
      subject: { kind: 'tender', id: tenderId },
      basis: [choiceBasis],
      after: { number: tender.number, institutions: asked, dueAt: tender.choiceDueAt },
      readers: [tender.organiserId],
    });
    return ok(tenderId);
  });
  return opened.ok;
}

/** A row for each institution, also where nothing is to choose: what is not there was forgotten. */
async function askAll(unit: Unit, context: Context, tender: TenderFacts, dueAt: Instant): Promise<number> {
  const { province } = context.scope;
  const before = resolve(context.book, 'agreement.choiceRemindBefore', tender.jurisdiction, context.today);
  const remindAt = addHours(dueAt, -24 * before.value);
  let asked = 0;
  for (const { institutionId } of await tenderInstitutions(unit.tx, province, tender.id)) {
    const scopes = await permittedOf(unit.tx, province, tender.id, institutionId);
    const isOpen = isThereAChoice(scopes);
    await unit.tx
      .insertInto('agreementChoosing')
      .values({
        province,
        tenderId: tender.id,
        institutionId,
        organiserId: tender.organiserId,
        partners: tender.partners,
        state: isOpen ? 'open' : 'nothing',
        scopes: JSON.stringify(scopes),
        openedAt: context.now,
        remindAt,
      })
      .execute();
    if (!isOpen) continue;
    asked += 1;
    unit.notify({
      organisationId: institutionId,
      kind: 'agreement.choiceOpened',
      subject: { kind: 'tender', id: tender.id },
      facts: { title: tender.title, number: tender.number, institution: institutionId },
      dueAt,
    });
  }
  return asked;
}

/** Who is silent is told once before the deadline. */
const reminds: Sweep = {
  name: 'choice-remind',
  run: async (context) => {
    const { province } = context.scope;
    const rows = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('agreementChoosing as c')
        .innerJoin('tender as t', (join) =>
          join.onRef('t.province', '=', 'c.province').onRef('t.id', '=', 'c.tenderId'),
        )
        .select('c.tenderId')
        .distinct()
        .where('c.province', '=', province)
        .where('c.state', '=', 'open')
        .where('t.state', '=', 'choosing')
        .where('c.remindAt', '<=', context.now)
        .where('c.remindedFor', 'is', null)
        .where('t.choiceDueAt', '>', context.now)
        .limit(batch)
        .execute(),
    );
    return moveEach(rows, async ({ tenderId }) => {
      const done = await command(context, async (unit) => {
        const tender = await lockTender(unit.tx, province, tenderId);
        if (tender === null) return refuse('agreement.choiceUnknown');
        const silent = await unit.tx
          .updateTable('agreementChoosing')
          .set({ remindedFor: tender.choiceDueAt })
          .where('province', '=', province)
          .where('tenderId', '=', tenderId)
          .where('state', '=', 'open')
          .where('remindedFor', 'is', null)
          .returning('institutionId')
          .execute();
        for (const { institutionId } of silent)
          unit.notify({
            organisationId: institutionId,
            kind: 'agreement.choiceReminded',
            subject: { kind: 'tender', id: tenderId },
            facts: { title: tender.title, number: tender.number, institution: institutionId },
            dueAt: tender.choiceDueAt,
          });
        unit.record({
          event: 'agreement.choiceReminded',
          subject: { kind: 'tender', id: tenderId },
          basis: [choiceBasis],
          after: { institutions: silent.length },
        });
        return ok(tenderId);
      });
      return done.ok;
    });
  },
};

/** The choice is over at its deadline, or as soon as everybody has chosen: the second award places all volumes. */
const closes: Sweep = {
  name: 'choice-close',
  run: async (context) => {
    const { province } = context.scope;
    const rows = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('tender as t')
        .select('t.id')
        .where('t.province', '=', province)
        .where('t.state', '=', 'choosing')
        .where(
          sql<boolean>`exists (select from agreement_choosing c where c.province = t.province and c.tender_id = t.id)`,
        )
        .where(
          sql<boolean>`(t.choice_due_at <= ${context.now} or not exists (select from agreement_choosing c
            where c.province = t.province and c.tender_id = t.id and c.state = 'open'))`,
        )
        .limit(batch)
        .execute(),
    );
    return moveEach(rows, ({ id }) => close(context, id));
  },
};

async function close(context: Context, tenderId: string): Promise<boolean> {
  const { province } = context.scope;
  const closed = await command(context, async (unit) => {
    const tender = await lockTender(unit.tx, province, tenderId);
    if (tender === null || tender.state !== 'choosing') return refuse('agreement.choiceNotOpen');
    // Waits for a choice under way; one that comes later finds the row closed.
    const rows = await unit.tx
      .selectFrom('agreementChoosing')
      .select(['institutionId', 'state'])
      .where('province', '=', province)
      .where('tenderId', '=', tenderId)
      .orderBy('institutionId')
      .forUpdate()
      .execute();
    const now = await databaseNow(context, unit.tx);
    const open = rows.filter((row) => row.state === 'open');
    // This server's clock may be ahead of the database's, by which choices are judged.
    if (open.length > 0 && (tender.choiceDueAt === null || now < tender.choiceDueAt))
      return refuse('agreement.choiceNotOpen');
    await unit.tx
      .updateTable('agreementChoosing')
      .set({ state: 'silent' })
      .where('province', '=', province)
      .where('tenderId', '=', tenderId)
      .where('state', '=', 'open')
      .execute();
    const choices = await choicesOf(unit.tx, province, tenderId);
    const run = await runFinalAward(context, unit, tender, choices);
    assert(run.ok, `the final award of ${tender.number} was refused: ${run.ok ? '' : run.code}`);
    unit.record({
      event: 'agreement.choiceClosed',
      subject: { kind: 'tender', id: tenderId },
      basis: [choiceBasis],
      after: {
        number: tender.number,
        chosen: rows.filter((row) => row.state === 'chosen').length,
        silent: open.length,
        run: run.value.runId,
        hash: run.value.hash,
      },
      readers: [tender.organiserId],
    });
    const moved = await moveTender(context, unit, { tender, to: 'signing', basis: choiceBasis });
    return moved.ok ? ok(tenderId) : moved;
  });
  return closed.ok;
}

/** The choice of leftover volume, before contracts are made of what the second award gives. */
export const choiceSweeps: readonly Sweep[] = [opens, reminds, closes];
