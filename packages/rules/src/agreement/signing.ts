import { type Result, type Basis, ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';

export type Side = 'institution' | 'manufacturer';
export const sides: readonly Side[] = ['institution', 'manufacturer'];

/**
 * An agreement is open for signatures, signed by both, in force, ended, or void because one side did not sign. Amendments
 * take the same way, and may be rejected.
 */
export type AgreementState = 'open' | 'signed' | 'inForce' | 'ended' | 'void';
export type AmendmentState = 'open' | 'signed' | 'inForce' | 'rejected' | 'withdrawn' | 'lapsed';

/** GY-4.3a, SX-3.3: each member signs its own contract. */
export const signBasis: Basis = { document: 'gy-draft', article: '四（三）', clause: 'GY-4.3a' };

export interface Signing {
  readonly state: AgreementState | AmendmentState;
  readonly hash: string;
  readonly signedBy: readonly Side[];
}

export type SignRefusal = 'agreement.notOpen' | 'agreement.signedAlready' | 'agreement.otherText';

/**
 * One side signs the text it saw. Both signatures make it 'signed'; what they bring about (volume accounts, the term) follows
 * by the clock. Late signatures still count until the organiser declares the agreement void.
 */
export function sign(
  { state, hash, signedBy }: Signing,
  side: Side,
  seen: string,
): Result<{ readonly signedBy: readonly Side[]; readonly state: 'open' | 'signed' }, SignRefusal> {
  if (state !== 'open') return refuse('agreement.notOpen', { basis: signBasis });
  if (signedBy.includes(side)) return refuse('agreement.signedAlready', { basis: signBasis });
  // Somebody changed the text between reading and signing, or signs from an old page.
  if (seen !== hash) return refuse('agreement.otherText', { basis: signBasis });
  const both = [...signedBy, side];
  return ok({ signedBy: both, state: sides.every((each) => both.includes(each)) ? 'signed' : 'open' });
}

/** An agreement that somebody still has to sign after its term may be declared void by the organiser, never before. */
export function mayVoid(
  { state }: Pick<Signing, 'state'>,
  { dueAt, now }: { readonly dueAt: Instant; readonly now: Instant },
): Result<null, 'agreement.notOpen' | 'agreement.notOverdue'> {
  if (state !== 'open') return refuse('agreement.notOpen', { basis: signBasis });
  if (now < dueAt) return refuse('agreement.notOverdue', { basis: signBasis });
  return ok(null);
}
