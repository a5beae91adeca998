import { openBargain } from '@daylight/api/bargain.ts';
import { readHealth } from '@daylight/api/platform.ts';
import { addHours } from '@daylight/rules/time.ts';
import { type Job, type Jobs, lineOf, runJob, startJobs, timetable } from '@daylight/server/jobs.ts';
import { sweeps } from '@daylight/server/features.ts';
import { runSweeps } from '@daylight/server/sweep.ts';
import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Market, openMarket } from '../support/market.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

/** The clock's work when something goes wrong with it, and how the operator sees that. */
let world: TestWorld;
let market: Market;
const running: Jobs[] = [];
const log = { error: () => undefined };

beforeAll(async () => {
  world = await openTestWorld();
  market = await openMarket(world);
});
afterAll(async () => {
  await Promise.all(running.map((each) => each.stop()));
  await world.close();
});

const job = (name: string, run: Job['run']): Job => ({ name, cron: '* * * * *', run });
const carryOut = (what: Job): Promise<void> => runJob(what, { world: world.world, url: world.url, log });
const runOf = async (name: string) =>
  (
    await world.sql<{ failures: number; ended_at: Date | null }>('select * from job_run where name = $1', [
      name,
    ])
  )[0];
const metrics = async (): Promise<string> => (await world.app.inject('/metrics')).body;

async function until(true_: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await true_()); tries += 1) {
    if (tries > 200) throw new Error('it never became true');
    await delay(50);
  }
}

test('a due row that fails is told and holds up neither the rows behind it nor the other sweeps', async () => {
  const ids: string[] = [];
  for (let at = 0; at < 3; at += 1) {
    const body = { listingId: await market.listing({ price: '100' }), price: '90', quantity: '10' };
    ids.push((await market.buyer.call(openBargain, { body })).value.id);
  }
  const [poison] = ids;
  await world.sql(
    `alter table bargain add constraint poisoned check (id <> '${poison}' or state <> 'lapsed') not valid`,
  );
  const [{ last }] = (await world.sql<{ last: Date }>('select max(due_at) as last from bargain')) as [
    { last: Date },
  ];
  let others = 0;
  const after = async (): Promise<number> => {
    others += 1;
    return 0;
  };
  const watched = [...sweeps, { name: 'after', run: after }];
  const later = { ...world.world, clock: () => new Date(last.getTime() + 60_000).toISOString() as never };
  await expect(runSweeps(later, watched)).rejects.toThrow('poisoned');
  expect(others).toBeGreaterThan(0);
  const lapsed = await world.sql<{ id: string }>(`select id from bargain where state = 'lapsed'`);
  expect(lapsed.map((row) => row.id).toSorted()).toEqual(ids.slice(1).toSorted());
  await world.sql('alter table bargain drop constraint poisoned');
  await runSweeps(later, sweeps);
  expect(await world.sql(`select id from bargain where id = '${poison}' and state = 'lapsed'`)).toHaveLength(
    1,
  );
});

test('one run of a job at a time: the second is not begun, and a run that ended leaves the way free', async () => {
  let begun = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const slow = job('slow', async () => {
    begun += 1;
    await promise;
  });
  const first = carryOut(slow);
  await until(async () => begun === 1);
  await carryOut(slow);
  expect(begun).toBe(1);
  resolve();
  await first;
  await carryOut(slow);
  expect(begun).toBe(2);
  expect((await runOf('slow'))?.ended_at).not.toBeNull();
});

test('a job whose server died in the middle is free at once: its lock goes with its connection', async () => {
  let begun = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const dying = job('dying', async () => {
    begun += 1;
    if (begun === 1) await promise;
  });
  const cut = carryOut(dying).catch(() => undefined);
  await until(async () => begun === 1);
  // What the database sees when a server is killed.
  await world.sql(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'daylight-job dying'
       and datname = current_database()`,
  );
  await until(async () => {
    await carryOut(dying);
    return begun === 2;
  });
  expect((await runOf('dying'))?.ended_at).not.toBeNull();
  resolve();
  await cut;
});

test('failures are counted in a row, seen in the metrics, and forgotten when it goes through again', async () => {
  let broken = true;
  const shaky = job('shaky', async () => {
    if (broken) throw new Error('the phone number 13951234567 is wrong');
  });
  for (let at = 0; at < 2; at += 1) await expect(carryOut(shaky)).rejects.toThrow('shaky failed');
  expect((await runOf('shaky'))?.failures).toBe(2);
  expect(await metrics()).toContain('daylight_job_failures{job="shaky"} 2');
  broken = false;
  await carryOut(shaky);
  expect((await runOf('shaky'))?.failures).toBe(0);
});

test('what is done once a day is made up for after a pause and tried again; what comes each minute is not', () => {
  const lines = timetable('').map(lineOf);
  expect(lines).toContain('* * * * * sweep ?max=1');
  expect(lines).toContain('17 18 * * * partitions ?max=10&fill=20h');
  expect(lines.filter((line) => /^\d+ \d+ /.test(line) && !line.includes('fill='))).toEqual([]);
});

test('the jobs go on after the database broke every connection', async () => {
  running.push(await startJobs(world.world, world.url, log));
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  const ask = () => client.query(`select graphile_worker.add_job('seal', max_attempts := 20)`);
  await ask();
  await until(async () => ((await runOf('seal'))?.ended_at ?? null) !== null);
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await client.query('delete from job_run');
  await ask();
  await until(async () => {
    const { rows } = await client.query(`select 1 from job_run where name = 'seal' and ended_at is not null`);
    return rows.length === 1;
  });
  await client.end();
});

test('the operator sees jobs, queue, unsealed journal, failed sign-ins and what is past its deadline', async () => {
  const operator = await world.organisation({ kind: 'operator' });
  const person = await world.person(operator, ['operations']);
  const body = { listingId: await market.listing({ price: '100' }), price: '90', quantity: '10' };
  const { id } = (await market.buyer.call(openBargain, { body })).value;
  await world.sql('update bargain set due_at = $2 where id = $1', [id, addHours(world.now(), -1)]);
  const health = (await person.call(readHealth)).value;
  expect(health.jobs.map((each) => each.name)).toContain('seal');
  expect(health.queue).toMatchObject({ waiting: expect.any(Number), failed: expect.any(Number) });
  expect(health.unsealed.records).toBeGreaterThanOrEqual(0);
  expect(health.failedSignIns).toBe(0);
  expect(health.pastDue.find((each) => each.table === 'bargain')).toEqual({
    table: 'bargain',
    rows: 1,
    oldestSeconds: 3600,
  });
  expect((await market.buyer.call(readHealth)).status).toBe(403);
});
