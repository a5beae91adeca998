import type { Basis } from '../result.ts';

/** Clauses that set a rule of qualifications without a figure, so that no policy parameter carries them. */
export const qualificationBasis = {
  /** 企业申报资质并对真实性负责；统一的生产企业、配送企业数据库 (JS-34). */
  declared: { document: 'js-2020-22', article: '34', clause: 'JS-34' },
  /** 资质申报、变更由省医保部门确认 (JS-37). */
  confirmed: { document: 'js-2020-22', article: '37', clause: 'JS-37' },
  /** 规格型号可依注册证增补，但不得高于原挂网价 (JS-37). */
  addedSpecification: { document: 'js-2020-22', article: '37', clause: 'JS-37' },
  /** 有效注册证或备案凭证 (HN-6a). */
  certified: { document: 'hn-draft-2023', article: '四（六）', clause: 'HN-6a' },
  /** 进口产品全国总代理和注册人/备案人视为生产企业 (HN-6b). */
  agent: { document: 'hn-draft-2023', article: '四（六）', clause: 'HN-6b' },
  /** 经办人不审批 (HN-15). */
  twoPersons: { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' },
} as const satisfies Record<string, Basis>;
