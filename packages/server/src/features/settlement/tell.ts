import type { EventName } from '@daylight/api/events.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { Basis, Facts } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import type { Unit } from '../../command.ts';
import type { StoredInvoice, StoredPayment } from './store.ts';

type Named = Pick<StoredInvoice, 'id' | 'number' | 'kind' | 'institutionId' | 'distributorId' | 'dueAt'> & {
  readonly invoiceNumber: string;
  readonly amount: Money;
};

export interface Happened {
  readonly event: EventName;
  readonly basis: readonly Basis[];
  readonly before?: unknown;
  readonly after: Facts;
  /** Who is told: the other side of the one who acts, both of what the clock does. */
  readonly to: readonly ('institution' | 'distributor')[];
}

function tell(
  unit: Unit,
  of: { readonly institutionId: string; readonly distributorId: string },
  subject: { readonly kind: 'invoice' | 'payment'; readonly id: string },
  told: Happened & { readonly facts: Facts; readonly dueAt: Instant | null },
): void {
  const { event, basis, before, after, facts, dueAt } = told;
  unit.record({
    event,
    subject,
    basis,
    ...(before === undefined ? {} : { before }),
    after,
    readers: [of.institutionId, of.distributorId],
  });
  for (const side of told.to) {
    const organisationId = side === 'institution' ? of.institutionId : of.distributorId;
    unit.notify({ organisationId, kind: event, subject, facts, dueAt });
  }
}

/** The journal keeps what happened to an invoice; whom it concerns is told. */
export function tellInvoice(unit: Unit, invoice: Named, happened: Happened): void {
  const { id, number, invoiceNumber, amount, dueAt } = invoice;
  const facts = { number, invoiceNumber, amount, ...happened.after };
  tell(unit, invoice, { kind: 'invoice', id }, { ...happened, facts, after: facts, dueAt });
}

export function tellPayment(unit: Unit, payment: Omit<StoredPayment, 'version'>, happened: Happened): void {
  const { id, number, amount, bankReference, paidOn } = payment;
  const facts = { number, amount, bankReference, paidOn, ...happened.after };
  tell(unit, payment, { kind: 'payment', id }, { ...happened, facts, after: facts, dueAt: null });
}
