import { findingText } from '@daylight/api/listing-findings.ts';
import { type RowToCheck } from '@daylight/rules/listing/check.ts';
import { readEntry } from '@daylight/rules/listing/entry.ts';
import type { Finding } from '@daylight/rules/listing/finding.ts';
import {
  type Cells,
  type Heading,
  type HeadingRefusal,
  cellsOf,
  columnKeys,
  findingsHeading,
  listingColumns,
  readHeading,
} from '@daylight/rules/listing/layout.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Upload } from '../../route.ts';
import { openWorkbook } from '../../workbook/read-workbook.ts';
import { type WorkbookRefusalCode } from '../../workbook/refusals.ts';
import { withoutNeutralising, workbookStream } from '../../workbook/write-workbook.ts';

/** Larger directories come in parts: every row is checked, shown and kept within one request. */
export const rowsMax = 50_000;
export const fileBytesMax = 64 * 1024 * 1024;
const HEADING_WITHIN_ROWS = 10;

export interface WorkbookRow {
  readonly row: number;
  readonly cells: Cells;
}

export interface ReadWorkbook {
  readonly fileHash: Buffer;
  readonly rows: readonly WorkbookRow[];
}

export type ReadRefusal = WorkbookRefusalCode | HeadingRefusal | 'listing.noRows' | 'listing.tooManyRows';

/** Reads the first sheet of an uploaded workbook; its heading row stands among the first ten. */
export async function readListingWorkbook(
  file: Upload,
  dataDir: string,
): Promise<Result<ReadWorkbook, ReadRefusal>> {
  const folder = path.join(dataDir, 'uploads');
  await mkdir(folder, { recursive: true });
  const place = await mkdtemp(path.join(folder, 'listing-'));
  try {
    const hash = createHash('sha256');
    const target = path.join(place, 'workbook.xlsx');
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
    if (file.tooLarge()) return refuse('workbook.tooLarge', { field: 'file', facts: { max: fileBytesMax } });
    const rows = await rowsOf(target);
    return rows.ok ? ok({ fileHash: hash.digest(), rows: rows.value }) : rows;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function rowsOf(target: string): Promise<Result<WorkbookRow[], ReadRefusal>> {
  const opened = await openWorkbook(target);
  if (!opened.ok) return opened;
  const workbook = opened.value;
  try {
    const [sheet] = workbook.sheets;
    if (sheet === undefined) return refuse('workbook.sheetMissing', { field: 'file' });
    let heading: Heading | null = null;
    let fault: Result<Heading, HeadingRefusal> | null = null;
    let count = 0;
    const rows: WorkbookRow[] = [];
    const read = await sheet.eachBatch((batch) => {
      for (const { number, cells } of batch) {
        if (heading === null) {
          if (number > HEADING_WITHIN_ROWS) continue;
          const found = readHeading(cells);
          if (found.ok) heading = found.value;
          // The row that comes closest to a heading is worth naming what it lacks.
          else if (fault === null || cells.filter((cell) => cell !== '').length > 1) fault = found;
          continue;
        }
        const named = cellsOf(cells.map(withoutNeutralising), heading);
        if (columnKeys.every((key) => named[key] === '')) continue;
        count += 1;
        if (count <= rowsMax) rows.push({ row: number, cells: named });
      }
    });
    if (!read.ok) return read;
    if (heading === null) return faultOf(fault);
    if (count > rowsMax)
      return refuse('listing.tooManyRows', { field: 'file', facts: { max: rowsMax, rows: count } });
    return rows.length === 0 ? refuse('listing.noRows', { field: 'file' }) : ok(rows);
  } finally {
    workbook.close();
  }
}

function faultOf(fault: Result<Heading, HeadingRefusal> | null): Result<never, ReadRefusal> {
  return fault === null || fault.ok ? refuse('listing.noRows', { field: 'file' }) : fault;
}

export function rowsToCheck(rows: readonly WorkbookRow[]): RowToCheck[] {
  return rows.map(({ row, cells }) => ({ row, ...readEntry(cells) }));
}

const headings = columnKeys.map(
  (key) => `${listingColumns[key].zh}${listingColumns[key].required ? '*' : ''}`,
);
const widths = columnKeys.map((key) =>
  key === 'code' || key === 'manufacturer' ? 32 : key === 'productName' ? 28 : 14,
);

export function templateStream(): Readable {
  const example = columnKeys.map((key) => listingColumns[key].example);
  return workbookStream({ sheet: '挂网产品', header: headings, rows: [example], widths });
}

export interface FoundRow {
  readonly cells: Cells;
  readonly findings: readonly Finding[];
}

/** The workbook as it came in, with what was found at the end of each row: corrected, it can be imported again. */
export function correctedStream(rows: AsyncIterable<FoundRow>): Readable {
  return workbookStream({
    sheet: '挂网产品',
    header: [...headings, findingsHeading],
    rows: correctedRows(rows),
    widths: [...widths, 60],
  });
}

async function* correctedRows(rows: AsyncIterable<FoundRow>): AsyncGenerator<readonly string[]> {
  for await (const { cells, findings } of rows) {
    const said = findings.map(({ code, facts }) => findingText(code, facts).zh);
    yield [...columnKeys.map((key) => cells[key]), said.join('；')];
  }
}
