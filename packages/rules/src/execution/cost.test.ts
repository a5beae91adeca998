import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Money, addQuantity, compare, money, quantity } from '../money.ts';
import { isoDate, instant } from '../time.ts';
import { checkReport, decideAdverse, personalNumber } from './adverse.ts';
import { costDifference, costsOf } from './cost.ts';
import { answerFailure, decideFailure, endFailure, findFailure } from './failure.ts';
import { checkSupply, checkUsage } from './report.ts';

const anyFen = fc.integer({ min: 1, max: 5_000_000 }).map((fen) => money((fen / 100).toFixed(2)));
const anyPack = fc.record({ price: anyFen, units: fc.integer({ min: 1, max: 200 }) });
const anyCount = fc.integer({ min: 0, max: 900 }).map((n) => quantity(n));

test('the winner bears the difference of the prices for each unit, in whole fen (SX-5.3c)', () => {
  const agreed = { price: money('100'), units: 10 };
  expect(costDifference(quantity('60'), { price: money('130'), units: 10 }, agreed)).toBe('180');
  // Packs of another size are compared on the unit, exactly: 47/3 - 10 = 5.666… for each.
  expect(costDifference(quantity('3'), { price: money('47'), units: 3 }, agreed)).toBe('17');
  expect(costDifference(quantity('1'), { price: money('47'), units: 3 }, agreed)).toBe('5.67');
  expect(costDifference(quantity('60'), { price: money('90'), units: 10 }, agreed)).toBe('0');
});

test('costs are never below zero, never beyond the volume that was taken over, and more volume never costs less (SX-5.3c)', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ kept: anyCount, pack: anyPack }), { maxLength: 8 }),
      anyCount,
      anyCount,
      anyPack,
      (lines, a, b, agreed) => {
        const asked = lines.map(({ kept, pack }) => ({ kept, ...pack }));
        const [less, more] = compare(a, b) < 0 ? [a, b] : [b, a];
        const costs = costsOf(asked, less, agreed);
        expect(compare(addQuantity(...costs.map((each) => each.units)), less)).toBeLessThanOrEqual(0);
        const wider = costsOf(asked, more, agreed);
        costs.forEach((each, at) => {
          expect(compare(each.difference, '0' as Money)).toBeGreaterThanOrEqual(0);
          expect(compare(wider[at]?.difference ?? money('0'), each.difference)).toBeGreaterThanOrEqual(0);
        });
      },
    ),
  );
});

const told = {
  state: 'told' as const,
  answerDueAt: instant('2026-10-10T16:00:00.000Z'),
  finding: null,
  foundBy: null,
  hasSubstitute: true,
  carrying: false,
};

test('a failure is told, answered, found and confirmed by another person; force majeure is shown (SX-5.3c)', () => {
  expect(answerFailure(told, { forceMajeure: true, files: 0 })).toMatchObject({
    code: 'execution.forceMajeureNeedsEvidence',
  });
  expect(answerFailure(told, { forceMajeure: true, files: 1 })).toMatchObject({ ok: true });
  expect(findFailure(told, instant('2026-10-10T15:59:59.000Z'))).toMatchObject({
    code: 'execution.answerNotDue',
  });
  expect(findFailure(told, told.answerDueAt)).toMatchObject({ ok: true });
  const found = { ...told, state: 'found' as const, finding: 'default' as const, foundBy: 'a' };
  const yes = { approve: true, note: '', by: 'b' };
  expect(decideFailure(found, { ...yes, by: 'a' })).toMatchObject({ code: 'execution.finderDecides' });
  expect(decideFailure(found, yes)).toMatchObject({
    value: { state: 'substituted', substitutes: true, bears: true },
  });
  expect(decideFailure({ ...found, finding: 'forceMajeure' }, yes)).toMatchObject({
    value: { substitutes: true, bears: false },
  });
  expect(decideFailure({ ...found, finding: 'unfounded' }, yes)).toMatchObject({
    value: { state: 'dismissed', bears: false },
  });
  expect(decideFailure({ ...found, hasSubstitute: false }, yes)).toMatchObject({
    value: { state: 'confirmed', substitutes: false },
  });
  expect(decideFailure(found, { ...yes, approve: false })).toMatchObject({ code: 'execution.noteMissing' });
  expect(endFailure(found)).toMatchObject({ code: 'execution.wrongState' });
  const runs = { state: 'substituted' as const, carrying: false };
  expect(endFailure(runs)).toMatchObject({ ok: true });
  // Nothing ends that the clock has not begun yet.
  expect(endFailure({ ...runs, carrying: true })).toMatchObject({ code: 'execution.wrongState' });
});

test('a report of an event holds no identity or telephone numbers, lot numbers stay (SX-5.2)', () => {
  expect(personalNumber('患者身份证 320102199001011234 术后')).toBe('320…');
  expect(personalNumber('电话13912345678')).toBe('139…');
  expect(personalNumber('批号 20260901，UDI (01)06901234567892(10)L20260901')).toBeNull();
  const today = isoDate('2026-09-01');
  expect(
    checkReport({ facts: '导管断裂', measures: '', foundOn: isoDate('2026-09-02') }, today),
  ).toMatchObject({ code: 'execution.foundInFuture' });
  expect(checkReport({ facts: '导管断裂', measures: '已封存', foundOn: today }, today)).toMatchObject({
    ok: true,
  });
});

test('whoever proposed the handling does not decide on it (HN-15)', () => {
  const handled = { state: 'handled' as const, outcome: 'suspend' as const, handledBy: 'a' };
  expect(decideAdverse(handled, { approve: true, note: '', by: 'a' })).toMatchObject({
    code: 'execution.ownEvent',
  });
  expect(decideAdverse(handled, { approve: true, note: '', by: 'b' })).toMatchObject({
    value: { state: 'closed', suspends: true },
  });
});

test('a month’s report states every line once, and says why it differs from the platform’s record (JS-25b)', () => {
  const known = [
    { accountId: 'a', product: '甲', bought: '30' },
    { accountId: 'b', product: '乙', bought: '-2' },
  ];
  const line = (accountId: string, stated: string, note = '') => ({
    accountId,
    stated: quantity(stated),
    used: quantity('1'),
    note,
  });
  expect(checkUsage(known, [line('a', '30'), line('b', '0')])).toMatchObject({ ok: true });
  expect(checkUsage(known, [line('a', '31'), line('b', '0')])).toMatchObject({
    code: 'execution.deviationNeedsNote',
  });
  expect(checkUsage(known, [line('a', '31', '线下急救'), line('b', '0')])).toMatchObject({ ok: true });
  expect(checkUsage(known, [line('a', '30')])).toMatchObject({
    code: 'execution.reportLineMissing',
    facts: { missing: 1 },
  });
  expect(checkUsage(known, [line('a', '30'), line('a', '30')])).toMatchObject({
    code: 'execution.reportLineUnknown',
  });
});

test('a winner’s report states every product once (SX-5.3a)', () => {
  const known = [{ productId: 'p' }];
  expect(checkSupply(known, [{ productId: 'p' }])).toMatchObject({ ok: true });
  expect(checkSupply(known, [])).toMatchObject({ code: 'execution.reportLineMissing' });
  expect(checkSupply(known, [{ productId: 'q' }])).toMatchObject({ code: 'execution.reportLineUnknown' });
});
