import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  ListingChange,
  decideListingChange,
  enterListingChange,
  listListingChanges,
  listingChangeRefusals,
} from '@daylight/api/listing.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { type ChangeKind, type ReasonOf, enterChange } from '@daylight/rules/listing/change.ts';
import { governs } from '@daylight/rules/listing/visibility.ts';
import { type Basis, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, brokenConstraint, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type Done, repriceListing, resumeListing, suspendListing, withdrawListing } from './act.ts';
import { isUuid } from './cursor.ts';
import { type ListingFacts, lockListing } from './facts.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;

/** Changes with what the listing is now beside what it would become. */
export function changeRows(tx: Tx, { scope, actor }: ActorContext) {
  return tx
    .selectFrom('listingChange')
    .innerJoin('listing', (join) =>
      join
        .onRef('listing.province', '=', 'listingChange.province')
        .onRef('listing.id', '=', 'listingChange.listingId'),
    )
    .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
    .innerJoin('organisation as maker', 'maker.id', 'listing.manufacturerId')
    .innerJoin('account as enterer', 'enterer.id', 'listingChange.enteredBy')
    .leftJoin('account as decider', 'decider.id', 'listingChange.decidedBy')
    .select([
      'listingChange.id',
      'listingChange.listingId',
      'listing.number as listingNumber',
      'item.productName',
      'item.specification',
      'listingChange.jurisdiction',
      'listingChange.reason',
      'listingChange.note',
      'listingChange.evidence',
      'listingChange.price',
      'listingChange.unitsPerPurchaseUnit',
      'listing.price as priceNow',
      'listing.unitsPerPurchaseUnit as unitsNow',
      'listing.purchaseUnit',
      'listing.smallestUnit',
      'listingChange.enteredAt',
      'enterer.name as enteredBy',
      'listingChange.decidedAt',
      'decider.name as decidedBy',
      'listingChange.decisionNote',
    ])
    .select((eb) => [
      eb.ref('listingChange.kind').$castTo<ChangeKind>().as('kind'),
      eb.ref('listingChange.state').$castTo<ListingChange['state']>().as('state'),
      eb.ref('listingChange.basis').$castTo<Basis | null>().as('basis'),
      sql<ListingChange['manufacturer']>`jsonb_build_object('id', maker.id, 'name', maker.name)`.as(
        'manufacturer',
      ),
      sql<boolean>`listing_change.entered_by = ${actor.accountId}`.as('own'),
    ])
    .where('listingChange.province', '=', scope.province);
}

export async function listChanges(
  context: ActorContext,
  { query }: Call<typeof listListingChanges>,
): Promise<Result<ReplyOf<typeof listListingChanges>, never>> {
  const own = context.actor.jurisdiction.replace(/(00)+$/, '');
  const found = await reading(context.database.db, context.scope, (tx) => {
    let rows = changeRows(tx, context)
      .where('listingChange.jurisdiction', 'like', `${own}%`)
      .orderBy('listingChange.id', 'desc')
      .limit(query.limit + 1);
    if (query.state !== undefined) rows = rows.where('listingChange.state', '=', query.state);
    if (isUuid(query.cursor)) rows = rows.where('listingChange.id', '<', query.cursor);
    return rows.execute();
  });
  const items = found.slice(0, query.limit);
  return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
}

type EnterRefusal = keyof typeof listingChangeRefusals;

/** One officer enters the change with its reason and evidence; another approves it (HN-7b, HN-15). */
export async function enterOne(
  context: ActorContext,
  { params, body }: Call<typeof enterListingChange>,
): Answer<ReplyOf<typeof enterListingChange>, EnterRefusal> {
  const { actor, scope, now, book, today: on } = context;
  try {
    return await command(context, async (unit) => {
      const listing = await lockListing(unit.tx, scope.province, params.listingId);
      if (listing === null) return refuse('listing.unknown');
      if (!governs(actor.jurisdiction, listing.jurisdiction)) return refuse('listing.otherJurisdiction');
      if (listing.version !== body.version) return refuse('request.stale');
      const { kind, reason, note, evidence, deviationConfirmed } = body;
      const unitsPerPurchaseUnit = body.unitsPerPurchaseUnit ?? listing.unitsPerPurchaseUnit;
      const price =
        kind === 'price' && body.price !== undefined ? { price: body.price, unitsPerPurchaseUnit } : null;
      const decided = enterChange(listing, { kind, reason, price, deviationConfirmed }, { book, on });
      if (!decided.ok) return decided;
      const id = context.newId();
      const { basis } = decided.value;
      const values = { kind, reason, note, evidence, price: price?.price ?? null };
      await unit.tx
        .insertInto('listingChange')
        .values({
          ...values,
          province: scope.province,
          id,
          listingId: listing.id,
          jurisdiction: listing.jurisdiction,
          unitsPerPurchaseUnit: price?.unitsPerPurchaseUnit ?? null,
          basis: JSON.stringify(basis),
          listingVersion: listing.version,
          state: 'waiting',
          enteredAt: now,
          enteredBy: actor.accountId,
        })
        .execute();
      unit.record({
        event: 'listing.changeEntered',
        subject: { kind: 'listing', id: listing.id },
        basis: [basis],
        before: {
          price: listing.price,
          unitsPerPurchaseUnit: listing.unitsPerPurchaseUnit,
          state: listing.state,
        },
        after: { changeId: id, ...values },
      });
      return ok({ id, state: 'waiting' as const });
    });
  } catch (error) {
    if (brokenConstraint(error) === 'listing_change_one_waiting') return refuse('listing.changeWaiting');
    throw error;
  }
}

async function lockChange(unit: Unit, province: number, id: string) {
  return unit.tx
    .selectFrom('listingChange')
    .select([
      'id',
      'listingId',
      'jurisdiction',
      'reason',
      'note',
      'evidence',
      'price',
      'unitsPerPurchaseUnit',
    ])
    .select(['basis', 'listingVersion', 'state', 'enteredBy'])
    .select((eb) => eb.ref('kind').$castTo<ChangeKind>().as('kind'))
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}
type Change = NonNullable<Awaited<ReturnType<typeof lockChange>>>;

type DecideRefusal =
  | 'listing.changeUnknown'
  | 'listing.changeDecided'
  | 'listing.ownChange'
  | 'listing.noteMissing'
  | 'listing.otherJurisdiction'
  | 'request.stale';

export function decideOne(
  context: ActorContext,
  { params, body }: Call<typeof decideListingChange>,
): Answer<ReplyOf<typeof decideListingChange>, DecideRefusal> {
  return command(context, async (unit) => {
    const { actor, scope, now } = context;
    const change = await lockChange(unit, scope.province, params.changeId);
    if (change === undefined) return refuse('listing.changeUnknown');
    if (!governs(actor.jurisdiction, change.jurisdiction)) return refuse('listing.otherJurisdiction');
    if (change.state !== 'waiting') return refuse('listing.changeDecided');
    if (change.enteredBy === actor.accountId)
      return refuse('listing.ownChange', { basis: listingBasis.twoPersons });
    if (!body.approve && body.note.length < 2) return refuse('listing.noteMissing', { field: 'note' });
    const listing = await lockListing(unit.tx, scope.province, change.listingId);
    assert(listing !== null, 'a change has a listing');
    if (body.approve && listing.version !== change.listingVersion) return refuse('request.stale');
    const state = body.approve ? ('approved' as const) : ('rejected' as const);
    await unit.tx
      .updateTable('listingChange')
      .set({ state, decidedAt: now, decidedBy: actor.accountId, decisionNote: body.note })
      .where('province', '=', scope.province)
      .where('id', '=', change.id)
      .execute();
    if (body.approve) return carryOut(context, unit, listing, change);
    unit.record({
      event: 'listing.changeRejected',
      subject: { kind: 'listing', id: listing.id },
      basis: [change.basis as Basis, listingBasis.twoPersons],
      before: {
        price: listing.price,
        unitsPerPurchaseUnit: listing.unitsPerPurchaseUnit,
        state: listing.state,
      },
      after: {
        changeId: change.id,
        kind: change.kind,
        price: change.price,
        reason: change.reason,
        note: body.note,
      },
      readers: [listing.manufacturerId],
    });
    return ok({ id: change.id, state, listingId: listing.id, version: listing.version });
  });
}

/** What was entered is what happens; the listing did not change since, so nothing but the decision stands in the way. */
async function carryOut(
  context: ActorContext,
  unit: Unit,
  listing: ListingFacts,
  change: Change,
): Promise<Result<ReplyOf<typeof decideListingChange>, never>> {
  const { kind, price, unitsPerPurchaseUnit, reason } = change;
  const wish = {
    listingId: listing.id,
    note: change.note,
    evidence: change.evidence,
    basis: change.basis as Basis,
    alsoBasis: [listingBasis.twoPersons],
    cause: { kind: 'listing-change', id: change.id },
  };
  let done: Result<Done>;
  if (kind === 'price') {
    assert(price !== null && unitsPerPurchaseUnit !== null, 'a change of price has a price');
    done = await repriceListing(context, unit, {
      ...wish,
      price,
      unitsPerPurchaseUnit,
      reason: reason as ReasonOf<'price'>,
    });
  } else if (kind === 'suspend')
    done = await suspendListing(context, unit, { ...wish, reason: reason as ReasonOf<'suspend'> });
  else if (kind === 'resume')
    done = await resumeListing(context, unit, { ...wish, reason: reason as ReasonOf<'resume'> });
  else done = await withdrawListing(context, unit, { ...wish, reason: reason as ReasonOf<'withdraw'> });
  assert(done.ok, 'a change of a listing that did not change since it was entered');
  return ok({
    id: change.id,
    state: 'approved' as const,
    listingId: listing.id,
    version: done.value.version,
  });
}
