import type { placeOrderBatch, placeOrders, placedOrder } from '@daylight/api/order.ts';
import { type Money, add, zero } from '@daylight/rules/money.ts';
import { orderBasis } from '@daylight/rules/order/basis.ts';
import { type Urgency, confirmClock, expiryClock, isRemote } from '@daylight/rules/order/order.ts';
import {
  type LineRefusal,
  type PlacedGroup,
  type Placing,
  type WishLine,
  placeOrders as decide,
} from '@daylight/rules/order/place.ts';
import { type Refusal, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { z } from 'zod';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, brokenConstraint } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { moveVolume } from '../execution/port.ts';
import { raiseWarning } from '../supervision/port.ts';
import { type Institution, type LoadedOffers, loadOffers, orderRules } from './offers.ts';
import { type NewOrder, type Writing, writeOrders } from './place-store.ts';
import { problemOfLine } from './problem.ts';
import { type OrderVolumes, newMoves, volumesOf } from './volumes.ts';
import { lineZoneOf, zonesOf } from './zones.ts';

/** One order as asked for, after defaults: what the single and the batch form have in common. */
export interface Wish {
  readonly siteId: string;
  readonly urgency: Urgency;
  readonly note: string;
  readonly clientReference: string;
  readonly lines: readonly WishLine[];
}

type WishRefusal = LineRefusal | 'order.siteUnknown' | 'order.referenceUsed' | 'order.referenceTwice';

interface Decision {
  readonly wish: Wish;
  readonly site: { readonly id: string; readonly remote: boolean };
  readonly groups: readonly PlacedGroup[];
  readonly accounts: OrderVolumes['accounts'];
}
type Decided =
  | { readonly ok: true; readonly decision: Decision }
  | {
      readonly ok: false;
      readonly refusals: readonly { line: number | null; refusal: Refusal<WishRefusal> }[];
    };

export function institutionOf(context: ActorContext): Institution {
  return { id: context.actor.organisationId, jurisdiction: context.actor.jurisdiction };
}

interface BodyWish extends Omit<Wish, 'siteId' | 'lines'> {
  readonly siteId?: string | undefined;
  readonly lines: readonly (Omit<WishLine, 'expectedPrice'> & {
    readonly expectedPrice?: Money | undefined;
  })[];
}

export function wishOf(context: ActorContext, body: BodyWish): Wish {
  const lines = body.lines.map((line) => ({ ...line, expectedPrice: line.expectedPrice ?? null }));
  return { ...body, siteId: body.siteId ?? context.actor.organisationId, lines };
}

/** Decides every wish on what holds now; nothing is written. */
async function decideWishes(tx: Tx, context: ActorContext, wishes: readonly Wish[]): Promise<Decided[]> {
  const institution = institutionOf(context);
  const loaded = await loadOffers(tx, context, {
    institution,
    listingIds: wishes.flatMap((wish) => wish.lines.map((line) => line.listingId)),
    siteIds: [...new Set(wishes.map((wish) => wish.siteId))],
    references: wishes.flatMap((wish) => (wish.clientReference === '' ? [] : [wish.clientReference])),
    hold: true,
  });
  const findings = await zonesOf(tx, context, institution, loaded);
  const volumes = await volumesOf(tx, context, institution, loaded);
  const rules = { ...orderRules(context, institution), ...loaded.own };
  const seen = new Set<string>();
  return wishes.map((wish) => {
    const held = wishHeldBack(wish, loaded, seen);
    if (held !== null) return { ok: false, refusals: [{ line: null, refusal: held }] };
    const zones = wish.lines.map((line) => lineZoneOf(findings.get(line.listingId)));
    const placing: Placing = decide(
      wish.lines,
      { offers: loaded.offers, zones, limits: volumes.limits },
      rules,
    );
    if (!placing.ok) return { ok: false, refusals: placing.refused };
    const distanceKm = loaded.sites.get(wish.siteId)?.distanceKm ?? 0;
    const remote = isRemote(distanceKm, context.now, { ...context, jurisdiction: institution.jurisdiction });
    return {
      ok: true,
      decision: {
        wish,
        site: { id: wish.siteId, remote },
        groups: placing.groups,
        accounts: volumes.accounts,
      },
    };
  });
}

function wishHeldBack(wish: Wish, loaded: LoadedOffers, seen: Set<string>): Refusal<WishRefusal> | null {
  const { clientReference: reference } = wish;
  if (!loaded.sites.has(wish.siteId)) return refuse('order.siteUnknown', { field: 'siteId' });
  if (reference === '') return null;
  const facts = { reference };
  if (loaded.usedReferences.has(reference))
    return refuse('order.referenceUsed', { field: 'clientReference', facts });
  if (seen.has(reference)) return refuse('order.referenceTwice', { field: 'clientReference', facts });
  seen.add(reference);
  return null;
}

/** The clocks of an order that is placed now; null while it waits for an approver. */
export function clocksOf(context: ActorContext, urgency: Urgency) {
  const rules = { ...context, jurisdiction: context.actor.jurisdiction };
  return { confirm: confirmClock(urgency, context.now, rules), expire: expiryClock(context.now, rules) };
}

async function newOrders(context: ActorContext, { wish, site, groups }: Decision): Promise<NewOrder[]> {
  const orders: NewOrder[] = [];
  for (const group of groups) {
    const clocks = group.approval === null ? clocksOf(context, wish.urgency) : null;
    const confirmFirst = clocks !== null && clocks.confirm.dueAt <= clocks.expire.dueAt;
    orders.push({
      id: context.newId(),
      number: await nextNumber(context, 'DD'),
      siteId: site.id,
      remote: site.remote,
      distributorId: group.distributorId,
      distributor: group.lines[0]?.offer.distributor ?? '',
      urgency: wish.urgency,
      state: group.approval === null ? 'placed' : 'waiting-approval',
      approval: group.approval,
      amount: group.amount,
      note: wish.note,
      clientReference: wish.clientReference,
      clocks,
      due:
        clocks === null
          ? null
          : {
              kind: confirmFirst ? 'confirm' : 'expire',
              clock: confirmFirst ? clocks.confirm : clocks.expire,
            },
      lines: group.lines,
    });
  }
  return orders;
}

/** Writes what was decided, with journal and notices; the whole of it in the caller's transaction. */
async function place(
  unit: Unit,
  context: ActorContext,
  decisions: readonly Decision[],
  fromCart: boolean,
): Promise<NewOrder[][]> {
  const perWish: NewOrder[][] = [];
  for (const decision of decisions) perWish.push(await newOrders(context, decision));
  const orders = perWish.flat();
  const writing: Writing = {
    orders,
    references: decisions.flatMap(({ wish }, at) =>
      wish.clientReference === ''
        ? []
        : [{ reference: wish.clientReference, orderIds: (perWish[at] ?? []).map((each) => each.id) }],
    ),
    accounts: decisions[0]?.accounts ?? new Map(),
    fromCart: fromCart ? decisions.flatMap(({ wish }) => wish.lines.map((line) => line.listingId)) : [],
  };
  writeOrders(unit.tx, context, writing);
  await moveVolume(unit.tx, context, newMoves(writing));
  for (const order of orders) tell(unit, context, order);
  for (const order of orders) await warnOfRed(unit, context, order);
  return perWish;
}

function tell(unit: Unit, context: ActorContext, order: NewOrder): void {
  const subject = { kind: 'order', id: order.id };
  const agreed = order.lines.some((line) => line.kind === 'agreed');
  unit.record({
    event: 'order.placed',
    subject,
    basis: agreed ? [orderBasis.onPlatform, orderBasis.notAboveListing] : [orderBasis.onPlatform],
    after: {
      number: order.number,
      state: order.state,
      amount: order.amount,
      lines: order.lines.length,
      distributorId: order.distributorId,
      urgency: order.urgency,
    },
    readers: [order.distributorId],
  });
  const waits = order.approval !== null;
  unit.notify({
    organisationId: waits ? context.actor.organisationId : order.distributorId,
    kind: waits ? 'order.toApprove' : 'order.toConfirm',
    subject,
    facts: { number: order.number, amount: order.amount, urgency: order.urgency },
    dueAt: order.clocks?.confirm.dueAt ?? null,
  });
}

/** JS-12A: the institution was asked for its reason, the bureaus are warned where the rule in force says so. */
async function warnOfRed(unit: Unit, context: ActorContext, order: NewOrder): Promise<void> {
  const red = order.lines.filter((line) => line.zone === 'red' && line.warnsBureau);
  const [first] = red;
  if (first === undefined) return;
  await raiseWarning(unit, context, {
    kind: 'price.red',
    jurisdiction: context.actor.jurisdiction,
    institutionId: context.actor.organisationId,
    organisationId: first.offer.manufacturerId,
    subject: { kind: 'order', id: order.id },
    facts: {
      number: order.number,
      product: first.offer.productName,
      price: first.price,
      reason: first.wish.reason,
      lines: red.length,
    },
    basis: orderBasis.redZone,
  });
}

function replyOf(order: NewOrder, wish: Wish): z.output<typeof placedOrder> {
  const { clocks } = order;
  return {
    id: order.id,
    number: order.number,
    distributor: { id: order.distributorId, name: order.distributor },
    state: order.state,
    approval: order.approval,
    amount: order.amount,
    lines: order.lines.map((line) => wish.lines.indexOf(line.wish)),
    confirm: clocks === null ? null : { ...clocks.confirm },
  };
}

/** Two callers with the same own reference at once: the second one meets the row of the first. */
function isReferenceRace(error: unknown): boolean {
  return brokenConstraint(error) === 'order_reference_pkey';
}

export async function placeOrdersOnce(
  context: ActorContext,
  { body }: Call<typeof placeOrders>,
): Promise<Result<ReplyOf<typeof placeOrders>, WishRefusal | 'request.keyUsedForAnotherBody'>> {
  const wish = wishOf(context, body);
  try {
    return await command(context, async (unit) => {
      const [decided] = await decideWishes(unit.tx, context, [wish]);
      assert(decided !== undefined, 'one decision per wish');
      if (!decided.ok) return firstOf(decided.refusals);
      const [orders = []] = await place(unit, context, [decided.decision], body.fromCart);
      return ok({
        orders: orders.map((order) => replyOf(order, wish)),
        amount: orders.reduce<Money>((sum, order) => add(sum, order.amount), zero),
      });
    });
  } catch (error) {
    if (!isReferenceRace(error)) throw error;
    const facts = { reference: wish.clientReference };
    return refuse('order.referenceUsed', { field: 'clientReference', facts });
  }
}

function firstOf(refusals: readonly { readonly refusal: Refusal<WishRefusal> }[]): Refusal<WishRefusal> {
  const [first] = refusals;
  assert(first !== undefined, 'a refused order says why');
  return { ...first.refusal, facts: { ...first.refusal.facts, refusedLines: refusals.length } };
}

/** Up to 100 orders in one transaction; those that cannot be placed leave the others alone. */
export async function placeOrdersInBulk(
  context: ActorContext,
  { body }: Call<typeof placeOrderBatch>,
): Promise<Result<ReplyOf<typeof placeOrderBatch>, 'request.keyUsedForAnotherBody'>> {
  const wishes = body.orders.map((order) => wishOf(context, order));
  for (;;) {
    try {
      return await command(context, (unit) => placeBatch(unit, context, wishes));
    } catch (error) {
      // Somebody ordered one of the references meanwhile: the next try finds and reports it.
      if (!isReferenceRace(error)) throw error;
    }
  }
}

async function placeBatch(unit: Unit, context: ActorContext, wishes: readonly Wish[]) {
  const decided = await decideWishes(unit.tx, context, wishes);
  const decisions = decided.flatMap((each) => (each.ok ? [each.decision] : []));
  const placed = decisions.length === 0 ? [] : await place(unit, context, decisions, false);
  if (decisions.length === 0) {
    unit.record({
      event: 'order.batchRefused',
      subject: { kind: 'institution', id: context.actor.organisationId },
      basis: [orderBasis.onPlatform],
      after: { orders: wishes.length },
    });
  }
  let next = 0;
  const results = decided.map((each, at) => {
    const clientReference = wishes[at]?.clientReference ?? '';
    if (!each.ok) {
      const problems = each.refusals.map(({ line, refusal }) => problemOfLine(refusal, line));
      return { clientReference, ok: false, orders: [], problems };
    }
    const orders = (placed[next++] ?? []).map((order) => replyOf(order, each.decision.wish));
    return { clientReference, ok: true, orders, problems: [] };
  });
  return ok({ results, placed: decisions.length, refused: wishes.length - decisions.length });
}
