import { readDay, readPrice } from '../listing/entry.ts';
import { type Money, type Quantity, isPositive, isQuantity, quantity } from '../money.ts';
import type { Coded } from '../policy/shapes.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';

/** The columns of the self-purchase workbook (GD-3 及时上传), in the order of its template. */
export const outsideColumns = {
  reason: { zh: '采购情形', required: true, example: '临床使用量极少' },
  reasonNote: { zh: '情形说明', required: true, example: '年使用量不足十件，平台无挂网' },
  supplierName: { zh: '供应企业', required: true, example: '明心医疗器械有限公司' },
  supplierCreditCode: { zh: '统一社会信用代码', required: false, example: '' },
  itemCode: { zh: '医保耗材代码', required: false, example: '' },
  productName: { zh: '产品名称', required: true, example: '小儿颅骨固定器' },
  specification: { zh: '规格型号', required: false, example: 'A1' },
  manufacturerName: { zh: '生产企业', required: true, example: '明心医疗器械有限公司' },
  purchaseUnit: { zh: '采购单位', required: true, example: '套' },
  price: { zh: '单价（元）', required: true, example: '1280.00' },
  quantity: { zh: '数量', required: true, example: '2' },
  lot: { zh: '批号', required: false, example: '' },
  deliveredOn: { zh: '到货日期', required: true, example: '2026-11-02' },
  invoiceNumber: { zh: '发票号码', required: false, example: '' },
  invoicedOn: { zh: '开票日期', required: false, example: '' },
  invoiceAmount: { zh: '发票金额（元）', required: false, example: '' },
} as const;
export type OutsideColumn = keyof typeof outsideColumns;
export const outsideColumnKeys = Object.keys(outsideColumns) as readonly OutsideColumn[];

export interface BadCell {
  readonly row: number;
  readonly column: string;
  readonly problem: { readonly zh: string; readonly en: string };
}

export interface WorkbookLine {
  readonly itemCode: string;
  readonly productName: string;
  readonly specification: string;
  readonly manufacturerName: string;
  readonly purchaseUnit: string;
  readonly price: Money;
  readonly quantity: Quantity;
  readonly lot: string;
}

/** One purchase: rows of the same reason, supplier, delivery and invoice. */
export interface WorkbookPurchase {
  readonly rows: readonly number[];
  readonly reason: string;
  readonly reasonNote: string;
  readonly supplierName: string;
  readonly supplierCreditCode: string;
  readonly deliveredOn: IsoDate;
  readonly invoiceNumber: string;
  readonly invoicedOn: IsoDate | null;
  readonly invoiceAmount: Money | null;
  readonly lines: readonly WorkbookLine[];
}

export interface ReadPurchases {
  readonly rows: number;
  readonly purchases: readonly WorkbookPurchase[];
  readonly bad: readonly BadCell[];
}

const needed = { zh: '必须填写', en: 'This is needed' } as const;
const notADay = { zh: '不是日期，请写作 2026-11-02', en: 'Not a day; write 2026-11-02' } as const;
const notAPrice = {
  zh: '不是大于零的金额（最多六位小数）',
  en: 'Not an amount above zero with at most six decimals',
} as const;
const notAQuantity = {
  zh: '不是大于零的数量（最多三位小数）',
  en: 'Not a quantity above zero with at most three decimals',
} as const;
const tooLong = { zh: '内容过长（最多 200 字）', en: 'Too long (at most 200 characters)' } as const;
const unknownReason = {
  zh: '不是规定的采购情形，请照模板说明填写',
  en: 'Not one of the reasons that the rule knows',
} as const;
const invoiceParts = {
  zh: '发票号码、开票日期和金额须一并填写',
  en: 'Invoice number, date and amount go together',
} as const;

const CELL_MAX = 200;

/** The column of each key in a heading row; names the required ones that are missing. */
export function readOutsideHeading(
  cells: readonly string[],
): Result<ReadonlyMap<OutsideColumn, number>, 'filing.columnMissing'> {
  const found = new Map<OutsideColumn, number>();
  for (const [at, cell] of cells.entries()) {
    const name = cell.replaceAll(/[\s*＊]/g, '');
    const key = outsideColumnKeys.find((each) => outsideColumns[each].zh === name);
    if (key !== undefined && !found.has(key)) found.set(key, at);
  }
  const missing = outsideColumnKeys.filter((key) => outsideColumns[key].required && !found.has(key));
  return missing.length === 0
    ? ok(found)
    : refuse('filing.columnMissing', {
        field: 'file',
        facts: { columns: missing.map((key) => outsideColumns[key].zh).join('、') },
      });
}

/**
 * Reads rows (of the sheet, the heading first) into purchases. A row with a fault is named with its column; the others are
 * read all the same, so that a person sees every fault at once.
 */
export function readOutsideRows(
  sheet: readonly (readonly string[])[],
  reasons: readonly Coded[],
): Result<ReadPurchases, 'filing.columnMissing' | 'filing.noRows'> {
  const headingAt = sheet.findIndex((row) => row.filter((cell) => cell.trim() !== '').length > 1);
  const heading = readOutsideHeading(sheet[headingAt] ?? []);
  if (!heading.ok) return heading;
  const bad: BadCell[] = [];
  const groups = new Map<string, WorkbookPurchase>();
  let rows = 0;
  for (const [at, cells] of sheet.entries()) {
    if (at <= headingAt || cells.every((cell) => cell.trim() === '')) continue;
    rows += 1;
    const text = (key: OutsideColumn) => (cells[heading.value.get(key) ?? -1] ?? '').trim();
    const read = readRow(at + 1, text, reasons);
    bad.push(...read.bad);
    if (read.purchase !== null) addTo(groups, read.purchase);
  }
  return rows === 0
    ? refuse('filing.noRows', { field: 'file' })
    : ok({ rows, purchases: [...groups.values()], bad });
}

function addTo(groups: Map<string, WorkbookPurchase>, purchase: WorkbookPurchase): void {
  const { lines, rows, ...head } = purchase;
  const key = JSON.stringify(head);
  const known = groups.get(key);
  groups.set(
    key,
    known === undefined
      ? purchase
      : { ...known, rows: [...known.rows, ...rows], lines: [...known.lines, ...lines] },
  );
}

interface ReadRow {
  readonly purchase: WorkbookPurchase | null;
  readonly bad: readonly BadCell[];
}

function readRow(row: number, text: (key: OutsideColumn) => string, reasons: readonly Coded[]): ReadRow {
  const bad: BadCell[] = [];
  const wrong = (key: OutsideColumn, problem: BadCell['problem']) =>
    bad.push({ row, column: outsideColumns[key].zh, problem });
  for (const key of outsideColumnKeys) {
    if (outsideColumns[key].required && text(key) === '') wrong(key, needed);
    if (text(key).length > CELL_MAX) wrong(key, tooLong);
  }
  const reason = reasons.find((each) => [each.code, each.zh, each.en].includes(text('reason')));
  if (reason === undefined && text('reason') !== '') wrong('reason', unknownReason);
  const price = readPrice(text('price'));
  if (text('price') !== '' && (price === null || !isPositive(price))) wrong('price', notAPrice);
  const amount = isQuantity(text('quantity')) ? quantity(text('quantity')) : null;
  if (text('quantity') !== '' && (amount === null || !isPositive(amount))) wrong('quantity', notAQuantity);
  const day = (key: 'deliveredOn' | 'invoicedOn') => {
    const read = text(key) === '' ? null : readDay(text(key));
    if (text(key) !== '' && read === null) wrong(key, notADay);
    return read;
  };
  const deliveredOn = day('deliveredOn');
  const invoicedOn = day('invoicedOn');
  const invoiceAmount = text('invoiceAmount') === '' ? null : readPrice(text('invoiceAmount'));
  if (text('invoiceAmount') !== '' && invoiceAmount === null) wrong('invoiceAmount', notAPrice);
  const invoice = [text('invoiceNumber') !== '', invoicedOn !== null, invoiceAmount !== null];
  if (invoice.some(Boolean) && !invoice.every(Boolean)) wrong('invoiceNumber', invoiceParts);
  if (bad.length > 0 || reason === undefined || price === null || amount === null || deliveredOn === null)
    return { purchase: null, bad };
  const line = {
    itemCode: text('itemCode'),
    productName: text('productName'),
    specification: text('specification'),
    manufacturerName: text('manufacturerName'),
    purchaseUnit: text('purchaseUnit'),
    price,
    quantity: amount,
    lot: text('lot'),
  };
  const purchase = {
    rows: [row],
    reason: reason.code,
    reasonNote: text('reasonNote'),
    supplierName: text('supplierName'),
    supplierCreditCode: text('supplierCreditCode'),
    deliveredOn,
    invoiceNumber: text('invoiceNumber'),
    invoicedOn,
    invoiceAmount,
    lines: [line],
  };
  return { purchase, bad };
}
