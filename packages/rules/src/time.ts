import { assert } from './result.ts';

/** A calendar day in Asia/Shanghai as 'YYYY-MM-DD'. */
export type IsoDate = string & { readonly __brand: 'IsoDate' };
/** A moment as 'YYYY-MM-DDTHH:MM:SS.mmmZ' (UTC): texts of two moments compare as the moments do. */
export type Instant = string & { readonly __brand: 'Instant' };

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})\.(\d{3})Z$/;
/** Shanghai keeps UTC+8 without summer time since 1992. */
const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of a Gregorian date (Hinnant's days_from_civil). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): [year: number, month: number, day: number] {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return [
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  ];
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

export function isIsoDate(text: string): boolean {
  const parts = DATE.exec(text);
  return (
    parts !== null && dateOfDay(daysFromCivil(Number(parts[1]), Number(parts[2]), Number(parts[3]))) === text
  );
}
export function isInstant(text: string): boolean {
  return INSTANT.test(text) && isIsoDate(text.slice(0, 10));
}
export function isoDate(text: string): IsoDate {
  assert(isIsoDate(text), `not a date: ${text}`);
  return text as IsoDate;
}
export function instant(text: string): Instant {
  assert(isInstant(text), `not an instant: ${text}`);
  return text as Instant;
}

/** Days since 1970-01-01. */
export function dayNumber(date: IsoDate): number {
  return daysFromCivil(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}
export function dateOfDay(day: number): IsoDate {
  const [year, month, date] = civilFromDays(day);
  return `${pad(year, 4)}-${pad(month)}-${pad(date)}` as IsoDate;
}
/** 0 is Sunday, 6 is Saturday. */
export function weekday(date: IsoDate): number {
  return (((dayNumber(date) + 4) % 7) + 7) % 7;
}
export function addDays(date: IsoDate, days: number): IsoDate {
  return dateOfDay(dayNumber(date) + days);
}
/** The same day `months` later, or the last day of that month where it is shorter. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const last = endOfMonth(`${pad(Math.floor(index / 12), 4)}-${pad((index % 12) + 1)}-01` as IsoDate);
  const day = Math.min(Number(date.slice(8, 10)), Number(last.slice(8, 10)));
  return `${last.slice(0, 8)}${pad(day)}` as IsoDate;
}
export function endOfMonth(date: IsoDate): IsoDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return dateOfDay(daysFromCivil(Math.floor(index / 12), (index % 12) + 1, 1) - 1);
}

export function epochMs(at: Instant): number {
  const clock =
    Number(at.slice(11, 13)) * 3_600_000 +
    Number(at.slice(14, 16)) * 60_000 +
    Number(at.slice(17, 19)) * 1000;
  return dayNumber(at.slice(0, 10) as IsoDate) * DAY_MS + clock + Number(at.slice(20, 23));
}
export function instantOfMs(ms: number): Instant {
  const day = Math.floor(ms / DAY_MS);
  const rest = ms - day * DAY_MS;
  const clock = `${pad(Math.floor(rest / 3_600_000))}:${pad(Math.floor(rest / 60_000) % 60)}:${pad(Math.floor(rest / 1000) % 60)}`;
  return `${dateOfDay(day)}T${clock}.${pad(rest % 1000, 3)}Z` as Instant;
}
/** The day in Asia/Shanghai on which a moment falls. */
export function shanghaiDate(at: Instant): IsoDate {
  return dateOfDay(Math.floor((epochMs(at) + SHANGHAI_MS) / DAY_MS));
}
/** The moment of a wall-clock time in Asia/Shanghai; '24:00' is the end of the day. */
export function shanghaiMoment(date: IsoDate, clock: string): Instant {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return instantOfMs(
    dayNumber(date) * DAY_MS + (Number(hours) * 60 + Number(minutes)) * 60_000 - SHANGHAI_MS,
  );
}
export function addMs(at: Instant, ms: number): Instant {
  return instantOfMs(epochMs(at) + ms);
}
export function addHours(at: Instant, hours: number): Instant {
  return addMs(at, hours * 3_600_000);
}
