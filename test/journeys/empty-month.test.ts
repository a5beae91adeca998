import { ensurePartitions } from '@daylight/server/partitions.ts';
import { instant } from '@daylight/rules/time.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, freshDatabase } from '../support/database.ts';

const today = instant('2026-09-10T02:00:00.000Z');
const id = (day: string) =>
  `(left(app.uuid_floor('${day}'::timestamptz)::text, 14) || '7000-8000-0123456789ab')::uuid`;
/** The question of a foreign key, as PostgreSQL keeps it for the life of a connection. */
const key = 'select 1 from purchase_order x where province = $1 and id = $2 for key share of x';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function planOfKey(): Promise<string> {
  await client.query('deallocate all');
  await client.query('set plan_cache_mode = force_generic_plan');
  await client.query(`prepare of_key (smallint, uuid) as ${key}`);
  const { rows } = await client.query<Record<string, string>>(
    `explain (costs off) execute of_key (32::smallint, '01990000-0000-7000-8000-000000000000')`,
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

const oneKeyOnly = /Index Cond: \(\(province = \$1\) AND \(id = \$2\)\)/g;

test('an order in a month that has just begun is found by its key, though the empty month was analysed before', async () => {
  await ensurePartitions(database.url, today);
  await client.query('analyze purchase_order');
  expect(await planOfKey()).toMatch(/Seq Scan/);
  await ensurePartitions(database.url, today);
  const plan = await planOfKey();
  expect(plan).not.toMatch(/Seq Scan/);
  expect(plan).not.toMatch(/Filter/);
  // Three months and the rest.
  expect([...plan.matchAll(oneKeyOnly)].length + Number(/Subplans Removed: (\d+)/.exec(plan)?.[1] ?? 0)).toBe(
    4,
  );
});

test('a month whose first rows came before its partition stays whole, and the months after it are made', async () => {
  await client.query(
    `insert into journal (province, id, at, event, subject_kind, subject_id, basis, readers, request_id)
     values (32, ${id('2026-12-10')}, '2026-12-10', 'x', 'x', 'x', '[]', '{}', 'x')`,
  );
  await ensurePartitions(database.url, instant('2026-12-10T02:00:00.000Z'));
  const { rows } = await client.query<{ relname: string }>(
    `select relname from pg_class where relname ~ '^journal_20' and relkind = 'r' order by 1`,
  );
  expect(rows.map((row) => row.relname)).toEqual([
    'journal_2026_09',
    'journal_2026_10',
    'journal_2026_11',
    'journal_2027_01',
    'journal_2027_02',
  ]);
  expect((await client.query('select 1 from journal')).rowCount).toBe(1);
});
