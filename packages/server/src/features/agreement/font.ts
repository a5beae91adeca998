import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';

const files = createRequire(import.meta.url);
const unpacked = new Map<string, Buffer>();

/**
 * Noto Sans SC for printing. The packed form (WOFF) unpacks its tables at each look, which takes seconds for a page; unpacked
 * once, a page takes milliseconds.
 */
export function chineseFont(weight: '400' | '700'): Buffer {
  const known = unpacked.get(weight);
  if (known !== undefined) return known;
  const name = `@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff`;
  const font = unpack(readFileSync(files.resolve(name)));
  unpacked.set(weight, font);
  return font;
}

const headBytes = 12;
const entryBytes = 16;

/** WOFF 1.0 to the plain font file it holds (W3C Recommendation, 2012, § 4 to 6). */
export function unpack(packed: Buffer): Buffer {
  const count = packed.readUInt16BE(12);
  const directory = Buffer.alloc(headBytes + entryBytes * count);
  const power = Math.floor(Math.log2(count));
  directory.writeUInt32BE(packed.readUInt32BE(4), 0);
  directory.writeUInt16BE(count, 4);
  directory.writeUInt16BE(entryBytes * 2 ** power, 6);
  directory.writeUInt16BE(power, 8);
  directory.writeUInt16BE(entryBytes * (count - 2 ** power), 10);
  const parts: Buffer[] = [directory];
  let at = directory.length;
  for (let index = 0; index < count; index += 1) {
    const from = 44 + index * 20;
    const [offset, size, length] = [4, 8, 12].map((skip) => packed.readUInt32BE(from + skip)) as [
      number,
      number,
      number,
    ];
    const stored = packed.subarray(offset, offset + size);
    const table = size < length ? inflateSync(stored) : stored;
    const entry = headBytes + entryBytes * index;
    packed.copy(directory, entry, from, from + 4);
    packed.copy(directory, entry + 4, from + 16, from + 20);
    directory.writeUInt32BE(at, entry + 8);
    directory.writeUInt32BE(length, entry + 12);
    // Tables begin at multiples of four bytes.
    const filled = Buffer.concat([table, Buffer.alloc((4 - (length % 4)) % 4)]);
    parts.push(filled);
    at += filled.length;
  }
  return Buffer.concat(parts);
}
