import { calendarOf } from '@daylight/rules/calendar/calendar.ts';
import type { CalendarYear } from '@daylight/rules/calendar/notice.ts';
import type { World } from '../../context.ts';

/** Takes imported years over those of policy/, so that every server counts by the newest notices. */
export async function refreshCalendar(world: World): Promise<void> {
  const rows = await world.database.db.selectFrom('calendarYear').select(['year', 'content']).execute();
  if (rows.length === 0) return;
  const imported = new Map(rows.map((row) => [row.year, row.content as CalendarYear]));
  const kept = Object.values(world.calendar.years).filter((each) => !imported.has(each.year));
  world.calendar = calendarOf([...kept, ...imported.values()]);
}
