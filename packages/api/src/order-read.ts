import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { orderUnknown } from './order-refusals.ts';
import { lineState, orderState, urgency, zone } from './order.ts';
import { count, day, deadline, moment, named, pageOf, paging, text, uuid, yuan } from './wire.ts';

export const orderSummary = z
  .object({
    id: uuid,
    number: z.string(),
    institution: named,
    distributor: named,
    state: orderState,
    urgency,
    amount: yuan,
    lineCount: z.number().int(),
    placedAt: moment,
    /** The next deadline of somebody. */
    due: deadline.nullable(),
    dueKind: z.enum(['confirm', 'deliver', 'expire']).nullable(),
    confirmOverdue: z.boolean(),
    late: z.boolean(),
    products: z.string(),
    clientReference: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'OrderSummary' });
export type OrderSummary = z.output<typeof orderSummary>;

const orderFilters = {
  /** One state or several, joined by commas. */
  state: z
    .string()
    .max(200)
    .transform((states) => states.split(','))
    .pipe(z.array(orderState))
    .optional()
    .meta({ type: 'string', description: 'states joined by commas', examples: ['placed,confirmed'] }),
  /** 'mine': what waits for the asking organisation. */
  open: z.enum(['true', 'false']).optional(),
  urgency: urgency.optional(),
  late: z.enum(['true', 'false']).optional(),
  from: day.optional(),
  until: day.optional(),
  institutionId: uuid.optional(),
  distributorId: uuid.optional(),
  /** Number, own reference, or part of a product name. */
  text: text(60).optional(),
};

export const listOrders = endpoint({
  id: 'order.list',
  method: 'GET',
  path: '/api/orders',
  summary: { zh: '订单列表', en: 'Orders' },
  clauses: ['JS-30', 'JS-33'],
  permission: 'order.read',
  query: z.strictObject({
    ...orderFilters,
    /** 'due': only orders with a deadline, the next one first. */
    sort: z.enum(['new', 'due']).default('new'),
    ...paging,
  }),
  reply: pageOf(orderSummary),
});

export const exportOrders = endpoint({
  id: 'order.export',
  method: 'GET',
  path: '/api/orders/export',
  summary: { zh: '导出订单明细', en: 'Order lines as a file' },
  permission: 'order.read',
  query: z.strictObject({
    ...orderFilters,
    as: z.enum(['csv', 'xlsx']).default('xlsx'),
    language: z.enum(['zh', 'en']).default('zh'),
  }),
  reply: z.unknown(),
  media: { reply: 'application/octet-stream' },
});

export const orderLine = z
  .object({
    line: z.number().int(),
    listingId: uuid,
    itemCode: z.string(),
    manufacturer: named,
    productName: z.string(),
    specification: z.string(),
    purchaseUnit: z.string(),
    unitsPerPurchaseUnit: z.number().int(),
    price: yuan,
    listingPrice: yuan,
    priceKind: z.enum(['listed', 'agreed']),
    bargainId: uuid.nullable(),
    zone: zone.nullable(),
    zoneReason: z.string(),
    clientLine: z.string(),
    quantity: count,
    amount: yuan,
    confirmed: count,
    shipped: count,
    accepted: count,
    rejected: count,
    stocked: count,
    returned: count,
    closed: count,
    open: count,
    state: lineState,
    reason: z.object({ code: z.string(), zh: z.string(), en: z.string(), note: z.string() }).nullable(),
  })
  .meta({ id: 'OrderLine' });
export type OrderLineView = z.output<typeof orderLine>;

export const orderDetail = orderSummary
  .extend({
    site: z.object({
      id: uuid,
      name: z.string(),
      address: z.string(),
      contact: z.string(),
      telephone: z.string(),
      remote: z.boolean(),
    }),
    note: z.string(),
    approvalReason: z.enum(['amount', 'red', 'others']).nullable(),
    placedBy: z.string(),
    approvedAt: moment.nullable(),
    answeredAt: moment.nullable(),
    confirm: deadline.nullable(),
    deliver: deadline.nullable(),
    expire: deadline.nullable(),
    urgedOn: day.nullable(),
    urgeCount: z.number().int(),
    lines: z.array(orderLine),
    shipments: z.array(
      z.object({ id: uuid, number: z.string(), state: z.string(), shippedAt: moment, late: z.boolean() }),
    ),
    /** What the asking person may do now. */
    may: z.array(z.enum(['approve', 'answer', 'cancel', 'urge', 'ship', 'receive'])),
  })
  .meta({ id: 'Order' });
export type OrderDetail = z.output<typeof orderDetail>;

export const readOrder = endpoint({
  id: 'order.read',
  method: 'GET',
  path: '/api/orders/:orderId',
  summary: { zh: '订单详情', en: 'One order with its lines and deliveries' },
  clauses: ['JS-30', 'JS-33', 'JS-36'],
  permission: 'order.read',
  params: z.object({ orderId: uuid }),
  reply: orderDetail,
  refusals: orderUnknown,
});

const coded = z.object({ code: z.string(), zh: z.string(), en: z.string() });

export const readOrderLists = endpoint({
  id: 'order.lists',
  method: 'GET',
  path: '/api/order-lists',
  summary: { zh: '现行的原因目录和期限', en: 'Coded reasons and terms in force' },
  permission: 'order.read',
  reply: z.object({
    refuse: z.array(coded),
    reject: z.array(coded),
    return: z.array(coded),
    cancel: z.array(coded),
  }),
});

/** Lots that a distributor sent before: what it ships next is often more of the same. */
export const readOrderLots = endpoint({
  id: 'order.lots',
  method: 'GET',
  path: '/api/orders/:orderId/lots',
  summary: { zh: '近期发过的批号', en: 'Lots sent lately of an order’s items' },
  clauses: ['JS-36'],
  permission: 'order.ship',
  params: z.object({ orderId: uuid }),
  reply: z.object({
    lots: z.array(
      z.object({
        line: z.number().int(),
        lot: z.string(),
        producedOn: day.nullable(),
        expiresOn: day.nullable(),
      }),
    ),
  }),
  refusals: orderUnknown,
});
