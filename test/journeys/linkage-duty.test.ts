import { readHome, listNotices } from '@daylight/api/home.ts';
import {
  contestPriceDuty,
  decidePriceDuty,
  declareOwnPrice,
  declarePriceDuty,
  listPriceDuties,
  readPriceDuty,
} from '@daylight/api/linkage-duty.ts';
import {
  checkPriceRecord,
  decidePriceRecord,
  enterPriceRecord,
  listPriceAdjustments,
  listPriceRecords,
  readNationalPrices,
  listNationalPrices,
} from '@daylight/api/linkage.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemCodeOf } from '../support/directory.ts';
import { type PriceWorld, openPriceWorld, recordInput } from '../support/prices.ts';
import { callAs } from '../support/world.ts';

let w: PriceWorld;
beforeAll(async () => {
  w = await openPriceWorld(
    [1, 2, 3, 4, 5, 6, 7, 8].map((product) => ({ code: itemCodeOf(product), price: '100' })),
  );
});
afterAll(() => w.at.close());

const dutyOf = async (product: number) => {
  const listingId = w.listingOf(product);
  const { items } = (await w.sales.call(listPriceDuties, { query: { listingId } })).value;
  return items[0];
};
const stateOf = async (product: number) => {
  const [row] = await w.at.sql<{ state: string; state_reason: string | null }>(
    'select state, state_reason from listing where id = $1',
    [w.listingOf(product)],
  );
  return row;
};

test('HN-3b: a strange price is shown with its deviation and kept only with a reason; another verifies it (HN-15)', async () => {
  const strange = { ...recordInput({ price: '9', reason: '' }), evidenceIds: [] };
  const { reason: _, evidenceIds: __, ...plain } = strange;
  const found = (await w.officer.call(checkPriceRecord, { body: plain })).value.findings;
  expect(found.map((each) => [each.code, each.severity])).toContainEqual([
    'linkage.listingDeviates',
    'confirm',
  ]);
  expect(found.find((each) => each.code === 'linkage.listingDeviates')?.facts).toMatchObject({
    price: '0.9',
    reference: '10',
    percent: -91,
  });
  const refused = await w.officer.call(enterPriceRecord, { body: strange });
  expect(refused.problem).toMatchObject({
    code: 'linkage.unexplained',
    status: 409,
    basis: { clause: 'HN-3b' },
  });
  const kept = await w.officer.call(enterPriceRecord, { body: { ...strange, reason: '公告原文即为此价' } });
  expect(kept).toMatchObject({ status: 201, value: { state: 'entered' } });
  const params = { recordId: kept.value.id };
  const decision = { itemCode: itemCodeOf(1), approve: false, note: '' };
  expect((await w.officer.call(decidePriceRecord, { params, body: decision })).status).toBe(403);
  const noNote = await w.supervisor.call(decidePriceRecord, { params, body: decision });
  expect(noNote.problem.code).toBe('linkage.noteMissing');
  const rejected = await w.supervisor.call(decidePriceRecord, {
    params,
    body: { ...decision, note: '包装不符' },
  });
  expect(rejected.value.state).toBe('rejected');
  const twice = await w.supervisor.call(decidePriceRecord, { params, body: { ...decision, approve: true } });
  expect(twice.problem.code).toBe('linkage.recordDecided');
  await w.settle();
  expect(await dutyOf(1)).toBeUndefined();
});

test('HN-3b: wrong conversion, wrong place, a price of nothing, an unknown code and a second same record are caught', async () => {
  const enter = (more: object) =>
    w.officer.call(enterPriceRecord, { body: { ...recordInput(), evidenceIds: [], ...more } as never });
  const conversion = await enter({ unitsPerPurchaseUnit: 100, reason: '' });
  expect(conversion.problem).toMatchObject({ code: 'linkage.unexplained' });
  expect(conversion.problem.facts['problem']).toContain('每盒 100');
  expect((await enter({ kind: 'cityListing' })).problem).toMatchObject({
    code: 'linkage.recordFaulty',
    field: 'kind',
  });
  expect((await enter({ jurisdiction: '320000' })).problem.facts['problem']).toContain('直接取自本平台');
  expect((await enter({ jurisdiction: '990000' })).problem.code).toBe('linkage.recordFaulty');
  expect((await enter({ itemCode: itemCodeOf(999) })).problem).toMatchObject({ field: 'itemCode' });
  expect((await enter({ price: '0' })).status).toBe(400);
  expect((await enter({ price: '' })).status).toBe(400);
  expect((await enter({ price: null })).status).toBe(400);
  expect((await enter({ replaces: '00000000-0000-7000-8000-000000000000' })).problem.code).toBe(
    'linkage.replacedUnknown',
  );
  const once = await enter({ itemCode: itemCodeOf(2), price: '99.99' });
  expect(once.ok).toBe(true);
  expect((await enter({ itemCode: itemCodeOf(2), price: '99.99' })).problem.facts['problem']).toContain(
    '完全相同',
  );
  expect(
    (await w.sales.call(enterPriceRecord, { body: { ...recordInput(), evidenceIds: [] } as never })).status,
  ).toBe(403);
  expect((await w.officer.call(listPriceRecords, { query: { state: 'entered' } })).value.waiting).toBe(1);
});

test('JS-13a: a new lowest opens a duty of 20 working days; accepted and confirmed, the listing follows to the lowest (JS-7)', async () => {
  await w.record({ itemCode: itemCodeOf(3), price: '45', unitsPerPurchaseUnit: 5, purchaseUnit: '包' });
  const duty = await dutyOf(3);
  expect(duty).toMatchObject({
    state: 'open',
    price: '90',
    listingPrice: '100',
    basis: { clause: 'JS-13a' },
  });
  // 20 working days after 1 September, to 24:00 of the last: the 29th.
  expect(duty?.dueAt).toBe('2026-09-29T16:00:00.000Z');
  const todos = (await w.sales.call(readHome)).value.todos;
  expect(todos.find((each) => each.kind === 'linkage.declare')).toMatchObject({ dueAt: duty?.dueAt });
  const params = { dutyId: duty?.id ?? '' };
  expect((await w.rival.call(readPriceDuty, { params })).status).toBe(404);
  expect((await w.rival.call(declarePriceDuty, { params, body: { version: 1 } })).problem.code).toBe(
    'linkage.dutyUnknown',
  );
  const early = await w.supervisor.call(decidePriceDuty, {
    params,
    body: { version: 1, decision: 'confirm' },
  });
  expect(early.problem).toMatchObject({ code: 'linkage.dutyNotToDecide', basis: { clause: 'JS-13a' } });
  const stale = await w.sales.call(declarePriceDuty, { params, body: { version: 7 } });
  expect(stale.problem.code).toBe('request.stale');
  const declared = await w.sales.call(declarePriceDuty, { params, body: { version: 1 } });
  expect(declared.value).toMatchObject({ state: 'declared', version: 2 });
  expect(await w.priceOf(3)).toBe('100');
  const confirmed = await w.supervisor.call(decidePriceDuty, {
    params,
    body: { version: 2, decision: 'confirm' },
  });
  expect(confirmed.value.state).toBe('fulfilled');
  expect(await w.priceOf(3)).toBe('90');
  const detail = (await w.sales.call(readPriceDuty, { params })).value;
  expect(detail.lowest.records).toMatchObject([
    { jurisdiction: '330000', price: '45', unitsPerPurchaseUnit: 5 },
  ]);
  const shown = (await callAs(w.at.app, null, listPriceAdjustments)).value.items;
  expect(shown[0]).toMatchObject({
    priceFrom: '100',
    price: '90',
    reason: 'declared',
    basis: { clause: 'JS-13a' },
  });
  expect(shown[0]?.evidence).toContain(duty?.number ?? '-');
});

test('JS-13a, JS-13c: reminder, overdue, verified suspension, notice, and the way back after a late declaration', async () => {
  await w.record({ itemCode: itemCodeOf(4), price: '80' });
  const duty = await dutyOf(4);
  const params = { dutyId: duty?.id ?? '' };
  await w.at.moveTo('2026-09-23T01:00:00.000Z');
  const notices = async () => (await w.sales.call(listNotices)).value.items.map((each) => each.title.zh);
  expect(await notices()).toContain('新最低价申报即将到期');
  expect((await dutyOf(4))?.state).toBe('open');
  await w.at.moveTo('2026-09-29T15:59:00.000Z');
  expect((await dutyOf(4))?.state).toBe('open');
  await w.at.moveTo('2026-09-29T16:00:00.000Z');
  expect((await dutyOf(4))?.state).toBe('overdue');
  // What is late stands on the first page with its deadline, and not among what has none.
  const { todos } = (await w.sales.call(readHome)).value;
  expect(todos.find((each) => each.href === `/price-duties/${params.dutyId}`)).toMatchObject({
    dueAt: '2026-09-29T16:00:00.000Z',
    tone: 'danger',
  });
  // Late by itself suspends nothing: 一经查实.
  expect(await stateOf(4)).toMatchObject({ state: 'listed' });
  const version = (await dutyOf(4))?.version ?? 0;
  const bare = await w.supervisor.call(decidePriceDuty, { params, body: { version, decision: 'suspend' } });
  expect(bare.problem.code).toBe('linkage.noteMissing');
  const decision = { version, decision: 'suspend' as const, note: '经查实逾期未申报' };
  expect((await w.officer.call(decidePriceDuty, { params, body: decision })).status).toBe(403);
  expect((await w.supervisor.call(decidePriceDuty, { params, body: decision })).value.state).toBe(
    'suspended',
  );
  expect(await stateOf(4)).toEqual({ state: 'suspended', state_reason: 'lateDeclaration' });
  expect(await notices()).toContain('未及时申报最低价，产品已暂停挂网');
  const journal = await w.at.sql<{ basis: { clause: string }[] }>(
    `select basis from journal where event = 'linkage.dutyDecided' and subject_id = $1`,
    [params.dutyId],
  );
  expect(journal[0]?.basis.map((each) => each.clause)).toContain('JS-13c');
  const late = await w.sales.call(declarePriceDuty, { params, body: { version: version + 1 } });
  expect(late.value.state).toBe('declared');
  const confirm = { version: version + 2, decision: 'confirm' as const };
  expect((await w.supervisor.call(decidePriceDuty, { params, body: confirm })).value.state).toBe('fulfilled');
  expect(await stateOf(4)).toEqual({ state: 'listed', state_reason: null });
  expect(await w.priceOf(4)).toBe('80');
});

test('an objection that holds ends the duty and the record; one that does not gives time to declare', async () => {
  await w.record({ itemCode: itemCodeOf(5), price: '70', effectiveFrom: '2026-09-25' });
  const first = await dutyOf(5);
  const params = { dutyId: first?.id ?? '' };
  const empty = await w.sales.call(contestPriceDuty, { params, body: { version: 1, statement: '' } });
  expect(empty.problem).toMatchObject({ code: 'linkage.statementMissing', field: 'statement' });
  const body = { version: 1, statement: '该价格为另一规格的价格' };
  expect((await w.sales.call(contestPriceDuty, { params, body })).value.state).toBe('contested');
  const overruled = { version: 2, decision: 'overrule' as const, note: '代码一致，异议不成立' };
  expect((await w.supervisor.call(decidePriceDuty, { params, body: overruled })).value.state).toBe('open');
  expect((await w.sales.call(contestPriceDuty, { params, body: { ...body, version: 3 } })).ok).toBe(true);
  const upheld = { version: 4, decision: 'uphold' as const, note: '核对后确为另一规格' };
  expect((await w.supervisor.call(decidePriceDuty, { params, body: upheld })).value.state).toBe('dismissed');
  await w.settle();
  expect((await dutyOf(5))?.id).toBe(first?.id);
  expect(await w.priceOf(5)).toBe('100');
  const compared = (await w.sales.call(readNationalPrices, { params: { itemCode: itemCodeOf(5) } })).value;
  expect(compared.listings[0]).toMatchObject({ target: null, above: null });
});

test('JS-13a: a firm declares by itself; untrue costs the listing (JS-13c)', async () => {
  const body = {
    listingId: w.listingOf(6),
    jurisdiction: '510000',
    kind: 'provincialListing' as const,
    price: '60',
    purchaseUnit: '盒',
    unitsPerPurchaseUnit: 10,
    effectiveFrom: '2026-09-28',
    document: '川医保发〔2026〕3号',
  };
  expect((await w.rival.call(declareOwnPrice, { body })).problem.code).toBe('linkage.listingUnknown');
  const higher = await w.sales.call(declareOwnPrice, { body: { ...body, price: '120' } });
  expect(higher.problem).toMatchObject({ code: 'linkage.notNewLowest', facts: { price: '100' } });
  const declared = (await w.sales.call(declareOwnPrice, { body })).value;
  expect(declared).toMatchObject({ state: 'declared', price: '60', late: false });
  expect((await w.sales.call(declareOwnPrice, { body: { ...body, price: '55' } })).problem.code).toBe(
    'linkage.dutyUnderWay',
  );
  const params = { dutyId: declared.id };
  const untrue = { version: 1, decision: 'untrue' as const, note: '与四川公告不符' };
  expect((await w.supervisor.call(decidePriceDuty, { params, body: untrue })).value.state).toBe('suspended');
  expect(await stateOf(6)).toMatchObject({ state: 'suspended' });
  const records = (await w.officer.call(listPriceRecords, { query: { code: itemCodeOf(6) } })).value.items;
  expect(records).toMatchObject([{ state: 'rejected', source: 'declaration' }]);
});

test('a confirmed own declaration verifies its record and reprices; a lower price meanwhile lowers an open duty', async () => {
  await w.record({ itemCode: itemCodeOf(7), price: '95', effectiveFrom: '2026-09-28' });
  expect(await dutyOf(7)).toMatchObject({ price: '95' });
  await w.record({
    itemCode: itemCodeOf(7),
    price: '85',
    jurisdiction: '340000',
    effectiveFrom: '2026-09-28',
  });
  expect(await dutyOf(7)).toMatchObject({ price: '85', state: 'open' });
  const all = (
    await w.at.sql<{ count: string }>('select count(*) from price_duty where listing_id = $1', [
      w.listingOf(7),
    ])
  )[0];
  expect(all?.count).toBe('1');
});

test('HN-3b: the comparison with the country is by province, for firms their own products only', async () => {
  const compared = (await w.officer.call(readNationalPrices, { params: { itemCode: itemCodeOf(7) } })).value;
  expect(compared.byProvince.map((each) => [each.province, each.lowest])).toEqual([
    ['340000', '8.5'],
    ['330000', '9.5'],
    ['320000', '10'],
  ]);
  expect(compared.listings).toMatchObject([{ target: '85', above: 17 }]);
  const above = (await w.officer.call(listNationalPrices, { query: { above: 'true' } })).value.items;
  expect(above.map((each) => each.itemCode)).toContain(itemCodeOf(7));
  expect((await w.rival.call(listNationalPrices)).value.items).toEqual([]);
  expect((await w.officer.call(readNationalPrices, { params: { itemCode: itemCodeOf(998) } })).status).toBe(
    404,
  );
});
