import {
  acceptOffer,
  counterOffer,
  giveEvidence,
  refuseOffer,
  verifyEvidence,
} from '@daylight/api/bargain-answer.ts';
import { listAgreedPrices, openBargain, readBargain } from '@daylight/api/bargain.ts';
import { calendarOf } from '@daylight/rules/calendar/calendar.ts';
import { recomputeDue } from '@daylight/server/features/bargain/port.ts';
import { systemContext } from '@daylight/server/context.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { publishedYears } from '../support/calendar.ts';
import { type PriceMarket, openPriceMarket } from '../support/price-market.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let market: PriceMarket;
let hospitalId: string;
let buyer: Person;
let officer: Person;

// The day before Mid-Autumn 2026; National Day follows, so that working days are few.
const start = '2026-09-24T02:00:00.000Z';

beforeAll(async () => {
  world = await openTestWorld(start);
  market = await openPriceMarket(world);
  hospitalId = await world.organisation({ kind: 'institution', jurisdiction: '320100' });
  buyer = await world.person(hospitalId, ['buyer']);
  officer = await world.person(await world.organisation({ kind: 'bureau', jurisdiction: '320100' }), [
    'officer',
  ]);
});
afterAll(() => world.close());
// Each test begins on the same day; what earlier ones left behind concerns it no more.
beforeEach(() => world.moveTo(start));

const at = (id: string, version = 1) => ({ params: { bargainId: id }, body: { version } });

async function opened(price: string, more: object = {}) {
  const listing = await market.listing();
  const body = { listingId: listing.id, price, quantity: '20', ...more };
  return { listing, bargain: (await buyer.call(openBargain, { body })).value };
}

/** A bargain at a price that another institution really paid for the same item. */
async function openedAtTradedPrice() {
  const listing = await market.listing();
  const other = await world.organisation({ kind: 'institution', jurisdiction: '320200' });
  // The pack was another one then: 6.8 for one is 68 for ten.
  const tradeId = await market.trade({
    listingId: listing.id,
    institutionId: other,
    price: '6.8',
    units: 1,
    at: '2026-08-20T02:00:00.000Z',
  });
  const body = { listingId: listing.id, price: '68', quantity: '20' };
  return { listing, tradeId, bargain: (await buyer.call(openBargain, { body })).value };
}

const stateOf = async (bargainId: string) => (await buyer.call(readBargain, { params: { bargainId } })).value;

test('JS-11C ten working days over two holidays end on 15 October; at that moment silence withdraws the bargain', async () => {
  const { bargain } = await opened('60');
  expect(bargain.due).toEqual({
    dueAt: '2026-10-15T16:00:00.000Z',
    provisional: false,
    basis: { document: 'js-2020-22', article: '11.C', clause: 'JS-11C' },
  });
  await world.moveTo('2026-10-15T15:59:59.999Z');
  expect((await stateOf(bargain.id)).state).toBe('open');
  await world.moveTo('2026-10-15T16:00:00.000Z');
  expect(await stateOf(bargain.id)).toMatchObject({
    state: 'lapsed',
    outcomeBasis: { clause: 'JS-11C' },
    due: null,
  });
  expect((await market.sales.call(acceptOffer, at(bargain.id, 2))).problem).toMatchObject({
    code: 'bargain.lapsed',
    basis: { clause: 'JS-11C' },
  });
});

test('JS-11C an answer at the due moment is too late even before the clock’s own work is done', async () => {
  const { bargain } = await opened('60');
  await world.sql(`update bargain set due_at = $2 where id = $1`, [bargain.id, world.now()]);
  expect((await market.sales.call(acceptOffer, at(bargain.id))).problem.code).toBe('bargain.lapsed');
});

test('JS-11B a traded price gives five working days; then the institution’s record links the price', async () => {
  const { listing, bargain, tradeId } = await openedAtTradedPrice();
  expect(bargain).toMatchObject({
    kind: 'traded',
    due: { dueAt: '2026-10-09T16:00:00.000Z', basis: { clause: 'JS-11B' } },
  });
  const give = { params: { bargainId: bargain.id }, body: { version: 1, evidence: { tradeId } } };
  expect((await buyer.call(giveEvidence, give)).problem.code).toBe('bargain.noEvidenceAsked');
  expect(
    (await market.sales.call(refuseOffer, { ...at(bargain.id), body: { version: 1, note: '不同意' } }))
      .problem,
  ).toMatchObject({
    code: 'bargain.tradedPriceToBeConfirmed',
    basis: { clause: 'JS-11B' },
  });
  await world.moveTo('2026-10-09T16:00:00.000Z');
  const waiting = await stateOf(bargain.id);
  expect(waiting).toMatchObject({ state: 'awaiting-evidence', turn: 'institution', dueKind: 'evidence' });
  expect(waiting.trades).toMatchObject([
    { id: tradeId, price: '6.8', unitsPerPurchaseUnit: 1, tradedOn: '2026-08-20' },
  ]);
  const linked = (await buyer.call(giveEvidence, { ...give, body: { version: 2, evidence: { tradeId } } }))
    .value;
  expect(linked).toMatchObject({ state: 'linked', agreedPrice: '68', basis: { clause: 'JS-11B' } });
  const prices = (await buyer.call(listAgreedPrices, { query: { listingId: listing.id } })).value;
  expect(prices.items).toMatchObject([{ price: '68', institution: { id: hospitalId } }]);
});

test('JS-11B the enterprise may still confirm while the record is awaited, and without either the bargain ends', async () => {
  const first = (await openedAtTradedPrice()).bargain;
  const second = (await openedAtTradedPrice()).bargain;
  await world.moveTo('2026-10-12T02:00:00.000Z');
  expect((await market.sales.call(acceptOffer, at(first.id, 2))).value).toMatchObject({
    state: 'agreed',
    agreedPrice: '68',
  });
  await world.moveTo('2026-10-31T02:00:00.000Z');
  expect(await stateOf(second.id)).toMatchObject({ state: 'lapsed' });
});

test('JS-11B a record of another place is verified by an officer of the jurisdiction before it links the price', async () => {
  const { bargain } = await opened('66', { claimsTraded: true });
  const params = { bargainId: bargain.id };
  await world.moveTo('2026-10-12T02:00:00.000Z');
  const stated = {
    place: '上海市',
    buyer: '上海某医院',
    document: '购销合同',
    documentNumber: 'HT-2026-01',
    tradedOn: '2026-06-30',
    price: '13.2',
    unitsPerPurchaseUnit: 2,
  };
  const wrong = { ...stated, price: '13.3' };
  expect(
    (await buyer.call(giveEvidence, { params, body: { version: 2, evidence: wrong } })).problem.code,
  ).toBe('bargain.evidenceAtAnotherPrice');
  const old = { ...stated, tradedOn: '2025-09-23' };
  expect(
    (await buyer.call(giveEvidence, { params, body: { version: 2, evidence: old } })).problem,
  ).toMatchObject({
    code: 'bargain.evidenceOutsideWindow',
    facts: { since: '2025-09-24', until: '2026-09-24' },
  });
  const given = (await buyer.call(giveEvidence, { params, body: { version: 2, evidence: stated } })).value;
  expect(given).toMatchObject({ state: 'verifying', turn: 'bureau', due: null });
  const elsewhere = await world.person(await world.organisation({ kind: 'bureau', jurisdiction: '320200' }), [
    'officer',
  ]);
  const verdict = (isTrue: boolean, version: number) => ({
    params,
    body: { version, isTrue, note: '已核对原件' },
  });
  expect((await elsewhere.call(verifyEvidence, verdict(true, 3))).problem.code).toBe('bargain.unknown');
  expect((await buyer.call(verifyEvidence, verdict(true, 3))).status).toBe(403);
  expect((await officer.call(verifyEvidence, verdict(false, 3))).value.state).toBe('awaiting-evidence');
  await buyer.call(giveEvidence, { params, body: { version: 4, evidence: stated } });
  expect((await officer.call(verifyEvidence, verdict(true, 5))).value).toMatchObject({
    state: 'linked',
    agreedPrice: '66',
  });
  expect((await officer.call(verifyEvidence, verdict(true, 6))).problem.code).toBe('bargain.closed');
});

test('an unanswered counter-offer ends the bargain by the product’s own clock', async () => {
  const { bargain } = await opened('60');
  const params = { bargainId: bargain.id };
  const countered = (await market.sales.call(counterOffer, { params, body: { version: 1, price: '95' } }))
    .value;
  expect(countered).toMatchObject({
    turn: 'institution',
    dueKind: 'counter',
    due: { basis: { document: 'daylight' } },
  });
  await world.moveTo(countered.due?.dueAt ?? '');
  expect(await stateOf(bargain.id)).toMatchObject({
    state: 'lapsed',
    outcomeBasis: { document: 'daylight' },
  });
});

test('JS-11C accepting and lapsing at once leave one outcome', async () => {
  const { bargain } = await opened('60');
  await world.sql(`update bargain set due_at = $2 where id = $1`, [bargain.id, '2026-09-24T02:00:00.001Z']);
  const [answer] = await Promise.all([
    market.sales.call(acceptOffer, at(bargain.id)),
    world.moveBy(1),
    market.sales.call(acceptOffer, at(bargain.id)),
  ]);
  // A row that an answer held was passed over by the clock, which comes again within a minute.
  await world.moveBy(60_000);
  const { state, agreedPrice } = await stateOf(bargain.id);
  const prices = await world.sql(`select 1 from agreed_price where bargain_id = $1`, [bargain.id]);
  expect(state === 'agreed' ? [agreedPrice, prices.length] : [state, prices.length]).toEqual(
    state === 'agreed' ? ['60', 1] : ['lapsed', 0],
  );
  expect(answer.ok || answer.problem.code !== 'server.failed').toBe(true);
});

test('a deadline beyond the published calendar is provisional and computed anew when the year is published', async () => {
  await world.moveTo('2026-12-24T02:00:00.000Z');
  const { bargain } = await opened('60');
  expect(bargain.due).toMatchObject({ provisional: true, dueAt: '2027-01-07T16:00:00.000Z' });
  const holidays = { name: '元旦', article: '一', off: ['2027-01-01', '2027-01-02', '2027-01-03'], work: [] };
  const notices = [{ number: '测试通知', issued: '2026-11-20', url: null, holidays: [holidays] }];
  const [template] = publishedYears();
  world.world.calendar = calendarOf([
    ...publishedYears(),
    {
      ...template,
      year: 2027,
      notices: notices.map((notice) => ({ ...template?.notices[0], ...notice })),
    } as never,
  ]);
  const context = systemContext(world.world, 32, 'test');
  expect(await recomputeDue(context)).toBeGreaterThan(0);
  expect((await stateOf(bargain.id)).due).toMatchObject({
    provisional: false,
    dueAt: '2027-01-08T16:00:00.000Z',
  });
  expect(await recomputeDue(context)).toBe(0);
});
