import { decodeText, numberText, richText, serialDate } from './cell-text.ts';
import { WorkbookProblem } from './refusals.ts';
import type { SharedStrings } from './shared-strings.ts';

export interface ScanSettings {
  readonly strings: SharedStrings | null;
  readonly dateStyles: ReadonlySet<number>;
  readonly from1904: boolean;
  readonly columnsMax: number;
  readonly rowBytesMax: number;
}

export const LESS = 0x3c;
export const GREATER = 0x3e;
export const SLASH = 0x2f;
const AMPERSAND = 0x26;
const UNDERSCORE = 0x5f;
export const QUOTE = 0x22;
export const APOSTROPHE = 0x27;
export const EQUALS = 0x3d;

/** The value that a column had last: rows of one product repeat most of their texts, and a repeat costs no new string. */
interface Seen {
  kind: number;
  bytes: Buffer;
  start: number;
  end: number;
  text: string;
}

/** Where the scanner stands; one object, so that the small functions below can move it on. */
export interface Scan {
  readonly settings: ScanSettings;
  /** Length of the namespace prefix with its colon ('x:' is 2). */
  prefix: number;
  prefixText: string;
  data: Buffer;
  at: number;
  column: number;
  type: number;
  typeLength: number;
  style: number;
  empty: boolean;
  seen: (Seen | undefined)[];
}

export function isBoundary(code: number | undefined): boolean {
  return code === undefined || code <= 0x20 || code === GREATER || code === SLASH;
}

/** Whether the tag whose '<' (or '</') ends before `from` has this one-letter name. */
function named(scan: Scan, from: number, letter: number): boolean {
  return scan.data[from + scan.prefix] === letter && isBoundary(scan.data[from + scan.prefix + 1]);
}

export function next(data: Buffer, from: number, wanted: number, end: number): number {
  let at = from;
  while (at < end && data[at] !== wanted) at += 1;
  return at;
}

/** Reads the cells of one row, from behind its tag to its end, into `cells`. */
export function readCells(scan: Scan, from: number, cells: string[]): void {
  const { data } = scan;
  const end = data.length;
  let at = from;
  scan.column = -1;
  for (;;) {
    at = next(data, at, LESS, end);
    if (at >= end) throw new WorkbookProblem('workbook.broken', { detail: 'a row does not end' });
    // </row>
    if (data[at + 1] === SLASH && data[at + 2 + scan.prefix] === 0x72) {
      scan.at = at;
      return;
    }
    if (!named(scan, at + 1, 0x63)) {
      at += 1;
      continue;
    }
    at = readCellTag(scan, at + 2 + scan.prefix);
    if (scan.empty) continue;
    scan.at = at;
    const value = readValue(scan);
    at = scan.at;
    if (value === '') continue;
    if (scan.column >= scan.settings.columnsMax) {
      throw new WorkbookProblem('workbook.tooManyColumns', { max: scan.settings.columnsMax });
    }
    while (cells.length <= scan.column) cells.push('');
    cells[scan.column] = value;
  }
}

/** Reads the attributes r, t and s; answers where the content begins. */
function readCellTag(scan: Scan, from: number): number {
  const { data } = scan;
  const end = data.length;
  let at = from;
  let column = scan.column + 1;
  scan.type = 0x6e;
  scan.typeLength = 1;
  scan.style = 0;
  while (at < end && data[at] !== GREATER) {
    if ((data[at] ?? 0) <= 0x20 || data[at] === SLASH) {
      at += 1;
      continue;
    }
    const equals = next(data, at, EQUALS, end);
    const quote = data[equals + 1] ?? 0;
    const close = next(data, equals + 2, quote, end);
    if (equals === at + 1) {
      const name = data[at];
      if (name === 0x72) column = columnOf(data, equals + 2, close);
      else if (name === 0x73) scan.style = Number(data.toString('latin1', equals + 2, close));
      else if (name === 0x74) {
        scan.type = data[equals + 2] ?? 0;
        scan.typeLength = close - equals - 2;
      }
    }
    at = close + 1;
  }
  scan.column = column;
  scan.empty = data[at - 1] === SLASH;
  return at + 1;
}

function columnOf(data: Buffer, from: number, to: number): number {
  let column = 0;
  for (let at = from; at < to; at += 1) {
    const code = (data[at] ?? 0) & 0xdf;
    if (code < 0x41 || code > 0x5a) break;
    column = column * 26 + code - 0x40;
  }
  return column - 1;
}

/** `<is><t>…</t></is></c>` and `<v>…</v></c>` without prefix or attributes, as nearly all cells are; null for any other. */
function readPlainValue(scan: Scan): string | null {
  const { data, at } = scan;
  if (scan.prefix !== 0 || data[at] !== LESS) return null;
  if (data[at + 1] === 0x76 && data[at + 2] === GREATER) {
    scan.at = at + 3;
    const text = readText(scan);
    const end = scan.at;
    if (
      data[end + 1] === SLASH &&
      data[end + 2] === 0x76 &&
      data[end + 4] === LESS &&
      data[end + 6] === 0x63
    ) {
      scan.at = end + 4;
      return text;
    }
  } else if (
    data[at + 1] === 0x69 &&
    data[at + 4] === LESS &&
    data[at + 5] === 0x74 &&
    data[at + 6] === GREATER
  ) {
    scan.at = at + 7;
    const text = readText(scan);
    const end = scan.at;
    const closes =
      data[end + 1] === SLASH && data[end + 2] === 0x74 && data[end + 4] === LESS && data[end + 6] === 0x69;
    if (closes && data[end + 9] === LESS && data[end + 11] === 0x63) {
      scan.at = end + 9;
      return text;
    }
  }
  scan.at = at;
  return null;
}

/** The cell's text; leaves the scan at the end of the cell. */
function readValue(scan: Scan): string {
  const plainValue = readPlainValue(scan);
  if (plainValue !== null) return plainValue;
  const { data } = scan;
  const end = data.length;
  const from = scan.at;
  let value = '';
  let found = 0;
  let at = from;
  for (;;) {
    at = next(data, at, LESS, end);
    if (at >= end) throw new WorkbookProblem('workbook.broken', { detail: 'a cell does not end' });
    if (data[at + 1] === SLASH) {
      if (named(scan, at + 2, 0x63)) break;
      at += 2;
      continue;
    }
    const isText = named(scan, at + 1, 0x74);
    const isRuns = named(scan, at + 1, 0x72) || data[at + 1] === 0x21;
    if (isRuns || (isText && found > 0)) return richCell(scan, from);
    const tagEnd = next(data, at, GREATER, end);
    if ((isText || named(scan, at + 1, 0x76)) && data[tagEnd - 1] !== SLASH) {
      found += 1;
      scan.at = tagEnd + 1;
      value = readText(scan);
      at = scan.at;
    } else at = tagEnd;
  }
  scan.at = at;
  return value;
}

/** A cell of several runs, or with reading aids or CDATA: rare, so read the slow way. */
function richCell(scan: Scan, from: number): string {
  const stop = scan.data.indexOf(`</${scan.prefixText}c>`, from);
  if (stop < 0) throw new WorkbookProblem('workbook.broken', { detail: 'a cell does not end' });
  scan.at = stop;
  return richText(scan.data.toString('utf8', from, stop), scan.prefixText);
}

function readText(scan: Scan): string {
  const { data } = scan;
  const start = scan.at;
  let at = start;
  let bits = 0;
  let escaped = false;
  for (let code = data[at] ?? LESS; code !== LESS; code = data[at] ?? LESS) {
    bits |= code;
    if (code === AMPERSAND || code === UNDERSCORE) escaped = true;
    at += 1;
  }
  scan.at = at;
  const seen = scan.seen[scan.column];
  // The same bytes mean another text in a cell of another type or style.
  const kind = scan.type * 1_000_000 + scan.typeLength * 100_000 + scan.style;
  if (seen !== undefined && seen.kind === kind && isSame(seen, data, start, at)) return seen.text;
  const raw = bits < 0x80 ? data.toString('latin1', start, at) : data.toString('utf8', start, at);
  const text = meaning(scan, raw, escaped);
  if (seen === undefined) scan.seen[scan.column] = { kind, bytes: data, start, end: at, text };
  else {
    seen.kind = kind;
    seen.bytes = data;
    seen.start = start;
    seen.end = at;
    seen.text = text;
  }
  return text;
}

/** Compares from the end, where codes of neighbouring rows differ. */
function isSame(seen: Seen, data: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (seen.end - seen.start !== length) return false;
  const { bytes } = seen;
  for (let index = length - 1; index >= 0; index -= 1) {
    if (bytes[seen.start + index] !== data[start + index]) return false;
  }
  return true;
}

function meaning(scan: Scan, raw: string, escaped: boolean): string {
  const { settings } = scan;
  switch (scan.type) {
    // s: shared text; str: a formula's text.
    case 0x73:
      return scan.typeLength === 1 ? sharedText(raw, settings) : plain(raw, escaped);
    case 0x62:
      return raw === '1' ? 'TRUE' : 'FALSE';
    case 0x6e:
      return settings.dateStyles.has(scan.style) ? serialDate(raw, settings.from1904) : numberText(raw);
    default:
      return plain(raw, escaped);
  }
}

function plain(raw: string, escaped: boolean): string {
  return escaped ? decodeText(raw) : raw;
}

function sharedText(raw: string, settings: ScanSettings): string {
  const index = Number(raw);
  if (settings.strings === null || !Number.isInteger(index) || index < 0) {
    throw new WorkbookProblem('workbook.broken', { detail: `no text ${raw}` });
  }
  return settings.strings.at(index);
}
