import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startEmbedded } from '../packages/server/src/embedded/postgres.ts';
import { migrate } from '../packages/server/src/migrate.ts';
import {
  accountsTable,
  type Installation,
  loadDemoProvince,
  readInstallation,
  recreateDatabase,
  setUpAdministrator,
} from './installation.ts';
import { isLoopback, readSettings, type Settings, USAGE } from './settings.ts';
import { Progress } from './terminal.ts';
import { buildWebWhenStale, ROOT } from './web-build.ts';

const STOP_MS_MAX = 20_000;
const AGAIN_MS_MIN = 1000;
/** How long the end of an earlier run is waited for. */
const PATIENCE_MS = 5000;
const PARENT_LOOK_MS = 250;
const progress = new Progress();
const interrupt = new AbortController();
/** What was started, in order; ended from the last. A start under way is waited for, so that nothing is left. */
const started: Promise<{ readonly name: string; stop(): Promise<void> }>[] = [];

interface Data {
  /** Connection as the owner; requests are served in the narrower role daylight_app. */
  readonly url: string;
  readonly embedded: boolean;
}

async function refuseUnreachable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
  } catch (error) {
    const { host } = new URL(url);
    throw new Error(
      `the PostgreSQL that DATABASE_URL names (${host}) lets nobody in: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function openData(settings: Settings): Promise<Data> {
  if (settings.databaseUrl !== null) {
    await refuseUnreachable(settings.databaseUrl);
    return { url: settings.databaseUrl, embedded: false };
  }
  progress.begin('PostgreSQL');
  const starting = startEmbedded({
    dataDir: settings.dataDir,
    patienceMs: PATIENCE_MS,
    log: (line) => progress.note(line),
  });
  started.push(starting.then((server) => ({ name: 'PostgreSQL', stop: () => server.stop() })));
  const { url, home } = await starting;
  progress.done(`data in ${path.relative(ROOT, home).startsWith('..') ? home : path.relative(ROOT, home)}`);
  return { url, embedded: true };
}

async function bringUpToDate(data: Data): Promise<void> {
  progress.begin('tables');
  const { migrations } = await migrate(data.url, { log: (line) => progress.note(line) });
  progress.done(migrations.length === 0 ? 'up to date' : `${migrations.length} migrations applied`);
}

/** The demo's passwords are printed and known; nobody but this machine may reach them unless that is wanted. */
function refuseDemoBeyondLoopback(settings: Settings): void {
  if (isLoopback(settings.host) || settings.demoBeyondLoopback) return;
  throw new Error(
    `HOST=${settings.host} would let other machines reach the demo, whose passwords everybody knows. ` +
      'Start with --empty on an empty database for real use, or set DAYLIGHT_ALLOW_DEMO_REMOTE=1 for a show.',
  );
}

/** After a load that was cut short the database holds half a province. */
async function clearHalfDemo(data: Data): Promise<Installation> {
  if (!data.embedded) {
    throw new Error(
      'loading the demo into this database was cut short: create the database anew and start again',
    );
  }
  progress.say('· the last load of the demo was cut short, so the database is made anew');
  await recreateDatabase(data.url);
  await bringUpToDate(data);
  return readInstallation(data.url);
}

/** Sees to it that somebody can sign in. Answers what to print at the end, and whether this is the demo. */
async function fill(data: Data, settings: Settings): Promise<{ demo: boolean; accounts: string }> {
  let installation = await readInstallation(data.url);
  if (installation.demo?.state === 'loading') installation = await clearHalfDemo(data);
  if (installation.demo?.state === 'ready') {
    if (settings.empty) {
      throw new Error(
        'this database holds the demo; for an empty one set DATA_DIR (or DATABASE_URL) to another',
      );
    }
    refuseDemoBeyondLoopback(settings);
    return { demo: true, accounts: accountsTable(installation.demo.accounts) };
  }
  if (installation.hasAccounts) return { demo: false, accounts: '' };
  if (settings.empty) {
    await setUpAdministrator(data.url, settings, progress);
    return { demo: false, accounts: '' };
  }
  refuseDemoBeyondLoopback(settings);
  progress.begin('demo province');
  const accounts = await loadDemoProvince(data.url, settings.dataDir, (line) => progress.note(line));
  progress.done(`${accounts.length} accounts`);
  return { demo: true, accounts: accountsTable(accounts) };
}

function portTaken(settings: Settings): Error {
  return new Error(
    `port ${settings.port} on ${settings.host} is taken by another program (perhaps another Daylight). ` +
      `Stop that one, or choose another port: PORT=${settings.port + 1} npm start`,
  );
}

/** Asked before the long steps; somebody may still take it in between. A server that is just ending is waited for. */
async function refuseTakenPort(settings: Settings): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await probePort(settings);
    } catch (error) {
      const failure = error as NodeJS.ErrnoException;
      if (failure.code !== 'EADDRINUSE' || performance.now() > until) throw listenError(failure, settings);
      await delay(200);
    }
  }
}

function probePort(settings: Settings): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const probe = createServer();
  probe.once('error', reject);
  probe.listen({ host: settings.host, port: settings.port }, () => probe.close(() => resolve()));
  return promise;
}

function listenError(error: NodeJS.ErrnoException, settings: Settings): Error {
  if (error.code === 'EADDRINUSE') return portTaken(settings);
  if (error.code === 'EACCES') return new Error(`port ${settings.port} may only be opened by root; set PORT`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new Error(`HOST=${settings.host} is no address of this machine`);
  }
  return error;
}

async function serve(data: Data, settings: Settings, demo: boolean): Promise<string> {
  progress.begin('server');
  const { startServer } = await import('../packages/server/src/main.ts');
  const { host, port, dataDir } = settings;
  const log = (line: string): void => console.log(line);
  const starting = startServer({ url: data.url, host, port, dataDir, demo, log });
  started.push(starting.then((server) => ({ name: 'server', stop: () => server.stop() })));
  try {
    const { address } = await starting;
    progress.done();
    return address;
  } catch (error) {
    throw listenError(error as NodeJS.ErrnoException, settings);
  }
}

async function start(settings: Settings): Promise<void> {
  const begun = performance.now();
  await refuseTakenPort(settings);
  progress.begin('web app');
  progress.done((await buildWebWhenStale(interrupt.signal)) ? 'built' : 'up to date');
  const data = await openData(settings);
  await bringUpToDate(data);
  const { demo, accounts } = await fill(data, settings);
  const address = await serve(data, settings, demo);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`\nDaylight 明采 is ready after ${seconds} s:  ${address}\n`);
  if (demo) {
    console.log(`Everything in it is synthetic (演示数据). Demo accounts:\n\n${accounts}\n`);
    const keys = path.join(settings.dataDir, 'demo-keys');
    console.log(`Keys of trustees, to open bids with (演示密钥): ${keys}, passphrase daylight\n`);
  }
  if (process.stdin.isTTY === true) console.log('Ctrl-C ends it.');
}

/** Ends what was started, the last first: requests under way are answered before the database goes. */
async function end(): Promise<boolean> {
  let clean = true;
  for (const each of (await Promise.allSettled(started)).toReversed()) {
    if (each.status === 'rejected') continue;
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('took too long')), STOP_MS_MAX).unref();
    });
    await Promise.race([each.value.stop(), late]).catch((error: Error) => {
      console.error(`${each.value.name} did not stop cleanly: ${error.message}`);
      clean = false;
    });
  }
  return clean;
}

let ending = false;
let asked = 0;

async function onSignal(signal: string): Promise<void> {
  if (ending) {
    // Ctrl-C arrives twice at once, from the terminal and from npm. Asked again later, somebody is tired of waiting;
    // the next start clears up.
    if (performance.now() - asked > AGAIN_MS_MIN) process.exit(130);
    return;
  }
  ending = true;
  asked = performance.now();
  interrupt.abort();
  console.log(`\n${signal}: stopping …`);
  const clean = await end();
  console.log(clean ? 'Stopped.' : 'Stopped, not cleanly.');
  process.exit(clean ? 0 : 1);
}

/**
 * A signal to npm reaches the shell between npm and us, which ends without telling us: our parent changes then.
 * Only under npm, because a program started by hand may well outlive its shell.
 */
function watchParent(): void {
  if (process.env['npm_lifecycle_event'] !== 'start' || process.platform === 'win32') return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    void onSignal('npm has ended');
  }, PARENT_LOOK_MS);
  look.unref();
}

/** A machine or setting that is not ready is told in our own sentence; anything else is a bug and shows its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const ours =
    error.constructor === Error && !('code' in error) && !error.message.startsWith('assertion failed');
  return ours ? error.message : (error.stack ?? error.message);
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  if (words.includes('--help')) {
    console.log(USAGE);
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void onSignal(signal));
  watchParent();
  try {
    await start(readSettings(process.env, words));
  } catch (error) {
    // Steps that a signal cut short fail in their own words, which say nothing.
    if (ending) return;
    progress.failed();
    console.error(`\n${explain(error)}`);
    ending = true;
    await end();
    process.exit(1);
  }
}

await main();
