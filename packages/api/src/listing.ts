import { standing } from './credit-shapes.ts';
import { changeKinds } from '@daylight/rules/listing/change.ts';
import { listingForms } from '@daylight/rules/listing/visibility.ts';
import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import {
  basis,
  day,
  facts,
  jurisdictionCode,
  moment,
  named,
  pageOf,
  paging,
  positiveYuan,
  text,
  uuid,
  yuan,
} from './wire.ts';
import { zoneColour } from './zone.ts';
import { stale } from './request.ts';

/** Listings (JS-3 to JS-6, HN-1, HN-2): search, one listing, price corrections and changes of state. */
export const listingClass = z.enum(['highValueSix', 'highValueFive', 'ordinary', 'reagent']);
export const listingForm = z.enum(listingForms);
export const listingState = z.enum(['listed', 'suspended', 'withdrawn']);
export const managingLevel = z.enum(['province', 'city']);
export const itemState = z.enum(['active', 'disabled', 'transcoded']);
const changeKind = z.enum(changeKinds);

/** The listing of the same code that a round selected for the asking institution: it buys by that one alone (JS-25a). */
export const listingInstead = z.object({
  listingId: uuid,
  number: z.string(),
  price: yuan,
  purchaseUnit: z.string(),
  /** Number of the round, and the last day of its term. */
  round: z.string(),
  until: day.nullable(),
  basis,
});
export type ListingInstead = z.output<typeof listingInstead>;

/** Products of an item whose agreed volume the asking institution has not bought as it should: what was selected comes first. */
const listingLimit = z.object({
  round: z.string(),
  item: z.string(),
  selected: z.string(),
  effect: z.enum(['explain', 'approve', 'block']),
  basis,
});

export const listingItem = z
  .object({
    id: uuid,
    number: z.string(),
    version: z.number().int(),
    itemCode: z.string(),
    itemState,
    productName: z.string(),
    genericName: z.string(),
    specification: z.string(),
    model: z.string(),
    certificate: z.string(),
    manufacturer: named,
    jurisdiction: jurisdictionCode,
    managedBy: managingLevel,
    class: listingClass,
    form: listingForm,
    state: listingState,
    /** Yuan per purchase unit. */
    price: yuan,
    purchaseUnit: z.string(),
    smallestUnit: z.string(),
    unitsPerPurchaseUnit: z.number().int(),
    listedOn: day,
    termUntil: day.nullable(),
    /** What the asking institution agreed on, per purchase unit as the listing has it now. */
    agreed: z.object({ price: yuan, bargainId: uuid }).nullable(),
    /** Where the price at which the asking institution would buy now stands (JS-12); null where nobody buys. */
    zone: zoneColour.nullable(),
    /** Whether the asking institution may offer another price for it: not for what a round selected, in its term (JS-25a). */
    bargainable: z.boolean(),
    instead: listingInstead.nullable(),
    limit: listingLimit.nullable(),
    /** Not come down as coordination asked (JS-24); yuan per purchase unit in the pack in which it was asked. */
    aboveCoordination: z.object({ coordinationId: uuid, number: z.string(), target: yuan }).nullable(),
  })
  .meta({ id: 'Listing' });
export type ListingItem = z.output<typeof listingItem>;

const flag = z.enum(['true', 'false']);
export const searchListings = endpoint({
  id: 'listing.search',
  method: 'GET',
  path: '/api/listings',
  summary: { zh: '查询挂网产品', en: 'Search listings that one may see' },
  clauses: ['JS-3', 'JS-4', 'JS-5', 'JS-6'],
  permission: 'listing.read',
  query: z.strictObject({
    ...paging,
    /** Product, specification, manufacturer, code, certificate: every word has to occur. */
    search: text(120).optional(),
    class: listingClass.optional(),
    form: listingForm.optional(),
    /** Listed ones where nothing is said; 'any' also shows suspended and withdrawn ones. */
    state: z.enum(['listed', 'suspended', 'withdrawn', 'any']).default('listed'),
    managedBy: managingLevel.optional(),
    jurisdiction: jurisdictionCode.optional(),
    manufacturerId: uuid.optional(),
    /** Bounds on the price of one smallest unit. */
    priceMin: yuan.optional(),
    priceMax: yuan.optional(),
    /** Only what one's institution has bargained on. */
    bargained: flag.optional(),
    /** Only what one's institution has an agreed price for. */
    agreed: flag.optional(),
    sort: z.enum(['newest', 'cheapest', 'dearest']).default('newest'),
  }),
  reply: pageOf(listingItem),
  refusals: refusals({
    'listing.searchShort': {
      zh: '请输入至少两个字的关键词，单个字不能检索',
      en: 'Type at least two characters; a single one is not searched for',
      status: 400,
    },
  }),
});

const listingUnknown = {
  'listing.unknown': {
    zh: '没有这个挂网产品，或您无权查看',
    en: 'There is no such listing that you may see',
    status: 404,
  },
} as const;

const change = z
  .object({
    id: uuid,
    listingId: uuid,
    listingNumber: z.string(),
    productName: z.string(),
    specification: z.string(),
    manufacturer: named,
    jurisdiction: jurisdictionCode,
    kind: changeKind,
    reason: z.string(),
    note: z.string(),
    evidence: z.string(),
    basis: basis.nullable(),
    /** What it would become; null for a change of state. */
    price: yuan.nullable(),
    unitsPerPurchaseUnit: z.number().int().nullable(),
    /** What the listing has now. */
    priceNow: yuan,
    unitsNow: z.number().int(),
    purchaseUnit: z.string(),
    smallestUnit: z.string(),
    state: z.enum(['waiting', 'approved', 'rejected']),
    enteredAt: moment,
    enteredBy: z.string(),
    /** The one who asks entered it, so somebody else has to decide (HN-15). */
    own: z.boolean(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    decisionNote: z.string().nullable(),
  })
  .meta({ id: 'ListingChange' });
export type ListingChange = z.output<typeof change>;

export const readListing = endpoint({
  id: 'listing.read',
  method: 'GET',
  path: '/api/listings/:listingId',
  summary: { zh: '挂网产品详情与价格变动', en: 'One listing with its price history' },
  clauses: ['JS-4', 'JS-6', 'HN-1', 'HN-7b', 'HN-12'],
  permission: 'listing.read',
  params: z.object({ listingId: uuid }),
  reply: listingItem.extend({
    certificateFlag: z.string().nullable(),
    replacedBy: z.string().nullable(),
    /** The listing of the code that replaced this one's, where there is one already. */
    replacedByListingId: uuid.nullable(),
    platform: jurisdictionCode,
    source: z.string(),
    stateReason: z.string().nullable(),
    stateNote: z.string().nullable(),
    stateBasis: basis.nullable(),
    /** Whether the asking institution may buy it, and why (JS-5, JS-18, JS-20). */
    mayBuy: z.boolean().nullable(),
    mayBuyBasis: basis.nullable(),
    audience: z.array(z.string()),
    prices: z.array(
      z.object({
        at: moment,
        price: yuan,
        unitsPerPurchaseUnit: z.number().int(),
        reason: z.string(),
        evidence: z.string(),
        basis: basis.nullable(),
      }),
    ),
    origins: z.array(
      z.object({
        platform: z.string(),
        price: yuan,
        unitsPerPurchaseUnit: z.number().int(),
        listedOn: day.nullable(),
      }),
    ),
    /** Agreed prices in force of all institutions, on the purchase unit of today. */
    othersAgreed: z.object({
      institutions: z.number().int(),
      low: yuan.nullable(),
      median: yuan.nullable(),
      high: yuan.nullable(),
    }),
    /** Measures in force against the manufacturer (JS-38, HN-12). */
    risks: z.array(standing),
    changes: z.array(change),
  }),
  refusals: listingUnknown,
});

export const listingChangeRefusals = refusals({
  ...listingUnknown,
  'listing.otherJurisdiction': {
    zh: '该产品由其他地区管理，只有管理地区可以调整',
    en: 'The listing is managed elsewhere; only that bureau changes it',
    status: 403,
  },
  'listing.reasonUnknown': { zh: '没有这种原因', en: 'There is no such reason', status: 400 },
  'listing.throughClosing': {
    zh: '暂停挂网和撤网须先列明未办结业务，请在“目录动态”中提出',
    en: 'Suspensions and withdrawals list open business first; propose them in the directory',
  },
  'listing.throughApplication': {
    zh: '因无销售暂停挂网的产品，由医疗机构书面申请、审核后恢复',
    en: 'What was suspended for want of trade is resumed on an institution’s written application',
  },
  'listing.wrongState': {
    zh: '产品当前状态不能做这项调整',
    en: 'The listing’s present state does not allow this change',
  },
  'listing.priceMissing': { zh: '请填写新的挂网价', en: 'State the new price', status: 400 },
  'listing.priceNotPositive': { zh: '挂网价须大于0', en: 'The price has to be above zero', status: 400 },
  'listing.priceSame': { zh: '价格和转换比都没有变化', en: 'Neither price nor conversion changes' },
  'listing.priceNotLower': {
    zh: '因最低价联动或申报的调整只能降价，现价为 {price} 元',
    en: 'Linkage and declared lowest prices only lower a price; it is {price} yuan now',
  },
  'listing.priceDeviates': {
    zh: '最小单位价 {price} 元与现价 {reference} 元相差超过 {share}，请核对转换比，确认无误后再提交',
    en: '{price} yuan per smallest unit differs from {reference} by more than {share}; check the conversion and confirm',
  },
  'listing.changeWaiting': {
    zh: '该产品已有一项调整待审核',
    en: 'A change of this listing already waits for approval',
  },
  ...stale,
});
const { 'listing.otherJurisdiction': otherJurisdiction } = listingChangeRefusals;

export const enterListingChange = endpoint({
  id: 'listing.enterChange',
  method: 'POST',
  path: '/api/listings/:listingId/changes',
  summary: {
    zh: '录入价格更正或恢复挂网',
    en: 'Enter a price correction or a resumption',
  },
  clauses: ['HN-7b', 'JS-13c', 'JS-14a', 'JS-14b', 'HN-11b', 'JS-38', 'HN-15'],
  permission: 'listing.changeState',
  params: z.object({ listingId: uuid }),
  body: z.strictObject({
    kind: changeKind,
    reason: z.string().max(40),
    /** What happened, in words; shown in the price history and to the manufacturer. */
    note: text(500, 4),
    /** Number of the document, application or record it rests on. */
    evidence: text(200, 2),
    price: positiveYuan.optional(),
    unitsPerPurchaseUnit: z.number().int().min(1).max(9_999_999).optional(),
    deviationConfirmed: z.boolean().default(false),
    version: z.number().int().min(1),
  }),
  reply: z.object({ id: uuid, state: z.enum(['waiting']) }),
  refusals: listingChangeRefusals,
  creates: true,
});

export const decideListingChange = endpoint({
  id: 'listing.decideChange',
  method: 'POST',
  path: '/api/listing-changes/:changeId/decision',
  summary: { zh: '审核挂网调整', en: 'Approve or reject a change of a listing' },
  clauses: ['HN-7b', 'HN-15', 'JS-14a'],
  permission: 'listing.approve',
  params: z.object({ changeId: uuid }),
  body: z.strictObject({ approve: z.boolean(), note: text(500).default('') }),
  reply: z.object({
    id: uuid,
    state: z.enum(['approved', 'rejected']),
    listingId: uuid,
    version: z.number().int(),
  }),
  refusals: refusals({
    'listing.otherJurisdiction': otherJurisdiction,
    ...stale,
    'listing.changeUnknown': { zh: '没有这项调整', en: 'There is no such change', status: 404 },
    'listing.changeDecided': { zh: '这项调整已经审核', en: 'The change is decided already' },
    'listing.ownChange': {
      zh: '录入人不能审核自己录入的调整，请由另一位负责人审核',
      en: 'Whoever entered a change does not approve it; somebody else has to',
      status: 403,
    },
    'listing.noteMissing': { zh: '不同意时请说明原因', en: 'A rejection needs its reason', status: 400 },
  }),
});

export const listListingChanges = endpoint({
  id: 'listing.listChanges',
  method: 'GET',
  path: '/api/listing-changes',
  summary: { zh: '挂网调整及审核', en: 'Changes of listings' },
  clauses: ['HN-7b', 'HN-15'],
  permission: 'listing.changeState',
  query: z.strictObject({ ...paging, state: z.enum(['waiting', 'approved', 'rejected']).optional() }),
  reply: pageOf(change),
});

/** One finding about one row of a workbook. */
export const findingShape = z.object({
  code: z.string(),
  severity: z.enum(['error', 'confirm', 'note']),
  column: z.string().nullable(),
  basis: basis.nullable(),
  facts,
  text: z.object({ zh: z.string(), en: z.string() }),
});
