import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Actor } from '@daylight/rules/access/may.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { type World, actorContext } from '@daylight/server/context.ts';
import { demoPositions } from '@daylight/server/demo/positions.ts';
import { demoPassword, listDemoAccounts } from '@daylight/server/features/account/demo-accounts.ts';
import { verifyPassword } from '@daylight/server/features/account/passwords.ts';
import { readHome } from '@daylight/server/features/home/queries.ts';
import { verifyJournal } from '@daylight/server/features/journal/verify.ts';
import { openWorld } from '@daylight/server/main.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, freshDatabase } from '../support/database.ts';
import { digestOf } from '../support/demo-facts.ts';
import { demoNow, demoTemplate, loadSmallDemo } from '../support/demo.ts';

/** A load takes seconds on two free cores; on a machine that does much else at once it may take minutes. */
const loadMs = 600_000;
let database: TestDatabase;
let owner: pg.Pool;
let world: World;

beforeAll(async () => {
  database = await freshDatabase(demoTemplate);
  owner = new pg.Pool({ connectionString: database.url, max: 2 });
  world = await openWorld({
    url: database.url,
    dataDir: mkdtempSync(path.join(tmpdir(), 'daylight-test-')),
    demo: true,
    clock: () => demoNow,
    connections: 4,
  });
}, loadMs);
afterAll(async () => {
  await world.database.close();
  await owner.end();
  await database.drop();
});

/** The different values of a column, as text. */
async function column(name: string, from: string): Promise<string[]> {
  const sql = `select distinct ${name}::text as value from ${from}`;
  const { rows } = await owner.query<{ value: string }>(sql);
  return rows.map(({ value }) => value).toSorted();
}

test('everything in the demo can be opened: its identifiers are ones that a request may name', async () => {
  const { rows } = await owner.query<{ table: string }>(
    `select table_name as "table" from information_schema.columns
     where table_schema = 'public' and column_name = 'id' and data_type = 'uuid'`,
  );
  const wrong: string[] = [];
  for (const { table } of rows) {
    const found = await owner.query(
      `select 1 from "${table}" where id::text !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab]' limit 1`,
    );
    if (found.rowCount !== 0) wrong.push(table);
  }
  expect(rows.map(({ table }) => table)).toContain('qualification');
  expect(wrong).toEqual([]);
});

test(
  'the same seed and moment give the same facts, whoever of the organisations came first',
  async () => {
    const second = await freshDatabase();
    try {
      await loadSmallDemo(second.url);
      expect(await digestOf(second.url)).toEqual(await digestOf(database.url));
    } finally {
      await second.drop();
    }
  },
  loadMs,
);

test('every organisation says in its name that it is invented', async () => {
  expect(await column('name', `organisation where name !~ '演示|合成'`)).toEqual([]);
  expect(await column('manufacturer', `catalogue_item where manufacturer !~ '演示|合成'`)).toEqual([]);
  expect(await column('title', `public_notice where title !~ '演示|合成'`)).toEqual([]);
});

test('the province has 40 institutions, 60 manufacturers, 40 distributors, and people in every position', async () => {
  const { rows } = await owner.query(
    `select kind, count(*)::int as count from organisation where state = 'active' group by kind order by kind`,
  );
  expect(Object.fromEntries(rows.map(({ kind, count }) => [kind, count]))).toMatchObject({
    institution: 40,
    manufacturer: 60,
    distributor: 40,
    bureau: 14,
  });
  const missing = await column(
    'o.name',
    `organisation o where o.state = 'active' and o.parent_id is null
      and not exists (select 1 from account a where a.organisation_id = o.id and a.demo)`,
  );
  expect(missing).toEqual([]);
});

test('every state of a bargain, an order, a delivery, an invoice and a payment occurs', async () => {
  expect(await column('state', 'bargain')).toEqual(
    [
      'agreed',
      'awaiting-evidence',
      'joining',
      'lapsed',
      'linked',
      'open',
      'refused',
      'verifying',
      'withdrawn',
    ].toSorted(),
  );
  expect(await column('kind', 'bargain')).toEqual(['listed', 'other', 'traded']);
  expect(await column('state', 'purchase_order')).toEqual(
    [
      'cancelled',
      'confirmed',
      'done',
      'expired',
      'placed',
      'refused',
      'shipping',
      'waiting-approval',
    ].toSorted(),
  );
  expect(await column('urgency', 'purchase_order')).toEqual(['critical', 'ordinary', 'urgent']);
  expect(await column('state', 'shipment')).toEqual(['part-received', 'received', 'sent', 'stocked']);
  expect(await column('state', 'invoice')).toEqual(['cancelled', 'disputed', 'entered', 'paid', 'verified']);
  expect(await column('kind', 'invoice')).toEqual(['blue', 'red']);
  expect(await column('state', 'payment')).toEqual(['confirmed', 'disputed', 'recorded', 'reversed']);
  expect(await column('state', 'goods_return')).toEqual(['accepted', 'asked', 'refused']);
  expect(await column('state', 'warning')).toEqual(['handled', 'new']);
  expect(await column('state', 'delivery_relation')).toEqual(['confirmed', 'proposed', 'rejected']);
  expect(await column('state', 'listing_import')).toEqual(['approved', 'checked', 'submitted']);
  expect(await column('state', 'public_notice')).toEqual(['draft', 'published']);
});

test('a round is there in every stage, and the first people of each kind have something to do in them', async () => {
  expect(await column('state', 'tender')).toEqual(
    ['bidding', 'choosing', 'draft', 'executing', 'opening', 'published', 'reporting', 'signing'].toSorted(),
  );
  const first = (login: string) => `(select organisation_id from account where login = '${login}')`;
  const of = (table: string, state: string, where: string) =>
    column(
      't.state',
      `${table} x join tender t on t.id = x.tender_id where x.state = '${state}' and ${where}`,
    );
  expect(await of('bid_enrolment', 'accepted', `x.manufacturer_id = ${first('maker')}`)).toContain('bidding');
  expect(await of('bid_enrolment', 'entered', 'true')).toEqual(['bidding']);
  expect(await of('agreement_choosing', 'open', `x.institution_id = ${first('buyer')}`)).toEqual([
    'choosing',
  ]);
  expect(await of('agreement', 'open', `x.institution_id = ${first('buyer')}`)).toEqual(['signing']);
  expect(await of('volume_report', 'open', `x.institution_id = ${first('buyer')}`)).toEqual(['executing']);
  expect(await of('demand_report', 'open', `x.institution_id = ${first('buyer')}`)).toEqual(['reporting']);
  expect(await column('state', 'demand_report')).toEqual(
    ['accepted', 'confirmed', 'lapsed', 'open', 'returned', 'submitted'].toSorted(),
  );
  expect(await column('(accepted > 0)', 'volume_account')).toContain('true');
  // Two of three shares are given: whoever signs in as the notary's trustee opens the bids.
  const released = `bid_trustee h join tender t on t.id = h.tender_id where t.state = 'opening' and h.released_at is not null`;
  expect(await column('h.capacity', released)).toEqual(['discipline', 'industry']);
});

test('what was paid stays within what was invoiced, and that within what was accepted, to the fen', async () => {
  const { rows } = await owner.query(`
    with accepted as (
      select s.institution_id, s.distributor_id, sum(round(l.price * p.accepted, 2)) as amount
      from shipment_line p join shipment s on s.id = p.shipment_id
      join order_line l on l.order_id = p.order_id and l.line = p.order_line
      group by 1, 2),
    invoiced as (
      select institution_id, distributor_id, sum(amount) as amount, sum(paid) as paid from invoice
      where kind = 'blue' and state <> 'cancelled' group by 1, 2),
    transferred as (
      select institution_id, distributor_id, sum(amount) as amount from payment group by 1, 2)
    select a.amount as accepted, i.amount as invoiced, i.paid, coalesce(t.amount, 0)::numeric(18, 2) as transferred
    from accepted a join invoiced i using (institution_id, distributor_id)
    left join transferred t using (institution_id, distributor_id)`);
  expect(rows.length).toBeGreaterThan(20);
  for (const { accepted, invoiced, paid, transferred } of rows) {
    expect(Number(invoiced)).toBeLessThanOrEqual(Number(accepted));
    expect(Number(paid)).toBeLessThanOrEqual(Number(invoiced));
    expect(transferred).toBe(paid);
  }
  const { rows: lone } = await owner.query(`select 1 from invoice i where not exists (
    select 1 from shipment s where s.institution_id = i.institution_id and s.distributor_id = i.distributor_id)`);
  expect(lone).toEqual([]);
});

test('the journal of all of it is sealed and whole', async () => {
  const scope = { province: 32, organisationId: null, reach: 'system' } as const;
  const verified = await verifyJournal(world.database.db, scope, []);
  expect(verified).toMatchObject({ unsealed: 0, faults: [] });
  expect(verified.records).toBeGreaterThan(500);
});

test('the sign-in page offers one account for each part to play, and the password is theirs', async () => {
  const offered = await listDemoAccounts(world);
  if (!offered.ok) throw new Error('refused');
  const first = Object.values(demoPositions).flatMap((all) => all.map(({ login }) => login));
  expect(offered.value.accounts.map(({ login }) => login).toSorted()).toEqual(first.toSorted());
  const { rows } = await owner.query<{ hash: string }>(
    `select password_hash as hash from account where login = 'keeper'`,
  );
  expect(await verifyPassword(rows[0]?.hash ?? '', demoPassword)).toBe(true);
});

interface Row {
  login: string;
  account_id: string;
  organisation_id: string;
  kind: OrganisationKind;
  jurisdiction: string;
  roles: string[];
}

const dutyBound = [
  'accountant',
  'approver',
  'biller',
  'buyer',
  'distributor',
  'keeper',
  'maker',
  'officer',
  'supervisor',
];

test.each(dutyBound)('%s finds something to do on the first page', async (login) => {
  const { rows } = await owner.query<Row>(
    `select a.login, a.id as account_id, o.id as organisation_id, o.kind, coalesce(a.platform, o.jurisdiction) as jurisdiction,
       a.roles from account a join organisation o on o.id = a.organisation_id where a.login = $1`,
    [login],
  );
  const row = rows[0] as Row;
  const { account_id: accountId, organisation_id: organisationId, kind, jurisdiction, roles } = row;
  const actor: Actor = { accountId, organisationId, kind, jurisdiction, province: 32, roles };
  const home = await readHome(actorContext(world, actor, { requestId: 'test' }));
  if (!home.ok) throw new Error('refused');
  expect(home.value.todos.length).toBeGreaterThan(0);
});
