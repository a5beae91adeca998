import { describe, expect, test } from 'vitest';
import { fullYear, gs1Date, maDate } from './barcode-date.ts';

describe('dates in bar codes', () => {
  test.each([
    [26, 2026, 2026],
    [76, 2026, 2076],
    [77, 2026, 1977],
    [99, 2026, 1999],
    [0, 2026, 2000],
    [30, 2080, 2130],
    [31, 2080, 2031],
    [0, 2051, 2100],
    [1, 2050, 2001],
    [0, 2050, 2100],
  ])('year %i seen from %i is %i', (year, thisYear, full) => {
    expect(fullYear(year, thisYear)).toBe(full);
  });

  test('day 00 is the last day of the month, leap years included', () => {
    expect(gs1Date('280200', 2026)).toEqual({ date: '2028-02-29', dayOmitted: true });
    expect(gs1Date('270200', 2026)).toEqual({ date: '2027-02-28', dayOmitted: true });
    expect(gs1Date('270415', 2026)).toEqual({ date: '2027-04-15', dayOmitted: false });
  });

  test.each(['271301', '270001', '270000', '270230', '270431', '27041', '2704155', '27O415', ''])(
    '%j is no date',
    (text) => {
      expect(gs1Date(text, 2026)).toBeNull();
    },
  );

  test('an MA date has six or eight digits and always a day', () => {
    expect(maDate('220117', 2026)).toBe('2022-01-17');
    expect(maDate('20220117', 2026)).toBe('2022-01-17');
    expect(['220100', '20220100', '20220230', '2022011', ''].map((text) => maDate(text, 2026))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
