import { chmodSync, existsSync, mkdtempSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { livingOwner } from '../../packages/server/src/embedded/owner.ts';
import { removeEmbedded, startEmbedded } from '../../packages/server/src/embedded/postgres.ts';
import { migrate } from '../../packages/server/src/migrate.ts';
import { recording, unfitStatements } from './sent-statements.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection as owner to the migrated database that freshDatabase() copies. */
    readonly databaseTemplate: string;
  }
}

const PREFIX = 'daylight-test-';
const ABANDONED_MS = 120_000;
const MEMORY_FOLDER = '/dev/shm';
const MEMORY_BYTES_MIN = 4 * 1024 ** 3;

/** In memory where there is enough of it: copying a database there takes a tenth of the time on a disk. */
function testFolder(durable: boolean): string {
  if (durable || !existsSync(MEMORY_FOLDER)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY_FOLDER);
  return bavail * bsize >= MEMORY_BYTES_MIN ? MEMORY_FOLDER : tmpdir();
}

interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

// Vitest reads this file once for each project; what they share is kept where all of them find it.
const shared: { running?: Promise<Running>; users?: number } = ((globalThis as Record<string, unknown>)[
  'daylightTestServer'
] ??= {});

/**
 * One PostgreSQL per run, so that runs beside each other never meet, and one for all projects, so that what several of them
 * start from is made once. Vitest calls this before the first test of each project.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.users = (shared.users ?? 0) + 1;
  const { url, stop } = await (shared.running ??= start());
  project.provide('databaseTemplate', url);
  return async () => {
    shared.users = (shared.users ?? 1) - 1;
    if (shared.users === 0) await stop();
  };
}

async function start(): Promise<Running> {
  // That acknowledged work survives a crash is proved by the tests of embedded/, which keep the disk in step.
  const durable = process.env['DAYLIGHT_TEST_DURABLE'] === '1';
  for (const folder of [tmpdir(), MEMORY_FOLDER]) await removeAbandoned(folder);
  const dataDir = mkdtempSync(path.join(testFolder(durable), PREFIX));
  // PostgreSQL may run as another user than this process.
  chmodSync(dataDir, 0o755);
  const settings = recording();
  const server = await startEmbedded({
    dataDir,
    durable,
    database: 'template',
    settings: settings ?? {},
    log: () => undefined,
  });
  try {
    await migrate(server.url);
  } catch (error) {
    await server.stop();
    await removeEmbedded(dataDir);
    throw error;
  }
  const stop = async (): Promise<void> => {
    const unfit = settings === null ? [] : await unfitStatements(server.url);
    await server.stop();
    await removeEmbedded(dataDir);
    if (unfit.length === 0) return;
    // Here and not in a test, because only here all of them are over.
    console.error(`statements that break ARCHITECTURE § Scale 5:\n${unfit.join('\n')}`);
    if (process.env['DAYLIGHT_STATEMENTS'] !== 'warn') process.exitCode = 1;
  };
  return { url: server.url, stop };
}

/** A run that was killed leaves its server behind; the next run clears it away. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const dataDir = path.join(folder, name);
    if (!name.startsWith(PREFIX) || !existsSync(dataDir)) continue;
    const old = Date.now() - statSync(dataDir).mtimeMs > ABANDONED_MS;
    if (!old || livingOwner(dataDir) !== null) continue;
    // Another run may be clearing the same one, or it belongs to another user: neither is ours to fix.
    await removeEmbedded(dataDir).catch(() => undefined);
  }
}
