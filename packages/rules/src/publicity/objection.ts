import type { Calendar } from '../calendar/calendar.ts';
import { dueOf } from '../calendar/term.ts';
import { type Term, basisOf } from '../policy/provision.ts';
import { type Basis, type Result, assert, ok, refuse } from '../result.ts';
import { type Instant, addMs } from '../time.ts';
import { type PublicityPolicy, controlBasis, objectionBasis } from './policy.ts';

/**
 * 异议: made → examining → answered → decided, or not taken up, or withdrawn before it is taken up. While it is open it
 * holds back what it is about.
 */
export type ObjectionState = 'made' | 'examining' | 'answered' | 'decided' | 'notTakenUp' | 'withdrawn';
export type ObjectionOutcome = 'upheld' | 'rejected' | 'partly';

export interface ObjectionDue {
  readonly at: Instant;
  readonly provisional: boolean;
  readonly basis: Basis;
}

export interface Objection {
  readonly state: ObjectionState;
  readonly madeAt: Instant;
  readonly takenUpAt: Instant | null;
  /** Working days by which the conclusion was put off; null until that was used. */
  readonly extendedWorkdays: number | null;
  readonly answeredBy: string | null;
  readonly outcome: ObjectionOutcome | null;
  /** Whether the item takes effect although it was objected to. */
  readonly itemStands: boolean | null;
  readonly due: ObjectionDue | null;
}

export interface ObjectionMoment {
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly policy: PublicityPolicy;
}

type Undue = Omit<Objection, 'due'>;

export function isOpen(state: ObjectionState): boolean {
  return state === 'made' || state === 'examining' || state === 'answered';
}

const further = (workdays: number): Term => ({
  amount: workdays,
  unit: 'workday',
  startCounted: false,
  rollover: 'none',
  cutoff: '24:00',
});

function clockOf(objection: Undue, { policy, calendar }: Omit<ObjectionMoment, 'now'>): ObjectionDue | null {
  if (!isOpen(objection.state)) return null;
  if (objection.state === 'made') {
    const due = dueOf(objection.madeAt, policy.takeUpWithin.value, calendar);
    return { at: due.dueAt, provisional: due.provisional, basis: basisOf(policy.takeUpWithin) };
  }
  assert(objection.takenUpAt !== null, 'an objection under examination was taken up');
  const first = dueOf(objection.takenUpAt, policy.concludeWithin.value, calendar);
  if (objection.extendedWorkdays === null) {
    return { at: first.dueAt, provisional: first.provisional, basis: basisOf(policy.concludeWithin) };
  }
  // The deadline is the first moment after the last day; counting goes on from that day.
  const second = dueOf(addMs(first.dueAt, -1), further(objection.extendedWorkdays), calendar);
  return {
    at: second.dueAt,
    provisional: first.provisional || second.provisional,
    basis: basisOf(policy.extensionMax),
  };
}

function timed(objection: Undue, moment: Omit<ObjectionMoment, 'now'>): Objection {
  return { ...objection, due: clockOf(objection, moment) };
}

/** The same objection by the calendar as it is known now. */
export function recomputedObjection(objection: Objection, moment: Omit<ObjectionMoment, 'now'>): Objection {
  return timed(objection, moment);
}

export type ObjectRefusal = 'publicity.over' | 'publicity.withdrawn';

/** An objection to a list that is public (JS-13b): only while its period runs, the last moment is too late. */
export function makeObjection(
  list: { readonly state: string; readonly endsAt: Instant },
  moment: ObjectionMoment,
): Result<Objection, ObjectRefusal> {
  if (list.state === 'withdrawn') return refuse('publicity.withdrawn', { basis: objectionBasis });
  if (list.state !== 'open' || moment.now >= list.endsAt) {
    return refuse('publicity.over', { basis: basisOf(moment.policy.period) });
  }
  const made: Undue = {
    state: 'made',
    madeAt: moment.now,
    takenUpAt: null,
    extendedWorkdays: null,
    answeredBy: null,
    outcome: null,
    itemStands: null,
  };
  return ok(timed(made, moment));
}

/** Whoever objected may take it back until the bureau has taken it up; from then on it is examined to its end. */
export function withdrawObjection(objection: Objection): Result<Objection, 'publicity.takenUpAlready'> {
  if (objection.state !== 'made') return refuse('publicity.takenUpAlready', { basis: objectionBasis });
  return ok({ ...objection, state: 'withdrawn', due: null });
}

/** 受理 or 不予受理; late is late, but the decision is still owed. */
export function decideTakeUp(
  objection: Objection,
  takes: boolean,
  moment: ObjectionMoment,
): Result<Objection, 'publicity.takenUpAlready'> {
  if (objection.state !== 'made') return refuse('publicity.takenUpAlready', { basis: objectionBasis });
  if (!takes) return ok({ ...objection, state: 'notTakenUp', due: null });
  return ok(timed({ ...objection, state: 'examining', takenUpAt: moment.now }, moment));
}

export type ExtendRefusal =
  | 'publicity.notExamining'
  | 'publicity.extendedAlready'
  | 'publicity.extensionTooLong'
  | 'publicity.tooLateToExtend';

/** The conclusion is put off once, before its deadline, by at most what the provision allows. */
export function extendObjection(
  objection: Objection,
  workdays: number,
  moment: ObjectionMoment,
): Result<Objection, ExtendRefusal> {
  const { extensionMax } = moment.policy;
  const basis = basisOf(extensionMax);
  if (objection.state !== 'examining') return refuse('publicity.notExamining', { basis });
  if (objection.extendedWorkdays !== null) return refuse('publicity.extendedAlready', { basis });
  if (objection.due !== null && moment.now >= objection.due.at) {
    return refuse('publicity.tooLateToExtend', { basis });
  }
  if (workdays > extensionMax.value) {
    return refuse('publicity.extensionTooLong', {
      basis,
      field: 'workdays',
      facts: { max: extensionMax.value },
    });
  }
  return ok(timed({ ...objection, extendedWorkdays: workdays }, moment));
}

export interface Answer {
  readonly by: string;
  readonly outcome: ObjectionOutcome;
  /** Asked for where an objection is right in part; otherwise it follows from the outcome. */
  readonly itemStands: boolean | null;
}

export type AnswerRefusal = 'publicity.notExamining' | 'publicity.sayWhetherItStands';

/** What one officer proposes as the answer; it counts when another has decided. */
export function answerObjection(objection: Objection, answer: Answer): Result<Objection, AnswerRefusal> {
  if (objection.state !== 'examining') return refuse('publicity.notExamining', { basis: objectionBasis });
  if (answer.outcome === 'partly' && answer.itemStands === null) {
    return refuse('publicity.sayWhetherItStands', { basis: objectionBasis, field: 'itemStands' });
  }
  const itemStands = answer.outcome === 'partly' ? answer.itemStands : answer.outcome === 'rejected';
  return ok({ ...objection, state: 'answered', answeredBy: answer.by, outcome: answer.outcome, itemStands });
}

export type DecideRefusal = 'publicity.notAnswered' | 'publicity.answeredBySame';

/** Another person than who answered decides, or sends the answer back (HN-15). */
export function decideObjection(
  objection: Objection,
  by: string,
  agrees: boolean,
): Result<Objection, DecideRefusal> {
  if (objection.state !== 'answered') return refuse('publicity.notAnswered', { basis: objectionBasis });
  if (objection.answeredBy === by) return refuse('publicity.answeredBySame', { basis: controlBasis });
  if (agrees) return ok({ ...objection, state: 'decided', due: null });
  return ok({ ...objection, state: 'examining', answeredBy: null, outcome: null, itemStands: null });
}

/** What of a list may take effect: an item that no open objection holds back, and whether an objection to it was right. */
export interface HeldItem {
  readonly key: string;
  readonly free: boolean;
  readonly upheld: boolean;
}

export interface ObjectionAbout {
  /** Null: the list as a whole. */
  readonly itemKey: string | null;
  readonly state: ObjectionState;
  readonly itemStands: boolean | null;
}

/**
 * Whether each item of a list is free to take effect once the period is over. An open objection holds its own item, one
 * against the whole list all of them, and under `holdsWholeList` any open one does.
 */
export function settledItems(
  keys: readonly string[],
  objections: readonly ObjectionAbout[],
  holdsWholeList: boolean,
): readonly HeldItem[] {
  const open = objections.filter((each) => isOpen(each.state));
  const right = objections.filter((each) => each.state === 'decided' && each.itemStands === false);
  const allHeld = open.some((each) => each.itemKey === null) || (holdsWholeList && open.length > 0);
  const allWrong = right.some((each) => each.itemKey === null);
  const held = new Set(open.map((each) => each.itemKey));
  const wrong = new Set(right.map((each) => each.itemKey));
  return keys.map((key) => ({
    key,
    free: !allHeld && !held.has(key),
    upheld: allWrong || wrong.has(key),
  }));
}
