import { openReasons } from '@daylight/api/bidding-words.ts';
import { type ReadBid, readBid } from '@daylight/rules/bidding/content.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { type Facts, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type OpenedBid, openWithOwnKey, openWithShares } from '@daylight/seal/open.ts';
import type { SealedBid } from '@daylight/seal/sealed-bid.ts';
import { sql } from 'kysely';
import { databaseNow } from '../../clock.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { type TenderFacts, lockTender, readTender } from '../tender/port.ts';
import { againstOwn } from './quotes-store.ts';
import { isOpenAtOnce, lockRound, saying } from './round-rows.ts';

const batch = 50;

interface Waiting {
  readonly bidId: string;
  readonly tenderId: string;
}

/** Bids that can be opened now: k good shares are there, or the bidder's own key, or the time for both is over. */
function openable(tx: Tx, context: Context) {
  return sql<Waiting>`
    select b.id as bid_id, b.tender_id
    from tender t
    join bid_round r on r.province = t.province and r.tender_id = t.id
    join sealed_bid b on b.province = t.province and b.tender_id = t.id and b.state = 'standing' and b.quoting = r.quoting
    left join bid_opening o on o.province = b.province and o.bid_id = b.id
    where t.province = ${context.scope.province} and t.state = 'opening' and o.bid_id is null
      and (r.own_keys_due_at <= ${context.now}
        or exists (select from bid_own_key k where k.province = b.province and k.bid_id = b.id)
        or r.threshold <= (select count(*) from bid_share s where s.province = b.province and s.bid_id = b.id and s.finding = 'good'))
    order by b.tender_id, b.id limit ${batch}`.execute(tx);
}

export const openDue: Sweep = {
  name: 'bidding-open',
  run: async (context) => {
    const { rows } = await reading(context.database.db, context.scope, (tx) => openable(tx, context));
    return moveEach(rows, (row) => openOne(context, row));
  },
};

async function openOne(context: Context, { bidId, tenderId }: Waiting): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const tender = await readTender(unit.tx, province, tenderId);
    const bid = await unit.tx
      .selectFrom('sealedBid')
      .select(['id', 'tenderId', 'manufacturerId', 'enrolmentId', 'sealed', 'version', 'quoting', 'readers'])
      .where('province', '=', province)
      .where('id', '=', bidId)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    const known = await unit.tx
      .selectFrom('bidOpening')
      .select('bidId')
      .where('province', '=', province)
      .where('bidId', '=', bidId)
      .executeTakeFirst();
    if (tender === null || bid === undefined || known !== undefined) return refuse('bidding.openedAlready');
    const found = await contentOf(context, unit, bid);
    const read = found.opened.ok
      ? readBid(found.opened.value.bid, {
          tender: tenderId,
          bidder: bid.manufacturerId,
          products: await enrolledProducts(context, unit, bid.enrolmentId),
        })
      : found.opened;
    const counting =
      read.ok && bid.quoting > 1 ? ok(await againstOwn(unit.tx, tender, bid, read.value)) : read;
    await keep(context, unit, { tender, bid, path: found.path, opened: found.opened, read: counting });
    return ok(null);
  });
  return done.ok;
}

interface Bid {
  readonly id: string;
  readonly tenderId: string;
  readonly manufacturerId: string;
  readonly version: number;
  readonly quoting: number;
  readonly sealed: unknown;
  readonly readers: string[];
}

interface Content {
  readonly path: 'shares' | 'own' | null;
  readonly opened: Result<OpenedBid>;
}

/** By the trustees' shares where k of them are good, else by the key that the bidder gave, else not at all. */
async function contentOf(context: Context, unit: Unit, bid: Bid): Promise<Content> {
  const { province } = context.scope;
  const { id: bidId, quoting } = bid;
  const sealed = bid.sealed as unknown as SealedBid;
  // A row that came about otherwise than by its bidder's hand: what was sealed for another round, firm or time does not count.
  const { round, bidder, version, quoting: sealedFor = 1 } = sealed.context;
  const isOther = round !== bid.tenderId || bidder !== bid.manufacturerId || version !== bid.version;
  if (isOther || sealedFor !== quoting)
    return { path: null, opened: refuse('seal.otherContext', { facts: { version, quoting: sealedFor } }) };
  const shares = await unit.tx
    .selectFrom('bidShare')
    .select(['trusteeId', 'share'])
    .where('province', '=', province)
    .where('bidId', '=', bidId)
    .where('finding', '=', 'good')
    .orderBy('trusteeId')
    .execute();
  if (shares.length >= sealed.threshold) {
    const given = shares.map(({ trusteeId, share }) => ({ trustee: trusteeId, share: share ?? '' }));
    return { path: 'shares', opened: await openWithShares(sealed, given) };
  }
  const own = await unit.tx
    .selectFrom('bidOwnKey')
    .select('key')
    .where('province', '=', province)
    .where('bidId', '=', bidId)
    .executeTakeFirst();
  if (own !== undefined) return { path: 'own', opened: await openWithOwnKey(sealed, own.key) };
  const facts = { good: shares.length, needed: sealed.threshold };
  return { path: null, opened: refuse('bidding.notOpened', { facts }) };
}

async function enrolledProducts(context: Context, unit: Unit, enrolmentId: string): Promise<Set<string>> {
  const rows = await unit.tx
    .selectFrom('bidEnrolmentProduct')
    .select('productId')
    .where('province', '=', context.scope.province)
    .where('enrolmentId', '=', enrolmentId)
    .execute();
  return new Set(rows.map((row) => row.productId));
}

interface Keeping {
  readonly tender: TenderFacts;
  readonly bid: Pick<Bid, 'id' | 'manufacturerId' | 'quoting' | 'readers'>;
  readonly path: 'shares' | 'own' | null;
  readonly opened: Result<OpenedBid>;
  readonly read: Result<ReadBid>;
}

async function keep(
  context: Context,
  unit: Unit,
  { tender, bid, path, opened, read }: Keeping,
): Promise<void> {
  const facts: Facts = read.ok ? {} : read.facts;
  await unit.tx
    .insertInto('bidOpening')
    .values({
      province: context.scope.province,
      bidId: bid.id,
      tenderId: tender.id,
      manufacturerId: bid.manufacturerId,
      readers: bid.readers,
      quoting: bid.quoting,
      isPublic: isOpenAtOnce(tender),
      outcome: read.ok ? 'opened' : 'stopped',
      path: opened.ok ? path : null,
      content: opened.ok ? opened.value.bid : null,
      salt: opened.ok ? opened.value.salt : null,
      lines: read.ok ? JSON.stringify(read.value) : null,
      reason: read.ok ? null : read.code,
      facts: JSON.stringify(facts),
      openedAt: context.now,
    })
    .execute();
  const why = read.ok ? null : openReasons(read.code);
  unit.notify({
    organisationId: bid.manufacturerId,
    kind: read.ok ? 'bidding.bidOpened' : 'bidding.bidStopped',
    subject: { kind: 'tender', id: tender.id },
    facts: {
      ...saying(tender),
      ...(read.ok ? { lines: read.value.lines.length } : { reason: why?.zh ?? '', reasonEn: why?.en ?? '' }),
    },
  });
  unit.record({
    event: read.ok ? 'bidding.bidOpened' : 'bidding.bidStopped',
    subject: { kind: 'sealedBid', id: bid.id },
    basis: [biddingBasis.sealed],
    after: read.ok
      ? {
          round: tender.number,
          quoting: bid.quoting,
          path,
          lines: read.value.lines.length,
          stopped: read.value.stopped,
        }
      : { round: tender.number, quoting: bid.quoting, reason: read.code, facts },
    readers: [bid.manufacturerId, tender.organiserId],
  });
}

/** Bidders are asked for their own keys when the trustees' time is over, or when too few keys are left to wait for. */
export const askOwnKeys: Sweep = {
  name: 'bidding-own-keys',
  run: async (context) => {
    const { rows } = await reading(context.database.db, context.scope, (tx) =>
      sql<{ tenderId: string }>`
        select r.tender_id from tender t join bid_round r on r.province = t.province and r.tender_id = t.id
        where t.province = ${context.scope.province} and t.state = 'opening' and r.own_keys_asked_at is null
          and (r.own_keys_from_at <= ${context.now} or r.threshold > (
            select count(*) from bid_trustee h where h.province = r.province and h.tender_id = r.tender_id
              and h.proven_at is not null and (h.lost_at is null or h.released_at is not null)))
        order by r.tender_id limit ${batch}`.execute(tx),
    );
    return moveEach(rows, ({ tenderId }) => askOne(context, tenderId));
  },
};

async function askOne(context: Context, tenderId: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const tender = await lockTender(unit.tx, province, tenderId);
    const round = await lockRound(unit.tx, province, tenderId);
    if (tender?.state !== 'opening' || round === null || round.ownKeysAskedAt !== null)
      return refuse('tender.wrongState');
    const now = await databaseNow(context, unit.tx);
    const fromAt = round.ownKeysFromAt === null || round.ownKeysFromAt > now ? now : round.ownKeysFromAt;
    await unit.tx
      .updateTable('bidRound')
      .set({ ownKeysAskedAt: now, ownKeysFromAt: fromAt, version: round.version + 1 })
      .where('province', '=', province)
      .where('tenderId', '=', tenderId)
      .execute();
    const shut = await sql<{ manufacturerId: string }>`
      select b.manufacturer_id from sealed_bid b
      where b.province = ${province} and b.tender_id = ${tenderId} and b.state = 'standing' and b.quoting = ${round.quoting}
        and not exists (select from bid_opening o where o.province = b.province and o.bid_id = b.id)`.execute(
      unit.tx,
    );
    for (const { manufacturerId } of shut.rows)
      unit.notify({
        organisationId: manufacturerId,
        kind: 'bidding.ownKeyAsked',
        subject: { kind: 'tender', id: tenderId },
        facts: saying(tender),
        dueAt: round.ownKeysDueAt,
      });
    unit.record({
      event: 'bidding.ownKeysAsked',
      subject: { kind: 'tender', id: tenderId },
      basis: [biddingBasis.sealed],
      after: { from: fromAt, due: round.ownKeysDueAt, bids: shut.rows.length },
      readers: [tender.organiserId],
    });
    return ok(null);
  });
  return done.ok;
}
