import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { recordFindingText } from '@daylight/api/linkage-findings.ts';
import type { importPrices } from '@daylight/api/linkage-import.ts';
import type { RecordFinding } from '@daylight/rules/linkage/finding.ts';
import {
  type PriceCells,
  type PriceColumn,
  priceColumnKeys,
  priceColumns,
  priceLayout,
} from '@daylight/rules/linkage/layout.ts';
import type { Result } from '@daylight/rules/result.ts';
import type { Readable } from 'node:stream';
import type { Upload } from '../../route.ts';
import { correctedStream, formStream } from '../../workbook/form.ts';
import { type FromUpload, type NamedRow, namedRows, readUpload } from '../../workbook/uploaded.ts';

/** Larger collections come in parts: every row is checked, shown and kept within one request. */
export const rowsMax = 50_000;
export const fileBytesMax = 64 * 1024 * 1024;

export type SheetRow = NamedRow<PriceColumn>;

export function readPriceWorkbook(
  file: Upload,
  dataDir: string,
): Promise<Result<FromUpload<readonly SheetRow[]>, RefusalOf<typeof importPrices>>> {
  return readUpload(file, { dataDir, bytesMax: fileBytesMax }, (sheet) =>
    namedRows(sheet, priceLayout, {
      max: rowsMax,
      none: 'linkage.noRows',
      tooMany: 'linkage.tooManyRows',
    }),
  );
}

const form = {
  sheet: '全国价格',
  layout: priceLayout,
  widths: priceColumnKeys.map((key) => (key === 'itemCode' || key === 'document' ? 32 : 16)),
};

export function priceTemplateStream(): Readable {
  const example = Object.fromEntries(priceColumnKeys.map((key) => [key, priceColumns[key].example]));
  return formStream(form, [example as PriceCells]);
}

export interface FoundRow {
  readonly cells: PriceCells;
  readonly findings: readonly RecordFinding[];
}

export function correctedPriceStream(rows: AsyncIterable<FoundRow>): Readable {
  return correctedStream(form, said(rows));
}

async function* said(rows: AsyncIterable<FoundRow>) {
  for await (const { cells, findings } of rows)
    yield { cells, said: findings.map(({ code, facts }) => recordFindingText(code, facts).zh) };
}
