import type { CreditRunItem } from '@daylight/api/credit-shapes.ts';
import type * as api from '@daylight/api/credit-run.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { creditBasis } from '@daylight/rules/credit/basis.ts';
import { quarterBefore } from '@daylight/rules/credit/quarter.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import type { Sweep } from '../../sweep.ts';
import { putInForce } from './effect.ts';
import { allCases, dueFrom, isId, reachOf } from './rows.ts';

/** With how many ratings each will publish, or published. */
export function runRows(tx: Tx, context: ActorContext) {
  return tx
    .selectFrom('creditRun as run')
    .where('run.province', '=', context.scope.province)
    .where('run.jurisdiction', 'like', reachOf(context))
    .selectAll('run')
    .select((eb) => [
      eb.ref('run.state').$castTo<'open' | 'published'>().as('state'),
      eb
        .selectFrom('creditCase as c')
        .select(sql<number>`count(*)::integer`.as('n'))
        .whereRef('c.province', '=', 'run.province')
        .whereRef('c.jurisdiction', '=', 'run.jurisdiction')
        .where('c.kind', '=', 'rating')
        .where('c.state', '=', 'decided')
        .as('waiting'),
    ]);
}
type RunRow = Awaited<ReturnType<ReturnType<typeof runRows>['execute']>>[number];

function runOf(row: RunRow): CreditRunItem {
  return {
    id: row.id,
    quarter: row.quarter,
    jurisdiction: row.jurisdiction,
    from: row.fromDay,
    until: row.untilDay,
    state: row.state,
    due: dueFrom(row.dueAt, row.dueProvisional, row.dueBasis),
    ratings: row.state === 'open' ? (row.waiting ?? 0) : row.ratings,
    publishedAt: row.publishedAt,
    note: row.note,
    version: row.version,
  };
}

export async function listRuns(
  context: ActorContext,
  { query }: Call<typeof api.listRuns>,
): Answered<typeof api.listRuns> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = runRows(tx, context)
      .orderBy('run.id', 'desc')
      .limit(query.limit + 1);
    if (isId(query.cursor)) rows = rows.where('run.id', '<', query.cursor);
    const found = await rows.execute();
    const items = found.slice(0, query.limit).map(runOf);
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

/** HN-12: the ratings decided in the quarter take effect together and are public from this moment on. */
export async function publish(
  context: ActorContext,
  { params, body }: Call<typeof api.publishRun>,
): Answered<typeof api.publishRun> {
  return command<CreditRunItem, RefusalOf<typeof api.publishRun>>(context, async (unit) => {
    const { actor, scope, now } = context;
    const run = await runRows(unit.tx, context)
      .where('run.id', '=', params.runId)
      .forUpdate('run')
      .executeTakeFirst();
    if (run === undefined) return refuse('credit.runUnknown');
    if (run.state !== 'open') return refuse('credit.runPublished');
    if (run.version !== body.version) return refuse('request.stale');
    const ratings = allCases(unit.tx, scope.province)
      .where('c.kind', '=', 'rating')
      .where('c.origin', '=', 'here')
      .where('c.jurisdiction', '=', run.jurisdiction);
    const heard = await ratings
      .where('c.state', '=', 'heard')
      .where('c.enteredAt', '<', shanghaiMoment(run.untilDay, '24:00'))
      .execute();
    if (heard.length > 0)
      return refuse('credit.runWaits', { basis: creditBasis.rating, facts: { count: heard.length } });
    const decided = await ratings.where('c.state', '=', 'decided').orderBy('c.id').forUpdate('c').execute();
    await unit.tx
      .updateTable('creditRun')
      .set({
        state: 'published',
        publishedAt: now,
        publishedBy: actor.accountId,
        ratings: decided.length,
        note: body.note,
        version: run.version + 1,
      })
      .where('province', '=', scope.province)
      .where('id', '=', run.id)
      .execute();
    for (const row of decided) await putInForce(context, unit, row, { runId: run.id });
    unit.record({
      event: 'credit.runPublished',
      subject: { kind: 'credit-run', id: run.id },
      basis: [creditBasis.rating],
      before: { state: run.state },
      after: { quarter: run.quarter, cases: decided.map((row) => row.number) },
    });
    const after = await runRows(unit.tx, context).where('run.id', '=', run.id).executeTakeFirstOrThrow();
    return ok(runOf(after));
  });
}

/** At the beginning of a quarter the run of the one before is opened, where a rating was proposed or decided in it. */
export const creditRunSweep: Sweep = {
  name: 'credit-run',
  run: async (context) => {
    const quarter = quarterBefore(context.today);
    const places = await reading(context.database.db, context.scope, (tx) => due(tx, context, quarter.code));
    let opened = 0;
    for (const jurisdiction of places) if (await open(context, jurisdiction)) opened += 1;
    return opened;
  },
};

async function due(tx: Tx, context: Context, quarter: string): Promise<string[]> {
  const { until } = quarterBefore(context.today);
  const rows = await tx
    .selectFrom('creditCase as c')
    .select('c.jurisdiction')
    .distinct()
    .where('c.province', '=', context.scope.province)
    .where('c.kind', '=', 'rating')
    .where('c.origin', '=', 'here')
    .where('c.state', 'in', ['hearing', 'heard', 'decided'])
    .where('c.enteredAt', '<', shanghaiMoment(until, '24:00'))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('creditRun as run')
            .select('run.id')
            .whereRef('run.province', '=', 'c.province')
            .whereRef('run.jurisdiction', '=', 'c.jurisdiction')
            .where('run.quarter', '=', quarter),
        ),
      ),
    )
    .execute();
  return rows.map((row) => row.jurisdiction);
}

async function open(context: Context, jurisdiction: string): Promise<boolean> {
  const { book, today, now, calendar, scope } = context;
  const quarter = quarterBefore(today);
  const done = await command(context, async (unit) => {
    const term = resolve(book, 'credit.runWithin', jurisdiction, today);
    const due = dueOf(now, term.value, calendar);
    const basis: Basis = basisOf(term);
    const id = context.newId();
    const inserted = await unit.tx
      .insertInto('creditRun')
      .values({
        province: scope.province,
        id,
        jurisdiction,
        quarter: quarter.code,
        fromDay: quarter.from,
        untilDay: quarter.until,
        state: 'open',
        openedAt: now,
        dueAt: due.dueAt,
        dueProvisional: due.provisional,
        dueBasis: JSON.stringify(basis),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) return refuse('credit.runOpened');
    unit.record({
      event: 'credit.runOpened',
      subject: { kind: 'credit-run', id },
      basis: [creditBasis.rating],
      after: { quarter: quarter.code, jurisdiction, dueAt: due.dueAt },
    });
    return ok(id);
  });
  return done.ok;
}
