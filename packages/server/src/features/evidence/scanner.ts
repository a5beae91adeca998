import { createReadStream } from 'node:fs';
import { connect } from 'node:net';
import type { ClamdAddress } from './settings.ts';

export type ScanVerdict =
  | { readonly outcome: 'clean' }
  | { readonly outcome: 'infected'; readonly found: string }
  /** No answer, or none that can be relied on: the file waits and is scanned again. */
  | { readonly outcome: 'away'; readonly why: string };

/** What looks for viruses. Another product is another implementation of this. */
export interface Scanner {
  readonly name: string;
  readonly place: string;
  scan(path: string): Promise<ScanVerdict>;
  /** Its version when it answers; null when it does not. */
  version(): Promise<string | null>;
}

const BLOCK_BYTES = 256 * 1024;
const ANSWER_BYTES_MAX = 4096;
const SCAN_MS_MAX = 120_000;
const PING_MS_MAX = 3000;

/** ClamAV's daemon by its own protocol (clamd(8), INSTREAM): blocks with their length before, an empty one at the end. */
export function clamdScanner(address: ClamdAddress): Scanner {
  return {
    name: 'ClamAV',
    place: 'path' in address ? address.path : `${address.host}:${address.port}`,
    scan: async (path) => {
      try {
        const answer = await converse(address, framed(path), SCAN_MS_MAX);
        const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
        if (found !== undefined) return { outcome: 'infected', found };
        if (answer === 'stream: OK') return { outcome: 'clean' };
        return { outcome: 'away', why: answer === '' ? 'no answer' : answer };
      } catch (error) {
        return { outcome: 'away', why: (error as Error).message };
      }
    },
    version: async () => {
      try {
        const answer = await converse(address, [Buffer.from('zVERSION\0')], PING_MS_MAX);
        return answer === '' ? null : answer;
      } catch {
        return null;
      }
    },
  };
}

async function* framed(path: string): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  for await (const block of createReadStream(path, { highWaterMark: BLOCK_BYTES })) {
    const bytes = block as Buffer;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    yield length;
    yield bytes;
  }
  yield Buffer.alloc(4);
}

/** Sends everything and gives the answer up to its closing zero. Throws when the daemon is away or slow. */
async function converse(
  address: ClamdAddress,
  parts: AsyncIterable<Buffer> | Iterable<Buffer>,
  msMax: number,
): Promise<string> {
  const socket = connect(address);
  socket.setTimeout(msMax, () => socket.destroy(new Error('the scanner does not answer in time')));
  const answered = Promise.withResolvers<string>();
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (part: string) => {
    text = (text + part).slice(0, ANSWER_BYTES_MAX);
    if (text.includes('\0')) answered.resolve(text);
  });
  socket.on('error', (error) => answered.reject(error));
  socket.on('close', () => answered.resolve(text));
  const sending = (async () => {
    for await (const part of parts) {
      // It may have said no and hung up in the middle: its answer counts.
      if (socket.destroyed || !socket.writable) return;
      if (!socket.write(part)) await drained(socket);
    }
  })();
  try {
    const [answer] = await Promise.all([answered.promise, sending]);
    return answer.replaceAll('\0', '').trim();
  } finally {
    socket.destroy();
  }
}

function drained(socket: ReturnType<typeof connect>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = (): void => {
    socket.off('drain', done);
    socket.off('close', done);
    resolve();
  };
  socket.once('drain', done);
  socket.once('close', done);
  return promise;
}
