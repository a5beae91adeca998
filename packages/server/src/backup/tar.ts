import type { Readable } from 'node:stream';

/** One file inside a tar. */
export interface Entry {
  readonly name: string;
  readonly bytes: Buffer;
}

const BLOCK = 512;
/** Far more than any part we write; a header that says more is no header of ours. */
const ENTRY_BYTES_MAX = 1024 ** 3;

function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`;
}

/** A header of POSIX tar (ustar), which every tar reads. */
function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > 99) throw new Error(`name too long for a tar: ${name}`);
  block.write(name, 0);
  block.write(octal(0o600, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** Entries as the bytes of a tar, ended as tar wants it. */
export async function* writeTar(entries: AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  for await (const { name, bytes } of entries) {
    yield header(name, bytes.length);
    yield bytes;
    yield Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** Reads exactly as much as is asked for; null at the end. */
function reader(stream: Readable) {
  const chunks: Buffer[] = [];
  let have = 0;
  const source = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return async (length: number): Promise<Buffer | null> => {
    while (have < length) {
      const next = await source.next();
      if (next.done === true) return null;
      chunks.push(next.value);
      have += next.value.length;
    }
    const all = Buffer.concat(chunks);
    chunks.length = 0;
    if (all.length > length) chunks.push(all.subarray(length));
    have = all.length - length;
    return all.subarray(0, length);
  };
}

/** The files of a tar that writeTar wrote. Throws when it ends in the middle. */
export async function* readTar(stream: Readable): AsyncGenerator<Entry> {
  const read = reader(stream);
  for (;;) {
    const block = await read(BLOCK);
    if (block === null) throw new Error('the backup ends in the middle');
    if (block[0] === 0) return;
    const name = block.toString('utf8', 0, block.indexOf(0));
    const size = parseInt(block.toString('latin1', 124, 135), 8);
    if (block.toString('latin1', 257, 262) !== 'ustar' || !(size >= 0) || size > ENTRY_BYTES_MAX)
      throw new Error('this is no backup of Daylight, or it is damaged');
    const bytes = await read(size + ((BLOCK - (size % BLOCK)) % BLOCK));
    if (bytes === null) throw new Error('the backup ends in the middle');
    yield { name, bytes: bytes.subarray(0, size) };
  }
}
