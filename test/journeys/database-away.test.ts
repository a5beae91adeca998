import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { installedBinaries } from '@daylight/server/embedded/binaries.ts';
import { findPlace } from '@daylight/server/embedded/place.ts';
import { type EmbeddedPostgres, removeEmbedded, startEmbedded } from '@daylight/server/embedded/postgres.ts';
import { type Server, startServer } from '@daylight/server/main.ts';
import { migrate } from '@daylight/server/migrate.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layGround } from '../../bench/ground.ts';

/** The real server over HTTP, whose database is taken away and given back. */
let dataDir: string;
let database: EmbeddedPostgres;
let server: Server;
let session: string;
const log = (): void => undefined;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-away-'));
  database = await startEmbedded({ dataDir, durable: false, log });
  await migrate(database.url);
  const ground = await layGround(database.url);
  session = `daylight_session=${ground.buyers[0]?.token}`;
  const { url } = database;
  server = await startServer({ url, host: '127.0.0.1', port: 0, dataDir, demo: false, jobs: true, log });
});
afterAll(async () => {
  await server.stop();
  await database.stop();
  await removeEmbedded(dataDir);
});

const get = (url: string): Promise<Response> =>
  fetch(`${server.address}${url}`, { headers: { cookie: session }, signal: AbortSignal.timeout(30_000) });

async function becomes(status: number, url: string): Promise<void> {
  for (let tries = 0; (await get(url)).status !== status; tries += 1) {
    if (tries > 100) throw new Error(`${url} never answered ${status}`);
    await delay(100);
  }
}

test('while the database is away each request is told so at once; when it is back, the server goes on by itself', async () => {
  expect((await get('/api/orders')).status).toBe(200);
  const { data } = findPlace(dataDir, installedBinaries(), log);
  process.kill(Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
  await becomes(503, '/api/orders');
  const refused = (await (await get('/api/orders')).json()) as { code: string; text: { zh: string } };
  expect(refused.code).toBe('server.unavailable');
  expect(refused.text.zh).toMatch(/稍后/);
  const ready = await get('/readyz');
  expect([ready.status, await ready.json()]).toEqual([503, { ready: false, reason: 'database' }]);
  expect((await get('/healthz')).status).toBe(200);
  await database.stop().catch(() => undefined);
  database = await startEmbedded({ dataDir, durable: false, port: database.port, patienceMs: 20_000, log });
  await becomes(200, '/api/orders');
  await becomes(200, '/readyz');
}, 120_000);
