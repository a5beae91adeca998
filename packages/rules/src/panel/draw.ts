import { assert } from '../result.ts';
import { sha256, sha256Hex } from '../sha256.ts';

/**
 * A draw that anyone can do again (HN-15). Three things are fixed in this order and published: the hash of a secret seed,
 * the list of experts, and a moment after which the first seal of the journal counts. Only then the seal comes to be, and
 * the seed is shown. Whoever knew the seed could not know the seal, and nothing about the list can follow either.
 */

/** A line of the frozen list: the expert's code, and why the expert stays away. */
export interface PoolEntry {
  readonly code: string;
  readonly excluded: string | null;
}

export interface DrawInput {
  /** Number of the review and round, so that two draws never share their numbers. */
  readonly name: string;
  /** 64 hexadecimal digits, secret until the draw. */
  readonly seed: string;
  /** Chain hash of the journal, 64 hexadecimal digits. */
  readonly beacon: string;
  readonly pool: readonly PoolEntry[];
}

/** What is published before the list is frozen. */
export function seedHashOf(seed: string): string {
  return sha256Hex(`daylight panel seed v1\n${seed}`);
}

const byCode = (a: PoolEntry, b: PoolEntry): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

/** The list as it is frozen: by code, whatever the order it came in. Throws where a code stands twice. */
export function frozenPool(pool: readonly PoolEntry[]): readonly PoolEntry[] {
  assert(new Set(pool.map((each) => each.code)).size === pool.length, 'an expert stands twice in a list');
  return pool.toSorted(byCode);
}

export function poolHashOf(pool: readonly PoolEntry[]): string {
  const lines = frozenPool(pool).map((each) => `${each.code}\t${each.excluded ?? ''}`);
  return sha256Hex(`daylight panel list v1\n${lines.join('\n')}`);
}

/** Bytes without end: SHA-256 of the key and a counter, block after block. */
function stream(key: Uint8Array): () => number {
  let block = new Uint8Array(0);
  let used = 0;
  let counter = 0n;
  return () => {
    if (used === block.length) {
      const message = new Uint8Array(key.length + 8);
      message.set(key);
      new DataView(message.buffer).setBigUint64(key.length, counter);
      block = sha256(message) as typeof block;
      counter += 1n;
      used = 0;
    }
    const byte = block[used] ?? 0;
    used += 1;
    return byte;
  };
}

const WHOLE = 2 ** 32;

/** A whole number below `bound`, each equally likely: what would favour the first ones is thrown away. */
function below(next: () => number, bound: number): number {
  const limit = WHOLE - (WHOLE % bound);
  for (;;) {
    const value = ((next() * 256 + next()) * 256 + next()) * 256 + next();
    if (value < limit) return value % bound;
  }
}

/** The codes of those who may be drawn, in the order of the draw: the first ones sit, the others are the reserve. */
export function drawOrder({ name, seed, beacon, pool }: DrawInput): readonly string[] {
  const order = frozenPool(pool)
    .filter((each) => each.excluded === null)
    .map((each) => each.code);
  const next = stream(sha256(`daylight panel draw v1\n${name}\n${seed}\n${beacon}\n${poolHashOf(pool)}`));
  // Fisher and Yates: each place takes one of those not yet placed.
  for (let at = 0; at < order.length - 1; at += 1) {
    const from = at + below(next, order.length - at);
    const picked = order[from] ?? '';
    order[from] = order[at] ?? '';
    order[at] = picked;
  }
  return order;
}

/** What is published of a draw; fields are null until they came to be. */
export interface DrawRecord {
  readonly name: string;
  readonly seedHash: string;
  readonly pool: readonly PoolEntry[] | null;
  readonly poolHash: string | null;
  readonly seed: string | null;
  readonly beacon: string | null;
  readonly drawn: readonly string[] | null;
}

export type DrawCheck = 'seed' | 'pool' | 'order';

/** What a published draw fails in; empty for a sound one. Throws before everything is published. */
export function faultsOf(record: DrawRecord): readonly DrawCheck[] {
  const { name, seed, beacon, pool, drawn } = record;
  assert(seed !== null && beacon !== null && pool !== null && drawn !== null, 'a draw that is not done yet');
  const order = drawOrder({ name, seed, beacon, pool });
  return [
    ...(seedHashOf(seed) === record.seedHash ? [] : (['seed'] as const)),
    ...(poolHashOf(pool) === record.poolHash ? [] : (['pool'] as const)),
    ...(order.join() === drawn.join() ? [] : (['order'] as const)),
  ];
}

/** Name of a draw: the review and its round. */
export function drawName(reviewNumber: string, round: number): string {
  return `${reviewNumber}/${round}`;
}
