import { listAdmissions, readAdmission } from '@daylight/api/admission.ts';
import { readHome } from '@daylight/api/home.ts';
import { readListing } from '@daylight/api/listing.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AdmissionStage,
  at,
  dayMs,
  draftOf,
  handIn,
  listAll,
  openAdmissionStage,
  passAll,
} from '../support/admission.ts';
import { panelSays } from '../support/panel.ts';
import { type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let stage: AdmissionStage;

beforeAll(async () => {
  world = await openTestWorld('2026-09-07T02:00:00.000Z');
  stage = await openAdmissionStage(world);
});
afterAll(() => world.close());

const stateOf = async (id: string) => (await stage.sales.call(readAdmission, at(id))).value;
const afterPublicity = () => world.moveBy(20 * dayMs);

test('JS-7 a formerly shortlisted high-value product is listed at the lowest, own cities included', async () => {
  const [code = ''] = await stage.product();
  await stage.recordsOf(code, 3);
  await stage.recordsOf(code, 1, { kind: 'cityListing', jurisdictions: ['320500'], price: '95' });
  const tooHigh = await handIn(stage.sales, {
    ...draftOf([code], { formerlyShortlisted: true, shortlistNote: '2019 年省级高值耗材集中采购' }),
  });
  expect(tooHigh.problem).toMatchObject({
    code: 'admission.aboveLowest',
    basis: { article: '7', clause: 'JS-7' },
    facts: { price: '100', lowest: '95' },
  });
  const body = draftOf([code], {
    price: '95',
    formerlyShortlisted: true,
    shortlistNote: '2019 年省级高值耗材集中采购',
  });
  const handed = (await handIn(stage.sales, body)).value;
  expect(handed).toMatchObject({ state: 'submitted', dueKind: 'formal' });
  expect((await stage.officer.call(readHome)).value.todos).toContainEqual(
    expect.objectContaining({ kind: 'admission.submitted', href: `/admissions/${handed.id}` }),
  );
  const checked = (await passAll(stage.officer, handed.id)).value;
  expect(checked).toMatchObject({ state: 'publicity', dueKind: 'publicity' });
  await afterPublicity();
  expect(await stateOf(handed.id)).toMatchObject({ state: 'deciding', dueKind: 'decision' });
  const decided = (await listAll(stage.supervisor, handed.id)).value;
  expect(decided).toMatchObject({ state: 'listed', listed: [{ line: 1, price: '95' }] });
  const listing = (
    await stage.sales.call(readListing, { params: { listingId: decided.listed[0]?.listingId ?? '' } })
  ).value;
  expect(listing).toMatchObject({ state: 'listed', price: '95', jurisdiction: '320000' });
});

test('JS-3 JS-8 a new high-value product needs 15 provinces, a panel and publicity, and is listed at the lowest', async () => {
  const [code = ''] = await stage.product();
  await stage.recordsOf(code, 15);
  const handed = (await handIn(stage.sales, draftOf([code]))).value;
  const noField = await passAll(stage.officer, handed.id);
  expect(noField.problem.code).toBe('admission.specialtyMissing');
  expect((await passAll(stage.officer, handed.id, 'orthopaedics')).value.state).toBe('panel');
  await panelSays(world, handed.id, 'recommended');
  expect((await stateOf(handed.id)).state).toBe('publicity');
  await afterPublicity();
  const decided = (await listAll(stage.supervisor, handed.id)).value;
  expect(decided).toMatchObject({ state: 'listed', listed: [{ price: '100' }] });
});

test('JS-8 filings of 10 tertiary institutions do instead of 15 provinces', async () => {
  const [code = ''] = await stage.product();
  await stage.recordsOf(code, 1);
  await stage.filingsOf(code, 9);
  const short = await handIn(stage.sales, draftOf([code], { price: '90' }));
  expect(short.problem).toMatchObject({
    code: 'admission.recordsMissing',
    basis: { article: '8.B', clause: 'JS-8' },
    facts: { have: 9, need: 10, missing: 1 },
  });
  await stage.filingsOf(code, 1);
  expect((await handIn(stage.sales, draftOf([code], { price: '90' }))).value.state).toBe('submitted');
});

test('JS-9 a formerly shortlisted ordinary product goes to the city, which lists it for itself at the lowest of all', async () => {
  const [code = ''] = await stage.product();
  await stage.recordsOf(code, 2);
  await stage.recordsOf(code, 1, { kind: 'cityListing', jurisdictions: ['330200'], price: '88' });
  const shortlisted = {
    class: 'ordinary' as const,
    jurisdiction: '320600',
    formerlyShortlisted: true,
    shortlistNote: '2018 年市级集中采购',
  };
  const wrong = await handIn(stage.sales, draftOf([code], { ...shortlisted, price: '90' }));
  expect(wrong.problem).toMatchObject({ code: 'admission.aboveLowest', basis: { clause: 'JS-9' } });
  const handed = (await handIn(stage.sales, draftOf([code], { ...shortlisted, price: '88' }))).value;
  const province = await passAll(stage.officer, handed.id);
  expect(province.problem).toMatchObject({
    code: 'admission.otherJurisdiction',
    basis: { clause: 'JS-5' },
  });
  expect((await passAll(stage.cityOfficer, handed.id)).value.state).toBe('publicity');
  await afterPublicity();
  const decided = (await listAll(stage.citySupervisor, handed.id)).value;
  const [row] = await world.sql('select jurisdiction, managed_by, price from listing where id = $1', [
    decided.listed[0]?.listingId,
  ]);
  expect(row).toMatchObject({ jurisdiction: '320600', managed_by: 'city' });
});

test('JS-10 a new ordinary product needs filings of 10 institutions of level 2 and the city’s panel', async () => {
  const [code = ''] = await stage.product();
  await stage.recordsOf(code, 20);
  await stage.filingsOf(code, 9, { level: 'secondary' });
  await stage.filingsOf(code, 2, { level: 'primary' });
  const ordinary = { class: 'ordinary' as const, jurisdiction: '320600' };
  const short = await handIn(stage.sales, draftOf([code], ordinary));
  expect(short.problem).toMatchObject({
    code: 'admission.recordsMissing',
    basis: { article: '10.B', clause: 'JS-10' },
    facts: { of: 'institutions', have: 9, need: 10, missing: 1 },
  });
  expect(short.problem.text.zh).toContain('医疗机构级别不够');
  await stage.filingsOf(code, 1, { level: 'secondary' });
  const handed = (await handIn(stage.sales, draftOf([code], ordinary))).value;
  expect((await passAll(stage.cityOfficer, handed.id, 'nursing')).value.state).toBe('panel');
  await panelSays(world, handed.id, 'recommended');
  await afterPublicity();
  const decided = (await listAll(stage.citySupervisor, handed.id)).value;
  expect(decided).toMatchObject({ state: 'listed', listed: [{ price: '100' }] });
});

test('HN-7a SX-5.8 Hunan’s pack leads another way: no records asked, one standard for the whole province', async () => {
  const hunan = await openTestWorld('2026-09-07T02:00:00.000Z');
  try {
    const there = await openAdmissionStage(hunan, '430000');
    const [code = ''] = await there.product();
    await there.recordsOf(code, 2);
    const city = await handIn(
      there.sales,
      draftOf([code], { class: 'ordinary', jurisdiction: '430100' }),
    ).catch((error: Error) => error.message);
    expect(city).toContain('admission.otherDirectory');
    const body = draftOf([code], { class: 'ordinary', jurisdiction: '430000' });
    const handed = (await handIn(there.sales, body)).value;
    const read = (await there.officer.call(readAdmission, at(handed.id))).value;
    expect(read.path).toMatchObject({ code: 'ordinary', basis: { clause: 'HN-7a' }, steps: ['publicity'] });
    expect(read.linesJudged[0]?.finding.conditions.map(({ kind, basis }) => [kind, basis.clause])).toEqual([
      ['coded', 'HN-2'],
      ['certified', 'HN-6a'],
      ['holder', 'HN-6b'],
      ['qualified', 'HN-6b'],
      ['notListed', 'HN-1'],
      ['lowestPrice', 'HN-7a'],
    ]);
  } finally {
    await hunan.close();
  }
});

test('the bureau’s queue shows what is due first, the enterprise its own, others nothing', async () => {
  const mine = (await stage.sales.call(listAdmissions, { query: { show: 'all' } })).value;
  expect(mine.items.length).toBeGreaterThan(3);
  const queue = (await stage.officer.call(listAdmissions, { query: { sort: 'due', show: 'running' } })).value;
  const dues = queue.items.map((item) => item.due?.dueAt ?? '9');
  expect(dues).toEqual(dues.toSorted());
  const first = (await stage.officer.call(listAdmissions, { query: { sort: 'due', limit: 1 } })).value;
  const second = (
    await stage.officer.call(listAdmissions, { query: { sort: 'due', limit: 1, cursor: first.next ?? '' } })
  ).value;
  expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
  const otherId = await world.organisation({ kind: 'manufacturer' });
  const other = await world.person(otherId, ['sales'], '320000');
  expect((await other.call(listAdmissions)).value.items).toEqual([]);
  const id = mine.items[0]?.id ?? '';
  expect((await other.call(readAdmission, at(id))).status).toBe(404);
});
