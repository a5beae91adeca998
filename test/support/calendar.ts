import { readdirSync, readFileSync } from 'node:fs';
import { calendarOf } from '../../packages/rules/src/calendar/calendar.ts';
import type { Calendar } from '../../packages/rules/src/calendar/calendar.ts';
import type { CalendarYear } from '../../packages/rules/src/calendar/notice.ts';

const folder = new URL('../../policy/calendar/', import.meta.url);

/** The arrangements in policy/calendar as they stand there. */
export function publishedYears(): CalendarYear[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as CalendarYear);
}

/** The calendar of the arrangements from one year to another, so that a test does not change with a new year's file. */
export function publishedCalendar(first = 2020, last = 2026): Calendar {
  return calendarOf(publishedYears().filter(({ year }) => year >= first && year <= last));
}
