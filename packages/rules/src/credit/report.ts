import { type Result, ok, refuse } from '../result.ts';
import { creditBasis } from './basis.ts';

/** 挂靠经营、租借证照、假劣产品的举报 (HN-11c): taken up by one officer, closed by a decision of another. */
export const reportStates = ['received', 'investigating', 'found', 'upheld', 'closed'] as const;
export type ReportState = (typeof reportStates)[number];

export interface ReportNow {
  readonly state: ReportState;
  readonly takenBy: string | null;
}

export function takeUp(found: ReportNow): Result<'investigating', 'credit.reportTaken'> {
  return found.state === 'received' ? ok('investigating') : refuse('credit.reportTaken');
}

/** The investigation ends with what was found, and with who it is about where it was upheld. */
export function recordFinding(
  found: ReportNow,
  finding: { readonly upheld: boolean; readonly organisationId: string | null },
): Result<'found', 'credit.reportNotTaken' | 'credit.accusedMissing'> {
  if (found.state !== 'investigating') return refuse('credit.reportNotTaken');
  if (finding.upheld && finding.organisationId === null)
    return refuse('credit.accusedMissing', { basis: creditBasis.report, field: 'organisationId' });
  return ok('found');
}

/** Upheld it leads to a bad record; otherwise it is closed with its reason. Whoever investigated does not close it. */
export function closeReport(
  found: ReportNow & { readonly upheld: boolean | null },
  by: string,
): Result<'upheld' | 'closed', 'credit.reportNotFound' | 'credit.ownReport'> {
  if (found.state !== 'found') return refuse('credit.reportNotFound');
  if (found.takenBy === by) return refuse('credit.ownReport', { basis: creditBasis.twoPersons });
  return ok(found.upheld === true ? 'upheld' : 'closed');
}
