import type {
  answerOrder,
  answerOrderBatch,
  approveOrder,
  cancelOrder,
  urgeOrder,
} from '@daylight/api/order-answer.ts';
import type { ReplyOf, RefusalOf } from '@daylight/api/endpoint.ts';
import type { EventName } from '@daylight/api/events.ts';
import type { ChangedLine } from '@daylight/rules/order/answer.ts';
import * as rules from '@daylight/rules/order/answer.ts';
import { orderBasis } from '@daylight/rules/order/basis.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, type Refusal, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Call } from '../../route.ts';
import { notListed } from '../listing/port.ts';
import { problemOfLine } from './problem.ts';
import {
  type OrderChange,
  type SavedOrder,
  type StoredOrder,
  clockOf,
  lockOrders,
  saveOrders,
} from './store.ts';

type After = ReplyOf<typeof answerOrder>;

function afterOf(saved: SavedOrder): After {
  return {
    id: saved.id,
    number: saved.number,
    state: saved.state,
    version: saved.version,
    due: saved.due?.clock ?? null,
    dueKind: saved.due?.kind ?? null,
  };
}

type Changed<C extends string> = Result<Omit<OrderChange, 'order'>, C>;
type Changing<C extends string> = (order: StoredOrder, unit: Unit) => Changed<C> | Promise<Changed<C>>;

interface Told {
  readonly event: EventName;
  readonly basis: readonly Basis[];
  /** The organisation on the other side, which is told. */
  readonly to: (order: StoredOrder) => string;
  readonly notice: string;
}

/** One order of one's own side: locked, unchanged since it was read, decided, saved and told to the other side. */
async function changeOrder<C extends string>(
  context: ActorContext,
  ask: {
    readonly id: string;
    readonly version: number | null;
    readonly side: 'institutionId' | 'distributorId';
  },
  change: Changing<C>,
  told: (order: StoredOrder, changed: OrderChange) => Told,
): Promise<Result<After, C | 'order.unknown' | 'request.stale' | RepeatRefusal>> {
  return command<After, C | 'order.unknown' | 'request.stale'>(context, async (unit) => {
    const side = { [ask.side]: context.actor.organisationId };
    const order = (await lockOrders(unit.tx, context, [ask.id], side)).get(ask.id);
    if (order === undefined) return refuse('order.unknown');
    if (ask.version !== null && order.version !== ask.version) return refuse('request.stale');
    const decided = await change(order, unit);
    if (!decided.ok) return decided;
    const whole = { order, ...decided.value };
    const saved = (await saveOrders(unit.tx, context, [whole])).get(order.id);
    if (saved === undefined) throw new Error('an order that was not saved');
    tell(unit, whole, told(order, whole), saved);
    return ok(afterOf(saved));
  });
}

/** The journal keeps what happened to each line; the other side is told once. */
export function tell(unit: Unit, change: OrderChange, told: Told, saved: SavedOrder): void {
  const { order, changed } = change;
  const subject = { kind: 'order', id: order.id };
  unit.record({
    event: told.event,
    subject,
    basis: told.basis,
    before: { state: order.state },
    after: { number: order.number, state: changed.state, lines: changed.lines.map(lineFact) },
    readers: [order.institutionId, order.distributorId],
  });
  unit.notify({
    organisationId: told.to(order),
    kind: told.notice,
    subject,
    facts: { number: order.number, amount: order.amount, urgency: order.urgency, state: changed.state },
    dueAt: saved.due?.clock.dueAt ?? null,
  });
}

function lineFact(line: ChangedLine) {
  const { confirmed, shipped, accepted, rejected, closed, ending, reason } = line;
  return { line: line.line, confirmed, shipped, accepted, rejected, closed, ending, reason };
}

export async function approve(
  context: ActorContext,
  { params, body }: Call<typeof approveOrder>,
): Promise<Result<After, RefusalOf<typeof approveOrder> | RepeatRefusal>> {
  const by = context.actor.accountId;
  return changeOrder(
    context,
    { id: params.orderId, version: body.version, side: 'institutionId' },
    async (order, unit) => {
      const decided = rules.answerApproval(order, { ...body, by });
      if (!decided.ok) return decided;
      if (!body.approve) return ok({ changed: decided.value });
      const ids = order.lines.map((line) => line.listingId);
      const ended = await notListed(unit.tx, context.scope.province, ids);
      // What was suspended while the order waited is not ordered any more (JS-14a).
      if (ended !== null)
        return refuse('order.listingSuspended', {
          basis: ended.basis ?? orderBasis.onPlatform,
          facts: ended.facts,
        });
      const released = { order, approval: { by } };
      const clocks = {
        confirmDueAt: clockOf(context, released, 'confirm').dueAt,
        expireDueAt: clockOf(context, released, 'expire').dueAt,
      };
      return ok({ changed: decided.value, clocks, approval: { by } });
    },
    (order) => ({
      event: body.approve ? 'order.approved' : 'order.notApproved',
      basis: [orderBasis.twoPersons],
      to: () => (body.approve ? order.distributorId : order.institutionId),
      notice: body.approve ? 'order.toConfirm' : 'order.notApproved',
    }),
  );
}

function decideAnswer(
  context: Context,
  order: StoredOrder,
  answers: Call<typeof answerOrder>['body']['lines'],
): Result<Omit<OrderChange, 'order'>, rules.AnswerRefusal> {
  const on = shanghaiDate(order.placedAt);
  const reasons = resolve(context.book, 'order.refuseReasons', order.jurisdiction, on);
  const decided = rules.answerOrder(order, answers, reasons);
  if (!decided.ok) return decided;
  const deliverDueAt = clockOf(context, { order, answered: true }, 'deliver').dueAt;
  return ok({ changed: decided.value, clocks: { deliverDueAt }, answered: true });
}

function toldOfAnswer(context: Context, { order, changed }: OrderChange): Told {
  const refusedAll = changed.state === 'refused';
  const reasons = resolve(
    context.book,
    'order.refuseReasons',
    order.jurisdiction,
    shanghaiDate(order.placedAt),
  );
  const refusedSome = changed.lines.some((line) => line.reason !== null);
  return {
    event: refusedAll ? 'order.refused' : 'order.confirmed',
    // SX-5.3c, HN-11a: what is not supplied is counted against the one who promised it.
    basis: refusedSome ? [orderBasis.supply, basisOf(reasons)] : [orderBasis.chosenDistributor],
    to: () => order.institutionId,
    notice: refusedAll ? 'order.refused' : refusedSome ? 'order.partlyConfirmed' : 'order.confirmed',
  };
}

export async function answer(
  context: ActorContext,
  { params, body }: Call<typeof answerOrder>,
): Promise<Result<After, RefusalOf<typeof answerOrder> | RepeatRefusal>> {
  return changeOrder(
    context,
    { id: params.orderId, version: body.version, side: 'distributorId' },
    (order) => decideAnswer(context, order, body.lines),
    (_, change) => toldOfAnswer(context, change),
  );
}

/** Several orders in one transaction; one that cannot be answered leaves the others alone. */
export async function answerInBulk(
  context: ActorContext,
  { body }: Call<typeof answerOrderBatch>,
): Promise<Result<ReplyOf<typeof answerOrderBatch>, RepeatRefusal>> {
  return command(context, async (unit) => {
    const ids = body.orders.map((each) => each.orderId);
    const orders = await lockOrders(unit.tx, context, ids, { distributorId: context.actor.organisationId });
    const changes: OrderChange[] = [];
    const seen = new Set<string>();
    const results = body.orders.map((ask, at) => {
      const order = orders.get(ask.orderId);
      const isStale = order !== undefined && (order.version !== ask.version || seen.has(ask.orderId));
      seen.add(ask.orderId);
      const decided: Result<Omit<OrderChange, 'order'>> =
        order === undefined
          ? refuse('order.unknown')
          : isStale
            ? refuse('request.stale')
            : decideAnswer(context, order, ask.lines);
      if (decided.ok && order !== undefined) changes.push({ order, ...decided.value });
      const problem = decided.ok ? null : problemOfLine(decided satisfies Refusal, at);
      return { orderId: ask.orderId, ok: decided.ok, problem };
    });
    const saved = changes.length === 0 ? new Map() : await saveOrders(unit.tx, context, changes);
    for (const change of changes) {
      tell(unit, change, toldOfAnswer(context, change), saved.get(change.order.id));
    }
    if (changes.length === 0) noneAnswered(unit, context, ids.length);
    return ok({ results, confirmed: changes.length });
  });
}

function noneAnswered(unit: Unit, context: ActorContext, orders: number): void {
  unit.record({
    event: 'order.answersRefused',
    subject: { kind: 'organisation', id: context.actor.organisationId },
    basis: [],
    after: { orders },
  });
}

export async function cancel(
  context: ActorContext,
  { params, body }: Call<typeof cancelOrder>,
): Promise<Result<After, RefusalOf<typeof cancelOrder> | RepeatRefusal>> {
  return changeOrder(
    context,
    { id: params.orderId, version: body.version, side: 'institutionId' },
    (order) => {
      const on = shanghaiDate(order.placedAt);
      const reasons = resolve(context.book, 'order.cancelReasons', order.jurisdiction, on);
      const decided = rules.cancelLines(order, { ...body, now: context.now }, reasons);
      return decided.ok ? ok({ changed: decided.value }) : decided;
    },
    (order) => ({
      event: 'order.cancelled',
      basis: [orderBasis.onPlatform],
      to: () => order.distributorId,
      notice: 'order.cancelled',
    }),
  );
}

export async function urge(
  context: ActorContext,
  { params }: Call<typeof urgeOrder>,
): Promise<Result<ReplyOf<typeof urgeOrder>, RefusalOf<typeof urgeOrder> | RepeatRefusal>> {
  let count = 0;
  const urged = await changeOrder(
    context,
    { id: params.orderId, version: null, side: 'institutionId' },
    (order) => {
      const may = rules.mayUrge(order, { today: context.today, urgedOn: order.urgedOn });
      if (!may.ok) return may;
      count = order.urgeCount + 1;
      return ok({ changed: { lines: [], state: order.state }, urged: true });
    },
    (order) => ({
      event: 'order.urged',
      basis: [orderBasis.supply],
      to: () => order.distributorId,
      notice: 'order.urged',
    }),
  );
  if (urged.ok) return ok({ urgeCount: count });
  // Without a version there is nothing to be stale.
  return urged.code === 'request.stale' ? refuse('order.unknown') : { ...urged, code: urged.code };
}
