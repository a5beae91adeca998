import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Money, compare, compareOnSmallestUnit, money, quantity } from '../money.ts';
import {
  type AskedLine,
  answerLine,
  coordinationLine,
  isAbove,
  lineAtEnd,
  lineStates,
  measureOf,
} from './coordination.ts';
import { itemUnitsOf, landedLines, pairsByCode } from './landing.ts';

const listing = {
  id: 'l',
  itemCode: 'C1',
  price: money('1000'),
  purchaseUnit: '盒',
  smallestUnit: '支',
  unitsPerPurchaseUnit: 10,
  bought: quantity('40'),
};
const line: AskedLine = {
  state: 'asked',
  target: money('600'),
  now: { price: money('1000'), unitsPerPurchaseUnit: 10 },
  unitsPerPurchaseUnit: 10,
};
const prices = fc.array(
  fc.integer({ min: 1, max: 1_000_000 }).map((fen) => money((fen / 100).toFixed(2))),
  {
    minLength: 1,
    maxLength: 8,
  },
);

test('JS-24 what is asked for is the measure of the selected prices in the pack of the listing, with its effect in money', () => {
  expect(coordinationLine(listing, { price: money('60'), unit: '支' })).toEqual({
    target: '600',
    effect: '16000',
  });
  expect(coordinationLine(listing, { price: money('100'), unit: '支' })).toBeNull();
  // Counted in boxes an item is not divided.
  expect(itemUnitsOf(listing, '盒')).toBe(1);
  expect(measureOf([money('60'), money('70.01'), money('80')], 'mean')).toBe('70.01');
});

test('JS-24 whatever was selected, the mean lies between the lowest and the highest, and no listing is asked to go up', () => {
  fc.assert(
    fc.property(prices, fc.integer({ min: 1, max: 5_000_000 }), (selected, fen) => {
      const [low, mean, high] = (['lowest', 'mean', 'highest'] as const).map((each) =>
        measureOf(selected, each),
      ) as [Money, Money, Money];
      expect(compare(low, mean)).toBeLessThanOrEqual(0);
      expect(compare(mean, high)).toBeLessThanOrEqual(0);
      const price = money((fen / 100).toFixed(2));
      const asked = coordinationLine({ ...listing, price }, { price: high, unit: '支' });
      if (asked === null) return;
      expect(compare(asked.target, price)).toBeLessThan(0);
      expect(compare(asked.effect, money('0'))).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('JS-24 an enterprise answers with a lower price or with a reason; a rise, a bare refusal and a second refusal are no answers', () => {
  expect(answerLine(line, { price: money('600') })).toEqual({ ok: true, value: 'offered' });
  expect(answerLine(line, { price: money('1000') })).toMatchObject({ code: 'bidding.offerNotLower' });
  expect(answerLine(line, { price: money('0') })).toMatchObject({ code: 'bidding.offerNotLower' });
  expect(answerLine(line, { price: null, reason: '成本上升' })).toEqual({ ok: true, value: 'refused' });
  expect(answerLine(line, { price: null, reason: ' ' })).toMatchObject({
    code: 'bidding.refusalWithoutReason',
    basis: { clause: 'JS-24' },
  });
  const silent = { ...line, state: 'silent' as const };
  expect(answerLine(silent, { price: money('600') }).ok).toBe(true);
  expect(answerLine(silent, { price: null, reason: '成本上升' })).toMatchObject({
    code: 'bidding.lineNotOpen',
  });
  expect(answerLine({ ...line, now: null }, { price: money('600') })).toMatchObject({
    code: 'bidding.lineNotOpen',
  });
});

test('JS-24 whatever an enterprise offers, a price is never raised by coordination, and silence ends as silence alone', () => {
  const offers = fc.integer({ min: 1, max: 2_000_000 }).map((fen) => money((fen / 100).toFixed(2)));
  fc.assert(
    fc.property(offers, fc.integer({ min: 1, max: 50 }), (price, units) => {
      const now = { price: money('1000'), unitsPerPurchaseUnit: units };
      const answered = answerLine({ ...line, now }, { price });
      if (answered.ok) expect(compareOnSmallestUnit(price, 10, now.price, units)).toBeLessThan(0);
    }),
  );
  for (const state of lineStates) expect(lineAtEnd(state)).toBe(state === 'asked' ? 'silent' : state);
  expect(isAbove({ price: money('600'), unitsPerPurchaseUnit: 10 }, line)).toBe(false);
  expect(isAbove({ price: money('61'), unitsPerPurchaseUnit: 1 }, line)).toBe(true);
});

test('SX-4.1 products are paired by national code alone, each of ours with one of theirs', () => {
  const code = (itemCode: string) => ({ itemCode, purchaseUnit: '盒', unitsPerPurchaseUnit: 10 });
  const theirs = [
    { product: 'a', codes: [code('C1'), code('C2')] },
    { product: 'b', codes: [code('C2'), code('C3')] },
  ];
  const ours = [
    { id: '1', itemCodes: ['C3'] },
    { id: '2', itemCodes: ['C9'] },
    { id: '3', itemCodes: ['C9', 'C2'] },
  ];
  expect(pairsByCode(ours, theirs)).toEqual([
    { productId: '1', theirs: 'b' },
    { productId: '3', theirs: 'a' },
  ]);
  const product = {
    product: 'a',
    name: '网篮',
    firm: '甲',
    item: 'basket',
    itemName: '取石网篮',
    unit: '支',
    price: money('60'),
    codes: [code('C1')],
  };
  expect(landedLines([product], [listing])[0]?.listings).toMatchObject([{ target: '600', effect: '16000' }]);
});
