import { type Result, refuse } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import {
  CamelCasePlugin,
  CompiledQuery,
  type DatabaseConnection,
  HandleEmptyInListsPlugin,
  Kysely,
  PostgresDialect,
  Transaction,
  replaceWithNoncontingentExpression,
  sql,
} from 'kysely';
import type { Socket } from 'node:net';
import pg from 'pg';
import { type Statement, writtenOut } from './statement.ts';
import type { DB } from './tables.ts';

export type Db = Kysely<DB>;
export type Tx = Transaction<DB> | Kysely<DB>;

const NUMERIC = 1700;
const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;

/** Decimal text in the canonical form of money.ts: '12.340000' is '12.34'. */
export function canonicalNumeric(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** '2026-11-22 00:37:00.123+00' (session in UTC) to an Instant; we never write finer than a millisecond. */
export function instantOfText(text: string): Instant {
  const [, day = '', clock = '', fraction = ''] = /^(\S+) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text) ?? [];
  return `${day}T${clock}.${fraction.padEnd(3, '0').slice(0, 3)}Z` as Instant;
}

function int8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`integer beyond what a number holds: ${text}`);
  return value;
}

const parsers = new Map<number, (text: string) => unknown>([
  [NUMERIC, canonicalNumeric],
  [INT8, int8],
  [DATE, (text) => text],
  [TIMESTAMPTZ, instantOfText],
]);

/** As the driver writes a value into a message; its own, which its types do not tell of. */
const { prepareValue } = (pg as unknown as { readonly utils: { prepareValue(value: unknown): unknown } })
  .utils;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
};

export interface Database {
  readonly db: Db;
  readonly pool: pg.Pool;
  /**
   * One connection of its own for what a command needs committed before itself (numbers.ts). Out of the pool it would
   * wait for a connection while it holds one: enough commands at once would wait for each other for ever.
   */
  readonly aside: Db;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly connections?: number;
  readonly name?: string;
  /** How long a connection in use may hear nothing from the database before it is given up, in ms. */
  readonly silenceMs?: number;
}

/** A statement that takes longer is ended by the database (`patiently` asks for more). */
const statementMs = 30_000;
/** Longer than any statement that was not given more time: a database that has not answered by then cannot be reached. */
const silenceMsUsual = statementMs + 10_000;

/** The application connects as daylight_app, never as the owner of the tables (row-level security holds for it). */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const name = options.name ?? 'write';
  const { connections = 10, silenceMs = silenceMsUsual } = options;
  const pool = poolOf(url, { max: connections, name, silenceMs });
  const db = kyselyOf(pool);
  const aside = kyselyOf(poolOf(url, { max: 1, name: `${name}-aside`, silenceMs }));
  return { db, pool, aside, close: async () => void (await Promise.all([db.destroy(), aside.destroy()])) };
}

/**
 * `sql\`${prepared} select …\`` is parsed and planned once per connection: for the statements of the hottest paths that
 * costs more than running them. Only for texts that do not vary with their values.
 */
export const prepared = sql.raw('/* prepared */');
const preparedMark = '/* prepared */';
const preparedMax = 100;
const names = new Map<string, string>();

function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= preparedMax) return null;
  const name = `prepared-${names.size}`;
  names.set(text, name);
  return name;
}

/**
 * The driver prepares what has a name; kysely gives it only a text. Statements sent one behind the other leave in one
 * packet, when whoever sends them has nothing more to say: each packet of its own wakes the database up once more.
 */
function preparing(client: pg.PoolClient): void {
  const plain = client.query.bind(client) as (...args: unknown[]) => unknown;
  const stream = streamOf(client);
  const query = (...args: unknown[]): unknown => {
    stream.cork();
    process.nextTick(() => stream.uncork());
    const [text, values, ...rest] = args;
    if (typeof text === 'string' && text.startsWith(patience)) stream.setTimeout(0);
    const name = typeof text === 'string' && text.startsWith(preparedMark) ? nameOf(text) : null;
    return name === null ? plain(...args) : plain({ name, text, values }, ...rest);
  };
  client.query = query as typeof client.query;
}

function streamOf(client: pg.PoolClient): Socket {
  return (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;
}

/**
 * A network that loses everything tells nobody: without this, whoever asked would wait for the answer as long as the
 * operating system does, a quarter of an hour. What was asked fails as with any lost connection.
 */
function givingUp(pool: pg.Pool, silenceMs: number): void {
  pool.on('connect', (client) => {
    const stream = streamOf(client);
    stream.on('timeout', () => stream.destroy(new Error('Connection terminated: nothing was heard')));
  });
  pool.on('acquire', (client) => streamOf(client).setTimeout(silenceMs));
  pool.on('release', (_, client) => streamOf(client).setTimeout(0));
}

interface PoolWishes {
  readonly max: number;
  readonly name: string;
  readonly silenceMs: number;
}

function poolOf(url: string, { max, name, silenceMs }: PoolWishes): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: `daylight-${name}`,
    options: `-c role=daylight_app -c timezone=UTC -c datestyle=ISO -c statement_timeout=${statementMs}`,
    types,
    // What does not depend on an answer is sent without waiting for it (within below).
    pipeline: true,
    // Waiting longer than this for a connection is being told to come back: a queue without an end helps nobody.
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
  });
  // A broken idle connection is replaced by the pool; without a listener Node would end the process.
  pool.on('error', () => undefined);
  // So would one that breaks between two statements of a transaction, when the pool does not listen to it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('connect', preparing);
  givingUp(pool, silenceMs);
  return pool;
}

function kyselyOf(pool: pg.Pool): Db {
  const config = {
    dialect: new PostgresDialect({ pool }),
    plugins: [
      new CamelCasePlugin({ maintainNestedObjectKeys: true }),
      // `in ()` is no SQL: a list narrowed to nothing finds nothing.
      new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression }),
    ],
  };
  return new Kysely<DB>(config);
}

const dialect = new PostgresDialect({
  pool: async () => {
    throw new Error('a transaction has its connection');
  },
});
const driver = dialect.createDriver();

/** kysely's own transactions let no statement go before the one before it is answered. */
function transactionOn(db: Db, connection: DatabaseConnection): Tx {
  const executor = db.getExecutor().withConnectionProvider({ provideConnection: (use) => use(connection) });
  return new Transaction<DB>({ config: { dialect }, dialect, driver, executor });
}

/** What row-level security is told about the one who asks. */
export interface Scope {
  readonly province: number;
  readonly organisationId: string | null;
  /** 'own': rows of one's organisation; 'province': supervisors; 'public': the portal; 'system': jobs and sweeps. */
  readonly reach: 'own' | 'province' | 'public' | 'system';
}

const nobody = '00000000-0000-0000-0000-000000000000';

function locals(scope: Scope): string {
  const organisation = scope.organisationId ?? nobody;
  if (!/^[0-9a-f-]{36}$/.test(organisation) || !Number.isInteger(scope.province)) {
    throw new Error('scope is not clean');
  }
  return (
    `set local app.province = '${scope.province}'; set local app.organisation = '${organisation}'; ` +
    `set local app.reach = '${scope.reach}'`
  );
}

interface Outcome<T> {
  readonly keep: boolean;
  readonly value: T;
}

/** Statements that were sent in a transaction without waiting for their answers. */
const sent = new WeakMap<
  Tx,
  { readonly connection: DatabaseConnection; readonly answers: Promise<unknown>[] }
>();

function inTransaction(tx: Tx) {
  const transaction = sent.get(tx);
  if (transaction === undefined) throw new Error('a statement outside a transaction');
  return transaction;
}

function compiled(asked: Statement): CompiledQuery {
  const { text, values } = writtenOut(asked);
  // Turned into what the driver writes now: a value that cannot be written must fail before the commit is on its way.
  return CompiledQuery.raw(`${preparedMark} ${text}`, values.map(prepareValue));
}

/** Rows of a statement, under the names that the statement gives its columns. */
export async function ask<Row>(tx: Tx, asked: Statement): Promise<readonly Row[]> {
  return (await inTransaction(tx).connection.executeQuery<Row>(compiled(asked))).rows;
}

/**
 * Sends a statement of a transaction that is about to end, and does not wait: what comes next goes behind it in the same
 * packet. When it fails, the database ignores everything up to the end of the transaction and ends it without a trace;
 * the transaction then fails with its error.
 */
export function send(tx: Tx, asked: Statement): void {
  const { connection, answers } = inTransaction(tx);
  const answer = connection.executeQuery(compiled(asked));
  answer.catch(() => undefined);
  answers.push(answer);
}

/**
 * One transaction in one scope; `work` says whether it is kept. `begin` and the scope leave with the first statement, the
 * commit with those nobody waits for; each answer still counts.
 */
function within<T>(db: Db, begin: string, scope: Scope, work: (tx: Tx) => Promise<Outcome<T>>): Promise<T> {
  return db.getExecutor().provideConnection(async (connection) => {
    const begun = connection.executeQuery(CompiledQuery.raw(`${begin}; ${locals(scope)}`));
    begun.catch(() => undefined);
    const held = behind(connection, begun);
    const tx = transactionOn(db, held);
    const answers: Promise<unknown>[] = [begun];
    sent.set(tx, { connection: held, answers });
    try {
      const { keep, value } = await work(tx);
      await Promise.all([
        ...answers,
        connection.executeQuery(CompiledQuery.raw(keep ? 'commit' : 'rollback')),
      ]);
      return value;
    } catch (error) {
      // The connection may be gone; the first error is the one to tell.
      await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined);
      throw error;
    }
  });
}

/** No statement of a transaction that did not begin has an answer. */
function behind(connection: DatabaseConnection, begun: Promise<unknown>): DatabaseConnection {
  return {
    executeQuery: async (query) => (await Promise.all([begun, connection.executeQuery<never>(query)]))[1],
    streamQuery: (query, chunk) => connection.streamQuery(query, chunk),
  };
}

const patience = 'set local statement_timeout';

/** For the long work of jobs: statements of this transaction may take `seconds`, or as long as they need. */
export async function patiently(tx: Tx, seconds = 0): Promise<void> {
  await sql.raw(`${patience} = '${seconds}s'`).execute(tx);
}

/** What was read is told at once: that the database has heard of the end of it is nobody's to wait for. */
export function reading<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const whole = within(db, 'begin read only', scope, async (tx) => {
    const value = await work(tx);
    resolve(value);
    return { keep: true, value };
  });
  whole.catch(reject);
  return promise;
}

const again = new Set(['40001', '40P01']);

/** Runs `work` in a transaction that is kept when the result is ok; a deadlock or lost race is tried anew. */
export async function writing<T, C extends string>(
  db: Db,
  scope: Scope,
  work: (tx: Tx) => Promise<Result<T, C>>,
): Promise<Result<T, C>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await within(db, 'begin', scope, async (tx) => {
        const value = await work(tx);
        return { keep: value.ok, value };
      });
    } catch (error) {
      if (attempt === 5 || !again.has(codeOf(error))) throw error;
    }
  }
}

/** SQLSTATE of a database error, '' for any other. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const connectionLost = new Set([
  '08000',
  '08003',
  '08006',
  '57P01',
  '57P02',
  '57P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/** The database is away or just coming back: nothing is wrong with what was asked. */
export function isConnectionLost(error: unknown): boolean {
  return (
    connectionLost.has(codeOf(error)) ||
    (error instanceof Error && /Connection terminated|timeout exceeded|not queryable/.test(error.message))
  );
}

const storeFull = new Set(['53100', 'ENOSPC', 'EDQUOT']);

/** No room on the disk of the database or of the files; reading goes on. */
export function isStoreFull(error: unknown): boolean {
  return storeFull.has(codeOf(error));
}

/** What a primary says that has become a standby, or a standby that was asked to write. */
const readOnly = '25006';

export function isReadOnly(error: unknown): boolean {
  return codeOf(error) === readOnly;
}

export function brokenConstraint(error: unknown): string | null {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string'
    ? error.constraint
    : null;
}

/** Turns the breach of a named constraint that a race can cause into a refusal; every other error goes on. */
export function refuseOn<C extends string>(error: unknown, constraint: string, code: C) {
  if (brokenConstraint(error) === constraint) return refuse(code);
  throw error;
}
