import { normaliseCertificate, parseCertificate } from '../codes/certificate.ts';
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

/** One specification of a product as the national release describes it, checked and normalised. */
export interface ItemContent {
  readonly itemCode: string;
  readonly productCode: string;
  readonly classCode: string;
  readonly className1: string;
  readonly className2: string;
  readonly className3: string;
  readonly genericName: string;
  /** Normalised; as written where it does not follow the rules. */
  readonly certificate: string;
  readonly certificateBefore: string;
  readonly productName: string;
  readonly pieceNumber: string;
  readonly pieceName: string;
  readonly manufacturer: string;
  readonly registrant: string;
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
const CONTROL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const ITEM_CODE = /^C\d{26}$/;

type Cells = readonly string[];
type Checked = Pick<ItemContent, 'udiDi' | 'udiMore'> & { readonly wrong: string };

/** Remembers the last answers: neighbouring rows repeat most of their texts, and a release has millions of rows. */
function lastAnswer<T>(work: (text: string) => T): (text: string) => T {
  let lastText: string | null = null;
  let last: T;
  return (text) => {
    if (text !== lastText) {
      last = work(text);
      lastText = text;
    }
    return last;
  };
}

function clean(text: string): string {
  return text.trim().replaceAll(/[\r\n\t]+/g, ' ');
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

function readDeviceIdentifiers(text: string): Checked {
  const parts = foldWidth(text)
    .split(/[,，;；、|\s]+/)
    .filter((part) => part !== '' && !/^[-—/无]+$/.test(part));
  const wrong = parts.filter((part) => /^\d+$/.test(part) && gtin14(part) === null);
  const known = [...new Set(parts.map((part) => gtin14(part) ?? part))];
  return { udiDi: known[0] ?? '', udiMore: known.slice(1), wrong: wrong.join(' ') };
}

/** Codes that people could take for one another are compared as digits: what the row says must begin the 27 characters. */
function classDiffers(itemCode: string, classification: string): boolean {
  return classification !== '' && !itemCode.startsWith(normaliseNationalCode(classification));
}

/**
 * Reads rows of the 21-column sheet. A row is refused only when it cannot be kept at all (no code, no name, text that is no text);
 * dirty certificate numbers, wrong device identifiers and a class that differs from the code are flagged and kept.
 * `latestYear` is that of the release: a later certificate is dirty.
 */
export function itemReader(
  columns: Columns<ItemField>,
  latestYear: number | null,
): (cells: Cells) => Result<ItemContent, RowRefusal> {
  const at = Object.fromEntries(
    Object.keys(itemTitles).map((field) => [field, columns.get(field as ItemField) ?? -1]),
  ) as Record<ItemField, number>;
  const cleanBy = Object.fromEntries(
    Object.keys(itemTitles).map((field) => [field, lastAnswer(clean)]),
  ) as Record<ItemField, (text: string) => string>;
  const certificateOf = lastAnswer((text) => parseCertificate(text, latestYear));
  const beforeOf = lastAnswer(normaliseCertificate);
  const identifiersOf = lastAnswer(readDeviceIdentifiers);
  return (cells) => {
    const fault = textFault(cells);
    if (fault !== null) return fault;
    const raw = (field: ItemField): string => cells[at[field]] ?? '';
    const text = (field: ItemField): string => cleanBy[field](raw(field));
    const code = readItemCode(raw('itemCode'));
    if (!code.ok) return code;
    const itemCode = code.value;
    const productName = text('productName') === '' ? text('genericName') : text('productName');
    if (productName === '') return refuse('row.nameMissing', { field: '注册备案产品名称' });
    const manufacturer = text('manufacturer') === '' ? text('registrant') : text('manufacturer');
    if (manufacturer === '') return refuse('row.manufacturerMissing', { field: '耗材企业' });
    const certificate = certificateOf(raw('certificate'));
    const identifiers = identifiersOf(raw('udiDi'));
    const classification = text('classificationCode');
    const before = raw('codeBefore').trim() === '' ? ok('') : readItemCode(raw('codeBefore'));
    const flags: RowFlag[] = [];
    if (certificate.kind === 'dirty')
      flags.push({ code: 'row.certificateDirty', detail: certificate.reason });
    if (identifiers.wrong !== '')
      flags.push({ code: 'row.udiWrong', detail: identifiers.wrong.slice(0, 60) });
    if (classDiffers(itemCode, classification))
      flags.push({ code: 'row.classDiffers', detail: classification.slice(0, 60) });
    if (!before.ok) flags.push({ code: 'row.beforeMalformed', detail: raw('codeBefore').slice(0, 60) });
    return ok({
      itemCode,
      productCode: itemCode.slice(0, 20),
      classCode: itemCode.slice(1, 7),
      className1: text('className1'),
      className2: text('className2'),
      className3: text('className3'),
      genericName: text('genericName'),
      certificate: certificate.number,
      certificateBefore: beforeOf(raw('certificateBefore')),
      productName,
      pieceNumber: text('pieceNumber'),
      pieceName: text('pieceName'),
      manufacturer,
      registrant: text('registrant'),
      specification: text('specification'),
      model: text('model'),
      udiDi: identifiers.udiDi,
      udiMore: identifiers.udiMore,
      codeBefore: before.ok ? before.value : '',
      codeBeforeState: text('codeBeforeState'),
      changeKind: text('changeKind'),
      goodsId: text('goodsId'),
      note: text('note'),
      flags,
    });
  };
}

function textFault(cells: Cells): Refusal<'row.tooLong' | 'row.characters'> | null {
  for (let index = 0; index < cells.length; index += 1) {
    const text = cells[index] ?? '';
    if (text.length > TEXT_MAX)
      return refuse('row.tooLong', { field: String(index + 1), facts: { max: TEXT_MAX } });
    if (CONTROL.test(text)) return refuse('row.characters', { field: String(index + 1) });
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
