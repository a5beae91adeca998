import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { some } from './panel-refusals.ts';
import { jurisdictionCode, moment, named, pageOf, paging, text, uuid, version } from './wire.ts';

/** The pool of experts (HN-15): entered by one, approved by another, with what each declared. */

export const expertState = z.enum(['pending', 'active', 'paused', 'rejected']);
export const interestKind = z.enum(['employer', 'shareholding', 'sameGroup', 'other']);
const wording = z.object({ zh: z.string(), en: z.string() });
const specialty = wording.extend({ code: z.string() });
const params = z.strictObject({ expertId: uuid });

export const interest = z
  .object({
    id: uuid,
    kind: interestKind,
    with: named,
    note: z.string(),
    declaredAt: moment,
    endedAt: moment.nullable(),
  })
  .meta({ id: 'ExpertInterest' });

export const expertItem = z
  .object({
    id: uuid,
    code: z.string(),
    name: z.string(),
    title: z.string(),
    employer: named,
    region: jurisdictionCode,
    specialties: z.array(specialty),
    state: expertState,
    /** A change that waits for approval. */
    changed: z.boolean(),
    interests: z.number().int(),
    synthetic: z.boolean(),
    version,
  })
  .meta({ id: 'Expert' });

export const listExperts = endpoint({
  id: 'panel.experts',
  method: 'GET',
  path: '/api/experts',
  summary: { zh: '评审专家库', en: 'The pool of experts' },
  clauses: ['JS-8', 'JS-10', 'HN-15'],
  permission: 'panel.read',
  query: z.strictObject({
    ...paging,
    search: text(60).optional(),
    specialty: text(40).optional(),
    state: expertState.optional(),
    waiting: z.enum(['true', 'false']).optional(),
  }),
  reply: pageOf(expertItem).extend({ specialties: z.array(specialty) }),
});

export const readExpert = endpoint({
  id: 'panel.expert',
  method: 'GET',
  path: '/api/experts/:expertId',
  summary: { zh: '查看专家', en: 'One expert' },
  permission: 'panel.read',
  params,
  reply: expertItem.extend({
    stateNote: z.string(),
    enteredAt: moment,
    enteredBy: z.string(),
    enteredByMe: z.boolean(),
    approvedAt: moment.nullable(),
    approvedBy: z.string().nullable(),
    proposed: z
      .object({
        title: z.string(),
        specialties: z.array(specialty),
        region: jurisdictionCode,
        by: z.string(),
        byMe: z.boolean(),
      })
      .nullable(),
    interestList: z.array(interest),
    known: z.array(specialty),
  }),
  refusals: some('panel.unknownExpert'),
});

export const listExpertAccounts = endpoint({
  id: 'panel.accounts',
  method: 'GET',
  path: '/api/expert-accounts',
  summary: { zh: '有“评审专家”岗位、尚未入库的账号', en: 'Accounts of experts that are not in the pool' },
  permission: 'panel.manage',
  query: z.strictObject({ search: text(60).optional() }),
  reply: z.object({
    items: z.array(z.object({ id: uuid, name: z.string(), login: z.string(), employer: named })),
    specialties: z.array(specialty),
  }),
});

const profile = {
  title: text(60, 1),
  specialties: z.array(text(40, 1)).min(1).max(8),
} as const;
const newInterest = z.strictObject({ kind: interestKind, withId: uuid, note: text(200) });
const saved = z.object({ id: uuid, state: expertState, version });

export const enterExpert = endpoint({
  id: 'panel.enterExpert',
  method: 'POST',
  path: '/api/experts',
  summary: { zh: '录入评审专家', en: 'Enter an expert' },
  clauses: ['HN-15'],
  permission: 'panel.manage',
  body: z.strictObject({ accountId: uuid, ...profile, interests: z.array(newInterest).max(50).default([]) }),
  reply: saved.extend({ code: z.string() }),
  refusals: some(
    'panel.unknownAccount',
    'panel.inPoolAlready',
    'panel.specialtyUnknown',
    'panel.unknownOrganisation',
  ),
  creates: true,
});

export const changeExpert = endpoint({
  id: 'panel.changeExpert',
  method: 'POST',
  path: '/api/experts/:expertId/change',
  summary: { zh: '提出专家信息变更', en: 'Enter a change of an expert, to be approved by another' },
  clauses: ['HN-15'],
  permission: 'panel.manage',
  params,
  body: z.strictObject({ version, ...profile, region: jurisdictionCode }),
  reply: saved,
  refusals: some('panel.unknownExpert', 'panel.notActive', 'panel.specialtyUnknown', 'request.stale'),
});

export const approveExpert = endpoint({
  id: 'panel.approveExpert',
  method: 'POST',
  path: '/api/experts/:expertId/approve',
  summary: { zh: '审核入库或变更', en: 'Approve an expert or a change, or send it back' },
  clauses: ['HN-15'],
  permission: 'panel.approve',
  params,
  body: z.strictObject({ version, approves: z.boolean(), note: text(300).default('') }),
  reply: saved,
  refusals: some('panel.unknownExpert', 'panel.nothingToApprove', 'panel.enteredBySame', 'request.stale'),
});

export const pauseExpert = endpoint({
  id: 'panel.pauseExpert',
  method: 'POST',
  path: '/api/experts/:expertId/pause',
  summary: { zh: '暂停或恢复专家', en: 'Pause an expert, or take the expert back' },
  permission: 'panel.manage',
  params,
  body: z.strictObject({ version, pauses: z.boolean(), note: text(300, 2) }),
  reply: saved,
  refusals: some('panel.unknownExpert', 'panel.notActive', 'panel.notPaused', 'request.stale'),
});

export const declareInterest = endpoint({
  id: 'panel.declareInterest',
  method: 'POST',
  path: '/api/experts/:expertId/interests',
  summary: { zh: '登记专家的利益关系', en: 'Record an interest of an expert' },
  clauses: ['HN-15'],
  permission: 'panel.manage',
  params,
  body: newInterest,
  reply: z.object({ id: uuid }),
  refusals: some('panel.unknownExpert', 'panel.unknownOrganisation'),
  creates: true,
});

export const endInterest = endpoint({
  id: 'panel.endInterest',
  method: 'POST',
  path: '/api/experts/:expertId/interests/:interestId/end',
  summary: { zh: '解除利益关系', en: 'End an interest' },
  clauses: ['HN-15'],
  permission: 'panel.approve',
  params: z.strictObject({ expertId: uuid, interestId: uuid }),
  body: z.strictObject({ note: text(200, 2) }),
  reply: z.object({ id: uuid }),
  refusals: some('panel.unknownInterest'),
});

export const readOwnExpert = endpoint({
  id: 'panel.ownExpert',
  method: 'GET',
  path: '/api/my-expert',
  summary: { zh: '本人的专家登记与利益关系', en: 'One’s own entry in the pool and interests' },
  clauses: ['HN-15'],
  permission: 'panel.score',
  reply: z.object({
    expert: expertItem.nullable(),
    interests: z.array(interest),
  }),
});

export const declareOwnInterest = endpoint({
  id: 'panel.declareOwnInterest',
  method: 'POST',
  path: '/api/my-expert/interests',
  summary: { zh: '申报本人的利益关系', en: 'Declare an interest of one’s own' },
  clauses: ['HN-15'],
  permission: 'panel.score',
  body: newInterest,
  reply: z.object({ id: uuid }),
  refusals: some('panel.unknownExpert', 'panel.unknownOrganisation'),
  creates: true,
});
