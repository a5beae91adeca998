import type { FastifyInstance } from 'fastify';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Prometheus metrics of one server; features add gauges of their own to the registry. */
export function addMetrics(app: FastifyInstance): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
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
    const endpoint = String(
      (request.routeOptions.config as { endpointId?: string } | undefined)?.endpointId ?? 'other',
    );
    latency.observe({ endpoint, status: reply.statusCode }, reply.elapsedTime / 1000);
    if (reply.statusCode >= 400) refused.inc({ endpoint, status: reply.statusCode });
  });
  return registry;
}
