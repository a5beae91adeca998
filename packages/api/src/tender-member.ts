import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { some } from './tender-refusals.ts';
import { tenderParams } from './tender-shapes.ts';
import { day, moment, named, pageOf, paging, text, uuid } from './wire.ts';

/** Who takes part, who joins and who leaves (SX-2.3, GY-3.1). */
export const listMembers = endpoint({
  id: 'tender.members',
  method: 'GET',
  path: '/api/rounds/:tenderId/institutions',
  summary: { zh: '参加项目的医疗机构', en: 'Institutions of a round' },
  clauses: ['SX-2.3', 'GY-3.1'],
  permission: 'tender.read',
  params: tenderParams,
  query: z.strictObject({ ...paging, search: text(60).optional(), area: text(6).optional() }),
  reply: pageOf(
    z.object({
      institution: named,
      area: z.object({ code: z.string(), name: z.string() }),
      ownership: z.enum(['public', 'military', 'private']).nullable(),
      level: z.enum(['tertiary', 'secondary', 'primary']).nullable(),
      via: z.enum(['region', 'group', 'itself']),
      group: named.nullable(),
      joinedOn: day,
      leftOn: day.nullable(),
    }),
  ),
  refusals: some('tender.unknown'),
});

export const refreshMembers = endpoint({
  id: 'tender.refreshMembers',
  method: 'POST',
  path: '/api/rounds/:tenderId/institutions/refresh',
  summary: {
    zh: '按地区和医疗集团重新确定参加机构',
    en: 'Resolve the institutions anew from regions and groups: who came joins, who went leaves',
  },
  clauses: ['SX-2.3', 'GY-3.1'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({}),
  reply: z.object({ tenderId: uuid, joined: z.number().int(), left: z.number().int() }),
  refusals: some('tender.unknown', 'tender.notYours', 'tender.wrongState'),
});

export const askToJoin = endpoint({
  id: 'tender.askToJoin',
  method: 'POST',
  path: '/api/rounds/:tenderId/joinings',
  summary: { zh: '申请参加或退出', en: 'Ask to join a round, or to leave it' },
  clauses: ['SX-2.3', 'GY-3.1'],
  permission: 'tender.join',
  params: tenderParams,
  body: z.strictObject({ kind: z.enum(['join', 'leave']), note: text(500, 2) }),
  reply: z.object({ id: uuid, state: z.enum(['asked', 'accepted', 'refused']) }),
  refusals: some(
    'tender.unknown',
    'tender.wrongState',
    'tender.takesPart',
    'tender.takesNoPart',
    'tender.mustTakePart',
    'tender.joiningAsked',
  ),
  creates: true,
});

export const listJoinings = endpoint({
  id: 'tender.joinings',
  method: 'GET',
  path: '/api/rounds/:tenderId/joinings',
  summary: { zh: '参加与退出申请', en: 'Requests to join or leave' },
  clauses: ['SX-2.3'],
  permission: 'tender.read',
  params: tenderParams,
  query: z.strictObject({ ...paging }),
  reply: pageOf(
    z.object({
      id: uuid,
      institution: named,
      kind: z.enum(['join', 'leave']),
      note: z.string(),
      state: z.enum(['asked', 'accepted', 'refused']),
      askedAt: moment,
      decidedAt: moment.nullable(),
      decisionNote: z.string(),
    }),
  ),
  refusals: some('tender.unknown'),
});

export const decideJoining = endpoint({
  id: 'tender.decideJoining',
  method: 'POST',
  path: '/api/rounds/:tenderId/joinings/:joiningId/decision',
  summary: { zh: '同意或不同意参加、退出', en: 'Accept or refuse a request to join or leave' },
  clauses: ['SX-2.3', 'GY-3.1'],
  permission: 'tender.plan',
  params: tenderParams.extend({ joiningId: uuid }),
  body: z.strictObject({ accept: z.boolean(), note: text(500).default('') }),
  reply: z.object({ id: uuid, state: z.enum(['accepted', 'refused']) }),
  refusals: some(
    'tender.unknown',
    'tender.notYours',
    'tender.joiningUnknown',
    'tender.wrongState',
    'tender.reasonMissing',
  ),
});
