import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type Instant, instantOfMs } from '@daylight/rules/time.ts';
import type { FastifyInstance } from 'fastify';
import type { World } from './context.ts';
import { connect } from './db.ts';
import { whoIs } from './features/account/who-is.ts';
import { refreshDecisions } from './features/supervision/decisions.ts';
import { refreshCalendar } from './features/calendar/store.ts';
import { checkEvidenceMeans } from './features/evidence/port.ts';
import { routes } from './features.ts';
import { addHealth } from './health.ts';
import { buildHttp } from './http.ts';
import { type Jobs, startJobs } from './jobs.ts';
import { addMetrics } from './metrics.ts';
import { addOpenApi } from './openapi.ts';
import { ensurePartitions } from './partitions.ts';
import { loadPolicy } from './policy/load.ts';
import { roomIn } from './room.ts';
import { addSecurityHeaders, serveWeb } from './static.ts';

export interface ServerOptions {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly demo: boolean;
  /** Takes each line of the log: a JSON object. */
  readonly log: (line: string) => void;
  readonly clock?: () => Instant;
  readonly jobs?: boolean;
  readonly silenceMs?: number;
}

export interface Server {
  readonly address: string;
  stop(): Promise<void>;
}

/** The only reader of the machine's clock. */
export function machineClock(): Instant {
  return instantOfMs(Date.now());
}

export interface WorldOptions {
  readonly url: string;
  readonly dataDir: string;
  readonly demo: boolean;
  readonly clock?: () => Instant;
  readonly connections?: number;
  readonly silenceMs?: number;
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const { book, calendar } = await loadPolicy();
  mkdirSync(options.dataDir, { recursive: true });
  checkEvidenceMeans(options.dataDir);
  const world: World = {
    database: connect(options.url, options),
    clock: options.clock ?? machineClock,
    isClockMoved: options.clock !== undefined,
    book,
    calendar,
    dataDir: options.dataDir,
    demo: options.demo,
  };
  await refreshCalendar(world);
  await refreshDecisions(world);
  return world;
}

/** Everything that answers requests, without listening; tests and benchmarks use it as the server does. */
export async function buildApp(
  world: World,
  checkReplies = false,
  log: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
): Promise<FastifyInstance> {
  const logLevel = process.env['LOG_LEVEL'] ?? 'warn';
  const app = await buildHttp({
    world,
    routes,
    whoIs,
    hasRoom: roomIn(world.dataDir),
    logLevel,
    log,
    checkReplies,
  });
  addSecurityHeaders(app);
  // Screens count down by the server's clock, which is moved in tests and may differ from the desk's.
  app.addHook('onRequest', async (_, reply) => void reply.header('daylight-now', world.clock()));
  addOpenApi(app, routes);
  addHealth(app, world);
  addMetrics(app, world);
  await serveWeb(app);
  return app;
}

export async function startServer(options: ServerOptions): Promise<Server> {
  await ensurePartitions(options.url, (options.clock ?? machineClock)());
  const world = await openWorld(options);
  const app = await buildApp(world, false, options.log);
  const jobs: Jobs | null = options.jobs === false ? null : await startJobs(world, options.url, app.log);
  await app.listen({ host: options.host, port: options.port });
  const { port } = app.server.address() as AddressInfo;
  return {
    address: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    async stop() {
      // Requests under way are finished first; what they enqueue is done before the database goes.
      await app.close();
      await jobs?.stop();
      await world.database.close();
    },
  };
}
