import { createHash, createHmac } from 'node:crypto';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';

/** A store that speaks as much S3 as we need and refuses what is not signed as Signature Version 4 demands. */
export interface FakeS3 {
  readonly address: string;
  readonly objects: Map<string, Buffer>;
  /** Requests that were refused, with why. */
  readonly refused: string[];
  close(): Promise<void>;
}

export interface FakeKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly bucket: string;
}

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The signature of a request by the published algorithm, written apart from the client that is tested. */
function flawOf(request: IncomingMessage, body: Buffer, keys: FakeKeys): string | null {
  const header = request.headers.authorization ?? '';
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (parts === null) return `no signature: ${header}`;
  const [, id, day = '', region = '', names = '', signature] = parts;
  if (id !== keys.accessKeyId || region !== keys.region) return 'another key or region';
  const claimed = String(request.headers['x-amz-content-sha256']);
  if (request.method === 'PUT' && claimed !== sha256(body)) return 'the body is not what was signed';
  if (!names.split(';').includes('host')) return 'the host is not signed';
  const [pathname = '', query = ''] = (request.url ?? '').split('?');
  const canonical = [
    request.method,
    pathname,
    query,
    ...names.split(';').map((name) => `${name}:${String(request.headers[name])}`),
    '',
    names,
    claimed,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const date = String(request.headers['x-amz-date']);
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${keys.secretAccessKey}`, day), region), 's3'), 'aws4_request');
  return hmac(key, text).toString('hex') === signature ? null : 'the signature does not fit';
}

async function listening(server: Server | ReturnType<typeof createSocketServer>): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', () => resolve());
  await promise;
  return (server.address() as AddressInfo).port;
}

export async function fakeS3(keys: FakeKeys): Promise<FakeS3> {
  const objects = new Map<string, Buffer>();
  const refused: string[] = [];
  const answer = async (request: IncomingMessage): Promise<[number, Buffer | string]> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const flaw = flawOf(request, body, keys);
    if (flaw !== null) {
      refused.push(flaw);
      return [403, `<Error><Code>SignatureDoesNotMatch</Code><Message>${flaw}</Message></Error>`];
    }
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
    if (!path.startsWith(`/${keys.bucket}/`)) return [404, '<Error><Code>NoSuchBucket</Code></Error>'];
    const key = path.slice(keys.bucket.length + 2);
    switch (request.method) {
      case 'PUT':
        if (request.headers['content-length'] === undefined) return [411, 'MissingContentLength'];
        objects.set(key, body);
        return [200, ''];
      case 'GET':
        return objects.has(key) ? [200, objects.get(key) ?? ''] : [404, 'NoSuchKey'];
      case 'DELETE':
        objects.delete(key);
        return [204, ''];
      default:
        return [405, ''];
    }
  };
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => response.writeHead(status).end(body));
  });
  const port = await listening(server);
  return {
    address: `http://127.0.0.1:${port}`,
    objects,
    refused,
    close: async () => {
      server.closeAllConnections();
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      await promise;
    },
  };
}

/** Speaks clamd's INSTREAM; finds what holds the test file of the antivirus makers (EICAR). */
export interface FakeClamd {
  readonly address: string;
  /** Bytes of each file it was sent. */
  readonly seen: number[];
  /** While true it hangs up without an answer. */
  away: boolean;
  close(): Promise<void>;
}

const EICAR = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE';

export async function fakeClamd(): Promise<FakeClamd> {
  const seen: number[] = [];
  const state = { away: false };
  const server = createSocketServer((socket) => {
    let got = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (part: Buffer) => {
      got = Buffer.concat([got, part]);
      if (state.away) return void socket.destroy();
      if (got.equals(Buffer.from('zVERSION\0'))) return void socket.end('ClamAV 1.4.0/27000/fake\0');
      const file = unframed(got);
      if (file === null) return;
      seen.push(file.length);
      socket.end(file.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
    });
  });
  const port = await listening(server);
  return {
    address: `127.0.0.1:${port}`,
    seen,
    get away() {
      return state.away;
    },
    set away(value) {
      state.away = value;
    },
    close: async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      await promise;
    },
  };
}

/** The file within 'zINSTREAM\0' and its blocks; null while the closing empty block is not there. */
function unframed(got: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 'zINSTREAM\0'.length; at + 4 <= got.length;) {
    const length = got.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(got.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
