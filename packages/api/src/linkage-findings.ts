import { fillIn } from './fill.ts';
import type { RecordFindingCode } from '@daylight/rules/linkage/finding.ts';
import type { Facts } from '@daylight/rules/result.ts';
import { z } from 'zod';
import type { Text } from './endpoint.ts';
import { basis, facts } from './wire.ts';

/** What a price record is told, with the facts filled in; also in the corrected workbook. */
export const recordFindingTexts: Readonly<Record<RecordFindingCode, Text>> = {
  'linkage.codeMissing': { zh: '没有医保代码', en: 'The national code is missing' },
  'linkage.codeForm': {
    zh: '“{written}”不是27位医保代码',
    en: '"{written}" is not a 27-digit national code',
  },
  'linkage.codeUnknown': { zh: '国家代码库中没有这个代码', en: 'The code is not in the national database' },
  'linkage.codeDisabled': { zh: '该代码已停用或转码', en: 'The code is no longer in force' },
  'linkage.placeUnknown': {
    zh: '“{written}”不是省份或城市，请写名称或6位行政区划代码',
    en: '"{written}" is no province or city; write its name or its six-digit code',
  },
  'linkage.kindUnknown': {
    zh: '价格类型“{written}”应为省级挂网价、市级挂网价、备案采购价或集采中选价',
    en: 'Unknown kind of price "{written}"',
  },
  'linkage.kindMisfit': {
    zh: '省级挂网价应写省份，市级挂网价应写城市',
    en: 'A provincial price belongs to a province, a city price to a city',
  },
  'linkage.priceForm': {
    zh: '价格“{written}”不是金额（最多6位小数）；没有价格请不要填报，空白不等于0',
    en: '"{written}" is not a price in yuan; no price is no record, and blank is not zero',
  },
  'linkage.priceNotPositive': {
    zh: '价格须大于0；没有价格请不要填报',
    en: 'The price has to be above zero; no price is no record',
  },
  'linkage.unitMissing': { zh: '没有写采购单位', en: 'The purchase unit is missing' },
  'linkage.conversionNotWhole': {
    zh: '转换比“{written}”不是大于0的整数',
    en: 'The conversion "{written}" is not a whole number above zero',
  },
  'linkage.dateMissing': { zh: '没有写执行日期', en: 'The day from which it holds is missing' },
  'linkage.dateForm': {
    zh: '“{written}”不是日期，请写如2026-09-01',
    en: '"{written}" is not a date such as 2026-09-01',
  },
  'linkage.endsBeforeItBegins': {
    zh: '截止日期早于执行日期',
    en: 'The last day lies before the first',
  },
  'linkage.contractMissing': {
    zh: '集采中选价须写明批次协议',
    en: 'A selected price names its contract or round',
  },
  'linkage.textTooLong': { zh: '内容过长或含有无法显示的字符', en: 'Too long, or not readable text' },
  'linkage.duplicateRow': { zh: '与第 {row} 行重复', en: 'The same as row {row}' },
  'linkage.sameRecord': { zh: '已有完全相同的价格记录', en: 'The very same record is there already' },
  'linkage.ownPlatform': {
    zh: '本省挂网价直接取自本平台，不需要填报',
    en: 'Listing prices of this province are taken from this platform itself',
  },
  'linkage.outlier': {
    zh: '换算到最小单位为 {price} 元，比其余 {count} 条价格的中位数 {reference} 元偏离 {percent}%，请核对并说明',
    en: '{price} yuan per smallest unit lies {percent}% off the median of {count} others ({reference}); check and explain',
  },
  'linkage.listingDeviates': {
    zh: '换算到最小单位为 {price} 元，与本省挂网价 {reference} 元偏离 {percent}%，请核对并说明',
    en: '{price} yuan per smallest unit lies {percent}% off the listing price here ({reference}); check and explain',
  },
  'linkage.conversionDiffers': {
    zh: '转换比为每{unit} {units}，而其他记录为每{unit} {usual}，请核对包装并说明',
    en: '{units} per {unit}, where other records have {usual}; check the pack and explain',
  },
  'linkage.severalOfProvince': {
    zh: '该省已有 {count} 个价格，最低为 {lowest} 元（每单位 {units}）；同省多个价格取最低',
    en: 'The province has {count} prices already, the lowest {lowest} yuan (pack of {units}); the lowest counts',
  },
  'linkage.alreadyOver': {
    zh: '该价格已过截止日期，仅作历史保存',
    en: 'The price is over already and is kept as history only',
  },
  'linkage.notYetInForce': { zh: '该价格自 {from} 起执行', en: 'The price holds from {from}' },
  'linkage.newLowest': {
    zh: '低于目前所有记录，将成为新的最低价',
    en: 'Lower than every record so far: a new lowest price',
  },
};

export function recordFindingText(code: RecordFindingCode, found: Facts): Text {
  const { zh, en } = recordFindingTexts[code];
  return { zh: fillIn(zh, found, ''), en: fillIn(en, found, '') };
}

export const recordFindingShape = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'confirm', 'note']),
    field: z.string().nullable(),
    basis: basis.nullable(),
    facts,
    text: z.object({ zh: z.string(), en: z.string() }),
  })
  .meta({ id: 'PriceRecordFinding' });
