import type { PolicyKeyInfo } from '../key-info.ts';

export const publicityKeys = {
  'publicity.period': { shape: 'termByPublicityKind', zh: '公示期', en: 'Publicity period' },
  'publicity.takeUpWithin': {
    shape: 'term',
    zh: '决定是否受理异议的期限',
    en: 'Time to decide on taking up an objection',
  },
  'publicity.concludeWithin': {
    shape: 'term',
    zh: '受理后作出异议处理结论的期限',
    en: 'Time to conclude an objection that was taken up',
  },
  'publicity.extensionMaxWorkdays': {
    shape: 'count',
    unit: { zh: '个工作日', en: 'working days' },
    zh: '异议处理最长延长时间',
    en: 'Longest extension of an objection',
  },
  'publicity.holdsWholeList': {
    shape: 'flag',
    zh: '一项异议未结是否暂缓整份公示生效',
    en: 'Whether one open objection holds back the whole list',
  },
  'publicity.objectionReasons': { shape: 'codedList', zh: '异议事由', en: 'Grounds of an objection' },
} as const satisfies Record<string, PolicyKeyInfo>;
