import { type DirtyReason, normaliseCertificate, parseCertificate } from '../codes/certificate.ts';
import { foldWidth } from '../codes/fold.ts';
import { gtin14 } from '../codes/gtin.ts';
import { normaliseNationalCode, parseNationalCode } from '../codes/national-code.ts';
import { type Refusal, type Result, ok, refuse } from '../result.ts';
import {
  type Columns,
  type ItemField,
  type TranscodedField,
  type DisabledField,
  itemTitles,
} from './release-layout.ts';

/** What the rows of one product share: everything but specification, model and identifiers. */
export interface ProductContent {
  readonly productCode: string;
  readonly classCode: string;
  readonly className1: string;
  readonly className2: string;
  readonly className3: string;
  readonly genericName: string;
  /** Normalised; as written where it does not follow the rules. */
  readonly certificate: string;
  /** Why the certificate is dirty, null when it is not. */
  readonly certificateFlag: DirtyReason | null;
  readonly certificateBefore: string;
  readonly productName: string;
  readonly pieceName: string;
  readonly manufacturer: string;
  readonly registrant: string;
}

/** One specification of a product as the national release describes it, checked and normalised. */
export interface ItemContent {
  readonly itemCode: string;
  /** The same object for neighbouring rows of one product. */
  readonly product: ProductContent;
  readonly pieceNumber: string;
  readonly specification: string;
  readonly model: string;
  /** GTIN-14 where it is one, otherwise as written; '' where the release has none. */
  readonly udiDi: string;
  /** Further device identifiers of the same item (package levels). */
  readonly udiMore: readonly string[];
  readonly codeBefore: string;
  readonly codeBeforeState: string;
  readonly changeKind: string;
  readonly goodsId: string;
  readonly note: string;
  /** What is wrong with the row without making it unusable: flagged, kept, shown. */
  readonly flags: readonly RowFlag[];
}

export interface RowFlag {
  readonly code: RowFlagCode;
  /** Why, as the check says it: a DirtyReason of certificates, or what was found. */
  readonly detail: string;
}

export const rowFlagCodes = [
  'row.certificateDirty',
  'row.udiWrong',
  'row.classDiffers',
  'row.beforeMalformed',
] as const;
export type RowFlagCode = (typeof rowFlagCodes)[number];

export const rowRefusals = [
  'row.codeMissing',
  'row.codeMalformed',
  'row.nameMissing',
  'row.manufacturerMissing',
  'row.tooLong',
  'row.characters',
] as const;
export type RowRefusal = (typeof rowRefusals)[number];

/** Names and specifications of the release stay far below; a longer text is a slip of columns. */
const TEXT_MAX = 1000;
const SUSPECT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff\ufffd-\uffff]/;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd-\uffff]/;
const ITEM_CODE = /^C\d{26}$/;

type Cells = readonly string[];

interface Identifiers {
  readonly udiDi: string;
  readonly udiMore: readonly string[];
  readonly wrong: string;
}

/** Without outer and inner line breaks, and without the apostrophe that our own files put before = + - @. */
function clean(text: string): string {
  const trimmed = text.trim();
  if (!/[\r\n\t]|^'/.test(trimmed)) return trimmed;
  return trimmed.replaceAll(/[\r\n\t]+/g, ' ').replace(/^'(?=[=+\-@])/, '');
}

/** A 27-character code, or why it is none. */
export function readItemCode(text: string): Result<string, 'row.codeMissing' | 'row.codeMalformed'> {
  if (ITEM_CODE.test(text)) return ok(text);
  if (text.trim() === '') return refuse('row.codeMissing', { field: '27位码' });
  const parsed = parseNationalCode(text);
  if (parsed.ok && parsed.value.itemCode !== null) return ok(parsed.value.itemCode);
  const why = parsed.ok ? 'nationalCode.length' : parsed.code;
  return refuse('row.codeMalformed', { field: '27位码', facts: { found: text.slice(0, 60), why } });
}

const NO_MORE: readonly string[] = [];

function readDeviceIdentifiers(text: string): Identifiers {
  const whole = gtin14(text);
  if (whole !== null) return { udiDi: whole, udiMore: NO_MORE, wrong: '' };
  if (text === '') return { udiDi: '', udiMore: NO_MORE, wrong: '' };
  const parts = foldWidth(text)
    .split(/[,，;；、|\s]+/)
    .filter((part) => part !== '' && !/^[-—/无]+$/.test(part));
  const wrong = parts.filter((part) => /^\d+$/.test(part) && gtin14(part) === null);
  const known = [...new Set(parts.map((part) => gtin14(part) ?? part))];
  return { udiDi: known[0] ?? '', udiMore: known.slice(1), wrong: wrong.join(' ') };
}

/** What the row says of the class must begin its 27 characters. */
function classDiffers(itemCode: string, classification: string): boolean {
  return classification !== '' && !itemCode.startsWith(normaliseNationalCode(classification));
}

const productFields = [
  'classificationCode',
  'className1',
  'className2',
  'className3',
  'genericName',
  'certificate',
  'certificateBefore',
  'productName',
  'pieceName',
  'manufacturer',
  'registrant',
] as const satisfies readonly ItemField[];

interface LastProduct {
  readonly productCode: string;
  readonly cells: readonly string[];
  readonly content: ProductContent;
  readonly classification: string;
}

type Positions = Readonly<Record<ItemField, number>>;

/**
 * Reads rows of the 21-column sheet. A row is refused only when it cannot be kept at all (no code, no name, text that is no text);
 * dirty certificate numbers, wrong device identifiers and a class that differs from the code are flagged and kept.
 * `latestYear` is that of the release: a later certificate is dirty. Remembers the product of the row before, for a release
 * has millions of rows and neighbours share most of their texts.
 */
export function itemReader(
  columns: Columns<ItemField>,
  latestYear: number | null,
): (cells: Cells) => Result<ItemContent, RowRefusal> {
  const at = Object.fromEntries(
    Object.keys(itemTitles).map((field) => [field, columns.get(field as ItemField) ?? -1]),
  ) as Record<ItemField, number>;
  const productColumns = productFields.map((field) => at[field]);
  let last: LastProduct | null = null;
  let before: Cells = [];
  return (cells) => {
    const fault = textFault(cells, before);
    // A faulty row must not vouch for the next one.
    before = fault === null ? cells : [];
    if (fault !== null) return fault;
    const code = readItemCode(cells[at.itemCode] ?? '');
    if (!code.ok) return code;
    const productCode = code.value.slice(0, 20);
    if (last === null || last.productCode !== productCode || !sameCells(cells, last.cells, productColumns)) {
      const product = readProduct(cells, at, productCode, latestYear);
      if (!product.ok) return product;
      last = {
        productCode,
        cells,
        content: product.value,
        classification: clean(cells[at.classificationCode] ?? ''),
      };
    }
    return ok(readVariant(cells, at, code.value, last));
  };
}

function sameCells(cells: Cells, others: Cells, columns: readonly number[]): boolean {
  for (const column of columns) if (cells[column] !== others[column]) return false;
  return true;
}

// Arguments as the reader has them at hand: one call for each product.
function readProduct(
  cells: Cells,
  at: Positions,
  productCode: string,
  latestYear: number | null,
): Result<ProductContent, RowRefusal> {
  const text = (field: ItemField): string => clean(cells[at[field]] ?? '');
  const productName = text('productName') === '' ? text('genericName') : text('productName');
  if (productName === '') return refuse('row.nameMissing', { field: '注册备案产品名称' });
  const manufacturer = text('manufacturer') === '' ? text('registrant') : text('manufacturer');
  if (manufacturer === '') return refuse('row.manufacturerMissing', { field: '耗材企业' });
  const certificate = parseCertificate(cells[at.certificate] ?? '', latestYear);
  return ok({
    productCode,
    classCode: productCode.slice(1, 7),
    className1: text('className1'),
    className2: text('className2'),
    className3: text('className3'),
    genericName: text('genericName'),
    certificate: certificate.number,
    certificateFlag: certificate.kind === 'dirty' ? certificate.reason : null,
    certificateBefore: normaliseCertificate(cells[at.certificateBefore] ?? ''),
    productName,
    pieceName: text('pieceName'),
    manufacturer,
    registrant: text('registrant'),
  });
}

const NO_FLAGS: readonly RowFlag[] = [];

function readVariant(cells: Cells, at: Positions, itemCode: string, last: LastProduct): ItemContent {
  const text = (field: ItemField): string => clean(cells[at[field]] ?? '');
  const identifiers = readDeviceIdentifiers(cells[at.udiDi] ?? '');
  const codeBefore = text('codeBefore');
  const before = codeBefore === '' ? ok('') : readItemCode(codeBefore);
  const flags: RowFlag[] = [];
  if (last.content.certificateFlag !== null) {
    flags.push({ code: 'row.certificateDirty', detail: last.content.certificateFlag });
  }
  if (identifiers.wrong !== '') flags.push({ code: 'row.udiWrong', detail: identifiers.wrong.slice(0, 60) });
  if (classDiffers(itemCode, last.classification)) {
    flags.push({ code: 'row.classDiffers', detail: last.classification.slice(0, 60) });
  }
  if (!before.ok) flags.push({ code: 'row.beforeMalformed', detail: codeBefore.slice(0, 60) });
  return {
    itemCode,
    product: last.content,
    pieceNumber: text('pieceNumber'),
    specification: text('specification'),
    model: text('model'),
    udiDi: identifiers.udiDi,
    udiMore: identifiers.udiMore,
    codeBefore: before.ok ? before.value : '',
    codeBeforeState: text('codeBeforeState'),
    changeKind: text('changeKind'),
    goodsId: text('goodsId'),
    note: text('note'),
    flags: flags.length === 0 ? NO_FLAGS : flags,
  };
}

/** Cells that are the same as in the row before were looked at there. */
function textFault(cells: Cells, before: Cells): Refusal<'row.tooLong' | 'row.characters'> | null {
  for (let index = 0; index < cells.length; index += 1) {
    const text = cells[index] ?? '';
    if (text === '' || text === before[index]) continue;
    if (text.length > TEXT_MAX)
      return refuse('row.tooLong', { field: String(index + 1), facts: { max: TEXT_MAX } });
    if (SUSPECT.test(text) && (CONTROL.test(text) || !text.isWellFormed())) {
      return refuse('row.characters', { field: String(index + 1) });
    }
  }
  return null;
}

/** A row of 停用表. */
export function readDisabledRow(columns: Columns<DisabledField>, cells: Cells): Result<string, RowRefusal> {
  return readItemCode(cells[columns.get('itemCode') ?? -1] ?? '');
}

export interface Transcode {
  readonly from: string;
  readonly to: string;
  /** 变更 or 映射, as the table says it. */
  readonly kind: string;
}

/** A row of 转码表: business of the first code goes on under the second. */
export function readTranscodedRow(
  columns: Columns<TranscodedField>,
  cells: Cells,
): Result<Transcode, RowRefusal | 'row.transcodeToItself'> {
  const from = readItemCode(cells[columns.get('codeBefore') ?? -1] ?? '');
  if (!from.ok) return { ...from, field: '原27位码' };
  const to = readItemCode(cells[columns.get('itemCode') ?? -1] ?? '');
  if (!to.ok) return to;
  if (from.value === to.value) return refuse('row.transcodeToItself', { field: '27位码' });
  return ok({ from: from.value, to: to.value, kind: clean(cells[columns.get('changeKind') ?? -1] ?? '') });
}
