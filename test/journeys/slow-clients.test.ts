import { type Socket, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { placeOrders } from '@daylight/api/order.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Market, openMarket } from '../support/market.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

/** Clients that send a byte now and then, or ask for much and never read it, on a real port. */
let world: TestWorld;
let market: Market;
let port: number;
let orderId: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  world = await openTestWorld();
  market = await openMarket(world);
  const listingId = await market.listing({ price: '100' });
  const body = { lines: [{ listingId, quantity: '1' }] };
  orderId = (await market.buyer.call(placeOrders, { body })).value.orders[0]?.id ?? '';
  await world.sql(
    `insert into order_line select (jsonb_populate_record(l, jsonb_build_object('line', n))).*
     from order_line l, generate_series(2, 40000) n where l.order_id = $1`,
    [orderId],
  );
  await world.sql('update purchase_order set line_count = 40000 where id = $1', [orderId]);
  await world.app.listen({ host: '127.0.0.1', port: 0 });
  port = (world.app.server.address() as AddressInfo).port;
});
beforeEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await world.close();
});

async function open(
  text: string,
  reads = true,
): Promise<{ socket: Socket; ended: () => boolean; said: () => string }> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let over = false;
  let said = '';
  socket.on('error', () => undefined);
  socket.on('close', () => (over = true));
  if (reads) socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  socket.write(text);
  return { socket, ended: () => over, said: () => said };
}

async function asUsual(): Promise<number> {
  const begun = performance.now();
  // A connection of its own: one kept from before might just be closed for its idleness.
  const response = await fetch(`http://127.0.0.1:${port}/api/orders`, {
    headers: { cookie: `daylight_session=${market.buyer.token}`, connection: 'close' },
  });
  expect(response.status).toBe(200);
  await response.arrayBuffer();
  return performance.now() - begun;
}

const idle = (): boolean => {
  const { pool } = world.world.database;
  return pool.idleCount === pool.totalCount && pool.waitingCount === 0;
};

test('the server waits for a client only so long', () => {
  const { headersTimeout, requestTimeout, timeout, keepAliveTimeout } = world.app.server;
  expect({ headersTimeout, requestTimeout, timeout, keepAliveTimeout }).toEqual({
    headersTimeout: 20_000,
    requestTimeout: 900_000,
    timeout: 300_000,
    keepAliveTimeout: 72_000,
  });
});

test('three hundred clients that never end their headers or bodies keep nobody from working, and are sent away', async () => {
  const { headersTimeout, requestTimeout } = world.app.server;
  // As in earnest, only sooner.
  Object.assign(world.app.server, { headersTimeout: 500, requestTimeout: 1000 });
  try {
    const head = 'POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
    const slow = await Promise.all(
      Array.from({ length: 300 }, (_, at) =>
        open(at % 2 === 0 ? `${head}x-slow: ` : `${head}content-length: 1000\r\n\r\n{"login": "`),
      ),
    );
    const dribble = setInterval(() => {
      for (const { socket } of slow) if (!socket.destroyed) socket.write('a');
    }, 100);
    expect(await asUsual()).toBeLessThan(5000);
    expect(idle()).toBe(true);
    // Node looks at its connections every five seconds.
    for (let tries = 0; !slow.every((each) => each.ended()); tries += 1) {
      if (tries > 150) throw new Error(`${slow.filter((each) => !each.ended()).length} are still there`);
      await delay(100);
    }
    clearInterval(dribble);
    expect(slow.filter((each) => each.said().startsWith('HTTP/1.1 408')).length).toBeGreaterThan(0);
  } finally {
    Object.assign(world.app.server, { headersTimeout, requestTimeout });
  }
}, 30_000);

test('whoever asks for a large export and never reads it holds no connection to the database, and is sent away', async () => {
  const { timeout } = world.app.server;
  // Long enough for an honest answer on a busy machine, short enough to wait for.
  world.app.server.setTimeout(10_000);
  try {
    const ask = `GET /api/orders/export?as=csv HTTP/1.1\r\nhost: x\r\ncookie: daylight_session=${market.buyer.token}\r\n\r\n`;
    await asUsual();
    const others = await openSockets();
    const deaf = await Promise.all(Array.from({ length: 3 }, () => open(ask, false)));
    await delay(700);
    await asUsual();
    // Each person has so many at once, and is told; whoever reads goes on.
    expect(await exportNow()).toMatchObject({
      status: 429,
      code: 'request.exportsBusy',
      facts: { perPerson: 3 },
    });
    // Answered while those who do not read are still there.
    expect(await openSockets()).toBeGreaterThan(others);
    for (let tries = 0; !idle(); tries += 1) {
      if (tries > 300) throw new Error('connections to the database are held');
      await delay(50);
    }
    for (let tries = 0; (await openSockets()) > others; tries += 1) {
      if (tries > 300) throw new Error('they are still there');
      await delay(100);
    }
    expect(deaf).toHaveLength(3);
    expect(await exportNow()).toMatchObject({ status: 200 });
  } finally {
    world.app.server.setTimeout(timeout);
  }
}, 90_000);

function openSockets(): Promise<number> {
  return new Promise((resolve, reject) => {
    world.app.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
}

/** The beginning of an answer to one more export: what it is refused for, or that it comes. */
async function exportNow(): Promise<{ status: number }> {
  const response = await fetch(`http://127.0.0.1:${port}/api/orders/export?as=csv`, {
    headers: { cookie: `daylight_session=${market.buyer.token}`, connection: 'close' },
  });
  if (response.ok) await response.body?.cancel();
  return response.ok ? { status: response.status } : ((await response.json()) as { status: number });
}

/** What costs the server next to nothing. */
async function light(): Promise<number> {
  const begun = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/api/session`, {
    headers: { cookie: `daylight_session=${market.buyer.token}`, connection: 'close' },
  });
  expect(response.status).toBe(200);
  await response.arrayBuffer();
  return performance.now() - begun;
}

/** Reads an export to its end and gives how long that took, in milliseconds. */
async function exported(as: 'csv' | 'xlsx'): Promise<number> {
  const begun = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/api/orders/export?as=${as}`, {
    headers: { cookie: `daylight_session=${market.buyer.token}`, connection: 'close' },
  });
  expect(response.status).toBe(200);
  for await (const block of response.body ?? []) void block;
  return performance.now() - begun;
}

test('who asks for little beside three exports of forty thousand lines waits a fraction of what an export takes', async () => {
  await light();
  const alone = await exported('xlsx');
  let running = true;
  const exports = Promise.all([exported('xlsx'), exported('csv'), exported('xlsx')]).finally(() => {
    running = false;
  });
  const waits: number[] = [];
  while (running) {
    waits.push(await light());
    await delay(5);
  }
  await exports;
  // Rows turned into a file without a pause kept everybody else waiting for half of it and more.
  expect(Math.max(...waits) / alone).toBeLessThan(0.4);
}, 90_000);

test('answers that nobody reads do not pile up in memory, however many are asked for on one connection', async () => {
  const before = process.memoryUsage().rss;
  await open('GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(1000), false);
  await delay(1500);
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  expect(await asUsual()).toBeLessThan(5000);
});
