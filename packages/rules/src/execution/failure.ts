import { type Refusal, type Result, ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import { executionBasis } from './basis.ts';

export type FailureState =
  | 'told'
  | 'answered'
  | 'found'
  | 'confirmed'
  | 'substituted'
  | 'dismissed'
  | 'ended';
export type FailureFinding = 'default' | 'forceMajeure' | 'unfounded';

/** What a command on a failure to supply looks at. */
export interface Failure {
  readonly state: FailureState;
  readonly answerDueAt: Instant;
  readonly finding: FailureFinding | null;
  readonly foundBy: string | null;
  readonly hasSubstitute: boolean;
  /** The clock has still to carry out what was decided last. */
  readonly carrying: boolean;
}

function wrongState({ state }: Pick<Failure, 'state'>): Refusal<'execution.wrongState'> {
  return refuse('execution.wrongState', { basis: executionBasis.failure, facts: { state } });
}

/** The winner answers; force majeure is shown by evidence (除不可抗力因素外). */
export function answerFailure(
  failure: Failure,
  answer: { readonly forceMajeure: boolean; readonly files: number },
): Result<'answered', 'execution.wrongState' | 'execution.forceMajeureNeedsEvidence'> {
  if (failure.state !== 'told') return wrongState(failure);
  if (answer.forceMajeure && answer.files === 0)
    return refuse('execution.forceMajeureNeedsEvidence', {
      basis: executionBasis.failure,
      field: 'evidenceIds',
    });
  return ok('answered');
}

/** Found once the winner has answered, or did not by the day. */
export function findFailure(
  failure: Failure,
  now: Instant,
): Result<'found', 'execution.wrongState' | 'execution.answerNotDue'> {
  if (failure.state === 'answered') return ok('found');
  if (failure.state !== 'told') return wrongState(failure);
  if (now < failure.answerDueAt)
    return refuse('execution.answerNotDue', {
      basis: executionBasis.failure,
      facts: { dueAt: failure.answerDueAt },
    });
  return ok('found');
}

export interface Decision {
  readonly state: Exclude<FailureState, 'told' | 'found' | 'ended'>;
  /** The substitute takes over what is left. */
  readonly substitutes: boolean;
  /** The winner bears what it costs more, and a bad record is proposed. */
  readonly bears: boolean;
}

/** A second person confirms what was found, or sends it back (HN-15). */
export function decideFailure(
  failure: Failure,
  decision: { readonly approve: boolean; readonly note: string; readonly by: string },
): Result<Decision, 'execution.wrongState' | 'execution.finderDecides' | 'execution.noteMissing'> {
  if (failure.state !== 'found' || failure.finding === null) return wrongState(failure);
  if (failure.foundBy === decision.by)
    return refuse('execution.finderDecides', { basis: executionBasis.twoPersons });
  if (!decision.approve) {
    if (decision.note === '') return refuse('execution.noteMissing', { field: 'note' });
    return ok({ state: 'answered', substitutes: false, bears: false });
  }
  if (failure.finding === 'unfounded') return ok({ state: 'dismissed', substitutes: false, bears: false });
  return ok({
    state: failure.hasSubstitute ? 'substituted' : 'confirmed',
    substitutes: failure.hasSubstitute,
    bears: failure.finding === 'default',
  });
}

/** Ends what has begun: not before the clock carried it out. */
export function endFailure(
  failure: Pick<Failure, 'state' | 'carrying'>,
): Result<'ended', 'execution.wrongState'> {
  return failure.state === 'substituted' && !failure.carrying ? ok('ended') : wrongState(failure);
}
