import type { ContentRefusal } from '@daylight/api/evidence.ts';
import {
  type Container,
  type FileType,
  activeDeclaration,
  activePart,
  containerOf,
  fileTypes,
  isBomb,
  isWhole,
  packedType,
  pdfSays,
  unpackLimits,
} from '@daylight/rules/evidence/file-type.ts';
import type { Coded } from '@daylight/rules/policy/shapes.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { open, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, inflate } from 'node:zlib';
import yauzl from 'yauzl';

export type Inspected = Result<
  FileType,
  Exclude<ContentRefusal, 'evidence.infected' | 'evidence.hashDiffers'>
>;

const HEAD_BYTES = 4 * 1024 * 1024;
const TAIL_BYTES = 66_000;

/** What a file is by its content, or why it is not taken. `accepted` are the types of the pack. */
export async function inspect(path: string, accepted: readonly Coded[]): Promise<Inspected> {
  const { head, tail } = await endsOf(path);
  const types = accepted.map((each) => each.zh).join('、');
  const container = containerOf(head);
  if (container === null) return refuse('evidence.typeUnknown', { facts: { types } });
  if (container === 'ole') {
    // A password turns an office file into an OLE file whose directory names the encrypted package.
    const encrypted = head.includes(Buffer.from('EncryptedPackage', 'utf16le'));
    return refuse(encrypted ? 'evidence.encrypted' : 'evidence.oldOffice');
  }
  if (!isWhole(container, tail)) return refuse('evidence.cutOff');
  const found = await typeIn(path, container);
  if (!found.ok) return found.code === 'evidence.typeUnknown' ? { ...found, facts: { types } } : found;
  const known = accepted.some((each) => each.code === found.value);
  return known ? found : refuse('evidence.typeNotAccepted', { facts: { found: found.value, types } });
}

async function endsOf(path: string): Promise<{ head: Buffer; tail: Buffer }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
    await file.read(head, 0, head.length, 0);
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    await file.read(tail, 0, tail.length, size - tail.length);
    return { head, tail };
  } finally {
    await file.close();
  }
}

async function typeIn(path: string, container: Exclude<Container, 'ole'>): Promise<Inspected> {
  switch (container) {
    case 'png':
    case 'jpeg':
      return ok(container);
    case 'pdf':
      return inspectPdf(path);
    case 'zip':
      return inspectZip(path);
  }
}

const STREAMS_MAX = 5000;
const OBJECTS_BYTES_MAX = 16 * 1024 * 1024;
const inflating = promisify(inflate);

/** Objects of a PDF stand in the open or, since 1.5, packed in object streams; contents of pages are passed over. */
async function inspectPdf(path: string): Promise<Inspected> {
  const bytes = await readFile(path);
  const text = bytes.toString('latin1');
  const open: string[] = [];
  let at = 0;
  for (let count = 0; at < text.length; count += 1) {
    const start = /\bstream\r?\n/g;
    start.lastIndex = at;
    const found = start.exec(text);
    const objects = text.slice(at, found?.index ?? text.length);
    open.push(objects);
    if (found === null) break;
    const body = found.index + found[0].length;
    const end = text.indexOf('endstream', body);
    if (end < 0) break;
    if (count < STREAMS_MAX && isObjectStream(objects)) open.push(await unpacked(bytes.subarray(body, end)));
    at = end + 'endstream'.length;
  }
  const { encrypted, active } = pdfSays(open.join('\n'));
  if (encrypted) return refuse('evidence.encrypted');
  return active === null ? ok('pdf') : refuse('evidence.activeContent', { facts: { found: active } });
}

/** The dictionary just before a stream says what it holds. */
function isObjectStream(objects: string): boolean {
  return /\/ObjStm\b/.test(objects.slice(objects.lastIndexOf(' obj')));
}

async function unpacked(packed: Buffer): Promise<string> {
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: OBJECTS_BYTES_MAX };
    return (await inflating(packed, options)).toString('latin1');
  } catch {
    // Another packing than the usual one, or damaged: readers pass over it, and so do we.
    return '';
  }
}

type Zip = yauzl.ZipFile;
const SMALL_PART_BYTES_MAX = 4 * 1024 * 1024;

async function inspectZip(path: string): Promise<Inspected> {
  const zip = await openZip(path);
  if (zip === null) return refuse('evidence.cutOff');
  try {
    if (zip.entryCount > unpackLimits.entriesMax) return refuse('evidence.bomb');
    const entries = await entriesOf(zip);
    if (entries === null) return refuse('evidence.cutOff');
    if (entries.some((entry) => entry.isEncrypted())) return refuse('evidence.encrypted');
    const names = new Set(entries.map((entry) => entry.fileName));
    const type = packedType(names);
    if (type === null) return refuse('evidence.typeUnknown');
    if (type === 'pptx') return refuse('evidence.typeNotAccepted', { facts: { found: 'pptx' } });
    const parts = entries.map((entry) => ({
      packedBytes: entry.compressedSize,
      unpackedBytes: entry.uncompressedSize,
    }));
    if (isBomb(parts)) return refuse('evidence.bomb');
    const active = activePart(names);
    if (active !== null) return refuse('evidence.activeContent', { facts: { found: active } });
    return await readThrough(zip, entries, type);
  } finally {
    zip.close();
  }
}

/** The directory of an archive is only a claim: every part is unpacked and counted, and what declares parts is read. */
async function readThrough(zip: Zip, entries: readonly yauzl.Entry[], type: FileType): Promise<Inspected> {
  for (const entry of entries) {
    if (entry.fileName.endsWith('/')) continue;
    const declares = entry.fileName === '[Content_Types].xml' || entry.fileName.endsWith('.rels');
    if (declares && entry.uncompressedSize > SMALL_PART_BYTES_MAX) return refuse('evidence.bomb');
    const kept: Buffer[] = [];
    try {
      let size = 0;
      for await (const block of await zip.openReadStreamPromise(entry)) {
        size += (block as Buffer).length;
        if (size > entry.uncompressedSize) return refuse('evidence.bomb');
        if (declares) kept.push(block as Buffer);
      }
    } catch (error) {
      return refuse(/too many bytes/.test((error as Error).message) ? 'evidence.bomb' : 'evidence.cutOff');
    }
    const found = declares ? activeDeclaration(Buffer.concat(kept).toString('utf8')) : null;
    if (found !== null) return refuse('evidence.activeContent', { facts: { found } });
  }
  return ok(type);
}

async function openZip(path: string): Promise<Zip | null> {
  const { promise, resolve } = Promise.withResolvers<Zip | null>();
  yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) =>
    resolve(error === null ? zip : null),
  );
  return promise;
}

async function entriesOf(zip: Zip): Promise<yauzl.Entry[] | null> {
  const { promise, resolve } = Promise.withResolvers<yauzl.Entry[] | null>();
  const entries: yauzl.Entry[] = [];
  zip.on('error', () => resolve(null));
  zip.on('end', () => resolve(entries));
  zip.on('entry', (entry: yauzl.Entry) => {
    entries.push(entry);
    zip.readEntry();
  });
  zip.readEntry();
  return promise;
}

export function mediaTypeOf(type: FileType): string {
  return fileTypes[type].mediaType;
}
