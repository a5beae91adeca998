import type { Basis } from '../result.ts';

/** Clauses that set a rule of execution without a figure, so that no policy parameter carries them. */
export const executionBasis = {
  /** 按采购合同完成约定采购量 (SX-5.4a). */
  agreedVolume: { document: 'sx-2021-09', article: '五（四）', clause: 'SX-5.4a' },
  /** 对不按规定采购和使用中选产品的医疗机构予以惩戒 (SX-5.4b). */
  assessment: { document: 'sx-2021-09', article: '五（四）', clause: 'SX-5.4b' },
  /** 不得进行二次议价 (JS-25a). */
  noSecondBargain: { document: 'js-2020-22', article: '25', clause: 'JS-25a' },
  /** 每月上报采购、使用信息 (JS-25b). */
  monthlyReport: { document: 'js-2020-22', article: '25', clause: 'JS-25b' },
  /** 优先采购中选产品，也可采购其他价格适宜的挂网品种 (SX-3.1c). */
  selectedFirst: { document: 'sx-2021-09', article: '三（一）', clause: 'SX-3.1c' },
  /** 按要求报告产能、库存和供应 (SX-5.3a). */
  supplyReport: { document: 'sx-2021-09', article: '五（三）', clause: 'SX-5.3a' },
  /** 配送能力覆盖协议供应地区 (SX-5.3b). */
  coverage: { document: 'sx-2021-09', article: '五（三）', clause: 'SX-5.3b' },
  /** 无法及时供应的责任和费用 (SX-5.3c). */
  failure: { document: 'sx-2021-09', article: '五（三）', clause: 'SX-5.3c' },
  /** 不良事件和质量问题 (SX-5.2). */
  adverse: { document: 'sx-2021-09', article: '五（二）', clause: 'SX-5.2' },
  /** 录入者不审批 (HN-15). */
  twoPersons: { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' },
} as const satisfies Record<string, Basis>;
