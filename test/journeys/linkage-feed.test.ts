import { feedPage, readPriceFeed } from '@daylight/api/linkage-source.ts';
import {
  decidePriceSource,
  enterPriceSource,
  listPriceSources,
  pausePriceSource,
  readPriceSourceNow,
} from '@daylight/api/linkage-source.ts';
import {
  decidePriceImport,
  importPrices,
  listPriceImportRows,
  submitPriceImport,
} from '@daylight/api/linkage-import.ts';
import { listPriceRecords } from '@daylight/api/linkage.ts';
import { type PriceColumn, priceColumnKeys, priceColumns } from '@daylight/rules/linkage/layout.ts';
import { readDueSources } from '@daylight/server/features/linkage/read-source.ts';
import { openWorkbook } from '@daylight/server/workbook/read-workbook.ts';
import { workbookStream } from '@daylight/server/workbook/write-workbook.ts';
import { writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { itemCodeOf, upload } from '../support/directory.ts';
import { type PriceWorld, openPriceWorld } from '../support/prices.ts';
import { callAs } from '../support/world.ts';

let w: PriceWorld;
beforeAll(async () => {
  w = await openPriceWorld([1, 2, 3, 4].map((product) => ({ code: itemCodeOf(product), price: '100' })));
});
afterAll(() => w.at.close());

const feed = async (cursor?: string, limit = 500) =>
  (
    await callAs(w.at.app, null, readPriceFeed, {
      query: { limit, ...(cursor === undefined ? {} : { cursor }) },
    })
  ).value;

test('HN-3b: the feed tells every listing once, page by page, and each change after the place that was kept', async () => {
  const whole = await feed();
  expect(whole.items.map((each) => each.itemCode).toSorted()).toEqual([1, 2, 3, 4].map((n) => itemCodeOf(n)));
  expect(whole.items[0]).toMatchObject({ kind: 'provincialListing', price: '100', endedOn: null });
  const paged: string[] = [];
  let place: string | undefined;
  for (let more = true; more;) {
    const page = await feed(place, 1);
    paged.push(...page.items.map((each) => each.id));
    more = page.more;
    place = page.next;
  }
  expect(paged).toEqual(whole.items.map((each) => each.id));
  expect((await feed(place)).items).toEqual([]);
  await w.at.sql(
    `update listing set state = 'suspended', state_reason = 'quality', version = version + 1 where item_code = $1`,
    [itemCodeOf(4)],
  );
  await w.settle();
  expect((await feed(place)).items).toMatchObject([
    { itemCode: itemCodeOf(4), version: 2, endedOn: '2026-09-01' },
  ]);
  const wrong = await callAs(w.at.app, null, readPriceFeed, { query: { cursor: 'nonsense' } });
  expect(wrong.problem).toMatchObject({ code: 'linkage.cursorUnknown', status: 400 });
});

test('a feed entry that is committed late is not passed over by a reader who came in between', async () => {
  const slow = new pg.Client({ connectionString: w.at.url });
  await slow.connect();
  const insert = (version: number) =>
    `insert into price_feed (province, id, listing_id, version, item_code, jurisdiction, kind, price, purchase_unit,
       units_per_purchase_unit, effective_from)
     select 32, gen_random_uuid(), id, ${version}, item_code, jurisdiction, 'provincialListing', price, purchase_unit, 10,
       '2026-09-01' from listing where item_code = '${itemCodeOf(1)}'`;
  const before = (await feed()).next;
  await slow.query('begin');
  await slow.query(insert(90));
  await w.at.sql(insert(91));
  // The later one is committed, the earlier not: a reader that took it would never see the earlier.
  const between = await feed(before);
  expect(between.items).toEqual([]);
  await slow.query('commit');
  await slow.end();
  expect((await feed(between.next)).items.map((each) => each.version)).toEqual([90, 91]);
});

/** Another platform: serves what it is given, in pages of two. */
let servers: Server[] = [];
afterEach(() => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
  servers = [];
  delete process.env['DAYLIGHT_FEED_HOSTS'];
});
async function platform(entries: unknown[], answer?: string): Promise<string> {
  const server = createServer((request, response) => {
    const cursor = Number(new URL(request.url ?? '', 'http://x').searchParams.get('cursor') ?? '0');
    const items = entries.slice(cursor, cursor + 2);
    const next = String(cursor + items.length);
    const page = {
      format: 'daylight-prices/1',
      jurisdiction: '330000',
      items,
      next,
      more: cursor + 2 < entries.length,
    };
    response.setHeader('content-type', 'application/json').end(answer ?? JSON.stringify(page));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['DAYLIGHT_FEED_HOSTS'] = host;
  return `http://${host}/api/feeds/prices`;
}
const entry = (product: number, more: object = {}) => ({
  id: `z-${product}`,
  version: 1,
  itemCode: itemCodeOf(product),
  jurisdiction: '330000',
  kind: 'provincialListing',
  price: '92',
  purchaseUnit: '盒',
  unitsPerPurchaseUnit: 10,
  effectiveFrom: '2026-09-01',
  endedOn: null,
  contract: null,
  ...more,
});

async function opened(url: string, name: string): Promise<string> {
  const body = { name, url, jurisdiction: '330000', everyMinutes: 60 };
  const { id } = (await w.officer.call(enterPriceSource, { body })).value;
  const params = { sourceId: id };
  const closed = await w.officer.call(readPriceSourceNow, { params, body: {} });
  expect(closed.problem.code).toBe('linkage.sourceNotOpen');
  const done = await w.supervisor.call(decidePriceSource, { params, body: { version: 1, approve: true } });
  expect(done.value.state).toBe('open');
  return id;
}

test('HN-3b: another platform is read on a schedule and on demand; plain prices count, strange ones wait, wrong ones are refused', async () => {
  const entries: unknown[] = [
    entry(1),
    entry(2, { price: '3' }),
    entry(3, { price: null }),
    entry(3, { id: 'other-place', jurisdiction: '440000' }),
    entry(500, { id: 'unknown-code' }),
  ];
  const sourceId = await opened(await platform(entries), '浙江平台');
  await readDueSources(w.at.world);
  await w.settle();
  const [source] = (await w.officer.call(listPriceSources)).value.items;
  expect(source).toMatchObject({ id: sourceId, problem: null, records: 2 });
  const refused = source?.readings.flatMap((each) => each.refusals.map((one) => [one.id, one.problem])) ?? [];
  expect(refused.toSorted()).toEqual([
    ['other-place', 'jurisdiction'],
    ['unknown-code', 'linkage.codeUnknown'],
    ['z-3', 'price'],
  ]);
  const of = async (product: number) =>
    (await w.officer.call(listPriceRecords, { query: { code: itemCodeOf(product) } })).value.items;
  expect(await of(1)).toMatchObject([
    { state: 'verified', source: 'feed', sourceName: '浙江平台', price: '92' },
  ]);
  expect(await of(2)).toMatchObject([{ state: 'entered' }]);
  const duties = await w.at.sql<{ item_code: string }>('select item_code from price_duty');
  expect(duties.map((each) => each.item_code)).toEqual([itemCodeOf(1)]);
  // Nothing new: nothing twice. Then a new version takes the place of the old one, and an end ends it.
  const again = await w.officer.call(readPriceSourceNow, { params: { sourceId }, body: {} });
  expect(again.value).toMatchObject({ taken: 0, waiting: 0, refused: 0, more: false });
  await w.at.moveTo('2026-09-10T02:00:00.000Z');
  entries.push(entry(1, { version: 2, price: '88', effectiveFrom: '2026-09-10' }));
  await readDueSources(w.at.world);
  expect((await of(1)).map((each) => [each.price, each.effectiveTo])).toEqual([
    ['88', null],
    ['92', '2026-09-09'],
  ]);
  entries.push(entry(1, { version: 3, endedOn: '2026-09-12' }));
  await w.at.moveTo('2026-09-12T02:00:00.000Z');
  await readDueSources(w.at.world);
  await w.settle();
  expect((await of(1)).map((each) => each.effectiveTo)).toEqual(['2026-09-11', '2026-09-09']);
  const [duty] = await w.at.sql<{ state: string }>('select state from price_duty');
  expect(duty?.state).toBe('dismissed');
  const pause = { version: 2, pause: true };
  expect((await w.officer.call(pausePriceSource, { params: { sourceId }, body: pause })).value.state).toBe(
    'paused',
  );
});

test('a source is https or allowed by name, never the own province; its enterer does not open it; a broken answer is kept as its problem', async () => {
  const body = { name: '内网', url: 'https://10.1.2.3/api/feeds/prices', jurisdiction: '330000' };
  expect((await w.officer.call(enterPriceSource, { body })).problem).toMatchObject({
    code: 'linkage.hostPrivate',
    field: 'url',
  });
  const plain = { ...body, url: 'http://prices.example.cn/feed' };
  expect((await w.officer.call(enterPriceSource, { body: plain })).problem.code).toBe('linkage.urlNotHttps');
  const own = { ...body, url: 'https://prices.example.cn/feed', jurisdiction: '320100' };
  expect((await w.officer.call(enterPriceSource, { body: own })).problem.code).toBe('linkage.ownProvince');
  expect((await w.sales.call(enterPriceSource, { body: own })).status).toBe(403);
  const sourceId = await opened(await platform([], '{"format":"something else"}'), '坏平台');
  const params = { sourceId };
  const broken = await w.officer.call(readPriceSourceNow, { params, body: {} });
  expect(broken.problem.code).toBe('linkage.notAFeed');
  const source = (await w.officer.call(listPriceSources)).value.items.find((each) => each.id === sourceId);
  expect(source?.problem).toContain('linkage.notAFeed');
  const twice = await w.supervisor.call(decidePriceSource, { params, body: { version: 2, approve: true } });
  expect(twice.problem.code).toBe('linkage.sourceDecided');
});

test('GD-5: what one installation serves is what another reads: its own feed, told by another province', async () => {
  const page = await feed();
  expect(feedPage.parse(page)).toEqual(page);
  const theirs = page.items
    .filter((each) => each.endedOn === null && each.version === 1)
    .map((each) => ({ ...each, id: `there-${each.id}`, jurisdiction: '330000' }));
  const sourceId = await opened(await platform(theirs), '另一个平台');
  const read = await w.officer.call(readPriceSourceNow, { params: { sourceId }, body: {} });
  expect(read.value).toMatchObject({ taken: 4, waiting: 0, refused: 0, more: false });
});

type Cells = Partial<Record<PriceColumn, string>>;
const plainRow: Cells = {
  itemCode: itemCodeOf(3),
  jurisdiction: '浙江',
  kind: '省级挂网价',
  price: '97.50',
  purchaseUnit: '盒',
  unitsPerPurchaseUnit: '10',
  effectiveFrom: '2026-09-01',
};
const sheet = (rows: readonly Cells[]) =>
  buffer(
    workbookStream({
      sheet: '全国价格',
      header: priceColumnKeys.map((key) => priceColumns[key].zh),
      rows: rows.map((row) => priceColumnKeys.map((key) => ({ ...plainRow, ...row })[key] ?? '')),
    }),
  );

test('HN-3b: a workbook is checked row by row, comes back with what was found and without formulas, and counts once approved', async () => {
  const rows: Cells[] = [
    {},
    { price: '' },
    { price: '0' },
    { jurisdiction: '乐土' },
    {},
    { itemCode: itemCodeOf(2), price: '5', jurisdiction: '340000' },
    { itemCode: itemCodeOf(3), jurisdiction: '湖南省', price: '91', document: '=HYPERLINK("http://x")' },
  ];
  const entered = await upload(w.at, w.officer, importPrices, { file: await sheet(rows) });
  expect(entered.value).toMatchObject({
    state: 'checked',
    report: { rows: 7, good: 2, doubtful: 1, bad: 4, unexplained: 1 },
  });
  const params = { importId: entered.value.id };
  const bad = (await w.officer.call(listPriceImportRows, { params, query: { verdict: 'bad' } })).value.items;
  expect(bad.map((each) => [each.row, each.findings.find((one) => one.severity === 'error')?.code])).toEqual([
    [3, 'linkage.priceForm'],
    [4, 'linkage.priceNotPositive'],
    [5, 'linkage.placeUnknown'],
    [6, 'linkage.duplicateRow'],
  ]);
  const file = await w.at.app.inject({
    url: `/api/price-imports/${params.importId}/workbook`,
    headers: { cookie: `daylight_session=${w.officer.token}` },
  });
  const target = path.join(w.at.world.dataDir, 'back.xlsx');
  writeFileSync(target, file.rawPayload);
  const back = await openWorkbook(target);
  if (!back.ok) throw new Error(back.code);
  const cells: string[][] = [];
  await back.value.sheets[0]?.eachBatch((batch) => void cells.push(...batch.map((row) => [...row.cells])));
  back.value.close();
  expect(cells[7]?.join('|')).toContain(`'=HYPERLINK`);
  expect(cells[3]?.at(-1)).toContain('没有价格请不要填报');
  const unexplained = await w.officer.call(submitPriceImport, { params, body: { version: 1 } });
  expect(unexplained.problem).toMatchObject({ code: 'linkage.rowsUnexplained', facts: { rows: 1 } });
  const submitted = await w.officer.call(submitPriceImport, {
    params,
    body: { version: 1, reason: '均已与公告核对' },
  });
  expect(submitted.value.state).toBe('submitted');
  const decide = { version: 2, approve: true };
  expect((await w.officer.call(decidePriceImport, { params, body: decide })).status).toBe(403);
  expect((await w.supervisor.call(decidePriceImport, { params, body: decide })).value.state).toBe('approved');
  await w.settle();
  const records = (await w.officer.call(listPriceRecords, { query: { code: itemCodeOf(3) } })).value.items;
  expect(
    records
      .filter((each) => each.source === 'import')
      .map((each) => [each.jurisdiction, each.price, each.state, each.source]),
  ).toEqual([
    ['430000', '91', 'verified', 'import'],
    ['330000', '97.5', 'verified', 'import'],
  ]);
  const [duty] = await w.at.sql<{ price: string }>(
    'select trim_scale(price)::text as price from price_duty where item_code = $1',
    [itemCodeOf(3)],
  );
  expect(duty?.price).toBe('91');
});
