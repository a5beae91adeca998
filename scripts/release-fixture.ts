import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { instant } from '@daylight/rules/time.ts';
import { backup } from '@daylight/server/backup/write.ts';
import { loadDemo } from '@daylight/server/demo/load.ts';
import { removeEmbedded, startEmbedded } from '@daylight/server/embedded/postgres.ts';
import { migrate } from '@daylight/server/migrate.ts';
import { ROOT } from './web-build.ts';

// node scripts/release-fixture.ts 0.2: made once for each release, from its checkout, and never changed afterwards: a database
// as that release leaves it, with a little of everything in it. test/journeys/upgrade.test.ts brings each of them up to date.
const [version = ''] = process.argv.slice(2);
if (!/^\d+\.\d+$/.test(version)) throw new Error('node scripts/release-fixture.ts VERSION, e.g. 0.2');

/** The smallest demo in which everything still happens. */
const size = {
  items: 220,
  provinceListings: 60,
  cityListings: 16,
  days: 24,
  ordersPerDay: 1,
  bargainsPerDay: 1,
};
const now = instant('2026-10-27T01:00:00.000Z');

const dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-release-'));
const target = path.join(ROOT, 'test/fixtures/releases', `${version}.tar.gz`);
const server = await startEmbedded({ dataDir, durable: false, log: () => undefined });
try {
  await migrate(server.url);
  await loadDemo({ url: server.url, seed: 1, dataDir, size, now, log: (line) => console.log(line) });
  const done = await backup({ url: server.url, dataDir, target, recipients: [], now, log: () => undefined });
  writeFileSync(target, gzipSync(gunzipSync(readFileSync(target)), { level: 9 }));
  const rows = Object.values(done.tables).reduce((sum, table) => sum + table.rows, 0);
  console.log(`${path.relative(ROOT, target)}: ${rows} rows, ${Math.round(statSync(target).size / 1024)} KB`);
} finally {
  await server.stop();
  await removeEmbedded(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}
