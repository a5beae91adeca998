import type pg from 'pg';
import { z } from 'zod';

/** What the first file of a backup says: what is needed before the first row is read. */
export const head = z.object({
  format: z.literal(1),
  madeAt: z.string(),
  /** Applied migrations, by which the tables are laid before they are filled. */
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })),
  /** What the installation noted about itself, e.g. that it is a demo. */
  notes: z.array(z.object({ key: z.string(), value: z.unknown() })),
  partitions: z.array(z.object({ parent: z.string(), month: z.string() })),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
});
export type Head = z.output<typeof head>;

export const tally = z.object({ rows: z.number().int(), bytes: z.number().int(), sha256: z.string() });
export type Tally = z.output<typeof tally>;

/** What the last file says: what must have been read for the backup to be whole. */
export const tail = z.object({
  tables: z.record(z.string(), tally),
  files: z.number().int(),
  /** Evidence that the database knows and the store did not have. */
  missing: z.array(z.string()),
  /** Where the chain of each province stood. */
  journal: z.array(z.object({ province: z.number(), position: z.number(), chainHash: z.string() })),
  /** True when the installation's secret lies in the backup. */
  secret: z.boolean(),
});
export type Tail = z.output<typeof tail>;

export const headName = 'daylight.json';
export const tailName = 'whole.json';

async function rowsOf<Row extends pg.QueryResultRow>(client: pg.Client, text: string): Promise<Row[]> {
  return (await client.query<Row>(text)).rows;
}

/**
 * Tables whose rows are data. Sessions, locks and runs of jobs (kind 'local') belong to one installation: a session that was
 * ended must not come back with a backup.
 */
const TABLES = `
  select c.relname as name, array_agg(quote_ident(a.attname) order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and not exists (select from app.table_kind k where k.name = c.relname and k.kind = 'local')
  group by c.relname order by c.relname`;

const PARTITIONS = `
  select p.relname as parent, to_char(to_date(right(c.relname, 7), 'YYYY_MM'), 'YYYY-MM-DD') as month
  from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
  where p.relkind = 'p' and p.relnamespace = 'public'::regnamespace and c.relname ~ '_\\d{4}_\\d{2}$'
  order by 1, 2`;

export async function readHead(client: pg.Client, madeAt: string): Promise<Head> {
  return {
    format: 1,
    madeAt,
    migrations: await rowsOf(
      client,
      'select name, sha256 from installation.migration where applied_at is not null order by name',
    ),
    notes: await rowsOf(client, 'select key, value from installation.note order by key'),
    partitions: await rowsOf(client, PARTITIONS),
    tables: await rowsOf(client, TABLES),
  };
}

export async function journalHeads(client: pg.Client): Promise<Tail['journal']> {
  return rowsOf(
    client,
    `select province, position::int, encode(chain_hash, 'hex') as "chainHash" from journal_head
     order by province`,
  );
}

export interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Taken away while rows come in table by table, and put back, which checks them all. */
export async function foreignKeys(client: pg.Client): Promise<ForeignKey[]> {
  return rowsOf(
    client,
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint
     where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace order by 1, 2`,
  );
}

/** Tables with a second wall that holds for the owner too, who must write every row now. */
export async function walledTables(client: pg.Client): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    client,
    `select quote_ident(relname) as name from pg_class
     where relnamespace = 'public'::regnamespace and relforcerowsecurity order by 1`,
  );
  return rows.map((row) => row.name);
}
