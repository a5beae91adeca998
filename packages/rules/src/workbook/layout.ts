import { foldWidth } from '../codes/fold.ts';
import type { Wording } from '../policy/provision.ts';
import { type Result, ok, refuse } from '../result.ts';

export interface Column extends Wording {
  readonly required: boolean;
  /** Other headings under which the same thing comes. */
  readonly aliases: readonly string[];
}

/** Heading of the column that a corrected workbook carries at its end; an import passes over it. */
export const findingsHeading = '核对结果';

/** The cells of one row by name, trimmed; '' where a column is absent or empty. */
export type Cells<K extends string> = Readonly<Record<K, string>>;
/** Which column of a sheet holds what; columns that nobody knows are passed over. */
export type Heading<K extends string> = ReadonlyMap<K, number>;

/** How the workbook of one import is laid out, and what its heading is refused for. */
export interface Layout<K extends string, C extends string> {
  /** In the order of the template. */
  readonly keys: readonly K[];
  /** The headings of the template; a star stands where a column is required. */
  readonly titles: readonly string[];
  /** Reads the heading row by the names in use, in any order. */
  readHeading(cells: readonly string[]): Result<Heading<K>, C>;
  cellsOf(row: readonly string[], heading: Heading<K>): Cells<K>;
}

function fold(heading: string): string {
  return foldWidth(heading)
    .replaceAll(/[（(][^）)]*[）)]|[*＊\s]/g, '')
    .toLowerCase();
}

export function layoutOf<K extends string, M extends string, T extends string>(
  columns: Readonly<Record<K, Column>>,
  refusals: { readonly missing: M; readonly twice: T },
): Layout<K, M | T> {
  const keys = Object.keys(columns) as K[];
  const byHeading = new Map<string, K>(
    keys.flatMap((key) => {
      const { zh, en, aliases } = columns[key];
      return [zh, en, ...aliases].map((heading): [string, K] => [fold(heading), key]);
    }),
  );
  return {
    keys,
    titles: keys.map((key) => `${columns[key].zh}${columns[key].required ? '*' : ''}`),
    readHeading: (cells) => {
      const heading = new Map<K, number>();
      for (const [index, text] of cells.entries()) {
        const key = byHeading.get(fold(text));
        if (key === undefined) continue;
        if (heading.has(key))
          return refuse(refusals.twice, { field: 'file', facts: { column: columns[key].zh } });
        heading.set(key, index);
      }
      const missing = keys.filter((key) => columns[key].required && !heading.has(key));
      if (missing.length === 0) return ok(heading);
      const named = missing.map((key) => columns[key].zh).join('、');
      return refuse(refusals.missing, { field: 'file', facts: { columns: named } });
    },
    cellsOf: (row, heading) => {
      const cells: Partial<Record<K, string>> = {};
      for (const key of keys) {
        const index = heading.get(key);
        cells[key] = index === undefined ? '' : (row[index] ?? '').trim();
      }
      return cells as Cells<K>;
    },
  };
}
