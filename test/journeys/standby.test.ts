import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import { type EmbeddedPostgres, removeEmbedded, startEmbedded } from '@daylight/server/embedded/postgres.ts';
import { connect } from '@daylight/server/db.ts';
import { sealAll } from '@daylight/server/features/journal/seal.ts';
import { verifyJournal } from '@daylight/server/features/journal/verify.ts';
import { machineClock, openWorld, startServer } from '@daylight/server/main.ts';
import { migrate } from '@daylight/server/migrate.ts';
import { ensurePartitions } from '@daylight/server/partitions.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layGround } from '../../bench/ground.ts';
import { compare } from '../crash/compare.ts';
import { startLoad } from '../crash/load.ts';
import { Notebook } from '../crash/notebook.ts';
import {
  archiveFolder,
  configure,
  copyCluster,
  dataOf,
  killCluster,
  newFolder,
  signal,
  sqlOn,
} from '../support/cluster.ts';

/** A primary with a synchronous standby and an archive of its log, as docs/operations.md describes them. */
const log = (): void => undefined;
// The standby reads its primary through a library that some builds leave out; files are copied by cp.
const able = process.platform === 'linux';

describe.skipIf(!able)('with a PostgreSQL of one’s own', () => {
  const folders: string[] = [];
  const folder = (name: string): string => {
    const made = newFolder(`daylight-${name}-`);
    folders.push(made);
    return made;
  };
  const running: EmbeddedPostgres[] = [];
  let primaryDir: string;
  let standbyDir: string;
  let laterDir: string;
  let primary: EmbeddedPostgres;
  let standby: EmbeddedPostgres;
  let archive: string;
  let ground: Awaited<ReturnType<typeof layGround>>;

  beforeAll(async () => {
    primaryDir = folder('primary');
    standbyDir = folder('standby');
    laterDir = folder('later');
    // Laid quickly, then run as in earnest except for the disk of this machine, which is not what is tried here.
    const laying = await startEmbedded({ dataDir: primaryDir, durable: false, log });
    await migrate(laying.url);
    await ensurePartitions(laying.url, machineClock());
    ground = await layGround(laying.url);
    await laying.stop();
    archive = archiveFolder(primaryDir);
    configure(primaryDir, {
      archive_mode: 'on',
      archive_command: `test ! -f ${archive}/%f && cp %p ${archive}/%f`,
      synchronous_commit: 'on',
      wal_keep_size: '256MB',
    });
    primary = await startEmbedded({ dataDir: primaryDir, durable: false, log });
    running.push(primary);
    await copyCluster(primary.url, primaryDir, standbyDir);
    await copyCluster(primary.url, primaryDir, laterDir);
    const { hostname, port, username, password } = new URL(primary.url);
    configure(standbyDir, {
      primary_conninfo: `host=${hostname} port=${port} user=${username} password=${password} application_name=standby`,
      restore_command: `cp ${archive}/%f %p`,
      archive_mode: 'off',
    });
    signal(standbyDir, 'standby.signal');
    standby = await startEmbedded({ dataDir: standbyDir, durable: false, log });
    running.push(standby);
    await sqlOn(primary.url, `alter system set synchronous_standby_names = 'standby'`);
    await sqlOn(primary.url, 'select pg_reload_conf()');
    for (let tries = 0; ; tries += 1) {
      const [row] = await sqlOn<{ sync_state: string }>(
        primary.url,
        'select sync_state from pg_stat_replication',
      );
      if (row?.sync_state === 'sync') break;
      if (tries > 200) throw new Error('the standby never became synchronous');
      await delay(50);
    }
  }, 180_000);
  afterAll(async () => {
    for (const each of running) await each.stop().catch(() => undefined);
    for (const each of folders) await removeEmbedded(each);
  }, 60_000);

  async function journalFaults(url: string): Promise<readonly unknown[]> {
    const world = await openWorld({ url, dataDir: laterDir, demo: false, connections: 2 });
    await sealAll(world);
    await world.database.close();
    const database = connect(url, { connections: 1 });
    try {
      const scope = { province: 32, organisationId: null, reach: 'system' } as const;
      const { records, faults } = await verifyJournal(database.db, scope);
      expect(records).toBeGreaterThan(0);
      return faults;
    } finally {
      await database.close();
    }
  }

  const serve = (url: string) =>
    startServer({ url, host: '127.0.0.1', port: 0, dataDir: laterDir, demo: false, jobs: false, log });

  test('the primary is killed under load and the standby promoted: every acknowledged command is there, once', async () => {
    const book = new Notebook();
    const first = await serve(primary.url);
    const load = startLoad(first.address, ground, book, 5);
    await delay(1500);
    // A moment to come back to, for the next test, while people work.
    await sqlOn(primary.url, `select pg_create_restore_point('before the mistake')`);
    await delay(500);
    // A server that was sent to the standby says that it cannot take anything in.
    const waiting = await serve(standby.url);
    const ready = await fetch(`${waiting.address}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false, reason: 'readOnly' }]);
    await waiting.stop();
    await sqlOn(primary.url, 'select pg_switch_wal()');
    await delay(300);
    killCluster(primaryDir);
    await load.stop();
    await first.stop();
    expect(book.of('order', 'done').length).toBeGreaterThan(0);
    await sqlOn(standby.url, 'select pg_promote()');
    const second = await serve(standby.url);
    expect((await fetch(`${second.address}/readyz`)).status).toBe(200);
    const compared = await compare(standby.url, second.address, book);
    await second.stop();
    expect(compared.faults).toEqual([]);
    expect(await journalFaults(standby.url)).toEqual([]);
  }, 120_000);

  test('the archive brings the database back to a moment, and the journal verifies there', async () => {
    expect(readdirSync(archive).length).toBeGreaterThan(0);
    const [{ n: before }] = (await sqlOn<{ n: number }>(
      standby.url,
      'select count(*)::int as n from purchase_order',
    )) as [{ n: number }];
    configure(laterDir, {
      restore_command: `cp ${archive}/%f %p`,
      recovery_target_name: 'before the mistake',
      recovery_target_action: 'promote',
      archive_mode: 'off',
      synchronous_standby_names: '',
    });
    signal(laterDir, 'recovery.signal');
    const later = await startEmbedded({ dataDir: laterDir, durable: false, log });
    running.push(later);
    for (let tries = 0; existsSync(path.join(dataOf(laterDir), 'recovery.signal')); tries += 1) {
      if (tries > 200) throw new Error('the recovery never ended');
      await delay(50);
    }
    const [{ n }] = (await sqlOn<{ n: number }>(
      later.url,
      'select count(*)::int as n from purchase_order',
    )) as [{ n: number }];
    expect(n).toBeGreaterThan(0);
    expect(n).toBeLessThan(before);
    expect(await journalFaults(later.url)).toEqual([]);
  }, 120_000);
});
