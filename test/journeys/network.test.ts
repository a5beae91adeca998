import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedPostgres, removeEmbedded, startEmbedded } from '@daylight/server/embedded/postgres.ts';
import { type Server, startServer } from '@daylight/server/main.ts';
import { migrate } from '@daylight/server/migrate.ts';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Ground, layGround } from '../../bench/ground.ts';
import { type Wire, layWire } from '../support/wire.ts';

/** The real server over HTTP, with a bad network between it and its database. */
let dataDir: string;
let database: EmbeddedPostgres;
let wire: Wire;
let server: Server;
let ground: Ground;
let direct: pg.Client;
const log = (): void => undefined;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-network-'));
  database = await startEmbedded({ dataDir, durable: false, log });
  await migrate(database.url);
  ground = await layGround(database.url);
  wire = await layWire(database.url);
  direct = new pg.Client({ connectionString: database.url });
  await direct.connect();
  const { url } = wire;
  server = await startServer({
    url,
    host: '127.0.0.1',
    port: 0,
    dataDir,
    demo: false,
    jobs: false,
    log,
    silenceMs: 2000,
  });
});
afterEach(async () => {
  wire.heal();
  await untilDone();
});
afterAll(async () => {
  await server.stop();
  await direct.end();
  await wire.close();
  await database.stop();
  await removeEmbedded(dataDir);
});

interface Heard {
  readonly status: number;
  readonly body: unknown;
}

async function order(key: string = randomUUID(), buyer = 0): Promise<Heard> {
  const answer = await fetch(`${server.address}/api/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      cookie: `daylight_session=${ground.buyers[buyer]?.token}`,
      'idempotency-key': key,
    },
    body: JSON.stringify({
      lines: ground.listings.slice(0, 10).map((listingId) => ({ listingId, quantity: '1' })),
    }),
    signal: AbortSignal.timeout(60_000),
  });
  return { status: answer.status, body: await answer.json() };
}

/** As clients do that hear 503: once more with the same key. */
async function untilDone(key: string = randomUUID()): Promise<Heard> {
  for (let tries = 1; ; tries += 1) {
    const heard = await order(key);
    if (heard.status !== 503 || tries === 20) return heard;
    await delay(100);
  }
}

/** Past the wire: what the database really holds. */
async function ordersHeld(): Promise<number> {
  const { rows } = await direct.query<{ count: string }>('select count(*) from purchase_order');
  return Number(rows[0]?.count);
}

test('over a network that is late and delivers in pieces every order comes through, each once', async () => {
  const before = await ordersHeld();
  wire.weather = { lateMs: 2, bytesMax: 700 };
  const heard = await Promise.all(ground.buyers.slice(0, 8).map((_, buyer) => order(randomUUID(), buyer)));
  expect(heard.map(({ status }) => status)).toEqual(heard.map(() => 201));
  expect(await ordersHeld()).toBe(before + 8);
}, 60_000);

test('when nothing comes back and nobody is told, requests hear it within bounded time, none is left behind, and the server goes on by itself', async () => {
  const eight = () => Promise.all(ground.buyers.slice(0, 8).map((_, buyer) => order(randomUUID(), buyer)));
  expect((await eight()).map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  wire.weather = { lost: 'both' };
  const heard = await eight();
  expect(new Set(heard.map(({ status }) => status))).toEqual(new Set([503]));
  expect(heard.map(({ body }) => body)).toContainEqual(
    expect.objectContaining({ code: 'server.unavailable' }),
  );
  wire.heal();
  expect((await untilDone()).status).toBe(201);
}, 120_000);

test('an order whose answer was lost on the way back is there whole or not at all, and asked again it has one effect', async () => {
  expect((await order()).status).toBe(201);
  const before = await ordersHeld();
  const key = randomUUID();
  wire.weather = { lost: 'answers' };
  expect((await order(key)).status).toBe(503);
  wire.heal();
  const again = await untilDone(key);
  expect(again.status).toBe(201);
  expect(await order(key)).toEqual(again);
  expect(await ordersHeld()).toBe(before + 1);
}, 120_000);
