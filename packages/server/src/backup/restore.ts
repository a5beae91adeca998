import { type Hash, createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { connect } from '../db.ts';
import { evidenceStorage } from '../features/evidence/port.ts';
import { verifyJournal } from '../features/journal/verify.ts';
import { migrate } from '../migrate.ts';
import {
  type Head,
  type Tail,
  foreignKeys,
  head as headOf,
  headName,
  journalHeads,
  tail as tailOf,
  tailName,
  walledTables,
} from './catalogue.ts';
import { type Identities, readIn } from './envelope.ts';
import { type Entry, readTar } from './tar.ts';

export interface RestoreOptions {
  /** An empty database, as its owner. */
  readonly url: string;
  /** Where evidence and the secret go; another than that of a running installation. */
  readonly dataDir: string;
  /** A file, or `-` for standard input. */
  readonly source: string;
  readonly identities: Identities;
  readonly log: (line: string) => void;
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'daylight restore',
    options: '-c timezone=UTC -c datestyle=ISO',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Fills an empty database and a data folder from a backup. All rows come in one transaction, which is kept only when the file
 * was read to its end and every table has what was written down for it; a restore that is cut short leaves a database that
 * nothing will start on. Throws a sentence for the operator.
 */
export async function restore(options: RestoreOptions): Promise<Tail> {
  await refuseFull(options);
  const entries = readTar(await readIn(options.source, options.identities));
  const head = headOf.parse(JSON.parse((await expected(entries, headName)).bytes.toString()));
  options.log(`backup of ${head.madeAt}, ${head.tables.length} tables`);
  await migrate(options.url, { only: head.migrations, restore: 'begin' });
  const tail = await connected(options.url, (client) => fill(client, head, entries, options));
  await migrate(options.url, { restore: 'end', log: options.log });
  await verify(options);
  return tail;
}

/** The chain is computed again from its first record, with the place where it stood as a checkpoint from outside. */
async function verify({ url, log }: RestoreOptions): Promise<void> {
  const database = connect(url, { connections: 1, name: 'restore' });
  try {
    for (const { province, position, chainHash } of await connected(url, journalHeads)) {
      const scope = { province, organisationId: null, reach: 'system' } as const;
      const kept = position === 0 ? [] : [{ position, chainHash }];
      const { records, unsealed, faults } = await verifyJournal(database.db, scope, kept);
      log(`journal of province ${province}: ${records} sealed records, ${unsealed} waiting`);
      if (faults.length > 0 || records !== position)
        throw new Error(`the journal of province ${province} does not verify: ${JSON.stringify(faults)}`);
    }
  } finally {
    await database.close();
  }
}

async function refuseFull({ url, dataDir }: RestoreOptions): Promise<void> {
  const full = await connected(url, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
    );
    return (rows[0]?.n ?? 0) > 0;
  });
  if (full)
    throw new Error('the database is not empty: restore into a new one, so that nothing is overwritten');
  if (existsSync(path.join(dataDir, 'evidence')))
    throw new Error(`${dataDir} holds evidence already: set DATA_DIR to a new folder`);
}

async function expected(entries: AsyncGenerator<Entry>, name: string): Promise<Entry> {
  const next = await entries.next();
  if (next.done === true || next.value.name !== name) throw new Error('this is no backup of Daylight');
  return next.value;
}

async function fill(
  client: pg.Client,
  head: Head,
  entries: AsyncGenerator<Entry>,
  options: RestoreOptions,
): Promise<Tail> {
  await client.query('begin');
  const keys = await foreignKeys(client);
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`);
  const walled = await walledTables(client);
  for (const table of walled) await client.query(`alter table ${table} no force row level security`);
  // What the migrations laid down comes with the backup again.
  await client.query(`truncate ${head.tables.map(({ name }) => name).join(', ')}`);
  for (const { parent, month } of head.partitions)
    await client.query('select app.month_partition($1, $2)', [parent, month]);
  for (const { key, value } of head.notes)
    await client.query('insert into installation.note (key, value) values ($1, $2)', [
      key,
      JSON.stringify(value),
    ]);
  const { tail, have } = await readEntries(client, head, entries, options);
  compare(tail, have);
  // Parts of uploads under way are in no backup: they begin again.
  await client.query(`update evidence_file set received = 0 where state = 'arriving'`);
  for (const { table, name, definition } of keys)
    await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  for (const table of walled) await client.query(`alter table ${table} force row level security`);
  if (JSON.stringify(await journalHeads(client)) !== JSON.stringify(tail.journal))
    throw new Error('the journal does not stand where the backup says');
  await client.query('commit');
  await client.query('analyze');
  return tail;
}

interface Tallied {
  readonly sum: Hash;
  rows: number;
}

async function readEntries(
  client: pg.Client,
  head: Head,
  entries: AsyncGenerator<Entry>,
  options: RestoreOptions,
): Promise<{ tail: Tail; have: Map<string, Tallied> }> {
  const have = new Map<string, Tallied>();
  const columns = new Map(head.tables.map((table) => [table.name, table.columns]));
  const evidence = await evidenceTaker(options);
  let open: Copying | null = null;
  try {
    for await (const { name, bytes } of entries) {
      const table = /^tables\/(\w+)\/\d+\.copy$/.exec(name)?.[1] ?? null;
      if (open !== null && open.table !== table) {
        await open.end();
        open = null;
      }
      if (table !== null) {
        open ??= copying(client, table, columns.get(table));
        const tallied = have.get(table) ?? { sum: createHash('sha256'), rows: 0 };
        have.set(table, tallied);
        tallied.sum.update(bytes);
        await open.write(bytes);
        tallied.rows = open.rows();
      } else if (name.startsWith('evidence/')) await evidence.put(name.slice('evidence/'.length), bytes);
      else if (name === 'secret.key') keepSecret(options.dataDir, bytes);
      else if (name === tailName) return { tail: tailOf.parse(JSON.parse(bytes.toString())), have };
      else throw new Error(`the backup holds something unknown: ${name}`);
    }
  } finally {
    await evidence.close();
  }
  throw new Error('the backup ends in the middle');
}

interface Copying {
  readonly table: string;
  write(bytes: Buffer): Promise<void>;
  rows(): number;
  end(): Promise<void>;
}

function copying(client: pg.Client, table: string, columns: readonly string[] | undefined): Copying {
  if (columns === undefined) throw new Error(`the backup holds rows of an unknown table: ${table}`);
  const through = new PassThrough();
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
  const done = pipeline(through, stream);
  // Told when the next part is written, or at the end.
  done.catch(() => undefined);
  let rows = 0;
  return {
    table,
    write: async (bytes) => {
      for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) rows += 1;
      if (!through.write(bytes)) await Promise.race([once(through, 'drain'), done]);
    },
    rows: () => rows,
    end: async () => {
      through.end();
      await done;
    },
  };
}

/** Through a folder of its own: the store takes files as they come in from outside, and brings them to its disk. */
async function evidenceTaker({ dataDir }: RestoreOptions) {
  await mkdir(dataDir, { recursive: true });
  const folder = await mkdtemp(path.join(dataDir, 'restore-'));
  const storage = evidenceStorage(dataDir);
  return {
    put: async (key: string, bytes: Buffer) => {
      const file = path.join(folder, 'file');
      await writeFile(file, bytes);
      const hash = createHash('sha256').update(bytes).digest('hex');
      await storage.put(key, { path: file, size: bytes.length, hash });
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Not over another one: what that sealed could never be opened again. */
function keepSecret(dataDir: string, bytes: Buffer): void {
  writeFileSync(path.join(dataDir, 'secret.key'), bytes, { flag: 'wx', mode: 0o600 });
}

function compare(tail: Tail, have: Map<string, Tallied>): void {
  for (const [name, { rows, sha256 }] of Object.entries(tail.tables)) {
    const found = have.get(name);
    const sum = (found?.sum ?? createHash('sha256')).digest('hex');
    if (sum !== sha256 || (found?.rows ?? 0) !== rows)
      throw new Error(
        `${name} is not as it was written: ${found?.rows ?? 0} rows instead of ${rows}, or other ones`,
      );
  }
}
