import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as api from '@daylight/api/account.ts';
import { searchListings } from '@daylight/api/listing.ts';
import { demoPassword } from '@daylight/server/features/account/demo-accounts.ts';
import { restore } from '@daylight/server/backup/restore.ts';
import { buildApp, openWorld } from '@daylight/server/main.ts';
import { DATABASE_FOLDER, migrate } from '@daylight/server/migrate.ts';
import { instant } from '@daylight/rules/time.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, freshDatabase } from '../support/database.ts';
import { browser } from '../support/sign-in.ts';

/** A database as each earlier release left it, with data in it, brought up to date by this version. */
const fixtures = path.resolve(import.meta.dirname, '../fixtures/releases');
const { version } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'),
) as { version: string };
const releases = readdirSync(fixtures).filter((file) => file.endsWith('.tar.gz'));
const kilobytesMax = 500;

let server: TestDatabase;
let folder: string;

beforeAll(async () => {
  server = await freshDatabase();
  folder = mkdtempSync(path.join(tmpdir(), 'daylight-upgrade-'));
});
afterAll(async () => {
  for (const file of releases)
    await query(server.url, `drop database if exists "${nameOf(file)}" with (force)`);
  await server.drop();
  rmSync(folder, { recursive: true, force: true });
});

const nameOf = (file: string): string => `release_${process.pid}_${file.replaceAll(/\W/g, '_')}`;

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/**
 * What a next release may do to a table that everybody reads: a column with a value, a check, an index, rows changed, and a
 * table beside it. The pauses are where it is killed.
 */
const nextRelease = `
alter table listing add column shelf text not null default '';
update listing set shelf = left(number, 2);
select pg_sleep(0.3);
alter table listing add constraint listing_shelf_is_short check (length(shelf) < 10) not valid;
alter table listing validate constraint listing_shelf_is_short;
create index listing_shelf on listing (province, shelf);
select pg_sleep(0.3);
create table shelf (province smallint not null, id uuid not null, name text not null, primary key (province, id));
select app.shard('shelf');
insert into shelf select distinct on (shelf) province, id, shelf from listing order by shelf, id;
`;

describe.each(releases)('the database of release %s', (file) => {
  const place = { url: '', dataDir: '' };
  const isComing = version.startsWith(`${file.replace('.tar.gz', '')}.`);
  let isUp = false;

  test('comes up with this version: restored, migrated, the journal verifies, and its people sign in', async ({
    skip,
  }) => {
    expect(statSync(path.join(fixtures, file)).size).toBeLessThan(kilobytesMax * 1024);
    await query(server.url, `create database "${nameOf(file)}" template template0`);
    place.url = Object.assign(new URL(server.url), { pathname: `/${nameOf(file)}` }).href;
    place.dataDir = mkdtempSync(path.join(folder, 'data-'));
    const source = path.join(fixtures, file);
    const done = await restore({ ...place, source, identities: [], log: () => undefined }).catch(
      (error: Error) => {
        // Until a version is released its migrations may still change, and its own fixture falls behind.
        if (!isComing || !error.message.includes('has changed since')) throw error;
        return null;
      },
    );
    if (done === null) return skip('make it anew: node scripts/release-fixture.ts');
    isUp = true;
    expect(done.tables['journal']?.rows).toBeGreaterThan(500);
    const pending = await migrate(place.url);
    expect(pending.migrations).toEqual([]);
    const broken = await query(
      place.url,
      `select conname from pg_constraint where not convalidated and connamespace = 'public'::regnamespace`,
    );
    expect(broken).toEqual([]);
    const login = await signIn();
    expect(login).toBe(200);
  }, 120_000);

  async function signIn(): Promise<number> {
    const clock = () => instant('2026-10-27T01:00:00.000Z');
    const world = await openWorld({ ...place, demo: true, clock, connections: 3 });
    const app = await buildApp(world, true);
    try {
      const [account] = await query<{ login: string }>(
        place.url,
        `select login from account where demo and roles @> '{buyer}' order by login limit 1`,
      );
      const person = browser({ app } as never);
      const body = { login: account?.login ?? '', password: demoPassword };
      const { status } = await person.ask(api.signIn, { body });
      const listings = await person.ask(searchListings, { query: { limit: 5 } as never });
      expect(listings.body.items.length).toBeGreaterThan(0);
      return status;
    } finally {
      await app.close();
      await world.database.close();
    }
  }

  test('a next migration that is killed twice goes on where it was, and readers never wait for it', async ({
    skip,
  }) => {
    if (!isUp) return skip('the fixture is not up');
    const dir = mkdtempSync(path.join(folder, 'db-'));
    cpSync(DATABASE_FOLDER, dir, { recursive: true });
    writeFileSync(path.join(dir, 'migrations', '9999_shelf.sql'), nextRelease);
    const reading = readers(place.url, 3);
    // Somebody who holds the table for a while: the migration waits without making readers queue behind it.
    const holder = new pg.Client({ connectionString: place.url });
    await holder.connect();
    await holder.query('begin; select id from listing limit 1');
    let killed = 0;
    const first = migrate(place.url, { dir }).then(
      () => 'done',
      (error: Error) => error.message,
    );
    await delay(1500);
    await holder.query('commit');
    await holder.end();
    while (killed < 2) {
      const [pause] = await query<{ pid: number }>(
        place.url,
        `select pid from pg_stat_activity where datname = current_database() and state = 'active'
           and query = 'select pg_sleep(0.3)' and application_name = 'daylight migration'`,
      );
      if (pause !== undefined) {
        await query(place.url, `select pg_terminate_backend(${pause.pid})`);
        killed += 1;
        if (killed === 1) {
          expect(await first).toMatch(/terminat|9999_shelf/);
          void migrate(place.url, { dir }).catch(() => undefined);
        }
      }
      await delay(20);
    }
    await delay(100);
    expect((await migrate(place.url, { dir })).migrations).toEqual(['9999_shelf.sql']);
    const { longestMs, reads, failures } = await reading.stop();
    const [{ n, shelves }] = (await query(
      place.url,
      `select (select count(*)::int from listing where shelf <> '') as n, (select count(*)::int from shelf) as shelves`,
    )) as [{ n: number; shelves: number }];
    expect(n).toBeGreaterThan(0);
    expect(shelves).toBeGreaterThan(0);
    expect(failures).toEqual([]);
    expect(reads).toBeGreaterThan(20);
    // The wait for a lock is cut after a second; the rest is this machine.
    expect(longestMs).toBeLessThan(5000);
  }, 120_000);
});

/** Clients who read listings one after the other, and how long the longest read took. */
function readers(url: string, count: number) {
  let going = true;
  let longestMs = 0;
  let reads = 0;
  const failures: string[] = [];
  const clients = Array.from({ length: count }, async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    while (going) {
      const begun = performance.now();
      await client
        .query('select id, number, price from listing order by id limit 20')
        .catch((error: Error) => failures.push(error.message));
      longestMs = Math.max(longestMs, performance.now() - begun);
      reads += 1;
      await delay(5);
    }
    await client.end();
  });
  return {
    stop: async () => {
      going = false;
      await Promise.all(clients);
      return { longestMs, reads, failures };
    },
  };
}

test('there is a fixture for every release that was made', () => {
  expect(releases.length).toBeGreaterThan(0);
});
