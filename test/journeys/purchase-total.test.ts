import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DATABASE_FOLDER, migrate } from '../../packages/server/src/migrate.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

/** An installation as it was before totals were filled, with what it had traded until then. */
let server: TestDatabase;
let url: string;
let owner: pg.Client;
let before: string;
let role: string;
let name: string;

const filling = '0111_purchase_total.sql';
const hospital = randomUUID();
const other = randomUUID();

async function inProvince(province: number, text: string, values: unknown[] = []): Promise<unknown[]> {
  await owner.query('begin');
  await owner.query(`set local app.province = '${province}'; set local app.reach = 'system'`);
  const { rows } = await owner.query<Record<string, unknown>>(text, values);
  await owner.query('commit');
  return rows;
}

async function traded(
  province: number,
  of: string,
  goods: readonly [price: string, quantity: string],
  at: string,
) {
  await inProvince(
    province,
    `insert into trade (province, id, listing_id, item_code, institution_id, jurisdiction, level, manufacturer_id, distributor_id,
       order_id, order_line, price, units_per_purchase_unit, quantity, traded_at)
     values ($1, $2, $2, 'C', $3, '320100', 'tertiary', $2, $2, $2, 1, $4, 1, $5, $6)`,
    [province, randomUUID(), of, ...goods, at],
  );
}

async function sentBack(of: string, amount: string, state: string, at: string | null) {
  // Its shipment is not the matter here, and a row without one is what no other table of this test needs.
  await owner.query('alter table goods_return drop constraint if exists goods_return_line_exists');
  await inProvince(
    32,
    `insert into goods_return (province, id, number, shipment_id, shipment_line, institution_id, distributor_id, quantity, amount,
       reason, state, asked_at, asked_by, answered_at)
     values (32, $1::uuid, $1::uuid::text, $1, 1, $2, $1, 1, $3, 'damaged', $4, '2026-05-01T00:00:00Z', $1, $5)`,
    [randomUUID(), of, amount, state, at],
  );
}

beforeAll(async () => {
  server = await freshDatabase();
  name = `totals_${randomUUID().slice(0, 8)}`;
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  // Not a superuser: row security holds for whoever owns the tables, as where a database is given to the platform.
  role = `owner_of_${name}`;
  await admin.query(`create role ${role} login createrole password 'x'`);
  await admin.query(`grant daylight_app to ${role} with admin option`);
  await admin.query(`create database ${name} owner ${role}`);
  await admin.end();
  url = Object.assign(new URL(server.url), { pathname: `/${name}`, username: role, password: 'x' }).href;
  before = mkdtempSync(path.join(tmpdir(), 'before-'));
  cpSync(path.join(DATABASE_FOLDER, 'migrations'), path.join(before, 'migrations'), { recursive: true });
  for (const file of readdirSync(path.join(before, 'migrations')))
    if (file >= filling) rmSync(path.join(before, 'migrations', file));
  await migrate(url, { dir: before });
  owner = new pg.Client({ connectionString: url });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  rmSync(before, { recursive: true });
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`drop database ${name} with (force)`);
  await admin.query(`drop owned by ${role} cascade`);
  await admin.query(`drop role ${role}`);
  await admin.end();
  await server.drop();
});

test('GD-3 an installation that traded before gets its yearly totals: received less sent back, by the year of Shanghai, each province its own', async () => {
  await traded(32, hospital, ['10.005', '1'], '2026-03-01T00:00:00Z');
  await traded(32, hospital, ['100', '3'], '2026-06-01T00:00:00Z');
  // 2026 in Shanghai already.
  await traded(32, hospital, ['7', '1'], '2025-12-31T16:00:00Z');
  await traded(32, hospital, ['5', '2'], '2025-12-31T15:59:59Z');
  await traded(44, other, ['1000', '2'], '2026-02-01T00:00:00Z');
  await sentBack(hospital, '100', 'accepted', '2026-06-10T00:00:00Z');
  await sentBack(hospital, '50', 'asked', null);
  await sentBack(hospital, '50', 'refused', '2026-06-10T00:00:00Z');
  // Goods received since totals are kept: they are among the trades, and counted once.
  await inProvince(32, `insert into purchase_total values (32, $1, 2026, 7, 300)`, [hospital]);
  // What was bought outside has sums of its own, which the quota adds.
  await inProvince(
    44,
    `insert into self_purchase_quota (province, institution_id, year, used, emergency) values (44, $1, 2026, 30, 20)`,
    [other],
  );

  expect((await migrate(url)).migrations).toContain(filling);

  const totals = `select institution_id as of, year, sum(amount)::text as amount from purchase_total group by 1, 2 order by 2`;
  expect(await inProvince(32, totals)).toEqual([
    { of: hospital, year: 2025, amount: '10.00' },
    { of: hospital, year: 2026, amount: '217.01' },
  ]);
  expect(await inProvince(44, totals)).toEqual([{ of: other, year: 2026, amount: '2000.00' }]);
  expect(await inProvince(44, 'select used::text, emergency::text from self_purchase_quota')).toEqual([
    { used: '30.00', emergency: '20.00' },
  ]);
  expect((await migrate(url)).migrations).toEqual([]);
});
