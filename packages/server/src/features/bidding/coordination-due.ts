import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { priceInPack } from '@daylight/rules/linkage/lowest.ts';
import type { Money } from '@daylight/rules/money.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { lockListing, repriceListing } from '../listing/port.ts';

const batch = 100;

interface Offer {
  readonly coordinationId: string;
  readonly listingId: string;
}

/** Prices that enterprises offered come into force (JS-24), through the only way in which a listing changes its price. */
export const coordinationOffers: Sweep = {
  name: 'bidding-coordination-offers',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('coordinationLine')
        .select(['coordinationId', 'listingId'])
        .where('province', '=', context.scope.province)
        .where('state', '=', 'offered')
        .orderBy('coordinationId')
        .orderBy('listingId')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, (offer) => carryOut(context, offer));
  },
};

async function carryOut(context: Context, { coordinationId, listingId }: Offer): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const listing = await lockListing(unit.tx, province, listingId);
    const line = await unit.tx
      .selectFrom('coordinationLine as n')
      .innerJoin('priceCoordination as c', (join) =>
        join.onRef('c.province', '=', 'n.province').onRef('c.id', '=', 'n.coordinationId'),
      )
      .select(['n.state', 'n.offered', 'n.unitsPerPurchaseUnit', 'n.manufacturerId', 'c.number'])
      .where('n.province', '=', province)
      .where('n.coordinationId', '=', coordinationId)
      .where('n.listingId', '=', listingId)
      .forUpdate('n')
      .executeTakeFirst();
    if (line?.state !== 'offered' || line.offered === null) return refuse('bidding.notDue');
    assert(listing !== null, 'a line of a listing that is there');
    const { offered, number, manufacturerId } = line;
    const repriced =
      listing.state === 'withdrawn'
        ? null
        : await repriceListing(context, unit, {
            listingId,
            price: inPackOf(listing, { ...line, price: offered }),
            reason: 'coordinated',
            basis: biddingBasis.coordinated,
            document: number,
            evidence: number,
            cause: { kind: 'price-coordination', id: coordinationId },
          });
    // Meanwhile something else brought the price as low: there is nothing left to do.
    const state = repriced === null ? 'gone' : 'lowered';
    await unit.tx
      .updateTable('coordinationLine')
      .set({ state })
      .where('province', '=', province)
      .where('coordinationId', '=', coordinationId)
      .where('listingId', '=', listingId)
      .execute();
    unit.record({
      event: 'bidding.coordinationCarried',
      subject: { kind: 'price-coordination', id: coordinationId },
      basis: [biddingBasis.coordinated],
      before: { price: listing.price },
      after: { number, listing: listing.number, price: offered, state },
      readers: [manufacturerId],
    });
    return ok(null);
  });
  return done.ok;
}

/** What was offered in the pack of the asking, in the pack that the listing has now; never rounded up. */
function inPackOf(
  listing: { readonly unitsPerPurchaseUnit: number },
  offer: { readonly price: Money; readonly unitsPerPurchaseUnit: number },
): Money {
  const units = listing.unitsPerPurchaseUnit;
  return units === offer.unitsPerPurchaseUnit
    ? offer.price
    : priceInPack([offer], units, { rounding: 'downToMicro' });
}

interface Running {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly sentBy: string | null;
}

async function lockRunning(unit: Unit, context: Context, id: string): Promise<Running | null> {
  const { rows } = await sql<Running>`
    select c.id, c.number, t.title, c.sent_by as "sentBy" from price_coordination c
    join tender t on t.province = c.province and t.id = c.tender_id
    where c.province = ${context.scope.province} and c.id = ${id}::uuid and c.state = 'asked'
    for update of c skip locked`.execute(unit.tx);
  return rows[0] ?? null;
}

const dueIds = (context: Context, which: 'due' | 'remind') =>
  reading(context.database.db, context.scope, (tx) => {
    const asked = tx
      .selectFrom('priceCoordination')
      .select('id')
      .where('province', '=', context.scope.province)
      .where('state', '=', 'asked')
      .limit(batch);
    return which === 'due'
      ? asked.where('dueAt', '<=', context.now).orderBy('dueAt').execute()
      : asked
          .where('remindAt', '<=', context.now)
          .where('remindedAt', 'is', null)
          .where('dueAt', '>', context.now)
          .orderBy('remindAt')
          .execute();
  });

interface Counted {
  readonly manufacturerId: string;
  readonly count: number;
}

/** Whoever has not answered yet is reminded once. */
export const coordinationReminders: Sweep = {
  name: 'bidding-coordination-remind',
  run: async (context) =>
    moveEach(await dueIds(context, 'remind'), async ({ id }) => {
      const done = await command(context, async (unit) => {
        const { province } = context.scope;
        const running = await lockRunning(unit, context, id);
        if (running === null) return refuse('bidding.notDue');
        await unit.tx
          .updateTable('priceCoordination')
          .set({ remindedAt: context.now })
          .where('province', '=', province)
          .where('id', '=', id)
          .execute();
        const { rows } = await sql<Counted>`
          select manufacturer_id as "manufacturerId", count(*)::int as count from coordination_line
          where province = ${province} and coordination_id = ${id}::uuid and state = 'asked' group by 1 order by 1`.execute(
          unit.tx,
        );
        notify(unit, running, 'bidding.coordinationReminder', rows);
        unit.record({
          event: 'bidding.coordinationReminded',
          subject: { kind: 'price-coordination', id },
          basis: [biddingBasis.coordinated],
          after: { number: running.number, manufacturers: rows.length },
        });
        return ok(null);
      });
      return done.ok;
    }),
};

function notify(
  unit: Unit,
  { id, title, number }: Running,
  kind: 'bidding.coordinationReminder' | 'bidding.coordinationAbove',
  rows: readonly Counted[],
): void {
  for (const { manufacturerId, count } of rows)
    unit.notify({
      organisationId: manufacturerId,
      kind,
      subject: { kind: 'price-coordination', id },
      facts: { title, number, count },
    });
}

/** The time is over: who kept silent is silent, and every listing that is still above is marked so for all who buy. */
export const coordinationDue: Sweep = {
  name: 'bidding-coordination-due',
  run: async (context) =>
    moveEach(await dueIds(context, 'due'), async ({ id }) => {
      const done = await command(context, async (unit) => {
        const { province } = context.scope;
        const running = await lockRunning(unit, context, id);
        if (running === null) return refuse('bidding.notDue');
        await sql`
          update coordination_line set state = case when state = 'asked' then 'silent' else state end,
            above = state <> 'gone'
          where province = ${province} and coordination_id = ${id}::uuid`.execute(unit.tx);
        await unit.tx
          .updateTable('priceCoordination')
          .set((eb) => ({ state: 'ended', endedAt: context.now, version: eb('version', '+', 1) }))
          .where('province', '=', province)
          .where('id', '=', id)
          .execute();
        await tellEnd(context, unit, running);
        return ok(null);
      });
      return done.ok;
    }),
};

async function tellEnd(context: Context, unit: Unit, running: Running): Promise<void> {
  const { province } = context.scope;
  const { id, number, title, sentBy } = running;
  // A mark stands for as long as the price does: what came down to the target is above no more.
  const { rows } = await sql<Counted>`
    select n.manufacturer_id as "manufacturerId", count(*)::int as count from coordination_line n
    join listing l on l.province = n.province and l.id = n.listing_id
    where n.province = ${province} and n.coordination_id = ${id}::uuid and n.above and l.state <> 'withdrawn'
      and l.price * n.units_per_purchase_unit > n.target * l.units_per_purchase_unit
    group by 1 order by 1`.execute(unit.tx);
  const lowered = await unit.tx
    .selectFrom('coordinationLine')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('province', '=', province)
    .where('coordinationId', '=', id)
    .where('state', '=', 'lowered')
    .executeTakeFirstOrThrow();
  notify(unit, running, 'bidding.coordinationAbove', rows);
  const above = rows.reduce((sum, each) => sum + each.count, 0);
  const bureau = await unit.tx
    .selectFrom('account')
    .select('organisationId')
    .where('id', '=', sentBy ?? '')
    .executeTakeFirst();
  if (bureau !== undefined)
    unit.notify({
      organisationId: bureau.organisationId,
      kind: 'bidding.coordinationOver',
      subject: { kind: 'price-coordination', id },
      facts: { title, number, lowered: Number(lowered.count), above },
    });
  unit.record({
    event: 'bidding.coordinationEnded',
    subject: { kind: 'price-coordination', id },
    basis: [biddingBasis.coordinated],
    after: { number, lowered: Number(lowered.count), above },
    readers: rows.map(({ manufacturerId }) => manufacturerId),
  });
}
