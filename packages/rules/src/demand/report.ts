import { type Result, ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import { reportBasis } from './policy.ts';

export const reportStates = [
  'open',
  'submitted',
  'confirmed',
  'accepted',
  'returned',
  'excluded',
  'lapsed',
] as const;
export type ReportState = (typeof reportStates)[number];

/** A report on its way: 报送 by the buyer, 确认 by the institution, 审核 by the city, the bureau or the lead hospital. */
export interface ReportHead {
  readonly state: ReportState;
  readonly submittedBy: string | null;
  readonly lockedAt: Instant | null;
}
/** The window of the round, and the moment by the clock that decides. */
export interface Times {
  readonly isReporting: boolean;
  readonly fromAt: Instant | null;
  readonly dueAt: Instant | null;
  readonly confirmEndedAt: Instant | null;
  readonly now: Instant;
}

export type SubmitFault = 'demand.notOpen' | 'demand.notYet' | 'demand.locked' | 'demand.alreadyAccepted';

/** Whether lines may still be handed in: at the very moment of the lock it is too late. */
export function maySubmit(report: ReportHead, times: Times): Result<null, SubmitFault> {
  const { fromAt, dueAt, now } = times;
  const isOver = report.lockedAt !== null || (dueAt !== null && now >= dueAt);
  if (isOver) return refuse('demand.locked', { basis: reportBasis, facts: { dueAt, at: now } });
  if (!times.isReporting || dueAt === null) return refuse('demand.notOpen', { basis: reportBasis });
  if (fromAt !== null && now < fromAt)
    return refuse('demand.notYet', { basis: reportBasis, facts: { fromAt } });
  if (report.state === 'accepted') return refuse('demand.alreadyAccepted', { basis: reportBasis });
  return ok(null);
}

export type StepFault =
  | 'demand.wrongState'
  | 'demand.ownReport'
  | 'demand.confirmOver'
  | 'demand.noReturnAfterLock'
  | 'demand.noExclusionBeforeLock'
  | 'demand.reasonMissing';

function isLocked(report: ReportHead, { dueAt, now }: Times): boolean {
  return report.lockedAt !== null || (dueAt !== null && now >= dueAt);
}
function needsReason(note: string): Result<null, 'demand.reasonMissing'> {
  return [...note].length < 2 ? refuse('demand.reasonMissing', { field: 'note' }) : ok(null);
}

/** The institution's approver, another person than the buyer who reported, confirms or sends back. */
export function confirmed(
  report: ReportHead,
  times: Times,
  step: { readonly by: string; readonly confirm: boolean; readonly note: string },
): Result<'confirmed' | 'returned', Exclude<StepFault, 'demand.noExclusionBeforeLock'>> {
  if (report.state !== 'submitted') return refuse('demand.wrongState', { facts: { state: report.state } });
  if (report.submittedBy === step.by) return refuse('demand.ownReport', { basis: reportBasis });
  if (times.confirmEndedAt !== null) return refuse('demand.confirmOver', { basis: reportBasis });
  if (step.confirm) return ok('confirmed');
  // Nobody could correct it any more: it is confirmed or lapses.
  if (isLocked(report, times)) return refuse('demand.noReturnAfterLock', { basis: reportBasis });
  const reason = needsReason(step.note);
  return reason.ok ? ok('returned') : reason;
}

export type ReviewDecision = 'accept' | 'return' | 'exclude';

/** The city, the bureau or the lead hospital takes a report, sends it back, or after the lock leaves it out with a reason. */
export function reviewed(
  report: ReportHead,
  times: Times,
  step: { readonly decision: ReviewDecision; readonly note: string },
): Result<'accepted' | 'returned' | 'excluded', Exclude<StepFault, 'demand.ownReport'>> {
  const { state } = report;
  const fits =
    step.decision === 'accept' ? state === 'confirmed' : state === 'confirmed' || state === 'accepted';
  if (!fits) return refuse('demand.wrongState', { facts: { state } });
  if (times.confirmEndedAt !== null) return refuse('demand.confirmOver', { basis: reportBasis });
  if (step.decision === 'accept') return ok('accepted');
  const late = isLocked(report, times);
  if (step.decision === 'return' && late) return refuse('demand.noReturnAfterLock', { basis: reportBasis });
  if (step.decision === 'exclude' && !late)
    return refuse('demand.noExclusionBeforeLock', { basis: reportBasis });
  const reason = needsReason(step.note);
  if (!reason.ok) return reason;
  return ok(step.decision === 'return' ? 'returned' : 'excluded');
}

/** What becomes of a report when the time for confirmations is over. */
export function atConfirmEnd(state: ReportState, silentReviewCounts: boolean): ReportState {
  if (state === 'submitted') return 'lapsed';
  if (state === 'confirmed') return silentReviewCounts ? 'accepted' : 'lapsed';
  return state;
}
/** What becomes of a report at the lock: what was not handed in, or was sent back and not handed in again, is over. */
export function atLock(state: ReportState): ReportState {
  return state === 'open' || state === 'returned' ? 'lapsed' : state;
}
