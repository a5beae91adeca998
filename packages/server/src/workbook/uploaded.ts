import type { Cells, Heading, Layout } from '@daylight/rules/workbook/layout.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Upload } from '../route.ts';
import { inUploadFolder } from '../upload-folder.ts';
import { type Sheet, openWorkbook } from './read-workbook.ts';
import type { WorkbookRefusalCode } from './refusals.ts';
import { withoutNeutralising } from './write-workbook.ts';

export interface UploadLimits {
  readonly dataDir: string;
  readonly bytesMax: number;
}

export interface FromUpload<T> {
  /** SHA-256 of the file. */
  readonly fileHash: Buffer;
  readonly rows: T;
}

/** What `read` takes from the first sheet of an uploaded workbook; the file is gone afterwards. */
export function readUpload<T, C extends string>(
  file: Upload,
  { dataDir, bytesMax }: UploadLimits,
  read: (sheet: Sheet) => Promise<Result<T, C>>,
): Promise<Result<FromUpload<T>, C | WorkbookRefusalCode>> {
  return inUploadFolder<Result<FromUpload<T>, C | WorkbookRefusalCode>>(
    dataDir,
    'workbook',
    async (folder) => {
      const hash = createHash('sha256');
      const target = path.join(folder, 'workbook.xlsx');
      await pipeline(
        file.stream,
        async function* hashed(blocks: AsyncIterable<Buffer>) {
          for await (const block of blocks) {
            hash.update(block);
            yield block;
          }
        },
        createWriteStream(target),
      );
      if (file.tooLarge()) return refuse('workbook.tooLarge', { field: 'file', facts: { max: bytesMax } });
      const opened = await openWorkbook(target);
      if (!opened.ok) return opened;
      try {
        const [sheet] = opened.value.sheets;
        if (sheet === undefined) return refuse('workbook.sheetMissing', { field: 'file' });
        const rows = await read(sheet);
        return rows.ok ? ok({ fileHash: hash.digest(), rows: rows.value }) : rows;
      } finally {
        opened.value.close();
      }
    },
  );
}

const HEADING_WITHIN_ROWS = 10;

export interface NamedRow<K extends string> {
  readonly row: number;
  readonly cells: Cells<K>;
}

export interface RowLimits<N extends string, T extends string> {
  readonly max: number;
  /** What a sheet without rows, and one with more than `max`, is refused for. */
  readonly none: N;
  readonly tooMany: T;
}

/** The rows of a sheet by the names of their columns; its heading stands among the first ten rows. Blank rows are passed over. */
export async function namedRows<K extends string, C extends string, N extends string, T extends string>(
  sheet: Sheet,
  layout: Layout<K, C>,
  { max, none, tooMany }: RowLimits<N, T>,
): Promise<Result<NamedRow<K>[], C | N | T | WorkbookRefusalCode>> {
  const seen: { heading: Heading<K> | null; fault: Result<never, C> | null } = { heading: null, fault: null };
  let count = 0;
  const rows: NamedRow<K>[] = [];
  const read = await sheet.eachBatch((batch) => {
    for (const { number, cells } of batch) {
      if (seen.heading === null) {
        if (number > HEADING_WITHIN_ROWS) continue;
        const found = layout.readHeading(cells);
        if (found.ok) seen.heading = found.value;
        // The row that comes closest to a heading is worth naming what it lacks.
        else if (seen.fault === null || cells.filter((cell) => cell !== '').length > 1) seen.fault = found;
        continue;
      }
      const named = layout.cellsOf(cells.map(withoutNeutralising), seen.heading);
      if (layout.keys.every((key) => named[key] === '')) continue;
      count += 1;
      if (count <= max) rows.push({ row: number, cells: named });
    }
  });
  if (!read.ok) return read;
  if (seen.heading === null) return seen.fault ?? refuse(none, { field: 'file' });
  if (count > max) return refuse(tooMany, { field: 'file', facts: { max, rows: count } });
  return rows.length === 0 ? refuse(none, { field: 'file' }) : ok(rows);
}

/** The rows of a sheet as they stand, row numbers being places in the list: rows left out in the file are blank ones. */
export async function numberedRows(
  sheet: Sheet,
  max: number,
): Promise<Result<{ readonly rows: string[][]; readonly hasMore: boolean }, WorkbookRefusalCode>> {
  const rows: string[][] = [];
  let hasMore = false;
  const read = await sheet.eachBatch((batch) => {
    for (const { number, cells } of batch) {
      if (number > max) {
        hasMore = true;
        continue;
      }
      while (rows.length < number - 1) rows.push([]);
      rows.push(cells.map(withoutNeutralising));
    }
  });
  return read.ok ? ok({ rows, hasMore }) : read;
}
