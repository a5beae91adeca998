import { type Money, compare, subtract } from '../money.ts';
import { type Result, ok, refuse } from '../result.ts';
import { invoiceBasis } from './basis.ts';

export type InvoiceState = 'entered' | 'verified' | 'disputed' | 'cancelled' | 'paid';
export type PaymentState = 'recorded' | 'confirmed' | 'disputed' | 'reversed';

export interface InvoiceNow {
  readonly kind: 'blue' | 'red';
  readonly state: InvoiceState;
}

const inState = (state: string) => ({ facts: { state }, basis: invoiceBasis.reconcile });

/** The institution finds that an invoice says what was delivered; it may do so after a dispute too. */
export function verifyInvoice({ state }: InvoiceNow): Result<'verified', 'settlement.notToVerify'> {
  return state === 'entered' || state === 'disputed'
    ? ok('verified')
    : refuse('settlement.notToVerify', inState(state));
}

/** The institution says what is wrong with an invoice that it has not verified. The time to pay goes on. */
export function disputeInvoice({ state }: InvoiceNow): Result<'disputed', 'settlement.notToVerify'> {
  return state === 'entered' ? ok('disputed') : refuse('settlement.notToVerify', inState(state));
}

/** The distributor takes an invoice back before it is verified; afterwards only a red invoice corrects it. */
export function cancelInvoice({
  state,
}: InvoiceNow): Result<'cancelled', 'settlement.verifiedAlready' | 'settlement.cancelledAlready'> {
  if (state === 'entered' || state === 'disputed') return ok('cancelled');
  return state === 'cancelled'
    ? refuse('settlement.cancelledAlready')
    : refuse('settlement.verifiedAlready', inState(state));
}

/** A red invoice corrects a verified one; one that is not verified is cancelled instead. */
export function mayTakeBackFrom({
  kind,
  state,
}: InvoiceNow): Result<null, 'settlement.notBlue' | 'settlement.cancelInstead'> {
  if (kind !== 'blue') return refuse('settlement.notBlue', { field: 'invoiceId' });
  return state === 'verified' || state === 'paid'
    ? ok(null)
    : refuse('settlement.cancelInstead', inState(state));
}

export interface Amounts {
  readonly amount: Money;
  /** What verified red invoices took back of it, as a positive number. */
  readonly takenBack: Money;
  readonly paid: Money;
}

/** What is still to pay of a blue invoice; negative where it was paid before goods went back: a credit for others. */
export function openAmount({ amount, takenBack, paid }: Amounts): Money {
  return subtract(subtract(amount, takenBack), paid);
}

/** A verified invoice of which nothing is open is settled (结清). */
export function stateByAmounts(amounts: Amounts): 'verified' | 'paid' {
  return compare(openAmount(amounts), '0' as Money) <= 0 ? 'paid' : 'verified';
}
