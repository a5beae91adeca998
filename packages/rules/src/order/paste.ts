import { foldWidth } from '../codes/fold.ts';
import { type Quantity, isPositive, isQuantity, quantity } from '../money.ts';

/** What names a listing in a pasted table: its number, its 27-digit national code, or its id. */
export interface PastedKey {
  readonly kind: 'number' | 'itemCode' | 'id';
  readonly text: string;
}
export type PasteProblem = 'noCode' | 'noQuantity' | 'quantityNotPositive' | 'listingUnknown' | 'twoListings';

/** One row of a pasted table or a workbook, counted from 1 as the sheet counts. */
export interface PastedRow {
  readonly row: number;
  readonly text: string;
  readonly key: PastedKey | null;
  readonly quantity: Quantity | null;
  readonly problem: PasteProblem | null;
}

const ITEM_CODE = /^C\d{26}$/;
const NUMBER = /^[A-Z]{2}\d{8,}$/;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function keyOf(cell: string): PastedKey | null {
  const upper = cell.toUpperCase();
  if (ITEM_CODE.test(upper)) return { kind: 'itemCode', text: upper };
  if (NUMBER.test(upper)) return { kind: 'number', text: upper };
  const lower = cell.toLowerCase();
  return ID.test(lower) ? { kind: 'id', text: lower } : null;
}

/** '1,200' as people write it, full-width digits, '12.0' as spreadsheets write it. */
function countOf(cell: string): Quantity | null {
  const plain = cell.replaceAll(/(?<=\d),(?=\d{3}(\D|$))/g, '').replace(/\.0+$/, '');
  return isQuantity(plain) ? quantity(plain) : null;
}

function cellsOf(line: string): readonly string[] {
  const parts = line.includes('\t') ? line.split('\t') : line.split(/[;；，]|,(?!\d{3}(?:\D|$))|\s+/);
  return parts.map((part) => foldWidth(part).trim().replaceAll(/^"|"$/g, ''));
}

/** Reads a row: the first cell that looks like a code names the listing, the last number is the quantity. */
export function readRow(row: number, cells: readonly string[]): PastedRow {
  const text = cells.filter((cell) => cell !== '').join(' ');
  const at = cells.findIndex((cell) => keyOf(cell) !== null);
  const key = keyOf(cells[at] ?? '');
  const counts = cells.flatMap((cell, index) => (index === at ? [] : (countOf(cell) ?? [])));
  const count = counts.at(-1) ?? null;
  if (key === null) return { row, text, key, quantity: count, problem: 'noCode' };
  if (count === null) return { row, text, key, quantity: count, problem: 'noQuantity' };
  return { row, text, key, quantity: count, problem: isPositive(count) ? null : 'quantityNotPositive' };
}

/** A table as copied from a spreadsheet or typed: one line per row; blank rows and a heading are passed over. */
export function readPasted(text: string): readonly PastedRow[] {
  return readTable(text.split(/\r\n|\r|\n/).map(cellsOf));
}

export function readTable(rows: readonly (readonly string[])[]): readonly PastedRow[] {
  const read = rows
    .map((cells, index) =>
      readRow(
        index + 1,
        cells.map((cell) => foldWidth(cell).trim()),
      ),
    )
    .filter((row) => row.text !== '');
  const [first, ...others] = read;
  // A heading names columns: neither a code nor a number is in it.
  const isHeading = first !== undefined && first.key === null && first.quantity === null && others.length > 0;
  return isHeading ? others : read;
}
