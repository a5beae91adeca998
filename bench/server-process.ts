import { startServer } from '@daylight/server/main.ts';

/** The real server as a process of its own, so that the load generator does not share its event loop. */
const [url = '', dataDir = ''] = process.argv.slice(2);
const server = await startServer({
  url,
  host: '127.0.0.1',
  port: 0,
  dataDir,
  demo: false,
  jobs: false,
  log: () => undefined,
});
process.stdout.write(`${server.address}\n`);
process.on('SIGTERM', () => {
  void server.stop().then(() => process.exit(0));
});
