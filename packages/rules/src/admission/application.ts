import type { Calendar } from '../calendar/calendar.ts';
import { dueOf, remaining } from '../calendar/term.ts';
import { type Provision, type Term, basisOf } from '../policy/provision.ts';
import { type Basis, type Facts, type Result, assert, ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import type { AdmissionClocks } from './policy.ts';

export const admissionStates = [
  'draft',
  'submitted',
  'supplement',
  'panel',
  'publicity',
  'deciding',
  'listed',
  'refused',
  'withdrawn',
  'lapsed',
] as const;
export type AdmissionState = (typeof admissionStates)[number];
export const dueKinds = ['formal', 'supplement', 'panel', 'publicity', 'decision'] as const;
export type AdmissionDueKind = (typeof dueKinds)[number];
export type AdmissionStep = 'panel' | 'publicity';

/**
 * A line is open until the formal check, then passed or failed (what is proposed), held while an objection to it is not
 * decided, and at the end listed or refused.
 */
export const lineStates = ['open', 'passed', 'failed', 'held', 'listed', 'refused', 'ended'] as const;
export type LineState = (typeof lineStates)[number];

/** Why a line is not to be listed: a code with a text in the API, with its article. */
export interface LineReason {
  readonly code: string;
  readonly note: string;
  readonly basis: Basis | null;
  readonly facts: Facts;
}

export interface ApplicationLine {
  readonly line: number;
  readonly state: LineState;
  readonly reasons: readonly LineReason[];
}

export interface AdmissionDue {
  readonly kind: AdmissionDueKind;
  readonly at: Instant;
  readonly provisional: boolean;
  readonly basis: Basis;
}

/** An application as the rules of its way see it. */
export interface Application {
  readonly state: AdmissionState;
  readonly steps: readonly AdmissionStep[];
  readonly lines: readonly ApplicationLine[];
  readonly due: AdmissionDue | null;
  readonly clockStartedAt: Instant | null;
  /** Working days that were left of the formal check when the enterprise was asked for more; null before that. */
  readonly formalWorkdaysLeft: number | null;
  readonly supplements: number;
  readonly checkedBy: string | null;
}

export interface AdmissionMoment {
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly clocks: AdmissionClocks;
}

const ended: ReadonlySet<AdmissionState> = new Set(['listed', 'refused', 'withdrawn', 'lapsed']);
export function isEnded(state: AdmissionState): boolean {
  return ended.has(state);
}

/** 录入者不审批 (HN-15). */
export const twoPersons: Basis = { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' };

function running(
  application: Application,
  kind: AdmissionDueKind,
  term: Provision<Term>,
  moment: AdmissionMoment,
): Pick<Application, 'due' | 'clockStartedAt'> {
  assert(!isEnded(application.state), 'a clock of an ended application');
  const { dueAt, provisional } = dueOf(moment.now, term.value, moment.calendar);
  return {
    clockStartedAt: moment.now,
    due: { kind, at: dueAt, provisional, basis: basisOf(term) },
  };
}

export type StateRefusal = 'admission.notNow' | 'admission.ended';
function wrongState({ state }: Application): { ok: false } & ReturnType<typeof refuse<StateRefusal>> {
  return refuse(isEnded(state) ? 'admission.ended' : 'admission.notNow', { facts: { state } });
}

/** Handed in: the formal check begins. */
export function submit(application: Application, moment: AdmissionMoment): Result<Application, StateRefusal> {
  if (application.state !== 'draft') return wrongState(application);
  return ok({
    ...application,
    state: 'submitted',
    ...running(application, 'formal', moment.clocks.formalCheckWithin, moment),
  });
}

/** The formal check asks for what is missing: its own clock stops, the enterprise's begins. */
export function askSupplement(
  application: Application,
  moment: AdmissionMoment,
): Result<Application, StateRefusal | 'admission.supplementsUsed'> {
  if (application.state !== 'submitted' || application.due === null) return wrongState(application);
  const { supplementsMax, supplementWithin } = moment.clocks;
  if (application.supplements >= supplementsMax.value)
    return refuse('admission.supplementsUsed', {
      basis: basisOf(supplementsMax),
      facts: { max: supplementsMax.value },
    });
  const { workdays, overdue } = remaining(moment.now, application.due.at, moment.calendar);
  return ok({
    ...application,
    state: 'supplement',
    supplements: application.supplements + 1,
    formalWorkdaysLeft: overdue ? 0 : workdays,
    ...running(application, 'supplement', supplementWithin, moment),
  });
}

/** The term of the formal check; after the enterprise was asked for more, the working days that were left, one at least. */
function formalTerm({ formalWorkdaysLeft: left }: Application, clocks: AdmissionClocks): Provision<Term> {
  const within = clocks.formalCheckWithin;
  if (left === null) return within;
  return { ...within, value: { ...within.value, unit: 'workday', amount: Math.max(1, left) } };
}

/** The enterprise has supplied what was missing; too late is too late. */
export function answerSupplement(
  application: Application,
  moment: AdmissionMoment,
): Result<Application, StateRefusal | 'admission.supplementLate'> {
  if (application.state !== 'supplement' || application.due === null) return wrongState(application);
  if (moment.now >= application.due.at)
    return refuse('admission.supplementLate', { basis: application.due.basis });
  return ok({
    ...application,
    state: 'submitted',
    ...running(application, 'formal', formalTerm(application, moment.clocks), moment),
  });
}

export interface LineVerdict {
  readonly line: number;
  readonly passes: boolean;
  readonly reasons: readonly LineReason[];
}

/**
 * The formal check is done: lines that pass go on through the steps of their way; where none passes, the proposal to refuse
 * goes straight to the decision. Who checks does not decide (HN-15).
 */
export function finishCheck(
  application: Application,
  given: { readonly verdicts: readonly LineVerdict[]; readonly by: string },
  moment: AdmissionMoment,
): Result<Application, StateRefusal | 'admission.lineNotJudged' | 'admission.reasonMissing'> {
  if (application.state !== 'submitted') return wrongState(application);
  const lines: ApplicationLine[] = [];
  for (const each of application.lines) {
    const verdict = given.verdicts.find(({ line }) => line === each.line);
    if (verdict === undefined) return refuse('admission.lineNotJudged', { facts: { line: each.line } });
    if (!verdict.passes && verdict.reasons.length === 0)
      return refuse('admission.reasonMissing', { facts: { line: each.line } });
    lines.push({ ...each, state: verdict.passes ? 'passed' : 'failed', reasons: verdict.reasons });
  }
  const checked: Application = { ...application, lines, checkedBy: given.by };
  return ok(
    lines.some(({ state }) => state === 'passed') ? nextStep(checked, null, moment) : decide(checked, moment),
  );
}

/** The step after one that is done; after the last comes the decision. */
function nextStep(
  application: Application,
  done: AdmissionStep | null,
  moment: AdmissionMoment,
): Application {
  const { steps } = application;
  const next = steps[done === null ? 0 : steps.indexOf(done) + 1];
  switch (next) {
    case undefined:
      return decide(application, moment);
    case 'panel':
      return {
        ...application,
        state: 'panel',
        ...running(application, 'panel', moment.clocks.panelWithin, moment),
      };
    case 'publicity':
      // Its end is known once the publicity is opened: publicityOpened.
      return { ...application, state: 'publicity', due: null, clockStartedAt: moment.now };
    default:
      return next satisfies never;
  }
}

function decide(application: Application, moment: AdmissionMoment): Application {
  return {
    ...application,
    state: 'deciding',
    ...running(application, 'decision', moment.clocks.decideWithin, moment),
  };
}

export function publicityOpened(
  application: Application,
  opened: { readonly endsAt: Instant; readonly provisional: boolean; readonly basis: Basis },
): Application {
  assert(application.state === 'publicity', 'publicity of an application elsewhere');
  const { endsAt, provisional, basis } = opened;
  return { ...application, due: { kind: 'publicity', at: endsAt, provisional, basis } };
}

function failing(
  lines: readonly ApplicationLine[],
  reasonOf: (line: ApplicationLine) => LineReason | null,
): readonly ApplicationLine[] {
  return lines.map((line) => {
    const reason = line.state === 'passed' ? reasonOf(line) : null;
    return reason === null ? line : { ...line, state: 'failed' as const, reasons: [...line.reasons, reason] };
  });
}

/** The experts have spoken: recommended goes on, not recommended goes to the decision as a proposal to refuse. */
export function panelClosed(
  application: Application,
  given: { readonly recommended: boolean; readonly reason: LineReason },
  moment: AdmissionMoment,
): Result<Application, StateRefusal> {
  if (application.state !== 'panel') return wrongState(application);
  if (given.recommended) return ok(nextStep(application, 'panel', moment));
  return ok(decide({ ...application, lines: failing(application.lines, () => given.reason) }, moment));
}

/**
 * What a publicity that is over lets go: lines whose objection was upheld are proposed for refusal, those under an objection
 * that is not decided wait, and the others do not wait for them. It comes again when the rest is free.
 */
export function publicityOver(
  application: Application,
  given: {
    readonly free: ReadonlySet<number>;
    readonly objected: ReadonlySet<number>;
    readonly reason: LineReason;
  },
  moment: AdmissionMoment,
): Result<Application, StateRefusal> {
  const { state } = application;
  const isHeld = application.lines.some((line) => line.state === 'held');
  if (state !== 'publicity' && !(state === 'deciding' && isHeld)) return wrongState(application);
  const freed = application.lines.map((line): ApplicationLine => {
    if (line.state !== 'passed' && line.state !== 'held') return line;
    if (given.free.has(line.line)) return { ...line, state: 'passed' };
    return state === 'publicity' ? { ...line, state: 'held' } : line;
  });
  const lines = failing(freed, ({ line }) => (given.objected.has(line) ? given.reason : null));
  if (state === 'deciding') return ok({ ...application, lines });
  return ok(nextStep({ ...application, lines }, 'publicity', moment));
}

export interface LineDecision {
  readonly line: number;
  readonly list: boolean;
  readonly reasons: readonly LineReason[];
}
type DecisionRefusal =
  | StateRefusal
  | 'admission.ownCheck'
  | 'admission.lineNotJudged'
  | 'admission.failedLine'
  | 'admission.reasonMissing';

/**
 * The decision by a second person. A line that failed on the way cannot be listed (the application goes back to the check
 * instead); one that passed may be refused with a reason.
 */
export function decideLines(
  application: Application,
  given: { readonly decisions: readonly LineDecision[]; readonly by: string },
): Result<Application, DecisionRefusal> {
  if (application.state !== 'deciding') return wrongState(application);
  if (application.checkedBy === given.by) return refuse('admission.ownCheck', { basis: twoPersons });
  const lines: ApplicationLine[] = [];
  for (const each of application.lines) {
    if (isDecided(each) || each.state === 'held') {
      lines.push(each);
      continue;
    }
    const decision = given.decisions.find(({ line }) => line === each.line);
    if (decision === undefined) return refuse('admission.lineNotJudged', { facts: { line: each.line } });
    if (decision.list && each.state !== 'passed')
      return refuse('admission.failedLine', { facts: { line: each.line } });
    const reasons = [...each.reasons, ...decision.reasons];
    if (!decision.list && reasons.length === 0)
      return refuse('admission.reasonMissing', { facts: { line: each.line } });
    lines.push({ ...each, state: decision.list ? 'listed' : 'refused', reasons });
  }
  const open = { ...application, lines, due: null, clockStartedAt: null };
  // Lines under an objection follow when that is decided.
  if (lines.some((line) => line.state === 'held')) return ok({ ...open, state: 'publicity' });
  return ok({ ...open, state: lines.some((line) => line.state === 'listed') ? 'listed' : 'refused' });
}

function isDecided({ state }: ApplicationLine): boolean {
  return state === 'listed' || state === 'refused';
}

/** Sent back to the formal check, which begins again: every line is open. */
export function sendBack(
  application: Application,
  by: string,
  moment: AdmissionMoment,
): Result<Application, StateRefusal | 'admission.ownCheck'> {
  if (application.state !== 'deciding') return wrongState(application);
  if (application.checkedBy === by) return refuse('admission.ownCheck', { basis: twoPersons });
  if (application.lines.some((line) => isDecided(line) || line.state === 'held'))
    return wrongState(application);
  const lines = application.lines.map((line) => ({ ...line, state: 'open' as const, reasons: [] }));
  return ok({
    ...application,
    lines,
    state: 'submitted',
    checkedBy: null,
    formalWorkdaysLeft: null,
    ...running(application, 'formal', moment.clocks.formalCheckWithin, moment),
  });
}

function close(application: Application, state: 'withdrawn' | 'lapsed'): Application {
  const lines = application.lines.map((line) =>
    isDecided(line) ? line : { ...line, state: 'ended' as const },
  );
  const isListed = lines.some((line) => line.state === 'listed');
  return { ...application, lines, state: isListed ? 'listed' : state, due: null, clockStartedAt: null };
}

/** The applicant takes it back, at any time before the decision. */
export function withdraw(application: Application): Result<Application, StateRefusal> {
  return isEnded(application.state) ? wrongState(application) : ok(close(application, 'withdrawn'));
}

/** What nobody supplied in time lapses; every other clock binds the bureau and changes nothing by itself. */
export function onDue(application: Application, now: Instant): Application {
  const { due, state } = application;
  if (state !== 'supplement' || due === null || now < due.at) return application;
  return close(application, 'lapsed');
}

/** The deadline anew when the working days of a year are published; that of a publicity is not ours. */
export function recomputed(application: Application, moment: Omit<AdmissionMoment, 'now'>): Application {
  const { due, clockStartedAt } = application;
  if (due === null || clockStartedAt === null || due.kind === 'publicity') return application;
  const at: AdmissionMoment = { ...moment, now: clockStartedAt };
  const { clocks } = moment;
  const terms = {
    formal: formalTerm(application, clocks),
    supplement: clocks.supplementWithin,
    panel: clocks.panelWithin,
    decision: clocks.decideWithin,
  };
  return { ...application, ...running(application, due.kind, terms[due.kind], at) };
}
