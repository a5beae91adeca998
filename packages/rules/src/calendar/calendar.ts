import { assert } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { addDays, isIsoDate } from '../time.ts';
import type { CalendarYear } from './notice.ts';
import { REACH_BACK, checkYear, isPlainWeekday, yearOf } from './notice.ts';

/** A day that a notice takes out of the plain week, with the notice and article that do so. */
export interface SpecialDay {
  readonly workday: boolean;
  readonly name: string;
  readonly notice: string;
  readonly article: string;
}

/** The published working calendar (工作日历) as plain data: it can be stored, sent and compared. */
export interface Calendar {
  /** The arrangement of each published year by year; a year that is missing is not published. */
  readonly years: Readonly<Record<string, CalendarYear>>;
  /** Every day that differs from the plain week or is named a holiday, by date. */
  readonly days: Readonly<Record<string, SpecialDay>>;
}

/** What a day is. `provisional`: a notice that is not published yet may still change it. */
export interface Day {
  readonly workday: boolean;
  readonly provisional: boolean;
  readonly special: SpecialDay | null;
}

/** A date reached by counting working days; provisional when any day counted over is. */
export interface Reached {
  readonly date: IsoDate;
  readonly provisional: boolean;
}

/**
 * Builds the calendar from the arrangements of the years, in any order. Of several notices about one day the one
 * issued last holds (in 2020 the extension of the Spring Festival withdrew a make-up working day).
 * Throws on an arrangement that checkYear refuses and on a year given twice: check outside input first.
 */
export function calendarOf(entries: readonly CalendarYear[]): Calendar {
  const years: Record<string, CalendarYear> = {};
  const days: Record<string, SpecialDay> = {};
  // A notice may reach into the December before, so the years go in order and the later notice wins.
  for (const entry of entries.toSorted((a, b) => a.year - b.year)) {
    const checked = checkYear(entry);
    assert(
      checked.ok,
      `calendar of ${entry.year}: ${checked.ok ? '' : `${checked.code} at ${checked.field}`}`,
    );
    assert(years[entry.year] === undefined, `calendar has the year ${entry.year} twice`);
    years[entry.year] = entry;
    for (const notice of entry.notices) {
      for (const { name, article, off, work } of notice.holidays) {
        for (const date of off) days[date] = { workday: false, name, notice: notice.number, article };
        for (const date of work) days[date] = { workday: true, name, notice: notice.number, article };
      }
    }
  }
  return { years, days };
}

/** Whether the notice about a year is published and imported. */
export function isPublished(year: number, calendar: Calendar): boolean {
  return calendar.years[year] !== undefined;
}

/**
 * What a day is: Monday to Friday not off, and weekend days worked for a holiday (调休上班), are working days. A day of
 * an unpublished year is taken by its weekday and is provisional; so are the last days of December until the notice of
 * the next year is published, because that notice may reach back to them.
 */
export function dayOf(date: IsoDate, calendar: Calendar): Day {
  const special = calendar.days[date] ?? null;
  const year = yearOf(date);
  const settled =
    isPublished(year, calendar) && (date.slice(5) < REACH_BACK || isPublished(year + 1, calendar));
  return { workday: special?.workday ?? isPlainWeekday(date), provisional: !settled, special };
}

/** Whether a day is a working day; for an unpublished year a guess by weekday that dayOf marks provisional. */
export function isWorkday(date: IsoDate, calendar: Calendar): boolean {
  return dayOf(date, calendar).workday;
}

/**
 * The nth working day after a day, or before it when n is negative; the day itself does not count (民法典第二百零一条).
 * With n = 0 it is the day itself, working or not.
 */
export function addWorkdays(start: IsoDate, n: number, calendar: Calendar): Reached {
  assert(Number.isSafeInteger(n), `not a number of working days: ${n}`);
  assert(isIsoDate(start), `not a date: ${start}`);
  const step = n < 0 ? -1 : 1;
  let date = start;
  let provisional = false;
  for (let left = Math.abs(n); left > 0;) {
    date = addDays(date, step);
    const day = dayOf(date, calendar);
    provisional ||= day.provisional;
    if (day.workday) left -= 1;
  }
  return { date, provisional };
}

/** The day itself when it is a working day, else the first working day after it. */
export function workdayOnOrAfter(date: IsoDate, calendar: Calendar): Reached {
  const day = dayOf(date, calendar);
  if (day.workday) return { date, provisional: day.provisional };
  const next = addWorkdays(date, 1, calendar);
  return { date: next.date, provisional: day.provisional || next.provisional };
}

/**
 * Working days after `from` up to and including `to`, so that `to` is reached by adding them to `from`. Negative when
 * `to` is earlier: the working days before `from` down to and including `to`.
 */
export function workdaysBetween(
  from: IsoDate,
  to: IsoDate,
  calendar: Calendar,
): { readonly workdays: number; readonly provisional: boolean } {
  assert(isIsoDate(from) && isIsoDate(to), `not dates: ${from}, ${to}`);
  const step = to < from ? -1 : 1;
  let workdays = 0;
  let provisional = false;
  for (let date = from; date !== to;) {
    date = addDays(date, step);
    const day = dayOf(date, calendar);
    provisional ||= day.provisional;
    if (day.workday) workdays += step;
  }
  return { workdays, provisional };
}
