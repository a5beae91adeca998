import { readHome } from '@daylight/api/home.ts';
import { filingIssueWorkbook, listFilingIssueLines, listFilingIssues } from '@daylight/api/filing-issue.ts';
import {
  agreeFiling,
  applyFiling,
  askLowerPrice,
  checkProduct,
  decideFiling,
  examineFiling,
  listFilings,
  offerFiling,
  readFiling,
  reportFiling,
  supplementFiling,
  withdrawFiling,
} from '@daylight/api/filing.ts';
import { openBargain } from '@daylight/api/bargain.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { systemContext } from '@daylight/server/context.ts';
import { reading } from '@daylight/server/db.ts';
import { filedRecords } from '@daylight/server/features/filing/port.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fileOf } from '../support/evidence.ts';
import { type FilingStage, application, openFilingStage, stateOf } from '../support/filing.ts';
import { panelSays } from '../support/panel.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let stage: FilingStage;
const start = '2026-09-01T02:00:00.000Z';

beforeAll(async () => {
  at = await openTestWorld(start);
  stage = await openFilingStage(at);
});
afterAll(() => at.close());
// Each test begins on the same day; what earlier ones left behind concerns it no more.
beforeEach(() => at.moveTo(start));

const on = async (filingId: string, more: object = {}) => ({
  params: { filingId },
  body: { version: await stage.version(filingId), ...more } as never,
});
const product = async () => (await stage.product())[0] ?? '';

async function hospital(level: 'tertiary' | 'secondary' | 'primary', ownership?: 'private'): Promise<Person> {
  const id = await at.organisation({
    kind: 'institution',
    jurisdiction: '320600',
    level,
    ...(ownership === undefined ? {} : { ownership }),
  });
  return at.person(id, ['buyer']);
}

test('JS-16 a high-value product with listing records: the lowest price, agreed, made public, confirmed by the province', async () => {
  const code = await product();
  await stage.recordsOf(code, 3, { lowest: 100 });
  const files = [await fileOf(at, stage.buyer)];
  const id = await stage.apply(code, { evidenceIds: files });
  expect(await stateOf(stage.sales, id)).toMatchObject({
    state: 'offering',
    yourTurn: true,
    bureau: '320000',
  });
  // The records are for a pack of ten: 101 for ten is above 100.
  const above = await stage.sales.call(offerFiling, await on(id, { price: '101' }));
  expect(above.problem).toMatchObject({
    code: 'filing.aboveLowest',
    basis: { clause: 'JS-17' },
    facts: { lowest: '100', price: '101', lowestUnits: 10 },
  });
  await stage.deliver(id, '100');
  const checking = await stateOf(stage.officer, id);
  // Five working days for the first review.
  expect(checking).toMatchObject({
    state: 'checking',
    due: { dueAt: '2026-09-08T16:00:00.000Z' },
    hasRecords: true,
    lowest: { price: '100' },
  });
  expect(checking.files).toHaveLength(1);
  const passed = await stage.officer.call(examineFiling, await on(id, { outcome: 'pass' }));
  expect(passed.value.state).toBe('publicity');
  expect((await stateOf(stage.buyer, id)).publicity).toMatchObject({ state: 'open' });
  await at.moveTo('2026-09-09T02:00:00.000Z');
  expect(await stateOf(stage.officer, id)).toMatchObject({ state: 'reporting', dueKind: 'report' });
  expect((await stage.officer.call(reportFiling, await on(id))).value.state).toBe('deciding');
  const decided = await stage.supervisor.call(decideFiling, await on(id, { outcome: 'confirm' }));
  expect(decided.value).toMatchObject({ state: 'confirmed', listingId: expect.any(String) });
  const details = await stateOf(stage.buyer, id);
  expect(details.steps.map((each) => each.kind)).toEqual([
    'applied',
    'offered',
    'agreed',
    'passed',
    'publicityOver',
    'reported',
    'confirmed',
  ]);
  const records = await reading(at.world.database.db, systemContext(at.world, 32, 't').scope, (tx) =>
    filedRecords(tx, systemContext(at.world, 32, 't'), { itemCode: code }),
  );
  expect(records).toMatchObject([
    { institutionId: stage.hospitalId, level: 'tertiary', price: '100', unitsPerPurchaseUnit: 10 },
  ]);
});

test('JS-18 a confirmed filing is ordered by its institution only; another is refused with the article', async () => {
  const code = await product();
  await stage.recordsOf(code, 1, { lowest: 100 });
  const id = await stage.apply(code);
  await stage.deliver(id, '90');
  await stage.confirm(id);
  const { listingId } = await stateOf(stage.buyer, id);
  const body = { lines: [{ listingId: listingId ?? '', quantity: '2' }] };
  const other = await hospital('tertiary');
  const refused = await other.call(placeOrders, { body });
  expect(JSON.stringify(refused.ok ? refused.value : refused.problem)).toContain('JS-18');
  // Its own institution gets as far as the choice of a distributor: the listing itself is no obstacle.
  const own = await stage.buyer.call(placeOrders, { body });
  expect(JSON.stringify(own.ok ? own.value : own.problem)).not.toContain('notVisible');
  // Who files buys: the other one files for itself and gets a listing of its own, at its own price.
  const second = await stage.apply(code, {}, other);
  await stage.deliver(second, '88', other);
  await stage.confirm(second);
  expect((await stateOf(other, second)).listingId).not.toBe(listingId);
});

test('JS-17 an ordinary item: level 2 files, the city confirms, city prices count', async () => {
  const code = await product();
  await stage.recordsOf(code, 1, { lowest: 100 });
  await stage.recordsOf(code, 1, { kind: 'cityListing', price: '80', jurisdictions: ['330100'] });
  const secondary = await hospital('secondary');
  const id = await stage.apply(code, { class: 'ordinary' }, secondary);
  const above = await stage.sales.call(offerFiling, await on(id, { price: '81' }));
  expect(above.problem).toMatchObject({
    code: 'filing.aboveLowest',
    facts: { lowest: '80', place: '330100' },
  });
  await stage.deliver(id, '80', secondary);
  expect((await stage.officer.call(examineFiling, await on(id, { outcome: 'pass' }))).status).toBe(404);
  await stage.confirm(id);
  expect(await stateOf(secondary, id)).toMatchObject({ state: 'confirmed', bureau: '320600' });
});

test('JS-16 without a record experts review; what they do not recommend cannot be confirmed', async () => {
  const code = await product();
  const id = await stage.apply(code);
  await stage.deliver(id, '500');
  const none = await stage.officer.call(examineFiling, await on(id, { outcome: 'pass' }));
  expect(none.problem.code).toBe('filing.specialtyNeeded');
  const body = { outcome: 'pass', specialty: 'cardiology' };
  expect((await stage.officer.call(examineFiling, await on(id, body))).value).toMatchObject({
    state: 'reviewing',
    dueKind: 'opinion',
  });
  await panelSays(at, id, 'notRecommended');
  expect((await stateOf(stage.officer, id)).state).toBe('reporting');
  await stage.officer.call(reportFiling, await on(id));
  const confirmed = await stage.supervisor.call(decideFiling, await on(id, { outcome: 'confirm' }));
  expect(confirmed.problem.code).toBe('filing.notRecommended');
  const noReason = await stage.supervisor.call(decideFiling, await on(id, { outcome: 'refuse' }));
  expect(noReason.problem.code).toBe('filing.reasonUnknown');
  const body2 = { outcome: 'refuse', reason: 'notRecommended', note: '专家未推荐' };
  expect((await stage.supervisor.call(decideFiling, await on(id, body2))).value.state).toBe('refused');
  // Refused, it may be applied for again.
  expect(await stage.apply(code)).not.toBe(id);
});

test('JS-15 JS-16 JS-17 who may not file is told why, before and when it applies', async () => {
  const code = await product();
  const secondary = await hospital('secondary');
  const body = application(code, stage.manufacturerId);
  expect((await secondary.call(applyFiling, { body })).problem).toMatchObject({
    code: 'filing.levelTooLow',
    basis: { clause: 'JS-16' },
    facts: { min: '三级' },
  });
  const primary = await hospital('primary');
  expect((await primary.call(applyFiling, { body: { ...body, class: 'ordinary' } })).problem).toMatchObject({
    code: 'filing.levelTooLow',
    basis: { clause: 'JS-17' },
  });
  const own = await hospital('tertiary', 'private');
  expect((await own.call(applyFiling, { body })).problem.code).toBe('filing.notPublic');
  expect((await stage.buyer.call(applyFiling, { body: { ...body, quantity: '0' } })).status).toBe(400);
  expect((await stage.sales.call(applyFiling, { body })).status).toBe(403);
  const unknown = { ...body, itemCode: 'C9999999999999999999999999' };
  expect((await stage.buyer.call(applyFiling, { body: unknown })).problem.code).toBe('filing.itemUnknown');
  const reversed = { ...body, usedUntil: '2026-08-01' as never };
  expect((await stage.buyer.call(applyFiling, { body: reversed })).problem.code).toBe(
    'filing.periodReversed',
  );
  const scope = { ...body, scope: 'cheap' };
  expect((await stage.buyer.call(applyFiling, { body: scope })).problem.code).toBe('filing.scopeUnknown');
  const nobody = { ...body, manufacturerId: stage.hospitalId };
  expect((await stage.buyer.call(applyFiling, { body: nobody })).problem.code).toBe(
    'filing.manufacturerUnknown',
  );
  const live = (await secondary.call(checkProduct, { query: { itemCode: code, class: 'highValueSix' } }))
    .value;
  expect(live).toMatchObject({ path: 'panel', level: { own: 'secondary', min: '三级' }, bureau: '320000' });
  expect(live.checks.find((each) => each.code === 'filing.levelTooLow')).toMatchObject({ ok: false });
  await stage.apply(code);
  expect((await stage.buyer.call(applyFiling, { body })).problem.code).toBe('filing.alreadyFiled');
});

test('JS-16 asked again, supplemented, sent back, withdrawn: each step is its side’s, in its state', async () => {
  const code = await product();
  await stage.recordsOf(code, 1);
  const id = await stage.apply(code);
  expect((await stage.buyer.call(offerFiling, await on(id, { price: '90' }))).status).toBe(403);
  const stranger = await at.person(await at.organisation({ kind: 'manufacturer' }), ['sales'], '320000');
  expect((await stranger.call(offerFiling, await on(id, { price: '90' }))).status).toBe(404);
  const stale = { params: { filingId: id }, body: { version: 9, price: '90' } };
  expect((await stage.sales.call(offerFiling, stale)).problem.code).toBe('request.stale');
  expect((await stage.sales.call(offerFiling, await on(id, { price: '-1' }))).status).toBe(400);
  expect((await stage.buyer.call(agreeFiling, await on(id, { quantity: '3' }))).problem.code).toBe(
    'filing.wrongState',
  );
  await stage.sales.call(offerFiling, await on(id, { price: '95' }));
  expect((await stage.buyer.call(askLowerPrice, await on(id, { note: '' }))).status).toBe(400);
  const again = await stage.buyer.call(askLowerPrice, await on(id, { note: '请再降' }));
  expect(again.value.state).toBe('offering');
  await stage.deliver(id, '90');
  const back = { outcome: 'toInstitution', note: '请补科室论证意见' };
  expect((await stage.officer.call(examineFiling, await on(id, back))).value.state).toBe('supplement');
  const other = await hospital('tertiary');
  expect((await other.call(supplementFiling, await on(id, { note: '补' }))).status).toBe(404);
  expect((await stage.buyer.call(supplementFiling, await on(id, { note: '已补' }))).value.state).toBe(
    'checking',
  );
  const price = { outcome: 'toManufacturer', note: '请核对最低价' };
  expect((await stage.officer.call(examineFiling, await on(id, price))).value.state).toBe('offering');
  const gone = await stage.buyer.call(withdrawFiling, await on(id, { note: '不再需要' }));
  expect(gone.value.state).toBe('withdrawn');
  expect((await stage.sales.call(offerFiling, await on(id, { price: '80' }))).problem.code).toBe(
    'filing.closed',
  );
  expect((await other.call(readFiling, { params: { filingId: id } })).status).toBe(404);
});

test('HN-15 who checked or reported a filing does not decide on it', async () => {
  const both = await at.person(stage.officer.organisationId, ['officer', 'supervisor']);
  const code = await product();
  await stage.recordsOf(code, 1);
  const id = await stage.apply(code);
  await stage.deliver(id, '90');
  await both.call(examineFiling, await on(id, { outcome: 'proposeRefusal', note: '可替代' }));
  const own = await both.call(decideFiling, await on(id, { outcome: 'refuse', reason: 'substitutable' }));
  expect(own.problem).toMatchObject({ code: 'filing.checkedByYou', basis: { clause: 'HN-15' } });
  expect((await stage.officer.call(decideFiling, await on(id, { outcome: 'refuse' }))).status).toBe(403);
});

test('JS-16 silence of a party ends a filing at the moment it is due; silence of the bureau is late and never confirms', async () => {
  const code = await product();
  await stage.recordsOf(code, 1);
  const silent = await stage.apply(code);
  await at.moveTo('2026-09-08T15:59:59.999Z');
  expect((await stateOf(stage.buyer, silent)).state).toBe('offering');
  await at.moveTo('2026-09-08T16:00:00.000Z');
  expect((await stateOf(stage.buyer, silent)).state).toBe('lapsed');
  expect((await stage.sales.call(offerFiling, await on(silent, { price: '9' }))).problem.code).toBe(
    'filing.lapsed',
  );
  const id = await stage.apply(code);
  await stage.deliver(id, '90');
  await at.moveTo('2026-10-20T02:00:00.000Z');
  const late = await stateOf(stage.officer, id);
  expect(late).toMatchObject({ state: 'checking', overdueAt: expect.any(String) });
  const { todos } = (await stage.officer.call(readHome)).value;
  expect(todos.find((each) => each.id === `filing-${id}`)).toMatchObject({ tone: 'danger' });
  const queue = (await stage.officer.call(listFilings, { query: { show: 'mine' } })).value;
  expect(queue.items.map((each) => each.id)).toContain(id);
  expect((await stage.officer.call(examineFiling, await on(id, { outcome: 'pass' }))).value.state).toBe(
    'publicity',
  );
});

test('JS-18 the tenth institution makes a product ready for sunshine listing, and its enterprise is told', async () => {
  const code = await product();
  await stage.filingsOf(code, 9);
  await stage.recordsOf(code, 1);
  const id = await stage.apply(code, { class: 'ordinary' });
  await stage.deliver(id, '90');
  await stage.confirm(id);
  const told = await at.sql<{ facts: { count: number } }>(
    `select facts from notice where kind = 'filing.readyToMove' and subject_id = $1 and organisation_id = $2`,
    [code, stage.manufacturerId],
  );
  expect(told).toMatchObject([{ facts: { count: 10 } }]);
});

test('JS-15 HN-16 the list of two months is published by itself, with a workbook, for anyone', async () => {
  await at.moveTo('2026-10-15T02:00:00.000Z');
  const code = await product();
  await stage.recordsOf(code, 1);
  const id = await stage.apply(code);
  await stage.deliver(id, '90');
  await stage.confirm(id);
  const { number } = await stateOf(stage.buyer, id);
  // Confirmed on 4 November: November and December, published on the first working day of January.
  await at.moveTo('2026-12-31T02:00:00.000Z');
  const before = (await callAs(at.app, null, listFilingIssues, {})).value.items;
  expect(before.some((each) => each.from === '2026-11-01')).toBe(false);
  await at.moveTo('2027-01-05T02:00:00.000Z');
  const { items } = (await callAs(at.app, null, listFilingIssues, {})).value;
  const issue = items.find((each) => each.from === '2026-11-01');
  expect(issue).toMatchObject({ until: '2026-12-31', basis: { clause: 'JS-15' } });
  const params = { issueId: issue?.id ?? '' };
  const lines = (await callAs(at.app, null, listFilingIssueLines, { params })).value;
  expect(lines.items).toContainEqual(expect.objectContaining({ filingNumber: number, price: '90' }));
  const file = await callAs(at.app, null, filingIssueWorkbook, { params });
  expect(file.status).toBe(200);
  const none = { issueId: '00000000-0000-7000-8000-000000000000' };
  expect((await callAs(at.app, null, listFilingIssueLines, { params: none })).status).toBe(404);
  // Moved on by hours, nothing is published twice.
  await at.moveBy(3_600_000);
  const again = (await callAs(at.app, null, listFilingIssues, {})).value.items;
  expect(again.map((each) => each.id)).toEqual(items.map((each) => each.id));
});

test('GD-1c a new product that an institution asks for is bargained on once it is filed; a variant is not new', async () => {
  const gd = await openFilingStage(at, '440000');
  const [code = '', variant = ''] = await gd.product({ count: 2 });
  await gd.recordsOf(code, 1, { lowest: 100 });
  const id = await gd.apply(code, { scope: 'newProduct' });
  await gd.deliver(id, '100');
  await gd.confirm(id);
  const { listingId } = await stateOf(gd.buyer, id);
  const offer = { listingId: listingId ?? '', price: '80', quantity: '5' };
  const opened = await gd.buyer.call(openBargain, { body: offer });
  expect(opened.value).toMatchObject({ state: 'open', turn: 'manufacturer' });
  // Another institution cannot bargain on it: it was filed by this one (JS-18).
  const stranger = await at.organisation({ kind: 'institution', jurisdiction: '440700', level: 'tertiary' });
  const other = await at.person(stranger, ['buyer']);
  expect((await other.call(openBargain, { body: offer })).ok).toBe(false);
  // The same product in another packaging, once one of them is in the directory for all.
  await at.sql(`update listing set form = 'sunshine', audience_institutions = '{}' where id = $1`, [
    listingId,
  ]);
  const body = { ...application(variant, gd.manufacturerId), scope: 'newProduct' };
  expect((await other.call(applyFiling, { body })).problem).toMatchObject({
    code: 'filing.notNew',
    basis: { clause: 'GD-1c' },
  });
});

test('JS-15 a filing withdrawn while it is public takes its list back', async () => {
  const code = await product();
  await stage.recordsOf(code, 1);
  const id = await stage.apply(code);
  await stage.deliver(id, '90');
  await stage.officer.call(examineFiling, await on(id, { outcome: 'pass' }));
  const shown = (await stateOf(stage.buyer, id)).publicity;
  await stage.buyer.call(withdrawFiling, await on(id, { note: '不再需要' }));
  await at.moveBy(60_000);
  const [list] = await at.sql<{ state: string }>('select state from publicity where id = $1', [shown?.id]);
  expect(list?.state).toBe('withdrawn');
});
