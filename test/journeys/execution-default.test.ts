import {
  confirmProposal,
  declineProposal,
  listProposals,
  readProposal,
} from '@daylight/api/credit-proposal.ts';
import { decideCase, readCase, stateSide } from '@daylight/api/credit.ts';
import {
  decideSupplyFailure,
  endSubstitution,
  findSupplyFailure,
  listSupplyFailures,
  readSupplyFailure,
  reportSupplyFailure,
} from '@daylight/api/execution-failure.ts';
import { listCoverageGaps } from '@daylight/api/execution-report.ts';
import { readHome } from '@daylight/api/home.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { addMs, shanghaiDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FailingGround, openFailing } from '../support/failing.ts';
import type { Market } from '../support/market.ts';
import { openRound, type TestRound } from '../support/round.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let ground: FailingGround;
let market: Market;
let officer: Person;
let supervisor: Person;
let round: TestRound;
let elsewhere: string;

beforeAll(async () => {
  at = await openTestWorld('2026-09-01T02:00:00.000Z');
  ground = await openFailing(at);
  ({ market, officer, supervisor, round, elsewhere } = ground);
});
afterAll(() => at.close());

const kinds = async (person: Person) =>
  (await person.call(readHome, {})).value.todos.map((each) => each.kind);

/** From the report to the finding, the winner being silent; answers what a second person decides. */
async function foundBy(person: Person, productId: string, substituteProductId: string) {
  const body = { productId, facts: '连续缺货，无法按期供应' };
  const told = (await market.buyer.call(reportSupplyFailure, { body })).value;
  const params = { failureId: told.id };
  await at.moveTo(told.answerDue.dueAt);
  const finding = {
    finding: 'default' as const,
    note: '逾期未答复',
    substituteProductId,
    version: told.version,
  };
  const found = await person.call(findSupplyFailure, { params, body: finding });
  return { params, found };
}

test('a substitute selected for others can be ordered at once by who is not supplied, and no longer when the failure ends (SX-5.3c)', async () => {
  const { fails, standsIn } = await ground.pair({ closed: true });
  const order = async (quantity: string) =>
    market.buyer.call(placeOrders, { body: { lines: [{ listingId: standsIn.listingId, quantity }] } });
  expect((await order('1')).problem.code).toBe('order.listedElsewhere');
  const { params, found } = await foundBy(officer, fails.productId, standsIn.productId);
  const decided = await supervisor.call(decideSupplyFailure, {
    params,
    body: { approve: true, version: found.value.version },
  });
  expect(decided.ok).toBe(true);
  await at.moveBy(1000);
  expect((await order('1')).ok).toBe(true);
  const audience = async () =>
    (
      await at.sql<{ audience: string[] }>(
        'select audience_institutions as audience from listing where id = $1',
        [standsIn.listingId],
      )
    )[0]?.audience;
  expect(await audience()).toEqual([elsewhere, market.institutionId]);
  const now = (await supervisor.call(readSupplyFailure, { params })).value;
  await supervisor.call(endSubstitution, { params, body: { note: '恢复供应', version: now.version } });
  await at.moveBy(1000);
  expect(await audience()).toEqual([elsewhere]);
  expect((await order('1')).problem.code).toBe('order.listedElsewhere');
});

test('the bad record arises from the confirmed failure itself: an officer confirms it, the enterprise is heard, a second officer decides (SX-5.3c, JS-38)', async () => {
  const { fails, standsIn } = await ground.pair();
  const { params, found } = await foundBy(officer, fails.productId, standsIn.productId);
  await supervisor.call(decideSupplyFailure, {
    params,
    body: { approve: true, version: found.value.version },
  });
  await at.moveBy(1000);
  expect(await kinds(officer)).toContain('credit.proposal');
  const { proposalId } = (await officer.call(readSupplyFailure, { params })).value;
  expect((await market.sales.call(readSupplyFailure, { params })).value.proposalId).toBeNull();
  const proposal = { proposalId: proposalId ?? '' };
  const read = (await officer.call(readProposal, { params: proposal })).value;
  const [code] = await at.sql<{ item_code: string }>('select item_code from listing where id = $1', [
    fails.listingId,
  ]);
  expect(read).toMatchObject({
    state: 'open',
    enterprise: { id: market.manufacturerId },
    ground: { zh: '不履行供货、配送合同' },
    source: { zh: '履约记录' },
    basis: { clause: 'SX-5.3c' },
    subject: { kind: 'supply-failure', id: params.failureId },
    products: [{ itemCode: code?.item_code }],
  });
  expect(read.sourceDocument).toContain(found.value.number);
  expect((await market.sales.call(readProposal, { params: proposal })).status).toBe(403);
  const body = { measure: 'restrictProducts', version: read.version };
  const confirm = (person: Person, more: object = {}) =>
    person.call(confirmProposal, { params: proposal, body: { ...body, ...more } });
  expect((await confirm(supervisor)).status).toBe(403);
  expect((await confirm(officer, { measure: 'suspendDelivery' })).problem.code).toBe(
    'credit.measureForOthers',
  );
  expect((await confirm(officer, { version: 9 })).problem.code).toBe('request.stale');
  expect((await confirm(officer, { measure: 7 })).status).toBe(400);
  const opened = (await confirm(officer)).value;
  expect(opened).toMatchObject({ state: 'hearing', sourceDocument: read.sourceDocument });
  expect((await confirm(officer)).problem.code).toBe('credit.proposalDecided');
  const open = (await officer.call(listProposals, { query: { state: 'open' } })).value.items;
  expect(open.map((each) => each.id)).not.toContain(opened.id);
  expect((await officer.call(readProposal, { params: proposal })).value).toMatchObject({
    state: 'entered',
    caseId: opened.id,
  });

  // The enterprise is heard, and whoever confirmed does not decide.
  const caseParams = { caseId: opened.id };
  await market.sales.call(stateSide, {
    params: caseParams,
    body: { statement: '已全力恢复供应', version: opened.version },
  });
  const heard = (await supervisor.call(readCase, { params: caseParams })).value;
  const decide = { params: caseParams, body: { approve: true, note: '属实', version: heard.version } };
  expect((await supervisor.call(decideCase, decide)).value).toMatchObject({ state: 'inForce' });
});

test('a proposed bad record can be declined with its reason, once', async () => {
  const open = (await officer.call(listProposals, { query: { state: 'open' } })).value.items;
  const [first] = open;
  const params = { proposalId: first?.id ?? '' };
  const decline = (note: string) =>
    officer.call(declineProposal, { params, body: { note, version: first?.version ?? 0 } });
  expect((await decline('')).status).toBe(400);
  expect((await decline('情节轻微，已约谈')).value).toMatchObject({ state: 'declined', caseId: null });
  expect((await decline('再次')).problem.code).toBe('credit.proposalDecided');
});

test('the lead hospital judges failures of the round that it runs, and of no other (SX-5.3c, GY-3.1, HN-15)', async () => {
  const lead = await at.organisation({ kind: 'institution', name: '牵头医院' });
  const organiser = await at.person(lead, ['organiser']);
  const approver = await at.person(lead, ['approver']);
  const groupRound = await openRound(at, { organiserId: lead });
  await groupRound.takesPart(market.institutionId);
  const { fails, standsIn } = await ground.pair({ agreed: '60', of: groupRound });
  const { params, found } = await foundBy(organiser, fails.productId, standsIn.productId);
  expect(found.value).toMatchObject({ state: 'found', runsRound: true });
  expect(await kinds(approver)).toContain('execution.decideFailure');
  const decide = (person: Person) =>
    person.call(decideSupplyFailure, { params, body: { approve: true, version: found.value.version } });
  expect((await decide(organiser)).status).toBe(403);
  // The institution that is not supplied sees it and judges nothing.
  expect((await decide(market.approver)).problem.code).toBe('execution.failureUnknown');
  expect((await decide(approver)).value).toMatchObject({ state: 'substituted', carrying: 'start' });
  await at.moveBy(1000);
  const now = (await approver.call(readSupplyFailure, { params })).value;
  expect(now).toMatchObject({ carrying: null, accounts: 1, proposalId: null });
  const bought = { lines: [{ listingId: standsIn.listingId, quantity: '1' }] };
  expect((await market.buyer.call(placeOrders, { body: bought })).ok).toBe(true);
  // The bureau confirms what follows in the credit catalogue.
  expect((await officer.call(readSupplyFailure, { params })).value.proposalId).not.toBeNull();
  const end = { note: '恢复供应', version: now.version };
  expect((await market.approver.call(endSubstitution, { params, body: end })).problem.code).toBe(
    'execution.failureUnknown',
  );
  expect((await approver.call(endSubstitution, { params, body: end })).value.state).toBe('ended');
  await at.moveBy(1000);
  const left = await at.sql(
    `select a.state from volume_account a where a.failure_id = $1 and a.state = 'open'`,
    [params.failureId],
  );
  expect(left).toEqual([]);
});

test('delivery that does not reach a place of the agreement: told, reminded of, and on the day a failure to supply (SX-5.3b)', async () => {
  const far = await at.organisation({ kind: 'institution', name: '远市医院', jurisdiction: '320300' });
  const farBuyer = await at.person(far, ['buyer'], '320300');
  await round.takesPart(far, '320300');
  const listingId = await market.listing({ form: 'alliance', audienceInstitutions: [far] });
  const code = await at.sql<{ item_code: string }>('select item_code from listing where id = $1', [
    listingId,
  ]);
  const farItem = await round.item(
    '血管鞘',
    code.map((each) => each.item_code),
  );
  const product = await round.product(farItem, market.manufacturerId, [listingId]);
  await round.open(far, [{ product, agreed: '10' }]);
  const gap = async (person: Person) =>
    (await person.call(listCoverageGaps, { query: { tenderId: round.tenderId } })).value.items.find(
      (each) => each.area.code === '320300',
    );
  expect(await gap(market.sales)).toMatchObject({ institutions: 1, told: null });
  await at.moveBy(1000);
  const told = (await gap(market.sales))?.told;
  expect(told).toMatchObject({ state: 'open', institutionDays: 0, due: { basis: { clause: 'SX-5.3b' } } });
  expect(await gap(market.otherDispatcher)).toBeUndefined();
  const notices = async (kind: string) =>
    at.sql('select 1 from notice where organisation_id = $1 and kind = $2', [market.manufacturerId, kind]);
  expect(await notices('execution.coverageGap')).toHaveLength(1);
  expect(await notices('execution.coverageDue')).toEqual([]);
  // On the morning of its last day the winner was reminded, and nothing is lost yet.
  const dueAt = told?.due.dueAt ?? at.now();
  await at.moveTo(shanghaiMoment(shanghaiDate(addMs(dueAt, -1)), '08:00'));
  expect(await notices('execution.coverageDue')).toHaveLength(1);
  const failures = async () =>
    (await officer.call(listSupplyFailures, { query: { state: 'told' } })).value.items.filter(
      (each) => each.productId === product.productId,
    );
  expect(await failures()).toEqual([]);
  await at.moveTo(addMs(dueAt, 1));
  expect(await failures()).toMatchObject([
    { origin: 'coverage', institution: null, manufacturer: { id: market.manufacturerId } },
  ]);
  const failed = (await gap(farBuyer))?.told;
  expect(failed).toMatchObject({ state: 'failed', failureIds: [(await failures())[0]?.id] });
  expect(failed?.institutionDays).toBeGreaterThanOrEqual(10);
  // The winner appoints a distributor: the place is reached, the failure takes its own course.
  await market.relation({
    manufacturerId: market.manufacturerId,
    distributorId: market.distributorId,
    area: '320300',
  });
  await at.moveBy(24 * 3_600_000);
  expect(await gap(farBuyer)).toBeUndefined();
  const kept = await at.sql(
    `select state, institution_days > 10 as counted from coverage_gap where area = '320300'`,
  );
  expect(kept).toEqual([{ state: 'closed', counted: true }]);
  expect(await failures()).toHaveLength(1);
});
