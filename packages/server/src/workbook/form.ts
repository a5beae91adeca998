import { type Cells, type Layout, findingsHeading } from '@daylight/rules/workbook/layout.ts';
import type { Readable } from 'node:stream';
import { workbookStream } from './write-workbook.ts';

/** The workbook of an import as it is handed out. */
export interface ImportForm<K extends string> {
  readonly sheet: string;
  readonly layout: Pick<Layout<K, string>, 'keys' | 'titles'>;
  /** Column widths in characters. */
  readonly widths: readonly number[];
}

export function formStream<K extends string>(
  { sheet, layout, widths }: ImportForm<K>,
  rows: Iterable<Cells<K>>,
): Readable {
  const written = [...rows].map((cells) => layout.keys.map((key) => cells[key]));
  return workbookStream({ sheet, header: layout.titles, rows: written, widths });
}

export interface RowWithFindings<K extends string> {
  readonly cells: Cells<K>;
  /** What each finding says. */
  readonly said: readonly string[];
}

/**
 * The workbook as it came in, with what was found at the end of each row: corrected, it can be imported again. Text that
 * could run as a formula is neutralised.
 */
export function correctedStream<K extends string>(
  { sheet, layout, widths }: ImportForm<K>,
  rows: Iterable<RowWithFindings<K>> | AsyncIterable<RowWithFindings<K>>,
): Readable {
  async function* lines(): AsyncGenerator<readonly string[]> {
    for await (const { cells, said } of rows)
      yield [...layout.keys.map((key) => cells[key]), said.join('；')];
  }
  return workbookStream({
    sheet,
    header: [...layout.titles, findingsHeading],
    rows: lines(),
    widths: [...widths, 60],
  });
}
