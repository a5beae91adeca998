import { approveOrder } from '@daylight/api/order-answer.ts';
import { readCart, addToCart } from '@daylight/api/order-cart.ts';
import { readOrder } from '@daylight/api/order-read.ts';
import { placeOrders, previewOrder } from '@daylight/api/order.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import { instant } from '@daylight/rules/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Market, openMarket } from '../support/market.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let listingId: string;

beforeAll(async () => {
  at = await openTestWorld();
  market = await openMarket(at);
  listingId = await market.listing({ price: '100' });
  // Four hospitals of the same level bought it at half the price in the last weeks.
  for (let n = 0; n < 8; n += 1) {
    await at.sql(
      `insert into trade (province, id, listing_id, item_code, institution_id, jurisdiction, level, manufacturer_id,
         distributor_id, order_id, order_line, price, units_per_purchase_unit, quantity, traded_at)
       select province, $1, id, item_code, $2, '320500', 'tertiary',
         manufacturer_id, $3, $2, 1, 50, units_per_purchase_unit, 10, $4
       from listing where id = $5`,
      [
        uuidAt(instant('2026-08-20T02:00:00.000Z')),
        `01900000-0000-7000-8000-00000000000${n % 4}`,
        market.distributorId,
        '2026-08-20T02:00:00.000Z',
        listingId,
      ],
    );
  }
});
afterAll(() => at.close());

const wish = (reason = '') => ({ body: { lines: [{ listingId, quantity: '2', reason }] } });

test('a red price is shown before ordering, needs a reason, waits for a second person and warns the bureaus (JS-12A)', async () => {
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320100' });
  await market.buyer.call(addToCart, { body: { lines: [{ listingId, quantity: '2' }] } });
  expect((await market.buyer.call(readCart)).value.lines[0]?.zone).toBe('red');
  expect((await market.buyer.call(previewOrder, wish())).value.problems[0]?.code).toBe(
    'order.redNeedsReason',
  );
  expect((await market.buyer.call(placeOrders, wish())).problem).toMatchObject({
    code: 'order.redNeedsReason',
    field: 'lines.0.reason',
    basis: { clause: 'JS-12A' },
  });
  expect((await market.buyer.call(previewOrder, wish('独家规格'))).value.groups[0]?.approval).toBe('red');
  const [order] = (await market.buyer.call(placeOrders, wish('独家规格'))).value.orders;
  expect(order).toMatchObject({ state: 'waiting-approval', approval: 'red' });
  const orderId = order?.id ?? '';
  const detail = (await market.approver.call(readOrder, { params: { orderId } })).value;
  expect(detail.lines[0]).toMatchObject({ zone: 'red', zoneReason: '独家规格' });
  expect(detail.may).toEqual(['approve']);
  const warnings = await at.sql('select kind, subject_id from warning');
  expect(warnings).toEqual([{ kind: 'price.red', subject_id: orderId }]);
  expect(await at.sql('select kind from notice where organisation_id = $1', [bureau])).toEqual([
    { kind: 'warning.price.red' },
  ]);
  const body = { approve: true, version: 1 };
  expect((await market.approver.call(approveOrder, { params: { orderId }, body })).value.state).toBe(
    'placed',
  );
});
