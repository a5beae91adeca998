import { tenderLevels, tenderStates } from '@daylight/rules/tender/state.ts';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { some } from './tender-refusals.ts';
import { roundItem, roundStep, roundSummary, tenderParams, timetable } from './tender-shapes.ts';
import { named, pageOf, paging, text } from './wire.ts';

/** Rounds as their participants read them. */
export const listRounds = endpoint({
  id: 'tender.list',
  method: 'GET',
  path: '/api/rounds',
  summary: { zh: '集中带量采购项目', en: 'Rounds that one runs, takes part in or may read' },
  clauses: ['JS-20', 'HN-4', 'GD-2'],
  permission: 'tender.read',
  query: z.strictObject({
    ...paging,
    search: text(60).optional(),
    level: z.enum(tenderLevels).optional(),
    state: z.enum(tenderStates).optional(),
    /** 'mine': run by one's own organisation, or with it in. */
    show: z.enum(['mine', 'running', 'ended', 'all']).default('all'),
  }),
  reply: pageOf(roundSummary),
});

export const readRound = endpoint({
  id: 'tender.read',
  method: 'GET',
  path: '/api/rounds/:tenderId',
  summary: { zh: '集采项目详情', en: 'One round: its items, its timetable and its course' },
  clauses: ['JS-20', 'GY-4.2'],
  permission: 'tender.read',
  params: tenderParams,
  reply: roundSummary.extend({
    timetable,
    partners: z.array(named),
    itemList: z.array(roundItem),
    steps: z.array(roundStep),
    packHash: z.string().nullable(),
    /** What the asking person's organisation is in this round. */
    mine: z.object({ isOrganiser: z.boolean(), isPartner: z.boolean(), participates: z.boolean() }),
    version: z.number().int(),
  }),
  refusals: some('tender.unknown'),
});
