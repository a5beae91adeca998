import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { readMarks, spreading, uncutting } from '../support/citus.ts';
import { unfit } from '../support/sent-statements.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

/** ARCHITECTURE § Scale, asked of the catalogue of the migrated database: what would keep the provinces from being spread. */
let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

const names = async (text: string): Promise<string[]> =>
  (await world.sql<{ name: string }>(text)).map((row) => row.name);

const tables = `select c.oid, c.relname, c.relkind, k.kind from pg_class c left join app.table_kind k on k.name = c.relname
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;

test('every table says which of the three kinds it is, and none is marked that is not there (rule 1)', async () => {
  expect(await names(`select relname as name from (${tables}) t where kind is null`)).toEqual([]);
  expect(
    await names(`select name from app.table_kind where to_regclass('public.' || quote_ident(name)) is null`),
  ).toEqual([]);
  expect(
    (await names(`select relname as name from (${tables}) t where kind = 'province'`)).length,
  ).toBeGreaterThan(50);
});

test('a province table has its province as a smallint that is never missing (rule 1)', async () => {
  const wrong = await names(
    `select relname as name from (${tables}) t where kind = 'province' and not exists (
       select from pg_attribute a where a.attrelid = t.oid and a.attname = 'province' and a.atttypid = 'int2'::regtype and a.attnotnull)`,
  );
  expect(wrong).toEqual([]);
});

test('every table has a primary key, and in a province table each key and unique index has the province in it (rule 2)', async () => {
  const keyless = await names(
    `select relname as name from (${tables}) t where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)`,
  );
  expect(keyless).toEqual([]);
  const wrong = await names(
    `select i.indexrelid::regclass::text as name from (${tables}) t join pg_index i on i.indrelid = t.oid and i.indisunique
     where t.kind = 'province' and not exists (
       select from pg_attribute a where a.attrelid = t.oid and a.attname = 'province' and a.attnum = any (i.indkey))`,
  );
  expect(wrong).toEqual([]);
  const late = await names(
    `select t.relname as name from (${tables}) t join pg_index i on i.indrelid = t.oid and i.indisprimary
     join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0] where t.kind = 'province' and a.attname <> 'province'`,
  );
  expect(late).toEqual([]);
});

const keys = `select f.conname, f.confdeltype, f.confupdtype, s.kind as source, r.kind as target,
    exists (select from unnest(f.conkey, f.confkey) as u (own, theirs)
      join pg_attribute a on a.attrelid = f.conrelid and a.attnum = u.own
      join pg_attribute b on b.attrelid = f.confrelid and b.attnum = u.theirs
      where a.attname = 'province' and b.attname = 'province') as by_province
  from pg_constraint f join (${tables}) s on s.oid = f.conrelid join (${tables}) r on r.oid = f.confrelid
  where f.contype = 'f' and f.conparentid = 0`;

test('foreign keys between province tables go by the province; none leads from a shared or local table to one (rule 3)', async () => {
  const split = await names(
    `select conname as name from (${keys}) k where source = 'province' and target = 'province' and not by_province`,
  );
  expect(split).toEqual([]);
  const upwards = await names(
    `select conname as name from (${keys}) k where source <> 'province' and target = 'province'`,
  );
  expect(upwards).toEqual([]);
  // A node of the provinces does not have the tables of the one node.
  expect(
    await names(`select conname as name from (${keys}) k where source <> 'local' and target = 'local'`),
  ).toEqual([]);
});

test('no foreign key sets null or changes what it leads to (rule 3)', async () => {
  const wrong = await names(
    `select conname as name from (${keys}) k where confdeltype in ('n', 'd') or confupdtype not in ('a', 'r')`,
  );
  expect(wrong).toEqual([]);
});

test('no table has a trigger, a rule, an exclusion or a sequence of its own (rules 2 and 4)', async () => {
  expect(
    await names(
      `select tgname as name from pg_trigger g join pg_class c on c.oid = g.tgrelid
       where not tgisinternal and c.relnamespace = 'public'::regnamespace`,
    ),
  ).toEqual([]);
  expect(
    await names(
      `select rulename as name from pg_rules where schemaname = 'public' and rulename <> '_RETURN'`,
    ),
  ).toEqual([]);
  expect(
    await names(
      `select conname as name from pg_constraint where contype = 'x' and connamespace = 'public'::regnamespace`,
    ),
  ).toEqual([]);
  expect(
    await names(
      `select relname as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace`,
    ),
  ).toEqual([]);
});

/** Recorded prices are looked up by code, over all months: cut by the code, and none is ever taken away by month. */
const byCode = ['price_record'];

test('tables that are cut are cut by the month inside their ids and have a part for the rest (rule 4)', async () => {
  const cut = await names(`select relname as name from (${tables}) t where relkind = 'p' order by 1`);
  expect(cut.length).toBeGreaterThan(3);
  for (const table of cut.filter((each) => !byCode.includes(each))) {
    const [part] = await world.sql<{ strategy: string; keys: number; rest: string | null }>(
      `select partstrat as strategy, partnatts as keys, partdefid::regclass::text as rest from pg_partitioned_table
       where partrelid = $1::regclass`,
      [table],
    );
    expect([table, part]).toEqual([table, { strategy: 'r', keys: 1, rest: `${table}_rest` }]);
  }
});

test('statements that would not run where provinces are spread are told from those that would (rule 5)', () => {
  const known = new Set(['bargain', 'notice']);
  const why = (text: string): string | null => unfit(text, known);
  expect(why('select id from bargain where province = $1 and due_at <= $2')).toBeNull();
  expect(why('select code from jurisdiction')).toBeNull();
  expect(why('update bargain set state = $1, due_at = $2 where province = $3')).toBeNull();
  expect(why('select id from "bargain" as b where id = $1')).toMatch(/no province/);
  expect(why('select o.name from organisation o join notice n on n.organisation_id = o.id')).toMatch(
    /no province/,
  );
  expect(why('update bargain set closed_at = now() where province = $1')).toMatch(/volatile/);
  expect(
    why('insert into notice (province) values ($1) on conflict (id) do update set id = gen_random_uuid()'),
  ).toMatch(/volatile/);
  expect(why('merge into bargain using x on true')).toBe('merge');
});

test('policies of the second wall ask settings and columns of the row, never another table (rule 6)', async () => {
  const wrong = await names(
    `select tablename || '.' || policyname as name from pg_policies
     where schemaname = 'public' and coalesce(qual, '') || coalesce(with_check, '') ~* '\\m(select|exists)\\M'
     order by 1`,
  );
  expect(wrong).toEqual([]);
});

test('the role of the application owns nothing and passes no wall (rule 6)', async () => {
  const [role] = await world.sql(
    `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolcanlogin from pg_roles where rolname = 'daylight_app'`,
  );
  expect(Object.values(role ?? { missing: true })).toEqual([false, false, false, false, false]);
  expect(
    await names(`select relname as name from pg_class where relowner = 'daylight_app'::regrole`),
  ).toEqual([]);
});

test('names of constraints and indexes are not cut off by PostgreSQL', async () => {
  const long = await names(
    `select conname as name from pg_constraint where connamespace = 'public'::regnamespace and length(conname) >= 63 and conparentid = 0`,
  );
  expect(long).toEqual([]);
});

const asOwner = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

test('each marked table is spread once, by its province or as a reference, all of a province together, keys first', async () => {
  const marks = await asOwner(readMarks);
  const statements = spreading(marks);
  const said = statements.map((text) => {
    const [, how, name, by, together] =
      /^select create_(distributed|reference)_table\('([^']+)'(?:, '([^']+)', colocate_with => '([^']+)')?\)$/.exec(
        text,
      ) ?? [];
    return { how, name, by, together };
  });
  const [first, ...others] = said.filter(({ how }) => how === 'distributed');
  expect([first?.by, first?.together]).toEqual(['province', 'none']);
  expect(new Set(others.map(({ by, together }) => `${by} with ${together}`))).toEqual(
    new Set([`province with ${first?.name}`]),
  );
  const of = (kind: string) => marks.tables.filter((table) => table.kind === kind).map(({ name }) => name);
  const spread = (how: string) => said.filter((each) => each.how === how).map(({ name }) => name);
  expect(spread('distributed').toSorted()).toEqual(of('province').toSorted());
  expect(spread('reference').toSorted()).toEqual(of('shared').toSorted());
  const place = new Map(said.map(({ name }, n) => [name, n]));
  const late = marks.keys.filter(
    ({ from, to }) =>
      from !== to && place.has(from) && !((place.get(to) ?? Infinity) < (place.get(from) ?? 0)),
  );
  expect(late).toEqual([]);
});

test('foreign keys in a circle are named and not spread in some order', () => {
  const table = (name: string) => ({ name, kind: 'province' as const, cut: null });
  const keys = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
    { from: 'c', to: 'c' },
  ];
  expect(() => spreading({ tables: ['a', 'b', 'c'].map(table), keys })).toThrow(/circle: a, b/);
});

test('a table cut by hash, which a cluster does not take, is made whole with its columns, checks, indexes, policies and rights', async () => {
  await asOwner(async (client) => {
    const { tables: marked } = await readMarks(client);
    const cut = marked.filter((each) => each.kind === 'province' && each.cut === 'hash');
    expect(cut.map(({ name }) => name)).toEqual(byCode);
    const looks = async (name: string) => {
      const of = async (text: string) =>
        (await client.query<{ x: string }>(text, [name])).rows.map(({ x }) => x);
      return {
        columns: await of(
          `select column_name || ' ' || udt_name || ' ' || is_nullable || coalesce(column_default, '') as x
           from information_schema.columns where table_name = $1 order by ordinal_position`,
        ),
        checks: await of(
          `select conname || ' ' || pg_get_constraintdef(oid) as x from pg_constraint
           where conrelid = $1::regclass and contype = 'c' order by 1`,
        ),
        indexes: await of(
          `select regexp_replace(pg_get_indexdef(indexrelid), '^.* USING', '') as x from pg_index
           where indrelid = $1::regclass order by 1`,
        ),
        policies: await of(
          `select policyname || cmd || coalesce(qual, '') || coalesce(with_check, '') || roles::text as x
           from pg_policies where tablename = $1 order by 1`,
        ),
        rights: await of(
          `select grantee || ' ' || privilege_type as x from information_schema.role_table_grants
           where table_name = $1 order by 1`,
        ),
        walls: await of(
          `select relrowsecurity::text || relforcerowsecurity::text as x from pg_class where oid = $1::regclass`,
        ),
      };
    };
    for (const { name } of cut) {
      const before = await looks(name);
      expect(before.policies.length).toBeGreaterThan(0);
      for (const statement of await uncutting(client, name)) await client.query(statement);
      expect(await looks(name)).toEqual(before);
      const { rows } = await client.query('select relkind from pg_class where oid = $1::regclass', [name]);
      expect(rows).toEqual([{ relkind: 'r' }]);
    }
  });
});
