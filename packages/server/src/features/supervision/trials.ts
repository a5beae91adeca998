import type { RuleDraft } from '@daylight/api/rule-draft.ts';
import type * as api from '@daylight/api/supervision-trials.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { addMonths, addMs } from '@daylight/rules/time.ts';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { patiently, reading, writing } from '../../db.ts';
import type { Call } from '../../route.ts';
import type { Sweep } from '../../sweep.ts';
import { runTrial } from './trial-run.ts';
import { noteProgress, sharedTrial, trialItemOf, trialRows } from './trial-store.ts';

const monthsMax = 24;
const kindOf = {
  'supervision.zoneRule': 'zone',
  'listing.noSaleSuspend': 'noSale',
  'linkage.lowest': 'linkage',
} as const satisfies Record<RuleDraft['key'], string>;

type TrialItem = ReplyOf<typeof api.startTrial>;

/** Keeps the draft and starts the trial; the caller watches its progress. */
export async function startTrial(
  context: ActorContext,
  { body }: Call<typeof api.startTrial>,
): Answered<typeof api.startTrial> {
  const { actor, scope, now, today } = context;
  if (body.from > body.until || body.until >= today || addMonths(body.from, monthsMax) < body.until)
    return refuse('supervision.trialWindow', { field: 'from', facts: { months: monthsMax } });
  const id = context.newId();
  const started = await command<TrialItem, never>(context, async (unit) => {
    await unit.tx
      .insertInto('ruleTrial')
      .values({
        province: scope.province,
        id,
        organisationId: actor.organisationId,
        accountId: actor.accountId,
        jurisdiction: actor.jurisdiction,
        kind: kindOf[body.draft.key],
        name: body.name,
        draft: JSON.stringify(body.draft),
        fromDay: body.from,
        untilDay: body.until,
        state: 'running',
        startedAt: now,
        beatAt: now,
      })
      .execute();
    unit.record({
      event: 'supervision.trialStarted',
      subject: { kind: 'rule-trial', id },
      basis: [],
      after: { name: body.name, key: body.draft.key, from: body.from, until: body.until },
    });
    const row = await trialRows(unit.tx, context).where('t.id', '=', id).executeTakeFirstOrThrow();
    return ok(trialItemOf(row, context));
  });
  // A repeat of the same key answers with the first trial, which is under way already.
  if (started.ok && started.value.id === id) void carryOut(context, id, body);
  return started;
}

/** Only reads: in a transaction that the database itself keeps from writing. What it finds is noted beside it. */
async function carryOut(
  context: ActorContext,
  id: string,
  asked: Call<typeof api.startTrial>['body'],
): Promise<void> {
  const { db } = context.database;
  const note = (set: Parameters<typeof noteProgress>[3]) =>
    writing(db, context.scope, async (tx) => {
      await noteProgress(tx, context, id, set);
      return ok(null);
    });
  let noted = performance.now();
  try {
    const report = await reading(db, context.scope, async (tx) => {
      await patiently(tx, 600);
      const { jurisdiction } = context.actor;
      return runTrial({
        tx,
        context,
        jurisdiction,
        ...asked,
        progress: async (done, total) => {
          if (performance.now() - noted < 250) return;
          noted = performance.now();
          await note({ done, total });
        },
      });
    });
    await note({ state: 'done', report: JSON.stringify(report) });
  } catch {
    await note({ state: 'failed' }).catch(() => undefined);
  }
}

/** A trial that has said nothing for so long ended with its server. */
const silentMs = 600_000;
async function failSilent(context: Context): Promise<number> {
  const ended = await writing<number, never>(context.database.db, context.scope, async (tx) => {
    const done = await tx
      .updateTable('ruleTrial')
      .set({ state: 'failed', finishedAt: context.now })
      .where('province', '=', context.scope.province)
      .where('state', '=', 'running')
      .where('beatAt', '<', addMs(context.now, -silentMs))
      .executeTakeFirst();
    return ok(Number(done.numUpdatedRows));
  });
  return ended.ok ? ended.value : 0;
}
export const staleTrials: Sweep = { name: 'stale-trials', run: failSilent };

export async function listTrials(
  context: ActorContext,
  { query }: Call<typeof api.listTrials>,
): Answered<typeof api.listTrials> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = trialRows(tx, context);
    if (query.kind !== undefined) rows = rows.where('t.kind', '=', query.kind);
    if (query.cursor !== undefined && /^[0-9a-f-]{36}$/.test(query.cursor))
      rows = rows.where('t.id', '<', query.cursor);
    const found = await rows
      .orderBy('t.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map((row) => trialItemOf(row, context));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function readTrial(
  context: ActorContext,
  { params }: Call<typeof api.readTrial>,
): Answered<typeof api.readTrial> {
  return reading(context.database.db, context.scope, async (tx) => {
    const found = await sharedTrial(tx, context, params.trialId);
    return found === null ? refuse('supervision.trialUnknown') : ok(found);
  });
}

export async function shareTrial(
  context: ActorContext,
  { params, body }: Call<typeof api.shareTrial>,
): Answered<typeof api.shareTrial> {
  return command<TrialItem, 'supervision.trialUnknown'>(context, async (unit) => {
    const found = await ownTrial(unit.tx, context, params.trialId);
    if (found === undefined) return refuse('supervision.trialUnknown');
    await unit.tx
      .updateTable('ruleTrial')
      .set({ shared: body.shared })
      .where('province', '=', context.scope.province)
      .where('id', '=', found.id)
      .execute();
    unit.record({
      event: 'supervision.trialShared',
      subject: { kind: 'rule-trial', id: found.id },
      basis: [],
      after: { shared: body.shared },
    });
    const row = await trialRows(unit.tx, context).where('t.id', '=', found.id).executeTakeFirstOrThrow();
    return ok(trialItemOf(row, context));
  });
}

function ownTrial(tx: Parameters<typeof trialRows>[0], context: ActorContext, id: string) {
  return trialRows(tx, context)
    .where('t.id', '=', id)
    .where('t.accountId', '=', context.actor.accountId)
    .forUpdate('t')
    .executeTakeFirst();
}

export async function discardTrial(
  context: ActorContext,
  { params }: Call<typeof api.discardTrial>,
): Answered<typeof api.discardTrial> {
  return command<{ id: string }, RefusalOf<typeof api.discardTrial>>(context, async (unit) => {
    const found = await ownTrial(unit.tx, context, params.trialId);
    if (found === undefined) return refuse('supervision.trialUnknown');
    if (found.state === 'running') return refuse('supervision.trialRunning');
    await unit.tx
      .deleteFrom('ruleTrial')
      .where('province', '=', context.scope.province)
      .where('id', '=', found.id)
      .execute();
    unit.record({
      event: 'supervision.trialDiscarded',
      subject: { kind: 'rule-trial', id: found.id },
      basis: [],
      before: { name: found.name },
    });
    return ok({ id: found.id });
  });
}
