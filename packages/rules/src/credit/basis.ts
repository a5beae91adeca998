import type { Basis } from '../result.ts';

/** Clauses of bad records, ratings and the ladder that no parameter carries. */
export const creditBasis = {
  /** 列入不良记录的，限制或取消部分、全部产品挂网 (JS-38). */
  badRecord: { document: 'js-2020-22', article: '38', clause: 'JS-38' },
  /** 不良记录动态管理，诚信记录和市场清退 (GD-9c). */
  kept: { document: 'gd-2020-07', article: '四（九）', clause: 'GD-9c' },
  /** 信用评价，对失信主体分级处置 (HN-12). */
  rating: { document: 'hn-draft-2023', article: '六（十二）', clause: 'HN-12' },
  /** 约谈、通报、考核，直至清退 (HN-11a). */
  ladder: { document: 'hn-draft-2023', article: '六（十一）', clause: 'HN-11a' },
  /** 挂靠经营、租借证照、假劣产品 (HN-11c). */
  report: { document: 'hn-draft-2023', article: '六（十一）', clause: 'HN-11c' },
  /** 各方责任与激励约束 (HN-7c). */
  terms: { document: 'hn-draft-2023', article: '四（七）', clause: 'HN-7c' },
  /** 录入者不审批 (HN-15). */
  twoPersons: { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' },
} as const satisfies Record<string, Basis>;
