import type { PolicyKeyInfo } from '../key-info.ts';
import type { Wording } from '../provision.ts';

const rounds: Wording = { zh: '轮', en: 'rounds' };

export const filingKeys = {
  'filing.highValueLevelMin': {
    shape: 'level',
    zh: '可申报高值耗材备案采购的最低医疗机构级别',
    en: 'Lowest institution level to file a high-value item',
  },
  'filing.ordinaryLevelMin': {
    shape: 'level',
    zh: '可申报普通耗材和试剂备案采购的最低医疗机构级别',
    en: 'Lowest institution level to file an ordinary item or a reagent',
  },
  'filing.ownerships': {
    shape: 'ownerships',
    zh: '可申报备案采购的医疗机构',
    en: 'Institutions that may file',
  },
  'filing.managedBy': {
    shape: 'managerByClass',
    zh: '备案采购的确认部门',
    en: 'Which bureau confirms a filing',
  },
  'filing.scopes': { shape: 'codedList', zh: '备案采购范围', en: 'What may be filed' },
  'filing.variantIsNotNew': {
    shape: 'flag',
    zh: '仅规格、包装变化的产品不作为新产品',
    en: 'A change of specification or packaging is no new product',
  },
  'filing.priceReference': {
    shape: 'priceReferenceByClass',
    zh: '备案采购参考价格范围',
    en: 'Reference prices of a filing purchase',
  },
  'filing.offerWithin': {
    shape: 'term',
    zh: '企业报价期限',
    en: 'Time for the enterprise to give its price',
  },
  'filing.agreeWithin': {
    shape: 'term',
    zh: '医疗机构议定量价期限',
    en: 'Time for the institution to agree quantity and price',
  },
  'filing.roundsMax': {
    shape: 'count',
    unit: rounds,
    zh: '备案报价最多轮次',
    en: 'Most rounds of offers in a filing',
  },
  'filing.checkWithin': { shape: 'term', zh: '备案初审期限', en: 'Time for the first review of a filing' },
  'filing.supplementWithin': {
    shape: 'term',
    zh: '备案材料补正期限',
    en: 'Time to supply what a filing lacks',
  },
  'filing.opinionWithin': {
    shape: 'term',
    zh: '备案专家意见期限',
    en: 'Time for the experts’ opinion on a filing',
  },
  'filing.reportWithin': {
    shape: 'term',
    zh: '公示后上报期限',
    en: 'Time to report a filing after publicity',
  },
  'filing.decideWithin': { shape: 'term', zh: '备案决定期限', en: 'Time to decide on a filing' },
  'filing.refusalReasons': { shape: 'codedList', zh: '不予备案的理由', en: 'Reasons to refuse a filing' },
  'filing.publishEvery': {
    shape: 'term',
    zh: '备案采购信息公示周期',
    en: 'Interval of publishing filing purchases',
  },
  'filing.emergencyReasons': {
    shape: 'codedList',
    zh: '应急采购情形',
    en: 'When an emergency purchase is allowed',
  },
  'filing.emergencyFileWithin': {
    shape: 'term',
    zh: '应急采购补办备案期限',
    en: 'Time to file an emergency purchase',
  },
  'filing.emergencyRemindAfter': {
    shape: 'term',
    zh: '应急采购补办备案提醒时间',
    en: 'When an institution is reminded to file an emergency purchase',
  },
  'filing.selfPurchaseShareMax': {
    shape: 'share',
    zh: '自主采购占年度采购总金额上限',
    en: 'Largest share of self-purchase in a year',
  },
  'filing.selfPurchaseLastYearCounts': {
    shape: 'flag',
    zh: '自主采购额度可按上一年度采购总金额计算（两年取高）',
    en: 'Whether the quota may rest on last year’s total, if that is larger',
  },
  'filing.selfPurchaseReasons': {
    shape: 'codedList',
    zh: '自主采购情形',
    en: 'When an institution may purchase by itself',
  },
  'filing.outsideReportWithin': {
    shape: 'term',
    zh: '平台外采购信息上传期限',
    en: 'Time to upload what was bought outside the platform',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
