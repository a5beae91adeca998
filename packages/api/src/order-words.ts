import type { Text } from './endpoint.ts';
import type { z } from 'zod';
import type { lineState, orderState, urgency } from './order.ts';
import type { shipmentState } from './order-delivery.ts';

/** Words for states, the same on screens and in exported files. */
export const orderStateWords: Readonly<Record<z.output<typeof orderState>, Text>> = {
  'waiting-approval': { zh: '待审批', en: 'Waiting for approval' },
  placed: { zh: '待确认', en: 'To be confirmed' },
  confirmed: { zh: '待配送', en: 'To be shipped' },
  shipping: { zh: '配送中', en: 'In delivery' },
  done: { zh: '已完成', en: 'Done' },
  refused: { zh: '已拒单', en: 'Refused' },
  cancelled: { zh: '已撤单', en: 'Cancelled' },
  expired: { zh: '已过期', en: 'Expired' },
};

export const lineStateWords: Readonly<Record<z.output<typeof lineState>, Text>> = {
  waiting: { zh: '待确认', en: 'To be confirmed' },
  confirmed: { zh: '待配送', en: 'To be shipped' },
  'part-shipped': { zh: '部分发货', en: 'Partly shipped' },
  shipped: { zh: '已发货', en: 'Shipped' },
  'part-accepted': { zh: '部分验收', en: 'Partly accepted' },
  accepted: { zh: '已验收', en: 'Accepted' },
  rejected: { zh: '已拒收', en: 'Rejected' },
  refused: { zh: '企业拒单', en: 'Refused' },
  cancelled: { zh: '已撤单', en: 'Cancelled' },
  expired: { zh: '逾期撤销', en: 'Expired' },
};

export const urgencyWords: Readonly<Record<z.output<typeof urgency>, Text>> = {
  ordinary: { zh: '普通', en: 'Ordinary' },
  urgent: { zh: '加急', en: 'Urgent' },
  critical: { zh: '特急', en: 'Critical' },
};

export const shipmentStateWords: Readonly<Record<z.output<typeof shipmentState>, Text>> = {
  sent: { zh: '待收货', en: 'On its way' },
  'part-received': { zh: '部分验收', en: 'Partly checked' },
  received: { zh: '已验收', en: 'Checked' },
  stocked: { zh: '已入库', en: 'Stocked in' },
};

export const priceKindWords = {
  listed: { zh: '挂网价', en: 'Listing price' },
  agreed: { zh: '议定价', en: 'Agreed price' },
} as const satisfies Record<string, Text>;
