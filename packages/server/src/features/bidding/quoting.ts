import type * as api from '@daylight/api/bidding-quoting.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import {
  type CallRefusal,
  checkCall,
  checkEnd,
  quotingKind,
  quotingPolicyOf,
} from '@daylight/rules/bidding/quoting.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { type TenderFacts, moveTender, setBidWindow } from '../tender/port.ts';
import { namesOf } from './enrolments.ts';
import { standingOf } from './quotes-store.ts';
import {
  type BidRound,
  type OrganiserRefusal,
  lockRound,
  ownTender,
  quotingTerms,
  saying,
} from './round-rows.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;
type Ask = typeof api.callQuoting;
type CallCode = OrganiserRefusal | 'tender.wrongState' | 'request.stale' | CallRefusal;

interface Desk {
  readonly tender: TenderFacts;
  readonly round: BidRound;
}

/** A round whose quotes are open, locked for its organiser as he last saw it. */
async function openedDesk(
  context: ActorContext,
  unit: Unit,
  { tenderId, version }: { readonly tenderId: string; readonly version: number },
): Promise<Result<Desk, OrganiserRefusal | 'tender.wrongState' | 'request.stale'>> {
  const tender = await ownTender(context, unit.tx, tenderId);
  if (!tender.ok) return tender;
  const { state } = tender.value;
  const round = await lockRound(unit.tx, context.scope.province, tenderId);
  if (state !== 'opened' || round === null) return refuse('tender.wrongState', { facts: { state } });
  if (round.version !== version) return refuse('request.stale');
  return ok({ tender: tender.value, round });
}

/** The next quoting round, or the final one after talks: sealed as before, with its own deadline. */
export function callQuoting(
  context: ActorContext,
  { params, body }: Call<Ask>,
): Answer<ReplyOf<Ask>, CallCode> {
  return command<ReplyOf<Ask>, CallCode>(context, async (unit) => {
    const desk = await openedDesk(context, unit, { tenderId: params.tenderId, version: body.version });
    if (!desk.ok) return desk;
    const { tender, round } = desk.value;
    const terms = quotingTerms(tender);
    const bidders = await standingBidders(unit, tender);
    const may = checkCall(
      {
        mode: tender.mode,
        terms,
        quoting: round.quoting,
        ended: round.quotingEndedAt !== null,
        notNegotiated: await notNegotiated(unit, tender, bidders),
        dueAt: body.dueAt,
      },
      {
        now: context.now,
        calendar: context.calendar,
        policy: quotingPolicyOf(context.book, tender.jurisdiction, context.today),
      },
    );
    if (!may.ok) return may;
    const quoting = round.quoting + 1;
    const version = await beginRound(context, unit, round, quoting);
    const moved = await startAgain(context, unit, tender, { quoting, dueAt: body.dueAt });
    if (!moved.ok) return moved;
    for (const organisationId of bidders)
      unit.notify({
        organisationId,
        kind: 'bidding.roundCalled',
        subject: { kind: 'tender', id: tender.id },
        facts: { ...saying(tender), quoting },
        dueAt: body.dueAt,
      });
    unit.record({
      event: 'bidding.roundCalled',
      subject: { kind: 'tender', id: tender.id },
      basis: [biddingBasis.bids],
      after: { number: tender.number, quoting, kind: quotingKind(terms, quoting), dueAt: body.dueAt },
      readers: [tender.organiserId, ...bidders],
    });
    return ok({ version, quoting, dueAt: body.dueAt });
  });
}

/** Bidders with a quote that stands: they are negotiated with and asked again. */
async function standingBidders(unit: Unit, tender: TenderFacts): Promise<readonly string[]> {
  const { lines } = await standingOf(unit.tx, tender);
  return [...new Set(lines.map(({ bidder }) => bidder))].toSorted();
}

async function notNegotiated(
  unit: Unit,
  { province, id }: TenderFacts,
  bidders: readonly string[],
): Promise<readonly string[]> {
  const rows = await unit.tx
    .selectFrom('bidNegotiation')
    .select('manufacturerId')
    .where('province', '=', province)
    .where('tenderId', '=', id)
    .execute();
  const heard = new Set(rows.map((row) => row.manufacturerId));
  const left = bidders.filter((bidder) => !heard.has(bidder));
  const names = await namesOf(unit.tx, left);
  return left.map((bidder) => names.get(bidder) ?? bidder);
}

/** The box stands open for the new round; trustees who still have their keys release again. */
async function beginRound(
  context: ActorContext,
  unit: Unit,
  round: BidRound,
  quoting: number,
): Promise<number> {
  const { province, tenderId } = round;
  const version = round.version + 1;
  await unit.tx
    .updateTable('bidRound')
    .set({
      quoting,
      startedAt: context.now,
      closedAt: null,
      closedHash: null,
      ownKeysFromAt: null,
      ownKeysDueAt: null,
      ownKeysAskedAt: null,
      openedAt: null,
      version,
    })
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .execute();
  await unit.tx
    .updateTable('bidTrustee')
    .set({ releasedAt: null })
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .execute();
  return version;
}

async function startAgain(
  context: ActorContext,
  unit: Unit,
  tender: TenderFacts,
  { quoting, dueAt }: { readonly quoting: number; readonly dueAt: Instant },
) {
  const windowed = await setBidWindow(unit.tx, tender, { from: context.now, due: dueAt });
  return moveTender(context, unit, {
    tender: windowed,
    to: 'bidding',
    note: `第 ${quoting} 轮报价`,
    basis: biddingBasis.bids,
  });
}

type End = typeof api.endQuoting;
type EndCode =
  | OrganiserRefusal
  | 'tender.wrongState'
  | 'request.stale'
  | 'bidding.noFurtherRound'
  | 'bidding.finalQuoteMissing';

/** No further round: lots are drawn and what stands is evaluated. */
export function endQuoting(
  context: ActorContext,
  { params, body }: Call<End>,
): Answer<ReplyOf<End>, EndCode> {
  return command<ReplyOf<End>, EndCode>(context, async (unit) => {
    const desk = await openedDesk(context, unit, { tenderId: params.tenderId, version: body.version });
    if (!desk.ok) return desk;
    const { tender, round } = desk.value;
    const ended = round.quotingEndedAt !== null;
    const may = checkEnd({ mode: tender.mode, terms: quotingTerms(tender), quoting: round.quoting, ended });
    if (!may.ok) return may;
    const version = round.version + 1;
    await unit.tx
      .updateTable('bidRound')
      .set({ quotingEndedAt: context.now, lotDrawAt: context.now, version })
      .where('province', '=', context.scope.province)
      .where('tenderId', '=', tender.id)
      .execute();
    unit.record({
      event: 'bidding.roundsEnded',
      subject: { kind: 'tender', id: tender.id },
      basis: [biddingBasis.bids],
      after: { number: tender.number, quoting: round.quoting },
      readers: [tender.organiserId],
    });
    return ok({ version });
  });
}

type Retry = typeof api.retryAward;
type RetryCode = OrganiserRefusal | 'bidding.noTrouble' | 'request.stale';

/** The organiser corrected what kept the award from being computed: the clock computes it again. */
export function retryAward(
  context: ActorContext,
  { params, body }: Call<Retry>,
): Answer<ReplyOf<Retry>, RetryCode> {
  return command<ReplyOf<Retry>, RetryCode>(context, async (unit) => {
    const tender = await ownTender(context, unit.tx, params.tenderId);
    if (!tender.ok) return tender;
    const round = await lockRound(unit.tx, context.scope.province, params.tenderId);
    // Later troubles are of single codes that could not be listed: there the award itself is done.
    const waits = ['measured', 'opened', 'evaluated'].includes(tender.value.state);
    if (round === null || round.trouble === null || !waits) return refuse('bidding.noTrouble');
    if (round.version !== body.version) return refuse('request.stale');
    const version = round.version + 1;
    await unit.tx
      .updateTable('bidRound')
      .set({ trouble: null, version })
      .where('province', '=', context.scope.province)
      .where('tenderId', '=', params.tenderId)
      .execute();
    unit.record({
      event: 'bidding.retried',
      subject: { kind: 'tender', id: params.tenderId },
      basis: [biddingBasis.bids],
      before: { trouble: round.trouble },
      after: { number: tender.value.number },
      readers: [tender.value.organiserId],
    });
    return ok({ version });
  });
}
