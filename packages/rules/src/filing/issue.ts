import { type Calendar, workdayOnOrAfter } from '../calendar/calendar.ts';
import type { Term } from '../policy/provision.ts';
import { assert } from '../result.ts';
import { type Instant, type IsoDate, addDays, addMonths, shanghaiMoment } from '../time.ts';

/** A period of the list of filings (JS-15), whole months counted from January; both days included. */
export interface Period {
  readonly from: IsoDate;
  readonly until: IsoDate;
}

function monthsOf(every: Term): number {
  assert(every.unit === 'month', `a list every ${every.amount} ${every.unit} has no periods of months`);
  return every.amount;
}

export function periodOf(day: IsoDate, every: Term): Period {
  const months = monthsOf(every);
  const month = Number(day.slice(5, 7)) - 1;
  const from = `${day.slice(0, 4)}-${String(month - (month % months) + 1).padStart(2, '0')}-01` as IsoDate;
  return { from, until: addDays(addMonths(from, months), -1) };
}

/** When the list of a period is published: on the day after it, or the first working day from then. */
export function publishAt(period: Period, every: Term, calendar: Calendar): Instant {
  const after = addDays(period.until, 1);
  const day = every.rollover === 'none' ? after : workdayOnOrAfter(after, calendar).date;
  return shanghaiMoment(day, '00:00');
}

/**
 * The periods that are to be published now: from the one after the last list, or from that of the first filing where there
 * is no list yet. A period without a filing has a list as well: readers see that there was none.
 */
export function duePeriods(
  given: { readonly lastUntil: IsoDate | null; readonly firstFiledOn: IsoDate | null },
  every: Term,
  { now, calendar }: { readonly now: Instant; readonly calendar: Calendar },
): readonly Period[] {
  const first = given.lastUntil === null ? given.firstFiledOn : addDays(given.lastUntil, 1);
  if (first === null) return [];
  const due: Period[] = [];
  for (let period = periodOf(first, every); publishAt(period, every, calendar) <= now;) {
    due.push(period);
    period = periodOf(addDays(period.until, 1), every);
  }
  return due;
}
