import { checkRecord } from '@daylight/rules/linkage/check.ts';
import { type RecordFinding, hasError, needsReason, recordFinding } from '@daylight/rules/linkage/finding.ts';
import { type PriceRow, readPriceRow } from '@daylight/rules/linkage/layout.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { type ImportRows, inParts } from '../../workbook/import-rows.ts';
import { checkFacts } from './add.ts';
import type { SheetRow } from './workbooks.ts';

export type RowVerdict = 'good' | 'doubtful' | 'bad';

export interface CheckedRow extends SheetRow {
  readonly verdict: RowVerdict;
  readonly entry: PriceRow | null;
  readonly findings: readonly RecordFinding[];
}

export interface Tally {
  readonly rows: number;
  readonly good: number;
  readonly doubtful: number;
  readonly bad: number;
  readonly unexplained: number;
  readonly findings: Readonly<Record<string, number>>;
}

/** Names of the cities that this installation knows; provinces the rule knows by itself. */
async function placeCodes(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('jurisdiction')
    .select(['code', 'name'])
    .where('code', 'like', '%00')
    .execute();
  return new Map(rows.map((row) => [row.name, row.code]));
}

function keyOf(row: PriceRow): string {
  return [
    row.itemCode,
    row.jurisdiction,
    row.kind,
    row.price,
    row.unitsPerPurchaseUnit,
    row.effectiveFrom,
    row.contract,
  ].join('|');
}

/** Every row by itself, against the book and against the rows before it. */
export async function checkRows(
  tx: Tx,
  context: Context,
  rows: readonly SheetRow[],
): Promise<readonly CheckedRow[]> {
  const places = await placeCodes(tx);
  const read = rows.map((sheet) => ({ sheet, ...readPriceRow(sheet.cells, places) }));
  const seen = new Map<string, number>();
  const checked: CheckedRow[] = [];
  for (const part of inParts(read)) {
    const codes = part.flatMap(({ row }) => (row === null ? [] : [row.itemCode]));
    const factsOf = await checkFacts(tx, context, codes);
    for (const { sheet, row, findings } of part) {
      const found = [...findings];
      if (row !== null) {
        found.push(...checkRecord(row, factsOf(row.itemCode)));
        const first = seen.get(keyOf(row));
        if (first === undefined) seen.set(keyOf(row), sheet.row);
        else found.push(recordFinding('error', 'linkage.duplicateRow', { facts: { row: first } }));
      }
      const verdict = hasError(found) ? 'bad' : needsReason(found) ? 'doubtful' : 'good';
      checked.push({ ...sheet, verdict, entry: verdict === 'bad' ? null : row, findings: found });
    }
  }
  return checked;
}

export function tallyOf(rows: readonly CheckedRow[]): Tally {
  const count = { good: 0, doubtful: 0, bad: 0 };
  const findings: Record<string, number> = {};
  for (const row of rows) {
    count[row.verdict] += 1;
    for (const { code } of row.findings) findings[code] = (findings[code] ?? 0) + 1;
  }
  const unexplained = rows.filter((row) => row.verdict === 'doubtful' && row.entry?.reason === '').length;
  return { ...count, rows: rows.length, unexplained, findings };
}

/** The rows of one import of prices. */
export const rowsIn = (province: number, importId: string): ImportRows => ({
  table: 'price_import_row',
  province,
  importId,
});
