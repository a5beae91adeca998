import { tallyWords } from '@daylight/api/admission-words.ts';
import type { EventName } from '@daylight/api/events.ts';
import { type AdmissionOutcome } from '@daylight/api/admission-shapes.ts';
import { admissionDueWords, reasonSentence } from '@daylight/api/admission-words.ts';
import {
  type AdmissionMoment,
  type AdmissionState,
  type Application,
  isEnded,
  publicityOpened,
} from '@daylight/rules/admission/application.ts';
import { admissionClocksOf, basisOfPath } from '@daylight/rules/admission/policy.ts';
import type { Precheck } from '@daylight/rules/admission/precheck.ts';
import { yuanText } from '@daylight/rules/money.ts';
import { type Basis, type Facts, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { regulatorsOf } from '../organisation/port.ts';
import { openReview, withdrawReview } from '../panel/port.ts';
import { openPublicity, withdrawPublicity } from '../publicity/port.ts';
import { type Answer, outcomeOf } from './outcome.ts';
import { type Beside, type LineChange, type Stored, load, save } from './store.ts';

export function momentOf(
  context: Context,
  stored: Pick<Stored, 'jurisdiction' | 'rulesOn'>,
): AdmissionMoment {
  const clocks = admissionClocksOf(context.book, stored.jurisdiction, stored.rulesOn ?? context.today);
  return { now: context.now, calendar: context.calendar, clocks };
}

/** What a step decided: the application after it, and what is written and told beside. */
export interface Moved {
  readonly application: Application;
  readonly event: EventName;
  readonly basis: readonly Basis[];
  readonly beside?: Beside;
  readonly lines?: readonly LineChange[];
  readonly note?: string;
  /** Field of the experts, where a panel follows. */
  readonly specialty?: string;
  readonly after?: Facts;
}

export type CommonRefusal = 'admission.unknown' | 'admission.notNow' | 'admission.ended' | 'request.stale';
export type BureauRefusal = CommonRefusal | 'admission.otherJurisdiction';

type Side = 'manufacturer' | 'bureau';
export interface Asked<S extends Side = Side> {
  readonly id: string;
  readonly version: number;
  readonly side: S;
}

type Decide<C extends string> = (given: {
  readonly unit: Unit;
  readonly stored: Stored;
  readonly moment: AdmissionMoment;
}) => Promise<Result<Moved, C>>;

/** One step of one side: whose it is and which version it saw, then the rule, then all that it causes. */
export function step<C extends string>(
  context: ActorContext,
  asked: Asked<'manufacturer'>,
  decide: Decide<C>,
): Answer<C | CommonRefusal>;
export function step<C extends string>(
  context: ActorContext,
  asked: Asked<'bureau'>,
  decide: Decide<C>,
): Answer<C | BureauRefusal>;
export function step(context: ActorContext, asked: Asked, decide: Decide<string>): Answer<string> {
  return command<AdmissionOutcome, string>(context, async (unit) => {
    const stored = await load(unit.tx, context, asked.id);
    const theirs = isTheirs(context, asked, stored);
    if (!theirs.ok) return theirs;
    if (theirs.value.version !== asked.version) return refuse('request.stale');
    const moved = await decide({ unit, stored: theirs.value, moment: momentOf(context, theirs.value) });
    if (!moved.ok) return moved;
    const application = await carryOut(unit, context, theirs.value, moved.value);
    return ok(outcomeOf(theirs.value, application, theirs.value.version + 1));
  });
}

/** JS-5: the bureau that manages the class deals with it, not the one above. */
export function isTheirs(
  { actor }: ActorContext,
  { side }: Pick<Asked, 'side'>,
  stored: Stored | null,
): Result<Stored, 'admission.unknown' | 'admission.otherJurisdiction'> {
  if (stored === null) return refuse('admission.unknown');
  if (side === 'manufacturer')
    return stored.manufacturerId === actor.organisationId ? ok(stored) : refuse('admission.unknown');
  if (stored.application.state === 'draft') return refuse('admission.unknown');
  if (stored.jurisdiction !== actor.jurisdiction)
    return refuse('admission.otherJurisdiction', {
      basis: { document: 'js-2020-22', article: '5', clause: 'JS-5' },
      facts: { jurisdiction: stored.jurisdiction },
    });
  return ok(stored);
}

async function productOf(tx: Tx, stored: Stored): Promise<string> {
  const first = stored.lines[0];
  const row = await tx
    .selectFrom('catalogueItem')
    .select(['productName', 'specification'])
    .where('itemCode', '=', first?.itemCode ?? '')
    .executeTakeFirst();
  const name = row === undefined ? (first?.itemCode ?? '') : `${row.productName} ${row.specification}`;
  return stored.lines.length > 1 ? `${name} 等 ${stored.lines.length} 个规格型号` : name;
}

/** Saves a step, opens what it leads to, ends what it leaves behind, and tells everyone whom it concerns. */
export async function carryOut(
  unit: Unit,
  context: Context,
  stored: Stored,
  moved: Moved,
): Promise<Application> {
  const product = await productOf(unit.tx, stored);
  const entered = await enter(unit, context, { stored, moved, product });
  const { application, beside } = entered;
  await leave(unit, context, stored, application.state);
  await save(unit.tx, context, stored, {
    application,
    beside: { ...moved.beside, ...beside },
    lines: moved.lines ?? [],
  });
  const bureau = await bureauOf(unit.tx, stored.jurisdiction);
  const facts: Facts = {
    number: stored.number,
    product,
    manufacturer: stored.manufacturer.name,
    note: moved.note ?? '',
    ...moved.after,
  };
  unit.record({
    event: moved.event,
    subject: { kind: 'admission', id: stored.id },
    basis: [...moved.basis],
    before: { state: stored.application.state, dueAt: stored.application.due?.at ?? null },
    after: {
      ...facts,
      state: application.state,
      dueAt: application.due?.at ?? null,
      lines: application.lines.map(({ line, state, reasons }) => ({
        line,
        state,
        reasons: reasons.map((each) => each.code),
      })),
    },
    readers: [stored.manufacturerId, ...(bureau === null ? [] : [bureau])],
  });
  tell(unit, { stored, application, event: moved.event, facts, bureau });
  return application;
}

export async function bureauOf(tx: Tx, jurisdiction: string): Promise<string | null> {
  const [first] = await regulatorsOf(tx, jurisdiction);
  return first?.id ?? null;
}

interface Entering {
  readonly stored: Stored;
  readonly moved: Moved;
  readonly product: string;
}

/** What a new state begins: a panel that is drawn, or a list that everybody may read and object to. */
async function enter(
  unit: Unit,
  context: Context,
  { stored, moved, product }: Entering,
): Promise<{ application: Application; beside: Beside }> {
  const { application } = moved;
  const isNew = application.state !== stored.application.state;
  const title = { zh: `${product}（${stored.number}）`, en: `${product} (${stored.number})` };
  const subject = { kind: 'admission', id: stored.id };
  if (isNew && application.state === 'panel') {
    const review = await openReview(context, unit, {
      kind: 'admission',
      jurisdiction: stored.jurisdiction,
      subject,
      title,
      specialty: moved.specialty ?? '',
      interested: [stored.manufacturerId],
      evidence: [...stored.evidence],
      brief: (await linesInWords(unit.tx, { stored, application, changes: moved.lines ?? [] })).map(
        ({ brief }) => brief,
      ),
    });
    if (!review.ok) throw new Error(`a panel was refused: ${review.code}`);
    return { application, beside: { review: review.value } };
  }
  const isHeld = application.lines.some((line) => line.state === 'held');
  if (!isNew || application.state !== 'publicity' || isHeld) return { application, beside: {} };
  const opened = await openPublicity(context, unit, {
    kind: 'admission',
    jurisdiction: stored.jurisdiction,
    title,
    subject,
    items: await publicItems(unit.tx, stored, application),
    basis: basisOfPath(stored.policy.path),
  });
  const period = resolve(context.book, 'publicity.period', stored.jurisdiction, context.today);
  const { id, number, endsAt, provisional } = opened;
  return {
    application: publicityOpened(application, { endsAt, provisional, basis: basisOf(period) }),
    beside: { publicity: { id, number } },
  };
}

async function publicItems(tx: Tx, stored: Stored, application: Application) {
  const lines = await linesInWords(tx, { stored, application, changes: [] });
  return lines.map(({ key, text, facts, organisationId }) => ({ key, text, facts, organisationId }));
}

/** The price records and filings that a line was judged on, counted: '15/15 省'. */
function countedIn(finding: Precheck | null) {
  const tallies = finding?.conditions.flatMap((each) => each.tallies) ?? [];
  const words = (language: 'zh' | 'en') =>
    tallies.map(({ of, need, counted }) => `${counted.length}/${need} ${tallyWords[of]?.[language] ?? of}`);
  return { zh: words('zh').join('、'), en: words('en').join(', ') };
}

interface Wording {
  readonly stored: Stored;
  readonly application: Application;
  /** What the step that is being taken found anew. */
  readonly changes: readonly LineChange[];
}

async function linesInWords(tx: Tx, { stored, application, changes }: Wording) {
  const items = await tx
    .selectFrom('catalogueItem')
    .select(['itemCode', 'productName', 'specification', 'model', 'certificate'])
    .where(
      'itemCode',
      'in',
      stored.lines.map((line) => line.itemCode),
    )
    .execute();
  const of = new Map(items.map((item) => [item.itemCode, item]));
  const passed = new Set(
    application.lines.filter((line) => line.state === 'passed').map((line) => line.line),
  );
  return stored.lines
    .filter(({ line }) => passed.has(line))
    .map((line) => {
      const item = of.get(line.itemCode);
      const finding = changes.find((each) => each.line === line.line)?.finding ?? line.finding;
      const price = finding?.listingPrice ?? line.price ?? '';
      const name = `${item?.productName ?? line.itemCode} ${item?.specification ?? ''}`.trim();
      return {
        key: String(line.line),
        text: {
          zh: `${name}，拟挂网价 ${yuanText(price)} 元/${line.purchaseUnit}，${stored.manufacturer.name}`,
          en: `${name}, to be listed at ${yuanText(price)} yuan per ${line.purchaseUnit}, ${stored.manufacturer.name}`,
        },
        brief: {
          zh: `${name}（${item?.certificate ?? ''}），${stored.manufacturer.name}，拟挂网价 ${yuanText(price)} 元/${line.purchaseUnit}；${countedIn(finding).zh}`,
          en: `${name} (${item?.certificate ?? ''}), ${stored.manufacturer.name}, to be listed at ${yuanText(price)} yuan per ${line.purchaseUnit}; ${countedIn(finding).en}`,
        },
        facts: {
          code: line.itemCode,
          product: item?.productName ?? '',
          specification: item?.specification ?? '',
          model: item?.model ?? '',
          certificate: item?.certificate ?? '',
          price,
          purchaseUnit: line.purchaseUnit,
          unitsPerPurchaseUnit: line.unitsPerPurchaseUnit,
        },
        organisationId: stored.manufacturerId,
      };
    });
}

/** A panel or publicity of an application that ended is taken back. */
async function leave(unit: Unit, context: Context, stored: Stored, state: AdmissionState): Promise<void> {
  if (state !== 'withdrawn' && state !== 'lapsed') return;
  const reason = state === 'withdrawn' ? '申请企业撤回申请' : '逾期未补正';
  if (stored.review !== null) await withdrawReview(context, unit, stored.review.id, reason);
  if (stored.publicity !== null) await withdrawPublicity(context, unit, stored.publicity.id, reason);
}

interface Telling {
  readonly stored: Stored;
  readonly application: Application;
  readonly event: EventName;
  readonly facts: Facts;
  readonly bureau: string | null;
}

function tell(unit: Unit, { stored, application, event, facts, bureau }: Telling): void {
  const subject = { kind: 'admission', id: stored.id };
  const { state, due } = application;
  const dueAt = due?.at ?? null;
  const firm = stored.manufacturerId;
  const send = (organisationId: string | null, kind: string, more: Facts = {}): void => {
    if (organisationId !== null)
      unit.notify({ organisationId, kind, subject, facts: { ...facts, ...more }, dueAt });
  };
  if (event === 'admission.submitted' || event === 'admission.supplemented') send(bureau, event);
  if (event === 'admission.supplementAsked' || event === 'admission.lapsed') send(firm, event);
  if (event === 'admission.sentBack') send(bureau, event);
  if (event === 'admission.checked') {
    const next = due === null ? null : admissionDueWords[due.kind];
    send(firm, event, { next: next?.zh ?? '', nextEn: next?.en ?? '' });
  }
  if (state === 'deciding' && stored.application.state !== 'deciding') send(bureau, 'admission.toDecide');
  if (event === 'admission.decided') {
    const listed = application.lines.filter((line) => line.state === 'listed').length;
    const refused = application.lines.filter((line) => line.state === 'refused');
    const why = refused.flatMap((line) => line.reasons)[0];
    const said = (language: 'zh' | 'en'): string =>
      why === undefined ? '' : `${reasonSentence(why.code, why.facts, language)} ${why.note}`.trim();
    const more = { listed, refused: refused.length, reason: said('zh'), reasonEn: said('en') };
    if (isEnded(state) || listed > 0) send(firm, listed > 0 ? 'admission.listed' : 'admission.refused', more);
  }
}
