import { startEmbedded } from '@daylight/server/embedded/postgres.ts';
import { startServer } from '@daylight/server/main.ts';
import { migrate } from '@daylight/server/migrate.ts';
import { ensurePartitions } from '@daylight/server/partitions.ts';
import { machineClock } from '@daylight/server/main.ts';

/** Database and server as `npm start` keeps them, in one process that is killed: `node platform.ts DATA_DIR PORT`. */
const [dataDir = '', port = '0'] = process.argv.slice(2);
const log = (): void => undefined;
const { url } = await startEmbedded({ dataDir, patienceMs: 20_000, log });
await migrate(url);
await ensurePartitions(url, machineClock());
const server = await startServer({
  url,
  host: '127.0.0.1',
  port: Number(port),
  dataDir,
  demo: false,
  jobs: true,
  log,
});
process.stdout.write(`${JSON.stringify({ address: server.address, url })}\n`);
