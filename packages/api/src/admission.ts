import { z } from 'zod';
import { conditionRefusals, draftRefusals, some } from './admission-refusals.ts';
import {
  admissionDueKind,
  admissionItem,
  admissionLineState,
  admissionState,
  broughtRecord,
  conditionKind,
  consumableClass,
  draftLine,
  lineReason,
  note,
  outcome,
  params,
  pathShown,
  precheckFinding,
  step,
  version,
  wording,
} from './admission-shapes.ts';
import { catalogueItem, itemCode } from './catalogue.ts';
import { endpoint } from './endpoint.ts';
import { evidenceFile, evidenceIds } from './evidence.ts';
import { basis, day, jurisdictionCode, moment, pageOf, paging, text, uuid, yuan } from './wire.ts';

const clauses = ['JS-7', 'JS-8', 'JS-9', 'JS-10', 'HN-2', 'HN-6a', 'HN-6b', 'HN-7a'];

const ruled = <T extends z.ZodType>(value: T) =>
  z.object({ value, basis, origin: z.enum(['published', 'default', 'decision']) });
const cited = { document: z.string(), article: z.string(), clause: z.string().nullable() };

/** What of the packs the pre-check needs (rules/admission/policy), so that the browser runs the same rule while one types. */
export const admissionPolicy = z
  .object({
    path: wording.extend({
      code: z.string(),
      classes: z.array(consumableClass),
      formerlyShortlisted: z.boolean().nullable(),
      ...cited,
      conditions: z.array(z.object({ kind: conditionKind, ...cited })),
      records: z.array(z.enum(['provinces', 'institutions'])),
      cityServes: z.boolean(),
      withoutPrice: z.enum(['lowestFiling', 'notMet']),
      steps: z.array(step),
    }),
    provincesMin: ruled(z.number().int()).nullable(),
    institutionsMin: ruled(z.number().int()).nullable(),
    levelMin: ruled(z.enum(['三级', '二级', '一级', '未定级'])).nullable(),
    reference: ruled(z.enum(['provincial', 'provincialAndOwnCities', 'provincialAndCities'])),
    conversionFactorMax: z.number().int(),
  })
  .meta({ id: 'AdmissionPolicy' });

const knownRecord = z.object({
  id: z.string(),
  jurisdiction: jurisdictionCode,
  kind: z.enum(['provincialListing', 'cityListing', 'filing', 'selected']),
  price: yuan,
  purchaseUnit: z.string(),
  unitsPerPurchaseUnit: z.number().int(),
  effectiveFrom: day,
  effectiveTo: day.nullable(),
  state: z.enum(['entered', 'verified', 'rejected']),
  document: z.string(),
});
const knownFiling = z.object({
  institutionId: uuid,
  institution: z.string(),
  level: z.string(),
  ownership: z.enum(['public', 'military', 'private']).nullable(),
  jurisdiction: jurisdictionCode,
  filedOn: day,
  price: yuan,
  unitsPerPurchaseUnit: z.number().int(),
});
const lack = z.object({
  kind: z.string(),
  name: wording,
  reason: z.enum(['missing', 'unconfirmed', 'expired', 'suspended']),
  basis,
});
const lowest = z.object({ price: yuan, unitsPerPurchaseUnit: z.number().int(), basis: basis.nullable() });

/** Everything that is known of one product, for the same rule in browser and server. */
export const lineFacts = z
  .object({
    itemCode,
    item: catalogueItem.extend({ registrant: z.string() }).nullable(),
    /** Packs in which this or a like product is listed, to start from. */
    likely: z
      .object({ purchaseUnit: z.string(), smallestUnit: z.string(), unitsPerPurchaseUnit: z.number().int() })
      .nullable(),
    records: z.array(knownRecord),
    filings: z.array(knownFiling),
    qualification: z.object({ ok: z.boolean(), lacking: z.array(lack) }),
    lowest: lowest.nullable(),
    listedAs: z.string().nullable(),
    /** Where an application for it is under way here. */
    runningAs: z.string().nullable(),
  })
  .meta({ id: 'AdmissionLineFacts' });
export type LineFacts = z.output<typeof lineFacts>;

/** Comma-separated codes. */
const codes = z
  .string()
  .max(28 * 100)
  .transform((all) => [...new Set(all.split(',').filter((code) => code !== ''))])
  .pipe(z.array(itemCode).max(100));

export const prepareAdmission = endpoint({
  id: 'admission.prepare',
  method: 'GET',
  path: '/api/admission-facts',
  summary: {
    zh: '申请前：适用的申请类型、依据与已知事实',
    en: 'Before applying: the way, its articles, what is known',
  },
  clauses,
  permission: 'admission.apply',
  query: z.strictObject({
    codes,
    class: consumableClass.optional(),
    shortlisted: z.enum(['true', 'false']).default('false'),
    /** Where the product is to be bought; the city matters where cities manage the class (JS-5). */
    place: jurisdictionCode.optional(),
  }),
  reply: z.object({
    /** As asked, or what like products are listed as. */
    class: consumableClass,
    directory: z.object({
      managedBy: z.enum(['province', 'city']),
      jurisdiction: jurisdictionCode,
      name: z.string(),
      basis,
    }),
    /** Cities to choose from where cities manage the class. */
    cities: z.array(z.object({ code: jurisdictionCode, name: z.string() })),
    provinces: z.array(z.object({ code: jurisdictionCode, name: z.string() })),
    policy: admissionPolicy,
    policyOrigin: z.enum(['published', 'default', 'decision']),
    linesMax: z.number().int(),
    on: day,
    applicant: z.object({ name: z.string(), isNationalAgent: z.boolean() }),
    lines: z.array(lineFacts),
    /** The clocks that follow, in order. */
    clocks: z.array(
      z.object({
        kind: admissionDueKind,
        text: wording,
        basis,
        origin: z.enum(['published', 'default', 'decision']),
      }),
    ),
  }),
  refusals: some('admission.noPath', 'admission.placeUnknown', 'admission.tooManyLines'),
});

export const draftBody = z.strictObject({
  class: consumableClass,
  formerlyShortlisted: z.boolean(),
  /** Which procurement it was shortlisted in. */
  shortlistNote: text(200).default(''),
  /** The platform or, where cities manage the class, the city. */
  jurisdiction: jurisdictionCode,
  note,
  evidence: evidenceIds.default([]),
  lines: z.array(draftLine).min(1).max(200),
});
export type DraftBody = z.output<typeof draftBody>;

const judgedLine = z.object({ line: z.number().int(), itemCode, finding: precheckFinding });

export const precheckAdmission = endpoint({
  id: 'admission.precheck',
  method: 'POST',
  path: '/api/admission-precheck',
  summary: {
    zh: '预审：逐条告知是否符合、差多少、为什么',
    en: 'Pre-check: what is met, what is missing and why',
  },
  clauses,
  permission: 'admission.apply',
  body: draftBody,
  reply: z.object({ path: pathShown, lines: z.array(judgedLine) }),
  refusals: some(...draftRefusals),
});

export const draftAdmission = endpoint({
  id: 'admission.draft',
  method: 'POST',
  path: '/api/admissions',
  summary: { zh: '新建挂网申请（草稿）', en: 'Begin an application for listing' },
  clauses,
  permission: 'admission.apply',
  body: draftBody,
  reply: outcome,
  refusals: some(...draftRefusals),
  creates: true,
});

export const reviseAdmission = endpoint({
  id: 'admission.revise',
  method: 'PUT',
  path: '/api/admissions/:admissionId',
  summary: { zh: '修改草稿', en: 'Change a draft' },
  clauses,
  permission: 'admission.apply',
  params,
  body: draftBody.extend({ version }),
  reply: outcome,
  refusals: some(
    ...draftRefusals,
    'admission.unknown',
    'admission.notNow',
    'admission.ended',
    'request.stale',
  ),
});

const own = ['admission.unknown', 'admission.notNow', 'admission.ended', 'request.stale'] as const;
const attaching = ['evidence.unknown', 'evidence.notReady', 'evidence.tooMany'] as const;

export const submitAdmission = endpoint({
  id: 'admission.submit',
  method: 'POST',
  path: '/api/admissions/:admissionId/submission',
  summary: { zh: '提交挂网申请', en: 'Hand in an application' },
  clauses,
  permission: 'admission.apply',
  params,
  body: z.strictObject({ version }),
  reply: outcome,
  refusals: some(
    ...draftRefusals,
    ...conditionRefusals,
    ...own,
    ...attaching,
    'admission.alreadyRunning',
    'admission.recordMalformed',
  ),
});

export const withdrawAdmission = endpoint({
  id: 'admission.withdraw',
  method: 'POST',
  path: '/api/admissions/:admissionId/withdrawal',
  summary: { zh: '撤回申请', en: 'Withdraw an application' },
  clauses: ['JS-3'],
  permission: 'admission.apply',
  params,
  body: z.strictObject({ version, note }),
  reply: outcome,
  refusals: some(...own),
});

export const answerSupplement = endpoint({
  id: 'admission.answerSupplement',
  method: 'POST',
  path: '/api/admissions/:admissionId/supplement',
  summary: { zh: '补正材料', en: 'Supply what was missing' },
  clauses,
  permission: 'admission.apply',
  params,
  body: z.strictObject({
    version,
    note: text(1000, 2),
    evidence: evidenceIds.default([]),
    shortlistNote: text(200).optional(),
    /** Lines whose price or records change; records are added to those handed in before. */
    lines: z
      .array(
        z.strictObject({
          line: z.number().int().min(1),
          price: draftLine.shape.price.optional(),
          records: z.array(broughtRecord).max(400).default([]),
        }),
      )
      .max(200)
      .default([]),
  }),
  reply: outcome,
  refusals: some(
    ...conditionRefusals,
    ...own,
    ...attaching,
    'admission.supplementLate',
    'admission.recordMalformed',
  ),
});

/** 'mine': it is my side's turn; 'running': not ended. */
export const listAdmissions = endpoint({
  id: 'admission.list',
  method: 'GET',
  path: '/api/admissions',
  summary: { zh: '挂网申请', en: 'Applications for listing' },
  clauses,
  permission: 'admission.read',
  query: z.strictObject({
    ...paging,
    show: z.enum(['mine', 'running', 'ended', 'all']).default('all'),
    state: admissionState.optional(),
    class: consumableClass.optional(),
    search: text(60).optional(),
    sort: z.enum(['newest', 'due']).default('newest'),
  }),
  reply: pageOf(admissionItem).extend({
    counts: z.object({ mine: z.number().int(), running: z.number().int(), overdue: z.number().int() }),
  }),
});

const shownLine = z.object({
  line: z.number().int(),
  product: catalogueItem,
  purchaseUnit: z.string(),
  smallestUnit: z.string(),
  unitsPerPurchaseUnit: z.number().int(),
  price: yuan.nullable(),
  brought: z.array(broughtRecord),
  state: admissionLineState,
  reasons: z.array(lineReason),
  /** As things are now; after the end, as it was decided. */
  finding: precheckFinding,
  facts: lineFacts,
  listing: z.object({ id: uuid, number: z.string(), price: yuan }).nullable(),
});

export const readAdmission = endpoint({
  id: 'admission.read',
  method: 'GET',
  path: '/api/admissions/:admissionId',
  summary: { zh: '挂网申请详情', en: 'One application for listing' },
  clauses,
  permission: 'admission.read',
  params,
  reply: admissionItem.extend({
    directoryName: z.string(),
    note: z.string(),
    shortlistNote: z.string(),
    confirmed: z.array(conditionKind),
    evidenceIds: z.array(uuid),
    evidence: z.array(evidenceFile),
    policy: admissionPolicy,
    linesJudged: z.array(shownLine),
    provinces: z.array(z.object({ code: jurisdictionCode, name: z.string() })),
    supplement: z
      .object({
        asked: z.string(),
        askedAt: moment,
        answer: z.string().nullable(),
        answeredAt: moment.nullable(),
      })
      .nullable(),
    supplements: z.number().int(),
    supplementsMax: z.number().int(),
    checkNote: z.string(),
    checkedBy: z.string().nullable(),
    checkedAt: moment.nullable(),
    decisionNote: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: moment.nullable(),
    review: z.object({ id: uuid, number: z.string(), outcome: z.string().nullable() }).nullable(),
    publicity: z.object({ id: uuid, number: z.string(), endsAt: moment, state: z.string() }).nullable(),
    outcomeBasis: basis.nullable(),
    /** Price records of the applicant that the person who asks may verify or reject now. */
    verifiable: z.array(uuid),
    /** What the person who asks may do now. */
    may: z.array(
      z.enum(['revise', 'submit', 'withdraw', 'answer', 'ask', 'check', 'decide', 'sendBack', 'again']),
    ),
    next: wording,
    /** Fields of experts to choose from where a panel follows. */
    specialties: z.array(wording.extend({ code: z.string() })),
  }),
  refusals: some('admission.unknown'),
});
