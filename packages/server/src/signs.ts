import { type Instant, addMs, epochMs } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { clockDifference } from './clock.ts';
import type { World } from './context.ts';
import { type Db, type Tx, reading } from './db.ts';
import { uuidFloor } from './ids.ts';
import { provincesOf } from './sweep.ts';

/** How the platform is: what an alert is raised on and the operator's page shows. Seconds by the server's clock. */
export interface Signs {
  readonly jobs: readonly JobSign[];
  /** Rows that wait for a server to take them; null before any server has run jobs on this database. */
  readonly queue: {
    readonly waiting: number;
    readonly oldestSeconds: number;
    readonly failed: number;
  } | null;
  /** Since the last run of the sweeps that went through; null when there was none yet. */
  readonly sweepLagSeconds: number | null;
  /** How far this server's clock is ahead of the database's. */
  readonly clockDifferenceSeconds: number;
  /** Journal records that no chain covers yet. */
  readonly unsealed: { readonly records: number; readonly oldestSeconds: number };
  /** Refused passwords and second factors in the last quarter of an hour. */
  readonly failedSignIns: number;
  /** Rows past their deadline, waiting for the clock or for somebody, by table. */
  readonly pastDue: readonly PastDue[];
}

export interface JobSign {
  readonly name: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly failedAt: Instant | null;
  readonly ageSeconds: number;
  /** Failures in a row. */
  readonly failures: number;
}

export interface PastDue {
  readonly table: string;
  readonly rows: number;
  readonly oldestSeconds: number;
}

const FAILED_SIGN_INS_MS = 15 * 60_000;
/** Beyond this many the number no longer matters, and counting them would cost. */
const countMax = 10_000;

interface DueTable {
  readonly table: string;
  readonly condition: string;
}

/** Tables with a clock, by their indexes: a new one is watched without being named here. */
async function dueTables(db: Db): Promise<DueTable[]> {
  const { rows } = await sql<DueTable>`
    select distinct on (c.relname) c.relname as table, pg_get_expr(i.indpred, i.indrelid) as condition
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and i.indpred is not null and not c.relispartition
      and pg_get_indexdef(i.indexrelid, 1, true) = 'province' and pg_get_indexdef(i.indexrelid, 2, true) = 'due_at'
    order by c.relname, i.indnatts`.execute(db);
  return rows;
}

function secondsSince(then: Instant | null, now: Instant): number {
  return then === null ? 0 : Math.max(0, (epochMs(now) - epochMs(then)) / 1000);
}

interface Counted {
  readonly n: number;
  readonly oldest: Instant | null;
}

interface Province {
  readonly unsealed: Counted;
  readonly failedSignIns: number;
  readonly pastDue: readonly (Counted & { readonly table: string })[];
}

async function unsealedOf(tx: Tx, province: number): Promise<Counted> {
  const { rows } = await sql<Counted>`
    select count(*) as n, min(at) as oldest from (
      select j.at from journal j
      where j.province = ${province} and not exists (
          select from journal_seal s where s.province = ${province} and s.journal_id = j.id)
        and j.tx >= coalesce((select horizon from journal_head where province = ${province}), '0'::xid8)
      limit ${countMax}) waiting`.execute(tx);
  return rows[0] ?? { n: 0, oldest: null };
}

async function failedSignInsOf(tx: Tx, province: number, now: Instant): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from journal
    where province = ${province} and id >= ${uuidFloor(addMs(now, -FAILED_SIGN_INS_MS))}::uuid
      and event in ('account.signInFailed', 'account.confirmFailed')`.execute(tx);
  return rows[0]?.n ?? 0;
}

async function pastDueOf(tx: Tx, province: number, now: Instant, tables: readonly DueTable[]) {
  if (tables.length === 0) return [];
  const counts = tables.map(
    ({ table, condition }) => sql`
      select ${table} as table, count(*) as n, min(due_at) as oldest from (
        select due_at from ${sql.table(table)}
        where province = ${province} and due_at <= ${now} and (${sql.raw(condition)}) limit ${countMax}) late`,
  );
  const { rows } = await sql<Counted & { table: string }>`${sql.join(counts, sql` union all `)}`.execute(tx);
  return rows.filter((row) => row.n > 0);
}

async function ofProvince(world: World, province: number, tables: readonly DueTable[]): Promise<Province> {
  const scope = { province, organisationId: null, reach: 'system' } as const;
  const now = world.clock();
  return reading(world.database.db, scope, async (tx) => ({
    unsealed: await unsealedOf(tx, province),
    failedSignIns: await failedSignInsOf(tx, province, now),
    pastDue: await pastDueOf(tx, province, now, tables),
  }));
}

async function queueOf(db: Db): Promise<Signs['queue']> {
  const known = await sql<{ there: boolean }>`
    select coalesce(has_table_privilege(to_regclass('graphile_worker.jobs'), 'select'), false) as there`.execute(
    db,
  );
  if (known.rows[0]?.there !== true) return null;
  // Their times are the database's own, so they are compared with its clock.
  const { rows } = await sql<{ waiting: number; oldest: number; failed: number }>`
    select count(*) filter (where locked_at is null and attempts < max_attempts and run_at <= now()) as waiting,
      coalesce(extract(epoch from now() - min(run_at)
        filter (where locked_at is null and attempts < max_attempts and run_at <= now()))::float8, 0) as oldest,
      count(*) filter (where attempts >= max_attempts and locked_at is null) as failed
    from graphile_worker.jobs`.execute(db);
  const [row] = rows;
  return row === undefined ? null : { waiting: row.waiting, oldestSeconds: row.oldest, failed: row.failed };
}

const earliest = (all: readonly (Instant | null)[]): Instant | null =>
  all.filter((each) => each !== null).toSorted()[0] ?? null;

/** Reads the signs of all provinces together. Throws when the database is away. */
export async function readSigns(world: World): Promise<Signs> {
  const { db } = world.database;
  const now = world.clock();
  const tables = await dueTables(db);
  const jobs = await db.selectFrom('jobRun').selectAll().orderBy('name').execute();
  const provinces: Province[] = [];
  for (const province of [0, ...(await provincesOf(world))])
    provinces.push(await ofProvince(world, province, tables));
  const late = Map.groupBy(
    provinces.flatMap((each) => each.pastDue),
    (each) => each.table,
  );
  const sweep = jobs.find((job) => job.name === 'sweep')?.endedAt ?? null;
  return {
    jobs: jobs.map((job) => ({ ...job, ageSeconds: secondsSince(job.startedAt, now) })),
    queue: await queueOf(db),
    clockDifferenceSeconds: await clockDifference(world),
    sweepLagSeconds: sweep === null ? null : secondsSince(sweep, now),
    unsealed: {
      records: provinces.reduce((sum, each) => sum + each.unsealed.n, 0),
      oldestSeconds: secondsSince(earliest(provinces.map((each) => each.unsealed.oldest)), now),
    },
    failedSignIns: provinces.reduce((sum, each) => sum + each.failedSignIns, 0),
    pastDue: [...late].map(([table, rows]) => ({
      table,
      rows: rows.reduce((sum, each) => sum + each.n, 0),
      oldestSeconds: secondsSince(earliest(rows.map((each) => each.oldest)), now),
    })),
  };
}
