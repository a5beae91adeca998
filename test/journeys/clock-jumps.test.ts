import { openBargain, readBargain } from '@daylight/api/bargain.ts';
import { answerOrder } from '@daylight/api/order-answer.ts';
import { acceptShipment, shipOrder } from '@daylight/api/order-delivery.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { type Instant, addHours } from '@daylight/rules/time.ts';
import { sealAll } from '@daylight/server/features/journal/seal.ts';
import { verifyJournal } from '@daylight/server/features/journal/verify.ts';
import { runJob, timetable } from '@daylight/server/jobs.ts';
import { machineClock, openWorld, buildApp } from '@daylight/server/main.ts';
import { ensurePartitions } from '@daylight/server/partitions.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Market, openMarket } from '../support/market.ts';
import { type TestWorld, callAs, openTestWorld } from '../support/world.ts';

/** Clocks that differ, jump ahead or fall back. */
let world: TestWorld;
let market: Market;
let listingId: string;

beforeAll(async () => {
  world = await openTestWorld();
  market = await openMarket(world);
  listingId = await market.listing({ price: '100' });
});
afterAll(() => world.close());

async function journalIsWhole(): Promise<void> {
  await sealAll(world.world);
  const scope = { province: 32, organisationId: null, reach: 'system' } as const;
  const { faults, unsealed } = await verifyJournal(world.world.database.db, scope);
  expect(faults).toEqual([]);
  expect(unsealed).toBe(0);
}

const order = () => market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity: '1' }] } });

test('an order that was placed before the clock fell back by a day is answered, shipped and accepted all the same', async () => {
  const placedAt = world.now();
  const orderId = (await order()).value.orders[0]?.id ?? '';
  const body = { listingId, price: '90', quantity: '10' };
  const bargain = (await market.buyer.call(openBargain, { body })).value;
  await world.moveTo(addHours(placedAt, -24));
  expect(
    (await market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 1 } })).status,
  ).toBe(200);
  const lines = [{ orderLine: 1, quantity: '1', lot: 'L1', expiresOn: '2029-01-01' }];
  const shipment = await market.dispatcher.call(shipOrder, { params: { orderId }, body: { lines } as never });
  const accepted = await market.storekeeper.call(acceptShipment, {
    params: { shipmentId: shipment.value.id },
    body: { lines: [{ line: 1, accepted: '1' }] } as never,
  });
  expect(accepted.status).toBe(201);
  // Nothing lapsed, and nobody is asked about it twice.
  expect((await market.sales.call(readBargain, { params: { bargainId: bargain.id } })).value.state).not.toBe(
    'lapsed',
  );
  expect((await order()).status).toBe(201);
  await world.moveTo(placedAt);
  const numbers = await world.sql<{ n: string }>(
    'select number from purchase_order group by number having count(*) > 1',
  );
  expect(numbers).toEqual([]);
  await journalIsWhole();
});

test('two servers whose clocks are ten minutes apart share sessions, numbers and the journal', async () => {
  const ahead = await openWorld({
    url: world.url,
    dataDir: world.world.dataDir,
    demo: false,
    clock: () => addHours(world.now(), 1 / 6),
    connections: 3,
  });
  const app = await buildApp(ahead, true);
  const numbers: string[] = [];
  for (let at = 0; at < 10; at += 1) {
    const body = { lines: [{ listingId, quantity: '1' }] };
    const answer = await callAs(at % 2 === 0 ? app : world.app, market.buyer.token, placeOrders, { body });
    numbers.push(...answer.value.orders.map((each) => each.number));
  }
  await app.close();
  await ahead.database.close();
  expect(new Set(numbers).size).toBe(10);
  await journalIsWhole();
});

test('while the clocks of server and database are apart nothing that is due is moved, and it is told', async () => {
  const sweep = timetable(world.url).find((job) => job.name === 'sweep');
  if (sweep === undefined) throw new Error('no sweep');
  const run = (clock: () => Instant) => {
    const said: unknown[] = [];
    const log = { error: (what: unknown) => void said.push(what) } as never;
    return runJob(sweep, { world: { ...world.world, clock }, url: world.url, log }).then(
      () => 'went through',
      () => (said[0] as { err: Error }).err.message,
    );
  };
  expect(await run(() => addHours(machineClock(), 48))).toMatch(/seconds apart/);
  expect(await run(() => addHours(machineClock(), -1))).toMatch(/seconds apart/);
  expect(await world.sql(`select 1 from journal where event = 'bargain.lapsed'`)).toEqual([]);
  expect(await run(machineClock)).toBe('went through');
});

test('orders of a clock that ran months ahead stay where they are found, and the months to come are made', async () => {
  const now = world.now();
  const far = addHours(now, 24 * 150);
  const ahead = await openWorld({
    url: world.url,
    dataDir: world.world.dataDir,
    demo: false,
    clock: () => far,
    connections: 3,
  });
  const app = await buildApp(ahead, true);
  const placed = await callAs(app, market.buyer.token, placeOrders, {
    body: { lines: [{ listingId, quantity: '1' }] },
  });
  const id = placed.value.orders[0]?.id ?? '';
  await app.close();
  await ahead.database.close();
  await ensurePartitions(world.url, now, 0, 8);
  const parts = await world.sql<{ relname: string }>(
    `select relname from pg_class where relkind = 'r' and relname like 'purchase_order_2027%' order by relname`,
  );
  // January, with the stray order in it, has no part of its own; the months after it do.
  expect(parts.map((each) => each.relname)).toEqual(
    ['02', '03', '04', '05'].map((month) => `purchase_order_2027_${month}`),
  );
  expect(await world.sql('select 1 from purchase_order where province = 32 and id = $1', [id])).toHaveLength(
    1,
  );
  await journalIsWhole();
});
