import { Decrypter, Encrypter } from 'age-encryption';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** Public keys (age1…) of those who may read a backup; none: whoever has the file. */
export type Recipients = readonly string[];
/** Secret keys (AGE-SECRET-KEY-…). */
export type Identities = readonly string[];

const AGE = Buffer.from('age-encryption.org/');
/** Between the fastest and the smallest: a backup should not compete with the platform for the processor. */
const GZIP_LEVEL = 4;

async function encrypted(stream: Readable, recipients: Recipients): Promise<Readable> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return Readable.fromWeb((await encrypter.encrypt(Readable.toWeb(stream) as never)) as never);
}

/** `-` is standard output. A file is written beside and renamed when it is whole and on the disk. */
export async function writeOut(
  target: string,
  bytes: AsyncIterable<Buffer>,
  recipients: Recipients,
): Promise<void> {
  const packed = Readable.from(bytes, { objectMode: false }).compose(createGzip({ level: GZIP_LEVEL }));
  const out = recipients.length > 0 ? await encrypted(packed as unknown as Readable, recipients) : packed;
  if (target === '-') {
    await pipeline(out as Readable, process.stdout as Writable, { end: false });
    return;
  }
  const draft = `${target}.part`;
  try {
    await pipeline(out as Readable, createWriteStream(draft, { mode: 0o600 }));
    const file = await open(draft, 'r+');
    await file.sync().finally(() => file.close());
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** The tar inside, whatever it is wrapped in. Throws a sentence when the key is missing or does not fit. */
export async function readIn(source: string, identities: Identities): Promise<Readable> {
  const raw = source === '-' ? process.stdin : createReadStream(source);
  const { first, whole } = await peek(raw, AGE.length);
  if (!first.equals(AGE)) return unpacked(whole);
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  if (identities.length === 0) throw new Error('this backup is encrypted: name its key with --identity-file');
  try {
    const plain = await decrypter.decrypt(Readable.toWeb(whole) as never);
    return unpacked(Readable.fromWeb(plain as never));
  } catch (error) {
    throw new Error('this backup does not open with that key', { cause: error });
  }
}

function unpacked(stream: Readable): Readable {
  const gunzip = createGunzip();
  // An error on the way reaches whoever reads.
  stream.on('error', (error) => gunzip.destroy(error));
  return stream.pipe(gunzip);
}

async function peek(stream: Readable, length: number): Promise<{ first: Buffer; whole: Readable }> {
  const source = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const chunks: Buffer[] = [];
  let have = 0;
  while (have < length) {
    const next = await source.next();
    if (next.done === true) break;
    chunks.push(next.value);
    have += next.value.length;
  }
  const begun = Buffer.concat(chunks);
  async function* all(): AsyncGenerator<Buffer> {
    if (begun.length > 0) yield begun;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  }
  return { first: begun.subarray(0, length), whole: Readable.from(all(), { objectMode: false }) };
}
