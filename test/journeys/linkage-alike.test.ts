import { randomUUID } from 'node:crypto';
import { readHome, listNotices } from '@daylight/api/home.ts';
import {
  contestPriceDuty,
  decidePriceDuty,
  declareOwnPrice,
  declarePriceDuty,
  listPriceDuties,
  readPriceDuty,
} from '@daylight/api/linkage-duty.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemCodeOf } from '../support/directory.ts';
import { put } from '../support/market.ts';
import { type PriceWorld, openPriceWorld } from '../support/prices.ts';

/** Products that the province and two of its cities list, each in a directory of its own. */
let w: PriceWorld;
const products = [1, 2, 3, 4];
const cities = ['320100', '320500'];
beforeAll(async () => {
  w = await openPriceWorld(products.map((product) => ({ code: itemCodeOf(product), price: '100' })));
  for (const product of products)
    for (const [at, city] of cities.entries())
      await put(w.at, 'listing', {
        province: 32,
        id: randomUUID(),
        number: `CITY${city}${product}`,
        jurisdiction: city,
        platform: city,
        managed_by: 'city',
        form: 'sunshine',
        state: 'listed',
        item_code: itemCodeOf(product),
        class: 'ordinary',
        manufacturer_id: w.makerId,
        // Another price, and another pack.
        price: at === 0 ? '98' : '49',
        purchase_unit: '盒',
        smallest_unit: '支',
        units_per_purchase_unit: at === 0 ? 10 : 5,
        listed_on: '2026-03-01',
        source: 'test',
      });
});
afterAll(() => w.at.close());

const dutiesOf = async (product: number) => {
  const { items } = (await w.sales.call(listPriceDuties, { query: { limit: 200 } })).value;
  return items.filter((each) => each.product.itemCode === itemCodeOf(product));
};
const toldOf = async (title: string) =>
  (await w.sales.call(listNotices, { query: { limit: 100 } })).value.items.filter(
    (each) => each.title.zh === title,
  );
const pricesOf = async (product: number) => {
  const rows = await w.at.sql<{ price: string }>(
    'select trim_scale(price)::text as price from listing where item_code = $1 order by jurisdiction',
    [itemCodeOf(product)],
  );
  return rows.map((row) => row.price);
};

test('JS-13a: one declaration answers every directory that lists the product, each at its own pack', async () => {
  await w.record({ itemCode: itemCodeOf(1), price: '90' });
  const duties = await dutiesOf(1);
  expect(duties.map((each) => [each.state, each.price]).toSorted()).toEqual([
    ['open', '45'],
    ['open', '90'],
    ['open', '90'],
  ]);
  // Three directories, but one thing to know and one to do.
  expect(await toldOf('发现新的全国最低价，请申报')).toHaveLength(1);
  const todos = (await w.sales.call(readHome)).value.todos.filter((each) => each.kind === 'linkage.declare');
  expect(todos).toMatchObject([{ detail: { zh: expect.stringContaining('3 个挂网目录') } }]);
  const params = { dutyId: todos[0]?.href.split('/').at(-1) ?? '' };
  const { alike } = (await w.sales.call(readPriceDuty, { params })).value;
  expect(alike.map((each) => each.state)).toEqual(['open', 'open']);
  const declared = await w.sales.call(declarePriceDuty, { params, body: { version: 1, statement: '接受' } });
  expect(declared.value).toMatchObject({ state: 'declared', alike: 2 });
  expect((await dutiesOf(1)).map((each) => each.state)).toEqual(['declared', 'declared', 'declared']);
  const decided = await w.supervisor.call(decidePriceDuty, {
    params,
    body: { version: 2, decision: 'confirm', alike: true },
  });
  expect(decided.value).toMatchObject({ state: 'fulfilled', alike: 2 });
  expect(await pricesOf(1)).toEqual(['90', '90', '45']);
  expect(await toldOf('最低价申报已核实，挂网价已调整')).toHaveLength(1);
});

test('JS-13c: reminded and late once, and suspended in one directory where the decision is for one alone', async () => {
  await w.record({ itemCode: itemCodeOf(2), price: '80' });
  const [first] = await dutiesOf(2);
  const due = Date.parse(first?.dueAt ?? '');
  await w.at.moveTo(new Date(due - 86_400_000).toISOString() as never);
  expect(await toldOf('新最低价申报即将到期')).toHaveLength(1);
  await w.at.moveTo(new Date(due + 3_600_000).toISOString() as never);
  expect(await toldOf('新最低价逾期未申报')).toHaveLength(1);
  const suspend = { version: first === undefined ? 0 : first.version + 1, decision: 'suspend' as const };
  const params = { dutyId: first?.id ?? '' };
  const decided = await w.supervisor.call(decidePriceDuty, {
    params,
    body: { ...suspend, note: '逾期未申报属实' },
  });
  expect(decided.value).toMatchObject({ state: 'suspended', alike: 0 });
  expect((await dutiesOf(2)).map((each) => each.state).toSorted()).toEqual([
    'overdue',
    'overdue',
    'suspended',
  ]);
  // Late for all of them, the firm still answers with one declaration.
  const version = decided.value.version;
  const late = await w.sales.call(declarePriceDuty, { params, body: { version } });
  expect(late.value).toMatchObject({ state: 'declared', alike: 2 });
});

test('an objection is against a price, and so for every directory that the price concerns', async () => {
  await w.record({ itemCode: itemCodeOf(3), price: '70' });
  const [first] = await dutiesOf(3);
  const params = { dutyId: first?.id ?? '' };
  const body = { version: 1, statement: '该价格为赠品搭售，不可比' };
  expect((await w.sales.call(contestPriceDuty, { params, body })).value.alike).toBe(2);
  const upheld = { version: 2, decision: 'uphold' as const, note: '经查为搭售价', alike: true };
  expect((await w.supervisor.call(decidePriceDuty, { params, body: upheld })).value.alike).toBe(2);
  expect((await dutiesOf(3)).map((each) => each.state)).toEqual(['dismissed', 'dismissed', 'dismissed']);
  expect(await pricesOf(3)).toEqual(['100', '98', '49']);
});

test('JS-13a: a firm that comes by itself declares for all its listings at once', async () => {
  const declared = await w.sales.call(declareOwnPrice, {
    body: {
      listingId: w.listingOf(4),
      jurisdiction: '510000',
      kind: 'provincialListing' as const,
      price: '60',
      purchaseUnit: '盒',
      unitsPerPurchaseUnit: 10,
      effectiveFrom: w.at.now().slice(0, 10),
      document: '川医保发〔2026〕3号',
      reason: '与四川公告一致，已核对',
    },
  });
  expect(declared.value).toMatchObject({ state: 'declared', alike: 2 });
  expect((await dutiesOf(4)).map((each) => each.state)).toEqual(['declared', 'declared', 'declared']);
});
