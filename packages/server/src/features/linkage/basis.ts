import type { Basis } from '@daylight/rules/result.ts';

/** Clauses of linkage without a figure, so that no policy parameter carries them. */
export const linkageBasis = {
  /** 比对各省价格并提示、调控 (HN-3b). */
  collected: { document: 'hn-draft-2023', article: '三（三）', clause: 'HN-3b' },
  /** 每年组织一次全国同类产品最低价联动 (JS-13b). */
  yearly: { document: 'js-2020-22', article: '13', clause: 'JS-13b' },
} as const satisfies Record<string, Basis>;
