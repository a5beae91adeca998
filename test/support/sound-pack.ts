import { money } from '@daylight/rules/money.ts';
import { instant } from '@daylight/rules/time.ts';
import type { Anchor, Condition, RoundPack, WinRule } from '@daylight/rules/award/pack.ts';
import type { Bid, Product, Round } from '@daylight/rules/award/round.ts';

/** A pack without a finding of its check, for tests to change one thing of. */
export const name = { zh: '示例', en: 'example' };
export const lowest: Anchor = { of: 'lowest', over: 'valid', within: 'unit', groups: null, rules: null };
export const priceUpTo = (upTo: Anchor, factor: string, inclusive = true): Condition => ({
  kind: 'price',
  upTo,
  factor,
  inclusive,
});
export const rule = (id: string, when: Condition, more: Partial<WinRule> = {}): WinRule => ({
  id,
  name,
  basis: null,
  among: 'valid',
  groups: null,
  categories: null,
  firms: null,
  winners: null,
  offer: 'bid',
  when,
  winnersMax: null,
  perFirmMax: null,
  ...more,
});
export const sound: RoundPack = {
  format: 'daylight-round/1',
  id: 'sound',
  title: name,
  categories: [{ id: 'c1', name, cap: money('100'), lines: {} }],
  volume: {
    base: 'reported',
    ratios: [{ categories: null, winners: null, ratio: '0.8' }],
    rounding: { method: 'halfUp', step: '1' },
  },
  units: { merge: [], split: null, systems: null },
  comparison: { perUnit: false, features: [] },
  validity: [{ id: 'cap', name, basis: null, check: priceUpTo({ of: 'cap' }, '1') }],
  ranking: ['price', 'demand', 'lot'],
  shortlists: [],
  rules: [rule('1', priceUpTo(lowest, '1.8'))],
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
    unselectedTo: [],
    permitted: [{ kind: 'winners', rules: null }],
    fallback: 'rank',
  },
  sources: [
    'volume',
    'categories',
    'validity',
    'rules',
    'shortlists',
    'allocation',
    'leftover',
    'units',
    'priceGap',
  ].map((path) => ({
    path,
    mark: 'default' as const,
    note: name,
  })),
};

/** One product with its bid; the reports are by institution, in whole units. */
export interface Row {
  readonly id: string;
  readonly price: string;
  readonly reports: Readonly<Record<string, number>>;
  readonly product?: Partial<Product>;
  readonly bid?: Partial<Bid>;
}

/** A round of these rows: institutions H1 (region R1), H2 (R2) and H3 (R1), each row its own firm unless it says one. */
export function roundWith(pack: RoundPack, rows: readonly Row[], more: Partial<Round> = {}): Round {
  const institutions = ['H1', 'H2', 'H3'].map((id) => ({ id, region: id === 'H2' ? 'R2' : 'R1' }));
  const lines = rows.flatMap((row, product) =>
    Object.entries(row.reports).map(([id, count]) => ({
      product,
      institution: institutions.findIndex((each) => each.id === id),
      reported: count * 1000,
    })),
  );
  const products = rows.map((row): Product => ({
    id: row.id,
    name: row.id,
    firm: `F-${row.id}`,
    category: 'c1',
    comparisonUnits: 1,
    features: [],
    prices: {},
    capacity: null,
    grade: null,
    parts: [],
    ...row.product,
  }));
  return {
    pack,
    regions: ['R1', 'R2'],
    firms: [...new Set(products.map(({ firm }) => firm))].map((id) => ({
      id,
      name: id,
      controller: null,
      suppliesAllRegions: true,
    })),
    products,
    institutions,
    demand: {
      institution: lines.map(({ institution }) => institution),
      product: lines.map(({ product }) => product),
      reported: lines.map(({ reported }) => reported),
      lastYear: null,
    },
    bids: rows.map((row, index) => ({
      product: row.id,
      price: money(row.price),
      at: instant('2026-01-05T01:00:00.000Z'),
      lot: index + 1,
      parts: [],
      accepts: [],
      rebids: {},
      regions: [],
      ...row.bid,
    })),
    choices: [],
    ...more,
  };
}
