import type * as api from '@daylight/api/platform.ts';
import { ok } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { Exchange } from '../../route.ts';
import type { World } from '../../context.ts';
import { readSigns } from '../../signs.ts';
import { evidenceHealth } from '../evidence/port.ts';

interface Row {
  readonly version: string;
  readonly bytes: number;
  readonly sessions: number;
  readonly requests: number;
  readonly organisations: Record<string, number>;
}

export async function readHealth(
  world: World,
  { context }: Pick<Exchange, 'context'>,
): Answered<typeof api.readHealth> {
  const { db, pool } = world.database;
  const { rows } = await sql<Row>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
      (select count(*) from session where expires_at > ${context.now}) as sessions,
      (select count(*) from account_request where state = 'waiting') as requests,
      (select coalesce(jsonb_object_agg(state, n), '{}') from (select state, count(*) as n from organisation group by state) s)
        as organisations`.execute(db);
  const row = rows[0];
  if (row === undefined) throw new Error('the database said nothing about itself');
  const { jobs, sweepLagSeconds, queue, unsealed, failedSignIns, pastDue } = await readSigns(world);
  return ok({
    at: context.now,
    demo: world.demo,
    databaseVersion: row.version,
    databaseBytes: row.bytes,
    connections: { open: pool.totalCount, waiting: pool.waitingCount },
    sessions: row.sessions,
    organisations: row.organisations,
    accountRequestsWaiting: row.requests,
    calendarYears: Object.keys(world.calendar.years)
      .map(Number)
      .toSorted((a, b) => a - b),
    jobs: jobs.map(({ name, startedAt, endedAt, failures }) => ({ name, startedAt, endedAt, failures })),
    sweepLagSeconds,
    queue,
    unsealed,
    failedSignIns,
    pastDue: [...pastDue],
    evidence: await evidenceHealth(world.dataDir),
  });
}
