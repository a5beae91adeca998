import type { PolicyKeyInfo } from '../key-info.ts';

export const settlementKeys = {
  'settlement.paymentDue': { shape: 'term', zh: '验收合格后付款期限', en: 'Time to pay after acceptance' },
  'settlement.remindBefore': {
    shape: 'term',
    zh: '付款到期提前提醒时间',
    en: 'Reminder before payment is due',
  },
  'settlement.twoInvoice': { shape: 'flag', zh: '须提交两票制发票', en: 'Two-invoice reference required' },
  'settlement.prepaymentShareMin': {
    shape: 'share',
    zh: '医保基金预付占年度约定采购金额下限',
    en: 'Smallest prepayment share of the yearly agreed amount',
  },
  'settlement.retentionShareMax': {
    shape: 'share',
    zh: '结余留用比例上限',
    en: 'Largest share of savings retained',
  },
  'settlement.dedicatedAccounts': {
    shape: 'count',
    unit: { zh: '个', en: 'accounts' },
    zh: '每家医疗机构专用采购账户数',
    en: 'Dedicated accounts per institution',
  },
  'settlement.standardTransitionMin': {
    shape: 'term',
    zh: '国内首次销售产品支付过渡期下限',
    en: 'Shortest payment transition of first-sold products',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
