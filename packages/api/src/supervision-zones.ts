import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { attachRefusals, evidenceFile, evidenceIds } from './evidence.ts';
import { decidableKey, ruleDraft } from './rule-draft.ts';
import { someOf } from './supervision-refusals.ts';
import {
  basis,
  count,
  day,
  deadline,
  jurisdictionCode,
  moment,
  named,
  pageOf,
  paging,
  positiveYuan,
  text,
  uuid,
  version,
  yuan,
} from './wire.ts';
import { zoneRule } from './zone-rule.ts';
import { zoneFinding } from './zone.ts';

const wording = z.object({ zh: z.string(), en: z.string() });

export const listZoneRules = endpoint({
  id: 'supervision.zoneRules',
  method: 'GET',
  path: '/api/zone-rules',
  summary: {
    zh: '现行三色区域规则、可切换的规则、已定的下一规则',
    en: 'The zone rule in force, those one may switch to, and what is decided to follow',
  },
  clauses: ['JS-12'],
  permission: 'supervision.readAppeals',
  reply: z.object({
    jurisdiction: jurisdictionCode,
    inForce: z.object({
      value: zoneRule,
      from: day,
      origin: z.enum(['published', 'default', 'decision']),
      note: wording.nullable(),
      basis,
    }),
    next: z.object({ value: zoneRule, from: day, note: wording.nullable() }).nullable(),
    choices: z.array(wording.extend({ code: z.string(), rule: zoneRule, note: wording })),
    /** Of the sets that are kept: as of which day, when checked last, and how many rows differed then. */
    sets: z.array(
      z.object({
        scope: z.string(),
        windowMonths: z.number().int(),
        asOf: day,
        checkedAt: moment.nullable(),
        differences: z.number().int(),
      }),
    ),
  }),
});

export const policyDecision = z
  .object({
    id: uuid,
    number: z.string(),
    jurisdiction: jurisdictionCode,
    jurisdictionName: z.string(),
    key: decidableKey,
    name: z.string(),
    value: z.unknown(),
    from: day,
    reason: z.string(),
    basis,
    trialId: uuid.nullable(),
    state: z.enum(['entered', 'approved', 'rejected', 'withdrawn']),
    enteredAt: moment,
    enteredBy: z.string(),
    /** Entered by the person who asks, who therefore does not approve it. */
    own: z.boolean(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    decisionNote: z.string(),
    evidence: z.array(evidenceFile),
    version,
  })
  .meta({ id: 'PolicyDecision' });
export type PolicyDecisionItem = z.output<typeof policyDecision>;

export const listDecisions = endpoint({
  id: 'supervision.listDecisions',
  method: 'GET',
  path: '/api/policy-decisions',
  summary: { zh: '医保部门的规则决定', en: 'Decisions of the bureau on rules' },
  clauses: ['JS-12', 'HN-15'],
  permission: 'supervision.read',
  query: z.strictObject({ ...paging, state: policyDecision.shape.state.optional() }),
  reply: pageOf(policyDecision),
});

export const enterDecision = endpoint({
  id: 'supervision.enterDecision',
  method: 'POST',
  path: '/api/policy-decisions',
  summary: { zh: '录入规则决定', en: 'Enter a decision on a rule' },
  clauses: ['JS-12', 'HN-15'],
  permission: 'supervision.handle',
  body: z.strictObject({
    draft: ruleDraft,
    name: text(80, 2),
    from: day,
    reason: text(1000, 4),
    trialId: uuid.nullable().default(null),
    evidence: evidenceIds.default([]),
  }),
  reply: policyDecision,
  refusals: { ...attachRefusals, ...someOf('supervision.fromNotAhead', 'supervision.trialUnknown') },
  creates: true,
});

const decisionParams = z.object({ decisionId: uuid });
export const decideDecision = endpoint({
  id: 'supervision.decideDecision',
  method: 'POST',
  path: '/api/policy-decisions/:decisionId/decision',
  summary: { zh: '审批规则决定', en: 'Approve a decision on a rule, or send it back' },
  clauses: ['JS-12', 'HN-15'],
  permission: 'supervision.decide',
  params: decisionParams,
  body: z.strictObject({ approve: z.boolean(), note: text(500).default(''), version }),
  reply: policyDecision,
  refusals: someOf(
    'supervision.decisionUnknown',
    'supervision.decisionDecided',
    'supervision.ownDecision',
    'supervision.fromNotAhead',
    'supervision.sameDayDecided',
    'supervision.noteMissing',
    'request.stale',
  ),
});
export const withdrawDecision = endpoint({
  id: 'supervision.withdrawDecision',
  method: 'POST',
  path: '/api/policy-decisions/:decisionId/withdrawal',
  summary: { zh: '撤回未审批的决定', en: 'Withdraw a decision that nobody approved yet' },
  permission: 'supervision.handle',
  params: decisionParams,
  body: z.strictObject({ version }),
  reply: policyDecision,
  refusals: someOf('supervision.decisionUnknown', 'supervision.decisionDecided', 'request.stale'),
});

const level = z.enum(['tertiary', 'secondary', 'primary']);
export const readReference = endpoint({
  id: 'supervision.reference',
  method: 'GET',
  path: '/api/zone-references',
  summary: {
    zh: '产品的参考数据：各级医疗机构的实际成交价分布与界限',
    en: 'The reference set of a product: what institutions of a level really paid, and the bounds',
  },
  clauses: ['JS-12'],
  permission: 'supervision.readAppeals',
  query: z.strictObject({ listingId: uuid, level: level.default('tertiary') }),
  reply: z.object({
    listing: z.object({
      id: uuid,
      number: z.string(),
      product: z.string(),
      specification: z.string(),
      smallestUnit: z.string(),
    }),
    level,
    /** Where the listing price would stand for an institution of the level; no institution's own trades are left out. */
    finding: zoneFinding,
  }),
  refusals: someOf('supervision.listingUnknown'),
});

const appealState = z.enum(['filed', 'checked', 'upheld', 'dismissed', 'withdrawn']);
export const zoneAppeal = z
  .object({
    id: uuid,
    number: z.string(),
    ask: z.enum(['excludeTrade', 'withdrawWarning']),
    organisation: named,
    listing: z.object({ id: uuid, number: z.string(), product: z.string(), specification: z.string() }),
    /** Per smallest unit, for an appeal against a price of the reference set. */
    pricePoint: yuan.nullable(),
    warningId: uuid.nullable(),
    reason: z.string(),
    state: appealState,
    filedAt: moment,
    due: deadline.nullable(),
    checkedAt: moment.nullable(),
    checkNote: z.string(),
    /** Trades that the check found wrong. */
    excluded: z.number().int(),
    decidedAt: moment.nullable(),
    decisionNote: z.string(),
    may: z.array(z.enum(['withdraw', 'check', 'decide'])),
    version,
  })
  .meta({ id: 'ZoneAppeal' });
export type ZoneAppealItem = z.output<typeof zoneAppeal>;

export const listAppeals = endpoint({
  id: 'supervision.listAppeals',
  method: 'GET',
  path: '/api/zone-appeals',
  summary: { zh: '价格区域申诉', en: 'Appeals against zones' },
  clauses: ['JS-12'],
  permission: 'supervision.readAppeals',
  query: z.strictObject({ ...paging, state: appealState.optional() }),
  reply: pageOf(zoneAppeal),
});

export const appealDetails = zoneAppeal.extend({
  /** As the appellant was shown it. */
  finding: zoneFinding,
  evidence: z.array(evidenceFile),
  /** For the bureau: the trades behind the price, who paid it and how the price per smallest unit came about. */
  trades: z
    .array(
      z.object({
        id: uuid,
        institution: named,
        orderId: uuid,
        price: yuan,
        unitsPerPurchaseUnit: z.number().int(),
        quantity: count,
        tradedAt: moment,
        chosen: z.boolean(),
      }),
    )
    .nullable(),
});
const appealParams = z.object({ appealId: uuid });
export const readAppeal = endpoint({
  id: 'supervision.readAppeal',
  method: 'GET',
  path: '/api/zone-appeals/:appealId',
  summary: { zh: '申诉详情', en: 'One appeal with its evidence' },
  clauses: ['JS-12'],
  permission: 'supervision.readAppeals',
  params: appealParams,
  reply: appealDetails,
  refusals: someOf('supervision.appealUnknown'),
});

const filing = { listingId: uuid, reason: text(1000, 4), evidence: evidenceIds.default([]) };
export const fileAppeal = endpoint({
  id: 'supervision.fileAppeal',
  method: 'POST',
  path: '/api/zone-appeals',
  summary: {
    zh: '对参考数据或价格预警提出申诉',
    en: 'Appeal against a price of a reference set, or against a warning',
  },
  clauses: ['JS-12', 'JS-12A'],
  permission: 'supervision.appeal',
  body: z.discriminatedUnion('ask', [
    z.strictObject({
      ask: z.literal('excludeTrade'),
      ...filing,
      pricePoint: positiveYuan,
      /** Which institutions' set, where the appellant is no institution. */
      level: level.default('tertiary'),
    }),
    z.strictObject({
      ask: z.literal('withdrawWarning'),
      ...filing,
      subjectKind: z.enum(['order', 'bargain']),
      subjectId: uuid,
    }),
  ]),
  reply: appealDetails,
  refusals: {
    ...attachRefusals,
    ...someOf(
      'supervision.listingUnknown',
      'supervision.pricePointUnknown',
      'supervision.warningUnknown',
      'supervision.appealOpen',
    ),
  },
  creates: true,
});
export const withdrawAppeal = endpoint({
  id: 'supervision.withdrawAppeal',
  method: 'POST',
  path: '/api/zone-appeals/:appealId/withdrawal',
  summary: { zh: '撤回申诉', en: 'Withdraw an appeal' },
  permission: 'supervision.appeal',
  params: appealParams,
  body: z.strictObject({ version }),
  reply: appealDetails,
  refusals: someOf('supervision.appealUnknown', 'supervision.appealWrongState', 'request.stale'),
});
export const checkAppeal = endpoint({
  id: 'supervision.checkAppeal',
  method: 'POST',
  path: '/api/zone-appeals/:appealId/check',
  summary: { zh: '核查申诉，指明有误的成交', en: 'Check an appeal, naming the trades that are wrong' },
  clauses: ['JS-12'],
  permission: 'supervision.handle',
  params: appealParams,
  body: z.strictObject({ note: text(1000, 2), tradeIds: z.array(uuid).max(200).default([]), version }),
  reply: appealDetails,
  refusals: someOf(
    'supervision.appealUnknown',
    'supervision.appealWrongState',
    'supervision.tradeNotAppealed',
    'request.stale',
  ),
});
export const decideAppeal = endpoint({
  id: 'supervision.decideAppeal',
  method: 'POST',
  path: '/api/zone-appeals/:appealId/decision',
  summary: { zh: '决定申诉', en: 'Decide an appeal' },
  clauses: ['JS-12', 'JS-12A', 'HN-15'],
  permission: 'supervision.decide',
  params: appealParams,
  body: z.strictObject({ uphold: z.boolean(), note: text(1000, 2), version }),
  reply: appealDetails,
  refusals: someOf(
    'supervision.appealUnknown',
    'supervision.appealWrongState',
    'supervision.ownCheck',
    'supervision.nothingToExclude',
    'request.stale',
  ),
});
