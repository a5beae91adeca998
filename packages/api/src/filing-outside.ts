import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { attachRefusals, evidenceFile, evidenceIds } from './evidence.ts';
import { some } from './filing-refusals.ts';
import { coded, note, version } from './filing-shapes.ts';
import {
  basis,
  count,
  day,
  deadline,
  moment,
  named,
  pageOf,
  paging,
  positiveCount,
  positiveYuan,
  text,
  uuid,
  yuan,
} from './wire.ts';
import { workbookRefusals, workbookType } from './workbook.ts';

/** Purchases outside the directory: emergency (应急采购, JS-19) and self-purchase (自主采购, GD-3). */
export const outsideKind = z.enum(['emergency', 'self']);
export const outsideState = z.enum([
  'requested',
  'consented',
  'reported',
  'noted',
  'declined',
  'withdrawn',
  'lapsed',
]);
const params = z.object({ purchaseId: uuid });

const line = z.strictObject({
  /** Empty where the product has no national code yet. */
  itemCode: text(27).default(''),
  productName: text(200, 1),
  specification: text(200).default(''),
  manufacturerName: text(200, 1),
  purchaseUnit: text(20, 1),
  price: positiveYuan,
  quantity: positiveCount,
  lot: text(60).default(''),
});
const lines = z.array(line).min(1).max(100);

const delivered = z.strictObject({
  deliveredOn: day,
  deliveryNote: text(200).default(''),
  invoiceNumber: text(60).default(''),
  invoicedOn: day.nullable().default(null),
  invoiceAmount: yuan.nullable().default(null),
});

export const outsideItem = z
  .object({
    id: uuid,
    number: z.string(),
    kind: outsideKind,
    state: outsideState,
    institution: named,
    reason: coded,
    supplierName: z.string(),
    amount: yuan,
    lines: z.number().int(),
    products: z.string(),
    enteredAt: moment,
    consentBy: z.string(),
    consentedAt: moment.nullable(),
    deliveredOn: day.nullable(),
    reportedAt: moment.nullable(),
    /** Until when it has to be uploaded; gone once it is. */
    uploadDue: deadline.nullable(),
    /** Until when it has to be filed (JS-19). */
    fileDue: deadline.nullable(),
    filedAt: moment.nullable(),
    fileOverdueAt: moment.nullable(),
    isOwnEntry: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: 'OutsidePurchase' });
export type OutsideItem = z.output<typeof outsideItem>;

const outsideLine = z.object({
  line: z.number().int(),
  itemCode: z.string(),
  productName: z.string(),
  specification: z.string(),
  manufacturerName: z.string(),
  purchaseUnit: z.string(),
  price: yuan,
  quantity: count,
  amount: yuan,
  lot: z.string(),
  filing: z.object({ id: uuid, number: z.string(), state: z.string() }).nullable(),
});

const outsideDetails = outsideItem.extend({
  reasonNote: z.string(),
  supplierCreditCode: z.string(),
  quotaYear: z.number().int().nullable(),
  reserved: yuan,
  consentNote: z.string(),
  enteredBy: z.string(),
  consentedBy: z.string().nullable(),
  deliveryNote: z.string(),
  invoiceNumber: z.string(),
  invoicedOn: day.nullable(),
  invoiceAmount: yuan.nullable(),
  notedAt: moment.nullable(),
  notedText: z.string(),
  items: z.array(outsideLine),
  files: z.array(evidenceFile),
});

export const outsideOutcome = z
  .object({
    id: uuid,
    number: z.string(),
    state: outsideState,
    amount: yuan,
    fileDue: deadline.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'OutsideOutcome' });
export type OutsideOutcome = z.output<typeof outsideOutcome>;

const sums = {
  year: z.number().int(),
  platform: yuan,
  emergency: yuan,
  used: yuan,
  reserved: yuan,
  thisYear: yuan,
  lastYear: yuan,
  base: yuan,
  limit: yuan,
  left: yuan,
} as const;

export const readQuota = endpoint({
  id: 'filing.quota',
  method: 'GET',
  path: '/api/self-purchase-quota',
  summary: {
    zh: '自主采购额度与应急、自主采购情形',
    en: 'The self-purchase quota with the numbers behind it, and the reasons',
  },
  clauses: ['GD-3', 'JS-19'],
  permission: 'filing.read',
  /** A bureau names the institution; an institution has its own. */
  query: z.strictObject({ institutionId: uuid.optional() }),
  reply: z.object({
    /** Null where no document of the place knows self-purchase. */
    quota: z
      .object({
        ...sums,
        share: z.object({ over: z.number().int(), under: z.number().int() }),
        lastYearCounts: z.boolean(),
        basis,
        origin: z.enum(['published', 'default', 'decision']),
      })
      .nullable(),
    selfReasons: z.array(coded),
    emergencyReasons: z.array(coded),
    /** An emergency purchase that should have been filed by now: there is no other until it is. */
    blockedBy: z.object({ id: uuid, number: z.string(), since: moment }).nullable(),
  }),
  refusals: some('filing.outsideUnknown'),
});

export const listQuotas = endpoint({
  id: 'filing.quotas',
  method: 'GET',
  path: '/api/self-purchase-quotas',
  summary: { zh: '各医疗机构自主采购额度使用情况', en: 'How far institutions used their quota' },
  clauses: ['GD-3'],
  permission: 'filing.check',
  query: z.strictObject({ ...paging, year: z.coerce.number().int().min(2000).max(2100).optional() }),
  reply: pageOf(z.object({ institution: named, ...sums })),
});

const requestBody = {
  kind: outsideKind,
  reason: text(40, 1),
  reasonNote: text(1000, 1),
  supplierName: text(200, 1),
  supplierCreditCode: text(18).default(''),
  /** Name of the legal representative who consents to an emergency purchase (JS-19). */
  consentBy: text(60).default(''),
  lines,
  /** What was bought already, e.g. in the night: then the consent is all that is missing. */
  delivered: delivered.nullable().default(null),
  evidenceIds: evidenceIds.default([]),
} as const;

const wishRefusals = [
  'filing.selfPurchaseUnknown',
  'filing.outsideReasonUnknown',
  'filing.codeMissing',
  'filing.itemUnknown',
  'filing.inDirectory',
  'filing.emergencyOverdue',
  'filing.consentMissing',
  'filing.quotaExceeded',
  'filing.deliveredLater',
  'filing.deliveredOtherYear',
  'filing.invoiceIncomplete',
] as const;

export const requestOutside = endpoint({
  id: 'filing.requestOutside',
  method: 'POST',
  path: '/api/outside-purchases',
  summary: { zh: '申请应急采购或自主采购', en: 'Request an emergency purchase or a self-purchase' },
  clauses: ['JS-19', 'GD-3'],
  permission: 'filing.apply',
  body: z.strictObject(requestBody),
  reply: outsideOutcome,
  refusals: { ...some(...wishRefusals), ...attachRefusals },
  creates: true,
});

export const listOutside = endpoint({
  id: 'filing.listOutside',
  method: 'GET',
  path: '/api/outside-purchases',
  summary: { zh: '应急采购与自主采购', en: 'Purchases outside the directory' },
  clauses: ['JS-19', 'GD-3'],
  permission: 'filing.read',
  query: z.strictObject({
    ...paging,
    kind: outsideKind.optional(),
    state: outsideState.optional(),
    /** Emergency purchases that wait to be filed. */
    toFile: z.enum(['true', 'false']).optional(),
    search: text(60).optional(),
  }),
  reply: pageOf(outsideItem),
});

const stepRefusals = ['filing.outsideUnknown', 'filing.outsideWrongState', 'request.stale'] as const;

export const readOutside = endpoint({
  id: 'filing.readOutside',
  method: 'GET',
  path: '/api/outside-purchases/:purchaseId',
  summary: { zh: '一笔应急或自主采购', en: 'One purchase outside the directory' },
  clauses: ['JS-19', 'GD-3'],
  permission: 'filing.read',
  params,
  reply: outsideDetails,
  refusals: some('filing.outsideUnknown'),
});

export const consentOutside = endpoint({
  id: 'filing.consentOutside',
  method: 'POST',
  path: '/api/outside-purchases/:purchaseId/consent',
  summary: {
    zh: '审批人确认法定代表人同意或审批自主采购',
    en: 'An approver confirms the consent, or declines',
  },
  clauses: ['JS-19', 'GD-3', 'HN-15'],
  permission: 'filing.consent',
  params,
  body: z.strictObject({ version, consents: z.boolean(), note }),
  reply: outsideOutcome,
  refusals: some(...stepRefusals, 'filing.enteredByYou', 'filing.emergencyOverdue'),
});

export const reportOutside = endpoint({
  id: 'filing.reportOutside',
  method: 'POST',
  path: '/api/outside-purchases/:purchaseId/report',
  summary: { zh: '上传采购信息并报医保部门', en: 'Upload what was bought and report it' },
  clauses: ['JS-19', 'GD-3'],
  permission: 'filing.apply',
  params,
  body: z.strictObject({ version, lines, delivered, evidenceIds: evidenceIds.default([]) }),
  reply: outsideOutcome,
  refusals: {
    ...some(
      ...stepRefusals,
      'filing.quotaExceeded',
      'filing.codeMissing',
      'filing.itemUnknown',
      'filing.inDirectory',
      'filing.deliveredLater',
      'filing.deliveredOtherYear',
      'filing.invoiceIncomplete',
    ),
    ...attachRefusals,
  },
  creates: true,
});

export const withdrawOutside = endpoint({
  id: 'filing.withdrawOutside',
  method: 'POST',
  path: '/api/outside-purchases/:purchaseId/withdrawal',
  summary: { zh: '撤回未采购的申请', en: 'Withdraw a request that was not carried out' },
  clauses: ['JS-19', 'GD-3'],
  permission: 'filing.apply',
  params,
  body: z.strictObject({ version, note: text(1000, 1) }),
  reply: outsideOutcome,
  refusals: some(...stepRefusals),
});

export const noteOutside = endpoint({
  id: 'filing.noteOutside',
  method: 'POST',
  path: '/api/outside-purchases/:purchaseId/noting',
  summary: { zh: '医保部门阅知', en: 'The bureau takes note of a reported purchase' },
  clauses: ['GD-3'],
  permission: 'filing.check',
  params,
  body: z.strictObject({ version, note }),
  reply: outsideOutcome,
  refusals: some(...stepRefusals),
});

export const importOutside = endpoint({
  id: 'filing.importOutside',
  method: 'POST',
  path: '/api/outside-purchase-imports',
  summary: {
    zh: '上传自主采购工作簿（有错误行则全部不登记）',
    en: 'Upload self-purchases as a workbook: all rows or none',
  },
  clauses: ['GD-3'],
  permission: 'filing.apply',
  reply: z.object({
    rows: z.number().int(),
    /** Purchases made of the rows; empty while a row is wrong. */
    made: z.array(outsideOutcome),
    bad: z.array(
      z.object({
        row: z.number().int(),
        column: z.string(),
        problem: z.object({ zh: z.string(), en: z.string() }),
      }),
    ),
    /** The workbook as it came with what is wrong beside each row, to correct and send again (xlsx in base64); null without faults. */
    copy: z.string().nullable(),
  }),
  refusals: {
    ...workbookRefusals,
    ...some('filing.noRows', 'filing.tooManyRows', 'filing.columnMissing', ...wishRefusals),
  },
  creates: true,
  media: { request: 'multipart/form-data' },
});

export const outsideTemplate = endpoint({
  id: 'filing.outsideTemplate',
  method: 'GET',
  path: '/api/outside-purchase-template',
  summary: { zh: '自主采购工作簿模板', en: 'Template of the self-purchase workbook' },
  clauses: ['GD-3'],
  permission: 'filing.apply',
  reply: z.unknown(),
  media: { reply: workbookType },
});
