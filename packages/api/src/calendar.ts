import type { CalendarYear } from '@daylight/rules/calendar/notice.ts';
import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { day, text } from './wire.ts';

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

const days = z.array(day).max(60);

export const importYear = endpoint({
  id: 'calendar.importYear',
  method: 'POST',
  path: '/api/calendar/years',
  summary: {
    zh: '导入一个年度的放假安排，并重新计算暂定的期限',
    en: 'Import the arrangement of a year and compute provisional deadlines again',
  },
  permission: 'platform.calendar',
  creates: true,
  body: z.strictObject({
    year: z.number().int().min(2020).max(2100),
    notices: z
      .array(
        z.strictObject({
          number: text(60, 4),
          title: text(200, 4),
          issuedOn: day,
          confirmed: z.boolean(),
          note: text(500).nullable(),
          holidays: z
            .array(z.strictObject({ article: text(20, 1), name: text(40, 1), off: days, work: days }))
            .max(20),
        }),
      )
      .max(10),
  }),
  reply: z.object({ year: z.number().int(), recomputed: z.number().int() }),
  refusals: refusals({
    'calendar.noNotice': { zh: '缺少放假通知', en: 'No notice is given' },
    'calendar.noHoliday': { zh: '通知中没有节日安排', en: 'The notice has no holiday' },
    'calendar.noticesOutOfOrder': {
      zh: '通知须按发布先后排列',
      en: 'Notices have to stand in the order of their issue',
    },
    'calendar.dateInvalid': { zh: '日期无效', en: 'Not a date' },
    'calendar.dateOutsideYear': { zh: '日期不属于该年度', en: 'The day does not belong to the year' },
    'calendar.dayTwice': { zh: '同一天重复出现', en: 'A day is given twice' },
    'calendar.makeUpOnWeekday': {
      zh: '调休上班日应为周末，而这一天本来就是工作日',
      en: 'A make-up working day has to be on a weekend; this one is a working day anyway',
    },
  }),
});
