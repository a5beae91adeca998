import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type * as api from '@daylight/api/bidding.ts';
import { canonicalText } from '@daylight/rules/award/canonical.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { boxFor } from '@daylight/seal/keys.ts';
import { type SealedBid, digestOf, fitsTerms } from '@daylight/seal/sealed-bid.ts';
import { databaseNow } from '../../clock.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { refuseOn } from '../../db.ts';
import type { Call } from '../../route.ts';
import { refusalByStanding } from '../credit/port.ts';
import { type TenderFacts, readTender } from '../tender/port.ts';
import { lockOwnEnrolment } from './enrol.ts';
import { type Enrolment, roundAt, termsOf, trusteesOf } from './round-rows.ts';
import { signed } from './signing.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;
type Submit = typeof api.submitBid;
type SubmitCode =
  | 'tender.unknown'
  | 'tender.wrongState'
  | 'bidding.notEnrolled'
  | 'bidding.deadlinePassed'
  | 'bidding.notOpenYet'
  | 'bidding.sealMalformed'
  | 'bidding.otherContext'
  | 'bidding.sealedBefore'
  | 'bidding.keyMalformed'
  | 'credit.restricted';

/**
 * Whether a bid comes in time, by the clock of the database and nobody else's, read after the bidder's enrolment is locked:
 * the close waits for that lock, so what was in time is in the box and nothing else is.
 */
export async function inTime(
  context: ActorContext,
  unit: Unit,
  tender: Pick<TenderFacts, 'state' | 'bidFromAt' | 'bidDueAt'>,
): Promise<Result<Instant, 'bidding.deadlinePassed' | 'bidding.notOpenYet' | 'tender.wrongState'>> {
  const now = await databaseNow(context, unit.tx);
  const { bidDueAt, bidFromAt, state } = tender;
  if (bidDueAt !== null && now >= bidDueAt)
    return refuse('bidding.deadlinePassed', { basis: biddingBasis.bids, facts: { dueAt: bidDueAt } });
  if (state !== 'bidding') return refuse('tender.wrongState', { facts: { state } });
  if (bidFromAt !== null && now < bidFromAt)
    return refuse('bidding.notOpenYet', { facts: { fromAt: bidFromAt } });
  return ok(now);
}

/** Takes a sealed bid; the one before, if any, is replaced. Nothing in it can be read here. */
export async function submitBid(
  context: ActorContext,
  { params, body }: Call<Submit>,
): Answer<ReplyOf<Submit>, SubmitCode> {
  const sealed = body.sealed as SealedBid;
  const digest = await digestOf(sealed);
  if (!(await isRecipient(body.ownRecipient)))
    return refuse('bidding.keyMalformed', { field: 'ownRecipient' });
  try {
    return await command<ReplyOf<Submit>, SubmitCode>(context, async (unit) => {
      const { province } = context.scope;
      const tender = await readTender(unit.tx, province, params.tenderId);
      if (tender === null) return refuse('tender.unknown');
      const enrolment = await lockOwnEnrolment(context, unit.tx, tender.id);
      if (enrolment === null || enrolment.state !== 'accepted') return refuse('bidding.notEnrolled');
      const now = await inTime(context, unit, tender);
      if (!now.ok) return now;
      const restricted = await refusalByStanding(unit.tx, context, {
        act: 'admission',
        organisationIds: [context.actor.organisationId],
      });
      if (restricted !== null) return restricted;
      const round = await roundAt(unit.tx, province, tender.id);
      const trustees = await trusteesOf(unit.tx, province, tender.id);
      if (round === null || !fitsTerms(sealed, termsOf(round, trustees)))
        return refuse('bidding.sealMalformed', { basis: biddingBasis.sealed, field: 'sealed' });
      const version = (await lastVersion(context, unit, tender.id)) + 1;
      const { context: of } = sealed;
      const fits =
        of.round === tender.id && of.bidder === context.actor.organisationId && of.version === version;
      if (!fits)
        return refuse('bidding.otherContext', {
          basis: biddingBasis.sealed,
          field: 'sealed',
          facts: { version },
        });
      return ok(
        await keep(context, unit, {
          tender,
          enrolment,
          sealed,
          digest,
          termsHash: round.termsHash ?? '',
          at: now.value,
          ownRecipient: body.ownRecipient,
        }),
      );
    });
  } catch (error) {
    return refuseOn(error, 'sealed_bid_digest_once', 'bidding.sealedBefore');
  }
}

async function isRecipient(recipient: string): Promise<boolean> {
  try {
    await boxFor(recipient, new Uint8Array(1));
    return true;
  } catch {
    return false;
  }
}

async function lastVersion(context: ActorContext, unit: Unit, tenderId: string): Promise<number> {
  const row = await unit.tx
    .selectFrom('sealedBid')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('province', '=', context.scope.province)
    .where('tenderId', '=', tenderId)
    .where('manufacturerId', '=', context.actor.organisationId)
    .executeTakeFirst();
  return row?.version ?? 0;
}

interface Keeping {
  readonly tender: TenderFacts;
  readonly enrolment: Enrolment;
  readonly sealed: SealedBid;
  readonly digest: string;
  readonly termsHash: string;
  readonly at: Instant;
  readonly ownRecipient: string;
}

/** What is signed: canonical, so that anybody can compare it with the public commitments and the journal. */
function receiptText(context: ActorContext, bid: string, keeping: Keeping): string {
  const { tender, sealed, digest, termsHash, at } = keeping;
  return canonicalText({
    format: 'daylight-bid-receipt/1',
    province: context.scope.province,
    round: tender.id,
    number: tender.number,
    bidder: context.actor.organisationId,
    bid,
    version: sealed.context.version,
    commitment: sealed.commitment,
    digest,
    terms: termsHash,
    receivedAt: at,
  });
}

async function keep(context: ActorContext, unit: Unit, keeping: Keeping): Promise<ReplyOf<Submit>> {
  const { tender, enrolment, sealed, digest, at, ownRecipient } = keeping;
  const { province } = context.scope;
  const bidId = context.newId();
  const { version } = sealed.context;
  const text = receiptText(context, bidId, keeping);
  const signature = signed(context.dataDir, text);
  await endStanding(context, unit, { tenderId: tender.id, state: 'replaced', at });
  await unit.tx
    .insertInto('sealedBid')
    .values({
      province,
      id: bidId,
      tenderId: tender.id,
      enrolmentId: enrolment.id,
      organiserId: tender.organiserId,
      manufacturerId: context.actor.organisationId,
      version,
      state: 'standing',
      commitment: sealed.commitment,
      digest,
      sealed: JSON.stringify(sealed),
      receivedAt: at,
      receivedBy: context.actor.accountId,
      receipt: text,
      signature,
    })
    .execute();
  await unit.tx
    .updateTable('bidEnrolment')
    .set({ ownRecipient })
    .where('province', '=', province)
    .where('id', '=', enrolment.id)
    .execute();
  unit.record({
    event: 'bidding.sealedBid',
    subject: { kind: 'sealedBid', id: bidId },
    basis: [biddingBasis.bids, biddingBasis.sealed],
    after: { round: tender.number, version, commitment: sealed.commitment, digest, receivedAt: at },
  });
  return {
    bidId,
    version,
    state: 'standing',
    receivedAt: at,
    commitment: sealed.commitment,
    digest,
    text,
    signature,
    place: null,
  };
}

interface Ending {
  readonly tenderId: string;
  readonly state: 'replaced' | 'withdrawn';
  readonly at: Instant;
}

/** Ends the bid that stands; answers its id, null where there is none. */
async function endStanding(context: ActorContext, unit: Unit, ending: Ending): Promise<string | null> {
  const row = await unit.tx
    .updateTable('sealedBid')
    .set({ state: ending.state, endedAt: ending.at })
    .where('province', '=', context.scope.province)
    .where('tenderId', '=', ending.tenderId)
    .where('manufacturerId', '=', context.actor.organisationId)
    .where('state', '=', 'standing')
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

type Withdraw = typeof api.withdrawBid;
type WithdrawCode = 'tender.unknown' | 'bidding.notEnrolled' | 'bidding.noBid' | 'bidding.deadlinePassed';

export function withdrawBid(
  context: ActorContext,
  { params }: Call<Withdraw>,
): Answer<ReplyOf<Withdraw>, WithdrawCode> {
  return command<ReplyOf<Withdraw>, WithdrawCode>(context, async (unit) => {
    const tender = await readTender(unit.tx, context.scope.province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    const enrolment = await lockOwnEnrolment(context, unit.tx, tender.id);
    if (enrolment === null) return refuse('bidding.notEnrolled');
    const at = await databaseNow(context, unit.tx);
    if (tender.bidDueAt !== null && at >= tender.bidDueAt)
      return refuse('bidding.deadlinePassed', {
        basis: biddingBasis.bids,
        facts: { dueAt: tender.bidDueAt },
      });
    const bidId = await endStanding(context, unit, { tenderId: tender.id, state: 'withdrawn', at });
    if (bidId === null) return refuse('bidding.noBid');
    unit.record({
      event: 'bidding.bidWithdrawn',
      subject: { kind: 'sealedBid', id: bidId },
      basis: [biddingBasis.bids],
      after: { round: tender.number, withdrawnAt: at },
    });
    return ok({ bidId, at });
  });
}
