import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { publishedCalendar, publishedYears } from '../../../../test/support/calendar.ts';
import { addDays, dateOfDay, dayNumber, isoDate } from '../time.ts';
import type { IsoDate } from '../time.ts';
import { addWorkdays, calendarOf, dayOf, isWorkday, workdayOnOrAfter, workdaysBetween } from './calendar.ts';
import type { CalendarYear, Holiday } from './notice.ts';
import { checkYear } from './notice.ts';

const calendar = publishedCalendar();

function daysBetween(from: string, to: string): IsoDate[] {
  const first = dayNumber(isoDate(from));
  return Array.from({ length: dayNumber(isoDate(to)) - first + 1 }, (_, index) => dateOfDay(first + index));
}
/** Any day whose neighbourhood of 60 working days is published. */
const settledDay = fc.constantFrom(...daysBetween('2020-04-01', '2026-09-15'));
const anyDay = fc.constantFrom(...daysBetween('2019-01-01', '2029-12-31'));
const count = fc.integer({ min: 1, max: 60 });

describe('the published vectors (start day not counted)', () => {
  test.each([
    ['2026-09-24', 1, '2026-09-28'],
    ['2026-09-25', 5, '2026-10-09'],
    ['2026-09-24', 10, '2026-10-15'],
    ['2026-09-30', 20, '2026-11-03'],
    ['2026-02-13', 5, '2026-02-27'],
    ['2026-02-13', 10, '2026-03-05'],
    ['2026-10-12', -5, '2026-09-29'],
    // Over the weekend of 2020-02-01, whose make-up working day the extension of the holiday withdrew.
    ['2020-01-23', 1, '2020-02-03'],
    // Over a new year whose notice gave off the last day of the year before.
    ['2022-12-30', 1, '2023-01-03'],
    // New Year's Eve of 2024 was only recommended as a day of leave.
    ['2024-02-08', 1, '2024-02-09'],
  ] as const)('%s %i working days on is %s', (start, n, end) => {
    expect(addWorkdays(isoDate(start), n, calendar)).toEqual({ date: end, provisional: false });
  });

  test('between 2026-09-18 and 10-12 exactly the days of the arrangement are worked', () => {
    const worked = daysBetween('2026-09-18', '2026-10-12').filter((date) => isWorkday(date, calendar));
    expect(worked.map((date) => date.slice(5)).join(' ')).toBe(
      '09-18 09-20 09-21 09-22 09-23 09-24 09-28 09-29 09-30 10-08 10-09 10-10 10-12',
    );
  });
});

describe('a year that is not published', () => {
  test('20 working days from 2026-12-10 fall on a day by weekday, and say that they are provisional', () => {
    expect(addWorkdays(isoDate('2026-12-10'), 20, calendar)).toEqual({
      date: '2027-01-07',
      provisional: true,
    });
  });

  test('New Year of an unpublished year is a guess by weekday that is marked', () => {
    expect(dayOf(isoDate('2027-01-01'), calendar)).toEqual({
      workday: true,
      provisional: true,
      special: null,
    });
    expect(dayOf(isoDate('2027-10-02'), calendar)).toEqual({
      workday: false,
      provisional: true,
      special: null,
    });
  });

  test('the last days of December stay provisional until the next notice, which may reach back to them', () => {
    const until2022 = publishedCalendar(2020, 2022);
    expect(dayOf(isoDate('2022-12-24'), until2022).provisional).toBe(false);
    expect(dayOf(isoDate('2022-12-25'), until2022).provisional).toBe(true);
    expect(dayOf(isoDate('2022-12-31'), until2022).provisional).toBe(true);
    expect(dayOf(isoDate('2022-12-31'), calendar)).toMatchObject({
      workday: false,
      provisional: false,
      special: { name: '元旦', notice: '国办发明电〔2022〕16号' },
    });
  });

  test('publishing the year gives the definitive day', () => {
    const before = publishedCalendar(2020, 2025);
    expect(addWorkdays(isoDate('2025-12-30'), 3, before)).toEqual({ date: '2026-01-02', provisional: true });
    // 2026-01-04 is a Sunday that is worked.
    expect(addWorkdays(isoDate('2025-12-30'), 3, calendar)).toEqual({
      date: '2026-01-05',
      provisional: false,
    });
  });

  test('a year before the calendar begins is as unknown as one after it', () => {
    expect(addWorkdays(isoDate('2020-01-02'), -1, calendar)).toEqual({
      date: '2019-12-31',
      provisional: true,
    });
  });
});

describe('counting', () => {
  test('no working days from a day off is that day off, not the next working day', () => {
    expect(addWorkdays(isoDate('2026-10-11'), 0, calendar)).toEqual({
      date: '2026-10-11',
      provisional: false,
    });
    expect(workdayOnOrAfter(isoDate('2026-10-11'), calendar)).toEqual({
      date: '2026-10-12',
      provisional: false,
    });
  });

  test('a reversed range counts the working days below zero instead of nothing', () => {
    expect(workdaysBetween(isoDate('2026-10-12'), isoDate('2026-09-29'), calendar).workdays).toBe(-5);
    expect(workdaysBetween(isoDate('2026-09-29'), isoDate('2026-10-12'), calendar).workdays).toBe(5);
  });

  test('a part of a working day is a bug of the caller', () => {
    expect(() => addWorkdays(isoDate('2026-10-12'), 1.5, calendar)).toThrow('working days');
    expect(() => addWorkdays('2026-02-30' as IsoDate, 1, calendar)).toThrow('not a date');
  });

  test('where the years are published a count never ends on a day off and is never provisional', () => {
    fc.assert(
      fc.property(settledDay, count, fc.boolean(), (start, n, back) => {
        const reached = addWorkdays(start, back ? -n : n, calendar);
        expect(isWorkday(reached.date, calendar)).toBe(true);
        expect(reached.provisional).toBe(false);
      }),
    );
  });

  test('counting back undoes counting on from a working day', () => {
    fc.assert(
      fc.property(anyDay, count, (day, n) => {
        const start = workdayOnOrAfter(day, calendar).date;
        expect(addWorkdays(addWorkdays(start, n, calendar).date, -n, calendar).date).toBe(start);
      }),
    );
  });

  test('one more working day is later, and a later start never ends earlier', () => {
    fc.assert(
      fc.property(anyDay, count, fc.integer({ min: 0, max: 30 }), (start, n, later) => {
        const end = addWorkdays(start, n, calendar).date;
        expect(addWorkdays(start, n + 1, calendar).date > end).toBe(true);
        expect(addWorkdays(addDays(start, later), n, calendar).date >= end).toBe(true);
      }),
    );
  });

  test('counts add up: m and then n working days are m + n', () => {
    fc.assert(
      fc.property(anyDay, count, count, (start, m, n) => {
        const there = addWorkdays(start, m, calendar).date;
        expect(addWorkdays(there, n, calendar).date).toBe(addWorkdays(start, m + n, calendar).date);
      }),
    );
  });

  test('the days between a start and the end of a count are that count', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -60, max: 60 }), (start, n) => {
        const { date, provisional } = addWorkdays(start, n, calendar);
        expect(workdaysBetween(start, date, calendar)).toEqual({ workdays: n, provisional });
      }),
    );
  });

  test('a count is provisional exactly when it passes a day that is', () => {
    fc.assert(
      fc.property(anyDay, count, (start, n) => {
        const { date, provisional } = addWorkdays(start, n, calendar);
        const passed = daysBetween(addDays(start, 1), date);
        expect(provisional).toBe(passed.some((day) => dayOf(day, calendar).provisional));
      }),
    );
  });
});

describe('the arrangement of a year', () => {
  const year = (holidays: Holiday[], extra: Holiday[] = []): CalendarYear => ({
    year: 2030,
    notices: [holidays, extra]
      .filter((each) => each.length > 0)
      .map((each, index) => ({
        number: `国办发明电〔2029〕${index + 1}号`,
        title: '国务院办公厅关于2030年部分节假日安排的通知',
        issuedOn: isoDate(`2029-11-0${index + 1}`),
        confirmed: false,
        note: null,
        holidays: each,
      })),
  });
  const holiday = (off: string[], work: string[] = []): Holiday => ({
    article: '一',
    name: '国庆节',
    off: off as IsoDate[],
    work: work as IsoDate[],
  });

  test('of every year kept is sound, so that the calendar can be built from it', () => {
    expect(publishedYears().map(({ year: of }) => of)).toEqual(
      expect.arrayContaining([2020, 2021, 2022, 2023, 2024, 2025, 2026]),
    );
    for (const entry of publishedYears()) expect(checkYear(entry)).toEqual({ ok: true, value: entry });
  });

  // 2030-10-01 is a Tuesday, 2030-10-12 a Saturday.
  test.each([
    ['calendar.noNotice', 'notices', year([])],
    ['calendar.noHoliday', 'notices.0.holidays', year([holiday([])])],
    ['calendar.dateInvalid', 'notices.0.holidays.0.off.0', year([holiday(['2030-02-30'])])],
    ['calendar.dateInvalid', 'notices.0.holidays.0.off.0', year([holiday(['2030/10/1'])])],
    ['calendar.dateOutsideYear', 'notices.0.holidays.0.off.0', year([holiday(['2029-12-24'])])],
    ['calendar.dateOutsideYear', 'notices.0.holidays.0.work.0', year([holiday([], ['2031-01-04'])])],
    [
      'calendar.dayTwice',
      'notices.0.holidays.1.work.0',
      year([holiday(['2030-10-12']), holiday([], ['2030-10-12'])]),
    ],
    ['calendar.makeUpOnWeekday', 'notices.0.holidays.0.work.0', year([holiday([], ['2030-10-01'])])],
  ])('is refused with %s at %s', (code, field, entry) => {
    expect(checkYear(entry)).toMatchObject({ ok: false, code, field });
    expect(() => calendarOf([entry])).toThrow(code);
  });

  test('is refused when its notices are not in the order of their issue', () => {
    const entry = year([holiday(['2030-10-01'])], [holiday(['2030-10-02'])]);
    expect(checkYear({ ...entry, notices: entry.notices.toReversed() })).toMatchObject({
      ok: false,
      code: 'calendar.noticesOutOfOrder',
      field: 'notices.1.issuedOn',
    });
  });

  test('may take back in a later notice a day off that an earlier one gave', () => {
    const entry = year([holiday(['2030-10-01', '2030-10-02'])], [holiday([], ['2030-10-02'])]);
    expect(dayOf(isoDate('2030-10-02'), calendarOf([entry]))).toMatchObject({
      workday: true,
      special: { notice: '国办发明电〔2029〕2号' },
    });
  });

  test('given twice is a bug of the caller', () => {
    const entry = year([holiday(['2030-10-01'])]);
    expect(() => calendarOf([entry, entry])).toThrow('twice');
  });

  test('builds the same calendar in whatever order the years come', () => {
    expect(calendarOf(publishedYears().toReversed())).toEqual(calendarOf(publishedYears()));
  });

  test('builds plain data that survives being sent', () => {
    expect(JSON.parse(JSON.stringify(calendar))).toEqual(calendar);
  });
});
