import { readHome, listNotices } from '@daylight/api/home.ts';
import * as api from '@daylight/api/qualification.ts';
import { downloadEvidence } from '@daylight/api/evidence.ts';
import { systemContext } from '@daylight/server/context.ts';
import { reading } from '@daylight/server/db.ts';
import { qualifiedFor } from '@daylight/server/features/qualification/port.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Declared, creditCodeOf, declaring } from '../support/declaring.ts';
import { fileOf, handIn, pdf } from '../support/evidence.ts';
import { type Market, openMarket } from '../support/market.ts';
import { type Answer, type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let officer: Person;
let supervisor: Person;
let both: Person;
let cityOfficer: Person;
let operations: Person;
let sales: Person;

beforeAll(async () => {
  at = await openTestWorld();
  market = await openMarket(at);
  ({ sales } = market);
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000', name: '示例省医保局' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
  both = await at.person(bureau, ['officer', 'supervisor']);
  cityOfficer = await at.person(await at.organisation({ kind: 'bureau', jurisdiction: '320600' }), [
    'officer',
  ]);
  operations = await at.person(await at.organisation({ kind: 'operator', jurisdiction: '320000' }), [
    'operations',
  ]);
  for (const [n, id] of [market.manufacturerId, market.otherManufacturerId, market.distributorId].entries())
    await at.sql('update organisation set credit_code = $1 where id = $2', [creditCodeOf(n), id]);
});
afterAll(() => at.close());

const { declare, check, confirm, confirmed } = declaring(() => ({ at, officer, supervisor }));

const read = async (who: Person, qualificationId: string) =>
  (await who.call(api.readQualification, { params: { qualificationId } })).value;
const codeOf = (answer: Answer<unknown>): string => answer.problem.code;
const finding = async (organisationId: string, certificate?: string) => {
  const context = systemContext(at.world, 32, 'test');
  const ask = { organisationId, ...(certificate === undefined ? {} : { certificate }) };
  const found = await reading(at.world.database.db, context.scope, (tx) => qualifiedFor(tx, context, [ask]));
  return found[0];
};

test('JS-34 JS-37 an enterprise declares, one officer checks, another confirms, and only then it counts', async () => {
  expect((await finding(market.manufacturerId))?.lacking).toMatchObject([
    { kind: 'businessLicence', reason: 'missing', basis: { clause: 'JS-34' } },
    { kind: 'productionLicence', reason: 'missing' },
  ]);
  const missing = (await sales.call(readHome)).value.todos.find(
    (each) => each.kind === 'qualification.declare',
  );
  expect(missing?.detail.zh).toBe('营业执照、医疗器械生产许可证');

  const change = (
    await declare(sales, { kind: 'businessLicence', number: creditCodeOf(0), validUntil: null })
  ).value;
  expect(change).toMatchObject({ state: 'submitted', act: 'declare', now: null, may: ['withdraw'] });
  expect(change.dueAt).toBe('2026-09-08T16:00:00.000Z');
  expect((await finding(market.manufacturerId))?.lacking[0]).toMatchObject({ reason: 'unconfirmed' });
  const duties = (await officer.call(readHome)).value.todos;
  expect(duties.find((each) => each.kind === 'qualification.submitted')?.dueAt).toBe(change.dueAt);

  expect(codeOf(await confirm(supervisor, change.id, { version: 1 }))).toBe('qualification.checkFirst');
  const checked = (await check(officer, change.id, { note: '与原件一致' })).value;
  expect(checked).toMatchObject({ state: 'checked', may: [] });
  const done = (await confirm(supervisor, change.id)).value;
  expect(done).toMatchObject({ state: 'confirmed', dueAt: null });
  expect(await read(sales, done.qualificationId)).toMatchObject({
    state: 'inForce',
    validUntil: null,
    files: [{ fileName: '证明材料.pdf' }],
    may: ['change', 'end'],
  });
  await confirmed(sales, { kind: 'productionLicence', number: '苏药监械生产许 20240001号' });
  expect(await finding(market.manufacturerId)).toMatchObject({
    ok: true,
    lacking: [],
    expiresOn: '2028-12-31',
  });
  const notices = (await sales.call(listNotices)).value.items.map((each) => each.title.zh);
  expect(notices).toContain('资质已确认');
});

test('HN-15 whoever checked does not confirm, also with both positions; a city’s bureau and an enterprise do neither', async () => {
  const change = (await declare(sales, { kind: 'qualitySystem', number: 'ISO13485-1' })).value;
  expect(codeOf(await check(sales, change.id))).toBe('access.notPermitted');
  expect(codeOf(await check(cityOfficer, change.id))).toBe('qualification.otherJurisdiction');
  expect(codeOf(await check(officer, change.id, { version: 7 }))).toBe('request.stale');
  expect(codeOf(await check(officer, change.id, { pass: false }))).toBe('qualification.noteMissing');
  await check(both, change.id);
  expect((await confirm(both, change.id)).problem).toMatchObject({
    code: 'qualification.checkedByYou',
    status: 403,
    basis: { clause: 'HN-15' },
  });
  expect(codeOf(await confirm(officer, change.id))).toBe('access.notPermitted');
  const returned = await confirm(supervisor, change.id, { pass: false, note: '认证范围与产品不符' });
  expect(returned.value.state).toBe('returned');
  expect(codeOf(await confirm(supervisor, change.id, { version: 3 }))).toBe('qualification.notWaiting');
  const duty = (await sales.call(readHome)).value.todos.find(
    (each) => each.kind === 'qualification.returned',
  );
  expect(duty?.detail.zh).toBe('质量管理体系认证证书：认证范围与产品不符');
  const again = (await declare(sales, { kind: 'qualitySystem', number: 'iso13485-1' })).value;
  expect(again.qualificationId).toBe(change.qualificationId);
  const params = { changeId: again.id };
  const rival = await at.person(market.otherManufacturerId, ['sales']);
  expect((await rival.call(api.withdrawQualificationChange, { params, body: { version: 1 } })).status).toBe(
    404,
  );
  const withdrawn = await sales.call(api.withdrawQualificationChange, { params, body: { version: 1 } });
  expect(withdrawn.value.state).toBe('withdrawn');
});

test('a declaration is refused by name, with the article, for what is wrong in it', async () => {
  const problem = async (declared: Declared, more: object = {}) =>
    (await declare(sales, declared, more)).problem;
  expect(await problem({ kind: 'operationLicence', number: 'X-1' })).toMatchObject({
    code: 'qualification.kindUnknown',
    field: 'kind',
  });
  expect(await problem({ kind: 'businessLicence', number: creditCodeOf(1) })).toMatchObject({
    code: 'qualification.notOwnCreditCode',
    facts: { creditCode: creditCodeOf(0) },
    basis: { clause: 'JS-34' },
  });
  expect((await problem({ kind: 'businessLicence', number: creditCodeOf(0) })).code).toBe(
    'qualification.alreadyDeclared',
  );
  const certificate = (number: string) => problem({ kind: 'registrationCertificate', number });
  expect(await certificate('国械注准2015310001')).toMatchObject({
    code: 'qualification.certificateUnreadable',
    basis: { clause: 'HN-6a' },
  });
  expect((await certificate('苏宁械备20150001号')).code).toBe('qualification.certificateKind');
  expect(await certificate('国械注进20173095171')).toMatchObject({
    code: 'qualification.foreignNeedsAgent',
    basis: { clause: 'HN-6b' },
  });
  const licence = { kind: 'productionLicence', number: 'X-2' };
  expect((await problem({ ...licence, validUntil: null })).code).toBe('qualification.endNeeded');
  expect((await problem({ ...licence, validUntil: '2023-01-01' })).code).toBe('qualification.periodBackward');
  expect((await problem({ ...licence, validUntil: '2026-08-31' })).code).toBe('qualification.alreadyExpired');
  expect((await problem(licence, { evidence: [] })).code).toBe('request.malformed');
  expect((await problem(licence, { truthful: false })).code).toBe('request.malformed');
  const rival = await at.person(market.otherManufacturerId, ['sales']);
  expect((await problem(licence, { evidence: [await fileOf(at, rival)] })).code).toBe('evidence.unknown');
  expect(codeOf(await declare(market.buyer, licence))).toBe('access.notPermitted');
  expect((await sales.call(api.listQualifications, { query: { q: 'X-2' } })).value.items).toEqual([]);
});

test('HN-6b GY-3.3 SX-2.2 the sole national agent counts as manufacturer, declares foreign products only, and needs authorisation and a domestic legal person', async () => {
  const id = await at.organisation({ kind: 'manufacturer', name: '全球总代理（合成）' });
  await at.sql('update organisation set is_national_agent = true, credit_code = $1 where id = $2', [
    creditCodeOf(8),
    id,
  ]);
  const agent = await at.person(id, ['sales']);
  const kinds = (await agent.call(api.listKinds)).value;
  expect(kinds.holder).toBe('agent');
  expect(kinds.items.map((each) => each.code)).not.toContain('productionLicence');
  const lacking = (await finding(id, '国械注进20173095171'))?.lacking.map((each) => each.kind);
  expect(lacking).toEqual([
    'businessLicence',
    'operationLicence',
    'agentAuthorisation',
    'domesticLegalPerson',
    'registrationCertificate',
  ]);
  const domestic = await declare(agent, { kind: 'registrationCertificate', number: '国械注准20153100011' });
  expect(domestic.problem).toMatchObject({
    code: 'qualification.agentNeedsForeign',
    basis: { clause: 'HN-6b' },
  });
  await confirmed(agent, { kind: 'businessLicence', number: creditCodeOf(8), validUntil: null });
  await confirmed(agent, { kind: 'operationLicence', number: '苏宁药监械经营许20240001' });
  await confirmed(agent, { kind: 'agentAuthorisation', number: 'AUTH-2026', validUntil: '2026-12-31' });
  await confirmed(agent, { kind: 'domesticLegalPerson', number: 'DLP-1', validUntil: null });
  await confirmed(agent, { kind: 'registrationCertificate', number: '国械注进 20173095171号' });
  expect(await finding(id, '国械注进20173095171')).toMatchObject({ ok: true, expiresOn: '2026-12-31' });
});

test('a change leaves what was confirmed in force until it is confirmed itself (JS-37)', async () => {
  const id = await confirmed(sales, {
    kind: 'registrationCertificate',
    number: '国械注准20153100011',
    validUntil: '2027-01-31',
  });
  const before = await read(sales, id);
  const body = {
    issuer: '国家药品监督管理局',
    scope: '延续注册',
    validFrom: '2027-02-01',
    validUntil: '2032-01-31',
    reason: '延续注册',
    truthful: true as const,
    version: before.version,
  };
  const params = { qualificationId: id };
  const evidence = [await fileOf(at, sales)];
  const stale = await sales.call(api.changeQualification, {
    params,
    body: { ...body, evidence, version: 99 },
  });
  expect(codeOf(stale)).toBe('request.stale');
  const change = (await sales.call(api.changeQualification, { params, body: { ...body, evidence } })).value;
  expect(change).toMatchObject({
    act: 'change',
    now: { validUntil: '2027-01-31' },
    contents: { validUntil: '2032-01-31' },
  });
  const twice = await sales.call(api.changeQualification, { params, body: { ...body, evidence } });
  expect(codeOf(twice)).toBe('qualification.changeWaiting');
  expect(await read(sales, id)).toMatchObject({ validUntil: '2027-01-31', state: 'inForce', changing: true });
  await check(officer, change.id);
  await confirm(supervisor, change.id);
  // The old paper runs to its end and the new one follows it without a break.
  expect(await read(sales, id)).toMatchObject({
    validUntil: '2032-01-31',
    state: 'inForce',
    changing: false,
  });
  expect((await finding(market.manufacturerId, '国械注准20153100011'))?.ok).toBe(true);
  const gap = { ...body, version: before.version + 1, validFrom: '2032-03-01', validUntil: '2037-01-31' };
  const apart = await sales.call(api.changeQualification, { params, body: { ...gap, evidence } });
  expect(apart.problem).toMatchObject({ code: 'qualification.gap', facts: { validUntil: '2032-01-31' } });
});

test('one firm in two roles declares its business licence once; what is a role’s own is declared by that role', async () => {
  const id = await at.organisation({ kind: 'distributor', name: '甲医疗器械有限公司' });
  await at.sql('update organisation set credit_code = $1 where id = $2', [creditCodeOf(0), id]);
  expect((await finding(id))?.lacking.map((each) => each.kind)).toEqual(['operationLicence']);
  const person = await at.person(id, ['dispatcher']);
  await confirmed(person, { kind: 'operationLicence', number: '苏宁药监械经营许20240009' });
  expect((await finding(id))?.ok).toBe(true);
  const standing = await market.buyer.call(api.readStanding, { params: { organisationId: id } });
  expect(standing.value).toMatchObject({
    holder: 'distributor',
    ok: true,
    sameFirm: [{ id: market.manufacturerId, holder: 'manufacturer' }],
  });
});

test('an institution sees how a firm stands but neither declarations nor files; a rival sees nothing; the public sees what is confirmed and open', async () => {
  const declared = (await declare(sales, { kind: 'qualitySystem', number: 'ISO13485-2' })).value;
  const params = { organisationId: market.manufacturerId };
  const standing = (
    await market.buyer.call(api.readStanding, { params, query: { certificate: '国械注准20153100011' } })
  ).value;
  expect(standing.ok).toBe(true);
  expect(standing.items.map((each) => each.state)).not.toContain('declared');
  const licence = standing.items.find((each) => each.kind === 'businessLicence');
  const seen = await read(market.buyer, licence?.id ?? '');
  expect(seen).toMatchObject({ number: creditCodeOf(0), files: [], changes: [], may: [] });
  const fileId = (await read(sales, licence?.id ?? '')).files[0]?.id ?? '';
  expect((await market.buyer.call(downloadEvidence, { params: { evidenceId: fileId } })).status).toBe(404);
  const hidden = { params: { qualificationId: declared.qualificationId } };
  expect((await market.buyer.call(api.readQualification, hidden)).status).toBe(404);
  const rival = await at.person(market.otherManufacturerId, ['sales']);
  expect((await rival.call(api.readQualification, hidden)).status).toBe(404);
  expect((await rival.call(api.listQualifications)).value.items).toEqual([]);
  const waiting = (await operations.call(api.listQualificationChanges, { query: { mine: 'true' } })).value
    .items;
  expect(waiting.map((each) => each.id)).toContain(declared.id);
  expect((await cityOfficer.call(api.listQualificationChanges)).value.items).toEqual([]);

  const open = await at.app.inject(`/api/public/enterprises/${market.manufacturerId}?jurisdiction=320000`);
  const body = open.json() as { items: { kind: string; state: string }[] };
  expect(body.items.map((each) => each.kind)).toContain('businessLicence');
  expect(body.items.map((each) => each.kind)).not.toContain('qualitySystem');
  const found = await at.app.inject(`/api/public/enterprises?holder=agent&q=${encodeURIComponent('总代理')}`);
  expect((found.json() as { items: object[] }).items).toMatchObject([
    { name: '全球总代理（合成）', holder: 'agent' },
  ]);
  expect((await at.app.inject('/api/public/enterprises?holder=hospital')).statusCode).toBe(400);
  const short = (await officer.call(api.searchEnterprises, { query: { holder: 'distributor' } })).value.items;
  expect(short.find((each) => each.id === market.distributorId)).toMatchObject({ ok: false });
});

test('another province knows nothing of what was declared here', async () => {
  const hunan = await at.organisation({ kind: 'bureau', jurisdiction: '430000' });
  const stranger = await at.person(hunan, ['officer']);
  expect((await stranger.call(api.listQualifications)).value.items).toEqual([]);
  expect((await stranger.call(api.listQualificationChanges)).value.items).toEqual([]);
  const standing = await stranger.call(api.readStanding, {
    params: { organisationId: market.manufacturerId },
  });
  expect(codeOf(standing)).toBe('qualification.enterpriseUnknown');
});

test('a file that came by upload is the evidence of a declaration, and its bureau reads it', async () => {
  const file = (await handIn(at, sales, { bytes: pdf(), fileName: '生产许可证.pdf' })).value;
  const change = await declare(
    sales,
    { kind: 'productionFiling', number: '苏宁药监械生产备20260001' },
    { evidence: [file.id] },
  );
  expect(change.value.files).toMatchObject([{ id: file.id, hash: file.hash, mediaType: 'application/pdf' }]);
  const evidence = { params: { evidenceId: file.id } };
  expect((await officer.call(downloadEvidence, evidence)).status).toBe(200);
  expect((await cityOfficer.call(downloadEvidence, evidence)).status).toBe(404);
});
