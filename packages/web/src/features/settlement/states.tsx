import type { InvoiceItem, PaymentItem } from '@daylight/api/settlement-read.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { StateTag, type Tone } from '../../ui/tags.tsx';
import { texts } from './texts.ts';

const invoiceTone: Readonly<Record<InvoiceItem['state'], Tone>> = {
  entered: 'waiting',
  verified: 'working',
  disputed: 'warning',
  cancelled: 'ended',
  paid: 'good',
};
const paymentTone: Readonly<Record<PaymentItem['state'], Tone>> = {
  recorded: 'waiting',
  confirmed: 'good',
  disputed: 'warning',
  reversed: 'ended',
};

type InvoiceShown = Pick<InvoiceItem, 'kind' | 'state'>;
type PaymentShown = Pick<PaymentItem, 'kind' | 'state'>;

/** A red invoice is never paid: verified is its end. */
export function useInvoiceState(): (invoice: InvoiceShown) => string {
  const t = useTexts(texts);
  return ({ kind, state }) => (kind === 'red' && state === 'verified' ? t.redVerified : t.states[state]);
}

export function InvoiceState({
  invoice,
}: {
  readonly invoice: InvoiceShown & { daysOverdue?: number };
}): ReactNode {
  const t = useTexts(texts);
  const words = useInvoiceState();
  const isDone = invoice.kind === 'red' && invoice.state === 'verified';
  const days = invoice.daysOverdue ?? 0;
  return (
    <>
      <StateTag tone={isDone ? 'good' : invoiceTone[invoice.state]}>{words(invoice)}</StateTag>
      {days > 0 ? <StateTag tone="danger">{t.overdueDays(days)}</StateTag> : null}
    </>
  );
}

export function usePaymentState(): (payment: PaymentShown) => string {
  const t = useTexts(texts);
  return ({ kind, state }) => (kind === 'reversal' ? t.reversalState : t.paymentStates[state]);
}

export function PaymentState({ payment }: { readonly payment: PaymentShown }): ReactNode {
  const words = usePaymentState();
  return (
    <StateTag tone={payment.kind === 'reversal' ? 'ended' : paymentTone[payment.state]}>
      {words(payment)}
    </StateTag>
  );
}
