import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Readable } from 'node:stream';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import type { SheetRow } from '../../workbook/row-scanner.ts';
import { withoutNeutralising, workbookStream } from '../../workbook/write-workbook.ts';
import type { RowProblem } from './import/counts.ts';
import { type ReleaseFile, openReleaseFile } from './import/release-file.ts';
import { problemInWords } from './row-problem.ts';

export interface WantedCopy {
  readonly releaseId: string;
  readonly storedAs: string;
  /** 'problems': only rows that were not simply taken; 'all': every row of the workbook. */
  readonly rows: 'problems' | 'all';
}

const HEADINGS = ['行号', '处理结果', '问题'];
const OUTCOMES: Readonly<Record<string, string>> = {
  duplicate: '重复，已跳过',
  refused: '未导入',
  flagged: '已导入，待核实',
  unknown: '已登记',
};

/**
 * The stored workbook again with three columns more: the row's number, what became of it, and why. Made row by row as it is
 * downloaded. Corrected and uploaded anew it is a release like any other: the further columns are passed over.
 */
export async function problemWorkbook(
  context: Context,
  wanted: WantedCopy,
): Promise<Result<Readable, 'catalogue.fileGone'>> {
  const file = path.join(context.dataDir, wanted.storedAs);
  if (!existsSync(file)) return refuse('catalogue.fileGone');
  const opened = await openReleaseFile(file);
  if (!opened.ok) return refuse('catalogue.fileGone');
  const release = opened.value;
  const width = release.header.length;
  const rows = copiedRows(context, wanted, release, width);
  return ok(workbookStream({ sheet: release.sheet.name, header: [...release.header, ...HEADINGS], rows }));
}

/** A queue between the reader, which pushes batches, and the writer, which pulls rows. */
function batches(release: ReleaseFile): AsyncIterable<readonly SheetRow[]> {
  async function* pull() {
    let give: (batch: readonly SheetRow[] | null) => void = () => undefined;
    let taken: () => void = () => undefined;
    let offered = new Promise<readonly SheetRow[] | null>((resolve) => (give = resolve));
    const reader = release.sheet
      .eachBatch((rows) => {
        give(rows);
        return new Promise<void>((resolve) => (taken = resolve));
      })
      .finally(() => give(null));
    for (;;) {
      const batch = await offered;
      if (batch === null) break;
      yield batch;
      offered = new Promise((resolve) => (give = resolve));
      taken();
    }
    await reader;
  }
  return { [Symbol.asyncIterator]: pull };
}

interface Issue {
  readonly rowNumber: number;
  readonly outcome: string;
  readonly problems: unknown;
}

async function* copiedRows(
  context: Context,
  wanted: WantedCopy,
  release: ReleaseFile,
  width: number,
): AsyncGenerator<readonly string[]> {
  try {
    for await (const batch of batches(release)) {
      const first = batch[0]?.number ?? 0;
      const last = batch.at(-1)?.number ?? 0;
      const issues = await issuesBetween(context, wanted.releaseId, first, last);
      for (const row of batch) {
        if (row.number <= release.headerRow) continue;
        const issue = issues.get(row.number);
        if (issue === undefined && wanted.rows === 'problems') continue;
        const cells = row.cells.slice(0, width).map(withoutNeutralising);
        while (cells.length < width) cells.push('');
        yield [...cells, ...told(row.number, issue)];
      }
    }
  } finally {
    release.close();
  }
}

function told(row: number, issue: Issue | undefined): string[] {
  if (issue === undefined) return [String(row), '已导入', ''];
  const problems = (issue.problems as RowProblem[]).map((problem) => problemInWords(problem).text.zh);
  return [String(row), OUTCOMES[issue.outcome] ?? issue.outcome, problems.join('；')];
}

async function issuesBetween(
  context: Context,
  releaseId: string,
  first: number,
  last: number,
): Promise<ReadonlyMap<number, Issue>> {
  const rows = await reading(context.database.db, context.scope, (tx) =>
    sql<Issue>`
      select row_number as "rowNumber", outcome, problems from code_release_row
      where release_id = ${releaseId} and row_number between ${first} and ${last}`.execute(tx),
  );
  return new Map(rows.rows.map((row) => [row.rowNumber, row]));
}
