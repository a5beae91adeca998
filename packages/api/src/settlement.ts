import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { some } from './settlement-refusals.ts';
import { invoiceAfter, ofInvoice, ofPayment, paymentAfter, reason, version } from './settlement-shapes.ts';
import { day, positiveCount, positiveYuan, text, uuid, yuan } from './wire.ts';

const face = {
  /** 10 or 12 digits of a printed invoice; empty for a fully digital one (数电发票). */
  invoiceCode: text(12).default(''),
  invoiceNumber: text(20, 1),
  issuedOn: day,
  amount: positiveYuan,
  lines: z
    .array(z.strictObject({ shipmentId: uuid, line: z.number().int().min(1), quantity: positiveCount }))
    .max(500),
};
const faceRefusals = [
  'settlement.invoiceNumberForm',
  'settlement.issuedInFuture',
  'settlement.noLines',
  'settlement.lineTwice',
  'settlement.lineUnknown',
  'settlement.amountDiffers',
  'settlement.invoiceUsed',
] as const;

export const enterInvoice = endpoint({
  id: 'settlement.enterInvoice',
  method: 'POST',
  path: '/api/invoices',
  summary: {
    zh: '配送企业登记发票（对应已验收的配送行）',
    en: 'The distributor enters an invoice over accepted deliveries to one institution',
  },
  clauses: ['JS-32', 'JS-33', 'HN-8', 'SX-5.5a', 'GD-6b', 'GY-4.3b'],
  permission: 'settlement.invoice',
  body: z.strictObject({ ...face, upstreamInvoiceNumber: text(40).default('') }),
  reply: invoiceAfter,
  refusals: some(
    ...faceRefusals,
    'settlement.upstreamMissing',
    'settlement.moreThanAccepted',
    'settlement.severalInstitutions',
  ),
  creates: true,
});

export const enterRedInvoice = endpoint({
  id: 'settlement.enterRedInvoice',
  method: 'POST',
  path: '/api/invoices/:invoiceId/red-invoices',
  summary: {
    zh: '配送企业登记红字发票（退货核减，金额填正数）',
    en: 'The distributor enters a red invoice over returned goods; its amount is given as a positive number',
  },
  clauses: ['JS-33', 'HN-8'],
  permission: 'settlement.invoice',
  params: ofInvoice,
  body: z.strictObject(face),
  reply: invoiceAfter,
  refusals: some(
    'settlement.invoiceUnknown',
    'settlement.notBlue',
    'settlement.cancelInstead',
    ...faceRefusals,
    'settlement.moreThanReturned',
  ),
  creates: true,
});

export const cancelInvoice = endpoint({
  id: 'settlement.cancelInvoice',
  method: 'POST',
  path: '/api/invoices/:invoiceId/cancellation',
  summary: { zh: '配送企业作废未核对的发票', en: 'The distributor cancels an invoice that is not verified' },
  clauses: ['JS-33'],
  permission: 'settlement.invoice',
  params: ofInvoice,
  body: z.strictObject({ version, reason }),
  reply: invoiceAfter,
  refusals: some(
    'settlement.invoiceUnknown',
    'request.stale',
    'settlement.verifiedAlready',
    'settlement.cancelledAlready',
  ),
});

export const verifyInvoice = endpoint({
  id: 'settlement.verifyInvoice',
  method: 'POST',
  path: '/api/invoices/:invoiceId/verification',
  summary: {
    zh: '医疗机构核对发票与验收一致',
    en: 'The institution finds that an invoice agrees with its deliveries',
  },
  clauses: ['JS-33'],
  permission: 'settlement.verify',
  params: ofInvoice,
  body: z.strictObject({ version }),
  reply: invoiceAfter,
  refusals: some('settlement.invoiceUnknown', 'request.stale', 'settlement.notToVerify'),
});

export const verifyInvoices = endpoint({
  id: 'settlement.verifyInvoices',
  method: 'POST',
  path: '/api/invoice-verifications',
  summary: { zh: '批量核对发票：逐张给出结果', en: 'Verify many invoices, with a result for each' },
  clauses: ['JS-33'],
  permission: 'settlement.verify',
  body: z.strictObject({
    invoices: z
      .array(z.strictObject({ invoiceId: uuid, version }))
      .min(1)
      .max(200),
  }),
  reply: z.object({
    verified: z.number().int(),
    results: z.array(
      z.object({
        invoiceId: uuid,
        ok: z.boolean(),
        code: z.string().nullable(),
        text: z.object({ zh: z.string(), en: z.string() }).nullable(),
      }),
    ),
  }),
});

export const disputeInvoice = endpoint({
  id: 'settlement.disputeInvoice',
  method: 'POST',
  path: '/api/invoices/:invoiceId/dispute',
  summary: {
    zh: '医疗机构对发票提出异议（付款期限不停止计算）',
    en: 'The institution says what is wrong with an invoice; the time to pay goes on',
  },
  clauses: ['JS-33'],
  permission: 'settlement.verify',
  params: ofInvoice,
  body: z.strictObject({ version, reason }),
  reply: invoiceAfter,
  refusals: some('settlement.invoiceUnknown', 'request.stale', 'settlement.notToVerify'),
});

export const recordPayment = endpoint({
  id: 'settlement.recordPayment',
  method: 'POST',
  path: '/api/payments',
  summary: {
    zh: '医疗机构登记付款，可一次付多张发票',
    en: 'The institution records one transfer to a distributor for one or more verified invoices',
  },
  clauses: ['JS-32', 'JS-33', 'SX-5.5a', 'GD-6b', 'GY-4.3b'],
  permission: 'settlement.pay',
  body: z.strictObject({
    amount: positiveYuan,
    paidOn: day,
    bankReference: text(60, 4),
    allocations: z
      /** Negative uses the credit of an invoice that was paid before goods went back. */
      .array(z.strictObject({ invoiceId: uuid, amount: yuan }))
      .max(200),
  }),
  reply: paymentAfter,
  refusals: some(
    'settlement.paidInFuture',
    'settlement.noAllocation',
    'settlement.notWholeFen',
    'settlement.invoiceUnknown',
    'settlement.invoiceTwice',
    'settlement.notVerified',
    'settlement.severalDistributors',
    'settlement.moreThanOpen',
    'settlement.sumDiffers',
    'settlement.bankReferenceUsed',
  ),
  creates: true,
});

export const reversePayment = endpoint({
  id: 'settlement.reversePayment',
  method: 'POST',
  path: '/api/payments/:paymentId/reversal',
  summary: {
    zh: '医疗机构冲销登记有误的付款（新增一条冲销记录）',
    en: 'The institution reverses a payment recorded wrongly, by a record of its own',
  },
  clauses: ['JS-33'],
  permission: 'settlement.pay',
  params: ofPayment,
  body: z.strictObject({ version, reason }),
  reply: paymentAfter,
  refusals: some(
    'settlement.paymentUnknown',
    'request.stale',
    'settlement.reversedAlready',
    'settlement.confirmedAlready',
    'settlement.creditUsed',
  ),
  creates: true,
});

export const confirmPayment = endpoint({
  id: 'settlement.confirmPayment',
  method: 'POST',
  path: '/api/payments/:paymentId/confirmation',
  summary: { zh: '配送企业确认收款', en: 'The distributor confirms that the money came' },
  clauses: ['JS-33'],
  permission: 'settlement.confirmPayment',
  params: ofPayment,
  body: z.strictObject({ version }),
  reply: paymentAfter,
  refusals: some('settlement.paymentUnknown', 'request.stale', 'settlement.notToConfirm'),
});

export const disputePayment = endpoint({
  id: 'settlement.disputePayment',
  method: 'POST',
  path: '/api/payments/:paymentId/dispute',
  summary: { zh: '配送企业未收到款项', en: 'The distributor says that the money did not come' },
  clauses: ['JS-33'],
  permission: 'settlement.confirmPayment',
  params: ofPayment,
  body: z.strictObject({ version, reason }),
  reply: paymentAfter,
  refusals: some('settlement.paymentUnknown', 'request.stale', 'settlement.notToConfirm'),
});
