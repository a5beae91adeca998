import type * as api from '@daylight/api/bidding-quoting.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { quotingPolicyOf } from '@daylight/rules/bidding/quoting.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { quotingWay } from '@daylight/rules/tender/mode.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type AttachRefusal, attach, filesOf } from '../evidence/port.ts';
import { type TenderFacts, tenderItems, tenderProducts } from '../tender/port.ts';
import { namesOf } from './enrolments.ts';
import { standingOf } from './quotes-store.ts';
import { type OrganiserRefusal, lockRound, organiserSees, ownTender, saying } from './round-rows.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;
type Negotiate = typeof api.recordNegotiation;
type NegotiateCode =
  | OrganiserRefusal
  | 'tender.wrongState'
  | 'bidding.noTalks'
  | 'bidding.noStandingQuote'
  | 'bidding.heldOnWrong'
  | AttachRefusal;

/** The minutes of the talks with one bidder, between its first quote and the final one; written once. */
export function recordNegotiation(
  context: ActorContext,
  { params, body }: Call<Negotiate>,
): Answer<ReplyOf<Negotiate>, NegotiateCode> {
  return command<ReplyOf<Negotiate>, NegotiateCode>(context, async (unit) => {
    const { province } = context.scope;
    const found = await ownTender(context, unit.tx, params.tenderId);
    if (!found.ok) return found;
    const tender = found.value;
    const round = await lockRound(unit.tx, province, tender.id);
    if (tender.state !== 'opened' || round === null || round.openedAt === null)
      return refuse('tender.wrongState', { facts: { state: tender.state } });
    if (quotingWay(tender.mode) !== 'talks' || round.quotingEndedAt !== null)
      return refuse('bidding.noTalks', { basis: biddingBasis.bids });
    const { lines } = await standingOf(unit.tx, tender, { manufacturerId: body.manufacturerId });
    if (lines.length === 0) return refuse('bidding.noStandingQuote', { field: 'manufacturerId' });
    const from = shanghaiDate(round.openedAt);
    if (body.heldOn < from || body.heldOn > context.today)
      return refuse('bidding.heldOnWrong', {
        basis: biddingBasis.bids,
        field: 'heldOn',
        facts: { from, today: context.today },
      });
    const id = context.newId();
    const { manufacturerId, heldOn, ours, theirs, points } = body;
    await insertMinutes(context, unit, { id, tender, quoting: round.quoting, body });
    const attached = await attach(context, unit, body.evidenceIds, {
      subject: { kind: 'bid-negotiation', id },
      readers: [manufacturerId, tender.organiserId],
      jurisdiction: tender.jurisdiction,
    });
    if (!attached.ok) return attached;
    unit.notify({
      organisationId: manufacturerId,
      kind: 'bidding.negotiated',
      subject: { kind: 'tender', id: tender.id },
      facts: saying(tender),
    });
    unit.record({
      event: 'bidding.negotiated',
      subject: { kind: 'tender', id: tender.id },
      basis: [biddingBasis.bids],
      after: { number: tender.number, bidder: manufacturerId, heldOn, ours, theirs, points },
      readers: [tender.organiserId, manufacturerId],
    });
    return ok({ id });
  });
}

interface Minutes {
  readonly id: string;
  readonly tender: TenderFacts;
  readonly quoting: number;
  readonly body: Call<Negotiate>['body'];
}

async function insertMinutes(
  context: ActorContext,
  unit: Unit,
  { id, tender, quoting, body }: Minutes,
): Promise<void> {
  const { manufacturerId, heldOn, ours, theirs, points } = body;
  await unit.tx
    .insertInto('bidNegotiation')
    .values({
      province: context.scope.province,
      id,
      tenderId: tender.id,
      organiserId: tender.organiserId,
      manufacturerId,
      quoting,
      heldOn,
      ours,
      theirs,
      points,
      enteredAt: context.now,
      enteredBy: context.actor.accountId,
    })
    .execute();
}

type Read = typeof api.readQuoting;
export type Negotiation = ReplyOf<Read>['negotiations'][number];

/** Minutes with their files, as far as the scope of the transaction reads them. */
export async function negotiationsOf(tx: Tx, province: number, tenderId: string): Promise<Negotiation[]> {
  const rows = await tx
    .selectFrom('bidNegotiation as n')
    .innerJoin('organisation as o', 'o.id', 'n.manufacturerId')
    .select(['n.id', 'n.manufacturerId', 'o.name', 'n.quoting', 'n.heldOn', 'n.ours', 'n.theirs', 'n.points'])
    .select('n.enteredAt')
    .where('n.province', '=', province)
    .where('n.tenderId', '=', tenderId)
    .orderBy('n.id')
    .limit(500)
    .execute();
  const subjects = rows.map(({ id }) => ({ kind: 'bid-negotiation', id }));
  const files = await filesOf(tx, province, subjects);
  return rows.map(({ manufacturerId, name, ...row }) => ({
    ...row,
    bidder: { id: manufacturerId, name },
    files: [...(files.get(`bid-negotiation:${row.id}`) ?? [])],
  }));
}

/** Quotes that stand, with names. */
export async function standingShown(
  tx: Tx,
  tender: TenderFacts,
  of: { readonly manufacturerId?: string } = {},
): Promise<ReplyOf<Read>['standing']> {
  const { lines } = await standingOf(tx, tender, of);
  const products = new Map(
    (await tenderProducts(tx, tender.province, tender.id)).map((each) => [each.id, each]),
  );
  const units = new Map(
    (await tenderItems(tx, tender.province, tender.id)).map(({ item, unit }) => [item, unit]),
  );
  const names = await namesOf(tx, [...new Set(lines.map(({ bidder }) => bidder))]);
  return lines.map(({ product, bidder, price, quoting }) => ({
    productId: product,
    product: products.get(product)?.name ?? '',
    bidder: { id: bidder, name: names.get(bidder) ?? bidder },
    price,
    unit: units.get(products.get(product)?.item ?? '') ?? '',
    quoting,
  }));
}

/** What stands and what was negotiated, for whoever runs the round. */
export function readQuoting(
  context: ActorContext,
  { params }: Call<Read>,
): Promise<Result<ReplyOf<Read>, OrganiserRefusal>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const found = await organiserSees(context, tx, params.tenderId);
    if (!found.ok) return found;
    const tender = found.value;
    const { nextRoundWithin } = quotingPolicyOf(context.book, tender.jurisdiction, context.today);
    return ok({
      standing: await standingShown(tx, tender),
      negotiations: await negotiationsOf(tx, context.scope.province, tender.id),
      leastDueAt: dueOf(context.now, nextRoundWithin.value, context.calendar).dueAt,
    });
  });
}
