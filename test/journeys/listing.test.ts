import { decideListingImport, importListings, submitListingImport } from '@daylight/api/listing-import.ts';
import {
  decideListingChange,
  enterListingChange,
  listListingChanges,
  readListing,
  searchListings,
} from '@daylight/api/listing.ts';
import { readHome } from '@daylight/api/home.ts';
import { openBargain } from '@daylight/api/bargain.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Row, addItems, itemCodeOf, upload, workbookOf } from '../support/directory.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let officer: Person;
let supervisor: Person;
let buyer: Person;
let sales: Person;
const ids = new Map<string, string>();

async function list(rows: readonly Row[]): Promise<void> {
  const entered = await upload(at, officer, importListings, { file: await workbookOf(rows) });
  const { id: importId } = entered.value;
  await officer.call(submitListingImport, {
    params: { importId },
    body: { version: 1, deviationReason: '已核对申报材料' },
  });
  await supervisor.call(decideListingImport, { params: { importId }, body: { version: 2, approve: true } });
  const stored = await at.sql<{ id: string; item_code: string }>('select id, item_code from listing');
  for (const row of stored) ids.set(row.item_code, row.id);
}
const idOf = (product: number, item = 1): string => ids.get(itemCodeOf(product, item)) ?? '';
const note = { note: '经核对申报材料后更正', evidence: '苏医保函〔2026〕1号' };

beforeAll(async () => {
  at = await openTestWorld();
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
  const maker = await at.organisation({ kind: 'manufacturer', name: '明心医疗（合成）' });
  sales = await at.person(maker, ['sales'], '320000');
  await at.organisation({ kind: 'manufacturer', name: '远洋医疗（合成）' });
  const hospital = await at.organisation({
    kind: 'institution',
    name: '鼓楼示范医院',
    jurisdiction: '320100',
  });
  buyer = await at.person(hospital, ['buyer']);
  await addItems(at, {
    [itemCodeOf(1)]: { specification: '5F' },
    [itemCodeOf(1, 2)]: { specification: '6F' },
    [itemCodeOf(2)]: { productName: '心脏起搏器', manufacturer: '远洋医疗（合成）', specification: '双腔' },
    [itemCodeOf(3)]: { productName: '中心静脉导管' },
    [itemCodeOf(4)]: { productName: '备案产品' },
  });
  await list([
    { code: itemCodeOf(1), price: '100' },
    { code: itemCodeOf(1, 2), price: '9', units: '1', purchaseUnit: '支' },
    {
      code: itemCodeOf(2),
      price: '20000',
      units: '1',
      purchaseUnit: '台',
      smallestUnit: '台',
      manufacturer: '远洋医疗（合成）',
    },
    { code: itemCodeOf(3), price: '55' },
    { code: itemCodeOf(4), price: '10', form: '备案采购', audience: '鼓楼示范医院' },
  ]);
});
afterAll(() => at.close());

async function found(query: Parameters<typeof buyer.call<typeof searchListings>>[1] = {}): Promise<string[]> {
  return (await buyer.call(searchListings, query)).value.items.map((each) => each.itemCode);
}

test('a search finds by every word of name, specification and maker, by code and by certificate', async () => {
  expect(await found({ query: { search: '动脉灌注' } })).toEqual([itemCodeOf(1, 2), itemCodeOf(1)]);
  expect(await found({ query: { search: '动脉灌注 6f' } })).toEqual([itemCodeOf(1, 2)]);
  expect(await found({ query: { search: '远洋' } })).toEqual([itemCodeOf(2)]);
  expect(await found({ query: { search: 'C09010101000003' } })).toEqual([itemCodeOf(3)]);
  expect(await found({ query: { search: '国械注准20203030001 起搏' } })).toEqual([itemCodeOf(2)]);
  expect(await found({ query: { search: '50%_off' } })).toEqual([]);
  const short = await buyer.call(searchListings, { query: { search: '管' } });
  expect(short.problem).toMatchObject({ code: 'listing.searchShort', status: 400 });
});

test('prices are compared on the smallest unit, page by page without gaps or repeats', async () => {
  expect(await found({ query: { priceMin: '5.5', priceMax: '10' } })).toEqual([
    itemCodeOf(3),
    itemCodeOf(1, 2),
    itemCodeOf(1),
  ]);
  for (const sort of ['cheapest', 'dearest', 'newest'] as const) {
    const whole = await found({ query: { sort } });
    const paged: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = (await buyer.call(searchListings, { query: { sort, limit: 2, cursor } })).value;
      paged.push(...page.items.map((each) => each.itemCode));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(paged).toEqual(whole);
    expect(new Set(paged).size).toBe(5);
  }
  expect((await found({ query: { sort: 'cheapest' } }))[0]).toBe(itemCodeOf(4));
});

test('a filed listing is seen and bought by its initiator only (JS-18), also in another city everything else (JS-5)', async () => {
  const elsewhere = await at.organisation({ kind: 'institution', jurisdiction: '320500' });
  const other = await at.person(elsewhere, ['buyer']);
  const seen = (await other.call(searchListings)).value.items.map((each) => each.itemCode);
  expect(seen).not.toContain(itemCodeOf(4));
  expect(seen).toHaveLength(4);
  const detail = await other.call(readListing, { params: { listingId: idOf(4) } });
  expect(detail.value).toMatchObject({ mayBuy: false, audience: ['鼓楼示范医院'] });
});

test('a manufacturer sees its own listings and no other’s', async () => {
  const own = (await sales.call(searchListings)).value.items.map((each) => each.manufacturer.name);
  expect(new Set(own)).toEqual(new Set(['明心医疗（合成）']));
});

test('a price is corrected by two persons, with reason and evidence, and never silently (HN-7b, HN-15)', async () => {
  const listingId = idOf(1);
  const wish = {
    params: { listingId },
    body: { kind: 'price', reason: 'correction', price: '98', version: 1, ...note },
  } as const;
  const entered = await officer.call(enterListingChange, wish, 'correction-of-98');
  expect(entered.status).toBe(201);
  // The answer was lost and the request sent again: the first answer, not what stands in the way of a second change.
  expect((await officer.call(enterListingChange, wish, 'correction-of-98')).value).toEqual(entered.value);
  const changeId = entered.value.id;
  expect((await buyer.call(readListing, { params: { listingId } })).value).toMatchObject({
    price: '100',
    changes: [],
  });
  const second = await officer.call(enterListingChange, {
    params: { listingId },
    body: { kind: 'price', reason: 'correction', price: '97', version: 1, ...note },
  });
  expect(second.problem.code).toBe('listing.changeWaiting');
  const duties = (await supervisor.call(readHome)).value.todos.map((each) => each.kind);
  expect(duties).toContain('listing.decideChange');

  const done = await supervisor.call(decideListingChange, { params: { changeId }, body: { approve: true } });
  expect(done.value).toMatchObject({ state: 'approved', version: 2 });
  const after = (await sales.call(readListing, { params: { listingId } })).value;
  expect(after).toMatchObject({ price: '98', version: 2 });
  expect(after.prices.at(-1)).toMatchObject({
    price: '98',
    reason: 'correction',
    basis: { clause: 'HN-7b' },
  });
  expect(after.changes).toMatchObject([{ state: 'approved', priceNow: '98' }]);
  const twice = await supervisor.call(decideListingChange, { params: { changeId }, body: { approve: true } });
  expect(twice.problem.code).toBe('listing.changeDecided');
});

test('a change is refused by name: far from the present price, not lower, unchanged, stale, wrong state, unknown reason', async () => {
  const listingId = idOf(3);
  const enter = (body: object) =>
    officer.call(enterListingChange, {
      params: { listingId },
      body: { kind: 'price', reason: 'correction', price: '50', version: 1, ...note, ...body } as never,
    });
  const wrong = await enter({ price: '5.5' });
  expect(wrong.problem).toMatchObject({
    code: 'listing.priceDeviates',
    field: 'price',
    facts: { price: '0.55', reference: '5.5', share: '30%' },
  });
  expect((await enter({ reason: 'linkage', price: '56' })).problem).toMatchObject({
    code: 'listing.priceNotLower',
    basis: { clause: 'JS-7' },
  });
  expect((await enter({ price: '55' })).problem.code).toBe('listing.priceSame');
  expect((await enter({ version: 9 })).problem.code).toBe('request.stale');
  expect((await enter({ kind: 'resume', reason: 'application' })).problem.code).toBe('listing.wrongState');
  expect((await enter({ reason: 'because' })).problem.code).toBe('listing.reasonUnknown');
  expect((await enter({ price: '-1' })).problem.code).toBe('request.malformed');
  expect((await enter({ note: '' })).problem.code).toBe('request.malformed');
});

test('a suspended listing says why and is resumed by two persons once its ground is gone; a suspension or withdrawal is a closing', async () => {
  const listingId = idOf(3);
  const params = { listingId };
  const wrong = await officer.call(enterListingChange, {
    params,
    body: { kind: 'suspend', reason: 'quality', version: 1, ...note },
  });
  expect(wrong.problem).toMatchObject({ code: 'listing.throughClosing', basis: { clause: 'SX-5.2' } });
  await at.sql(
    `update listing set state = 'suspended', state_reason = 'quality', version = 2,
      state_basis = '{"document":"sx-2021-09","article":"五（二）","clause":"SX-5.2"}' where id = $1`,
    [listingId],
  );
  expect(await found()).not.toContain(itemCodeOf(3));
  const suspended = (await buyer.call(readListing, { params })).value;
  expect(suspended).toMatchObject({
    state: 'suspended',
    stateReason: 'quality',
    stateBasis: { clause: 'SX-5.2' },
  });
  const entered = await officer.call(enterListingChange, {
    params,
    body: { kind: 'resume', reason: 'settled', version: 2, ...note },
  });
  await supervisor.call(decideListingChange, {
    params: { changeId: entered.value.id },
    body: { approve: true },
  });
  expect(await found()).toContain(itemCodeOf(3));
});

test('a city bureau does not change what the province lists; an officer does not approve; a buyer changes nothing', async () => {
  const nantong = await at.organisation({ kind: 'bureau', jurisdiction: '320600' });
  const city = await at.person(nantong, ['officer', 'supervisor']);
  const body = {
    kind: 'price',
    reason: 'correction',
    price: '21',
    version: 1,
    ...note,
    deviationConfirmed: true,
  } as const;
  const params = { listingId: idOf(2) };
  expect((await city.call(enterListingChange, { params, body })).problem).toMatchObject({
    code: 'listing.otherJurisdiction',
    status: 403,
  });
  expect((await buyer.call(enterListingChange, { params, body })).problem.code).toBe('access.notPermitted');
  const entered = await officer.call(enterListingChange, { params, body });
  const changeId = entered.value.id;
  const decide = { params: { changeId }, body: { approve: true } };
  expect((await officer.call(decideListingChange, decide)).problem.code).toBe('access.notPermitted');
  expect((await city.call(decideListingChange, decide)).problem.code).toBe('listing.otherJurisdiction');
  const mute = await supervisor.call(decideListingChange, { params: { changeId }, body: { approve: false } });
  expect(mute.problem.code).toBe('listing.noteMissing');
  expect((await city.call(listListingChanges)).value.items).toEqual([]);
});

test('the same person in both positions may enter, but not approve (HN-15)', async () => {
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  const both = await at.person(bureau, ['officer', 'supervisor']);
  const entered = await both.call(enterListingChange, {
    params: { listingId: idOf(1, 2) },
    body: { kind: 'price', reason: 'correction', price: '8', deviationConfirmed: true, version: 1, ...note },
  });
  const refused = await both.call(decideListingChange, {
    params: { changeId: entered.value.id },
    body: { approve: true },
  });
  expect(refused.problem).toMatchObject({ code: 'listing.ownChange', status: 403 });
});

test('another province knows nothing of a listing', async () => {
  const hunan = await at.organisation({ kind: 'bureau', jurisdiction: '430000' });
  const stranger = await at.person(hunan, ['officer']);
  const read = await stranger.call(readListing, { params: { listingId: idOf(1) } });
  expect(read.problem).toMatchObject({ code: 'listing.unknown', status: 404 });
  expect((await stranger.call(searchListings)).value.items).toEqual([]);
});

test('an agreed price stands beside the listing for the institution that has it, and as a band for others (JS-11)', async () => {
  const listingId = idOf(2);
  const neighbour = await at.organisation({ kind: 'institution', jurisdiction: '320200' });
  const other = await at.person(neighbour, ['buyer']);
  for (const [person, price] of [
    [buyer, '18000'],
    [other, '17500'],
  ] as const) {
    const opened = await person.call(openBargain, { body: { listingId, price: '20000', quantity: '1' } });
    expect(opened.value.state).toBe('agreed');
    await at.sql('update agreed_price set price = $1 where bargain_id = $2', [price, opened.value.id]);
  }
  const [item] = (await buyer.call(searchListings, { query: { agreed: 'true' } })).value.items;
  expect(item).toMatchObject({ id: listingId, agreed: { price: '18000' } });
  const { othersAgreed } = (await buyer.call(readListing, { params: { listingId } })).value;
  expect(othersAgreed).toEqual({ institutions: 2, low: '17500', median: '17500', high: '18000' });
});
