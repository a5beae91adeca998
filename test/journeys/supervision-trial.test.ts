import { enterDecision, listZoneRules } from '@daylight/api/supervision-zones.ts';
import {
  discardTrial,
  listTrials,
  readTrial,
  shareTrial,
  startTrial,
} from '@daylight/api/supervision-trials.ts';
import type { RuleDraft } from '@daylight/api/rule-draft.ts';
import { reading } from '@daylight/server/db.ts';
import { systemContext } from '@daylight/server/context.ts';
import { runTrial } from '@daylight/server/features/supervision/trial-run.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PriceMarket, openPriceMarket } from '../support/price-market.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let market: PriceMarket;
let buyer: Person;
let officer: Person;
let colleague: Person;
let dear: { id: string; itemCode: string };

beforeAll(async () => {
  world = await openTestWorld('2026-09-01T02:00:00.000Z');
  market = await openPriceMarket(world);
  const hospital = await world.organisation({
    kind: 'institution',
    jurisdiction: '320100',
    name: '试算医院',
  });
  buyer = await world.person(hospital, ['buyer']);
  const bureau = await world.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await world.person(bureau, ['officer']);
  colleague = await world.person(bureau, ['supervisor']);
  dear = await market.listing({ price: '200' });
  const peers: string[] = [];
  for (let n = 0; n < 3; n += 1)
    peers.push(await world.organisation({ kind: 'institution', jurisdiction: '320100' }));
  for (let n = 1; n <= 10; n += 1)
    await market.trade({
      listingId: dear.id,
      institutionId: peers[n % 3] ?? '',
      price: String(90 + n),
      at: '2026-07-10T02:00:00.000Z',
    });
  await market.trade({
    listingId: dear.id,
    institutionId: hospital,
    price: '150',
    quantity: '4',
    at: '2026-08-10T02:00:00.000Z',
  });
  await market.trade({
    listingId: dear.id,
    institutionId: hospital,
    price: '95',
    quantity: '1',
    at: '2026-08-11T02:00:00.000Z',
  });
  await market.listing({ price: '300' });
});
afterAll(() => world.close());

async function done(trialId: string) {
  for (;;) {
    const trial = (await officer.call(readTrial, { params: { trialId } })).value;
    if (trial.state !== 'running') return trial;
  }
}
async function tried(draft: RuleDraft, from = '2026-08-01') {
  const body = { name: '试算', draft, from, until: '2026-08-31' };
  return done((await officer.call(startTrial, { body })).value.id);
}
async function blocking(): Promise<RuleDraft> {
  const { choices } = (await officer.call(listZoneRules)).value;
  const rule = choices.find(({ code }) => code === 'shanghai')?.rule;
  if (rule === undefined) throw new Error('no such rule');
  return { key: 'supervision.zoneRule', value: rule };
}
const shorter: RuleDraft = {
  key: 'listing.noSaleSuspend',
  value: { amount: 2, unit: 'month', startCounted: false, rollover: 'none', cutoff: '24:00' },
};

test('JS-12 a draft of a zone rule over past trades says what would have been different, in counts and money', async () => {
  const trial = await tried(await blocking());
  expect(trial).toMatchObject({ state: 'done', kind: 'zone', own: true, shared: false });
  expect(trial.report).toMatchObject({
    trades: 2,
    amount: '695',
    blockedNow: 0,
    blocked: 1,
    blockedAmount: '600',
    warnedNow: 1,
    warned: 0,
  });
  const report = trial.report?.kind === 'zone' ? trial.report : null;
  expect(report?.institutions).toMatchObject([
    { name: '试算医院', trades: 2, blocked: 1, now: { red: 1 }, draft: { red: 1 } },
  ]);
  expect(report?.products).toMatchObject([{ key: dear.itemCode, amount: '695' }]);
});

test('JS-14a a shorter term without sale would have suspended the product that nobody bought', async () => {
  const { report } = await tried(shorter);
  expect(report).toMatchObject({ kind: 'noSale', listings: 2, suspendedNow: 0, suspended: 1 });
  const rows = report?.kind === 'noSale' ? report.rows : [];
  // The other one was bought in July, and the term runs anew from there.
  expect(rows.map(({ onNow, onDraft, hindered }) => ({ onNow, onDraft, hindered }))).toEqual([
    { onNow: null, onDraft: '2026-08-01', hindered: 0 },
  ]);
});

test('JS-13b a rule of the lowest price is tried on the records of the country', async () => {
  const { state, report } = await tried({
    key: 'linkage.lowest',
    value: {
      provinces: null,
      statistic: 'meanOfLowest',
      of: 3,
      selectedCount: false,
      declaredCount: true,
      rounding: 'downToMicro',
    },
  });
  expect(state).toBe('done');
  expect(report).toMatchObject({ kind: 'linkage', listings: 2, lowered: 0, saved: '0' });
});

test('a trial runs in a transaction that the database keeps from writing, and changes nothing', async () => {
  const context = systemContext(world.world, 32, 'test');
  const draft = await blocking();
  const before = await counts();
  await reading(world.world.database.db, context.scope, async (tx) => {
    const window = { from: '2026-08-01' as IsoDate, until: '2026-08-31' as IsoDate };
    await runTrial({
      tx,
      context,
      jurisdiction: '320000',
      draft,
      ...window,
      progress: async () => undefined,
    });
    const { rows } = await sql<{ transactionReadOnly: string }>`show transaction_read_only`.execute(tx);
    expect(rows).toEqual([{ transactionReadOnly: 'on' }]);
    await expect(sql`update trade set quantity = 1`.execute(tx)).rejects.toThrow('read-only');
  });
  expect(await counts()).toEqual(before);
});

async function counts() {
  const [row] = await world.sql(
    `select (select count(*) from warning) as warnings, (select count(*) from policy_decision) as decisions,
       (select count(*) from notice) as notices, (select count(*) from listing where state <> 'listed') as moved`,
  );
  return row;
}

test('a trial is one’s own until it is shared; a shared one may become a proposed decision', async () => {
  const draft = await blocking();
  const body = { name: '三线规则', draft, from: '2026-08-01', until: '2026-08-31' };
  const { id } = (await officer.call(startTrial, { body })).value;
  await done(id);
  const params = { trialId: id };
  expect((await colleague.call(readTrial, { params })).problem.code).toBe('supervision.trialUnknown');
  expect((await colleague.call(shareTrial, { params, body: { shared: true } })).problem.code).toBe(
    'supervision.trialUnknown',
  );
  await officer.call(shareTrial, { params, body: { shared: true } });
  expect((await colleague.call(readTrial, { params })).value).toMatchObject({
    own: false,
    shared: true,
    state: 'done',
  });
  expect((await colleague.call(listTrials)).value.items).toHaveLength(1);
  const decision = { draft, name: '三线规则', from: '2026-10-01', reason: '见试算结果', trialId: id };
  expect((await colleague.call(enterDecision, { body: decision })).value).toMatchObject({
    trialId: id,
    state: 'entered',
  });
  expect(
    (await officer.call(enterDecision, { body: { ...decision, trialId: officer.accountId } })).problem.code,
  ).toBe('supervision.trialUnknown');
  expect((await officer.call(discardTrial, { params })).value).toEqual({ id });
});

test('a window that is not over, or is turned round, is refused; institutions try nothing', async () => {
  const draft = await blocking();
  const asked = (from: string, until: string) => ({ body: { name: '试算', draft, from, until } });
  for (const [from, until] of [
    ['2026-08-01', '2026-09-01'],
    ['2026-08-02', '2026-08-01'],
    ['2023-08-02', '2026-08-01'],
  ] as const)
    expect((await officer.call(startTrial, asked(from, until))).problem.code).toBe('supervision.trialWindow');
  expect((await buyer.call(startTrial, asked('2026-08-01', '2026-08-31'))).status).toBe(403);
  expect(
    (
      await officer.call(startTrial, {
        body: {
          name: '试算',
          draft: { key: 'order.confirmWithin', value: 1 },
          from: '2026-08-01',
          until: '2026-08-31',
        },
      } as never)
    ).status,
  ).toBe(400);
});
