import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addQuantity, compare, none, quantity, quantityOfThousandths } from '../money.ts';
import { addMs, instant } from '../time.ts';
import { type ChoiceScope, checkedChoice, isThereAChoice, mayChoose } from './choice.ts';

const whole = { method: 'halfUp', step: '1' } as const;
const scopes: readonly ChoiceScope[] = [
  { scope: 'a', leftover: quantity(100), products: ['p1', 'p2'] },
  { scope: 'b', leftover: quantity(7), products: ['p3'] },
];
const due = instant('2026-12-01T16:00:00.000Z');

describe('SX-4.1 JS-20: leftover volume chosen by the institution', () => {
  test('whatever is taken stays inside each scope, and what is not chosen is named for the fallback', () => {
    const line = fc.record({
      productId: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
      quantity: fc.integer({ min: 0, max: 120_500 }).map(quantityOfThousandths),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
        const checked = checkedChoice(lines, scopes, whole);
        if (!checked.ok) return;
        for (const { scope, leftover, products } of scopes) {
          const own = checked.value.lines.filter((each) => each.scope === scope);
          const given = own.reduce((sum, each) => addQuantity(sum, each.quantity), none);
          const rest = checked.value.rests.find((each) => each.scope === scope)?.rest ?? none;
          expect(compare(addQuantity(given, rest), leftover)).toBe(0);
          for (const each of own) expect(products).toContain(each.productId);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    [
      'a product that is not permitted',
      [{ productId: 'p4', quantity: quantity(1) }],
      'agreement.choiceNotPermitted',
    ],
    ['more than is left', [{ productId: 'p1', quantity: quantity(101) }], 'agreement.choiceAboveLeftover'],
    ['a part of a step', [{ productId: 'p1', quantity: quantity('1.5') }], 'agreement.choiceStep'],
    [
      'a product twice',
      [
        { productId: 'p1', quantity: quantity(1) },
        { productId: 'p1', quantity: quantity(2) },
      ],
      'agreement.choiceTwice',
    ],
  ] as const)('refuses %s', (_, lines, code) => {
    expect(checkedChoice(lines, scopes, whole)).toMatchObject({ ok: false, code });
  });

  test('at the moment of the deadline it is too late', () => {
    expect(mayChoose({ isChoosing: true, dueAt: due, now: addMs(due, -1) }).ok).toBe(true);
    expect(mayChoose({ isChoosing: true, dueAt: due, now: due })).toMatchObject({
      code: 'agreement.choiceOver',
    });
    expect(mayChoose({ isChoosing: false, dueAt: null, now: due })).toMatchObject({
      code: 'agreement.choiceNotOpen',
    });
  });

  test('one product in each scope is no choice', () => {
    expect(isThereAChoice(scopes)).toBe(true);
    expect(isThereAChoice(scopes.slice(1))).toBe(false);
  });
});
