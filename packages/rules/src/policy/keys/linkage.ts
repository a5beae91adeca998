import type { PolicyKeyInfo } from '../key-info.ts';

export const linkageKeys = {
  'linkage.declareWithin': {
    shape: 'term',
    zh: '新最低价申报期限',
    en: 'Time to declare a new lowest price',
  },
  'linkage.every': { shape: 'term', zh: '全国最低价联动周期', en: 'Interval of the nationwide linkage' },
  'linkage.reference': {
    shape: 'priceReferenceByClass',
    zh: '价格联动参考价格范围',
    en: 'Reference prices of linkage',
  },
  'linkage.lowest': { shape: 'lowestRule', zh: '最低价取值规则', en: 'How the lowest price is found' },
  'linkage.lowestOfSelected': {
    shape: 'lowestRule',
    zh: '集采中选产品的最低价取值规则',
    en: 'How the lowest price of a selected product is found',
  },
  'linkage.ratios': { shape: 'ratioRules', zh: '合理比价关系', en: 'Reasonable ratios of prices' },
  'linkage.answerWithin': {
    shape: 'term',
    zh: '平台发现新最低价后的最短答复期限',
    en: 'Shortest time to answer once the platform found a new lowest price',
  },
  'linkage.remindBefore': {
    shape: 'count',
    unit: { zh: '天', en: 'days' },
    zh: '申报期限届满前提醒天数',
    en: 'Reminder before the time to declare runs out',
  },
  'linkage.outlierShare': {
    shape: 'share',
    zh: '价格记录偏离核对幅度',
    en: 'Deviation of a price record that asks for a check',
  },
  'linkage.coordinateTo': {
    shape: 'selectedMeasure',
    zh: '同类产品价格协同的目标价',
    en: 'What products of the same kind are asked to come down to',
  },
  'linkage.coordinateWithin': {
    shape: 'term',
    zh: '价格协同的答复期限',
    en: 'Time to answer a coordination of prices',
  },
  'linkage.executeAfter': {
    shape: 'term',
    zh: '联动结果公示后至执行的最短时间',
    en: 'Shortest time from publication to execution of a linkage',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
