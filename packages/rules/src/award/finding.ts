import type { Facts } from '../result.ts';

/** What the check of a pack found before a round starts. An error stops the round, a warning is for people to weigh. */
export interface CheckFinding {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  /** Where in the pack: 'rules.1.when'. */
  readonly path: string;
  readonly facts: Facts;
}
export function error(code: string, path: string, facts: Facts = {}): CheckFinding {
  return { severity: 'error', code, path, facts };
}
export function warning(code: string, path: string, facts: Facts = {}): CheckFinding {
  return { severity: 'warning', code, path, facts };
}
