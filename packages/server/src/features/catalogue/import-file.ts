import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Result, assert, ok } from '@daylight/rules/result.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import type { RepeatRefusal } from '../../command.ts';
import type { Context } from '../../context.ts';
import { beginImport, recordImport } from './commands.ts';
import type { Progress, RowCounts } from './import/counts.ts';
import type { ReleaseFileRefusal } from './import/release-file.ts';
import { type ImportOutcome, runImport } from './import/run-import.ts';

export interface FileToImport {
  readonly path: string;
  readonly releasedOn?: IsoDate | null;
  readonly onProgress?: (progress: Progress) => void;
}

export interface ImportedFile {
  readonly releaseId: string;
  /** The very same file was imported before: nothing was done. */
  readonly repeated: boolean;
  readonly outcome: ImportOutcome;
}

const nothing: RowCounts = {
  read: 0,
  new: 0,
  changed: 0,
  same: 0,
  duplicate: 0,
  flagged: 0,
  refused: 0,
  unknown: 0,
};

/** Imports a release workbook here and now and answers when it is searchable: for the command line, the demo and benchmarks. */
export async function importFile(
  context: Context,
  file: FileToImport,
): Promise<Result<ImportedFile, ReleaseFileRefusal | 'release.anotherRuns' | RepeatRefusal>> {
  const id = context.newId();
  const folder = path.join(context.dataDir, 'releases');
  const copy = path.join(folder, `${id}.part`);
  await mkdir(folder, { recursive: true });
  try {
    await copyFile(file.path, copy);
    const fileName = path.basename(file.path).slice(-200);
    const begun = await beginImport(context, {
      id,
      path: copy,
      fileName,
      releasedOn: file.releasedOn ?? null,
    });
    if (!begun.ok) return begun;
    const { releaseId, order, repeated } = begun.value;
    if (repeated)
      return ok({ releaseId, repeated, outcome: { state: 'done', counts: nothing, problem: null } });
    assert(order !== null, 'an import that was begun has an order');
    const outcome = await runImport(order, file.onProgress);
    await recordImport(context, order, outcome);
    return ok({ releaseId, repeated, outcome });
  } finally {
    await rm(copy, { force: true });
  }
}
