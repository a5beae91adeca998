import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installedBinaries } from '@daylight/server/embedded/binaries.ts';
import { findPlace } from '@daylight/server/embedded/place.ts';
import pg from 'pg';

/** A PostgreSQL of one's own with a standby and an archive, out of the binaries that npm brings: they lack pg_basebackup. */
const log = (): void => undefined;

export function newFolder(prefix: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  // PostgreSQL may run as another user than this process.
  chmodSync(folder, 0o755);
  return folder;
}

export function dataOf(dataDir: string): string {
  return findPlace(dataDir, installedBinaries(), log).data;
}

/** Adds settings to a cluster that is not running, or that is asked to read them again. */
export function configure(dataDir: string, settings: Readonly<Record<string, string>>): void {
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`,
  );
  appendFileSync(path.join(dataOf(dataDir), 'postgresql.conf'), lines.join(''));
}

export async function sqlOn<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * A copy of a running cluster by its files, between the two calls that PostgreSQL has for it. The connection stays open from
 * the first to the second, as they want it.
 */
export async function copyCluster(url: string, from: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select pg_backup_start('copy', true)`);
    mkdirSync(to, { recursive: true });
    copyFiles(path.dirname(dataOf(from)), to);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    const label = path.join(to, 'postgres', 'backup_label');
    writeFileSync(label, rows[0]?.labelfile ?? '');
    owned(label, path.join(to, 'postgres'));
  } finally {
    await client.end();
  }
}

/** Files may vanish while they are copied: PostgreSQL expects that of such a copy. */
function copyFiles(from: string, to: string): void {
  spawnSync('cp', ['-a', path.join(from, 'postgres'), path.join(from, 'password'), to]);
  const data = path.join(to, 'postgres');
  spawnSync('rm', [
    '-rf',
    path.join(data, 'postmaster.pid'),
    path.join(data, 'pg_wal'),
    path.join(data, 'daylight.conf'),
  ]);
  mkdirSync(path.join(data, 'pg_wal'), { mode: 0o700 });
  owned(path.join(data, 'pg_wal'), data);
  writeFileSync(path.join(data, 'daylight.conf'), '');
  owned(path.join(data, 'daylight.conf'), data);
}

function owned(file: string, like: string): void {
  spawnSync('chown', ['--reference', like, file]);
}

/** An empty file whose name tells PostgreSQL what it is to be at its start: 'standby.signal', 'recovery.signal'. */
export function signal(dataDir: string, name: string): void {
  const data = path.join(dataDir, 'postgres');
  const file = path.join(data, name);
  writeFileSync(file, '');
  owned(file, data);
}

export function killCluster(dataDir: string): void {
  const [pid] = readFileSync(path.join(dataOf(dataDir), 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
}

/** A folder that the user who runs PostgreSQL may write. */
export function archiveFolder(dataDir: string): string {
  const folder = path.join(path.dirname(dataOf(dataDir)), 'archive');
  mkdirSync(folder, { recursive: true });
  owned(folder, dataOf(dataDir));
  return folder;
}
