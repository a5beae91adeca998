import { readBargain, openBargain } from '@daylight/api/bargain.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { signOut, whoAmI } from '@daylight/api/account.ts';
import { beginEvidence, downloadEvidence, finishEvidence } from '@daylight/api/evidence.ts';
import type { World } from '@daylight/server/context.ts';
import { runJob } from '@daylight/server/jobs.ts';
import { sweeps } from '@daylight/server/features.ts';
import { buildApp, openWorld } from '@daylight/server/main.ts';
import { runSweeps } from '@daylight/server/sweep.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pdf, sendChunk } from '../support/evidence.ts';
import { type Market, openMarket } from '../support/market.ts';
import { type TestWorld, callAs, openTestWorld } from '../support/world.ts';

/** Two servers on one database, as behind a proxy: they share sessions, keys of repeats, and the clock's work. */
let world: TestWorld;
let market: Market;
let other: World;
let otherApp: FastifyInstance;

beforeAll(async () => {
  world = await openTestWorld();
  market = await openMarket(world);
  other = await openWorld({
    url: world.url,
    dataDir: world.world.dataDir,
    demo: false,
    clock: world.now,
    connections: 6,
  });
  otherApp = await buildApp(other, true);
  await otherApp.ready();
});
afterAll(async () => {
  await otherApp.close();
  await other.database.close();
  await world.close();
});

test('a session opened at one server is good at the other', async () => {
  const listingId = await market.listing({ price: '100' });
  const body = { listingId, price: '90', quantity: '10' };
  const opened = (await market.buyer.call(openBargain, { body })).value;
  const seen = await callAs(otherApp, market.sales.token, readBargain, { params: { bargainId: opened.id } });
  expect(seen.value.number).toBe(opened.number);
});

test('a repeat that reaches the other server at the same moment places no second order', async () => {
  const listingId = await market.listing({ price: '100' });
  const body = { lines: [{ listingId, quantity: '1' }] };
  const before = await world.sql<{ n: string }>('select count(*) as n from purchase_order');
  for (let round = 0; round < 20; round += 1) {
    const key = `both-servers-${round}`;
    const [here, there] = await Promise.all([
      callAs(world.app, market.buyer.token, placeOrders, { body, key }),
      callAs(otherApp, market.buyer.token, placeOrders, { body, key }),
    ]);
    expect(there.value).toEqual(here.value);
  }
  const after = await world.sql<{ n: string }>('select count(*) as n from purchase_order');
  expect(Number(after[0]!.n) - Number(before[0]!.n)).toBe(20);
});

test('numbers for people are never given twice by two servers', async () => {
  const listingId = await market.listing({ price: '100' });
  const body = { lines: [{ listingId, quantity: '1' }] };
  const placed = await Promise.all(
    Array.from({ length: 60 }, (_, at) =>
      callAs(at % 2 === 0 ? world.app : otherApp, market.buyer.token, placeOrders, {
        body,
        key: `numbers-of-two-${at}`,
      }),
    ),
  );
  const numbers = placed.flatMap((answer) => answer.value.orders.map((order) => order.number));
  expect(new Set(numbers).size).toBe(60);
});

test('what is due happens once, though both servers sweep at the same moment (JS-11C)', async () => {
  const ids: string[] = [];
  for (let at = 0; at < 12; at += 1) {
    const body = { listingId: await market.listing({ price: '100' }), price: '90', quantity: '10' };
    ids.push((await market.buyer.call(openBargain, { body })).value.id);
  }
  const [{ last }] = (await world.sql<{ last: Date }>('select max(due_at) as last from bargain')) as [
    { last: Date },
  ];
  // The clock is moved without its sweep: both servers find everything due together.
  const moved = world.now;
  const late = new Date(last.getTime() + 60_000).toISOString();
  const clocks = [world.world, other] as const;
  const frozen = clocks.map((each) => ({ ...each, clock: () => late as ReturnType<typeof moved> }));
  await Promise.all(frozen.map((each) => runSweeps(each, sweeps)));
  const lapsed = await world.sql<{ subject_id: string; n: string }>(
    `select subject_id, count(*) as n from journal where event = 'bargain.lapsed' group by subject_id`,
  );
  for (const id of ids) expect(lapsed.find((row) => row.subject_id === id)?.n).toBe('1');
});

test('a file that is handed in by turns at both servers is whole, and both give it out', async () => {
  const bytes = pdf(' '.repeat(5 * 1024 * 1024));
  const begun = (
    await market.sales.call(beginEvidence, { body: { fileName: '证明.pdf', bytes: bytes.length } })
  ).value;
  let turn = 0;
  for (let offset = 0; offset < bytes.length; offset += begun.chunkBytes) {
    const server = { ...world, app: turn % 2 === 0 ? otherApp : world.app };
    const part = bytes.subarray(offset, offset + begun.chunkBytes);
    expect((await sendChunk(server, market.sales, { id: begun.id, offset, bytes: part })).status).toBe(200);
    turn += 1;
  }
  expect(turn).toBeGreaterThan(1);
  const params = { evidenceId: begun.id };
  expect((await callAs(otherApp, market.sales.token, finishEvidence, { params })).value.state).toBe('ready');
  for (const app of [world.app, otherApp]) {
    const given = await app.inject({
      url: downloadEvidence.path.replace(':evidenceId', begun.id),
      headers: { cookie: `daylight_session=${market.sales.token}` },
    });
    expect(given.rawPayload.equals(bytes)).toBe(true);
  }
});

test('a session that is ended at one server is ended at the other', async () => {
  const person = await world.person(market.institutionId, ['buyer']);
  expect((await callAs(otherApp, person.token, whoAmI)).status).toBe(200);
  await callAs(world.app, person.token, signOut);
  expect((await callAs(otherApp, person.token, whoAmI)).status).toBe(401);
});

test('of two servers that come to the same job at the same moment one does it', async () => {
  const done: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const job = (name: string) => ({
    name: 'shared',
    cron: '* * * * *',
    run: async () => {
      done.push(name);
      await promise;
    },
  });
  const log = { error: () => undefined };
  const here = runJob(job('here'), { world: world.world, url: world.url, log });
  const there = runJob(job('there'), { world: other, url: world.url, log });
  await Promise.race([here, there]);
  resolve();
  await Promise.all([here, there]);
  expect(done).toHaveLength(1);
});
