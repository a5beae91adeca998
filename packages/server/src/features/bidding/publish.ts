import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type * as api from '@daylight/api/bidding-award.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { readTender } from '../tender/port.ts';
import { isOrganiser } from '../tender/port.ts';
import { type BidRound, type OrganiserRefusal, lockRound, ownTender } from './round-rows.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;
type Ask = typeof api.askPublication;
type AskCode =
  | OrganiserRefusal
  | 'tender.wrongState'
  | 'bidding.noSelection'
  | 'bidding.askedAlready'
  | 'request.stale';

/** The organiser has looked at the result and asks for its publication; the clock makes it public. */
export function askPublication(
  context: ActorContext,
  { params, body }: Call<Ask>,
): Answer<ReplyOf<Ask>, AskCode> {
  return command<ReplyOf<Ask>, AskCode>(context, async (unit) => {
    const tender = await ownTender(context, unit.tx, params.tenderId);
    if (!tender.ok) return tender;
    const round = await lockRound(unit.tx, context.scope.province, params.tenderId);
    if (tender.value.state !== 'evaluated')
      return refuse('tender.wrongState', { facts: { state: tender.value.state } });
    if (round === null || round.rerunAskedAt !== null) return refuse('bidding.noSelection');
    if (round.publishAskedAt !== null) return refuse('bidding.askedAlready');
    if (round.version !== body.version) return refuse('request.stale');
    const version = round.version + 1;
    await setRound(context, unit, round, {
      publishAskedAt: context.now,
      publishAskedBy: context.actor.accountId,
      version,
    });
    unit.record({
      event: 'bidding.publicationAsked',
      subject: { kind: 'tender', id: params.tenderId },
      basis: [biddingBasis.bids],
      after: { number: tender.value.number },
      readers: [tender.value.organiserId],
    });
    return ok({ version });
  });
}

type Set = Partial<
  Pick<
    BidRound,
    'publishAskedAt' | 'publishAskedBy' | 'decision' | 'decisionNote' | 'decidedAt' | 'decidedBy' | 'version'
  >
>;

async function setRound(context: ActorContext, unit: Unit, round: BidRound, set: Set): Promise<void> {
  await unit.tx
    .updateTable('bidRound')
    .set(set)
    .where('province', '=', context.scope.province)
    .where('tenderId', '=', round.tenderId)
    .execute();
}

type Decide = typeof api.decideAward;
type DecideCode =
  | OrganiserRefusal
  | 'tender.wrongState'
  | 'bidding.askedBySame'
  | 'bidding.publicityRuns'
  | 'bidding.decidedAlready'
  | 'bidding.noSelection'
  | 'request.stale';

/** A second person makes the result final, or annuls it; listings and prices follow by the clock. */
export function decideAward(
  context: ActorContext,
  { params, body }: Call<Decide>,
): Answer<ReplyOf<Decide>, DecideCode> {
  return command<ReplyOf<Decide>, DecideCode>(context, async (unit) => {
    const { province } = context.scope;
    const tender = await readTender(unit.tx, province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    if (!isOrganiser(context, tender)) return refuse('bidding.notOrganiser');
    const round = await lockRound(unit.tx, province, params.tenderId);
    if (round === null) return refuse('bidding.noSelection');
    if (round.decision !== null) return refuse('bidding.decidedAlready');
    if (tender.state !== 'published') return refuse('tender.wrongState', { facts: { state: tender.state } });
    if (round.settledAt === null) return refuse('bidding.publicityRuns', { basis: biddingBasis.bids });
    if (round.publishAskedBy === context.actor.accountId)
      return refuse('bidding.askedBySame', { basis: biddingBasis.secondPerson });
    if (round.version !== body.version) return refuse('request.stale');
    const version = round.version + 1;
    await setRound(context, unit, round, {
      decision: body.decision,
      decisionNote: body.note,
      decidedAt: context.now,
      decidedBy: context.actor.accountId,
      version,
    });
    unit.record({
      event: body.decision === 'confirmed' ? 'bidding.confirmed' : 'bidding.annulled',
      subject: { kind: 'tender', id: params.tenderId },
      basis: [biddingBasis.bids, biddingBasis.secondPerson],
      after: { number: tender.number, note: body.note },
      readers: [tender.organiserId],
    });
    return ok({ version });
  });
}
