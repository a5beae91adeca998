import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceFile, evidenceIds } from './evidence.ts';
import { recordFindingShape } from './linkage-findings.ts';
import {
  evidenceRecord,
  itemCode,
  lowestShape,
  product,
  recordItem,
  recordKind,
  recordState,
} from './linkage-shapes.ts';
import { day, jurisdictionCode, moment, pageOf, paging, positiveYuan, text, uuid, yuan } from './wire.ts';

/** Price records of the whole country (HN-3b): entry with checks, verification by another, comparison. */
const units = z.number().int().min(1).max(9_999_999);
const recordBody = {
  itemCode,
  jurisdiction: jurisdictionCode,
  kind: recordKind,
  price: positiveYuan,
  purchaseUnit: text(20, 1),
  unitsPerPurchaseUnit: units,
  effectiveFrom: day,
  effectiveTo: day.nullable().default(null),
  contract: text(100, 1).nullable().default(null),
  document: text(200).default(''),
  /** The record of the same place whose price this one replaces. */
  replaces: uuid.nullable().default(null),
} as const;

export const checkPriceRecord = endpoint({
  id: 'linkage.check',
  method: 'POST',
  path: '/api/price-record-checks',
  summary: { zh: '提交前核对价格', en: 'What is found about a price before it is handed over' },
  clauses: ['HN-3b', 'JS-7', 'JS-9'],
  permission: 'linkage.read',
  body: z.strictObject(recordBody),
  reply: z.object({ findings: z.array(recordFindingShape) }),
});

const recordRefusals = refusals({
  'linkage.recordFaulty': {
    zh: '价格记录不能保存：{problem}',
    en: 'The record cannot be kept: {problem}',
    status: 400,
  },
  'linkage.unexplained': {
    zh: '价格有疑点，请核对后填写说明：{problem}',
    en: 'There is a question about the price; check it and say why it is right: {problem}',
  },
  'linkage.replacedUnknown': {
    zh: '被替代的记录不存在或不是同一地区、同一产品的价格',
    en: 'The record to be replaced is not there, or is of another place or product',
    status: 400,
  },
});

export const enterPriceRecord = endpoint({
  id: 'linkage.enter',
  method: 'POST',
  path: '/api/price-records',
  summary: { zh: '录入一条价格记录', en: 'Enter one price record' },
  clauses: ['HN-3b', 'HN-15'],
  permission: 'linkage.record',
  body: z.strictObject({ ...recordBody, reason: text(500).default(''), evidenceIds }),
  reply: z.object({ id: uuid, state: recordState, findings: z.array(recordFindingShape) }),
  refusals: refusals({ ...recordRefusals, ...attachRefusals }),
  creates: true,
});

export const listPriceRecords = endpoint({
  id: 'linkage.list',
  method: 'GET',
  path: '/api/price-records',
  summary: { zh: '价格记录', en: 'Price records, newest first' },
  clauses: ['HN-3b'],
  permission: 'linkage.read',
  query: z.strictObject({
    ...paging,
    state: recordState.optional(),
    kind: recordKind.optional(),
    jurisdiction: jurisdictionCode.optional(),
    /** A code or its beginning, or the id of a source. */
    code: text(27).optional(),
    doubtful: z.enum(['true', 'false']).optional(),
  }),
  reply: pageOf(recordItem).extend({ waiting: z.number().int() }),
});

/** Why a price that somebody entered is not verified or rejected; also where another feature's check includes it. */
export const recordDecisionRefusals = refusals({
  'linkage.recordUnknown': { zh: '没有这条价格记录', en: 'There is no such record', status: 404 },
  'linkage.recordDecided': { zh: '这条记录已经核实过', en: 'The record was decided already' },
  'linkage.ownRecord': {
    zh: '录入人不能核实自己录入的价格，请由另一位负责人核实',
    en: 'Whoever entered a price does not verify it; somebody else has to',
    status: 403,
  },
  'linkage.noteMissing': { zh: '不通过时请说明原因', en: 'A rejection needs its reason', status: 400 },
});
export const recordDecision = z.object({ id: uuid, state: recordState });

export const decidePriceRecord = endpoint({
  id: 'linkage.decide',
  method: 'POST',
  path: '/api/price-records/:recordId/decision',
  summary: { zh: '核实价格记录', en: 'Verify or reject a record that somebody else entered' },
  clauses: ['HN-3b', 'HN-15'],
  permission: 'linkage.verify',
  params: z.object({ recordId: uuid }),
  body: z.strictObject({ itemCode, approve: z.boolean(), note: text(500).default('') }),
  reply: recordDecision,
  refusals: recordDecisionRefusals,
});

const comparison = z.object({
  product,
  records: z.array(evidenceRecord),
  /** One for each province: its lowest, for the chart. */
  byProvince: z.array(
    z.object({
      province: jurisdictionCode,
      lowest: yuan,
      kind: evidenceRecord.shape.kind,
      count: z.number().int(),
    }),
  ),
  listings: z.array(
    z.object({
      id: uuid,
      number: z.string(),
      jurisdiction: jurisdictionCode,
      class: z.string(),
      state: z.string(),
      price: yuan,
      purchaseUnit: z.string(),
      smallestUnit: z.string(),
      unitsPerPurchaseUnit: z.number().int(),
      smallestUnitPrice: yuan,
      lowest: lowestShape,
      /** To what the listing would go; null where it is at or below the lowest. */
      target: yuan.nullable(),
      /** By how many per cents it lies above the lowest; null without one. */
      above: z.number().int().nullable(),
      dutyId: uuid.nullable(),
    }),
  ),
});

export const readNationalPrices = endpoint({
  id: 'linkage.compare',
  method: 'GET',
  path: '/api/national-prices/:itemCode',
  summary: { zh: '全国价格比对', en: 'The prices of the country for one item, beside the listings here' },
  clauses: ['HN-3b', 'JS-7', 'JS-9', 'JS-13a'],
  permission: 'linkage.read',
  params: z.object({ itemCode }),
  reply: comparison,
  refusals: refusals({
    'linkage.itemUnknown': { zh: '国家代码库中没有这个代码', en: 'There is no such code', status: 404 },
  }),
});

export const listNationalPrices = endpoint({
  id: 'linkage.national',
  method: 'GET',
  path: '/api/national-prices',
  summary: { zh: '全国价格比对：挂网产品', en: 'Listings beside the lowest price of the country' },
  clauses: ['HN-3b'],
  permission: 'linkage.read',
  query: z.strictObject({
    ...paging,
    search: text(60).optional(),
    /** Only listings above a verified price of another place. */
    above: z.enum(['true', 'false']).optional(),
  }),
  reply: pageOf(
    z.object({
      id: uuid,
      number: z.string(),
      itemCode: z.string(),
      productName: z.string(),
      specification: z.string(),
      manufacturer: z.string(),
      jurisdiction: jurisdictionCode,
      price: yuan,
      purchaseUnit: z.string(),
      smallestUnit: z.string(),
      unitsPerPurchaseUnit: z.number().int(),
      lowest: yuan.nullable(),
      provinces: z.number().int(),
      above: z.number().int().nullable(),
    }),
  ),
  refusals: refusals({
    'linkage.searchShort': {
      zh: '请至少输入两个字，或编码的开头',
      en: 'Give at least two characters, or the start of a code',
      status: 400,
    },
  }),
});

const place = { jurisdiction: jurisdictionCode.default('320000') } as const;

export const listPriceAdjustments = endpoint({
  id: 'linkage.adjustments',
  method: 'GET',
  path: '/api/public/price-adjustments',
  summary: { zh: '挂网价格调整公示', en: 'Changes of listing prices, open to anyone' },
  clauses: ['JS-13b', 'JS-39', 'HN-7b', 'HN-16'],
  permission: 'public',
  query: z.strictObject({
    ...paging,
    ...place,
    reason: z.enum(['linkage', 'declared']).optional(),
  }),
  reply: pageOf(
    z.object({
      key: z.string(),
      listingId: uuid,
      number: z.string(),
      productName: z.string(),
      specification: z.string(),
      manufacturer: z.string(),
      at: moment,
      priceFrom: yuan.nullable(),
      price: yuan,
      purchaseUnit: z.string(),
      unitsPerPurchaseUnit: z.number().int(),
      reason: z.string(),
      /** The document or number by which it was made. */
      evidence: z.string(),
      basis: z
        .object({ document: z.string(), article: z.string(), clause: z.string().nullable() })
        .nullable(),
    }),
  ),
});

export const readRecordFiles = endpoint({
  id: 'linkage.files',
  method: 'GET',
  path: '/api/price-records/:recordId/files',
  summary: { zh: '价格记录的证明材料', en: 'The files that show a price' },
  permission: 'linkage.read',
  params: z.object({ recordId: uuid }),
  reply: z.object({ files: z.array(evidenceFile) }),
});
