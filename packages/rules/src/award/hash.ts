import { sha256HexOf } from '../sha256.ts';
import { writeCanonical } from './canonical.ts';

/** The hash of a value: SHA-256 of its canonical JSON, as 64 hexadecimal digits. */
export function hashOf(value: unknown): string {
  return sha256HexOf((write) => {
    writeCanonical(value, write);
  });
}
