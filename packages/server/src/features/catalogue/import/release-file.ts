import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { type ReleaseLayout, readLayout } from '@daylight/rules/catalogue/release-layout.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { openWorkbook, type Sheet } from '../../../workbook/read-workbook.ts';
import { type WorkbookLimits, type WorkbookRefusalCode, workbookLimits } from '../../../workbook/refusals.ts';

export type ReleaseFileRefusal = WorkbookRefusalCode | 'release.unknownLayout' | 'release.empty';

/** A release workbook that was looked at: which sheet holds the rows, and what they mean. */
export interface ReleaseFile {
  readonly layout: ReleaseLayout;
  readonly sheet: Sheet;
  readonly header: readonly string[];
  readonly headerRow: number;
  close(): void;
}

const FIRST_SHEET = 'Query1';

export async function hashOfFile(path: string): Promise<Buffer> {
  const sum = createHash('sha256');
  // One block for the whole file: a stream would leave as much garbage as the file is large.
  const block = Buffer.allocUnsafe(256 * 1024);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(block, 0, block.length);
      if (bytesRead === 0) return sum.digest();
      sum.update(block.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

class Enough extends Error {}

async function firstRow(
  sheet: Sheet,
): Promise<Result<{ number: number; cells: readonly string[] } | null, WorkbookRefusalCode>> {
  let found: { number: number; cells: readonly string[] } | null = null;
  try {
    const read = await sheet.eachBatch((rows) => {
      found = rows.find((row) => row.cells.some((cell) => cell.trim() !== '')) ?? null;
      // The rest is read later; this stops the stream.
      if (found !== null) throw new Enough();
    });
    return read.ok ? ok(found) : read;
  } catch (error) {
    if (error instanceof Enough) return ok(found);
    throw error;
  }
}

/** Opens a workbook and finds its kind by the titles of the first row that has any. Close it afterwards. */
export async function openReleaseFile(
  path: string,
  limits: WorkbookLimits = workbookLimits,
): Promise<Result<ReleaseFile, ReleaseFileRefusal>> {
  const opened = await openWorkbook(path, limits);
  if (!opened.ok) return opened;
  const book = opened.value;
  const sheet = book.sheet(FIRST_SHEET) ?? book.sheets[0];
  const first = sheet === undefined ? ok(null) : await firstRow(sheet);
  const layout = !first.ok
    ? first
    : first.value === null
      ? refuse('release.empty', { field: 'file' })
      : readLayout(first.value.cells);
  if (!layout.ok || !first.ok || first.value === null || sheet === undefined) {
    book.close();
    return layout.ok ? refuse('release.empty', { field: 'file' }) : layout;
  }
  const { cells, number } = first.value;
  return ok({ layout: layout.value, sheet, header: cells, headerRow: number, close: () => book.close() });
}
