import type { Calendar } from '../calendar/calendar.ts';
import { dueOf } from '../calendar/term.ts';
import { isPositive } from '../money.ts';
import { type PolicyBook, resolve } from '../policy/book.ts';
import { type Provision, type Term, basisOf } from '../policy/provision.ts';
import { type Basis, assert } from '../result.ts';
import { type Instant, shanghaiDate } from '../time.ts';
import { type LineSums, isAnswered, isEnded, lineState, openToShip, outstanding } from './line.ts';

/** 普通、加急、特急. */
export type Urgency = 'ordinary' | 'urgent' | 'critical';
export type OrderState =
  | 'waiting-approval'
  | 'placed'
  | 'confirmed'
  | 'shipping'
  | 'done'
  | 'refused'
  | 'cancelled'
  | 'expired';

/** The state of an order follows from its lines, and from whether it still waits for an approver. */
export function orderState(lines: readonly LineSums[], waitsForApproval: boolean): OrderState {
  assert(lines.length > 0, 'an order has lines');
  if (lines.every(isEnded)) {
    const states = lines.map(lineState);
    if (states.some((state) => state === 'accepted' || state === 'rejected')) return 'done';
    // Nothing was delivered: what ended most of it names the order, the distributor's refusal first.
    if (states.includes('refused')) return 'refused';
    return states.includes('expired') ? 'expired' : 'cancelled';
  }
  if (waitsForApproval) return 'waiting-approval';
  if (lines.some((line) => isPositive(line.shipped))) return 'shipping';
  return lines.some((line) => !isAnswered(line)) ? 'placed' : 'confirmed';
}

/** A deadline with the article that sets it; provisional while a notice still to come may move it. */
export interface Clock {
  readonly dueAt: Instant;
  readonly provisional: boolean;
  readonly basis: Basis;
}

interface Rules {
  readonly book: PolicyBook;
  readonly calendar: Calendar;
  /** Of the institution: its rules hold for the order. */
  readonly jurisdiction: string;
}

function clock(start: Instant, provision: Provision<unknown>, term: Term, calendar: Calendar): Clock {
  const { dueAt, provisional } = dueOf(start, term, calendar);
  return { dueAt, provisional, basis: basisOf(provision) };
}

/** Until when the distributor answers (HN-11a), counted from the placing or the approval. */
export function confirmClock(urgency: Urgency, placedAt: Instant, rules: Rules): Clock {
  const key = urgency === 'ordinary' ? 'order.confirmWithin' : 'order.confirmUrgentWithin';
  const provision = resolve(rules.book, key, rules.jurisdiction, shanghaiDate(placedAt));
  return clock(placedAt, provision, provision.value, rules.calendar);
}

/** Until when the goods arrive, counted from the confirmation; the terms of the day on which the order was confirmed. */
export function deliverClock(
  order: { readonly urgency: Urgency; readonly remote: boolean },
  confirmedAt: Instant,
  rules: Rules,
): Clock {
  const on = shanghaiDate(confirmedAt);
  const provision = resolve(rules.book, 'order.deliverWithin', rules.jurisdiction, on);
  const terms = provision.value;
  const ordinary = order.remote ? terms.ordinaryRemote : terms.ordinary;
  const urgent = order.remote ? terms.urgentRemote : terms.urgent;
  return clock(confirmedAt, provision, order.urgency === 'ordinary' ? ordinary : urgent, rules.calendar);
}

/** When what was not shipped lapses (未配送订单自动撤销), counted from the placing or the approval. */
export function expiryClock(placedAt: Instant, rules: Rules): Clock {
  const on = shanghaiDate(placedAt);
  const provision = resolve(rules.book, 'order.expireUndeliveredAfter', rules.jurisdiction, on);
  return clock(placedAt, provision, provision.value, rules.calendar);
}

/** When goods that nobody checked count as accepted (未入库自动收货): from arrival where it was recorded, else from shipping. */
export function receiptClock(arrivedOrShippedAt: Instant, rules: Rules): Clock {
  const on = shanghaiDate(arrivedOrShippedAt);
  const provision = resolve(rules.book, 'order.receiveAutomaticallyAfter', rules.jurisdiction, on);
  return clock(arrivedOrShippedAt, provision, provision.value, rules.calendar);
}

/** Whether a delivery site is remote by the distance of its jurisdiction's rules. */
export function isRemote(distanceKm: number, at: Instant, rules: Rules): boolean {
  return (
    distanceKm > resolve(rules.book, 'order.remoteDistanceKm', rules.jurisdiction, shanghaiDate(at)).value
  );
}

export type DueKind = 'confirm' | 'deliver' | 'expire';
export interface OrderClocks {
  readonly confirmDueAt: Instant | null;
  /** Set once the time to confirm passed without an answer. */
  readonly confirmOverdueAt: Instant | null;
  readonly deliverDueAt: Instant | null;
  /** Set once the time to deliver passed with goods outstanding. */
  readonly lateAt: Instant | null;
  readonly expireDueAt: Instant | null;
}

/** What the clock has to do next with an order, null when nothing: each event happens once. */
export function nextDue(
  clocks: OrderClocks,
  lines: readonly LineSums[],
): { readonly kind: DueKind; readonly at: Instant } | null {
  const waits = lines.some((line) => !isAnswered(line));
  const toShip = lines.some((line) => isPositive(openToShip(line)));
  const events: { kind: DueKind; at: Instant }[] = [];
  if (waits && clocks.confirmOverdueAt === null && clocks.confirmDueAt !== null)
    events.push({ kind: 'confirm', at: clocks.confirmDueAt });
  if (toShip && clocks.lateAt === null && clocks.deliverDueAt !== null)
    events.push({ kind: 'deliver', at: clocks.deliverDueAt });
  if (clocks.expireDueAt !== null && lines.some((line) => isPositive(outstanding(line))))
    events.push({ kind: 'expire', at: clocks.expireDueAt });
  return events.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0] ?? null;
}
