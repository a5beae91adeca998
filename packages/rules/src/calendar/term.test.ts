import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { publishedCalendar } from '../../../../test/support/calendar.ts';
import type { Term } from '../policy/provision.ts';
import { addMs, epochMs, instantOfMs, isoDate, shanghaiDate, shanghaiMoment } from '../time.ts';
import type { Instant } from '../time.ts';
import { calendarOf, isWorkday } from './calendar.ts';
import { dueOf, remaining, rollOver, termFlaw } from './term.ts';

const calendar = publishedCalendar();
const plain: Term = { amount: 5, unit: 'workday', startCounted: false, rollover: 'none', cutoff: '24:00' };

function term(change: Partial<Term>): Term {
  return { ...plain, ...change };
}
/** '2026-09-24 10:00' in Shanghai. */
function at(text: string): Instant {
  const [date = '', clock = '10:00'] = text.split(' ');
  return shanghaiMoment(isoDate(date), clock);
}

describe('the published vectors as terms', () => {
  test.each([
    ['2026-09-24', 1, '2026-09-28'],
    ['2026-09-25', 5, '2026-10-09'],
    ['2026-09-24', 10, '2026-10-15'],
    ['2026-09-30', 20, '2026-11-03'],
    ['2026-02-13', 5, '2026-02-27'],
    ['2026-02-13', 10, '2026-03-05'],
  ])('%s and %i working days: the last day is %s, to its midnight', (start, amount, lastDay) => {
    expect(dueOf(at(start), term({ amount }), calendar)).toEqual({
      dueAt: at(`${lastDay} 24:00`),
      lastDay,
      provisional: false,
    });
  });

  test('the deadline of a term to 24:00 is 16:00 UTC, where the next day begins in Shanghai', () => {
    const { dueAt, lastDay } = dueOf('2026-09-24T02:00:00.000Z' as Instant, term({ amount: 1 }), calendar);
    expect(dueAt).toBe('2026-09-28T16:00:00.000Z');
    expect(shanghaiDate(dueAt)).toBe('2026-09-29');
    expect(shanghaiDate(addMs(dueAt, -1))).toBe(lastDay);
  });

  test('a start late in the UTC day counts from the Shanghai day it falls on', () => {
    // 16:30 UTC on the 23rd is 00:30 on the 24th in Shanghai.
    expect(dueOf('2026-09-23T16:30:00.000Z' as Instant, term({ amount: 1 }), calendar).lastDay).toBe(
      '2026-09-28',
    );
    expect(dueOf('2026-09-23T15:30:00.000Z' as Instant, term({ amount: 1 }), calendar).lastDay).toBe(
      '2026-09-24',
    );
  });
});

describe('units', () => {
  test.each<[string, string, Partial<Term>, string]>([
    [
      'a working day counted from the start',
      '2026-09-24',
      { amount: 1, startCounted: true },
      '2026-09-24 24:00',
    ],
    ['a start on a holiday that counts', '2026-09-25', { amount: 1, startCounted: true }, '2026-09-28 24:00'],
    [
      'natural days run through a holiday',
      '2026-09-28',
      { amount: 8, unit: 'naturalDay' },
      '2026-10-06 24:00',
    ],
    [
      'natural days with the start',
      '2026-09-28',
      { amount: 8, unit: 'naturalDay', startCounted: true },
      '2026-10-05 24:00',
    ],
    ['months end on the same day', '2026-03-15', { amount: 2, unit: 'month' }, '2026-05-15 24:00'],
    [
      'months with the start end a day before',
      '2026-03-01',
      { amount: 1, unit: 'month', startCounted: true },
      '2026-03-31 24:00',
    ],
    [
      'a month without that day ends on its last',
      '2026-01-31',
      { amount: 1, unit: 'month' },
      '2026-02-28 24:00',
    ],
    [
      'likewise when the start counts',
      '2026-01-31',
      { amount: 1, unit: 'month', startCounted: true },
      '2026-02-28 24:00',
    ],
    ['in a leap year', '2024-01-31', { amount: 1, unit: 'month' }, '2024-02-29 24:00'],
    ['twelve months over a new year', '2024-02-29', { amount: 12, unit: 'month' }, '2025-02-28 24:00'],
    [
      'SX-5.5a the end of the next month',
      '2026-01-31',
      { amount: 1, unit: 'endOfNextMonth' },
      '2026-02-28 24:00',
    ],
    ['SX-5.5a over a new year', '2025-12-01', { amount: 1, unit: 'endOfNextMonth' }, '2026-01-31 24:00'],
    [
      'the end of the month after next',
      '2026-01-01',
      { amount: 2, unit: 'endOfNextMonth' },
      '2026-03-31 24:00',
    ],
    [
      'HN-11a urgent hours run through a holiday',
      '2026-09-30 18:00',
      { amount: 12, unit: 'hour' },
      '2026-10-01 06:00',
    ],
    ['hours ending at midnight', '2026-09-30 12:00', { amount: 12, unit: 'hour' }, '2026-09-30 24:00'],
    [
      'HN-11a hours of working days skip the holiday',
      '2026-09-30 10:00',
      { amount: 48, unit: 'workdayHour' },
      '2026-10-09 10:00',
    ],
    [
      'HN-11a and begin after it',
      '2026-10-03 15:00',
      { amount: 48, unit: 'workdayHour' },
      '2026-10-09 24:00',
    ],
    [
      'HN-11a a worked weekend counts',
      '2026-10-09 20:00',
      { amount: 24, unit: 'workdayHour' },
      '2026-10-10 20:00',
    ],
  ])('%s', (_, start, change, dueAt) => {
    const due = dueOf(at(start), term(change), calendar);
    expect(due.dueAt).toBe(at(dueAt));
    expect(due.provisional).toBe(false);
    expect(due.lastDay).toBe(dueAt.slice(0, 10));
  });
});

describe('rollover', () => {
  test.each<[string, Term['rollover'], string]>([
    ['2026-10-05', 'none', '2026-10-05'],
    ['2026-10-05', 'nextWorkday', '2026-10-08'],
    ['2026-10-05', 'secondWorkdayAfter', '2026-10-09'],
    // A Sunday, and a Sunday that is worked.
    ['2026-10-18', 'nextWorkday', '2026-10-19'],
    ['2026-09-20', 'nextWorkday', '2026-09-20'],
    ['2026-09-20', 'secondWorkdayAfter', '2026-09-20'],
    // The two days after the holiday include a worked Saturday.
    ['2026-05-05', 'secondWorkdayAfter', '2026-05-07'],
    ['2026-05-08', 'secondWorkdayAfter', '2026-05-08'],
  ])('a last day %s with %s ends on %s', (day, rollover, end) => {
    expect(rollOver(isoDate(day), rollover, calendar)).toEqual({ date: end, provisional: false });
    const due = dueOf(
      at(day),
      term({ amount: 1, unit: 'naturalDay', startCounted: true, rollover }),
      calendar,
    );
    expect(due.dueAt).toBe(at(`${end} 24:00`));
  });

  test('a term in hours keeps its moment on a working day, and moves to the end of the next one otherwise', () => {
    const hours = term({ amount: 48, unit: 'hour', rollover: 'nextWorkday', cutoff: '17:30' });
    expect(dueOf(at('2026-10-13 09:00'), hours, calendar).dueAt).toBe(at('2026-10-15 09:00'));
    expect(dueOf(at('2026-09-30 09:00'), hours, calendar).dueAt).toBe(at('2026-10-08 17:30'));
  });
});

describe('cut-off', () => {
  test('the last day ends at the close of business where the term says so', () => {
    const due = dueOf(at('2026-09-24'), term({ amount: 1, cutoff: '17:30' }), calendar);
    expect(due).toEqual({ dueAt: at('2026-09-28 17:30'), lastDay: '2026-09-28', provisional: false });
  });

  test('a first day that counts but is over by its cut-off does not count', () => {
    const today = term({ amount: 1, startCounted: true, cutoff: '17:30' });
    expect(dueOf(at('2026-09-24 17:29'), today, calendar).dueAt).toBe(at('2026-09-24 17:30'));
    expect(dueOf(at('2026-09-24 17:30'), today, calendar).dueAt).toBe(at('2026-09-28 17:30'));
  });
});

describe('provisional deadlines', () => {
  test('a deadline past the last published year is provisional, and recomputed with that year it is definitive', () => {
    const start = at('2025-12-10');
    const twenty = term({ amount: 20 });
    expect(dueOf(start, twenty, publishedCalendar(2020, 2025))).toMatchObject({
      lastDay: '2026-01-07',
      provisional: true,
    });
    // 2026-01-01 and 01-02 are off, Sunday the 4th is worked.
    expect(dueOf(start, twenty, calendar)).toMatchObject({ lastDay: '2026-01-08', provisional: false });
  });

  test('a term that never looks at the calendar is definitive in any year', () => {
    const empty = calendarOf([]);
    for (const unit of ['naturalDay', 'hour', 'month', 'endOfNextMonth'] as const) {
      expect(dueOf(at('2030-06-01'), term({ unit }), empty).provisional).toBe(false);
      expect(dueOf(at('2030-06-01'), term({ unit, rollover: 'nextWorkday' }), empty).provisional).toBe(true);
    }
    expect(dueOf(at('2030-06-01'), term({ unit: 'workdayHour' }), empty).provisional).toBe(true);
  });

  test('a rollover is provisional when only the day it starts from is, and not the days after', () => {
    const since2023 = publishedCalendar(2023, 2026);
    for (const [rollover, date] of [
      ['nextWorkday', '2023-01-03'],
      ['secondWorkdayAfter', '2023-01-04'],
    ] as const) {
      expect(rollOver(isoDate('2022-12-31'), rollover, since2023)).toEqual({ date, provisional: true });
    }
  });

  test('a rollover out of a published year into an unpublished one is provisional', () => {
    const due = dueOf(
      at('2026-12-27'),
      term({ amount: 7, unit: 'naturalDay', rollover: 'nextWorkday' }),
      calendar,
    );
    expect(due).toMatchObject({ lastDay: '2027-01-04', provisional: true });
  });
});

describe('a flawed term', () => {
  test.each<[Partial<Term>, string]>([
    [{ amount: 0 }, 'amount 0'],
    [{ amount: -5 }, 'amount -5'],
    [{ amount: 1.5 }, 'amount 1.5'],
    [{ amount: Number.NaN }, 'amount NaN'],
    [{ cutoff: '' }, "cutoff ''"],
    [{ cutoff: '00:00' }, "cutoff '00:00'"],
    [{ cutoff: '24:30' }, "cutoff '24:30'"],
    [{ cutoff: '9:00' }, "cutoff '9:00'"],
  ])('%o is named and never computed', (change, words) => {
    expect(termFlaw(term(change))).toContain(words);
    expect(() => dueOf(at('2026-09-24'), term(change), calendar)).toThrow(words);
  });

  test('is not seen in a sound one', () => {
    expect(termFlaw(plain)).toBeNull();
    expect(termFlaw(term({ cutoff: '17:30' }))).toBeNull();
  });
});

describe('what remains', () => {
  const dueAt = at('2026-11-26 24:00');

  test.each<[string, number, number, boolean]>([
    ['2026-11-23 10:00', 3, 86, false],
    // The Saturday before: three working days from Monday and the last, hours all through.
    ['2026-11-21 00:00', 4, 144, false],
    ['2026-11-26 00:00', 0, 24, false],
    ['2026-11-26 23:30', 0, 0, false],
    ['2026-11-26 24:00', 1, 0, true],
    ['2026-11-27 09:00', 1, 9, true],
    ['2026-11-29 09:00', 1, 57, true],
    ['2026-11-30 09:00', 2, 81, true],
  ])('at %s: %i working days, %i hours, overdue %s', (now, workdays, hours, overdue) => {
    expect(remaining(at(now), dueAt, calendar)).toEqual({ workdays, hours, overdue, provisional: false });
  });

  test('an action at the very moment of the deadline is too late, one before it is not', () => {
    expect(remaining(addMs(dueAt, -1), dueAt, calendar).overdue).toBe(false);
    expect(remaining(dueAt, dueAt, calendar).overdue).toBe(true);
  });

  test('past a close of business on the last day no working day has been missed yet', () => {
    expect(remaining(at('2026-11-26 20:00'), at('2026-11-26 17:30'), calendar)).toEqual({
      workdays: 0,
      hours: 2,
      overdue: true,
      provisional: false,
    });
  });

  test('into an unpublished year is marked', () => {
    expect(remaining(at('2026-12-20'), at('2027-01-07 24:00'), calendar).provisional).toBe(true);
  });
});

const units = ['workday', 'naturalDay', 'hour', 'workdayHour', 'month', 'endOfNextMonth'] as const;
const anyStart = fc
  .integer({ min: epochMs(at('2019-07-01')), max: epochMs(at('2028-07-01')) })
  .map((ms) => instantOfMs(ms));
const anyTerm: fc.Arbitrary<Term> = fc.record({
  amount: fc.integer({ min: 1, max: 40 }),
  unit: fc.constantFrom(...units),
  startCounted: fc.boolean(),
  rollover: fc.constantFrom('none', 'nextWorkday', 'secondWorkdayAfter'),
  cutoff: fc.constantFrom('24:00', '17:30', '08:00'),
});

/**
 * Two rollovers put a term that ends on Sunday after one that ends on Monday: to the second working day after, and of
 * hours to the end of Monday. Their notices want it so.
 */
function keepsOrder({ unit, rollover }: Term): boolean {
  if (rollover === 'none' || unit === 'workday' || unit === 'workdayHour') return true;
  return rollover === 'nextWorkday' && unit !== 'hour';
}

describe('whatever the term', () => {
  test('it ends after its start, and at its deadline the last day is just over or at its cut-off', () => {
    fc.assert(
      fc.property(anyStart, anyTerm, (start, each) => {
        const due = dueOf(start, each, calendar);
        expect(due.dueAt > start).toBe(true);
        expect(shanghaiDate(addMs(due.dueAt, -1))).toBe(due.lastDay);
      }),
    );
  });

  test('a later start never ends earlier', () => {
    fc.assert(
      fc.property(anyStart, fc.integer({ min: 0, max: 40 * 86_400_000 }), anyTerm, (start, later, each) => {
        fc.pre(keepsOrder(each));
        const first = dueOf(start, each, calendar);
        expect(dueOf(addMs(start, later), each, calendar).dueAt >= first.dueAt).toBe(true);
      }),
    );
  });

  test('a longer one never ends earlier', () => {
    fc.assert(
      fc.property(anyStart, anyTerm, (start, each) => {
        fc.pre(keepsOrder(each));
        const longer = dueOf(start, { ...each, amount: each.amount + 1 }, calendar);
        expect(longer.dueAt >= dueOf(start, each, calendar).dueAt).toBe(true);
      }),
    );
  });

  test('with a rollover, or in working days, it ends on a working day', () => {
    fc.assert(
      fc.property(anyStart, anyTerm, (start, each) => {
        fc.pre(each.rollover !== 'none' || each.unit === 'workday' || each.unit === 'workdayHour');
        expect(isWorkday(dueOf(start, each, calendar).lastDay, calendar)).toBe(true);
      }),
    );
  });

  test('a definitive deadline stays as it is when more years are published', () => {
    const until2023 = publishedCalendar(2020, 2023);
    fc.assert(
      fc.property(anyStart, anyTerm, (start, each) => {
        const early = dueOf(start, each, until2023);
        fc.pre(!early.provisional);
        expect(dueOf(start, each, calendar)).toEqual(early);
      }),
      { numRuns: 500 },
    );
  });

  test('something is left exactly until the deadline', () => {
    fc.assert(
      fc.property(anyStart, anyTerm, fc.integer({ min: -90 * 24, max: 90 * 24 }), (start, each, hours) => {
        const { dueAt } = dueOf(start, each, calendar);
        const left = remaining(addMs(dueAt, hours * 3_600_000), dueAt, calendar);
        expect(left.overdue).toBe(hours >= 0);
        expect(left.hours).toBe(Math.abs(hours));
        expect(left.workdays).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
