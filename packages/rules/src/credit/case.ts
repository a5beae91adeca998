import { type Basis, type Result, ok, refuse } from '../result.ts';
import { type Instant, type IsoDate, addMonths } from '../time.ts';
import { creditBasis } from './basis.ts';
import type { CreditMeasure, CreditRole } from './shapes.ts';

/** 不良记录（JS-38）和信用评价（HN-12）: both are cases with a hearing and two persons. */
export const creditKinds = ['record', 'rating'] as const;
export type CreditKind = (typeof creditKinds)[number];

/**
 * hearing: the enterprise may state its side; heard: it did, or its time is over; decided: a rating that waits for the run of
 * its quarter; inForce; ended: over, lifted or repaired; dropped: decided against.
 */
export const creditStates = ['hearing', 'heard', 'decided', 'inForce', 'ended', 'dropped'] as const;
export type CreditState = (typeof creditStates)[number];
export const creditEnds = ['expired', 'lifted', 'repaired'] as const;
export type CreditEnd = (typeof creditEnds)[number];

export const basisOfKind: Readonly<Record<CreditKind, Basis>> = {
  record: creditBasis.badRecord,
  rating: creditBasis.rating,
};

export interface RecordWish {
  readonly role: CreditRole;
  readonly ground: string;
  readonly sourceKind: string;
  readonly measure: string;
  readonly itemCodes: readonly string[];
  readonly until: IsoDate | null;
}
export interface RecordRules {
  readonly grounds: readonly { readonly code: string }[];
  readonly sources: readonly { readonly code: string }[];
  readonly measures: readonly CreditMeasure[];
  readonly basis: Basis;
  readonly on: IsoDate;
}

export type RecordRefusal =
  | 'credit.groundUnknown'
  | 'credit.sourceUnknown'
  | 'credit.measureUnknown'
  | 'credit.measureForOthers'
  | 'credit.productsMissing'
  | 'credit.untilPast'
  | 'credit.untilTooLate';

/** Whether a bad record may be entered with this measure (JS-38). */
export function enterRecord(wish: RecordWish, rules: RecordRules): Result<CreditMeasure, RecordRefusal> {
  const { basis, on } = rules;
  if (!rules.grounds.some((each) => each.code === wish.ground))
    return refuse('credit.groundUnknown', { field: 'ground' });
  if (!rules.sources.some((each) => each.code === wish.sourceKind))
    return refuse('credit.sourceUnknown', { field: 'sourceKind' });
  const measure = rules.measures.find((each) => each.code === wish.measure);
  if (measure === undefined) return refuse('credit.measureUnknown', { field: 'measure' });
  if (!measure.for.includes(wish.role)) return refuse('credit.measureForOthers', { basis, field: 'measure' });
  if (measure.effect === 'caseProducts' && wish.itemCodes.length === 0)
    return refuse('credit.productsMissing', { basis, field: 'itemCodes' });
  if (wish.until !== null && wish.until <= on) return refuse('credit.untilPast', { field: 'until' });
  const last = measure.monthsMax === null ? null : addMonths(on, measure.monthsMax);
  // Without an end a measure of limited length ends with its greatest length.
  if (last !== null && (wish.until ?? last) > last)
    return refuse('credit.untilTooLate', { basis, field: 'until', facts: { last } });
  return ok(measure);
}

export interface CaseNow {
  readonly kind: CreditKind;
  readonly state: CreditState;
  readonly enteredBy: string;
  readonly hearingDueAt: Instant | null;
}

/** The enterprise states its side while its term runs; once. */
export function mayState(
  found: CaseNow,
  now: Instant,
): Result<null, 'credit.notHearing' | 'credit.hearingOver'> {
  if (found.state !== 'hearing') return refuse('credit.notHearing', { basis: basisOfKind[found.kind] });
  if (found.hearingDueAt !== null && found.hearingDueAt <= now)
    return refuse('credit.hearingOver', { basis: basisOfKind[found.kind] });
  return ok(null);
}

export type DecideCaseRefusal =
  | 'credit.hearingRuns'
  | 'credit.caseDecided'
  | 'credit.ownCase'
  | 'credit.noteMissing';

/** Whoever entered a case does not decide it (HN-15), and nobody does before the enterprise was heard. */
export function decideCase(
  found: CaseNow,
  decision: { readonly approve: boolean; readonly note: string; readonly by: string },
  published: boolean,
): Result<Extract<CreditState, 'decided' | 'inForce' | 'dropped'>, DecideCaseRefusal> {
  if (found.state === 'hearing') return refuse('credit.hearingRuns', { basis: basisOfKind[found.kind] });
  if (found.state !== 'heard') return refuse('credit.caseDecided');
  if (found.enteredBy === decision.by) return refuse('credit.ownCase', { basis: creditBasis.twoPersons });
  if (!decision.approve)
    return decision.note.length < 2 ? refuse('credit.noteMissing', { field: 'note' }) : ok('dropped');
  // What was published elsewhere is in force there already; an own rating waits for the run of its quarter.
  return ok(found.kind === 'rating' && !published ? 'decided' : 'inForce');
}
