import type { PolicyKeyInfo } from '../key-info.ts';

export const portalKeys = {
  'portal.agreedPricesPublic': { shape: 'flag', zh: '议定价格公开', en: 'Agreed prices are public' },
} as const satisfies Record<string, PolicyKeyInfo>;
