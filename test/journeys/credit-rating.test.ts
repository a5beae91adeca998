import {
  applyForRepair,
  decideCase,
  decideRepair,
  enterRating,
  listRepairs,
  readCase,
  readCreditChoices,
  recallRepair,
  stateSide,
} from '@daylight/api/credit.ts';
import { listPublicCases, readParticipantTerms } from '@daylight/api/credit-public.ts';
import { listRuns, publishRun } from '@daylight/api/credit-run.ts';
import { listNotices, readHome } from '@daylight/api/home.ts';
import { readListing } from '@daylight/api/listing.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf } from '../support/evidence.ts';
import { type Market, openMarket } from '../support/market.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let officer: Person;
let supervisor: Person;
let listing: string;
let itemCode: string;

beforeAll(async () => {
  at = await openTestWorld('2026-09-01T02:00:00.000Z');
  market = await openMarket(at);
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
  listing = await market.listing();
  const [row] = await at.sql<{ code: string }>('select item_code as code from listing where id = $1', [
    listing,
  ]);
  itemCode = row?.code ?? '';
});
afterAll(() => at.close());

const rate = async (more: object = {}) =>
  officer.call(enterRating, {
    body: {
      organisationId: market.manufacturerId,
      ground: 'bribery',
      sourceKind: 'judgment',
      sourceDocument: '（2026）苏01刑终18号',
      sourceOn: '2026-08-01',
      facts: '判决认定向医疗机构工作人员给予回扣',
      level: 'serious',
      amount: '600000',
      itemCodes: [itemCode],
      evidenceIds: [await fileOf(at, officer)],
      publishedBy: null,
      ...more,
    } as never,
  });
const decide = (caseId: string, version: number) =>
  supervisor.call(decideCase, { params: { caseId }, body: { approve: true, note: '', version } });
const caseOf = async (caseId: string) => (await officer.call(readCase, { params: { caseId } })).value;
const stateOf = async () =>
  (await market.buyer.call(readListing, { params: { listingId: listing } })).value.state;

test('HN-12: a rating takes effect with the run of its quarter and restricts the products of the case', async () => {
  const low = await rate({ level: 'dishonest' });
  expect(low.problem).toMatchObject({
    code: 'credit.levelTooLow',
    basis: { document: 'nhsa-credit-2025', clause: 'HN-12' },
    facts: { least: '严重失信' },
  });
  const entered = await rate();
  expect(entered.value).toMatchObject({ scale: 'credit2025', level: { zh: '严重失信' }, state: 'hearing' });
  const caseId = entered.value.id;
  await market.sales.call(stateSide, {
    params: { caseId },
    body: { statement: '已对涉案人员作出处理', evidenceIds: [], version: 1 },
  });
  expect((await decide(caseId, 2)).value.state).toBe('decided');
  await at.moveBy(1000);
  // Nothing is restricted and nothing is public before the run of the quarter.
  expect(await stateOf()).toBe('listed');
  expect((await callAs(at.app, null, listPublicCases, {})).value.items).toEqual([]);
  expect((await supervisor.call(listRuns, {})).value.items).toEqual([]);
  await at.moveTo('2026-09-30T16:00:00.000Z');
  const [run] = (await supervisor.call(listRuns, {})).value.items;
  expect(run).toMatchObject({ quarter: '2026Q3', state: 'open', ratings: 1 });
  expect((await supervisor.call(readHome)).value.todos.map((each) => each.id)).toContain(
    `credit-run-${run?.id}`,
  );
  const call = { params: { runId: run?.id ?? '' }, body: { note: '', version: run?.version ?? 0 } };
  expect((await officer.call(publishRun, call)).status).toBe(403);
  expect((await supervisor.call(publishRun, call)).value).toMatchObject({ state: 'published', ratings: 1 });
  expect((await supervisor.call(publishRun, call)).problem.code).toBe('credit.runPublished');
  await at.moveBy(1000);
  expect(await stateOf()).toBe('suspended');
  expect(await caseOf(caseId)).toMatchObject({
    state: 'inForce',
    until: '2029-10-01',
    quarter: '2026Q3',
    listings: [{ listingId: listing }],
  });
  const [open] = (await callAs(at.app, null, listPublicCases, {})).value.items;
  expect(open).toMatchObject({
    level: { zh: '严重失信' },
    measures: [{ code: 'risk' }, { code: 'publish' }, {}],
  });

  // The 2025 scale knows no donation; what it knows repairs.
  const repair = async (acts: string[]) =>
    market.sales.call(applyForRepair, {
      params: { caseId },
      body: { acts, note: '已退回不当得利并公开致歉', evidenceIds: [await fileOf(at, market.sales)] },
    });
  expect((await repair(['donation'])).problem).toMatchObject({
    code: 'credit.actUnknown',
    basis: { document: 'nhsa-credit-2025' },
  });
  expect((await repair([])).problem.code).toBe('credit.actsMissing');
  const first = await repair(['apology']);
  expect((await repair(['gainsReturned'])).problem.code).toBe('credit.repairRunning');
  const back = { params: { repairId: first.value.id }, body: { version: 1 } };
  expect((await officer.call(recallRepair, back)).problem.code).toBe('credit.notApplicant');
  expect((await market.sales.call(recallRepair, back)).value.state).toBe('recalled');
  const applied = (await repair(['apology', 'gainsReturned'])).value;
  const waiting = (await supervisor.call(listRepairs, { query: { state: 'applied' } })).value.items;
  expect(waiting).toMatchObject([{ caseNumber: entered.value.number, acts: [{ zh: '公开致歉、承诺' }, {}] }]);
  const settle = (approve: boolean, note: string) =>
    supervisor.call(decideRepair, {
      params: { repairId: applied.id },
      body: { approve, note, version: applied.version },
    });
  expect((await settle(false, '')).problem.code).toBe('credit.noteMissing');
  expect((await settle(true, '核实已整改到位')).value.state).toBe('approved');
  expect(await caseOf(caseId)).toMatchObject({ state: 'ended', endKind: 'repaired' });
  expect((await market.buyer.call(readListing, { params: { listingId: listing } })).value.risks).toEqual([]);
  expect((await market.sales.call(listNotices, {})).value.items.map((each) => each.title.zh)).toContain(
    '信用处置已终止',
  );
});

test('HN-12: what another province published is entered with its document; only what holds everywhere restricts here', async () => {
  expect((await rate({ publishedBy: '320000' })).problem.code).toBe('credit.placeOwn');
  const entered = await rate({
    publishedBy: '430000',
    ground: 'roundRigged',
    amount: null,
    level: 'especiallySerious',
    sourceOn: '2026-07-10',
  });
  expect(entered.value).toMatchObject({ state: 'heard', origin: 'elsewhere', place: '430000' });
  expect(entered.value.measures.map((each) => each.code)).toEqual(['risk', 'publish', 'caseProducts']);
  const own = await officer.call(decideCase, {
    params: { caseId: entered.value.id },
    body: { approve: true, note: '', version: 1 },
  });
  expect(own.status).toBe(403);
  expect((await decide(entered.value.id, 1)).value).toMatchObject({ state: 'inForce', until: '2031-07-10' });
});

test('HN-12: a rating of the former scale keeps its four levels, its repair and its time under the new one', async () => {
  const entered = await rate({
    organisationId: market.otherManufacturerId,
    publishedBy: '330000',
    sourceOn: '2025-05-20',
    level: 'medium',
    amount: '120000',
    itemCodes: [],
  });
  expect(entered.value).toMatchObject({ scale: 'credit2020', level: { zh: '中等失信' } });
  const caseId = entered.value.id;
  expect((await caseOf(caseId)).repairActs.map((each) => each.code)).toContain('donation');
  // Valid for a year from its day: it is over already, and ends with the next look at the clock.
  expect((await decide(caseId, 1)).value).toMatchObject({ state: 'inForce', until: '2026-05-20' });
  await at.moveBy(1000);
  expect(await caseOf(caseId)).toMatchObject({ state: 'ended', endKind: 'expired' });
  const before = (await officer.call(readCreditChoices, { query: { on: '2025-06-30' } })).value.scale;
  const now = (await officer.call(readCreditChoices, {})).value.scale;
  expect([before.levels.length, now.levels.length]).toEqual([4, 3]);
});

test('HN-12: a distributor’s deliveries are suspended for one, three or five years by its level', async () => {
  const ends: (string | null)[] = [];
  for (const level of ['dishonest', 'serious', 'especiallySerious']) {
    const entered = await rate({
      organisationId: market.distributorId,
      ground: 'breach',
      amount: null,
      itemCodes: [],
      level,
    });
    await at.moveBy(30 * 86_400_000);
    const { version } = await caseOf(entered.value.id);
    await decide(entered.value.id, version);
    ends.push(entered.value.id);
  }
  await at.moveTo('2027-01-05T02:00:00.000Z');
  const runs = (await supervisor.call(listRuns, {})).value.items.filter((run) => run.state === 'open');
  for (const run of runs)
    await supervisor.call(publishRun, {
      params: { runId: run.id },
      body: { note: '', version: run.version },
    });
  const until = await Promise.all(
    ends.map(
      async (id) => (await caseOf(id ?? '')).measures.find((each) => each.effect === 'delivery')?.until,
    ),
  );
  expect(until).toEqual(['2028-01-05', '2030-01-05', '2032-01-05']);
});

test('HN-7c: what each kind of participant owes, gains and risks is public, each with its article', async () => {
  const read = async (jurisdiction: string) =>
    (await callAs(at.app, null, readParticipantTerms, { query: { jurisdiction } })).value;
  const hunan = await read('430100');
  const maker = hunan.items.find((each) => each.kind === 'manufacturer');
  expect(maker?.penalties.map((each) => each.basis.clause)).toEqual(['HN-11a', 'HN-11b', 'HN-12']);
  expect((await read('320100')).items.map((each) => each.kind)).toContain('institution');
  expect((await read('110000')).items).toEqual([]);
});
