import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listingAt, momentAt, openAt, opening } from '../../../../test/support/bargain-moment.ts';
import { type Money, compare, money, quantity } from '../money.ts';
import { addHours, instant } from '../time.ts';
import { acceptCounter, acceptOffer, counterOffer, refuseOffer, renewOffer, withdraw } from './answer.ts';
import { type Bargain, type Moment, asOf, isRunning, recomputed } from './bargain.ts';
import { linkByTrade, stateTrade, verifyTrade } from './evidence.ts';
import { joinPool } from './pool.ts';

const ceiling = money('100');
const listing = listingAt('100');
const price = fc.integer({ min: 1, max: 12_000 }).map((cents) => money(String(cents / 100)));
const trade = {
  id: 't',
  price: money('60'),
  unitsPerPurchaseUnit: 10,
  tradedAt: instant('2026-09-17T02:00:00.000Z'),
};

type Act = (bargain: Bargain, moment: Moment) => { ok: true; value: Bargain } | { ok: false };
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.constant<Act>(acceptOffer),
  fc.constant<Act>(acceptCounter),
  fc.constant<Act>(refuseOffer),
  fc.constant<Act>(withdraw),
  fc.constant<Act>((bargain, moment) => linkByTrade(bargain, trade, moment)),
  fc.constant<Act>((bargain, moment) =>
    stateTrade(
      bargain,
      { price: bargain.price, unitsPerPurchaseUnit: 10, tradedOn: '2026-09-01' as never },
      moment,
    ),
  ),
  fc.boolean().map<Act>((isTrue) => (bargain, moment) => verifyTrade(bargain, isTrue, moment)),
  price.map<Act>((asked) => (bargain, moment) => counterOffer(bargain, asked, listing, moment)),
  fc.tuple(price, fc.boolean()).map<Act>(
    ([asked, claimsTraded]) =>
      (bargain, moment) =>
        renewOffer(bargain, { listing, price: asked, quantity: null, trades: [trade], claimsTraded }, moment),
  ),
  fc.constant<Act>((bargain, moment) =>
    joinPool(bargain, { institutionId: 'b', quantity: quantity(1), listing, members: [] }, moment),
  ),
);
/** Something done some hours after what was done before. */
const story = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), act), { maxLength: 25 });

/** Every state that a bargain passes through; what is refused leaves it as the clock has it. */
function tell(asked: Money, steps: readonly (readonly [number, Act])[], joiningUntil?: string): Bargain[] {
  const begun = openAt({
    price: asked,
    listing,
    traded: '60',
    ...(joiningUntil === undefined ? {} : { joiningUntil }),
  });
  if (!begun.ok) return [];
  const states = [begun.value];
  let at = instant(opening);
  let bargain = begun.value;
  for (const [hours, step] of steps) {
    at = addHours(at, hours);
    const moment = momentAt(at);
    const result = step(bargain, moment);
    bargain = result.ok ? result.value : asOf(bargain, moment);
    states.push(bargain);
  }
  return states;
}

const pool = fc.option(fc.constant('2026-10-10'), { nil: undefined });

test('whatever is offered and whenever, no price is ever above the listing price', () => {
  fc.assert(
    fc.property(price, story, pool, (asked, steps, joiningUntil) => {
      for (const { price: offered, counterPrice, agreedPrice } of tell(asked, steps, joiningUntil)) {
        for (const each of [offered, counterPrice, agreedPrice]) {
          expect(each === null || compare(each, ceiling) <= 0).toBe(true);
        }
      }
    }),
    { numRuns: 400 },
  );
});

test('nothing and nobody changes a bargain after its end', () => {
  fc.assert(
    fc.property(price, story, pool, (asked, steps, joiningUntil) => {
      const states = tell(asked, steps, joiningUntil);
      const end = states.findIndex(({ state }) => !isRunning(state));
      for (const later of end < 0 ? [] : states.slice(end)) expect(later).toEqual(states[end]);
    }),
    { numRuns: 400 },
  );
});

test('a running bargain always has somebody whose turn it is or a clock, and an ended one neither', () => {
  fc.assert(
    fc.property(price, story, pool, (asked, steps, joiningUntil) => {
      for (const { state, turn, due, agreedPrice, outcomeBasis } of tell(asked, steps, joiningUntil)) {
        const runs = isRunning(state);
        expect(turn !== null || due !== null).toBe(runs);
        expect(outcomeBasis !== null).toBe(!runs);
        expect(agreedPrice !== null).toBe(state === 'agreed' || state === 'linked');
      }
    }),
    { numRuns: 400 },
  );
});

test('a deadline computed again by the same calendar is the same, and an overdue bargain settles once', () => {
  fc.assert(
    fc.property(
      price,
      story,
      pool,
      fc.integer({ min: 0, max: 2000 }),
      (asked, steps, joiningUntil, hours) => {
        for (const bargain of tell(asked, steps, joiningUntil)) {
          expect(recomputed(bargain, momentAt(opening))).toEqual(bargain);
          const moment = momentAt(addHours(instant(opening), hours));
          const settled = asOf(bargain, moment);
          expect(asOf(settled, moment)).toBe(settled);
        }
      },
    ),
    { numRuns: 200 },
  );
});
