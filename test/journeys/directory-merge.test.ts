import {
  listDirectoryChanges,
  listDirectoryDocuments,
  followDirectory,
} from '@daylight/api/directory-public.ts';
import { decideMerge, enterMerges, listDuplicates, listMerges } from '@daylight/api/directory-resume.ts';
import { readListing } from '@daylight/api/listing.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { money } from '@daylight/rules/money.ts';
import { listProduct, repriceListing } from '@daylight/server/features/listing/port.ts';
import { recordChange } from '@daylight/server/features/directory/port.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { command } from '@daylight/server/command.ts';
import { systemContext } from '@daylight/server/context.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Market, nextItemCode, openMarket, put } from '../support/market.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let officer: Person;
let supervisor: Person;
const note = '高值耗材统一由省级管理';

beforeAll(async () => {
  at = await openTestWorld();
  market = await openMarket(at);
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
});
afterAll(() => at.close());

async function codeOf(listingId: string): Promise<string> {
  const [row] = await at.sql<{ code: string }>('select item_code as code from listing where id = $1', [
    listingId,
  ]);
  return row?.code ?? '';
}
const changes = async (query: object) =>
  (await callAs(at.app, null, listDirectoryChanges, { query: query as never })).value.items;

test('city listings of one code become one of the province at the lowest, with every origin kept, by two persons (HN-1, JS-5)', async () => {
  const city = { managedBy: 'city' } as const;
  const dear = await market.listing({ ...city, jurisdiction: '320100', price: '120', productName: '止血钳' });
  const itemCode = await codeOf(dear);
  // 100 yuan for ten is dearer than 9.5 yuan for one.
  const cheap = await market.listing({
    ...city,
    jurisdiction: '320500',
    price: '9.5',
    unitsPerPurchaseUnit: 1,
    itemCode,
  });
  await market.agree(dear, '90');
  const alone = await market.listing({ ...city, jurisdiction: '320600' });

  const found = (await officer.call(listDuplicates)).value.items;
  expect(found).toMatchObject([
    { itemCode, keptId: cheap, lowestId: cheap, obstacle: null, sources: [{ id: dear }, { id: cheap }] },
  ]);
  const all = (await officer.call(listDuplicates, { query: { single: 'true' } })).value.items;
  expect(all.map((each) => each.itemCode).toSorted()).toEqual([itemCode, await codeOf(alone)].toSorted());

  const entered = await officer.call(enterMerges, { body: { itemCodes: [itemCode], note } });
  expect(entered.value).toMatchObject({ entered: 1, lines: [{ itemCode, code: null }] });
  const again = await officer.call(enterMerges, { body: { itemCodes: [itemCode], note } });
  expect(again.problem.code).toBe('directory.nothingToMerge');
  const mergeId = entered.value.lines[0]?.id ?? '';
  const params = { mergeId };
  expect((await officer.call(decideMerge, { params, body: { approve: true } })).problem.code).toBe(
    'access.notPermitted',
  );
  const both = await at.person(officer.organisationId, ['officer', 'supervisor']);
  await at.sql('update directory_merge set entered_by = $1 where id = $2', [both.accountId, mergeId]);
  expect((await both.call(decideMerge, { params, body: { approve: true } })).problem).toMatchObject({
    code: 'directory.ownMerge',
    basis: { clause: 'HN-15' },
  });
  expect((await supervisor.call(decideMerge, { params, body: { approve: false } })).problem.code).toBe(
    'directory.noteMissing',
  );
  const done = await supervisor.call(decideMerge, { params, body: { approve: true } });
  expect(done.value).toMatchObject({ state: 'approved', keptListingId: cheap });

  const kept = (await market.buyer.call(readListing, { params: { listingId: cheap } })).value;
  expect(kept).toMatchObject({ jurisdiction: '320000', managedBy: 'province', price: '9.5', mayBuy: true });
  expect(kept.origins.map((each) => each.price).toSorted()).toEqual(['120', '9.5']);
  // 90 yuan for ten is below 9.5 for one: what was agreed goes on.
  expect(kept.agreed).toMatchObject({ price: '9' });
  const gone = (await market.buyer.call(readListing, { params: { listingId: dear } })).value;
  expect(gone).toMatchObject({ state: 'withdrawn', stateReason: 'merged' });
  const placed = await market.buyer.call(placeOrders, {
    body: { lines: [{ listingId: cheap, quantity: '3' }] },
  });
  expect(placed.status).toBe(201);
  expect((await changes({ listingId: cheap })).map((each) => each.kind)).toEqual(['moved']);
  expect((await officer.call(listDuplicates)).value.items).toEqual([]);
  expect((await officer.call(listMerges)).value.items).toMatchObject([{ state: 'approved', own: false }]);
});

test('what is in the provincial directory already stays and takes over the lowest price; a change in between holds the merge back (HN-1)', async () => {
  const above = await market.listing({ price: '100' });
  const itemCode = await codeOf(above);
  const city = await market.listing({ managedBy: 'city', jurisdiction: '320500', price: '88', itemCode });
  const entered = await officer.call(enterMerges, { body: { itemCodes: [itemCode], note } });
  const mergeId = entered.value.lines[0]?.id ?? '';
  await at.sql('update listing set version = 2 where id = $1', [city]);
  const late = await supervisor.call(decideMerge, { params: { mergeId }, body: { approve: true } });
  expect(late.problem.code).toBe('directory.mergeOutdated');
  await supervisor.call(decideMerge, { params: { mergeId }, body: { approve: false, note: '重新录入' } });
  const second = await officer.call(enterMerges, { body: { itemCodes: [itemCode], note } });
  const params = { mergeId: second.value.lines[0]?.id ?? '' };
  expect((await supervisor.call(decideMerge, { params, body: { approve: true } })).ok).toBe(true);
  const kept = (await market.buyer.call(readListing, { params: { listingId: above } })).value;
  expect(kept).toMatchObject({ state: 'listed', price: '88', jurisdiction: '320000' });
  expect((await changes({ listingId: above }))[0]).toMatchObject({
    kind: 'repriced',
    priceBefore: '100',
    price: '88',
  });
});

test('codes of different makers or with nothing to merge are refused by name; cities do not merge (HN-1)', async () => {
  const first = await market.listing({ managedBy: 'city', jurisdiction: '320100' });
  const itemCode = await codeOf(first);
  await market.listing({
    managedBy: 'city',
    jurisdiction: '320500',
    itemCode,
    manufacturerId: market.otherManufacturerId,
  });
  const nothing = await codeOf(await market.listing());
  const city = { managedBy: 'city', jurisdiction: '320300' } as const;
  const good = await codeOf(await market.listing(city));
  const entered = await officer.call(enterMerges, { body: { itemCodes: [itemCode, nothing, good], note } });
  expect(entered.value.lines.map((each) => each.code)).toEqual([
    'directory.mergeMakers',
    'directory.nothingToMerge',
    null,
  ]);
  const nantong = await at.person(await at.organisation({ kind: 'bureau', jurisdiction: '320600' }), [
    'officer',
  ]);
  expect((await nantong.call(enterMerges, { body: { itemCodes: [good], note } })).problem.code).toBe(
    'listing.otherJurisdiction',
  );
  expect((await market.buyer.call(listDuplicates)).problem.code).toBe('access.notPermitted');
});

async function act<T>(work: Parameters<typeof command<T, string>>[1]): Promise<T> {
  const done = await command<T, string>(systemContext(at.world, 32, 'test'), work);
  if (!done.ok) throw new Error(done.code);
  return done.value;
}

test('every act on a listing stands in the public history with reason, article and document, and the feed misses nothing (HN-7b, HN-16)', async () => {
  const itemCode = nextItemCode();
  await put(at, 'catalogue_item', { item_code: itemCode, product_name: '公开的产品', state: 'active' });
  const from = (await callAs(at.app, null, followDirectory, {})).value;
  let cursor = from.next;
  for (let more = from.more; more;) {
    const page = (await callAs(at.app, null, followDirectory, { query: { cursor } })).value;
    [cursor, more] = [page.next, page.more];
  }
  const context = systemContext(at.world, 32, 'test');
  const wish = {
    itemCode,
    jurisdiction: '320000',
    class: 'highValueSix',
    form: 'sunshine',
    manufacturerId: market.manufacturerId,
    price: money('50'),
    purchaseUnit: '个',
    smallestUnit: '个',
    unitsPerPurchaseUnit: 1,
    reason: 'admitted',
    basis: listingBasis.lowest,
    source: '新增挂网',
    document: '苏医保公告2026-9',
  } as const;
  const { id: listingId } = await act((unit) => listProduct(context, unit, wish));
  expect(await changes({ listingId })).toMatchObject([
    { kind: 'listed', price: '50', priceBefore: null, document: '苏医保公告2026-9' },
  ]);
  const twice = command(context, (unit) => listProduct(context, unit, wish));
  expect(await twice).toMatchObject({ ok: false, code: 'listing.alreadyListed' });
  const raise = command(context, (unit) =>
    repriceListing(context, unit, {
      listingId,
      price: money('51'),
      reason: 'linkage',
      basis: listingBasis.lowest,
    }),
  );
  expect(await raise).toMatchObject({ ok: false, code: 'listing.priceNotLower' });
  await act(async (unit) => {
    const done = await repriceListing(context, unit, {
      listingId,
      price: money('45'),
      reason: 'linkage',
      basis: listingBasis.lowest,
    });
    await recordChange(context, unit, {
      listingId,
      kind: 'repriced',
      reason: 'linkage',
      basis: listingBasis.lowest,
      document: '2026年度联动',
    });
    return done;
  });
  const repriced = await changes({ document: '2026年度联动' });
  expect(repriced).toMatchObject([{ kind: 'repriced', listingId, priceBefore: '50', price: '45' }]);
  expect(await changes({ kind: 'repriced', from: '2026-09-01', listingId })).toHaveLength(1);
  expect(await changes({ from: '2026-09-02', listingId })).toEqual([]);
  const documents = (await callAs(at.app, null, listDirectoryDocuments, {})).value.items;
  expect(documents.map((each) => each.document)).toContain('苏医保公告2026-9');
  const news = (await callAs(at.app, null, followDirectory, { query: { cursor } })).value;
  expect(news.items.map((each) => each.kind)).toEqual(['listed', 'repriced']);
  const quiet = (await callAs(at.app, null, followDirectory, { query: { cursor: news.next } })).value;
  expect(quiet).toMatchObject({ items: [], more: false });
});
