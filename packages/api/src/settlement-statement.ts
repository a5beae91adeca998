import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { orderState } from './order.ts';
import { some } from './settlement-refusals.ts';
import { invoiceState, paymentState } from './settlement-shapes.ts';
import { count, day, jurisdictionCode, moment, named, pageOf, paging, uuid, yuan } from './wire.ts';

const summed = z.object({ count: z.number().int(), amount: yuan });

export const statementEntry = z
  .object({
    id: uuid,
    kind: z.enum(['blue', 'red', 'transfer', 'reversal']),
    /** When it began to count: verified, or recorded. */
    at: moment,
    number: z.string(),
    /** Tax number of an invoice, bank reference of a payment. */
    reference: z.string(),
    /** Day of the invoice or of the transfer. */
    day,
    state: z.union([invoiceState, paymentState]),
    dueAt: moment.nullable(),
    /** As it was written: red invoices and reversals are negative. */
    amount: yuan,
    /** Owed by the institution after it. */
    balance: yuan,
  })
  .meta({ id: 'StatementEntry' });
export type StatementEntryItem = z.output<typeof statementEntry>;

export const readStatement = endpoint({
  id: 'settlement.readStatement',
  method: 'GET',
  path: '/api/statement',
  summary: {
    zh: '对账单：一家医疗机构与一家配送企业在一段时间内的往来',
    en: 'The statement between one institution and one distributor over a period',
  },
  clauses: ['JS-33'],
  permission: 'settlement.read',
  query: z.strictObject({ institutionId: uuid, distributorId: uuid, from: day, until: day }),
  reply: z.object({
    institution: named,
    distributor: named,
    from: day,
    until: day,
    opening: yuan,
    invoiced: yuan,
    red: yuan,
    /** Payments less reversals. */
    paid: yuan,
    /** opening + invoiced + red − paid, to the fen; negative is a credit of the institution. */
    closing: yuan,
    entries: z.array(statementEntry),
    /** Not in the sums: entered by the end of the period and not verified yet. */
    unverified: summed,
    /** Of what is open now. */
    overdue: summed,
    producedAt: moment,
  }),
  refusals: some('settlement.partyUnknown', 'settlement.periodTooLong'),
});

export const balance = z
  .object({
    institution: named,
    distributor: named,
    /** Verified and open, less credits: the closing balance of a statement up to now. */
    open: yuan,
    overdue: summed,
    unverified: summed,
    daysOverdueMax: z.number().int(),
  })
  .meta({ id: 'Balance' });
export type BalanceItem = z.output<typeof balance>;

export const listBalances = endpoint({
  id: 'settlement.listBalances',
  method: 'GET',
  path: '/api/balances',
  summary: { zh: '往来余额', en: 'What is open with each counterpart' },
  clauses: ['JS-33'],
  permission: 'settlement.read',
  query: z.strictObject({ ...paging, institutionId: uuid.optional(), distributorId: uuid.optional() }),
  reply: pageOf(balance),
});

export const overdueOf = z
  .object({
    institution: named.extend({ jurisdiction: jurisdictionCode }),
    count: z.number().int(),
    amount: yuan,
    distributors: z.number().int(),
    /** In dispute between the two sides; counted in the figures beside. */
    disputed: z.number().int(),
    daysMax: z.number().int(),
  })
  .meta({ id: 'OverdueOfInstitution' });
export type OverdueOf = z.output<typeof overdueOf>;

export const readOverdue = endpoint({
  id: 'settlement.readOverdue',
  method: 'GET',
  path: '/api/overdue',
  summary: { zh: '逾期未付款看板（按医疗机构）', en: 'Overdue payments by institution, the longest first' },
  clauses: ['JS-32', 'SX-5.5a', 'GD-6b', 'GY-4.3b'],
  permission: 'settlement.read',
  query: z.strictObject({ ...paging, jurisdiction: jurisdictionCode.optional() }),
  reply: pageOf(overdueOf).extend({
    total: z.object({ count: z.number().int(), amount: yuan, institutions: z.number().int() }),
  }),
});

const flow = z.object({ quantity: count, amount: yuan });

const reconciledSums = z.object({
  ordered: yuan,
  /** Accepted less returned. */
  kept: yuan,
  invoiced: yuan,
  paid: yuan,
  /** Negative where more was paid than is invoiced after goods went back. */
  unpaid: yuan,
});

export const reconciledOrder = z
  .object({
    id: uuid,
    number: z.string(),
    state: orderState,
    placedAt: moment,
    institution: named,
    distributor: named,
    ...reconciledSums.shape,
    /** What keeps goods, invoices and money apart; empty when they agree. */
    differences: z.array(z.enum(['toCome', 'toInvoice', 'toTakeBack', 'unpaid', 'credit'])),
  })
  .meta({ id: 'ReconciledOrder' });
export type ReconciledOrder = z.output<typeof reconciledOrder>;

export const listReconciliation = endpoint({
  id: 'settlement.listReconciliation',
  method: 'GET',
  path: '/api/reconciliation',
  summary: {
    zh: '三流合一核对：逐单比较采购、验收、发票和付款',
    en: 'Three flows in one: what was ordered, accepted, invoiced and paid of each order',
  },
  clauses: ['JS-33'],
  permission: 'settlement.read',
  query: z.strictObject({
    ...paging,
    institutionId: uuid.optional(),
    distributorId: uuid.optional(),
  }),
  reply: pageOf(reconciledOrder),
});

export const readReconciliation = endpoint({
  id: 'settlement.readReconciliation',
  method: 'GET',
  path: '/api/reconciliation/:orderId',
  summary: { zh: '一张订单的三流核对', en: 'The three flows of one order, line by line' },
  clauses: ['JS-33'],
  permission: 'settlement.read',
  params: z.object({ orderId: uuid }),
  reply: reconciledOrder.extend({
    lines: z.array(
      z.object({
        line: z.number().int(),
        itemCode: z.string(),
        productName: z.string(),
        specification: z.string(),
        purchaseUnit: z.string(),
        price: yuan,
        ordered: flow,
        closed: count,
        kept: flow,
        invoiced: flow,
        paid: yuan,
        toCome: count,
        toInvoice: count,
        toTakeBack: count,
        unpaid: yuan,
        even: z.boolean(),
      }),
    ),
  }),
  refusals: some('settlement.orderUnknown'),
});
