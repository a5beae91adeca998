import type { PolicyKeyInfo } from '../key-info.ts';

export const organisationKeys = {
  'organisation.obligedOwnerships': {
    shape: 'ownerships',
    zh: '须在平台采购的医疗机构类型',
    en: 'Institutions obliged to buy on the platform',
  },
  'organisation.agentCountsAsManufacturer': {
    shape: 'flag',
    zh: '境外产品全国总代理视为生产企业',
    en: 'National agent of foreign products counts as manufacturer',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
