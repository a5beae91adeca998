import type { CheckedRow } from '@daylight/rules/listing/check.ts';
import type { Finding } from '@daylight/rules/listing/finding.ts';
import type { Entry, Verdict } from '@daylight/rules/listing/import-facts.ts';
import type { Cells } from '@daylight/rules/listing/layout.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';
import type { WorkbookRow } from './workbooks.ts';

export type ImportState = 'checked' | 'submitted' | 'approved' | 'rejected' | 'discarded';

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

const ROWS_PER_STATEMENT = 4000;

/** Cut into parts, so that no statement carries more than a few megabytes. */
export function inParts<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT)
    parts.push(rows.slice(at, at + ROWS_PER_STATEMENT));
  return parts;
}

interface Where {
  readonly province: number;
  readonly importId: string;
}

export async function saveRows(
  tx: Tx,
  { province, importId }: Where,
  workbook: readonly WorkbookRow[],
  checked: readonly CheckedRow[],
): Promise<void> {
  const cells = new Map(workbook.map((each) => [each.row, each.cells]));
  for (const part of inParts(checked)) {
    // Arrays of text reach their columns directly; one JSON document of all rows would be parsed three times over.
    await sql`
      insert into listing_import_row (province, import_id, "row", verdict, cells, entry, findings)
      select ${province}::smallint, ${importId}::uuid, r."row", r.verdict, r.cells, r.entry, r.findings
      from unnest(${part.map((each) => each.row)}::integer[], ${part.map((each) => each.verdict)}::text[],
        ${part.map((each) => JSON.stringify(cells.get(each.row)))}::jsonb[],
        ${part.map((each) => (each.entry === null ? null : JSON.stringify(each.entry)))}::jsonb[],
        ${part.map((each) => JSON.stringify(each.findings))}::jsonb[]) as r ("row", verdict, cells, entry, findings)`.execute(
      tx,
    );
  }
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

/** Rows of an import in the order of the sheet. */
export async function rowsOf(tx: Tx, { province, importId }: Where, page: RowPage): Promise<StoredRow[]> {
  let rows = tx
    .selectFrom('listingImportRow')
    .select(['row', 'cells', 'entry', 'findings'])
    .select((eb) => eb.ref('verdict').$castTo<Verdict>().as('verdict'))
    .where('province', '=', province)
    .where('importId', '=', importId)
    .where('row', '>', page.after)
    .orderBy('row')
    .limit(page.limit);
  if (page.verdict !== undefined) rows = rows.where('verdict', '=', page.verdict);
  if (page.unexplained === true)
    rows = rows
      .where('verdict', '<>', 'bad')
      .where(sql<boolean>`findings @> '[{"severity": "confirm"}]'::jsonb and entry ->> 'explanation' = ''`);
  return (await rows.execute()).map((row) => ({
    row: row.row,
    verdict: row.verdict,
    cells: row.cells as Cells,
    entry: row.entry as Entry | null,
    findings: row.findings as readonly Finding[],
  }));
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
