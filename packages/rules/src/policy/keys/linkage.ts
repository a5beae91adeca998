import type { PolicyKeyInfo } from '../key-info.ts';

export const linkageKeys = {
  'linkage.declareWithin': {
    shape: 'term',
    zh: '新最低价申报期限',
    en: 'Time to declare a new lowest price',
  },
  'linkage.every': { shape: 'term', zh: '全国最低价联动周期', en: 'Interval of the nationwide linkage' },
} as const satisfies Record<string, PolicyKeyInfo>;
