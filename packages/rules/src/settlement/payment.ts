import { type Money, add, compare, isPositive, isWholeFen, subtract, zero } from '../money.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { invoiceBasis } from './basis.ts';
import { type Amounts, type InvoiceNow, type PaymentState, openAmount } from './steps.ts';

/** An invoice as payments see it, in yuan and whole fen. */
export interface OpenInvoice extends InvoiceNow, Amounts {
  readonly id: string;
  readonly distributorId: string;
}

/** Positive pays an invoice; negative uses the credit of one that was overpaid because goods went back. */
export interface Allocation {
  readonly invoiceId: string;
  readonly amount: Money;
}

export interface PaymentInput {
  readonly amount: Money;
  readonly paidOn: IsoDate;
  readonly allocations: readonly Allocation[];
}

export type PaymentRefusal =
  | 'settlement.paidInFuture'
  | 'settlement.noAllocation'
  | 'settlement.notWholeFen'
  | 'settlement.invoiceUnknown'
  | 'settlement.invoiceTwice'
  | 'settlement.notVerified'
  | 'settlement.severalDistributors'
  | 'settlement.moreThanOpen'
  | 'settlement.sumDiffers';

function checkAllocation(
  { amount }: Allocation,
  invoice: OpenInvoice,
  field: string,
): Result<null, PaymentRefusal> {
  const payable = invoice.kind === 'blue' && (invoice.state === 'verified' || invoice.state === 'paid');
  if (!payable) {
    return refuse('settlement.notVerified', {
      field,
      basis: invoiceBasis.reconcile,
      facts: { state: invoice.state },
    });
  }
  if (!isWholeFen(amount)) return refuse('settlement.notWholeFen', { field });
  const open = openAmount(invoice);
  const fits = isPositive(amount)
    ? compare(amount, open) <= 0
    : compare(amount, zero) < 0 && compare(amount, open) >= 0;
  return fits ? ok(null) : refuse('settlement.moreThanOpen', { field, facts: { open, asked: amount } });
}

/**
 * One transfer to one distributor for one or more verified invoices (JS-32); what it is split into adds up to the fen, and
 * no invoice gets more than is open after red ones.
 */
export function checkPayment(
  input: PaymentInput,
  invoices: readonly OpenInvoice[],
  today: IsoDate,
): Result<{ readonly distributorId: string }, PaymentRefusal> {
  if (input.paidOn > today) return refuse('settlement.paidInFuture', { field: 'paidOn' });
  if (!isWholeFen(input.amount)) return refuse('settlement.notWholeFen', { field: 'amount' });
  const known = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  const seen = new Set<string>();
  const distributors = new Set<string>();
  for (const [index, allocation] of input.allocations.entries()) {
    const field = `allocations.${index}.invoiceId`;
    const invoice = known.get(allocation.invoiceId);
    if (invoice === undefined) return refuse('settlement.invoiceUnknown', { field });
    if (seen.has(invoice.id)) return refuse('settlement.invoiceTwice', { field });
    seen.add(invoice.id);
    const checked = checkAllocation(allocation, invoice, `allocations.${index}.amount`);
    if (!checked.ok) return checked;
    distributors.add(invoice.distributorId);
  }
  const [distributorId, ...others] = distributors;
  if (distributorId === undefined) return refuse('settlement.noAllocation', { field: 'allocations' });
  if (others.length > 0) return refuse('settlement.severalDistributors', { field: 'allocations' });
  const sum = add(zero, ...input.allocations.map((each) => each.amount));
  if (compare(sum, input.amount) !== 0 || !isPositive(input.amount)) {
    return refuse('settlement.sumDiffers', {
      field: 'amount',
      facts: { amount: input.amount, allocations: sum },
    });
  }
  return ok({ distributorId });
}

export interface PaymentNow {
  readonly kind: 'transfer' | 'reversal';
  readonly state: PaymentState;
}

/**
 * A transfer that was recorded wrongly is reversed as a whole by a record of its own; one whose receipt the distributor
 * confirmed is not, and neither is one whose money went on as a credit.
 */
export function reversePayment(
  payment: PaymentNow,
  allocations: readonly Allocation[],
  invoices: readonly OpenInvoice[],
): Result<
  readonly Allocation[],
  'settlement.reversedAlready' | 'settlement.confirmedAlready' | 'settlement.creditUsed'
> {
  if (payment.kind === 'reversal' || payment.state === 'reversed')
    return refuse('settlement.reversedAlready');
  if (payment.state === 'confirmed')
    return refuse('settlement.confirmedAlready', { basis: invoiceBasis.reconcile });
  const known = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  const back = allocations.map(({ invoiceId, amount }) => ({ invoiceId, amount: subtract(zero, amount) }));
  const broken = back.some(({ invoiceId, amount }) => {
    const invoice = known.get(invoiceId);
    if (invoice === undefined) return true;
    const paid = add(invoice.paid, amount);
    return compare(paid, zero) < 0 || compare(paid, invoice.amount) > 0;
  });
  return broken ? refuse('settlement.creditUsed') : ok(back);
}

/** The distributor says that the money came (确认收款), also after it was in dispute. */
export function confirmPayment(payment: PaymentNow): Result<'confirmed', 'settlement.notToConfirm'> {
  const waits = payment.kind === 'transfer' && (payment.state === 'recorded' || payment.state === 'disputed');
  return waits ? ok('confirmed') : refuse('settlement.notToConfirm', { facts: { state: payment.state } });
}

/** The distributor says that the money did not come; the institution then reverses it or shows that it was sent. */
export function disputePayment(payment: PaymentNow): Result<'disputed', 'settlement.notToConfirm'> {
  const waits = payment.kind === 'transfer' && payment.state === 'recorded';
  return waits ? ok('disputed') : refuse('settlement.notToConfirm', { facts: { state: payment.state } });
}
