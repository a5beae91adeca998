import { answerOrder } from '@daylight/api/order-answer.ts';
import { acceptShipment, shipOrder, stockIn } from '@daylight/api/order-delivery.ts';
import { placeOrderBatch, placeOrders, previewOrder } from '@daylight/api/order.ts';
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

test('from the order to the shelf: placed, confirmed, shipped, accepted, stocked in (JS-30, JS-33, JS-36)', async () => {
  const listingId = await market.listing({ price: '100' });
  const bargainId = await market.agree(listingId, '88.5');
  const { orders } = (
    await market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity: '10' }] } })
  ).value;
  const [order] = orders;
  expect(order).toMatchObject({
    state: 'placed',
    amount: '885',
    distributor: { id: market.distributorId },
    lines: [0],
  });
  const orderId = order?.id ?? '';
  const line = await at.sql(
    `select price_kind, bargain_id, listing_price, state from order_line where order_id = $1`,
    [orderId],
  );
  expect(line).toEqual([
    { price_kind: 'agreed', bargain_id: bargainId, listing_price: '100.000000', state: 'waiting' },
  ]);

  const confirmed = await market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 1 } });
  expect(confirmed.value).toMatchObject({ state: 'confirmed', version: 2, dueKind: 'deliver' });

  const shipped = await market.dispatcher.call(shipOrder, {
    params: { orderId },
    body: { carrier: '自送', lines: [{ orderLine: 1, quantity: '10', lot: 'L1', expiresOn: '2028-01-31' }] },
  });
  expect(shipped.value).toMatchObject({ orderState: 'shipping', shortDated: [] });
  const shipmentId = shipped.value.id;

  const accepted = await market.storekeeper.call(acceptShipment, {
    params: { shipmentId },
    body: { lines: [{ line: 1, accepted: '9', rejected: '1', reason: 'damaged' }] },
  });
  expect(accepted.value).toMatchObject({ state: 'received', orderState: 'done' });
  const stocked = await market.storekeeper.call(stockIn, {
    params: { shipmentId },
    body: { warehouse: '中心库' },
  });
  expect(stocked.value).toMatchObject({ state: 'stocked', orderState: 'done' });

  const trades = await at.sql(`select price, quantity, level, order_line from trade where order_id = $1`, [
    orderId,
  ]);
  expect(trades).toEqual([{ price: '88.500000', quantity: '9.000', level: 'tertiary', order_line: 1 }]);
  const journal = await at.sql<{ event: string }>(
    `select event from journal where subject_kind = 'order' and subject_id = $1 order by id`,
    [orderId],
  );
  expect(journal.map((each) => each.event).toSorted()).toEqual([
    'order.confirmed',
    'order.placed',
    'order.received',
    'order.shipped',
    'order.stockedIn',
  ]);
});

test('lines of two manufacturers become two orders, each to the distributor the institution chose (JS-35)', async () => {
  const first = await market.listing();
  const second = await market.listing({ manufacturerId: market.otherManufacturerId });
  const body = {
    lines: [
      { listingId: first, quantity: '1' },
      { listingId: second, quantity: '2' },
      { listingId: first, quantity: '3' },
    ],
  };
  const preview = (await market.buyer.call(previewOrder, { body })).value;
  expect(preview.groups.map((group) => [group.distributor.id, group.lines, group.amount])).toEqual([
    [market.distributorId, [0, 2], '400'],
    [market.otherDistributorId, [1], '200'],
  ]);
  const placed = (await market.buyer.call(placeOrders, { body })).value;
  expect(placed.amount).toBe('600');
  expect(placed.orders.map((order) => order.lines)).toEqual([[0, 2], [1]]);
});

test('a batch places what can be placed and says of each other order why not', async () => {
  const good = await market.listing();
  const bad = await market.listing({ state: 'suspended' });
  const body = {
    orders: [
      { clientReference: 'HIS-1', lines: [{ listingId: good, quantity: '1', clientLine: 'a' }] },
      {
        clientReference: 'HIS-2',
        lines: [
          { listingId: good, quantity: '1' },
          { listingId: bad, quantity: '1' },
        ],
      },
      { clientReference: 'HIS-1', lines: [{ listingId: good, quantity: '1' }] },
    ],
  };
  const { results, placed, refused } = (await market.buyer.call(placeOrderBatch, { body })).value;
  expect({ placed, refused }).toEqual({ placed: 1, refused: 2 });
  expect(
    results.map((each) => each.problems.map((problem) => [problem.line, problem.code, problem.field])),
  ).toEqual([
    [],
    [[1, 'order.listingSuspended', 'lines.1.listingId']],
    [[null, 'order.referenceTwice', 'clientReference']],
  ]);
  const again = (await market.buyer.call(placeOrderBatch, { body: { orders: body.orders.slice(0, 1) } }))
    .value;
  expect(again.results[0]?.problems[0]?.code).toBe('order.referenceUsed');
});
