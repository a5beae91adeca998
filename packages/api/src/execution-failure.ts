import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceIds } from './evidence.ts';
import { executionRefusals as texts } from './execution-refusals.ts';
import { failureDetails, failureFinding, failureState, supplyFailure } from './execution-shapes.ts';
import { named, pageOf, paging, text, uuid, version } from './wire.ts';

/** 无法及时供应 (SX-5.3c): told to the winner, answered, found by one person, confirmed by another. */
const params = z.object({ failureId: uuid });
const acting = {
  'execution.failureUnknown': texts['execution.failureUnknown'],
  'execution.wrongState': texts['execution.wrongState'],
  'request.stale': texts['request.stale'],
} as const;

export const listSupplyFailures = endpoint({
  id: 'execution.failures',
  method: 'GET',
  path: '/api/supply-failures',
  summary: { zh: '供应问题', en: 'Failures to supply' },
  clauses: ['SX-5.3c'],
  permission: 'execution.read',
  query: z.strictObject({ ...paging, state: failureState.optional(), tenderId: uuid.optional() }),
  reply: pageOf(supplyFailure),
});

/** Selected products whose orders are late or refused: what an officer looks into. */
export const listSupplySigns = endpoint({
  id: 'execution.signs',
  method: 'GET',
  path: '/api/supply-failures/signs',
  summary: { zh: '逾期、拒绝较多的中选产品', en: 'Selected products with late or refused orders' },
  clauses: ['SX-5.3c'],
  permission: 'execution.handle',
  query: z.strictObject({ tenderId: uuid.optional() }),
  reply: z.object({
    items: z.array(
      z.object({
        tender: z.object({ id: uuid, number: z.string(), title: z.string() }),
        productId: uuid,
        product: z.string(),
        manufacturer: named,
        institutions: z.number().int(),
        lines: z.number().int(),
        lateLines: z.number().int(),
        refusedLines: z.number().int(),
        failureId: uuid.nullable(),
      }),
    ),
  }),
});

export const readSupplyFailure = endpoint({
  id: 'execution.failure',
  method: 'GET',
  path: '/api/supply-failures/:failureId',
  summary: { zh: '一件供应问题', en: 'One failure to supply' },
  clauses: ['SX-5.3c'],
  permission: 'execution.read',
  params,
  reply: failureDetails,
  refusals: refusals({ 'execution.failureUnknown': texts['execution.failureUnknown'] }),
});

export const reportSupplyFailure = endpoint({
  id: 'execution.reportFailure',
  method: 'POST',
  path: '/api/supply-failures',
  summary: { zh: '反映中选产品供应问题', en: 'Report that a selected product is not supplied' },
  clauses: ['SX-5.3c'],
  permission: 'execution.reportFailure',
  body: z.strictObject({
    productId: uuid,
    facts: text(4000, 2),
    /** An officer may name those concerned; empty: all with an agreed volume. */
    institutionIds: z.array(uuid).max(500).default([]),
    orderIds: z.array(uuid).max(100).default([]),
    evidenceIds: evidenceIds.default([]),
  }),
  reply: failureDetails,
  refusals: refusals({
    'execution.productUnknown': texts['execution.productUnknown'],
    'execution.failureOpen': texts['execution.failureOpen'],
    ...attachRefusals,
  }),
  creates: true,
});

export const answerSupplyFailure = endpoint({
  id: 'execution.answerFailure',
  method: 'POST',
  path: '/api/supply-failures/:failureId/answer',
  summary: { zh: '中选企业答复', en: 'The winner answers' },
  clauses: ['SX-5.3c'],
  permission: 'execution.supply',
  params,
  body: z.strictObject({
    answer: text(4000, 2),
    forceMajeure: z.boolean(),
    evidenceIds: evidenceIds.default([]),
    version,
  }),
  reply: failureDetails,
  refusals: refusals({
    ...acting,
    'execution.forceMajeureNeedsEvidence': texts['execution.forceMajeureNeedsEvidence'],
    ...attachRefusals,
  }),
});

export const findSupplyFailure = endpoint({
  id: 'execution.findFailure',
  method: 'POST',
  path: '/api/supply-failures/:failureId/finding',
  summary: { zh: '认定供应问题，提出替代', en: 'Find whether it is a default, and propose a substitute' },
  clauses: ['SX-5.3c'],
  permission: 'execution.handle',
  params,
  body: z.strictObject({
    finding: failureFinding,
    note: text(4000, 2),
    /** Left out: nobody stands in. */
    substituteProductId: uuid.nullable().default(null),
    version,
  }),
  reply: failureDetails,
  refusals: refusals({
    ...acting,
    'execution.answerNotDue': texts['execution.answerNotDue'],
    'execution.substituteUnknown': texts['execution.substituteUnknown'],
    'execution.substituteItself': texts['execution.substituteItself'],
  }),
});

export const decideSupplyFailure = endpoint({
  id: 'execution.decideFailure',
  method: 'POST',
  path: '/api/supply-failures/:failureId/decision',
  summary: {
    zh: '复核认定：平台随即启用替代，并提请列入不良记录',
    en: 'Confirm the finding: the substitute stands in, and a bad record is proposed',
  },
  clauses: ['SX-5.3c', 'HN-15'],
  permission: 'execution.decideFailure',
  params,
  body: z.strictObject({ approve: z.boolean(), note: text(2000).default(''), version }),
  reply: failureDetails,
  refusals: refusals({
    ...acting,
    'execution.finderDecides': texts['execution.finderDecides'],
    'execution.noteMissing': texts['execution.noteMissing'],
  }),
});

export const endSubstitution = endpoint({
  id: 'execution.endSubstitution',
  method: 'POST',
  path: '/api/supply-failures/:failureId/end',
  summary: { zh: '恢复供应，结束替代', en: 'The winner supplies again: the substitution ends' },
  clauses: ['SX-5.3c'],
  permission: 'execution.decideFailure',
  params,
  body: z.strictObject({ note: text(2000, 2), version }),
  reply: failureDetails,
  refusals: refusals(acting),
});
