import { type Basis, type Result, ok, refuse } from '../result.ts';
import type { Instant, IsoDate } from '../time.ts';

/** 约谈 (interview) and 通报 (report), JS-12D: 对长期不议价、采购异常的医疗机构进行约谈、通报. */
export type CaseKind = 'interview' | 'report';
export type CaseState = 'drafted' | 'summoned' | 'rectifying' | 'answered' | 'closed' | 'dropped';

export interface OversightCase {
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly enteredBy: string;
  readonly meetingAt: Instant | null;
}

export const oversightBasis: Basis = { document: 'js-2020-22', article: '12', clause: 'JS-12D' };
export const twoPersons: Basis = { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' };

export type OpenRefusal =
  | 'supervision.meetingPast'
  | 'supervision.rectifyPast'
  | 'supervision.meetingMissing';

/** An interview is a summons at once; a report is a draft that another officer issues. */
export function openCase(
  asked: { readonly kind: CaseKind; readonly meetingAt: Instant | null; readonly rectifyBy: IsoDate | null },
  { now, today }: { readonly now: Instant; readonly today: IsoDate },
): Result<CaseState, OpenRefusal> {
  if (asked.rectifyBy !== null && asked.rectifyBy <= today)
    return refuse('supervision.rectifyPast', { field: 'rectifyBy' });
  if (asked.kind === 'report') return ok('drafted');
  if (asked.meetingAt === null) return refuse('supervision.meetingMissing', { field: 'meetingAt' });
  if (asked.meetingAt <= now) return refuse('supervision.meetingPast', { field: 'meetingAt' });
  return ok('summoned');
}

export type CaseStep = 'issue' | 'hold' | 'answer' | 'return' | 'close' | 'drop';
const from: Readonly<Record<CaseStep, readonly CaseState[]>> = {
  issue: ['drafted'],
  hold: ['summoned'],
  answer: ['rectifying'],
  return: ['answered'],
  close: ['rectifying', 'answered'],
  drop: ['drafted', 'summoned'],
};

export type StepRefusal =
  | 'supervision.caseWrongState'
  | 'supervision.ownReport'
  | 'supervision.tooEarly'
  | 'supervision.rectifyPast';

interface Stepping {
  readonly by: string;
  readonly now: Instant;
  readonly today: IsoDate;
  /** Until when the institution has to put things right; null where nothing is asked of it. */
  readonly rectifyBy?: IsoDate | null;
}

/** Where a case stands after a step; whoever wrote a report does not issue it (HN-15). */
export function stepCase(
  found: OversightCase,
  step: CaseStep,
  { by, now, today, rectifyBy = null }: Stepping,
): Result<CaseState, StepRefusal> {
  if (!from[step].includes(found.state))
    return refuse('supervision.caseWrongState', { basis: oversightBasis, facts: { state: found.state } });
  if (rectifyBy !== null && rectifyBy <= today)
    return refuse('supervision.rectifyPast', { field: 'rectifyBy' });
  switch (step) {
    case 'issue':
      if (found.enteredBy === by) return refuse('supervision.ownReport', { basis: twoPersons });
      return ok(rectifyBy === null ? 'closed' : 'rectifying');
    case 'hold':
      if (found.meetingAt !== null && now < found.meetingAt) return refuse('supervision.tooEarly');
      return ok(rectifyBy === null ? 'closed' : 'rectifying');
    case 'answer':
      return ok('answered');
    case 'return':
      return rectifyBy === null
        ? refuse('supervision.rectifyPast', { field: 'rectifyBy' })
        : ok('rectifying');
    case 'close':
      return ok('closed');
    case 'drop':
      return ok('dropped');
    default:
      return step satisfies never;
  }
}

/** Which steps are open in a state, for the buttons of a screen. */
export function stepsOf(state: CaseState, kind: CaseKind): readonly CaseStep[] {
  return (Object.keys(from) as CaseStep[]).filter(
    (step) => from[step].includes(state) && !(step === 'issue' && kind === 'interview'),
  );
}
