import type { PolicyKeyInfo } from '../key-info.ts';
import type { Wording } from '../provision.ts';

const months: Wording = { zh: '个月', en: 'months' };

export const supervisionKeys = {
  'supervision.zoneRule': {
    shape: 'zoneRule',
    zh: '红、黄、蓝三色区域划分',
    en: 'Red, yellow and blue price zones',
  },
  'supervision.zoneRuleChoices': {
    shape: 'zoneRuleChoices',
    zh: '可切换的三色区域规则',
    en: 'Zone rules that the bureau may switch between',
  },
  'supervision.zoneAppealWithin': {
    shape: 'term',
    zh: '价格区域申诉处理期限',
    en: 'Time to decide an appeal against a zone',
  },
  'supervision.anomalyRules': {
    shape: 'anomalyRules',
    zh: '采购异常识别规则',
    en: 'How anomalies of purchases are found',
  },
  'supervision.zonePublicLevelMin': {
    shape: 'level',
    zh: '重点监控的公立医疗机构最低级别',
    en: 'Lowest level of public institutions under focus',
  },
  'supervision.neverBargainedAfter': {
    shape: 'term',
    zh: '长期不议价认定期限',
    en: 'Time without bargaining that is noticed',
  },
  'supervision.platformReportEvery': {
    shape: 'term',
    zh: '平台工作报告周期',
    en: 'Interval of platform reports',
  },
  'supervision.platformSupervisor': {
    shape: 'jurisdiction',
    zh: '平台监管第一责任地区',
    en: 'Jurisdiction first responsible for its platform',
  },
  'supervision.breachNoticeEvery': {
    shape: 'term',
    zh: '违约通报周期',
    en: 'Interval of announcing breaches',
  },
  'supervision.deliveryRateMin': { shape: 'share', zh: '配送率下限', en: 'Lowest delivery rate' },
  'supervision.lowDeliveryMonths': {
    shape: 'count',
    unit: months,
    zh: '配送率连续偏低月数',
    en: 'Months of low delivery rate',
  },
  'supervision.institutionLadder': {
    shape: 'codedList',
    zh: '医疗机构惩戒措施',
    en: 'Sanction ladder for institutions',
  },
  'supervision.enterpriseLadder': {
    shape: 'codedList',
    zh: '企业惩戒措施',
    en: 'Sanction ladder for enterprises',
  },
  'supervision.complaintMeasures': {
    shape: 'codedList',
    zh: '投诉举报处理措施',
    en: 'Measures on complaints and reports',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
