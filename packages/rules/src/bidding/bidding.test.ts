import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundleOf, bundleText, verifyBundle } from '../award/bundle.ts';
import { money } from '../money.ts';
import type { PolicyBook } from '../policy/book.ts';
import type { Provision } from '../policy/provision.ts';
import { instant, isoDate } from '../time.ts';
import { type BidContent, bidFormat, bidText, readBid, sealedSizeFor } from './content.ts';
import { followPack, pricedPairs, selectedIn, suggestedPairs } from './follow.ts';
import { drawLots } from './lots.ts';
import { type EnrolledFirm, controllersOf, roundOf } from './round-of.ts';
import { checkTrustees, mostOfOne } from './trustees.ts';

const on = isoDate('2026-09-01');
function provision<T>(value: T): Provision<T> {
  const where = { document: 'daylight', article: '一', clause: 'SX-3.2b', jurisdiction: '000000' };
  return { ...where, value, from: isoDate('2020-01-01'), until: null, origin: 'default', note: null };
}
const book: PolicyBook = {
  provisions: {
    'bidding.trusteesMin': [provision(3)],
    'bidding.thresholdAbove': [provision({ over: 1, under: 2 })],
  },
};
const policy = { book, jurisdiction: '320000', on };

test('SX-3.2b whatever trustees and threshold are accepted, no organisation alone reaches it and a majority is needed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('bureau', 'notary', 'industry', 'operator'), { maxLength: 9 }),
      fc.integer({ min: 0, max: 10 }),
      (owners, threshold) => {
        const trustees = owners.map((organisationId) => ({ organisationId, proven: true }));
        const fits = checkTrustees(trustees, threshold, policy);
        const isSafe =
          trustees.length >= 3 &&
          threshold >= 2 &&
          threshold <= trustees.length &&
          2 * threshold > trustees.length &&
          threshold > mostOfOne(trustees);
        expect(fits.ok).toBe(isSafe);
      },
    ),
  );
});

const price = fc.integer({ min: 1, max: 10_000_000 }).map((fen) => money((fen / 100).toFixed(2)));
const productIds = ['p1', 'p2', 'p3'];
const anyBid: fc.Arbitrary<BidContent> = fc.record({
  format: fc.constant(bidFormat),
  tender: fc.constant('t'),
  bidder: fc.constant('f'),
  lines: fc.uniqueArray(fc.constantFrom(...productIds), { minLength: 1 }).chain((products) =>
    fc.tuple(
      ...products.map((product) =>
        fc.record({
          product: fc.constant(product),
          price,
          parts: fc.array(fc.record({ component: fc.string(), price }), { maxLength: 2 }),
          accepts: fc.array(fc.constantFrom('1', '2'), { maxLength: 2 }),
          rebids: fc.dictionary(fc.constantFrom('1', '2'), price, { noNullPrototype: true }),
        }),
      ),
    ),
  ),
  regions: fc.array(fc.constantFrom('320100', '320600'), { maxLength: 2 }),
});
const expected = { tender: 't', bidder: 'f', products: new Set(productIds) };

test('a bid reads as it was written, line by line', () => {
  fc.assert(
    fc.property(anyBid, (bid) => {
      const read = readBid(bidText(bid), expected);
      expect(read.ok && { lines: read.value.lines, regions: read.value.regions }).toEqual({
        lines: bid.lines,
        regions: bid.regions,
      });
      expect(read.ok && read.value.stopped).toEqual([]);
    }),
  );
});

test('whatever text comes out of a seal, reading it never fails otherwise than by a reason', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const read = readBid(text, expected);
      expect(read.ok ? 'ok' : read.code).toMatch(/^(ok|bid\..+)$/);
    }),
  );
  const line = { product: 'p1', price: '12.34' };
  const of = (change: object) =>
    readBid(
      JSON.stringify({ format: bidFormat, tender: 't', bidder: 'f', lines: [line], regions: [], ...change }),
      expected,
    );
  const why = (change: object) => {
    const read = of(change);
    return read.ok ? read.value.stopped.map(({ reason }) => reason) : read.code;
  };
  expect(why({})).toEqual([]);
  expect(why({ tender: 'other' })).toBe('bid.otherRound');
  expect(why({ bidder: 'other' })).toBe('bid.otherBidder');
  expect(why({ format: 'other' })).toBe('bid.format');
  expect(why({ lines: [] })).toBe('bid.noLine');
  expect(why({ lines: [{ ...line, price: '12.345' }] })).toEqual(['bid.priceMalformed']);
  expect(why({ lines: [{ ...line, price: '0' }] })).toEqual(['bid.priceMalformed']);
  expect(why({ lines: [{ ...line, product: 'p9' }] })).toEqual(['bid.productUnknown']);
  expect(why({ lines: [{ ...line, rebids: { 1: '-1' } }] })).toEqual(['bid.rebidMalformed']);
  expect(why({ lines: [{ ...line, parts: [{ component: 'stem' }] }] })).toEqual(['bid.partMalformed']);
  const twice = of({ lines: [line, { ...line, price: '10' }] });
  expect(twice.ok && [twice.value.lines, twice.value.stopped]).toEqual([
    [],
    [{ product: 'p1', reason: 'bid.productTwice' }],
  ]);
});

test('the size of sealed bids holds the largest bid of the round', () => {
  const parts = Array.from({ length: 3 }, (_, n) => ({
    component: `部件编号-${n}`,
    price: money('123456.78'),
  }));
  const lines = Array.from({ length: 40 }, (_, n) => ({
    product: `01991234-0000-7000-8000-${String(n).padStart(12, '0')}`,
    price: money('123456.78'),
    parts,
    accepts: ['1', '2', '3'],
    rebids: { 1: money('123456.78'), 2: money('123456.77') },
  }));
  const text = bidText({
    format: bidFormat,
    tender: 't'.repeat(36),
    bidder: 'b'.repeat(36),
    lines,
    regions: [],
  });
  const size = sealedSizeFor(lines.map(() => ({ firm: 'f', parts: 3 })));
  // Quotes are escaped inside the sealed text.
  expect(new TextEncoder().encode(JSON.stringify(text)).length + 200).toBeLessThan(size);
  expect(Math.log2(size) % 1).toBe(0);
});

test('every product with a price has one lot, whatever the order it came in; another beacon draws otherwise', () => {
  const products = Array.from({ length: 12 }, (_, n) => `p${n}`);
  const draw = { number: 'JC1', seed: 'ab'.repeat(32), beacon: 'cd'.repeat(32), products };
  const lots = drawLots(draw);
  expect([...lots.values()].toSorted((a, b) => a - b)).toEqual(products.map((_, n) => n + 1));
  expect(drawLots({ ...draw, products: products.toReversed() })).toEqual(lots);
  expect(drawLots({ ...draw, beacon: 'ce'.repeat(32) })).not.toEqual(lots);
});

const firm = (id: string, controller: string | null, relatedIds: string[] = []): EnrolledFirm => ({
  manufacturerId: id,
  name: id,
  controller,
  relatedIds,
  suppliesAllRegions: true,
});

test('SX-2.2 firms of one controller or related ones count as one, in whatever order and by whoever said it', () => {
  const firms = [
    firm('a', null),
    firm('b', '某集团'),
    firm('c', null, ['a']),
    firm('d', '某集团', ['c']),
    firm('e', null),
  ];
  const found = controllersOf(firms);
  expect([...found]).toEqual([
    ['a', 'a'],
    ['b', 'a'],
    ['c', 'a'],
    ['d', 'a'],
    ['e', null],
  ]);
  expect(new Map(controllersOf(firms.toReversed()))).toEqual(new Map(found));
});

test('JS-24 SX-4.2 a followed result comes out at the same prices and its bundle verifies', () => {
  const pack = followPack({
    id: 'follow-1',
    title: { zh: '跟标', en: 'followed' },
    categories: [{ id: 'i', name: { zh: '网篮', en: 'basket' }, cap: null, lines: {} }],
    volume: null,
  });
  const product = (id: string) => ({
    id,
    item: 'i',
    manufacturerId: `f${id}`,
    name: `n${id}`,
    features: [],
    comparisonUnits: 1,
    prices: {},
    parts: [],
  });
  const opened = ['1', '2'].map((id) => ({
    manufacturerId: `f${id}`,
    receivedAt: instant('2026-09-01T00:00:00.000Z'),
    lines: [{ product: id, price: money(`${id}00`), parts: [], accepts: [], rebids: {} }],
    regions: [],
  }));
  const bundle = bundleOf(
    roundOf({
      pack,
      institutions: [{ id: 'h', region: '320100' }],
      products: ['1', '2', '3'].map(product),
      firms: ['1', '2'].map((id) => firm(`f${id}`, null)),
      capacities: [],
      demand: { institution: [0, 0, 0], product: [0, 1, 2], reported: [5000, 7000, 3000], lastYear: null },
      opened,
      excluded: new Set(),
      lots: new Map(),
      choices: [],
    }),
  );
  expect(verifyBundle(JSON.parse(bundleText(bundle))).intact).toBe(true);
  const selected = selectedIn(bundle);
  expect(selected.map((each) => [each.product, each.price])).toEqual([
    ['1', '100'],
    ['2', '200'],
  ]);
  expect(bundle.result.bids.map(({ own }) => own)).toEqual(['5', '7']);
  const ours = [{ id: 'o', name: 'n1', firm: 'f1' }];
  expect(suggestedPairs(ours, selected)).toEqual([{ productId: 'o', theirs: '1' }]);
  const priced = pricedPairs([{ productId: 'o', theirs: '2' }], new Set(['o']), selected);
  expect(priced.ok && priced.value).toEqual([{ productId: 'o', theirs: '2', price: '200' }]);
});
