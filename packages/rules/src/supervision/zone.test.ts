import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Money, compare, money } from '../money.ts';
import type { Provision } from '../policy/provision.ts';
import type { ZoneRule } from '../policy/shapes.ts';
import { type Instant, instant, isoDate } from '../time.ts';
import { type ReferenceSet, type TradedPrice, isInFocus, percentileOf, zoneFor } from './zone.ts';

const rule: Provision<ZoneRule> = {
  value: {
    scope: 'sameItem',
    peers: { region: 'province', sameLevel: true },
    windowMonths: 3,
    red: [{ statistic: 'percentile', percentile: 90 }],
    yellow: [
      { statistic: 'percentile', percentile: 50 },
      { statistic: 'ownLast', percentile: null },
    ],
    blue: [{ statistic: 'percentile', percentile: 25 }],
    tradesMin: 6,
    institutionsMin: 3,
    actions: { red: ['promptInstitution', 'warnBureau'], yellow: ['promptInstitution'], blue: ['recommend'] },
  },
  from: isoDate('2020-05-01'),
  until: null,
  jurisdiction: '320000',
  document: 'js-2020-22',
  article: '12',
  clause: 'JS-12',
  origin: 'default',
  note: null,
};

function traded(
  institutionId: string,
  price: string,
  trades = 1,
  lastTradedAt = '2026-08-01T00:00:00.000Z',
): TradedPrice {
  return { institutionId, price: money(price), trades, lastTradedAt: instant(lastTradedAt) };
}
function reference(...all: TradedPrice[]): ReferenceSet {
  return { since: isoDate('2026-06-01'), until: isoDate('2026-08-31'), traded: all };
}
function zoneAt(price: string, set: ReferenceSet, more: { inFocus?: boolean; units?: number } = {}) {
  const subject = {
    institutionId: 'own',
    price: money(price),
    unitsPerPurchaseUnit: more.units ?? 1,
    inFocus: more.inFocus ?? true,
  };
  return zoneFor(rule, subject, set);
}

// Ten trades of three institutions: 1, 2, …, 10.
const ten = reference(
  ...['1', '2', '3', '4'].map((price) => traded('a', price)),
  ...['5', '6', '7'].map((price) => traded('b', price)),
  ...['8', '9', '10'].map((price) => traded('c', price)),
);

test.each([
  ['9.000001', 'red'],
  ['9', 'yellow'],
  ['5.01', 'yellow'],
  ['5', 'none'],
  ['3.01', 'none'],
  ['3', 'blue'],
  ['0.5', 'blue'],
] as const)('JS-12 among trades of 1 to 10 a price of %s is %s', (price, zone) => {
  expect(zoneAt(price, ten).zone).toBe(zone);
});

test('JS-12A JS-12B JS-12C red warns the bureau and prompts, yellow prompts, blue recommends', () => {
  expect(zoneAt('10', ten).actions).toEqual(['promptInstitution', 'warnBureau']);
  expect(zoneAt('6', ten).actions).toEqual(['promptInstitution']);
  expect(zoneAt('2', ten).actions).toEqual(['recommend']);
  expect(zoneAt('4', ten).actions).toEqual([]);
});

test('JS-12 a price above what the institution paid last is yellow', () => {
  const set = reference(...ten.traded, traded('own', '2', 1, '2026-08-02T00:00:00.000Z'), traded('own', '9'));
  expect(zoneAt('2.5', set)).toMatchObject({ zone: 'yellow', ownLast: '2', trades: 10, institutions: 3 });
});

test('the finding says that its bounds are the product’s own and which they are', () => {
  expect(zoneAt('4', ten)).toMatchObject({
    isDefaultRule: true,
    basis: { article: '12', clause: 'JS-12' },
    low: '1',
    median: '5',
    high: '10',
    bounds: [
      { colour: 'red', price: '9' },
      { colour: 'yellow', price: '5' },
      { colour: 'yellow', price: null },
      { colour: 'blue', price: '3' },
    ],
  });
});

test('无足够数据: too few trades or too few institutions give no colour, whatever the price', () => {
  const few = reference(traded('a', '1', 2), traded('b', '1', 2), traded('c', '1', 1));
  expect(zoneAt('100', few)).toMatchObject({ zone: 'none', reason: 'tooFewTrades', trades: 5, bounds: [] });
  const two = reference(traded('a', '1', 50), traded('b', '1', 50));
  expect(zoneAt('100', two)).toMatchObject({ zone: 'none', reason: 'tooFewTrades', institutions: 2 });
  expect(zoneAt('100', reference())).toMatchObject({ zone: 'none', reason: 'tooFewTrades', median: null });
});

test('prices compare on the smallest unit: 30 yuan for a box of ten is 3', () => {
  expect(zoneAt('30', ten, { units: 10 })).toMatchObject({ zone: 'blue', price: '3' });
  expect(zoneAt('30', ten, { units: 3 })).toMatchObject({ zone: 'red', price: '10' });
});

test('an institution that JS-12 does not watch sees the figures without a colour', () => {
  expect(zoneAt('10', ten, { inFocus: false })).toMatchObject({
    zone: 'none',
    reason: 'notInFocus',
    actions: [],
    trades: 10,
  });
});

test.each([
  ['public', 'tertiary', true],
  ['public', 'secondary', true],
  ['public', 'primary', false],
  ['private', 'tertiary', false],
  ['military', 'tertiary', false],
] as const)('JS-12 a %s institution of level %s is in focus: %s', (ownership, level, inFocus) => {
  expect(isInFocus({ ownership, level }, '二级')).toBe(inFocus);
});

const price = fc.integer({ min: 1, max: 500 }).map((cents) => money(String(cents / 100)));
const anyTrade = fc
  .tuple(fc.constantFrom('a', 'b', 'c', 'd', 'own'), price, fc.integer({ min: 1, max: 9 }))
  .map(([institutionId, at, trades]) => traded(institutionId, at, trades));
const anySet = fc.array(anyTrade, { maxLength: 30 }).map((all) => reference(...all));
const severity = { blue: 0, none: 1, yellow: 2, red: 3 };

test('a dearer price is never in a better zone', () => {
  fc.assert(
    fc.property(anySet, price, price, (set, one, other) => {
      const [low, high] = compare(one, other) <= 0 ? [one, other] : [other, one];
      expect(severity[zoneAt(low, set).zone]).toBeLessThanOrEqual(severity[zoneAt(high, set).zone]);
    }),
  );
});

test('the institution’s own trades move no bound but its own last price', () => {
  fc.assert(
    fc.property(anySet, anySet, price, (set, more, asked) => {
      const own = more.traded.map((each) => ({ ...each, institutionId: 'own' }));
      const without = set.traded.filter((each) => each.institutionId !== 'own');
      const alone = zoneAt(asked, reference(...without));
      const beside = zoneAt(asked, reference(...without, ...own));
      const shared = ({ bounds, spread, trades, institutions }: typeof alone) => ({
        bounds: bounds.filter((bound) => bound.statistic !== 'ownLast'),
        spread,
        trades,
        institutions,
      });
      expect(shared(beside)).toEqual(shared(alone));
    }),
  );
});

test('a percentile is a price really paid, and at least that share of trades is not above it', () => {
  fc.assert(
    fc.property(anySet, fc.integer({ min: 1, max: 100 }), (set, percentile) => {
      const { spread } = zoneAt('1', set);
      if (spread.length === 0) return;
      const bound: Money = percentileOf(spread, percentile);
      const all = spread.reduce((sum, each) => sum + each.trades, 0);
      const within = spread
        .filter((each) => compare(each.price, bound) <= 0)
        .reduce((sum, each) => sum + each.trades, 0);
      expect(spread.map((each) => each.price)).toContain(bound);
      expect(within * 100).toBeGreaterThanOrEqual(percentile * all);
    }),
  );
});

const later: Instant = instant('2026-08-03T00:00:00.000Z');
test('trades at one price count together and institutions once', () => {
  const set = reference(traded('a', '2', 3), traded('b', '2', 2), {
    ...traded('a', '2', 1),
    lastTradedAt: later,
  });
  expect(zoneAt('2', set).spread).toEqual([{ price: '2', trades: 6, institutions: 2 }]);
});
