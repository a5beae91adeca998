import { dutyDecisions, dutyStates } from '@daylight/rules/linkage/duty.ts';
import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceFile, evidenceIds } from './evidence.ts';
import { itemCode, lowestShape, product, recordKind } from './linkage-shapes.ts';
import {
  basis,
  day,
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
import { stale } from './request.ts';

/** The duty to declare a new lowest price (JS-13a), and what follows from being late or untrue (JS-13c). */
export const dutyState = z.enum(dutyStates);
const dutyItem = z
  .object({
    id: uuid,
    number: z.string(),
    listingId: uuid,
    listingNumber: z.string(),
    product,
    manufacturer: named,
    jurisdiction: jurisdictionCode,
    state: dutyState,
    /** To what the listing would go, and what it was when the duty was found; yuan per purchase unit. */
    price: yuan,
    listingPrice: yuan,
    priceNow: yuan,
    purchaseUnit: z.string(),
    unitsPerPurchaseUnit: z.number().int(),
    effectiveFrom: day,
    openedAt: moment,
    statutoryDueAt: moment,
    dueAt: moment,
    provisional: z.boolean(),
    basis,
    declaredAt: moment.nullable(),
    late: z.boolean(),
    suspended: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: 'PriceDuty' });
export type DutyItem = z.output<typeof dutyItem>;

export const listPriceDuties = endpoint({
  id: 'linkage.duties',
  method: 'GET',
  path: '/api/price-duties',
  summary: { zh: '新最低价申报', en: 'Duties to declare a new lowest price' },
  clauses: ['JS-13a', 'JS-13c'],
  permission: 'linkage.read',
  query: z.strictObject({
    ...paging,
    state: dutyState.optional(),
    /** 'mine': it is the asking side's turn. */
    show: z.enum(['mine', 'running', 'ended', 'all']).default('all'),
    listingId: uuid.optional(),
  }),
  reply: pageOf(dutyItem).extend({ mine: z.number().int() }),
});

const unknown = {
  'linkage.dutyUnknown': { zh: '没有这项申报', en: 'There is no such duty', status: 404 },
} as const;
const notOpen = {
  'linkage.dutyNotOpen': {
    zh: '这项申报当前不需要企业答复',
    en: 'The duty waits for no answer of the firm now',
  },
} as const;

export const readPriceDuty = endpoint({
  id: 'linkage.duty',
  method: 'GET',
  path: '/api/price-duties/:dutyId',
  summary: { zh: '一项新最低价申报', en: 'One duty with its evidence' },
  clauses: ['JS-13a', 'JS-13c'],
  permission: 'linkage.read',
  params: z.object({ dutyId: uuid }),
  reply: dutyItem.extend({
    lowest: lowestShape,
    statement: z.string().nullable(),
    files: z.array(evidenceFile),
    note: z.string().nullable(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    /** What the asking person may decide now. */
    decisions: z.array(z.enum(dutyDecisions)),
    mayAnswer: z.boolean(),
    /** Running duties of the same firm about the same product in other directories, as far as the asking person sees them. */
    alike: z.array(
      z.object({
        id: uuid,
        number: z.string(),
        place: z.string(),
        state: dutyState,
        listingPrice: yuan,
        price: yuan,
      }),
    ),
  }),
  refusals: unknown,
});

const step = z.object({
  id: uuid,
  state: dutyState,
  version: z.number().int(),
  /** How many duties about the same product in other directories were answered or decided along with it. */
  alike: z.number().int(),
});

export const declarePriceDuty = endpoint({
  id: 'linkage.declare',
  method: 'POST',
  path: '/api/price-duties/:dutyId/declaration',
  summary: { zh: '申报新最低价，接受调整', en: 'Declare the new lowest price and accept it' },
  clauses: ['JS-13a'],
  permission: 'linkage.declare',
  params: z.object({ dutyId: uuid }),
  body: z.strictObject({ version, statement: text(1000).default(''), evidenceIds: evidenceIds.default([]) }),
  reply: step,
  refusals: refusals({ ...unknown, ...stale, ...notOpen, ...attachRefusals }),
});

export const contestPriceDuty = endpoint({
  id: 'linkage.contest',
  method: 'POST',
  path: '/api/price-duties/:dutyId/objection',
  summary: { zh: '对新最低价提出异议并举证', en: 'Contest the new lowest price with evidence' },
  clauses: ['JS-13a', 'JS-13b'],
  permission: 'linkage.declare',
  params: z.object({ dutyId: uuid }),
  body: z.strictObject({ version, statement: text(1000), evidenceIds: evidenceIds.default([]) }),
  reply: step,
  refusals: refusals({
    ...unknown,
    ...stale,
    ...notOpen,
    ...attachRefusals,
    'linkage.statementMissing': { zh: '请写明异议理由', en: 'Say why the price does not hold', status: 400 },
  }),
});

export const decidePriceDuty = endpoint({
  id: 'linkage.decideDuty',
  method: 'POST',
  path: '/api/price-duties/:dutyId/decision',
  summary: { zh: '核实申报并处理', en: 'Verify a declaration, and what follows' },
  clauses: ['JS-13a', 'JS-13c', 'HN-15'],
  permission: 'linkage.verify',
  params: z.object({ dutyId: uuid }),
  body: z.strictObject({
    version,
    decision: z.enum(dutyDecisions),
    note: text(500).default(''),
    /** The same for the firm's other duties about this product that are in the same state. */
    alike: z.boolean().default(false),
  }),
  reply: step,
  refusals: refusals({
    ...unknown,
    ...stale,
    'linkage.dutyNotToDecide': {
      zh: '当前状态不能作这项处理',
      en: 'The present state does not allow this decision',
    },
    'linkage.noteMissing': { zh: '请写明核实情况', en: 'Say what was found', status: 400 },
    'linkage.listingClosed': { zh: '产品已撤网', en: 'The listing is withdrawn' },
  }),
});

export const declareOwnPrice = endpoint({
  id: 'linkage.declareOwn',
  method: 'POST',
  path: '/api/price-declarations',
  summary: { zh: '主动申报外省新最低价', en: 'Declare a new lowest price of another place by oneself' },
  clauses: ['JS-13a', 'JS-7', 'JS-9'],
  permission: 'linkage.declare',
  body: z.strictObject({
    listingId: uuid,
    jurisdiction: jurisdictionCode,
    kind: recordKind.extract(['provincialListing', 'cityListing', 'selected']),
    price: positiveYuan,
    purchaseUnit: text(20, 1),
    unitsPerPurchaseUnit: z.number().int().min(1).max(9_999_999),
    effectiveFrom: day,
    contract: text(100, 1).nullable().default(null),
    document: text(200, 2),
    reason: text(500).default(''),
    evidenceIds: evidenceIds.default([]),
  }),
  reply: z.object({
    id: uuid,
    number: z.string(),
    state: dutyState,
    price: yuan,
    late: z.boolean(),
    alike: z.number().int(),
  }),
  refusals: refusals({
    ...attachRefusals,
    'linkage.listingUnknown': {
      zh: '没有这个挂网产品',
      en: 'There is no such listing of yours',
      status: 404,
    },
    'linkage.recordFaulty': {
      zh: '价格不能申报：{problem}',
      en: 'The price cannot be declared: {problem}',
      status: 400,
    },
    'linkage.unexplained': {
      zh: '价格有疑点，请核对后填写说明：{problem}',
      en: 'There is a question about the price; check it and say why it is right: {problem}',
    },
    'linkage.notNewLowest': {
      zh: '换算后不低于现挂网价 {price} 元，不需要申报',
      en: 'Converted it is not below the listing price of {price} yuan: nothing to declare',
    },
    'linkage.dutyUnderWay': {
      zh: '该产品已有一项申报在办（{number}）',
      en: 'A declaration for this product is under way ({number})',
    },
  }),
  creates: true,
});

export const ownDeclarable = endpoint({
  id: 'linkage.declarable',
  method: 'GET',
  path: '/api/price-declarable-listings',
  summary: { zh: '可申报的本企业挂网产品', en: 'Own listings about which a price can be declared' },
  permission: 'linkage.declare',
  query: z.strictObject({ code: text(27).optional() }),
  reply: z.object({
    items: z.array(
      z.object({
        id: uuid,
        number: z.string(),
        itemCode,
        productName: z.string(),
        specification: z.string(),
        price: yuan,
        purchaseUnit: z.string(),
        unitsPerPurchaseUnit: z.number().int(),
      }),
    ),
  }),
});
