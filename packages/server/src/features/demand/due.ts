import { dueOf } from '@daylight/rules/calendar/term.ts';
import { demandPolicyOf, reportBasis } from '@daylight/rules/demand/policy.ts';
import { atConfirmEnd } from '@daylight/rules/demand/report.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, addHours, shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { databaseNow } from '../../clock.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { regulatorsOf } from '../organisation/port.ts';
import { type TenderFacts, lockTender } from '../tender/port.ts';
import { demandOpens } from './open.ts';

const batch = 20;

async function lockRound({ tx }: Unit, { scope }: Context, tenderId: string) {
  const tender = await lockTender(tx, scope.province, tenderId);
  const round = await tx
    .selectFrom('demandRound')
    .selectAll()
    .where('province', '=', scope.province)
    .where('tenderId', '=', tenderId)
    .forUpdate()
    .executeTakeFirst();
  return tender === null || round === undefined ? null : { tender, round };
}

const stateWords: Readonly<Record<string, string>> = {
  open: '尚未填报',
  returned: '已退回待修改',
  submitted: '待本单位确认',
};

/** Whoever has not finished is told once before the lock; again when an amendment moved it. */
const reminds: Sweep = {
  name: 'demand-remind',
  run: async (context) => {
    const rows = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('demandRound as d')
        .innerJoin('tender as t', (join) =>
          join.onRef('t.province', '=', 'd.province').onRef('t.id', '=', 'd.tenderId'),
        )
        .select('d.tenderId')
        .where('d.province', '=', context.scope.province)
        .where('d.lockedAt', 'is', null)
        .where('t.state', '=', 'reporting')
        .where('t.demandDueAt', '>', context.now)
        .where(
          sql<boolean>`(d.remind_at <= ${context.now} or d.reminded_for is not null)
            and d.reminded_for is distinct from t.demand_due_at`,
        )
        .limit(batch)
        .execute(),
    );
    return moveEach(rows, ({ tenderId }) => remind(context, tenderId));
  },
};

async function remind(context: Context, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const found = await lockRound(unit, context, tenderId);
    if (found === null || found.tender.demandDueAt === null) return refuse('demand.notDue');
    const { tender, round } = found;
    const policy = demandPolicyOf(context.book, tender.jurisdiction, shanghaiDate(round.openedAt));
    const remindAt = addHours(found.tender.demandDueAt, -24 * policy.remindBefore.value);
    const isNow = remindAt <= context.now;
    await unit.tx
      .updateTable('demandRound')
      // Moved by an amendment: the reminder waits for its new moment.
      .set({ remindAt, remindedFor: isNow ? tender.demandDueAt : null })
      .where('province', '=', context.scope.province)
      .where('tenderId', '=', tenderId)
      .execute();
    const silent = isNow ? await unfinished(unit, context, tenderId) : [];
    for (const { institutionId, state } of silent)
      unit.notify({
        organisationId: institutionId,
        kind: 'demand.reminded',
        subject: { kind: 'tender', id: tenderId },
        facts: {
          title: tender.title,
          number: tender.number,
          institution: institutionId,
          state: stateWords[state] ?? state,
        },
        dueAt: tender.demandDueAt,
      });
    unit.record({
      event: 'demand.reminded',
      subject: { kind: 'tender', id: tenderId },
      basis: [basisOf(policy.remindBefore)],
      after: { institutions: silent.length, remindAt, dueAt: tender.demandDueAt },
    });
    return ok(tenderId);
  });
  return done.ok;
}

async function unfinished({ tx }: Unit, { scope }: Context, tenderId: string) {
  return tx
    .selectFrom('demandReport')
    .select(['institutionId', 'state'])
    .where('province', '=', scope.province)
    .where('tenderId', '=', tenderId)
    .where('state', 'in', ['open', 'returned', 'submitted'])
    .execute();
}

/** The lock: by the database's clock, after every submission under way has either its lines in or is refused. */
const locks: Sweep = {
  name: 'demand-lock',
  run: async (context) => {
    const rows = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('demandRound as d')
        .innerJoin('tender as t', (join) =>
          join.onRef('t.province', '=', 'd.province').onRef('t.id', '=', 'd.tenderId'),
        )
        .select('d.tenderId')
        .where('d.province', '=', context.scope.province)
        .where('d.lockedAt', 'is', null)
        .where('t.state', '=', 'reporting')
        .where('t.demandDueAt', '<=', context.now)
        .limit(batch)
        .execute(),
    );
    return moveEach(rows, ({ tenderId }) => lock(context, tenderId));
  },
};

async function lock(context: Context, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const found = await lockRound(unit, context, tenderId);
    if (found === null || found.round.lockedAt !== null) return refuse('demand.notDue');
    const { tender, round } = found;
    const dueAt = tender.demandDueAt;
    const now = await databaseNow(context, unit.tx);
    // This server's clock may be ahead of the database's, by which submissions are judged.
    if (dueAt === null || now < dueAt) return refuse('demand.notDue');
    const policy = demandPolicyOf(context.book, tender.jurisdiction, shanghaiDate(round.openedAt));
    const confirm = dueOf(dueAt, policy.confirmWithin.value, context.calendar);
    const counted = await lockReports(unit, context, tender, now);
    await unit.tx
      .updateTable('demandRound')
      .set({
        lockedAt: now,
        lockReports: counted.reports,
        lockLines: counted.lines,
        lockBasis: JSON.stringify(reportBasis),
        confirmDueAt: confirm.dueAt,
        confirmProvisional: confirm.provisional,
      })
      .where('province', '=', context.scope.province)
      .where('tenderId', '=', tenderId)
      .execute();
    unit.record({
      event: 'demand.locked',
      subject: { kind: 'tender', id: tenderId },
      basis: [reportBasis, basisOf(policy.confirmWithin)],
      after: { number: tender.number, ...counted, dueAt, lockedAt: now, confirmDueAt: confirm.dueAt },
      readers: [tender.organiserId],
    });
    await tellLocked(unit, { tender, counted, confirmDueAt: confirm.dueAt });
    return ok(tenderId);
  });
  return done.ok;
}

interface Counted {
  readonly reports: number;
  readonly lines: number;
  readonly lapsed: readonly string[];
}

/** The update waits for every row that a submission holds; a submission that comes after it finds its row locked. */
async function lockReports(
  { tx }: Unit,
  { scope }: Context,
  tender: TenderFacts,
  now: Instant,
): Promise<Counted> {
  const { rows } = await sql<{ institutionId: string; state: string; lineCount: number }>`
    with locked as (
      update demand_report set locked_at = ${now},
        state = case when state in ('open', 'returned') then 'lapsed' else state end, version = version + 1
      where province = ${scope.province} and tender_id = ${tender.id} and locked_at is null
      returning institution_id, state, line_count, version, organiser_id, partners
    ), steps as (
      insert into demand_step (province, tender_id, institution_id, step, organiser_id, partners, kind, at)
      select ${scope.province}::smallint, ${tender.id}::uuid, institution_id, version, organiser_id, partners,
        case when state = 'lapsed' then 'lapsed' else 'locked' end, ${now}::timestamptz
      from locked
    )
    select institution_id, state, line_count from locked`.execute(tx);
  const inTime = rows.filter((row) => row.state !== 'lapsed');
  return {
    reports: inTime.length,
    lines: inTime.reduce((sum, row) => sum + row.lineCount, 0),
    lapsed: rows.filter((row) => row.state === 'lapsed').map((row) => row.institutionId),
  };
}

interface Locked {
  readonly tender: TenderFacts;
  readonly counted: Counted;
  readonly confirmDueAt: Instant;
}

async function tellLocked(unit: Unit, { tender, counted, confirmDueAt }: Locked): Promise<void> {
  const { id, title, number } = tender;
  const subject = { kind: 'tender', id };
  const bureaus = await regulatorsOf(unit.tx, tender.jurisdiction);
  const { reports, lines } = counted;
  for (const organisationId of new Set([
    tender.organiserId,
    ...tender.partners,
    ...bureaus.slice(0, 1).map((each) => each.id),
  ]))
    unit.notify({
      organisationId,
      kind: 'demand.locked',
      subject,
      facts: { title, number, reports, lines },
      dueAt: confirmDueAt,
    });
  for (const institution of counted.lapsed)
    unit.notify({
      organisationId: institution,
      kind: 'demand.lapsed',
      subject,
      facts: { title, number, institution },
    });
}

/** The time for confirmations is over: what the institution confirmed in time is not lost by the silence of others. */
const confirmEnds: Sweep = {
  name: 'demand-confirm',
  run: async (context) => {
    const rows = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('demandRound')
        .select('tenderId')
        .where('province', '=', context.scope.province)
        .where('lockedAt', 'is not', null)
        .where('confirmEndedAt', 'is', null)
        .where('confirmDueAt', '<=', context.now)
        .limit(batch)
        .execute(),
    );
    return moveEach(rows, ({ tenderId }) => endConfirming(context, tenderId));
  },
};

async function endConfirming(context: Context, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const found = await lockRound(unit, context, tenderId);
    if (found === null || found.round.confirmEndedAt !== null) return refuse('demand.notDue');
    const { tender, round } = found;
    const policy = demandPolicyOf(context.book, tender.jurisdiction, shanghaiDate(round.openedAt));
    const silent = atConfirmEnd('confirmed', policy.silentReviewCounts.value);
    const { rows } = await sql<{ institutionId: string; state: string }>`
      with ended as (
        update demand_report set state = case state when 'submitted' then 'lapsed' else ${silent} end, version = version + 1
        where province = ${context.scope.province} and tender_id = ${tenderId} and state in ('submitted', 'confirmed')
        returning institution_id, state, version, organiser_id, partners
      ), steps as (
        insert into demand_step (province, tender_id, institution_id, step, organiser_id, partners, kind, at)
        select ${context.scope.province}::smallint, ${tenderId}::uuid, institution_id, version, organiser_id, partners,
          state, ${context.now}::timestamptz
        from ended
      )
      select institution_id, state from ended`.execute(unit.tx);
    await unit.tx
      .updateTable('demandRound')
      .set({ confirmEndedAt: context.now })
      .where('province', '=', context.scope.province)
      .where('tenderId', '=', tenderId)
      .execute();
    unit.record({
      event: 'demand.confirmEnded',
      subject: { kind: 'tender', id: tenderId },
      basis: [basisOf(policy.silentReviewCounts), basisOf(policy.confirmWithin)],
      after: { accepted: rows.filter((row) => row.state === 'accepted').length, ended: rows.length },
    });
    for (const { institutionId: institution, state } of rows)
      unit.notify({
        organisationId: institution,
        kind: state === 'accepted' ? 'demand.accepted' : 'demand.lapsed',
        subject: { kind: 'tender', id: tenderId },
        facts: { title: tender.title, number: tender.number, institution },
      });
    return ok(tenderId);
  });
  return done.ok;
}

/** Deadlines of volume reporting, in the order they are looked at. */
export const demandSweeps: readonly Sweep[] = [demandOpens, reminds, locks, confirmEnds];

/** Provisional deadlines anew, when the arrangement of a year was published; returns how many were looked at. */
export async function recomputeDemand(context: Context): Promise<number> {
  const { province } = context.scope;
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('demandRound as d')
      .innerJoin('tender as t', (join) =>
        join.onRef('t.province', '=', 'd.province').onRef('t.id', '=', 'd.tenderId'),
      )
      .select(['d.tenderId', 'd.openedAt', 't.jurisdiction', 't.demandDueAt', 'd.confirmDueAt'])
      .where('d.province', '=', province)
      .where('d.confirmProvisional', '=', true)
      .where('d.confirmEndedAt', 'is', null)
      .execute(),
  );
  for (const row of rows) {
    if (row.demandDueAt === null) continue;
    const policy = demandPolicyOf(context.book, row.jurisdiction, shanghaiDate(row.openedAt));
    const { dueAt, provisional } = dueOf(row.demandDueAt, policy.confirmWithin.value, context.calendar);
    await command(context, async (unit) => {
      await unit.tx
        .updateTable('demandRound')
        .set({ confirmDueAt: dueAt, confirmProvisional: provisional })
        .where('province', '=', province)
        .where('tenderId', '=', row.tenderId)
        .execute();
      unit.record({
        event: 'demand.dueRecomputed',
        subject: { kind: 'tender', id: row.tenderId },
        basis: [basisOf(policy.confirmWithin)],
        before: { confirmDueAt: row.confirmDueAt },
        after: { confirmDueAt: dueAt },
      });
      return ok(null);
    });
  }
  return rows.length;
}
