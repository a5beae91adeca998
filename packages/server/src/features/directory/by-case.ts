import type { ClosingKind } from '@daylight/rules/directory/closing.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';
import { type StateRefusal, lockListing, suspendListing } from '../listing/port.ts';
import { beginClosing } from './closing-steps.ts';
import { insertClosing } from './closing-store.ts';

export interface ClosingByCase {
  readonly listingId: string;
  readonly kind: Exclude<ClosingKind, 'withdraw'>;
  readonly note: string;
  readonly basis: Basis;
}
/** Taken out by a decision that was made elsewhere: a credit case, or a wider round that takes an item over (GY-2.4). */
interface Cause {
  readonly origin: 'credit' | 'tender';
  readonly reason: 'badRecord' | 'widerRound';
}

/**
 * A credit case that two persons decided takes a product out (JS-38): a closing like any other, decided already. Where one
 * runs, the product is suspended and that closing goes on. Answers the closing's id, null where none was begun.
 */
export function closeByCase(
  context: Context,
  unit: Unit,
  wish: ClosingByCase,
): Promise<Result<string | null, StateRefusal>> {
  return close(context, unit, { ...wish, origin: 'credit', reason: 'badRecord' });
}

/**
 * The selected product of a round whose item a wider round took over goes out of the directory: nothing new is ordered, what is
 * open is finished as in any closing. Answers the closing's id, null where one ran already.
 */
export function closeByRound(
  context: Context,
  unit: Unit,
  wish: Omit<ClosingByCase, 'kind'>,
): Promise<Result<string | null, StateRefusal>> {
  return close(context, unit, { ...wish, kind: 'cancel', origin: 'tender', reason: 'widerRound' });
}

async function close(
  context: Context,
  unit: Unit,
  wish: ClosingByCase & Cause,
): Promise<Result<string | null, StateRefusal>> {
  const { province } = context.scope;
  const { listingId, kind, note, basis, origin, reason } = wish;
  const listing = await lockListing(unit.tx, province, listingId);
  if (listing === null) return refuse('listing.unknown');
  const running = await unit.tx
    .selectFrom('directoryClosing')
    .select('id')
    .where('province', '=', province)
    .where('listingId', '=', listingId)
    .where('state', 'in', ['proposed', 'waiting'])
    .executeTakeFirst();
  if (running !== undefined) {
    if (listing.state !== 'listed') return ok(null);
    const suspended = await suspendListing(context, unit, { listingId, reason, note, basis });
    return suspended.ok ? ok(null) : suspended;
  }
  const closing = {
    id: context.newId(),
    number: await nextNumber(context, 'TZ'),
    listingId,
    manufacturerId: listing.manufacturerId,
    jurisdiction: listing.jurisdiction,
    kind,
    reason,
    note,
    basis,
    evidenceIds: [],
  };
  const begun = await beginClosing(context, unit, closing);
  if (!begun.ok) return begun;
  await insertClosing(unit.tx, context, {
    ...closing,
    origin,
    state: begun.value.state,
    listingVersion: listing.version,
    begun: begun.value,
  });
  unit.record({
    event: 'directory.closingDecided',
    subject: { kind: 'listing', id: listingId },
    basis: [basis],
    after: { closingId: closing.id, number: closing.number, reason, note },
    readers: [listing.manufacturerId],
  });
  return ok(closing.id);
}
