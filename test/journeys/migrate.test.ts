import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { migrate } from '../../packages/server/src/migrate.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let url: string;
let client: pg.Client;
let dir: string;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
});

/** An empty database of its own inside the test server, and an empty db folder. */
beforeEach(async (context) => {
  const name = `migrate_${context.task.id.replaceAll(/\W/g, '_')}`;
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  url = Object.assign(new URL(database.url), { pathname: `/${name}` }).href;
  client = new pg.Client({ connectionString: url });
  await client.connect();
  dir = mkdtempSync(path.join(tmpdir(), 'migrations-'));
  mkdirSync(path.join(dir, 'migrations'));
  mkdirSync(path.join(dir, 'views'));
  return async () => {
    await client.end();
    rmSync(dir, { recursive: true });
  };
});

function write(name: string, sql: string): void {
  writeFileSync(path.join(dir, name), sql);
}

async function values(sql: string): Promise<unknown[]> {
  const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
  return rows.map((row) => row[0]);
}

describe('migrations', () => {
  test('are applied in the order of their names, once', async () => {
    write('migrations/0002_b.sql', 'insert into a values (2);');
    write('migrations/0001_a.sql', 'create table a (n int); insert into a values (1);');
    expect((await migrate(url, { dir })).migrations).toEqual(['0001_a.sql', '0002_b.sql']);
    expect((await migrate(url, { dir })).migrations).toEqual([]);
    expect(await values('select n from a order by n')).toEqual([1, 2]);
  });

  test('an interrupted one goes on at the statement where it stopped, and may be mended from there', async () => {
    write(
      'migrations/0001_a.sql',
      "create table a (n int);\ninsert into a values (1);\ninsert into a values ('x');\n",
    );
    await expect(migrate(url, { dir })).rejects.toThrow(/^0001_a\.sql:3: /);
    expect(await values('select n from a')).toEqual([1]);
    write(
      'migrations/0001_a.sql',
      'create table a (n int);\ninsert into a values (1);\ninsert into a values (2);\n',
    );
    expect((await migrate(url, { dir })).migrations).toEqual(['0001_a.sql']);
    expect(await values('select n from a order by n')).toEqual([1, 2]);
  });

  test('an interrupted one whose applied part has changed is refused', async () => {
    write('migrations/0001_a.sql', 'create table a (n int); select 1/0;');
    await expect(migrate(url, { dir })).rejects.toThrow('division by zero');
    write('migrations/0001_a.sql', 'create table a (n bigint); select 1;');
    await expect(migrate(url, { dir })).rejects.toThrow('has changed since');
  });

  test('an applied one that has changed is refused before anything runs', async () => {
    write('migrations/0001_a.sql', 'create table a (n int);');
    await migrate(url, { dir });
    write('migrations/0001_a.sql', 'create table a (n bigint);');
    write('migrations/0002_b.sql', 'create table b (n int);');
    await expect(migrate(url, { dir })).rejects.toThrow(
      '0001_a.sql was applied to this database and has changed',
    );
    expect(await values("select to_regclass('b')")).toEqual([null]);
  });

  test('a database of a newer version is refused', async () => {
    write('migrations/0001_a.sql', 'create table a (n int);');
    await migrate(url, { dir });
    rmSync(path.join(dir, 'migrations/0001_a.sql'));
    write('migrations/0000_z.sql', 'select 1;');
    await expect(migrate(url, { dir })).rejects.toThrow('does not know (0001_a.sql)');
  });

  test('two servers that migrate at the same moment apply each statement once', async () => {
    write('migrations/0001_a.sql', 'create table a (n int); select pg_sleep(0.2); insert into a values (1);');
    const both = await Promise.all([migrate(url, { dir }), migrate(url, { dir })]);
    expect(both.flatMap((one) => one.migrations)).toEqual(['0001_a.sql']);
    expect(await values('select n from a')).toEqual([1]);
  });
});

test('an empty db folder is a mistake, not a database without tables', async () => {
  await expect(migrate(url, { dir })).rejects.toThrow('no migrations');
});

describe('views', () => {
  test('are laid anew when one changes, even when it loses a column, and not otherwise', async () => {
    write('migrations/0001_a.sql', 'create table a (n int, m int);');
    write('views/a_board.sql', 'create view a_board as select n, m from a;');
    write('views/b_board.sql', 'create view b_board as select n from a_board;');
    expect((await migrate(url, { dir })).views).toBe(true);
    expect((await migrate(url, { dir })).views).toBe(false);
    write('views/a_board.sql', 'create view a_board as select n from a;');
    expect((await migrate(url, { dir })).views).toBe(true);
    expect(
      await values("select attname::text from pg_attribute where attrelid = 'a_board'::regclass"),
    ).toEqual(['n']);
  });

  test('a view whose file is gone is dropped', async () => {
    write('migrations/0001_a.sql', 'create table a (n int);');
    write('views/a_board.sql', 'create view a_board as select 1 as n;');
    await migrate(url, { dir });
    rmSync(path.join(dir, 'views/a_board.sql'));
    await migrate(url, { dir });
    expect(await values("select to_regclass('a_board')")).toEqual([null]);
  });
});
