import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type * as api from '@daylight/api/bidding.ts';
import { canonicalText } from '@daylight/rules/award/canonical.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { quotingPolicyOf } from '@daylight/rules/bidding/quoting.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
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
  | 'bidding.quotedOnce'
  | 'bidding.notInFirstRound'
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
      const { quoting } = round;
      const before = await ownBids(context, unit, tender.id);
      const may = mayQuote(context, tender, { quoting, before });
      if (!may.ok) return may;
      const version = Math.max(0, ...before.map((each) => each.version)) + 1;
      if (!isFor(sealed, { round: tender.id, bidder: context.actor.organisationId, version, quoting }))
        return refuse('bidding.otherContext', {
          basis: biddingBasis.sealed,
          field: 'sealed',
          facts: { version, quoting },
        });
      return ok(
        await keep(context, unit, {
          tender,
          enrolment,
          sealed,
          digest,
          quoting,
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

/** Whether the context that a bid was sealed in is the one it is handed in for. */
export function isFor({ context: of }: SealedBid, wanted: Required<SealedBid['context']>): boolean {
  const { round, bidder, version, quoting } = wanted;
  return of.round === round && of.bidder === bidder && of.version === version && of.quoting === quoting;
}

interface OwnBid {
  readonly version: number;
  readonly quoting: number;
  readonly state: string;
  readonly outcome: string | null;
}

function ownBids(context: ActorContext, unit: Unit, tenderId: string): Promise<OwnBid[]> {
  return unit.tx
    .selectFrom('sealedBid as b')
    .leftJoin('bidOpening as o', (join) =>
      join.onRef('o.province', '=', 'b.province').onRef('o.bidId', '=', 'b.id'),
    )
    .select(['b.version', 'b.quoting', 'b.state', 'o.outcome'])
    .where('b.province', '=', context.scope.province)
    .where('b.tenderId', '=', tenderId)
    .where('b.manufacturerId', '=', context.actor.organisationId)
    .execute();
}

/** A quote of an inquiry is given once; a further round asks only those whose first quote was opened. */
function mayQuote(
  context: ActorContext,
  { mode, jurisdiction }: TenderFacts,
  { quoting, before }: { readonly quoting: number; readonly before: readonly OwnBid[] },
): Result<null, 'bidding.quotedOnce' | 'bidding.notInFirstRound'> {
  const { inquiryOnce } = quotingPolicyOf(context.book, jurisdiction, context.today);
  if (mode === 'inquiry' && inquiryOnce.value && before.length > 0)
    return refuse('bidding.quotedOnce', { basis: basisOf(inquiryOnce) });
  const wasOpened = before.some((each) => each.outcome === 'opened' && each.state === 'standing');
  return quoting > 1 && !wasOpened
    ? refuse('bidding.notInFirstRound', { basis: biddingBasis.bids })
    : ok(null);
}

interface Keeping {
  readonly tender: TenderFacts;
  readonly enrolment: Enrolment;
  readonly sealed: SealedBid;
  readonly digest: string;
  readonly quoting: number;
  readonly termsHash: string;
  readonly at: Instant;
  readonly ownRecipient: string;
}

/** What is signed: canonical, so that anybody can compare it with the public commitments and the journal. */
function receiptText(context: ActorContext, bid: string, keeping: Keeping): string {
  const { tender, sealed, digest, quoting, termsHash, at } = keeping;
  return canonicalText({
    format: 'daylight-bid-receipt/1',
    province: context.scope.province,
    round: tender.id,
    number: tender.number,
    bidder: context.actor.organisationId,
    bid,
    version: sealed.context.version,
    quoting,
    commitment: sealed.commitment,
    digest,
    terms: termsHash,
    receivedAt: at,
  });
}

async function keep(context: ActorContext, unit: Unit, keeping: Keeping): Promise<ReplyOf<Submit>> {
  const { tender, enrolment, sealed, digest, quoting, at, ownRecipient } = keeping;
  const { province } = context.scope;
  const bidId = context.newId();
  const { version } = sealed.context;
  const text = receiptText(context, bidId, keeping);
  const signature = signed(context.dataDir, text);
  await endStanding(context, unit, { tenderId: tender.id, quoting, state: 'replaced', at });
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
      quoting,
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
    after: { round: tender.number, version, quoting, commitment: sealed.commitment, digest, receivedAt: at },
  });
  return {
    bidId,
    version,
    quoting,
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
  readonly quoting: number;
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
    .where('quoting', '=', ending.quoting)
    .where('state', '=', 'standing')
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

type Withdraw = typeof api.withdrawBid;
type WithdrawCode =
  | 'tender.unknown'
  | 'bidding.notEnrolled'
  | 'bidding.noBid'
  | 'bidding.deadlinePassed'
  | 'bidding.quotedOnce';

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
    const { inquiryOnce } = quotingPolicyOf(context.book, tender.jurisdiction, context.today);
    if (tender.mode === 'inquiry' && inquiryOnce.value)
      return refuse('bidding.quotedOnce', { basis: basisOf(inquiryOnce) });
    const round = await roundAt(unit.tx, context.scope.province, tender.id);
    const quoting = round?.quoting ?? 1;
    const bidId = await endStanding(context, unit, { tenderId: tender.id, quoting, state: 'withdrawn', at });
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
