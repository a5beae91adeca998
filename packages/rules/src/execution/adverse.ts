import { type Refusal, type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { executionBasis } from './basis.ts';

export type AdverseState = 'reported' | 'answered' | 'handled' | 'closed';
export type AdverseOutcome = 'none' | 'watch' | 'suspend';

const identityNumber = /(?<!\d)\d{17}[\dXx](?!\d)/;
const telephone = /(?<!\d)1[3-9]\d{9}(?!\d)/;

/** What looks like a person's identity or telephone number: a report is about a product, never about a patient. */
export function personalNumber(text: string): string | null {
  const found = identityNumber.exec(text) ?? telephone.exec(text);
  return found === null ? null : `${found[0].slice(0, 3)}…`;
}

/** A report without patient data, of something that was found already. */
export function checkReport(
  report: { readonly facts: string; readonly measures: string; readonly foundOn: IsoDate },
  today: IsoDate,
): Result<true, 'execution.patientData' | 'execution.foundInFuture'> {
  for (const field of ['facts', 'measures'] as const) {
    const found = personalNumber(report[field]);
    if (found !== null)
      return refuse('execution.patientData', { basis: executionBasis.adverse, field, facts: { found } });
  }
  if (report.foundOn > today) return refuse('execution.foundInFuture', { field: 'foundOn' });
  return ok(true);
}

function wrongState(state: AdverseState): Refusal<'execution.wrongState'> {
  return refuse('execution.wrongState', { basis: executionBasis.adverse, facts: { state } });
}

export function mayAnswer(state: AdverseState): Result<true, 'execution.wrongState'> {
  return state === 'reported' ? ok(true) : wrongState(state);
}

/** A serious matter does not wait for the manufacturer's answer. */
export function mayHandle(state: AdverseState): Result<true, 'execution.wrongState'> {
  return state === 'reported' || state === 'answered' ? ok(true) : wrongState(state);
}

/** A second person decides on what was proposed, or sends it back (HN-15). */
export function decideAdverse(
  event: {
    readonly state: AdverseState;
    readonly outcome: AdverseOutcome | null;
    readonly handledBy: string | null;
  },
  decision: { readonly approve: boolean; readonly note: string; readonly by: string },
): Result<
  { readonly state: 'closed' | 'answered'; readonly suspends: boolean },
  'execution.wrongState' | 'execution.ownEvent' | 'execution.noteMissing'
> {
  if (event.state !== 'handled' || event.outcome === null) return wrongState(event.state);
  if (event.handledBy === decision.by)
    return refuse('execution.ownEvent', { basis: executionBasis.twoPersons });
  if (decision.approve) return ok({ state: 'closed', suspends: event.outcome === 'suspend' });
  if (decision.note === '') return refuse('execution.noteMissing', { field: 'note' });
  return ok({ state: 'answered', suspends: false });
}
