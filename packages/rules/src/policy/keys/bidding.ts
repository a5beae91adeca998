import type { PolicyKeyInfo } from '../key-info.ts';

export const biddingKeys = {
  'bidding.trusteesMin': {
    shape: 'count',
    unit: { zh: '人', en: 'trustees' },
    zh: '报价密钥保管人人数下限',
    en: 'Fewest trustees of the key of sealed bids',
  },
  'bidding.thresholdAbove': {
    shape: 'share',
    zh: '开标所需份额须超过的保管人比例',
    en: 'Part of the trustees that the shares needed must exceed',
  },
  'bidding.trusteesWithin': {
    shape: 'term',
    zh: '保管人释放密钥份额的期限',
    en: 'Time for trustees to release their shares',
  },
  'bidding.ownKeysWithin': {
    shape: 'term',
    zh: '份额不足时企业以自有密钥开标的期限',
    en: 'Time for bidders to open their bids where shares are too few',
  },
  'bidding.biddersMin': {
    shape: 'count',
    unit: { zh: '家', en: 'bidders' },
    zh: '有效报价企业数下限',
    en: 'Fewest bidders of a round',
  },
  'bidding.choiceWithin': {
    shape: 'term',
    zh: '剩余量选择默认期限',
    en: 'Time to choose leftover volume where the round sets none',
  },
  'bidding.nextRoundWithin': {
    shape: 'term',
    zh: '下一轮报价的最短时间',
    en: 'Shortest time of a further quoting round',
  },
  'bidding.negotiatorsMin': {
    shape: 'count',
    unit: { zh: '家', en: 'bidders' },
    zh: '竞争性谈判每个品种的企业数下限',
    en: 'Fewest bidders of an item in a competitive negotiation',
  },
  'bidding.askedMin': {
    shape: 'count',
    unit: { zh: '家', en: 'firms' },
    zh: '询价每个品种被询价企业数下限',
    en: 'Fewest firms that are asked for an item in an inquiry',
  },
  'bidding.inquiryOnce': {
    shape: 'flag',
    zh: '询价报价一次报出、不得更改',
    en: 'A quote in an inquiry is given once and not changed',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
