import {
  applyForWithdrawal,
  decideClosing,
  listClosings,
  listLowDelivery,
  proposeClosing,
  readClosing,
  readDelivery,
  readOpenBusiness,
  recallClosing,
} from '@daylight/api/directory.ts';
import { listDirectoryChanges } from '@daylight/api/directory-public.ts';
import { openBargain } from '@daylight/api/bargain.ts';
import { addToCart, readCart } from '@daylight/api/order-cart.ts';
import { answerOrder, cancelOrder } from '@daylight/api/order-answer.ts';
import { acceptShipment, shipOrder } from '@daylight/api/order-delivery.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { readHome, listNotices } from '@daylight/api/home.ts';
import { readListing } from '@daylight/api/listing.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf } from '../support/evidence.ts';
import { type Market, openMarket } from '../support/market.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let officer: Person;
let supervisor: Person;
const hour = 3_600_000;
const note = '该型号已停产，库存销售完毕';

beforeAll(async () => {
  at = await openTestWorld('2026-09-01T02:00:00.000Z');
  market = await openMarket(at);
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
});
afterAll(() => at.close());

const order = (listingId: string, quantity = '10') =>
  market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity }] } });
const withdraw = (listingId: string, more: object = {}) =>
  market.sales.call(applyForWithdrawal, {
    body: { listingId, reason: 'stoppedProduction', note, version: 1, ...more },
  });
const decide = (person: Person, closingId: string, more: object = {}) =>
  person.call(decideClosing, { params: { closingId }, body: { approve: true, version: 1, ...more } });
const stateOf = async (listingId: string) =>
  (await market.buyer.call(readListing, { params: { listingId } })).value.state;
const kindsOf = async (listingId: string) =>
  (await callAs(at.app, null, listDirectoryChanges, { query: { listingId } })).value.items.map(
    (each) => each.kind,
  );

test('a withdrawal waits for what is open, takes no new orders meanwhile, and closes when nothing is open any more (JS-14b, SX-5.8)', async () => {
  const listingId = await market.listing({ productName: '停产导管' });
  const orderId = (await order(listingId)).value.orders[0]?.id ?? '';
  const bargain = await market.buyer.call(openBargain, {
    body: { listingId, price: '80', quantity: '50', note: '' } as never,
  });
  expect(bargain.status).toBe(201);

  const seen = await market.sales.call(readOpenBusiness, { params: { listingId } });
  expect(seen.value).toMatchObject({
    counts: { order: 1, bargain: 1, return: 0, invoice: 0 },
    closingId: null,
  });
  const proposed = await withdraw(listingId, { evidenceIds: [await fileOf(at, market.sales)] });
  expect(proposed.status).toBe(201);
  expect(proposed.value).toMatchObject({ state: 'proposed', kind: 'withdraw', basis: { clause: 'JS-14b' } });
  // Proposed changes nothing for those who buy, and they do not see it.
  expect(await stateOf(listingId)).toBe('listed');
  expect((await market.buyer.call(listClosings, { query: { listingId } })).value.items).toEqual([]);
  const closingId = proposed.value.id;
  expect((await supervisor.call(readHome)).value.todos.map((each) => each.id)).toContain(
    `directory-closing-${closingId}`,
  );

  const decided = await decide(supervisor, closingId, { note: '同意' });
  expect(decided.value).toMatchObject({
    state: 'waiting',
    listingState: 'suspended',
    openAtDecision: { order: 1, bargain: 1, return: 0, invoice: 0 },
  });
  expect((await order(listingId)).problem).toMatchObject({
    code: 'order.listingSuspended',
    basis: { clause: 'JS-14b' },
  });
  expect(await kindsOf(listingId)).toEqual(['closing', 'suspended']);
  const told = (await market.dispatcher.call(listNotices, {})).value.items;
  expect(told.map((each) => each.title.zh)).toContain('产品停止采购，请办结未完业务');
  expect((await market.sales.call(readHome)).value.todos.map((each) => each.kind)).toContain(
    'directory.finishOpen',
  );
  const open = await market.buyer.call(readClosing, { params: { closingId } });
  expect(open.value.things.map((each) => each.kind).toSorted()).toEqual(['bargain', 'order']);

  await at.moveBy(2 * hour);
  expect((await market.sales.call(readClosing, { params: { closingId } })).value.state).toBe('waiting');
  const cancelled = await market.buyer.call(cancelOrder, {
    params: { orderId },
    body: { reason: 'other', note: '产品停产', version: 1 } as never,
  });
  expect(cancelled.ok).toBe(true);
  await at.moveBy(2 * hour);
  // The bargain ends by its own clock.
  expect((await market.sales.call(readClosing, { params: { closingId } })).value.openNow).toMatchObject({
    order: 0,
    bargain: 1,
  });
  await at.moveTo('2026-10-30T02:00:00.000Z');
  await at.moveBy(2 * hour);
  const closed = await market.sales.call(readClosing, { params: { closingId } });
  expect(closed.value).toMatchObject({ state: 'closed', listingState: 'withdrawn' });
  expect(await kindsOf(listingId)).toEqual(['withdrawn', 'closing', 'suspended']);
});

test('with nothing open a withdrawal takes effect with its decision (JS-14b)', async () => {
  const listingId = await market.listing();
  const closingId = (await withdraw(listingId)).value.id;
  expect((await decide(supervisor, closingId)).value).toMatchObject({
    state: 'closed',
    listingState: 'withdrawn',
  });
  const { items } = (await callAs(at.app, null, listDirectoryChanges, { query: { listingId } })).value;
  expect(items[0]).toMatchObject({
    kind: 'withdrawn',
    reason: 'stoppedProduction',
    note,
    basis: { clause: 'JS-14b' },
  });
  expect(items[0]?.document).toMatch(/^TZ/);
});

test('a withdrawal is refused by name: another’s product, stale, under way, wrong reason, no permission', async () => {
  const listingId = await market.listing();
  const stranger = await at.person(market.otherManufacturerId, ['sales']);
  const body = { listingId, reason: 'stoppedSale', note, version: 1 } as const;
  expect((await stranger.call(applyForWithdrawal, { body })).problem.code).toBe('listing.unknown');
  expect((await withdraw(listingId, { version: 7 })).problem.code).toBe('request.stale');
  expect((await withdraw(listingId, { reason: 'lowDelivery' })).problem.code).toBe('request.malformed');
  expect((await market.buyer.call(applyForWithdrawal, { body })).problem.code).toBe('access.notPermitted');
  expect((await withdraw(listingId, { evidenceIds: [await fileOf(at, stranger)] })).problem.code).toBe(
    'evidence.unknown',
  );
  const first = await withdraw(listingId);
  expect((await withdraw(listingId)).problem.code).toBe('directory.closingRunning');
  const params = { closingId: first.value.id };
  expect((await stranger.call(recallClosing, { params, body: { version: 1 } })).problem.code).toBe(
    'directory.closingUnknown',
  );
  expect((await officer.call(recallClosing, { params, body: { version: 1 } })).problem.code).toBe(
    'directory.notProposer',
  );
  expect((await market.sales.call(recallClosing, { params, body: { version: 1 } })).value.state).toBe(
    'recalled',
  );
  expect((await decide(supervisor, first.value.id)).problem.code).toBe('directory.closingNotProposed');
});

test('an officer proposes, another person decides, and a no has its reason (HN-15, JS-13c)', async () => {
  const listingId = await market.listing();
  const body = { listingId, kind: 'suspend', reason: 'quality', note: '抽检不合格', version: 1 } as const;
  const nantong = await at.person(await at.organisation({ kind: 'bureau', jurisdiction: '320600' }), [
    'officer',
  ]);
  expect((await nantong.call(proposeClosing, { body })).problem.code).toBe('listing.otherJurisdiction');
  expect((await officer.call(proposeClosing, { body: { ...body, reason: 'noSale' } })).problem.code).toBe(
    'listing.reasonUnknown',
  );
  const both = await at.person(officer.organisationId, ['officer', 'supervisor']);
  const proposed = await both.call(proposeClosing, { body });
  expect((await decide(both, proposed.value.id)).problem).toMatchObject({
    code: 'directory.ownClosing',
    basis: { clause: 'HN-15' },
  });
  expect((await decide(officer, proposed.value.id)).problem.code).toBe('access.notPermitted');
  expect((await decide(supervisor, proposed.value.id, { approve: false })).problem.code).toBe(
    'directory.noteMissing',
  );
  expect(
    (await decide(supervisor, proposed.value.id, { approve: false, note: '证据不足' })).value,
  ).toMatchObject({ state: 'rejected' });
  expect(await stateOf(listingId)).toBe('listed');
  const again = await officer.call(proposeClosing, { body });
  expect((await decide(supervisor, again.value.id)).value).toMatchObject({ state: 'closed' });
  expect(await stateOf(listingId)).toBe('suspended');
});

test('whatever happens at the same moment: a suspended product is never ordered, and what was ordered before is on the list (JS-14a, JS-14b)', async () => {
  for (let round = 0; round < 5; round += 1) {
    const listingId = await market.listing();
    const proposed = await officer.call(proposeClosing, {
      body: { listingId, kind: 'suspend', reason: 'quality', note: '全部召回', version: 1 },
    });
    const [decided, ...orders] = await Promise.all([
      decide(supervisor, proposed.value.id),
      ...Array.from({ length: 6 }, () => order(listingId, '1')),
    ]);
    const placed = orders.filter((each) => each.ok).length;
    for (const refused of orders.filter((each) => !each.ok))
      expect(refused.problem.code).toBe('order.listingSuspended');
    expect(decided.value.openAtDecision).toMatchObject({ order: placed });
    const later = await order(listingId, '1');
    expect(later.problem.code).toBe('order.listingSuspended');
    expect(
      await at.sql('select count(*)::int as n from order_line where listing_id = $1', [listingId]),
    ).toEqual([{ n: placed }]);
  }
});

test('a suspended product is not bargained for, and in a cart it says why it cannot be ordered (JS-14a)', async () => {
  const listingId = await market.listing();
  await market.buyer.call(addToCart, { body: { lines: [{ listingId, quantity: '1' }] } });
  await at.sql(`update listing set state = 'suspended', state_reason = 'noSale' where id = $1`, [listingId]);
  const bargain = await market.buyer.call(openBargain, {
    body: { listingId, price: '80', quantity: '50', note: '' } as never,
  });
  expect(bargain.problem.code).toBe('bargain.listingNotListed');
  const { lines } = (await market.buyer.call(readCart)).value;
  expect(lines.find((line) => line.listingId === listingId)?.problem?.code).toBe('order.listingSuspended');
});

async function deliver(listingId: string, quantity: string, days: number): Promise<void> {
  const orderId = (await order(listingId, quantity)).value.orders[0]?.id ?? '';
  await market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 1 } });
  await at.moveBy(days * 24 * hour);
  const shipped = await market.dispatcher.call(shipOrder, {
    params: { orderId },
    body: { carrier: '自送', lines: [{ orderLine: 1, quantity, lot: 'L1', expiresOn: '2029-01-31' }] },
  });
  await market.storekeeper.call(acceptShipment, {
    params: { shipmentId: shipped.value.id },
    body: { lines: [{ line: 1, accepted: quantity }] },
  });
}

test('a rate below the least in three months one after another is the ground for a cancellation, and nothing less (HN-11b)', async () => {
  const listingId = await market.listing({ productName: '迟到的支架' });
  const punctual = await market.listing({ productName: '准时的支架' });
  const cancel = async () =>
    officer.call(proposeClosing, {
      body: {
        listingId,
        kind: 'cancel',
        reason: 'lowDelivery',
        note: '连续三个月配送率低于规定',
        version: 1,
      },
    });
  for (const month of ['2026-11', '2026-12', '2027-01']) {
    await at.moveTo(`${month}-03T02:00:00.000Z`);
    await deliver(punctual, '10', 0);
    await deliver(listingId, '10', 8);
    expect((await cancel()).problem).toMatchObject({
      code: 'directory.notLowDelivery',
      basis: { clause: 'HN-11b' },
    });
  }
  await at.moveTo('2027-02-02T02:00:00.000Z');
  const { value } = await market.sales.call(readDelivery, { params: { listingId } });
  expect(value).toMatchObject({ over: 90, under: 100, windowMonths: 3, lowThroughout: true });
  expect(value.months.slice(0, 3)).toMatchObject([
    { month: '2027-01-01', due: '10', onTime: '0', rate: 0, low: true },
    { month: '2026-12-01', due: '10', onTime: '0', rate: 0, low: true },
    { month: '2026-11-01', due: '10', onTime: '0', rate: 0, low: true },
  ]);
  const good = await market.sales.call(readDelivery, { params: { listingId: punctual } });
  expect(good.value.months[0]).toMatchObject({ due: '10', onTime: '10', rate: 10_000, low: false });
  expect(good.value.lowThroughout).toBe(false);
  expect((await officer.call(listLowDelivery)).value.items.map((each) => each.listingId)).toEqual([
    listingId,
  ]);
  expect((await officer.call(readHome)).value.todos.map((each) => each.kind)).toContain(
    'directory.lowDelivery',
  );
  const told = (await market.sales.call(listNotices, { query: { limit: 100 } })).value.items;
  expect(told.filter((each) => each.title.zh === '产品配送率偏低，请整改').length).toBe(3);

  const proposed = await cancel();
  expect(proposed.value).toMatchObject({ kind: 'cancel', basis: { clause: 'HN-11b' } });
  expect((await decide(supervisor, proposed.value.id)).value).toMatchObject({ state: 'closed' });
  expect(await stateOf(listingId)).toBe('withdrawn');
});

test('what the institution cancelled and what was refused for an excused reason counts for neither side (HN-11b)', async () => {
  await at.moveTo('2027-03-02T02:00:00.000Z');
  const listingId = await market.listing();
  const placed = async () => (await order(listingId, '10')).value.orders[0]?.id ?? '';
  await market.buyer.call(cancelOrder, {
    params: { orderId: await placed() },
    body: { reason: 'other', note: '手术取消', version: 1 } as never,
  });
  const answer = (orderId: string, reason: string) =>
    market.dispatcher.call(answerOrder, {
      params: { orderId },
      body: { version: 1, lines: [{ line: 1, confirmed: '0', reason, note: '说明' }] },
    });
  expect((await answer(await placed(), 'forceMajeure')).ok).toBe(true);
  expect((await answer(await placed(), 'outOfStock')).ok).toBe(true);
  await at.moveTo('2027-05-20T02:00:00.000Z');
  const { months } = (await market.sales.call(readDelivery, { params: { listingId } })).value;
  const sum = (pick: (month: (typeof months)[number]) => string) =>
    months.reduce((total, month) => total + Number(pick(month)), 0);
  expect([sum((each) => each.due), sum((each) => each.onTime), sum((each) => each.excluded)]).toEqual([
    10, 0, 20,
  ]);
});
