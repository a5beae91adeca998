import { type ItemContent, itemReader } from '@daylight/rules/catalogue/item-row.ts';
import type { Columns, ItemField } from '@daylight/rules/catalogue/release-layout.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import type pg from 'pg';
import type { SheetRow } from '../../../workbook/row-scanner.ts';
import type { WorkbookRefusalCode } from '../../../workbook/refusals.ts';
import { codeSet } from './code-set.ts';
import { type Progress, type RowCounts, type RowProblem, noRows } from './counts.ts';
import { type ItemRecord, hashText, recordMaker } from './item-record.ts';
import { LoadWriter } from './load-writer.ts';
import type { ReleaseFile } from './release-file.ts';
import { TokenCounts } from './token-counts.ts';

export interface LoadSettings {
  /** Inside the transaction that the caller keeps or rolls back. */
  readonly client: pg.Client;
  /** Another connection: asks what is there while the first is busy storing. */
  readonly asking: pg.Client;
  readonly releaseId: string;
  readonly latestYear: number | null;
  readonly onProgress: (progress: Progress) => Promise<void> | void;
}

/**
 * Reads the rows of a 21-column sheet and stores what is new or changed. Node reads and encodes the next block while the database
 * stores the last one. Rows whose code stood in the file before are duplicates; content is compared by its hash, so an unchanged
 * row sends nothing but its code.
 */
export async function loadItems(
  file: ReleaseFile,
  columns: Columns<ItemField>,
  settings: LoadSettings,
): Promise<Result<RowCounts, WorkbookRefusalCode>> {
  const counts = noRows();
  const read = itemReader(columns, settings.latestYear);
  const maker = recordMaker(settings.releaseId);
  const tokens = new TokenCounts();
  const writer = new LoadWriter({
    client: settings.client,
    releaseId: settings.releaseId,
    maker,
    counts: tokens,
  });
  const seen = codeSet();
  const known = await knowledge(settings.asking);
  const done = await file.sheet.eachBatch(async (rows, share) => {
    const records: ItemRecord[] = [];
    for (const row of rows) {
      if (row.number <= file.headerRow || isEmpty(row)) continue;
      counts.read += 1;
      const content = read(row.cells);
      if (!content.ok) {
        const problem = {
          code: content.code,
          field: content.field,
          detail: String(content.facts['found'] ?? ''),
        };
        refuseRow(row, problem, counts, writer);
      } else if (!seen.add(content.value.itemCode)) duplicateRow(row, content.value, counts, writer);
      else {
        if (content.value.flags.length > 0) flagRow(row, content.value, counts, writer);
        if (content.value.udiMore.length > 0)
          writer.identifiers(content.value.itemCode, content.value.udiMore);
        records.push(maker.of(content.value));
      }
    }
    await sort(records, known, counts, writer);
    await writer.offer();
    await settings.onProgress({ phase: 'reading', share, counts });
  });
  if (!done.ok) return done;
  await writer.finish();
  await storeFrequencies(settings.client, tokens.totals());
  return ok(counts);
}

function isEmpty(row: SheetRow): boolean {
  return row.cells.every((cell) => cell === '');
}

function refuseRow(row: SheetRow, problem: RowProblem, counts: RowCounts, writer: LoadWriter): void {
  counts.refused += 1;
  writer.issue({ row: row.number, outcome: 'refused', itemCode: null, problems: [problem] });
}

/** The first row of a code counts; what a later one adds is its device identifier. */
function duplicateRow(row: SheetRow, content: ItemContent, counts: RowCounts, writer: LoadWriter): void {
  counts.duplicate += 1;
  const problems = [{ code: 'row.duplicate', field: null, detail: '' }];
  writer.issue({ row: row.number, outcome: 'duplicate', itemCode: content.itemCode, problems });
  const more = [content.udiDi, ...content.udiMore].filter((identifier) => identifier !== '');
  if (more.length > 0) writer.identifiers(content.itemCode, more);
}

function flagRow(row: SheetRow, content: ItemContent, counts: RowCounts, writer: LoadWriter): void {
  counts.flagged += 1;
  const problems = content.flags.map((flag) => ({ code: flag.code, field: null, detail: flag.detail }));
  writer.issue({ row: row.number, outcome: 'flagged', itemCode: content.itemCode, problems });
}

/** Answers the stored hash of each code that is stored. */
type Knowledge = (records: readonly ItemRecord[]) => Promise<ReadonlyMap<string, string>>;

const NOTHING: ReadonlyMap<string, string> = new Map();

async function knowledge(asking: pg.Client): Promise<Knowledge> {
  const { rows } = await asking.query<{ any: boolean }>(
    'select exists (select 1 from catalogue_item) as any',
  );
  if (rows[0]?.any !== true) return async () => NOTHING;
  return async (records) => {
    if (records.length === 0) return NOTHING;
    const found = await asking.query<{ item_code: string; hash: string }>({
      name: 'known items',
      text: 'select item_code, content_hash::text as hash from catalogue_item where item_code = any($1)',
      values: [records.map((record) => record.content.itemCode)],
    });
    return new Map(found.rows.map((row) => [row.item_code, row.hash]));
  };
}

async function sort(
  records: readonly ItemRecord[],
  known: Knowledge,
  counts: RowCounts,
  writer: LoadWriter,
): Promise<void> {
  const stored = await known(records);
  for (const record of records) {
    const hash = stored.get(record.content.itemCode);
    if (hash === undefined) {
      counts.new += 1;
      writer.add(record);
    } else if (hash === hashText(record.hash)) counts.same += 1;
    else {
      counts.changed += 1;
      writer.change(record);
    }
  }
}

/** Adds to the frequencies by which the search chooses its path; changed items shift them too little to count again. */
async function storeFrequencies(
  client: pg.Client,
  counted: { tokens: number[]; items: number[] },
): Promise<void> {
  await client.query(
    `insert into catalogue_token as t (token, items) select n.token, n.items
     from unnest($1::int[], $2::int[]) as n (token, items) order by n.token
     on conflict (token) do update set items = t.items + excluded.items`,
    [counted.tokens, counted.items],
  );
}
