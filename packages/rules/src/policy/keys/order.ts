import type { PolicyKeyInfo } from '../key-info.ts';
import type { Wording } from '../provision.ts';

const months: Wording = { zh: '个月', en: 'months' };

export const orderKeys = {
  'order.confirmWithin': { shape: 'term', zh: '订单确认期限', en: 'Time to confirm an order' },
  'order.confirmUrgentWithin': {
    shape: 'term',
    zh: '加急订单确认期限',
    en: 'Time to confirm an urgent order',
  },
  'order.deliverWithin': { shape: 'deliveryTerms', zh: '配送到货期限', en: 'Time to deliver' },
  'order.remoteDistanceKm': {
    shape: 'count',
    unit: { zh: '公里', en: 'km' },
    zh: '偏远地区距县城距离',
    en: 'Distance from the county seat that is remote',
  },
  'order.expireUndeliveredAfter': {
    shape: 'term',
    zh: '未配送订单自动撤销期限',
    en: 'Time until an undelivered order expires',
  },
  'order.receiveAutomaticallyAfter': {
    shape: 'term',
    zh: '未入库自动收货期限',
    en: 'Time until goods count as received',
  },
  'order.registerOutsideWithin': {
    shape: 'term',
    zh: '线下采购补登记期限',
    en: 'Time to register a purchase made off the platform',
  },
  'order.shelfLifeWarn': {
    shape: 'count',
    unit: months,
    zh: '近效期提示',
    en: 'Shelf life left that is called short',
  },
  'order.refuseReasons': { shape: 'codedList', zh: '企业拒绝订单原因', en: 'Reasons to refuse an order' },
  'order.rejectReasons': { shape: 'codedList', zh: '医疗机构拒收原因', en: 'Reasons to reject goods' },
  'order.returnReasons': { shape: 'codedList', zh: '退货原因', en: 'Reasons to return goods' },
  'order.cancelReasons': { shape: 'codedList', zh: '医疗机构撤单原因', en: 'Reasons to cancel an order' },
} as const satisfies Record<string, PolicyKeyInfo>;
