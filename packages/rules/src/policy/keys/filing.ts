import type { PolicyKeyInfo } from '../key-info.ts';

export const filingKeys = {
  'filing.institutionLevelMin': {
    shape: 'levelByClass',
    zh: '可申报备案采购的最低医疗机构级别',
    en: 'Lowest institution level for filing purchases',
  },
  'filing.priceReference': {
    shape: 'priceReferenceByClass',
    zh: '备案采购参考价格范围',
    en: 'Reference prices of a filing purchase',
  },
  'filing.publishEvery': {
    shape: 'term',
    zh: '备案采购信息公示周期',
    en: 'Interval of publishing filing purchases',
  },
  'filing.emergencyFileWithin': {
    shape: 'term',
    zh: '应急采购补办备案期限',
    en: 'Time to file an emergency purchase',
  },
  'filing.selfPurchaseShareMax': {
    shape: 'share',
    zh: '自主采购占年度采购总金额上限',
    en: 'Largest share of self-purchase in a year',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
