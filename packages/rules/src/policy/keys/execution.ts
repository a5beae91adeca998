import type { PolicyKeyInfo } from '../key-info.ts';

export const executionKeys = {
  'execution.behindShare': {
    shape: 'share',
    zh: '进度预警线（完成比例低于序时进度的这一比例即提醒）',
    en: 'Progress below this part of the elapsed time is behind',
  },
  'execution.others': {
    shape: 'othersEffect',
    zh: '约定量进度落后时采购非中选产品',
    en: 'Buying what was not selected while the agreed volume is behind',
  },
  'execution.usageWithin': {
    shape: 'term',
    zh: '采购使用月报上报期限',
    en: 'Time to report a month’s purchase and use',
  },
  'execution.supplyWithin': {
    shape: 'term',
    zh: '产能库存供应月报上报期限',
    en: 'Time to report a month’s capacity, stock and supply',
  },
  'execution.answerWithin': {
    shape: 'term',
    zh: '供应问题的答复期限',
    en: 'Time for the winner to answer on a failure to supply',
  },
  'execution.coverageShare': {
    shape: 'share',
    zh: '中选企业配送须覆盖的医疗机构比例',
    en: 'Part of the institutions that a winner’s delivery has to reach',
  },
  'execution.coverageWithin': {
    shape: 'term',
    zh: '配送未覆盖的补正期限',
    en: 'Time for the winner to appoint a distributor where it has none',
  },
  'execution.coverageRemind': {
    shape: 'count',
    unit: { zh: '个工作日', en: 'working days' },
    zh: '配送补正期满前提醒',
    en: 'Reminder before that time is over',
  },
  'execution.eventAnswerWithin': {
    shape: 'term',
    zh: '不良事件和质量问题的答复期限',
    en: 'Time to answer on an adverse event or a quality problem',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
