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
  'seal.otherContext': {
    zh: '密封时所属的项目、企业、轮次或版本与收到的不一致',
    en: 'It was sealed for another round, bidder, quoting round or version',
  },
  'quote.aboveOwn': {
    zh: '高于本企业此前报价，以此前报价为准',
    en: 'Above the bidder’s own earlier quote, which stands',
  },
  'quote.partAboveOwn': {
    zh: '部件价格高于本企业此前报价，以此前报价为准',
    en: 'A part is above the bidder’s own earlier price; the earlier quote stands',
  },
  'quote.stepTooSmall': {
    zh: '降幅小于最小降幅，以此前报价为准',
    en: 'Lower by less than the minimum step; the earlier quote stands',
  },
  'quote.notInFirst': {
    zh: '首轮未报价的产品不能在后续轮次报价',
    en: 'The product was not quoted in the first round',
  },
  'quote.tooFewFirms': {
    zh: '该品种报价企业数不足，本次采购不产生结果',
    en: 'Too few firms quoted for the item; it has no result in this round',
  },
  'objection.upheld': { zh: '公示期异议成立', en: 'An objection was upheld' },
};

export function openReasons(code: string): Text {
  return openReasonTexts[code] ?? { zh: code, en: code };
}
