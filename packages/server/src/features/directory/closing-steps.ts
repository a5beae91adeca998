import { type ClosingKind, type OpenCounts, afterLooking } from '@daylight/rules/directory/closing.ts';
import { laterBy } from '@daylight/rules/directory/idle.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import type { ReasonOf } from '@daylight/rules/listing/change.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import {
  type ListingFacts,
  type StateRefusal,
  addHistory,
  lockListing,
  suspendListing,
  withdrawListing,
} from '../listing/port.ts';
import { type Open, countsOf, openOf, sidesOf } from './open.ts';

/** How long a closing waits before what is open is looked at again. */
export const lookEveryMs = 3_600_000;

export interface Closing {
  readonly id: string;
  readonly number: string;
  readonly listingId: string;
  readonly manufacturerId: string;
  readonly jurisdiction: string;
  readonly kind: ClosingKind;
  readonly reason: string;
  readonly note: string;
  readonly basis: Basis;
  readonly evidenceIds: readonly string[];
}

/** What a decided closing is from now on; written by the caller with the rest of its row. */
export interface Begun {
  readonly state: 'waiting' | 'closed';
  readonly open: OpenCounts;
  readonly finish: { readonly dueAt: Instant; readonly provisional: boolean; readonly basis: Basis };
  readonly lookAt: Instant | null;
}

/**
 * A decided closing begins: nothing new is ordered from here on, what is open is listed and everybody concerned is told until
 * when it has to be finished. With nothing open it takes full effect at once. Article: JS-14b, JS-14a, HN-11b.
 */
export async function beginClosing(
  context: Context,
  unit: Unit,
  closing: Closing,
): Promise<Result<Begun, StateRefusal>> {
  const { province } = context.scope;
  // Who orders holds the listing: an order that is placed at the same moment is written before this lock, or meets the
  // suspension.
  const listing = await lockListing(unit.tx, province, closing.listingId);
  if (listing === null) return refuse('listing.unknown');
  if (listing.state === 'withdrawn')
    return refuse('listing.wrongState', { basis: closing.basis, facts: { state: listing.state } });
  const open = await openOf(unit.tx, province, closing.listingId);
  const counts = countsOf(open);
  const state = afterLooking(counts);
  const rule = resolve(context.book, 'directory.finishWithin', closing.jurisdiction, context.today);
  const finish = { ...dueOf(context.now, rule.value, context.calendar), basis: basisOf(rule) };
  if (listing.state === 'listed' && (state === 'waiting' || closing.kind === 'suspend')) {
    const suspended = await suspendListing(context, unit, {
      ...becauseOf(closing),
      reason: closing.reason as ReasonOf<'suspend'> | ReasonOf<'withdraw'>,
    });
    if (!suspended.ok) return suspended;
  }
  if (state === 'waiting') {
    await announce(context, unit, { closing, listing, kind: 'closing' });
    tellSides(unit, { closing, listing, open, dueAt: finish.dueAt });
  } else {
    const ended = await completeClosing(context, unit, closing);
    if (!ended.ok) return ended;
  }
  return ok({
    state,
    open: counts,
    finish,
    lookAt: state === 'waiting' ? laterBy(context.now, lookEveryMs) : null,
  });
}

function becauseOf(closing: Closing) {
  const { listingId, note, basis, evidenceIds, number, id } = closing;
  return {
    listingId,
    note,
    basis,
    evidenceIds,
    document: number,
    cause: { kind: 'directory-closing', id },
  };
}

interface Announcing {
  readonly closing: Closing;
  readonly listing: ListingFacts;
  readonly kind: 'closing' | 'kept';
}

/** What is decided and not yet done is public as well: whoever buys has to look for another product. */
export async function announce(
  context: Context,
  unit: Unit,
  { closing, listing, kind }: Announcing,
): Promise<void> {
  const { price, unitsPerPurchaseUnit } = listing;
  const { listingId: _listing, ...because } = becauseOf(closing);
  await addHistory(unit.tx, context, {
    ...because,
    listing,
    kind,
    version: null,
    before: null,
    now: { price, unitsPerPurchaseUnit },
    reason: closing.reason,
  });
}

interface Telling {
  readonly closing: Closing;
  readonly listing: ListingFacts;
  readonly open: readonly Open[];
  readonly dueAt: Instant;
}

function tellSides(unit: Unit, { closing, listing, open, dueAt }: Telling): void {
  const counts = new Map<string, number>([[closing.manufacturerId, open.length]]);
  for (const each of open)
    for (const side of sidesOf(each))
      if (side !== closing.manufacturerId) counts.set(side, (counts.get(side) ?? 0) + 1);
  for (const [organisationId, count] of counts)
    unit.notify({
      organisationId,
      kind: organisationId === closing.manufacturerId ? 'directory.closing' : 'directory.finishOrders',
      subject: { kind: 'directory-closing', id: closing.id },
      facts: { product: listing.productName, number: listing.number, count },
      dueAt,
    });
}

/** Nothing is open any more: a withdrawal or cancellation takes the product out, a suspension stays what it is. */
export async function completeClosing(
  context: Context,
  unit: Unit,
  closing: Closing,
): Promise<Result<null, StateRefusal>> {
  if (closing.kind === 'suspend') return ok(null);
  const done = await withdrawListing(context, unit, {
    ...becauseOf(closing),
    reason: closing.reason as ReasonOf<'withdraw'>,
  });
  return done.ok ? ok(null) : done;
}
