import type { ImportState } from '@daylight/api/workbook.ts';
import type { CheckedRow } from '@daylight/rules/listing/check.ts';
import type { Finding } from '@daylight/rules/listing/finding.ts';
import type { Entry, Verdict } from '@daylight/rules/listing/import-facts.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { type ImportRows, eachImportRow, importRows, saveImportRows } from '../../workbook/import-rows.ts';
import type { WorkbookRow } from './workbooks.ts';

/** How many rows got which verdict, and how many still have to be explained. */
export interface Tally extends Record<Verdict, number> {
  readonly rows: number;
  readonly unexplained: number;
  readonly explained: number;
  readonly findings: Readonly<Record<string, number>>;
}

/** A row goes on only with an explanation where a finding asks for one. */
export function needsExplanation(row: Pick<CheckedRow, 'findings' | 'entry' | 'verdict'>): boolean {
  return row.verdict !== 'bad' && row.findings.some((each) => each.severity === 'confirm');
}

export function tallyOf(rows: readonly CheckedRow[]): Tally {
  const count = { new: 0, reprice: 0, same: 0, merged: 0, bad: 0 };
  const findings: Record<string, number> = {};
  let unexplained = 0;
  let explained = 0;
  for (const row of rows) {
    count[row.verdict] += 1;
    for (const { code } of row.findings) findings[code] = (findings[code] ?? 0) + 1;
    if (!needsExplanation(row)) continue;
    if (row.entry?.explanation === '') unexplained += 1;
    else explained += 1;
  }
  return { ...count, rows: rows.length, unexplained, explained, findings };
}

interface Where {
  readonly province: number;
  readonly importId: string;
}

const rowsIn = (where: Where): ImportRows => ({ table: 'listing_import_row', ...where });

export async function saveRows(
  tx: Tx,
  where: Where,
  workbook: readonly WorkbookRow[],
  checked: readonly CheckedRow[],
): Promise<void> {
  const cells = new Map(workbook.map((each) => [each.row, each.cells]));
  const rows = checked.map((each) => ({ ...each, cells: cells.get(each.row) ?? {} }));
  await saveImportRows(tx, rowsIn(where), rows);
}

export async function replaceRows(
  tx: Tx,
  where: Where,
  workbook: readonly WorkbookRow[],
  checked: readonly CheckedRow[],
): Promise<void> {
  await tx
    .deleteFrom('listingImportRow')
    .where('province', '=', where.province)
    .where('importId', '=', where.importId)
    .execute();
  await saveRows(tx, where, workbook, checked);
}

export interface StoredRow extends WorkbookRow {
  readonly verdict: Verdict;
  readonly entry: Entry | null;
  readonly findings: readonly Finding[];
}

export interface RowPage {
  readonly after: number;
  readonly limit: number;
  readonly verdict?: Verdict | undefined;
  readonly unexplained?: boolean;
}

export function rowsOf(tx: Tx, where: Where, { unexplained, ...page }: RowPage): Promise<StoredRow[]> {
  const only = sql`verdict <> 'bad' and findings @> '[{"severity": "confirm"}]'::jsonb and entry ->> 'explanation' = ''`;
  return importRows<StoredRow>(tx, rowsIn(where), unexplained === true ? { ...page, only } : page);
}

export function eachRow(context: Context, where: Where, only: 'bad' | 'all'): AsyncIterable<StoredRow> {
  return eachImportRow<StoredRow>(context, rowsIn(where), only);
}

export async function allRowsOf(tx: Tx, where: Where): Promise<StoredRow[]> {
  return rowsOf(tx, where, { after: 0, limit: 1_000_000 });
}

export interface ImportHead {
  readonly id: string;
  readonly number: string;
  readonly jurisdiction: string;
  readonly platform: string;
  readonly state: ImportState;
  readonly enteredBy: string;
  readonly deviationReason: string | null;
  readonly report: Tally;
  readonly version: number;
}

export async function lockImport(tx: Tx, { province, importId }: Where): Promise<ImportHead | null> {
  const row = await tx
    .selectFrom('listingImport')
    .select(['id', 'number', 'jurisdiction', 'platform', 'enteredBy', 'deviationReason', 'report', 'version'])
    .select((eb) => eb.ref('state').$castTo<ImportState>().as('state'))
    .where('province', '=', province)
    .where('id', '=', importId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : { ...row, report: row.report as Tally };
}
