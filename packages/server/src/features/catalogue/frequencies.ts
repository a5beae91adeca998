import { type Instant, epochMs } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** How many items carry each token, token 0 standing for all items. A token that no item carries is missing or 0. */
export type AskFrequencies = (tokens: readonly number[]) => Promise<ReadonlyMap<number, number>>;

interface Remembered {
  readonly since: number;
  readonly items: Map<number, number>;
}

const REMEMBER_MS = 60_000;
const REMEMBER_MAX = 100_000;

/** One memory for each database. What is stale by a minute chooses a slower path at worst, never another answer. */
const memories = new WeakMap<Db, Remembered>();

function memoryOf(db: Db, now: Instant): Remembered {
  const at = epochMs(now);
  const found = memories.get(db);
  const isFresh =
    found !== undefined && Math.abs(at - found.since) < REMEMBER_MS && found.items.size < REMEMBER_MAX;
  if (isFresh) return found;
  const made = { since: at, items: new Map<number, number>() };
  memories.set(db, made);
  return made;
}

/** Asks the database for what is not remembered: people look for the same words. */
export async function frequencies(
  db: Db,
  tokens: readonly number[],
  now: Instant,
): Promise<ReadonlyMap<number, number>> {
  const { items } = memoryOf(db, now);
  const missing = [0, ...tokens].filter((token) => !items.has(token));
  if (missing.length > 0) {
    const { rows } = await sql<{ token: number; items: number }>`
      select token, items from catalogue_token where token = any(${missing}::int[])`.execute(db);
    for (const token of missing) items.set(token, 0);
    for (const row of rows) items.set(row.token, row.items);
  }
  return items;
}
