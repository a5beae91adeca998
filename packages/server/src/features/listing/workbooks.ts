import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { findingText } from '@daylight/api/listing-findings.ts';
import type { importListings } from '@daylight/api/listing-import.ts';
import { type RowToCheck } from '@daylight/rules/listing/check.ts';
import { readEntry } from '@daylight/rules/listing/entry.ts';
import type { Finding } from '@daylight/rules/listing/finding.ts';
import {
  type Cells,
  type ListingColumn,
  columnKeys,
  listingColumns,
  listingLayout,
} from '@daylight/rules/listing/layout.ts';
import type { Result } from '@daylight/rules/result.ts';
import type { Readable } from 'node:stream';
import type { Upload } from '../../route.ts';
import { correctedStream, formStream } from '../../workbook/form.ts';
import { type FromUpload, type NamedRow, namedRows, readUpload } from '../../workbook/uploaded.ts';

/** Larger directories come in parts: every row is checked, shown and kept within one request. */
const rowsMax = 50_000;
export const fileBytesMax = 64 * 1024 * 1024;

export type WorkbookRow = NamedRow<ListingColumn>;

export function readListingWorkbook(
  file: Upload,
  dataDir: string,
): Promise<Result<FromUpload<readonly WorkbookRow[]>, RefusalOf<typeof importListings>>> {
  return readUpload(file, { dataDir, bytesMax: fileBytesMax }, (sheet) =>
    namedRows(sheet, listingLayout, {
      max: rowsMax,
      none: 'listing.noRows',
      tooMany: 'listing.tooManyRows',
    }),
  );
}

export function rowsToCheck(rows: readonly WorkbookRow[]): RowToCheck[] {
  return rows.map(({ row, cells }) => ({ row, ...readEntry(cells) }));
}

const form = {
  sheet: '挂网产品',
  layout: listingLayout,
  widths: columnKeys.map((key) =>
    key === 'code' || key === 'manufacturer' ? 32 : key === 'productName' ? 28 : 14,
  ),
};

export function templateStream(): Readable {
  const example = Object.fromEntries(columnKeys.map((key) => [key, listingColumns[key].example]));
  return formStream(form, [example as Cells]);
}

export interface FoundRow {
  readonly cells: Cells;
  readonly findings: readonly Finding[];
}

export function correctedListingStream(rows: AsyncIterable<FoundRow>): Readable {
  return correctedStream(form, said(rows));
}

async function* said(rows: AsyncIterable<FoundRow>) {
  for await (const { cells, findings } of rows)
    yield { cells, said: findings.map(({ code, facts }) => findingText(code, facts).zh) };
}
