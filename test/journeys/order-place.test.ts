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

test('a line that may not be ordered is refused with its field and the article that says so', async () => {
  const place = (listingId: string, quantity = '1', more: object = {}) =>
    market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity, ...more }] } });
  const cases: readonly (readonly [string, string, string | null])[] = [
    [await market.listing({ state: 'suspended' }), 'order.listingSuspended', 'JS-2'],
    [await market.listing({ state: 'withdrawn' }), 'order.listingWithdrawn', 'JS-2'],
    [await market.listing({ managedBy: 'city', jurisdiction: '320500' }), 'order.listedElsewhere', 'JS-5'],
    [
      await market.listing({ form: 'filing', audienceInstitutions: [market.distributorId] }),
      'order.filedByAnother',
      'JS-18',
    ],
    [await market.listing({ itemState: 'disabled' }), 'order.codeNotInForce', 'JS-3'],
    [await market.listing({ certificate: '' }), 'order.certificateMissing', 'HN-6a'],
    [await market.listing({ certificateFlag: 'form' }), 'order.certificateMissing', 'HN-6a'],
    ['01900000-0000-7000-8000-000000000000', 'order.listingUnknown', null],
  ];
  for (const [listingId, code, clause] of cases) {
    const { problem, status } = await place(listingId);
    expect({ code: problem.code, clause: problem.basis?.clause ?? null, status }).toEqual({
      code,
      clause,
      status: 409,
    });
    expect(problem.field).toBe('lines.0.listingId');
  }
  const own = await market.listing({ form: 'filing', audienceInstitutions: [market.institutionId] });
  expect((await place(own)).status).toBe(201);
  const orphan = await market.listing({
    manufacturerId: await at.organisation({ kind: 'manufacturer', name: '无配送的企业' }),
  });
  const { problem } = await place(orphan);
  expect(problem).toMatchObject({ code: 'order.noDistributor', basis: { clause: 'JS-35' } });
  expect(problem.text.zh).toContain('无配送的企业');
});

test('quantities are whole purchase units unless the unit is measured; huge ones are refused, not overflown', async () => {
  const boxes = await market.listing();
  const metres = await market.listing({ unit: '米' });
  const dear = await market.listing({ price: '999999' });
  const place = (listingId: string, quantity: string) =>
    market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity }] } });
  expect((await place(boxes, '1.5')).problem).toMatchObject({
    code: 'order.quantityNotWhole',
    field: 'lines.0.quantity',
  });
  expect((await place(metres, '1.5')).status).toBe(201);
  expect((await place(dear, '999999999')).problem).toMatchObject({ code: 'order.amountTooLarge' });
  for (const quantity of ['0', '-1', '1e3', '', '1000000000', '1.0001', '１', 'NaN'])
    expect((await place(boxes, quantity)).problem).toMatchObject({ code: 'request.malformed', status: 400 });
  const body = { lines: [{ listingId: boxes, quantity: 3 }] } as never;
  expect((await market.buyer.call(placeOrders, { body })).status).toBe(400);
  expect((await market.buyer.call(placeOrders, { body: { lines: [] } })).status).toBe(400);
  const five = Array.from({ length: 501 }, () => ({ listingId: boxes, quantity: '1' }));
  expect((await market.buyer.call(placeOrders, { body: { lines: five } })).status).toBe(400);
});

test('a price that changed since it was seen is refused by line, and an agreed price above the listing price does not count', async () => {
  const listingId = await market.listing({ price: '100' });
  await market.agree(listingId, '90');
  const place = (expectedPrice: string) =>
    market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity: '1', expectedPrice }] } });
  expect((await place('100')).problem).toMatchObject({
    code: 'order.priceChanged',
    field: 'lines.0.expectedPrice',
    facts: { expected: '100', price: '90' },
    basis: { clause: 'JS-11' },
  });
  await at.sql(`update listing set price = 80 where id = $1`, [listingId]);
  const { orders } = (await place('80')).value;
  expect(orders[0]?.amount).toBe('80');
  const [line] = await at.sql(`select price_kind, bargain_id from order_line where order_id = $1`, [
    orders[0]?.id,
  ]);
  expect(line).toEqual({ price_kind: 'listed', bargain_id: null });
});

test('a transcode moves future orders to the new code, former ones keep theirs (HN-2)', async () => {
  const replacement = await market.listing();
  const [item] = await at.sql<{ item_code: string }>('select item_code from listing where id = $1', [
    replacement,
  ]);
  const listingId = await market.listing();
  const lines = [{ listingId, quantity: '1' }];
  const before = (await market.buyer.call(placeOrders, { body: { lines } })).value.orders[0]?.id;
  await at.sql(
    `update catalogue_item set state = 'transcoded', replaced_by = $2 where item_code = (select item_code from listing where id = $1)`,
    [listingId, item?.item_code],
  );
  const after = (await market.buyer.call(placeOrders, { body: { lines } })).value.orders[0]?.id;
  const codes = await at.sql<{ order_id: string; item_code: string }>(
    'select order_id, item_code from order_line where order_id = any($1) order by order_id = $2',
    [[before, after], after],
  );
  expect(codes[0]?.item_code).not.toBe(item?.item_code);
  expect(codes[1]?.item_code).toBe(item?.item_code);
});

test('the same key and body order once; the same key with another body is refused; two at once are one', async () => {
  const listingId = await market.listing();
  const body = (quantity: string) => ({ body: { lines: [{ listingId, quantity }] } });
  const first = (await market.buyer.call(placeOrders, body('1'), 'same-key-1')).value;
  expect((await market.buyer.call(placeOrders, body('1'), 'same-key-1')).value).toEqual(first);
  expect((await market.buyer.call(placeOrders, body('2'), 'same-key-1')).problem.code).toBe(
    'request.keyUsedForAnotherBody',
  );
  const both = await Promise.all(
    [1, 2, 3].map(() => market.buyer.call(placeOrders, body('5'), 'same-key-2')),
  );
  expect(new Set(both.map((each) => each.value.orders[0]?.id)).size).toBe(1);
  const [{ count } = { count: 0 }] = await at.sql<{ count: number }>(
    'select count(*)::int as count from order_line where listing_id = $1',
    [listingId],
  );
  expect(count).toBe(2);
});

test('only a buyer orders, only to a site of the institution, and nobody without signing in', async () => {
  const listingId = await market.listing();
  const lines = [{ listingId, quantity: '1' }];
  for (const person of [market.approver, market.storekeeper, market.dispatcher, market.sales]) {
    expect((await person.call(placeOrders, { body: { lines } })).problem.code).toBe('access.notPermitted');
  }
  const siteId = market.distributorId;
  expect((await market.buyer.call(placeOrders, { body: { siteId, lines } })).problem).toMatchObject({
    code: 'order.siteUnknown',
    field: 'siteId',
  });
  const own = await at.organisation({ kind: 'institution', name: '东院区', parentId: market.institutionId });
  expect((await market.buyer.call(placeOrders, { body: { siteId: own, lines } })).status).toBe(201);
});
