import { describe, expect, test } from 'vitest';
import {
  type Row,
  lowest,
  name,
  priceUpTo,
  roundWith,
  rule,
  sound,
} from '../../../../test/support/sound-pack.ts';
import { money, quantity } from '../money.ts';
import { instant } from '../time.ts';
import { award } from './award.ts';
import type { AwardOutcome, BidOutcome } from './outcome.ts';
import type { RoundPack } from './pack.ts';
import { readRound } from './round-shape.ts';

const everybody: RoundPack = { ...sound, rules: [rule('1', { kind: 'always' })] };
const bidOf = (outcome: AwardOutcome, product: string): BidOutcome =>
  outcome.bids.find((bid) => bid.product === product)!;
const codesOf = (outcome: AwardOutcome, product: string): string[] =>
  bidOf(outcome, product).reasons.map(({ code }) => code);
const flat = (share: string): RoundPack['allocation'] => ({
  kind: 'ownDemand',
  tiers: [
    { rules: null, groups: null, firms: null, winners: null, counts: 'unit', share: { kind: 'flat', share } },
  ],
  performance: [{ grade: 'poor', factor: '0.5' }],
});
const two: readonly [Row, Row] = [
  { id: 'P1', price: '10', reports: { H1: 100, H2: 50 } },
  { id: 'P2', price: '12', reports: { H1: 30 } },
];

describe('SX-3.1b: base and ratio', () => {
  test.each([
    ['reported', '144'],
    ['lastYear', '80'],
    ['smaller', '72'],
    ['larger', '152'],
    ['mean', '112'],
  ] as const)('the base is taken from %s', (base, agreed) => {
    const round = roundWith({ ...everybody, volume: { ...sound.volume, base } }, two);
    const outcome = award({ ...round, demand: { ...round.demand, lastYear: [60_000, 0, 40_000] } });
    expect(outcome.units[0]?.agreed).toBe(agreed);
  });

  test('the ratio follows the number of winning firms', () => {
    const ratios = [
      { categories: null, winners: { min: 0, max: 1 }, ratio: '0.6' },
      { categories: null, winners: { min: 2, max: null }, ratio: '0.7' },
    ];
    const pack = { ...everybody, volume: { ...sound.volume, ratios } };
    expect(award(roundWith(pack, two.slice(0, 1))).units[0]?.agreed).toBe('90');
    expect(award(roundWith(pack, two)).units[0]?.agreed).toBe('126');
  });

  test('a round whose base asks for last year’s use is refused without it', () => {
    const read = readRound(roundWith({ ...everybody, volume: { ...sound.volume, base: 'mean' } }, two));
    expect(read.ok ? [] : read.faults.map(({ code }) => code)).toEqual(['demand.noLastYear']);
  });
});

describe('SX-3.2a: competition units', () => {
  const split: RoundPack['units'] = {
    merge: [],
    systems: null,
    split: {
      by: 'firm',
      lots: null,
      wholeWhenFirmsAtMost: null,
      groups: [
        { group: 'A', shareTo: '0.85', crossing: 'in', suppliesAllRegions: true },
        { group: 'B', shareTo: null, crossing: 'in', suppliesAllRegions: true },
        { group: 'C', shareTo: null, crossing: 'in', suppliesAllRegions: false },
      ],
    },
  };
  const three = [
    { id: 'P1', price: '10', reports: { H1: 80 } },
    { id: 'P2', price: '12', reports: { H1: 10 } },
    { id: 'P3', price: '11', reports: { H1: 6 } },
    { id: 'P4', price: '11', reports: { H1: 4 } },
  ];
  const groupsOf = (pack: RoundPack): string[] => {
    const round = roundWith(pack, three);
    const firms = round.firms.map((firm) => ({ ...firm, suppliesAllRegions: firm.id !== 'F-P4' }));
    return award({ ...round, firms }).bids.map(({ unit }) => unit);
  };

  test('A reaches to the share, with or without the firm that crosses it; who cannot supply everywhere is in C', () => {
    expect(groupsOf({ ...everybody, units: split })).toEqual(['c1/A', 'c1/A', 'c1/B', 'c1/C']);
    const out = split.split!.groups.map((each) => ({ ...each, crossing: 'out' as const }));
    const strict = { ...split, split: { ...split.split!, groups: out } };
    expect(groupsOf({ ...everybody, units: strict })).toEqual(['c1/A', 'c1/B', 'c1/B', 'c1/C']);
  });

  test('with few firms everybody is in A', () => {
    const whole = { ...split, split: { ...split.split!, wholeWhenFirmsAtMost: 4 } };
    expect(groupsOf({ ...everybody, units: whole })).toEqual(['c1/A', 'c1/A', 'c1/A', 'c1/A']);
  });

  test('merged categories compete as one lot, each under its own cap', () => {
    const categories = [...sound.categories, { id: 'c2', name, cap: money('11'), lines: {} }];
    const units = { ...split, split: null, merge: [{ lot: 'both', name, categories: ['c1', 'c2'] }] };
    const outcome = award(
      roundWith({ ...sound, categories, units }, [two[0], { ...two[1], product: { category: 'c2' } }]),
    );
    expect(outcome.units.map(({ unit }) => unit)).toEqual(['both']);
    expect(bidOf(outcome, 'P2')).toMatchObject({ valid: false, unit: 'both' });
    expect(codesOf(outcome, 'P2')).toContain('price.aboveLimit');
  });
});

test('equal prices: larger demand, then earlier time, then the drawn lot; the key is named', () => {
  const rows = [
    { id: 'P1', price: '10', reports: { H1: 1 } },
    { id: 'P2', price: '10', reports: { H1: 5 } },
    { id: 'P3', price: '10', reports: { H1: 1 }, bid: { at: instant('2026-01-05T00:00:00.000Z') } },
    { id: 'P4', price: '10', reports: { H1: 1 }, bid: { lot: 9 } },
  ];
  const outcome = award(roundWith({ ...everybody, ranking: ['price', 'demand', 'time', 'lot'] }, rows));
  const order = outcome.bids.toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0));
  expect(order.map(({ product, rank, tieBrokenBy }) => [product, rank, tieBrokenBy])).toEqual([
    ['P2', 1, null],
    ['P3', 1, 'demand'],
    ['P1', 1, 'time'],
    ['P4', 1, 'lot'],
  ]);
});

test('prices compare per comparison unit, and a limit comes back in the bid’s own price', () => {
  const pack = { ...sound, comparison: { perUnit: true, features: [] } };
  const rows = [
    { id: 'P1', price: '10', reports: { H1: 1 }, product: { comparisonUnits: 1 } },
    { id: 'P2', price: '36', reports: { H1: 1 }, product: { comparisonUnits: 2 } },
    { id: 'P3', price: '36.01', reports: { H1: 1 }, product: { comparisonUnits: 2 } },
  ];
  const outcome = award(roundWith(pack, rows));
  expect(outcome.bids.map(({ selected }) => selected)).toEqual([true, true, false]);
  expect(bidOf(outcome, 'P3').reasons.find(({ step }) => step === 'rule')?.facts).toMatchObject({
    limit: '36',
    price: '36.01',
  });
});

test('a shortlist takes at most so many of one maker, and firms of one controller count as one', () => {
  const size = { kind: 'top' as const, count: 2 };
  const shortlist = { groups: null, counts: 'product' as const, size, perFirmMax: 1, relatedAsOne: true };
  const rows = ['10', '11', '12'].map((price, index) => ({ id: `P${index}`, price, reports: { H1: 1 } }));
  const round = roundWith({ ...everybody, shortlists: [shortlist] }, rows);
  const firms = round.firms.map((firm) => ({ ...firm, controller: firm.id === 'F-P2' ? null : 'G' }));
  const outcome = award({ ...round, firms });
  expect(outcome.bids.map(({ shortlisted }) => shortlisted)).toEqual([true, false, true]);
  expect(codesOf(outcome, 'P1')).toContain('shortlist.tooManyOfOneFirm');
});

test('a rule takes at most so many winners and so many of one firm', () => {
  const rows = ['10', '11', '12', '13'].map((price, index) => ({
    id: `P${index}`,
    price,
    reports: { H1: 1 },
    product: { firm: index < 2 ? 'F1' : 'F2' },
  }));
  const limited = rule('1', { kind: 'always' }, { perFirmMax: 1, winnersMax: { kind: 'top', count: 2 } });
  const outcome = award(roundWith({ ...sound, rules: [limited] }, rows));
  expect(outcome.bids.map(({ selected }) => selected)).toEqual([true, false, true, false]);
  expect(codesOf(outcome, 'P1')).toContain('winners.tooManyOfOneFirm');
  expect(codesOf(outcome, 'P3')).toContain('winners.full');
});

test('the price gap binds winners of every rule; an accepted limit is the tighter of both', () => {
  const pack: RoundPack = {
    ...sound,
    rules: [rule('1', priceUpTo({ of: 'cap' }, '0.5'), { offer: 'accept' })],
    priceGap: priceUpTo(lowest, '1.2'),
  };
  const rows = [
    { id: 'P1', price: '10.01', reports: { H1: 1 } },
    { id: 'P2', price: '40', reports: { H1: 1 }, bid: { accepts: ['1'] } },
    { id: 'P3', price: '40', reports: { H1: 1 } },
  ];
  const outcome = award(roundWith(pack, rows));
  // 1.2 × 10.01 = 12.012, in whole fen 12.01.
  expect(bidOf(outcome, 'P2')).toMatchObject({ selected: true, finalPrice: '12.01' });
  expect(codesOf(outcome, 'P3')).toContain('offer.notAccepted');
});

describe('volumes', () => {
  test('past performance cuts the tier', () => {
    const rows = [{ ...two[0], product: { grade: 'poor' } }, two[1]];
    const outcome = award(roundWith({ ...everybody, allocation: flat('1') }, rows));
    expect(bidOf(outcome, 'P1')).toMatchObject({ tier: '0.5', own: '60' });
    expect(bidOf(outcome, 'P2')).toMatchObject({ tier: '1', own: '24' });
  });

  test('above capacity own volumes are cut in proportion, and the rest goes to others or stays unplaced', () => {
    const rows = [
      { ...two[0], product: { capacity: quantity(61) } },
      { ...two[1], product: { capacity: quantity(70) } },
    ];
    const outcome = award(roundWith({ ...everybody, allocation: flat('1') }, rows));
    // Agreed 80 and 40 of P1, 24 of P2; P1 can give 61: 40.67 and 20.33.
    expect(Array.from(outcome.allocation.own)).toEqual([41_000, 20_000, 24_000, 0]);
    expect(bidOf(outcome, 'P2')).toMatchObject({ own: '24', more: '46' });
    expect(outcome.unplaced).toEqual([{ scope: 'c1', institution: 'H2', quantity: '13' }]);
  });

  test('a choice outside the permitted set, above the leftover or above capacity is refused with its reason', () => {
    const pack: RoundPack = {
      ...everybody,
      allocation: flat('0.5'),
      leftover: { ...sound.leftover, permitted: [{ kind: 'lowest', share: '0.4' }] },
    };
    const choices = [
      { institution: 'H1', product: 'P1', quantity: quantity(60) },
      { institution: 'H1', product: 'P2', quantity: quantity(1) },
    ];
    const outcome = award(roundWith(pack, two, { choices }));
    expect(outcome.permitted).toEqual([{ scope: 'c1', products: ['P1'], reported: [] }]);
    expect(outcome.refusedChoices).toEqual([
      { institution: 'H1', product: 'P1', asked: '60', given: '52', code: 'choice.aboveLeftover' },
      { institution: 'H1', product: 'P2', asked: '1', given: '0', code: 'choice.notPermitted' },
    ]);
  });

  test('the reserve of a region takes what its main supplier cannot', () => {
    const rows = [
      { ...two[0], product: { capacity: quantity(50) }, bid: { regions: ['R1'] } },
      { ...two[1], bid: { regions: ['R2'] } },
    ];
    const allocation = { kind: 'regions' as const, perTurn: 1, reserve: true };
    const outcome = award(roundWith({ ...everybody, allocation }, rows));
    expect(outcome.regions).toEqual([
      { unit: 'c1', region: 'R1', main: 'P1', reserve: 'P2' },
      { unit: 'c1', region: 'R2', main: 'P2', reserve: 'P1' },
    ]);
    expect(bidOf(outcome, 'P1').own).toBe('50');
    expect(bidOf(outcome, 'P2').own).toBe('94');
  });

  test('a unit without a winner allocates nothing and says so', () => {
    const outcome = award(
      roundWith({ ...sound, rules: [rule('1', priceUpTo({ of: 'amount', yuan: money('1') }, '1'))] }, two),
    );
    expect(outcome.units[0]).toMatchObject({ winners: 0, own: '0', more: '0' });
    expect(outcome.allocation.own).toHaveLength(0);
    expect(outcome.unplaced.map(({ institution, quantity: left }) => [institution, left])).toEqual([
      ['H1', '104'],
      ['H2', '40'],
    ]);
  });
});

test('a round that names what does not exist, or twice, is refused with every fault', () => {
  const round = roundWith(everybody, two);
  const wrong = {
    ...round,
    bids: [...round.bids, { ...round.bids[0]!, product: 'nobody' }],
    institutions: [...round.institutions, round.institutions[0]!],
  };
  const read = readRound(wrong);
  expect(read.ok ? [] : read.faults.map(({ path, code }) => `${path} ${code}`)).toEqual([
    'institutions round.twice',
    'bids.lot round.twice',
    'bids.product round.unknown',
  ]);
});
