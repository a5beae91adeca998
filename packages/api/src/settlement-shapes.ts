import { z } from 'zod';
import { deadline, text, uuid, yuan } from './wire.ts';

export const invoiceStates = ['entered', 'verified', 'disputed', 'cancelled', 'paid'] as const;
export const invoiceState = z.enum(invoiceStates);
export const paymentStates = ['recorded', 'confirmed', 'disputed', 'reversed'] as const;
export const paymentState = z.enum(paymentStates);
/** Blue (蓝字): what is to be paid. Red (红字): takes back what was returned; its amount is negative. */
export const invoiceKind = z.enum(['blue', 'red']);
export const paymentKind = z.enum(['transfer', 'reversal']);

export const version = z.number().int().min(1);
export const reason = text(500, 2);
export const ofInvoice = z.object({ invoiceId: uuid });
export const ofPayment = z.object({ paymentId: uuid });

/** What every command on an invoice answers with. */
export const invoiceAfter = z
  .object({
    id: uuid,
    number: z.string(),
    kind: invoiceKind,
    state: invoiceState,
    /** Negative for a red invoice. */
    amount: yuan,
    /** When the goods have to be paid; null for a red invoice. */
    due: deadline.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'InvoiceAfter' });

/** What every command on a payment answers with. */
export const paymentAfter = z
  .object({
    id: uuid,
    number: z.string(),
    kind: paymentKind,
    state: paymentState,
    amount: yuan,
    version: z.number().int(),
    invoices: z.array(
      z.object({
        id: uuid,
        number: z.string(),
        state: invoiceState,
        /** Still to pay; negative is a credit. */
        open: yuan,
        version: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'PaymentAfter' });
