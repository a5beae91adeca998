import * as api from '@daylight/api/evidence.ts';
import { readHealth } from '@daylight/api/platform.ts';
import { readEvidenceSettings } from '@daylight/server/features/evidence/settings.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handIn, pdf } from '../support/evidence.ts';
import { type FakeClamd, type FakeS3, fakeClamd, fakeS3 } from '../support/file-stores.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

const keys = {
  accessKeyId: 'AKTEST',
  secretAccessKey: 'secret/with+signs',
  region: 'cn-east-1',
  bucket: 'papers',
};
let at: TestWorld;
let store: FakeS3;
let clamd: FakeClamd;
let sales: Person;

beforeAll(async () => {
  store = await fakeS3(keys);
  clamd = await fakeClamd();
  const settings = {
    S3_ENDPOINT: store.address,
    S3_BUCKET: keys.bucket,
    S3_REGION: keys.region,
    S3_ACCESS_KEY_ID: keys.accessKeyId,
    S3_SECRET_ACCESS_KEY: keys.secretAccessKey,
    S3_PREFIX: 'daylight',
    CLAMD: clamd.address,
  };
  // Read when the world opens; other test files of this process have none of it.
  Object.assign(process.env, settings);
  at = await openTestWorld();
  for (const name of Object.keys(settings)) delete process.env[name];
  sales = await at.person(await at.organisation({ kind: 'manufacturer', jurisdiction: '320000' }), ['sales']);
});
afterAll(async () => {
  await at.close();
  await store.close();
  await clamd.close();
});

test('with an S3-compatible store configured files go there and come back, every request signed as the store demands', async () => {
  const bytes = pdf('/Lang (zh)');
  const done = (await handIn(at, sales, { bytes })).value;
  expect(done.state).toBe('ready');
  const key = `daylight/files/32/${done.id.slice(0, 6)}/${done.id}`;
  expect([...store.objects.keys()]).toEqual([key]);
  expect(store.objects.get(key)?.equals(bytes)).toBe(true);
  const response = await at.app.inject({
    method: 'GET',
    url: `/api/evidence/${done.id}/content`,
    headers: { cookie: `daylight_session=${sales.token}` },
  });
  expect(response.rawPayload.equals(bytes)).toBe(true);
  await sales.call(api.dropEvidence, { params: { evidenceId: done.id } });
  await at.moveBy(1000);
  expect(store.objects.size).toBe(0);
  expect(store.refused).toEqual([]);
});

test('ClamAV sees every file whole; what it finds is refused by name and its bytes go', async () => {
  const clean = pdf('/Lang (zh) ');
  expect((await handIn(at, sales, { bytes: clean })).value.state).toBe('ready');
  expect(clamd.seen.at(-1)).toBe(clean.length);
  const infected = await handIn(at, sales, { bytes: pdf('/X (EICAR-STANDARD-ANTIVIRUS-TEST-FILE)') });
  expect(infected.problem).toMatchObject({
    code: 'evidence.infected',
    facts: { found: 'Eicar-Test-Signature' },
  });
  expect([...store.objects.values()].some((each) => each.includes('EICAR'))).toBe(false);
});

test('while the scanner is away a file waits, is of no use yet, and is ready once the scanner is back', async () => {
  clamd.away = true;
  const waiting = (await handIn(at, sales, { bytes: pdf('/A 1') })).value;
  const infected = (await handIn(at, sales, { bytes: pdf('/X (EICAR-STANDARD-ANTIVIRUS-TEST-FILE)') })).value;
  expect(waiting.state).toBe('waiting');
  const stateOf = async (id: string) =>
    (await sales.call(api.readEvidence, { params: { evidenceId: id } })).value.state;
  await at.moveBy(60_000);
  expect(await stateOf(waiting.id)).toBe('waiting');
  clamd.away = false;
  await at.moveBy(10 * 60_000);
  expect(await stateOf(waiting.id)).toBe('ready');
  expect(await stateOf(infected.id)).toBe('refused');
  expect(store.objects.has(`daylight/files/32/${infected.id.slice(0, 6)}/${infected.id}`)).toBe(false);
});

test('the operator sees store and scanner by name, and a wrong key as what it is', async () => {
  const operator = await at.organisation({ kind: 'operator', jurisdiction: '320000' });
  const operations = await at.person(operator, ['operations']);
  const { evidence } = (await operations.call(readHealth)).value;
  expect(evidence.storage).toMatchObject({ kind: 's3', trouble: null });
  expect(evidence.storage.place).toMatch(/papers\/daylight\/$/);
  expect(evidence.scanner).toMatchObject({ name: 'ClamAV', version: 'ClamAV 1.4.0/27000/fake' });
  clamd.away = true;
  expect((await operations.call(readHealth)).value.evidence.scanner).toMatchObject({ version: null });
  clamd.away = false;
});

test('a half-set store or an address that is none is refused at the start with a sentence', () => {
  expect(() => readEvidenceSettings({ S3_BUCKET: 'x' })).toThrow(/S3_ENDPOINT, S3_ACCESS_KEY_ID/);
  expect(() => readEvidenceSettings({ CLAMD: 'here and there' })).toThrow(/neither host:port/);
  expect(readEvidenceSettings({ CLAMD: '/run/clamd.ctl' }).clamd).toEqual({ path: '/run/clamd.ctl' });
  expect(readEvidenceSettings({ CLAMD: 'clamav' }).clamd).toEqual({ host: 'clamav', port: 3310 });
  expect(readEvidenceSettings({})).toEqual({ s3: null, clamd: null });
});
