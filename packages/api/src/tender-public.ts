import { tenderLevels, tenderStates } from '@daylight/rules/tender/state.ts';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { roundNotice } from './tender-notice.ts';
import { some } from './tender-refusals.ts';
import { roundItem, roundStep, roundSummary, tenderParams, timetable } from './tender-shapes.ts';
import { jurisdictionCode, named, pageOf, paging, text } from './wire.ts';

/** Rounds as anyone reads them (HN-16, JS-39). */
export const openRounds = endpoint({
  id: 'tender.openList',
  method: 'GET',
  path: '/api/open/rounds',
  summary: { zh: '集采项目公开', en: 'Announced rounds, open to anyone' },
  clauses: ['HN-16', 'JS-39', 'JS-20'],
  permission: 'public',
  query: z.strictObject({
    ...paging,
    jurisdiction: jurisdictionCode,
    search: text(60).optional(),
    level: z.enum(tenderLevels).optional(),
    state: z.enum(tenderStates).optional(),
  }),
  reply: pageOf(roundSummary),
});

export const openRound = endpoint({
  id: 'tender.open',
  method: 'GET',
  path: '/api/open/rounds/:tenderId',
  summary: {
    zh: '集采项目公开：公告、文件、答疑、更正与进程',
    en: 'One announced round: announcement, documents, answers, amendments and course',
  },
  clauses: ['HN-16', 'JS-39', 'SX-3.2b', 'GY-4.2', 'GY-2.4'],
  permission: 'public',
  params: tenderParams,
  query: z.strictObject({ jurisdiction: jurisdictionCode }),
  reply: roundSummary.extend({
    timetable,
    partners: z.array(named),
    itemList: z.array(roundItem),
    steps: z.array(roundStep),
    packHash: z.string().nullable(),
    plan: z.object({ scope: z.string(), process: z.string(), duties: z.string() }).nullable(),
    notices: z.array(roundNotice),
  }),
  refusals: some('tender.unknown'),
});
