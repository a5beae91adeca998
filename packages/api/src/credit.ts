import { z } from 'zod';
import { creditRefusals as texts } from './credit-refusals.ts';
import {
  creditCase,
  creditCaseDetails,
  creditKind,
  creditRepair,
  creditRole,
  creditState,
  wording,
} from './credit-shapes.ts';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceIds } from './evidence.ts';
import {
  basis,
  day,
  jurisdictionCode,
  named,
  pageOf,
  paging,
  positiveYuan,
  text,
  uuid,
  version,
} from './wire.ts';
import { stale } from './request.ts';

/** Bad records and ratings as cases: entered, heard, decided by another, in force, repaired or lifted (JS-38, HN-12). */
export const listCases = endpoint({
  id: 'credit.cases',
  method: 'GET',
  path: '/api/credit/cases',
  summary: { zh: '不良记录与信用评价案件', en: 'Bad records and ratings' },
  clauses: ['JS-38', 'HN-12', 'GD-9c'],
  permission: 'credit.read',
  query: z.strictObject({
    ...paging,
    kind: creditKind.optional(),
    state: creditState.optional(),
    organisationId: uuid.optional(),
    runId: uuid.optional(),
  }),
  reply: pageOf(creditCase),
});

const unknown = { 'credit.caseUnknown': texts['credit.caseUnknown'] } as const;
const caseParams = z.object({ caseId: uuid });

export const readCase = endpoint({
  id: 'credit.case',
  method: 'GET',
  path: '/api/credit/cases/:caseId',
  summary: { zh: '一个信用案件', en: 'One case' },
  clauses: ['JS-38', 'HN-12', 'GD-9c'],
  permission: 'credit.read',
  params: caseParams,
  reply: creditCaseDetails,
  refusals: refusals(unknown),
});

const coded = wording.extend({ code: z.string() });

/** What a form for a new case offers: grounds, sources, measures and levels of the packs in force. */
export const readCreditChoices = endpoint({
  id: 'credit.choices',
  method: 'GET',
  path: '/api/credit/choices',
  summary: { zh: '现行失信事项、等级和措施', en: 'Grounds, levels and measures in force' },
  clauses: ['JS-38', 'HN-12'],
  permission: 'credit.read',
  query: z.strictObject({ on: day.optional() }),
  reply: z.object({
    record: z.object({
      grounds: z.array(coded),
      sources: z.array(coded),
      measures: z.array(coded.extend({ for: z.array(creditRole), monthsMax: z.number().int().nullable() })),
      basis,
    }),
    scale: coded.extend({
      levels: z.array(coded.extend({ manufacturer: z.array(coded), distributor: z.array(coded) })),
      grounds: z.array(
        coded.extend({
          steps: z.array(z.object({ from: z.string(), level: z.string() })),
          atOnce: z.string().nullable(),
        }),
      ),
      sources: z.array(coded),
      basis,
    }),
    hearing: z.object({ text: wording, basis }),
  }),
});

export const searchEnterprises = endpoint({
  id: 'credit.enterprises',
  method: 'GET',
  path: '/api/credit/enterprises',
  summary: { zh: '查找生产和配送企业', en: 'Find manufacturers and distributors' },
  clauses: ['JS-38'],
  permission: 'credit.investigate',
  query: z.strictObject({ search: text(60, 1) }),
  reply: z.object({ items: z.array(named.extend({ role: creditRole })) }),
});

const about = {
  organisationId: uuid,
  facts: text(4000, 10),
  sourceDocument: text(200, 2),
  sourceOn: day,
  itemCodes: z.array(z.string().max(40)).max(500).default([]),
  evidenceIds: evidenceIds.default([]),
} as const;
const entering = {
  'credit.enterpriseUnknown': texts['credit.enterpriseUnknown'],
  'credit.groundUnknown': texts['credit.groundUnknown'],
  'credit.sourceUnknown': texts['credit.sourceUnknown'],
  'credit.productsMissing': texts['credit.productsMissing'],
  'credit.productUnknown': texts['credit.productUnknown'],
  'credit.documentFuture': texts['credit.documentFuture'],
  'credit.evidenceMissing': texts['credit.evidenceMissing'],
  ...attachRefusals,
} as const;

export const enterRecord = endpoint({
  id: 'credit.enterRecord',
  method: 'POST',
  path: '/api/credit/records',
  summary: { zh: '录入不良记录', en: 'Enter a bad record' },
  clauses: ['JS-38', 'GD-9c', 'HN-11c'],
  permission: 'credit.enter',
  body: z.strictObject({
    ...about,
    ground: z.string().max(40),
    sourceKind: z.string().max(40),
    measure: z.string().max(40),
    until: day.nullable().default(null),
    /** The upheld report that led here. */
    reportId: uuid.nullable().default(null),
  }),
  reply: creditCaseDetails,
  refusals: refusals({
    ...entering,
    'credit.measureUnknown': texts['credit.measureUnknown'],
    'credit.measureForOthers': texts['credit.measureForOthers'],
    'credit.untilPast': texts['credit.untilPast'],
    'credit.untilTooLate': texts['credit.untilTooLate'],
    'credit.reportUnknown': texts['credit.reportUnknown'],
  }),
  creates: true,
});

export const enterRating = endpoint({
  id: 'credit.enterRating',
  method: 'POST',
  path: '/api/credit/ratings',
  summary: {
    zh: '录入信用评价：本省拟评，或外省已公布',
    en: 'Enter a rating: proposed here, or published elsewhere',
  },
  clauses: ['HN-12', 'GD-9c'],
  permission: 'credit.enter',
  body: z.strictObject({
    ...about,
    ground: z.string().max(40),
    sourceKind: z.string().max(40),
    level: z.string().max(40),
    amount: positiveYuan.nullable().default(null),
    /** A province that rated already: its rating is entered with its document and not heard again. */
    publishedBy: jurisdictionCode.nullable().default(null),
  }),
  reply: creditCaseDetails,
  refusals: refusals({
    ...entering,
    'credit.levelUnknown': texts['credit.levelUnknown'],
    'credit.levelTooLow': texts['credit.levelTooLow'],
    'credit.placeUnknown': texts['credit.placeUnknown'],
    'credit.placeOwn': texts['credit.placeOwn'],
  }),
  creates: true,
});

export const stateSide = endpoint({
  id: 'credit.state',
  method: 'POST',
  path: '/api/credit/cases/:caseId/statement',
  summary: { zh: '企业陈述申辩', en: 'The enterprise states its side' },
  clauses: ['JS-38', 'HN-12'],
  permission: 'credit.answer',
  params: caseParams,
  body: z.strictObject({ statement: text(4000, 4), evidenceIds: evidenceIds.default([]), version }),
  reply: creditCaseDetails,
  refusals: refusals({
    ...unknown,
    ...stale,
    'credit.notHearing': texts['credit.notHearing'],
    'credit.hearingOver': texts['credit.hearingOver'],
    ...attachRefusals,
  }),
});

export const decideCase = endpoint({
  id: 'credit.decide',
  method: 'POST',
  path: '/api/credit/cases/:caseId/decision',
  summary: { zh: '决定信用案件', en: 'Decide a case' },
  clauses: ['JS-38', 'HN-12', 'HN-15'],
  permission: 'credit.decide',
  params: caseParams,
  body: z.strictObject({ approve: z.boolean(), note: text(1000).default(''), version }),
  reply: creditCaseDetails,
  refusals: refusals({
    ...unknown,
    ...stale,
    'credit.hearingRuns': texts['credit.hearingRuns'],
    'credit.caseDecided': texts['credit.caseDecided'],
    'credit.ownCase': texts['credit.ownCase'],
    'credit.noteMissing': texts['credit.noteMissing'],
  }),
});

export const applyForRepair = endpoint({
  id: 'credit.repair',
  method: 'POST',
  path: '/api/credit/cases/:caseId/repairs',
  summary: { zh: '申请信用修复，或提出解除', en: 'Apply for repair, or propose lifting' },
  clauses: ['HN-12', 'JS-38', 'GD-9c'],
  permission: 'credit.answer',
  params: caseParams,
  body: z.strictObject({
    acts: z.array(z.string().max(40)).max(20).default([]),
    note: text(2000, 4),
    evidenceIds: evidenceIds.default([]),
  }),
  reply: creditRepair,
  refusals: refusals({
    ...unknown,
    'credit.notInForce': texts['credit.notInForce'],
    'credit.actUnknown': texts['credit.actUnknown'],
    'credit.actsMissing': texts['credit.actsMissing'],
    'credit.evidenceMissing': texts['credit.evidenceMissing'],
    'credit.repairRunning': texts['credit.repairRunning'],
    ...attachRefusals,
  }),
  creates: true,
});

export const proposeLifting = endpoint({
  ...applyForRepair,
  id: 'credit.proposeLifting',
  path: '/api/credit/cases/:caseId/liftings',
  summary: { zh: '提出解除处置', en: 'Propose to lift the measures' },
  clauses: ['JS-38', 'GD-9c'],
  permission: 'credit.enter',
});

export const listRepairs = endpoint({
  id: 'credit.repairs',
  method: 'GET',
  path: '/api/credit/repairs',
  summary: { zh: '信用修复和解除申请', en: 'Applications for repair and lifting' },
  clauses: ['HN-12'],
  permission: 'credit.read',
  query: z.strictObject({ ...paging, state: creditRepair.shape.state.optional() }),
  reply: pageOf(creditRepair),
});

const repairParams = z.object({ repairId: uuid });
const repairing = {
  'credit.repairUnknown': texts['credit.repairUnknown'],
  'credit.repairDecided': texts['credit.repairDecided'],
  ...stale,
} as const;

export const decideRepair = endpoint({
  id: 'credit.decideRepair',
  method: 'POST',
  path: '/api/credit/repairs/:repairId/decision',
  summary: { zh: '决定信用修复或解除', en: 'Decide on a repair or lifting' },
  clauses: ['HN-12', 'JS-38', 'HN-15'],
  permission: 'credit.decide',
  params: repairParams,
  body: z.strictObject({ approve: z.boolean(), note: text(1000).default(''), version }),
  reply: creditRepair,
  refusals: refusals({
    ...repairing,
    'credit.ownRepair': texts['credit.ownRepair'],
    'credit.noteMissing': texts['credit.noteMissing'],
    'credit.notInForce': texts['credit.notInForce'],
  }),
});

export const recallRepair = endpoint({
  id: 'credit.recallRepair',
  method: 'POST',
  path: '/api/credit/repairs/:repairId/recall',
  summary: { zh: '撤回申请', en: 'Take an application back' },
  clauses: ['HN-12'],
  permission: 'credit.read',
  params: repairParams,
  body: z.strictObject({ version }),
  reply: creditRepair,
  refusals: refusals({ ...repairing, 'credit.notApplicant': texts['credit.notApplicant'] }),
});

export const resumeListings = endpoint({
  id: 'credit.resume',
  method: 'POST',
  path: '/api/credit/cases/:caseId/resumption',
  summary: { zh: '处置终止后恢复产品挂网', en: 'Resume products after the measures ended' },
  clauses: ['JS-38', 'HN-7b'],
  permission: 'credit.decide',
  params: caseParams,
  body: z.strictObject({ listingIds: z.array(uuid).min(1).max(100), note: text(500, 2) }),
  reply: creditCaseDetails,
  refusals: refusals({
    ...unknown,
    'credit.notEnded': texts['credit.notEnded'],
    'credit.listingNotOfCase': texts['credit.listingNotOfCase'],
    'credit.listingNotResumed': texts['credit.listingNotResumed'],
    'credit.stillRestricted': texts['credit.stillRestricted'],
  }),
});
