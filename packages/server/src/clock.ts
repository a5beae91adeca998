import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context } from './context.ts';
import type { Tx } from './db.ts';

/**
 * The moment by the database's clock, read now and not when the transaction began: what decides whether something came in
 * time, because servers may disagree about the time and the database does not. Ask after the row that matters is locked. A
 * clock that is moved (tests, the demo) stands for the database's too.
 */
export async function databaseNow(context: Context, tx: Tx): Promise<Instant> {
  if (context.isClockMoved) return context.now;
  const { rows } = await sql<{ now: Instant }>`select clock_timestamp() as now`.execute(tx);
  return rows[0]?.now ?? context.now;
}
