import { at } from './columns.ts';
import { writeCanonical } from './canonical.ts';

/**
 * SHA-256 (FIPS 180-4) over text as UTF-8. Its own, because the rules run where no synchronous hash exists (the
 * browser's is asynchronous) and the same function has to verify a bundle everywhere.
 */
export function sha256(chunks: (write: (chunk: string) => void) => void): string {
  const state = newState();
  chunks((chunk) => {
    writeUtf8(state, chunk);
  });
  return finish(state);
}

/** The hash of a value: SHA-256 of its canonical JSON, as 64 hexadecimal digits. */
export function hashOf(value: unknown): string {
  return sha256((write) => {
    writeCanonical(value, write);
  });
}

interface State {
  readonly hash: Int32Array;
  readonly schedule: Int32Array;
  readonly block: Uint8Array;
  filled: number;
  length: number;
}

/** The first 32 bits of the fractional parts of roots of the first primes; exact in integers by bisection. */
function rootBits(count: number, power: 2n | 3n): Int32Array {
  const words = new Int32Array(count);
  for (let candidate = 2n, found = 0; found < count; candidate += 1n) {
    let isPrime = true;
    for (let divisor = 2n; divisor * divisor <= candidate; divisor += 1n)
      if (candidate % divisor === 0n) isPrime = false;
    if (!isPrime) continue;
    const target = candidate << (32n * power);
    let [low, high] = [0n, candidate << 32n];
    while (low < high) {
      const middle = (low + high + 1n) / 2n;
      if (middle ** power <= target) low = middle;
      else high = middle - 1n;
    }
    words[found] = Number(BigInt.asIntN(32, low));
    found += 1;
  }
  return words;
}

const constants = rootBits(64, 3n);
const start = rootBits(8, 2n);

function newState(): State {
  return {
    hash: start.slice(),
    schedule: new Int32Array(64),
    block: new Uint8Array(64),
    filled: 0,
    length: 0,
  };
}

function writeByte(state: State, byte: number): void {
  state.block[state.filled] = byte;
  state.filled += 1;
  state.length += 1;
  if (state.filled === 64) {
    compress(state);
    state.filled = 0;
  }
}

function writeUtf8(state: State, text: string): void {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      writeByte(state, unit);
      continue;
    }
    const point = text.codePointAt(index) ?? unit;
    if (point > 0xffff) index += 1;
    if (point < 0x800) writeByte(state, 0xc0 | (point >> 6));
    else {
      if (point > 0xffff) {
        writeByte(state, 0xf0 | (point >> 18));
        writeByte(state, 0x80 | ((point >> 12) & 63));
      } else writeByte(state, 0xe0 | (point >> 12));
      writeByte(state, 0x80 | ((point >> 6) & 63));
    }
    writeByte(state, 0x80 | (point & 63));
  }
}

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function expand({ schedule, block }: State): void {
  for (let index = 0; index < 16; index += 1)
    schedule[index] =
      (at(block, index * 4) << 24) |
      (at(block, index * 4 + 1) << 16) |
      (at(block, index * 4 + 2) << 8) |
      at(block, index * 4 + 3);
  for (let index = 16; index < 64; index += 1) {
    const a = at(schedule, index - 15);
    const b = at(schedule, index - 2);
    const small = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const large = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    schedule[index] = (at(schedule, index - 16) + small + at(schedule, index - 7) + large) | 0;
  }
}

function compress(state: State): void {
  expand(state);
  const { hash, schedule } = state;
  let [a, b, c, d] = [at(hash, 0), at(hash, 1), at(hash, 2), at(hash, 3)];
  let [e, f, g, h] = [at(hash, 4), at(hash, 5), at(hash, 6), at(hash, 7)];
  for (let index = 0; index < 64; index += 1) {
    const mixed = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + mixed + choice + at(constants, index) + at(schedule, index)) | 0;
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  hash[0] = at(hash, 0) + a;
  hash[1] = at(hash, 1) + b;
  hash[2] = at(hash, 2) + c;
  hash[3] = at(hash, 3) + d;
  hash[4] = at(hash, 4) + e;
  hash[5] = at(hash, 5) + f;
  hash[6] = at(hash, 6) + g;
  hash[7] = at(hash, 7) + h;
}

function finish(state: State): string {
  const bits = BigInt(state.length) * 8n;
  writeByte(state, 0x80);
  while (state.filled !== 56) writeByte(state, 0);
  for (let shift = 56n; shift >= 0n; shift -= 8n) writeByte(state, Number((bits >> shift) & 255n));
  return Array.from(state.hash, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
