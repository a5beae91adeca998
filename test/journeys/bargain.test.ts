import {
  acceptCounter,
  acceptOffer,
  acceptOffers,
  counterOffer,
  refuseOffer,
  renewOffer,
  withdrawBargain,
} from '@daylight/api/bargain-answer.ts';
import {
  listAgreedPrices,
  listBargains,
  openBargain,
  previewBargain,
  readBargain,
} from '@daylight/api/bargain.ts';
import { readHome } from '@daylight/api/home.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PriceListing, type PriceMarket, openPriceMarket } from '../support/price-market.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let market: PriceMarket;
let hospitalId: string;
let buyer: Person;
let neighbour: Person;

beforeAll(async () => {
  world = await openTestWorld('2026-09-14T02:00:00.000Z');
  market = await openPriceMarket(world);
  hospitalId = await world.organisation({ kind: 'institution', jurisdiction: '320100' });
  buyer = await world.person(hospitalId, ['buyer']);
  const other = await world.organisation({ kind: 'institution', jurisdiction: '320200' });
  neighbour = await world.person(other, ['buyer']);
});
afterAll(() => world.close());

async function opened(price: string, options: PriceListing = {}) {
  const listing = await market.listing(options);
  const answer = await buyer.call(openBargain, { body: { listingId: listing.id, price, quantity: '20' } });
  return { listing, bargain: answer.value };
}

const at = (id: string, version = 1) => ({ params: { bargainId: id }, body: { version } });

test('JS-11A at the listing price the system confirms at once, and the price is in force', async () => {
  const { listing, bargain } = await opened('100');
  expect(bargain).toMatchObject({ state: 'agreed', kind: 'listed', agreedPrice: '100', due: null });
  expect(bargain.basis).toMatchObject({ document: 'js-2020-22', article: '11.A', clause: 'JS-11A' });
  const prices = (await neighbour.call(listAgreedPrices, { query: { listingId: listing.id } })).value;
  expect(prices.items).toMatchObject([{ price: '100', institution: { id: hospitalId } }]);
});

test('JS-11 the institution opens, the enterprise confirms, and every institution sees the agreed price', async () => {
  const { listing, bargain } = await opened('88.5');
  expect(bargain).toMatchObject({ state: 'open', kind: 'other', turn: 'manufacturer' });
  const waiting = (await market.sales.call(listBargains, { query: { show: 'mine' } })).value;
  expect(waiting.items.map((item) => item.id)).toContain(bargain.id);
  const home = (await market.sales.call(readHome)).value;
  expect(home.todos.find((todo) => todo.href === `/bargains/${bargain.id}`)).toMatchObject({
    kind: 'bargain.answer',
    basis: { clause: 'JS-11C' },
  });
  const agreed = (await market.sales.call(acceptOffer, at(bargain.id))).value;
  expect(agreed).toMatchObject({ state: 'agreed', agreedPrice: '88.5', turn: null, version: 2 });
  const prices = (await neighbour.call(listAgreedPrices, { query: { listingId: listing.id } })).value;
  expect(prices.items).toMatchObject([{ price: '88.5', endedAt: null }]);
});

test('JS-11 a new agreement ends the price of the former one', async () => {
  const { listing, bargain } = await opened('80');
  await market.sales.call(acceptOffer, at(bargain.id));
  const body = { listingId: listing.id, price: '70', quantity: '40' };
  const second = (await buyer.call(openBargain, { body })).value;
  await market.sales.call(acceptOffer, at(second.id));
  const all = (await buyer.call(listAgreedPrices, { query: { listingId: listing.id, ended: 'true' } })).value;
  expect(all.items.map((item) => [item.price, item.endedAt === null])).toEqual([
    ['70', true],
    ['80', false],
  ]);
});

test('JS-11 offers and counter-offers stay in one record until one side takes the other’s price', async () => {
  const { bargain } = await opened('80');
  const params = { bargainId: bargain.id };
  await market.sales.call(counterOffer, { params, body: { version: 1, price: '95', note: '年用量较小' } });
  const renewed = (
    await buyer.call(renewOffer, { params, body: { version: 2, price: '85', note: '可增加采购量' } })
  ).value;
  expect(renewed).toMatchObject({ turn: 'manufacturer', price: '85', version: 3 });
  await market.sales.call(counterOffer, { params, body: { version: 3, price: '90' } });
  const agreed = (await buyer.call(acceptCounter, at(bargain.id, 4))).value;
  expect(agreed).toMatchObject({ state: 'agreed', agreedPrice: '90' });
  const details = (await buyer.call(readBargain, { params })).value;
  expect(details.offers.map(({ side, price, note }) => [side, price, note])).toEqual([
    ['institution', '80', ''],
    ['manufacturer', '95', '年用量较小'],
    ['institution', '85', '可增加采购量'],
    ['manufacturer', '90', ''],
  ]);
});

test('JS-11 the enterprise refuses with its reason, the institution withdraws, and both ends are final', async () => {
  const first = (await opened('50')).bargain;
  const params = { bargainId: first.id };
  expect(
    (await market.sales.call(refuseOffer, { params, body: { version: 1, note: '低于成本' } })).value,
  ).toMatchObject({
    state: 'refused',
  });
  const second = (await opened('50')).bargain;
  const withdrawn = await buyer.call(withdrawBargain, {
    params: { bargainId: second.id },
    body: { version: 1 },
  });
  expect(withdrawn.value).toMatchObject({ state: 'withdrawn' });
  expect((await market.sales.call(acceptOffer, at(second.id, 2))).problem).toMatchObject({
    code: 'bargain.closed',
  });
});

test.each([
  ['price', { price: '0' }],
  ['price', { price: '-5' }],
  ['price', { price: '1.1234567' }],
  ['quantity', { quantity: '0' }],
  ['quantity', { quantity: 'many' }],
  ['listingId', { listingId: 'x' }],
  ['joiningUntil', { joiningUntil: '2026-02-30' }],
])('a malformed %s is refused with its field: %j', async (field, wrong) => {
  const { id } = await market.listing();
  const body = { listingId: id, price: '80', quantity: '1', ...wrong };
  const { status, problem } = await buyer.call(openBargain, { body });
  expect([status, problem.code]).toEqual([400, 'request.malformed']);
  expect(problem.fields.map((each) => each.path)).toEqual([`body.${field}`]);
});

test.each<[string, PriceListing, string, string]>([
  ['JS-11', {}, '100.01', 'bargain.aboveListingPrice'],
  ['JS-5', { managedBy: 'city', jurisdiction: '320200' }, '90', 'bargain.notVisible'],
  ['JS-25a', { form: 'alliance', termUntil: '2027-01-01' }, '90', 'bargain.alliedInTerm'],
])('%s refuses with its clause: %j at %s is %s', async (clause, options, price, code) => {
  const allied = options.form === 'alliance' ? { audienceInstitutions: [hospitalId] } : {};
  const { id } = await market.listing({ ...options, ...allied });
  const { status, problem } = await buyer.call(openBargain, {
    body: { listingId: id, price, quantity: '1' },
  });
  expect(status).toBe(409);
  expect(problem).toMatchObject({ code, basis: { clause } });
  const preview = await buyer.call(previewBargain, { query: { listingId: id, price } });
  expect(preview.problem.code).toBe(code);
});

test('a suspended listing is not bargained on, and not agreed on either', async () => {
  const { listing, bargain } = await opened('80');
  await world.sql(`update listing set state = 'suspended', state_reason = 'test' where id = $1`, [
    listing.id,
  ]);
  expect((await market.sales.call(acceptOffer, at(bargain.id))).problem.code).toBe(
    'bargain.listingNotListed',
  );
  const body = { listingId: listing.id, price: '80', quantity: '1' };
  expect((await neighbour.call(openBargain, { body })).problem.code).toBe('bargain.listingNotListed');
});

test('JS-11 the preview says kind, clock and zone before anything is submitted', async () => {
  const { id } = await market.listing();
  const preview = (await buyer.call(previewBargain, { query: { listingId: id, price: '80' } })).value;
  expect(preview).toMatchObject({
    kind: 'other',
    state: 'open',
    due: { dueAt: '2026-09-28T16:00:00.000Z' },
    zone: { zone: 'none', reason: 'tooFewTrades' },
    ownAgreedPrice: null,
  });
  expect((await buyer.call(listBargains, { query: { listingId: id } })).value.items).toEqual([]);
});

test('others neither see nor touch a bargain, and each side only does its own part', async () => {
  const { bargain } = await opened('80');
  const params = { bargainId: bargain.id };
  const stranger = await openPriceMarket(world);
  expect((await neighbour.call(readBargain, { params })).problem).toMatchObject({
    status: 404,
    code: 'bargain.unknown',
  });
  expect((await neighbour.call(withdrawBargain, at(bargain.id))).problem.code).toBe('bargain.unknown');
  expect((await stranger.sales.call(acceptOffer, at(bargain.id))).problem.code).toBe('bargain.unknown');
  expect((await buyer.call(acceptOffer, at(bargain.id))).problem).toMatchObject({
    status: 403,
    code: 'access.notPermitted',
  });
  expect((await market.sales.call(withdrawBargain, at(bargain.id))).status).toBe(403);
  const storekeeper = await world.person(hospitalId, ['storekeeper']);
  const body = { listingId: bargain.id, price: '80', quantity: '1' };
  expect((await storekeeper.call(openBargain, { body })).status).toBe(403);
  expect((await buyer.call(renewOffer, { params, body: { version: 1, price: '85' } })).problem.code).toBe(
    'bargain.notYourTurn',
  );
});

test('the same key opens one bargain, and another body under it is refused', async () => {
  const { id } = await market.listing();
  const body = { listingId: id, price: '80', quantity: '1' };
  const first = await buyer.call(openBargain, { body }, 'open-once-1');
  const again = await buyer.call(openBargain, { body }, 'open-once-1');
  expect(again.value).toEqual(first.value);
  const other = await buyer.call(openBargain, { body: { ...body, price: '81' } }, 'open-once-1');
  expect(other.problem.code).toBe('request.keyUsedForAnotherBody');
  expect((await buyer.call(openBargain, { body }, 'open-once-2')).problem.code).toBe('bargain.alreadyOpen');
});

test('an answer to an offer that has changed since is stale', async () => {
  const { bargain } = await opened('80');
  const params = { bargainId: bargain.id };
  await market.sales.call(counterOffer, { params, body: { version: 1, price: '95' } });
  await buyer.call(renewOffer, { params, body: { version: 2, price: '60' } });
  expect((await market.sales.call(acceptOffer, at(bargain.id, 1))).problem.code).toBe('request.stale');
});

test('many offers are confirmed at once, each standing or falling alone', async () => {
  const good = (await opened('80')).bargain;
  const gone = (await opened('80')).bargain;
  await buyer.call(withdrawBargain, at(gone.id));
  const lines = [
    { bargainId: good.id, version: 1 },
    { bargainId: gone.id, version: 2 },
  ];
  const reply = (await market.sales.call(acceptOffers, { body: { lines } })).value;
  expect(reply.accepted).toBe(1);
  expect(reply.lines.map((line) => [line.ok, line.code])).toEqual([
    [true, null],
    [false, 'bargain.closed'],
  ]);
});

test('two at once: one bargain is opened per listing and institution, and one answer counts', async () => {
  const { id } = await market.listing();
  const body = { listingId: id, price: '80', quantity: '1' };
  const colleague = await world.person(hospitalId, ['buyer']);
  const both = await Promise.all([buyer.call(openBargain, { body }), colleague.call(openBargain, { body })]);
  expect(new Set(both.map((each) => each.status))).toEqual(new Set([201, 409]));
  expect(both.find((each) => !each.ok)?.problem.code).toBe('bargain.alreadyOpen');
  const bargain = both.find((each) => each.ok)?.value;
  const other = await world.person(market.manufacturerId, ['sales']);
  const answers = await Promise.all(
    [market.sales, other].map((person) => person.call(acceptOffer, at(bargain?.id ?? ''))),
  );
  expect(new Set(answers.map((each) => each.status))).toEqual(new Set([200, 409]));
  expect(answers.find((each) => !each.ok)?.problem.code).toBe('request.stale');
  const prices = (await buyer.call(listAgreedPrices, { query: { listingId: id, ended: 'true' } })).value;
  expect(prices.items).toHaveLength(1);
});

test('every step leaves one journal record that both sides may read', async () => {
  const { bargain } = await opened('80');
  await market.sales.call(acceptOffer, at(bargain.id));
  const rows = await world.sql<{ event: string; readers: string[] }>(
    `select event, readers from journal where subject_id = $1 order by id`,
    [bargain.id],
  );
  expect(rows.map((row) => row.event)).toEqual(['bargain.opened', 'bargain.agreed']);
  for (const { readers } of rows)
    expect(readers).toEqual(expect.arrayContaining([hospitalId, market.manufacturerId]));
});
