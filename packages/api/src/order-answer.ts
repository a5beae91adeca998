import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { answerRefusals, approvalRefusals, cancelRefusals, urgeRefusals } from './order-refusals.ts';
import { lineProblem, orderState } from './order.ts';
import { count, deadline, text, uuid, version } from './wire.ts';

/** What every command on an order answers with. */
export const orderAfter = z.object({
  id: uuid,
  number: z.string(),
  state: orderState,
  version: z.number().int(),
  due: deadline.nullable(),
  dueKind: z.enum(['confirm', 'deliver', 'expire']).nullable(),
});
const ofOrder = z.object({ orderId: uuid });

export const approveOrder = endpoint({
  id: 'order.approve',
  method: 'POST',
  path: '/api/orders/:orderId/approval',
  summary: { zh: '审批订单', en: 'Approve an order or send it back' },
  clauses: ['HN-15'],
  permission: 'order.approve',
  params: ofOrder,
  body: z.strictObject({ approve: z.boolean(), note: text(500).default(''), version }),
  reply: orderAfter,
  refusals: approvalRefusals,
});

const lineAnswer = z.strictObject({
  line: z.number().int().min(1),
  confirmed: count,
  reason: text(40).nullable().default(null),
  note: text(500).default(''),
});

export const answerOrder = endpoint({
  id: 'order.answer',
  method: 'POST',
  path: '/api/orders/:orderId/answer',
  summary: {
    zh: '配送企业确认订单：未列出的行按订购数量确认，少确认的部分须选原因',
    en: 'The distributor’s answer: lines not named are confirmed as ordered, less needs a coded reason',
  },
  clauses: ['JS-35', 'HN-11a', 'SX-5.3c'],
  permission: 'order.confirm',
  params: ofOrder,
  body: z.strictObject({ lines: z.array(lineAnswer).max(500).default([]), version }),
  reply: orderAfter,
  refusals: answerRefusals,
});

export const answerOrderBatch = endpoint({
  id: 'order.answerBatch',
  method: 'POST',
  path: '/api/orders/answers',
  summary: { zh: '批量确认订单', en: 'Answer several orders at once, each with its own result' },
  clauses: ['JS-35'],
  permission: 'order.confirm',
  body: z.strictObject({
    orders: z
      .array(z.strictObject({ orderId: uuid, lines: z.array(lineAnswer).max(500).default([]), version }))
      .min(1)
      .max(100),
  }),
  reply: z.object({
    results: z.array(z.object({ orderId: uuid, ok: z.boolean(), problem: lineProblem.nullable() })),
    confirmed: z.number().int(),
  }),
});

export const cancelOrder = endpoint({
  id: 'order.cancel',
  method: 'POST',
  path: '/api/orders/:orderId/cancellation',
  summary: { zh: '撤单（整单或部分行）', en: 'Take an order or some of its lines back' },
  clauses: ['JS-30'],
  permission: 'order.place',
  params: ofOrder,
  body: z.strictObject({
    lines: z.array(z.number().int().min(1)).min(1).max(500).nullable().default(null),
    reason: text(40).nullable().default(null),
    note: text(500).default(''),
    version,
  }),
  reply: orderAfter,
  refusals: cancelRefusals,
});

export const urgeOrder = endpoint({
  id: 'order.urge',
  method: 'POST',
  path: '/api/orders/:orderId/urge',
  summary: { zh: '催单', en: 'Urge the distributor, once a day' },
  clauses: ['HN-11a'],
  permission: 'order.place',
  params: ofOrder,
  reply: z.object({ urgeCount: z.number().int() }),
  refusals: urgeRefusals,
});
