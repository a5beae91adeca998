import type { joinPool, leavePool, openBargain } from '@daylight/api/bargain.ts';
import type { BodyOf } from '@daylight/api/endpoint.ts';
import type { BargainRefusal } from '@daylight/api/bargain-refusals.ts';
import { type Bargain, type Moment, article11 } from '@daylight/rules/bargain/bargain.ts';
import { type OpenRefusal, openBargain as open, tradeWindowStart } from '@daylight/rules/bargain/open.ts';
import { bargainPolicyOf } from '@daylight/rules/bargain/policy.ts';
import {
  type JoinRefusal,
  type LeaveRefusal,
  joinPool as join,
  leavePool as leave,
} from '@daylight/rules/bargain/pool.ts';
import { type Refusal, type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { ZoneFinding } from '@daylight/rules/supervision/zone.ts';
import { shanghaiDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, brokenConstraint } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { barredFromBargain } from '../execution/port.ts';
import { type ListingForBuyer, listingsForOrder } from '../listing/port.ts';
import { warnOfOffer, zoneOfOffer } from './offer-zone.ts';
import { type Outcome, factsOf, outcomeOf } from './outcome.ts';
import {
  type Stored,
  addMember,
  addOffer,
  finish,
  insertBargain,
  loadForUpdate,
  membersOf,
  removeMember,
  saveBargain,
  tradesAtPrice,
} from './store.ts';

export type BargainAnswer<C extends string> = Promise<Result<Outcome, C | RepeatRefusal>>;

export async function listingFor(
  tx: Tx,
  context: ActorContext,
  listingId: string,
  buyer: { readonly institutionId: string; readonly jurisdiction: string },
): Promise<ListingForBuyer | null> {
  const { book, today: on, scope } = context;
  const found = await listingsForOrder(tx, {
    province: scope.province,
    ...buyer,
    ids: [listingId],
    book,
    on,
  });
  return found.get(listingId) ?? null;
}

async function isBound(tx: Tx, { scope, actor }: ActorContext, listingId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('bargainMember')
    .select('bargainId')
    .where('province', '=', scope.province)
    .where('listingId', '=', listingId)
    .where('institutionId', '=', actor.organisationId)
    .where('open', '=', true)
    .executeTakeFirst();
  return row !== undefined;
}

/** Of two at once for the same listing one is bound first; the other meets it when it tries again. */
async function commandOnce<C extends BargainRefusal>(
  context: ActorContext,
  work: (unit: Unit) => Promise<Result<Outcome, C>>,
): BargainAnswer<C> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await command(context, work);
    } catch (error) {
      if (attempt === 3 || brokenConstraint(error) !== 'bargain_open_once') throw error;
    }
  }
}

export interface Considered {
  readonly listing: ListingForBuyer;
  readonly bargain: Bargain;
  readonly trades: number;
}

/** 采购周期内不得进行二次议价 (JS-25a): what a round selected is bought as agreed. */
async function barredByRound(
  tx: Tx,
  context: ActorContext,
  listingId: string,
): Promise<Refusal<'bargain.inRound'> | null> {
  const found = (await barredFromBargain(tx, context, [listingId])).get(listingId);
  if (found === undefined) return null;
  const { number, until, basis } = found;
  return refuse('bargain.inRound', { basis, field: 'listingId', facts: { number, until } });
}

/** What an offer of the institution that asks would be, without making it. */
export async function consider(
  tx: Tx,
  context: ActorContext,
  offer: Omit<BodyOf<typeof openBargain>, 'note'>,
): Promise<Result<Considered, OpenRefusal | 'bargain.listingUnknown' | 'bargain.inRound'>> {
  const { actor, now, calendar, scope } = context;
  const buyer = { institutionId: actor.organisationId, jurisdiction: actor.jurisdiction };
  const listing = await listingFor(tx, context, offer.listingId, buyer);
  if (listing === null) return refuse('bargain.listingUnknown', { field: 'listingId' });
  const barred = await barredByRound(tx, context, offer.listingId);
  if (barred !== null) return barred;
  const policy = bargainPolicyOf(context.book, actor.jurisdiction, context.today);
  const moment: Moment = { now, calendar, policy };
  const since = shanghaiMoment(tradeWindowStart(now, policy), '00:00');
  const trades = await tradesAtPrice(tx, scope.province, { ...listing, price: offer.price }, since);
  const opened = open({ ...offer, listing, trades }, moment);
  return opened.ok ? ok({ listing, bargain: opened.value, trades: trades.length }) : opened;
}

type OpenCode =
  | OpenRefusal
  | 'bargain.listingUnknown'
  | 'bargain.alreadyOpen'
  | 'bargain.priceBlocked'
  | 'bargain.inRound';

/** An institution opens a bargain, alone or as a pool (JS-11, HN-5). */
export async function openOne(
  context: ActorContext,
  call: Call<typeof openBargain>,
): BargainAnswer<OpenCode> {
  const number = await nextNumber(context, 'YJ');
  return commandOnce<OpenCode>(context, async (unit) => {
    const { tx } = unit;
    const { listingId, price } = call.body;
    const { organisationId: institutionId, jurisdiction } = context.actor;
    if (await isBound(tx, context, listingId)) return refuse('bargain.alreadyOpen', { basis: article11 });
    const considered = await consider(tx, context, call.body);
    if (!considered.ok) return considered;
    const { listing, bargain } = considered.value;
    const zone = await zoneOfOffer(unit, context, { listing, institutionId, price });
    if (!zone.ok) return zone;
    const { itemCode, manufacturerId } = listing;
    const id = context.newId();
    const identity = { id, number, listingId, itemCode, manufacturerId, institutionId, jurisdiction };
    const stored = { ...identity, openedAt: context.now, bargain, version: 1, evidence: null };
    await insertOpened(unit, context, { stored, listing, zone: zone.value, body: call.body });
    await warnOfOffer(unit, context, {
      listing,
      institutionId,
      price,
      jurisdiction,
      number,
      bargainId: id,
      kind: bargain.kind,
      zone: zone.value,
    });
    return ok(outcomeOf(stored, bargain, 1));
  });
}

interface Opened {
  readonly stored: Stored;
  readonly listing: ListingForBuyer;
  readonly zone: ZoneFinding;
  readonly body: BodyOf<typeof openBargain>;
}

async function insertOpened(unit: Unit, context: ActorContext, { stored, listing, zone, body }: Opened) {
  const { tx } = unit;
  const { id, bargain, institutionId, manufacturerId } = stored;
  const isAgreed = bargain.state === 'agreed';
  await insertBargain(tx, context, {
    stored,
    openedBy: context.actor.accountId,
    note: body.note,
    joiningUntil: bargain.state === 'joining' ? (bargain.due?.at ?? null) : null,
    zone,
  });
  const offer = {
    organisationId: institutionId,
    side: 'institution' as const,
    note: body.note,
    zone: zone.zone,
  };
  await addOffer(tx, context, stored, { ...offer, bargain });
  if (isAgreed) await finish(tx, context, stored, bargain);
  const facts = factsOf(stored.number, listing, bargain);
  const subject = { kind: 'bargain', id };
  const dueAt = bargain.due?.at ?? null;
  unit.record({
    event: 'bargain.opened',
    subject,
    basis: [bargain.outcomeBasis ?? bargain.due?.basis ?? article11],
    after: { ...facts, state: bargain.state, dueAt, zone: zone.zone },
    readers: [manufacturerId],
  });
  const kind = isAgreed ? 'bargain.agreed' : bargain.pooled ? 'bargain.poolOpened' : 'bargain.opened';
  unit.notify({ organisationId: manufacturerId, kind, subject, facts, dueAt });
}

/** Another institution joins an open pool with its own quantity (拼单议价). */
export async function joinOne(
  context: ActorContext,
  call: Call<typeof joinPool>,
): BargainAnswer<JoinRefusal | 'bargain.unknown' | 'bargain.alreadyOpen' | 'bargain.inRound'> {
  return commandOnce<JoinRefusal | 'bargain.unknown' | 'bargain.alreadyOpen' | 'bargain.inRound'>(
    context,
    async (unit) => {
      const { tx } = unit;
      const { actor, now, calendar, scope } = context;
      const institutionId = actor.organisationId;
      const stored = await loadForUpdate(tx, scope.province, call.params.bargainId);
      if (stored === null || !stored.bargain.pooled) return refuse('bargain.unknown');
      const listing = await listingFor(tx, context, stored.listingId, {
        institutionId,
        jurisdiction: actor.jurisdiction,
      });
      if (listing === null) return refuse('bargain.unknown');
      const barred = await barredByRound(tx, context, stored.listingId);
      if (barred !== null) return { ...barred, field: null };
      const policy = bargainPolicyOf(context.book, stored.jurisdiction, shanghaiDate(stored.openedAt));
      const members = await membersOf(tx, scope.province, stored.id);
      const { quantity } = call.body;
      const joined = join(
        stored.bargain,
        { institutionId, quantity, listing, members },
        { now, calendar, policy },
      );
      if (!joined.ok) return joined;
      if (await isBound(tx, context, stored.listingId))
        return refuse('bargain.alreadyOpen', { basis: article11 });
      await addMember(tx, context, { ...stored, pooled: true }, { institutionId, quantity });
      await saveBargain(tx, context, stored, { bargain: joined.value });
      const facts = { ...factsOf(stored.number, listing, joined.value), joined: quantity };
      unit.record({
        event: 'bargain.joined',
        subject: { kind: 'bargain', id: stored.id },
        basis: [article11],
        before: { quantity: stored.bargain.quantity },
        after: facts,
        readers: [stored.institutionId, stored.manufacturerId],
      });
      unit.notify({
        organisationId: stored.institutionId,
        kind: 'bargain.joined',
        subject: { kind: 'bargain', id: stored.id },
        facts,
      });
      return ok(outcomeOf(stored, joined.value, stored.version + 1));
    },
  );
}

/** A member leaves an open pool before its window closes. */
export async function leaveOne(
  context: ActorContext,
  call: Call<typeof leavePool>,
): BargainAnswer<LeaveRefusal | 'bargain.unknown'> {
  return command(context, async (unit) => {
    const { tx } = unit;
    const { actor, now, calendar, scope } = context;
    const stored = await loadForUpdate(tx, scope.province, call.params.bargainId);
    if (stored === null || !stored.bargain.pooled) return refuse('bargain.unknown');
    const policy = bargainPolicyOf(context.book, stored.jurisdiction, shanghaiDate(stored.openedAt));
    const members = await membersOf(tx, scope.province, stored.id);
    const leaving = { institutionId: actor.organisationId, initiatorId: stored.institutionId, members };
    const left = leave(stored.bargain, leaving, { now, calendar, policy });
    if (!left.ok) return left;
    await removeMember(tx, context, stored.id, actor.organisationId);
    await saveBargain(tx, context, stored, { bargain: left.value });
    unit.record({
      event: 'bargain.left',
      subject: { kind: 'bargain', id: stored.id },
      basis: [article11],
      before: { quantity: stored.bargain.quantity },
      after: { quantity: left.value.quantity },
      readers: [stored.institutionId, stored.manufacturerId],
    });
    return ok(outcomeOf(stored, left.value, stored.version + 1));
  });
}
