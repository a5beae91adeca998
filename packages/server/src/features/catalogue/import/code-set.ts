/** Remembers item codes ('C' and 26 digits) exactly, in 16 bytes a code: a Set of texts takes six times that. */
export interface CodeSet {
  readonly size: number;
  /** False when the code was there already. */
  add(code: string): boolean;
}

const WORDS = 3;

function nineDigits(code: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) value = value * 10 + code.charCodeAt(index) - 48;
  return value;
}

export function codeSet(): CodeSet {
  let capacity = 1 << 16;
  let words = new Uint32Array(capacity * WORDS);
  let size = 0;

  // Three words of nine, nine and eight digits hold the 26 digits; the first is kept one higher, so 0 is an empty place.
  function place(high: number, middle: number, low: number): number {
    let slot =
      (Math.imul(high, 0x9e3779b1) ^ Math.imul(middle, 0x85ebca6b) ^ Math.imul(low, 0xc2b2ae35)) >>> 0;
    slot = ((slot ^ (slot >>> 15)) >>> 0) % capacity;
    for (;;) {
      const at = slot * WORDS;
      const held = words[at];
      if (held === 0 || (held === high && words[at + 1] === middle && words[at + 2] === low)) return at;
      slot = slot + 1 === capacity ? 0 : slot + 1;
    }
  }

  function grow(): void {
    const old = words;
    capacity *= 2;
    words = new Uint32Array(capacity * WORDS);
    for (let at = 0; at < old.length; at += WORDS) {
      const high = old[at] ?? 0;
      if (high === 0) continue;
      words.set(old.subarray(at, at + WORDS), place(high, old[at + 1] ?? 0, old[at + 2] ?? 0));
    }
  }

  return {
    get size() {
      return size;
    },
    add(code) {
      const high = nineDigits(code, 1, 10) + 1;
      const middle = nineDigits(code, 10, 19);
      const low = nineDigits(code, 19, 27);
      const at = place(high, middle, low);
      if (words[at] !== 0) return false;
      words[at] = high;
      words[at + 1] = middle;
      words[at + 2] = low;
      size += 1;
      if (size * 2 > capacity) grow();
      return true;
    },
  };
}
