import type { PolicyKeyInfo } from '../key-info.ts';
import type { Wording } from '../provision.ts';

const months: Wording = { zh: '个月', en: 'months' };

export const creditKeys = {
  'credit.recordGrounds': { shape: 'codedList', zh: '不良记录事项', en: 'Kinds of bad records' },
  'credit.recordSources': { shape: 'codedList', zh: '不良记录的依据材料', en: 'Sources of bad records' },
  'credit.recordMeasures': {
    shape: 'creditMeasures',
    zh: '不良记录处理措施',
    en: 'Measures on bad records',
  },
  'credit.scale': {
    shape: 'creditScale',
    zh: '价格和招采信用评价标准',
    en: 'Scale of the credit rating',
  },
  'credit.hearingWithin': { shape: 'term', zh: '陈述申辩期限', en: 'Time for the enterprise to be heard' },
  'credit.decideWithin': {
    shape: 'term',
    zh: '陈述申辩后的决定期限',
    en: 'Time to decide after the hearing',
  },
  'credit.runWithin': {
    shape: 'term',
    zh: '季度信用评价发布期限',
    en: 'Time to publish a quarter’s ratings',
  },
  'credit.repairDecideWithin': {
    shape: 'term',
    zh: '信用修复办理期限',
    en: 'Time to decide on a credit repair',
  },
  'credit.reportKinds': { shape: 'codedList', zh: '可举报的违法违规行为', en: 'What may be reported' },
  'credit.reportWithin': { shape: 'term', zh: '举报办理期限', en: 'Time to settle a report' },
  'credit.ladderMemory': {
    shape: 'count',
    unit: months,
    zh: '惩戒阶梯的追溯期',
    en: 'How far back earlier steps count',
  },
  'credit.participantTerms': {
    shape: 'participantTerms',
    zh: '各类参与主体的责任、激励与约束',
    en: 'Responsibilities, incentives and penalties of participants',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
