import { award } from '@daylight/rules/award/award.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { readRound } from '@daylight/rules/award/round-shape.ts';
import type { Round } from '@daylight/rules/award/round.ts';
import { hashOf } from '@daylight/rules/award/hash.ts';
import { type Band, inventRound } from '@daylight/rules/award/trial.ts';
import { money, quantity } from '@daylight/rules/money.ts';
import { report } from './figure.ts';
import { sized } from './size.ts';

/** A national round: 30 units, 200 firms, 900 products, 6,500 institutions, 1.2 million report lines. */
const nation = sized(
  { units: 30, firms: 200, products: 900, institutions: 6500, linesPerProduct: 1334 },
  { units: 4, firms: 60, products: 120, institutions: 60, linesPerProduct: 20 },
);

const wording = { zh: '全国轮次（合成）', en: 'national round (synthetic)' };

const pack: RoundPack = {
  format: 'daylight-round/1',
  id: 'national',
  title: wording,
  categories: Array.from({ length: nation.units / 2 }, (_, index) => ({
    id: `c${index}`,
    name: wording,
    cap: money('10000'),
    lines: {},
  })),
  volume: {
    base: 'reported',
    ratios: [{ categories: null, winners: null, ratio: '0.9' }],
    rounding: { method: 'halfUp', step: '1' },
  },
  units: {
    merge: [],
    split: {
      by: 'firm',
      lots: null,
      wholeWhenFirmsAtMost: null,
      groups: [
        { group: 'A', shareTo: '0.85', crossing: 'in', suppliesAllRegions: false },
        { group: 'B', shareTo: null, crossing: 'in', suppliesAllRegions: false },
      ],
    },
    systems: null,
  },
  comparison: { perUnit: false, features: [] },
  validity: [
    {
      id: 'cap',
      name: wording,
      basis: null,
      check: { kind: 'price', upTo: { of: 'cap' }, factor: '1', inclusive: true },
    },
  ],
  ranking: ['price', 'demand', 'time', 'lot'],
  shortlists: [],
  rules: [
    {
      id: '1',
      name: wording,
      basis: null,
      among: 'shortlisted',
      groups: null,
      categories: null,
      firms: null,
      winners: null,
      offer: 'bid',
      when: {
        kind: 'price',
        upTo: { of: 'lowest', over: 'valid', within: 'unit', groups: null, rules: null },
        factor: '1.8',
        inclusive: true,
      },
      winnersMax: null,
      perFirmMax: null,
    },
  ],
  priceGap: null,
  allocation: {
    kind: 'ownDemand',
    tiers: [
      {
        rules: null,
        groups: null,
        firms: null,
        winners: null,
        counts: 'unit',
        share: { kind: 'linear', first: '1', last: '0.5', single: '1' },
      },
    ],
    performance: [],
  },
  leftover: {
    within: 'unit',
    unselectedTo: [{ place: 1, share: '0.1' }],
    permitted: [{ kind: 'winners', rules: null }],
    fallback: 'ownDemand',
  },
  sources: [],
};

export function nationalRound(): Round {
  const lots = nation.units / 2;
  const bands = pack.categories.map(({ id }, index): Band => ({
    category: id,
    firmFrom: 1 + Math.floor(((nation.firms - 30) * index) / (lots - 1)),
    firms: 30,
    products: nation.products / lots,
    priceFirst: money('3000'),
    priceLast: money('8000'),
    demand: quantity(2_000_000),
    suppliesAllRegions: true,
    accepts: [],
  }));
  const { institutions, linesPerProduct } = nation;
  const round = inventRound(pack, { seed: 1, regions: 31, institutions, linesPerProduct, bands });
  const { institution, product, reported } = round.demand;
  return {
    ...round,
    demand: {
      institution: Int32Array.from(institution),
      product: Int32Array.from(product),
      reported: Float64Array.from(reported),
      lastYear: null,
    },
  };
}

/** The least that has to happen: every line read once and added to its unit. */
function bareSum({ demand, products }: Round): number {
  const lots = new Map<string, number>();
  for (let line = 0; line < demand.reported.length; line += 1) {
    const lot = products[demand.product[line] ?? 0]?.category ?? '';
    lots.set(lot, (lots.get(lot) ?? 0) + (demand.reported[line] ?? 0));
  }
  return [...lots.values()].reduce((sum, each) => sum + each, 0);
}

function fastest(times: number, work: () => void): number {
  return Math.min(
    ...Array.from({ length: times }, () => {
      const before = performance.now();
      work();
      return performance.now() - before;
    }),
  );
}

/** Award and allocation of a national round, its reading and its hash, against a bare sum over the same lines. */
export function benchAward(): Promise<void> {
  const round = nationalRound();
  const before = performance.now();
  const outcome = award(round);
  const first = performance.now() - before;
  const baseline = { what: 'a bare sum over the same lines, ms', value: fastest(5, () => bareSum(round)) };
  const size = `${outcome.units.length} units, ${round.firms.length} firms, ${round.products.length} products, ${round.institutions.length} institutions, ${round.demand.reported.length} lines, ${outcome.allocation.own.length} allocated`;
  report({
    figure: 'award of a national round, first run',
    value: first,
    unit: 'ms',
    baseline,
    target: '< 2000 ms',
    note: size,
  });
  report({
    figure: 'award of a national round, warm',
    value: fastest(3, () => award(round)),
    unit: 'ms',
    baseline,
    target: '< 2000 ms',
  });
  report({
    figure: 'reading and checking the round',
    value: fastest(2, () => readRound(round)),
    unit: 'ms',
    baseline,
  });
  report({ figure: 'hash of the award', value: fastest(2, () => hashOf(outcome)), unit: 'ms', baseline });
  report({
    figure: 'peak memory of the process',
    // maxRSS is in KiB; megabytes of a million bytes.
    value: (process.resourceUsage().maxRSS * 1024) / 1e6,
    unit: 'MB',
    target: '< 1000 MB',
  });
  return Promise.resolve();
}
