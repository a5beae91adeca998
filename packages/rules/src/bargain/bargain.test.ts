import { expect, test } from 'vitest';
import {
  jiangsu,
  listingAt,
  momentAt,
  openAt,
  opened,
  opening,
} from '../../../../test/support/bargain-moment.ts';
import { publishedCalendar } from '../../../../test/support/calendar.ts';
import { money, quantity } from '../money.ts';
import { isoDate } from '../time.ts';
import type { Instant } from '../time.ts';
import { acceptCounter, acceptOffer, counterOffer, refuseOffer, renewOffer, withdraw } from './answer.ts';
import { type Bargain, asOf, onDue, recomputed } from './bargain.ts';
import { linkByTrade, stateTrade, verifyTrade } from './evidence.ts';
import { joinPool, leavePool } from './pool.ts';
import { priceFor } from './price-for.ts';

const morning = momentAt('2026-09-28T01:00:00.000Z');

function value<T>(result: { ok: true; value: T } | { ok: false; code: string }): T {
  if (!result.ok) throw new Error(`refused: ${result.code}`);
  return result.value;
}

const listing = listingAt('100');
const offer = (price: string, more: object = {}) => ({
  listing,
  price: money(price),
  quantity: null,
  trades: [],
  claimsTraded: false,
  ...more,
});

test('JS-11A at the listing price the bargain is agreed at once, by article 11.A', () => {
  expect(openAt({ price: '100' })).toMatchObject({
    ok: true,
    value: {
      state: 'agreed',
      kind: 'listed',
      agreedPrice: '100',
      due: null,
      outcomeBasis: { article: '11.A' },
    },
  });
});

test('JS-11 a price above the listing price is refused', () => {
  expect(openAt({ price: '100.000001' })).toMatchObject({
    ok: false,
    code: 'bargain.aboveListingPrice',
    field: 'price',
    basis: { clause: 'JS-11' },
    facts: { listingPrice: '100' },
  });
});

test('JS-5 a listing that the institution may not buy is not bargained on', () => {
  const elsewhere = listingAt('100', { visible: false });
  expect(openAt({ price: '90', listing: elsewhere })).toMatchObject({
    code: 'bargain.notVisible',
    basis: { clause: 'JS-5' },
  });
});

test.each(['suspended', 'withdrawn'] as const)('JS-11 a %s listing is not bargained on', (state) => {
  expect(openAt({ price: '90', listing: listingAt('100', { state }) })).toMatchObject({
    code: 'bargain.listingNotListed',
    facts: { state },
  });
});

test('JS-25a a selected product is not bargained on up to the last day of its term, and is the day after', () => {
  const selected = (termUntil: string) =>
    listingAt('100', { form: 'alliance', termUntil: isoDate(termUntil) });
  expect(openAt({ price: '90', listing: selected('2026-09-24') })).toMatchObject({
    code: 'bargain.alliedInTerm',
    basis: { article: '25', clause: 'JS-25a' },
  });
  expect(openAt({ price: '90', listing: selected('2026-09-23') }).ok).toBe(true);
});

test('JS-11B a price really traded gives the enterprise 5 working days, any other price 10', () => {
  expect(opened({ price: '90', traded: '90' })).toMatchObject({
    kind: 'traded',
    due: { at: '2026-10-09T16:00:00.000Z', basis: { clause: 'JS-11B' } },
  });
  expect(opened({ price: '90', traded: '91' })).toMatchObject({
    kind: 'other',
    due: { at: '2026-10-15T16:00:00.000Z', basis: { clause: 'JS-11C' } },
  });
});

test('JS-11B a traded price is the same on the smallest unit, whatever the pack', () => {
  const trades = [
    { id: 't', price: money('18'), unitsPerPurchaseUnit: 2, tradedAt: '2026-09-17T02:00:00.000Z' as Instant },
  ];
  const countered = value(counterOffer(opened({ price: '80' }), money('95'), listing, morning));
  expect(value(renewOffer(countered, offer('90', { trades }), morning)).kind).toBe('traded');
  expect(value(renewOffer(countered, offer('90.000001', { trades }), morning)).kind).toBe('other');
});

test.each([
  ['2025-09-24T02:00:00.000Z', 'traded'],
  ['2025-09-23T15:59:59.999Z', 'other'],
] as const)('JS-11B a trade of %s makes the price %s: the window is twelve months', (tradedAt, kind) => {
  const trades = [{ id: 't', price: money('90'), unitsPerPurchaseUnit: 10, tradedAt: tradedAt as Instant }];
  const countered = value(counterOffer(opened({ price: '80' }), money('95'), listing, momentAt(opening)));
  expect(value(renewOffer(countered, offer('90', { trades }), momentAt(opening))).kind).toBe(kind);
});

test('JS-11C the last moment is in time and the due moment itself is too late', () => {
  const bargain = opened({ price: '90' });
  expect(acceptOffer(bargain, momentAt('2026-10-15T15:59:59.999Z')).ok).toBe(true);
  expect(acceptOffer(bargain, momentAt('2026-10-15T16:00:00.000Z'))).toMatchObject({
    code: 'bargain.lapsed',
    basis: { clause: 'JS-11C' },
  });
});

test('JS-11B an unconfirmed traded price waits for the trade record, and the enterprise may still confirm', () => {
  const bargain = opened({ price: '90', traded: '90' });
  const late = momentAt('2026-10-09T16:00:00.000Z');
  expect(asOf(bargain, late)).toMatchObject({
    state: 'awaiting-evidence',
    turn: 'institution',
    due: { kind: 'evidence' },
  });
  expect(value(acceptOffer(bargain, late))).toMatchObject({ state: 'agreed', agreedPrice: '90' });
});

test('JS-11B a trade record links the price; one at another price or outside the window does not', () => {
  const bargain = opened({ price: '90', traded: '90' });
  const late = momentAt('2026-10-12T01:00:00.000Z');
  const trade = {
    id: 't1',
    price: money('9'),
    unitsPerPurchaseUnit: 1,
    tradedAt: '2026-09-17T02:00:00.000Z' as Instant,
  };
  expect(value(linkByTrade(bargain, trade, late))).toMatchObject({
    state: 'linked',
    agreedPrice: '90',
    outcomeBasis: { clause: 'JS-11B' },
  });
  expect(linkByTrade(bargain, { ...trade, price: money('9.01') }, late)).toMatchObject({
    code: 'bargain.evidenceAtAnotherPrice',
  });
  expect(
    linkByTrade(bargain, { ...trade, tradedAt: '2025-01-01T00:00:00.000Z' as Instant }, late),
  ).toMatchObject({
    code: 'bargain.evidenceOutsideWindow',
  });
});

test('JS-11B no trade record is taken before the five working days are over, nor for another kind of price', () => {
  const trade = {
    id: 't1',
    price: money('90'),
    unitsPerPurchaseUnit: 10,
    tradedAt: '2026-09-17T02:00:00.000Z' as Instant,
  };
  expect(linkByTrade(opened({ price: '90', traded: '90' }), trade, morning)).toMatchObject({
    code: 'bargain.noEvidenceAsked',
  });
  expect(linkByTrade(opened({ price: '90' }), trade, morning)).toMatchObject({
    code: 'bargain.noEvidenceAsked',
  });
});

test('JS-11B a record of another place is verified first; a false one starts the time for another', () => {
  const claimed = opened({ price: '90', claims: true });
  const late = momentAt('2026-10-12T01:00:00.000Z');
  const stated = { price: money('90'), unitsPerPurchaseUnit: 10, tradedOn: isoDate('2026-08-01') };
  const verifying = value(stateTrade(claimed, stated, late));
  expect(verifying).toMatchObject({ state: 'verifying', turn: 'bureau', due: null });
  expect(value(verifyTrade(verifying, true, late))).toMatchObject({ state: 'linked', agreedPrice: '90' });
  expect(value(verifyTrade(verifying, false, late))).toMatchObject({
    state: 'awaiting-evidence',
    due: { kind: 'evidence', at: '2026-10-26T16:00:00.000Z' },
  });
  expect(verifyTrade(claimed, true, late)).toMatchObject({ code: 'bargain.nothingToVerify' });
});

test('JS-11B the enterprise should confirm a traded price: it may counter, but not refuse, and its clock goes on', () => {
  const bargain = opened({ price: '90', traded: '90' });
  expect(refuseOffer(bargain, morning)).toMatchObject({
    code: 'bargain.tradedPriceToBeConfirmed',
    basis: { clause: 'JS-11B' },
  });
  const countered = value(counterOffer(bargain, money('95'), listing, morning));
  expect(countered.due).toEqual(bargain.due);
  expect(asOf(countered, momentAt('2026-10-09T16:00:00.000Z')).state).toBe('awaiting-evidence');
});

test('a counter-offer hands the turn over with a clock of its own, and an unanswered one ends the bargain', () => {
  const countered = value(counterOffer(opened({ price: '90' }), money('95'), listing, morning));
  expect(countered).toMatchObject({
    turn: 'institution',
    counterPrice: '95',
    round: 2,
    due: { kind: 'counter' },
  });
  expect(acceptOffer(countered, morning)).toMatchObject({ code: 'bargain.notYourTurn' });
  const due = countered.due?.at ?? '';
  expect(asOf(countered, momentAt(due))).toMatchObject({ state: 'lapsed' });
  expect(value(acceptCounter(countered, morning))).toMatchObject({ state: 'agreed', agreedPrice: '95' });
});

test('a new offer of the institution starts the legal clock anew from its moment', () => {
  const countered = value(counterOffer(opened({ price: '80' }), money('95'), listing, morning));
  const renewed = value(renewOffer(countered, offer('85'), morning));
  expect(renewed).toMatchObject({ turn: 'manufacturer', kind: 'other', price: '85', offeredAt: morning.now });
  expect(renewed.due?.at).toBe('2026-10-16T16:00:00.000Z');
});

test.each([
  ['80', 'bargain.samePrice'],
  ['95', 'bargain.acceptInstead'],
  ['100.5', 'bargain.aboveListingPrice'],
])('a new offer of %s after a counter-offer of 95 to 80 is refused: %s', (price, code) => {
  const countered = value(counterOffer(opened({ price: '80' }), money('95'), listing, morning));
  expect(renewOffer(countered, offer(price), morning)).toMatchObject({ ok: false, code });
});

test.each([
  ['80', 'bargain.acceptInstead'],
  ['79', 'bargain.acceptInstead'],
  ['100.1', 'bargain.aboveListingPrice'],
])('a counter-offer of %s to 80 is refused: %s', (price, code) => {
  expect(counterOffer(opened({ price: '80' }), money(price), listing, morning)).toMatchObject({
    ok: false,
    code,
  });
});

test('the enterprise does not repeat its last counter-offer', () => {
  const countered = value(counterOffer(opened({ price: '80' }), money('95'), listing, morning));
  const renewed = value(renewOffer(countered, offer('85'), morning));
  expect(counterOffer(renewed, money('95'), listing, morning)).toMatchObject({ code: 'bargain.samePrice' });
});

test('after the last counter-offer only accepting, refusing and withdrawing are left', () => {
  let bargain: Bargain = opened({ price: '80' });
  bargain = value(counterOffer(bargain, money('95'), listing, morning));
  bargain = value(renewOffer(bargain, offer('85'), morning));
  bargain = value(counterOffer(bargain, money('94'), listing, morning));
  expect(renewOffer(bargain, offer('86'), morning)).toMatchObject({
    code: 'bargain.noRoundsLeft',
    facts: { roundsMax: 3 },
  });
  expect(acceptCounter(bargain, morning).ok).toBe(true);
  expect(withdraw(bargain, morning).ok).toBe(true);
});

test('JS-11 a pool is open for others, then goes to the enterprise with the sum of its members', () => {
  const pool = opened({ price: '80', joiningUntil: '2026-10-10' });
  const initiator = { institutionId: 'a', quantity: quantity(20) };
  expect(pool).toMatchObject({
    state: 'joining',
    turn: null,
    due: { kind: 'joining', at: '2026-10-10T16:00:00.000Z' },
  });
  const joining = { institutionId: 'b', quantity: quantity(5), listing, members: [initiator] };
  const joined = value(joinPool(pool, joining, morning));
  expect(joined.quantity).toBe('25');
  const closed = onDue(joined, momentAt('2026-10-10T16:00:00.000Z'));
  expect(closed).toMatchObject({ state: 'open', turn: 'manufacturer', quantity: '25' });
  expect(closed.due?.at).toBe('2026-10-23T16:00:00.000Z');
});

test('a pool takes nobody twice, nobody beyond its size and nobody after its window', () => {
  const pool = opened({ price: '80', joiningUntil: '2026-10-10' });
  const members = ['a', 'b', 'c'].map((institutionId) => ({ institutionId, quantity: quantity(1) }));
  const joining = { institutionId: 'b', quantity: quantity(5), listing, members };
  expect(joinPool(pool, joining, morning)).toMatchObject({ code: 'bargain.alreadyMember' });
  expect(joinPool(pool, { ...joining, institutionId: 'd' }, morning)).toMatchObject({
    code: 'bargain.poolFull',
    facts: { membersMax: 3 },
  });
  const late = momentAt('2026-10-10T16:00:00.000Z');
  expect(joinPool(pool, { ...joining, institutionId: 'd', members: [] }, late)).toMatchObject({
    code: 'bargain.poolClosed',
  });
});

test('a member leaves a pool while it is open, the one who opened it does not', () => {
  const pool = { ...opened({ price: '80', joiningUntil: '2026-10-10' }), quantity: quantity(25) };
  const members = [
    { institutionId: 'a', quantity: quantity(20) },
    { institutionId: 'b', quantity: quantity(5) },
  ];
  const leaving = { institutionId: 'b', initiatorId: 'a', members };
  expect(value(leavePool(pool, leaving, morning)).quantity).toBe('20');
  expect(leavePool(pool, { ...leaving, institutionId: 'a' }, morning)).toMatchObject({
    code: 'bargain.initiatorCannotLeave',
  });
  expect(leavePool(pool, { ...leaving, institutionId: 'z' }, morning)).toMatchObject({
    code: 'bargain.notMember',
  });
});

test.each([
  ['2026-09-23', 'bargain.joiningWindow'],
  ['2026-12-31', 'bargain.joiningWindow'],
])('a pool that others may join until %s is refused', (joiningUntil, code) => {
  expect(openAt({ price: '80', joiningUntil })).toMatchObject({ ok: false, code, field: 'joiningUntil' });
});

test('JS-11A at the listing price there is nothing to pool', () => {
  expect(openAt({ price: '100', joiningUntil: '2026-10-10' })).toMatchObject({
    code: 'bargain.poolAtListingPrice',
  });
});

test('a bargain opened for the new year is provisional until its holidays are published, then computed anew', () => {
  const before = {
    now: '2026-12-24T02:00:00.000Z' as Instant,
    calendar: publishedCalendar(2020, 2026),
    policy: jiangsu,
  };
  const result = openAt({ price: '90' }, before);
  const bargain = value(result);
  expect(bargain.due?.provisional).toBe(true);
  expect(recomputed(bargain, before)).toEqual(bargain);
});

test.each([
  ['80', '100', '80', 'agreed'],
  ['80', '80', '80', 'listed'],
  ['80', '75', '75', 'listed'],
  [null, '100', '100', 'listed'],
] as const)('JS-11 agreed %s and listed %s: one orders at %s (%s)', (agreed, listed, price, kind) => {
  const own = agreed === null ? null : { price: money(agreed), unitsPerPurchaseUnit: 10 };
  expect(priceFor({ price: money(listed), unitsPerPurchaseUnit: 10 }, own)).toMatchObject({ price, kind });
});
