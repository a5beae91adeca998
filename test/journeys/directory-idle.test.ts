import { listLives } from '@daylight/api/directory.ts';
import { listDirectoryChanges } from '@daylight/api/directory-public.ts';
import {
  applyForResumption,
  checkResumption,
  decideResumption,
  listResumptions,
  recallResumption,
} from '@daylight/api/directory-resume.ts';
import { readHome } from '@daylight/api/home.ts';
import { readListing } from '@daylight/api/listing.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { answerOrder } from '@daylight/api/order-answer.ts';
import { acceptShipment, shipOrder } from '@daylight/api/order-delivery.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf } from '../support/evidence.ts';
import { type Market, openMarket } from '../support/market.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let officer: Person;
let supervisor: Person;

beforeAll(async () => {
  at = await openTestWorld('2026-10-08T02:00:00.000Z');
  market = await openMarket(at);
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
});
afterAll(() => at.close());

async function buy(listingId: string): Promise<void> {
  const placed = await market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity: '10' }] } });
  const orderId = placed.value.orders[0]?.id ?? '';
  await market.dispatcher.call(answerOrder, { params: { orderId }, body: { version: 1 } });
  const shipped = await market.dispatcher.call(shipOrder, {
    params: { orderId },
    body: { carrier: '自送', lines: [{ orderLine: 1, quantity: '10', lot: 'L1', expiresOn: '2029-01-31' }] },
  });
  await market.storekeeper.call(acceptShipment, {
    params: { shipmentId: shipped.value.id },
    body: { lines: [{ line: 1, accepted: '10' }] },
  });
}

const order = (listingId: string) =>
  market.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity: '1' }] } });
const stateOf = async (listingId: string) =>
  (await market.sales.call(readListing, { params: { listingId } })).value.state;
const kindsOf = async (listingId: string) =>
  (await callAs(at.app, null, listDirectoryChanges, { query: { listingId } })).value.items.map(
    (each) => each.kind,
  );

let idle: string;
let traded: string;

test('without trade for twelve months a listing is announced and then suspended by the clock; a trade begins the time anew (JS-14a)', async () => {
  idle = await market.listing({ productName: '久无人购的灌注管' });
  traded = await market.listing({ productName: '常用灌注管' });
  const elsewhere = await market.listing({ productName: '另一灌注管' });
  await at.sql(`update listing_life set counted_from = '2026-09-20' where listing_id = $1`, [elsewhere]);
  await buy(traded);
  expect(
    await at.sql(`select last_traded_on::text as on from listing_life where listing_id = $1`, [traded]),
  ).toEqual([{ on: '2026-10-08' }]);

  await at.moveTo('2026-11-20T02:00:00.000Z');
  expect((await market.sales.call(listLives, {})).value.items).toEqual([]);

  await at.moveTo('2026-12-10T02:00:00.000Z');
  const announced = (await market.sales.call(listLives, {})).value.items;
  expect(announced).toMatchObject([
    {
      listingId: idle,
      state: 'listed',
      countedFrom: '2026-01-01',
      lastTradedOn: null,
      suspension: { basis: { clause: 'JS-14a' } },
    },
  ]);
  expect((await market.sales.call(readHome)).value.todos).toContainEqual(
    expect.objectContaining({ kind: 'directory.idle', href: '/directory?stage=idle' }),
  );
  expect(await kindsOf(idle)).toEqual(['idle']);
  // Announced is not suspended: it can still be ordered, and who orders saves nothing yet.
  expect(await stateOf(idle)).toBe('listed');

  // At least the time of notice lies between the announcement and the suspension.
  expect(announced[0]?.suspension?.dueAt.slice(0, 10) ?? '').toMatch(/^2027-01-(0[4-9]|1\d)$/);
  await at.moveTo('2027-01-20T02:00:00.000Z');
  expect(await stateOf(idle)).toBe('suspended');
  expect(await stateOf(traded)).toBe('listed');
  expect(await stateOf(elsewhere)).toBe('listed');
  expect(await kindsOf(idle)).toEqual(['suspended', 'idle']);
  expect((await order(idle)).problem).toMatchObject({
    code: 'order.listingSuspended',
    basis: { clause: 'JS-14a' },
  });
});

test('a listing that was traded after its announcement is not suspended (JS-14a)', async () => {
  const saved = await market.listing({ productName: '最后关头' });
  await at.sql(`update listing_life set counted_from = '2026-02-20' where listing_id = $1`, [saved]);
  await at.moveTo('2027-02-01T02:00:00.000Z');
  expect((await market.sales.call(listLives, {})).value.items.map((each) => each.listingId)).toEqual([saved]);
  await buy(saved);
  expect((await market.sales.call(listLives, {})).value.items).toEqual([]);
  await at.moveTo('2027-04-01T02:00:00.000Z');
  expect(await stateOf(saved)).toBe('listed');
});

test('who may ask for a resumption, of what and with what is refused by name (JS-14a)', async () => {
  const apply = async (person: Person, listingId: string, files: readonly string[]) =>
    person.call(applyForResumption, {
      body: { listingId, need: '手术需要，年用量约二十盒', evidenceIds: [...files] },
    });
  const file = await fileOf(at, market.buyer);
  expect((await apply(market.buyer, traded, [file])).problem.code).toBe('directory.notSuspended');
  expect((await apply(market.buyer, idle, [])).problem).toMatchObject({
    code: 'directory.evidenceMissing',
    basis: { clause: 'JS-14a' },
  });
  const quality = await market.listing({ state: 'suspended' });
  await at.sql(`update listing set state_reason = 'quality' where id = $1`, [quality]);
  expect((await apply(market.buyer, quality, [file])).problem.code).toBe('directory.otherGround');
  const city = await market.listing({ state: 'suspended', managedBy: 'city', jurisdiction: '320500' });
  expect((await apply(market.buyer, city, [file])).problem).toMatchObject({
    code: 'directory.notToBuy',
    basis: { clause: 'JS-5' },
  });
  expect((await apply(market.buyer, idle, [await fileOf(at, officer)])).problem.code).toBe(
    'evidence.unknown',
  );
  expect((await apply(market.sales, idle, [file])).problem.code).toBe('access.notPermitted');
  const short = await market.buyer.call(applyForResumption, {
    body: { listingId: idle, need: '要', evidenceIds: [file] },
  });
  expect(short.problem.code).toBe('request.malformed');
});

test('an institution’s written application is checked by one, decided by another, and the product is listed again (JS-14a, HN-15)', async () => {
  const evidenceIds = [await fileOf(at, market.buyer, '恢复挂网申请（盖章）.pdf')];
  const body = { listingId: idle, need: '手术需要，年用量约二十盒', evidenceIds };
  const applied = await market.buyer.call(applyForResumption, { body });
  expect(applied.status).toBe(201);
  expect(applied.value).toMatchObject({
    state: 'applied',
    files: [{ fileName: '恢复挂网申请（盖章）.pdf' }],
    due: { basis: { document: 'daylight' } },
  });
  expect((await market.buyer.call(applyForResumption, { body })).problem.code).toBe(
    'directory.alreadyApplied',
  );
  const params = { resumptionId: applied.value.id };
  expect((await officer.call(readHome)).value.todos.map((each) => each.kind)).toContain(
    'directory.resumption',
  );

  const early = await supervisor.call(decideResumption, { params, body: { approve: true, version: 1 } });
  expect(early.problem.code).toBe('directory.resumptionNotChecked');
  const mute = await officer.call(checkResumption, { params, body: { recommend: false, version: 1 } });
  expect(mute.problem.code).toBe('directory.noteMissing');
  const checked = await officer.call(checkResumption, { params, body: { recommend: true, version: 1 } });
  expect(checked.value).toMatchObject({ state: 'checked', recommended: true, ownCheck: true });
  const both = await at.person(officer.organisationId, ['officer', 'supervisor']);
  expect(
    (await officer.call(decideResumption, { params, body: { approve: true, version: 2 } })).problem.code,
  ).toBe('access.notPermitted');
  await at.sql('update directory_resumption set checked_by = $1 where id = $2', [
    both.accountId,
    applied.value.id,
  ]);
  const own = await both.call(decideResumption, { params, body: { approve: true, version: 2 } });
  expect(own.problem).toMatchObject({ code: 'directory.ownCheck', basis: { clause: 'HN-15' } });
  const decided = await supervisor.call(decideResumption, { params, body: { approve: true, version: 2 } });
  expect(decided.value).toMatchObject({ state: 'approved' });

  expect(await stateOf(idle)).toBe('listed');
  expect((await order(idle)).status).toBe(201);
  expect(await kindsOf(idle)).toEqual(['resumed', 'suspended', 'idle']);
  // The year begins anew with the resumption.
  expect(
    await at.sql(`select counted_from::text as from, stage from listing_life where listing_id = $1`, [idle]),
  ).toEqual([{ from: '2027-04-01', stage: 'running' }]);
  const other = await at.person(await at.organisation({ kind: 'institution' }), ['buyer']);
  expect((await other.call(listResumptions)).value.items).toEqual([]);
});

test('an application is taken back by its institution only, and refused with a reason (JS-14a)', async () => {
  const again = await market.listing({ state: 'suspended', productName: '再次暂停' });
  const apply = async () =>
    (
      await market.buyer.call(applyForResumption, {
        body: { listingId: again, need: '门诊需要', evidenceIds: [await fileOf(at, market.buyer)] },
      })
    ).value;
  const first = await apply();
  const stranger = await at.person(await at.organisation({ kind: 'institution' }), ['buyer']);
  const recall = { params: { resumptionId: first.id }, body: { version: 1 } };
  expect((await stranger.call(recallResumption, recall)).problem.code).toBe('directory.resumptionUnknown');
  expect((await market.buyer.call(recallResumption, recall)).value.state).toBe('recalled');

  const second = await apply();
  const params = { resumptionId: second.id };
  await officer.call(checkResumption, { params, body: { recommend: false, note: '用量过小', version: 1 } });
  const refused = await supervisor.call(decideResumption, {
    params,
    body: { approve: false, note: '有同类产品可用', version: 2 },
  });
  expect(refused.value).toMatchObject({ state: 'refused', decisionNote: '有同类产品可用' });
  expect(await stateOf(again)).toBe('suspended');
});
