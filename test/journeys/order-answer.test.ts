import {
  answerOrder,
  answerOrderBatch,
  approveOrder,
  cancelOrder,
  urgeOrder,
} from '@daylight/api/order-answer.ts';
import { changeOrderSettings, readOrderSettings } from '@daylight/api/order-cart.ts';
import { shipOrder } from '@daylight/api/order-delivery.ts';
import { listOrders, readOrder } from '@daylight/api/order-read.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Market, openMarket } from '../support/market.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;

beforeAll(async () => {
  at = await openTestWorld();
  market = await openMarket(at);
});
afterAll(() => at.close());

async function order(
  quantities: readonly string[],
  urgency: 'ordinary' | 'urgent' = 'ordinary',
): Promise<string> {
  const lines = [];
  for (const quantity of quantities) lines.push({ listingId: await market.listing(), quantity });
  const { orders } = (await market.buyer.call(placeOrders, { body: { urgency, lines } })).value;
  return orders[0]?.id ?? '';
}

test('the distributor confirms a part with a coded reason; the rest is closed as refused (JS-35, HN-11a)', async () => {
  const orderId = await order(['10', '5', '2']);
  const answer = (lines: object[], version = 1) =>
    market.dispatcher.call(answerOrder, { params: { orderId }, body: { lines, version } as never });
  expect((await answer([{ line: 1, confirmed: '4' }])).problem).toMatchObject({
    code: 'order.reasonMissing',
    field: 'lines.0.reason',
  });
  expect((await answer([{ line: 1, confirmed: '4', reason: 'bored' }])).problem.code).toBe(
    'order.reasonUnknown',
  );
  expect((await answer([{ line: 1, confirmed: '4', reason: 'other' }])).problem.code).toBe(
    'order.reasonNoteMissing',
  );
  expect((await answer([{ line: 1, confirmed: '11' }])).problem).toMatchObject({
    code: 'order.aboveOrdered',
  });
  expect((await answer([{ line: 9, confirmed: '1' }])).problem.code).toBe('order.lineUnknown');
  expect(
    (
      await answer([
        { line: 1, confirmed: '10' },
        { line: 1, confirmed: '10' },
      ])
    ).problem.code,
  ).toBe('order.lineTwice');
  expect((await answer([{ line: 1, confirmed: '1.5', reason: 'outOfStock' }])).problem.code).toBe(
    'order.quantityNotWhole',
  );
  expect((await answer([], 7)).problem.code).toBe('request.stale');

  const done = await answer([
    { line: 1, confirmed: '4', reason: 'outOfStock' },
    { line: 3, confirmed: '0', reason: 'discontinued' },
  ]);
  expect(done.value).toMatchObject({ state: 'confirmed', version: 2 });
  const detail = (await market.buyer.call(readOrder, { params: { orderId } })).value;
  expect(
    detail.lines.map((line) => [line.state, line.confirmed, line.closed, line.reason?.zh ?? null]),
  ).toEqual([
    ['confirmed', '4', '6', '缺货'],
    ['confirmed', '5', '0', null],
    ['refused', '0', '2', '停产或停售'],
  ]);
  expect(detail.deliver?.basis).toMatchObject({ document: 'daylight' });
  expect((await answer([], 2)).problem.code).toBe('order.notWaitingForAnswer');
});

test('an order refused whole says so, and neither another distributor nor the buyer can answer it', async () => {
  const orderId = await order(['3']);
  const call = {
    params: { orderId },
    body: { version: 1, lines: [{ line: 1, confirmed: '0', reason: 'forceMajeure' }] },
  };
  expect((await market.otherDispatcher.call(answerOrder, call)).problem).toMatchObject({
    code: 'order.unknown',
    status: 404,
  });
  expect((await market.buyer.call(answerOrder, call)).problem.code).toBe('access.notPermitted');
  expect((await market.dispatcher.call(answerOrder, call)).value.state).toBe('refused');
  const orderStates = await market.buyer.call(listOrders, { query: { state: 'refused' } });
  expect(orderStates.value.items.map((each) => each.id)).toContain(orderId);
});

test('several orders are answered at once, each with its own result', async () => {
  const [good, other] = [await order(['1']), await order(['1'])];
  const body = {
    orders: [
      { orderId: good, version: 1 },
      { orderId: other, version: 3 },
      { orderId: market.institutionId, version: 1 },
      { orderId: good, version: 1 },
    ],
  };
  const { results, confirmed } = (await market.dispatcher.call(answerOrderBatch, { body })).value;
  expect(confirmed).toBe(1);
  expect(results.map((each) => each.problem?.code ?? 'ok')).toEqual([
    'ok',
    'request.stale',
    'order.unknown',
    'request.stale',
  ]);
});

test('above its own limit an order waits for an approver who did not place it (HN-15)', async () => {
  const settings = (await market.approver.call(readOrderSettings)).value;
  const change = { approvalAbove: '500', redNeedsApproval: true, version: settings.version };
  expect((await market.buyer.call(changeOrderSettings, { body: change })).problem.code).toBe(
    'access.notPermitted',
  );
  await market.approver.call(changeOrderSettings, { body: change });
  expect((await market.approver.call(changeOrderSettings, { body: change })).problem.code).toBe(
    'request.stale',
  );
  const both = await at.person(market.institutionId, ['buyer', 'approver']);
  const listingId = await market.listing();
  const placed = (await both.call(placeOrders, { body: { lines: [{ listingId, quantity: '6' }] } })).value
    .orders[0];
  expect(placed).toMatchObject({ state: 'waiting-approval', approval: 'amount', confirm: null });
  const orderId = placed?.id ?? '';
  const early = await market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 1 } });
  expect(early.problem.code).toBe('order.notWaitingForAnswer');
  const approve = { params: { orderId }, body: { approve: true, version: 1 } };
  expect((await both.call(approveOrder, approve)).problem).toMatchObject({
    code: 'order.placerApproves',
    basis: { clause: 'HN-15' },
  });
  expect((await market.approver.call(approveOrder, approve)).value).toMatchObject({
    state: 'placed',
    dueKind: 'confirm',
  });
  expect(
    (await market.approver.call(approveOrder, { ...approve, body: { approve: true, version: 2 } })).problem
      .code,
  ).toBe('order.notWaitingForApproval');
  const second =
    (await both.call(placeOrders, { body: { lines: [{ listingId, quantity: '7' }] } })).value.orders[0]?.id ??
    '';
  const refuse = (note: string) =>
    market.approver.call(approveOrder, {
      params: { orderId: second },
      body: { approve: false, note, version: 1 },
    });
  expect((await refuse('')).problem.code).toBe('order.reasonNoteMissing');
  expect((await refuse('库存足够')).value.state).toBe('cancelled');
  const detail = (await market.buyer.call(readOrder, { params: { orderId: second } })).value;
  expect(detail.lines[0]?.reason).toMatchObject({ zh: '审批未通过', note: '库存足够' });
  await market.approver.call(changeOrderSettings, {
    body: { approvalAbove: null, redNeedsApproval: true, version: settings.version + 1 },
  });
});

test('an institution takes lines back until they are confirmed, and again once delivery is late', async () => {
  const orderId = await order(['1', '2']);
  const cancel = (body: object) =>
    market.buyer.call(cancelOrder, { params: { orderId }, body: { reason: 'notNeeded', ...body } as never });
  expect((await cancel({ version: 1, reason: null })).problem.code).toBe('order.reasonMissing');
  expect((await cancel({ version: 1, lines: [3] })).problem).toMatchObject({
    code: 'order.lineUnknown',
    field: 'lines',
  });
  expect((await cancel({ version: 1, lines: [1] })).value).toMatchObject({ state: 'placed', version: 2 });
  expect((await cancel({ version: 2, lines: [1] })).problem.code).toBe('order.nothingOutstanding');
  await market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 2 } });
  expect((await cancel({ version: 3 })).problem.code).toBe('order.alreadyConfirmed');
  const stranger = await at.person(await at.organisation({ kind: 'institution' }), ['buyer']);
  const foreign = { params: { orderId }, body: { version: 3, reason: 'entry' } };
  expect((await stranger.call(cancelOrder, foreign)).problem.status).toBe(404);
});

test('an order is urged once a day, while something is outstanding (催单)', async () => {
  const orderId = await order(['1']);
  const urge = () => market.buyer.call(urgeOrder, { params: { orderId } });
  expect((await urge()).value.urgeCount).toBe(1);
  expect((await urge()).problem.code).toBe('order.urgedToday');
  await market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 2 } });
  const lines = [{ orderLine: 1, quantity: '1', lot: 'L1' }];
  await market.dispatcher.call(shipOrder, { params: { orderId }, body: { lines } });
  expect((await urge()).problem.code).toBe('order.nothingOutstanding');
});

test('each side reads its own orders: a manufacturer its lines, a bureau its jurisdiction, others nothing', async () => {
  const mine = await market.listing();
  const orderId =
    (await market.buyer.call(placeOrders, { body: { lines: [{ listingId: mine, quantity: '3' }] } })).value
      .orders[0]?.id ?? '';
  const read = { params: { orderId } };
  expect((await market.sales.call(readOrder, read)).value).toMatchObject({
    amount: '300',
    lineCount: 1,
    may: [],
  });
  expect((await market.otherDispatcher.call(readOrder, read)).problem.status).toBe(404);
  const otherSales = await at.person(market.otherManufacturerId, ['sales']);
  expect((await otherSales.call(readOrder, read)).problem.status).toBe(404);
  expect((await otherSales.call(listOrders, { query: {} })).value.items).toEqual([]);
  const bureauOf = async (jurisdiction: string) =>
    at.person(await at.organisation({ kind: 'bureau', jurisdiction }), ['officer']);
  expect((await (await bureauOf('320100')).call(readOrder, read)).value.id).toBe(orderId);
  expect((await (await bureauOf('320000')).call(readOrder, read)).value.id).toBe(orderId);
  expect((await (await bureauOf('320500')).call(readOrder, read)).problem.status).toBe(404);
});

test('the list is paged without gaps and filtered by state, urgency, text and day', async () => {
  const urgent = await order(['1'], 'urgent');
  const all: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = (
      await market.buyer.call(listOrders, {
        query: { limit: 3, ...(cursor === undefined ? {} : { cursor }) },
      })
    ).value;
    all.push(...items.map((each) => each.id));
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  expect(new Set(all).size).toBe(all.length);
  const [{ count } = { count: 0 }] = await at.sql<{ count: number }>(
    'select count(*)::int as count from purchase_order',
  );
  expect(all.length).toBe(count);
  const ids = async (query: object) =>
    (await market.buyer.call(listOrders, { query: query as never })).value.items.map((each) => each.id);
  expect(await ids({ urgency: 'urgent' })).toEqual([urgent]);
  const number = (await market.buyer.call(readOrder, { params: { orderId: urgent } })).value.number;
  expect(await ids({ text: number.slice(-8) })).toEqual([urgent]);
  expect(await ids({ text: '%' })).toEqual([]);
  expect(await ids({ from: '2026-09-02' })).toEqual([]);
  expect((await ids({ from: '2026-09-01', until: '2026-09-01', limit: 200 })).length).toBe(count);
  expect((await market.buyer.call(listOrders, { query: { cursor: 'nonsense' } })).status).toBe(200);
});

test('a dispatcher sees what is due first on top, page by page', async () => {
  const last = await order(['1']);
  const first = await order(['1'], 'urgent');
  const due: string[] = [];
  let cursor: string | undefined;
  do {
    const query = {
      state: 'placed',
      sort: 'due' as const,
      limit: 2,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const { items, next } = (await market.dispatcher.call(listOrders, { query })).value;
    due.push(...items.map((each) => each.due?.dueAt ?? ''));
    if (cursor === undefined) expect(items.map((each) => each.urgency)).toEqual(['urgent', 'urgent']);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  expect(due).toEqual(due.toSorted());
  expect(due.length).toBeGreaterThan(2);
  expect(first).not.toBe(last);
});
