import { acceptOffer, counterOffer, acceptCounter, renewOffer } from '@daylight/api/bargain-answer.ts';
import {
  joinPool,
  leavePool,
  listAgreedPrices,
  listBargains,
  listPools,
  openBargain,
  readBargain,
} from '@daylight/api/bargain.ts';
import { agreedPriceOf } from '@daylight/server/features/bargain/port.ts';
import { reading } from '@daylight/server/db.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PriceListing, type PriceMarket, openPriceMarket } from '../support/price-market.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let market: PriceMarket;
let opener: Person;
let member: Person;
let third: Person;

async function hospital(jurisdiction: string): Promise<Person> {
  const id = await world.organisation({ kind: 'institution', jurisdiction });
  return world.person(id, ['buyer']);
}

beforeAll(async () => {
  world = await openTestWorld('2026-10-12T02:00:00.000Z');
  market = await openPriceMarket(world);
  opener = await hospital('320100');
  member = await hospital('320200');
  third = await hospital('320100');
});
afterAll(() => world.close());

async function pool(options: PriceListing = {}, joiningUntil = '2026-11-06') {
  const listing = await market.listing(options);
  const body = { listingId: listing.id, price: '80', quantity: '20', joiningUntil };
  return { listing, bargain: (await opener.call(openBargain, { body })).value };
}

const join = (person: Person, bargainId: string, quantity = '5') =>
  person.call(joinPool, { params: { bargainId }, body: { quantity } });

test('JS-11 HN-5 institutions pool one bargain: one price in force for every member', async () => {
  const { listing, bargain } = await pool();
  expect(bargain).toMatchObject({ state: 'joining', turn: null, dueKind: 'joining' });
  const open = (await member.call(listPools)).value;
  expect(open.items.map((item) => item.id)).toContain(bargain.id);
  expect((await join(member, bargain.id)).status).toBe(201);
  expect(
    (await market.sales.call(acceptOffer, { params: { bargainId: bargain.id }, body: { version: 2 } }))
      .problem.code,
  ).toBe('bargain.notYourTurn');
  await world.moveTo('2026-11-06T16:00:00.000Z');
  const closed = (await opener.call(readBargain, { params: { bargainId: bargain.id } })).value;
  expect(closed).toMatchObject({ state: 'open', turn: 'manufacturer', quantity: '25', members: 2 });
  expect(closed.due).toMatchObject({ dueAt: '2026-11-20T16:00:00.000Z', basis: { clause: 'JS-11C' } });
  expect((await join(third, bargain.id)).problem.code).toBe('bargain.poolClosed');
  const { version } = closed;
  await market.sales.call(acceptOffer, { params: { bargainId: bargain.id }, body: { version } });
  const prices = (await third.call(listAgreedPrices, { query: { listingId: listing.id } })).value;
  expect(
    new Set(prices.items.map((item) => `${item.institution.id} ${item.price} ${item.quantity}`)),
  ).toEqual(new Set([`${opener.organisationId} 80 20`, `${member.organisationId} 80 5`]));
  const scope = { province: 32, organisationId: member.organisationId, reach: 'own' as const };
  const port = await reading(world.world.database.db, scope, (tx) =>
    agreedPriceOf(tx, 32, member.organisationId, [listing.id]),
  );
  expect(port.get(listing.id)).toEqual({ price: '80', bargainId: bargain.id });
});

test('HN-5 the one who opened the pool answers for all of it; a member reads and does not act', async () => {
  await world.moveTo('2026-11-09T02:00:00.000Z');
  const { bargain } = await pool({}, '2026-11-20');
  await join(member, bargain.id);
  await world.moveTo('2026-11-20T16:00:00.000Z');
  const params = { bargainId: bargain.id };
  await market.sales.call(counterOffer, { params, body: { version: 3, price: '90' } });
  expect((await member.call(acceptCounter, { params, body: { version: 4 } })).problem).toMatchObject({
    status: 403,
    code: 'bargain.notInitiator',
  });
  const body = { version: 4, price: '85', quantity: '7' };
  expect((await opener.call(renewOffer, { params, body })).problem.code).toBe('bargain.quantityOfPool');
  expect((await opener.call(acceptCounter, { params, body: { version: 4 } })).value.agreedPrice).toBe('90');
  const mine = (await member.call(listBargains, { query: { show: 'ended' } })).value;
  expect(mine.items.find((item) => item.id === bargain.id)).toMatchObject({
    role: 'member',
    agreedPrice: '90',
  });
});

test('a member leaves a pool while it is open, and what it asked for goes with it', async () => {
  await world.moveTo('2026-11-23T02:00:00.000Z');
  const { bargain } = await pool({}, '2026-12-04');
  const params = { bargainId: bargain.id };
  await join(member, bargain.id);
  expect((await join(member, bargain.id)).problem.code).toBe('bargain.alreadyMember');
  expect((await opener.call(leavePool, { params, body: {} })).problem.code).toBe(
    'bargain.initiatorCannotLeave',
  );
  expect((await third.call(leavePool, { params, body: {} })).problem.code).toBe('bargain.notMember');
  expect((await member.call(leavePool, { params, body: {} })).value).toMatchObject({ state: 'joining' });
  const left = (await opener.call(readBargain, { params })).value;
  expect(left).toMatchObject({ quantity: '20', members: 1 });
  expect((await join(member, bargain.id, '9')).value).toMatchObject({ state: 'joining' });
  expect((await opener.call(readBargain, { params })).value).toMatchObject({ quantity: '29', members: 2 });
});

test('JS-5 a pool about a city’s listing is neither shown to nor joined by institutions of other cities', async () => {
  const { bargain } = await pool({ managedBy: 'city', jurisdiction: '320100' }, '2026-12-04');
  expect((await member.call(listPools)).value.items.map((item) => item.id)).not.toContain(bargain.id);
  expect((await member.call(readBargain, { params: { bargainId: bargain.id } })).problem.code).toBe(
    'bargain.unknown',
  );
  expect((await join(member, bargain.id)).problem).toMatchObject({
    code: 'bargain.notVisible',
    basis: { clause: 'JS-5' },
  });
  expect((await join(third, bargain.id)).status).toBe(201);
});

test('who bargains about a listing alone does not join a pool about it', async () => {
  const { listing, bargain } = await pool({}, '2026-12-04');
  await member.call(openBargain, { body: { listingId: listing.id, price: '70', quantity: '1' } });
  expect((await join(member, bargain.id)).problem.code).toBe('bargain.alreadyOpen');
});

test('of many who join at once none is lost', async () => {
  const { bargain } = await pool({}, '2026-12-04');
  const many = await Promise.all(['320100', '320200', '320300', '320400', '320500'].map(hospital));
  const answers = await Promise.all(many.map((each) => join(each, bargain.id, '2')));
  expect(answers.map((each) => each.status)).toEqual([201, 201, 201, 201, 201]);
  const details = (await opener.call(readBargain, { params: { bargainId: bargain.id } })).value;
  expect(details).toMatchObject({ quantity: '30', members: 6 });
});

test.each([
  ['malformed', { quantity: '0' }, 400, 'request.malformed'],
  ['malformed', { quantity: '1.2345' }, 400, 'request.malformed'],
])('joining with a %s quantity is refused: %j', async (_, body, status, code) => {
  const { bargain } = await pool({}, '2026-12-04');
  const answer = await member.call(joinPool, { params: { bargainId: bargain.id }, body });
  expect([answer.status, answer.problem.code]).toEqual([status, code]);
});

test('only institutions pool: the enterprise neither lists nor joins', async () => {
  const { bargain } = await pool({}, '2026-12-04');
  expect((await market.sales.call(listPools)).status).toBe(403);
  expect((await join(market.sales, bargain.id)).status).toBe(403);
});
