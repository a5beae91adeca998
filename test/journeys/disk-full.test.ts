import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedPostgres, removeEmbedded, startEmbedded } from '@daylight/server/embedded/postgres.ts';
import { sealAll } from '@daylight/server/features/journal/seal.ts';
import { verifyJournal } from '@daylight/server/features/journal/verify.ts';
import { type Server, machineClock, openWorld, startServer } from '@daylight/server/main.ts';
import { migrate } from '@daylight/server/migrate.ts';
import { ensurePartitions } from '@daylight/server/partitions.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ground, layGround } from '../../bench/ground.ts';
import { sqlOn } from '../support/cluster.ts';

/** A small disk of its own for database and files, which fills up. Only who may mount one can try this. */
const log = (): void => undefined;
const disk = mkdtempSync(path.join(tmpdir(), 'daylight-disk-'));
const able =
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=700m', 'tmpfs', disk]).status === 0;
if (!able) rmSync(disk, { recursive: true });

describe.skipIf(!able)('on a disk that fills up', () => {
  let dataDir: string;
  let database: EmbeddedPostgres;
  let server: Server;
  let ground: Ground;
  const filler = path.join(disk, 'filler');
  const acknowledged: string[] = [];

  beforeAll(async () => {
    chmodSync(disk, 0o755);
    dataDir = path.join(disk, 'data');
    mkdirSync(dataDir);
    database = await startEmbedded({ dataDir, durable: false, log });
    await migrate(database.url);
    await ensurePartitions(database.url, machineClock());
    ground = await layGround(database.url);
    server = await startServer({
      url: database.url,
      host: '127.0.0.1',
      port: 0,
      dataDir,
      demo: false,
      jobs: false,
      log,
    });
  }, 180_000);
  afterAll(async () => {
    rmSync(filler, { force: true });
    await server.stop();
    await database.stop();
    await removeEmbedded(dataDir);
    spawnSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  }, 60_000);

  const free = (): number => {
    const { bavail, bsize } = statfsSync(disk);
    return bavail * bsize;
  };
  const fillUpTo = (left: number): void =>
    writeFileSync(filler, Buffer.alloc(Math.max(0, Math.min(free() - left, 2 ** 30))), { flag: 'a' });
  const headers = () => ({ cookie: `daylight_session=${ground.buyers[0]?.token}` });
  const read = (): Promise<Response> => fetch(`${server.address}/api/orders`, { headers: headers() });

  async function order(): Promise<{ status: number; body: { code?: string; text?: { zh: string } } }> {
    const response = await fetch(`${server.address}/api/orders`, {
      method: 'POST',
      headers: { ...headers(), 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ lines: [{ listingId: ground.listings[0], quantity: '1' }] }),
    });
    const body = (await response.json()) as {
      orders?: { id: string }[];
      code?: string;
      text?: { zh: string };
    };
    if (response.status === 201) acknowledged.push(...(body.orders ?? []).map((each) => each.id));
    return { status: response.status, body };
  }

  async function nothingIsLost(): Promise<void> {
    const there = await sqlOn<{ id: string }>(database.url, 'select id from purchase_order order by id');
    expect(there.map((row) => row.id)).toEqual(acknowledged.toSorted());
    const world = await openWorld({ url: database.url, dataDir, demo: false, connections: 2 });
    await sealAll(world);
    const scope = { province: 32, organisationId: null, reach: 'system' } as const;
    const { faults, records } = await verifyJournal(world.database.db, scope);
    await world.database.close();
    expect(faults).toEqual([]);
    expect(records).toBeGreaterThanOrEqual(acknowledged.length);
  }

  async function worksAgain(): Promise<void> {
    for (let tries = 0; (await order()).status !== 201; tries += 1) {
      if (tries > 100) throw new Error('it never took an order again');
      await delay(100);
    }
  }

  test('before the disk is full nothing is entered any more, with a clear word; reading goes on; with room it goes on by itself', async () => {
    expect((await order()).status).toBe(201);
    fillUpTo(60 * 1024 * 1024);
    await delay(1100);
    const { status, body } = await order();
    expect([status, body.code]).toEqual([507, 'server.storeFull']);
    expect(body.text?.zh).toMatch(/存储空间不足/);
    expect((await read()).status).toBe(200);
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
    rmSync(filler);
    await worksAgain();
    await nothingIsLost();
  }, 60_000);

  test('a database that finds no room at all refuses or stops, loses nothing that was acknowledged, and comes back with room', async () => {
    await sqlOn(database.url, 'create table greedy (t text)');
    fillUpTo(0);
    // Somebody else in the same database fills what is left, orders keep coming in meanwhile.
    let said = '';
    for (let at = 0; at < 200 && said === ''; at += 1) {
      await sqlOn(
        database.url,
        `insert into greedy select repeat(md5(n::text), 200) from generate_series(1, 2000) n`,
      ).catch((error: Error & { code?: string }) => (said = error.code ?? error.message));
    }
    // 53100 when a table finds no room, a lost connection when the log finds none and the database stops.
    expect(said).toMatch(/53100|57P|terminat|ECONN/);
    const { status } = await order();
    expect([503, 507]).toContain(status);
    rmSync(filler);
    await sqlOn(database.url, 'drop table greedy').catch(() => undefined);
    // Where it stopped it is started again, as an operator would.
    await database.stop().catch(() => undefined);
    database = await startEmbedded({ dataDir, durable: false, port: database.port, patienceMs: 20_000, log });
    await sqlOn(database.url, 'drop table if exists greedy');
    await worksAgain();
    await nothingIsLost();
  }, 120_000);
});
