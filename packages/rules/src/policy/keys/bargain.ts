import type { PolicyKeyInfo } from '../key-info.ts';
import type { Wording } from '../provision.ts';

const months: Wording = { zh: '个月', en: 'months' };
const times: Wording = { zh: '次', en: 'times' };
const people: Wording = { zh: '家', en: 'organisations' };

export const bargainKeys = {
  'bargain.listedPriceConfirm': {
    shape: 'automatic',
    zh: '按挂网价议价的确认方式',
    en: 'Confirmation of a bargain at the listing price',
  },
  'bargain.tradedPriceConfirm': {
    shape: 'term',
    zh: '按已有实际交易价议价的确认期限',
    en: 'Time to confirm a bargain at a traded price',
  },
  'bargain.otherPriceConfirm': {
    shape: 'term',
    zh: '按其他价格议价的确认期限',
    en: 'Time to confirm a bargain at any other price',
  },
  'bargain.tradedPriceWindowMonths': {
    shape: 'count',
    unit: months,
    zh: '实际交易价的有效追溯期',
    en: 'How far back a traded price counts',
  },
  'bargain.counterAnswerWithin': {
    shape: 'term',
    zh: '答复企业还价的期限',
    en: 'Time to answer a counter-offer',
  },
  'bargain.evidenceWithin': { shape: 'term', zh: '提供交易记录的期限', en: 'Time to give the trade record' },
  'bargain.poolJoiningWithin': {
    shape: 'term',
    zh: '拼单加入期的最长时间',
    en: 'Longest joining window of a pool',
  },
  'bargain.poolMembersMax': {
    shape: 'count',
    unit: people,
    zh: '拼单议价医疗机构数上限',
    en: 'Most institutions in a pooled bargain',
  },
  'bargain.roundsMax': {
    shape: 'count',
    unit: times,
    zh: '同一议价还价次数上限',
    en: 'Most counter-offers in one bargain',
  },
  'bargain.alliedInTermAllowed': {
    shape: 'flag',
    zh: '采购周期内中选产品可否再议价',
    en: 'Bargaining on selected products in their term',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
