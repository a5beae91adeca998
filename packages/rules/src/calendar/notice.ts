import type { Result } from '../result.ts';
import { ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { isIsoDate, weekday } from '../time.ts';

/** One article of a holiday notice: the days off (放假调休) and the weekend days that are worked for them (上班). */
export interface Holiday {
  /** The article as the notice numbers it, e.g. '二'. */
  readonly article: string;
  readonly name: string;
  readonly off: readonly IsoDate[];
  readonly work: readonly IsoDate[];
}

/** A holiday notice of the State Council General Office (国务院办公厅节假日安排通知). */
export interface HolidayNotice {
  /** Document number, e.g. '国办发明电〔2025〕7号'. */
  readonly number: string;
  readonly title: string;
  readonly issuedOn: IsoDate;
  /** Whether number and dates were checked against published copies of the notice. */
  readonly confirmed: boolean;
  readonly note: string | null;
  readonly holidays: readonly Holiday[];
}

/** All notices about one year in the order of their issue: a later one overrides an earlier one day by day. */
export interface CalendarYear {
  readonly year: number;
  readonly notices: readonly HolidayNotice[];
}

export type CalendarFault =
  | 'calendar.noNotice'
  | 'calendar.noHoliday'
  | 'calendar.noticesOutOfOrder'
  | 'calendar.dateInvalid'
  | 'calendar.dateOutsideYear'
  | 'calendar.dayTwice'
  | 'calendar.makeUpOnWeekday';

/**
 * First day of the December before a year that the year's notice may still change: the notice of 2023 gave off
 * 2022-12-31, that of 2012 made people work on 2011-12-31. No notice has reached further back than the 29th; a week
 * leaves room.
 */
export const REACH_BACK = '12-25';

/**
 * Whether the arrangement of a year can be taken into the calendar, e.g. when an administrator imports a new year.
 * The first fault is refused with the field ('notices.0.holidays.2.work.1') and the value found there.
 */
export function checkYear(entry: CalendarYear): Result<CalendarYear, CalendarFault> {
  if (entry.notices.length === 0)
    return refuse('calendar.noNotice', { field: 'notices', facts: { year: entry.year } });
  let issuedBefore = '';
  const offSoFar = new Set<string>();
  for (const [index, notice] of entry.notices.entries()) {
    const field = `notices.${index}`;
    if (!isIsoDate(notice.issuedOn)) {
      return refuse('calendar.dateInvalid', { field: `${field}.issuedOn`, facts: { date: notice.issuedOn } });
    }
    if (notice.issuedOn < issuedBefore) {
      return refuse('calendar.noticesOutOfOrder', {
        field: `${field}.issuedOn`,
        facts: { date: notice.issuedOn },
      });
    }
    issuedBefore = notice.issuedOn;
    const checked = checkNotice(notice, entry.year, field, offSoFar);
    if (!checked.ok) return checked;
    for (const date of notice.holidays.flatMap((holiday) => holiday.off)) offSoFar.add(date);
  }
  return ok(entry);
}

function checkNotice(
  notice: HolidayNotice,
  year: number,
  at: string,
  offSoFar: ReadonlySet<string>,
): Result<null, CalendarFault> {
  const seen = new Set<string>();
  const first = `${String(year - 1).padStart(4, '0')}-${REACH_BACK}`;
  const last = `${String(year).padStart(4, '0')}-12-31`;
  for (const [index, holiday] of notice.holidays.entries()) {
    for (const kind of ['off', 'work'] as const) {
      for (const [place, date] of holiday[kind].entries()) {
        const why = {
          field: `${at}.holidays.${index}.${kind}.${place}`,
          facts: { date, holiday: holiday.name },
        };
        if (!isIsoDate(date)) return refuse('calendar.dateInvalid', why);
        if (date < first || date > last) return refuse('calendar.dateOutsideYear', why);
        if (seen.has(date)) return refuse('calendar.dayTwice', why);
        // A weekday is worked anyway, unless this notice takes back a day off that an earlier one gave.
        if (kind === 'work' && isPlainWeekday(date) && !offSoFar.has(date)) {
          return refuse('calendar.makeUpOnWeekday', why);
        }
        seen.add(date);
      }
    }
  }
  if (seen.size === 0) return refuse('calendar.noHoliday', { field: `${at}.holidays`, facts: { year } });
  return ok(null);
}

/** Monday to Friday, whatever any notice says. */
export function isPlainWeekday(date: IsoDate): boolean {
  const day = weekday(date);
  return day !== 0 && day !== 6;
}

/** The year of a date. */
export function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4));
}
