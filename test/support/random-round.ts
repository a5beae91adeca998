import { type Money, money, quantity } from '@daylight/rules/money.ts';
import { instant } from '@daylight/rules/time.ts';
import type {
  Allocation,
  Anchor,
  Condition,
  RoundPack,
  ShortlistSize,
  VolumeRounding,
  WinRule,
} from '@daylight/rules/award/pack.ts';
import type { Round } from '@daylight/rules/award/round.ts';
import fc from 'fast-check';

/** Random rounds of random rules, for the laws of the award. */
const wording = { zh: '无', en: 'none' };
const span = fc.option(
  fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 4 }))
    .map(([min, more]) => ({ min, max: min + more })),
  { nil: null, freq: 5 },
);
const share = fc.constantFrom('0.3', '0.5', '0.6', '2/3', '0.8', '0.9', '1');
const factor = fc.constantFrom('0.4', '0.6', '0.8', '1', '1.2', '1.5', '1.8');
const groups = fc.constantFrom(null, null, null, ['A'], ['B']);
const rulesNamed = fc.constantFrom(null, null, ['1'], ['1', '2']);

const bidAnchor: fc.Arbitrary<Anchor> = fc.record({
  of: fc.constantFrom('lowest' as const, 'lowest' as const, 'average' as const, 'highest' as const),
  over: fc.constantFrom('valid' as const, 'shortlisted' as const, 'selected' as const),
  within: fc.constantFrom('unit' as const, 'unit' as const, 'lot' as const),
  groups,
  rules: fc.constant(null),
});
const plainAnchor: fc.Arbitrary<Anchor> = fc.oneof(
  bidAnchor,
  bidAnchor,
  fc.constant<Anchor>({ of: 'cap' }),
  fc.constant<Anchor>({ of: 'line', name: 'designated' }),
  fc.constant<Anchor>({ of: 'own', name: 'reference', missing: 'pass' }),
  fc.constant<Anchor>({ of: 'amount', yuan: money('6') }),
);
const anchor: fc.Arbitrary<Anchor> = fc.oneof(
  { weight: 4, arbitrary: plainAnchor },
  {
    weight: 1,
    arbitrary: fc.record({
      of: fc.constantFrom('largest' as const, 'smallest' as const),
      among: fc.array(fc.record({ anchor: plainAnchor, factor }), { minLength: 1, maxLength: 2 }),
    }),
  },
);
const atom: fc.Arbitrary<Condition> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('price' as const),
      upTo: anchor,
      factor,
      inclusive: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Condition>({ kind: 'notHighest' }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('place' as const), atMost: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.constant<Condition>({ kind: 'always' }) },
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 3, arbitrary: atom },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('any' as const, 'all' as const),
      of: fc.array(atom, { minLength: 1, maxLength: 3 }),
    }),
  },
);
const size: fc.Arbitrary<ShortlistSize> = fc.oneof(
  fc.record({ kind: fc.constant('top' as const), count: fc.integer({ min: 1, max: 5 }) }),
  fc.constant<ShortlistSize>({
    kind: 'table',
    rows: [
      { firms: 0, count: 1 },
      { firms: 3, count: 2 },
      { firms: 5, count: 4 },
    ],
  }),
  fc.record({
    kind: fc.constant('eliminate' as const),
    rate: fc.constantFrom('0.1', '0.3'),
    rounding: fc.constantFrom('down' as const, 'up' as const, 'halfUp' as const),
    atLeast: fc.integer({ min: 0, max: 1 }),
  }),
);
const ruleOf = (id: string): fc.Arbitrary<WinRule> =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(wording),
    basis: fc.constant(null),
    among: fc.constantFrom('shortlisted' as const, 'valid' as const),
    groups,
    categories: fc.constantFrom(null, null, ['c1']),
    firms: span,
    winners: span,
    offer: fc.constantFrom('bid' as const, 'bid' as const, 'accept' as const, 'rebid' as const),
    when: condition,
    winnersMax: fc.option(size, { nil: null, freq: 3 }),
    perFirmMax: fc.constantFrom(null, null, 1, 2),
  });
const tierShare = fc.oneof(
  share.map((each) => ({ kind: 'flat' as const, share: each })),
  fc.constant({ kind: 'linear' as const, first: '1', last: '0.5', single: '0.9' }),
  fc.constant({ kind: 'table' as const, shares: ['1', '0.9', '0.7'], rest: '0.5' }),
);
const allocation: fc.Arbitrary<Allocation> = fc.oneof(
  tierShare.map((each) => ({
    kind: 'ownDemand' as const,
    tiers: [{ rules: null, groups: null, firms: null, winners: null, counts: 'unit' as const, share: each }],
    performance: [{ grade: 'low', factor: '0.5' }],
  })),
  fc.constant<Allocation>({
    kind: 'pool',
    ladders: [
      { winners: { min: 1, max: 1 }, shares: { kind: 'shares', shares: ['1'] } },
      { winners: { min: 2, max: null }, shares: { kind: 'ladder', first: '0.6', then: '0.6' } },
    ],
  }),
  fc.record({
    kind: fc.constant('regions' as const),
    perTurn: fc.integer({ min: 1, max: 2 }),
    reserve: fc.boolean(),
  }),
);
const rounding: fc.Arbitrary<VolumeRounding> = fc.record({
  method: fc.constantFrom('down' as const, 'up' as const, 'halfUp' as const, 'largestRemainder' as const),
  step: fc.constantFrom('1' as const, '0.1' as const, '0.001' as const),
});

const pack: fc.Arbitrary<RoundPack> = fc
  .record({
    ratio: share,
    rounding,
    split: fc.boolean(),
    merge: fc.boolean(),
    perUnit: fc.boolean(),
    shortlist: fc.option(size, { nil: null }),
    perFirmMax: fc.constantFrom(null, 1, 2),
    counts: fc.constantFrom('product' as const, 'firm' as const),
    rules: fc.tuple(ruleOf('1'), ruleOf('2'), ruleOf('3')),
    ruleCount: fc.integer({ min: 1, max: 3 }),
    priceGap: fc.option(atom, { nil: null, freq: 4 }),
    allocation,
    within: fc.constantFrom('unit' as const, 'lot' as const),
    fallback: fc.constantFrom('rank' as const, 'ownDemand' as const),
    permitted: rulesNamed,
    lowest: share,
    unselectedTo: fc.boolean(),
  })
  .map((drawn): RoundPack => ({
    format: 'daylight-round/1',
    id: 'random',
    title: wording,
    categories: ['c1', 'c2', 'c3'].map((id, index) => ({
      id,
      name: wording,
      cap: money(String(10 + index)),
      lines: { designated: money('7') },
    })),
    volume: {
      base: 'reported',
      ratios: [{ categories: null, winners: null, ratio: drawn.ratio }],
      rounding: drawn.rounding,
    },
    units: {
      merge: drawn.merge ? [{ lot: 'm', name: wording, categories: ['c1', 'c2'] }] : [],
      split: drawn.split
        ? {
            by: 'firm',
            lots: null,
            wholeWhenFirmsAtMost: 2,
            groups: [
              { group: 'A', shareTo: '0.7', crossing: 'in', suppliesAllRegions: true },
              { group: 'B', shareTo: null, crossing: 'in', suppliesAllRegions: false },
            ],
          }
        : null,
      systems: null,
    },
    comparison: { perUnit: drawn.perUnit, features: [{ feature: 'x', amount: money('0.5') }] },
    validity: [
      {
        id: 'cap',
        name: wording,
        basis: null,
        check: { kind: 'price', upTo: { of: 'cap' }, factor: '1', inclusive: true },
      },
    ],
    ranking: ['price', 'demand', 'time', 'lot'],
    shortlists:
      drawn.shortlist === null
        ? []
        : [
            {
              groups: null,
              counts: drawn.counts,
              size: drawn.shortlist,
              perFirmMax: drawn.perFirmMax,
              relatedAsOne: false,
            },
          ],
    rules: drawn.rules.slice(0, drawn.ruleCount),
    priceGap: drawn.priceGap,
    allocation: drawn.allocation,
    leftover: {
      within: drawn.within,
      unselectedTo: drawn.unselectedTo ? [{ place: 1, share: '0.1' }] : [],
      permitted: [
        { kind: 'lowest', share: drawn.lowest },
        { kind: 'reported', categories: null, rules: drawn.permitted, capFactor: '0.9' },
      ],
      fallback: drawn.fallback,
    },
    sources: [],
  }));

const price = fc.integer({ min: 200, max: 1150 }).map((cents) => money((cents / 100).toFixed(2)));
const coarse = fc.integer({ min: 2, max: 11 }).map((yuan) => money(String(yuan)));
export const anyPrice = fc.oneof(price, coarse);

/** The prices that are there, by name. */
function named(prices: Readonly<Record<string, Money | null>>): Record<string, Money> {
  return Object.fromEntries(
    Object.entries(prices).flatMap(([name, each]) => (each === null ? [] : [[name, each]])),
  );
}

export const anyRound: fc.Arbitrary<Round> = fc
  .record({
    pack,
    products: fc.array(
      fc.record({
        firm: fc.integer({ min: 1, max: 5 }),
        category: fc.constantFrom('c1', 'c1', 'c2', 'c3'),
        price: anyPrice,
        rebid: fc.option(anyPrice, { nil: null }),
        reference: fc.option(anyPrice, { nil: null }),
        accepts: fc.boolean(),
        bids: fc.integer({ min: 0, max: 9 }).map((drawn) => drawn > 0),
        comparisonUnits: fc.integer({ min: 1, max: 2 }),
        feature: fc.boolean(),
        capacity: fc.option(fc.integer({ min: 0, max: 300 }), { nil: null, freq: 2 }),
        grade: fc.constantFrom(null, 'low'),
        at: fc.integer({ min: 0, max: 3 }),
        regions: fc.shuffledSubarray(['r1', 'r2', 'r3']),
        reports: fc.array(fc.option(fc.integer({ min: 0, max: 200_000 }), { nil: null }), {
          minLength: 4,
          maxLength: 4,
        }),
      }),
      { minLength: 1, maxLength: 9 },
    ),
    choice: fc.integer({ min: 0, max: 50 }),
  })
  .map(({ pack: own, products, choice }): Round => {
    const lines = products.flatMap(({ reports }, product) =>
      reports.flatMap((reported, institution) =>
        reported === null ? [] : [{ product, institution, reported }],
      ),
    );
    return {
      pack: own,
      regions: ['r1', 'r2', 'r3'],
      firms: [1, 2, 3, 4, 5].map((firm) => ({
        id: `f${firm}`,
        name: `f${firm}`,
        controller: firm === 5 ? 'f4' : null,
        suppliesAllRegions: firm !== 3,
      })),
      products: products.map((each, index) => ({
        id: `p${index}`,
        name: `p${index}`,
        firm: `f${each.firm}`,
        category: each.category,
        comparisonUnits: each.comparisonUnits,
        features: each.feature ? ['x'] : [],
        prices: named({ reference: each.reference }),
        capacity: each.capacity === null ? null : quantity(each.capacity),
        grade: each.grade,
        parts: [],
      })),
      institutions: [0, 1, 2, 3].map((index) => ({ id: `h${index}`, region: `r${1 + (index % 3)}` })),
      demand: {
        institution: lines.map(({ institution }) => institution),
        product: lines.map(({ product }) => product),
        reported: lines.map(({ reported }) => reported),
        lastYear: null,
      },
      bids: products.flatMap((each, index) =>
        each.bids
          ? [
              {
                product: `p${index}`,
                price: each.price,
                at: instant(`2026-01-05T01:00:0${each.at}.000Z`),
                lot: index + 1,
                parts: [],
                accepts: each.accepts ? ['1', '2', '3'] : [],
                rebids: named({ '1': each.rebid, '2': each.rebid, '3': each.rebid }),
                regions: each.regions,
              },
            ]
          : [],
      ),
      choices: [{ institution: 'h0', product: 'p0', quantity: quantity(choice) }],
    };
  });

function shuffled<T>(list: readonly T[], chance: () => number): T[] {
  return list
    .map((each, index) => ({ each, key: chance(), index }))
    .toSorted((a, b) => a.key - b.key || b.index - a.index)
    .map(({ each }) => each);
}
/** The same round with every list in another order. */
export function shuffledRound(each: Round, chance: () => number): Round {
  const institutions = shuffled(each.institutions, chance);
  const products = shuffled(each.products, chance);
  const placeOf = (all: readonly { id: string }[], id: string): number =>
    all.findIndex((one) => one.id === id);
  const lines = shuffled(
    Array.from(each.demand.reported, (reported, line) => ({
      reported,
      institution: placeOf(institutions, each.institutions[each.demand.institution[line]!]!.id),
      product: placeOf(products, each.products[each.demand.product[line]!]!.id),
    })),
    chance,
  );
  return {
    ...each,
    regions: shuffled(each.regions, chance),
    firms: shuffled(each.firms, chance),
    bids: shuffled(each.bids, chance),
    choices: shuffled(each.choices, chance),
    institutions,
    products,
    demand: {
      institution: lines.map(({ institution }) => institution),
      product: lines.map(({ product }) => product),
      reported: lines.map(({ reported }) => reported),
      lastYear: null,
    },
  };
}
