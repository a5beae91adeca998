import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type Socket, connect } from 'node:net';
import path from 'node:path';
import type { OwnGround } from './ground.ts';

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly token: string | null;
  readonly body?: unknown;
}

export interface Heard {
  readonly status: number;
  readonly text: string;
}

/** Connections that wait for their next request, by address. */
const idle = new Map<string, Socket[]>();
const headEnd = Buffer.from('\r\n\r\n');

function connected(address: string): Promise<Socket> {
  const waiting = idle.get(address)?.pop();
  if (waiting?.destroyed === false) return Promise.resolve(waiting);
  const { hostname, port } = new URL(address);
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => resolve(socket));
  socket.on('error', reject);
  return promise;
}

function requestOf(address: string, url: string, { method, token, body }: Asked): string {
  const lines = [`${method} ${url} HTTP/1.1`, `host: ${address.slice('http://'.length)}`];
  if (token !== null) lines.push(`cookie: daylight_session=${token}`);
  if (body === undefined) return `${lines.join('\r\n')}\r\n\r\n`;
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(payload)}`);
  lines.push(`idempotency-key: ${randomUUID()}`);
  return `${lines.join('\r\n')}\r\n\r\n${payload}`;
}

/** The whole answer when it has all come, else null. The platform says the length of everything that is measured here. */
function heard(bytes: Buffer): Heard | null {
  const end = bytes.indexOf(headEnd);
  if (end === -1) return null;
  const head = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without its length: ${head}`);
  const start = end + headEnd.length;
  if (bytes.length < start + Number(length)) return null;
  return { status: Number(head.slice(9, 12)), text: bytes.toString('utf8', start, start + Number(length)) };
}

/**
 * One request on a kept connection, whatever the answer. By hand on the socket: the machine that is measured also runs this
 * side, and Node's own client takes as much of it as a third of the server. A body that is a text goes as it is.
 */
export async function exchange(address: string, url: string, asked: Asked): Promise<Heard> {
  const socket = await connected(address);
  const { promise, resolve, reject } = Promise.withResolvers<Heard>();
  let bytes: Buffer | null = null;
  const take = (chunk: Buffer): void => {
    bytes = bytes === null ? chunk : Buffer.concat([bytes, chunk]);
    try {
      const answer = heard(bytes);
      if (answer !== null) resolve(answer);
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const gone = (): void => reject(new Error(`${url}: the connection was closed before the answer`));
  socket.on('data', take);
  socket.once('close', gone);
  socket.write(requestOf(address, url, asked));
  try {
    const answer = await promise;
    const waiting = idle.get(address) ?? [];
    idle.set(address, waiting);
    waiting.push(socket);
    return answer;
  } finally {
    socket.off('data', take);
    socket.off('close', gone);
  }
}

async function ask(address: string, url: string, asked: Asked): Promise<string> {
  const { status, text } = await exchange(address, url, asked);
  // Loudly, so that no refusal counts as work.
  if (status === 200 || status === 201) return text;
  throw new Error(`${url} answered ${status}: ${text.slice(0, 500)}`);
}

/** One POST on a kept connection; fails on anything but success. */
export function post(address: string, url: string, token: string, body: unknown): Promise<string> {
  return ask(address, url, { method: 'POST', token, body });
}

/** One GET on a kept connection; nobody asks when the token is null. */
export function get(address: string, url: string, token: string | null): Promise<string> {
  return ask(address, url, { method: 'GET', token });
}

/** Where `--profile` puts the processor profiles, to be opened as flame graphs in any browser's developer tools. */
const profiles = process.argv.includes('--profile')
  ? [path.join(import.meta.dirname, 'results', 'profiles')]
  : [];

/** The server of this checkout, or of another one in `folder`: two of them in one run meet the same noise. */
export async function startServerProcess(
  ground: Pick<OwnGround, 'url' | 'dataDir'>,
  folder = path.join(import.meta.dirname, '..'),
): Promise<{ address: string; child: ChildProcess }> {
  const file = path.join(folder, 'bench', 'server-process.ts');
  const child = spawn(process.execPath, [file, ground.url, ground.dataDir, ...profiles], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { address, child };
}

export async function stopServerProcess(child: ChildProcess): Promise<void> {
  for (const socket of [...idle.values()].flat()) socket.destroy();
  idle.clear();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
