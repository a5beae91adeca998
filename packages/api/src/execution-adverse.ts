import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceIds } from './evidence.ts';
import { executionRefusals as texts } from './execution-refusals.ts';
import {
  adverseEvent,
  eventDetails,
  eventKind,
  eventOutcome,
  eventSeverity,
  eventState,
} from './execution-shapes.ts';
import { day, jurisdictionCode, moment, pageOf, paging, positiveCount, text, uuid, version } from './wire.ts';

/** 不良事件和质量问题 (SX-5.2): reported by an institution, answered by the manufacturer, handled by the bureau. */
const params = z.object({ eventId: uuid });
const acting = {
  'execution.eventUnknown': texts['execution.eventUnknown'],
  'execution.wrongState': texts['execution.wrongState'],
  'request.stale': texts['request.stale'],
} as const;

export const listAdverseEvents = endpoint({
  id: 'execution.events',
  method: 'GET',
  path: '/api/adverse-events',
  summary: { zh: '不良事件和质量问题', en: 'Adverse events and quality problems' },
  clauses: ['SX-5.2'],
  permission: 'execution.readEvents',
  query: z.strictObject({ ...paging, state: eventState.optional(), kind: eventKind.optional() }),
  reply: pageOf(adverseEvent),
});

export const readAdverseEvent = endpoint({
  id: 'execution.event',
  method: 'GET',
  path: '/api/adverse-events/:eventId',
  summary: { zh: '一件不良事件或质量问题', en: 'One adverse event or quality problem' },
  clauses: ['SX-5.2'],
  permission: 'execution.readEvents',
  params,
  reply: eventDetails,
  refusals: refusals({ 'execution.eventUnknown': texts['execution.eventUnknown'] }),
});

export const reportAdverseEvent = endpoint({
  id: 'execution.reportEvent',
  method: 'POST',
  path: '/api/adverse-events',
  summary: { zh: '报告不良事件或质量问题', en: 'Report an adverse event or a quality problem' },
  clauses: ['SX-5.2'],
  permission: 'execution.reportEvent',
  body: z.strictObject({
    listingId: uuid,
    kind: eventKind,
    severity: eventSeverity,
    lot: text(60).default(''),
    quantity: positiveCount,
    foundOn: day,
    /** What happened to the product; never to whom. */
    facts: text(4000, 2),
    /** What the institution did at once: stopped using the lot, set it aside … */
    measures: text(2000).default(''),
    evidenceIds: evidenceIds.default([]),
  }),
  reply: eventDetails,
  refusals: refusals({
    'execution.listingUnknown': texts['execution.listingUnknown'],
    'execution.foundInFuture': texts['execution.foundInFuture'],
    'execution.patientData': texts['execution.patientData'],
    ...attachRefusals,
  }),
  creates: true,
});

export const answerAdverseEvent = endpoint({
  id: 'execution.answerEvent',
  method: 'POST',
  path: '/api/adverse-events/:eventId/answer',
  summary: { zh: '生产企业答复', en: 'The manufacturer answers' },
  clauses: ['SX-5.2'],
  permission: 'execution.supply',
  params,
  body: z.strictObject({ answer: text(4000, 2), evidenceIds: evidenceIds.default([]), version }),
  reply: eventDetails,
  refusals: refusals({ ...acting, ...attachRefusals }),
});

export const handleAdverseEvent = endpoint({
  id: 'execution.handleEvent',
  method: 'POST',
  path: '/api/adverse-events/:eventId/handling',
  summary: { zh: '提出处理意见', en: 'Propose how to handle it' },
  clauses: ['SX-5.2'],
  permission: 'execution.handleEvent',
  params,
  body: z.strictObject({
    outcome: eventOutcome,
    handling: text(4000, 2),
    /** Shown to anyone once it is decided; empty: nothing is published. */
    publicNote: text(1000).default(''),
    version,
  }),
  reply: eventDetails,
  refusals: refusals(acting),
});

export const decideAdverseEvent = endpoint({
  id: 'execution.decideEvent',
  method: 'POST',
  path: '/api/adverse-events/:eventId/decision',
  summary: {
    zh: '决定：暂停挂网、重点监测或不作处理',
    en: 'Decide: suspend the listing, watch it, or do nothing',
  },
  clauses: ['SX-5.2', 'HN-15'],
  permission: 'execution.decide',
  params,
  body: z.strictObject({ approve: z.boolean(), note: text(2000).default(''), version }),
  reply: eventDetails,
  refusals: refusals({
    ...acting,
    'execution.ownEvent': texts['execution.ownEvent'],
    'execution.noteMissing': texts['execution.noteMissing'],
    'execution.suspendFailed': texts['execution.suspendFailed'],
  }),
});

/** What the bureau made known of adverse events. */
export const listPublicEvents = endpoint({
  id: 'execution.publicEvents',
  method: 'GET',
  path: '/api/public/adverse-events',
  summary: { zh: '公开的产品质量提示', en: 'Public notes on the quality of products' },
  clauses: ['SX-5.2', 'HN-16'],
  permission: 'public',
  query: z.strictObject({ ...paging, jurisdiction: jurisdictionCode.default('320000') }),
  reply: pageOf(
    z.object({
      id: uuid,
      number: z.string(),
      kind: eventKind,
      product: z.string(),
      itemCode: z.string(),
      manufacturer: z.string(),
      lot: z.string(),
      outcome: eventOutcome.nullable(),
      note: z.string(),
      decidedAt: moment,
    }),
  ),
});
