import { type Result, ok, refuse } from '../result.ts';
import { qualificationBasis } from './basis.ts';

/** What is brought in is checked by one officer and confirmed by another (JS-37, HN-15). */
export const pathStates = ['submitted', 'checked', 'confirmed', 'returned', 'withdrawn'] as const;
export type PathState = (typeof pathStates)[number];
export type PathStep = 'check' | 'confirm' | 'return' | 'withdraw';

/** Who did what so far; accounts by id. */
export interface OnItsWay {
  readonly state: PathState;
  readonly submittedBy: string;
  readonly checkedBy: string | null;
}

export type StepRefusal =
  | 'qualification.notWaiting'
  | 'qualification.checkFirst'
  | 'qualification.checkedByYou';

const after: Readonly<Record<PathStep, PathState>> = {
  check: 'checked',
  confirm: 'confirmed',
  return: 'returned',
  withdraw: 'withdrawn',
};

/**
 * The state after a step. Confirming, and returning what was checked, is for another person than the one who checked;
 * the permission to check or confirm is asked for by the endpoint.
 */
export function stepOf(way: OnItsWay, step: PathStep, accountId: string): Result<PathState, StepRefusal> {
  if (way.state !== 'submitted' && way.state !== 'checked')
    return refuse('qualification.notWaiting', { facts: { state: way.state } });
  if (step === 'check' && way.state === 'checked')
    return refuse('qualification.notWaiting', { facts: { state: way.state } });
  if (step === 'confirm' && way.state === 'submitted')
    return refuse('qualification.checkFirst', { basis: qualificationBasis.twoPersons });
  const isSamePerson = accountId === way.checkedBy || accountId === way.submittedBy;
  if (step === 'confirm' && isSamePerson)
    return refuse('qualification.checkedByYou', { basis: qualificationBasis.twoPersons });
  return ok(after[step]);
}

export function isOpen(state: PathState): boolean {
  return state === 'submitted' || state === 'checked';
}
