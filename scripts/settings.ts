import path from 'node:path';
import { ROOT } from './web-build.ts';

export interface Settings {
  /** Another PostgreSQL than the embedded one, connected as the owner of the database. */
  readonly databaseUrl: string | null;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** No demo; the first administrator is asked for. */
  readonly empty: boolean;
  readonly demoBeyondLoopback: boolean;
  readonly administrator: { readonly login: string | null; readonly password: string | null };
}

const PORT = 8080;

export const USAGE = `npm start                 start with the demo province (synthetic data)
npm start -- --empty      start without it and set up the first administrator

PORT                      ${PORT} unless set
HOST                      127.0.0.1 unless set
DATA_DIR                  .data unless set: the embedded database and uploaded files
DATABASE_URL              a PostgreSQL 18 of your own instead of the embedded one, as its owner
DAYLIGHT_ADMIN_LOGIN, DAYLIGHT_ADMIN_PASSWORD
                          the first administrator, when nobody is there to be asked
DAYLIGHT_ALLOW_DEMO_REMOTE=1
                          lets others than this machine reach the demo and its published passwords`;

/** What the environment and the command line ask for. Throws at a word that nobody knows, with the usage. */
export function readSettings(env: NodeJS.ProcessEnv, words: readonly string[]): Settings {
  const unknown = words.filter((word) => word !== '--empty');
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(' ')}\n\n${USAGE}`);
  const text = (name: string): string | null =>
    env[name] === undefined || env[name] === '' ? null : env[name];
  const port = Number(text('PORT') ?? PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT is no port: ${env['PORT']}`);
  return {
    databaseUrl: text('DATABASE_URL'),
    host: text('HOST') ?? '127.0.0.1',
    port,
    dataDir: path.resolve(ROOT, text('DATA_DIR') ?? '.data'),
    empty: words.includes('--empty'),
    demoBeyondLoopback: env['DAYLIGHT_ALLOW_DEMO_REMOTE'] === '1',
    administrator: { login: text('DAYLIGHT_ADMIN_LOGIN'), password: text('DAYLIGHT_ADMIN_PASSWORD') },
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
