import { type Transcode, readDisabledRow, readTranscodedRow } from '@daylight/rules/catalogue/item-row.ts';
import type { ReleaseLayout } from '@daylight/rules/catalogue/release-layout.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import type pg from 'pg';
import type { WorkbookRefusalCode } from '../../../workbook/refusals.ts';
import { type RowCounts, type RowIssue, noRows } from './counts.ts';
import type { ReleaseFile } from './release-file.ts';

interface CodeChange {
  readonly row: number;
  readonly code: string;
  readonly to: string | null;
  readonly note: string;
}

export interface ChangeSettings {
  readonly client: pg.Client;
  readonly releaseId: string;
  readonly now: Instant;
}

/** Reads 停用表 or 转码表 (some ten thousand rows at most) and stores the changes of codes, then applies them to the items. */
export async function loadChanges(
  file: ReleaseFile,
  layout: Exclude<ReleaseLayout, { kind: 'items' }>,
  settings: ChangeSettings,
): Promise<Result<RowCounts, WorkbookRefusalCode>> {
  const counts = noRows();
  const changes = new Map<string, CodeChange>();
  const issues: RowIssue[] = [];
  const done = await file.sheet.eachBatch((rows) => {
    for (const { number, cells } of rows) {
      if (number <= file.headerRow || cells.every((cell) => cell === '')) continue;
      counts.read += 1;
      const change = readChange(layout, cells);
      if (!change.ok) {
        counts.refused += 1;
        const problem = {
          code: change.code,
          field: change.field,
          detail: String(change.facts['found'] ?? ''),
        };
        issues.push({ row: number, outcome: 'refused', itemCode: null, problems: [problem] });
      } else if (changes.has(change.value.from)) {
        counts.duplicate += 1;
        const problem = { code: 'row.duplicate', field: null, detail: '' };
        issues.push({ row: number, outcome: 'duplicate', itemCode: change.value.from, problems: [problem] });
      } else {
        const { from, to, kind } = change.value;
        changes.set(from, { row: number, code: from, to: to === '' ? null : to, note: kind });
      }
    }
  });
  if (!done.ok) return done;
  await store([...changes.values()], { layout, counts, issues, settings });
  await storeIssues(settings.client, settings.releaseId, issues);
  return ok(counts);
}

function readChange(
  layout: Exclude<ReleaseLayout, { kind: 'items' }>,
  cells: readonly string[],
): Result<Transcode, string> {
  if (layout.kind === 'transcoded') return readTranscodedRow(layout.columns, cells);
  const code = readDisabledRow(layout.columns, cells);
  const note = cells[layout.columns.get('codeBeforeState') ?? -1] ?? '';
  return code.ok ? ok({ from: code.value, to: '', kind: note.trim() }) : code;
}

interface Given {
  readonly layout: ReleaseLayout;
  readonly counts: RowCounts;
  readonly issues: RowIssue[];
  readonly settings: ChangeSettings;
}

async function store(
  changes: readonly CodeChange[],
  { layout, counts, issues, settings }: Given,
): Promise<void> {
  const { client, releaseId, now } = settings;
  const codes = changes.map((each) => each.code);
  const before = await client.query<{ item_code: string; same: boolean }>(
    `select c.item_code, c.kind = $2 and c.to_code is not distinct from n.to_code as same
     from unnest($1::text[], $3::text[]) as n (item_code, to_code) join catalogue_code_change c on c.item_code = n.item_code`,
    [codes, layout.kind, changes.map((each) => each.to)],
  );
  const stored = new Map(before.rows.map((row) => [row.item_code, row.same]));
  const items = await client.query<{ item_code: string }>(
    'select item_code from catalogue_item where item_code = any($1)',
    [codes],
  );
  const here = new Set(items.rows.map((row) => row.item_code));
  for (const change of changes) {
    const same = stored.get(change.code);
    if (same === undefined) counts.new += 1;
    else if (same) counts.same += 1;
    else counts.changed += 1;
    if (here.has(change.code)) continue;
    // Kept all the same: the class file that holds the code may come later.
    counts.unknown += 1;
    const problem = { code: 'row.codeUnknown', field: null, detail: '' };
    issues.push({ row: change.row, outcome: 'unknown', itemCode: change.code, problems: [problem] });
  }
  await client.query(
    `insert into catalogue_code_change as c (item_code, kind, to_code, note, release_id, at)
     select n.item_code, $2, n.to_code, n.note, $5, $6 from unnest($1::text[], $3::text[], $4::text[]) as n (item_code, to_code, note)
     on conflict (item_code) do update
     set kind = excluded.kind, to_code = excluded.to_code, note = excluded.note, release_id = excluded.release_id, at = excluded.at
     where c.kind <> excluded.kind or c.to_code is distinct from excluded.to_code`,
    [codes, layout.kind, changes.map((each) => each.to), changes.map((each) => each.note), releaseId, now],
  );
}

async function storeIssues(client: pg.Client, releaseId: string, issues: readonly RowIssue[]): Promise<void> {
  const rows = issues.map((issue) => ({
    row_number: issue.row,
    outcome: issue.outcome,
    item_code: issue.itemCode,
    problems: issue.problems,
  }));
  await client.query(
    `insert into code_release_row (release_id, row_number, outcome, item_code, problems)
     select $1, r.row_number, r.outcome, r.item_code, r.problems
     from jsonb_to_recordset($2::jsonb) as r (row_number int, outcome text, item_code text, problems jsonb)
     on conflict (release_id, row_number) do nothing`,
    [releaseId, JSON.stringify(rows)],
  );
}

/** Brings the state of items in line with 停用表 and 转码表, whichever of them came first. */
export async function applyChanges(client: pg.Client): Promise<void> {
  await client.query(
    `update catalogue_item i set state = c.kind, replaced_by = c.to_code
     from catalogue_code_change c
     where i.item_code = c.item_code and (i.state <> c.kind or i.replaced_by is distinct from c.to_code)`,
  );
}
