import { standing } from './credit-shapes.ts';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { placeRefusals } from './order-refusals.ts';
import { basis, deadline, facts, named, positiveCount, positiveYuan, text, uuid, yuan } from './wire.ts';

export const orderStates = [
  'waiting-approval',
  'placed',
  'confirmed',
  'shipping',
  'done',
  'refused',
  'cancelled',
  'expired',
] as const;
export const orderState = z.enum(orderStates);
export const lineStates = [
  'waiting',
  'confirmed',
  'part-shipped',
  'shipped',
  'part-accepted',
  'accepted',
  'rejected',
  'refused',
  'cancelled',
  'expired',
] as const;
export const lineState = z.enum(lineStates);
export const urgencies = ['ordinary', 'urgent', 'critical'] as const;
export const urgency = z.enum(urgencies);
export const zone = z.enum(['red', 'yellow', 'blue']);

/** One line of a batch that was refused, in the words of a problem. */
export const lineProblem = z
  .object({
    /** Index in the list that was sent, from 0; null for the whole of it. */
    line: z.number().int().nullable(),
    code: z.string(),
    text: z.object({ zh: z.string(), en: z.string() }),
    basis: basis.nullable(),
    field: z.string().nullable(),
    facts,
  })
  .meta({ id: 'LineProblem' });
export type LineProblem = z.output<typeof lineProblem>;

const orderLineWish = z.strictObject({
  listingId: uuid,
  quantity: positiveCount,
  /** What the buyer saw; when it is another price now, the line is refused. */
  expectedPrice: positiveYuan.optional(),
  /** Needed where the price is in the red zone, and where selected products come first (SX-3.1c). */
  reason: text(500).default(''),
  /** The line's id in the institution's own system. */
  clientLine: text(100).default(''),
});
const orderWish = {
  siteId: uuid.optional().meta({ description: 'the institution itself when left out' }),
  urgency: urgency.default('ordinary'),
  note: text(500).default(''),
  clientReference: text(100).default(''),
  lines: z.array(orderLineWish).min(1).max(500),
};

export const placedOrder = z
  .object({
    id: uuid,
    number: z.string(),
    distributor: named,
    state: orderState,
    approval: z.enum(['amount', 'red', 'others']).nullable(),
    amount: yuan,
    /** Lines of what was sent, from 0, in the order of this order's lines (from 1). */
    lines: z.array(z.number().int()),
    confirm: deadline.nullable(),
  })
  .meta({ id: 'PlacedOrder' });

export const placeOrders = endpoint({
  id: 'order.place',
  method: 'POST',
  path: '/api/orders',
  summary: {
    zh: '下单：按所选配送企业分成一张或多张订单；任何一行不能下单则全部不下单',
    en: 'Order: one order per chosen distributor; a line that cannot be ordered holds all of it back',
  },
  clauses: [
    'JS-2',
    'JS-11',
    'JS-30',
    'JS-35',
    'HN-2',
    'HN-9b',
    'GD-1a',
    'JS-18',
    'JS-5',
    'SX-3.1c',
    'SX-5.4a',
  ],
  permission: 'order.place',
  body: z.strictObject({
    ...orderWish,
    /** Takes the ordered listings out of the institution's cart. */
    fromCart: z.boolean().default(false),
  }),
  reply: z.object({ orders: z.array(placedOrder), amount: yuan }),
  refusals: placeRefusals,
  creates: true,
});

export const placeOrderBatch = endpoint({
  id: 'order.placeBatch',
  method: 'POST',
  path: '/api/orders/batch',
  summary: {
    zh: '批量下单（供医院系统）：每张订单单独成败，逐张给出结果',
    en: 'Orders in bulk, for hospital systems: each succeeds or fails by itself, with its own result',
  },
  clauses: ['JS-30', 'HN-9b'],
  permission: 'order.place',
  body: z
    .strictObject({ orders: z.array(z.strictObject(orderWish)).min(1).max(100) })
    .refine(({ orders }) => orders.reduce((sum, each) => sum + each.lines.length, 0) <= 5000, {
      error: 'at most 5000 lines in one batch',
      path: ['orders'],
    }),
  reply: z.object({
    results: z.array(
      z.object({
        clientReference: z.string(),
        ok: z.boolean(),
        orders: z.array(placedOrder),
        problems: z.array(lineProblem),
      }),
    ),
    placed: z.number().int(),
    refused: z.number().int(),
  }),
  creates: true,
});

export const previewOrder = endpoint({
  id: 'order.preview',
  method: 'POST',
  path: '/api/orders/preview',
  summary: { zh: '下单前查看结果', en: 'What an order would do, before it is placed' },
  clauses: ['JS-12A', 'HN-12'],
  permission: 'order.place',
  body: z.strictObject({
    siteId: uuid.optional(),
    urgency: urgency.default('ordinary'),
    lines: z.array(orderLineWish).min(1).max(500),
  }),
  reply: z.object({
    groups: z.array(
      z.object({
        distributor: named,
        lines: z.array(z.number().int()),
        amount: yuan,
        approval: z.enum(['amount', 'red', 'others']).nullable(),
        confirm: deadline,
        expire: deadline,
      }),
    ),
    amount: yuan,
    approvalAbove: yuan.nullable(),
    problems: z.array(lineProblem),
    /** Measures in force against those who make or deliver (HN-12): told before the order is placed. */
    risks: z.array(standing),
  }),
  refusals: { 'order.siteUnknown': placeRefusals['order.siteUnknown'] },
});
