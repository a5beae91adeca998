import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { MissingObject, evidenceKey, evidenceStorage } from '../features/evidence/port.ts';
import { type Head, type Tail, headName, journalHeads, readHead, tailName } from './catalogue.ts';
import { type Recipients, writeOut } from './envelope.ts';
import { type Entry, writeTar } from './tar.ts';

export interface BackupOptions {
  /** As the owner, or another role that row-level security does not bind. */
  readonly url: string;
  readonly dataDir: string;
  /** A file, or `-` for standard output. */
  readonly target: string;
  readonly recipients: Recipients;
  readonly now: string;
  readonly log: (line: string) => void;
}

const PART_BYTES = 8 * 1024 * 1024;
const NEW_LINE = 0x0a;

/** One connection in one snapshot: everything is as it was at one moment, while the platform goes on writing. */
async function withSnapshot<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'daylight backup',
    // Rather an error than a backup from which the second wall left rows out.
    options: '-c row_security=off -c timezone=UTC -c datestyle=ISO -c extra_float_digits=3',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    return await work(client);
  } catch (error) {
    throw explained(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explained(error: unknown): unknown {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code !== '42501' || !message.includes('row-level security')) return error;
  return new Error(
    'row-level security would leave rows out of this backup: connect as a role that may pass it ' +
      '(create role daylight_backup login bypassrls in role pg_read_all_data)',
    { cause: error },
  );
}

/**
 * Writes the whole installation to one file: every row of one moment, every file of evidence, and the secret when the file is
 * encrypted. The platform goes on meanwhile. Answers what is in it.
 */
export async function backup(options: BackupOptions): Promise<Tail> {
  return withSnapshot(options.url, async (client) => {
    let said: Tail | null = null;
    const entries = entriesOf(client, options, (done) => {
      said = done;
    });
    await writeOut(options.target, writeTar(entries), options.recipients);
    if (said === null) throw new Error('the backup was not written to its end');
    return said;
  });
}

async function* entriesOf(
  client: pg.Client,
  options: BackupOptions,
  finish: (tail: Tail) => void,
): AsyncGenerator<Entry> {
  const head = await readHead(client, options.now);
  yield json(headName, head);
  const done: Tail = {
    tables: {},
    files: 0,
    missing: [],
    journal: await journalHeads(client),
    secret: false,
  };
  yield* tables(client, head, done, options.log);
  yield* files(client, done, options);
  const secret = path.join(options.dataDir, 'secret.key');
  const hasSecret = options.recipients.length > 0 && existsSync(secret);
  if (hasSecret) yield { name: 'secret.key', bytes: readFileSync(secret) };
  const tail = { ...done, secret: hasSecret };
  yield json(tailName, tail);
  finish(tail);
}

function json(name: string, value: unknown): Entry {
  return { name, bytes: Buffer.from(`${JSON.stringify(value, null, 1)}\n`) };
}

async function* tables(
  client: pg.Client,
  head: Head,
  done: Tail,
  log: (line: string) => void,
): AsyncGenerator<Entry> {
  for (const { name, columns } of head.tables) {
    const sum = createHash('sha256');
    const counted = { rows: 0, bytes: 0 };
    // A cut table is not copied by its name.
    const copy = client.query(copyTo(`copy (select ${columns.join(', ')} from ${name}) to stdout`));
    let part = 0;
    for await (const bytes of inParts(copy)) {
      sum.update(bytes);
      counted.bytes += bytes.length;
      for (let at = bytes.indexOf(NEW_LINE); at >= 0; at = bytes.indexOf(NEW_LINE, at + 1)) counted.rows += 1;
      yield { name: `tables/${name}/${String(part).padStart(6, '0')}.copy`, bytes };
      part += 1;
    }
    done.tables[name] = { ...counted, sha256: sum.digest('hex') };
    if (counted.rows > 0) log(`${name}: ${counted.rows} rows`);
  }
}

async function* inParts(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size < PART_BYTES) continue;
    yield Buffer.concat(chunks);
    chunks = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(chunks);
}

interface FileRow {
  readonly province: number;
  readonly id: string;
  readonly hash: string;
}

/** Whole files that somebody may read or will; what was refused or dropped is on its way out. */
async function* files(client: pg.Client, done: Tail, { dataDir, log }: BackupOptions): AsyncGenerator<Entry> {
  const storage = evidenceStorage(dataDir);
  const { rows } = await client.query<FileRow>(
    `select province, id, hash from evidence_file where state in ('waiting', 'ready') and hash is not null
     order by province, id`,
  );
  for (const { province, id, hash } of rows) {
    const key = evidenceKey(province, id);
    try {
      const bytes = Buffer.concat(await (await storage.get(key)).toArray());
      if (createHash('sha256').update(bytes).digest('hex') !== hash) throw new MissingObject(key);
      yield { name: `evidence/${key}`, bytes };
      done.files += 1;
    } catch (error) {
      if (!(error instanceof MissingObject)) throw error;
      done.missing.push(key);
    }
  }
  if (rows.length > 0) log(`${done.files} files of evidence`);
}
