import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { some } from './settlement-refusals.ts';
import {
  invoiceKind,
  invoiceState,
  ofInvoice,
  ofPayment,
  paymentKind,
  paymentState,
} from './settlement-shapes.ts';
import {
  basis,
  count,
  day,
  deadline,
  jurisdictionCode,
  moment,
  named,
  pageOf,
  paging,
  text,
  uuid,
  yuan,
} from './wire.ts';

const wording = z.object({ zh: z.string(), en: z.string() });
const summed = z.object({ count: z.number().int(), amount: yuan });

export const invoiceItem = z
  .object({
    id: uuid,
    number: z.string(),
    kind: invoiceKind,
    state: invoiceState,
    invoiceCode: z.string(),
    invoiceNumber: z.string(),
    upstreamInvoiceNumber: z.string(),
    institution: named,
    distributor: named,
    /** Negative for a red invoice. For a manufacturer every amount is that of its own lines. */
    amount: yuan,
    /** What verified red invoices took back, as a positive number. */
    takenBack: yuan,
    paid: yuan,
    /** Still to pay; negative is a credit. */
    open: yuan,
    lineCount: z.number().int(),
    issuedOn: day,
    enteredAt: moment,
    /** The first acceptance among its goods: from here the time to pay is counted. */
    acceptedAt: moment,
    due: deadline.nullable(),
    /** Calendar days since the last day to pay, 0 while in time. */
    daysOverdue: z.number().int().min(0),
    settledAt: moment.nullable(),
    reason: z.string().nullable(),
    redOf: z.object({ id: uuid, number: z.string(), invoiceNumber: z.string() }).nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Invoice' });
export type InvoiceItem = z.output<typeof invoiceItem>;

export const invoiceViews = ['toVerify', 'dueSoon', 'overdue', 'toPay', 'disputed', 'credit', 'all'] as const;

export const listInvoices = endpoint({
  id: 'settlement.listInvoices',
  method: 'GET',
  path: '/api/invoices',
  summary: { zh: '发票列表（双方及监管部门）', en: 'Invoices of one’s own, or of one’s jurisdiction' },
  clauses: ['JS-32', 'JS-33', 'SX-5.5a', 'GD-6b', 'GY-4.3b'],
  permission: 'settlement.read',
  query: z.strictObject({
    ...paging,
    /** 'toPay': verified and open; 'dueSoon': unpaid within the time of the reminder; both sorted by the deadline. */
    show: z.enum(invoiceViews).default('all'),
    kind: invoiceKind.optional(),
    state: invoiceState.optional(),
    institutionId: uuid.optional(),
    distributorId: uuid.optional(),
    orderId: uuid.optional(),
    jurisdiction: jurisdictionCode.optional(),
    /** Beginning of the tax invoice number, or the platform's own number. */
    search: text(40).optional(),
    from: day.optional(),
    until: day.optional(),
  }),
  reply: pageOf(invoiceItem).extend({
    /** What is open in each view, whatever the filters. */
    counts: z.object({ toVerify: summed, dueSoon: summed, overdue: summed, toPay: summed, disputed: summed }),
  }),
});

const invoiceLine = z.object({
  at: z.number().int(),
  shipmentId: uuid,
  line: z.number().int(),
  shipmentNumber: z.string(),
  orderId: uuid,
  orderNumber: z.string(),
  itemCode: z.string(),
  productName: z.string(),
  specification: z.string(),
  manufacturer: named,
  purchaseUnit: z.string(),
  lot: z.string(),
  quantity: count,
  price: yuan,
  amount: yuan,
  /** By red invoices that stand. */
  takenBack: count,
  /** The lot as it was delivered, beside what the invoice says of it. */
  delivered: z.object({
    quantity: count,
    accepted: count,
    returned: count,
    invoiced: count,
    acceptedAt: moment.nullable(),
  }),
});

export const readInvoice = endpoint({
  id: 'settlement.readInvoice',
  method: 'GET',
  path: '/api/invoices/:invoiceId',
  summary: { zh: '发票详情：发票与验收并排核对', en: 'One invoice beside the deliveries it covers' },
  clauses: ['JS-33', 'HN-8'],
  permission: 'settlement.read',
  params: ofInvoice,
  reply: invoiceItem.extend({
    lines: z.array(invoiceLine),
    reds: z.array(
      z.object({
        id: uuid,
        number: z.string(),
        invoiceNumber: z.string(),
        amount: yuan,
        state: invoiceState,
      }),
    ),
    payments: z.array(
      z.object({
        id: uuid,
        number: z.string(),
        kind: paymentKind,
        state: paymentState,
        paidOn: day,
        bankReference: z.string(),
        /** Of this invoice. */
        amount: yuan,
      }),
    ),
    /** The rule that set the deadline: which day's, whose, and whether it is only this product's default. */
    dueRule: z
      .object({
        text: wording,
        basis,
        jurisdiction: z.string(),
        origin: z.enum(['published', 'default', 'decision']),
        note: wording.nullable(),
      })
      .nullable(),
    may: z.array(z.enum(['verify', 'dispute', 'cancel', 'takeBack', 'pay'])),
  }),
  refusals: some('settlement.invoiceUnknown'),
});

export const openDelivery = z
  .object({
    id: uuid,
    shipmentNumber: z.string(),
    shippedAt: moment,
    orderId: uuid,
    orderNumber: z.string(),
    institution: named,
    distributor: named,
    /** The first acceptance that no invoice covers. */
    acceptedAt: moment,
    /** Calendar days since then. */
    age: z.number().int(),
    /** Until when the goods have to be paid, invoiced or not. */
    due: deadline,
    twoInvoice: z.boolean(),
    amount: yuan,
    lines: z.array(
      z.object({
        shipmentId: uuid,
        line: z.number().int(),
        itemCode: z.string(),
        productName: z.string(),
        specification: z.string(),
        purchaseUnit: z.string(),
        lot: z.string(),
        price: yuan,
        quantity: count,
        amount: yuan,
      }),
    ),
  })
  .meta({ id: 'OpenDelivery' });
export type OpenDelivery = z.output<typeof openDelivery>;

export const listToInvoice = endpoint({
  id: 'settlement.listToInvoice',
  method: 'GET',
  path: '/api/to-invoice',
  summary: { zh: '已验收未开票的配送', en: 'Deliveries that are accepted and not invoiced, oldest first' },
  clauses: ['JS-33'],
  permission: 'settlement.read',
  query: z.strictObject({
    ...paging,
    institutionId: uuid.optional(),
    distributorId: uuid.optional(),
  }),
  reply: pageOf(openDelivery),
});

export const owedRed = z
  .object({
    /** The blue invoice to correct. */
    id: uuid,
    number: z.string(),
    invoiceNumber: z.string(),
    state: invoiceState,
    institution: named,
    distributor: named,
    amount: yuan,
    lines: openDelivery.shape.lines,
  })
  .meta({ id: 'OwedRedInvoice' });
export type OwedRed = z.output<typeof owedRed>;

export const listToTakeBack = endpoint({
  id: 'settlement.listToTakeBack',
  method: 'GET',
  path: '/api/to-take-back',
  summary: { zh: '已退货待开红字发票', en: 'Returned goods on invoices: red invoices that are owed' },
  clauses: ['JS-33'],
  permission: 'settlement.read',
  query: z.strictObject({ institutionId: uuid.optional() }),
  reply: z.object({ items: z.array(owedRed), next: z.null() }),
});

export const paymentItem = z
  .object({
    id: uuid,
    number: z.string(),
    kind: paymentKind,
    state: paymentState,
    institution: named,
    distributor: named,
    /** Negative for a reversal. */
    amount: yuan,
    paidOn: day,
    bankReference: z.string(),
    recordedAt: moment,
    answeredAt: moment.nullable(),
    reason: z.string().nullable(),
    invoiceCount: z.number().int(),
    version: z.number().int(),
  })
  .meta({ id: 'Payment' });
export type PaymentItem = z.output<typeof paymentItem>;

export const listPayments = endpoint({
  id: 'settlement.listPayments',
  method: 'GET',
  path: '/api/payments',
  summary: { zh: '付款列表', en: 'Payments' },
  clauses: ['JS-32', 'JS-33'],
  permission: 'settlement.read',
  query: z.strictObject({
    ...paging,
    state: paymentState.optional(),
    institutionId: uuid.optional(),
    distributorId: uuid.optional(),
    search: text(60).optional(),
    from: day.optional(),
    until: day.optional(),
  }),
  reply: pageOf(paymentItem).extend({ counts: z.object({ toConfirm: summed, disputed: summed }) }),
});

export const readPayment = endpoint({
  id: 'settlement.readPayment',
  method: 'GET',
  path: '/api/payments/:paymentId',
  summary: { zh: '付款详情', en: 'One payment with the invoices it is for' },
  clauses: ['JS-33'],
  permission: 'settlement.read',
  params: ofPayment,
  reply: paymentItem.extend({
    lines: z.array(
      z.object({
        invoiceId: uuid,
        number: z.string(),
        invoiceNumber: z.string(),
        invoiceAmount: yuan,
        state: invoiceState,
        amount: yuan,
      }),
    ),
    /** The record that reversed it, or that it reverses. */
    counterpart: z.object({ id: uuid, number: z.string() }).nullable(),
    may: z.array(z.enum(['reverse', 'confirm', 'dispute'])),
  }),
  refusals: some('settlement.paymentUnknown'),
});
