import { answerOrder } from '@daylight/api/order-answer.ts';
import {
  acceptBatch,
  acceptShipment,
  answerReturn,
  arriveShipment,
  askReturn,
  listReturns,
  listShipments,
  readShipment,
  shipBatch,
  shipOrder,
  stockIn,
} from '@daylight/api/order-delivery.ts';
import { readOrder } from '@daylight/api/order-read.ts';
import { scanReceiving } from '@daylight/api/order-scan.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ListingOptions, type Market, openMarket } from '../support/market.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;

beforeAll(async () => {
  at = await openTestWorld();
  market = await openMarket(at);
});
afterAll(() => at.close());

async function confirmed(quantity: string, options: ListingOptions = {}): Promise<string> {
  const listingId = await market.listing(options);
  const { orders } = (await market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity }] } }))
    .value;
  const orderId = orders[0]?.id ?? '';
  await market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 1 } });
  return orderId;
}

const ship = (orderId: string, lines: object[], more: object = {}) =>
  market.dispatcher.call(shipOrder, { params: { orderId }, body: { lines, ...more } as never });
const accept = (shipmentId: string, lines: object[]) =>
  market.storekeeper.call(acceptShipment, { params: { shipmentId }, body: { lines } as never });

test('goods go out in parts and lots, never more than was confirmed and never expired (JS-36)', async () => {
  const orderId = await confirmed('10');
  expect((await ship(orderId, [{ orderLine: 1, quantity: '1' }])).problem).toMatchObject({
    code: 'order.lotMissing',
    field: 'lines.0.lot',
  });
  const lot = { orderLine: 1, lot: 'L1', expiresOn: '2028-01-31' };
  expect((await ship(orderId, [{ ...lot, quantity: '11' }])).problem).toMatchObject({
    code: 'order.aboveConfirmed',
  });
  expect((await ship(orderId, [{ ...lot, quantity: '1', expiresOn: '2026-08-31' }])).problem).toMatchObject({
    code: 'order.alreadyExpired',
    basis: { clause: 'JS-36' },
  });
  expect((await ship(orderId, [{ ...lot, orderLine: 2, quantity: '1' }])).problem.code).toBe(
    'order.lineUnknown',
  );
  expect((await ship(orderId, [{ ...lot, quantity: '1', expiresOn: '2028-02-30' }])).problem.code).toBe(
    'request.malformed',
  );
  const first = (
    await ship(orderId, [
      { ...lot, quantity: '4' },
      { ...lot, lot: 'L2', quantity: '2', expiresOn: '2026-12-01' },
    ])
  ).value;
  expect(first).toMatchObject({ orderState: 'shipping', shortDated: [2] });
  expect((await ship(orderId, [{ ...lot, quantity: '5' }])).problem.facts).toMatchObject({
    open: '4',
    asked: '5',
  });
  expect((await ship(orderId, [{ ...lot, quantity: '4' }])).value.orderState).toBe('shipping');
  const { lines, shipments } = (await market.buyer.call(readOrder, { params: { orderId } })).value;
  expect(lines[0]).toMatchObject({ state: 'shipped', shipped: '10', open: '0' });
  expect(shipments.length).toBe(2);
  expect(
    (
      await market.otherDispatcher.call(shipOrder, {
        params: { orderId },
        body: { lines: [{ ...lot, quantity: '1' }] },
      })
    ).problem.status,
  ).toBe(404);
});

test('a hundred deliveries in one request each have their own result, also two of one order', async () => {
  const [one, two] = [await confirmed('5'), await confirmed('5')];
  const lines = (quantity: string) => [{ orderLine: 1, quantity, lot: 'B1' }];
  const body = {
    shipments: [
      { orderId: one, clientReference: 'WMS-1', lines: lines('3') },
      { orderId: one, clientReference: 'WMS-2', lines: lines('2') },
      { orderId: one, clientReference: 'WMS-3', lines: lines('1') },
      { orderId: two, clientReference: 'WMS-1', lines: lines('5') },
      { orderId: market.institutionId, lines: lines('5') },
    ],
  };
  const { results, shipped } = (await market.dispatcher.call(shipBatch, { body })).value;
  expect(shipped).toBe(2);
  expect(results.map((each) => each.problem?.code ?? each.shipment?.orderState)).toEqual([
    'shipping',
    'shipping',
    'order.aboveConfirmed',
    'order.referenceUsed',
    'order.unknown',
  ]);
  expect((await ship(two, lines('1'), { clientReference: 'WMS-2' })).problem).toMatchObject({
    code: 'order.referenceUsed',
  });
});

test('each lot is accepted or rejected by part, a rejection with a coded reason; real trades hold what was accepted (JS-11B)', async () => {
  const orderId = await confirmed('10');
  const { id } = (
    await ship(orderId, [
      { orderLine: 1, quantity: '6', lot: 'A' },
      { orderLine: 1, quantity: '4', lot: 'B' },
    ])
  ).value;
  expect((await accept(id, [{ line: 1, rejected: '1' }])).problem).toMatchObject({
    code: 'order.reasonMissing',
  });
  expect((await accept(id, [{ line: 1 }])).problem.code).toBe('order.nothingFound');
  expect((await accept(id, [{ line: 3, accepted: '1' }])).problem.code).toBe('order.shipmentLineUnknown');
  expect(
    (
      await accept(id, [
        { line: 1, accepted: '6' },
        { line: 1, accepted: '1' },
      ])
    ).problem,
  ).toMatchObject({
    code: 'order.nothingLeft',
    field: 'lines.1.accepted',
  });
  expect(
    (await accept(id, [{ line: 1, accepted: '5', rejected: '2', reason: 'damaged' }])).problem.facts,
  ).toMatchObject({ left: '6' });
  expect(
    (await accept(id, [{ line: 1, accepted: '5', rejected: '1', reason: 'damaged' }])).value,
  ).toMatchObject({
    state: 'part-received',
    orderState: 'shipping',
  });
  expect((await accept(id, [{ line: 2, accepted: '4' }])).value).toMatchObject({
    state: 'received',
    orderState: 'done',
  });
  const trades = await at.sql('select quantity from trade where order_id = $1 order by quantity', [orderId]);
  expect(trades).toEqual([{ quantity: '4.000' }, { quantity: '5.000' }]);
  const read = (await market.dispatcher.call(readShipment, { params: { shipmentId: id } })).value;
  expect(
    read.acceptances.map((each) => [
      each.line,
      each.accepted,
      each.rejected,
      each.reason?.zh ?? null,
      each.automatic,
    ]),
  ).toEqual([
    [1, '5', '1', '包装破损', false],
    [2, '4', '0', null, false],
  ]);
  expect(read.arrivedAt).not.toBeNull();
});

test('goods that expired on the way are not accepted, only rejected', async () => {
  const orderId = await confirmed('2');
  const { id } = (await ship(orderId, [{ orderLine: 1, quantity: '2', lot: 'X', expiresOn: '2026-09-02' }]))
    .value;
  const before = at.now();
  await at.moveBy(3 * 86_400_000);
  expect((await accept(id, [{ line: 1, accepted: '2' }])).problem).toMatchObject({
    code: 'order.expiredGoods',
    basis: { clause: 'JS-36' },
  });
  expect((await accept(id, [{ line: 1, rejected: '2', reason: 'expired' }])).value.orderState).toBe('done');
  await at.moveTo(before);
});

test('two receivers of one lot at the same moment accept it once (race)', async () => {
  const orderId = await confirmed('10');
  const { id } = (await ship(orderId, [{ orderLine: 1, quantity: '10', lot: 'R' }])).value;
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => accept(id, [{ line: 1, accepted: '4' }])),
  );
  expect(answers.map((each) => each.status).toSorted()).toEqual([201, 201, 409, 409, 409]);
  const [line] = (await market.buyer.call(readOrder, { params: { orderId } })).value.lines;
  expect(line).toMatchObject({ accepted: '8', state: 'part-accepted' });
  const sum = await at.sql('select sum(accepted) as accepted from acceptance where shipment_id = $1', [id]);
  expect(sum).toEqual([{ accepted: '8.000' }]);
});

test('two deliveries of the same goods at the same moment stay within the order (race)', async () => {
  const orderId = await confirmed('10');
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => ship(orderId, [{ orderLine: 1, quantity: '4', lot: 'R' }])),
  );
  expect(answers.filter((each) => each.ok).length).toBe(2);
});

test('arrival, acceptance and stock-in are three facts', async () => {
  const orderId = await confirmed('10');
  const { id } = (await ship(orderId, [{ orderLine: 1, quantity: '10', lot: 'S' }])).value;
  const arrive = () => market.storekeeper.call(arriveShipment, { params: { shipmentId: id } });
  expect((await arrive()).value).toMatchObject({ late: false });
  expect((await arrive()).value.arrivedAt).toBe(at.now());
  const stock = (body: object) =>
    market.storekeeper.call(stockIn, {
      params: { shipmentId: id },
      body: { warehouse: '一号库', ...body } as never,
    });
  expect((await stock({})).problem.code).toBe('order.nothingToStock');
  await accept(id, [{ line: 1, accepted: '7' }]);
  expect((await stock({ lines: [{ line: 1, quantity: '8' }] })).problem).toMatchObject({
    code: 'order.aboveAccepted',
    facts: { left: '7' },
  });
  expect((await stock({ warehouse: '' })).problem.code).toBe('request.malformed');
  expect((await stock({ lines: [{ line: 1, quantity: '3' }] })).value.state).toBe('part-received');
  await accept(id, [{ line: 1, accepted: '3' }]);
  const waiting = (await market.storekeeper.call(listShipments, { query: { waiting: 'stockIn' } })).value;
  expect(waiting.items.map((each) => each.id)).toContain(id);
  expect((await stock({})).value.state).toBe('stocked');
  const read = (await market.storekeeper.call(readShipment, { params: { shipmentId: id } })).value;
  expect(read.stockIns.map((each) => each.quantity)).toEqual(['3', '7']);
});

test('a scan finds the lot that waits here, names what differs, and guesses nothing (JS-36)', async () => {
  const di = '06901234567892';
  const orderId = await confirmed('4', { udiDi: di });
  const { id } = (
    await ship(orderId, [{ orderLine: 1, quantity: '4', lot: 'UDI7', expiresOn: '2028-01-31' }])
  ).value;
  const scan = (text: string) => market.storekeeper.call(scanReceiving, { body: { text } });
  const hit = (await scan(`(01)${di}(17)280131(10)UDI7`)).value;
  expect(hit).toMatchObject({
    outcome: 'read',
    candidates: [{ shipmentId: id, line: 1, fits: true, left: '4' }],
  });
  const other = (await scan(`(01)${di}(17)271231(10)UDI8`)).value;
  expect(other.candidates[0]).toMatchObject({ fits: false });
  expect(
    other.candidates[0]?.comparisons.filter((each) => each.outcome === 'different').map((each) => each.field),
  ).toEqual(['lot', 'expiresOn']);
  expect((await scan('(01)06901234567893')).problem).toMatchObject({ code: 'udi.checkDigit' });
  expect((await scan(`01${di}17281331`)).problem.code).toBe('udi.date');
  const ambiguous = (await scan(`01${di}10UDI717280131`)).value;
  expect(ambiguous.outcome).toBe('ambiguous');
  expect(ambiguous.readings.length).toBeGreaterThan(1);
  expect(ambiguous.candidates.filter((each) => each.fits).map((each) => each.shipmentId)).toEqual([id]);
  expect((await scan('(01)06901234567908')).value).toMatchObject({ candidates: [], product: null });
  expect((await scan('hello')).problem.code).toBe('udi.unrecognised');
  expect((await market.buyer.call(scanReceiving, { body: { text: 'x' } })).problem.code).toBe(
    'access.notPermitted',
  );
});

test('a batch of acceptances says for each line what became of it', async () => {
  const [one, two] = [await confirmed('5'), await confirmed('5')];
  const lot = [{ orderLine: 1, quantity: '5', lot: 'Q' }];
  const [a, b] = [(await ship(one, lot)).value.id, (await ship(two, lot)).value.id];
  const body = {
    lines: [
      { shipmentId: a, line: 1, accepted: '5', clientLine: 'x1' },
      { shipmentId: b, line: 1, accepted: '6', clientLine: 'x2' },
      { shipmentId: b, line: 1, accepted: '2', rejected: '3', reason: 'quantity', clientLine: 'x3' },
      { shipmentId: market.institutionId, line: 1, accepted: '1', clientLine: 'x4' },
    ],
  };
  const { results, accepted } = (await market.storekeeper.call(acceptBatch, { body })).value;
  expect(accepted).toBe(2);
  expect(results.map((each) => [each.clientLine, each.problem?.code ?? 'ok'])).toEqual([
    ['x1', 'ok'],
    ['x2', 'order.aboveDelivered'],
    ['x3', 'ok'],
    ['x4', 'order.shipmentUnknown'],
  ]);
  const strangers = await at.person(await at.organisation({ kind: 'institution' }), ['storekeeper']);
  expect((await strangers.call(readShipment, { params: { shipmentId: a } })).problem.status).toBe(404);
  expect(
    (
      await strangers.call(acceptShipment, {
        params: { shipmentId: a },
        body: { lines: [{ line: 1, accepted: '1' }] },
      })
    ).problem.status,
  ).toBe(404);
});

test('a return is asked for within what was accepted and answered by the distributor', async () => {
  const orderId = await confirmed('10');
  const { id } = (await ship(orderId, [{ orderLine: 1, quantity: '10', lot: 'T' }])).value;
  await accept(id, [{ line: 1, accepted: '10' }]);
  const ask = (quantity: string, reason = 'surplus') =>
    market.buyer.call(askReturn, { body: { shipmentId: id, line: 1, quantity, reason } });
  expect((await ask('11')).problem).toMatchObject({ code: 'order.aboveReturnable', facts: { left: '10' } });
  expect((await ask('1', 'mood')).problem.code).toBe('order.reasonUnknown');
  const first = (await ask('6')).value;
  expect(first.amount).toBe('600');
  expect((await ask('5')).problem.facts).toMatchObject({ left: '4' });
  const second = (await ask('4')).value;
  const answer = (returnId: string, accepting: boolean, note = '') =>
    market.dispatcher.call(answerReturn, {
      params: { returnId },
      body: { accept: accepting, note, version: 1 },
    });
  expect((await answer(second.id, false)).problem.code).toBe('order.reasonNoteMissing');
  expect((await answer(second.id, false, '已过退货期')).value.state).toBe('refused');
  const twice = await Promise.all([answer(first.id, true), answer(first.id, true)]);
  expect(twice.map((each) => each.status).toSorted()).toEqual([200, 409]);
  const [line] = (await market.buyer.call(readOrder, { params: { orderId } })).value.lines;
  expect(line).toMatchObject({ returned: '6', accepted: '10', state: 'accepted' });
  const { items } = (await market.dispatcher.call(listReturns, { query: { shipmentId: id } })).value;
  expect(items.map((each) => [each.quantity, each.state, each.reason.zh])).toEqual([
    ['4', 'refused', '多采退回'],
    ['6', 'accepted', '多采退回'],
  ]);
  const foreign = await market.otherDispatcher.call(answerReturn, {
    params: { returnId: first.id },
    body: { accept: true, version: 1 },
  });
  expect(foreign.problem.status).toBe(404);
});
