import * as added from '@daylight/api/added-specification.ts';
import { readHome, listNotices } from '@daylight/api/home.ts';
import * as api from '@daylight/api/qualification.ts';
import { downloadEvidence } from '@daylight/api/evidence.ts';
import { writeCreditCode } from '@daylight/rules/codes/credit-code.ts';
import { systemContext } from '@daylight/server/context.ts';
import { reading } from '@daylight/server/db.ts';
import { qualifiedFor } from '@daylight/server/features/qualification/port.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addItems } from '../support/directory.ts';
import { fileOf, handIn, pdf } from '../support/evidence.ts';
import { type Market, openMarket } from '../support/market.ts';
import { qualify } from '../support/qualified.ts';
import { type Answer, type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let officer: Person;
let supervisor: Person;
let both: Person;
let cityOfficer: Person;
let operations: Person;
let sales: Person;

const creditCodeOf = (n: number): string =>
  writeCreditCode({ department: '9', kind: '1', region: '320100', serial: `MAKR${String(n).padStart(4, '0')}` });

beforeAll(async () => {
  at = await openTestWorld();
  market = await openMarket(at);
  ({ sales } = market);
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000', name: '示例省医保局' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
  both = await at.person(bureau, ['officer', 'supervisor']);
  cityOfficer = await at.person(await at.organisation({ kind: 'bureau', jurisdiction: '320600' }), ['officer']);
  operations = await at.person(await at.organisation({ kind: 'operator', jurisdiction: '320000' }), ['operations']);
  for (const [n, id] of [market.manufacturerId, market.otherManufacturerId, market.distributorId].entries())
    await at.sql('update organisation set credit_code = $1 where id = $2', [creditCodeOf(n), id]);
});
afterAll(() => at.close());

interface Declared {
  readonly kind: string;
  readonly number: string;
  readonly validUntil?: string | null;
}

async function declare(who: Person, { kind, number, validUntil = '2028-12-31' }: Declared, more: object = {}) {
  const evidence = [await fileOf(at, who)];
  const body = { kind, number, issuer: '江苏省药品监督管理局', scope: '6877 介入器材', validFrom: '2024-01-01' };
  return who.call(api.declareQualification, {
    body: { ...body, validUntil, truthful: true, evidence, ...more } as never,
  });
}
const check = (who: Person, changeId: string, body: object = {}) =>
  who.call(api.checkQualificationChange, { params: { changeId }, body: { pass: true, version: 1, ...body } });
const confirm = (who: Person, changeId: string, body: object = {}) =>
  who.call(api.confirmQualificationChange, { params: { changeId }, body: { pass: true, version: 2, ...body } });

/** From declared to confirmed by two persons; answers the id of the qualification. */
async function confirmed(who: Person, declared: Declared): Promise<string> {
  const change = (await declare(who, declared)).value;
  await check(officer, change.id);
  return (await confirm(supervisor, change.id)).value.qualificationId;
}
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
  const missing = (await sales.call(readHome)).value.todos.find((each) => each.kind === 'qualification.declare');
  expect(missing?.detail.zh).toBe('营业执照、医疗器械生产许可证');

  const change = (await declare(sales, { kind: 'businessLicence', number: creditCodeOf(0), validUntil: null })).value;
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
  expect(await finding(market.manufacturerId)).toMatchObject({ ok: true, lacking: [], expiresOn: '2028-12-31' });
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
  const duty = (await sales.call(readHome)).value.todos.find((each) => each.kind === 'qualification.returned');
  expect(duty?.detail.zh).toBe('质量管理体系认证证书：认证范围与产品不符');
  const again = (await declare(sales, { kind: 'qualitySystem', number: 'iso13485-1' })).value;
  expect(again.qualificationId).toBe(change.qualificationId);
  const params = { changeId: again.id };
  const rival = await at.person(market.otherManufacturerId, ['sales']);
  expect((await rival.call(api.withdrawQualificationChange, { params, body: { version: 1 } })).status).toBe(404);
  const withdrawn = await sales.call(api.withdrawQualificationChange, { params, body: { version: 1 } });
  expect(withdrawn.value.state).toBe('withdrawn');
});

test('a declaration is refused by name, with the article, for what is wrong in it', async () => {
  const problem = async (declared: Declared, more: object = {}) => (await declare(sales, declared, more)).problem;
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
  await at.sql('update organisation set is_national_agent = true, credit_code = $1 where id = $2', [creditCodeOf(8), id]);
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
  expect(domestic.problem).toMatchObject({ code: 'qualification.agentNeedsForeign', basis: { clause: 'HN-6b' } });
  await confirmed(agent, { kind: 'businessLicence', number: creditCodeOf(8), validUntil: null });
  await confirmed(agent, { kind: 'operationLicence', number: '苏宁药监械经营许20240001' });
  await confirmed(agent, { kind: 'agentAuthorisation', number: 'AUTH-2026', validUntil: '2026-12-31' });
  await confirmed(agent, { kind: 'domesticLegalPerson', number: 'DLP-1', validUntil: null });
  await confirmed(agent, { kind: 'registrationCertificate', number: '国械注进 20173095171号' });
  expect(await finding(id, '国械注进20173095171')).toMatchObject({ ok: true, expiresOn: '2026-12-31' });
});

test('a change leaves what was confirmed in force until it is confirmed itself (JS-37)', async () => {
  const id = await confirmed(sales, { kind: 'registrationCertificate', number: '国械注准20153100011', validUntil: '2027-01-31' });
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
  const stale = await sales.call(api.changeQualification, { params, body: { ...body, evidence, version: 99 } });
  expect(codeOf(stale)).toBe('request.stale');
  const change = (await sales.call(api.changeQualification, { params, body: { ...body, evidence } })).value;
  expect(change).toMatchObject({ act: 'change', now: { validUntil: '2027-01-31' }, contents: { validUntil: '2032-01-31' } });
  const twice = await sales.call(api.changeQualification, { params, body: { ...body, evidence } });
  expect(codeOf(twice)).toBe('qualification.changeWaiting');
  expect(await read(sales, id)).toMatchObject({ validUntil: '2027-01-31', state: 'inForce', changing: true });
  await check(officer, change.id);
  await confirm(supervisor, change.id);
  // The old paper runs to its end and the new one follows it without a break.
  expect(await read(sales, id)).toMatchObject({ validUntil: '2032-01-31', state: 'inForce', changing: false });
  expect((await finding(market.manufacturerId, '国械注准20153100011'))?.ok).toBe(true);
  const gap = { ...body, version: before.version + 1, validFrom: '2032-03-01', validUntil: '2037-01-31' };
  const apart = await sales.call(api.changeQualification, { params, body: { ...gap, evidence } });
  expect(apart.problem).toMatchObject({ code: 'qualification.gap', facts: { validUntil: '2032-01-31' } });
});

test('HN-6a an expiring certificate is announced twice; on the day after its last it is expired and its listings are suspended, and a renewal brings them back', async () => {
  const certificate = '国械注准20163100022';
  const id = await confirmed(sales, { kind: 'registrationCertificate', number: certificate, validUntil: '2026-12-10' });
  const under = await market.listing({ certificate });
  const beside = await market.listing({ certificate: '国械注准20153100011' });
  const others = await market.listing({ certificate, manufacturerId: market.otherManufacturerId });
  const stateOf = async (listingId: string) =>
    (await at.sql<{ state: string }>('select state from listing where id = $1', [listingId]))[0]?.state;
  const reminders = async () =>
    (await sales.call(listNotices)).value.items.filter((each) => each.title.zh === '资质即将到期').length;
  await at.moveTo('2026-09-10T15:59:59.000Z');
  expect(await reminders()).toBe(0);
  await at.moveTo('2026-09-10T16:00:00.000Z');
  expect(await reminders()).toBe(1);
  const duty = (await sales.call(readHome)).value.todos.find((each) => each.kind === 'qualification.renew');
  expect(duty).toMatchObject({ dueAt: '2026-12-10T16:00:00.000Z', tone: 'warning' });
  await at.moveTo('2026-11-10T02:00:00.000Z');
  expect(await reminders()).toBe(2);
  await at.moveTo('2026-12-10T15:59:59.000Z');
  expect(await stateOf(under)).toBe('listed');
  expect((await finding(market.manufacturerId, certificate))?.ok).toBe(true);
  await at.moveTo('2026-12-10T16:00:00.000Z');
  expect(await stateOf(under)).toBe('suspended');
  expect([await stateOf(beside), await stateOf(others)]).toEqual(['listed', 'listed']);
  expect((await finding(market.manufacturerId, certificate))?.lacking).toMatchObject([{ reason: 'expired' }]);
  const [listing] = await at.sql('select state_reason, state_basis from listing where id = $1', [under]);
  expect(listing).toMatchObject({ state_reason: 'certificate', state_basis: { clause: 'HN-6a' } });
  expect(await reminders()).toBe(2);

  const row = await read(sales, id);
  const change = await sales.call(api.changeQualification, {
    params: { qualificationId: id },
    body: {
      issuer: '国家药品监督管理局',
      validFrom: '2026-12-11',
      validUntil: '2031-12-10',
      reason: '延续注册',
      truthful: true,
      evidence: [await fileOf(at, sales)],
      version: row.version,
    },
  });
  await check(officer, change.value.id);
  await confirm(supervisor, change.value.id);
  expect(await stateOf(under)).toBe('listed');
  expect((await read(sales, id)).state).toBe('inForce');
});

test('the bureau suspends a certificate by two persons, its listings with it, and resumes both; an ended one stays ended', async () => {
  const certificate = '国械注准20173100033';
  const id = await confirmed(sales, { kind: 'registrationCertificate', number: certificate });
  const under = await market.listing({ certificate });
  const stateOf = async () => (await at.sql('select state from listing where id = $1', [under]))[0];
  const restrict = async (who: Person, act: 'suspend' | 'resume') => {
    const { version } = await read(officer, id);
    const body = { act, reason: '药监部门通报', version };
    return who.call(api.restrictQualification, { params: { qualificationId: id }, body });
  };
  expect(codeOf(await restrict(sales, 'suspend'))).toBe('access.notPermitted');
  expect(codeOf(await restrict(cityOfficer, 'suspend'))).toBe('qualification.otherJurisdiction');
  expect(codeOf(await restrict(officer, 'resume'))).toBe('qualification.wrongState');
  const asked = (await restrict(officer, 'suspend')).value;
  expect(asked.state).toBe('checked');
  expect((await read(sales, id)).state).toBe('inForce');
  await confirm(supervisor, asked.id, { version: 1 });
  expect([(await read(sales, id)).state, await stateOf()]).toEqual(['suspended', { state: 'suspended' }]);
  expect((await finding(market.manufacturerId, certificate))?.lacking[0]?.reason).toBe('suspended');
  const back = (await restrict(officer, 'resume')).value;
  await confirm(supervisor, back.id, { version: 1 });
  expect([(await read(sales, id)).state, await stateOf()]).toEqual(['inForce', { state: 'listed' }]);
  const { version } = await read(sales, id);
  const end = { params: { qualificationId: id }, body: { reason: '产品退市', version } };
  const ending = (await sales.call(api.endQualification, end)).value;
  await check(officer, ending.id);
  await confirm(supervisor, ending.id);
  expect([(await read(sales, id)).state, await stateOf()]).toEqual(['ended', { state: 'suspended' }]);
  const anew = await declare(sales, { kind: 'registrationCertificate', number: certificate });
  expect(anew.value.qualificationId).not.toBe(id);
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
  const standing = (await market.buyer.call(api.readStanding, { params, query: { certificate: '国械注准20153100011' } })).value;
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
  const waiting = (await operations.call(api.listQualificationChanges, { query: { mine: 'true' } })).value.items;
  expect(waiting.map((each) => each.id)).toContain(declared.id);
  expect((await cityOfficer.call(api.listQualificationChanges)).value.items).toEqual([]);

  const open = await at.app.inject(`/api/public/enterprises/${market.manufacturerId}?jurisdiction=320000`);
  const body = open.json() as { items: { kind: string; state: string }[] };
  expect(body.items.map((each) => each.kind)).toContain('businessLicence');
  expect(body.items.map((each) => each.kind)).not.toContain('qualitySystem');
  const found = await at.app.inject(`/api/public/enterprises?holder=agent&q=${encodeURIComponent('总代理')}`);
  expect((found.json() as { items: object[] }).items).toMatchObject([{ name: '全球总代理（合成）', holder: 'agent' }]);
  expect((await at.app.inject('/api/public/enterprises?holder=hospital')).statusCode).toBe(400);
  const short = (await officer.call(api.searchEnterprises, { query: { holder: 'distributor' } })).value.items;
  expect(short.find((each) => each.id === market.distributorId)).toMatchObject({ ok: false });
});

test('another province knows nothing of what was declared here', async () => {
  const hunan = await at.organisation({ kind: 'bureau', jurisdiction: '430000' });
  const stranger = await at.person(hunan, ['officer']);
  expect((await stranger.call(api.listQualifications)).value.items).toEqual([]);
  expect((await stranger.call(api.listQualificationChanges)).value.items).toEqual([]);
  const standing = await stranger.call(api.readStanding, { params: { organisationId: market.manufacturerId } });
  expect(codeOf(standing)).toBe('qualification.enterpriseUnknown');
});

const listedCode = 'C090101010100000662699'.slice(0, 20);
const codes = { same: `${listedCode}0000002`, dearer: `${listedCode}0000003`, foreign: `${listedCode}0000004` };

test('JS-37 a missing specification is added under the certificate of a listed product at no more than its price, by two persons', async () => {
  const certificate = '国械注准20153100011';
  const listingId = await market.listing({ certificate, price: '100', unit: '盒', unitsPerPurchaseUnit: 10 });
  await addItems(at, {
    [codes.same]: { certificate, specification: '7F' },
    [codes.dearer]: { certificate, specification: '8F' },
    [codes.foreign]: { certificate: '国械注准20993100099', specification: '9F' },
  });
  const [unit] = await at.sql<{ smallest_unit: string }>('select smallest_unit from listing where id = $1', [listingId]);
  const params = { listingId };
  const missing = (await sales.call(added.listMissingSpecifications, { params })).value.items;
  expect(missing.map((each) => each.itemCode)).toEqual([codes.same, codes.dearer]);
  const ask = async (who: Person, more: object = {}) =>
    who.call(added.addSpecification, {
      body: {
        listingId,
        itemCode: codes.same,
        price: '50',
        purchaseUnit: '盒',
        smallestUnit: unit?.smallest_unit ?? '',
        unitsPerPurchaseUnit: 5,
        reason: '原挂网时遗漏该规格',
        evidence: [await fileOf(at, who)],
        ...more,
      },
    });
  expect((await ask(sales, { price: '50.01' })).problem).toMatchObject({
    code: 'qualification.aboveListingPrice',
    basis: { document: 'js-2020-22', article: '37', clause: 'JS-37' },
    facts: { price: '100', units: 10 },
  });
  expect((await ask(sales, { itemCode: codes.foreign })).problem).toMatchObject({ code: 'qualification.otherCertificate' });
  expect(codeOf(await ask(sales, { itemCode: `${listedCode}9999999` }))).toBe('qualification.codeUnknown');
  expect(codeOf(await ask(sales, { smallestUnit: '箱' }))).toBe('qualification.otherSmallestUnit');
  expect(codeOf(await ask(sales, { price: '-1' }))).toBe('request.malformed');
  const rival = await at.person(market.otherManufacturerId, ['sales']);
  expect(codeOf(await ask(rival))).toBe('listing.unknown');
  expect(codeOf(await ask(market.buyer))).toBe('access.notPermitted');

  const asked = (await ask(sales)).value;
  expect(codeOf(await ask(sales))).toBe('qualification.alreadyAsked');
  const step = { params: { requestId: asked.id } };
  await officer.call(added.checkAddedSpecification, { ...step, body: { pass: true, version: 1 } });
  const own = await officer.call(added.confirmAddedSpecification, { ...step, body: { pass: true, version: 2 } });
  expect(codeOf(own)).toBe('access.notPermitted');
  const done = (await supervisor.call(added.confirmAddedSpecification, { ...step, body: { pass: true, version: 2 } })).value;
  expect(done.state).toBe('confirmed');
  const [listing] = await at.sql('select item_code, price, units_per_purchase_unit, state, source from listing where id = $1', [
    done.newListingId,
  ]);
  expect(listing).toMatchObject({ item_code: codes.same, units_per_purchase_unit: 5, state: 'listed', source: done.number });
  expect(codeOf(await ask(sales))).toBe('qualification.alreadyListed');

  const second = (await ask(sales, { itemCode: codes.dearer, listingId: done.newListingId })).value;
  await at.sql('update listing set price = 40 where id = $1', [done.newListingId]);
  const late = { params: { requestId: second.id } };
  await officer.call(added.checkAddedSpecification, { ...late, body: { pass: true, version: 1 } });
  const refused = await supervisor.call(added.confirmAddedSpecification, { ...late, body: { pass: true, version: 2 } });
  expect(codeOf(refused)).toBe('qualification.aboveListingPrice');
  const back = await supervisor.call(added.confirmAddedSpecification, {
    ...late,
    body: { pass: false, note: '原挂网价已下调', version: 2 },
  });
  expect(back.value.state).toBe('returned');
});

test('who lacks a qualification adds nothing, and reads what is lacking', async () => {
  const maker = market.otherManufacturerId;
  const person = await at.person(maker, ['sales']);
  const certificate = '国械注准20883100088';
  const listingId = await market.listing({ certificate, manufacturerId: maker });
  const itemCode = `${listedCode}0000088`;
  await addItems(at, { [itemCode]: { certificate } });
  const [unit] = await at.sql<{ smallest_unit: string }>('select smallest_unit from listing where id = $1', [listingId]);
  const body = {
    listingId,
    itemCode,
    price: '1',
    purchaseUnit: '盒',
    smallestUnit: unit?.smallest_unit ?? '',
    unitsPerPurchaseUnit: 1,
    reason: '遗漏',
    evidence: [await fileOf(at, person)],
  };
  const refused = await person.call(added.addSpecification, { body });
  expect(refused.problem).toMatchObject({
    code: 'qualification.lacking',
    facts: { kinds: '营业执照、医疗器械生产许可证、医疗器械注册证' },
  });
  await qualify(at, maker, { certificates: [certificate] });
  expect((await person.call(added.addSpecification, { body })).status).toBe(201);
});

test('a file that came by upload is the evidence of a declaration, and its bureau reads it', async () => {
  const file = (await handIn(at, sales, { bytes: pdf(), fileName: '生产许可证.pdf' })).value;
  const change = await declare(sales, { kind: 'productionFiling', number: '苏宁药监械生产备20260001' }, { evidence: [file.id] });
  expect(change.value.files).toMatchObject([{ id: file.id, hash: file.hash, mediaType: 'application/pdf' }]);
  const evidence = { params: { evidenceId: file.id } };
  expect((await officer.call(downloadEvidence, evidence)).status).toBe(200);
  expect((await cityOfficer.call(downloadEvidence, evidence)).status).toBe(404);
});
