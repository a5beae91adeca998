import type { Basis } from '../result.ts';

/** What decisions about bids rest on; values come from provisions, these are the articles that ask for the act itself. */
export const biddingBasis = {
  /** 资质、质量、产能、供应、信用达标的可参加；境外须指定境内法人。 */
  eligible: { document: 'sx-2021-09', article: '二（二）', clause: 'SX-2.2' },
  /** 自主报价，以质量和价格为主竞争，公开中选规则。 */
  bids: { document: 'sx-2021-09', article: '三（二）', clause: 'SX-3.2b' },
  /** 带量采购，量价挂钩，中选产品在相应机构挂网。 */
  volume: { document: 'js-2020-22', article: '20', clause: 'JS-20' },
  /** 跟标扩围，同类产品全省价格协同。 */
  follow: { document: 'js-2020-22', article: '24', clause: 'JS-24' },
  /** 视情开展联盟采购同类产品的全省价格协同。 */
  coordinated: { document: 'js-2020-22', article: '24', clause: 'JS-24' },
  /** 国家集采结果及时落地。 */
  national: { document: 'sx-2021-09', article: '四（一）', clause: 'SX-4.1' },
  /** 联动其他联盟结果。 */
  alliances: { document: 'sx-2021-09', article: '四（二）', clause: 'SX-4.2' },
  /** 招标、采购一体化。 */
  oneSystem: { document: 'hn-draft-2023', article: '五（九）', clause: 'HN-9a' },
  /** 联盟产品全省统一支付标准。 */
  paymentStandard: { document: 'js-2020-22', article: '28', clause: 'JS-28' },
  /** 内部控制：谁录入谁不审批。 */
  secondPerson: { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' },
  /** 密封报价的规则文件未规定，为本产品自身的约定。 */
  sealed: { document: 'daylight', article: '一', clause: 'SX-3.2b' },
} as const satisfies Record<string, Basis>;
