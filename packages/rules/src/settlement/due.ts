import { type Calendar, addWorkdays } from '../calendar/calendar.ts';
import { type Due, dueOf } from '../calendar/term.ts';
import { type Quantity, addQuantity, compare, none } from '../money.ts';
import { type PolicyBook, resolve } from '../policy/book.ts';
import { type Provision, type Term, basisOf } from '../policy/provision.ts';
import { type Basis, assert, never } from '../result.ts';
import {
  type Instant,
  addDays,
  addHours,
  addMonths,
  addMs,
  dayNumber,
  shanghaiDate,
  shanghaiMoment,
} from '../time.ts';

export interface PaymentDue extends Due {
  readonly basis: Basis;
  readonly provision: Provision<Term>;
}

/**
 * When the goods of an acceptance have to be paid: by the term in force for the institution on the day of acceptance
 * (SX-5.5a end of the month after, GD-6b 30 days, GY-4.3b three months; elsewhere this product's default, JS-32).
 */
export function paymentDue(
  acceptedAt: Instant,
  jurisdiction: string,
  book: PolicyBook,
  calendar: Calendar,
): PaymentDue {
  const provision = resolve(book, 'settlement.paymentDue', jurisdiction, shanghaiDate(acceptedAt));
  return { ...dueOf(acceptedAt, provision.value, calendar), basis: basisOf(provision), provision };
}

/** An invoice over several acceptances is due by the first of them, so that none of its goods is paid late. */
export function clockStart(acceptances: readonly Instant[]): Instant | null {
  return acceptances.reduce<Instant | null>(
    (first, each) => (first === null || each < first ? each : first),
    null,
  );
}

/** How much of one lot was accepted at a moment. */
export interface Acceptance {
  readonly at: Instant;
  readonly accepted: Quantity;
}

/**
 * From when the next goods of a lot that was accepted in parts are to be paid: what is invoiced already covers the oldest
 * acceptances, so an invoice over the rest does not begin with goods that another one covers. Oldest first; null when
 * nothing was accepted.
 */
export function acceptedFrom(acceptances: readonly Acceptance[], invoiced: Quantity): Instant | null {
  let covered = none;
  for (const { at, accepted } of acceptances) {
    covered = addQuantity(covered, accepted);
    if (compare(covered, invoiced) > 0) return at;
  }
  return acceptances.at(-1)?.at ?? null;
}

/** The last day on which payment is in time. */
export function lastDayOf(dueAt: Instant): ReturnType<typeof shanghaiDate> {
  return shanghaiDate(addMs(dueAt, -1));
}

/** From when a reminder is due: the term counted back from the last day to pay; a term in hours from its moment. */
export function remindFrom(dueAt: Instant, before: Term, calendar: Calendar): Instant {
  const lastDay = lastDayOf(dueAt);
  switch (before.unit) {
    case 'naturalDay':
      return shanghaiMoment(addDays(lastDay, -before.amount), '00:00');
    case 'workday':
      return shanghaiMoment(addWorkdays(lastDay, -before.amount, calendar).date, '00:00');
    case 'month':
    case 'endOfNextMonth':
      return shanghaiMoment(addMonths(lastDay, -before.amount), '00:00');
    case 'hour':
    case 'workdayHour':
      return addHours(dueAt, -before.amount);
    default:
      return never(before.unit);
  }
}

/** Calendar days begun since the last day to pay (逾期天数): 1 on the first day that is too late, 0 before. */
export function daysOverdue(dueAt: Instant, now: Instant): number {
  if (now < dueAt) return 0;
  const days = dayNumber(shanghaiDate(now)) - dayNumber(lastDayOf(dueAt));
  assert(days >= 0, 'a deadline that passed lies behind');
  return days;
}
