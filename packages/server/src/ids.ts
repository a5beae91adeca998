import { randomFillSync } from 'node:crypto';
import { type Instant, epochMs } from '@daylight/rules/time.ts';

const pool = Buffer.alloc(4096);
let used = pool.length;

function randomBytes(length: number): Buffer {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += length;
  return pool.subarray(used - length, used);
}

/** Never begins anew: commands of different moments run side by side in one process. */
let sequence = 0;

/**
 * UUIDv7 of a moment: ids sort by the business clock, and month partitions are ranges of ids. Within a millisecond a
 * counter of 26 bits keeps the order in which one process made them; 48 bits stay random.
 */
export function uuidAt(at: Instant): string {
  const ms = epochMs(at);
  sequence = (sequence + 1) % 2 ** 26;
  const bytes = Buffer.from(randomBytes(16));
  bytes.writeUIntBE(ms, 0, 6);
  bytes.writeUInt16BE(0x7000 | ((sequence >>> 14) & 0x0fff), 6);
  bytes.writeUInt16BE(0x8000 | (sequence & 0x3fff), 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The lowest UUIDv7 of a moment: ids made at or after it are not below. */
export function uuidFloor(at: Instant): string {
  const hex = epochMs(at).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
