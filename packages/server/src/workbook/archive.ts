import { open, stat } from 'node:fs/promises';
import { PassThrough, type Readable, pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import yauzl from 'yauzl';
import { type WorkbookLimits, WorkbookProblem } from './refusals.ts';

/** The parts of a workbook file, checked before anything is unpacked. Owns a file handle. */
export interface Archive {
  readonly names: ReadonlySet<string>;
  sizeOf(name: string): number;
  /** Unpacked bytes of a part; fails when they are more than the directory says or their checksum differs. */
  stream(name: string): Promise<Readable>;
  /** A small part as text; null when there is none. */
  text(name: string): Promise<string | null>;
  close(): void;
}

const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const ENTRIES_MAX = 2000;
const SMALL_PART_BYTES_MAX = 16 * 1024 * 1024;
const RATIO_MATTERS_FROM_BYTES = 16 * 1024 * 1024;
/** One hop between threads for each block costs more than unpacking a small one. */
const BLOCK_BYTES = 512 * 1024;
const DEFLATED = 8;
const STORED = 0;

/** Throws WorkbookProblem for what is no plain .xlsx: wrong kind, encrypted, with macros, damaged, a bomb. */
export async function openArchive(path: string, limits: WorkbookLimits): Promise<Archive> {
  await checkKind(path, limits);
  const zip = await openZip(path);
  try {
    const entries = await readEntries(zip, limits);
    return archiveOf(zip, entries);
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function checkKind(path: string, limits: WorkbookLimits): Promise<void> {
  const { size } = await stat(path);
  if (size === 0) throw new WorkbookProblem('workbook.empty');
  if (size > limits.fileBytesMax) {
    throw new WorkbookProblem('workbook.tooLarge', {
      megabytes: Math.floor(limits.fileBytesMax / 1_048_576),
    });
  }
  const file = await open(path);
  try {
    const head = Buffer.alloc(Math.min(size, 4 * 1024 * 1024));
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const start = head.subarray(0, bytesRead);
    if (start.subarray(0, 4).equals(ZIP)) return;
    if (!start.subarray(0, 8).equals(OLE)) throw new WorkbookProblem('workbook.notAWorkbook');
    // A password turns an .xlsx into an OLE file whose directory names the encrypted package.
    const encrypted = start.includes(Buffer.from('EncryptedPackage', 'utf16le'));
    throw new WorkbookProblem(encrypted ? 'workbook.encrypted' : 'workbook.oldFormat');
  } finally {
    await file.close();
  }
}

async function openZip(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      // The directory stands at the end of the file: a cut file has none.
      if (error === null) resolve(zip);
      else reject(new WorkbookProblem('workbook.broken', { detail: error.message }));
    });
  });
}

async function readEntries(zip: yauzl.ZipFile, limits: WorkbookLimits): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  let unpacked = 0;
  if (zip.entryCount > ENTRIES_MAX) throw new WorkbookProblem('workbook.expandsTooMuch');
  await new Promise<void>((resolve, reject) => {
    zip.on('error', (error: Error) =>
      reject(new WorkbookProblem('workbook.broken', { detail: error.message })),
    );
    zip.on('end', resolve);
    zip.on('entry', (entry: yauzl.Entry) => {
      try {
        unpacked += entry.uncompressedSize;
        checkEntry(entry, unpacked, limits);
        entries.set(entry.fileName, entry);
        zip.readEntry();
      } catch (error) {
        reject(error as Error);
      }
    });
    zip.readEntry();
  });
  if (!entries.has('[Content_Types].xml')) throw new WorkbookProblem('workbook.notAWorkbook');
  return entries;
}

function checkEntry(entry: yauzl.Entry, unpacked: number, limits: WorkbookLimits): void {
  const { fileName, uncompressedSize, compressedSize, compressionMethod } = entry;
  if (entry.isEncrypted()) throw new WorkbookProblem('workbook.encrypted');
  if (/vbaProject|\.bas$|macrosheets\//i.test(fileName)) throw new WorkbookProblem('workbook.macros');
  if (compressionMethod !== DEFLATED && compressionMethod !== STORED) {
    throw new WorkbookProblem('workbook.broken', { detail: `compression method ${compressionMethod}` });
  }
  const ratio = uncompressedSize / Math.max(compressedSize, 1);
  const swollen = uncompressedSize > RATIO_MATTERS_FROM_BYTES && ratio > limits.ratioMax;
  if (swollen || unpacked > limits.unpackedBytesMax) throw new WorkbookProblem('workbook.expandsTooMuch');
}

function archiveOf(zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>): Archive {
  const entryOf = (name: string): yauzl.Entry => {
    const entry = entries.get(name);
    if (entry === undefined) throw new WorkbookProblem('workbook.broken', { detail: `no part ${name}` });
    return entry;
  };
  const stream = async (name: string): Promise<Readable> => unpack(zip, entryOf(name));
  return {
    names: new Set(entries.keys()),
    sizeOf: (name) => entryOf(name).uncompressedSize,
    stream,
    text: async (name) => {
      if (!entries.has(name)) return null;
      if (entryOf(name).uncompressedSize > SMALL_PART_BYTES_MAX)
        throw new WorkbookProblem('workbook.expandsTooMuch');
      const parts: Buffer[] = [];
      for await (const part of await stream(name)) parts.push(part as Buffer);
      return Buffer.concat(parts)
        .toString('utf8')
        .replace(/^\uFEFF/, '');
    },
    close: () => zip.close(),
  };
}

async function unpack(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  const raw = await zip
    .openReadStreamPromise(entry, { decodeFileData: false })
    .catch((error: Error) =>
      Promise.reject(new WorkbookProblem('workbook.broken', { detail: error.message })),
    );
  // Some blocks are unpacked ahead, on another thread, while rows are read.
  const ahead = new PassThrough({ highWaterMark: 2 * BLOCK_BYTES });
  const unpacked =
    entry.compressionMethod === DEFLATED ? createInflateRaw({ chunkSize: BLOCK_BYTES }) : new PassThrough();
  pipeline(raw, unpacked, ahead, () => undefined);
  return verified(ahead, entry);
}

/** The zip directory is only a claim: what comes out is counted and summed. */
function verified(unpacked: Readable, entry: yauzl.Entry): Readable {
  async function* checked() {
    let size = 0;
    let sum = 0;
    try {
      for await (const block of unpacked) {
        size += (block as Buffer).length;
        if (size > entry.uncompressedSize) throw new WorkbookProblem('workbook.expandsTooMuch');
        sum = crc32(block as Buffer, sum);
        yield block as Buffer;
      }
    } catch (error) {
      if (error instanceof WorkbookProblem) throw error;
      throw new WorkbookProblem('workbook.broken', { detail: (error as Error).message });
    }
    if (size !== entry.uncompressedSize || sum !== entry.crc32) {
      throw new WorkbookProblem('workbook.broken', { detail: `checksum of ${entry.fileName}` });
    }
  }
  return checked() as unknown as Readable;
}
