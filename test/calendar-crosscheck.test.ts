import chineseDays from 'chinese-days';
import { expect, test, vi } from 'vitest';
import { addWorkdays, dayOf } from '../packages/rules/src/calendar/calendar.ts';
import { dateOfDay, dayNumber, isoDate, weekday } from '../packages/rules/src/time.ts';
import { publishedCalendar } from './support/calendar.ts';

vi.hoisted(() => {
  // West of Greenwich chinese-days builds its own tables a day early, so it is loaded on Shanghai's clock.
  process.env.TZ = 'Asia/Shanghai';
});

const calendar = publishedCalendar(2020, 2026);
const first = dayNumber(isoDate('2020-01-01'));
const days = Array.from({ length: dayNumber(isoDate('2026-12-31')) - first + 1 }, (_, index) =>
  dateOfDay(first + index),
);

test('every day of 2020 to 2026 is a working day here exactly when chinese-days says so', () => {
  expect(days).toHaveLength(2557);
  expect(days.filter((date) => dayOf(date, calendar).workday !== chineseDays.isWorkday(date))).toEqual([]);
});

test('every make-up working day and every day off carries the holiday that chinese-days names', () => {
  const differing = days.filter((date) => {
    const special = dayOf(date, calendar).special;
    const detail = chineseDays.getDayDetail(date);
    // 'National Day,国庆节,3' for a day of an arrangement, only the weekday's name for a plain one.
    const theirs = detail.name.split(',')[1] ?? null;
    if (special === null || theirs === null) return (special === null) !== (theirs === null);
    const ours = special.name.split('、').map((name) => name.replace('节', ''));
    return special.workday !== detail.work || !ours.includes(theirs.replace('节', ''));
  });
  expect(differing).toEqual([]);
});

test('the make-up working days of each year are as many as its notices name, all of them at weekends', () => {
  const makeUp = days.filter((date) => dayOf(date, calendar).special?.workday === true);
  expect(makeUp.every((date) => weekday(date) === 0 || weekday(date) === 6)).toBe(true);
  const perYear = Object.fromEntries(
    [2020, 2021, 2022, 2023, 2024, 2025, 2026].map((year) => [
      year,
      makeUp.filter((date) => date.startsWith(`${year}-`)).length,
    ]),
  );
  // 2020 names seven, of which the extension of the Spring Festival withdrew one.
  expect(perYear).toEqual({ 2020: 6, 2021: 7, 2022: 7, 2023: 7, 2024: 8, 2025: 5, 2026: 6 });
});

test('one, five, ten and twenty working days from each day end where chinese-days ends, while both know the year', () => {
  const known = days.filter((date) => date < '2026-11-15');
  for (const n of [1, 5, 10, 20]) {
    const differing = known.filter(
      (date) => addWorkdays(date, n, calendar).date !== chineseDays.findWorkday(n, date),
    );
    expect(differing).toEqual([]);
  }
});
