import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { findPlace } from '../../packages/server/src/embedded/place.ts';
import { installedBinaries } from '../../packages/server/src/embedded/binaries.ts';
import { removeEmbedded, startEmbedded, visitEmbedded } from '../../packages/server/src/embedded/postgres.ts';

const KEEPER = fileURLToPath(new URL('../support/keep-embedded.ts', import.meta.url));

let dataDir: string;
let said: string[];
const keepers: ChildProcess[] = [];
const log = (line: string): void => void said.push(line);

// One cluster for all: making one takes longer than any of the tests.
beforeAll(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-embedded-'));
  chmodSync(dataDir, 0o755);
});
beforeEach(() => {
  said = [];
});
afterEach(async () => {
  await Promise.all(keepers.splice(0).map(kill));
});
afterAll(async () => {
  await removeEmbedded(dataDir);
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
  await client.end();
  return rows.map((row) => row[0]);
}

/** A process that keeps the database, and the address it printed. */
async function keeper(): Promise<{ process: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [KEEPER, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
  keepers.push(child);
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { process: child, url: chunk.toString().trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

test('what was acknowledged before a kill -9 is there at the next start, which clears away the orphan', async () => {
  const killed = await keeper();
  await query(killed.url, 'create table kept as select generate_series(1, 1000) as n');
  await kill(killed.process);
  const next = await startEmbedded({ dataDir, log });
  try {
    expect(said.join()).toMatch(/stopping the PostgreSQL \(process \d+\) that an earlier run left behind/);
    expect(await query(next.url, 'select count(*)::int from kept')).toEqual([1000]);
  } finally {
    await next.stop();
  }
});

test('what was acknowledged survives when PostgreSQL itself is killed too', async () => {
  const killed = await keeper();
  await query(killed.url, 'create table kept_too as select 7 as n');
  const { data } = findPlace(dataDir, installedBinaries(), log);
  const postmaster = Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(postmaster, 'SIGKILL');
  await kill(killed.process);
  const next = await startEmbedded({ dataDir, log });
  try {
    expect(await query(next.url, 'select n from kept_too')).toEqual([7]);
  } finally {
    await next.stop();
  }
});

test('a second start beside a living one is refused, and a visit uses the living one', async () => {
  const living = await keeper();
  const message = `already in use by process ${living.process.pid}`;
  await expect(startEmbedded({ dataDir, log })).rejects.toThrow(message);
  const visit = await visitEmbedded({ dataDir, log });
  expect(visit.url).toBe(living.url);
  await visit.stop();
  expect(await query(living.url, 'select 1')).toEqual([1]);
});

test('a number in postmaster.pid that now belongs to another program does not stop the start', async () => {
  const first = await startEmbedded({ dataDir, log });
  await first.stop();
  const { data } = findPlace(dataDir, installedBinaries(), log);
  writeFileSync(
    path.join(data, 'postmaster.pid'),
    `${process.pid}\n${data}\n0\n5432\n\n127.0.0.1\n0 0\nready   \n`,
  );
  const next = await startEmbedded({ dataDir, log });
  expect(await query(next.url, 'select 1')).toEqual([1]);
  await next.stop();
});

test('it writes to the disk, speaks UTF-8 without a locale of the machine, and listens on loopback only', async () => {
  const server = await startEmbedded({ dataDir, log });
  try {
    const settings = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'server_encoding'];
    const shown = `select current_setting(name) from unnest('{${settings.join()}}'::text[]) with ordinality t(name, n)`;
    expect(await query(server.url, `${shown} order by n`)).toEqual(['on', 'on', 'on', 'on', 'UTF8']);
    expect(await query(server.url, "select current_setting('listen_addresses')")).toEqual(['127.0.0.1']);
    expect(await query(server.url, "select length('导管'), lower('É') = 'é'")).toEqual([2]);
  } finally {
    await server.stop();
  }
});

test('nobody gets in without the password, which only its owner may read', async () => {
  const server = await startEmbedded({ dataDir, log });
  try {
    const open = new URL(server.url);
    open.password = 'wrong';
    await expect(query(open.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(path.join(server.home, 'password')).mode & 0o077).toBe(0);
  } finally {
    await server.stop();
  }
});

test('stopping twice is stopping once, and leaves nothing running', async () => {
  const server = await startEmbedded({ dataDir, log });
  await Promise.all([server.stop(), server.stop()]);
  await expect(query(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  const { data } = findPlace(dataDir, installedBinaries(), log);
  expect(existsSync(path.join(data, 'postmaster.pid'))).toBe(false);
});

const asRoot = process.getuid?.() === 0;

test.runIf(asRoot)(
  'root starts it as another user, and a folder closed to that user is left for an open one',
  async () => {
    const closed = mkdtempSync(path.join(tmpdir(), 'daylight-closed-'));
    const server = await startEmbedded({ dataDir: closed, log });
    try {
      expect(server.home).not.toBe(closed);
      expect(said.join()).toContain(`cannot enter ${closed}, so the data is in ${server.home}`);
      expect(statSync(path.join(server.home, 'postgres')).uid).not.toBe(0);
      expect(await query(server.url, 'select 1')).toEqual([1]);
    } finally {
      await server.stop();
      await removeEmbedded(closed);
    }
    expect(existsSync(server.home)).toBe(false);
  },
);
