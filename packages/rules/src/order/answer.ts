import { type Quantity, compare, isPositive } from '../money.ts';
import type { Provision } from '../policy/provision.ts';
import type { Coded } from '../policy/shapes.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import { orderBasis } from './basis.ts';
import { type LineSums, closedRest, confirmed, isAnswered, isEnded, outstanding } from './line.ts';
import { type OrderState, orderState } from './order.ts';
import { type Reason, type ReasonRefusal, checkReason } from './reason.ts';
import { fitsUnit } from './unit.ts';

/** A line of an order with its sums. */
export interface OrderLine extends LineSums {
  readonly line: number;
  readonly purchaseUnit: string;
}
/** An order with all its lines, as commands on it see it. */
export interface Order {
  readonly state: OrderState;
  readonly lines: readonly OrderLine[];
  readonly placedBy: string;
  readonly deliverDueAt: Instant | null;
}

/** A line after a command, with the reason where a quantity of it ended. */
export interface ChangedLine extends OrderLine {
  readonly reason: Reason | null;
}
export interface Changed {
  readonly lines: readonly ChangedLine[];
  readonly state: OrderState;
}

/** The order's state after some of its lines changed. */
export function changed(order: Order, lines: readonly ChangedLine[], waitsForApproval = false): Changed {
  const byLine = new Map(lines.map((each) => [each.line, each]));
  const all = order.lines.map((each) => byLine.get(each.line) ?? each);
  return { lines, state: orderState(all, waitsForApproval) };
}

export type ApprovalRefusal =
  | 'order.notWaitingForApproval'
  | 'order.placerApproves'
  | 'order.reasonNoteMissing';

/** Releases an order that waits for an approver, or sends it back; whoever placed it does neither (HN-15). */
export function answerApproval(
  order: Order,
  answer: { readonly approve: boolean; readonly by: string; readonly note: string },
): Result<Changed, ApprovalRefusal> {
  if (order.state !== 'waiting-approval') {
    return refuse('order.notWaitingForApproval', { facts: { state: order.state } });
  }
  if (order.placedBy === answer.by) return refuse('order.placerApproves', { basis: orderBasis.twoPersons });
  if (answer.approve) return ok(changed(order, []));
  if (answer.note === '') return refuse('order.reasonNoteMissing', { field: 'note' });
  const reason = { code: 'notApproved', note: answer.note };
  return ok(
    changed(
      order,
      order.lines.map((line) => ({ ...line, ...closedRest(line, 'cancelled'), reason })),
    ),
  );
}

export interface LineAnswer {
  readonly line: number;
  readonly confirmed: Quantity;
  readonly reason: string | null;
  readonly note: string;
}
export type AnswerRefusal =
  | ReasonRefusal
  | 'order.notWaitingForAnswer'
  | 'order.lineUnknown'
  | 'order.lineTwice'
  | 'order.aboveOrdered'
  | 'order.quantityNotWhole';

/**
 * The distributor's answer to a whole order: each line that is not named is confirmed as ordered. What is not confirmed
 * is refused with a coded reason (HN-11a); lines that the institution cancelled meanwhile stay as they are.
 */
export function answerOrder(
  order: Order,
  answers: readonly LineAnswer[],
  reasons: Provision<readonly Coded[]>,
): Result<Changed, AnswerRefusal> {
  if (order.state !== 'placed') return refuse('order.notWaitingForAnswer', { facts: { state: order.state } });
  const byLine = new Map<number, { answer: LineAnswer; at: number }>();
  for (const [at, answer] of answers.entries()) {
    const field = `lines.${at}.line`;
    if (byLine.has(answer.line)) return refuse('order.lineTwice', { field, facts: { line: answer.line } });
    const line = order.lines.find((each) => each.line === answer.line);
    if (line === undefined || isAnswered(line))
      return refuse('order.lineUnknown', { field, facts: { line: answer.line } });
    byLine.set(answer.line, { answer, at });
  }
  const lines: ChangedLine[] = [];
  for (const line of order.lines) {
    if (isAnswered(line)) continue;
    const given = byLine.get(line.line);
    if (given === undefined) {
      lines.push({ ...line, ...confirmed(line, line.quantity), reason: null });
      continue;
    }
    const answered = answerLine(line, given.answer, reasons);
    if (!answered.ok) return { ...answered, field: `lines.${given.at}.${answered.field ?? 'line'}` };
    lines.push(answered.value);
  }
  return ok(changed(order, lines));
}

function answerLine(
  line: OrderLine,
  answer: LineAnswer,
  reasons: Provision<readonly Coded[]>,
): Result<ChangedLine, AnswerRefusal> {
  const facts = { line: line.line, ordered: line.quantity };
  if (compare(answer.confirmed, line.quantity) > 0)
    return refuse('order.aboveOrdered', { field: 'confirmed', facts });
  if (!fitsUnit(answer.confirmed, line.purchaseUnit))
    return refuse('order.quantityNotWhole', {
      field: 'confirmed',
      facts: { ...facts, unit: line.purchaseUnit },
    });
  if (compare(answer.confirmed, line.quantity) === 0)
    return ok({ ...line, ...confirmed(line, answer.confirmed), reason: null });
  const reason = checkReason(answer.reason, answer.note, reasons);
  if (!reason.ok) return reason;
  return ok({ ...line, ...confirmed(line, answer.confirmed), reason: reason.value });
}

export type CancelRefusal =
  | ReasonRefusal
  | 'order.alreadyConfirmed'
  | 'order.nothingOutstanding'
  | 'order.lineUnknown';

/**
 * The institution takes an order or some of its lines back (撤单): before the distributor confirmed, or what was not
 * shipped by the time it had to be delivered.
 */
export function cancelLines(
  order: Order,
  wish: {
    readonly lines: readonly number[] | null;
    readonly reason: string | null;
    readonly note: string;
    readonly now: Instant;
  },
  reasons: Provision<readonly Coded[]>,
): Result<Changed, CancelRefusal> {
  const reason = checkReason(wish.reason, wish.note, reasons);
  if (!reason.ok) return reason;
  const unknown = wish.lines?.find((line) => !order.lines.some((each) => each.line === line));
  if (unknown !== undefined) return refuse('order.lineUnknown', { field: 'lines', facts: { line: unknown } });
  const named = order.lines.filter((each) => wish.lines === null || wish.lines.includes(each.line));
  const open = named.filter((line) => isPositive(outstanding(line)));
  if (open.length === 0) return refuse('order.nothingOutstanding', { field: 'lines' });
  const isLate = order.deliverDueAt !== null && wish.now >= order.deliverDueAt;
  if (!isLate && open.some((line) => isAnswered(line))) {
    return refuse('order.alreadyConfirmed', { facts: { deliverDueAt: order.deliverDueAt } });
  }
  const lines = open.map((line) => ({ ...line, ...closedRest(line, 'cancelled'), reason: reason.value }));
  return ok(changed(order, lines, order.state === 'waiting-approval'));
}

/** What the clock closes when an order was not delivered in time (未配送订单自动撤销). */
export function expireOrder(order: Order): Changed {
  const lines = order.lines
    .filter((line) => !isEnded(line) && isPositive(outstanding(line)))
    .map((line) => ({ ...line, ...closedRest(line, 'expired'), reason: null }));
  return changed(order, lines);
}

/** 催单: once a day, while the distributor still owes something. */
export function mayUrge(
  order: Order,
  on: { readonly today: string; readonly urgedOn: string | null },
): Result<true, 'order.urgedToday' | 'order.nothingOutstanding'> {
  const isOpen = order.state === 'placed' || order.state === 'confirmed' || order.state === 'shipping';
  if (!isOpen || !order.lines.some((line) => isPositive(outstanding(line))))
    return refuse('order.nothingOutstanding');
  if (on.urgedOn === on.today) return refuse('order.urgedToday', { facts: { day: on.today } });
  return ok(true);
}
