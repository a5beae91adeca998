import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  addToCart,
  listOrderSites,
  changeOrderSite,
  pasteToCart,
  readCart,
  removeFromCart,
  reorder,
  setCartLines,
  uploadToCart,
} from '@daylight/api/order-cart.ts';
import { exportOrders, readOrder, readOrderLists } from '@daylight/api/order-read.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeWorkbook } from '@daylight/server/workbook/write-workbook.ts';
import { upload } from '../support/directory.ts';
import { type Market, openMarket } from '../support/market.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let colleague: Market['buyer'];

beforeAll(async () => {
  at = await openTestWorld();
  market = await openMarket(at);
  colleague = await at.person(market.institutionId, ['buyer']);
});
afterAll(() => at.close());

const cart = async () => (await market.buyer.call(readCart)).value;
const clear = () => market.buyer.call(removeFromCart, { body: { listingIds: 'all' } });

test('the cart belongs to the institution: what one buyer adds the other sees, and quantities add up', async () => {
  await clear();
  const listingId = await market.listing({ price: '100' });
  await market.agree(listingId, '80');
  const add = (person: Market['buyer'], quantity: string) =>
    person.call(addToCart, { body: { lines: [{ listingId, quantity }] } });
  await Promise.all([add(market.buyer, '2'), add(colleague, '3'), add(market.buyer, '5')]);
  const { lines, amount } = (await colleague.call(readCart)).value;
  expect(lines).toMatchObject([
    { quantity: '10', price: '80', priceKind: 'agreed', listingPrice: '100', amount: '800', problem: null },
  ]);
  expect(lines[0]?.distributor?.id).toBe(market.distributorId);
  expect(amount).toBe('800');
  await market.buyer.call(setCartLines, { body: { lines: [{ listingId, quantity: '4' }] } });
  expect((await cart()).lines[0]?.quantity).toBe('4');
  const stranger = await at.person(await at.organisation({ kind: 'institution' }), ['buyer']);
  expect((await stranger.call(readCart)).value.lines).toEqual([]);
  expect((await market.approver.call(readCart)).problem.code).toBe('access.notPermitted');
});

test('the cart refuses what can never be ordered and shows why a line cannot be ordered now', async () => {
  await clear();
  const suspended = await market.listing({ state: 'suspended' });
  const boxes = await market.listing();
  const add = (lines: object[]) => market.buyer.call(addToCart, { body: { lines } as never });
  expect((await add([{ listingId: boxes, quantity: '1.5' }])).problem).toMatchObject({
    code: 'order.quantityNotWhole',
    field: 'lines.0.quantity',
  });
  expect((await add([{ listingId: market.institutionId, quantity: '1' }])).problem.code).toBe(
    'order.listingUnknown',
  );
  expect(
    (
      await add([
        { listingId: boxes, quantity: '999999999' },
        { listingId: boxes, quantity: '1' },
      ])
    ).problem.code,
  ).toBe('order.quantityTooLarge');
  expect((await cart()).lines).toEqual([]);
  await add([
    { listingId: suspended, quantity: '1' },
    { listingId: boxes, quantity: '1' },
  ]);
  expect((await cart()).lines.map((line) => line.problem?.code ?? null).toSorted()).toEqual(
    [null, 'order.listingSuspended'].toSorted(),
  );
});

test('ordering from the cart empties it of what was ordered; a listing suspended meanwhile holds the order back by line', async () => {
  await clear();
  const [one, two] = [await market.listing(), await market.listing()];
  const lines = [one, two].map((listingId) => ({ listingId, quantity: '1' }));
  await market.buyer.call(addToCart, { body: { lines } });
  await at.sql(`update listing set state = 'suspended', state_reason = 'noSale' where id = $1`, [two]);
  const place = (ordered: typeof lines) =>
    market.buyer.call(placeOrders, { body: { fromCart: true, lines: ordered } });
  expect((await place(lines)).problem).toMatchObject({
    code: 'order.listingSuspended',
    field: 'lines.1.listingId',
  });
  expect((await cart()).lines.length).toBe(2);
  expect((await place(lines.slice(0, 1))).status).toBe(201);
  expect((await cart()).lines.map((line) => line.listingId)).toEqual([two]);
});

test('a pasted table adds its good rows and tells each other row why not', async () => {
  await clear();
  const [one, two, elsewhere] = [
    await market.listing(),
    await market.listing(),
    await market.listing({ managedBy: 'city', jurisdiction: '320500' }),
  ];
  const rows = await at.sql<{ id: string; item_code: string; number: string }>(
    'select id, item_code, number from listing where id = any($1)',
    [[one, two, elsewhere]],
  );
  const of = (id: string) => rows.find((row) => row.id === id);
  const text = [
    '编码\t数量',
    `${of(one)?.item_code}\t3`,
    `${of(two)?.number}\t2.5`,
    `${of(two)?.number}\t2`,
    `${of(elsewhere)?.item_code}\t1`,
    '灌注管\t7',
    `${of(one)?.item_code}\t4`,
  ].join('\n');
  const { added, refused } = (await market.buyer.call(pasteToCart, { body: { text } })).value;
  expect(added).toBe(2);
  expect(refused.map((row) => [row.row, row.problem])).toEqual([
    [3, 'quantityNotWhole'],
    [5, 'listingUnknown'],
    [6, 'noCode'],
  ]);
  const quantities = new Map((await cart()).lines.map((line) => [line.listingId, line.quantity]));
  expect([quantities.get(one), quantities.get(two)]).toEqual(['7', '2']);
});

test('a former order is put into the cart again, another institution’s is not', async () => {
  await clear();
  const listingId = await market.listing();
  const { orders } = (
    await market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity: '6' }] } })
  ).value;
  const orderId = orders[0]?.id ?? '';
  await market.buyer.call(reorder, { body: { orderId } });
  expect((await cart()).lines).toMatchObject([{ listingId, quantity: '6' }]);
  const stranger = await at.person(await at.organisation({ kind: 'institution' }), ['buyer']);
  expect((await stranger.call(reorder, { body: { orderId } })).problem.status).toBe(404);
});

test('a remote site has the longer time for delivery', async () => {
  const site = (await market.buyer.call(listOrderSites)).value.sites[0];
  const change = (siteId: string, distanceKm: number) =>
    market.buyer.call(changeOrderSite, {
      params: { siteId },
      body: { address: '明州路 1 号', contact: '王库管', telephone: '025-1234567', distanceKm },
    });
  expect((await change(market.distributorId, 1)).problem.status).toBe(404);
  expect((await change(site?.id ?? '', 51)).value.remote).toBe(true);
  const listingId = await market.listing();
  const { orders } = (
    await market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity: '1' }] } })
  ).value;
  const order = (await market.buyer.call(readOrder, { params: { orderId: orders[0]?.id ?? '' } })).value;
  expect(order.site).toMatchObject({ remote: true, contact: '王库管' });
  expect((await change(site?.id ?? '', 50)).value.remote).toBe(false);
});

test('reasons come from the lists in force, and lines are exported as a file', async () => {
  expect((await market.dispatcher.call(readOrderLists)).value.refuse.map((each) => each.code)).toContain(
    'outOfStock',
  );
  const csv = await market.buyer.call(exportOrders, { query: { as: 'csv' } });
  const rows = String(csv.value).trim().split('\r\n');
  expect(rows[0]).toContain('"订单编号"');
  const [{ count } = { count: 0 }] = await at.sql<{ count: number }>(
    'select count(*)::int as count from order_line',
  );
  expect(rows.length).toBe(count + 1);
  expect((await market.buyer.call(exportOrders, { query: {} })).status).toBe(200);
});

test('a workbook adds its good rows by the row numbers of the sheet; what is no workbook is refused', async () => {
  await clear();
  const listingId = await market.listing();
  const [listing] = await at.sql<{ item_code: string }>('select item_code from listing where id = $1', [
    listingId,
  ]);
  const folder = mkdtempSync(path.join(tmpdir(), 'daylight-cart-'));
  const target = path.join(folder, 'cart.xlsx');
  const rows = [
    [listing?.item_code ?? '', '12'],
    ['C09010101000000066269999999', '1'],
  ];
  await writeWorkbook(target, { sheet: '采购', header: ['国家代码', '数量'], rows });
  const file = readFileSync(target);
  rmSync(folder, { recursive: true });
  const { value } = await upload(at, market.buyer, uploadToCart, { file, name: 'cart.xlsx' });
  expect(value).toMatchObject({ added: 1, refused: [{ row: 3, problem: 'listingUnknown' }] });
  expect((await cart()).lines).toMatchObject([{ listingId, quantity: '12' }]);
  const text = await upload(at, market.buyer, uploadToCart, {
    file: Buffer.from('编码,数量'),
    name: 'cart.xlsx',
  });
  expect(text.problem).toMatchObject({ code: 'workbook.notAWorkbook', status: 400 });
});
