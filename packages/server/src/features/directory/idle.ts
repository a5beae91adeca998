import { type IdleClock, announcedDue, idleBound, idleClock } from '@daylight/rules/directory/idle.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Basis, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, type IsoDate, shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { type ListingFacts, addHistory, lockListing, readListing, suspendListing } from '../listing/port.ts';
import { beginClosing } from './closing-steps.ts';
import { insertClosing } from './closing-store.ts';

const batch = 200;

interface Idle {
  readonly listingId: string;
  readonly jurisdiction: string;
  readonly manufacturerId: string;
  readonly countedFrom: IsoDate;
}

/** Places that keep a directory and whose packs know a time without trade, with the day up to which listings are looked up. */
async function boundsOf(tx: Tx, context: Context): Promise<{ code: string; bound: IsoDate }[]> {
  const rows = await tx
    .selectFrom('jurisdiction')
    .select('code')
    .where('province', '=', context.scope.province)
    .where('code', 'like', '%00')
    .execute();
  return rows.flatMap(({ code }) => {
    const bound = idleBound(context.today, { book: context.book, jurisdiction: code });
    return bound === null ? [] : [{ code, bound }];
  });
}

/** By the index of listings that run, from the longest without trade; never by orders. */
async function idleRows(
  tx: Tx,
  context: Context,
  bounds: readonly { code: string; bound: IsoDate }[],
): Promise<Idle[]> {
  const { rows } = await sql<Idle>`
    select found.* from unnest(${bounds.map((each) => each.code)}::text[], ${bounds.map((each) => each.bound)}::date[])
      as b (code, bound)
    cross join lateral (
      select l.listing_id, l.jurisdiction, l.manufacturer_id, l.counted_from from listing_life l
      where l.province = ${context.scope.province} and l.jurisdiction = b.code and l.stage = 'running'
        and l.counted_from <= b.bound
      order by l.counted_from
      limit ${batch}
    ) found
    limit ${batch}`.execute(tx);
  return rows;
}

/** JS-14a beforehand: who will be suspended for want of trade is told, and so is the public. */
export const idleNotice: Sweep = {
  name: 'directory-idle-notice',
  run: async (context) => {
    const found = await reading(context.database.db, context.scope, async (tx) => {
      const bounds = await boundsOf(tx, context);
      return bounds.length === 0 ? [] : idleRows(tx, context, bounds);
    });
    const due = found.flatMap((row) => {
      const { jurisdiction, countedFrom } = row;
      const clock = idleClock(countedFrom, context.today, { ...context, jurisdiction });
      return clock !== null && clock.noticeFrom <= context.today ? [{ ...row, clock }] : [];
    });
    if (due.length === 0) return 0;
    const announced = await command(context, (unit) => announce(context, unit, due));
    return announced.ok ? announced.value : 0;
  },
};

interface Due extends Idle {
  readonly clock: IdleClock;
}

/** All that came due together, told to each enterprise once. */
async function announce(
  context: Context,
  unit: Unit,
  due: readonly Due[],
): Promise<Result<number, 'directory.notDue'>> {
  const noticed: { readonly row: Due; readonly dueAt: Instant; readonly listing: ListingFacts }[] = [];
  for (const row of due) {
    const found = await announceOne(context, unit, row);
    if (found !== null) noticed.push({ row, ...found });
  }
  if (noticed.length === 0) return refuse('directory.notDue');
  const byMaker = Map.groupBy(noticed, (each) => each.row.manufacturerId);
  for (const [organisationId, own] of byMaker) {
    const [first] = own.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
    assert(first !== undefined, 'a group has a member');
    const { productName: product, number } = first.listing;
    unit.notify({
      organisationId,
      kind: 'directory.idle',
      subject: { kind: 'directory', id: organisationId },
      facts: { count: own.length, day: shanghaiDate(first.dueAt), product, number },
    });
  }
  unit.record({
    event: 'directory.idleAnnounced',
    subject: { kind: 'directory', id: String(context.scope.province) },
    basis: [listingBasis.noSale],
    after: { listings: noticed.map((each) => each.row.listingId) },
    readers: [...byMaker.keys()],
  });
  return ok(noticed.length);
}

/** Null where a trade came in between. */
async function announceOne(
  context: Context,
  { tx }: Unit,
  { listingId, jurisdiction, countedFrom, clock }: Due,
): Promise<{ dueAt: Instant; listing: ListingFacts } | null> {
  const { province } = context.scope;
  const days = resolve(context.book, 'directory.idleNoticeDays', jurisdiction, context.today).value;
  const dueAt = announcedDue(clock, context.now, days);
  const { numUpdatedRows } = await tx
    .updateTable('listingLife')
    .set({
      stage: 'noticed',
      noticedOn: context.today,
      dueAt,
      dueProvisional: clock.provisional && dueAt === clock.dueAt,
      dueBasis: JSON.stringify(clock.basis),
    })
    .where('province', '=', province)
    .where('listingId', '=', listingId)
    .where('stage', '=', 'running')
    .where('countedFrom', '=', countedFrom)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return null;
  const listing = await readListing(tx, province, listingId);
  assert(listing !== null, 'a life belongs to a listing');
  const { price, unitsPerPurchaseUnit } = listing;
  await addHistory(tx, context, {
    listing,
    kind: 'idle',
    version: null,
    before: null,
    now: { price, unitsPerPurchaseUnit },
    reason: 'noSale',
    note: '',
    basis: clock.basis,
    cause: { kind: 'idle', id: listingId },
  });
  return { dueAt, listing };
}

/** JS-14a: when the time without trade is over after its notice, the clock suspends. */
export const idleSuspension: Sweep = {
  name: 'directory-idle-suspension',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('listingLife')
        .select('listingId')
        .where('province', '=', context.scope.province)
        .where('stage', '=', 'noticed')
        .where('dueAt', '<=', context.now)
        .orderBy('dueAt')
        .limit(batch)
        .execute(),
    );
    return moveEach(due, ({ listingId }) => suspend(context, listingId));
  },
};

async function suspend(context: Context, listingId: string): Promise<boolean> {
  const { province } = context.scope;
  const done = await command(context, async (unit) => {
    const listing = await lockListing(unit.tx, province, listingId);
    assert(listing !== null, 'a life belongs to a listing');
    // After the listing, as those who suspend and withdraw do; a trade at the same moment comes first or finds it suspended.
    const life = await unit.tx
      .selectFrom('listingLife')
      .select(['dueAt', 'dueBasis', 'countedFrom', 'lastTradedOn', 'noticedOn'])
      .where('province', '=', province)
      .where('listingId', '=', listingId)
      .where('stage', '=', 'noticed')
      .where('dueAt', '<=', context.now)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (life === undefined || listing.state !== 'listed') return refuse('directory.notDue');
    const basis = (life.dueBasis as Basis | null) ?? listingBasis.noSale;
    if (await closingRuns(unit.tx, province, listingId)) {
      // Somebody proposed to take it out already: that closing lists what is open.
      const plain = { listingId, reason: 'noSale' as const, note: idleNote(life.countedFrom), basis };
      const suspended = await suspendListing(context, unit, plain);
      return suspended.ok ? ok(listingId) : suspended;
    }
    const closing = {
      id: context.newId(),
      number: await nextNumber(context, 'TZ'),
      listingId,
      manufacturerId: listing.manufacturerId,
      jurisdiction: listing.jurisdiction,
      kind: 'suspend' as const,
      reason: 'noSale',
      note: idleNote(life.countedFrom),
      basis,
      evidenceIds: [],
    };
    const begun = await beginClosing(context, unit, closing);
    if (!begun.ok) return begun;
    await insertClosing(unit.tx, context, {
      ...closing,
      origin: 'clock',
      state: begun.value.state,
      listingVersion: listing.version,
      begun: begun.value,
    });
    unit.record({
      event: 'directory.closingDecided',
      subject: { kind: 'listing', id: listingId },
      basis: [basis],
      after: {
        closingId: closing.id,
        number: closing.number,
        reason: 'noSale',
        life,
        state: begun.value.state,
      },
      readers: [listing.manufacturerId],
    });
    return ok(listingId);
  });
  return done.ok;
}

function idleNote(countedFrom: IsoDate): string {
  return `${countedFrom}起无销售`;
}

async function closingRuns(tx: Tx, province: number, listingId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('directoryClosing')
    .select('id')
    .where('province', '=', province)
    .where('listingId', '=', listingId)
    .where('state', 'in', ['proposed', 'waiting'])
    .executeTakeFirst();
  return row !== undefined;
}

/** Provisional days of suspension anew, when the arrangement of a year was published; returns how many were looked at. */
export async function recomputeIdle(context: Context): Promise<number> {
  const { province } = context.scope;
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('listingLife')
      .select(['listingId', 'jurisdiction', 'manufacturerId', 'countedFrom', 'dueAt'])
      .where('province', '=', province)
      .where('stage', '=', 'noticed')
      .where('dueProvisional', '=', true)
      .execute(),
  );
  for (const { listingId, jurisdiction, manufacturerId, countedFrom, dueAt } of rows) {
    const clock = idleClock(countedFrom, context.today, { ...context, jurisdiction });
    // A day that was announced never comes earlier.
    const later: Instant | null = dueAt;
    if (clock === null || later === null) continue;
    const next = clock.dueAt > later ? clock.dueAt : later;
    await command(context, async (unit) => {
      await unit.tx
        .updateTable('listingLife')
        .set({ dueAt: next, dueProvisional: clock.provisional })
        .where('province', '=', province)
        .where('listingId', '=', listingId)
        .where('stage', '=', 'noticed')
        .execute();
      unit.record({
        event: 'directory.dueRecomputed',
        subject: { kind: 'listing', id: listingId },
        basis: [clock.basis],
        before: { dueAt },
        after: { dueAt: next },
        readers: [manufacturerId],
      });
      return ok(listingId);
    });
  }
  return rows.length;
}
