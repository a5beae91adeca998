import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { giveOwnKey as giveOwnKeyEndpoint } from '@daylight/api/bidding.ts';
import type * as api from '@daylight/api/bidding-opening.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { isShareOf, openWithOwnKey } from '@daylight/seal/open.ts';
import type { SealedBid } from '@daylight/seal/sealed-bid.ts';
import { sql } from 'kysely';
import { databaseNow } from '../../clock.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { readTender } from '../tender/port.ts';
import { type BidRound, isOpenAtOnce, roundAt } from './round-rows.ts';
import { ownTrustee } from './trustees.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;
type Release = typeof api.releaseShares;
type ReleaseCode =
  | 'tender.unknown'
  | 'tender.wrongState'
  | 'bidding.unknownTrustee'
  | 'bidding.releasedBefore'
  | 'bidding.nothingReleased';
type Given = Call<Release>['body']['shares'][number];
type Found = 'good' | 'differs' | 'boxDiffers' | 'keyDoesNotOpen';

/**
 * A trustee gives out the shares of all bids. Each is compared with the hash that the bidder sealed: a wrong one is kept with
 * the trustee's name and opens nothing. What was given stays as it was given.
 */
export function releaseShares(
  context: ActorContext,
  { params, body }: Call<Release>,
): Answer<ReplyOf<Release>, ReleaseCode> {
  return command<ReplyOf<Release>, ReleaseCode>(context, async (unit) => {
    const { province } = context.scope;
    const trustee = await ownTrustee(context, unit, params.tenderId);
    if (!trustee.ok) return trustee;
    const tender = await readTender(unit.tx, province, params.tenderId);
    if (tender?.state !== 'opening')
      return refuse('tender.wrongState', { facts: { state: tender?.state ?? '' } });
    const round = await roundAt(unit.tx, province, params.tenderId);
    assert(round !== null, 'what is being opened has a box');
    const open = await notReleased(context, unit, { round, trusteeId: trustee.value.id });
    if (open.length === 0) return refuse('bidding.releasedBefore');
    const given = new Map(body.shares.map((each) => [each.bidId, each]));
    const shares: { bidId: string; share: string | null; finding: Found }[] = [];
    for (const { id, sealed } of open) {
      const one = given.get(id);
      if (one === undefined) continue;
      const finding = await findingOf(sealed as unknown as SealedBid, trustee.value.id, one);
      shares.push({ bidId: id, share: one.share, finding });
    }
    if (shares.length === 0) return refuse('bidding.nothingReleased');
    await insertShares(context, unit, { tenderId: params.tenderId, trusteeId: trustee.value.id, shares });
    if (shares.length === open.length)
      await unit.tx
        .updateTable('bidTrustee')
        .set({ releasedAt: context.now })
        .where('province', '=', province)
        .where('id', '=', trustee.value.id)
        .execute();
    const countOf = (...of: Found[]): number => shares.filter((each) => of.includes(each.finding)).length;
    const counts = {
      good: countOf('good'),
      wrong: countOf('differs'),
      without: countOf('boxDiffers', 'keyDoesNotOpen'),
    };
    unit.record({
      event: 'bidding.sharesReleased',
      subject: { kind: 'tender', id: params.tenderId },
      basis: [biddingBasis.sealed],
      after: { trustee: trustee.value.id, ...counts },
      readers: [trustee.value.organiserId],
    });
    return ok(counts);
  });
}

interface Releasing {
  readonly round: BidRound;
  readonly trusteeId: string;
}

/** Bids of the quoting round that is being opened of which this trustee gave no share yet. */
function notReleased(context: ActorContext, unit: Unit, { round, trusteeId }: Releasing) {
  return unit.tx
    .selectFrom('sealedBid as b')
    .leftJoin('bidShare as s', (join) =>
      join
        .onRef('s.province', '=', 'b.province')
        .onRef('s.bidId', '=', 'b.id')
        .on('s.trusteeId', '=', trusteeId),
    )
    .select(['b.id', 'b.sealed'])
    .where('b.province', '=', context.scope.province)
    .where('b.tenderId', '=', round.tenderId)
    .where('b.quoting', '=', round.quoting)
    .where('b.state', '=', 'standing')
    .where('s.bidId', 'is', null)
    .execute();
}

async function findingOf(sealed: SealedBid, trustee: string, given: Given): Promise<Found> {
  if (given.share === null) return given.finding === 'boxDiffers' ? 'boxDiffers' : 'keyDoesNotOpen';
  return (await isShareOf(sealed, { trustee, share: given.share })) ? 'good' : 'differs';
}

interface Released {
  readonly tenderId: string;
  readonly trusteeId: string;
  readonly shares: readonly {
    readonly bidId: string;
    readonly share: string | null;
    readonly finding: Found;
  }[];
}

async function insertShares(context: ActorContext, unit: Unit, released: Released): Promise<void> {
  const { tenderId, trusteeId, shares } = released;
  await sql`
    insert into bid_share (province, bid_id, trustee_id, tender_id, organisation_id, share, finding, released_at, released_by)
    select ${context.scope.province}::smallint, s."bidId", ${trusteeId}::uuid, ${tenderId}::uuid,
      ${context.actor.organisationId}::uuid, s.share, s.finding, ${context.now}::timestamptz, ${context.actor.accountId}::uuid
    from jsonb_to_recordset(${JSON.stringify(shares)}::jsonb) as s ("bidId" uuid, share text, finding text)`.execute(
    unit.tx,
  );
}

type Own = typeof giveOwnKeyEndpoint;
type OwnCode =
  | 'tender.unknown'
  | 'tender.wrongState'
  | 'bidding.noBid'
  | 'bidding.openedAlready'
  | 'bidding.ownKeysLater'
  | 'bidding.ownKeysOver'
  | 'bidding.keyMalformed';

/** The second path: a bidder opens its own bid where trustees gave too few shares in time. */
export function giveOwnKey(
  context: ActorContext,
  { params, body }: Call<Own>,
): Answer<ReplyOf<Own>, OwnCode> {
  return command<ReplyOf<Own>, OwnCode>(context, async (unit) => {
    const { province } = context.scope;
    const tender = await readTender(unit.tx, province, params.tenderId);
    const round = await roundAt(unit.tx, province, params.tenderId);
    if (tender === null || round === null) return refuse('tender.unknown');
    if (tender.state !== 'opening') return refuse('tender.wrongState', { facts: { state: tender.state } });
    const bid = await unit.tx
      .selectFrom('sealedBid as b')
      .leftJoin('bidOpening as o', (join) =>
        join.onRef('o.province', '=', 'b.province').onRef('o.bidId', '=', 'b.id'),
      )
      .select(['b.id', 'b.sealed', 'o.outcome'])
      .where('b.province', '=', province)
      .where('b.tenderId', '=', tender.id)
      .where('b.manufacturerId', '=', context.actor.organisationId)
      .where('b.quoting', '=', round.quoting)
      .where('b.state', '=', 'standing')
      .executeTakeFirst();
    if (bid === undefined) return refuse('bidding.noBid');
    if (bid.outcome !== null) return refuse('bidding.openedAlready');
    const now = await databaseNow(context, unit.tx);
    const { ownKeysFromAt: fromAt, ownKeysDueAt: dueAt } = round;
    if (fromAt === null || now < fromAt) return refuse('bidding.ownKeysLater', { facts: { fromAt } });
    if (dueAt === null || now >= dueAt) return refuse('bidding.ownKeysOver', { facts: { dueAt } });
    // A key that opens nothing is told to the bidder while another can still be given.
    const opened = await openWithOwnKey(bid.sealed as unknown as SealedBid, body.key);
    if (!opened.ok && opened.code === 'seal.ciphertextDoesNotOpen')
      return refuse('bidding.keyMalformed', { field: 'key' });
    await unit.tx
      .insertInto('bidOwnKey')
      .values({
        province,
        bidId: bid.id,
        tenderId: tender.id,
        manufacturerId: context.actor.organisationId,
        key: body.key,
        isPublic: isOpenAtOnce(tender),
        givenAt: now,
        givenBy: context.actor.accountId,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    unit.record({
      event: 'bidding.ownKeyGiven',
      subject: { kind: 'sealedBid', id: bid.id },
      basis: [biddingBasis.sealed],
      after: { round: tender.number },
      readers: [tender.organiserId],
    });
    return ok({ bidId: bid.id });
  });
}
