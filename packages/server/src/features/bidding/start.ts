import type * as api from '@daylight/api/bidding-opening.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { checkAsked, firmsPerItem, leastPerItem, quotingPolicyOf } from '@daylight/rules/bidding/quoting.ts';
import { sealedSizeFor } from '@daylight/rules/bidding/content.ts';
import { checkTrustees } from '@daylight/rules/bidding/trustees.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { databaseNow } from '../../clock.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { type TenderFacts, moveTender, tenderItems, tenderProducts } from '../tender/port.ts';
import {
  lockRound,
  ownTender,
  quotingTerms,
  saying,
  termsHashOf,
  termsOf,
  trusteesOf,
} from './round-rows.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;

type StartCode =
  | 'tender.unknown'
  | 'tender.wrongState'
  | 'bidding.notOrganiser'
  | 'bidding.notSetUp'
  | 'bidding.keysMissing'
  | 'bidding.deadlineMissing'
  | 'bidding.deadlinePassed'
  | 'bidding.trusteesTooFew'
  | 'bidding.thresholdTooLow'
  | 'bidding.thresholdTooHigh'
  | 'bidding.oneOrganisationReaches'
  | 'bidding.tooFewAsked';
type Start = typeof api.startBidding;

/** Fixes the terms of sealing and begins to take bids. */
export function startBidding(
  context: ActorContext,
  { params }: Call<Start>,
): Answer<ReplyOf<Start>, StartCode> {
  return command<ReplyOf<Start>, StartCode>(context, async (unit) => {
    const { province } = context.scope;
    const tender = await ownTender(context, unit.tx, params.tenderId);
    if (!tender.ok) return tender;
    const { bidDueAt, state } = tender.value;
    if (state !== 'measured') return refuse('tender.wrongState', { facts: { state } });
    if (bidDueAt === null) return refuse('bidding.deadlineMissing');
    if ((await databaseNow(context, unit.tx)) >= bidDueAt)
      return refuse('bidding.deadlinePassed', { facts: { dueAt: bidDueAt } });
    const round = await lockRound(unit.tx, province, params.tenderId);
    if (round === null) return refuse('bidding.notSetUp');
    const trustees = await trusteesOf(unit.tx, province, params.tenderId);
    const missing = trustees.filter((each) => each.provenAt === null || each.lostAt !== null).length;
    if (missing > 0) return refuse('bidding.keysMissing', { facts: { missing } });
    const fits = checkTrustees(
      trustees.map(({ organisationId }) => ({ organisationId, proven: true })),
      round.threshold,
      { book: context.book, jurisdiction: tender.value.jurisdiction, on: context.today },
    );
    if (!fits.ok) return fits;
    const products = await tenderProducts(unit.tx, province, params.tenderId);
    const asked = await enoughAsked(context, unit, tender.value, products);
    if (!asked.ok) return asked;
    const size = sealedSizeFor(
      products.map(({ manufacturerId, parts }) => ({
        firm: manufacturerId,
        parts: Array.isArray(parts) ? parts.length : 0,
      })),
    );
    const termsHash = termsHashOf(termsOf({ ...round, size }, trustees));
    await unit.tx
      .updateTable('bidRound')
      .set({ size, termsHash, isPublic: true, startedAt: context.now, version: round.version + 1 })
      .where('province', '=', province)
      .where('tenderId', '=', params.tenderId)
      .execute();
    const moved = await moveTender(context, unit, {
      tender: tender.value,
      to: 'bidding',
      basis: biddingBasis.bids,
    });
    if (!moved.ok) return moved;
    tellBidders(unit, tender.value, products);
    unit.record({
      event: 'bidding.started',
      subject: { kind: 'tender', id: params.tenderId },
      basis: [biddingBasis.bids, biddingBasis.sealed],
      after: { termsHash, size, threshold: round.threshold, lotSeedHash: round.lotSeedHash },
      readers: trustees.map((each) => each.organisationId),
    });
    return ok({ termsHash, size });
  });
}

/** Inquiry and competitive negotiation need so many firms for each item that still runs. */
async function enoughAsked(
  context: ActorContext,
  unit: Unit,
  tender: TenderFacts,
  products: readonly { readonly item: string; readonly manufacturerId: string }[],
): Promise<Result<null, 'bidding.tooFewAsked'>> {
  const policy = quotingPolicyOf(context.book, tender.jurisdiction, context.today);
  const least = leastPerItem(tender.mode, quotingTerms(tender), policy);
  const items = (await tenderItems(unit.tx, context.scope.province, tender.id)).filter(
    ({ state }) => state === 'running',
  );
  return least.value > 1 ? checkAsked(items, firmsPerItem(products), least) : ok(null);
}

function tellBidders(
  unit: Unit,
  tender: TenderFacts,
  products: readonly { readonly manufacturerId: string }[],
): void {
  for (const organisationId of new Set(products.map((each) => each.manufacturerId)))
    unit.notify({
      organisationId,
      kind: 'bidding.started',
      subject: { kind: 'tender', id: tender.id },
      facts: saying(tender),
      dueAt: tender.bidDueAt,
    });
}
