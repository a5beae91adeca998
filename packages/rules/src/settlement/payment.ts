import { type Money, add, compare, isPositive, isWholeFen, subtract, zero } from '../money.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';

/** An invoice as payments see it, in yuan and whole fen. */
export interface OpenInvoice {
  readonly id: string;
  readonly distributorId: string;
  readonly state: 'entered' | 'verified' | 'disputed' | 'cancelled' | 'paid';
  readonly amount: Money;
  /** What red invoices took back of it, as a positive number. */
  readonly takenBack: Money;
  readonly paid: Money;
}

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

/** What is still to pay of an invoice, never below zero. */
export function openAmount(invoice: OpenInvoice): Money {
  const open = subtract(subtract(invoice.amount, invoice.takenBack), invoice.paid);
  return isPositive(open) ? open : zero;
}

/** One transfer to one distributor for one or more verified invoices; what it is split into adds up to the fen. */
export function checkPayment(
  input: PaymentInput,
  invoices: readonly OpenInvoice[],
  today: IsoDate,
): Result<{ readonly distributorId: string; readonly settled: readonly string[] }, PaymentRefusal> {
  if (input.paidOn > today) return refuse('settlement.paidInFuture', { field: 'paidOn' });
  if (!isWholeFen(input.amount)) return refuse('settlement.notWholeFen', { field: 'amount' });
  const known = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  const settled: string[] = [];
  const seen = new Map<string, OpenInvoice>();
  for (const [index, { invoiceId, amount }] of input.allocations.entries()) {
    const field = `allocations.${index}.amount`;
    const invoice = known.get(invoiceId);
    if (invoice === undefined) return refuse('settlement.invoiceUnknown', { field: `allocations.${index}.invoiceId` });
    if (seen.has(invoiceId)) return refuse('settlement.invoiceTwice', { field });
    if (invoice.state !== 'verified') return refuse('settlement.notVerified', { field, facts: { state: invoice.state } });
    if (!isWholeFen(amount)) return refuse('settlement.notWholeFen', { field });
    const open = openAmount(invoice);
    if (!isPositive(amount) || compare(amount, open) > 0) {
      return refuse('settlement.moreThanOpen', { field, facts: { open, asked: amount } });
    }
    if (compare(amount, open) === 0) settled.push(invoiceId);
    seen.set(invoiceId, invoice);
  }
  const [first, ...others] = [...new Set([...seen.values()].map((invoice) => invoice.distributorId))];
  if (first === undefined) return refuse('settlement.noAllocation', { field: 'allocations' });
  if (others.length > 0) return refuse('settlement.severalDistributors', { field: 'allocations' });
  const sum = add(zero, ...input.allocations.map((each) => each.amount));
  if (compare(sum, input.amount) !== 0) {
    return refuse('settlement.sumDiffers', { field: 'amount', facts: { amount: input.amount, allocations: sum } });
  }
  return ok({ distributorId: first, settled });
}
