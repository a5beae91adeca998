import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { World } from './context.ts';
import { endpointOf } from './http.ts';
import { type Signs, readSigns } from './signs.ts';

/** However many ask, the database is asked once in this time. */
const SIGNS_KEPT_MS = 5000;

/**
 * Prometheus metrics of one server at /metrics: its own requests, and the signs of the whole platform. Only a caller on this
 * machine that came through no proxy, or one that shows METRICS_TOKEN, sees them; to all others there is nothing here.
 */
export function addMetrics(app: FastifyInstance, world: World): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  countRequests(app, registry);
  const show = signGauges(registry);
  const pool = gauge(registry, 'daylight_database_connections', 'Connections of this server by state', [
    'state',
  ]);
  const up = gauge(registry, 'daylight_database_up', '1 when the database answered this scrape');
  const signs = keptFor(SIGNS_KEPT_MS, () => readSigns(world));
  app.get('/metrics', async (request, reply) => {
    if (!mayRead(request)) return reply.callNotFound();
    pool.set({ state: 'open' }, world.database.pool.totalCount);
    pool.set({ state: 'waiting' }, world.database.pool.waitingCount);
    try {
      show(await signs());
      up.set(1);
    } catch (error) {
      request.log.error({ err: error }, 'signs not read');
      up.set(0);
    }
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

function countRequests(app: FastifyInstance, registry: Registry): void {
  const latency = new Histogram({
    name: 'daylight_request_seconds',
    help: 'Time from request to answer by endpoint and status',
    labelNames: ['endpoint', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const refused = new Counter({
    name: 'daylight_refusals_total',
    help: 'Requests that a rule or the access check refused',
    labelNames: ['endpoint', 'status'],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const endpoint = endpointOf(request) ?? 'other';
    latency.observe({ endpoint, status: reply.statusCode }, reply.elapsedTime / 1000);
    if (reply.statusCode >= 400) refused.inc({ endpoint, status: reply.statusCode });
  });
}

function gauge(registry: Registry, name: string, help: string, labelNames: string[] = []): Gauge {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}

/** Gauges of the whole platform: each server tells the same, so an alert takes the largest and not the sum. */
function signGauges(registry: Registry): (signs: Signs) => void {
  const of = (name: string, help: string, labels: string[] = []): Gauge =>
    gauge(registry, `daylight_${name}`, help, labels);
  const waiting = of('jobs_waiting', 'Jobs that are due and not taken');
  const queueAge = of('job_queue_age_seconds', 'Age of the oldest job that is due and not taken');
  const failed = of('jobs_failed', 'Jobs that failed for good in the last days');
  const sweepLag = of('sweep_lag_seconds', 'Since the last run of the sweeps that went through');
  const clocks = of('clock_difference_seconds', 'How far this server is ahead of the database');
  const jobAge = of('job_age_seconds', 'Since a job of the timetable last began', ['job']);
  const jobFailures = of('job_failures', 'Failures of a job in a row', ['job']);
  const unsealed = of('journal_unsealed_records', 'Journal records that no chain covers yet');
  const unsealedAge = of('journal_unsealed_age_seconds', 'Age of the oldest of them');
  const signIns = of('failed_sign_ins', 'Refused passwords and second factors in the last 15 minutes');
  const pastDue = of('past_due_rows', 'Rows past their deadline by table', ['table']);
  const pastDueAge = of('past_due_age_seconds', 'How long the oldest of them is past it', ['table']);
  return (signs) => {
    waiting.set(signs.queue?.waiting ?? 0);
    queueAge.set(signs.queue?.oldestSeconds ?? 0);
    failed.set(signs.queue?.failed ?? 0);
    if (signs.sweepLagSeconds !== null) sweepLag.set(signs.sweepLagSeconds);
    clocks.set(signs.clockDifferenceSeconds);
    for (const job of signs.jobs) {
      jobAge.set({ job: job.name }, job.ageSeconds);
      jobFailures.set({ job: job.name }, job.failures);
    }
    unsealed.set(signs.unsealed.records);
    unsealedAge.set(signs.unsealed.oldestSeconds);
    signIns.set(signs.failedSignIns);
    // A table whose last row was dealt with is not named any more.
    pastDue.reset();
    pastDueAge.reset();
    for (const { table, rows, oldestSeconds } of signs.pastDue) {
      pastDue.set({ table }, rows);
      pastDueAge.set({ table }, oldestSeconds);
    }
  };
}

/** Answers what it found last while that is fresh; those who ask meanwhile wait for the same answer. */
function keptFor<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let kept: { readonly until: number; readonly answer: Promise<T> } | null = null;
  return () => {
    if (kept !== null && performance.now() < kept.until) return kept.answer;
    const answer = ask();
    kept = { until: performance.now() + ms, answer };
    answer.catch(() => (kept = null));
    return answer;
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function mayRead(request: FastifyRequest): boolean {
  const token = process.env['METRICS_TOKEN'] ?? '';
  const shown = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token !== '' && shown !== undefined) return timingSafeEqual(digest(shown), digest(token));
  return cameStraight(request);
}

/** A proxy on this machine makes every caller look local, and says so. */
const proxyHeaders = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'] as const;

function cameStraight(request: FastifyRequest): boolean {
  const address = request.raw.socket.remoteAddress ?? '';
  const local = address === '::1' || /^(::ffff:)?127\./.test(address);
  return local && proxyHeaders.every((name) => request.headers[name] === undefined);
}
