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
  'execution.eventAnswerWithin': {
    shape: 'term',
    zh: '不良事件和质量问题的答复期限',
    en: 'Time to answer on an adverse event or a quality problem',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
