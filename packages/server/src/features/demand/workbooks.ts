import { demandLineRefusals, demandRowTexts } from '@daylight/api/demand-refusals.ts';
import type { Text } from '@daylight/api/endpoint.ts';
import type { LineFault } from '@daylight/rules/demand/lines.ts';
import {
  type ReportCells,
  type ReportHeading,
  type ReportHeadingFault,
  type RowFault,
  readReportHeading,
  reportCellsOf,
  reportColumnKeys,
  reportColumns,
  reportFindingsHeading,
} from '@daylight/rules/demand/layout.ts';
import { type Facts, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Upload } from '../../route.ts';
import { openWorkbook } from '../../workbook/read-workbook.ts';
import type { WorkbookRefusalCode } from '../../workbook/refusals.ts';
import { withoutNeutralising, workbookStream } from '../../workbook/write-workbook.ts';
import { filled } from './said.ts';

export const rowsMax = 6000;
export const fileBytesMax = 16 * 1024 * 1024;
const HEADING_WITHIN_ROWS = 10;

export interface SheetRow {
  readonly row: number;
  readonly cells: ReportCells;
}
export type ReadFault = WorkbookRefusalCode | ReportHeadingFault | 'demand.noRows' | 'demand.tooManyRows';

/** Reads the first sheet of an uploaded workbook; its heading row stands among the first ten. */
export async function readReportWorkbook(
  file: Upload,
  dataDir: string,
): Promise<Result<readonly SheetRow[], ReadFault>> {
  const folder = path.join(dataDir, 'uploads');
  await mkdir(folder, { recursive: true });
  const place = await mkdtemp(path.join(folder, 'report-'));
  try {
    const target = path.join(place, 'workbook.xlsx');
    await pipeline(file.stream, createWriteStream(target));
    if (file.tooLarge()) return refuse('workbook.tooLarge', { field: 'file', facts: { max: fileBytesMax } });
    return await rowsOf(target);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function rowsOf(target: string): Promise<Result<SheetRow[], ReadFault>> {
  const opened = await openWorkbook(target);
  if (!opened.ok) return opened;
  const workbook = opened.value;
  try {
    const [sheet] = workbook.sheets;
    if (sheet === undefined) return refuse('workbook.sheetMissing', { field: 'file' });
    let heading: ReportHeading | null = null;
    let fault: Result<ReportHeading, ReportHeadingFault> | null = null;
    let count = 0;
    const rows: SheetRow[] = [];
    const read = await sheet.eachBatch((batch) => {
      for (const { number, cells } of batch) {
        if (heading === null) {
          if (number > HEADING_WITHIN_ROWS) continue;
          const found = readReportHeading(cells);
          if (found.ok) heading = found.value;
          // The row that comes closest to a heading is worth naming what it lacks.
          else if (fault === null || cells.filter((cell) => cell !== '').length > 1) fault = found;
          continue;
        }
        const named = reportCellsOf(cells.map(withoutNeutralising), heading);
        if (reportColumnKeys.every((key) => named[key] === '')) continue;
        count += 1;
        if (count <= rowsMax) rows.push({ row: number, cells: named });
      }
    });
    if (!read.ok) return read;
    if (heading === null) return faultOf(fault);
    if (count > rowsMax)
      return refuse('demand.tooManyRows', { field: 'file', facts: { max: rowsMax, rows: count } });
    return rows.length === 0 ? refuse('demand.noRows', { field: 'file' }) : ok(rows);
  } finally {
    workbook.close();
  }
}

function faultOf(fault: Result<ReportHeading, ReportHeadingFault> | null): Result<never, ReadFault> {
  return fault === null || fault.ok ? refuse('demand.noRows', { field: 'file' }) : fault;
}

const headings = reportColumnKeys.map(
  (key) => `${reportColumns[key].zh}${reportColumns[key].required ? '*' : ''}`,
);
const wide: readonly string[] = ['productId', 'product', 'specification', 'manufacturer', 'explanation'];
const widths = reportColumnKeys.map((key) => (wide.includes(key) ? 36 : 16));

export function reportStream(rows: Iterable<ReportCells>): Readable {
  const written = [...rows].map((cells) => reportColumnKeys.map((key) => cells[key]));
  return workbookStream({ sheet: '报量表', header: headings, rows: written, widths });
}

export interface FoundRow {
  readonly cells: ReportCells;
  readonly findings: readonly { readonly code: string; readonly facts: Facts }[];
}

const texts: Readonly<Record<LineFault | RowFault, Text>> = { ...demandLineRefusals, ...demandRowTexts };

/** What a finding of a row says. */
export function findingText(code: string, facts: Facts): { zh: string; en: string } {
  const known: Readonly<Record<string, Text>> = texts;
  return filled(known[code] ?? { zh: code, en: code }, facts);
}

/** The workbook as it came in, with what was found at the end of each row; text that could run as a formula is neutralised. */
export function correctedStream(rows: Iterable<FoundRow>): Readable {
  const written = [...rows].map(({ cells, findings }) => [
    ...reportColumnKeys.map((key) => cells[key]),
    findings.map(({ code, facts }) => findingText(code, facts).zh).join('；'),
  ]);
  return workbookStream({
    sheet: '报量表',
    header: [...headings, reportFindingsHeading],
    rows: written,
    widths: [...widths, 60],
  });
}
