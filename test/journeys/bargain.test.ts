import { acceptCounter, acceptOffer, counterOffer, refuseOffer, renewOffer, withdrawBargain } from '@daylight/api/bargain-answer.ts';
import { listAgreedPrices, listBargains, openBargain, previewBargain, readBargain } from '@daylight/api/bargain.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PriceMarket, openPriceMarket } from '../support/price-market.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let market: PriceMarket;
let hospitalId: string;
let buyer: Person;
let neighbour: Person;

beforeAll(async () => {
  // 2026-09-24 10:00 in Shanghai, the day before Mid-Autumn; National Day follows.
  world = await openTestWorld('2026-09-24T02:00:00.000Z');
  market = await openPriceMarket(world);
  hospitalId = await world.organisation({ kind: 'institution', jurisdiction: '320100' });
  buyer = await world.person(hospitalId, ['buyer']);
  const other = await world.organisation({ kind: 'institution', jurisdiction: '320200' });
  neighbour = await world.person(other, ['buyer']);
});
afterAll(() => world.close());

async function opened(price: string, options: Parameters<PriceMarket['listing']>[0] = {}) {
  const listing = await market.listing(options);
  const answer = await buyer.call(openBargain, { body: { listingId: listing.id, price, quantity: '20' } });
  return { listing, bargain: answer.value };
}

const of = (id: string) => ({ bargainId: id });

test('JS-11A at the listing price the system confirms at once, and the price is in force', async () => {
  const { listing, bargain } = await opened('100');
  expect(bargain).toMatchObject({ state: 'agreed', kind: 'listed', agreedPrice: '100', due: null });
  expect(bargain.basis).toMatchObject({ document: 'js-2020-22', article: '11.A', clause: 'JS-11A' });
  const prices = (await neighbour.call(listAgreedPrices, { query: { listingId: listing.id } })).value;
  expect(prices.items).toMatchObject([{ price: '100', institution: { id: hospitalId } }]);
});

test('JS-11 the institution opens below the listing price, the enterprise confirms, and ordering opens at that price', async () => {
  const { listing, bargain } = await opened('88.5');
  expect(bargain).toMatchObject({ state: 'open', kind: 'other', turn: 'manufacturer' });
  const waiting = (await market.sales.call(listBargains, { query: { show: 'mine' } })).value;
  expect(waiting.items.map((item) => item.id)).toContain(bargain.id);
  const agreed = await market.sales.call(acceptOffer, { params: of(bargain.id), body: { version: bargain.version } });
  expect(agreed.value).toMatchObject({ state: 'agreed', agreedPrice: '88.5', turn: null });
  const prices = (await neighbour.call(listAgreedPrices, { query: { listingId: listing.id } })).value;
  expect(prices.items).toMatchObject([{ price: '88.5' }]);
});

test('JS-11C a new agreement ends the price of the former one', async () => {
  const { listing, bargain } = await opened('80');
  await market.sales.call(acceptOffer, { params: of(bargain.id), body: { version: 1 } });
  const body = { listingId: listing.id, price: '70', quantity: '40' };
  const second = (await buyer.call(openBargain, { body })).value;
  await market.sales.call(acceptOffer, { params: of(second.id), body: { version: 1 } });
  const all = (await buyer.call(listAgreedPrices, { query: { listingId: listing.id, ended: 'true' } })).value;
  expect(all.items.map((item) => [item.price, item.endedAt === null])).toEqual([
    ['70', true],
    ['80', false],
  ]);
});

test('JS-11C ten working days over the holidays end on 15 October, and silence withdraws the bargain', async () => {
  const { bargain } = await opened('60');
  expect(bargain.due).toEqual({
    dueAt: '2026-10-15T16:00:00.000Z',
    provisional: false,
    basis: { document: 'js-2020-22', article: '11.C', clause: 'JS-11C' },
  });
});
