import type { CalendarYear } from '@daylight/rules/calendar/notice.ts';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** The working calendar as it was published, so that a browser counts the same days as the server. */
export const readCalendar = endpoint({
  id: 'calendar.read',
  method: 'GET',
  path: '/api/calendar',
  summary: { zh: '工作日历：各年度放假安排', en: 'Working calendar: the published arrangement of each year' },
  permission: 'public',
  reply: z.object({
    years: z.array(
      z
        .custom<CalendarYear>()
        .meta({ type: 'object', description: 'one year with its notices, as in policy/calendar' }),
    ),
  }),
});
