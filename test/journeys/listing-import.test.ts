import {
  correctedListingWorkbook,
  decideListingImport,
  discardListingImport,
  importListings,
  listListingImportRows,
  listListingImports,
  listingTemplate,
  readListingImport,
  recheckListingImport,
  submitListingImport,
} from '@daylight/api/listing-import.ts';
import { readListing, searchListings } from '@daylight/api/listing.ts';
import { openWorkbook } from '@daylight/server/workbook/read-workbook.ts';
import { writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Row, addItems, itemCodeOf, upload, workbookOf } from '../support/directory.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let officer: Person;
let supervisor: Person;
let buyer: Person;
let maker: string;

beforeAll(async () => {
  at = await openTestWorld();
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
  maker = await at.organisation({ kind: 'manufacturer', name: '明心医疗（合成）' });
  const hospital = await at.organisation({ kind: 'institution', name: '江宁医院', jurisdiction: '320100' });
  buyer = await at.person(hospital, ['buyer']);
  await addItems(at, {
    [itemCodeOf(1)]: {},
    [itemCodeOf(1, 2)]: { specification: '6F' },
    [itemCodeOf(1, 3)]: { specification: '7F' },
    [itemCodeOf(2)]: { state: 'transcoded', replacedBy: itemCodeOf(1, 2) },
    [itemCodeOf(3)]: { state: 'disabled' },
    [itemCodeOf(4)]: { certificateFlag: 'serialLength', certificate: '国械注准2020303' },
    [itemCodeOf(5)]: { productName: '心脏起搏器', manufacturer: '远洋株式会社' },
    [itemCodeOf(6)]: { productName: '检测试剂盒' },
  });
});
afterAll(() => at.close());

async function enter(rows: readonly Row[], person = officer, query: Record<string, string> = {}) {
  return upload(at, person, importListings, { file: await workbookOf(rows), query });
}
async function rowsOf(importId: string) {
  return (await officer.call(listListingImportRows, { params: { importId } })).value.items;
}
async function approve(importId: string, version: number) {
  return supervisor.call(decideListingImport, { params: { importId }, body: { version, approve: true } });
}

test('a directory becomes listings only after a second person has approved it, and the maker is told (HN-1, HN-15)', async () => {
  const entered = await enter([{ code: itemCodeOf(1), productName: '动脉灌注管', listedOn: '2026/8/1' }]);
  expect(entered.status).toBe(201);
  const { id: importId, report } = entered.value;
  expect(report).toMatchObject({ rows: 1, new: 1, bad: 0, unexplained: 0 });
  expect((await buyer.call(searchListings)).value.items).toEqual([]);

  const early = await approve(importId, 1);
  expect(early.problem).toMatchObject({ code: 'listing.importWrongState' });
  await officer.call(submitListingImport, { params: { importId }, body: { version: 1 } });
  const done = await approve(importId, 2);
  expect(done.value).toMatchObject({ state: 'approved', version: 3 });

  const [listing] = (await buyer.call(searchListings)).value.items;
  expect(listing).toMatchObject({
    itemCode: itemCodeOf(1),
    price: '100',
    unitsPerPurchaseUnit: 10,
    listedOn: '2026-08-01',
    class: 'highValueSix',
    manufacturer: { id: maker },
  });
  const detail = await buyer.call(readListing, { params: { listingId: listing?.id ?? '' } });
  expect(detail.value.prices).toMatchObject([{ price: '100', reason: 'listed' }]);
  expect(detail.value).toMatchObject({ mayBuy: true, mayBuyBasis: { clause: 'JS-5' } });
  const told = await at.sql(
    `select kind, facts ->> 'listed' as listed from notice where organisation_id = $1`,
    [maker],
  );
  expect(told).toEqual([{ kind: 'listing.imported', listed: '1' }]);
});

test('whoever entered an import does not approve it, also with both positions (HN-15)', async () => {
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  const both = await at.person(bureau, ['officer', 'supervisor']);
  const entered = await enter([{ code: itemCodeOf(1, 3) }], both);
  const { id: importId } = entered.value;
  await both.call(submitListingImport, { params: { importId }, body: { version: 1 } });
  const refused = await both.call(decideListingImport, {
    params: { importId },
    body: { version: 2, approve: true },
  });
  expect(refused.status).toBe(403);
  expect(refused.problem).toMatchObject({ code: 'listing.ownImport', basis: { clause: 'HN-15' } });
  const back = await supervisor.call(decideListingImport, {
    params: { importId },
    body: { version: 2, approve: false, note: '价格请核对' },
  });
  expect(back.value.state).toBe('rejected');
});

test('every row says what is wrong with it and by which article (HN-2, HN-6a, JS-5)', async () => {
  const entered = await enter([
    { code: '' },
    { code: 'C0901' },
    { code: itemCodeOf(99) },
    { code: itemCodeOf(2) },
    { code: itemCodeOf(3) },
    { code: itemCodeOf(4) },
    { code: itemCodeOf(1, 2), productName: '静脉插管' },
    { code: itemCodeOf(1, 2), price: '0' },
    { code: itemCodeOf(1, 2), price: '十元' },
    { code: itemCodeOf(1, 2), units: '2.5' },
    { code: itemCodeOf(1, 2), units: '10', smallestUnit: '盒' },
    { code: itemCodeOf(1, 2), managedBy: '市级' },
    { code: itemCodeOf(6), class: '试剂', managedBy: '市级' },
    { code: itemCodeOf(1, 2), manufacturer: '无名企业' },
    { code: itemCodeOf(1, 2), form: '备案采购' },
    { code: itemCodeOf(1, 2), listedOn: '2026-12-31' },
    { code: itemCodeOf(1, 2) },
    { code: itemCodeOf(1, 2) },
  ]);
  const rows = await rowsOf(entered.value.id);
  const first = rows.map((row) => row.findings.find((each) => each.severity === 'error'));
  expect(first.map((each) => each?.code)).toEqual([
    'listing.codeMissing',
    'listing.codeForm',
    'listing.codeUnknown',
    'listing.codeTranscoded',
    'listing.codeDisabled',
    'listing.certificateDoubtful',
    'listing.nameDiffers',
    'listing.priceNotPositive',
    'listing.priceForm',
    'listing.conversionNotWhole',
    'listing.conversionOfSameUnit',
    'listing.managerMisfit',
    'listing.notManagedHere',
    'listing.manufacturerUnknown',
    'listing.audienceMissing',
    'listing.dateInFuture',
    undefined,
    'listing.duplicateRow',
  ]);
  expect(first[3]?.text.zh).toContain(itemCodeOf(1, 2));
  expect(first.map((each) => each?.basis?.clause ?? null)).toEqual([
    'HN-2',
    'HN-2',
    'JS-3',
    'JS-3',
    'JS-3',
    'HN-6a',
    'HN-2',
    null,
    null,
    null,
    null,
    'JS-5',
    'JS-5',
    null,
    'JS-18',
    null,
    null,
    null,
  ]);
  expect(entered.value.report).toMatchObject({ rows: 18, new: 1, bad: 17 });

  const corrected = await at.app.inject({
    url: correctedListingWorkbook.path.replace(':importId', entered.value.id),
    headers: { cookie: `daylight_session=${officer.token}` },
  });
  const place = path.join(mkdtempSync(path.join(tmpdir(), 'corrected-')), 'book.xlsx');
  writeFileSync(place, corrected.rawPayload);
  const book = await openWorkbook(place);
  if (!book.ok) throw new Error(book.code);
  const written: string[] = [];
  await book.value.sheets[0]?.eachBatch(
    (batch) => void written.push(...batch.map((row) => row.cells.join('|'))),
  );
  book.value.close();
  expect(written).toHaveLength(19);
  expect(written[0]).toContain('核对结果');
  expect(written[5]).toContain('已停用');
});

test('an unusual price goes on only with an explanation, which stands in the price history (HN-7b)', async () => {
  const entered = await enter([{ code: itemCodeOf(1, 2), price: '100', units: '1' }]);
  const { id: importId, report } = entered.value;
  expect(report).toMatchObject({ new: 1, unexplained: 1, findings: { 'listing.priceDeviates': 1 } });
  const refused = await officer.call(submitListingImport, { params: { importId }, body: { version: 1 } });
  expect(refused.problem).toMatchObject({
    code: 'listing.unexplained',
    facts: { rows: 1 },
    field: 'deviationReason',
  });
  const sent = await officer.call(submitListingImport, {
    params: { importId },
    body: { version: 1, deviationReason: '单支独立包装，已核对申报材料' },
  });
  expect(sent.value.state).toBe('submitted');
  await approve(importId, 2);
  const [listing] = (await buyer.call(searchListings, { query: { search: itemCodeOf(1, 2) } })).value.items;
  const detail = await buyer.call(readListing, { params: { listingId: listing?.id ?? '' } });
  expect(detail.value.prices[0]?.evidence).toContain('单支独立包装');
});

test('a later directory changes prices and keeps the history; the same one changes nothing', async () => {
  const cheaper = await enter([{ code: itemCodeOf(1), price: '95.5' }]);
  expect(cheaper.value.report).toMatchObject({ reprice: 1, unexplained: 0 });
  await officer.call(submitListingImport, { params: { importId: cheaper.value.id }, body: { version: 1 } });
  await approve(cheaper.value.id, 2);
  const [listing] = (await buyer.call(searchListings, { query: { search: itemCodeOf(1) } })).value.items;
  expect(listing).toMatchObject({ price: '95.5', version: 2 });
  const detail = await buyer.call(readListing, { params: { listingId: listing?.id ?? '' } });
  expect(detail.value.prices.map((each) => each.price)).toEqual(['100', '95.5']);

  const same = await enter([{ code: itemCodeOf(1), price: '95.50' }]);
  expect(same.value.report).toMatchObject({ same: 1, new: 0, reprice: 0 });
  const nothing = await officer.call(submitListingImport, {
    params: { importId: same.value.id },
    body: { version: 1 },
  });
  expect(nothing.problem).toMatchObject({ code: 'listing.nothingToImport' });
  const raised = await enter([{ code: itemCodeOf(1), price: '96' }]);
  expect(raised.value.report.findings).toMatchObject({ 'listing.priceRaised': 1 });
});

test('what was checked and what is approved are the same: an import overtaken by another is checked again', async () => {
  const [first, second] = [
    await enter([{ code: itemCodeOf(1), price: '90' }]),
    await enter([{ code: itemCodeOf(1), price: '91' }]),
  ];
  for (const each of [first, second])
    await officer.call(submitListingImport, { params: { importId: each.value.id }, body: { version: 1 } });
  await approve(first.value.id, 2);
  const late = await approve(second.value.id, 2);
  expect(late.problem).toMatchObject({ code: 'listing.importOutdated', facts: { rows: 1 } });
  const again = await officer.call(recheckListingImport, {
    params: { importId: second.value.id },
    body: { version: 2 },
  });
  expect(again.value).toMatchObject({ state: 'checked', report: { reprice: 1, unexplained: 1 } });
  const stale = await officer.call(discardListingImport, {
    params: { importId: second.value.id },
    body: { version: 2 },
  });
  expect(stale.problem).toMatchObject({ code: 'request.stale' });
  const gone = await officer.call(discardListingImport, {
    params: { importId: second.value.id },
    body: { version: 3 },
  });
  expect(gone.value.state).toBe('discarded');
});

test('rows of several former platforms become one listing at the lowest price, and each keeps where it came from (HN-1)', async () => {
  const hunan = await at.organisation({ kind: 'bureau', jurisdiction: '430000' });
  const enterer = await at.person(hunan, ['officer']);
  const approver = await at.person(hunan, ['supervisor']);
  const entered = await enter(
    [
      { code: itemCodeOf(1), price: '120', origin: '长沙平台' },
      { code: itemCodeOf(1), price: '13', units: '1', purchaseUnit: '支', origin: '株洲平台' },
      { code: itemCodeOf(1), price: '110', origin: '湘潭平台' },
      { code: itemCodeOf(1), price: '111', origin: '湘潭平台' },
    ],
    enterer,
  );
  const { id: importId, report } = entered.value;
  expect(report).toMatchObject({ new: 1, merged: 2, bad: 1 });
  await enterer.call(submitListingImport, { params: { importId }, body: { version: 1 } });
  const done = await approver.call(decideListingImport, {
    params: { importId },
    body: { version: 2, approve: true },
  });
  expect(done.value.state).toBe('approved');
  const [listing] = (await approver.call(searchListings)).value.items;
  expect(listing).toMatchObject({ price: '110', unitsPerPurchaseUnit: 10, managedBy: 'province' });
  const detail = await approver.call(readListing, { params: { listingId: listing?.id ?? '' } });
  expect(detail.value.origins.map(({ platform, price }) => [platform, price]).toSorted()).toEqual([
    ['株洲平台', '13'],
    ['湘潭平台', '110'],
    ['长沙平台', '120'],
  ]);
});

test('a city lists what cities manage, for its own institutions only (JS-5)', async () => {
  const nantong = await at.organisation({ kind: 'bureau', jurisdiction: '320600' });
  const enterer = await at.person(nantong, ['officer']);
  const approver = await at.person(nantong, ['supervisor']);
  const entered = await enter([{ code: itemCodeOf(6), class: '试剂', managedBy: '市级' }], enterer);
  expect(entered.value).toMatchObject({ jurisdiction: '320600', report: { new: 1 } });
  const { id: importId } = entered.value;
  await enterer.call(submitListingImport, { params: { importId }, body: { version: 1 } });
  const provincial = await officer.call(readListingImport, { params: { importId } });
  expect(provincial.value.id).toBe(importId);
  await approver.call(decideListingImport, { params: { importId }, body: { version: 2, approve: true } });
  const county = await at.organisation({ kind: 'institution', jurisdiction: '320682' });
  const ruGao = await at.person(county, ['buyer']);
  expect((await ruGao.call(searchListings, { query: { class: 'reagent' } })).value.items).toHaveLength(1);
  expect((await buyer.call(searchListings, { query: { class: 'reagent' } })).value.items).toEqual([]);
});

test('directories of elsewhere, of nobody, and files that are no directory are refused', async () => {
  const nantong = await at.organisation({ kind: 'bureau', jurisdiction: '320600' });
  const cityOfficer = await at.person(nantong, ['officer']);
  const file = await workbookOf([{ code: itemCodeOf(1) }]);
  for (const jurisdiction of ['320000', '320100', '430000', '320999', '320682']) {
    const refused = await upload(at, cityOfficer, importListings, { file, query: { jurisdiction } });
    expect([jurisdiction, refused.status, refused.problem.code]).toEqual([
      jurisdiction,
      403,
      'listing.importElsewhere',
    ]);
  }
  const forbidden = await upload(at, buyer, importListings, { file });
  expect(forbidden.status).toBe(403);
  const noise = await upload(at, officer, importListings, { file: Buffer.from('no workbook at all') });
  expect(noise.problem.code).toBe('workbook.notAWorkbook');
  const empty = await upload(at, officer, importListings, { file: await workbookOf([]) });
  expect(empty.problem.code).toBe('listing.noRows');
  const columns = await upload(at, officer, importListings, {
    file: await workbookOf([{}], ['医保27位代码', '挂网价']),
  });
  expect(columns.problem).toMatchObject({ code: 'listing.columnMissing', field: 'file' });
  const xuzhou = await at.organisation({ kind: 'bureau', jurisdiction: '320300' });
  const elsewhere = await at.person(xuzhou, ['officer']);
  expect((await elsewhere.call(listListingImports)).value.items).toEqual([]);
  const [provincial] = (await officer.call(listListingImports)).value.items;
  const unknown = await elsewhere.call(readListingImport, { params: { importId: provincial?.id ?? '' } });
  expect(unknown.problem).toMatchObject({ code: 'listing.importUnknown', status: 404 });
});

test('the template can be imported as it is, and its example names what is missing', async () => {
  const template = await at.app.inject({
    url: listingTemplate.path,
    headers: { cookie: `daylight_session=${officer.token}` },
  });
  const entered = await upload(at, officer, importListings, { file: template.rawPayload });
  expect(entered.value.report).toMatchObject({ rows: 1, bad: 1 });
  const codes = (await rowsOf(entered.value.id))[0]?.findings.map((each) => each.code);
  expect(codes).toEqual(['listing.codeUnknown', 'listing.manufacturerUnknown']);
});

test('the same upload sent twice is one import', async () => {
  const file = await workbookOf([{ code: itemCodeOf(1, 3) }]);
  const first = await upload(at, officer, importListings, { file, key: 'the-same-key-twice' });
  const second = await upload(at, officer, importListings, { file, key: 'the-same-key-twice' });
  expect(second.value.id).toBe(first.value.id);
});
