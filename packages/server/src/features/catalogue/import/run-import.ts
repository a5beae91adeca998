import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ReleaseLayout } from '@daylight/rules/catalogue/release-layout.ts';
import type { Facts, Result } from '@daylight/rules/result.ts';
import { type Instant, addMs } from '@daylight/rules/time.ts';
import pg from 'pg';
import type { WorkbookRefusalCode } from '../../../workbook/refusals.ts';
import { type Progress, type RowCounts, noRows } from './counts.ts';
import { applyChanges, loadChanges } from './load-changes.ts';
import { loadItems } from './load-items.ts';
import { type ReleaseFileRefusal, openReleaseFile } from './release-file.ts';

/** One import: a row of code_release in state 'running' and the file it is of. */
export interface ImportOrder {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly releaseId: string;
  readonly storedAs: string;
  readonly latestYear: number;
  /** When the import began; what happens later is this plus the time that passed. */
  readonly startedAt: Instant;
}

export interface ImportOutcome {
  readonly state: 'done' | 'failed';
  readonly counts: RowCounts;
  readonly problem: { readonly code: string; readonly facts: Facts } | null;
}

type Refusals = ReleaseFileRefusal | WorkbookRefusalCode;

const BEAT_MS = 1000;
/** A load this many times as large as what is there drops the indexes and builds them once. */
const BULK_TIMES = 2;
const BULK_BYTES_MIN = 4 * 1024 * 1024;

async function connectForImport(url: string, memory = '64MB'): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'daylight-import',
    options: `-c role=daylight_app -c timezone=UTC -c statement_timeout=0 -c maintenance_work_mem=${memory} -c synchronous_commit=on`,
  });
  await client.connect();
  return client;
}

/**
 * Carries out an import whose code_release row exists. All rows are stored in one transaction: they are there together or not at
 * all. Never throws for what is wrong with the file: that is an outcome, stored with the release. May run in a thread of its own.
 */
export async function runImport(
  order: ImportOrder,
  onProgress?: (progress: Progress) => void,
): Promise<ImportOutcome> {
  const asking = await connectForImport(order.databaseUrl);
  const beat = beats(asking, order, onProgress);
  try {
    const outcome = await load(order, asking, beat.tell);
    if (outcome.state === 'done') await finishIndexes(order, beat.tell, outcome.counts);
    await close(asking, order, outcome, beat.now());
    return outcome;
  } catch (error) {
    const problem = {
      code: 'import.failed',
      facts: { detail: error instanceof Error ? error.message.slice(0, 300) : '' },
    };
    const outcome: ImportOutcome = { state: 'failed', counts: noRows(), problem };
    await close(asking, order, outcome, beat.now()).catch(() => undefined);
    throw error;
  } finally {
    await asking.end();
  }
}

interface Beats {
  now(): Instant;
  tell(progress: Progress): Promise<void>;
}

/** Stores the progress about once a second, which also shows that the import is alive. */
function beats(client: pg.Client, order: ImportOrder, onProgress?: (progress: Progress) => void): Beats {
  const began = performance.now();
  let last = -BEAT_MS;
  const now = (): Instant => addMs(order.startedAt, Math.round(performance.now() - began));
  return {
    now,
    async tell(progress) {
      const at = performance.now();
      if (at - last < BEAT_MS && progress.phase === 'reading') return;
      last = at;
      onProgress?.(progress);
      await client.query(
        'update code_release set phase = $2, share = $3, rows_read = $4, beat_at = $5 where id = $1',
        [order.releaseId, progress.phase, Math.min(progress.share, 1), progress.counts.read, now()],
      );
    },
  };
}

async function load(order: ImportOrder, asking: pg.Client, tell: Beats['tell']): Promise<ImportOutcome> {
  const file = path.join(order.dataDir, order.storedAs);
  const opened = await openReleaseFile(file);
  if (!opened.ok) return failed(opened);
  const client = await connectForImport(order.databaseUrl);
  try {
    const { layout } = opened.value;
    if (layout.kind === 'items') await dropIndexesForBulk(asking, (await stat(file)).size);
    await client.query('begin');
    const result = await loadRows({ client, asking, order, layout, tell }, opened.value);
    if (!result.ok) {
      await client.query('rollback');
      return failed(result);
    }
    await applyChanges(client);
    await client.query('commit');
    return { state: 'done', counts: result.value, problem: null };
  } finally {
    opened.value.close();
    await client.end();
  }
}

interface Loading {
  readonly client: pg.Client;
  readonly asking: pg.Client;
  readonly order: ImportOrder;
  readonly layout: ReleaseLayout;
  readonly tell: Beats['tell'];
}

async function loadRows(
  { client, asking, order, layout, tell }: Loading,
  file: Parameters<typeof loadItems>[0],
): Promise<Result<RowCounts, Refusals>> {
  if (layout.kind === 'items') {
    const { releaseId, latestYear } = order;
    return loadItems(file, layout.columns, { client, asking, releaseId, latestYear, onProgress: tell });
  }
  return loadChanges(file, layout, { client, releaseId: order.releaseId, now: order.startedAt });
}

function failed(refusal: { readonly code: Refusals; readonly facts: Facts }): ImportOutcome {
  return { state: 'failed', counts: noRows(), problem: { code: refusal.code, facts: refusal.facts } };
}

async function dropIndexesForBulk(client: pg.Client, fileBytes: number): Promise<void> {
  if (fileBytes < BULK_BYTES_MIN) return;
  const { rows } = await client.query<{ bytes: string }>(
    `select pg_relation_size('catalogue_item') as bytes`,
  );
  // A packed row of the workbook takes about a tenth of a stored one.
  if (fileBytes * 10 > Number(rows[0]?.bytes ?? 0) * BULK_TIMES)
    await client.query('select app.catalogue_drop_indexes()');
}

/** Builds what is missing, two connections side by side, and lets the next scan find its rows in the index alone. */
async function finishIndexes(order: ImportOrder, tell: Beats['tell'], counts: RowCounts): Promise<void> {
  await tell({ phase: 'indexing', share: 0, counts });
  const [one, two] = await Promise.all([
    connectForImport(order.databaseUrl, '256MB'),
    connectForImport(order.databaseUrl, '256MB'),
  ]);
  try {
    await Promise.all([
      one.query('select app.catalogue_build_token_index()'),
      two.query('select app.catalogue_build_indexes()'),
    ]);
    await tell({ phase: 'indexing', share: 0.8, counts });
    if (counts.new + counts.changed > 0) {
      await Promise.all([
        one.query('vacuum (analyze) catalogue_item'),
        two.query('vacuum (analyze) catalogue_token'),
      ]);
    }
  } finally {
    await Promise.all([one.end(), two.end()]);
  }
}

async function close(
  client: pg.Client,
  order: ImportOrder,
  outcome: ImportOutcome,
  at: Instant,
): Promise<void> {
  const { counts } = outcome;
  await client.query(
    `update code_release set state = $2, phase = 'finished', share = 1, problem = $3, beat_at = $4, finished_at = $4, rows_read = $5,
       rows_new = $6, rows_changed = $7, rows_same = $8, rows_duplicate = $9, rows_flagged = $10, rows_refused = $11, rows_unknown = $12
     where id = $1`,
    [
      order.releaseId,
      outcome.state,
      outcome.problem === null ? null : JSON.stringify(outcome.problem),
      at,
      counts.read,
      counts.new,
      counts.changed,
      counts.same,
      counts.duplicate,
      counts.flagged,
      counts.refused,
      counts.unknown,
    ],
  );
}
