import { type Quantity, addQuantity, subtractQuantity } from '../money.ts';
import { basisOf } from '../policy/provision.ts';
import { type Result, ok, refuse } from '../result.ts';
import { type Bargain, type ClosedRefusal, type Moment, article11, asOf, stillRunning } from './bargain.ts';
import { type BargainListing, type BargainableRefusal, checkOffer } from './open.ts';

export type JoinRefusal =
  | ClosedRefusal
  | BargainableRefusal
  | 'bargain.poolClosed'
  | 'bargain.poolFull'
  | 'bargain.alreadyMember';
export type LeaveRefusal =
  | ClosedRefusal
  | 'bargain.poolClosed'
  | 'bargain.notMember'
  | 'bargain.initiatorCannotLeave';

export interface Member {
  readonly institutionId: string;
  readonly quantity: Quantity;
}

export interface Joining {
  readonly institutionId: string;
  readonly quantity: Quantity;
  readonly listing: BargainListing;
  /** Everyone in the pool now, the initiator too. */
  readonly members: readonly Member[];
}

function whileJoining(
  bargain: Bargain,
  moment: Moment,
): Result<Bargain, ClosedRefusal | 'bargain.poolClosed'> {
  const now = stillRunning(asOf(bargain, moment));
  if (!now.ok) return now;
  return now.value.state === 'joining' ? now : refuse('bargain.poolClosed', { basis: article11 });
}

/** Another institution that may buy the listing joins a pooled bargain (拼单议价, JS-11; 采购联合体, HN-5). */
export function joinPool(bargain: Bargain, joining: Joining, moment: Moment): Result<Bargain, JoinRefusal> {
  const now = whileJoining(bargain, moment);
  if (!now.ok) return now;
  const { listing, members, quantity } = joining;
  const checked = checkOffer(listing, bargain.price, moment);
  if (!checked.ok) return checked;
  if (members.some((member) => member.institutionId === joining.institutionId)) {
    return refuse('bargain.alreadyMember');
  }
  const { poolMembersMax } = moment.policy;
  if (members.length >= poolMembersMax.value) {
    const facts = { membersMax: poolMembersMax.value };
    return refuse('bargain.poolFull', { basis: basisOf(poolMembersMax), facts });
  }
  return ok({ ...now.value, quantity: addQuantity(bargain.quantity, quantity) });
}

/** A member leaves before the window closes; who opened the pool withdraws the bargain instead. */
export function leavePool(
  bargain: Bargain,
  leaving: {
    readonly institutionId: string;
    readonly initiatorId: string;
    readonly members: readonly Member[];
  },
  moment: Moment,
): Result<Bargain, LeaveRefusal> {
  const member = leaving.members.find((each) => each.institutionId === leaving.institutionId);
  if (member === undefined) return refuse('bargain.notMember');
  const now = whileJoining(bargain, moment);
  if (!now.ok) return now;
  if (member.institutionId === leaving.initiatorId) return refuse('bargain.initiatorCannotLeave');
  return ok({ ...now.value, quantity: subtractQuantity(bargain.quantity, member.quantity) });
}
