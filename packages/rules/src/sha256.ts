/**
 * SHA-256 (FIPS 180-4) of bytes, or of text as UTF-8: 32 bytes. Its own, because the rules run where no synchronous hash
 * exists (the browser's is asynchronous), and a draw or an award has to give the same answer in the server, in a browser
 * that checks it, and on any other machine.
 */
export function sha256(message: Uint8Array | string): Uint8Array {
  const state = newState();
  if (typeof message === 'string') writeUtf8(state, message);
  else for (const each of message) writeByte(state, each);
  return finish(state);
}

/** Lower-case hexadecimal of the SHA-256 of a text in UTF-8. */
export function sha256Hex(text: string): string {
  return hexOf(sha256(text));
}

/** The same for a text that comes in pieces, too long to be held whole. */
export function sha256HexOf(pieces: (write: (piece: string) => void) => void): string {
  const state = newState();
  pieces((piece) => {
    writeUtf8(state, piece);
  });
  return hexOf(finish(state));
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (each) => each.toString(16).padStart(2, '0')).join('');
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

/** A code unit or, at a surrogate pair, both; answers how many code units it took. */
function writePoint(state: State, text: string, index: number): number {
  const point = text.codePointAt(index) ?? 0;
  if (point < 0x800) writeByte(state, 0xc0 | (point >> 6));
  else {
    if (point > 0xffff) {
      writeByte(state, 0xf0 | (point >> 18));
      writeByte(state, 0x80 | ((point >> 12) & 63));
    } else writeByte(state, 0xe0 | (point >> 12));
    writeByte(state, 0x80 | ((point >> 6) & 63));
  }
  writeByte(state, 0x80 | (point & 63));
  return point > 0xffff ? 2 : 1;
}

function writeUtf8(state: State, text: string): void {
  let index = 0;
  while (index < text.length) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      writeByte(state, unit);
      index += 1;
    } else index += writePoint(state, text, index);
  }
}

// Its own access to words: one function for every kind of column would be several times slower here.
function word(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}
function byte(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

const turn = (bits: number, by: number): number => (bits >>> by) | (bits << (32 - by));

function expand({ schedule, block }: State): void {
  for (let index = 0; index < 16; index += 1)
    schedule[index] =
      (byte(block, index * 4) << 24) |
      (byte(block, index * 4 + 1) << 16) |
      (byte(block, index * 4 + 2) << 8) |
      byte(block, index * 4 + 3);
  for (let index = 16; index < 64; index += 1) {
    const a = word(schedule, index - 15);
    const b = word(schedule, index - 2);
    const small = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const large = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    schedule[index] = (word(schedule, index - 16) + small + word(schedule, index - 7) + large) | 0;
  }
}

function compress(state: State): void {
  expand(state);
  const { hash, schedule } = state;
  let [a, b, c, d] = [word(hash, 0), word(hash, 1), word(hash, 2), word(hash, 3)];
  let [e, f, g, h] = [word(hash, 4), word(hash, 5), word(hash, 6), word(hash, 7)];
  for (let index = 0; index < 64; index += 1) {
    const mixed = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + mixed + choice + word(constants, index) + word(schedule, index)) | 0;
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
  hash[0] = word(hash, 0) + a;
  hash[1] = word(hash, 1) + b;
  hash[2] = word(hash, 2) + c;
  hash[3] = word(hash, 3) + d;
  hash[4] = word(hash, 4) + e;
  hash[5] = word(hash, 5) + f;
  hash[6] = word(hash, 6) + g;
  hash[7] = word(hash, 7) + h;
}

function finish(state: State): Uint8Array {
  const bits = BigInt(state.length) * 8n;
  writeByte(state, 0x80);
  while (state.filled !== 56) writeByte(state, 0);
  for (let shift = 56n; shift >= 0n; shift -= 8n) writeByte(state, Number((bits >> shift) & 255n));
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  for (const [index, bits] of state.hash.entries()) out.setInt32(index * 4, bits);
  return digest;
}
