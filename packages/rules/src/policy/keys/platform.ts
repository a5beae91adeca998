import type { PolicyKeyInfo } from '../key-info.ts';

export const platformKeys = {
  'platform.list': {
    shape: 'jurisdictions',
    zh: '可设采购平台的地区',
    en: 'Jurisdictions that may run a platform',
  },
  'platform.servedBy': {
    shape: 'jurisdiction',
    zh: '所用采购平台',
    en: 'Platform that serves the jurisdiction',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
