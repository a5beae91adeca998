/**
 * SHA-256 (FIPS 180-4) of text or bytes, in plain TypeScript: the draw of a panel has to give the same answer in the
 * server, in a browser that checks it, and on any other machine, without what any of them brings along.
 */

const WORDS = 64;
const BLOCK = 64;

/** Fractional parts of roots of the first primes, computed exactly instead of copied. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}

/** floor(root(n) · 2³²) mod 2³², by bisection on whole numbers. */
function fractionOfRoot(n: number, degree: 2 | 3): number {
  const target = BigInt(n) << BigInt(32 * degree);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(degree) <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffff_ffffn);
}

const roundConstants: readonly number[] = primes(WORDS).map((prime) => fractionOfRoot(prime, 3));
const initial: readonly number[] = primes(8).map((prime) => fractionOfRoot(prime, 2));

/** UTF-8, because rules know no TextEncoder. */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x1_0000) {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    } else {
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 0x3f),
        0x80 | ((code >> 6) & 0x3f),
        0x80 | (code & 0x3f),
      );
    }
  }
  return Uint8Array.from(bytes);
}

function padded(message: Uint8Array): DataView {
  const total = Math.ceil((message.length + 9) / BLOCK) * BLOCK;
  const bytes = new Uint8Array(total);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(total - 8, BigInt(message.length) * 8n);
  return view;
}

const right = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
const at = (words: ArrayLike<number>, index: number): number => words[index] ?? 0;

function schedule(view: DataView, offset: number): Uint32Array {
  const words = new Uint32Array(WORDS);
  for (let t = 0; t < 16; t += 1) words[t] = view.getUint32(offset + t * 4);
  for (let t = 16; t < WORDS; t += 1) {
    const w15 = at(words, t - 15);
    const w2 = at(words, t - 2);
    const s0 = right(w15, 7) ^ right(w15, 18) ^ (w15 >>> 3);
    const s1 = right(w2, 17) ^ right(w2, 19) ^ (w2 >>> 10);
    words[t] = at(words, t - 16) + s0 + at(words, t - 7) + s1;
  }
  return words;
}

function compress(state: Uint32Array, words: Uint32Array): void {
  const v = Uint32Array.from(state);
  for (let t = 0; t < WORDS; t += 1) {
    const [a, b, c, e, f, g, h] = [at(v, 0), at(v, 1), at(v, 2), at(v, 4), at(v, 5), at(v, 6), at(v, 7)];
    const t1 =
      h +
      (right(e, 6) ^ right(e, 11) ^ right(e, 25)) +
      ((e & f) ^ (~e & g)) +
      at(roundConstants, t) +
      at(words, t);
    const t2 = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    v.copyWithin(1, 0, 7);
    v[4] = at(v, 4) + t1;
    v[0] = t1 + t2;
  }
  for (let i = 0; i < 8; i += 1) state[i] = at(state, i) + at(v, i);
}

/** 32 bytes. */
export function sha256(message: Uint8Array | string): Uint8Array {
  const view = padded(typeof message === 'string' ? utf8(message) : message);
  const state = Uint32Array.from(initial);
  for (let offset = 0; offset < view.byteLength; offset += BLOCK) compress(state, schedule(view, offset));
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  for (const [i, word] of state.entries()) out.setUint32(i * 4, word);
  return digest;
}

export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Lower-case hexadecimal of the SHA-256 of a text in UTF-8. */
export function sha256Hex(text: string): string {
  return hexOf(sha256(text));
}
