import type { PolicyKeyInfo } from '../key-info.ts';

export const demandKeys = {
  'demand.useMonths': {
    shape: 'count',
    unit: { zh: '个月', en: 'months' },
    zh: '报量预填的历史采购月数',
    en: 'Months of purchases that pre-fill a volume report',
  },
  'demand.deviationMax': {
    shape: 'share',
    zh: '报量与上年使用量偏差上限（超出须说明）',
    en: 'Deviation from last year’s use above which a report explains itself',
  },
  'demand.deviationFloor': {
    shape: 'count',
    unit: { zh: '个计量单位', en: 'units' },
    zh: '无需说明的最大偏差量',
    en: 'Deviation in units up to which nothing is explained',
  },
  'demand.remindBefore': {
    shape: 'count',
    unit: { zh: '天', en: 'days' },
    zh: '报量截止前提醒',
    en: 'Reminder before volume reporting is locked',
  },
  'demand.confirmWithin': {
    shape: 'term',
    zh: '报量锁定后的确认期限',
    en: 'Time to confirm reports after the lock',
  },
  'demand.silentReviewCounts': {
    shape: 'flag',
    zh: '逾期未审核的报量视为通过',
    en: 'A report not reviewed in time counts',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
