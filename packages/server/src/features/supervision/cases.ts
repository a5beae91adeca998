import type { CaseDetails } from '@daylight/api/supervision-cases.ts';
import type * as api from '@daylight/api/supervision-cases.ts';
import type { EventName } from '@daylight/api/events.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import {
  type CaseKind,
  type CaseState,
  type CaseStep,
  openCase as open,
  oversightBasis,
  stepCase,
} from '@daylight/rules/supervision/oversight.ts';
import { type IsoDate, shanghaiMoment } from '@daylight/rules/time.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { type CaseRow, caseDetailsOf, caseItemOf, caseRows } from './case-rows.ts';
import { reachOf } from './reach.ts';
import { bureausOf } from './warn.ts';

export async function listCases(
  context: ActorContext,
  { query }: Call<typeof api.listCases>,
): Answered<typeof api.listCases> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = caseRows(tx, context);
    if (query.state !== undefined) rows = rows.where('c.state', '=', query.state);
    if (query.institutionId !== undefined) rows = rows.where('c.institutionId', '=', query.institutionId);
    if (query.cursor !== undefined && /^[0-9a-f-]{36}$/.test(query.cursor))
      rows = rows.where('c.id', '<', query.cursor);
    const found = await rows
      .orderBy('c.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map(caseItemOf);
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function readCase(
  context: ActorContext,
  { params }: Call<typeof api.readCase>,
): Answered<typeof api.readCase> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await caseRows(tx, context).where('c.id', '=', params.caseId).executeTakeFirst();
    return row === undefined ? refuse('supervision.caseUnknown') : ok(await caseDetailsOf(tx, context, row));
  });
}

async function detailsNow(tx: Tx, context: ActorContext, id: string): Promise<Result<CaseDetails, never>> {
  const row = await caseRows(tx, context).where('c.id', '=', id).executeTakeFirstOrThrow();
  return ok(await caseDetailsOf(tx, context, row));
}

type OpenCode = RefusalOf<typeof api.openCase>;
type OpenBody = Call<typeof api.openCase>['body'];

function institutionInReach({ tx }: Unit, { actor }: ActorContext, id: string) {
  return tx
    .selectFrom('organisation')
    .select(['id', 'name', 'jurisdiction'])
    .where('id', '=', id)
    .where('kind', '=', 'institution')
    .where('jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`)
    .executeTakeFirst();
}

/** JS-12D: an institution is asked in (约谈), or a report on it (通报) is drafted for another officer to issue. */
export async function openOne(
  context: ActorContext,
  { body }: Call<typeof api.openCase>,
): Answered<typeof api.openCase> {
  const number = await nextNumber(context, body.kind === 'interview' ? 'YT' : 'TB');
  return command<CaseDetails, OpenCode>(context, async (unit) => {
    const { actor, scope, now } = context;
    const institution = await institutionInReach(unit, context, body.institutionId);
    if (institution === undefined)
      return refuse('supervision.institutionUnknown', { field: 'institutionId' });
    const state = open(body, context);
    if (!state.ok) return state;
    const id = context.newId();
    const { jurisdiction } = institution;
    await unit.tx
      .insertInto('oversightCase')
      .values({
        province: scope.province,
        id,
        number,
        kind: body.kind,
        jurisdiction,
        institutionId: institution.id,
        title: body.title,
        content: body.content,
        meetingAt: body.kind === 'interview' ? body.meetingAt : null,
        place: body.place,
        rectifyBy: body.rectifyBy,
        state: state.value,
        enteredAt: now,
        enteredBy: actor.accountId,
      })
      .execute();
    const taken = await takeAnomalies(unit, context, id, body);
    if (!taken.ok) return taken;
    const subject = { kind: 'oversight-case', id };
    const readers = [institution.id];
    const attached = await attach(context, unit, body.evidence, { subject, readers, jurisdiction });
    if (!attached.ok) return attached;
    unit.record({
      event: 'supervision.caseOpened',
      subject,
      basis: [oversightBasis],
      after: { number, kind: body.kind, title: body.title, anomalies: body.anomalyIds },
      readers: state.value === 'summoned' ? readers : [],
    });
    if (state.value === 'summoned')
      unit.notify({
        organisationId: institution.id,
        kind: 'supervision.summoned',
        subject,
        facts: { number, title: body.title, place: body.place },
        dueAt: body.meetingAt,
      });
    return detailsNow(unit.tx, context, id);
  });
}

/** The anomalies a case is about: new ones, all of its institution. */
async function takeAnomalies(
  unit: Unit,
  context: ActorContext,
  caseId: string,
  { anomalyIds, institutionId }: OpenBody,
): Promise<
  Result<null, 'supervision.anomalyUnknown' | 'supervision.anomalyHandled' | 'supervision.anomalyOfAnother'>
> {
  const ids = [...new Set(anomalyIds)];
  if (ids.length === 0) return ok(null);
  const { province } = context.scope;
  const found = await unit.tx
    .selectFrom('anomaly')
    .select(['id', 'state', 'institutionId'])
    .where('province', '=', province)
    .where('id', 'in', ids)
    .forUpdate()
    .execute();
  if (found.length < ids.length) return refuse('supervision.anomalyUnknown', { field: 'anomalyIds' });
  if (found.some((each) => each.institutionId !== institutionId))
    return refuse('supervision.anomalyOfAnother', { field: 'anomalyIds' });
  if (found.some((each) => each.state !== 'new'))
    return refuse('supervision.anomalyHandled', { field: 'anomalyIds' });
  await unit.tx
    .updateTable('anomaly')
    .set((eb) => ({
      state: 'taken',
      caseId,
      handledAt: context.now,
      handledBy: context.actor.accountId,
      version: eb('version', '+', 1),
    }))
    .where('province', '=', province)
    .where('id', 'in', ids)
    .execute();
  return ok(null);
}

interface Step {
  readonly caseId: string;
  readonly step: CaseStep;
  readonly version: number;
  readonly event: EventName;
  readonly rectifyBy?: IsoDate | null;
  readonly evidence?: readonly string[];
  readonly set: (row: CaseRow) => Partial<Changes>;
}
interface Changes {
  minutes: string;
  answer: string;
  outcome: string;
}
type StepCode = RefusalOf<typeof api.moveCase>;

/** Loads, decides, saves and tells: what every step of a case has in common. */
async function take(context: ActorContext, asked: Step) {
  return command<CaseDetails, StepCode>(context, async (unit) => {
    const { actor, scope, now } = context;
    const row = await caseRows(unit.tx, context)
      .where('c.id', '=', asked.caseId)
      .forUpdate('c')
      .executeTakeFirst();
    if (row === undefined) return refuse('supervision.caseUnknown');
    if (row.version !== asked.version) return refuse('request.stale');
    const found = {
      kind: row.kind as CaseKind,
      state: row.state as CaseState,
      enteredBy: row.enteredBy,
      meetingAt: row.meetingAt,
    };
    const rectifyBy = asked.step === 'issue' ? row.rectifyBy : (asked.rectifyBy ?? null);
    const next = stepCase(found, asked.step, { by: actor.accountId, ...context, rectifyBy });
    if (!next.ok) return next;
    const until = next.value === 'rectifying' && rectifyBy !== null ? rectifyBy : null;
    await unit.tx
      .updateTable('oversightCase')
      .set({
        ...asked.set(row),
        state: next.value,
        dueAt: until === null ? null : shanghaiMoment(until, '24:00'),
        ...(until === null ? {} : { rectifyBy: until }),
        ...(asked.step === 'hold' ? { heldAt: now } : {}),
        ...(asked.step === 'issue' ? { issuedAt: now, issuedBy: actor.accountId } : {}),
        ...(asked.step === 'answer' ? { answeredAt: now } : {}),
        ...(next.value === 'closed' || next.value === 'dropped'
          ? { closedAt: now, closedBy: actor.accountId }
          : {}),
        version: row.version + 1,
      })
      .where('province', '=', scope.province)
      .where('id', '=', row.id)
      .execute();
    if (next.value === 'dropped') await releaseAnomalies(unit, context, row.id);
    const isAnswer = asked.step === 'answer';
    const attached = await attach(context, unit, asked.evidence ?? [], {
      subject: { kind: isAnswer ? 'oversight-answer' : 'oversight-case', id: row.id },
      readers: [row.institutionId],
      jurisdiction: row.jurisdiction,
    });
    if (!attached.ok) return attached;
    await tell(unit, row, { event: asked.event, step: asked.step, next: next.value });
    // Dropped before it was told to the institution, or in its own list no more: the bureau still sees it.
    return detailsNow(unit.tx, context, row.id);
  });
}

async function tell(
  unit: Unit,
  row: CaseRow,
  { event, step, next }: { event: EventName; step: CaseStep; next: CaseState },
): Promise<void> {
  const subject = { kind: 'oversight-case', id: row.id };
  const wasTold = row.state !== 'drafted';
  unit.record({
    event,
    subject,
    basis: [oversightBasis],
    before: { state: row.state },
    after: { state: next },
    readers: wasTold || step === 'issue' ? [row.institutionId] : [],
  });
  const facts = { number: row.number, title: row.title, institution: row.institutionName };
  if (step === 'answer') {
    for (const organisationId of await bureausOf(unit, row.jurisdiction))
      unit.notify({ organisationId, kind: 'supervision.caseAnswered', subject, facts });
    return;
  }
  if (step === 'drop' && !wasTold) return;
  const kind = step === 'issue' ? 'supervision.reported' : 'supervision.caseMoved';
  unit.notify({ organisationId: row.institutionId, kind, subject, facts });
}

async function releaseAnomalies(unit: Unit, context: ActorContext, caseId: string): Promise<void> {
  await unit.tx
    .updateTable('anomaly')
    .set((eb) => ({
      state: 'new',
      caseId: null,
      handledAt: null,
      handledBy: null,
      version: eb('version', '+', 1),
    }))
    .where('province', '=', context.scope.province)
    .where('caseId', '=', caseId)
    .execute();
}

export function issueOne(
  context: ActorContext,
  { params, body }: Call<typeof api.issueReport>,
): Answered<typeof api.issueReport> {
  return take(context, {
    caseId: params.caseId,
    step: 'issue',
    version: body.version,
    event: 'supervision.caseIssued',
    set: () => ({}),
  });
}

export function holdOne(
  context: ActorContext,
  { params, body }: Call<typeof api.holdInterview>,
): Answered<typeof api.holdInterview> {
  return take(context, {
    caseId: params.caseId,
    step: 'hold',
    version: body.version,
    event: 'supervision.interviewHeld',
    rectifyBy: body.rectifyBy,
    evidence: body.evidence,
    set: () => ({ minutes: body.minutes }),
  });
}

export function answerOne(
  context: ActorContext,
  { params, body }: Call<typeof api.answerCase>,
): Answered<typeof api.answerCase> {
  return take(context, {
    caseId: params.caseId,
    step: 'answer',
    version: body.version,
    event: 'supervision.caseAnswered',
    evidence: body.evidence,
    // After a rectification was sent back, the new answer stands below the first.
    set: (row) => ({ answer: row.answer === '' ? body.answer : `${row.answer}\n\n${body.answer}` }),
  });
}

const events = {
  close: 'supervision.caseClosed',
  return: 'supervision.caseReturned',
  drop: 'supervision.caseDropped',
} as const;

export function moveOne(
  context: ActorContext,
  { params, body }: Call<typeof api.moveCase>,
): Answered<typeof api.moveCase> {
  return take(context, {
    caseId: params.caseId,
    step: body.step,
    version: body.version,
    event: events[body.step],
    rectifyBy: body.step === 'return' ? body.rectifyBy : null,
    set: (row) => ({ outcome: row.outcome === '' ? body.note : `${row.outcome}\n\n${body.note}` }),
  });
}
