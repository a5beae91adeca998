import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  cancelLinkageRun,
  decideLinkageRun,
  previewLinkageAgain,
  startLinkageRun,
  submitLinkageRun,
} from '@daylight/api/linkage-run.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { governs } from '@daylight/rules/listing/visibility.ts';
import { perSmallestUnit } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, brokenConstraint } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { openPublicity, withdrawPublicity } from '../publicity/port.ts';
import { reachOf } from '../supervision/port.ts';
import { linkageBasis } from './basis.ts';
import { lowestPolicy } from './records.ts';
import {
  type RunChange,
  type RunRule,
  type RunState,
  type StoredRun,
  emptyReport,
  lockRun,
  newTask,
  saveRun,
} from './run-store.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;

type StartRefusal =
  | 'linkage.runUnderWay'
  | 'linkage.runTooSoon'
  | 'linkage.priceDayInFuture'
  | 'linkage.executeTooSoon';

/** When the next linkage may be executed at the earliest: an interval after the last (JS-13b). */
async function notBefore(tx: Tx, context: ActorContext): Promise<{ last: IsoDate; next: IsoDate } | null> {
  const { scope, actor, book, calendar, today } = context;
  const row = await tx
    .selectFrom('linkageRun')
    .select('executedAt')
    .where('province', '=', scope.province)
    .where('jurisdiction', '=', actor.jurisdiction)
    .where('state', '=', 'executed')
    .orderBy('executedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row?.executedAt === undefined || row.executedAt === null) return null;
  const every = resolve(book, 'linkage.every', actor.jurisdiction, today);
  const plain = { ...every.value, rollover: 'none' as const };
  return {
    last: shanghaiDate(row.executedAt),
    next: dueOf(row.executedAt, plain, calendar).lastDay,
  };
}

type StartBody = Call<typeof startLinkageRun>['body'];

/** Why a run cannot have these days; null where it can. */
async function daysRefused(tx: Tx, context: ActorContext, { priceDay, executeOn }: StartBody) {
  const { actor, book, calendar, now, today } = context;
  if (priceDay > today) return refuse('linkage.priceDayInFuture', { field: 'priceDay' });
  const after = resolve(book, 'linkage.executeAfter', actor.jurisdiction, today);
  const first = dueOf(now, after.value, calendar).lastDay;
  const field = 'executeOn';
  if (executeOn < first)
    return refuse('linkage.executeTooSoon', { basis: basisOf(after), field, facts: { first } });
  const bound = await notBefore(tx, context);
  if (bound === null || executeOn >= bound.next) return null;
  const every = resolve(book, 'linkage.every', actor.jurisdiction, today);
  return refuse('linkage.runTooSoon', { basis: basisOf(every), field, facts: { ...bound } });
}

/** The bureau begins a run; its preview is counted by the clock's worker, part by part. */
export async function start(
  context: ActorContext,
  { body }: Call<typeof startLinkageRun>,
): Answer<ReplyOf<typeof startLinkageRun>, StartRefusal> {
  const number = await nextNumber(context, 'LD');
  try {
    return await command<ReplyOf<typeof startLinkageRun>, StartRefusal>(context, async (unit) => {
      const refused = await daysRefused(unit.tx, context, body);
      return refused ?? ok(await begin(unit, context, { ...body, number }));
    });
  } catch (error) {
    if (brokenConstraint(error) === 'linkage_run_one_under_way') return refuse('linkage.runUnderWay');
    throw error;
  }
}

async function begin(unit: Unit, context: ActorContext, given: StartBody & { readonly number: string }) {
  const { actor, scope, book, now, today } = context;
  const { jurisdiction } = actor;
  const { priceDay, executeOn, number } = given;
  const ask = { jurisdiction, use: 'linkage' as const, on: priceDay };
  const rule: RunRule = {
    plain: lowestPolicy(book, ask),
    selected: lowestPolicy(book, { ...ask, selected: true }),
    ratios: resolve(book, 'linkage.ratios', jurisdiction, priceDay),
  };
  const every = resolve(book, 'linkage.every', jurisdiction, today);
  const total = await countListings(unit.tx, context, jurisdiction);
  const id = context.newId();
  const taskId = await newTask(unit.tx, context, 'linkage.preview', { total, input: { runId: id } });
  await unit.tx
    .insertInto('linkageRun')
    .values({
      ...given,
      province: scope.province,
      id,
      jurisdiction,
      year: Number(executeOn.slice(0, 4)),
      state: 'previewing',
      rule: JSON.stringify(rule),
      total,
      report: JSON.stringify(emptyReport),
      taskId,
      enteredAt: now,
      enteredBy: actor.accountId,
    })
    .execute();
  unit.record({
    event: 'linkage.runStarted',
    subject: { kind: 'linkage-run', id },
    basis: [basisOf(every), basisOf(rule.plain.reference), basisOf(rule.plain.lowest), basisOf(rule.ratios)],
    after: { number, priceDay, executeOn, listings: total },
  });
  return { id, number, state: 'previewing' as const };
}

async function countListings(tx: Tx, { scope }: ActorContext, jurisdiction: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from listing where province = ${scope.province} and state = 'listed'
      and form in ('sunshine', 'alliance') and jurisdiction like ${`${reachOf(jurisdiction)}%`}`.execute(tx);
  return rows[0]?.count ?? 0;
}

type StepRefusal = 'linkage.runUnknown' | 'request.stale' | 'linkage.runWrongState';

async function startStep(
  unit: Unit,
  context: ActorContext,
  { runId, version }: { readonly runId: string; readonly version: number },
  states: readonly RunState[],
): Promise<Result<StoredRun, StepRefusal>> {
  const run = await lockRun(unit.tx, context, runId);
  if (run === null || !governs(context.actor.jurisdiction, run.jurisdiction))
    return refuse('linkage.runUnknown');
  if (run.version !== version) return refuse('request.stale');
  return states.includes(run.state)
    ? ok(run)
    : refuse('linkage.runWrongState', { facts: { state: run.state } });
}

interface Finishing {
  readonly event:
    | 'linkage.runSubmitted'
    | 'linkage.runReturned'
    | 'linkage.runPublished'
    | 'linkage.runCancelled'
    | 'linkage.runStarted';
  readonly change: RunChange & { readonly state: RunState };
  readonly after?: object;
}

async function finishStep(unit: Unit, context: ActorContext, run: StoredRun, step: Finishing) {
  const version = await saveRun(unit.tx, context, run, step.change);
  unit.record({
    event: step.event,
    subject: { kind: 'linkage-run', id: run.id },
    basis: [linkageBasis.yearly, listingBasis.twoPersons],
    before: { state: run.state },
    after: { number: run.number, state: step.change.state, ...step.after },
  });
  return ok({ id: run.id, state: step.change.state, version });
}

export function submit(
  context: ActorContext,
  { params, body }: Call<typeof submitLinkageRun>,
): Answer<ReplyOf<typeof submitLinkageRun>, StepRefusal | 'linkage.nothingToLink'> {
  return command<ReplyOf<typeof submitLinkageRun>, StepRefusal | 'linkage.nothingToLink'>(
    context,
    async (unit) => {
      const run = await startStep(unit, context, { ...params, ...body }, ['previewed']);
      if (!run.ok) return run;
      if (run.value.report.lowered === 0)
        return refuse('linkage.nothingToLink', { basis: linkageBasis.yearly });
      return finishStep(unit, context, run.value, {
        event: 'linkage.runSubmitted',
        change: { state: 'submitted', note: '' },
        after: run.value.report,
      });
    },
  );
}

/** What was counted is thrown away and counted anew with the prices of now. */
export function previewAgain(
  context: ActorContext,
  { params, body }: Call<typeof previewLinkageAgain>,
): Answer<ReplyOf<typeof previewLinkageAgain>, StepRefusal> {
  return command<ReplyOf<typeof previewLinkageAgain>, StepRefusal>(context, async (unit) => {
    const run = await startStep(unit, context, { ...params, ...body }, ['previewing', 'previewed']);
    if (!run.ok) return run;
    await unit.tx
      .deleteFrom('linkageRunLine')
      .where('province', '=', context.scope.province)
      .where('runId', '=', run.value.id)
      .execute();
    const total = await countListings(unit.tx, context, run.value.jurisdiction);
    const taskId = await newTask(unit.tx, context, 'linkage.preview', {
      total,
      input: { runId: run.value.id },
    });
    return finishStep(unit, context, run.value, {
      event: 'linkage.runStarted',
      change: { state: 'previewing', reached: null, done: 0, total, report: emptyReport, taskId },
    });
  });
}

export function cancel(
  context: ActorContext,
  { params, body }: Call<typeof cancelLinkageRun>,
): Answer<ReplyOf<typeof cancelLinkageRun>, StepRefusal> {
  return command<ReplyOf<typeof cancelLinkageRun>, StepRefusal>(context, async (unit) => {
    const states = ['previewing', 'previewed', 'submitted', 'published', 'settled'] as const;
    const run = await startStep(unit, context, { ...params, ...body }, states);
    if (!run.ok) return run;
    if (run.value.publicityId !== null)
      await withdrawPublicity(context, unit, run.value.publicityId, body.note);
    return finishStep(unit, context, run.value, {
      event: 'linkage.runCancelled',
      change: { state: 'cancelled', note: body.note },
      after: { note: body.note },
    });
  });
}

type DecideRefusal = StepRefusal | 'linkage.ownRun' | 'linkage.noteMissing';

/** Another person approves; the results are public from that moment, and every enterprise named in them is told. */
export function decideRun(
  context: ActorContext,
  { params, body }: Call<typeof decideLinkageRun>,
): Answer<ReplyOf<typeof decideLinkageRun>, DecideRefusal> {
  return command<ReplyOf<typeof decideLinkageRun>, DecideRefusal>(context, async (unit) => {
    const run = await startStep(unit, context, { ...params, ...body }, ['submitted']);
    if (!run.ok) return run;
    const { actor } = context;
    if (run.value.enteredBy === actor.accountId)
      return refuse('linkage.ownRun', { basis: listingBasis.twoPersons });
    if (!body.approve) {
      if (body.note.length < 2) return refuse('linkage.noteMissing', { field: 'note' });
      return finishStep(unit, context, run.value, {
        event: 'linkage.runReturned',
        change: { state: 'previewed', note: body.note },
        after: { note: body.note },
      });
    }
    const publicity = await publish(unit, context, run.value);
    return finishStep(unit, context, run.value, {
      event: 'linkage.runPublished',
      change: { state: 'published', publicityId: publicity.id, decidedBy: actor.accountId, note: body.note },
      after: { publicity: publicity.number, products: run.value.report.lowered },
    });
  });
}

async function publish(unit: Unit, context: ActorContext, run: StoredRun) {
  const { province } = context.scope;
  await unit.tx
    .updateTable('linkageRunLine')
    .set({ published: true })
    .where('province', '=', province)
    .where('runId', '=', run.id)
    .where('state', '=', 'proposed')
    .execute();
  const lines = await unit.tx
    .selectFrom('linkageRunLine as n')
    .innerJoin('catalogueItem as c', 'c.itemCode', 'n.itemCode')
    .innerJoin('listing as l', (join) =>
      join.onRef('l.province', '=', 'n.province').onRef('l.id', '=', 'n.listingId'),
    )
    .select(['n.listingId', 'n.manufacturerId', 'n.priceFrom', 'n.priceTo', 'n.unitsPerPurchaseUnit'])
    .select(['c.productName', 'c.specification', 'l.number', 'l.purchaseUnit'])
    .where('n.province', '=', province)
    .where('n.runId', '=', run.id)
    .where('n.state', '=', 'proposed')
    .orderBy('n.itemCode')
    .orderBy('n.listingId')
    .execute();
  return openPublicity(context, unit, {
    kind: 'linkage',
    jurisdiction: run.jurisdiction,
    title: {
      zh: `${run.year} 年度全国最低价联动结果（${run.number}）`,
      en: `Results of the linkage of ${run.year} to the lowest prices of the country (${run.number})`,
    },
    subject: { kind: 'linkage-run', id: run.id },
    items: lines.map((line) => {
      const name = `${line.productName} ${line.specification}`.trim();
      const { priceFrom, priceTo, number } = line;
      return {
        key: line.listingId,
        text: {
          zh: `${name}（${number}）：${priceFrom} 元调整为 ${priceTo} 元/${line.purchaseUnit}`,
          en: `${name} (${number}): from ${priceFrom} to ${priceTo} yuan per ${line.purchaseUnit}`,
        },
        facts: {
          number,
          priceFrom,
          priceTo,
          smallestUnitPrice: perSmallestUnit(priceTo ?? priceFrom, line.unitsPerPurchaseUnit),
          executeOn: run.executeOn,
        },
        organisationId: line.manufacturerId,
      };
    }),
    basis: [linkageBasis.yearly],
  });
}
