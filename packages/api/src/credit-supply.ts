import { z } from 'zod';
import { creditRefusals as texts } from './credit-refusals.ts';
import { creditRole, supplyCase, supplyCaseDetails, supplyFigures } from './credit-shapes.ts';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceIds } from './evidence.ts';
import { day, moment, named, pageOf, paging, text, uuid, version } from './wire.ts';
import { stale } from './request.ts';

/** The ladder against enterprises that fail to supply or deliver (HN-11a): interview, notice, assessment, removal. */
export const listSupplyCases = endpoint({
  id: 'credit.supplyCases',
  method: 'GET',
  path: '/api/credit/supply',
  summary: { zh: '履约监管案件', en: 'Cases of failing supply' },
  clauses: ['HN-11a'],
  permission: 'credit.read',
  query: z.strictObject({ ...paging, state: supplyCase.shape.state.optional() }),
  reply: pageOf(supplyCase),
});

/** Enterprises whose figures call for a look: low or late in the last months. */
export const listSupplyCandidates = endpoint({
  id: 'credit.supplyCandidates',
  method: 'GET',
  path: '/api/credit/supply-candidates',
  summary: { zh: '供货、配送异常企业', en: 'Enterprises that supply late or little' },
  clauses: ['HN-11a', 'HN-11b'],
  permission: 'credit.investigate',
  reply: z.object({
    items: z.array(
      z.object({
        enterprise: named,
        role: creditRole,
        figures: supplyFigures,
        openCaseId: uuid.nullable(),
      }),
    ),
  }),
});

const unknown = { 'credit.supplyUnknown': texts['credit.supplyUnknown'] } as const;
const supplyParams = z.object({ supplyId: uuid });
const stepParams = z.object({ supplyId: uuid, stepId: uuid });

export const readSupplyCase = endpoint({
  id: 'credit.supplyCase',
  method: 'GET',
  path: '/api/credit/supply/:supplyId',
  summary: { zh: '一个履约案件', en: 'One case of failing supply' },
  clauses: ['HN-11a'],
  permission: 'credit.read',
  params: supplyParams,
  reply: supplyCaseDetails,
  refusals: refusals(unknown),
});

export const openSupplyCase = endpoint({
  id: 'credit.openSupply',
  method: 'POST',
  path: '/api/credit/supply',
  summary: { zh: '对不能履约的企业立案', en: 'Open a case against an enterprise that fails to supply' },
  clauses: ['HN-11a'],
  permission: 'credit.enter',
  body: z.strictObject({ organisationId: uuid, cause: supplyCase.shape.cause, facts: text(4000, 4) }),
  reply: supplyCaseDetails,
  refusals: refusals({
    'credit.enterpriseUnknown': texts['credit.enterpriseUnknown'],
    'credit.supplyOpen': texts['credit.supplyOpen'],
  }),
  creates: true,
});

export const takeStep = endpoint({
  id: 'credit.takeStep',
  method: 'POST',
  path: '/api/credit/supply/:supplyId/steps',
  summary: {
    zh: '采取约谈、通报、考核或清退',
    en: 'Take a step: interview, notice, assessment or removal',
  },
  clauses: ['HN-11a'],
  permission: 'credit.enter',
  params: supplyParams,
  body: z.strictObject({
    step: z.string().max(40),
    content: text(4000, 4),
    meetingAt: moment.nullable().default(null),
    place: text(200).default(''),
    /** Until when the enterprise puts things right. */
    dueOn: day.nullable().default(null),
    evidenceIds: evidenceIds.default([]),
    version,
  }),
  reply: supplyCaseDetails,
  refusals: refusals({
    ...unknown,
    ...stale,
    'credit.supplyClosed': texts['credit.supplyClosed'],
    'credit.stepRunning': texts['credit.stepRunning'],
    'credit.stepUnknown': texts['credit.stepUnknown'],
    'credit.stepSkipped': texts['credit.stepSkipped'],
    'credit.meetingMissing': texts['credit.meetingMissing'],
    'credit.meetingPast': texts['credit.meetingPast'],
    'credit.duePast': texts['credit.duePast'],
    ...attachRefusals,
  }),
  creates: true,
});

const stepping = {
  ...unknown,
  ...stale,
  'credit.stepUnknown': texts['credit.stepUnknown'],
} as const;

export const issueStep = endpoint({
  id: 'credit.issueStep',
  method: 'POST',
  path: '/api/credit/supply/:supplyId/steps/:stepId/issue',
  summary: { zh: '签发或退回通报、考核', en: 'Issue a notice or assessment, or drop it' },
  clauses: ['HN-11a', 'HN-15'],
  permission: 'credit.decide',
  params: stepParams,
  body: z.strictObject({ approve: z.boolean(), note: text(1000).default(''), version }),
  reply: supplyCaseDetails,
  refusals: refusals({
    ...stepping,
    'credit.stepNotDrafted': texts['credit.stepNotDrafted'],
    'credit.ownStep': texts['credit.ownStep'],
    'credit.noteMissing': texts['credit.noteMissing'],
  }),
});

export const answerStep = endpoint({
  id: 'credit.answerStep',
  method: 'POST',
  path: '/api/credit/supply/:supplyId/steps/:stepId/answer',
  summary: { zh: '企业答复和整改', en: 'The enterprise answers and puts things right' },
  clauses: ['HN-11a'],
  permission: 'credit.answer',
  params: stepParams,
  body: z.strictObject({ answer: text(4000, 4), evidenceIds: evidenceIds.default([]), version }),
  reply: supplyCaseDetails,
  refusals: refusals({
    ...stepping,
    'credit.stepNotOpen': texts['credit.stepNotOpen'],
    ...attachRefusals,
  }),
});

export const finishStep = endpoint({
  id: 'credit.finishStep',
  method: 'POST',
  path: '/api/credit/supply/:supplyId/steps/:stepId/result',
  summary: { zh: '登记纪要和结果', en: 'Record minutes and result of a step' },
  clauses: ['HN-11a'],
  permission: 'credit.enter',
  params: stepParams,
  body: z.strictObject({
    minutes: text(8000, 4),
    settled: z.boolean(),
    evidenceIds: evidenceIds.default([]),
    version,
  }),
  reply: supplyCaseDetails,
  refusals: refusals({
    ...stepping,
    'credit.stepNotOpen': texts['credit.stepNotOpen'],
    ...attachRefusals,
  }),
});

export const closeSupplyCase = endpoint({
  id: 'credit.closeSupply',
  method: 'POST',
  path: '/api/credit/supply/:supplyId/closing',
  summary: { zh: '履约案件结案', en: 'Close a case of failing supply' },
  clauses: ['HN-11a'],
  permission: 'credit.decide',
  params: supplyParams,
  body: z.strictObject({ outcome: text(2000, 4), version }),
  reply: supplyCaseDetails,
  refusals: refusals({
    ...unknown,
    ...stale,
    'credit.supplyClosed': texts['credit.supplyClosed'],
    'credit.stepRunning': texts['credit.stepRunning'],
  }),
});
