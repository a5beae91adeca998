import {
  cancelLinkageRun,
  decideLinkageRun,
  listLinkageRunLines,
  listLinkageRuns,
  previewLinkageAgain,
  readLinkageRun,
  startLinkageRun,
  submitLinkageRun,
} from '@daylight/api/linkage-run.ts';
import { listPriceAdjustments } from '@daylight/api/linkage.ts';
import {
  answerObjection,
  decideObjection,
  decideTakeUp,
  objectToPublicity,
} from '@daylight/api/publicity-objection.ts';
import { systemContext } from '@daylight/server/context.ts';
import { previewPart } from '@daylight/server/features/linkage/run-preview.ts';
import { executePart } from '@daylight/server/features/linkage/run-settle.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidAt } from '@daylight/server/ids.ts';
import { instant } from '@daylight/rules/time.ts';
import { itemCodeOf } from '../support/directory.ts';
import { type PriceWorld, openPriceWorld } from '../support/prices.ts';
import { callAs } from '../support/world.ts';

let w: PriceWorld;
const context = () => systemContext(w.at.world, 32, 'test');

async function bought(product: number, quantity: string, at: string): Promise<void> {
  await w.at.sql(
    `insert into trade (province, id, listing_id, item_code, institution_id, jurisdiction, level, manufacturer_id,
       distributor_id, order_id, order_line, price, units_per_purchase_unit, quantity, traded_at)
     values (32, $1, $2, $3, $4, '320100', 'tertiary', $5, $5, $6, 1, 100, 10, $7, $8)`,
    [
      uuidAt(instant(at)),
      w.listingOf(product),
      itemCodeOf(product),
      w.buyer.organisationId,
      w.makerId,
      randomUUID(),
      quantity,
      at,
    ],
  );
}

beforeAll(async () => {
  w = await openPriceWorld([
    { code: itemCodeOf(1), price: '100' },
    { code: itemCodeOf(2), price: '100' },
    { code: itemCodeOf(3), price: '100' },
    { code: itemCodeOf(3, 2), price: '1500', units: '100', purchaseUnit: '箱' },
    { code: itemCodeOf(4), price: '100' },
    { code: itemCodeOf(5), price: '100' },
  ]);
  await bought(1, '12', '2026-06-01T02:00:00.000Z');
  await bought(1, '5', '2025-06-01T02:00:00.000Z');
  await bought(2, '3', '2026-06-01T02:00:00.000Z');
  await w.record({ itemCode: itemCodeOf(1), price: '90' });
  await w.record({ itemCode: itemCodeOf(2), price: '80' });
  await w.record({ itemCode: itemCodeOf(4), price: '110' });
  await w.record({ itemCode: itemCodeOf(5), price: '95' });
});
afterAll(() => w.at.close());

const start = { priceDay: '2026-09-01', executeOn: '2026-09-15' };
let runId = '';
const params = () => ({ runId });
const run = async () => (await w.officer.call(readLinkageRun, { params: params() })).value;

test('JS-13b: a run names its day, is published before it is executed, and only one is under way', async () => {
  const future = await w.officer.call(startLinkageRun, { body: { ...start, priceDay: '2026-09-02' } });
  expect(future.problem).toMatchObject({ code: 'linkage.priceDayInFuture', field: 'priceDay' });
  const soon = await w.officer.call(startLinkageRun, { body: { ...start, executeOn: '2026-09-05' } });
  expect(soon.problem).toMatchObject({ code: 'linkage.executeTooSoon', facts: { first: '2026-09-11' } });
  expect((await w.sales.call(startLinkageRun, { body: start })).status).toBe(403);
  expect((await w.officer.call(startLinkageRun, { body: { priceDay: 'soon' } as never })).status).toBe(400);
  const begun = await w.officer.call(startLinkageRun, { body: start });
  runId = begun.value.id;
  const twice = await w.officer.call(startLinkageRun, { body: start });
  expect(twice.problem.code).toBe('linkage.runUnderWay');
});

test('JS-13b: the preview shows its progress, goes on where it was interrupted, and says the effect in money', async () => {
  const early = await w.officer.call(submitLinkageRun, { params: params(), body: { version: 1 } });
  expect(early.problem.code).toBe('linkage.runWrongState');
  expect(await previewPart(context(), runId, 2)).toBe(true);
  expect(await run()).toMatchObject({ state: 'previewing', done: 1, total: 6 });
  await w.settle();
  expect(await run()).toMatchObject({
    state: 'previewed',
    done: 6,
    report: { listings: 6, lowered: 3, warned: 1, effect: '180' },
    byManufacturer: [{ name: '明心医疗（合成）', products: 3, effect: '180' }],
  });
  const lines = (await w.officer.call(listLinkageRunLines, { params: params() })).value.items;
  const rows = lines.map((each) => [each.itemCode, each.priceFrom, each.priceTo, each.bought, each.effect]);
  expect(rows.slice(0, 2)).toEqual([
    [itemCodeOf(1), '100', '90', '12', '120'],
    [itemCodeOf(2), '100', '80', '3', '60'],
  ]);
  expect(rows).toContainEqual([itemCodeOf(5), '100', '95', '0', '0']);
  expect(lines.find((each) => each.itemCode === itemCodeOf(3, 2))).toMatchObject({
    state: 'warning',
    warnings: [{ compares: 'packs', action: 'warn', limit: '1000', reference: '10' }],
  });
  expect(lines[0]?.lowest).toMatchObject({ price: '90', records: [{ jurisdiction: '330000' }] });
  // Firms see nothing before it is public.
  expect((await w.sales.call(listLinkageRuns)).value.items).toEqual([]);
  expect((await w.sales.call(readLinkageRun, { params: params() })).status).toBe(404);
});

test('counted again from the beginning, the preview is the same', async () => {
  const before = await run();
  const again = await w.officer.call(previewLinkageAgain, {
    params: params(),
    body: { version: before.version },
  });
  expect(again.value.state).toBe('previewing');
  await w.settle();
  expect((await run()).report).toEqual(before.report);
});

test('JS-13b, HN-15: another person approves; the list is public, an objection holds its own item only', async () => {
  const version = (await run()).version;
  const submitted = await w.officer.call(submitLinkageRun, { params: params(), body: { version } });
  expect(submitted.value.state).toBe('submitted');
  const body = { version: version + 1, approve: true };
  expect((await w.officer.call(decideLinkageRun, { params: params(), body })).status).toBe(403);
  const back = await w.supervisor.call(decideLinkageRun, {
    params: params(),
    body: { ...body, approve: false },
  });
  expect(back.problem.code).toBe('linkage.noteMissing');
  const published = await w.supervisor.call(decideLinkageRun, { params: params(), body });
  expect(published.value.state).toBe('published');
  const seen = (await w.sales.call(readLinkageRun, { params: params() })).value;
  const publicityId = seen.publicity?.id ?? '';
  expect((await w.rival.call(listLinkageRunLines, { params: params() })).value.items).toEqual([]);
  const objection = {
    itemKey: w.listingOf(2),
    reasonCode: 'price',
    reasons: '浙江的价格为另一包装，换算后并不低于现挂网价。',
  };
  const made = await w.sales.call(objectToPublicity, { params: { publicityId }, body: objection });
  const at = { objectionId: made.value.id };
  await w.officer.call(decideTakeUp, {
    params: at,
    body: { takesUp: true, version: 1, issue: '包装换算是否一致' },
  });
  await w.at.moveTo('2026-09-09T02:00:00.000Z');
  expect(await run()).toMatchObject({ state: 'settled' });
  const answer = { version: 2, outcome: 'upheld' as const, answer: '经核查，浙江价格对应的包装不同。' };
  await w.officer.call(answerObjection, { params: at, body: answer });
  const decided = await w.supervisor.call(decideObjection, {
    params: at,
    body: { agrees: true, version: 3 },
  });
  expect(decided.ok).toBe(true);
});

test('JS-13b: executed on its date and not before, interrupted and resumed; no price rises, what was objected to stays', async () => {
  await w.settle();
  expect(await executePart(context(), runId)).toBe(false);
  expect(await w.priceOf(1)).toBe('100');
  // Meanwhile the product fell by itself below what the run would set.
  await w.at.sql(`update listing set price = 50, version = version + 1 where item_code = $1`, [
    itemCodeOf(5),
  ]);
  await w.at.moveTo('2026-09-15T01:00:00.000Z');
  expect(await executePart(context(), runId)).toBe(true);
  await w.settle();
  expect(await run()).toMatchObject({ state: 'executed', report: { executed: 1, kept: 1, overtaken: 1 } });
  expect([await w.priceOf(1), await w.priceOf(2), await w.priceOf(5)]).toEqual(['90', '100', '50']);
  const shown = (await callAs(w.at.app, null, listPriceAdjustments, { query: { reason: 'linkage' } })).value
    .items;
  expect(shown).toMatchObject([{ price: '90', priceFrom: '100', basis: { clause: 'JS-13b' } }]);
  expect(shown[0]?.evidence).toBe((await run()).number);
  const [duty] = await w.at.sql<{ state: string }>('select state from price_duty where item_code = $1', [
    itemCodeOf(1),
  ]);
  expect(duty?.state).toBe('fulfilled');
  const file = await w.at.app.inject({
    url: `/api/linkage-runs/${runId}/workbook`,
    headers: { cookie: `daylight_session=${w.officer.token}` },
  });
  expect(file.statusCode).toBe(200);
  expect(file.rawPayload.subarray(0, 2).toString()).toBe('PK');
});

test('JS-13b: the next linkage comes a year after; one that is begun can be cancelled with a reason', async () => {
  const soon = await w.officer.call(startLinkageRun, {
    body: { priceDay: '2026-09-15', executeOn: '2027-09-14' },
  });
  expect(soon.problem).toMatchObject({
    code: 'linkage.runTooSoon',
    basis: { clause: 'JS-13b' },
    facts: { last: '2026-09-15', next: '2027-09-15' },
  });
  const next = await w.officer.call(startLinkageRun, {
    body: { priceDay: '2026-09-15', executeOn: '2027-09-15' },
  });
  const at = { runId: next.value.id };
  expect(
    (await w.officer.call(cancelLinkageRun, { params: at, body: { version: 1, note: '' } })).status,
  ).toBe(400);
  const cancelled = await w.officer.call(cancelLinkageRun, {
    params: at,
    body: { version: 1, note: '改期' },
  });
  expect(cancelled.value.state).toBe('cancelled');
});
