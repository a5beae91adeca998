import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  ListingChange,
  decideListingChange,
  enterListingChange,
  listListingChanges,
  listingChangeRefusals,
} from '@daylight/api/listing.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { type ChangeKind, enterChange, stateAfter } from '@daylight/rules/listing/change.ts';
import { governs } from '@daylight/rules/listing/visibility.ts';
import { type Basis, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, brokenConstraint, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
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
    const version = body.approve ? await carryOut(unit, context, listing, change) : listing.version;
    unit.record({
      event: body.approve ? 'listing.changed' : 'listing.changeRejected',
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
    return ok({ id: change.id, state, listingId: listing.id, version });
  });
}

/** Price history or state, and the maker is told; the listing's version moves on, so whoever saw the old one has to look again. */
async function carryOut(
  unit: Unit,
  context: ActorContext,
  listing: ListingFacts,
  change: Change,
): Promise<number> {
  const { province } = context.scope;
  const version = listing.version + 1;
  const { kind, price, unitsPerPurchaseUnit, reason, note } = change;
  const state = stateAfter(kind, listing.state);
  const basis = JSON.stringify(change.basis);
  if (kind === 'price') {
    assert(price !== null && unitsPerPurchaseUnit !== null, 'a change of price has a price');
    const values = { price, unitsPerPurchaseUnit };
    await unit.tx
      .insertInto('listingPrice')
      .values({
        ...values,
        province,
        listingId: listing.id,
        version,
        fromAt: context.now,
        reason,
        basis,
        evidence: `${change.evidence} ${note}`,
      })
      .execute();
    await unit.tx
      .updateTable('listing')
      .set({ ...values, version })
      .where('province', '=', province)
      .where('id', '=', listing.id)
      .execute();
  } else {
    const because = state === 'listed' ? null : { reason, note, basis };
    await unit.tx
      .updateTable('listing')
      .set({
        state,
        stateReason: because?.reason ?? null,
        stateNote: because?.note ?? null,
        stateBasis: because?.basis ?? null,
        version,
      })
      .where('province', '=', province)
      .where('id', '=', listing.id)
      .execute();
  }
  unit.notify({
    organisationId: listing.manufacturerId,
    kind: `listing.${kind === 'price' ? 'repriced' : state}`,
    subject: { kind: 'listing', id: listing.id },
    facts: { number: listing.number, product: listing.productName, price, reason },
  });
  return version;
}
