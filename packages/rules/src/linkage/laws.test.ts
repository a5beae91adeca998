import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareOnSmallestUnit, money, quantity } from '../money.ts';
import type { Provision } from '../policy/provision.ts';
import type { LowestRule, PriceReference, RatioRule } from '../policy/shapes.ts';
import { isoDate } from '../time.ts';
import { targetOf } from './duty.ts';
import { type LowestAsk, type LowestPolicy, lowestOf } from './lowest.ts';
import { ratioFindings } from './ratio.ts';
import { type PriceRecord, recordKinds } from './record.ts';
import { lineOf } from './run.ts';

const itemCode = 'C09010101000000066260000001';

function provision<T>(value: T): Provision<T> {
  return {
    value,
    from: isoDate('2020-05-01'),
    until: null,
    jurisdiction: '320000',
    document: 'js-2020-22',
    article: '13',
    clause: 'JS-13b',
    origin: 'published',
    note: null,
  };
}
const plain: LowestRule = {
  provinces: null,
  statistic: 'lowest',
  of: null,
  selectedCount: false,
  declaredCount: true,
  rounding: 'downToMicro',
};
function policy(
  rule: Partial<LowestRule> = {},
  reference: PriceReference = 'provincialAndCities',
): LowestPolicy {
  const byClass = {
    highValueSix: reference,
    highValueFive: reference,
    ordinary: reference,
    reagent: reference,
  };
  return { reference: provision(byClass), lowest: provision({ ...plain, ...rule }) };
}
const ask: LowestAsk = {
  itemCode,
  jurisdiction: '320000',
  class: 'ordinary',
  use: 'linkage',
  on: isoDate('2026-09-01'),
};
let made = 0;
function record(more: Partial<PriceRecord> & { readonly price: PriceRecord['price'] }): PriceRecord {
  made += 1;
  return {
    id: `r${made}`,
    itemCode,
    jurisdiction: '330000',
    kind: 'provincialListing',
    purchaseUnit: '盒',
    unitsPerPurchaseUnit: 10,
    effectiveFrom: isoDate('2026-08-01'),
    effectiveTo: null,
    state: 'verified',
    source: 'entry',
    contract: null,
    document: '',
    ...more,
  };
}
const priced = (price: string, more: Partial<PriceRecord> = {}) => record({ ...more, price: money(price) });

const someRecord = fc
  .record({
    cents: fc.integer({ min: 1, max: 100_000 }),
    units: fc.constantFrom(1, 2, 5, 7, 10, 100),
    jurisdiction: fc.constantFrom('330000', '330100', '320100', '430000', '440000', '440300', '510000'),
    kind: fc.constantFrom(...recordKinds),
    state: fc.constantFrom('verified' as const, 'entered' as const, 'rejected' as const),
    ended: fc.boolean(),
  })
  .map(({ cents, units, jurisdiction, kind, state, ended }) =>
    priced(`${Math.floor(cents / 100)}.${String((cents % 100) + 1).padStart(3, '0')}`, {
      unitsPerPurchaseUnit: units,
      jurisdiction,
      kind,
      state,
      effectiveTo: ended ? isoDate('2026-08-15') : null,
      contract: kind === 'selected' ? 'A' : null,
    }),
  );
const someRule = fc.constantFrom<Partial<LowestRule>>(
  {},
  { statistic: 'meanOfLowest', of: 3 },
  { statistic: 'perContract', selectedCount: true },
  { provinces: ['330000', '440000'] },
  { rounding: 'downToFen' },
);

test('in whatever order records arrive, the lowest price is the same (JS-7, JS-9, JS-13b)', () => {
  fc.assert(
    fc.property(
      fc
        .array(someRecord, { maxLength: 30 })
        .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      someRule,
      ([all, shuffled], rule) => {
        expect(lowestOf({ ...ask, contract: 'A' }, shuffled, policy(rule))).toEqual(
          lowestOf({ ...ask, contract: 'A' }, all, policy(rule)),
        );
      },
    ),
  );
});

test('a listing price never rises through linkage, and the effect is never negative (JS-13b)', () => {
  const rules: readonly RatioRule[] = [
    { compares: 'packs', most: { over: 1, under: 1 }, action: 'limit' },
    { compares: 'specifications', most: { over: 3, under: 1 }, action: 'limit' },
    { compares: 'selected', most: { over: 3, under: 2 }, action: 'warn' },
  ];
  fc.assert(
    fc.property(
      fc.array(someRecord, { maxLength: 20 }),
      someRule,
      fc.record({
        cents: fc.integer({ min: 1, max: 1_000_000 }),
        units: fc.constantFrom(1, 3, 10),
        other: fc.integer({ min: 1, max: 1_000_000 }),
      }),
      (records, rule, { cents, units, other }) => {
        const price = money(String(cents / 100));
        const listing = { listingId: 'l1', price, unitsPerPurchaseUnit: units, bought: quantity(17) };
        const family = [
          { ...listing, smallestUnit: '支', selected: false },
          {
            listingId: 'l2',
            price: money(String(other / 100)),
            unitsPerPurchaseUnit: 2,
            smallestUnit: '支',
            selected: false,
          },
        ];
        const own = ratioFindings(family, provision(rules)).filter((each) => each.listingId === 'l1');
        const given = policy(rule);
        const line = lineOf(
          listing,
          lowestOf({ ...ask, contract: 'A' }, records, given),
          own,
          given.lowest.value,
        );
        if (line === null) return;
        if (line.priceTo !== null)
          expect(compareOnSmallestUnit(line.priceTo, units, price, units)).toBeLessThan(0);
        if (line.priceTo !== null) expect(line.priceTo).not.toBe('0');
        expect(line.effect.startsWith('-')).toBe(false);
      },
    ),
  );
});

test('no record that counts is no price, which is not zero', () => {
  const none = lowestOf(ask, [priced('1', { state: 'entered' }), priced('2', { kind: 'filing' })], policy());
  expect(none).toMatchObject({ price: null, smallestUnitPrice: null, records: [] });
  expect(none.passedOver.map((each) => each.reason)).toEqual(['notVerified', 'kind']);
  expect(targetOf({ price: money('5'), unitsPerPurchaseUnit: 1 }, none, plain)).toBeNull();
});

test('which kinds count is the pack’s: provincial, own cities, all cities (JS-7, JS-9)', () => {
  const records = [
    priced('50', { id: 'p' }),
    priced('40', { id: 'own-city', kind: 'cityListing', jurisdiction: '320500' }),
    priced('30', { id: 'other-city', kind: 'cityListing', jurisdiction: '330200' }),
    priced('20', { id: 'selected', kind: 'selected', contract: 'A' }),
  ];
  const by = (reference: PriceReference, rule: Partial<LowestRule> = {}) =>
    lowestOf(ask, records, policy(rule, reference)).records.map((each) => each.id);
  expect(by('provincial')).toEqual(['p']);
  expect(by('provincialAndOwnCities')).toEqual(['own-city']);
  expect(by('provincialAndCities')).toEqual(['other-city']);
  expect(by('provincial', { selectedCount: true })).toEqual(['selected']);
  expect(by('provincialAndCities', { provinces: ['440000'] })).toEqual([]);
});

test('several prices of one province count once, with the lowest; a mean takes one of each province', () => {
  const records = [
    priced('10', { jurisdiction: '330000' }),
    priced('11', { jurisdiction: '330100', kind: 'cityListing' }),
    priced('20', { jurisdiction: '430000' }),
    priced('33', { jurisdiction: '440000' }),
  ];
  const mean = lowestOf(ask, records, policy({ statistic: 'meanOfLowest', of: 3 }));
  expect(mean).toMatchObject({ price: '21', unitsPerPurchaseUnit: 10, provinces: 3 });
});

test('a selected product follows its own contract only', () => {
  const rule = policy({ statistic: 'perContract', selectedCount: true });
  const records = [
    priced('9', { kind: 'selected', contract: 'B' }),
    priced('12', { kind: 'selected', contract: 'A' }),
    priced('5'),
  ];
  expect(lowestOf({ ...ask, contract: 'A' }, records, rule).price).toBe('12');
  expect(lowestOf({ ...ask, contract: null }, records, rule).price).toBeNull();
});

test('prices compare on the smallest unit: a price declared for another pack is converted and named', () => {
  // 10 in a pack of 10 against a listing of 6 in a pack of 5: 1 against 1.2 for each piece.
  const found = lowestOf(ask, [priced('10')], policy());
  expect(targetOf({ price: money('6'), unitsPerPurchaseUnit: 5 }, found, plain)).toBe('5');
  expect(targetOf({ price: money('5'), unitsPerPurchaseUnit: 5 }, found, plain)).toBeNull();
  // A third of ten written with six decimals is the same price, not a lower one.
  const third = lowestOf(ask, [priced('3.333333', { unitsPerPurchaseUnit: 1 })], policy());
  expect(targetOf({ price: money('10'), unitsPerPurchaseUnit: 3 }, third, plain)).toBeNull();
});

test('what would change the result is said: a lower price, or one that does not count as things are', () => {
  const found = lowestOf(
    ask,
    [priced('10'), priced('8', { state: 'entered', jurisdiction: '440000' })],
    policy(),
  );
  expect(found.wouldChange.map((each) => each.zh)).toEqual([
    '计入范围内出现低于 1 元/最小单位的已核实价格',
    '440000 的 0.8 元/最小单位，目前尚未核实',
  ]);
});

test('GD-5: a larger pack is no dearer per piece, specifications and selected products stay in relation', () => {
  const member = (listingId: string, price: string, units: number, selected = false) => ({
    listingId,
    price: money(price),
    unitsPerPurchaseUnit: units,
    smallestUnit: '支',
    selected,
  });
  const rules = provision<readonly RatioRule[]>([
    { compares: 'packs', most: { over: 1, under: 1 }, action: 'limit' },
    { compares: 'specifications', most: { over: 3, under: 1 }, action: 'warn' },
    { compares: 'selected', most: { over: 3, under: 2 }, action: 'warn' },
  ]);
  const found = ratioFindings(
    [
      member('small', '10', 10),
      member('large', '110', 100),
      member('odd', '4', 1),
      member('won', '8', 10, true),
    ],
    rules,
  );
  expect(found.map(({ listingId, compares, limit }) => [listingId, compares, limit])).toEqual([
    ['large', 'packs', '80'],
    ['odd', 'specifications', '3'],
    ['odd', 'selected', '1.2'],
  ]);
});
