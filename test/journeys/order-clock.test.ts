import { answerOrder, cancelOrder } from '@daylight/api/order-answer.ts';
import { acceptShipment, arriveShipment, readShipment, shipOrder } from '@daylight/api/order-delivery.ts';
import { readOrder } from '@daylight/api/order-read.ts';
import { readHome } from '@daylight/api/home.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { systemContext } from '@daylight/server/context.ts';
import { recomputeProvisional } from '@daylight/server/features/order/recompute.ts';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Market, openMarket } from '../support/market.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
const opened: TestWorld[] = [];

// Each test moves the clock by days: a world of its own keeps one from the other's deadlines.
beforeEach(async () => {
  at = await openTestWorld('2026-09-01T02:00:00.000Z');
  opened.push(at);
  market = await openMarket(at);
});
afterAll(async () => {
  for (const each of opened) await each.close();
});

async function order(urgency: 'ordinary' | 'critical' = 'ordinary'): Promise<string> {
  const listingId = await market.listing();
  const body = { urgency, lines: [{ listingId, quantity: '10' }] };
  return (await market.buyer.call(placeOrders, { body })).value.orders[0]?.id ?? '';
}
const read = async (orderId: string) => (await market.buyer.call(readOrder, { params: { orderId } })).value;
const confirm = (orderId: string) =>
  market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 1 } });
const ship = async (orderId: string, quantity: string, more: object = {}) =>
  (
    await market.dispatcher.call(shipOrder, {
      params: { orderId },
      body: { lines: [{ orderLine: 1, quantity, lot: 'L1', ...more }] },
    })
  ).value.id;
const events = async (orderId: string) =>
  (
    await at.sql<{ event: string }>('select event from journal where subject_id = $1 order by at, id', [
      orderId,
    ])
  ).map((each) => each.event);

test('an order that is not answered in time is shown as overdue and both sides are told, once', async () => {
  const orderId = await order();
  expect((await read(orderId)).confirm?.dueAt).toBe('2026-09-03T16:00:00.000Z');
  await at.moveTo('2026-09-03T15:59:59.999Z');
  expect((await read(orderId)).confirmOverdue).toBe(false);
  await at.moveTo('2026-09-03T16:00:00.000Z');
  expect(await read(orderId)).toMatchObject({ confirmOverdue: true, state: 'placed', dueKind: 'expire' });
  await at.moveBy(60_000);
  expect((await events(orderId)).filter((each) => each === 'order.confirmOverdue').length).toBe(1);
  const notices = await at.sql('select organisation_id from notice where kind = $1', [
    'order.confirmOverdue',
  ]);
  expect(notices.length).toBe(2);
  expect((await confirm(orderId)).problem.code).toBe('request.stale');
});

test('a critical order has hours, counted through the night', async () => {
  const orderId = await order('critical');
  expect((await read(orderId)).confirm?.dueAt).toBe('2026-09-01T04:00:00.000Z');
});

test('what was not shipped in eight days lapses by line, what was shipped goes on (Jiangsu cities)', async () => {
  const orderId = await order();
  await confirm(orderId);
  await ship(orderId, '4');
  expect((await read(orderId)).expire).toMatchObject({
    dueAt: '2026-09-09T16:00:00.000Z',
    basis: { document: 'js-cities-2019', article: '8' },
  });
  await at.moveTo('2026-09-08T16:00:00.000Z');
  expect(await read(orderId)).toMatchObject({ late: true, state: 'shipping' });
  await at.moveTo('2026-09-09T16:00:00.000Z');
  const after = await read(orderId);
  expect(after.lines[0]).toMatchObject({ state: 'accepted', closed: '6', shipped: '4' });
  expect(after).toMatchObject({ state: 'done', due: null });
  expect(await events(orderId)).toContain('order.expired');
});

test('an order nobody confirms expires whole', async () => {
  const orderId = await order();
  await at.moveTo('2026-09-10T02:00:00.000Z');
  expect(await read(orderId)).toMatchObject({
    state: 'expired',
    due: null,
    lines: [{ state: 'expired', closed: '10' }],
  });
  expect((await confirm(orderId)).problem.code).toBe('request.stale');
});

test('a late delivery is marked, and then the institution may take the rest back', async () => {
  const orderId = await order();
  await confirm(orderId);
  expect((await read(orderId)).deliver?.dueAt).toBe('2026-09-08T16:00:00.000Z');
  await at.moveTo('2026-09-05T02:00:00.000Z');
  await ship(orderId, '4');
  await at.moveTo('2026-09-08T16:00:00.000Z');
  const [shipment] = (await read(orderId)).shipments;
  const { version } = await read(orderId);
  const cancelled = await market.buyer.call(cancelOrder, {
    params: { orderId },
    body: { reason: 'overdue', version },
  });
  expect(cancelled.value.state).toBe('shipping');
  const shipmentId = shipment?.id ?? '';
  const arrival = await market.storekeeper.call(arriveShipment, { params: { shipmentId } });
  expect(arrival.value.late).toBe(true);
  const accept = { params: { shipmentId }, body: { lines: [{ line: 1, accepted: '4' }] } };
  expect((await market.storekeeper.call(acceptShipment, accept)).value.orderState).toBe('done');
});

test('goods that nobody checked for seven days count as received, by the clock and its article; expired ones are rejected', async () => {
  const orderId = await order();
  await confirm(orderId);
  await market.dispatcher.call(shipOrder, {
    params: { orderId },
    body: {
      lines: [
        { orderLine: 1, quantity: '7', lot: 'GOOD', expiresOn: '2028-01-31' },
        { orderLine: 1, quantity: '3', lot: 'OLD', expiresOn: '2026-09-05' },
      ],
    },
  });
  const shipmentId = (await read(orderId)).shipments[0]?.id ?? '';
  await at.moveTo('2026-09-08T15:59:59.999Z');
  expect((await read(orderId)).state).toBe('shipping');
  await at.moveTo('2026-09-08T16:00:00.000Z');
  expect((await read(orderId)).lines[0]).toMatchObject({ accepted: '7', rejected: '3', state: 'accepted' });
  const delivery = (await market.storekeeper.call(readShipment, { params: { shipmentId } })).value;
  expect(delivery).toMatchObject({
    state: 'received',
    receivedAutomatically: true,
    arrivedAt: null,
    due: null,
  });
  expect(
    delivery.acceptances.map((each) => [each.automatic, each.basis?.document, each.reason?.code ?? null]),
  ).toEqual([
    [true, 'js-cities-2019', null],
    [true, 'js-cities-2019', 'expired'],
  ]);
  expect((await at.sql('select quantity from trade where order_id = $1', [orderId])).length).toBe(1);
});

test('recorded arrival starts the seven days anew', async () => {
  const orderId = await order();
  await confirm(orderId);
  const shipmentId = await ship(orderId, '10');
  await at.moveTo('2026-09-04T02:00:00.000Z');
  const arrival = await market.storekeeper.call(arriveShipment, { params: { shipmentId } });
  expect(arrival.value.receive?.dueAt).toBe('2026-09-11T16:00:00.000Z');
});

test('goods of which a part was checked are there: the seven days for the rest count from then', async () => {
  const orderId = await order();
  await confirm(orderId);
  const shipmentId = await ship(orderId, '10');
  const before = at.now();
  await at.moveBy(3 * 24 * 3_600_000);
  await market.storekeeper.call(acceptShipment, {
    params: { shipmentId },
    body: { lines: [{ line: 1, accepted: '4' }] },
  });
  const delivery = async () =>
    (await market.storekeeper.call(readShipment, { params: { shipmentId } })).value;
  const { arrivedAt, due } = await delivery();
  expect(arrivedAt).toBe(at.now());
  expect(Date.parse(due?.dueAt ?? '') - Date.parse(before)).toBeGreaterThan(9 * 24 * 3_600_000);
  // A second check of the rest, or the message of the arrival that comes late, changes nothing about it.
  const late = await market.storekeeper.call(arriveShipment, { params: { shipmentId } });
  expect(late.value).toMatchObject({ arrivedAt, receive: { dueAt: due?.dueAt } });
  await at.moveBy(3_600_000);
  await market.storekeeper.call(acceptShipment, {
    params: { shipmentId },
    body: { lines: [{ line: 1, accepted: '1' }] },
  });
  expect((await delivery()).due?.dueAt).toBe(due?.dueAt);
});

test('the first screen shows each side its duties, the urgent and the late ones', async () => {
  const todos = async (person: Market['buyer']) =>
    (await person.call(readHome)).value.todos
      .filter((each) => each.kind.startsWith('order.'))
      .map((each) => [each.kind, each.tone]);
  const orderId = await order('critical');
  expect(await todos(market.dispatcher)).toEqual([['order.confirm', 'warning']]);
  await at.moveTo('2026-09-01T04:00:00.000Z');
  expect(await todos(market.dispatcher)).toEqual([['order.confirm', 'danger']]);
  const { version } = await read(orderId);
  await market.dispatcher.call(answerOrder, { params: { orderId }, body: { version } });
  expect(await todos(market.dispatcher)).toEqual([['order.ship', 'warning']]);
  const shipmentId = await ship(orderId, '9');
  expect(await todos(market.storekeeper)).toEqual([['order.receive', 'warning']]);
  await market.storekeeper.call(acceptShipment, {
    params: { shipmentId },
    body: { lines: [{ line: 1, accepted: '9' }] },
  });
  expect(await todos(market.storekeeper)).toEqual([['order.stockIn', 'warning']]);
  await at.moveTo('2026-09-02T04:00:00.000Z');
  expect(await todos(market.buyer)).toEqual([['order.late', 'danger']]);
});

test('a deadline that crosses a year without a calendar is provisional, and computed again when the year is there', async () => {
  await at.moveTo('2026-12-31T02:00:00.000Z');
  const orderId = await order();
  const before = (await read(orderId)).confirm;
  expect(before).toMatchObject({ provisional: true });
  const { calendar } = at.world;
  const year = calendar.years[2026];
  if (year === undefined) throw new Error('the calendar of 2026 is in the repository');
  // As if the notice of 2027 gave the first days of January off.
  const off = { workday: false, name: '元旦', notice: 'test', article: '一' };
  const days = Object.fromEntries([1, 2, 3, 4, 5].map((day) => [`2027-01-0${day}`, off]));
  at.world.calendar = {
    years: { ...calendar.years, 2027: { ...year, year: 2027 }, 2028: { ...year, year: 2028 } },
    days: { ...calendar.days, ...days },
  };
  await recomputeProvisional(systemContext(at.world, 32, 'recompute-1'));
  const after = (await read(orderId)).confirm;
  expect(after?.provisional).toBe(false);
  expect((after?.dueAt ?? '') > (before?.dueAt ?? '')).toBe(true);
  expect(await events(orderId)).toContain('order.dueRecomputed');
});
