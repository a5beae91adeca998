import {
  APOSTROPHE,
  EQUALS,
  GREATER,
  LESS,
  QUOTE,
  SLASH,
  type Scan,
  type ScanSettings,
  isBoundary,
  next,
  readCells,
} from './cell-scanner.ts';
import { WorkbookProblem } from './refusals.ts';

/** One row: its number as Excel shows it, and the text of its cells from column A on ('' where there is nothing). */
export interface SheetRow {
  readonly number: number;
  readonly cells: readonly string[];
}

/** Excel ends at 1,048,576; a larger number is a slip or a trick and is not believed. */
const ROW_NUMBER_MAX = 16_777_216;

/**
 * Reads the rows of a worksheet part from blocks of its XML, byte by byte. hucre's streaming reader gave 16,000 rows/s of 21
 * cells and general SAX parsers are no faster (docs/decisions); this one knows the few tags of a row. Owns what is not read yet.
 */
export class RowScanner {
  readonly #scan: Scan;
  #memory: Buffer = Buffer.alloc(0);
  #rest: Buffer = Buffer.alloc(0);
  #done = false;
  #lastNumber = 0;
  #width = 0;

  constructor(settings: ScanSettings) {
    this.#scan = {
      settings,
      prefix: -1,
      prefixText: '',
      data: this.#rest,
      at: 0,
      column: -1,
      type: 0,
      typeLength: 0,
      style: 0,
      empty: false,
      seen: [],
    };
  }

  /** Gives every row that is complete by now to `onRow`. */
  push(block: Buffer, onRow: (row: SheetRow) => void): void {
    if (this.#done) return;
    this.#append(block);
    if (!this.#knowsRoot()) return;
    const { prefixText, settings } = this.#scan;
    const rowEnd = `</${prefixText}row>`;
    const dataEnd = this.#rest.indexOf(`</${prefixText}sheetData>`);
    const lastRow = dataEnd >= 0 ? dataEnd : this.#rest.lastIndexOf(rowEnd);
    if (lastRow >= 0) {
      const end = dataEnd >= 0 ? dataEnd : lastRow + rowEnd.length;
      this.#scan.data = this.#rest;
      this.#takeRows(end, onRow);
      this.#rest = this.#rest.subarray(end);
    }
    this.#done =
      dataEnd >= 0 || /<(?:\w+:)?sheetData\s*\/>/.test(this.#rest.subarray(0, 4096).toString('latin1'));
    if (this.#rest.length > settings.rowBytesMax) throw new WorkbookProblem('workbook.expandsTooMuch');
  }

  /** Throws when the sheet stopped in the middle. */
  end(): void {
    if (!this.#done) throw new WorkbookProblem('workbook.broken', { detail: 'the sheet does not end' });
  }

  /** What is left of the block before and this one, in the same memory each time: a new block for every block filled the heap. */
  #append(block: Buffer): void {
    const left = this.#rest.length;
    if (left + block.length > this.#memory.length) {
      const larger = Buffer.allocUnsafe(2 * (left + block.length));
      this.#rest.copy(larger);
      this.#memory = larger;
    } else this.#rest.copy(this.#memory);
    block.copy(this.#memory, left);
    this.#rest = this.#memory.subarray(0, left + block.length);
    // The values seen last lie in what was just written over.
    this.#scan.seen = [];
  }

  /** Finds the root element once, and with it the namespace prefix. */
  #knowsRoot(): boolean {
    if (this.#scan.prefix >= 0) return true;
    const head = this.#rest.subarray(0, 65_536).toString('utf8');
    if (head.includes('<!DOCTYPE') || /<\?xml[^>]*encoding=["'](?!utf-8)/i.test(head)) {
      throw new WorkbookProblem('workbook.broken', { detail: 'DOCTYPE or encoding' });
    }
    const root = /<((?:\w+:)?)worksheet[ >]/.exec(head);
    if (root === null) return false;
    this.#scan.prefixText = root[1] ?? '';
    this.#scan.prefix = this.#scan.prefixText.length;
    return true;
  }

  #takeRows(end: number, onRow: (row: SheetRow) => void): void {
    const scan = this.#scan;
    const { data } = scan;
    scan.at = 0;
    for (;;) {
      const start = next(data, scan.at, LESS, end);
      if (start >= end) return;
      const name = start + 1 + scan.prefix;
      const isRow = data[name] === 0x72 && data[name + 1] === 0x6f && data[name + 2] === 0x77;
      const tagEnd = next(data, start, GREATER, data.length);
      scan.at = tagEnd + 1;
      if (isRow && isBoundary(data[name + 3])) this.#takeRow(name + 3, tagEnd, onRow);
    }
  }

  #takeRow(start: number, tagEnd: number, onRow: (row: SheetRow) => void): void {
    const scan = this.#scan;
    const number = rowNumber(scan.data, start, tagEnd);
    this.#lastNumber = number > this.#lastNumber ? number : this.#lastNumber + 1;
    const cells = new Array<string>(this.#width).fill('');
    if (scan.data[tagEnd - 1] !== SLASH) readCells(scan, tagEnd + 1, cells);
    this.#width = cells.length;
    onRow({ number: this.#lastNumber, cells });
  }
}

function rowNumber(data: Buffer, from: number, tagEnd: number): number {
  let at = from;
  while (at < tagEnd) {
    const quote = data[at + 2];
    const isNumber = data[at] === 0x72 && data[at + 1] === EQUALS && (data[at - 1] ?? 0) <= 0x20;
    if (isNumber && (quote === QUOTE || quote === APOSTROPHE)) {
      let number = 0;
      for (let digit = at + 3; data[digit] !== quote && digit < tagEnd; digit += 1) {
        number = number * 10 + (data[digit] ?? 0x30) - 0x30;
      }
      return number <= ROW_NUMBER_MAX ? number : 0;
    }
    at += 1;
  }
  return 0;
}
