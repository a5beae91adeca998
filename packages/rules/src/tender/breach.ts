import { type Refusal, type Result, ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import { articles } from './articles.ts';

/** 违规举报 (GY-5.4): received, put to whom it is about, found by one officer, decided by another. */
export const breachStates = ['received', 'asked', 'answered', 'found', 'upheld', 'dismissed'] as const;
export type BreachState = (typeof breachStates)[number];

export interface Breach {
  readonly state: BreachState;
  readonly accusedId: string | null;
  readonly answerDueAt: Instant | null;
  readonly upheld: boolean | null;
  readonly foundBy: string | null;
}

function wrongState({ state }: Pick<Breach, 'state'>): Refusal<'tender.breachState'> {
  return refuse('tender.breachState', { basis: articles.supervision, facts: { state } });
}

export function askAccused(breach: Breach): Result<'asked', 'tender.breachState'> {
  return breach.state === 'received' ? ok('asked') : wrongState(breach);
}

/** Also after its day, as long as nothing was found. */
export function answerBreach(breach: Breach): Result<'answered', 'tender.breachState'> {
  return breach.state === 'asked' ? ok('answered') : wrongState(breach);
}

/** Nobody is found at fault unheard: answered, or the day of the answer has passed; what is plainly empty is closed at once. */
export function findBreach(
  breach: Breach,
  upheld: boolean,
  now: Instant,
): Result<'found', 'tender.breachState' | 'tender.breachUnheard'> {
  if (breach.state === 'answered') return ok('found');
  if (breach.state === 'received' && !upheld) return ok('found');
  if (breach.state !== 'asked' && breach.state !== 'received') return wrongState(breach);
  if (breach.answerDueAt !== null && now >= breach.answerDueAt) return ok('found');
  return refuse('tender.breachUnheard', { basis: articles.supervision });
}

/** A second person decides; sent back it is looked into anew (HN-15). */
export function decideBreach(
  breach: Breach,
  decision: { readonly approve: boolean; readonly note: string; readonly by: string },
): Result<
  'upheld' | 'dismissed' | 'answered' | 'received',
  'tender.breachState' | 'tender.finderDecides' | 'tender.breachNote'
> {
  if (breach.state !== 'found') return wrongState(breach);
  if (breach.foundBy === decision.by) return refuse('tender.finderDecides', { basis: articles.twoPersons });
  if (decision.approve) return ok(breach.upheld === true ? 'upheld' : 'dismissed');
  if (decision.note === '') return refuse('tender.breachNote', { field: 'note' });
  // Whoever was put the question is not asked again.
  return ok(breach.accusedId === null ? 'received' : 'answered');
}

/** The ground of a bad record that a breach is (JS-38). */
export function groundOf(kind: string): string {
  switch (kind) {
    case 'bribe':
      return 'kickback';
    case 'fraud':
    case 'collusion':
      return kind;
    default:
      return 'orderDisturbed';
  }
}
