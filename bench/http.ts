import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import type { OwnGround } from './ground.ts';

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly token: string | null;
  readonly body?: unknown;
}

function ask(address: string, url: string, { method, token, body }: Asked): Promise<string> {
  const payload = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${address}${url}`,
      {
        method,
        agent,
        headers: {
          ...(body === undefined
            ? {}
            : {
                'content-type': 'application/json',
                'content-length': Buffer.byteLength(payload),
                'idempotency-key': randomUUID(),
              }),
          ...(token === null ? {} : { cookie: `daylight_session=${token}` }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          // Loudly, so that no refusal counts as work.
          if (response.statusCode === 200 || response.statusCode === 201) resolve(text);
          else reject(new Error(`${url} answered ${response.statusCode}: ${text.slice(0, 500)}`));
        });
      },
    );
    request.on('error', reject);
    request.end(payload);
  });
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
  ? [`--cpu-prof`, `--cpu-prof-dir=${path.join(import.meta.dirname, 'results', 'profiles')}`]
  : [];

export async function startServerProcess(
  ground: Pick<OwnGround, 'url' | 'dataDir'>,
): Promise<{ address: string; child: ChildProcess }> {
  const file = path.join(import.meta.dirname, 'server-process.ts');
  const child = spawn(process.execPath, [...profiles, file, ground.url, ground.dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { address, child };
}

export async function stopServerProcess(child: ChildProcess): Promise<void> {
  agent.destroy();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
