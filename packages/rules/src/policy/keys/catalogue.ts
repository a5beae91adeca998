import type { PolicyKeyInfo } from '../key-info.ts';

export const catalogueKeys = {
  'catalogue.requireCode': { shape: 'flag', zh: '须有国家医保医用耗材代码', en: 'National code required' },
  'catalogue.requireCertificate': {
    shape: 'flag',
    zh: '须有有效注册证或备案凭证',
    en: 'Certificate in force required',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
