import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyRound } from '../../../../test/support/random-round.ts';
import { compare, money } from '../money.ts';
import type { Instant } from '../time.ts';
import { bundleOf, bundleText, verifyBundle } from './bundle.ts';
import { bidsOfQuotes } from './quotes.ts';
import { type Quote, type Quotes, standingQuotes } from './standing.ts';

const moment = (quoting: number): Instant => `2026-09-0${quoting}T01:00:00.000Z` as Instant;
const line = (product: string, price: string) => ({
  product,
  price: money(price),
  parts: [],
  accepts: [],
  rebids: {},
});
const quote = (bidder: string, quoting: number, prices: Readonly<Record<string, string>>): Quote => ({
  bidder,
  quoting,
  at: moment(quoting),
  lines: Object.entries(prices).map(([product, price]) => line(product, price)),
  regions: [],
});
const fen = fc.integer({ min: 1, max: 2000 }).map((cents) => money((cents / 100).toFixed(2)));

/** Two bidders of two products each quote in up to four rounds, or are silent. */
const anyQuotes: fc.Arbitrary<Quotes> = fc.record({
  stepPermyriad: fc.constantFrom(0, 100, 1000),
  leftOut: fc.constant([]),
  quotes: fc
    .array(
      fc.record({
        bidder: fc.constantFrom('甲', '乙'),
        quoting: fc.integer({ min: 1, max: 4 }),
        prices: fc.array(fen, { minLength: 2, maxLength: 2 }),
        only: fc.constantFrom(1, 2),
      }),
      { maxLength: 12 },
    )
    .map((all) => [
      ...new Map(
        all.map(({ bidder, quoting, prices, only }) => [
          `${bidder}${quoting}`,
          quote(
            bidder,
            quoting,
            Object.fromEntries(prices.slice(0, only).map((price, at) => [`${bidder}${at}`, price])),
          ),
        ]),
      ).values(),
    ]),
});
const priceOf = (quotes: Quotes, product: string) =>
  standingQuotes(quotes).lines.find((each) => each.product === product)?.price;

test('SX-3.2b whatever bidders quote later, a standing quote never rises, and each fall is at least the step', () => {
  fc.assert(
    fc.property(anyQuotes, (quotes) => {
      for (let last = 1; last < 4; last += 1) {
        const upTo = (quoting: number) => ({
          ...quotes,
          quotes: quotes.quotes.filter((each) => each.quoting <= quoting),
        });
        for (const { product, price } of standingQuotes(upTo(last)).lines) {
          const next = priceOf(upTo(last + 1), product);
          expect(next).toBeDefined();
          if (next === undefined || next === price) continue;
          const limit = Number(price) * (1 - quotes.stepPermyriad / 10_000);
          expect(compare(next, price)).toBeLessThan(0);
          expect(Number(next)).toBeLessThanOrEqual(limit + 1e-9);
        }
      }
    }),
  );
});

test('SX-3.2b silence changes nothing, and neither does the order in which quotes are given', () => {
  fc.assert(
    fc.property(anyQuotes, fc.integer({ min: 5, max: 9 }), (quotes, quoting) => {
      const silent = { ...quote('甲', quoting, {}), at: moment(quoting) };
      expect(standingQuotes({ ...quotes, quotes: [...quotes.quotes, silent] })).toEqual(
        standingQuotes(quotes),
      );
      expect(standingQuotes({ ...quotes, quotes: quotes.quotes.toReversed() })).toEqual(
        standingQuotes(quotes),
      );
    }),
  );
});

test('SX-3.2b a quote above one’s own, too small a step and a product that was not quoted first are stopped with their reason', () => {
  const quotes = [
    quote('甲', 1, { a: '100', b: '100' }),
    quote('甲', 2, { a: '100.01', b: '99.5', c: '50' }),
    quote('甲', 3, { a: '98', b: '100' }),
  ];
  const { lines, stopped } = standingQuotes({ quotes, stepPermyriad: 100 });
  expect(lines.map(({ product, price, quoting }) => [product, price, quoting])).toEqual([
    ['a', '98', 3],
    ['b', '100', 1],
  ]);
  expect(stopped.map(({ product, quoting, reason }) => [product, quoting, reason])).toEqual([
    ['a', 2, 'quote.aboveOwn'],
    ['b', 2, 'quote.stepTooSmall'],
    ['c', 2, 'quote.notInFirst'],
  ]);
  const parts = (price: string) => ({
    ...line('s', '90'),
    parts: [{ component: '柄', price: money(price) }],
  });
  const raised = [
    { ...quote('乙', 1, {}), lines: [parts('40')] },
    { ...quote('乙', 2, {}), lines: [{ ...parts('41'), price: money('80') }] },
  ];
  expect(standingQuotes({ quotes: raised, stepPermyriad: 0 }).stopped).toMatchObject([
    { reason: 'quote.partAboveOwn' },
  ]);
});

/** A round whose bids are the last of three quoting rounds: each bidder came down twice or was silent. */
function quotedRound() {
  const sample = fc.sample(anyRound, { numRuns: 60, seed: 11 }).find((round) => round.bids.length > 5);
  if (sample === undefined) throw new Error('no round with bids');
  const firms = new Map(sample.products.map(({ id, firm }) => [id, firm]));
  const byFirm = Map.groupBy(sample.bids, ({ product }) => firms.get(product) ?? '');
  const quotes: Quotes = {
    stepPermyriad: 50,
    leftOut: [],
    quotes: [...byFirm].flatMap(([bidder, bids], at) =>
      [1, 2].slice(0, at % 2 === 0 ? 2 : 1).map((quoting) => ({
        bidder,
        quoting,
        at: moment(quoting),
        lines: bids.map(({ product, price, parts, accepts, rebids }) => ({
          product,
          price: quoting === 2 ? money((Number(price) * 0.9).toFixed(2)) : price,
          parts,
          accepts,
          rebids,
        })),
        regions: [],
      })),
    ),
  };
  const bids = bidsOfQuotes(quotes, sample).map((bid, at) => ({ ...bid, lot: at + 1 }));
  return { quotes, round: { ...sample, bids } };
}

test('SX-3.2b the replay derives the bids from the quotes of all rounds, and finds a changed figure in any of them', () => {
  const { quotes, round } = quotedRound();
  const text = bundleText(bundleOf(round, quotes));
  const parsed = () => JSON.parse(text) as { quotes: Quotes; round: { bids: { price: string }[] } };
  expect(verifyBundle(parsed())).toMatchObject({ intact: true, differences: [], faults: [] });
  const lowered = parsed();
  (lowered.round.bids[0] as { price: string }).price = '0.01';
  expect(verifyBundle(lowered).differences.some(({ of }) => of === 'quote')).toBe(true);
  for (const index of quotes.quotes.keys()) {
    const changed = parsed();
    const first = changed.quotes.quotes[index]?.lines[0] as { price: string };
    first.price = '0.02';
    expect(verifyBundle(changed).intact, String(index)).toBe(false);
  }
  const twice = parsed();
  const [again] = twice.quotes.quotes;
  const doubled = { ...twice, quotes: { ...twice.quotes, quotes: [...twice.quotes.quotes, again] } };
  expect(verifyBundle(doubled).faults[0]?.code).toBe('round.twice');
  const without = Object.fromEntries(Object.entries(parsed()).filter(([key]) => key !== 'quotes'));
  expect(verifyBundle(without).intact).toBe(false);
});
