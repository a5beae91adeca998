import type { Calendar } from '../calendar/calendar.ts';
import { type Due, dueOf } from '../calendar/term.ts';
import { type PolicyBook, resolve } from '../policy/book.ts';
import { type Provision, type Term, basisOf } from '../policy/provision.ts';
import type { Basis } from '../result.ts';
import { type Instant, shanghaiDate } from '../time.ts';

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
  return acceptances.reduce<Instant | null>((first, each) => (first === null || each < first ? each : first), null);
}
