import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../context.ts';
import { type Tx, reading } from '../db.ts';

/**
 * The rows of a workbook that was uploaded, kept as they were written with what was read of them and what was found, until
 * somebody else has decided on the import. Each import has its own table of this form.
 */
export interface ImportRows {
  readonly table: 'listing_import_row' | 'price_import_row';
  readonly province: number;
  readonly importId: string;
}

export interface ImportRow {
  readonly row: number;
  readonly verdict: string;
  readonly cells: object;
  /** What was understood; null where the row is bad. */
  readonly entry: object | null;
  readonly findings: readonly object[];
}

const rowsPerStatement = 4000;

/** Cut into parts, so that no statement carries more than a few megabytes. */
export function inParts<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < rows.length; at += rowsPerStatement)
    parts.push(rows.slice(at, at + rowsPerStatement));
  return parts;
}

export async function saveImportRows(
  tx: Tx,
  { table, province, importId }: ImportRows,
  rows: readonly ImportRow[],
): Promise<void> {
  for (const part of inParts(rows)) {
    // Arrays of text reach their columns directly; one JSON document of all rows would be parsed three times over.
    await sql`
      insert into ${sql.table(table)} (province, import_id, "row", verdict, cells, entry, findings)
      select ${province}::smallint, ${importId}::uuid, r."row", r.verdict, r.cells, r.entry, r.findings
      from unnest(${part.map((each) => each.row)}::integer[], ${part.map((each) => each.verdict)}::text[],
        ${part.map((each) => JSON.stringify(each.cells))}::jsonb[],
        ${part.map((each) => (each.entry === null ? null : JSON.stringify(each.entry)))}::jsonb[],
        ${part.map((each) => JSON.stringify(each.findings))}::jsonb[]) as r ("row", verdict, cells, entry, findings)`.execute(
      tx,
    );
  }
}

export interface ImportPage {
  readonly after: number;
  readonly limit: number;
  readonly verdict?: string | undefined;
  /** A condition of the import's own. */
  readonly only?: RawBuilder<unknown>;
}

/** Rows of an import in the order of the sheet. */
export async function importRows<R extends ImportRow>(
  tx: Tx,
  { table, province, importId }: ImportRows,
  { after, limit, verdict, only }: ImportPage,
): Promise<R[]> {
  const { rows } = await sql<R>`
    select "row", verdict, cells, entry, findings from ${sql.table(table)}
    where province = ${province} and import_id = ${importId}::uuid and "row" > ${after}
      ${verdict === undefined ? sql`` : sql`and verdict = ${verdict}`} ${only === undefined ? sql`` : sql`and ${only}`}
    order by "row" limit ${limit}`.execute(tx);
  return rows;
}

/** The row after which a page begins, as the answer before gave it. */
export function rowAfter(cursor: string | undefined): number {
  return /^\d{1,7}$/.test(cursor ?? '') ? Number(cursor) : 0;
}

const rowsPerRead = 2000;

/** All rows of an import (or the bad ones), read part by part. */
export async function* eachImportRow<R extends ImportRow>(
  { database, scope }: Context,
  of: ImportRows,
  only: 'bad' | 'all',
): AsyncGenerator<R> {
  const verdict = only === 'bad' ? 'bad' : undefined;
  for (let after = 0; ;) {
    const page = { after, limit: rowsPerRead, verdict };
    const part = await reading(database.db, scope, (tx) => importRows<R>(tx, of, page));
    yield* part;
    after = part.at(-1)?.row ?? after;
    if (part.length < rowsPerRead) return;
  }
}
