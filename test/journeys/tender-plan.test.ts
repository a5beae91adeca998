import { listNotices } from '@daylight/api/home.ts';
import { listMembers } from '@daylight/api/tender-member.ts';
import { announceRound } from '@daylight/api/tender-notice.ts';
import { choosePack, readPackOf } from '@daylight/api/tender-pack.ts';
import {
  answerFiling,
  approvePlan,
  beginRound,
  cancelRound,
  filePlan,
  listProducts,
  saveItems,
  saveProduct,
  submitPlan,
} from '@daylight/api/tender-plan.ts';
import { openRound, openRounds } from '@daylight/api/tender-public.ts';
import { listRounds, readRound } from '@daylight/api/tender-round.ts';
import { readHome } from '@daylight/api/home.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Drive,
  type RoundGround,
  draftRound,
  fillDraft,
  openGround,
  timesFrom,
} from '../support/tender.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let ground: RoundGround;
let officer: Person;
let supervisor: Person;
let province: Person;
let sales: Person;
let makers: string[];
let institutions: string[];
const cities = ['320100', '320200', '320300', '320400', '320500'];
const syringe = 'C010101001';
const needle = 'C010202002';

beforeAll(async () => {
  at = await openTestWorld();
  ground = openGround(at, 32);
  const bureau = await at.organisation({ kind: 'bureau', name: '甲市医疗保障局', jurisdiction: '320100' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
  const above = await at.organisation({ kind: 'bureau', name: '省医疗保障局', jurisdiction: '320000' });
  province = await at.person(above, ['supervisor']);
  institutions = [];
  for (const [n, jurisdiction] of [...cities, ...cities, '320100', '320600'].entries())
    institutions.push(await at.organisation({ kind: 'institution', name: `第${n + 1}医院`, jurisdiction }));
  await at.organisation({
    kind: 'institution',
    name: '私立医院',
    jurisdiction: '320100',
    ownership: 'private',
  });
  makers = [];
  for (const name of ['甲公司', '乙公司', '丙公司'])
    makers.push(await at.organisation({ kind: 'manufacturer', name, jurisdiction: '320000' }));
  sales = await at.person(makers[0]!, ['sales']);
  for (const [n, manufacturerId] of makers.entries())
    for (const group of [syringe, needle])
      await ground.listing({ group, manufacturerId, price: `${20 + n}` });
});
afterAll(() => at.close());

const items = [
  { item: 'syringe', name: '一次性注射器', prefix: syringe },
  { item: 'needle', name: '留置针', prefix: needle },
];
const drive = (more: Partial<Drive> = {}): Drive => ({
  officer,
  supervisor,
  level: 'interCity',
  regions: cities,
  items,
  ...more,
});
const params = (tenderId: string) => ({ params: { tenderId } });
const seen = async (tenderId: string) => (await officer.call(readRound, params(tenderId))).value;

test('JS-22 JS-20 a lead city runs an alliance of five cities: filed with the province, announced five working days later', async () => {
  const id = await draftRound(drive());
  const draft = await seen(id);
  // Public institutions of the five cities and no others: the private one and the sixth city are not among them (SX-2.3).
  expect(draft).toMatchObject({ state: 'draft', institutions: 11, items: 2, isPublic: false });
  await fillDraft(at, officer, id);
  expect((await seen(id)).itemList).toMatchObject([
    { item: 'needle', products: 3, manufacturers: 3 },
    { item: 'syringe', products: 3, manufacturers: 3 },
  ]);
  await officer.call(submitPlan, { ...params(id), body: { version: (await seen(id)).version } });

  const own = await officer.call(approvePlan, { ...params(id), body: { approved: true } });
  expect(own.status).toBe(403);
  const home = await supervisor.call(readHome);
  expect(home.value.todos).toContainEqual(
    expect.objectContaining({ kind: 'tender.approve', href: `/rounds/${id}` }),
  );
  await supervisor.call(approvePlan, { ...params(id), body: { approved: true, note: '同意' } });
  expect((await seen(id)).state).toBe('planned');

  const text = { title: '采购公告', body: '公告正文' };
  const announce = async () =>
    officer.call(announceRound, { ...params(id), body: { version: (await seen(id)).version, ...text } });
  expect((await announce()).problem).toMatchObject({
    code: 'tender.planNotFiled',
    basis: { clause: 'JS-22' },
  });
  const filed = await officer.call(filePlan, { ...params(id), body: { version: (await seen(id)).version } });
  expect(filed.value.announceFromAt).toBe('2026-09-08T16:00:00.000Z');
  expect((await announce()).problem).toMatchObject({
    code: 'tender.filedTooLate',
    basis: { clause: 'JS-22' },
  });
  const noted = await province.call(answerFiling, { ...params(id), body: { answer: 'noted' } });
  expect(noted.value.state).toBe('planned');
  const nobody = await callAs(at.app, null, openRound, { ...params(id), query: { jurisdiction: '320000' } });
  expect(nobody.status).toBe(404);

  await at.moveTo(filed.value.announceFromAt);
  expect((await announce()).value).toMatchObject({ state: 'reporting' });
  const open = await callAs(at.app, null, openRound, { ...params(id), query: { jurisdiction: '320000' } });
  expect(open.value).toMatchObject({
    state: 'reporting',
    organiser: { name: '甲市医疗保障局' },
    notices: [{ kind: 'announcement', title: '采购公告' }],
    steps: [{ to: 'planned' }, { to: 'reporting' }],
    plan: { duties: '按约定采购量采购' },
  });
  const listed = await callAs(at.app, null, openRounds, { query: { jurisdiction: '320000' } });
  expect(listed.value.items.map((each) => each.id)).toContain(id);
  const told = await sales.call(listNotices);
  expect(told.value.items).toContainEqual(expect.objectContaining({ href: `/rounds/${id}` }));
  const members = await officer.call(listMembers, params(id));
  expect(members.value.items.every(({ via }) => via === 'region')).toBe(true);
});

test('JS-22 an alliance of four cities is refused with the article', async () => {
  const id = await draftRound(drive({ regions: cities.slice(0, 4) }));
  await fillDraft(at, officer, id);
  const answer = await officer.call(submitPlan, {
    ...params(id),
    body: { version: (await seen(id)).version },
  });
  expect(answer.problem).toMatchObject({
    code: 'tender.tooFewCities',
    basis: { clause: 'JS-22' },
    facts: { wanted: 5, found: 4 },
  });
});

test('HN-4 JS-21 a city runs no provincial round, a mode that the place does not know is refused, a foreign city too', async () => {
  const body = {
    title: '省级项目',
    level: 'provincial' as const,
    modeCode: 'volume',
    mode: 'tender' as const,
    regions: cities,
  };
  expect((await officer.call(beginRound, { body })).problem).toMatchObject({
    code: 'tender.notOrganiser',
    basis: { clause: 'HN-4' },
    status: 403,
  });
  const interCity = { ...body, level: 'interCity' as const };
  expect(
    (await officer.call(beginRound, { body: { ...interCity, modeCode: 'inquiry', mode: 'inquiry' } }))
      .problem,
  ).toMatchObject({ code: 'tender.modeUnknown', basis: { clause: 'JS-21' } });
  expect(
    (await officer.call(beginRound, { body: { ...interCity, regions: ['430100'] } })).problem,
  ).toMatchObject({ code: 'tender.regionUnknown' });
  expect((await officer.call(beginRound, { body: { ...interCity, title: '' } })).status).toBe(400);
  expect((await sales.call(beginRound, { body: interCity })).status).toBe(403);
});

test('GD-2 in Guangdong only the province, Guangzhou and Shenzhen run rounds', async () => {
  const city = await at.person(
    await at.organisation({ kind: 'bureau', name: '某市医疗保障局', jurisdiction: '440600' }),
    ['officer'],
    '440600',
  );
  const answer = await city.call(beginRound, {
    body: {
      title: '市际联盟采购',
      level: 'interCity',
      modeCode: 'bidding',
      mode: 'tender',
      regions: ['440600'],
    },
  });
  expect(answer.problem).toMatchObject({ code: 'tender.notOrganiser', basis: { clause: 'GD-2' } });
});

test('SX-3.2b an error of the rules stops the plan, and the refusal names it', async () => {
  const id = await draftRound(drive({ title: '规则有错' }));
  await fillDraft(at, officer, id);
  const view = (await officer.call(readPackOf, params(id))).value;
  expect(view.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(view.from).toBe('spread-1.8');
  const pack = { ...view.pack, ranking: ['price'] };
  const changed = await officer.call(choosePack, { ...params(id), body: { version: view.version, pack } });
  expect(changed.value.findings).toContainEqual(
    expect.objectContaining({ severity: 'error', code: 'tie.missing' }),
  );
  const answer = await officer.call(submitPlan, {
    ...params(id),
    body: { version: changed.value.version },
  });
  expect(answer.problem).toMatchObject({ code: 'tender.packHasErrors', basis: { clause: 'SX-3.2b' } });
  const broken = await officer.call(choosePack, {
    ...params(id),
    body: { version: changed.value.version, pack: { format: 'other' } },
  });
  expect(broken.problem.code).toBe('tender.packMalformed');
});

test('SX-3.2a items of the same purpose become one competition unit; caps that no longer fit the rules stop the plan', async () => {
  const id = await draftRound(drive({ title: '合并竞价单元' }));
  await fillDraft(at, officer, id);
  const before = (await officer.call(readPackOf, params(id))).value;
  expect(before.units.map(({ lot, items: own }) => [lot, own])).toEqual([
    ['needle', ['needle']],
    ['syringe', ['syringe']],
  ]);
  const merged = await officer.call(choosePack, {
    ...params(id),
    body: {
      version: before.version,
      merge: [{ lot: 'puncture', name: '穿刺类', items: ['syringe', 'needle'] }],
    },
  });
  expect(merged.value.units).toMatchObject([
    { lot: 'puncture', name: '穿刺类', items: ['syringe', 'needle'], products: 6, manufacturers: 3 },
  ]);
  const saved = await officer.call(saveItems, {
    ...params(id),
    body: {
      version: merged.value.version,
      items: [{ item: 'syringe', name: '一次性注射器', unit: '支', codePrefixes: [syringe], cap: '50' }],
    },
  });
  const answer = await officer.call(submitPlan, { ...params(id), body: { version: saved.value.version } });
  expect(answer.problem.code).toBe('tender.packItems');
});

test('SX-3.2a a product is set as a system of parts and keeps it when the directory is read again', async () => {
  const id = await draftRound(drive({ title: '系统' }));
  await fillDraft(at, officer, id);
  const products = (await officer.call(listProducts, { ...params(id), query: { item: 'syringe' } })).value
    .items;
  expect(products).toHaveLength(3);
  // 20 yuan a box of ten is 2 yuan a piece.
  expect(products[0]?.prices).toEqual({ ownLowest: '2' });
  const body = {
    version: (await seen(id)).version,
    features: ['安全型'],
    comparisonUnits: 2,
    parts: [{ component: '针头', role: '针', count: 1 }],
    prices: { ownLowest: '2', reference: '3.5' },
  };
  const productId = products[0]!.id;
  await officer
    .call(saveProduct, { params: { tenderId: id, productId }, body })
    .then((answer) => answer.value);
  await fillDraft(at, officer, id);
  const again = (await officer.call(listProducts, { ...params(id), query: { item: 'syringe' } })).value.items;
  expect(again.find((each) => each.id === productId)).toMatchObject({
    features: ['安全型'],
    comparisonUnits: 2,
    prices: { ownLowest: '2', reference: '3.5' },
  });
});

test('GY-5.2 HN-15 whoever submitted does not approve; a returned plan is a draft again and is submitted anew', async () => {
  const both = await at.person(officer.organisationId, ['officer', 'supervisor']);
  const id = await draftRound({ ...drive({ title: '退回的方案' }), officer: both });
  await fillDraft(at, both, id);
  await both.call(submitPlan, { ...params(id), body: { version: (await seen(id)).version } });
  const own = await both.call(approvePlan, { ...params(id), body: { approved: true } });
  expect(own.problem).toMatchObject({ code: 'tender.ownPlan', basis: { clause: 'HN-15' } });
  const silent = await supervisor.call(approvePlan, { ...params(id), body: { approved: false } });
  expect(silent.problem.code).toBe('tender.reasonMissing');
  const returned = await supervisor.call(approvePlan, {
    ...params(id),
    body: { approved: false, note: '限价依据不足' },
  });
  expect(returned.value.state).toBe('draft');
  expect((await supervisor.call(approvePlan, { ...params(id), body: { approved: true } })).problem.code).toBe(
    'tender.noApproval',
  );
  const again = await both.call(submitPlan, { ...params(id), body: { version: (await seen(id)).version } });
  expect(again.ok).toBe(true);
});

test('HN-14 JS-22 a plan that the province returns is approved and filed anew', async () => {
  const id = await draftRound(drive({ title: '省局退回' }));
  await fillDraft(at, officer, id);
  const version = async () => ({ version: (await seen(id)).version });
  await officer.call(submitPlan, { ...params(id), body: await version() });
  await supervisor.call(approvePlan, { ...params(id), body: { approved: true } });
  await officer.call(filePlan, { ...params(id), body: await version() });
  expect((await officer.call(filePlan, { ...params(id), body: await version() })).problem.code).toBe(
    'tender.filedAlready',
  );
  const answer = await province.call(answerFiling, {
    ...params(id),
    body: { answer: 'returned', note: '与省级集采品种重复' },
  });
  expect(answer.value.state).toBe('draft');
  expect((await seen(id)).plan?.filing).toMatchObject({ filedAt: null, with: 'province' });
});

test('a stale version, a stranger and a wrong state are refused; a draft is seen by nobody else', async () => {
  const id = await draftRound(drive({ title: '边界' }));
  const stale = await officer.call(cancelRound, { ...params(id), body: { version: 99, reason: '不再需要' } });
  expect(stale.problem.code).toBe('request.stale');
  expect((await sales.call(readRound, params(id))).status).toBe(404);
  const list = await sales.call(listRounds);
  expect(list.value.items.every(({ isPublic }) => isPublic)).toBe(true);
  const other = await at.person(
    await at.organisation({ kind: 'bureau', name: '乙市医疗保障局', jurisdiction: '320200' }),
    ['officer'],
  );
  expect(
    (await other.call(cancelRound, { ...params(id), body: { version: 1, reason: '不再需要' } })).status,
  ).toBe(404);
  const gone = await officer.call(cancelRound, { ...params(id), body: { version: 1, reason: '不再需要' } });
  expect(gone.value.state).toBe('cancelled');
  const late = await officer.call(submitPlan, { ...params(id), body: { version: gone.value.version } });
  expect(late.problem.code).toBe('tender.wrongState');
  expect(timesFrom(at.now()).demandDueAt > at.now()).toBe(true);
});
