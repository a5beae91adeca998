import type { Basis } from '../result.ts';

/** Clauses that settlement rests on without a figure, so that no policy parameter carries them. */
export const invoiceBasis = {
  /** 三流合一：业务流、信息流、资金流一致 (JS-33). */
  reconcile: { document: 'js-2020-22', article: '33', clause: 'JS-33' },
  /** 按订单或合同约定及时付款 (JS-32). */
  onTime: { document: 'js-2020-22', article: '32', clause: 'JS-32' },
  /** 带码结算 (HN-8). */
  withCode: { document: 'hn-draft-2023', article: '五（八）', clause: 'HN-8' },
} as const satisfies Record<string, Basis>;
