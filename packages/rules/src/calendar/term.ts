import type { Term } from '../policy/provision.ts';
import { assert, never } from '../result.ts';
import type { Instant, IsoDate } from '../time.ts';
import {
  addDays,
  addHours,
  addMonths,
  addMs,
  endOfMonth,
  epochMs,
  shanghaiDate,
  shanghaiMoment,
} from '../time.ts';
import type { Calendar, Reached } from './calendar.ts';
import { addWorkdays, dayOf, workdayOnOrAfter, workdaysBetween } from './calendar.ts';

/** When a term ends. */
export interface Due {
  /** The first moment that is too late: 24:00 of the last day is 00:00 of the next. */
  readonly dueAt: Instant;
  /** The last day on which one may still act, in Asia/Shanghai. */
  readonly lastDay: IsoDate;
  /** A notice that is not published yet may move the end: compute again when its year is imported. */
  readonly provisional: boolean;
}

/** The time to or since a deadline, for screens. */
export interface Remaining {
  /** Working days after today up to the last day; once overdue, working days begun since the last day. */
  readonly workdays: number;
  /** Whole hours to the deadline, or since it once overdue. */
  readonly hours: number;
  readonly overdue: boolean;
  /** The working days counted include days that an unpublished notice may change. */
  readonly provisional: boolean;
}

const CUTOFF = /^(?:24:00|(?:[01]\d|2[0-3]):[0-5]\d)$/;

/** What is wrong with a term as a sentence for whoever writes the policy pack, or null for a sound one. */
export function termFlaw(term: Term): string | null {
  if (!Number.isSafeInteger(term.amount) || term.amount < 1)
    return `amount ${term.amount} is not a whole number from 1`;
  if (!CUTOFF.test(term.cutoff) || term.cutoff === '00:00')
    return `cutoff '${term.cutoff}' is not a time of day`;
  return null;
}

/**
 * When a term that starts at a moment ends, by Civil Code 201–203 unless the term says otherwise:
 * - `workday`: working days, the day of the start not counted unless `startCounted`;
 * - `naturalDay`: calendar days, likewise;
 * - `month`: the same day of the month `amount` later, or that month's last day (202); one day less if `startCounted`;
 * - `endOfNextMonth`: the last day of the month that is `amount` months after the start's month, 1 the next month;
 * - `hour`: to the moment, through nights and holidays;
 * - `workdayHour`: to the moment, but only hours of working days count, all 24 of each.
 * A last day is then moved by the rollover and ends at the cutoff; a term in hours keeps its moment unless the rollover
 * moves its day. Where the start day counts but the start is past its cutoff, counting begins the day after; hours
 * count from the moment, whatever `startCounted` says.
 * Throws on a term that termFlaw names.
 */
export function dueOf(start: Instant, term: Term, calendar: Calendar): Due {
  const flaw = termFlaw(term);
  assert(flaw === null, `term: ${flaw}`);
  const end = endOf(start, term, calendar);
  const moved = rollOver(end.date, term.rollover, calendar);
  const stays = end.moment !== null && moved.date === end.date;
  return {
    dueAt: stays ? end.moment : shanghaiMoment(moved.date, term.cutoff),
    lastDay: moved.date,
    provisional: end.provisional || moved.provisional,
  };
}

/** Where counting ends before any rollover; `moment` only for a term in hours. */
interface End extends Reached {
  readonly moment: Instant | null;
}

function endOf(start: Instant, term: Term, calendar: Calendar): End {
  if (term.unit === 'hour') {
    const moment = addHours(start, term.amount);
    return { moment, date: lastDayBefore(moment), provisional: false };
  }
  if (term.unit === 'workdayHour') return workdayHoursAfter(start, term.amount, calendar);
  return { moment: null, ...lastDayOf(firstDay(start, term), term, term.unit, calendar) };
}

/** The day on which the term starts. */
function firstDay(start: Instant, term: Term): IsoDate {
  const day = shanghaiDate(start);
  return term.startCounted && start >= shanghaiMoment(day, term.cutoff) ? addDays(day, 1) : day;
}

type DayUnit = Exclude<Term['unit'], 'hour' | 'workdayHour'>;

function lastDayOf(first: IsoDate, term: Term, unit: DayUnit, calendar: Calendar): Reached {
  const dayBefore = term.startCounted ? addDays(first, -1) : first;
  switch (unit) {
    case 'workday':
      return addWorkdays(dayBefore, term.amount, calendar);
    case 'naturalDay':
      return { date: addDays(dayBefore, term.amount), provisional: false };
    case 'month': {
      const same = addMonths(first, term.amount);
      // Where the month has no such day its last day ends the term, and there is no day to take off.
      const whole = same.slice(8) === first.slice(8);
      return { date: term.startCounted && whole ? addDays(same, -1) : same, provisional: false };
    }
    case 'endOfNextMonth':
      return { date: endOfMonth(addMonths(first, term.amount)), provisional: false };
    default:
      return never(unit);
  }
}

/**
 * Where a last day falls in the end. `nextWorkday`: a day that is not a working day moves to the first one after it
 * (民法典第二百零三条); `secondWorkdayAfter`: to the second one after it (遇法定节假日顺延至假期后2个工作日). Only a rollover
 * looks at the calendar, so only then can the day be provisional.
 */
export function rollOver(day: IsoDate, rollover: Term['rollover'], calendar: Calendar): Reached {
  switch (rollover) {
    case 'none':
      return { date: day, provisional: false };
    case 'nextWorkday':
      return workdayOnOrAfter(day, calendar);
    case 'secondWorkdayAfter': {
      const { workday, provisional } = dayOf(day, calendar);
      if (workday) return { date: day, provisional };
      const second = addWorkdays(day, 2, calendar);
      return { date: second.date, provisional: provisional || second.provisional };
    }
    default:
      return never(rollover);
  }
}

function workdayHoursAfter(start: Instant, hours: number, calendar: Calendar): End {
  let at = start;
  let left = hours * 3_600_000;
  let provisional = false;
  for (;;) {
    const date = shanghaiDate(at);
    const day = dayOf(date, calendar);
    const midnight = shanghaiMoment(date, '24:00');
    const room = day.workday ? epochMs(midnight) - epochMs(at) : 0;
    provisional ||= day.provisional;
    if (day.workday && left <= room) return { moment: addMs(at, left), date, provisional };
    left -= room;
    at = midnight;
  }
}

/** The last day on which one may act when the deadline is this moment. */
function lastDayBefore(dueAt: Instant): IsoDate {
  return shanghaiDate(addMs(dueAt, -1));
}

/** How much is left to a deadline, or how long it is past: "还剩 3 个工作日". On the last day no working day is left. */
export function remaining(now: Instant, dueAt: Instant, calendar: Calendar): Remaining {
  const overdue = now >= dueAt;
  const today = shanghaiDate(now);
  const lastDay = lastDayBefore(dueAt);
  const between = overdue
    ? workdaysBetween(lastDay, today, calendar)
    : workdaysBetween(today, lastDay, calendar);
  const hours = Math.floor(Math.abs(epochMs(dueAt) - epochMs(now)) / 3_600_000);
  return { workdays: between.workdays, hours, overdue, provisional: between.provisional };
}
