import { tenderLevels, tenderStates } from '@daylight/rules/tender/state.ts';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { some } from './tender-refusals.ts';
import { roundNotice } from './tender-notice.ts';
import { planPerson } from './tender-plan.ts';
import {
  quotingTerms,
  roundItem,
  roundStep,
  roundStop,
  roundSummary,
  tenderParams,
  timetable,
} from './tender-shapes.ts';
import { basis, deadline, moment, named, pageOf, paging, text, uuid } from './wire.ts';

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

/** The plan as its organiser, partners and authorities read it; anyone reads its words once it is announced. */
export const roundPlan = z
  .object({
    modeCode: z.string(),
    quoting: quotingTerms,
    scope: z.string(),
    process: z.string(),
    duties: z.string(),
    committee: z.array(planPerson),
    team: z.array(planPerson),
    regions: z.array(z.object({ code: z.string(), name: z.string() })),
    groups: z.array(named),
    screening: z.object({ id: uuid, number: z.string() }).nullable(),
    renews: z.object({ id: uuid, number: z.string() }).nullable(),
    packFrom: z.string().nullable(),
    submittedAt: moment.nullable(),
    approvals: z.array(
      z.object({
        organisation: named,
        state: z.enum(['waiting', 'approved', 'returned']),
        decidedAt: moment.nullable(),
        note: z.string(),
        meeting: z.string(),
      }),
    ),
    /** null where no document asks for it. */
    filing: z
      .object({
        with: z.enum(['province', 'health']),
        basis,
        filedAt: moment.nullable(),
        answer: z.enum(['noted', 'returned']).nullable(),
        note: z.string(),
        announceFrom: deadline.nullable(),
      })
      .nullable(),
    announcedAt: moment.nullable(),
  })
  .meta({ id: 'RoundPlan' });

export const readRound = endpoint({
  id: 'tender.read',
  method: 'GET',
  path: '/api/rounds/:tenderId',
  summary: { zh: '集采项目详情', en: 'One round: its items, its timetable and its course' },
  clauses: ['JS-20', 'GY-4.2', 'GY-2.4'],
  permission: 'tender.read',
  params: tenderParams,
  reply: roundSummary.extend({
    timetable,
    partners: z.array(named),
    itemList: z.array(roundItem),
    stops: z.array(roundStop),
    steps: z.array(roundStep),
    packHash: z.string().nullable(),
    plan: roundPlan.nullable(),
    notices: z.array(roundNotice),
    openQuestions: z.number().int(),
    /** A timetable by the shortest terms, offered while the plan is a draft. */
    suggested: timetable
      .pick({ demandFromAt: true, demandDueAt: true, bidFromAt: true, bidDueAt: true })
      .nullable(),
    /** What the asking person's organisation is in this round. */
    mine: z.object({
      isOrganiser: z.boolean(),
      isPartner: z.boolean(),
      participates: z.boolean(),
      mayApprove: z.boolean(),
      isAuthority: z.boolean(),
    }),
    version: z.number().int(),
  }),
  refusals: some('tender.unknown'),
});
