import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, freshDatabase } from '../support/database.ts';
import {
  openRows,
  openTables,
  openToSignedIn,
  provinceTables,
  shownToStrangers,
  strangers,
} from '../support/strangers.ts';

/** The first wall (permissions and queries) left away: the database itself is asked, as the application's role. */
let database: TestDatabase;
let owner: pg.Client;
let tables: string[];

beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  tables = await provinceTables(owner);
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

test('with the first wall away no stranger is shown a row of any table that is not listed as open', async () => {
  expect(tables.length).toBeGreaterThan(80);
  expect(strangers.length).toBe(4);
  expect(await shownToStrangers(owner, tables)).toEqual([]);
});

test('what is listed as open is there and is open: the list only shrinks', async () => {
  const listed = [...Object.keys(openTables), ...Object.keys(openRows)];
  expect(listed.filter((table) => !tables.includes(table))).toEqual([]);
  expect([...openToSignedIn].filter((table) => openTables[table] === undefined)).toEqual([]);
  // Each policy that says no to a listed table makes its entry needless.
  const closed: string[] = [];
  for (const table of Object.keys(openTables)) {
    const shut = await owner.query(
      `select 1 from pg_policies where schemaname = 'public' and tablename = $1 and cmd = 'SELECT'
         and qual ~ '_id = .*app.organisation' and qual !~ 'true|''own''|<>'`,
      [table],
    );
    if (shut.rowCount !== 0) closed.push(table);
  }
  expect(closed).toEqual([]);
});

test('a table without row security is no table of a province: the others are shared, without business, or of one server', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c left join app.table_kind k on k.name = c.relname
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and not c.relrowsecurity and (k.kind is null or k.kind = 'province')`,
  );
  expect(rows.map(({ name }) => name)).toEqual([]);
});
