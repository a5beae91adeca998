import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import {
  acceptRefusals,
  answerReturnRefusals,
  returnRefusals,
  shipRefusals,
  shipmentUnknown,
  stockRefusals,
} from './order-refusals.ts';
import { lineProblem, orderState, urgency } from './order.ts';
import {
  basis,
  count,
  day,
  deadline,
  moment,
  named,
  pageOf,
  paging,
  positiveCount,
  text,
  uuid,
  yuan,
} from './wire.ts';

export const shipmentStates = ['sent', 'part-received', 'received', 'stocked'] as const;
export const shipmentState = z.enum(shipmentStates);

const parcel = z.strictObject({
  orderLine: z.number().int().min(1),
  quantity: positiveCount,
  lot: text(50).default(''),
  serial: text(50).default(''),
  producedOn: day.nullable().default(null),
  expiresOn: day.nullable().default(null),
  /** As the scanner gave it, separators included. */
  udi: z.string().max(400).default(''),
});
const shipmentBody = {
  carrier: text(100).default(''),
  note: text(500).default(''),
  clientReference: text(100).default(''),
  lines: z.array(parcel).min(1).max(500),
};

export const shipmentAfter = z.object({
  id: uuid,
  number: z.string(),
  orderId: uuid,
  orderState,
  orderVersion: z.number().int(),
  receive: deadline,
  /** Lines whose shelf life is short; the goods go out, the receiver is told. */
  shortDated: z.array(z.number().int()),
});

export const shipOrder = endpoint({
  id: 'order.ship',
  method: 'POST',
  path: '/api/orders/:orderId/shipments',
  summary: {
    zh: '发货：可分批，一行可有多个批号',
    en: 'Ship some or all of what was confirmed; one order line may hold several lots',
  },
  clauses: ['JS-36', 'HN-9b', 'SX-5.3c'],
  permission: 'order.ship',
  params: z.object({ orderId: uuid }),
  body: z.strictObject(shipmentBody),
  reply: shipmentAfter,
  refusals: shipRefusals,
  creates: true,
});

export const shipBatch = endpoint({
  id: 'order.shipBatch',
  method: 'POST',
  path: '/api/shipments/batch',
  summary: { zh: '批量发货（供配送企业系统）', en: 'Shipments in bulk, each with its own result' },
  clauses: ['JS-36', 'HN-9b'],
  permission: 'order.ship',
  body: z
    .strictObject({
      shipments: z
        .array(z.strictObject({ orderId: uuid, ...shipmentBody }))
        .min(1)
        .max(100),
    })
    .refine(({ shipments }) => shipments.reduce((sum, each) => sum + each.lines.length, 0) <= 5000, {
      error: 'at most 5000 lines in one batch',
      path: ['shipments'],
    }),
  reply: z.object({
    results: z.array(
      z.object({
        orderId: uuid,
        clientReference: z.string(),
        ok: z.boolean(),
        shipment: shipmentAfter.nullable(),
        problem: lineProblem.nullable(),
      }),
    ),
    shipped: z.number().int(),
    refused: z.number().int(),
  }),
  creates: true,
});

export const shipmentLine = z
  .object({
    line: z.number().int(),
    orderLine: z.number().int(),
    listingId: uuid,
    itemCode: z.string(),
    productName: z.string(),
    specification: z.string(),
    manufacturer: named,
    certificate: z.string(),
    purchaseUnit: z.string(),
    price: yuan,
    quantity: count,
    lot: z.string(),
    serial: z.string(),
    producedOn: day.nullable(),
    expiresOn: day.nullable(),
    udiDi: z.string(),
    accepted: count,
    rejected: count,
    stocked: count,
    returned: count,
    unchecked: count,
    unstocked: count,
    acceptedAt: moment.nullable(),
  })
  .meta({ id: 'ShipmentLine' });
export type ShipmentLineView = z.output<typeof shipmentLine>;

export const shipmentSummary = z
  .object({
    id: uuid,
    number: z.string(),
    orderId: uuid,
    orderNumber: z.string(),
    urgency,
    institution: named,
    distributor: named,
    state: shipmentState,
    carrier: z.string(),
    shippedAt: moment,
    arrivedAt: moment.nullable(),
    receivedAt: moment.nullable(),
    receivedAutomatically: z.boolean(),
    stockedAt: moment.nullable(),
    late: z.boolean(),
    /** When what nobody checked counts as accepted. */
    due: deadline.nullable(),
    lineCount: z.number().int(),
    products: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'ShipmentSummary' });
export type ShipmentSummary = z.output<typeof shipmentSummary>;

export const listShipments = endpoint({
  id: 'shipment.list',
  method: 'GET',
  path: '/api/shipments',
  summary: { zh: '配送单列表', en: 'Deliveries' },
  clauses: ['JS-36'],
  permission: 'order.read',
  query: z.strictObject({
    state: shipmentState.optional(),
    /** 'receive': something is left to check; 'stockIn': something accepted is not stocked in. */
    waiting: z.enum(['receive', 'stockIn']).optional(),
    orderId: uuid.optional(),
    lot: text(50).optional(),
    text: text(60).optional(),
    from: day.optional(),
    until: day.optional(),
    ...paging,
  }),
  reply: pageOf(shipmentSummary),
});

export const shipmentDetail = shipmentSummary
  .extend({
    note: z.string(),
    site: z.object({
      id: uuid,
      name: z.string(),
      address: z.string(),
      contact: z.string(),
      telephone: z.string(),
    }),
    warehouse: z.string(),
    lines: z.array(shipmentLine),
    acceptances: z.array(
      z.object({
        line: z.number().int(),
        accepted: count,
        rejected: count,
        reason: z.object({ code: z.string(), zh: z.string(), en: z.string(), note: z.string() }).nullable(),
        automatic: z.boolean(),
        basis: basis.nullable(),
        at: moment,
        by: z.string(),
      }),
    ),
    stockIns: z.array(
      z.object({
        line: z.number().int(),
        quantity: count,
        warehouse: z.string(),
        at: moment,
        by: z.string(),
      }),
    ),
    may: z.array(z.enum(['arrive', 'accept', 'stockIn', 'return'])),
  })
  .meta({ id: 'Shipment' });
export type ShipmentDetail = z.output<typeof shipmentDetail>;

const ofShipment = z.object({ shipmentId: uuid });

export const readShipment = endpoint({
  id: 'shipment.read',
  method: 'GET',
  path: '/api/shipments/:shipmentId',
  summary: { zh: '配送单详情（随货同行单）', en: 'One delivery, as its delivery note' },
  clauses: ['JS-36'],
  permission: 'order.read',
  params: ofShipment,
  reply: shipmentDetail,
  refusals: shipmentUnknown,
});

export const arriveShipment = endpoint({
  id: 'shipment.arrive',
  method: 'POST',
  path: '/api/shipments/:shipmentId/arrival',
  summary: { zh: '登记到货（到货不等于验收）', en: 'Record arrival, which is not acceptance' },
  clauses: ['JS-36'],
  permission: 'order.receive',
  params: ofShipment,
  reply: z.object({ arrivedAt: moment, late: z.boolean(), receive: deadline.nullable() }),
  refusals: shipmentUnknown,
});

export const accepted = z.object({
  id: uuid,
  state: shipmentState,
  version: z.number().int(),
  orderState,
});

const finding = {
  line: z.number().int().min(1),
  accepted: count.default('0' as never),
  rejected: count.default('0' as never),
  reason: text(40).nullable().default(null),
  note: text(500).default(''),
  scan: z.string().max(400).default(''),
};

export const acceptShipment = endpoint({
  id: 'shipment.accept',
  method: 'POST',
  path: '/api/shipments/:shipmentId/acceptances',
  summary: {
    zh: '验收：逐批号填写合格和拒收数量，拒收须选原因',
    en: 'Accept and reject by lot; a rejection has a coded reason',
  },
  clauses: ['JS-36', 'HN-9b', 'JS-33'],
  permission: 'order.receive',
  params: ofShipment,
  body: z.strictObject({ lines: z.array(z.strictObject(finding)).min(1).max(500) }),
  reply: accepted,
  refusals: acceptRefusals,
  creates: true,
});

export const acceptBatch = endpoint({
  id: 'shipment.acceptBatch',
  method: 'POST',
  path: '/api/receiving/acceptances',
  summary: { zh: '批量验收（供医院系统）：逐行给出结果', en: 'Acceptances in bulk, with a result per line' },
  clauses: ['HN-9b', 'JS-30'],
  permission: 'order.receive',
  body: z.strictObject({
    lines: z
      .array(z.strictObject({ shipmentId: uuid, clientLine: text(100).default(''), ...finding }))
      .min(1)
      .max(1000),
  }),
  reply: z.object({
    results: z.array(z.object({ clientLine: z.string(), ok: z.boolean(), problem: lineProblem.nullable() })),
    accepted: z.number().int(),
    refused: z.number().int(),
  }),
  creates: true,
});

export const stockIn = endpoint({
  id: 'shipment.stockIn',
  method: 'POST',
  path: '/api/shipments/:shipmentId/stock-ins',
  summary: { zh: '入库', en: 'Stock in what was accepted' },
  clauses: ['JS-36', 'JS-30'],
  permission: 'order.stockIn',
  params: ofShipment,
  body: z.strictObject({
    warehouse: text(100, 1),
    /** All that is accepted and not stocked in when left out. */
    lines: z
      .array(z.strictObject({ line: z.number().int().min(1), quantity: positiveCount }))
      .min(1)
      .max(500)
      .nullable()
      .default(null),
  }),
  reply: accepted,
  refusals: stockRefusals,
  creates: true,
});

export const goodsReturn = z
  .object({
    id: uuid,
    number: z.string(),
    shipmentId: uuid,
    shipmentNumber: z.string(),
    line: z.number().int(),
    institution: named,
    distributor: named,
    productName: z.string(),
    specification: z.string(),
    lot: z.string(),
    purchaseUnit: z.string(),
    quantity: count,
    amount: yuan,
    reason: z.object({ code: z.string(), zh: z.string(), en: z.string(), note: z.string() }),
    state: z.enum(['asked', 'accepted', 'refused']),
    askedAt: moment,
    answeredAt: moment.nullable(),
    answerNote: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'GoodsReturn' });
export type GoodsReturn = z.output<typeof goodsReturn>;

export const askReturn = endpoint({
  id: 'return.ask',
  method: 'POST',
  path: '/api/returns',
  summary: { zh: '申请退货', en: 'Ask to return accepted goods' },
  clauses: ['JS-33'],
  permission: 'order.return',
  body: z.strictObject({
    shipmentId: uuid,
    line: z.number().int().min(1),
    quantity: positiveCount,
    reason: text(40, 1),
    note: text(500).default(''),
  }),
  reply: z.object({ id: uuid, number: z.string(), amount: yuan }),
  refusals: returnRefusals,
  creates: true,
});

export const answerReturn = endpoint({
  id: 'return.answer',
  method: 'POST',
  path: '/api/returns/:returnId/answer',
  summary: { zh: '答复退货申请', en: 'Accept or refuse a return' },
  clauses: ['JS-33'],
  permission: 'order.acceptReturn',
  params: z.object({ returnId: uuid }),
  body: z.strictObject({
    accept: z.boolean(),
    note: text(500).default(''),
    version: z.number().int().min(1),
  }),
  reply: z.object({ state: z.enum(['accepted', 'refused']), version: z.number().int() }),
  refusals: answerReturnRefusals,
});

export const listReturns = endpoint({
  id: 'return.list',
  method: 'GET',
  path: '/api/returns',
  summary: { zh: '退货列表', en: 'Returns' },
  permission: 'order.read',
  query: z.strictObject({
    state: z.enum(['asked', 'accepted', 'refused']).optional(),
    shipmentId: uuid.optional(),
    ...paging,
  }),
  reply: pageOf(goodsReturn),
});
