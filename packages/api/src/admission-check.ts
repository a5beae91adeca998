import { z } from 'zod';
import { conditionRefusals, some } from './admission-refusals.ts';
import { conditionKind, note, outcome, params, version } from './admission-shapes.ts';
import { itemCode } from './catalogue.ts';
import { endpoint } from './endpoint.ts';
import { recordDecision, recordDecisionRefusals } from './linkage.ts';
import { text, uuid } from './wire.ts';

/** What the bureau (province or city, by who manages the class: JS-5) does with an application. */
const line = z.number().int().min(1);
const reason = z.strictObject({ code: text(40, 1), note: text(500).default('') });
const given = [
  'admission.unknown',
  'admission.notNow',
  'admission.ended',
  'admission.otherJurisdiction',
  'request.stale',
] as const;

export const askForSupplement = endpoint({
  id: 'admission.askSupplement',
  method: 'POST',
  path: '/api/admissions/:admissionId/supplement-request',
  summary: {
    zh: '要求企业补正（审查时限停止计算）',
    en: 'Ask for what is missing; the clock of the check stops',
  },
  clauses: ['JS-7', 'JS-8', 'JS-9', 'JS-10'],
  permission: 'admission.check',
  params,
  body: z.strictObject({ version, note: text(1000, 2) }),
  reply: outcome,
  refusals: some(...given, 'admission.supplementsUsed'),
});

export const checkAdmission = endpoint({
  id: 'admission.check',
  method: 'POST',
  path: '/api/admissions/:admissionId/formal-check',
  summary: { zh: '形式审查意见（逐个规格型号）', en: 'Result of the formal check, line by line' },
  clauses: ['JS-7', 'JS-8', 'JS-9', 'JS-10', 'HN-15'],
  permission: 'admission.check',
  params,
  body: z.strictObject({
    version,
    note,
    /** What only a person can confirm: shortlisted, agent, irregular certificate. */
    confirmed: z.array(conditionKind).max(8).default([]),
    /** Field of the experts where a panel follows (panel.specialties). */
    specialty: text(40).optional(),
    verdicts: z
      .array(z.strictObject({ line, passes: z.boolean(), reasons: z.array(reason).max(10).default([]) }))
      .min(1)
      .max(200),
  }),
  reply: outcome,
  refusals: some(
    ...given,
    ...conditionRefusals,
    'admission.lineNotJudged',
    'admission.reasonMissing',
    'admission.stillPending',
    'admission.specialtyMissing',
  ),
});

export const sendBackAdmission = endpoint({
  id: 'admission.sendBack',
  method: 'POST',
  path: '/api/admissions/:admissionId/return',
  summary: { zh: '退回重新审查', en: 'Send back to the formal check' },
  clauses: ['HN-15'],
  permission: 'admission.decide',
  params,
  body: z.strictObject({ version, note: text(1000, 2) }),
  reply: outcome,
  refusals: some(...given, 'admission.ownCheck'),
});

export const decideAdmission = endpoint({
  id: 'admission.decide',
  method: 'POST',
  path: '/api/admissions/:admissionId/decision',
  summary: {
    zh: '决定挂网或不予挂网（由审查人以外的人作出）',
    en: 'List or refuse, decided by a second person',
  },
  clauses: ['JS-7', 'JS-8', 'JS-9', 'JS-10', 'JS-3', 'SX-5.8', 'HN-15'],
  permission: 'admission.decide',
  params,
  body: z.strictObject({
    version,
    note,
    decisions: z
      .array(z.strictObject({ line, list: z.boolean(), reasons: z.array(reason).max(10).default([]) }))
      .min(1)
      .max(200),
  }),
  reply: outcome.extend({
    listed: z.array(z.object({ line, listingId: z.string(), number: z.string(), price: z.string() })),
  }),
  refusals: some(
    ...given,
    ...conditionRefusals,
    'admission.ownCheck',
    'admission.lineNotJudged',
    'admission.failedLine',
    'admission.reasonMissing',
    'admission.stillPending',
    'admission.notListable',
  ),
});

export const decideBroughtRecord = endpoint({
  id: 'admission.decideRecord',
  method: 'POST',
  path: '/api/admissions/:admissionId/records/:recordId/decision',
  summary: {
    zh: '核实企业随申请提交的价格记录',
    en: 'Verify or reject a price record that came with the application',
  },
  clauses: ['JS-7', 'JS-8', 'JS-9', 'JS-10', 'HN-15'],
  permission: 'admission.verify',
  params: params.extend({ recordId: uuid }),
  body: z.strictObject({ itemCode, approve: z.boolean(), note: text(500).default('') }),
  reply: recordDecision,
  refusals: {
    ...some('admission.unknown', 'admission.ended', 'admission.otherJurisdiction'),
    ...recordDecisionRefusals,
  },
});
