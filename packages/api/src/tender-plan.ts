import { quotingShown } from '@daylight/rules/tender/mode.ts';
import { timetableNames } from '@daylight/rules/tender/timetable.ts';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { attachRefusals, evidenceIds } from './evidence.ts';
import { some } from './tender-refusals.ts';
import { participants } from './tender-screening.ts';
import { tenderLevel, tenderMode, tenderParams, tenderState, version } from './tender-shapes.ts';
import { moment, positiveYuan, text, uuid, yuan } from './wire.ts';

/** The project and its plan (GY-4.2), up to the announcement. */
export const planPerson = z.object({
  name: text(40, 1),
  organisation: text(120),
  post: text(60),
});
export const planItem = z.strictObject({
  /** The category's id in the pack: short, of letters, digits and dashes. */
  item: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  name: text(80, 1),
  unit: text(20, 1),
  codePrefixes: z
    .array(z.string().regex(/^C[A-Z0-9]{2,26}$/))
    .min(1)
    .max(30),
  cap: positiveYuan.nullable().default(null),
});
const itemsMax = 200;

const content = {
  scope: text(4000).default(''),
  process: text(4000).default(''),
  duties: text(4000).default(''),
  committee: z.array(planPerson).max(60).default([]),
  team: z.array(planPerson).max(60).default([]),
} as const;
export const times = z.strictObject(
  Object.fromEntries(timetableNames.map((name) => [name, moment.nullable()])) as Record<
    (typeof timetableNames)[number],
    z.ZodNullable<typeof moment>
  >,
);

/** How the round is quoted; left out, as its mode usually is. */
export const quotingPlan = z.strictObject({
  rounds: z.number().int().min(1).max(99),
  /** Minimum step in ten-thousandths of one's own standing quote. */
  stepPermyriad: z.number().int().min(0).max(9_999),
  shown: z.enum(quotingShown),
  singleSource: text(1000, 1).nullable(),
});
const quotingRefusals = [
  'tender.quotingRounds',
  'tender.quotingStep',
  'tender.quotingShown',
  'tender.singleSource',
] as const;

const outcome = z.object({ id: uuid, number: z.string(), state: tenderState, version });

export const beginRound = endpoint({
  id: 'tender.begin',
  method: 'POST',
  path: '/api/rounds',
  summary: { zh: '建立集采项目', en: 'Begin a round: from a screening, or from items given' },
  clauses: ['JS-20', 'JS-21', 'HN-4', 'HN-5', 'GD-1b', 'GD-2', 'GY-3.1', 'GY-4.2'],
  permission: 'tender.plan',
  body: z.strictObject({
    title: text(120, 2),
    level: tenderLevel,
    modeCode: text(40, 1),
    mode: tenderMode,
    /** Its choice becomes the items; then `items` stays empty. */
    screeningId: uuid.nullable().default(null),
    items: z.array(planItem).max(itemsMax).default([]),
    ...participants,
    ...content,
    termMonths: z.number().int().min(1).max(60).nullable().default(null),
    quoting: quotingPlan.nullable().default(null),
    origin: z.enum(['run', 'followed']).default('run'),
  }),
  reply: outcome,
  refusals: some(
    'tender.notOrganiser',
    'tender.notLead',
    'tender.groupUnknown',
    'tender.ownGroupMissing',
    'tender.regionUnknown',
    'tender.institutionUnknown',
    'tender.noInstitutions',
    'tender.modeUnknown',
    ...quotingRefusals,
    'tender.screeningUnknown',
    'tender.screeningState',
    'tender.screeningUsed',
    'tender.itemInWiderRound',
    'tender.itemInVolumeRound',
  ),
  creates: true,
});

const changing = ['tender.unknown', 'tender.notYours', 'tender.wrongState', 'request.stale'] as const;

export const savePlan = endpoint({
  id: 'tender.savePlan',
  method: 'PUT',
  path: '/api/rounds/:tenderId/plan',
  summary: { zh: '保存方案内容与时间安排', en: 'Save the plan of a draft: words, people, timetable' },
  clauses: ['GY-4.2', 'GY-5.1'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({
    version,
    title: text(120, 2),
    modeCode: text(40, 1),
    mode: tenderMode,
    termMonths: z.number().int().min(1).max(60),
    quoting: quotingPlan.nullable().default(null),
    ...content,
    timetable: times,
  }),
  reply: outcome,
  refusals: some(...changing, 'tender.modeUnknown', ...quotingRefusals),
});

export const saveItems = endpoint({
  id: 'tender.saveItems',
  method: 'PUT',
  path: '/api/rounds/:tenderId/items',
  summary: { zh: '保存采购品种与限价', en: 'Save the items of a draft with their caps' },
  clauses: ['SX-2.1', 'SX-3.2a', 'GY-3.2'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({ version, items: z.array(planItem).min(1).max(itemsMax) }),
  reply: outcome,
  refusals: some(...changing, 'tender.codesTwice', 'tender.itemInWiderRound', 'tender.itemInVolumeRound'),
});

export const drawProducts = endpoint({
  id: 'tender.drawProducts',
  method: 'POST',
  path: '/api/rounds/:tenderId/products/draw',
  summary: {
    zh: '从挂网目录提取各品种的产品',
    en: 'Draw the products of each item from the directory, with their own lowest listing price',
  },
  clauses: ['SX-3.2a', 'JS-20'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({ version }),
  reply: outcome.extend({ products: z.number().int(), manufacturers: z.number().int() }),
  refusals: some(...changing, 'tender.noItems'),
});

export const saveProduct = endpoint({
  id: 'tender.saveProduct',
  method: 'PUT',
  path: '/api/rounds/:tenderId/products/:productId',
  summary: {
    zh: '设置产品的比较单位、特征与系统组件',
    en: 'Set what a product is compared by: comparison units, features, parts of a system, named prices',
  },
  clauses: ['SX-3.2a'],
  permission: 'tender.plan',
  params: tenderParams.extend({ productId: uuid }),
  body: z.strictObject({
    version,
    features: z.array(text(40, 1)).max(30),
    comparisonUnits: z.number().int().min(1).max(10_000),
    parts: z
      .array(
        z.strictObject({
          component: text(60, 1),
          role: text(40, 1),
          count: z.number().int().min(1).max(100),
        }),
      )
      .max(40),
    prices: z.record(z.string().regex(/^[A-Za-z0-9]{1,40}$/), positiveYuan),
  }),
  reply: outcome,
  refusals: some(...changing, 'tender.productUnknown'),
});

export const listProducts = endpoint({
  id: 'tender.products',
  method: 'GET',
  path: '/api/rounds/:tenderId/products',
  summary: { zh: '集采项目的产品', en: 'Products of a round' },
  clauses: ['JS-20', 'SX-3.2a'],
  permission: 'tender.read',
  params: tenderParams,
  query: z.strictObject({
    item: text(40).optional(),
    cursor: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({
    items: z.array(
      z.object({
        id: uuid,
        item: z.string(),
        itemName: z.string(),
        manufacturer: z.object({ id: uuid, name: z.string() }),
        name: z.string(),
        specification: z.string(),
        features: z.array(z.string()),
        comparisonUnits: z.number().int(),
        codes: z.array(
          z.object({
            itemCode: z.string(),
            purchaseUnit: z.string(),
            unitsPerPurchaseUnit: z.number().int(),
          }),
        ),
        parts: z.array(z.object({ component: z.string(), role: z.string(), count: z.number().int() })),
        prices: z.record(z.string(), yuan),
      }),
    ),
    next: z.string().nullable(),
  }),
  refusals: some('tender.unknown'),
});

export const submitPlan = endpoint({
  id: 'tender.submit',
  method: 'POST',
  path: '/api/rounds/:tenderId/plan/submit',
  summary: { zh: '提交方案审定', en: 'Submit the plan for approval by a second person' },
  clauses: ['GY-4.2', 'GY-5.1', 'GY-5.2', 'JS-22'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({ version }),
  reply: outcome,
  refusals: some(
    ...changing,
    'tender.noItems',
    'tender.noInstitutions',
    'tender.tooFewCities',
    'tender.planIncomplete',
    'tender.jointItemCount',
    'tender.codesTwice',
    'tender.packMissing',
    'tender.packMalformed',
    'tender.packHasErrors',
    'tender.packItems',
    'tender.timetableIncomplete',
    'tender.timetableOrder',
    'tender.windowTooShort',
    'tender.itemInWiderRound',
  ),
});

export const approvePlan = endpoint({
  id: 'tender.approve',
  method: 'POST',
  path: '/api/rounds/:tenderId/plan/approval',
  summary: { zh: '审定方案或退回', en: 'Approve the plan, or return it' },
  clauses: ['GY-5.2', 'GY-5.1'],
  permission: 'tender.approve',
  params: tenderParams,
  body: z.strictObject({
    approved: z.boolean(),
    note: text(1000).default(''),
    /** The meeting of the lead hospital's party committee that approved it (党委会). */
    meeting: text(200).default(''),
    evidenceIds: evidenceIds.default([]),
  }),
  reply: z.object({ id: uuid, state: tenderState }),
  refusals: {
    ...some(
      'tender.unknown',
      'tender.wrongState',
      'tender.noApproval',
      'tender.ownPlan',
      'tender.reasonMissing',
      'tender.meetingMissing',
      'tender.planChanged',
    ),
    ...attachRefusals,
  },
});

export const filePlan = endpoint({
  id: 'tender.filePlan',
  method: 'POST',
  path: '/api/rounds/:tenderId/plan/filing',
  summary: {
    zh: '报送（备案）方案',
    en: 'File the approved plan with the province or the health commission',
  },
  clauses: ['JS-22', 'HN-14', 'GY-5.2'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({ version }),
  reply: outcome.extend({ announceFromAt: moment }),
  refusals: some(...changing, 'tender.notToFile', 'tender.filedAlready'),
});

export const answerFiling = endpoint({
  id: 'tender.answerFiling',
  method: 'POST',
  path: '/api/rounds/:tenderId/plan/filing/answer',
  summary: { zh: '收悉备案方案，或退回', en: 'Take note of a filed plan, or return it with the reason' },
  clauses: ['JS-22', 'HN-14', 'GY-5.2', 'GY-5.4'],
  permission: 'tender.file',
  params: tenderParams,
  body: z.strictObject({ answer: z.enum(['noted', 'returned']), note: text(1000).default('') }),
  reply: z.object({ id: uuid, state: tenderState }),
  refusals: some('tender.unknown', 'tender.wrongState', 'tender.planNotFiled', 'tender.reasonMissing'),
});

export const cancelRound = endpoint({
  id: 'tender.cancel',
  method: 'POST',
  path: '/api/rounds/:tenderId/cancel',
  summary: { zh: '取消项目', en: 'Cancel a round before its result is final' },
  clauses: ['JS-23'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({ version, reason: text(1000, 2) }),
  reply: outcome,
  refusals: some(...changing),
});
