import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareProblems, sharesOf } from './pack-shares.ts';
import { differenceOf } from './ratio-text.ts';

const group = (name: string, shareTo: string | null) => ({
  group: name,
  shareTo,
  crossing: 'in' as const,
  suppliesAllRegions: false,
});

test('SX-3.2a cumulative shares are read as the part of each group, the last taking the rest', () => {
  const groups = [group('A', '0.6'), group('B', '0.85'), group('C', null)];
  expect(sharesOf({ groups }).map(({ own }) => own)).toEqual(['0.6', '0.25', null]);
  expect(shareProblems({ groups })).toEqual([]);
  expect(shareProblems({ groups: [group('A', '0.6'), group('A', '0.5')] })).toEqual([
    'groupTwice',
    'shareAscending',
    'shareLast',
  ]);
  expect(shareProblems({ groups: [group('A', '1.2'), group('B', null)] })).toEqual(['shareAscending']);
  expect(shareProblems({ groups: [group('A', 'x'), group('B', null)] })).toEqual(['shareAscending']);
});

test('SX-3.2a whatever is typed, the shares of the groups and the rest sum to the whole', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(cuts, (found) => {
      const limits = found.toSorted((a, b) => a - b).map((each) => String(each / 1000));
      const groups = [...limits.map((limit, at) => group(`G${at}`, limit)), group('R', null)];
      expect(shareProblems({ groups })).toEqual([]);
      const sum = sharesOf({ groups }).reduce(
        (all, { own }) => all + Math.round(Number(own ?? '0') * 1000),
        0,
      );
      expect(sum).toBe(Math.round(Number(limits.at(-1)) * 1000));
      expect(differenceOf('1', limits.at(-1) ?? '0')).toBe(String((1000 - sum) / 1000));
    }),
  );
});
