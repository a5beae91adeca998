import type { Calendar } from '../calendar/calendar.ts';
import { dueOf } from '../calendar/term.ts';
import { type PolicyBook, find, resolve } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import type { Basis } from '../result.ts';
import {
  type Instant,
  type IsoDate,
  addDays,
  addMonths,
  epochMs,
  instantOfMs,
  shanghaiDate,
  shanghaiMoment,
} from '../time.ts';

export interface IdleRules {
  readonly book: PolicyBook;
  readonly calendar: Calendar;
  readonly jurisdiction: string;
}

/** When a listing without trade is suspended, and from which day on that is announced. */
export interface IdleClock {
  readonly dueAt: Instant;
  readonly provisional: boolean;
  readonly noticeFrom: IsoDate;
  readonly basis: Basis;
}

const dayMs = 86_400_000;

/**
 * JS-14a: without trade since `countedFrom` (its listing, its resumption or its last trade) a listing is suspended when the
 * pack's time is over. Null where the jurisdiction's packs know no such rule.
 */
export function idleClock(
  countedFrom: IsoDate,
  on: IsoDate,
  { book, calendar, jurisdiction }: IdleRules,
): IdleClock | null {
  const rule = find(book, 'listing.noSaleSuspend', jurisdiction, on);
  if (rule === null) return null;
  const days = resolve(book, 'directory.idleNoticeDays', jurisdiction, on).value;
  const { dueAt, lastDay, provisional } = dueOf(shanghaiMoment(countedFrom, '00:00'), rule.value, calendar);
  return { dueAt, provisional, noticeFrom: addDays(lastDay, -days), basis: basisOf(rule) };
}

/**
 * The latest day from which a listing without trade may have to be announced today: a bound for looking them up. Null where
 * there is no such rule, or one that is not in months.
 */
export function idleBound(on: IsoDate, { book, jurisdiction }: Omit<IdleRules, 'calendar'>): IsoDate | null {
  const rule = find(book, 'listing.noSaleSuspend', jurisdiction, on);
  if (rule === null) return null;
  const reach = addDays(on, resolve(book, 'directory.idleNoticeDays', jurisdiction, on).value);
  const { amount, unit } = rule.value;
  if (unit === 'month' || unit === 'endOfNextMonth') return addMonths(reach, -amount);
  return addDays(reach, unit === 'hour' || unit === 'workdayHour' ? -Math.floor(amount / 24) : -amount);
}

/** Nobody is suspended before the time of notice is over, however late the notice came (JS-14a with its notice). */
export function announcedDue(clock: IdleClock, now: Instant, noticeDays: number): Instant {
  const earliest = shanghaiMoment(addDays(shanghaiDate(now), noticeDays), '24:00');
  return epochMs(clock.dueAt) >= epochMs(earliest) ? clock.dueAt : earliest;
}

/** Whole days until a moment, at least 0. */
export function daysUntil(at: Instant, now: Instant): number {
  return Math.max(0, Math.ceil((epochMs(at) - epochMs(now)) / dayMs));
}

/** A moment some days later; for looking again. */
export function laterBy(now: Instant, ms: number): Instant {
  return instantOfMs(epochMs(now) + ms);
}
