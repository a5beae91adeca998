import type { ClosingItem } from '@daylight/api/directory-shapes.ts';
import type { Wording } from '../../i18n/language.ts';

/** Who or what began a closing. */
export const closingOrigins = {
  officer: { zh: '医保部门提出', en: 'Bureau' },
  manufacturer: { zh: '企业申请', en: 'Enterprise' },
  clock: { zh: '到期自动', en: 'By the clock' },
  merge: { zh: '目录归并', en: 'Merge' },
  credit: { zh: '信用处置', en: 'Credit case' },
  tender: { zh: '纳入上级集采', en: 'A wider round' },
} as const satisfies Record<ClosingItem['origin'], Wording>;
