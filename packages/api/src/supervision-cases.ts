import { anomalyKinds } from '@daylight/rules/supervision/anomaly.ts';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { attachRefusals, evidenceFile, evidenceIds } from './evidence.ts';
import { someOf } from './supervision-refusals.ts';
import {
  basis,
  count,
  day,
  deadline,
  facts,
  jurisdictionCode,
  moment,
  named,
  pageOf,
  paging,
  text,
  uuid,
  version,
  yuan,
} from './wire.ts';

export const anomalyKind = z.enum(anomalyKinds);
const anomalyState = z.enum(['new', 'explained', 'taken']);
export const anomalyItem = z
  .object({
    id: uuid,
    kind: anomalyKind,
    institution: named,
    jurisdiction: jurisdictionCode,
    jurisdictionName: z.string(),
    foundOn: day,
    facts,
    amount: yuan,
    basis,
    state: anomalyState,
    caseId: uuid.nullable(),
    explanation: z.string(),
    version,
  })
  .meta({ id: 'Anomaly' });
export type AnomalyItem = z.output<typeof anomalyItem>;

export const listAnomalies = endpoint({
  id: 'supervision.listAnomalies',
  method: 'GET',
  path: '/api/anomalies',
  summary: { zh: '采购异常，按日', en: 'Anomalies of purchases, by day' },
  clauses: ['JS-12D', 'HN-3c'],
  permission: 'supervision.read',
  query: z.strictObject({
    ...paging,
    kind: anomalyKind.optional(),
    state: anomalyState.optional(),
    institutionId: uuid.optional(),
    jurisdiction: jurisdictionCode.optional(),
    from: day.optional(),
    until: day.optional(),
  }),
  reply: pageOf(anomalyItem),
});

export const anomalySummary = endpoint({
  id: 'supervision.anomalySummary',
  method: 'GET',
  path: '/api/anomaly-summary',
  summary: { zh: '近 30 天采购异常统计', en: 'Anomalies of the last thirty days by day and kind' },
  clauses: ['JS-12D'],
  permission: 'supervision.read',
  reply: z.object({
    waiting: z.number().int(),
    /** Purchases have been looked at up to this day; null before the first night. */
    until: day.nullable(),
    days: z.array(z.object({ day, kind: anomalyKind, found: z.number().int() })),
    cities: z.array(z.object({ jurisdiction: jurisdictionCode, name: z.string() })),
  }),
});

const anomalyParams = z.object({ anomalyId: uuid });
export const readAnomaly = endpoint({
  id: 'supervision.readAnomaly',
  method: 'GET',
  path: '/api/anomalies/:anomalyId',
  summary: { zh: '采购异常及订单明细', en: 'One anomaly down to the order lines' },
  clauses: ['JS-12D', 'HN-3c'],
  permission: 'supervision.read',
  params: anomalyParams,
  reply: anomalyItem.extend({
    handledBy: z.string().nullable(),
    handledAt: moment.nullable(),
    lines: z.array(
      z.object({
        orderId: uuid,
        orderNumber: z.string(),
        line: z.number().int(),
        product: z.string(),
        specification: z.string(),
        price: yuan,
        listingPrice: yuan,
        quantity: count,
        amount: yuan,
        zone: z.enum(['red', 'yellow', 'blue']).nullable(),
        zoneReason: z.string(),
        distributor: z.string(),
        placedAt: moment,
      }),
    ),
  }),
  refusals: someOf('supervision.anomalyUnknown'),
});
export const explainAnomaly = endpoint({
  id: 'supervision.explainAnomaly',
  method: 'POST',
  path: '/api/anomalies/:anomalyId/explanation',
  summary: { zh: '说明异常原因，不再跟进', en: 'Say why an anomaly needs no further steps' },
  clauses: ['JS-12D'],
  permission: 'supervision.handle',
  params: anomalyParams,
  body: z.strictObject({ explanation: text(1000, 2), version }),
  reply: anomalyItem,
  refusals: someOf('supervision.anomalyUnknown', 'supervision.anomalyHandled', 'request.stale'),
});

const caseState = z.enum(['drafted', 'summoned', 'rectifying', 'answered', 'closed', 'dropped']);
const caseStep = z.enum(['issue', 'hold', 'answer', 'return', 'close', 'drop']);
export const oversightCase = z
  .object({
    id: uuid,
    number: z.string(),
    kind: z.enum(['interview', 'report']),
    institution: named,
    title: z.string(),
    state: caseState,
    meetingAt: moment.nullable(),
    enteredAt: moment,
    due: deadline.nullable(),
    version,
  })
  .meta({ id: 'OversightCase' });

export const listCases = endpoint({
  id: 'supervision.listCases',
  method: 'GET',
  path: '/api/oversight-cases',
  summary: { zh: '约谈与通报', en: 'Interviews and reports' },
  clauses: ['JS-12D'],
  permission: 'supervision.readCases',
  query: z.strictObject({ ...paging, state: caseState.optional(), institutionId: uuid.optional() }),
  reply: pageOf(oversightCase),
});
export const caseDetails = oversightCase.extend({
  content: z.string(),
  place: z.string(),
  minutes: z.string(),
  heldAt: moment.nullable(),
  rectifyBy: day.nullable(),
  answer: z.string(),
  answeredAt: moment.nullable(),
  outcome: z.string(),
  enteredBy: z.string(),
  own: z.boolean(),
  issuedAt: moment.nullable(),
  issuedBy: z.string().nullable(),
  closedAt: moment.nullable(),
  anomalies: z.array(anomalyItem),
  /** Files of the bureau: the summons or report, and the minutes. */
  evidence: z.array(evidenceFile),
  answerEvidence: z.array(evidenceFile),
  may: z.array(caseStep),
  basis,
});
export type CaseDetails = z.output<typeof caseDetails>;
const caseParams = z.object({ caseId: uuid });
export const readCase = endpoint({
  id: 'supervision.readCase',
  method: 'GET',
  path: '/api/oversight-cases/:caseId',
  summary: { zh: '约谈或通报详情', en: 'One interview or report' },
  clauses: ['JS-12D'],
  permission: 'supervision.readCases',
  params: caseParams,
  reply: caseDetails,
  refusals: someOf('supervision.caseUnknown'),
});

const rectifyBy = day.nullable().default(null);
const evidence = evidenceIds.default([]);
export const openCase = endpoint({
  id: 'supervision.openCase',
  method: 'POST',
  path: '/api/oversight-cases',
  summary: { zh: '发起约谈，或起草通报', en: 'Ask an institution in, or draft a report on it' },
  clauses: ['JS-12D'],
  permission: 'supervision.handle',
  body: z.strictObject({
    kind: z.enum(['interview', 'report']),
    institutionId: uuid,
    title: text(100, 2),
    content: text(4000, 4),
    meetingAt: moment.nullable().default(null),
    place: text(200).default(''),
    rectifyBy,
    anomalyIds: z.array(uuid).max(50).default([]),
    evidence,
  }),
  reply: caseDetails,
  refusals: {
    ...attachRefusals,
    ...someOf(
      'supervision.institutionUnknown',
      'supervision.anomalyUnknown',
      'supervision.anomalyHandled',
      'supervision.anomalyOfAnother',
      'supervision.meetingMissing',
      'supervision.meetingPast',
      'supervision.rectifyPast',
    ),
  },
  creates: true,
});

const stepRefusals = {
  ...attachRefusals,
  ...someOf(
    'supervision.caseUnknown',
    'supervision.caseWrongState',
    'supervision.ownReport',
    'supervision.tooEarly',
    'supervision.rectifyPast',
    'request.stale',
  ),
};
export const issueReport = endpoint({
  id: 'supervision.issueReport',
  method: 'POST',
  path: '/api/oversight-cases/:caseId/issue',
  summary: { zh: '发出通报', en: 'Issue a report' },
  clauses: ['JS-12D', 'HN-15'],
  permission: 'supervision.decide',
  params: caseParams,
  body: z.strictObject({ version }),
  reply: caseDetails,
  refusals: stepRefusals,
});
export const holdInterview = endpoint({
  id: 'supervision.holdInterview',
  method: 'POST',
  path: '/api/oversight-cases/:caseId/minutes',
  summary: { zh: '记录约谈', en: 'Record an interview with its minutes' },
  clauses: ['JS-12D'],
  permission: 'supervision.handle',
  params: caseParams,
  body: z.strictObject({ minutes: text(8000, 4), rectifyBy, evidence, version }),
  reply: caseDetails,
  refusals: stepRefusals,
});
export const answerCase = endpoint({
  id: 'supervision.answerCase',
  method: 'POST',
  path: '/api/oversight-cases/:caseId/answer',
  summary: { zh: '提交整改情况', en: 'The institution says what it put right' },
  clauses: ['JS-12D'],
  permission: 'supervision.answerCase',
  params: caseParams,
  body: z.strictObject({ answer: text(4000, 4), evidence, version }),
  reply: caseDetails,
  refusals: stepRefusals,
});
export const moveCase = endpoint({
  id: 'supervision.moveCase',
  method: 'POST',
  path: '/api/oversight-cases/:caseId/steps',
  summary: { zh: '办结、退回整改或撤销', en: 'Close a case, send a rectification back, or drop a case' },
  clauses: ['JS-12D'],
  permission: 'supervision.handle',
  params: caseParams,
  body: z.strictObject({
    step: z.enum(['close', 'return', 'drop']),
    note: text(1000, 2),
    rectifyBy,
    version,
  }),
  reply: caseDetails,
  refusals: stepRefusals,
});
