import { readHome } from '@daylight/api/home.ts';
import {
  consentOutside,
  importOutside,
  listOutside,
  listQuotas,
  noteOutside,
  outsideTemplate,
  readOutside,
  readQuota,
  reportOutside,
  requestOutside,
  withdrawOutside,
} from '@daylight/api/filing-outside.ts';
import { withdrawFiling } from '@daylight/api/filing.ts';
import { listWarnings } from '@daylight/api/supervision.ts';
import { openWorkbook } from '@daylight/server/workbook/read-workbook.ts';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { upload } from '../support/directory.ts';
import { fileOf } from '../support/evidence.ts';
import { type FilingStage, openFilingStage, purchasesBook } from '../support/filing.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

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

interface Hospital {
  readonly id: string;
  readonly buyer: Person;
  readonly approver: Person;
}

async function hospital(jurisdiction = '320600'): Promise<Hospital> {
  const id = await at.organisation({ kind: 'institution', jurisdiction, level: 'tertiary' });
  return { id, buyer: await at.person(id, ['buyer']), approver: await at.person(id, ['approver']) };
}

const line = (itemCode: string, price = '100', quantity = '2') => ({
  itemCode,
  productName: '随便写的名称',
  manufacturerName: '某企业',
  purchaseUnit: '盒',
  price,
  quantity,
});

async function emergency(of: Hospital, itemCode: string) {
  const body = {
    kind: 'emergency' as const,
    reason: 'rescue',
    reasonNote: '急抢救用',
    supplierName: '某配送企业',
    consentBy: '王院长',
    lines: [line(itemCode)],
    evidenceIds: [await fileOf(at, of.buyer, '法定代表人同意书.pdf')],
  };
  return { body, made: (await of.buyer.call(requestOutside, { body })).value };
}
const consents = (id: string, version = 1, yes = true) => ({
  params: { purchaseId: id },
  body: { version, consents: yes },
});
const product = async () => (await stage.product())[0] ?? '';
const bought = (itemCode: string, version: number, id: string, more: object = {}) => ({
  params: { purchaseId: id },
  body: {
    version,
    lines: [line(itemCode)],
    delivered: {
      deliveredOn: '2026-09-01',
      invoiceNumber: '2632000001',
      invoicedOn: '2026-09-01',
      invoiceAmount: '200',
    },
    ...more,
  } as never,
});

test('JS-19 with the consent of the legal representative one buys first; a filing within 20 working days fulfils the duty', async () => {
  const of = await hospital();
  const code = await product();
  const { made } = await emergency(of, code);
  expect(made).toMatchObject({ state: 'requested', amount: '200', fileDue: null });
  const { todos } = (await of.approver.call(readHome)).value;
  expect(todos.map((each) => each.kind)).toContain('filing.consent');
  expect((await of.buyer.call(consentOutside, consents(made.id))).status).toBe(403);
  const consented = (await of.approver.call(consentOutside, consents(made.id))).value;
  // 20 working days: Sunday 20 September is one, Mid-Autumn on the 25th is none.
  expect(consented).toMatchObject({
    state: 'consented',
    fileDue: { dueAt: '2026-09-29T16:00:00.000Z', basis: { clause: 'JS-19' } },
  });
  const reported = await of.buyer.call(reportOutside, bought(code, 2, made.id));
  expect(reported.value).toMatchObject({ state: 'reported', fileDue: { dueAt: '2026-09-29T16:00:00.000Z' } });
  const details = (await stage.cityOfficer.call(readOutside, { params: { purchaseId: made.id } })).value;
  // The name is that of the code database, and both files are read by the bureau.
  expect(details.items).toMatchObject([{ itemCode: code, productName: expect.not.stringContaining('随便') }]);
  expect(details.files.map((each) => each.fileName)).toEqual(['法定代表人同意书.pdf']);
  const id = await stage.apply(code, { outsideId: made.id }, of.buyer);
  expect((await of.buyer.call(readOutside, { params: { purchaseId: made.id } })).value).toMatchObject({
    filedAt: expect.any(String),
    fileDue: null,
    items: [{ filing: { id } }],
  });
  await at.moveTo('2026-12-01T02:00:00.000Z');
  expect(
    (await of.buyer.call(readOutside, { params: { purchaseId: made.id } })).value.fileOverdueAt,
  ).toBeNull();
});

test('JS-19 not filed in time: reminder, a case for the bureau, and no further emergency purchase until it is filed', async () => {
  const of = await hospital();
  const code = await product();
  const { made } = await emergency(of, code);
  await of.approver.call(consentOutside, consents(made.id));
  await at.moveTo('2026-09-23T02:00:00.000Z');
  const reminded = await at.sql(
    `select 1 from notice where kind = 'filing.outsideRemind' and organisation_id = $1`,
    [of.id],
  );
  expect(reminded).toHaveLength(1);
  await at.moveTo('2026-09-29T15:59:59.999Z');
  const before = await of.buyer.call(readOutside, { params: { purchaseId: made.id } });
  expect(before.value.fileOverdueAt).toBeNull();
  await at.moveTo('2026-09-29T16:00:00.000Z');
  const late = await of.buyer.call(readOutside, { params: { purchaseId: made.id } });
  expect(late.value.fileOverdueAt).toBe('2026-09-29T16:00:00.000Z');
  const warnings = (
    await stage.cityOfficer.call(listWarnings, { query: { kind: 'emergency.notFiled' } as never })
  ).value;
  expect(warnings.items.map((each) => each.institution?.id)).toContain(of.id);
  const next = await product();
  const wish = {
    kind: 'emergency' as const,
    reason: 'rescue',
    reasonNote: '又一次',
    supplierName: '某企业',
    consentBy: '王院长',
    lines: [line(next)],
    evidenceIds: [await fileOf(at, of.buyer)],
  };
  expect((await of.buyer.call(requestOutside, { body: wish })).problem).toMatchObject({
    code: 'filing.emergencyOverdue',
    basis: { clause: 'JS-19' },
    facts: { number: made.number },
  });
  const filing = await stage.apply(code, { outsideId: made.id }, of.buyer);
  expect((await of.buyer.call(requestOutside, { body: wish })).value.state).toBe('requested');
  // Withdrawn, it was not filed: the duty is there again.
  await of.buyer.call(withdrawFiling, { params: { filingId: filing }, body: { version: 1, note: '填错' } });
  expect((await of.buyer.call(requestOutside, { body: { ...wish } })).problem.code).toBe(
    'filing.emergencyOverdue',
  );
});

test('JS-19 without consent, with a listed product or without a code there is no emergency purchase', async () => {
  const of = await hospital();
  const code = await product();
  const { body } = await emergency(of, code);
  const call = async (more: object) =>
    (await of.buyer.call(requestOutside, { body: { ...body, ...more } })).problem;
  expect(await call({ evidenceIds: [] })).toMatchObject({
    code: 'filing.consentMissing',
    field: 'evidenceIds',
    basis: { clause: 'JS-19' },
  });
  expect(await call({ consentBy: '' })).toMatchObject({ code: 'filing.consentMissing', field: 'consentBy' });
  expect(await call({ lines: [line('')] })).toMatchObject({ code: 'filing.codeMissing' });
  expect(await call({ reason: 'cheap' })).toMatchObject({ code: 'filing.outsideReasonUnknown' });
  expect((await of.buyer.call(requestOutside, { body: { ...body, lines: [] } })).status).toBe(400);
  expect((await of.approver.call(requestOutside, { body })).status).toBe(403);
  const listed = await product();
  await stage.recordsOf(listed, 1);
  const filing = await stage.apply(listed, {}, of.buyer);
  await stage.deliver(filing, '90', of.buyer);
  await stage.confirm(filing);
  expect(await call({ lines: [line(listed)] })).toMatchObject({ code: 'filing.inDirectory' });
  const stranger = await hospital();
  const theirs = { ...body, evidenceIds: body.evidenceIds };
  expect((await stranger.buyer.call(requestOutside, { body: theirs })).problem.code).toBe('evidence.unknown');
  const { made } = await emergency(stranger, await product());
  expect((await of.approver.call(consentOutside, consents(made.id))).status).toBe(404);
  const declined = await stranger.approver.call(consentOutside, consents(made.id, 1, false));
  expect(declined.value.state).toBe('declined');
  const again = await stranger.approver.call(consentOutside, consents(made.id, 2));
  expect(again.problem.code).toBe('filing.outsideWrongState');
  const both = await at.person(stranger.id, ['buyer', 'approver']);
  const own = { ...body, evidenceIds: [await fileOf(at, both)] };
  const mine = (await both.call(requestOutside, { body: own })).value;
  expect((await both.call(consentOutside, consents(mine.id))).problem).toMatchObject({
    code: 'filing.enteredByYou',
    basis: { clause: 'HN-15' },
  });
});

const self = (price: string, more: object = {}) => ({
  body: {
    kind: 'self' as const,
    reason: 'littleUsed',
    reasonNote: '年使用量极少',
    supplierName: '某企业',
    lines: [line('', price, '1')],
    ...more,
  } as never,
});

/** A Guangdong hospital that received goods for so much on the platform this year. */
async function buyingHospital(total: string): Promise<Hospital> {
  const of = await hospital('440600');
  await at.sql(
    `insert into purchase_total (province, institution_id, year, slot, amount) values (44, $1, 2026, 0, $2)`,
    [of.id, total],
  );
  return of;
}

test('GD-3 within 5 % of the yearly total; above it refused with the numbers; the quota is shown live', async () => {
  const of = await buyingHospital('100000');
  expect((await of.buyer.call(readQuota)).value.quota).toMatchObject({
    base: '100000',
    limit: '5000',
    left: '5000',
    basis: { clause: 'GD-3' },
  });
  const first = (await of.buyer.call(requestOutside, self('3000'))).value;
  expect((await of.buyer.call(readQuota)).value.quota).toMatchObject({ reserved: '3000', left: '2000' });
  const above = await of.buyer.call(requestOutside, self('2000.01'));
  expect(above.problem).toMatchObject({
    code: 'filing.quotaExceeded',
    basis: { clause: 'GD-3' },
    facts: { base: '100000', limit: '5000', used: '0', reserved: '3000', left: '2000', asked: '2000.01' },
  });
  await of.approver.call(consentOutside, consents(first.id));
  const reported = await of.buyer.call(
    reportOutside,
    bought('', 2, first.id, { lines: [line('', '2500', '1')] }),
  );
  expect(reported.value).toMatchObject({ state: 'reported', amount: '2500' });
  // What was bought belongs to the yearly total: 102,500 × 5 %.
  expect((await of.buyer.call(readQuota)).value.quota).toMatchObject({
    used: '2500',
    reserved: '0',
    limit: '5125',
    left: '2625',
  });
  const second = (await of.buyer.call(requestOutside, self('100'))).value;
  const gone = await of.buyer.call(withdrawOutside, {
    params: { purchaseId: second.id },
    body: { version: 1, note: '不再采购' },
  });
  expect(gone.value.state).toBe('withdrawn');
  const third = (await of.buyer.call(requestOutside, self('200'))).value;
  expect((await of.buyer.call(readQuota)).value.quota).toMatchObject({ reserved: '200' });
  // Nobody uploaded it: the reservation ends by the clock.
  await at.moveTo('2026-11-02T02:00:00.000Z');
  expect((await of.buyer.call(readOutside, { params: { purchaseId: third.id } })).value.state).toBe('lapsed');
  expect((await of.buyer.call(readQuota)).value.quota).toMatchObject({ reserved: '0', left: '2625' });
});

test('GD-3 what was bought is reported to the bureau in charge, which takes note; places without the rule have none', async () => {
  const of = await buyingHospital('100000');
  const bureauId = await at.organisation({ kind: 'bureau', jurisdiction: '440600' });
  const officer = await at.person(bureauId, ['officer']);
  const { id } = (
    await of.buyer.call(
      requestOutside,
      self('1000', {
        delivered: { deliveredOn: '2026-08-30', invoiceNumber: '', invoicedOn: null, invoiceAmount: null },
      }),
    )
  ).value;
  expect((await of.approver.call(consentOutside, consents(id))).value.state).toBe('reported');
  const told = await at.sql(
    `select 1 from notice where kind = 'filing.outsideReported' and organisation_id = $1`,
    [bureauId],
  );
  expect(told).toHaveLength(1);
  const noted = await officer.call(noteOutside, {
    params: { purchaseId: id },
    body: { version: 2, note: '阅' },
  });
  expect(noted.value.state).toBe('noted');
  expect((await officer.call(listQuotas)).value.items).toContainEqual(
    expect.objectContaining({ institution: expect.objectContaining({ id: of.id }), used: '1000' }),
  );
  expect(
    (await officer.call(listOutside, { query: { kind: 'self' } })).value.items.map((each) => each.id),
  ).toContain(id);
  const js = await hospital();
  expect((await js.buyer.call(requestOutside, self('1'))).problem).toMatchObject({
    code: 'filing.selfPurchaseUnknown',
    basis: { clause: 'GD-3' },
  });
  expect((await js.buyer.call(readQuota)).value.quota).toBeNull();
  const late = self('10', { delivered: { deliveredOn: '2027-01-01' } });
  expect((await of.buyer.call(requestOutside, late)).problem.code).toBe('filing.deliveredLater');
});

test('GD-3 concurrent requests on connections of their own never exceed the quota', async () => {
  for (const amount of ['700', '1300', '2400']) {
    const of = await buyingHospital('100000');
    const answers = await Promise.all(
      Array.from({ length: 14 }, () => of.buyer.call(requestOutside, self(amount))),
    );
    const made = answers.filter((each) => each.ok).length;
    expect(made).toBe(Math.floor(5000 / Number(amount)));
    for (const each of answers.filter((answer) => !answer.ok))
      expect(each.problem.code).toBe('filing.quotaExceeded');
    const [row] = await at.sql<{ sum: string }>(
      `select sum(amount) from outside_purchase where institution_id = $1 and state = 'requested'`,
      [of.id],
    );
    expect(Number(row?.sum)).toBe(made * Number(amount));
    expect((await of.buyer.call(readQuota)).value.quota?.reserved).toBe(String(made * Number(amount)));
  }
});

test('GD-3 a workbook of what was bought: wrong rows are named and nothing is entered; right, it waits for the approver', async () => {
  const of = await buyingHospital('1000000');
  const bad = await upload(at, of.buyer, importOutside, {
    file: await purchasesBook([
      { price: '10' },
      { price: 'zehn', reason: '便宜' },
      { quantity: '0', deliveredOn: '昨天' },
    ]),
  });
  expect(bad.value).toMatchObject({ rows: 3, made: [] });
  expect(bad.value.bad.map((each) => [each.row, each.column])).toEqual([
    [3, '采购情形'],
    [3, '单价（元）'],
    [4, '数量'],
    [4, '到货日期'],
  ]);
  // The copy says what is wrong beside each row, runs nothing, and can be sent again.
  const hostile = await upload(at, of.buyer, importOutside, {
    file: await purchasesBook([{ productName: '=cmd|calc', price: '10' }, { price: '' }]),
  });
  const copy = Buffer.from(hostile.value.copy ?? '', 'base64');
  const again = await upload(at, of.buyer, importOutside, { file: copy });
  expect(again.value.bad).toEqual(hostile.value.bad);
  const target = path.join(at.world.dataDir, 'copy.xlsx');
  const opened = await writeFile(target, copy).then(() => openWorkbook(target));
  const cells: (readonly string[])[] = [];
  if (opened.ok)
    await opened.value.sheets[0]?.eachBatch((rows) => void cells.push(...rows.map((row) => row.cells)));
  expect(cells[1]).toContain("'=cmd|calc");
  expect(cells[2]?.at(-1)).toBe('单价（元）：必须填写');
  const good = await upload(at, of.buyer, importOutside, {
    file: await purchasesBook([
      { price: '100' },
      { price: '200' },
      { price: '300', supplierName: '另一企业' },
    ]),
  });
  expect(good.value.made.map((each) => each.amount)).toEqual(['600', '600']);
  const [first] = good.value.made;
  expect((await of.approver.call(consentOutside, consents(first?.id ?? ''))).value.state).toBe('reported');
  const above = await upload(at, of.buyer, importOutside, {
    file: await purchasesBook([{ price: '40000' }]),
  });
  expect(above.problem).toMatchObject({ code: 'filing.quotaExceeded', basis: { clause: 'GD-3' } });
  const noise = await upload(at, of.buyer, importOutside, { file: Buffer.from('not a workbook') });
  expect(noise.status).toBe(400);
  expect((await of.buyer.call(outsideTemplate)).status).toBe(200);
});

test('GD-3 goods received on the platform raise the yearly total, goods sent back lower it', async () => {
  const { addPurchased } = await import('@daylight/server/features/filing/port.ts');
  const { systemContext } = await import('@daylight/server/context.ts');
  const { writing } = await import('@daylight/server/db.ts');
  const { ok } = await import('@daylight/rules/result.ts');
  const of = await hospital('440600');
  const context = systemContext(at.world, 44, 'test');
  const add = (quantity: string, returned = false) =>
    writing(at.world.database.db, context.scope, async (tx) => {
      const price = '12.5' as never;
      await addPurchased(tx, context, [
        { institutionId: of.id, price, quantity: quantity as never, returned },
      ]);
      return ok(true);
    });
  await Promise.all(Array.from({ length: 20 }, () => add('10')));
  await add('4', true);
  expect((await of.buyer.call(readQuota)).value.quota).toMatchObject({
    platform: '2450',
    thisYear: '2450',
    limit: '122.5',
  });
});
