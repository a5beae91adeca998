import { listingBasis } from '../listing/basis.ts';
import { type ListingState, changeReason, mayChange } from '../listing/change.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';

/** 暂停挂网、撤网、取消挂网资格. */
export const closingKinds = ['suspend', 'withdraw', 'cancel'] as const;
export type ClosingKind = (typeof closingKinds)[number];
export const closingStates = ['proposed', 'rejected', 'recalled', 'waiting', 'closed'] as const;
export type ClosingState = (typeof closingStates)[number];

/** Which reasons a bureau may give for which closing; the enterprise's own withdrawal has its three (JS-14b). */
export const closingReasons = {
  suspend: ['lateDeclaration', 'quality', 'certificate', 'badRecord'],
  withdraw: ['stoppedProduction', 'stoppedSale', 'registrationChanged'],
  cancel: ['lowDelivery', 'badRecord', 'unsuitable'],
} as const satisfies Record<ClosingKind, readonly string[]>;

/** What is still open of a product; everything has to be finished or ended before a closing takes full effect. */
export const openKinds = ['order', 'bargain', 'return', 'invoice'] as const;
export type OpenKind = (typeof openKinds)[number];
export type OpenCounts = Readonly<Record<OpenKind, number>>;

export const nothingOpen: OpenCounts = { order: 0, bargain: 0, return: 0, invoice: 0 };

export function isNothing(open: OpenCounts): boolean {
  return openKinds.every((kind) => open[kind] === 0);
}

export type ProposeRefusal = 'listing.reasonUnknown' | 'listing.wrongState' | 'directory.notLowDelivery';

export interface Closing {
  readonly kind: ClosingKind;
  readonly reason: string;
}

/** Whether a closing may be proposed, and on which article (JS-3, JS-14b, HN-11b, SX-5.8). */
export function proposeClosing(
  listing: { readonly state: ListingState },
  wish: Closing,
  facts: { readonly lowThroughout: boolean; readonly rule: Basis },
): Result<{ basis: Basis }, ProposeRefusal> {
  const reasons: readonly string[] = closingReasons[wish.kind];
  const change = wish.kind === 'suspend' ? 'suspend' : 'withdraw';
  const reason = reasons.includes(wish.reason) ? changeReason(change, wish.reason) : null;
  if (reason === null) return refuse('listing.reasonUnknown', { field: 'reason' });
  const { basis } = reason;
  const open = mayChange(change, listing.state, basis);
  if (!open.ok) return open;
  if (wish.reason === 'lowDelivery' && !facts.lowThroughout)
    return refuse('directory.notLowDelivery', { basis: facts.rule, field: 'reason' });
  return ok({ basis });
}

export type DecideRefusal = 'directory.closingNotProposed' | 'directory.ownClosing' | 'directory.noteMissing';

/** Whoever proposed does not decide (HN-15); a refusal says why. */
export function decideClosing(
  closing: { readonly state: ClosingState; readonly proposedBy: string | null },
  decision: { readonly approve: boolean; readonly note: string; readonly by: string },
): Result<null, DecideRefusal> {
  if (closing.state !== 'proposed') return refuse('directory.closingNotProposed');
  if (closing.proposedBy === decision.by)
    return refuse('directory.ownClosing', { basis: listingBasis.twoPersons });
  if (!decision.approve && decision.note.length < 2)
    return refuse('directory.noteMissing', { field: 'note' });
  return ok(null);
}

/** A closing that was decided takes full effect as soon as nothing is open any more. */
export function afterLooking(open: OpenCounts): Extract<ClosingState, 'waiting' | 'closed'> {
  return isNothing(open) ? 'closed' : 'waiting';
}
