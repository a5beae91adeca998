import type {
  DraftBody,
  draftAdmission,
  precheckAdmission,
  prepareAdmission,
  reviseAdmission,
} from '@daylight/api/admission.ts';
import type { DraftRefusal } from '@daylight/api/admission-refusals.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { AdmissionDueKind } from '@daylight/rules/admission/application.ts';
import {
  type AdmissionPolicy,
  type DirectoryOf,
  admissionClocksOf,
  admissionPolicyOf,
  directoryFor,
} from '@daylight/rules/admission/policy.ts';
import { cityOf } from '@daylight/rules/listing/visibility.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import { termText } from '@daylight/rules/policy/value-text.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { refusalByStanding } from '../credit/port.ts';
import { factsOf, likelyClass } from './facts.ts';
import { type JudgedApplication, judge } from './judge.ts';
import { type Answer, outcomeOf, pathOf } from './outcome.ts';
import { columnsOf, load } from './store.ts';

interface Place {
  readonly code: string;
  readonly name: string;
}

export async function placesOf(tx: Tx, province: number) {
  const rows = await tx
    .selectFrom('jurisdiction')
    .select(['code', 'name', 'province', 'parent'])
    .where((eb) => eb.or([eb('province', '=', province), eb('code', 'like', '__0000')]))
    .orderBy('code')
    .execute();
  const own = rows.filter((row) => row.province === province);
  const shown = ({ code, name }: Place): Place => ({ code, name });
  return {
    all: new Map(rows.map((row) => [row.code, row.name])),
    own: new Set(own.map((row) => row.code)),
    cities: own.filter((row) => row.code.endsWith('00') && !row.code.endsWith('0000')).map(shown),
    provinces: rows.filter((row) => row.code.endsWith('0000') && row.code !== '000000').map(shown),
  };
}

/** Whether a directory is one that the class enters: the platform's, or a city's where cities manage it (JS-5). */
function directoryOf(context: Context, place: string, of: ConsumableClass): DirectoryOf | null {
  const directory = directoryFor(context.book, place, of, context.today);
  return directory.managedBy === 'city' && directory.jurisdiction.endsWith('0000') ? null : directory;
}

type PrepareCode = 'admission.noPath' | 'admission.placeUnknown' | 'admission.tooManyLines';

/** What applies to the products chosen, and what is known of them, before anything is written. */
export async function prepareOne(
  context: ActorContext,
  { query }: Call<typeof prepareAdmission>,
): Promise<Result<ReplyOf<typeof prepareAdmission>, PrepareCode>> {
  const { actor, book, today: on, scope } = context;
  return reading(context.database.db, scope, async (tx) => {
    const places = await placesOf(tx, scope.province);
    const asked = query.place ?? actor.jurisdiction;
    if (!places.own.has(asked)) return refuse('admission.placeUnknown', { field: 'place' });
    const ofClass = query.class ?? (await likelyClass(tx, context, query.codes[0]));
    const first = places.cities[0]?.code ?? cityOf(asked);
    const directory = directoryOf(context, asked, ofClass) ?? directoryFor(book, first, ofClass, on);
    const { jurisdiction } = directory;
    const max = resolve(book, 'admission.linesMax', jurisdiction, on);
    if (query.codes.length > max.value)
      return refuse('admission.tooManyLines', { basis: basisOf(max), facts: { max: max.value } });
    const ask = { class: ofClass, formerlyShortlisted: query.shortlisted === 'true' };
    const policy = admissionPolicyOf(book, jurisdiction, on, ask);
    if (policy === null) return refuse('admission.noPath', { field: 'class' });
    const lines = await factsOf(tx, context, {
      codes: query.codes,
      jurisdiction,
      class: ofClass,
      manufacturerId: actor.organisationId,
    });
    return ok({
      class: ofClass,
      directory: { ...directory, name: places.all.get(jurisdiction) ?? jurisdiction },
      cities: directory.managedBy === 'city' ? places.cities : [],
      provinces: places.provinces,
      policy: policyShown(policy),
      policyOrigin: resolve(book, 'admission.paths', jurisdiction, on).origin,
      linesMax: max.value,
      on,
      applicant: await applicantOf(tx, actor.organisationId),
      lines: [...lines],
      clocks: clocksShown(context, jurisdiction, policy),
    });
  });
}

/** The same values with lists that the wire may own. */
export function policyShown(policy: AdmissionPolicy): ReplyOf<typeof prepareAdmission>['policy'] {
  return structuredClone(policy) as ReplyOf<typeof prepareAdmission>['policy'];
}

function clocksShown(context: Context, jurisdiction: string, policy: AdmissionPolicy) {
  const clocks = admissionClocksOf(context.book, jurisdiction, context.today);
  const periods = resolve(context.book, 'publicity.period', jurisdiction, context.today);
  const of = (kind: AdmissionDueKind, term: typeof clocks.formalCheckWithin) => ({
    kind,
    text: termText(term.value),
    basis: basisOf(term),
    origin: term.origin,
  });
  return [
    of('formal', clocks.formalCheckWithin),
    ...(policy.path.steps.includes('panel') ? [of('panel', clocks.panelWithin)] : []),
    ...(policy.path.steps.includes('publicity')
      ? [
          {
            kind: 'publicity' as const,
            text: termText(periods.value.admission),
            basis: basisOf(periods),
            origin: periods.origin,
          },
        ]
      : []),
    of('decision', clocks.decideWithin),
  ];
}

async function applicantOf(tx: Tx, id: string) {
  return tx
    .selectFrom('organisation')
    .select(['name', 'isNationalAgent'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** An enterprise under a measure in force does not apply (JS-38, HN-12). */
export function restrictionOf(tx: Tx, context: ActorContext) {
  const { organisationId } = context.actor;
  return refusalByStanding(tx, context, { act: 'admission', organisationIds: [organisationId] });
}

/** A draft may be unfinished, but it is one application: one directory, one way, one certificate (JS-5, JS-7 to JS-10). */
async function soundDraft(
  tx: Tx,
  context: ActorContext,
  body: DraftBody,
): Promise<Result<AdmissionPolicy, DraftRefusal>> {
  const { book, today: on } = context;
  const restricted = await restrictionOf(tx, context);
  if (restricted !== null) return restricted;
  const places = await placesOf(tx, context.scope.province);
  const { jurisdiction } = body;
  if (!places.own.has(jurisdiction)) return refuse('admission.placeUnknown', { field: 'jurisdiction' });
  const directory = directoryOf(context, jurisdiction, body.class);
  if (directory === null || directory.jurisdiction !== jurisdiction) {
    const managed = directoryFor(book, jurisdiction, body.class, on);
    const name = directory === null ? '设区市' : (places.all.get(managed.jurisdiction) ?? '');
    return refuse('admission.otherDirectory', {
      basis: managed.basis,
      field: 'jurisdiction',
      facts: { jurisdiction: name },
    });
  }
  const max = resolve(book, 'admission.linesMax', jurisdiction, on);
  if (body.lines.length > max.value)
    return refuse('admission.tooManyLines', {
      basis: basisOf(max),
      field: 'lines',
      facts: { max: max.value },
    });
  const policy = admissionPolicyOf(book, jurisdiction, on, body);
  if (policy === null) return refuse('admission.noPath', { field: 'class' });
  const lines = await soundLines(tx, body);
  return lines.ok ? ok(policy) : lines;
}

async function soundLines(tx: Tx, { lines }: DraftBody): Promise<Result<null, DraftRefusal>> {
  const codes = lines.map((line) => line.itemCode);
  const twice = codes.findIndex((code, at) => codes.indexOf(code) !== at);
  if (twice >= 0)
    return refuse('admission.itemTwice', { field: `lines.${twice}.itemCode`, facts: { line: twice + 1 } });
  const rows = await tx
    .selectFrom('catalogueItem')
    .select(['itemCode', 'certificate'])
    .where('itemCode', 'in', codes)
    .execute();
  const of = new Map(rows.map((row) => [row.itemCode, row.certificate]));
  const first = codes.map((code) => of.get(code)).find((each) => each !== undefined);
  const other = codes.findIndex((code) => of.has(code) && of.get(code) !== first);
  if (other >= 0)
    return refuse('admission.certificatesDiffer', {
      field: `lines.${other}.itemCode`,
      facts: { line: other + 1, certificate: of.get(codes[other] ?? '') ?? '' },
    });
  return ok(null);
}

/** The live pre-check for who calls the API: the browser runs the same rule on admission.prepare. */
export async function precheckOne(
  context: ActorContext,
  { body }: Call<typeof precheckAdmission>,
): Promise<Result<ReplyOf<typeof precheckAdmission>, DraftRefusal>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const sound = await soundDraft(tx, context, body);
    if (!sound.ok) return sound;
    const of: JudgedApplication = {
      jurisdiction: body.jurisdiction,
      on: context.today,
      applicant: await applicantOf(tx, context.actor.organisationId),
      shortlistNote: body.shortlistNote,
      confirmed: [],
      policy: sound.value,
    };
    const facts = await factsOf(tx, context, {
      codes: body.lines.map((line) => line.itemCode),
      jurisdiction: body.jurisdiction,
      class: body.class,
      manufacturerId: context.actor.organisationId,
    });
    const lines = body.lines.flatMap((line, at) => {
      const known = facts[at];
      if (known === undefined) return [];
      const finding = structuredClone(judge(of, { ...line, typed: line.records }, known));
      return [{ line: at + 1, itemCode: line.itemCode, finding }];
    });
    return ok({
      path: pathOf(context, body.jurisdiction, sound.value, context.today),
      lines: lines as ReplyOf<typeof precheckAdmission>['lines'],
    });
  });
}

interface Writing {
  readonly id: string;
  readonly body: DraftBody;
  readonly context: ActorContext;
}

function headerOf({ body }: Writing, policy: AdmissionPolicy) {
  return {
    jurisdiction: body.jurisdiction,
    class: body.class,
    formerlyShortlisted: body.formerlyShortlisted,
    shortlistNote: body.shortlistNote,
    path: policy.path.code,
    note: body.note,
    evidence: [...body.evidence],
  };
}

async function writeLines(tx: Tx, { id, body, context }: Writing): Promise<void> {
  await tx
    .insertInto('admissionLine')
    .values(
      body.lines.map((line, at) => ({
        province: context.scope.province,
        admissionId: id,
        line: at + 1,
        manufacturerId: context.actor.organisationId,
        jurisdiction: body.jurisdiction,
        itemCode: line.itemCode,
        purchaseUnit: line.purchaseUnit,
        smallestUnit: line.smallestUnit,
        unitsPerPurchaseUnit: line.unitsPerPurchaseUnit,
        price: line.price,
        records: JSON.stringify(line.records),
        reasons: '[]',
        state: 'open',
      })),
    )
    .execute();
}

function recorded(body: DraftBody, number: string) {
  const { class: ofClass, jurisdiction, formerlyShortlisted } = body;
  return {
    number,
    class: ofClass,
    jurisdiction,
    formerlyShortlisted,
    lines: body.lines.map(({ itemCode, price }) => ({ itemCode, price })),
  };
}

/** A draft: nobody but the applicant sees it. */
export async function draftOne(
  context: ActorContext,
  { body }: Call<typeof draftAdmission>,
): Answer<DraftRefusal> {
  const number = await nextNumber(context, 'SQ');
  return command(context, async (unit) => {
    const { tx } = unit;
    const sound = await soundDraft(tx, context, body);
    if (!sound.ok) return sound;
    const policy = sound.value;
    const id = context.newId();
    const writing: Writing = { id, body, context };
    const application = {
      state: 'draft' as const,
      steps: policy.path.steps,
      lines: [],
      due: null,
      clockStartedAt: null,
      formalWorkdaysLeft: null,
      supplements: 0,
      checkedBy: null,
    };
    await tx
      .insertInto('admission')
      .values({
        province: context.scope.province,
        id,
        number,
        manufacturerId: context.actor.organisationId,
        ...headerOf(writing, policy),
        ...columnsOf(application, context.now),
        createdAt: context.now,
        createdBy: context.actor.accountId,
      })
      .execute();
    await writeLines(tx, writing);
    unit.record({
      event: 'admission.drafted',
      subject: { kind: 'admission', id },
      basis: [basisOfPolicy(policy)],
      after: recorded(body, number),
    });
    return ok(outcomeOf({ id, number }, application, 1));
  });
}

export function basisOfPolicy({ path }: AdmissionPolicy) {
  return { document: path.document, article: path.article, clause: path.clause };
}

type ReviseCode =
  | DraftRefusal
  | 'admission.unknown'
  | 'admission.notNow'
  | 'admission.ended'
  | 'request.stale';

export async function reviseOne(
  context: ActorContext,
  { params, body }: Call<typeof reviseAdmission>,
): Answer<ReviseCode> {
  return command<ReplyOf<typeof reviseAdmission>, ReviseCode | RepeatRefusal>(context, async (unit) => {
    const { tx } = unit;
    const stored = await load(tx, context, params.admissionId);
    if (stored === null || stored.manufacturerId !== context.actor.organisationId)
      return refuse('admission.unknown');
    const { state } = stored.application;
    if (state !== 'draft')
      return refuse(state === 'withdrawn' ? 'admission.ended' : 'admission.notNow', { facts: { state } });
    if (stored.version !== body.version) return refuse('request.stale');
    const sound = await soundDraft(tx, context, body);
    if (!sound.ok) return sound;
    const writing: Writing = { id: stored.id, body, context };
    const { province } = context.scope;
    await tx
      .updateTable('admission')
      .set({ ...headerOf(writing, sound.value), version: stored.version + 1 })
      .where('province', '=', province)
      .where('id', '=', stored.id)
      .execute();
    await tx
      .deleteFrom('admissionLine')
      .where('province', '=', province)
      .where('admissionId', '=', stored.id)
      .execute();
    await writeLines(tx, writing);
    unit.record({
      event: 'admission.revised',
      subject: { kind: 'admission', id: stored.id },
      basis: [basisOfPolicy(sound.value)],
      after: recorded(body, stored.number),
    });
    return ok(outcomeOf(stored, stored.application, stored.version + 1));
  });
}
