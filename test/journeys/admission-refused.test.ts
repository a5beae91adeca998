import {
  draftAdmission,
  precheckAdmission,
  prepareAdmission,
  readAdmission,
  reviseAdmission,
  submitAdmission,
  withdrawAdmission,
} from '@daylight/api/admission.ts';
import { decidePriceRecord } from '@daylight/api/linkage.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AdmissionStage,
  at,
  draftOf,
  handIn,
  openAdmissionStage,
  passAll,
} from '../support/admission.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let stage: AdmissionStage;
let stranger: Person;

beforeAll(async () => {
  world = await openTestWorld('2026-09-07T02:00:00.000Z');
  stage = await openAdmissionStage(world);
  const otherId = await world.organisation({ kind: 'manufacturer', name: '乙公司' });
  stranger = await world.person(otherId, ['sales'], '320000');
});
afterAll(() => world.close());

const shortlisted = { formerlyShortlisted: true, shortlistNote: '2019 年省级集中采购' };
const read = async (person: Person, id: string) => (await person.call(readAdmission, at(id))).value;

async function ready(given: Parameters<typeof draftOf>[1] = {}) {
  const [code = ''] = await stage.product();
  await stage.recordsOf(code, 2);
  const handed = (await handIn(stage.sales, draftOf([code], { ...shortlisted, ...given }))).value;
  return { code, id: handed.id, version: handed.version };
}

test('JS-8 before submitting, the enterprise reads which records count, which do not and why', async () => {
  const [code = ''] = await stage.product();
  await stage.recordsOf(code, 12);
  await stage.recordsOf(code, 1, {
    jurisdictions: ['500000'],
    state: 'entered',
    price: '100',
    by: stage.manufacturerId,
  });
  await stage.recordsOf(code, 1, { jurisdictions: ['510000'], to: '2026-08-31', price: '100' });
  await stage.recordsOf(code, 1, { jurisdictions: ['110100'], kind: 'cityListing', price: '100' });
  const body = draftOf([code]) as never;
  const found = (await stage.sales.call(precheckAdmission, { body })).value;
  expect(found.path).toMatchObject({ code: 'newHighValue', basis: { article: '8', clause: 'JS-8' } });
  const records = found.lines[0]?.finding.conditions.find(({ kind }) => kind === 'records');
  expect(records).toMatchObject({
    state: 'notMet',
    remedies: ['moreProvinces', 'moreInstitutions'],
    tallies: [
      {
        of: 'provinces',
        need: 15,
        unverified: ['50'],
        missing: 3,
        basis: { article: '8.B' },
      },
      { of: 'institutions', need: 10, missing: 10 },
    ],
  });
  expect(records?.tallies[0]?.counted).toHaveLength(12);
  expect(records?.tallies[0]?.notCounted.map(({ place, reason }) => [place, reason]).toSorted()).toEqual([
    ['110100', 'provinceHasRecord'],
    ['510000', 'ended'],
  ]);
  const prepared = (
    await stage.sales.call(prepareAdmission, { query: { codes: code, class: 'highValueSix' } as never })
  ).value;
  expect(prepared).toMatchObject({
    directory: { jurisdiction: '320000', managedBy: 'province', basis: { clause: 'JS-5' } },
    policy: { provincesMin: { value: 15 }, institutionsMin: { value: 10 }, levelMin: { value: '三级' } },
    clocks: [
      { kind: 'formal', origin: 'default' },
      { kind: 'panel' },
      { kind: 'publicity' },
      { kind: 'decision' },
    ],
  });
  expect(
    (await stranger.call(prepareAdmission, { query: { codes: code, place: '330000' } as never })).problem
      .code,
  ).toBe('admission.placeUnknown');
});

test('JS-8 the applicant’s own records are verified by the bureau before a line can pass', async () => {
  const [code = ''] = await stage.product();
  await stage.recordsOf(code, 14);
  const body = draftOf([code]);
  const [line] = body.lines;
  if (line === undefined) throw new Error('a line');
  const brought = {
    jurisdiction: '540000',
    kind: 'provincialListing',
    price: '100',
    purchaseUnit: '盒',
    unitsPerPurchaseUnit: 10,
    effectiveFrom: '2026-02-01',
    document: '藏医保采〔2026〕3号',
  };
  const wrong = { ...body, lines: [{ ...line, records: [{ ...brought, kind: 'cityListing' }] }] };
  const malformed = await handIn(stage.sales, wrong as never);
  expect(malformed.ok).toBe(false);
  const id = (await handIn(stage.sales, { ...body, lines: [{ ...line, records: [brought] }] } as never)).value
    .id;
  const early = await passAll(stage.officer, id, 'orthopaedics');
  expect(early.problem).toMatchObject({ code: 'admission.stillPending', basis: { clause: 'JS-8' } });
  const detail = await read(stage.supervisor, id);
  const record = detail.linesJudged[0]?.facts.records.find(({ state }) => state === 'entered');
  const verified = await stage.supervisor.call(decidePriceRecord, {
    params: { recordId: record?.id ?? '' },
    body: { itemCode: code, approve: true },
  });
  expect(verified.value.state).toBe('verified');
  expect((await passAll(stage.officer, id, 'orthopaedics')).value.state).toBe('panel');
});

test('a draft is nobody else’s, can be changed and withdrawn, and holds one certificate', async () => {
  const [code = '', second = ''] = await stage.product({ count: 2 });
  const [other = ''] = await stage.product({ certificate: '国械注准20203030099' });
  const sound = draftOf([code], shortlisted) as never;
  const draft = (await stage.sales.call(draftAdmission, { body: sound })).value;
  expect((await stage.officer.call(readAdmission, at(draft.id))).status).toBe(404);
  const mixed = await stage.sales.call(draftAdmission, { body: draftOf([code, other]) as never });
  expect(mixed.problem).toMatchObject({ code: 'admission.certificatesDiffer', facts: { line: 2 } });
  const twice = await stage.sales.call(draftAdmission, { body: draftOf([code, code]) as never });
  expect(twice.problem.code).toBe('admission.itemTwice');
  const city = await stage.sales.call(draftAdmission, {
    body: draftOf([code], { class: 'ordinary' }) as never,
  });
  expect(city.problem).toMatchObject({ code: 'admission.otherDirectory', basis: { clause: 'JS-5' } });
  const many = draftOf(Array.from({ length: 51 }, (_, n) => `C${String(n).padStart(26, '0')}`)) as never;
  expect((await stage.sales.call(draftAdmission, { body: many })).problem.code).toBe(
    'admission.tooManyLines',
  );
  const zero = await stage.sales.call(draftAdmission, { body: draftOf([code], { price: '0' }) as never });
  expect(zero.status).toBe(400);
  const revised = await stage.sales.call(reviseAdmission, {
    ...at(draft.id),
    body: { ...draftOf([code, second], shortlisted), version: 1 } as never,
  });
  expect(revised.value).toMatchObject({ state: 'draft', version: 2 });
  const stale = await stage.sales.call(reviseAdmission, {
    ...at(draft.id),
    body: { ...draftOf([code], shortlisted), version: 1 } as never,
  });
  expect(stale.problem.code).toBe('request.stale');
  const foreign = await stranger.call(withdrawAdmission, { ...at(draft.id), body: { version: 2 } });
  expect(foreign.status).toBe(404);
  expect(
    (await stage.officer.call(withdrawAdmission, { ...at(draft.id), body: { version: 2 } })).status,
  ).toBe(403);
  const gone = await stage.sales.call(withdrawAdmission, { ...at(draft.id), body: { version: 2 } });
  expect(gone.value.state).toBe('withdrawn');
  const again = await stage.sales.call(reviseAdmission, {
    ...at(draft.id),
    body: { ...draftOf([code], shortlisted), version: 3 } as never,
  });
  expect(again.problem.code).toBe('admission.ended');
});

test('HN-2 HN-6a HN-6b no code, no certificate, not one’s own product: refused, each with its article', async () => {
  const unknown = await handIn(stage.sales, draftOf(['C09010101099999066269999999'], shortlisted));
  expect(unknown.problem).toMatchObject({ code: 'admission.notCoded', basis: { clause: 'JS-3' } });
  const [disabled = ''] = await stage.product();
  await world.sql(`update catalogue_item set state = 'disabled' where item_code = $1`, [disabled]);
  const off = await handIn(stage.sales, draftOf([disabled], shortlisted));
  expect(off.problem).toMatchObject({ code: 'admission.notCoded' });
  expect(off.problem.text.zh).toContain('已停用');
  const [bare = ''] = await stage.product({ certificate: '' });
  expect((await handIn(stage.sales, draftOf([bare], shortlisted))).problem.code).toBe(
    'admission.notCertified',
  );
  const [foreign = ''] = await stage.product({ manufacturer: '丙公司' });
  await stage.recordsOf(foreign, 2);
  expect((await handIn(stage.sales, draftOf([foreign], shortlisted))).problem).toMatchObject({
    code: 'admission.notHolder',
    basis: { clause: 'JS-1' },
  });
  const [uncertain = ''] = await stage.product({ certificate: '国械注准20203030098' });
  await stage.recordsOf(uncertain, 2);
  expect((await handIn(stage.sales, draftOf([uncertain], shortlisted))).problem).toMatchObject({
    code: 'admission.notQualified',
    basis: { clause: 'JS-34' },
  });
});

test('JS-7 null is never zero: without any record there is no lowest price and no listing', async () => {
  const [code = ''] = await stage.product();
  const none = await handIn(stage.sales, draftOf([code], shortlisted));
  expect(none.problem).toMatchObject({ code: 'admission.noPriceRecord', basis: { clause: 'JS-7' } });
  const nameless = await handIn(stage.sales, draftOf([code], { formerlyShortlisted: true }));
  expect(nameless.problem.code).toBe('admission.notShortlisted');
});

test('one product is applied for once at a time, also by two at the same moment', async () => {
  const { code } = await ready();
  const again = await handIn(stage.sales, draftOf([code], shortlisted));
  expect(again.problem).toMatchObject({ code: 'admission.alreadyRunning', facts: { line: 1 } });
  const [fresh = ''] = await stage.product();
  await stage.recordsOf(fresh, 2);
  const both = await Promise.all([1, 2].map(() => handIn(stage.sales, draftOf([fresh], shortlisted))));
  expect(both.map((answer) => (answer.ok ? 'handed in' : answer.problem.code)).toSorted()).toEqual([
    'admission.alreadyRunning',
    'handed in',
  ]);
});

test('who has no part in it may not apply, check or decide', async () => {
  const institution = await world.organisation({ kind: 'institution' });
  const buyer = await world.person(institution, ['buyer']);
  const [code = ''] = await stage.product();
  const { id, version } = await ready();
  expect((await buyer.call(draftAdmission, { body: draftOf([code]) as never })).status).toBe(403);
  expect((await buyer.call(precheckAdmission, { body: draftOf([code]) as never })).status).toBe(403);
  expect((await buyer.call(prepareAdmission, { query: { codes: code } as never })).status).toBe(403);
  expect((await buyer.call(readAdmission, at(id))).status).toBe(403);
  expect((await buyer.call(submitAdmission, { ...at(id), body: { version } })).status).toBe(403);
  expect((await stranger.call(submitAdmission, { ...at(id), body: { version } })).status).toBe(404);
  expect((await stage.sales.call(submitAdmission, { ...at(id), body: { version } })).problem.code).toBe(
    'admission.notNow',
  );
  expect((await stage.sales.call(submitAdmission, { ...at(id), body: { version: 0 } })).status).toBe(400);
});
