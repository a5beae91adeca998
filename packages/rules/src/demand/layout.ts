import { foldWidth } from '../codes/fold.ts';
import { isQuantity, quantity, type Quantity } from '../money.ts';
import type { Facts } from '../result.ts';
import { type Cells, type Column, layoutOf } from '../workbook/layout.ts';

interface ReportColumnForm extends Column {
  readonly max: number;
}

/** The columns of the workbook of a volume report (报量表), in the order in which it is handed out. */
export const reportColumns = {
  productId: { zh: '产品编号', en: 'Product id', required: true, aliases: ['产品标识'], max: 60 },
  item: { zh: '品种编号', en: 'Item', required: true, aliases: [], max: 100 },
  itemName: { zh: '品种', en: 'Item name', required: false, aliases: ['品种名称'], max: 300 },
  product: { zh: '产品名称', en: 'Product', required: false, aliases: [], max: 300 },
  specification: { zh: '规格型号', en: 'Specification', required: false, aliases: ['规格'], max: 500 },
  manufacturer: { zh: '生产企业', en: 'Manufacturer', required: false, aliases: [], max: 200 },
  unit: { zh: '计量单位', en: 'Unit', required: false, aliases: ['单位'], max: 40 },
  used: {
    zh: '平台上年验收量',
    en: 'Accepted on the platform last year',
    required: false,
    aliases: [],
    max: 40,
  },
  lastYear: { zh: '上年使用量', en: 'Used last year', required: true, aliases: [], max: 40 },
  reported: { zh: '需求量', en: 'Need', required: true, aliases: ['本年需求量', '报送需求量'], max: 40 },
  explanation: { zh: '说明', en: 'Explanation', required: false, aliases: ['偏差说明', '备注'], max: 500 },
} as const satisfies Record<string, ReportColumnForm>;

export type ReportColumn = keyof typeof reportColumns;
export type ReportCells = Cells<ReportColumn>;
export const reportLayout = layoutOf(reportColumns, {
  missing: 'demand.columnMissing',
  twice: 'demand.columnTwice',
});
export const reportColumnKeys = reportLayout.keys;

export type RowFault =
  | 'demand.rowWithoutProduct'
  | 'demand.quantityForm'
  | 'demand.needEmpty'
  | 'demand.lastYearEmpty'
  | 'demand.textTooLong'
  | 'demand.noNeedIsZero';
export interface RowFinding {
  readonly code: RowFault;
  readonly facts: Facts;
}
/** A row says a product, an item without need, or nothing (no need and no last year written: it was not filled in). */
export type RowSays =
  | {
      readonly kind: 'line';
      readonly productId: string;
      readonly reported: Quantity;
      readonly lastYear: Quantity;
      readonly explanation: string;
    }
  | { readonly kind: 'noNeed'; readonly item: string; readonly explanation: string }
  | { readonly kind: 'nothing' };

export interface RowReading {
  readonly says: RowSays | null;
  readonly findings: readonly RowFinding[];
}

/** '1,200', '１２００' and ' 1200 ' are 1200; an empty cell is no number, and never zero. */
function readCount(text: string): Quantity | null {
  const plain = foldWidth(text).replaceAll(/[,\s]/g, '');
  return isQuantity(plain) ? quantity(plain) : null;
}

/** Reads one row alone: every flaw of form is named. */
export function readReportRow(cells: ReportCells): RowReading {
  const findings: RowFinding[] = [];
  const wrong = (code: RowFault, key: ReportColumn): void =>
    void findings.push({ code, facts: { column: reportColumns[key].zh, written: cells[key].slice(0, 60) } });
  for (const key of reportColumnKeys)
    if (cells[key].length > reportColumns[key].max || !cells[key].isWellFormed())
      wrong('demand.textTooLong', key);
  const { explanation } = cells;
  if (cells.reported === '' && (cells.productId === '' || cells.lastYear === '' || explanation === '')) {
    // A row handed out and left alone; last year's figure stands in it by itself.
    return { says: { kind: 'nothing' }, findings };
  }
  const reported = readCount(cells.reported);
  if (cells.reported === '') wrong('demand.needEmpty', 'reported');
  else if (reported === null) wrong('demand.quantityForm', 'reported');
  if (cells.productId === '') {
    if (cells.item === '') wrong('demand.rowWithoutProduct', 'productId');
    else if (reported !== null && reported !== '0') wrong('demand.noNeedIsZero', 'reported');
    return findings.length > 0
      ? { says: null, findings }
      : { says: { kind: 'noNeed', item: cells.item, explanation }, findings };
  }
  const lastYear = readCount(cells.lastYear);
  if (cells.lastYear === '') wrong('demand.lastYearEmpty', 'lastYear');
  else if (lastYear === null) wrong('demand.quantityForm', 'lastYear');
  if (reported === null || lastYear === null || findings.length > 0) return { says: null, findings };
  return { says: { kind: 'line', productId: cells.productId, reported, lastYear, explanation }, findings };
}
