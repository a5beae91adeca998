import fc from 'fast-check';
import { expect, test } from 'vitest';
import { money } from '../money.ts';
import type { ScreeningCriterion } from '../policy/shapes.ts';
import { type Candidate, checkChoice, scoreCandidates } from './screening.ts';

const criteria: readonly ScreeningCriterion[] = [
  { code: 'amount', zh: '金额', en: 'Amount', weight: 50, by: 'rank', full: null },
  { code: 'competition', zh: '竞争', en: 'Competition', weight: 30, by: 'upTo', full: 5 },
  { code: 'homogeneity', zh: '同质化', en: 'Homogeneity', weight: 20, by: 'upTo', full: 80 },
];

function candidate(prefix: string, amount: string, manufacturers: number, homogeneity = 8000): Candidate {
  return {
    prefix,
    figures: {
      amount: money(amount),
      volume: '100',
      institutions: 3,
      manufacturers,
      products: 4,
      maturityYears: 6,
      homogeneity,
      benefit: 2000,
      priceLow: money('10'),
      priceHigh: money('20'),
    },
  };
}

test('SX-2.1 a screening scores by the weights of the pack: the larger amount and the more competition come first', () => {
  const [first, second] = scoreCandidates(
    [candidate('C0101010010', '100', 2), candidate('C0202020020', '900', 5)],
    criteria,
  );
  expect(first).toMatchObject({ prefix: 'C0202020020', total: 10_000, place: 1 });
  // Half of the places, two of five enterprises, all of the homogeneity: 25 + 12 + 20.
  expect(second).toMatchObject({ prefix: 'C0101010010', total: 5700, place: 2 });
  expect(second?.scores.map(({ points }) => points)).toEqual([2500, 1200, 2000]);
});

const anyCandidates = fc.uniqueArray(
  fc.record({
    prefix: fc.integer({ min: 1, max: 999_999 }).map((n) => `C${String(n).padStart(9, '0')}`),
    amount: fc.integer({ min: 0, max: 9_999_999 }),
    manufacturers: fc.integer({ min: 1, max: 9 }),
    homogeneity: fc.integer({ min: 0, max: 10_000 }),
  }),
  { selector: ({ prefix }) => prefix, maxLength: 30 },
);
const made = (
  rows: readonly { prefix: string; amount: number; manufacturers: number; homogeneity: number }[],
) => rows.map((row) => candidate(row.prefix, String(row.amount), row.manufacturers, row.homogeneity));

test('SX-2.1 the order of the input changes nothing, and places are 1 to n', () => {
  fc.assert(
    fc.property(anyCandidates, (rows) => {
      const straight = scoreCandidates(made(rows), criteria);
      const turned = scoreCandidates(made(rows.toReversed()), criteria);
      expect(turned).toEqual(straight);
      expect(straight.map(({ place }) => place)).toEqual(rows.map((_, n) => n + 1));
    }),
  );
});

test('SX-2.1 no total is below nothing or above 100 points, and more competition never costs points', () => {
  fc.assert(
    fc.property(anyCandidates, fc.nat(), (rows, at) => {
      fc.pre(rows.length > 0);
      const place = at % rows.length;
      const better = rows.map((row, n) =>
        n === place ? { ...row, manufacturers: row.manufacturers + 1 } : row,
      );
      const { prefix } = rows[place]!;
      const before = scoreCandidates(made(rows), criteria);
      const after = scoreCandidates(made(better), criteria);
      const totalOf = (all: typeof before) => all.find((each) => each.prefix === prefix)!.total;
      expect(before.every(({ total }) => total >= 0 && total <= 10_000)).toBe(true);
      expect(totalOf(after)).toBeGreaterThanOrEqual(totalOf(before));
    }),
  );
});

const basis = { document: 'gy-draft', article: '二（四）', clause: 'GY-2.4' };
const jointItems = {
  value: 2,
  from: '2024-08-01',
  until: null,
  jurisdiction: '520100',
  document: 'gy-draft',
  article: '三（二）',
  clause: 'GY-3.2',
  origin: 'published',
  note: null,
} as never;

test('GY-3.2 two groups choose as many items as the document says, no more and no fewer', () => {
  const candidates = ['a', 'b', 'c'].map((prefix) => ({ prefix, excluded: null }));
  const ask = { candidates, jointItems, level: 'group' } as const;
  expect(checkChoice({ ...ask, chosen: ['a', 'b'] })).toMatchObject({ ok: true });
  expect(checkChoice({ ...ask, chosen: ['a'] })).toMatchObject({
    code: 'tender.jointItemCount',
    basis: { clause: 'GY-3.2' },
    facts: { wanted: 2, found: 1 },
  });
  expect(checkChoice({ ...ask, level: 'provincial', chosen: ['a'] })).toMatchObject({ ok: true });
});

test('SX-2.1 an item of a wider round is not chosen, and the refusal names why it was left out', () => {
  const candidates = [{ prefix: 'a', excluded: { basis } }];
  expect(checkChoice({ candidates, jointItems: null, level: 'group', chosen: ['a'] })).toMatchObject({
    code: 'tender.candidateExcluded',
    basis,
  });
  expect(checkChoice({ candidates, jointItems: null, level: 'group', chosen: [] })).toMatchObject({
    code: 'tender.nothingChosen',
  });
});
