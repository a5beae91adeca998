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

/** UUIDv7 of a moment: ids sort by the business clock, and month partitions are ranges of ids. */
export function uuidAt(at: Instant): string {
  const bytes = Buffer.from(randomBytes(16));
  bytes.writeUIntBE(epochMs(at), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
