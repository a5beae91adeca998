import { recordFindingText } from '@daylight/api/linkage-findings.ts';
import type { RecordFinding } from '@daylight/rules/linkage/finding.ts';
import {
  type PriceCells,
  type PriceHeading,
  type PriceHeadingRefusal,
  priceCellsOf,
  priceColumnKeys,
  priceColumns,
  priceFindingsHeading,
  readPriceHeading,
} from '@daylight/rules/linkage/layout.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Upload } from '../../route.ts';
import { openWorkbook } from '../../workbook/read-workbook.ts';
import type { WorkbookRefusalCode } from '../../workbook/refusals.ts';
import { withoutNeutralising, workbookStream } from '../../workbook/write-workbook.ts';

/** Larger collections come in parts: every row is checked, shown and kept within one request. */
export const rowsMax = 50_000;
export const fileBytesMax = 64 * 1024 * 1024;
const HEADING_WITHIN_ROWS = 10;

export interface SheetRow {
  readonly row: number;
  readonly cells: PriceCells;
}
export type ReadRefusal =
  | WorkbookRefusalCode
  | PriceHeadingRefusal
  | 'linkage.noRows'
  | 'linkage.tooManyRows';

/** Reads the first sheet of an uploaded workbook; its heading row stands among the first ten. */
export async function readPriceWorkbook(
  file: Upload,
  dataDir: string,
): Promise<Result<{ fileHash: Buffer; rows: readonly SheetRow[] }, ReadRefusal>> {
  const folder = path.join(dataDir, 'uploads');
  await mkdir(folder, { recursive: true });
  const place = await mkdtemp(path.join(folder, 'prices-'));
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

async function rowsOf(target: string): Promise<Result<SheetRow[], ReadRefusal>> {
  const opened = await openWorkbook(target);
  if (!opened.ok) return opened;
  const workbook = opened.value;
  try {
    const [sheet] = workbook.sheets;
    if (sheet === undefined) return refuse('workbook.sheetMissing', { field: 'file' });
    let heading: PriceHeading | null = null;
    let fault: Result<PriceHeading, PriceHeadingRefusal> | null = null;
    let count = 0;
    const rows: SheetRow[] = [];
    const read = await sheet.eachBatch((batch) => {
      for (const { number, cells } of batch) {
        if (heading === null) {
          if (number > HEADING_WITHIN_ROWS) continue;
          const found = readPriceHeading(cells);
          if (found.ok) heading = found.value;
          // The row that comes closest to a heading is worth naming what it lacks.
          else if (fault === null || cells.filter((cell) => cell !== '').length > 1) fault = found;
          continue;
        }
        const named = priceCellsOf(cells.map(withoutNeutralising), heading);
        if (priceColumnKeys.every((key) => named[key] === '')) continue;
        count += 1;
        if (count <= rowsMax) rows.push({ row: number, cells: named });
      }
    });
    if (!read.ok) return read;
    if (heading === null) return faultOf(fault);
    if (count > rowsMax)
      return refuse('linkage.tooManyRows', { field: 'file', facts: { max: rowsMax, rows: count } });
    return rows.length === 0 ? refuse('linkage.noRows', { field: 'file' }) : ok(rows);
  } finally {
    workbook.close();
  }
}

function faultOf(fault: Result<PriceHeading, PriceHeadingRefusal> | null): Result<never, ReadRefusal> {
  return fault === null || fault.ok ? refuse('linkage.noRows', { field: 'file' }) : fault;
}

const headings = priceColumnKeys.map(
  (key) => `${priceColumns[key].zh}${priceColumns[key].required ? '*' : ''}`,
);
const widths = priceColumnKeys.map((key) => (key === 'itemCode' || key === 'document' ? 32 : 16));

export function priceTemplateStream(): Readable {
  const example = priceColumnKeys.map((key) => priceColumns[key].example);
  return workbookStream({ sheet: '全国价格', header: headings, rows: [example], widths });
}

export interface FoundRow {
  readonly cells: PriceCells;
  readonly findings: readonly RecordFinding[];
}

/** The workbook as it came in, with what was found at the end of each row; text that could run as a formula is neutralised. */
export function correctedPriceStream(rows: AsyncIterable<FoundRow>): Readable {
  return workbookStream({
    sheet: '全国价格',
    header: [...headings, priceFindingsHeading],
    rows: corrected(rows),
    widths: [...widths, 60],
  });
}

async function* corrected(rows: AsyncIterable<FoundRow>): AsyncGenerator<readonly string[]> {
  for await (const { cells, findings } of rows) {
    const said = findings.map(({ code, facts }) => recordFindingText(code, facts).zh);
    yield [...priceColumnKeys.map((key) => cells[key]), said.join('；')];
  }
}
