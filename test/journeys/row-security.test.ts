import { randomUUID } from 'node:crypto';
import { uuidAt } from '@daylight/server/ids.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unrecordedOption } from '../support/unrecorded.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

/** The second wall, asked directly: no endpoint, no query of ours, only the application's role and its settings. */
let world: TestWorld;
let app: pg.Client;
let hospital: string;
let rival: string;
let maker: string;
let carrier: string;

interface Settings {
  readonly province?: number;
  readonly organisation?: string;
  readonly reach?: 'own' | 'province' | 'system' | 'public';
}

async function as<T>(settings: Settings | null, work: () => Promise<T>): Promise<T> {
  await app.query('begin');
  try {
    if (settings !== null) {
      await app.query(`set local app.province = '${settings.province ?? 32}'`);
      if (settings.organisation !== undefined)
        await app.query(`set local app.organisation = '${settings.organisation}'`);
      await app.query(`set local app.reach = '${settings.reach ?? 'own'}'`);
    }
    return await work();
  } finally {
    await app.query('rollback');
  }
}
const count = (table: string, settings: Settings | null) =>
  as(settings, async () =>
    Number((await app.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]!.n),
  );
const changed = (text: string, settings: Settings, values: unknown[] = []) =>
  as(settings, async () => (await app.query(text, values)).rowCount);

beforeAll(async () => {
  world = await openTestWorld();
  app = new pg.Client({ connectionString: world.url, options: `${unrecordedOption} -c role=daylight_app` });
  await app.connect();
  hospital = await world.organisation({ kind: 'institution' });
  rival = await world.organisation({ kind: 'institution' });
  maker = await world.organisation({ kind: 'manufacturer' });
  carrier = await world.organisation({ kind: 'distributor' });
  await world.sql(
    `insert into purchase_order (province, id, number, institution_id, site_id, distributor_id, jurisdiction, urgency, state, amount,
       line_count, placed_at, placed_by, manufacturer_ids)
     values (32, $1, 'DD1', $2, $2, $3, '320100', 'ordinary', 'placed', 1, 1, $5, $2, array[$4]::uuid[])`,
    [uuidAt(world.now()), hospital, carrier, maker, world.now()],
  );
  const lineOf = (id: string) => [id, hospital, carrier, maker];
  const [order] = await world.sql<{ id: string }>('select id from purchase_order');
  await world.sql(
    `insert into order_line (province, order_id, line, listing_id, item_code, code_release, manufacturer_id, product_name, specification,
       purchase_unit, units_per_purchase_unit, price, listing_price, price_kind, quantity, amount, state, institution_id, distributor_id)
     values (32, $1, 1, $1, 'C', $1, $4, 'a', 'a', '盒', 1, 1, 1, 'listed', 1, 1, 'waiting', $2, $3)`,
    lineOf(order!.id),
  );
  await world.sql(
    `insert into journal (province, id, at, event, subject_kind, subject_id, basis, readers)
     values (32, $1, $2, 'order.placed', 'order', 'x', '[]', array[$3]::uuid[])`,
    [uuidAt(world.now()), world.now(), hospital],
  );
  await world.sql(
    `insert into notice (province, id, organisation_id, at, kind, subject_kind, subject_id, facts)
     values (32, $1, $2, $3, 'account.requestWaiting', 'account', 'x', '{}')`,
    [uuidAt(world.now()), hospital, world.now()],
  );
  await world.sql(
    `insert into public_notice (province, id, jurisdiction, kind, title, body, state, entered_at, entered_by, published_at, published_by)
     values (32, $1, '320000', 'notice', 'a', 'a', 'published', $3, $4, $3, $5), (32, $2, '320000', 'notice', 'b', 'b', 'draft', $3, $4, null, null)`,
    [uuidAt(world.now()), uuidAt(world.now()), world.now(), randomUUID(), randomUUID()],
  );
});
afterAll(async () => {
  await app.end();
  await world.close();
});

test('every province table has row security that even its owner is subject to', async () => {
  const rows = await world.sql<{ relname: string }>(
    `select c.relname from pg_class c join app.table_kind k on k.name = c.relname and k.kind = 'province'
     where c.relnamespace = 'public'::regnamespace and not (c.relrowsecurity and c.relforcerowsecurity)`,
  );
  expect(rows.map((row) => row.relname)).toEqual([]);
});

test('policies rest on settings and columns alone: no subquery, no function that could read a table', async () => {
  const rows = await world.sql<{ rule: string }>(
    `select coalesce(qual, '') || ' ' || coalesce(with_check, '') as rule from pg_policies where schemaname = 'public'`,
  );
  expect(rows.length).toBeGreaterThan(100);
  for (const { rule } of rows) {
    expect(rule).not.toMatch(/\bselect\b/i);
    const called = [...rule.matchAll(/\b([a-z_]+)\(/g)].map((match) => match[1]);
    expect(new Set(called)).toEqual(
      new Set(called.filter((name) => name === 'current_setting' || name === 'NULLIF'.toLowerCase())),
    );
  }
});

/**
 * Rows that one side writes about another, or whose writer the row does not name: anyone signed in may, and the commands see
 * to it that they do so rightly. A table that is not here, or an act that is not, is closed to those whom it does not concern.
 */
const writtenByAnyone: Readonly<Record<string, { readonly acts: readonly string[]; readonly why: string }>> =
  {
    agreed_price: {
      acts: ['INSERT', 'UPDATE'],
      why: 'the institution that leads a pool, or its manufacturer, closes the bargain for all members and ends their former prices',
    },
    journal: { acts: ['INSERT'], why: 'whoever acts leaves a record; nobody changes one' },
    listing_life: {
      acts: ['UPDATE'],
      why: 'goods that an institution accepts set back the count of a listing that belongs to a manufacturer',
    },
    notice: { acts: ['INSERT'], why: 'who acts leaves a line in the inbox of the others' },
    purchase_total: {
      acts: ['INSERT', 'UPDATE'],
      why: 'a distributor that takes goods back lowers the total of the institution that had received them',
    },
  };

test('only these tables of a province are written by anyone signed in without a look at their organisation, each for its reason', async () => {
  const rows = await world.sql<{ tablename: string; cmd: string }>(
    `select p.tablename, p.cmd from pg_policies p join app.table_kind k on k.name = p.tablename and k.kind = 'province'
     -- What a changed row has to be counts: who buys may lock a listing, for which the rule for changes is asked, not write it.
     cross join lateral (select coalesce(p.with_check, p.qual) as rule) r
     where p.schemaname = 'public' and p.cmd in ('INSERT', 'UPDATE', 'DELETE', 'ALL')
       and (r.rule not like '%app.reach%' or r.rule like '%''own''%') and r.rule not like '%app.organisation%'
       -- Nobody at all.
       and r.rule <> 'false' and r.rule not like '% AND false)'
     order by p.tablename, array_position(array['INSERT', 'UPDATE', 'DELETE', 'ALL'], p.cmd)`,
  );
  const found = Map.groupBy(rows, (row) => row.tablename);
  expect(Object.fromEntries([...found].map(([table, acts]) => [table, acts.map((row) => row.cmd)]))).toEqual(
    Object.fromEntries(Object.entries(writtenByAnyone).map(([table, { acts }]) => [table, acts])),
  );
  for (const { why } of Object.values(writtenByAnyone)) expect(why).not.toBe('');
});

test('what a person has read is marked by their own organisation only', async () => {
  const account = randomUUID();
  const mark = 'insert into notice_read (province, account_id, notice_id) values (32, $1, $1)';
  const marked = (organisation: string) =>
    as({ organisation: hospital }, async () => {
      await app.query(mark, [account]);
      await app.query(`set local app.organisation = '${organisation}'`);
      return (await app.query('delete from notice_read where account_id = $1', [account])).rowCount;
    });
  expect([await marked(hospital), await marked(rival)]).toEqual([1, 0]);
  const forged = changed(
    'insert into notice_read (province, account_id, notice_id, organisation_id) values (32, $1, $1, $2)',
    { organisation: rival },
    [account, hospital],
  );
  await expect(forged).rejects.toThrow(/row-level security/);
});

test('a panel, a price to compare and a warning in the name of another are not put in by a firm', async () => {
  const touched = `insert into price_touch (province, item_code, due_on) values (32, 'C', '2026-01-01')`;
  const seeded = `insert into panel_seed (province, draw_id, seed) values (32, gen_random_uuid(), 'x')`;
  const warned = `insert into warning (province, id, kind, jurisdiction, institution_id, organisation_id, subject_kind, subject_id, facts,
    raised_at, state) values (32, gen_random_uuid(), 'price.red', '320100', $1, $2, 'order', 'x', '{}', now(), 'new')`;
  await expect(changed(touched, { organisation: maker })).rejects.toThrow(/row-level security/);
  await expect(changed(seeded, { organisation: maker })).rejects.toThrow(/row-level security/);
  await expect(changed(warned, { organisation: rival }, [hospital, maker])).rejects.toThrow(
    /row-level security/,
  );
  expect(await changed(warned, { organisation: hospital }, [hospital, maker])).toBe(1);
  expect(await changed(touched, { organisation: maker, reach: 'province' })).toBe(1);
});

test('without settings nothing is shown that is not public', async () => {
  for (const table of ['purchase_order', 'journal', 'notice', 'bargain', 'invoice', 'public_notice', 'trade'])
    expect([table, await count(table, null)]).toEqual([table, 0]);
});

describe('an order', () => {
  test('is seen by the institution, its distributor, the makers of its lines and supervisors of the province', async () => {
    for (const organisation of [hospital, carrier, maker])
      expect(await count('purchase_order', { organisation })).toBe(1);
    expect(await count('purchase_order', { organisation: randomUUID(), reach: 'province' })).toBe(1);
    expect(await count('purchase_order', { reach: 'system' })).toBe(1);
  });
  test('is not there for another institution, the public, or another province', async () => {
    expect(await count('purchase_order', { organisation: rival })).toBe(0);
    expect(await count('purchase_order', { reach: 'public' })).toBe(0);
    expect(await count('purchase_order', { organisation: hospital, province: 43 })).toBe(0);
    expect(await count('purchase_order', { reach: 'system', province: 43 })).toBe(0);
  });
  test('has lines that are as hidden as itself, and that nobody else may add or change', async () => {
    for (const organisation of [hospital, carrier, maker])
      expect(await count('order_line', { organisation })).toBe(1);
    expect(await count('order_line', { organisation: rival })).toBe(0);
    expect(await count('order_line', { reach: 'public' })).toBe(0);
    expect(await changed(`update order_line set price = 2`, { organisation: rival })).toBe(0);
    expect(await changed(`update order_line set price = 2`, { organisation: maker })).toBe(0);
  });
  test('is changed by its two sides only, and nobody moves it to another institution or province', async () => {
    expect(await changed(`update purchase_order set note = 'x'`, { organisation: carrier })).toBe(1);
    expect(await changed(`update purchase_order set note = 'x'`, { organisation: rival })).toBe(0);
    expect(await changed(`update purchase_order set note = 'x'`, { organisation: maker })).toBe(0);
    expect(await changed('delete from purchase_order', { organisation: rival })).toBe(0);
    const stolen = changed(
      'update purchase_order set institution_id = $1, distributor_id = $1',
      { organisation: hospital },
      [rival],
    );
    await expect(stolen).rejects.toThrow(/row-level security/);
    await expect(changed('update purchase_order set province = 43', { reach: 'system' })).rejects.toThrow(
      /row-level security/,
    );
  });
  test('cannot be placed in the name of another', async () => {
    const placed = changed(
      `insert into purchase_order (province, id, number, institution_id, site_id, distributor_id, jurisdiction, urgency, state, amount, line_count, placed_at, placed_by)
       values (32, gen_random_uuid(), 'DD2', $1, $1, $2, '320100', 'ordinary', 'placed', 1, 1, now(), $1)`,
      { organisation: rival },
      [hospital, carrier],
    );
    await expect(placed).rejects.toThrow(/row-level security/);
  });
});

test('the journal is read by its readers and written once: nobody changes or deletes a record', async () => {
  expect(await count('journal', { organisation: hospital })).toBe(1);
  expect(await count('journal', { organisation: rival })).toBe(0);
  expect(await count('journal', { reach: 'province', organisation: rival })).toBe(1);
  for (const statement of [`update journal set event = 'x'`, 'delete from journal', 'truncate journal'])
    await expect(changed(statement, { reach: 'system' })).rejects.toThrow(/permission denied/);
});

test('no partition can be asked for by its own name, neither those that are there nor those to come', async () => {
  for (const table of ['journal', 'purchase_order', 'order_line', 'trade'])
    await world.sql(`select app.month_partition($1, '2027-05-01')`, [table]);
  const parts = await world.sql<{ relname: string }>(
    `select c.relname from pg_class c join pg_inherits i on i.inhrelid = c.oid where c.relkind = 'r'`,
  );
  expect(parts.length).toBeGreaterThanOrEqual(8);
  for (const { relname } of parts)
    await expect(count(relname, { reach: 'system' })).rejects.toThrow(/permission denied/);
});

test('an inbox is its organisation’s alone, for supervisors too, but others may leave a line in it', async () => {
  expect(await count('notice', { organisation: hospital })).toBe(1);
  expect(await count('notice', { organisation: rival })).toBe(0);
  expect(await count('notice', { organisation: rival, reach: 'province' })).toBe(0);
  const left = `insert into notice (province, id, organisation_id, at, kind, subject_kind, subject_id, facts) values (32, gen_random_uuid(), $1, now(), 'k', 's', 'x', '{}')`;
  expect(await changed(left, { organisation: rival }, [hospital])).toBe(1);
  await expect(changed(left, { reach: 'public' }, [hospital])).rejects.toThrow(/row-level security/);
});

test('the public sees published notices, never a draft', async () => {
  expect(await count('public_notice', { reach: 'public' })).toBe(1);
  expect(await count('public_notice', { reach: 'province' })).toBe(2);
});

test('only authorities write the directory; everybody reads it, and its search index is still used', async () => {
  await expect(
    changed(`insert into counter (province, kind, day, value) values (32, 'x', '2026-01-01', 1)`, {
      organisation: hospital,
    }),
  ).rejects.toThrow(/row-level security/);
  const plan = await as({ organisation: hospital }, async () => {
    await app.query('set local enable_seqscan = off');
    const { rows } = await app.query<Record<string, string>>(
      'explain select id from listing where search_tokens @> array[1, 2]',
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toMatch(/listing_search/);
});

test('a list of one’s own orders is read through its index, with the policy as a filter on the few rows found', async () => {
  const plan = await as({ organisation: hospital }, async () => {
    await app.query('set local enable_seqscan = off');
    const { rows } = await app.query<Record<string, string>>(
      'explain select id from purchase_order where province = 32 and institution_id = $1 order by id desc limit 50',
      [hospital],
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toMatch(/Index Cond: \(\(province = 32\) AND \(institution_id =/);
});
