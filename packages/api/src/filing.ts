import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { attachRefusals, evidenceIds } from './evidence.ts';
import { some } from './filing-refusals.ts';
import {
  coded,
  filedProduct,
  filingDetails,
  filingItem,
  filingState,
  itemClass,
  note,
  outcome,
  params,
  version,
} from './filing-shapes.ts';
import {
  basis,
  day,
  facts,
  jurisdictionCode,
  pageOf,
  paging,
  positiveCount,
  positiveYuan,
  text,
  uuid,
  yuan,
} from './wire.ts';

/** Filing purchases (备案采购, JS-15 to JS-18) and products that an institution asks for (GD-1c). */
const priceRecord = z.object({
  id: z.string(),
  jurisdiction: jurisdictionCode,
  place: z.string(),
  kind: z.string(),
  price: yuan,
  purchaseUnit: z.string(),
  unitsPerPurchaseUnit: z.number().int(),
  effectiveFrom: day,
});

export const checkProduct = endpoint({
  id: 'filing.check',
  method: 'GET',
  path: '/api/filing-check',
  summary: {
    zh: '申报前核对：级别、目录、挂网记录与最低价',
    en: 'What an application would meet, before it is sent',
  },
  clauses: ['JS-15', 'JS-16', 'JS-17', 'GD-1c'],
  permission: 'filing.apply',
  query: z.strictObject({
    itemCode: text(27, 1),
    class: itemClass,
    scope: text(40).optional(),
  }),
  reply: z.object({
    product: filedProduct
      .omit({ purchaseUnit: true, smallestUnit: true, unitsPerPurchaseUnit: true })
      .nullable(),
    /** What a listing or record of the product says about its pack; null where nothing does. */
    pack: z
      .object({ purchaseUnit: z.string(), smallestUnit: z.string(), unitsPerPurchaseUnit: z.number().int() })
      .nullable(),
    checks: z.array(
      z.object({
        code: z.string(),
        ok: z.boolean(),
        text: z.object({ zh: z.string(), en: z.string() }).nullable(),
        basis: basis.nullable(),
        facts,
      }),
    ),
    level: z.object({ own: z.string().nullable(), min: z.string(), basis }),
    bureau: jurisdictionCode,
    bureauName: z.string(),
    scopes: z.array(coded),
    /** 'records': the lowest counts and the bureau confirms; 'panel': experts review. */
    path: z.enum(['records', 'panel']),
    lowest: z
      .object({
        price: yuan,
        unitsPerPurchaseUnit: z.number().int(),
        smallestUnitPrice: yuan.nullable(),
        records: z.array(priceRecord),
        basis: z.array(basis),
      })
      .nullable(),
    /** Lower records that do not count, and why. */
    passedOver: z.array(priceRecord.extend({ reason: z.string() })),
  }),
});

export const applyFiling = endpoint({
  id: 'filing.apply',
  method: 'POST',
  path: '/api/filings',
  summary: { zh: '申报备案采购', en: 'Apply for a filing purchase' },
  clauses: ['JS-15', 'JS-16', 'JS-17', 'JS-19', 'GD-1c'],
  permission: 'filing.apply',
  body: z.strictObject({
    itemCode: text(27, 1),
    class: itemClass,
    scope: text(40, 1),
    /** The manufacturer or the national agent, who gives the price. */
    manufacturerId: uuid,
    purchaseUnit: text(20, 1),
    smallestUnit: text(20, 1),
    unitsPerPurchaseUnit: z.number().int().min(1).max(1_000_000),
    quantity: positiveCount,
    department: text(100, 1),
    usedFrom: day,
    usedUntil: day,
    reason: text(2000, 1),
    /** An emergency purchase that this filing makes good (JS-19). */
    outsideId: uuid.nullable().default(null),
    evidenceIds: evidenceIds.default([]),
  }),
  reply: outcome,
  refusals: {
    ...some(
      'filing.itemUnknown',
      'filing.itemNotActive',
      'filing.manufacturerUnknown',
      'filing.notPublic',
      'filing.levelTooLow',
      'filing.scopeUnknown',
      'filing.periodReversed',
      'filing.alreadyListed',
      'filing.alreadyFiled',
      'filing.notNew',
      'filing.emergencyNotToFile',
    ),
    ...attachRefusals,
  },
  creates: true,
});

export const listFilings = endpoint({
  id: 'filing.list',
  method: 'GET',
  path: '/api/filings',
  summary: { zh: '备案采购列表', en: 'Filings that one takes part in or decides on' },
  clauses: ['JS-15'],
  permission: 'filing.read',
  query: z.strictObject({
    ...paging,
    /** 'mine': it is my side's turn, by deadline; 'running'; 'ended'. */
    show: z.enum(['mine', 'running', 'ended', 'all']).default('all'),
    state: filingState.optional(),
    class: itemClass.optional(),
    search: text(60).optional(),
  }),
  reply: pageOf(filingItem).extend({
    counts: z.object({ mine: z.number().int(), running: z.number().int() }),
  }),
});

export const readFiling = endpoint({
  id: 'filing.read',
  method: 'GET',
  path: '/api/filings/:filingId',
  summary: { zh: '备案详情', en: 'One filing with what happened to it' },
  clauses: ['JS-15'],
  permission: 'filing.read',
  params,
  reply: filingDetails,
  refusals: some('filing.unknown'),
});

const stepRefusals = [
  'filing.unknown',
  'filing.lapsed',
  'filing.closed',
  'filing.wrongState',
  'request.stale',
] as const;

export const offerFiling = endpoint({
  id: 'filing.offer',
  method: 'POST',
  path: '/api/filings/:filingId/offers',
  summary: {
    zh: '企业报价（不高于可参考的最低价）',
    en: 'The enterprise gives its price, not above the lowest',
  },
  clauses: ['JS-16', 'JS-17'],
  permission: 'filing.offer',
  params,
  body: z.strictObject({ version, price: positiveYuan, note, evidenceIds: evidenceIds.default([]) }),
  reply: outcome,
  refusals: { ...some(...stepRefusals, 'filing.aboveLowest'), ...attachRefusals },
  creates: true,
});

export const askLowerPrice = endpoint({
  id: 'filing.askLower',
  method: 'POST',
  path: '/api/filings/:filingId/lower-price',
  summary: { zh: '请企业再次报价', en: 'Ask the enterprise for a lower price' },
  clauses: ['JS-16', 'JS-17'],
  permission: 'filing.apply',
  params,
  body: z.strictObject({ version, note: text(1000, 1) }),
  reply: outcome,
  refusals: some(...stepRefusals, 'filing.noRoundsLeft'),
});

export const agreeFiling = endpoint({
  id: 'filing.agree',
  method: 'POST',
  path: '/api/filings/:filingId/agreement',
  summary: { zh: '议定采购量、价并提交医保部门', en: 'Agree quantity and price and deliver the application' },
  clauses: ['JS-16', 'JS-17'],
  permission: 'filing.apply',
  params,
  body: z.strictObject({ version, quantity: positiveCount, note }),
  reply: outcome,
  refusals: some(...stepRefusals),
});

export const supplementFiling = endpoint({
  id: 'filing.supplement',
  method: 'POST',
  path: '/api/filings/:filingId/supplement',
  summary: { zh: '补正材料', en: 'Supply what was missing' },
  clauses: ['JS-16', 'JS-17'],
  permission: 'filing.apply',
  params,
  body: z.strictObject({ version, note: text(1000, 1), evidenceIds: evidenceIds.default([]) }),
  reply: outcome,
  refusals: { ...some(...stepRefusals), ...attachRefusals },
  creates: true,
});

export const withdrawFiling = endpoint({
  id: 'filing.withdraw',
  method: 'POST',
  path: '/api/filings/:filingId/withdrawal',
  summary: { zh: '撤回备案申请', en: 'Withdraw an application' },
  clauses: ['JS-15'],
  permission: 'filing.apply',
  params,
  body: z.strictObject({ version, note: text(1000, 1) }),
  reply: outcome,
  refusals: some(...stepRefusals),
});

export const examineFiling = endpoint({
  id: 'filing.examine',
  method: 'POST',
  path: '/api/filings/:filingId/examination',
  summary: { zh: '初审：通过、退回或提出不予备案', en: 'First review: pass, send back or propose a refusal' },
  clauses: ['JS-16', 'JS-17', 'HN-15'],
  permission: 'filing.check',
  params,
  body: z.strictObject({
    version,
    outcome: z.enum(['pass', 'toInstitution', 'toManufacturer', 'proposeRefusal']),
    note,
    /** Of the experts, where there are no records. */
    specialty: text(40).nullable().default(null),
  }),
  reply: outcome,
  refusals: some(...stepRefusals, 'filing.specialtyNeeded', 'filing.reviewNotOpened'),
});

export const reportFiling = endpoint({
  id: 'filing.report',
  method: 'POST',
  path: '/api/filings/:filingId/report',
  summary: { zh: '公示（评审）后上报', en: 'Report a filing after publicity or review' },
  clauses: ['JS-16', 'JS-17'],
  permission: 'filing.check',
  params,
  body: z.strictObject({ version, note }),
  reply: outcome,
  refusals: some(...stepRefusals),
});

export const decideFiling = endpoint({
  id: 'filing.decide',
  method: 'POST',
  path: '/api/filings/:filingId/decision',
  summary: { zh: '决定：确认备案、退回或不予备案', en: 'Decide: confirm, send back or refuse' },
  clauses: ['JS-16', 'JS-17', 'JS-18', 'HN-15'],
  permission: 'filing.decide',
  params,
  body: z.strictObject({
    version,
    outcome: z.enum(['confirm', 'refuse', 'toInstitution', 'toManufacturer']),
    /** Code of `filing.refusalReasons`, for a refusal. */
    reason: text(40).nullable().default(null),
    note,
  }),
  reply: outcome,
  refusals: some(
    ...stepRefusals,
    'filing.checkedByYou',
    'filing.notRecommended',
    'filing.objectionUpheld',
    'filing.aboveLowest',
    'filing.reasonUnknown',
    'filing.notListable',
  ),
});
