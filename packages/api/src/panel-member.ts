import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { evidenceFile } from './evidence.ts';
import { candidateState, minutes, points, reviewState, scoreSheet } from './panel.ts';
import { some } from './panel-refusals.ts';
import { deadline, moment, named, pageOf, paging, text, uuid, version } from './wire.ts';

/** What an expert sees and does: the own reviews only, and of the other members nothing before closing. */

const wording = z.object({ zh: z.string(), en: z.string() });
const params = z.strictObject({ reviewId: uuid });

const assignment = z
  .object({
    id: uuid,
    number: z.string(),
    title: wording,
    specialty: wording,
    reviewState,
    state: candidateState,
    /** What the expert has to do now. */
    duty: z.enum(['answer', 'score', 'sign']).nullable(),
    due: deadline.nullable(),
    memberCode: z.string().nullable(),
    version,
  })
  .meta({ id: 'PanelAssignment' });

export const listAssignments = endpoint({
  id: 'panel.assignments',
  method: 'GET',
  path: '/api/my-reviews',
  summary: { zh: '本人的评审', en: 'Reviews one is invited to' },
  clauses: ['JS-8', 'JS-10'],
  permission: 'panel.score',
  query: z.strictObject({ ...paging, open: z.enum(['true', 'false']).optional() }),
  reply: pageOf(assignment),
});

export const readAssignment = endpoint({
  id: 'panel.assignment',
  method: 'GET',
  path: '/api/my-reviews/:reviewId',
  summary: { zh: '查看本人的评审', en: 'One review of one’s own, with its evidence and form' },
  clauses: ['JS-8', 'JS-10', 'HN-15'],
  permission: 'panel.score',
  params,
  reply: assignment.extend({
    /** Whose matter it is: an expert has to know to be able to recuse. */
    interested: z.array(named),
    sheet: scoreSheet,
    /** After accepting. */
    evidence: z.array(evidenceFile),
    /** What is judged; empty until the invitation is accepted. */
    brief: z.array(z.object({ zh: z.string(), en: z.string() })),
    draft: z.object({ points, opinion: z.string(), at: moment }).nullable(),
    own: z.object({ points, opinion: z.string(), at: moment }).nullable(),
    /** To be signed, or signed. */
    minutes: minutes.nullable(),
    signedAt: moment.nullable(),
  }),
  refusals: some('panel.unknownReview'),
});

const outcome = z.object({ id: uuid, state: candidateState, due: deadline.nullable(), version });

export const answerInvitation = endpoint({
  id: 'panel.answerInvitation',
  method: 'POST',
  path: '/api/my-reviews/:reviewId/answer',
  summary: { zh: '接受、谢绝或申请回避', en: 'Accept, decline or recuse' },
  clauses: ['JS-8', 'HN-15'],
  permission: 'panel.score',
  params,
  body: z.strictObject({
    version,
    answer: z.enum(['accept', 'decline', 'recuse']),
    reason: text(300).default(''),
  }),
  reply: outcome,
  refusals: some(
    'panel.unknownReview',
    'panel.notInvited',
    'panel.tooLate',
    'panel.reasonNeeded',
    'request.stale',
  ),
});

export const saveScoreDraft = endpoint({
  id: 'panel.saveDraft',
  method: 'PUT',
  path: '/api/my-reviews/:reviewId/draft',
  summary: { zh: '暂存评分', en: 'Keep a draft of one’s scores' },
  permission: 'panel.score',
  params,
  body: z.strictObject({ points, opinion: text(2000) }),
  reply: z.object({ at: moment }),
  refusals: some('panel.unknownReview', 'panel.notMember'),
});

export const submitScore = endpoint({
  id: 'panel.score',
  method: 'POST',
  path: '/api/my-reviews/:reviewId/score',
  summary: { zh: '提交评分', en: 'Hand in one’s scores' },
  clauses: ['JS-8', 'JS-10', 'HN-15'],
  permission: 'panel.score',
  params,
  body: z.strictObject({ version, points, opinion: text(2000, 5) }),
  reply: outcome,
  refusals: some(
    'panel.unknownReview',
    'panel.notMember',
    'panel.tooLate',
    'panel.criterionMissing',
    'panel.criterionUnknown',
    'panel.pointsOffScale',
    'request.stale',
  ),
});

export const signMinutes = endpoint({
  id: 'panel.sign',
  method: 'POST',
  path: '/api/my-reviews/:reviewId/sign',
  summary: { zh: '签署评审纪要', en: 'Sign the minutes' },
  clauses: ['HN-15'],
  permission: 'panel.score',
  params,
  body: z.strictObject({ version, remark: text(500).default('') }),
  reply: outcome,
  refusals: some('panel.unknownReview', 'panel.nothingToSign', 'request.stale'),
});
