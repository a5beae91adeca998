import { afterAll, beforeAll, expect, test } from 'vitest';
import { roundInvariants } from '../simulation/invariants-round.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;

beforeAll(async () => {
  at = await openTestWorld();
});
afterAll(() => at.close());

/** The plan that is taken where reading the whole table costs too much, as it does where the table has grown. */
async function planOf(query: string): Promise<string> {
  const rows = await at.sql<{ plan: string }>(`select plan from test_plan($1) as plan`, [query]);
  return rows.map((row) => row.plan).join('\n');
}

beforeAll(async () => {
  await at.sql(`create function test_plan(query text) returns setof text language plpgsql as $$
    begin
      set local enable_seqscan = off;
      set local enable_bitmapscan = off;
      return query execute 'explain (costs off) ' || query;
    end $$`);
});

const id = `'01990000-0000-7000-8000-000000000000'::uuid`;

/** What the features ask of tables that grow with institutions × products × months, and by which index it is answered. */
const questions: readonly (readonly [string, string, string])[] = [
  [
    'accounts that the clock looks at',
    `select distinct institution_id, tender_id from volume_account where province = 32 and look_on <= date '2026-09-01' limit 200`,
    'volume_account_look',
  ],
  [
    'accounts of an institution that an order draws on',
    `select id from volume_account where province = 32 and institution_id = ${id} and state = 'open' order by id desc`,
    'volume_account_of_institution',
  ],
  [
    'accounts of a round by item and product',
    `select item, product_id, sum(accepted) from volume_account where province = 32 and tender_id = ${id} group by item, product_id`,
    'volume_account_of_tender',
  ],
  [
    'the listing by which a line draws on an account',
    `select account_id from volume_listing where province = 32 and institution_id = ${id} and listing_id = ${id}`,
    'volume_listing_pkey',
  ],
  [
    'the ledger of an account, newest first',
    `select id from volume_entry where province = 32 and account_id = ${id} order by id desc limit 50`,
    'account_id',
  ],
  [
    'decisions on failures that the clock carries out',
    `select id from supply_failure where province = 32 and carry is not null order by id limit 100`,
    'supply_failure_to_carry',
  ],
  [
    'listings that a failure opened',
    `select listing_id from listing_widening where province = 32 and failure_id = ${id} and ended_at is null`,
    'listing_widening_of_failure',
  ],
  [
    'winners whose delivery is looked at today',
    `select tender_id from coverage_watch where province = 32 and look_on <= date '2026-09-01' order by look_on limit 100`,
    'coverage_watch_look',
  ],
  [
    'places without delivery of a winner in a round',
    `select id from coverage_gap where province = 32 and tender_id = ${id} and manufacturer_id = ${id} and state <> 'closed'`,
    'coverage_gap_one_running',
  ],
  [
    'rounds that were not compared since they moved',
    `select t.id from tender t left join tender_stop_look s on s.province = t.province and s.tender_id = t.id
     where t.province = 32 and t.is_public and t.state not in ('ended', 'cancelled', 'failed')
       and (s.tender_id is null or s.version <> t.version) order by t.id limit 200`,
    'tender_stop_look_pkey',
  ],
  [
    'the course of a round in the journal',
    `select id from journal where province = 32 and subject_kind = 'tender' and subject_id = 'x' order by id desc limit 50`,
    'subject_id',
  ],
  [
    'reported breaches of a round',
    `select id from tender_breach where province = 32 and tender_id = ${id} order by id desc limit 50`,
    'tender_breach_of_tender',
  ],
  [
    'proposed bad records that wait',
    `select id from credit_proposal where province = 32 and state = 'open' order by id desc limit 50`,
    'credit_proposal_board',
  ],
  [
    'rounds in which an institution takes part',
    `select tender_id from tender_institution where province = 32 and institution_id = ${id}`,
    'tender_institution_of_institution',
  ],
  [
    'lines that an institution reported',
    `select product_id, reported from demand_line where province = 32 and tender_id = ${id} and institution_id = ${id}`,
    'demand_line_pkey',
  ],
  [
    'what an institution was allotted',
    `select product_id from award_allocation where province = 32 and institution_id = ${id} and tender_id = ${id}`,
    'award_allocation_of_institution',
  ],
  [
    'contract lines of an item that a wider round takes over',
    `select agreement_id from agreement_line where province = 32 and tender_id = ${id} and item = 'a' and state = 'running'`,
    'agreement_line_of_item',
  ],
];

test.each(questions)('%s are found by their index', async (_, query, index) => {
  const plan = await planOf(query);
  expect(plan).toContain(index);
  expect(plan).not.toContain('Seq Scan');
});

test('every sentence about rounds can be asked of a database without any', async () => {
  for (const { name, check } of roundInvariants)
    expect(
      await check({ owner: { query: async (text: string) => ({ rows: await at.sql(text) }) } } as never),
      name,
    ).toEqual([]);
});
