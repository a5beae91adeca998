import { proposalStates } from '@daylight/rules/credit/proposal.ts';
import { z } from 'zod';
import { creditRefusals as texts } from './credit-refusals.ts';
import { creditCaseDetails, creditRole, wording } from './credit-shapes.ts';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceIds } from './evidence.ts';
import { basis, day, moment, named, pageOf, paging, text, uuid, version } from './wire.ts';

/** Bad records that arise from what happened on the platform: proposed with their basis, confirmed by the bureau (SX-5.3c). */
export const creditProposal = z
  .object({
    id: uuid,
    number: z.string(),
    state: z.enum(proposalStates),
    enterprise: named,
    role: creditRole,
    ground: wording,
    source: wording,
    sourceDocument: z.string(),
    sourceOn: day,
    facts: z.string(),
    products: z.array(z.object({ itemCode: z.string(), productName: z.string(), specification: z.string() })),
    basis,
    /** What it arose from. */
    subject: z.object({ kind: z.enum(['supply-failure', 'tender-breach']), id: uuid }),
    proposedAt: moment,
    caseId: uuid.nullable(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    note: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'CreditProposal' });
export type CreditProposal = z.output<typeof creditProposal>;

const params = z.object({ proposalId: uuid });
const settling = {
  'credit.proposalUnknown': texts['credit.proposalUnknown'],
  'credit.proposalDecided': texts['credit.proposalDecided'],
  'request.stale': texts['request.stale'],
} as const;

export const listProposals = endpoint({
  id: 'credit.proposals',
  method: 'GET',
  path: '/api/credit/proposals',
  summary: { zh: '建议列入不良记录的事项', en: 'Proposed bad records' },
  clauses: ['JS-38', 'SX-5.3c'],
  permission: 'credit.investigate',
  query: z.strictObject({ ...paging, state: z.enum(proposalStates).optional() }),
  reply: pageOf(creditProposal),
});

export const readProposal = endpoint({
  id: 'credit.proposal',
  method: 'GET',
  path: '/api/credit/proposals/:proposalId',
  summary: { zh: '一件列入不良记录的建议', en: 'One proposed bad record' },
  clauses: ['JS-38', 'SX-5.3c'],
  permission: 'credit.investigate',
  params,
  reply: creditProposal,
  refusals: refusals({ 'credit.proposalUnknown': texts['credit.proposalUnknown'] }),
});

/** The officer names the measure; everything else stands in the proposal. The enterprise is heard next. */
export const confirmProposal = endpoint({
  id: 'credit.confirmProposal',
  method: 'POST',
  path: '/api/credit/proposals/:proposalId/record',
  summary: { zh: '确认建议，立不良记录案件', en: 'Confirm a proposal: the case is opened' },
  clauses: ['JS-38', 'SX-5.3c'],
  permission: 'credit.enter',
  params,
  body: z.strictObject({
    measure: z.string().max(40),
    until: day.nullable().default(null),
    evidenceIds: evidenceIds.default([]),
    version,
  }),
  reply: creditCaseDetails,
  refusals: refusals({
    ...settling,
    'credit.enterpriseUnknown': texts['credit.enterpriseUnknown'],
    'credit.groundUnknown': texts['credit.groundUnknown'],
    'credit.sourceUnknown': texts['credit.sourceUnknown'],
    'credit.measureUnknown': texts['credit.measureUnknown'],
    'credit.measureForOthers': texts['credit.measureForOthers'],
    'credit.productsMissing': texts['credit.productsMissing'],
    'credit.untilPast': texts['credit.untilPast'],
    'credit.untilTooLate': texts['credit.untilTooLate'],
    ...attachRefusals,
  }),
});

export const declineProposal = endpoint({
  id: 'credit.declineProposal',
  method: 'POST',
  path: '/api/credit/proposals/:proposalId/decline',
  summary: { zh: '不采纳建议', en: 'Decline a proposal' },
  clauses: ['JS-38'],
  permission: 'credit.enter',
  params,
  body: z.strictObject({ note: text(2000, 2), version }),
  reply: creditProposal,
  refusals: refusals(settling),
});
