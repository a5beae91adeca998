import type { EventName } from '@daylight/api/events.ts';
import type { SupplyCaseDetails } from '@daylight/api/credit-shapes.ts';
import type * as api from '@daylight/api/credit-supply.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { creditBasis } from '@daylight/rules/credit/basis.ts';
import { type StepState, issuedSteps, mayTakeStep, removalStep } from '@daylight/rules/credit/ladder.ts';
import type { Coded } from '@daylight/rules/policy/shapes.ts';
import { type Basis, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { addMonths, shanghaiMoment } from '@daylight/rules/time.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { refuseOn } from '../../db.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { enterpriseOf, insertCase, keptMeasure, recordRules } from './enter.ts';
import type { Wording } from './rows.ts';
import { type StepRow, type SupplyRow, ladderOf, stepRows, supplyAfter, supplyRows } from './supply-rows.ts';

type TakeBody = Call<typeof api.takeStep>['body'];

function soundDays(
  { now, today }: ActorContext,
  { step, meetingAt, place, dueOn }: TakeBody,
): Result<null, 'credit.meetingMissing' | 'credit.meetingPast' | 'credit.duePast'> {
  if (step === 'interview') {
    if (meetingAt === null || place === '')
      return refuse('credit.meetingMissing', { basis: creditBasis.ladder, field: 'meetingAt' });
    if (meetingAt <= now) return refuse('credit.meetingPast', { field: 'meetingAt' });
  }
  if (dueOn !== null && dueOn <= today) return refuse('credit.duePast', { field: 'dueOn' });
  return ok(null);
}

/** The next rung (HN-11a): a meeting is called at once, a notice or assessment waits to be issued, removal is a bad record. */
export async function take(
  context: ActorContext,
  { params, body }: Call<typeof api.takeStep>,
): Answered<typeof api.takeStep> {
  try {
    return await command<SupplyCaseDetails, RefusalOf<typeof api.takeStep>>(context, async (unit) => {
      const supply = await lockSupply(unit, context, params.supplyId);
      if (supply === null) return refuse('credit.supplyUnknown');
      if (supply.state !== 'open') return refuse('credit.supplyClosed');
      if (supply.version !== body.version) return refuse('request.stale');
      const { ladder, basis, suggested } = await ladderOf(unit.tx, context, supply);
      const at = mayTakeStep(ladder, body.step, suggested, basis);
      if (!at.ok) return at;
      const sound = soundDays(context, body);
      if (!sound.ok) return sound;
      const rung = ladder[at.value];
      assert(rung !== undefined, 'a rung of the ladder');
      const stepId = context.newId();
      const caseId =
        rung.code === removalStep ? await removal(context, unit, { supply, stepId, body }) : ok(null);
      if (!caseId.ok) return caseId;
      const written = { supply, rung, basis, body, stepId, caseId: caseId.value };
      await insertStep(context, unit, written);
      await touch(unit, context, supply);
      const attached = await attach(context, unit, body.evidenceIds, {
        subject: { kind: 'credit-step', id: stepId },
        readers: [supply.organisationId],
        jurisdiction: supply.jurisdiction,
      });
      if (!attached.ok) return attached;
      return ok(await supplyAfter(unit.tx, context, supply.id));
    });
  } catch (error) {
    return refuseOn(error, 'credit_step_one_running', 'credit.stepRunning');
  }
}

interface Written {
  readonly supply: SupplyRow;
  readonly rung: Coded;
  readonly basis: Basis;
  readonly body: TakeBody;
  readonly stepId: string;
  readonly caseId: string | null;
}

async function insertStep(context: ActorContext, unit: Unit, written: Written): Promise<void> {
  const { supply, rung, basis, body, stepId, caseId } = written;
  const drafted = issuedSteps.includes(rung.code);
  await unit.tx
    .insertInto('creditStep')
    .values({
      province: context.scope.province,
      id: stepId,
      supplyId: supply.id,
      supplyNumber: supply.number,
      organisationId: supply.organisationId,
      jurisdiction: supply.jurisdiction,
      step: rung.code,
      stepText: JSON.stringify({ zh: rung.zh, en: rung.en }),
      basis: JSON.stringify(basis),
      state: drafted ? 'drafted' : 'open',
      content: body.content,
      meetingAt: body.meetingAt,
      place: body.place,
      dueAt: body.dueOn === null ? null : shanghaiMoment(body.dueOn, '24:00'),
      enteredAt: context.now,
      enteredBy: context.actor.accountId,
      issuedAt: drafted ? null : context.now,
      caseId,
    })
    .execute();
  unit.record({
    event: 'credit.stepTaken',
    subject: { kind: 'credit-supply', id: supply.id },
    basis: [basis],
    after: { stepId, step: rung.code, meetingAt: body.meetingAt, dueOn: body.dueOn },
    readers: drafted ? [] : [supply.organisationId],
  });
  if (!drafted) tell(unit, supply, { text: rung, content: body.content, dueAt: body.meetingAt });
}

interface Removing {
  readonly supply: SupplyRow;
  readonly stepId: string;
  readonly body: TakeBody;
}

/** 清退: a bad record with the measure that takes everything out, heard and decided like any other (JS-38). */
async function removal(context: ActorContext, unit: Unit, { supply, stepId, body }: Removing) {
  const enterprise = await enterpriseOf(unit.tx, supply.organisationId);
  assert(enterprise !== null, 'a case is about an enterprise');
  const rules = recordRules(context);
  const wanted = enterprise.role === 'manufacturer' ? 'removal' : 'delivery';
  const measure = rules.measures.find((each) => each.effect === wanted);
  const ground = rules.grounds.find((each) => each.code === 'breach') ?? rules.grounds[0];
  const source = rules.sources.find((each) => each.code === 'breachRecord') ?? rules.sources[0];
  assert(measure !== undefined && ground !== undefined && source !== undefined, 'the pack knows removal');
  const until = measure.monthsMax === null ? null : addMonths(context.today, measure.monthsMax);
  return insertCase(context, unit, {
    kind: 'record',
    origin: 'here',
    enterprise,
    ground,
    source,
    sourceDocument: supply.number,
    sourceOn: context.today,
    place: `${context.scope.province}0000`,
    facts: `${supply.facts}\n\n${body.content}`,
    itemCodes: [],
    evidenceIds: body.evidenceIds,
    measures: [keptMeasure(measure, null, until)],
    until,
    basis: rules.basis,
    supplyStepId: stepId,
  });
}

async function lockSupply(unit: Unit, context: ActorContext, id: string): Promise<SupplyRow | null> {
  const row = await supplyRows(unit.tx, context).where('s.id', '=', id).forUpdate('s').executeTakeFirst();
  return row ?? null;
}

async function touch(unit: Unit, { scope }: ActorContext, supply: SupplyRow): Promise<void> {
  await unit.tx
    .updateTable('creditSupply')
    .set({ version: supply.version + 1 })
    .where('province', '=', scope.province)
    .where('id', '=', supply.id)
    .execute();
}

interface Telling {
  readonly text: Wording;
  readonly content: string;
  readonly dueAt: StepRow['dueAt'];
}

function tell(unit: Unit, supply: SupplyRow, { text, content, dueAt }: Telling): void {
  unit.notify({
    organisationId: supply.organisationId,
    kind: 'credit.step',
    subject: { kind: 'credit-supply', id: supply.id },
    facts: { number: supply.number, step: text.zh, stepEn: text.en, content: content.slice(0, 200) },
    dueAt,
  });
}

interface Move {
  readonly params: { readonly supplyId: string; readonly stepId: string };
  readonly version: number;
  readonly from: StepState;
  readonly wrong: 'credit.stepNotDrafted' | 'credit.stepNotOpen';
  readonly evidence?: { readonly kind: string; readonly ids: readonly string[] };
  readonly event: EventName;
  readonly decide: (row: StepRow) => Result<Record<string, unknown>, 'credit.ownStep' | 'credit.noteMissing'>;
  readonly after?: (unit: Unit, supply: SupplyRow, row: StepRow) => void;
}
type MoveRefusal = RefusalOf<typeof api.issueStep> | RefusalOf<typeof api.finishStep>;

/** Loads, decides, saves and tells: what every move of a step has in common. */
function move(context: ActorContext, asked: Move) {
  return command<SupplyCaseDetails, MoveRefusal>(context, async (unit) => {
    const { scope } = context;
    const supply = await lockSupply(unit, context, asked.params.supplyId);
    if (supply === null) return refuse('credit.supplyUnknown');
    const row = await stepRows(unit.tx, context)
      .where('t.id', '=', asked.params.stepId)
      .where('t.supplyId', '=', supply.id)
      .forUpdate('t')
      .executeTakeFirst();
    if (row === undefined) return refuse('credit.stepUnknown');
    if (row.state !== asked.from) return refuse(asked.wrong);
    const set = asked.decide(row);
    if (!set.ok) return set;
    if (row.version !== asked.version) return refuse('request.stale');
    await unit.tx
      .updateTable('creditStep')
      .set({ ...set.value, version: row.version + 1 })
      .where('province', '=', scope.province)
      .where('id', '=', row.id)
      .execute();
    await touch(unit, context, supply);
    if (asked.evidence !== undefined) {
      const attached = await attach(context, unit, asked.evidence.ids, {
        subject: { kind: asked.evidence.kind, id: row.id },
        readers: [supply.organisationId],
        jurisdiction: supply.jurisdiction,
      });
      if (!attached.ok) return attached;
    }
    unit.record({
      event: asked.event,
      subject: { kind: 'credit-supply', id: supply.id },
      basis: [row.basis as Basis],
      before: { state: row.state },
      after: { stepId: row.id, ...set.value },
      readers: asked.event === 'credit.stepDropped' ? [] : [supply.organisationId],
    });
    asked.after?.(unit, supply, row);
    return ok(await supplyAfter(unit.tx, context, supply.id));
  });
}

export function issue(
  context: ActorContext,
  { params, body }: Call<typeof api.issueStep>,
): Answered<typeof api.issueStep> {
  const { actor, now } = context;
  return move(context, {
    params,
    version: body.version,
    from: 'drafted',
    wrong: 'credit.stepNotDrafted',
    event: body.approve ? 'credit.stepIssued' : 'credit.stepDropped',
    decide: (row) => {
      if (row.enteredBy === actor.accountId)
        return refuse('credit.ownStep', { basis: creditBasis.twoPersons });
      if (!body.approve && body.note.length < 2) return refuse('credit.noteMissing', { field: 'note' });
      return ok(
        body.approve
          ? { state: 'open', issuedAt: now, issuedBy: actor.accountId }
          : { state: 'dropped', minutes: body.note, doneAt: now, doneBy: actor.accountId },
      );
    },
    after: (unit, supply, row) => {
      if (!body.approve) return;
      const text = row.stepText as Wording;
      tell(unit, supply, { text, content: row.content, dueAt: row.dueAt });
    },
  }) as Answered<typeof api.issueStep>;
}

export function answer(
  context: ActorContext,
  { params, body }: Call<typeof api.answerStep>,
): Answered<typeof api.answerStep> {
  return move(context, {
    params,
    version: body.version,
    from: 'open',
    wrong: 'credit.stepNotOpen',
    event: 'credit.stepAnswered',
    evidence: { kind: 'credit-step-answer', ids: body.evidenceIds },
    // A second answer stands below the first.
    decide: (row) =>
      ok({
        answer: row.answer === '' ? body.answer : `${row.answer}\n\n${body.answer}`,
        answeredAt: context.now,
      }),
  }) as Answered<typeof api.answerStep>;
}

export function finish(
  context: ActorContext,
  { params, body }: Call<typeof api.finishStep>,
): Answered<typeof api.finishStep> {
  const { actor, now } = context;
  return move(context, {
    params,
    version: body.version,
    from: 'open',
    wrong: 'credit.stepNotOpen',
    event: 'credit.stepDone',
    evidence: { kind: 'credit-step', ids: body.evidenceIds },
    decide: () =>
      ok({
        state: 'done',
        minutes: body.minutes,
        settled: body.settled,
        doneAt: now,
        doneBy: actor.accountId,
      }),
    after: (unit, supply, row) => {
      const text = row.stepText as Wording;
      unit.notify({
        organisationId: supply.organisationId,
        kind: 'credit.stepDone',
        subject: { kind: 'credit-supply', id: supply.id },
        facts: { number: supply.number, step: text.zh, stepEn: text.en },
      });
    },
  }) as Answered<typeof api.finishStep>;
}
