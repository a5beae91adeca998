import type { Text } from './endpoint.ts';

/** Why a bid, or a line of it, was stopped at the opening. */
export const openReasonTexts: Readonly<Record<string, Text>> = {
  'seal.sharesTooFew': { zh: '有效份额不足', en: 'Too few good shares' },
  'seal.ciphertextDoesNotOpen': {
    zh: '密钥打不开密文：密文、密钥或其归属被改动，或密封时的份额不实',
    en: 'The key does not open the ciphertext: it, the key or its context was changed, or wrong shares were sealed',
  },
  'seal.commitmentDiffers': {
    zh: '打开的内容与承诺值不一致',
    en: 'What came out is not what was committed to',
  },
  'bidding.notOpened': {
    zh: '份额不足，且企业未在期限内以自有密钥打开',
    en: 'Too few shares, and the bidder did not open it in time',
  },
  'bid.notText': { zh: '报价内容不是可读取的文本', en: 'The bid is no readable text' },
  'bid.format': { zh: '报价内容格式不符', en: 'The bid has another format' },
  'bid.otherRound': { zh: '报价内容属于其他项目', en: 'The bid is of another round' },
  'bid.otherBidder': { zh: '报价内容属于其他企业', en: 'The bid is of another bidder' },
  'bid.noLine': { zh: '报价中没有产品', en: 'The bid has no product' },
  'bid.productUnknown': { zh: '报价产品未报名', en: 'The product is not enrolled' },
  'bid.productTwice': { zh: '同一产品报价两次', en: 'Two prices for one product' },
  'bid.priceMalformed': { zh: '报价不是有效金额（精确到分）', en: 'The price is no amount in whole fen' },
  'bid.partMalformed': { zh: '部件报价格式不符', en: 'Prices of parts are malformed' },
  'bid.rebidMalformed': { zh: '二次报价格式不符', en: 'A second price is malformed' },
  'objection.upheld': { zh: '公示期异议成立', en: 'An objection was upheld' },
};

export function openReasons(code: string): Text {
  return openReasonTexts[code] ?? { zh: code, en: code };
}
