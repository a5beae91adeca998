import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DemoAccount } from '../packages/server/src/demo/load.ts';
import type { Settings } from './settings.ts';
import { ask, table, type Progress } from './terminal.ts';

const DEMO_SEED = 20_261_122;

/** What this installation noted about its demo: half loaded when a load was cut short. */
type Demo =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly accounts: readonly DemoAccount[] };

export interface Installation {
  readonly demo: Demo | null;
  readonly hasAccounts: boolean;
}

async function query<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'daylight start' });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

export async function readInstallation(url: string): Promise<Installation> {
  const rows = await query<{ demo: Demo | null; has_accounts: boolean }>(
    url,
    `select (select value from installation.note where key = 'demo') as demo,
       exists (select from account) as has_accounts`,
  );
  return { demo: rows[0]?.demo ?? null, hasAccounts: rows[0]?.has_accounts ?? false };
}

async function noteDemo(url: string, demo: Demo): Promise<void> {
  await query(
    url,
    `insert into installation.note (key, value) values ('demo', $1)
     on conflict (key) do update set value = excluded.value`,
    [JSON.stringify(demo)],
  );
}

/** Fills an empty database with the demo province; noted before and after, so that half a demo is recognised. */
export async function loadDemoProvince(
  url: string,
  dataDir: string,
  log: (line: string) => void,
): Promise<readonly DemoAccount[]> {
  await noteDemo(url, { state: 'loading' });
  const { loadDemo } = await import('../packages/server/src/demo/load.ts');
  const accounts = await loadDemo({ url, dataDir, seed: DEMO_SEED, log });
  await noteDemo(url, { state: 'ready', accounts });
  return accounts;
}

/** Makes the embedded database anew, for a demo whose load was cut short. `url` is the owner's. */
export async function recreateDatabase(url: string): Promise<void> {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1)).replaceAll('"', '""');
  target.pathname = '/postgres';
  await query(target.href, `drop database "${name}" with (force)`);
  await query(target.href, `create database "${name}"`);
}

export function accountsTable(accounts: readonly DemoAccount[]): string {
  const rows = accounts.map((each) => [each.login, each.password, each.role, each.organisation]);
  return table([['sign in as', 'password', 'role', 'organisation'], ...rows]);
}

/** From the environment, or asked for on a terminal, or made up and printed once. */
export async function setUpAdministrator(url: string, settings: Settings, progress: Progress): Promise<void> {
  const { createFirstAdministrator } =
    await import('../packages/server/src/features/account/first-administrator.ts');
  const asking = process.stdin.isTTY === true && settings.administrator.password === null;
  if (asking) console.log('This installation has no users yet. Who is its first administrator?');
  for (;;) {
    const made =
      settings.administrator.password === null && !asking ? randomBytes(15).toString('base64url') : null;
    const login = settings.administrator.login ?? (asking ? await ask('  name to sign in with: ') : 'admin');
    const password = settings.administrator.password ?? made ?? (await askTwice());
    const created = await createFirstAdministrator({ url, login, password });
    if (created.ok) {
      progress.say(`✓ first administrator: ${login}`);
      if (made !== null) progress.say(`  password, shown this once: ${made}`);
      return;
    }
    const why = `${created.code} ${JSON.stringify(created.facts)}`;
    if (!asking) throw new Error(`the first administrator was refused: ${why}`);
    console.log(`  not accepted: ${why}`);
  }
}

async function askTwice(): Promise<string> {
  for (;;) {
    const password = await ask('  password: ', true);
    if (password === (await ask('  password again: ', true))) return password;
    console.log('  the two differ');
  }
}
