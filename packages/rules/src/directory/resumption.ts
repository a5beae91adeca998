import { listingBasis } from '../listing/basis.ts';
import type { ListingState } from '../listing/change.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';

export const resumptionStates = ['applied', 'checked', 'approved', 'refused', 'recalled'] as const;
export type ResumptionState = (typeof resumptionStates)[number];

/** The grounds of a suspension that an institution's application can undo: its need is the answer to no sale, to nothing else. */
const curable: readonly string[] = ['noSale'];

export type ApplyRefusal =
  | 'directory.notSuspended'
  | 'directory.otherGround'
  | 'directory.notToBuy'
  | 'directory.evidenceMissing';

/** JS-14a: a suspended product is resumed on the written application of an institution that may buy it. */
export function applyForResumption(
  listing: {
    readonly state: ListingState;
    readonly stateReason: string | null;
    readonly visible: boolean;
    readonly visibleBasis: Basis;
  },
  evidence: number,
): Result<{ basis: Basis }, ApplyRefusal> {
  const basis = listingBasis.noSale;
  if (listing.state !== 'suspended')
    return refuse('directory.notSuspended', { basis, facts: { state: listing.state } });
  const { stateReason: reason } = listing;
  if (reason === null || !curable.includes(reason))
    return refuse('directory.otherGround', { basis, facts: { reason: reason ?? '' } });
  if (!listing.visible) return refuse('directory.notToBuy', { basis: listing.visibleBasis });
  // The application is a written one: its signed copy belongs to it.
  return evidence === 0
    ? refuse('directory.evidenceMissing', { basis, field: 'evidenceIds' })
    : ok({ basis });
}

export type CheckRefusal = 'directory.resumptionNotApplied' | 'directory.noteMissing';

export function checkResumption(
  state: ResumptionState,
  check: { readonly recommend: boolean; readonly note: string },
): Result<null, CheckRefusal> {
  if (state !== 'applied') return refuse('directory.resumptionNotApplied', { basis: listingBasis.noSale });
  if (!check.recommend && check.note.length < 2) return refuse('directory.noteMissing', { field: 'note' });
  return ok(null);
}

export type DecideRefusal =
  | 'directory.resumptionNotChecked'
  | 'directory.ownCheck'
  | 'directory.noteMissing'
  | 'directory.notSuspended';

/** One officer checks, another person decides (JS-14a, HN-15). */
export function decideResumption(
  application: { readonly state: ResumptionState; readonly checkedBy: string | null },
  listing: { readonly state: ListingState },
  decision: { readonly approve: boolean; readonly note: string; readonly by: string },
): Result<null, DecideRefusal> {
  if (application.state !== 'checked')
    return refuse('directory.resumptionNotChecked', { basis: listingBasis.noSale });
  if (application.checkedBy === decision.by)
    return refuse('directory.ownCheck', { basis: listingBasis.twoPersons });
  if (!decision.approve && decision.note.length < 2)
    return refuse('directory.noteMissing', { field: 'note' });
  if (decision.approve && listing.state !== 'suspended')
    return refuse('directory.notSuspended', { basis: listingBasis.noSale, facts: { state: listing.state } });
  return ok(null);
}
