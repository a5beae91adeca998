import { type Instant, epochMs } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context, World } from './context.ts';
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

/** Beyond this nothing that is due is moved: what the clock does (lapsing, closing, publishing) cannot be taken back. */
const DIFFERENCE_SECONDS_MAX = 120;

/** How far this server's clock is ahead of the database's, in seconds. */
export async function clockDifference(world: World): Promise<number> {
  const { rows } = await sql<{ now: Instant }>`select clock_timestamp() as now`.execute(world.database.db);
  const here = world.clock();
  return (epochMs(here) - epochMs(rows[0]?.now ?? here)) / 1000;
}

/** Throws when one of the two clocks must be wrong; which one, only a person can tell. */
export async function refuseWrongClock(world: World): Promise<void> {
  const seconds = await clockDifference(world);
  if (Math.abs(seconds) > DIFFERENCE_SECONDS_MAX)
    throw new Error(`the clocks of server and database are ${Math.round(seconds)} seconds apart`);
}
