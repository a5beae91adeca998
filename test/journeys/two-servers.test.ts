import { readBargain, openBargain } from '@daylight/api/bargain.ts';
import { placeOrders } from '@daylight/api/order.ts';
import type { World } from '@daylight/server/context.ts';
import { sweeps } from '@daylight/server/features.ts';
import { buildApp, openWorld } from '@daylight/server/main.ts';
import { runSweeps } from '@daylight/server/sweep.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
