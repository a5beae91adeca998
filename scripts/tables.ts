import { readFileSync, writeFileSync } from 'node:fs';
import pg from 'pg';

/**
 * Writes packages/server/src/tables.ts from a migrated database: DATABASE_URL=… node scripts/tables.ts [--verify].
 * numeric(12, 3) is a Quantity, every other numeric is Money; timestamptz is an Instant and date an IsoDate.
 */
const target = new URL('../packages/server/src/tables.ts', import.meta.url);

interface Column {
  table: string;
  name: string;
  type: string;
  scale: number | null;
  nullable: boolean;
  optional: boolean;
}

const plain: Record<string, string> = {
  text: 'string',
  uuid: 'string',
  bytea: 'Buffer',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  xid8: 'string',
  date: 'IsoDate',
  timestamptz: 'Instant',
  jsonb: 'Json',
  _text: 'string[]',
  _uuid: 'string[]',
  _int4: 'number[]',
};

const camel = (name: string): string =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function typeOf({ table, name, type, scale, nullable, optional }: Column): string {
  const base = type === 'numeric' ? (scale === 3 ? 'Quantity' : 'Money') : plain[type];
  if (base === undefined) throw new Error(`no TypeScript type for ${table}.${name}: ${type}`);
  const whole = nullable ? `${base} | null` : base;
  if (!optional || nullable) return whole;
  return whole === 'Json' ? 'JsonWithDefault' : `Generated<${whole}>`;
}

export async function tablesSource(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Column>(
    `select c.relname as table, a.attname as name, t.typname as type,
       case when t.typname = 'numeric' then (a.atttypmod - 4) & 65535 end as scale,
       not a.attnotnull as nullable, a.atthasdef or a.attidentity <> '' as optional
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     join pg_type t on t.oid = a.atttypid
     where c.relkind in ('r', 'p', 'v') and not c.relispartition
     order by c.relname collate "C", a.attname collate "C"`,
  );
  await client.end();
  const tables = Map.groupBy(rows, (row) => row.table);
  const bodies = [...tables].map(
    ([name, columns]) =>
      `  ${camel(name)}: {\n${columns.map((each) => `    ${camel(each.name)}: ${typeOf(each)};`).join('\n')}\n  };`,
  );
  return `// Written by scripts/tables.ts from the migrated database; do not edit.
import type { Money, Quantity } from '@daylight/rules/money.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
import type { ColumnType, Generated } from 'kysely';

/** jsonb: read as a value, written as JSON text. */
export type Json = ColumnType<unknown, string, string>;
/** jsonb with a default: may be left out when a row is written. */
export type JsonWithDefault = ColumnType<unknown, string | undefined, string>;

export interface DB {
${bodies.join('\n')}
}
`;
}

if (import.meta.main) {
  const url = process.env['DATABASE_URL'];
  if (url === undefined) throw new Error('DATABASE_URL is missing');
  const source = await tablesSource(url);
  if (!process.argv.includes('--verify')) writeFileSync(target, source);
  else if (readFileSync(target, 'utf8') !== source)
    throw new Error('tables.ts is not what the database says');
}
