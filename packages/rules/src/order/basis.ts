import type { Basis } from '../result.ts';

/** Clauses that set a rule of orders without a figure, so that no policy parameter carries them. */
export const orderBasis = {
  /** 公立医疗机构全部耗材在平台公开采购 (JS-2). */
  onPlatform: { document: 'js-2020-22', article: '2', clause: 'JS-2' },
  /** 未经审核不得高于挂网价，议价为实际采购价 (JS-11). */
  notAboveListing: { document: 'js-2020-22', article: '11', clause: 'JS-11' },
  /** 谁备案谁采购 (JS-18). */
  filedByItself: { document: 'js-2020-22', article: '18', clause: 'JS-18' },
  /** 红色预警 (JS-12A). */
  redZone: { document: 'js-2020-22', article: '12.A', clause: 'JS-12A' },
  /** 生产企业自行配送或选择配送企业 (JS-35). */
  chosenDistributor: { document: 'js-2020-22', article: '35', clause: 'JS-35' },
  /** 录入者不审批 (HN-15). */
  twoPersons: { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' },
  /** 验收、贮存、配送可追溯 (JS-36). */
  traceable: { document: 'js-2020-22', article: '36', clause: 'JS-36' },
  /** 企业保障供应 (HN-11a). */
  supply: { document: 'hn-draft-2023', article: '六（十一）', clause: 'HN-11a' },
} as const satisfies Record<string, Basis>;
