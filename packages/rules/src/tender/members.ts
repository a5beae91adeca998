import type { Ownership } from '../policy/shapes.ts';
import { basisOf } from '../policy/provision.ts';
import { type Result, ok, refuse } from '../result.ts';
import { articles } from './articles.ts';
import type { TenderPolicy } from './policy.ts';
import type { TenderState } from './state.ts';

/** While volumes can still be reported, institutions may join and leave. */
const openStates: readonly TenderState[] = ['draft', 'planned', 'reporting'];

export type JoinRefusal = 'tender.wrongState' | 'tender.takesPart';
export type LeaveRefusal = 'tender.wrongState' | 'tender.takesNoPart' | 'tender.mustTakePart';

interface Asked {
  readonly state: TenderState;
  readonly takesPart: boolean;
}

/** An institution that is not obliged, or stands outside the regions and groups, may ask to join (SX-2.3, GY-3.1). */
export function mayJoin({ state, takesPart }: Asked): Result<null, JoinRefusal> {
  if (state !== 'reporting')
    return refuse('tender.wrongState', { basis: articles.institutions, facts: { state, to: '' } });
  return takesPart ? refuse('tender.takesPart', { basis: articles.institutions }) : ok(null);
}

/** Public institutions take part; others may leave until volumes are locked: from then on they are a promise (SX-2.3). */
export function mayLeave(
  {
    state,
    takesPart,
    ownership,
    via,
  }: Asked & { readonly ownership: Ownership | null; readonly via: string },
  { obliged }: Pick<TenderPolicy, 'obliged'>,
): Result<null, LeaveRefusal> {
  if (!takesPart) return refuse('tender.takesNoPart', { basis: articles.institutions });
  if (!openStates.includes(state))
    return refuse('tender.wrongState', { basis: articles.institutions, facts: { state, to: '' } });
  // Whoever came by its own wish may go; whoever the plan covers and the document obliges may not.
  if (via !== 'itself' && ownership !== null && obliged.value.includes(ownership))
    return refuse('tender.mustTakePart', { basis: basisOf(obliged) });
  return ok(null);
}
