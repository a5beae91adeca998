import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as api from '@daylight/api/account.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { backupCommands } from '@daylight/server/backup/cli.ts';
import { backup } from '@daylight/server/backup/write.ts';
import { restore } from '@daylight/server/backup/restore.ts';
import { readIn, writeOut } from '@daylight/server/backup/envelope.ts';
import { readTar, writeTar } from '@daylight/server/backup/tar.ts';
import { evidenceKey, evidenceStorage } from '@daylight/server/features/evidence/port.ts';
import { seal, unseal } from '@daylight/server/features/account/secret-key.ts';
import { sealAll } from '@daylight/server/features/journal/seal.ts';
import { buildApp, openWorld } from '@daylight/server/main.ts';
import { migrate } from '@daylight/server/migrate.ts';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handIn, pdf } from '../support/evidence.ts';
import { type Market, openMarket } from '../support/market.ts';
import { account, browser, goodPassword } from '../support/sign-in.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

/** A backup of a platform at work, brought up again elsewhere. */
let world: TestWorld;
let market: Market;
let folder: string;
let listingId: string;
const made: string[] = [];
const log = (): void => undefined;

beforeAll(async () => {
  world = await openTestWorld();
  market = await openMarket(world);
  listingId = await market.listing({ price: '100' });
  folder = mkdtempSync(path.join(tmpdir(), 'daylight-backup-'));
  await order();
  await sealAll(world.world);
});
afterAll(async () => {
  for (const name of made) await world.sql(`drop database if exists "${name}" with (force)`);
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const order = () => market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity: '1' }] } });
const file = (name: string): string => path.join(folder, name);
const write = (target: string, recipients: readonly string[] = []) =>
  backup({ url: world.url, dataDir: world.world.dataDir, target, recipients, now: world.now(), log });

/** An empty database and folder, as on another machine. */
async function elsewhere(): Promise<{ url: string; dataDir: string }> {
  const name = `elsewhere_${process.pid}_${made.length}`;
  made.push(name);
  await world.sql(`create database "${name}" template template0`);
  const url = Object.assign(new URL(world.url), { pathname: `/${name}` }).href;
  return { url, dataDir: mkdtempSync(path.join(folder, 'data-')) };
}

async function rows(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query<Record<string, unknown>>(text)).rows.concat(await client.end().then(() => []));
}

const read = (source: string, place: { url: string; dataDir: string }, identities: readonly string[] = []) =>
  restore({ ...place, source, identities, log });

test('a backup made while people order is of one moment: restored elsewhere, the journal verifies and all is there', async () => {
  const evidence = (await handIn(world, market.sales, { bytes: pdf('% kept') })).value;
  const sealing = { purpose: 'totp', owner: 'somebody' };
  const sealed = seal('JBSWY3DPEHPK3PXP', { dataDir: world.world.dataDir, ...sealing });
  await account(world, { organisationId: market.institutionId, roles: ['buyer'], login: 'carried-over' });
  let going = true;
  const load = (async () => {
    let placed = 0;
    for (; going; placed += 1) expect((await order()).status).toBe(201);
    return placed;
  })();
  const target = file('running.tar.gz.age');
  const [own, other] = [await generateX25519Identity(), await generateX25519Identity()];
  const done = await write(target, [await identityToRecipient(own)]);
  going = false;
  expect(await load).toBeGreaterThan(0);
  expect(done.files).toBe(1);
  expect(readFileSync(target, 'latin1').slice(0, 21)).toBe('age-encryption.org/v1');
  expect(statSync(target).mode & 0o077).toBe(0);

  const place = await elsewhere();
  // It opens with the key it was made for and with no other; until then nothing is touched.
  await expect(read(target, place)).rejects.toThrow(/encrypted/);
  await expect(read(target, place, [other])).rejects.toThrow(/does not open with that key/);
  await read(target, place, [own]);
  const count = async (table: string) =>
    (await rows(place.url, `select count(*)::int as n from ${table}`))[0]?.['n'];
  for (const [table, { rows: n }] of Object.entries(done.tables))
    expect([table, await count(table)]).toEqual([table, n]);
  expect(await count('purchase_order')).toBeGreaterThan(0);
  // Each order of the snapshot has its lines and its record, none is half there.
  const halves = `select o.id from purchase_order o where not exists (select from order_line l where l.order_id = o.id)
    or not exists (select from journal j where j.subject_id = o.id::text)`;
  expect(await rows(place.url, halves)).toEqual([]);
  expect(unseal(sealed, { dataDir: place.dataDir, ...sealing })).toBe('JBSWY3DPEHPK3PXP');
  // Sessions stay where they were opened.
  expect(await count('session')).toBe(0);

  const there = await openWorld({ ...place, demo: false, clock: world.now, connections: 3 });
  const app = await buildApp(there, true);
  const person = browser({ ...world, app });
  const signedIn = await person.ask(api.signIn, { body: { login: 'carried-over', password: goodPassword } });
  expect(signedIn.status).toBe(200);
  const again = browser({ ...world, app });
  again.cookie = market.sales.token;
  expect((await again.ask(api.whoAmI)).status).toBe(401);
  const bytes = await (await evidenceStorage(place.dataDir).get(evidenceKey(32, evidence.id))).toArray();
  expect(Buffer.concat(bytes)).toEqual(pdf('% kept'));
  await app.close();
  await there.database.close();
}, 180_000);

test('what is written to a file comes back byte for byte', async () => {
  const whole = [
    { name: 'empty', bytes: Buffer.alloc(0) },
    { name: 'a/512', bytes: Buffer.alloc(512, 7) },
    { name: 'b/large', bytes: Buffer.alloc(300_001, 'x') },
  ];
  const target = file('entries.tar.gz');
  const some = (async function* () {
    yield* whole;
  })();
  await writeOut(target, writeTar(some), []);
  const entries = [];
  const plain = await readIn(target, []);
  for await (const entry of readTar(plain)) entries.push(entry);
  expect(entries).toEqual(whole);
});

test('a database with something in it is not written to', async () => {
  const target = file('plain.tar.gz');
  await write(target);
  const before = await world.sql('select count(*) from journal');
  const dataDir = mkdtempSync(path.join(folder, 'data-'));
  await expect(read(target, { url: world.url, dataDir })).rejects.toThrow(/not empty/);
  expect(await world.sql('select count(*) from journal')).toEqual(before);
});

test('a cut or changed backup is refused as a whole, and nothing starts on what it left', async () => {
  const target = file('whole.tar.gz');
  await write(target);
  const bytes = readFileSync(target);
  const cut = file('cut.tar.gz');
  writeFileSync(cut, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
  const place = await elsewhere();
  await expect(read(cut, place)).rejects.toThrow(/ends in the middle|unexpected end/);
  await expect(migrate(place.url)).rejects.toThrow(/restore .* cut short/);
  expect(await rows(place.url, 'select id from organisation')).toEqual([]);

  const { gunzipSync, gzipSync } = await import('node:zlib');
  const plain = gunzipSync(bytes);
  const at = plain.indexOf('order.placed');
  expect(at).toBeGreaterThan(0);
  plain.write('order.pIaced', at);
  const changed = file('changed.tar.gz');
  writeFileSync(changed, gzipSync(plain));
  const second = await elsewhere();
  await expect(read(changed, second)).rejects.toThrow(/journal is not as it was written/);
  expect(await rows(second.url, 'select id from journal')).toEqual([]);

  writeFileSync(file('other'), 'something else altogether');
  await expect(read(file('other'), await elsewhere())).rejects.toThrow(/incorrect header/);
});

test('evidence that the store has lost is told, and the rest is written', async () => {
  const lost = (await handIn(world, market.sales, { bytes: pdf('% lost') })).value;
  const key = `files/32/${lost.id.slice(0, 6)}/${lost.id}`;
  const place = path.join(world.world.dataDir, 'evidence', key);
  rmSync(place);
  const done = await write(file('lost.tar.gz'));
  expect(done.missing).toEqual([key]);
  expect(done.files).toBeGreaterThan(0);
  await world.sql(`update evidence_file set state = 'gone', attached = false where id = $1`, [lost.id]);
});

test('the command line writes to a pipe and reads from one', async () => {
  const place = await elsewhere();
  const cli = path.resolve(import.meta.dirname, '../../packages/server/src/cli.ts');
  const run = (words: string[], url: string, dataDir: string) =>
    spawn(process.execPath, [cli, ...words], {
      env: { ...process.env, DATABASE_URL: url, DATA_DIR: dataDir },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  const from = run(['backup', '-'], world.url, world.world.dataDir);
  const to = run(['restore', '-'], place.url, place.dataDir);
  let said = '';
  to.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  to.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(to, 'close');
  await pipeline(from.stdout, to.stdin);
  await ended;
  expect(said).toMatch(/restored: \d+ rows, \d+ files of evidence; the journal verifies/);
}, 180_000);

test('the command line makes a key, and says what it wants when it is not told where to', async () => {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const io = {
    dataDir: folder,
    print: say,
    fail: say,
    openDatabase: () => Promise.reject(new Error('not asked')),
  };
  const run = (name: string, ...words: string[]) =>
    backupCommands.find((each) => each.name === name)?.run(words, io);
  expect(await run('backup key')).toBe(0);
  expect(said.splice(0).join('\n')).toMatch(/public key: age1[a-z0-9]+\nAGE-SECRET-KEY-1/);
  expect(await run('backup')).toBe(2);
  expect(await run('backup', 'a', 'b')).toBe(2);
  expect(await run('restore', '--no-such-option=1', 'a')).toBe(2);
  expect(said).toHaveLength(3);
});
