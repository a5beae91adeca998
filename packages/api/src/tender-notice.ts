import { timetableNames } from '@daylight/rules/tender/timetable.ts';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { attachRefusals, evidenceFile, evidenceIds } from './evidence.ts';
import { times } from './tender-plan.ts';
import { some } from './tender-refusals.ts';
import { tenderParams, tenderState, version } from './tender-shapes.ts';
import { basis, deadline, moment, pageOf, paging, text, uuid } from './wire.ts';

/** What is said in public of a round: announcement, documents, amendments, answers; and questions (SX-3.2b, JS-23). */
export const noticeKinds = [
  'announcement',
  'documents',
  'amendment',
  'answer',
  'stop',
  'renewal',
  'ended',
  'other',
] as const;

export const effect = z
  .object({
    name: z.enum(timetableNames),
    before: moment.nullable(),
    after: moment.nullable(),
    why: z.enum(['wished', 'extended', 'followed']),
    basis: basis.nullable(),
  })
  .meta({ id: 'RoundEffect' });

export const roundNotice = z
  .object({
    id: uuid,
    number: z.string(),
    kind: z.enum(noticeKinds),
    title: z.string(),
    body: z.string(),
    effects: z.array(effect),
    files: z.array(evidenceFile),
    at: moment,
  })
  .meta({ id: 'RoundNotice' });

const content = {
  title: text(160, 2),
  body: text(20_000, 2),
  evidenceIds: evidenceIds.default([]),
} as const;
const outcome = z.object({
  tenderId: uuid,
  state: tenderState,
  notice: z.object({ id: uuid, number: z.string() }),
  effects: z.array(effect),
  version,
});
const changing = ['tender.unknown', 'tender.notYours', 'tender.wrongState', 'request.stale'] as const;

export const announceRound = endpoint({
  id: 'tender.announce',
  method: 'POST',
  path: '/api/rounds/:tenderId/announcement',
  summary: { zh: '发布公告，开始报量', en: 'Announce a planned round: from here on it is public' },
  clauses: ['JS-22', 'HN-14', 'GY-5.2', 'GY-5.1', 'SX-3.2b'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({ version, ...content }),
  reply: outcome,
  refusals: {
    ...some(
      ...changing,
      'tender.planNotFiled',
      'tender.planReturned',
      'tender.filedTooLate',
      'tender.planChanged',
      'tender.packMissing',
      'tender.packMalformed',
      'tender.packHasErrors',
      'tender.packItems',
      'tender.timetableIncomplete',
      'tender.timetableOrder',
      'tender.windowTooShort',
      'tender.itemInWiderRound',
    ),
    ...attachRefusals,
  },
});

export const publishNotice = endpoint({
  id: 'tender.publishNotice',
  method: 'POST',
  path: '/api/rounds/:tenderId/notices',
  summary: { zh: '发布采购文件或通知', en: 'Publish documents or a notice of an announced round' },
  clauses: ['JS-39', 'SX-3.2b', 'GY-4.2'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({ kind: z.enum(['documents', 'other']), ...content }),
  reply: outcome,
  refusals: { ...some('tender.unknown', 'tender.notYours', 'tender.wrongState'), ...attachRefusals },
  creates: true,
});

export const amendRound = endpoint({
  id: 'tender.amend',
  method: 'POST',
  path: '/api/rounds/:tenderId/amendments',
  summary: {
    zh: '发布更正：说明对期限的影响，影响投标的自动顺延',
    en: 'Publish an amendment with its effect on deadlines; one that bears on bids and comes late extends them',
  },
  clauses: ['SX-3.2b', 'GY-5.1', 'JS-23'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({
    version,
    ...content,
    timetable: times.partial(),
    bearsOnBids: z.boolean(),
    /** True answers what would happen and changes nothing. */
    preview: z.boolean().default(false),
  }),
  reply: outcome.extend({ notice: outcome.shape.notice.nullable() }),
  refusals: {
    ...some(...changing, 'tender.windowOver', 'tender.notBroughtForward', 'tender.timetableOrder'),
    ...attachRefusals,
  },
});

export const askQuestion = endpoint({
  id: 'tender.ask',
  method: 'POST',
  path: '/api/rounds/:tenderId/questions',
  summary: { zh: '就采购文件提问', en: 'Ask a question; the answer is published without the asker’s name' },
  clauses: ['SX-3.2b', 'JS-23'],
  permission: 'tender.ask',
  params: tenderParams,
  body: z.strictObject({ question: text(2000, 2) }),
  reply: z.object({ id: uuid, due: deadline }),
  refusals: some('tender.unknown', 'tender.wrongState', 'tender.questionsOver'),
  creates: true,
});

export const listQuestions = endpoint({
  id: 'tender.questions',
  method: 'GET',
  path: '/api/rounds/:tenderId/questions',
  summary: {
    zh: '提问：提问人看自己的，牵头单位看全部（不显示提问人）',
    en: 'Questions: one’s own, or all of them for the organiser, who does not see who asked',
  },
  clauses: ['SX-3.2b', 'HN-15'],
  permission: 'tender.read',
  params: tenderParams,
  query: z.strictObject({ ...paging, open: z.enum(['true', 'false']).optional() }),
  reply: pageOf(
    z.object({
      id: uuid,
      question: z.string(),
      state: z.enum(['asked', 'answered']),
      askedAt: moment,
      due: deadline,
      answer: z.string(),
      answeredAt: moment.nullable(),
      isOwn: z.boolean(),
    }),
  ),
  refusals: some('tender.unknown'),
});

export const answerQuestion = endpoint({
  id: 'tender.answer',
  method: 'POST',
  path: '/api/rounds/:tenderId/questions/:questionId/answer',
  summary: { zh: '公开答复（不透露提问人）', en: 'Answer a question in public, without naming who asked' },
  clauses: ['SX-3.2b', 'JS-23', 'HN-15'],
  permission: 'tender.plan',
  params: tenderParams.extend({ questionId: uuid }),
  body: z.strictObject({
    /** As it is published: wording that would tell who asked can be left out. */
    question: text(2000, 2),
    answer: text(4000, 2),
  }),
  reply: z.object({ tenderId: uuid, notice: z.object({ id: uuid, number: z.string() }) }),
  refusals: some('tender.unknown', 'tender.notYours', 'tender.questionUnknown', 'tender.questionAnswered'),
});
