import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { removeEmbedded, startEmbedded } from '@daylight/server/embedded/postgres.ts';
import { buildApp, openWorld } from '@daylight/server/main.ts';
import { migrate } from '@daylight/server/migrate.ts';
import { demoNow, loadSmallDemo } from '../support/demo.ts';
import { fuzz } from './fuzz.ts';

/** `npm run fuzz`: hundreds of thousands of requests made from the endpoint definitions, against a province full of business. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    requests: { type: 'string', default: '200000' },
    'slow-ms': { type: 'string', default: '10000' },
  },
});
process.env['LOG_LEVEL'] ??= 'silent';
const dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-fuzz-'));
const embedded = await startEmbedded({ dataDir, durable: false, log: () => undefined });
try {
  await migrate(embedded.url);
  const seed = Number(values.seed);
  await loadSmallDemo(embedded.url);
  const world = await openWorld({ url: embedded.url, dataDir, demo: true, clock: () => demoNow });
  const app = await buildApp(world, true);
  const options = { seed, requests: Number(values.requests), slowMs: Number(values['slow-ms']) };
  const report = await fuzz(
    { world, app, url: embedded.url },
    { ...options, log: (line) => console.log(line) },
  );
  console.log(`seed ${seed}: ${JSON.stringify({ ...report, faults: report.faults.length })}`);
  for (const fault of report.faults) console.log(fault);
  await app.close();
  await world.database.close();
  if (report.faults.length > 0) process.exitCode = 1;
} finally {
  await embedded.stop();
  await removeEmbedded(dataDir);
}
