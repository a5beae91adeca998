import { foldWidth } from '../codes/fold.ts';
import { normaliseNationalCode, parseNationalCode } from '../codes/national-code.ts';
import { provinces } from '../codes/region.ts';
import { readConversion, readDay, readPrice } from '../listing/entry.ts';
import { type Money, isPositive } from '../money.ts';
import type { Wording } from '../policy/provision.ts';
import type { IsoDate } from '../time.ts';
import { type Cells, type Column, layoutOf } from '../workbook/layout.ts';
import type { Candidate } from './check.ts';
import { type RecordFinding, recordFinding } from './finding.ts';
import type { RecordKind } from './record.ts';

interface PriceColumnForm extends Column {
  readonly example: string;
  readonly max: number;
}

/** The columns of a workbook of prices, in the order of the template. */
export const priceColumns = {
  itemCode: {
    zh: '医保27位代码',
    en: '27-digit national code',
    required: true,
    aliases: ['27位代码', '27位码', '医保耗材代码', '国家医保代码', '医用耗材代码'],
    example: 'C09010101000000066260000001',
    max: 60,
  },
  jurisdiction: {
    zh: '省份或城市',
    en: 'Province or city: name or GB/T 2260 code',
    required: true,
    aliases: ['省份', '地区', '挂网地区', '行政区划代码'],
    example: '浙江省',
    max: 40,
  },
  kind: {
    zh: '价格类型',
    en: 'Kind of price',
    required: true,
    aliases: ['类型', '价格类别'],
    example: '省级挂网价',
    max: 20,
  },
  price: {
    zh: '价格',
    en: 'Price, yuan per purchase unit',
    required: true,
    aliases: ['挂网价', '挂网价格', '价格元'],
    example: '128.50',
    max: 40,
  },
  purchaseUnit: {
    zh: '采购单位',
    en: 'Purchase unit',
    required: true,
    aliases: ['包装单位', '计价单位'],
    example: '盒',
    max: 20,
  },
  unitsPerPurchaseUnit: {
    zh: '转换比',
    en: 'Smallest units per purchase unit',
    required: true,
    aliases: ['包装转换比', '换算系数', '转换系数'],
    example: '10',
    max: 40,
  },
  effectiveFrom: {
    zh: '执行日期',
    en: 'In force from',
    required: true,
    aliases: ['挂网日期', '执行时间', '生效日期'],
    example: '2026-09-01',
    max: 40,
  },
  effectiveTo: {
    zh: '截止日期',
    en: 'Last day in force',
    required: false,
    aliases: ['终止日期', '失效日期'],
    example: '',
    max: 40,
  },
  contract: {
    zh: '批次协议',
    en: 'Contract or round (selected prices)',
    required: false,
    aliases: ['集采批次', '协议编号'],
    example: '',
    max: 100,
  },
  document: {
    zh: '来源文件',
    en: 'Source document',
    required: false,
    aliases: ['来源', '文号', '公告'],
    example: '浙医保发〔2026〕12号',
    max: 200,
  },
  reason: {
    zh: '价格说明',
    en: 'Explanation of an unusual price',
    required: false,
    aliases: ['说明', '备注'],
    example: '',
    max: 500,
  },
} as const satisfies Record<string, PriceColumnForm>;

export type PriceColumn = keyof typeof priceColumns;
export type PriceCells = Cells<PriceColumn>;
export const priceLayout = layoutOf(priceColumns, {
  missing: 'linkage.columnMissing',
  twice: 'linkage.columnTwice',
});
export const priceColumnKeys = priceLayout.keys;

const kinds: Readonly<Record<string, RecordKind>> = {
  省级挂网价: 'provincialListing',
  省级: 'provincialListing',
  省: 'provincialListing',
  市级挂网价: 'cityListing',
  市级: 'cityListing',
  市: 'cityListing',
  备案价: 'filing',
  备案采购价: 'filing',
  备案: 'filing',
  中选价: 'selected',
  集采中选价: 'selected',
  中选: 'selected',
};
export const recordKindNames: Readonly<Record<RecordKind, Wording>> = {
  provincialListing: { zh: '省级挂网价', en: 'Provincial listing' },
  cityListing: { zh: '市级挂网价', en: 'City listing' },
  filing: { zh: '备案采购价', en: 'Filing purchase' },
  selected: { zh: '集采中选价', en: 'Selected in a round' },
};

/** Names of places to their codes: those of the caller, and the provinces with and without their last word. */
export type PlaceCodes = ReadonlyMap<string, string>;
const provinceCodes: PlaceCodes = new Map(
  provinces.flatMap(({ code, nameZh, shortName }) =>
    [nameZh, nameZh.replace(/(省|市|(壮族|回族|维吾尔)?自治区|特别行政区)$/, ''), shortName].map(
      (name): [string, string] => [name, `${code}0000`],
    ),
  ),
);

export interface PriceRow extends Candidate {
  readonly document: string;
  readonly reason: string;
}
export interface PriceReading {
  /** Null where something that a record needs is missing or not understood. */
  readonly row: PriceRow | null;
  readonly findings: readonly RecordFinding[];
}

const bare = (text: string): string => foldWidth(text).replaceAll(/[\s“”"「」]/g, '');

/** Reads one row alone: every flaw of form is named, so that one round of corrections is enough. An empty price is no price. */
export function readPriceRow(cells: PriceCells, places: PlaceCodes): PriceReading {
  const findings: RecordFinding[] = [];
  const wrong = (code: RecordFinding['code'], field: PriceColumn): null => {
    findings.push(recordFinding('error', code, { field, facts: { written: cells[field].slice(0, 60) } }));
    return null;
  };
  for (const key of priceColumnKeys)
    if (cells[key].length > priceColumns[key].max || !cells[key].isWellFormed())
      wrong('linkage.textTooLong', key);
  const itemCode = readCode(cells.itemCode, wrong);
  const place = bare(cells.jurisdiction);
  const jurisdiction = /^\d{6}$/.test(place)
    ? place
    : (places.get(place) ?? provinceCodes.get(place) ?? wrong('linkage.placeUnknown', 'jurisdiction'));
  const kindText = bare(cells.kind);
  const kind = Object.hasOwn(kinds, kindText)
    ? (kinds[kindText] ?? null)
    : wrong('linkage.kindUnknown', 'kind');
  const price = readMoney(cells.price, wrong);
  const units =
    readConversion(cells.unitsPerPurchaseUnit) ?? wrong('linkage.conversionNotWhole', 'unitsPerPurchaseUnit');
  if (cells.purchaseUnit === '') wrong('linkage.unitMissing', 'purchaseUnit');
  const from =
    cells.effectiveFrom === ''
      ? wrong('linkage.dateMissing', 'effectiveFrom')
      : (readDay(cells.effectiveFrom) ?? wrong('linkage.dateForm', 'effectiveFrom'));
  const to: IsoDate | null =
    cells.effectiveTo === ''
      ? null
      : (readDay(cells.effectiveTo) ?? wrong('linkage.dateForm', 'effectiveTo'));
  if (itemCode === null || jurisdiction === null || kind === null || price === null)
    return { row: null, findings };
  if (units === null || from === null || findings.length > 0) return { row: null, findings };
  const row: PriceRow = {
    itemCode,
    jurisdiction,
    kind,
    price,
    purchaseUnit: cells.purchaseUnit,
    unitsPerPurchaseUnit: units,
    effectiveFrom: from,
    effectiveTo: to,
    contract: cells.contract === '' ? null : cells.contract,
    document: cells.document,
    reason: cells.reason,
  };
  return { row, findings };
}

type Wrong = (code: RecordFinding['code'], field: PriceColumn) => null;

function readCode(text: string, wrong: Wrong): string | null {
  if (text === '') return wrong('linkage.codeMissing', 'itemCode');
  const code = parseNationalCode(normaliseNationalCode(text));
  return code.ok && code.value.itemCode !== null
    ? code.value.itemCode
    : wrong('linkage.codeForm', 'itemCode');
}

function readMoney(text: string, wrong: Wrong): Money | null {
  const price = readPrice(text);
  if (price === null) return wrong('linkage.priceForm', 'price');
  return isPositive(price) ? price : wrong('linkage.priceNotPositive', 'price');
}
