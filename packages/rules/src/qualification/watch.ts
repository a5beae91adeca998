import type { Calendar } from '../calendar/calendar.ts';
import { isWorkday } from '../calendar/calendar.ts';
import type { Term } from '../policy/provision.ts';
import { type Instant, type IsoDate, addDays, addMonths, shanghaiMoment } from '../time.ts';

/** What is due of a qualification that ends: 0 nothing yet, 1 reminded, 2 reminded again, 3 over. */
export type WatchStage = 0 | 1 | 2 | 3;

export interface Watch {
  readonly stage: WatchStage;
  /** When the next stage begins; null after the last. */
  readonly nextAt: Instant | null;
}

export interface Reminders {
  readonly first: Term;
  readonly second: Term;
}

/** The day that lies a term before another; hours count as their days. */
export function before(day: IsoDate, { amount, unit }: Term, calendar: Calendar): IsoDate {
  switch (unit) {
    case 'month':
    case 'endOfNextMonth':
      return addMonths(day, -amount);
    case 'naturalDay':
      return addDays(day, -amount);
    case 'hour':
    case 'workdayHour':
      return addDays(day, -Math.ceil(amount / 24));
    case 'workday': {
      let at = day;
      for (let left = amount; left > 0;) {
        at = addDays(at, -1);
        if (isWorkday(at, calendar)) left -= 1;
      }
      return at;
    }
  }
}

/** Where a qualification stands on a day and when to look again. Valid through its last day; over on the next. */
export function watchOf(
  validUntil: IsoDate | null,
  on: IsoDate,
  { first, second, calendar }: Reminders & { readonly calendar: Calendar },
): Watch {
  if (validUntil === null) return { stage: 0, nextAt: null };
  const starts = [
    before(validUntil, first, calendar),
    before(validUntil, second, calendar),
    addDays(validUntil, 1),
  ] as const;
  // A second reminder that a pack sets before the first is the first.
  const days = [...starts].toSorted();
  const stage = days.filter((day) => day <= on).length as WatchStage;
  const next = days[stage];
  return { stage, nextAt: next === undefined ? null : shanghaiMoment(next, '00:00') };
}
