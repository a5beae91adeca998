import type { answerSupplement, submitAdmission, withdrawAdmission } from '@daylight/api/admission.ts';
import type { ConditionRefusal, DraftRefusal } from '@daylight/api/admission-refusals.ts';
import type { BroughtRecord } from '@daylight/api/admission-shapes.ts';
import {
  type StateRefusal,
  answerSupplement as answer,
  submit,
  withdraw,
} from '@daylight/rules/admission/application.ts';
import type { Precheck } from '@daylight/rules/admission/precheck.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { Unit } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { brokenConstraint } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type AttachRefusal, attach } from '../evidence/port.ts';
import { addRecords } from '../linkage/port.ts';
import { basisOfPolicy, restrictionOf } from './draft.ts';
import { factsOf } from './facts.ts';
import { judge, refusalOf } from './judge.ts';
import { type CommonRefusal, step } from './move.ts';
import type { Answer } from './outcome.ts';
import { bureauOf } from './move.ts';
import type { Stored, StoredLine } from './store.ts';

export interface Judged {
  readonly line: StoredLine;
  readonly found: Precheck;
}

/** Every line as things are now, by the rules of the application's day. */
export async function judgeAll(
  unit: Pick<Unit, 'tx'>,
  context: Context,
  stored: Stored,
  lines: readonly StoredLine[] = stored.lines,
): Promise<readonly Judged[]> {
  const facts = await factsOf(unit.tx, context, {
    codes: lines.map((line) => line.itemCode),
    jurisdiction: stored.jurisdiction,
    class: stored.class,
    manufacturerId: stored.manufacturerId,
  });
  const of = {
    jurisdiction: stored.jurisdiction,
    on: context.today,
    applicant: stored.manufacturer,
    shortlistNote: stored.shortlistNote,
    confirmed: stored.confirmed,
    policy: stored.policy,
  };
  const isDraft = stored.application.state === 'draft';
  return lines.map((line, at) => {
    const known = facts[at];
    assert(known !== undefined, `no facts of line ${line.line}`);
    return { line, found: judge(of, { ...line, typed: isDraft ? line.records : [] }, known) };
  });
}

function faultOf(record: BroughtRecord): string | null {
  if (record.effectiveTo !== null && record.effectiveTo < record.effectiveFrom) return '失效日期早于执行日期';
  const isProvince = record.jurisdiction.endsWith('0000');
  if (record.kind === 'provincialListing' && !isProvince) return '省级记录的地区须为省、自治区或直辖市';
  if (record.kind === 'cityListing' && isProvince) return '市级记录的地区须为设区市';
  return null;
}

type RecordsRefusal = 'admission.recordMalformed';

/** The applicant's evidence enters the book of prices, where others verify it; it counts from then on. */
async function bring(
  unit: Unit,
  context: Context,
  lines: readonly Pick<StoredLine, 'line' | 'itemCode' | 'records'>[],
): Promise<Result<null, RecordsRefusal>> {
  for (const { line, records } of lines) {
    const at = records.findIndex((record) => faultOf(record) !== null);
    const wrong = records[at];
    if (wrong !== undefined)
      return refuse('admission.recordMalformed', {
        field: `lines.${line - 1}.records.${at}`,
        facts: { line, problem: faultOf(wrong) ?? '' },
      });
  }
  await addRecords(
    context,
    unit,
    lines.flatMap(({ itemCode, records }) =>
      records.map((record) => ({
        ...record,
        itemCode,
        contract: null,
        source: 'application' as const,
      })),
    ),
  );
  return ok(null);
}

/** Files are tied to the application and stay; its bureau may read them. */
async function tie(
  unit: Unit,
  context: Context,
  stored: Stored,
  ids: readonly string[],
): Promise<Result<null, AttachRefusal>> {
  const bureau = await bureauOf(unit.tx, stored.jurisdiction);
  const tied = await attach(context, unit, ids, {
    subject: { kind: 'admission', id: stored.id },
    readers: bureau === null ? [] : [bureau],
    jurisdiction: stored.jurisdiction,
  });
  return tied.ok ? ok(null) : tied;
}

type SubmitCode =
  | CommonRefusal
  | StateRefusal
  | ConditionRefusal
  | DraftRefusal
  | AttachRefusal
  | RecordsRefusal
  | 'admission.alreadyRunning';

/** Two applications for one product at once: one is there first, the other is told. */
async function onceRunning<T>(
  work: () => Promise<T>,
): Promise<T | ReturnType<typeof refuse<'admission.alreadyRunning'>>> {
  try {
    return await work();
  } catch (error) {
    if (brokenConstraint(error) !== 'admission_line_one_running') throw error;
    return refuse('admission.alreadyRunning', { facts: { line: '' } });
  }
}

/** The application is handed in: what the pre-check finds not met is refused with what is missing (JS-7 to JS-10). */
export async function submitOne(
  context: ActorContext,
  { params, body }: Call<typeof submitAdmission>,
): Answer<SubmitCode> {
  const asked = { id: params.admissionId, version: body.version, side: 'manufacturer' as const };
  return onceRunning(() =>
    step<SubmitCode>(context, asked, async ({ unit, stored, moment }) => {
      const handed = submit(stored.application, moment);
      if (!handed.ok) return handed;
      const restricted = await restrictionOf(unit.tx, context);
      if (restricted !== null) return restricted;
      const judged = await judgeAll(unit, context, stored);
      for (const { line, found } of judged) {
        const refused = refusalOf(found, line.line);
        if (refused !== null) return refused;
      }
      const running = await runningLine(unit, context, stored);
      if (running !== null)
        return refuse('admission.alreadyRunning', {
          field: `lines.${running - 1}.itemCode`,
          facts: { line: running },
        });
      const tied = await tie(unit, context, stored, stored.evidence);
      if (!tied.ok) return tied;
      const brought = await bring(unit, context, stored.lines);
      if (!brought.ok) return brought;
      return ok({
        application: handed.value,
        event: 'admission.submitted',
        basis: [basisOfPolicy(stored.policy)],
        beside: { rulesOn: context.today, submittedAt: context.now },
        lines: judged.map(({ line, found }) => ({ line: line.line, finding: found })),
      });
    }),
  );
}

async function runningLine(unit: Unit, { scope }: Context, stored: Stored): Promise<number | null> {
  const row = await unit.tx
    .selectFrom('admissionLine')
    .select('itemCode')
    .where('province', '=', scope.province)
    .where('jurisdiction', '=', stored.jurisdiction)
    .where('running', '=', true)
    .where(
      'itemCode',
      'in',
      stored.lines.map((line) => line.itemCode),
    )
    .executeTakeFirst();
  return stored.lines.find((line) => line.itemCode === row?.itemCode)?.line ?? null;
}

export async function withdrawOne(
  context: ActorContext,
  { params, body }: Call<typeof withdrawAdmission>,
): Answer<CommonRefusal | StateRefusal> {
  const asked = { id: params.admissionId, version: body.version, side: 'manufacturer' as const };
  return step(context, asked, async ({ stored }) => {
    const withdrawn = withdraw(stored.application);
    if (!withdrawn.ok) return withdrawn;
    return ok({
      application: withdrawn.value,
      event: 'admission.withdrawn',
      basis: [basisOfPolicy(stored.policy)],
      note: body.note,
    });
  });
}

type AnswerCode =
  | CommonRefusal
  | StateRefusal
  | ConditionRefusal
  | AttachRefusal
  | RecordsRefusal
  | 'admission.supplementLate';

/** The enterprise supplies what was missing, in its term; the clock of the check goes on. */
export async function answerOne(
  context: ActorContext,
  { params, body }: Call<typeof answerSupplement>,
): Answer<AnswerCode> {
  const asked = { id: params.admissionId, version: body.version, side: 'manufacturer' as const };
  return step<AnswerCode>(context, asked, async ({ unit, stored, moment }) => {
    const answered = answer(stored.application, moment);
    if (!answered.ok) return answered;
    const given = new Map(body.lines.map((line) => [line.line, line]));
    const added = stored.lines.map((line) => ({ ...line, records: given.get(line.line)?.records ?? [] }));
    const brought = await bring(unit, context, added);
    if (!brought.ok) return brought;
    const lines = stored.lines.map((line): StoredLine => {
      const own = given.get(line.line);
      return {
        ...line,
        price: own?.price === undefined ? line.price : own.price,
        records: [...line.records, ...(own?.records ?? [])],
      };
    });
    const shortlistNote = body.shortlistNote ?? stored.shortlistNote;
    const judged = await judgeAll(unit, context, { ...stored, shortlistNote }, lines);
    for (const { line, found } of judged) {
      const refused = refusalOf(found, line.line);
      if (refused !== null) return refused;
    }
    const evidence = [...new Set([...stored.evidence, ...body.evidence])];
    const tied = await tie(unit, context, stored, body.evidence);
    if (!tied.ok) return tied;
    assert(stored.supplement !== null, 'an answer to nothing asked');
    return ok({
      application: answered.value,
      event: 'admission.supplemented',
      basis: [basisOfPolicy(stored.policy)],
      beside: {
        evidence,
        shortlistNote,
        supplement: { ...stored.supplement, answer: body.note, answeredAt: context.now },
      },
      lines: judged.map(({ line, found }) => ({
        line: line.line,
        finding: found,
        price: line.price,
        records: line.records,
      })),
      note: body.note,
    });
  });
}
