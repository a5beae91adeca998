import { existsSync } from 'node:fs';
import path from 'node:path';
import { installedBinaries } from '@daylight/server/embedded/binaries.ts';
import pg from 'pg';

/** ARCHITECTURE § Scale 5, asked of every statement that the application's role really sent in this run. */
const library = 'pg_stat_statements';

/** Settings that let the test server remember statements; null where the binaries lack the library. */
export function recording(): Readonly<Record<string, string>> | null {
  const file = path.join(installedBinaries().root, 'lib/postgresql', `${library}.so`);
  return existsSync(file)
    ? {
        shared_preload_libraries: `'${library}'`,
        [`${library}.max`]: '20000',
        [`${library}.track_utility`]: 'off',
      }
    : null;
}

const volatile =
  /\b(now|clock_timestamp|statement_timestamp|random|gen_random_uuid|uuidv4|uuidv7|nextval)\s*\(|\bcurrent_timestamp\b/;

/** What keeps a statement from running where provinces are spread over nodes; null when nothing does. */
export function unfit(text: string, provinceTables: ReadonlySet<string>): string | null {
  const statement = text.toLowerCase().replaceAll(/\s+/g, ' ').replaceAll('"', '');
  if (/\bmerge into\b/.test(statement)) return 'merge';
  const set = [
    ...statement.matchAll(
      /\b(?:do update|update \S+(?: as \S+| \S+)?) set (.+?)(?= where | from | returning |$)/g,
    ),
  ];
  if (set.some(([, values = '']) => volatile.test(values))) return 'a volatile function in an update';
  const tables = [...statement.matchAll(/\b(?:from|join|into|update) (?:only )?(?:public\.)?([a-z_]+)/g)];
  const own = tables.map(([, table = '']) => table).filter((table) => provinceTables.has(table));
  if (own.length > 0 && !/\bprovince\b/.test(statement)) return `no province for ${own[0]}`;
  return null;
}

/** Reads what was sent since the server started, from all databases of it. */
export async function unfitStatements(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create extension if not exists ${library}`);
    const { rows: tables } = await client.query<{ name: string }>(
      `select name from app.table_kind where kind = 'province'`,
    );
    const { rows } = await client.query<{ query: string }>(
      `select distinct query from ${library} where userid = 'daylight_app'::regrole`,
    );
    const names = new Set(tables.map((table) => table.name));
    return rows.flatMap(({ query }) => {
      const why = unfit(query, names);
      return why === null ? [] : [`${why}: ${query.replaceAll(/\s+/g, ' ').slice(0, 400)}`];
    });
  } finally {
    await client.end();
  }
}
