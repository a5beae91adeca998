import { fillIn } from './fill.ts';
import type { FindingCode } from '@daylight/rules/listing/finding.ts';
import type { Facts } from '@daylight/rules/result.ts';
import type { Text } from './endpoint.ts';

/** What a row of a listing workbook is told, with the facts filled in; also in the corrected workbook. */
export const findingTexts: Readonly<Record<FindingCode, Text>> = {
  'listing.codeMissing': { zh: '没有医保代码，不能挂网', en: 'No national code, no listing' },
  'listing.codeForm': {
    zh: '“{written}”不是27位医保代码',
    en: '"{written}" is not a 27-digit national code',
  },
  'listing.codeUnknown': {
    zh: '国家代码库中没有 {code}',
    en: '{code} is not in the national code database',
  },
  'listing.codeDisabled': { zh: '代码 {code} 已停用', en: 'Code {code} is disabled' },
  'listing.codeTranscoded': {
    zh: '代码 {code} 已转为 {successor}，请用新代码',
    en: 'Code {code} was replaced by {successor}; use the new one',
  },
  'listing.certificateMissing': {
    zh: '代码库中没有该产品的注册证或备案凭证',
    en: 'The code database has no certificate for the product',
  },
  'listing.certificateDoubtful': {
    zh: '注册备案号“{certificate}”不规范，须先在代码库更正',
    en: 'The certificate number "{certificate}" is doubtful and has to be put right first',
  },
  'listing.nameDiffers': {
    zh: '产品名称与代码库不一致，代码库为“{expected}”',
    en: 'The name differs from the code database, which has "{expected}"',
  },
  'listing.priceForm': {
    zh: '挂网价“{written}”不是金额（最多6位小数）',
    en: '"{written}" is not a price in yuan (at most 6 decimals)',
  },
  'listing.priceNotPositive': { zh: '挂网价须大于0，无价格请留空行', en: 'The price has to be above zero' },
  'listing.unitMissing': { zh: '没有写单位', en: 'The unit is missing' },
  'listing.conversionNotWhole': {
    zh: '转换比“{written}”不是大于0的整数',
    en: 'The conversion "{written}" is not a whole number above zero',
  },
  'listing.conversionOfSameUnit': {
    zh: '采购单位和最小单位都是“{unit}”，转换比应为1',
    en: 'Both units are "{unit}", so the conversion has to be 1',
  },
  'listing.formUnknown': {
    zh: '挂网形式“{written}”应为阳光挂网、备案采购或组团联盟集中采购',
    en: 'Unknown form "{written}"',
  },
  'listing.classUnknown': {
    zh: '类别“{written}”应为六大类、五大类、普通耗材或检验检测试剂',
    en: 'Unknown class "{written}"',
  },
  'listing.managerUnknown': {
    zh: '管理层级“{written}”应为省级或市级',
    en: 'Unknown managing level "{written}"',
  },
  'listing.managerMisfit': {
    zh: '{class}应由{manager}管理',
    en: 'The pack gives this class ({class}) to another managing level ({manager})',
  },
  'listing.notManagedHere': {
    zh: '{class}由{manager}管理，本目录不能挂网',
    en: 'This class ({class}) is managed at another level ({manager}) and does not belong into this directory',
  },
  'listing.manufacturerMissing': { zh: '没有写生产企业', en: 'The manufacturer is missing' },
  'listing.manufacturerUnknown': {
    zh: '企业库中没有在用的生产企业“{written}”',
    en: 'No active manufacturer "{written}"',
  },
  'listing.manufacturerAmbiguous': {
    zh: '有多家生产企业名为“{written}”，请写统一社会信用代码',
    en: 'Several manufacturers are called "{written}"; write the credit code',
  },
  'listing.dateForm': {
    zh: '“{written}”不是日期，请写如2026-09-01',
    en: '"{written}" is not a date such as 2026-09-01',
  },
  'listing.dateInFuture': { zh: '挂网日期 {day} 还没有到', en: 'The listing date {day} is in the future' },
  'listing.termOver': { zh: '采购周期已于 {day} 结束', en: 'The term ended on {day}' },
  'listing.audienceMissing': {
    zh: '备案采购和联盟采购的产品须写明适用机构或地区',
    en: 'Filing and alliance listings have to name who may buy',
  },
  'listing.audienceUnknown': {
    zh: '没有医疗机构或地区“{written}”，重名的请写机构代码',
    en: 'No institution or area "{written}"; write its code where names are shared',
  },
  'listing.audienceNotOne': {
    zh: '备案采购的产品只供一家备案发起机构采购',
    en: 'A filed listing is for the one institution that filed it',
  },
  'listing.originUnreadable': {
    zh: '原平台名称含有不能显示的字符',
    en: 'The former platform’s name is unreadable',
  },
  'listing.textTooLong': { zh: '内容超过 {max} 字', en: 'Longer than {max} characters' },
  'listing.duplicateRow': { zh: '与第 {row} 行重复', en: 'Repeats row {row}' },
  'listing.identityChanged': {
    zh: '已挂网产品的企业、类别或挂网形式不同，须先撤网再重新挂网',
    en: 'Manufacturer, class or form differ from the present listing; withdraw that first',
  },
  'listing.manufacturerDiffers': {
    zh: '与代码库中的企业“{expected}”不同，如为境外产品全国总代理请在价格说明中写明',
    en: 'The code database has "{expected}"; explain, for instance that this is the national agent',
  },
  'listing.priceDeviates': {
    zh: '最小单位价 {price} 元与同产品参考价 {reference} 元相差超过 {share}，请核对转换比或说明',
    en: '{price} yuan per smallest unit differs from {reference} of the same product by more than {share}: check the conversion or explain',
  },
  'listing.priceRaised': {
    zh: '高于现挂网价 {price} 元（转换比 {units}），须说明',
    en: 'Above the present price of {price} yuan (conversion {units}); explain',
  },
  'listing.conversionChanged': {
    zh: '转换比与现挂网记录 {units} 不同，请核对并说明',
    en: 'The conversion was {units}; check and explain',
  },
  'listing.mergedInto': {
    zh: '与第 {row} 行合并为一条，按最低价挂网，来源保留',
    en: 'Merged with row {row} at the lowest price; its origin is kept',
  },
  'listing.alreadyListed': { zh: '已按 {price} 元挂网', en: 'Listed already at {price} yuan' },
  'listing.notListedNow': {
    zh: '该产品已暂停挂网，调价不改变状态',
    en: 'The listing is suspended and stays so',
  },
};

export function findingText(code: FindingCode, facts: Facts): Text {
  const { zh, en } = findingTexts[code];
  return { zh: fillIn(zh, facts, '—'), en: fillIn(en, facts, '—') };
}
