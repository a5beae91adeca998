import type { PolicyKeyInfo } from '../key-info.ts';

export const journalKeys = {
  'journal.retainYears': {
    shape: 'count',
    unit: { zh: '年', en: 'years' },
    zh: '业务日志保存年限',
    en: 'Years the journal is kept',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
