import { checkRecord } from '@daylight/rules/linkage/check.ts';
import { type RecordFinding, hasError, needsReason, recordFinding } from '@daylight/rules/linkage/finding.ts';
import { type PriceCells, type PriceRow, readPriceRow } from '@daylight/rules/linkage/layout.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { checkFacts } from './add.ts';
import type { SheetRow } from './workbooks.ts';

export type ImportState = 'checked' | 'submitted' | 'approved' | 'rejected' | 'discarded';
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

const partSize = 4000;

export function inParts<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < rows.length; at += partSize) parts.push(rows.slice(at, at + partSize));
  return parts;
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

interface Where {
  readonly province: number;
  readonly importId: string;
}

export async function saveRows(
  tx: Tx,
  { province, importId }: Where,
  rows: readonly CheckedRow[],
): Promise<void> {
  for (const part of inParts(rows))
    await sql`
      insert into price_import_row (province, import_id, "row", verdict, cells, entry, findings)
      select ${province}::smallint, ${importId}::uuid, r."row", r.verdict, r.cells, r.entry, r.findings
      from unnest(${part.map((each) => each.row)}::integer[], ${part.map((each) => each.verdict)}::text[],
        ${part.map((each) => JSON.stringify(each.cells))}::jsonb[],
        ${part.map((each) => (each.entry === null ? null : JSON.stringify(each.entry)))}::jsonb[],
        ${part.map((each) => JSON.stringify(each.findings))}::jsonb[]) as r ("row", verdict, cells, entry, findings)`.execute(
      tx,
    );
}

export interface RowPage {
  readonly after: number;
  readonly limit: number;
  readonly verdict?: RowVerdict | undefined;
}

/** Rows of an import in the order of the sheet. */
export async function rowsOf(tx: Tx, { province, importId }: Where, page: RowPage): Promise<CheckedRow[]> {
  let rows = tx
    .selectFrom('priceImportRow')
    .select(['row', 'cells', 'entry', 'findings'])
    .select((eb) => eb.ref('verdict').$castTo<RowVerdict>().as('verdict'))
    .where('province', '=', province)
    .where('importId', '=', importId)
    .where('row', '>', page.after)
    .orderBy('row')
    .limit(page.limit);
  if (page.verdict !== undefined) rows = rows.where('verdict', '=', page.verdict);
  return (await rows.execute()).map((row) => ({
    row: row.row,
    verdict: row.verdict,
    cells: row.cells as PriceCells,
    entry: row.entry as PriceRow | null,
    findings: row.findings as readonly RecordFinding[],
  }));
}
