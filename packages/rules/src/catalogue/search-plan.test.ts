import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choosePlan } from './search-plan.ts';

const size = { items: 1_000_000, page: 51 };

test('a rare term goes to the index, a frequent one is read in ranking order', () => {
  expect(choosePlan([[1]], () => 200, size).rankedScan).toBe(0);
  expect(choosePlan([[1]], () => 100_000, size).rankedScan).toBeGreaterThan(0);
});

test('two frequent words that would hardly meet go to the index together', () => {
  const frequency = (token: number) => (token === 1 ? 8_000 : 9_000);
  expect(choosePlan([[1], [2]], frequency, size)).toEqual({ rankedScan: 0, tokens: [1, 2] });
});

test('a token that most items carry is not intersected, unless it is all there is', () => {
  expect(choosePlan([[1, 2]], (token) => (token === 1 ? 900_000 : 100), size).tokens).toEqual([2]);
  expect(choosePlan([[1]], () => 900_000, size).tokens).toEqual([1]);
});

test('whatever is asked, either the index reads few rows or the scan is bounded', () => {
  const balance = Math.sqrt(size.page * size.items);
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(1_000_000), { minLength: 1 }), { minLength: 1 }), (groups) => {
      const plan = choosePlan(groups, (token) => token, size);
      const rarest = Math.min(...groups.flat());
      if (plan.rankedScan === 0) expect(rarest).toBeLessThanOrEqual(1.5 * balance);
      else expect(plan.rankedScan).toBeLessThanOrEqual(3 * balance);
      expect(plan.tokens[0]).toBe(rarest);
    }),
  );
});

test('the pairs of a model number come by chance, those of a Chinese word together', () => {
  const pair = (text: string) => (text.charCodeAt(0) << 16) | text.charCodeAt(1);
  const model = ['bx', 'xb', 'bx', 'x-', '-0', '02'].map(pair);
  expect(choosePlan([model], () => 9_000, size).rankedScan).toBe(0);
  const word = ['冠状', '状动', '动脉'].map(pair);
  expect(choosePlan([word], () => 9_000, size).rankedScan).toBeGreaterThan(0);
});
