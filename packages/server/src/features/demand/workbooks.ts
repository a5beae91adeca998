import { demandLineRefusals, demandRowTexts } from '@daylight/api/demand-refusals.ts';
import type { importReport } from '@daylight/api/demand-workbook.ts';
import type { RefusalOf, Text } from '@daylight/api/endpoint.ts';
import type { LineFault } from '@daylight/rules/demand/lines.ts';
import {
  type ReportCells,
  type ReportColumn,
  type RowFault,
  reportColumnKeys,
  reportLayout,
} from '@daylight/rules/demand/layout.ts';
import type { Facts, Result } from '@daylight/rules/result.ts';
import type { Readable } from 'node:stream';
import type { Upload } from '../../route.ts';
import { correctedStream, formStream } from '../../workbook/form.ts';
import { type FromUpload, type NamedRow, namedRows, readUpload } from '../../workbook/uploaded.ts';
import { filled } from './said.ts';

const rowsMax = 6000;
export const fileBytesMax = 16 * 1024 * 1024;

export type SheetRow = NamedRow<ReportColumn>;

export function readReportWorkbook(
  file: Upload,
  dataDir: string,
): Promise<Result<FromUpload<readonly SheetRow[]>, RefusalOf<typeof importReport>>> {
  return readUpload(file, { dataDir, bytesMax: fileBytesMax }, (sheet) =>
    namedRows(sheet, reportLayout, {
      max: rowsMax,
      none: 'demand.noRows',
      tooMany: 'demand.tooManyRows',
    }),
  );
}

const wide: readonly string[] = ['productId', 'product', 'specification', 'manufacturer', 'explanation'];
const form = {
  sheet: '报量表',
  layout: reportLayout,
  widths: reportColumnKeys.map((key) => (wide.includes(key) ? 36 : 16)),
};

export function reportStream(rows: Iterable<ReportCells>): Readable {
  return formStream(form, rows);
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

export function correctedReportStream(rows: readonly FoundRow[]): Readable {
  const said = rows.map(({ cells, findings }) => ({
    cells,
    said: findings.map(({ code, facts }) => findingText(code, facts).zh),
  }));
  return correctedStream(form, said);
}
