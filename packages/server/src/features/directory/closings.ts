import type {
  applyForWithdrawal,
  decideClosing,
  proposeClosing,
  recallClosing,
} from '@daylight/api/directory.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import * as rules from '@daylight/rules/directory/closing.ts';
import { deliveryRule, isLowThroughout } from '@daylight/rules/directory/delivery.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { governs } from '@daylight/rules/listing/visibility.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { refuseOn } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { type ListingFacts, lockListing } from '../listing/port.ts';
import {
  type StoredClosing,
  begunColumns,
  closingAfter,
  insertClosing,
  lockClosing,
} from './closing-store.ts';
import { beginClosing } from './closing-steps.ts';
import { monthsOf } from './delivery.ts';

export type ClosingReply = ReplyOf<typeof decideClosing>;

interface Wish {
  readonly listing: ListingFacts;
  readonly kind: rules.ClosingKind;
  readonly reason: string;
  readonly note: string;
  readonly evidenceIds: readonly string[];
  readonly origin: 'officer' | 'manufacturer';
}

/** An officer proposes a suspension, a withdrawal or a cancellation (JS-3, JS-13c, HN-11b, JS-38). */
export async function propose(
  context: ActorContext,
  { body }: Call<typeof proposeClosing>,
): Promise<Result<ClosingReply, RefusalOf<typeof proposeClosing> | RepeatRefusal>> {
  return once(context, async (unit) => {
    const listing = await lockListing(unit.tx, context.scope.province, body.listingId);
    if (listing === null) return refuse('listing.unknown');
    if (!governs(context.actor.jurisdiction, listing.jurisdiction))
      return refuse('listing.otherJurisdiction');
    if (listing.version !== body.version) return refuse('request.stale');
    return enter(context, unit, { ...body, listing, origin: 'officer' });
  });
}

/** The enterprise withdraws its product: production or sale stopped, registration changed (JS-14b). */
export async function withdraw(
  context: ActorContext,
  { body }: Call<typeof applyForWithdrawal>,
): Promise<Result<ClosingReply, RefusalOf<typeof applyForWithdrawal> | RepeatRefusal>> {
  return once(context, async (unit) => {
    const listing = await lockListing(unit.tx, context.scope.province, body.listingId);
    if (listing === null || listing.manufacturerId !== context.actor.organisationId)
      return refuse('listing.unknown');
    if (listing.version !== body.version) return refuse('request.stale');
    return enter(context, unit, { ...body, listing, kind: 'withdraw', origin: 'manufacturer' });
  });
}

/** Of two closings of one product at once the second meets the first. */
async function once<C extends string>(
  context: ActorContext,
  work: (unit: Unit) => Promise<Result<ClosingReply, C>>,
): Promise<Result<ClosingReply, C | 'directory.closingRunning' | RepeatRefusal>> {
  try {
    return await command(context, work);
  } catch (error) {
    return refuseOn(error, 'directory_closing_one_running', 'directory.closingRunning');
  }
}

async function enter(
  context: ActorContext,
  unit: Unit,
  { listing, kind, reason, note, evidenceIds, origin }: Wish,
): Promise<Result<ClosingReply, Exclude<RefusalOf<typeof applyForWithdrawal>, 'listing.unknown'>>> {
  const { book, today, scope } = context;
  const rule = deliveryRule(book, listing.jurisdiction, today);
  const months =
    reason === 'lowDelivery' ? await monthsOf(unit.tx, scope.province, listing.id, rule.months) : [];
  const facts = { lowThroughout: isLowThroughout(months, today, rule), rule: rule.basis };
  const proposed = rules.proposeClosing(listing, { kind, reason }, facts);
  if (!proposed.ok) return proposed;
  const id = context.newId();
  const { jurisdiction, manufacturerId } = listing;
  const attached = await attach(context, unit, evidenceIds, {
    subject: { kind: 'directory-closing', id },
    readers: [manufacturerId],
    jurisdiction,
  });
  if (!attached.ok) return attached;
  const { basis } = proposed.value;
  const number = await nextNumber(context, 'TZ');
  await insertClosing(unit.tx, context, {
    id,
    number,
    listingId: listing.id,
    jurisdiction,
    manufacturerId,
    kind,
    origin,
    reason,
    note,
    basis,
    evidenceIds,
    state: 'proposed',
    listingVersion: listing.version,
    begun: null,
  });
  unit.record({
    event: 'directory.closingProposed',
    subject: { kind: 'listing', id: listing.id },
    basis: [basis],
    after: { closingId: id, number, kind, reason, note, origin, evidenceIds, months },
    readers: [manufacturerId],
  });
  return ok(await closingAfter(unit.tx, context, id));
}

/** The second person's decision (HN-15). From a yes on nothing new is ordered; see closing-steps.ts. */
export async function decide(
  context: ActorContext,
  { params, body }: Call<typeof decideClosing>,
): Promise<Result<ClosingReply, RefusalOf<typeof decideClosing> | RepeatRefusal>> {
  return command<ClosingReply, RefusalOf<typeof decideClosing>>(context, async (unit) => {
    const { scope, actor } = context;
    const closing = await lockClosing(unit.tx, scope.province, params.closingId);
    if (closing === null) return refuse('directory.closingUnknown');
    if (!governs(actor.jurisdiction, closing.jurisdiction)) return refuse('listing.otherJurisdiction');
    const decided = rules.decideClosing(closing, { ...body, by: actor.accountId });
    if (!decided.ok) return decided;
    if (closing.version !== body.version) return refuse('request.stale');
    if (!body.approve) return ok(await reject(context, unit, closing, body.note));
    const begun = await beginClosing(context, unit, closing);
    if (!begun.ok) {
      assert(begun.code === 'listing.wrongState', 'a closing has a listing');
      return refuse('listing.wrongState', { basis: begun.basis, facts: begun.facts });
    }
    await saveDecision(context, unit, closing, {
      decisionNote: body.note,
      ...begunColumns(context, begun.value),
    });
    unit.record({
      event: 'directory.closingDecided',
      subject: { kind: 'listing', id: closing.listingId },
      basis: [closing.basis, listingBasis.twoPersons],
      before: { state: closing.state },
      after: { closingId: closing.id, number: closing.number, ...begun.value, note: body.note },
      readers: [closing.manufacturerId],
    });
    return ok(await closingAfter(unit.tx, context, closing.id));
  });
}

async function reject(
  context: ActorContext,
  unit: Unit,
  closing: StoredClosing,
  note: string,
): Promise<ClosingReply> {
  await saveDecision(context, unit, closing, { state: 'rejected', decisionNote: note });
  unit.record({
    event: 'directory.closingRejected',
    subject: { kind: 'listing', id: closing.listingId },
    basis: [closing.basis, listingBasis.twoPersons],
    before: { state: closing.state },
    after: { closingId: closing.id, number: closing.number, note },
    readers: [closing.manufacturerId],
  });
  const after = await closingAfter(unit.tx, context, closing.id);
  if (closing.origin === 'manufacturer')
    unit.notify({
      organisationId: closing.manufacturerId,
      kind: 'directory.rejected',
      subject: { kind: 'directory-closing', id: closing.id },
      facts: { product: after.productName, number: after.number, note },
    });
  return after;
}

async function saveDecision(
  context: ActorContext,
  unit: Unit,
  closing: StoredClosing,
  set: { readonly decisionNote: string; readonly state: 'rejected' | 'waiting' | 'closed' },
): Promise<void> {
  await unit.tx
    .updateTable('directoryClosing')
    .set({ ...set, decidedAt: context.now, decidedBy: context.actor.accountId, version: closing.version + 1 })
    .where('province', '=', context.scope.province)
    .where('id', '=', closing.id)
    .execute();
}

/** Whoever proposed it takes it back while nobody has decided. */
export async function recall(
  context: ActorContext,
  { params, body }: Call<typeof recallClosing>,
): Promise<Result<ClosingReply, RefusalOf<typeof recallClosing> | RepeatRefusal>> {
  return command<ClosingReply, RefusalOf<typeof recallClosing>>(context, async (unit) => {
    const { scope, actor } = context;
    const closing = await lockClosing(unit.tx, scope.province, params.closingId);
    const mine =
      closing !== null &&
      (closing.origin === 'manufacturer'
        ? closing.manufacturerId === actor.organisationId
        : closing.proposedBy === actor.accountId);
    const seen =
      closing !== null &&
      (actor.kind === 'manufacturer'
        ? closing.manufacturerId === actor.organisationId
        : governs(actor.jurisdiction, closing.jurisdiction));
    if (closing === null || !seen) return refuse('directory.closingUnknown');
    if (!mine) return refuse('directory.notProposer');
    if (closing.state !== 'proposed') return refuse('directory.closingNotProposed');
    if (closing.version !== body.version) return refuse('request.stale');
    await unit.tx
      .updateTable('directoryClosing')
      .set({ state: 'recalled', version: closing.version + 1 })
      .where('province', '=', scope.province)
      .where('id', '=', closing.id)
      .execute();
    unit.record({
      event: 'directory.closingRecalled',
      subject: { kind: 'listing', id: closing.listingId },
      basis: [closing.basis],
      before: { state: closing.state },
      after: { closingId: closing.id, number: closing.number },
      readers: [closing.manufacturerId],
    });
    return ok(await closingAfter(unit.tx, context, closing.id));
  });
}
