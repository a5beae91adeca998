import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  averageExact,
  compareExact,
  exactOf,
  isRatio,
  money,
  moneyOfExact,
  quantityOfThousandths,
  ratioOf,
  scaleExact,
  thousandthsOf,
} from './money.ts';

test.each([
  ['1.8', 18n, 10n],
  ['0.85', 85n, 100n],
  ['2/3', 2n, 3n],
  ['1', 1n, 1n],
])('the ratio %s is read exactly', (text, over, under) => {
  expect(ratioOf(text)).toEqual({ over, under });
});

test.each(['', '.5', '1.', '01', '-1', '1/0', '1e3', '60%', '0.1234567'])('%j is no ratio', (text) => {
  expect(isRatio(text)).toBe(false);
  expect(() => ratioOf(text)).toThrow('not a ratio');
});

test('the published example of an anchor: average 87, 65 % of it 56.55, 1.5 × that 84.825', () => {
  const average = averageExact(['100', '40', '90', '95', '110'].map((each) => exactOf(money(each))));
  const anchor = scaleExact(average, ratioOf('0.65'));
  expect(moneyOfExact(average, 'halfUpToFen')).toBe('87');
  expect(moneyOfExact(anchor, 'halfUpToFen')).toBe('56.55');
  expect(moneyOfExact(scaleExact(anchor, ratioOf('1.5')), 'halfUpToMicro')).toBe('84.825');
});

test('an average lies between the lowest and the highest, exactly, also of different denominators', () => {
  const value = fc.record({ over: fc.bigInt(0n, 10n ** 15n), under: fc.bigInt(1n, 12n) });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (values) => {
      const sorted = values.toSorted(compareExact);
      const average = averageExact(values);
      expect(compareExact(sorted[0]!, average)).toBeLessThanOrEqual(0);
      expect(compareExact(average, sorted.at(-1)!)).toBeLessThanOrEqual(0);
    }),
  );
});

test('thousandths and quantities are one value in two forms', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (thousandths) => {
      expect(thousandthsOf(quantityOfThousandths(thousandths))).toBe(thousandths);
    }),
  );
});
