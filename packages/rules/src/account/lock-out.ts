import { type Instant, addMs, epochMs } from '../time.ts';

/** Failed sign-ins of one login from one address; another address of the same login counts for itself. */
export interface Failures {
  readonly count: number;
  readonly lastAt: Instant;
  readonly lockedUntil: Instant | null;
}

export interface LockOutRules {
  /** Failures in a row before the first lock-out (account.lockoutAttempts). */
  readonly attempts: number;
  /** Length of the first lock-out (account.lockoutMinutes); each further failure doubles it. */
  readonly minutes: number;
}

const minuteMs = 60_000;
/** A lock-out never grows beyond a day, and a quiet day forgets the failures: a person is never shut out for good. */
const dayMs = 1440 * minuteMs;

export function lockedUntil(failures: Failures | null, now: Instant): Instant | null {
  const until = failures?.lockedUntil ?? null;
  return until !== null && now < until ? until : null;
}

/**
 * The count after one more try. A try is counted before the password is checked, so that many at once cannot slip
 * through, and forgotten when it succeeds (GB/T 22239-2019 8.1.4.1 登录失败处理).
 */
export function countTry(before: Failures | null, now: Instant, rules: LockOutRules): Failures {
  const quiet = before === null || epochMs(now) - epochMs(before.lastAt) > dayMs;
  const count = quiet ? 1 : before.count + 1;
  if (count < rules.attempts) return { count, lastAt: now, lockedUntil: null };
  const doublings = Math.min(count - rules.attempts, 20);
  const lockMs = Math.min(rules.minutes * minuteMs * 2 ** doublings, dayMs);
  return { count, lastAt: now, lockedUntil: addMs(now, lockMs) };
}
