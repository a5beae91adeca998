import type { PolicyKeyInfo } from '../key-info.ts';

export const agreementKeys = {
  'agreement.term': { shape: 'term', zh: '购销合同执行期限', en: 'Term of a purchase agreement' },
} as const satisfies Record<string, PolicyKeyInfo>;
