import { type Provision, basisOf } from '../policy/provision.ts';
import type { Coded } from '../policy/shapes.ts';
import { type Result, ok, refuse } from '../result.ts';

export interface Reason {
  readonly code: string;
  readonly note: string;
}
export type ReasonRefusal = 'order.reasonMissing' | 'order.reasonUnknown' | 'order.reasonNoteMissing';

/** A coded reason of the list in force; 其他 needs words. */
export function checkReason(
  code: string | null,
  note: string,
  list: Provision<readonly Coded[]>,
): Result<Reason, ReasonRefusal> {
  const basis = basisOf(list);
  if (code === null || code === '') return refuse('order.reasonMissing', { basis, field: 'reason' });
  if (!list.value.some((each) => each.code === code))
    return refuse('order.reasonUnknown', { basis, field: 'reason', facts: { reason: code } });
  if (code === 'other' && note === '') return refuse('order.reasonNoteMissing', { basis, field: 'note' });
  return ok({ code, note });
}
