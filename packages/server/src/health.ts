import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { World } from './context.ts';

const READY_MS_MAX = 5000;

/**
 * Two questions of whoever watches over the process. Alive: it answers at all. Ready: it can work, so the database answers
 * soon and can be written. Neither tells anything about what is in it.
 */
export function addHealth(app: FastifyInstance, world: World): void {
  app.get('/healthz', async (_, reply) => reply.send({ alive: true }));
  app.get('/readyz', async (_, reply) => {
    const reason = await unready(world);
    return reason === null ? reply.send({ ready: true }) : reply.code(503).send({ ready: false, reason });
  });
}

/** A standby that waits to be promoted answers, but takes nothing in: the load balancer goes elsewhere meanwhile. */
async function unready(world: World): Promise<'database' | 'readOnly' | null> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('late')), READY_MS_MAX).unref();
  });
  const asked = sql<{ standby: boolean }>`select pg_is_in_recovery() as standby`.execute(world.database.db);
  try {
    const { rows } = await Promise.race([asked, late]);
    return rows[0]?.standby === true ? 'readOnly' : null;
  } catch {
    return 'database';
  }
}
