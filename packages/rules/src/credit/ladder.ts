import type { Coded } from '../policy/shapes.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import { type IsoDate, addMonths } from '../time.ts';

/** 约谈、通报、考核，直至清退 (HN-11a): steps against an enterprise that fails to supply or deliver. */
export const stepStates = ['drafted', 'open', 'done', 'dropped'] as const;
export type StepState = (typeof stepStates)[number];

/** Steps that a second person issues before the enterprise or the public hears of them (HN-15). */
export const issuedSteps: readonly string[] = ['notice', 'assessment'];
/** The last rung is a bad record of its own, with its hearing and its decision (JS-38). */
export const removalStep = 'removal';

export interface StepTaken {
  readonly step: string;
  readonly doneOn: IsoDate;
}

/**
 * The rung that follows what came before: one above the highest taken within the memory, the first where nothing was, the last
 * where all were.
 */
export function suggestedStep(
  ladder: readonly Coded[],
  taken: readonly StepTaken[],
  memory: { readonly months: number; readonly on: IsoDate },
): number {
  const since = addMonths(memory.on, -memory.months);
  const reached = taken
    .filter((each) => each.doneOn >= since)
    .map((each) => ladder.findIndex((rung) => rung.code === each.step));
  return Math.min(Math.max(-1, ...reached) + 1, ladder.length - 1);
}

/** A lower rung may always be taken again; none is skipped upward. */
export function mayTakeStep(
  ladder: readonly Coded[],
  step: string,
  suggested: number,
  basis: Basis,
): Result<number, 'credit.stepUnknown' | 'credit.stepSkipped'> {
  const at = ladder.findIndex((rung) => rung.code === step);
  if (at < 0) return refuse('credit.stepUnknown', { field: 'step' });
  if (at > suggested) {
    const next = ladder[suggested];
    return refuse('credit.stepSkipped', {
      basis,
      field: 'step',
      facts: { next: next?.zh ?? '', nextEn: next?.en ?? '' },
    });
  }
  return ok(at);
}
