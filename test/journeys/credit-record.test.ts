import { chooseRelation, proposeRelations } from '@daylight/api/distribution.ts';
import {
  applyForRepair,
  decideCase,
  decideRepair,
  enterRecord,
  listCases,
  proposeLifting,
  readCase,
  resumeListings,
  stateSide,
} from '@daylight/api/credit.ts';
import { listPublicCases } from '@daylight/api/credit-public.ts';
import { draftAdmission } from '@daylight/api/admission.ts';
import { listNotices, readHome } from '@daylight/api/home.ts';
import { readListing } from '@daylight/api/listing.ts';
import { placeOrders, previewOrder } from '@daylight/api/order.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf } from '../support/evidence.ts';
import { type Market, openMarket, nextItemCode } from '../support/market.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let officer: Person;
let supervisor: Person;
let other: Person;
const day = 86_400_000;

beforeAll(async () => {
  at = await openTestWorld('2026-09-01T02:00:00.000Z');
  market = await openMarket(at);
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
  other = await at.person(market.otherManufacturerId, ['sales']);
});
afterAll(() => at.close());

const code = async (listingId: string) =>
  (await at.sql<{ code: string }>('select item_code as code from listing where id = $1', [listingId]))[0]
    ?.code ?? '';
const enter = async (more: object) =>
  officer.call(enterRecord, {
    body: {
      organisationId: market.manufacturerId,
      ground: 'fraud',
      sourceKind: 'penalty',
      sourceDocument: '苏市监处罚〔2026〕18号',
      sourceOn: '2026-08-20',
      facts: '在挂网申报中提供虚假检验报告，已被行政处罚',
      measure: 'restrictProducts',
      until: null,
      itemCodes: [],
      evidenceIds: [await fileOf(at, officer)],
      ...more,
    } as never,
  });
const decide = (person: Person, caseId: string, version: number, more: object = {}) =>
  person.call(decideCase, {
    params: { caseId },
    body: { approve: true, note: '事实清楚', version, ...more },
  });
const stateOf = async (listingId: string) =>
  (await market.buyer.call(readListing, { params: { listingId } })).value.state;
const todosOf = async (person: Person) => (await person.call(readHome)).value.todos.map((each) => each.id);

/** A case in force: entered, its hearing over, decided. */
async function inForce(more: object): Promise<string> {
  const entered = await enter(more);
  const caseId = entered.value.id;
  await at.moveBy(25 * day);
  const { version } = (await officer.call(readCase, { params: { caseId } })).value;
  expect((await decide(supervisor, caseId, version)).value.state).toBe('inForce');
  await at.moveBy(1000);
  return caseId;
}
async function lift(caseId: string): Promise<void> {
  const proposed = await officer.call(proposeLifting, {
    params: { caseId },
    body: { note: '行政处罚已被撤销', evidenceIds: [] },
  });
  const { id: repairId, version } = proposed.value;
  const decided = await supervisor.call(decideRepair, {
    params: { repairId },
    body: { approve: true, note: '处罚决定撤销，予以解除', version },
  });
  expect(decided.value.state).toBe('approved');
  await at.moveBy(1000);
}

test('JS-38: a bad record restricts some products after the enterprise was heard and another person decided', async () => {
  const restricted = await market.listing({ productName: '涉案导管' });
  const free = await market.listing({ productName: '无关导管' });
  const entered = await enter({ itemCodes: [await code(restricted)] });
  expect(entered.status).toBe(201);
  expect(entered.value).toMatchObject({
    kind: 'record',
    state: 'hearing',
    basis: { clause: 'JS-38', article: '38' },
    measures: [{ code: 'restrictProducts', until: '2028-09-01' }],
  });
  expect(entered.value.hearing?.dueAt).toBe('2026-09-15T16:00:00.000Z');
  const caseId = entered.value.id;
  expect(await todosOf(market.sales)).toContain(`credit-state-${caseId}`);
  expect((await market.sales.call(listNotices, {})).value.items.map((each) => each.title.zh)).toContain(
    '拟作信用处置，请陈述申辩',
  );
  // Nobody decides before the enterprise was heard.
  expect((await decide(supervisor, caseId, 1)).problem).toMatchObject({
    code: 'credit.hearingRuns',
    basis: { clause: 'JS-38' },
  });
  const stated = await market.sales.call(stateSide, {
    params: { caseId },
    body: {
      statement: '检验报告由受托机构出具，本企业不知情',
      evidenceIds: [await fileOf(at, market.sales)],
      version: 1,
    },
  });
  expect(stated.value).toMatchObject({ state: 'heard', statementFiles: [{ mediaType: 'application/pdf' }] });
  expect(await todosOf(supervisor)).toContain(`credit-decide-${caseId}`);
  expect((await decide(officer, caseId, 2)).status).toBe(403);
  const decided = await decide(supervisor, caseId, 2);
  expect(decided.value).toMatchObject({ state: 'inForce', decisionNote: '事实清楚' });
  await at.moveBy(1000);
  expect([await stateOf(restricted), await stateOf(free)]).toEqual(['suspended', 'listed']);
  const ordered = await market.buyer.call(placeOrders, {
    body: { lines: [{ listingId: restricted, quantity: '10' }] },
  });
  expect(ordered.problem).toMatchObject({ code: 'order.listingSuspended', basis: { clause: 'JS-38' } });
  const shown = (await market.buyer.call(readListing, { params: { listingId: free } })).value;
  expect(shown.risks).toMatchObject([
    { caseNumber: decided.value.number, effect: 'caseProducts', basis: { clause: 'JS-38' } },
  ]);
  const preview = await market.buyer.call(previewOrder, {
    body: { lines: [{ listingId: free, quantity: '10' }] },
  });
  expect(preview.value.risks.map((each) => each.caseNumber)).toEqual([decided.value.number]);
  const open = (await callAs(at.app, null, listPublicCases, {})).value.items;
  expect(open.map((each) => each.number)).toContain(decided.value.number);
  expect(JSON.stringify(open)).not.toContain('检验报告');

  await lift(caseId);
  const ended = (await officer.call(readCase, { params: { caseId } })).value;
  expect(ended).toMatchObject({ state: 'ended', endKind: 'lifted', listings: [{ listingId: restricted }] });
  // What was taken out comes back by decision only.
  expect(await stateOf(restricted)).toBe('suspended');
  const resume = (person: Person, listingIds: string[]) =>
    person.call(resumeListings, { params: { caseId }, body: { listingIds, note: '案件已解除' } });
  expect((await resume(officer, [restricted])).status).toBe(403);
  expect((await resume(supervisor, [free])).problem.code).toBe('credit.listingNotOfCase');
  expect((await resume(supervisor, [restricted])).ok).toBe(true);
  expect(await stateOf(restricted)).toBe('listed');
});

test('JS-38: while restricted an enterprise neither applies for admission nor is proposed or chosen, and the case is cited', async () => {
  const caseId = await inForce({ measure: 'restrictAll' });
  const { number } = (await officer.call(readCase, { params: { caseId } })).value;
  const applied = await market.sales.call(draftAdmission, {
    body: {
      jurisdiction: '320000',
      class: 'highValueSix',
      formerlyShortlisted: true,
      note: '',
      lines: [
        {
          itemCode: nextItemCode(),
          price: '100',
          purchaseUnit: '盒',
          smallestUnit: '支',
          unitsPerPurchaseUnit: 10,
        },
      ],
    } as never,
  });
  expect(applied.problem).toMatchObject({
    code: 'credit.restricted',
    basis: { clause: 'JS-38' },
    facts: { case: number },
  });
  const distributor = await inForce({
    organisationId: market.distributorId,
    ground: 'breach',
    measure: 'suspendDelivery',
  });
  const delivery = (await officer.call(readCase, { params: { caseId: distributor } })).value;
  const proposed = await other.call(proposeRelations, {
    body: {
      distributorId: market.distributorId,
      areas: ['320200'],
      listingIds: null,
      validFrom: '2026-11-01',
      validUntil: null,
      note: '',
    },
  });
  expect(proposed.problem).toMatchObject({
    code: 'credit.restricted',
    basis: { clause: 'JS-38' },
    facts: { case: delivery.number, measure: '暂停配送资格' },
  });
  expect(proposed.problem.text.zh).toContain(delivery.number);
  const relationId = await market.relation({
    manufacturerId: market.otherManufacturerId,
    distributorId: market.distributorId,
    area: '320100',
  });
  const chosen = await market.buyer.call(chooseRelation, { body: { relationIds: [relationId] } });
  expect(chosen.problem).toMatchObject({ code: 'credit.restricted', facts: { case: delivery.number } });
  await lift(caseId);
  const product = await market.listing({ productName: '由受限企业配送' });
  const ordered = await market.buyer.call(placeOrders, {
    body: { lines: [{ listingId: product, quantity: '10' }] },
  });
  expect(ordered.problem).toMatchObject({
    code: 'order.distributorRestricted',
    basis: { clause: 'JS-38' },
    facts: { case: delivery.number },
  });
  await lift(distributor);
  expect(
    (await market.buyer.call(placeOrders, { body: { lines: [{ listingId: product, quantity: '10' }] } })).ok,
  ).toBe(true);
});

test('JS-38: removal cancels every listing, also what is listed while it lasts, and nobody resumes those', async () => {
  const first = await market.listing({ manufacturerId: market.otherManufacturerId });
  const caseId = await inForce({ organisationId: market.otherManufacturerId, measure: 'removal' });
  expect(await stateOf(first)).toBe('withdrawn');
  const later = await market.listing({ manufacturerId: market.otherManufacturerId });
  await at.moveBy(1000);
  expect(await stateOf(later)).toBe('withdrawn');
  await lift(caseId);
  const resumed = await supervisor.call(resumeListings, {
    params: { caseId },
    body: { listingIds: [first], note: '案件已解除' },
  });
  expect(resumed.problem.code).toBe('credit.listingNotResumed');
});

test('GD-9c: a bad record ends with its time, and the public list says so', async () => {
  const listingId = await market.listing();
  const until = `${Number(at.now().slice(0, 4)) + 1}-06-30`;
  const caseId = await inForce({ itemCodes: [await code(listingId)], until });
  expect(await stateOf(listingId)).toBe('suspended');
  await at.moveTo(`${until}T15:00:00.000Z`);
  expect((await market.sales.call(readCase, { params: { caseId } })).value.state).toBe('inForce');
  await at.moveTo(`${until}T16:00:00.000Z`);
  expect((await market.sales.call(readCase, { params: { caseId } })).value).toMatchObject({
    state: 'ended',
    endKind: 'expired',
  });
  const open = (await callAs(at.app, null, listPublicCases, { query: { state: 'inForce' } })).value.items;
  expect(open.map((each) => each.id)).not.toContain(caseId);
});

test('JS-38: what is malformed, not of the enterprise or beyond the measure is refused', async () => {
  const listingId = await market.listing({ manufacturerId: market.otherManufacturerId });
  const own = await market.listing();
  expect((await enter({ facts: '短' })).status).toBe(400);
  expect((await enter({ evidenceIds: [] })).problem.code).toBe('credit.evidenceMissing');
  expect((await enter({})).problem).toMatchObject({
    code: 'credit.productsMissing',
    basis: { clause: 'JS-38' },
  });
  expect((await enter({ itemCodes: [await code(listingId)] })).problem.code).toBe('credit.productUnknown');
  expect((await enter({ itemCodes: [nextItemCode()] })).problem.code).toBe('credit.productUnknown');
  expect((await enter({ organisationId: market.distributorId })).problem.code).toBe(
    'credit.measureForOthers',
  );
  expect((await enter({ organisationId: market.institutionId })).problem.code).toBe(
    'credit.enterpriseUnknown',
  );
  expect((await enter({ itemCodes: [await code(own)], until: '2035-01-01' })).problem.code).toBe(
    'credit.untilTooLate',
  );
  expect((await enter({ sourceOn: '2036-01-01' })).problem.code).toBe('credit.documentFuture');
  const forbidden = await market.sales.call(enterRecord, {
    body: {
      organisationId: market.otherManufacturerId,
      ground: 'fraud',
      sourceKind: 'penalty',
      sourceDocument: '文号',
      sourceOn: '2026-08-20',
      facts: '不应由企业录入的不良记录',
      measure: 'restrictAll',
    } as never,
  });
  expect(forbidden.status).toBe(403);
  const entered = (await enter({ itemCodes: [await code(own)] })).value;
  expect((await other.call(readCase, { params: { caseId: entered.id } })).status).toBe(404);
  expect((await other.call(listCases, {})).value.items.map((each) => each.id)).not.toContain(entered.id);
  await at.moveBy(30 * day);
  const late = await market.sales.call(stateSide, {
    params: { caseId: entered.id },
    body: { statement: '逾期陈述', version: 2 } as never,
  });
  expect(late.problem.code).toBe('credit.notHearing');
  const dropped = await decide(supervisor, entered.id, 2, { approve: false, note: '证据不足' });
  expect(dropped.value.state).toBe('dropped');
  const repair = await market.sales.call(applyForRepair, {
    params: { caseId: entered.id },
    body: { acts: ['stopped'], note: '已终止失信行为', evidenceIds: [await fileOf(at, market.sales)] },
  });
  expect(repair.problem.code).toBe('credit.notInForce');
});
