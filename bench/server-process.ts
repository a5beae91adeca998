import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import path from 'node:path';
import { startServer } from '@daylight/server/main.ts';

/** The real server as a process of its own, so that the load generator does not share its event loop. */
const [url = '', dataDir = '', profiles] = process.argv.slice(2);
const server = await startServer({
  url,
  host: '127.0.0.1',
  port: 0,
  dataDir,
  demo: false,
  jobs: false,
  log: () => undefined,
});
const profiler = new Session();
if (profiles !== undefined) {
  // From here on: the flame graph is to show requests, not the reading of modules.
  profiler.connect();
  await profiler.post('Profiler.enable');
  await profiler.post('Profiler.start');
}
process.stdout.write(`${server.address}\n`);

async function end(): Promise<void> {
  if (profiles !== undefined) {
    const { profile } = await profiler.post('Profiler.stop');
    mkdirSync(profiles, { recursive: true });
    writeFileSync(path.join(profiles, `server-${process.pid}.cpuprofile`), JSON.stringify(profile));
  }
  await server.stop();
  process.exit(0);
}
process.on('SIGTERM', () => void end());
