import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { splitStatements, type SqlStatement } from './sql-statements.ts';

/** The db folder of this repository. */
export const DATABASE_FOLDER = fileURLToPath(new URL('../../../db', import.meta.url));

export interface MigrateOptions {
  /** Folder that holds migrations/ and views/; that of this repository when not given. */
  readonly dir?: string;
  readonly log?: (line: string) => void;
  /** Only these, as a database of another release has them; views are not laid then. */
  readonly only?: readonly { readonly name: string; readonly sha256: string }[];
  /** Between these two the database is being filled from a backup, and nothing else may start on it. */
  readonly restore?: 'begin' | 'end';
}

export interface Migrated {
  /** Names of the migrations that were applied or completed now. */
  readonly migrations: readonly string[];
  /** True when the views were laid anew. */
  readonly views: boolean;
}

interface SqlFile {
  readonly name: string;
  readonly sha256: string;
  readonly statements: readonly SqlStatement[];
}

interface Record {
  readonly name: string;
  readonly sha256: string;
  readonly done: number;
  readonly done_sha256: string;
  readonly applied_at: Date | null;
}

const SERVER_VERSION_MIN = 180_000;

/**
 * Brings the database at `url` (connected as its owner) to the state of db/: migrations in the order of their
 * names, each once and forward only, then the views. Each statement is one query in one transaction, in which its
 * progress is noted, so an interrupted run goes on where it stopped. Of two servers that migrate at once, one waits.
 * Throws when an applied file has changed or is missing.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<Migrated> {
  const dir = options.dir ?? DATABASE_FOLDER;
  const log = options.log ?? ((): void => undefined);
  const known = await readSql(path.join(dir, 'migrations'));
  if (known.length === 0) throw new Error(`there are no migrations in ${dir}`);
  const files = options.only === undefined ? known : chosen(known, options.only);
  const views = options.only === undefined ? await readSql(path.join(dir, 'views')) : [];
  const keeper = new pg.Client({ connectionString: url, application_name: 'daylight migration lock' });
  const client = new pg.Client({ connectionString: url, application_name: 'daylight migration' });
  client.on('error', () => undefined);
  // Without its lock another server may begin: this one stops where it is.
  keeper.on('error', () => void client.end());
  await keeper.connect();
  try {
    await client.connect();
    await checkServer(client);
    await createTables(client);
    await keeper.query('begin');
    await keeper.query('select id from installation.migration_lock where id = 1 for update');
    await checkRestore(client, options.restore);
    const applied = await applyMigrations(client, files, log);
    if (options.restore === 'end') await client.query(`delete from installation.note where key = 'restore'`);
    const laid = await layViews(client, views, applied.length > 0);
    if (laid && views.length > 0) log(`views laid anew (${views.length} files)`);
    return { migrations: applied, views: laid };
  } finally {
    await client.end().catch(() => undefined);
    // Ends the transaction that holds the lock.
    await keeper.end().catch(() => undefined);
  }
}

/** Of the files that are here, those that a database of another release has. */
function chosen(known: readonly SqlFile[], only: NonNullable<MigrateOptions['only']>): SqlFile[] {
  return only.map(({ name, sha256 }) => {
    const file = known.find((each) => each.name === name);
    if (file === undefined) throw new Error(`${name} is of a newer version; restore with that one`);
    if (file.sha256 !== sha256) throw new Error(`${name} has changed since this backup was made`);
    return file;
  });
}

/** A restore that was cut short leaves tables without rows: whoever started on them would take them for a new installation. */
async function checkRestore(client: pg.Client, restore: MigrateOptions['restore']): Promise<void> {
  const { rowCount } = await client.query(`select from installation.note where key = 'restore'`);
  if (restore === 'begin')
    await client.query(`insert into installation.note (key, value) values ('restore', '"running"')`);
  else if (restore === undefined && rowCount !== 0)
    throw new Error(
      'a restore into this database is under way or was cut short: ' +
        'wait for it, or restore again into a new database (or data folder)',
    );
}

async function readSql(folder: string): Promise<SqlFile[]> {
  // Git keeps no empty folder, so one without files may be missing.
  const all = existsSync(folder) ? await readdir(folder) : [];
  const names = all.filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      // A checkout on Windows may have other line ends; it is the same file.
      const text = (await readFile(path.join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sha256: hash([text]), statements: splitStatements(text, name) };
    }),
  );
}

function hash(texts: readonly string[]): string {
  const sum = createHash('sha256');
  for (const text of texts) sum.update(text).update('\0');
  return sum.digest('hex');
}

/** One number for everything in db/: names a template database, or tells that nothing has changed. */
export async function databaseHash(dir: string = DATABASE_FOLDER): Promise<string> {
  const files = [
    ...(await readSql(path.join(dir, 'migrations'))),
    ...(await readSql(path.join(dir, 'views'))),
  ];
  return hash(files.map((file) => `${file.name} ${file.sha256}`));
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  );
  const version = rows[0]?.version ?? 0;
  if (version < SERVER_VERSION_MIN) {
    throw new Error(`Daylight needs PostgreSQL 18; this server is ${Math.floor(version / 10_000)}`);
  }
  if (rows[0]?.encoding !== 'UTF8') {
    throw new Error(`the database must be encoded in UTF8; this one is in ${rows[0]?.encoding}`);
  }
}

// A schema of its own: what this installation knows about itself is no part of the application's tables.
const TABLES = [
  'create schema if not exists installation',
  `create table if not exists installation.migration (
     name text primary key,
     sha256 text not null,
     done integer not null,
     done_sha256 text not null,
     applied_at timestamptz
   )`,
  'create table if not exists installation.laid_view (name text primary key, sha256 text not null, views text[] not null)',
  `create table if not exists installation.migration_lock (
     id integer primary key,
     constraint migration_lock_is_one_row check (id = 1)
   )`,
  'create table if not exists installation.note (key text primary key, value jsonb not null)',
  'insert into installation.migration_lock (id) values (1) on conflict do nothing',
];

async function createTables(client: pg.Client): Promise<void> {
  for (const statement of TABLES) await tolerant(client, statement, 3);
}

/** `if not exists` of two sessions at once may still collide in the catalogue; the other one made the table then. */
async function tolerant(client: pg.Client, statement: string, attempts: number): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (attempts <= 1 || !['23505', '42P06', '42P07', '42710'].includes(code)) throw error;
    await tolerant(client, statement, attempts - 1);
  }
}

async function applyMigrations(
  client: pg.Client,
  files: readonly SqlFile[],
  log: (line: string) => void,
): Promise<string[]> {
  const { rows } = await client.query<Record>('select * from installation.migration order by name');
  const records = new Map(rows.map((row) => [row.name, row]));
  refuseUnknown(rows, files);
  for (const file of files) refuseChanged(file, records.get(file.name));
  const pending = files.filter((file) => (records.get(file.name)?.applied_at ?? null) === null);
  for (const [index, file] of pending.entries()) {
    log(`migration ${index + 1} of ${pending.length}: ${file.name}`);
    await applyMigration(client, file, { done: records.get(file.name)?.done ?? 0, log });
  }
  return pending.map((file) => file.name);
}

/** An older program on a newer database would write rows that the newer one no longer understands. */
function refuseUnknown(records: readonly Record[], files: readonly SqlFile[]): void {
  const known = new Set(files.map((file) => file.name));
  const unknown = records.filter((record) => !known.has(record.name)).map((record) => record.name);
  if (unknown.length === 0) return;
  throw new Error(
    `the database has migrations that this version does not know (${unknown.join(', ')}); ` +
      'start the version that made them, or a newer one',
  );
}

function statementsHash(file: SqlFile, count: number): string {
  return hash(file.statements.slice(0, count).map((statement) => statement.text));
}

/** Until its last statement is applied, the rest of a file may still be mended: only what ran is fixed. */
function refuseChanged(file: SqlFile, record: Record | undefined): void {
  if (record === undefined) return;
  const same =
    record.applied_at === null
      ? statementsHash(file, record.done) === record.done_sha256
      : file.sha256 === record.sha256;
  if (same) return;
  throw new Error(
    `${file.name} was applied to this database and has changed since. ` +
      'Put it back as it was and write a new migration for the change.',
  );
}

interface Applying {
  /** Statements that an earlier run applied. */
  readonly done: number;
  readonly log: (line: string) => void;
}

async function applyMigration(client: pg.Client, file: SqlFile, { done, log }: Applying): Promise<void> {
  await client.query(
    `insert into installation.migration (name, sha256, done, done_sha256) values ($1, $2, 0, $3)
     on conflict (name) do update set sha256 = excluded.sha256`,
    [file.name, file.sha256, statementsHash(file, 0)],
  );
  for (const [index, statement] of file.statements.entries()) {
    if (index < done) continue;
    await withoutHoldingUp(log, () =>
      inTransaction(client, async () => {
        await client.query(`set local lock_timeout = '${LOCK_MS_MAX}ms'`);
        await runStatement(client, file, statement);
        await client.query('update installation.migration set done = $2, done_sha256 = $3 where name = $1', [
          file.name,
          index + 1,
          statementsHash(file, index + 1),
        ]);
      }),
    );
  }
  await client.query('update installation.migration set applied_at = $2 where name = $1', [
    file.name,
    new Date(),
  ]);
}

const LOCK_NOT_FREE = '55P03';
/** Whoever comes after a statement that waits for a table waits too, readers as well: so it waits shortly, and again. */
const LOCK_MS_MAX = 1000;
const LOCK_AGAIN_MS = 1000;
const LOCK_TRIES_MAX = 300;

async function withoutHoldingUp(log: (line: string) => void, work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      if (code !== LOCK_NOT_FREE || tries === LOCK_TRIES_MAX) throw error;
      if (tries % 30 === 1) log('waiting for a table that somebody works on');
      await delay(LOCK_AGAIN_MS);
    }
  }
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function runStatement(client: pg.Client, file: SqlFile, statement: SqlStatement): Promise<void> {
  try {
    await client.query(statement.text);
  } catch (error) {
    const { message, position } = error as { message: string; position?: string };
    const before = statement.text.slice(0, Math.max(0, Number(position ?? 1) - 1));
    const line = statement.line + before.split('\n').length - 1;
    throw new Error(`${file.name}:${line}: ${message}`, { cause: error });
  }
}

const VIEW_NAME = /^create\s+(?:or\s+replace\s+)?view\s+((?:"[^"]+"|\w+)(?:\s*\.\s*(?:"[^"]+"|\w+))?)/i;

/**
 * Lays all views anew when one of them has changed or the tables below them have, in one transaction, so that
 * nobody sees a moment without them. They are dropped first: `create or replace` cannot take a column away.
 */
async function layViews(
  client: pg.Client,
  files: readonly SqlFile[],
  tablesChanged: boolean,
): Promise<boolean> {
  const { rows } = await client.query<LaidView>(
    'select name, sha256, views from installation.laid_view order by name',
  );
  const have = rows.map((row) => `${row.name} ${row.sha256}`).sort();
  const want = files.map((file) => `${file.name} ${file.sha256}`).sort();
  if (!tablesChanged && have.join('\n') === want.join('\n')) return false;
  // A later file may read the views of an earlier one, so they go in the opposite order.
  const names = new Set([...rows.flatMap((row) => row.views), ...files.flatMap(viewsOf)]);
  await inTransaction(client, async () => {
    for (const name of [...names].reverse()) await client.query(`drop view if exists ${name}`);
    await client.query('delete from installation.laid_view');
    for (const file of files) {
      for (const statement of file.statements) await runStatement(client, file, statement);
      const laid = [file.name, file.sha256, viewsOf(file)];
      await client.query(
        'insert into installation.laid_view (name, sha256, views) values ($1, $2, $3)',
        laid,
      );
    }
  });
  return true;
}

interface LaidView {
  readonly name: string;
  readonly sha256: string;
  readonly views: readonly string[];
}

function viewsOf(file: SqlFile): string[] {
  return file.statements.flatMap((statement) => VIEW_NAME.exec(statement.text)?.[1] ?? []);
}
