import {
  answerSupplyFailure,
  decideSupplyFailure,
  endSubstitution,
  findSupplyFailure,
  listSupplyFailures,
  listSupplySigns,
  readSupplyFailure,
  reportSupplyFailure,
} from '@daylight/api/execution-failure.ts';
import { listVolumes } from '@daylight/api/execution.ts';
import { readHome } from '@daylight/api/home.ts';
import { answerOrder } from '@daylight/api/order-answer.ts';
import { acceptShipment, shipOrder } from '@daylight/api/order-delivery.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf } from '../support/evidence.ts';
import { type FailingGround, openFailing } from '../support/failing.ts';
import type { Market } from '../support/market.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let ground: FailingGround;
let market: Market;
let officer: Person;
let supervisor: Person;

beforeAll(async () => {
  at = await openTestWorld('2026-09-01T02:00:00.000Z');
  ground = await openFailing(at);
  ({ market, officer, supervisor } = ground);
});
afterAll(() => at.close());

async function place(listingId: string, quantity: string): Promise<string> {
  const placed = await market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity }] } });
  return placed.value.orders[0]?.id ?? '';
}

async function receive(person: Person, listingId: string, quantity: string): Promise<void> {
  const orderId = await place(listingId, quantity);
  await person.call(answerOrder, { params: { orderId }, body: { version: 1 } });
  const shipped = await person.call(shipOrder, {
    params: { orderId },
    body: { carrier: '自送', lines: [{ orderLine: 1, quantity, lot: 'L1', expiresOn: '2028-01-31' }] },
  });
  await market.storekeeper.call(acceptShipment, {
    params: { shipmentId: shipped.value.id },
    body: { lines: [{ line: 1, accepted: quantity, rejected: '0' }] },
  });
}

async function refusedOrder(listingId: string): Promise<string> {
  const orderId = await place(listingId, '2');
  await market.dispatcher.call(answerOrder, {
    params: { orderId },
    body: { version: 1, lines: [{ line: 1, confirmed: '0', reason: 'outOfStock' }] },
  });
  return orderId;
}

const kinds = async (person: Person) =>
  (await person.call(readHome, {})).value.todos.map((each) => each.kind);

test('a failure to supply: told, answered, found, confirmed by a second officer; the substitute stands in and the winner bears the difference (SX-5.3c)', async () => {
  const { item, fails, standsIn } = await ground.pair();
  await receive(market.dispatcher, fails.listingId, '3');
  const orderId = await refusedOrder(fails.listingId);
  expect((await officer.call(listSupplySigns, { query: {} })).value.items).toMatchObject([
    { productId: fails.productId, refusedLines: 1, failureId: null },
  ]);
  const report = { productId: fails.productId, facts: '连续缺货两周', orderIds: [orderId] };
  expect((await market.sales.call(reportSupplyFailure, { body: report })).status).toBe(403);
  expect((await market.buyer.call(reportSupplyFailure, { body: { ...report, facts: '' } })).status).toBe(400);
  const unknown = { ...report, productId: market.institutionId };
  expect((await market.buyer.call(reportSupplyFailure, { body: unknown })).problem.code).toBe(
    'execution.productUnknown',
  );
  const told = (await market.buyer.call(reportSupplyFailure, { body: report })).value;
  expect(told).toMatchObject({
    state: 'told',
    origin: 'institution',
    orders: [{ id: orderId, refused: '2' }],
  });
  expect((await market.buyer.call(reportSupplyFailure, { body: report })).problem).toMatchObject({
    code: 'execution.failureOpen',
    facts: { number: told.number },
  });
  const params = { failureId: told.id };
  expect(await kinds(market.sales)).toContain('execution.answerFailure');

  const early = { finding: 'default' as const, note: '企业未按期供应', version: told.version };
  expect((await officer.call(findSupplyFailure, { params, body: early })).problem.code).toBe(
    'execution.answerNotDue',
  );
  const answer = { answer: '产线检修', forceMajeure: true, version: told.version };
  expect((await market.sales.call(answerSupplyFailure, { params, body: answer })).problem).toMatchObject({
    code: 'execution.forceMajeureNeedsEvidence',
    basis: { clause: 'SX-5.3c' },
  });
  const evidenceIds = [await fileOf(at, market.sales)];
  const answered = (
    await market.sales.call(answerSupplyFailure, { params, body: { ...answer, evidenceIds } })
  ).value;
  expect(answered).toMatchObject({ state: 'answered', claimsForceMajeure: true, answerEvidence: [{}] });
  expect(await kinds(officer)).toContain('execution.findFailure');

  const find = (body: object) =>
    officer.call(findSupplyFailure, { params, body: { ...early, version: answered.version, ...body } });
  expect((await find({ substituteProductId: fails.productId })).problem.code).toBe(
    'execution.substituteItself',
  );
  expect((await find({ substituteProductId: market.institutionId })).problem.code).toBe(
    'execution.substituteUnknown',
  );
  expect((await find({ version: 1 })).problem.code).toBe('request.stale');
  const found = (await find({ substituteProductId: standsIn.productId })).value;
  expect(found).toMatchObject({
    state: 'found',
    finding: 'default',
    substitute: { productId: standsIn.productId },
  });

  const decide = (person: Person, body: object = {}) =>
    person.call(decideSupplyFailure, { params, body: { approve: true, version: found.version, ...body } });
  expect((await decide(officer)).status).toBe(403);
  expect((await decide(supervisor, { approve: false })).problem.code).toBe('execution.noteMissing');
  const decided = (await decide(supervisor)).value;
  expect(decided).toMatchObject({ state: 'substituted', carrying: 'start', costTotal: '0' });
  // Nothing ends before the clock has begun it.
  const hasty = { params, body: { note: '尚未执行', version: decided.version } };
  expect((await supervisor.call(endSubstitution, hasty)).problem.code).toBe('execution.wrongState');
  await at.moveBy(1000);
  expect((await officer.call(readSupplyFailure, { params })).value).toMatchObject({
    carrying: null,
    accounts: 1,
  });
  const cases = await at.sql(`select cause, state from credit_supply where organisation_id = $1`, [
    market.manufacturerId,
  ]);
  expect(cases).toEqual([{ cause: 'notSupplied', state: 'open' }]);

  // What is left of 100 after 30 were received goes to the substitute, which fills it before its own volume.
  const volumes = async () =>
    at.sql(
      `select failure_id is not null as stands, product_id = $1 as fails, agreed::float, accepted::float from volume_account
       where item = $2 order by 1, 2`,
      [fails.productId, item],
    );
  expect(await volumes()).toEqual([
    { stands: false, fails: false, agreed: 20, accepted: 0 },
    { stands: false, fails: true, agreed: 30, accepted: 30 },
    { stands: true, fails: false, agreed: 70, accepted: 0 },
  ]);
  await receive(market.otherDispatcher, standsIn.listingId, '4');
  await at.moveBy(1000);
  const costly = (await market.sales.call(readSupplyFailure, { params })).value;
  // 40 units at 13 instead of 10 yuan.
  expect(costly).toMatchObject({
    costTotal: '120',
    costs: [{ units: '40', difference: '120', agreedPrice: '100', price: '130' }],
  });

  const end = { note: '已恢复生产', version: costly.version };
  expect((await officer.call(endSubstitution, { params, body: end })).status).toBe(403);
  expect((await supervisor.call(endSubstitution, { params, body: end })).value).toMatchObject({
    state: 'ended',
    costTotal: '120',
  });
  await at.moveBy(1000);
  expect(await volumes()).toEqual([
    { stands: false, fails: false, agreed: 20, accepted: 0 },
    { stands: false, fails: true, agreed: 60, accepted: 30 },
    { stands: true, fails: false, agreed: 40, accepted: 40 },
  ]);
  const again = { note: '重复', version: costly.version + 2 };
  expect((await supervisor.call(endSubstitution, { params, body: again })).problem.code).toBe(
    'execution.wrongState',
  );
});

test('force majeure: the substitute stands in, but nobody bears the difference and no case is opened (SX-5.3c)', async () => {
  const { fails, standsIn } = await ground.pair({ agreed: '50' });
  const before = await at.sql('select 1 from credit_supply');
  const told = (
    await officer.call(reportSupplyFailure, { body: { productId: fails.productId, facts: '洪水停产' } })
  ).value;
  expect(told).toMatchObject({ origin: 'officer', institution: null });
  const params = { failureId: told.id };
  // The winner says nothing: after the day it is found without an answer.
  await at.moveTo('2026-09-08T02:00:00.000Z');
  const found = (
    await officer.call(findSupplyFailure, {
      params,
      body: {
        finding: 'forceMajeure',
        note: '洪水',
        substituteProductId: standsIn.productId,
        version: told.version,
      },
    })
  ).value;
  const decided = await supervisor.call(decideSupplyFailure, {
    params,
    body: { approve: true, version: found.version },
  });
  expect(decided.value).toMatchObject({ state: 'substituted', carrying: 'start' });
  await at.moveBy(1000);
  await receive(market.otherDispatcher, standsIn.listingId, '2');
  await at.moveBy(1000);
  expect((await market.buyer.call(readSupplyFailure, { params })).value).toMatchObject({
    costs: [],
    costTotal: '0',
  });
  expect(await at.sql('select 1 from credit_supply')).toEqual(before);
  expect(await at.sql('select 1 from credit_proposal where subject_id = $1', [told.id])).toEqual([]);
  expect((await market.buyer.call(listSupplyFailures, { query: {} })).value.items.length).toBeGreaterThan(1);
  expect((await market.otherDispatcher.call(listSupplyFailures, { query: {} })).value.items).toEqual([]);
  expect((await market.buyer.call(listVolumes, { query: {} })).value.items.length).toBeGreaterThan(3);
});

test('an unfounded report is dismissed, and one that is sent back is found anew (SX-5.3c)', async () => {
  const { fails } = await ground.pair();
  const told = (
    await market.buyer.call(reportSupplyFailure, { body: { productId: fails.productId, facts: '迟了一天' } })
  ).value;
  const params = { failureId: told.id };
  const answered = (
    await market.sales.call(answerSupplyFailure, {
      params,
      body: { answer: '已于次日送达', forceMajeure: false, version: 1 },
    })
  ).value;
  const find = (version: number) =>
    officer.call(findSupplyFailure, { params, body: { finding: 'unfounded', note: '已送达', version } });
  const found = (await find(answered.version)).value;
  const back = await supervisor.call(decideSupplyFailure, {
    params,
    body: { approve: false, note: '请核对送达时间', version: found.version },
  });
  expect(back.value).toMatchObject({ state: 'answered', finding: null });
  const anew = (await find(back.value.version)).value;
  const done = await supervisor.call(decideSupplyFailure, {
    params,
    body: { approve: true, version: anew.version },
  });
  expect(done.value).toMatchObject({ state: 'dismissed', accounts: 0 });
});
