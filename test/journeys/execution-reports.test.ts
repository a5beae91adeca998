import { listUsageReports, readUsageReport, submitUsageReport } from '@daylight/api/execution-report.ts';
import {
  listCoverageGaps,
  listSupplyReports,
  readSupplyReport,
  submitSupplyReport,
} from '@daylight/api/execution-report.ts';
import {
  explainVolume,
  listOthersBought,
  listVolumeEntries,
  listVolumes,
  markVolume,
  readVolume,
  readVolumeProgress,
  volumeMarksWorkbook,
} from '@daylight/api/execution.ts';
import { readHome } from '@daylight/api/home.ts';
import { answerOrder } from '@daylight/api/order-answer.ts';
import { acceptShipment, shipOrder } from '@daylight/api/order-delivery.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Market, openMarket } from '../support/market.ts';
import { type RoundProduct, type TestRound, openRound } from '../support/round.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let round: TestRound;
let officer: Person;
let supervisor: Person;
let stranger: Person;
let listingId: string;
let product: RoundProduct;

beforeAll(async () => {
  at = await openTestWorld('2026-09-01T02:00:00.000Z');
  market = await openMarket(at);
  const bureauId = await at.organisation({ kind: 'bureau', name: '省医保局', jurisdiction: '320000' });
  officer = await at.person(bureauId, ['officer']);
  supervisor = await at.person(bureauId, ['supervisor']);
  stranger = await at.person(await at.organisation({ kind: 'institution', name: '他院' }), ['buyer']);
  round = await openRound(at, { organiserId: bureauId, from: '2026-09-01', until: '2026-12-15' });
  await round.takesPart(market.institutionId);
  listingId = await market.listing({
    form: 'alliance',
    audienceInstitutions: [market.institutionId],
    productName: '灌注管甲',
  });
  const [row] = await at.sql<{ item_code: string }>('select item_code from listing where id = $1', [
    listingId,
  ]);
  const item = await round.item('灌注管', [row?.item_code ?? '']);
  product = await round.product(item, market.manufacturerId, [listingId]);
  await round.open(market.institutionId, [{ product, agreed: '100' }]);
});
afterAll(() => at.close());

async function receive(quantity: string): Promise<void> {
  const placed = await market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity }] } });
  const orderId = placed.value.orders[0]?.id ?? '';
  await market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 1 } });
  const shipped = await market.dispatcher.call(shipOrder, {
    params: { orderId },
    body: { carrier: '自送', lines: [{ orderLine: 1, quantity, lot: 'L1', expiresOn: '2028-01-31' }] },
  });
  await market.storekeeper.call(acceptShipment, {
    params: { shipmentId: shipped.value.id },
    body: { lines: [{ line: 1, accepted: quantity, rejected: '0' }] },
  });
}

test('progress is shown against time by round, product, institution and city, to its parties only (SX-5.4a)', async () => {
  await receive('3');
  await at.moveTo('2026-09-20T02:00:00.000Z');
  for (const by of ['round', 'item', 'product', 'institution', 'area'] as const) {
    const { items } = (await market.buyer.call(readVolumeProgress, { query: { by } })).value;
    expect(items).toMatchObject([
      { accounts: 1, met: 0, behind: 0, percent: 30, termPercent: 17, agreed: '100', accepted: '30' },
    ]);
  }
  expect((await stranger.call(readVolumeProgress, { query: {} })).value.items).toEqual([]);
  expect(
    (await market.sales.call(readVolumeProgress, { query: { by: 'institution' } })).value.items,
  ).toHaveLength(1);
  expect((await market.dispatcher.call(listVolumes, { query: {} })).value.items).toHaveLength(1);
  expect((await market.storekeeper.call(listVolumes, { query: {} })).status).toBe(403);
  expect((await officer.call(readVolumeProgress, { query: { by: 'city' as 'area' } })).status).toBe(400);
  const [account] = (await officer.call(listVolumes, { query: { view: 'open' } })).value.items;
  const params = { accountId: account?.id ?? '' };
  expect((await officer.call(readVolume, { params })).value).toMatchObject({
    accepted: '30',
    listings: [{ id: listingId }],
    months: [{ month: '2026-09-01', accepted: '30' }],
  });
  const entries = (await market.buyer.call(listVolumeEntries, { params })).value.items;
  expect(entries.map((each) => each.kind)).toEqual(['accepted', 'ordered', 'opened']);
  expect((await stranger.call(readVolume, { params })).problem.code).toBe('execution.accountUnknown');
  expect((await stranger.call(listVolumeEntries, { params })).problem.code).toBe('execution.accountUnknown');
});

test('every month a report is opened with what the platform knows, stated, and handed in (JS-25b)', async () => {
  await at.moveTo('2026-10-01T01:00:00.000Z');
  const [report] = (await market.buyer.call(listUsageReports, { query: { view: 'open' } })).value.items;
  expect(report).toMatchObject({ month: '2026-09-01', lines: 1, due: { dueAt: '2026-10-12T16:00:00.000Z' } });
  const params = { reportId: report?.id ?? '' };
  const { items, version } = (await market.buyer.call(readUsageReport, { params })).value;
  expect(items).toMatchObject([{ ordered: '30', bought: '30', stated: null, used: null }]);
  const accountId = items[0]?.accountId ?? '';
  const line = { accountId, stated: '30', used: '25' };
  const submit = (person: Person, lines: unknown, of = version) =>
    person.call(submitUsageReport, { params, body: { lines: lines as [], version: of } });
  expect((await submit(market.buyer, [{ ...line, stated: '28' }])).problem).toMatchObject({
    code: 'execution.deviationNeedsNote',
    basis: { clause: 'JS-25b' },
    field: 'lines.0.note',
  });
  expect((await submit(market.buyer, [])).problem.code).toBe('execution.reportLineMissing');
  expect((await submit(market.buyer, [line], version + 9)).problem.code).toBe('request.stale');
  expect((await submit(market.buyer, [{ ...line, used: '-1' }])).status).toBe(400);
  expect((await submit(stranger, [line])).problem.code).toBe('execution.reportUnknown');
  expect((await submit(officer, [line])).status).toBe(403);
  expect((await submit(market.buyer, [line])).value).toMatchObject({ state: 'reported', overdue: false });
  expect((await submit(market.buyer, [line], version + 1)).problem.code).toBe('execution.wrongState');
  expect((await officer.call(listUsageReports, { query: {} })).value.items).toHaveLength(1);
});

test('the winner states capacity, stock and supply; who is late is listed and told (SX-5.3a)', async () => {
  const [report] = (await market.sales.call(listSupplyReports, { query: { view: 'open' } })).value.items;
  const params = { reportId: report?.id ?? '' };
  const { items, version } = (await market.sales.call(readSupplyReport, { params })).value;
  expect(items).toMatchObject([{ productId: product.productId, owed: '70', accepted: '30' }]);
  const todo = (await market.sales.call(readHome, {})).value.todos;
  expect(todo.map((each) => each.kind)).toContain('execution.supply');
  await at.moveTo('2026-10-20T01:00:00.000Z');
  expect((await officer.call(listSupplyReports, { query: { view: 'overdue' } })).value.items).toHaveLength(1);
  const line = { productId: product.productId, capacity: '5000', stock: '800', supplied: '30' };
  const [late] = (await market.sales.call(listSupplyReports, { query: {} })).value.items;
  const submit = (lines: unknown) =>
    market.sales.call(submitSupplyReport, {
      params,
      body: { lines: lines as [], version: late?.version ?? 0 },
    });
  expect(version).toBeLessThan(late?.version ?? 0);
  expect((await submit([])).problem.code).toBe('execution.reportLineMissing');
  expect((await submit([{ ...line, productId: market.institutionId }])).problem.code).toBe(
    'execution.reportLineUnknown',
  );
  expect(
    (await market.buyer.call(submitSupplyReport, { params, body: { lines: [], version: 1 } })).status,
  ).toBe(403);
  expect((await submit([line])).value).toMatchObject({ state: 'reported', overdue: true });
  const told = await at.sql(`select organisation_id from notice where kind = 'execution.supplyOverdue'`);
  expect(told).toEqual([{ organisation_id: market.manufacturerId }]);
});

test('cities of the agreement in which the winner appointed nobody are shown (SX-5.3b)', async () => {
  expect((await market.sales.call(listCoverageGaps, { query: {} })).value.items).toEqual([]);
  const far = await at.organisation({ kind: 'institution', name: '苏州某院', jurisdiction: '320500' });
  await round.takesPart(far, '320500');
  await round.open(far, [{ product, agreed: '10' }]);
  expect(
    (await market.sales.call(listCoverageGaps, { query: { tenderId: round.tenderId } })).value.items,
  ).toMatchObject([
    { manufacturer: { id: market.manufacturerId }, area: { code: '320500' }, institutions: 1, products: 1 },
  ]);
  await market.relation({
    manufacturerId: market.manufacturerId,
    distributorId: market.distributorId,
    area: '320500',
  });
  expect((await officer.call(listCoverageGaps, { query: {} })).value.items).toEqual([]);
});

test('whoever falls behind is reminded once a month (SX-5.4a)', async () => {
  await at.moveTo('2026-11-02T01:00:00.000Z');
  await at.moveTo('2026-12-02T01:00:00.000Z');
  const { items } = (await market.buyer.call(listVolumes, { query: { view: 'behind' } })).value;
  expect(items).toMatchObject([{ behind: true, percent: 30, reminders: 2 }]);
  const told = await at.sql(`select 1 from notice where kind = 'execution.behind' and organisation_id = $1`, [
    market.institutionId,
  ]);
  expect(told).toHaveLength(2);
});

test('what is missing at the end is explained, assessed and listed for assessment, budget and agreement (SX-5.4b)', async () => {
  await at.moveTo('2026-12-16T01:00:00.000Z');
  const [account] = (await market.buyer.call(listVolumes, { query: { view: 'toExplain' } })).value.items;
  expect(account).toMatchObject({ state: 'ended', outcome: 'behind', mark: 'pending' });
  const params = { accountId: account?.id ?? '' };
  const explain = (person: Person, body: object) =>
    person.call(explainVolume, {
      params,
      body: { explanation: '手术量下降', version: account?.version ?? 1, ...body },
    });
  expect((await explain(market.buyer, { explanation: '' })).status).toBe(400);
  expect((await explain(stranger, {})).problem.code).toBe('execution.accountUnknown');
  expect((await explain(officer, {})).status).toBe(403);
  const explained = await explain(market.buyer, {});
  expect(explained.value.explanation).toBe('手术量下降');
  const { version } = explained.value;
  const mark = (person: Person, body: object) =>
    person.call(markVolume, {
      params,
      body: { mark: 'counted', version, ...body } as { mark: 'counted'; version: number },
    });
  expect((await mark(market.buyer, {})).status).toBe(403);
  expect((await mark(officer, { mark: 'excused' })).problem.code).toBe('execution.noteMissing');
  expect((await mark(officer, { mark: 'pending' })).status).toBe(400);
  expect((await mark(officer, { note: '未完成 70 支' })).value).toMatchObject({ mark: 'counted' });
  expect((await mark(supervisor, { version: version + 1 })).problem.code).toBe('execution.alreadyMarked');
  expect((await officer.call(listVolumes, { query: { view: 'counted' } })).value.items).toHaveLength(1);
  const file = await officer.call(volumeMarksWorkbook, { query: {} });
  expect(file.status).toBe(200);
  expect((await market.buyer.call(volumeMarksWorkbook, { query: {} })).status).toBe(403);
  // The month that the end of the term broke off is reported on too.
  const reports = (await market.buyer.call(listUsageReports, { query: { tenderId: round.tenderId } })).value
    .items;
  expect(reports.map((each) => each.month)).toEqual(['2026-12-01', '2026-11-01', '2026-10-01', '2026-09-01']);
  expect((await officer.call(listOthersBought, { query: {} })).value.items).toEqual([]);
});
