import { z } from 'zod';
import {
  closing,
  closingKind,
  closingState,
  deliveryMonth,
  directoryRefusals as texts,
  lifeItem,
  openCounts,
  openThing,
  product,
  said,
} from './directory-shapes.ts';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceFile, evidenceIds } from './evidence.ts';
import { basis, jurisdictionCode, pageOf, paging, text, uuid } from './wire.ts';

/** How products leave the directory: what is about to be suspended, closings with what is still open, delivery rates. */
export const listLives = endpoint({
  id: 'directory.lives',
  method: 'GET',
  path: '/api/directory/listings',
  summary: {
    zh: '挂网产品动态：即将暂停、办理中、已暂停',
    en: 'Life of listings: about to be suspended, closing, suspended',
  },
  clauses: ['JS-3', 'JS-14a', 'HN-7b'],
  permission: 'directory.read',
  query: z.strictObject({
    ...paging,
    /** idle: announced to be suspended; closing: decided and waiting; suspended; all. */
    stage: z.enum(['idle', 'closing', 'suspended', 'all']).default('idle'),
    jurisdiction: jurisdictionCode.optional(),
    manufacturerId: uuid.optional(),
  }),
  reply: pageOf(lifeItem),
});

/** What a closing would meet: shown before it is proposed, and later until nothing is open. */
export const readOpenBusiness = endpoint({
  id: 'directory.open',
  method: 'GET',
  path: '/api/directory/listings/:listingId/open',
  summary: {
    zh: '产品未办结的订单、议价、退货和发票',
    en: 'Open orders, bargains, returns and invoices of a listing',
  },
  clauses: ['JS-14b', 'SX-5.8'],
  permission: 'directory.read',
  params: z.object({ listingId: uuid }),
  reply: z.object({
    ...product,
    version: z.number().int(),
    counts: openCounts,
    /** One's own of them; all for the bureau. At most 200, the oldest first. */
    things: z.array(openThing),
    closingId: uuid.nullable(),
  }),
  refusals: refusals({ 'listing.unknown': texts['listing.unknown'] }),
});

export const readDelivery = endpoint({
  id: 'directory.delivery',
  method: 'GET',
  path: '/api/directory/listings/:listingId/delivery',
  summary: { zh: '产品逐月配送率', en: 'Delivery rate of a listing by month' },
  clauses: ['HN-11b'],
  permission: 'directory.read',
  params: z.object({ listingId: uuid }),
  reply: z.object({
    ...product,
    /** The least rate as a fraction and for how many months one after another. */
    over: z.number().int(),
    under: z.number().int(),
    windowMonths: z.number().int(),
    basis,
    lowThroughout: z.boolean(),
    months: z.array(deliveryMonth),
  }),
  refusals: refusals({ 'listing.unknown': texts['listing.unknown'] }),
});

export const listLowDelivery = endpoint({
  id: 'directory.lowDelivery',
  method: 'GET',
  path: '/api/directory/low-delivery',
  summary: {
    zh: '配送率连续偏低的产品',
    en: 'Listings whose delivery rate is low month after month',
  },
  clauses: ['HN-11b'],
  permission: 'directory.read',
  query: z.strictObject({ ...paging }),
  reply: pageOf(z.object({ ...product, months: z.array(deliveryMonth), closingId: uuid.nullable() })),
});

const proposing = {
  'listing.unknown': texts['listing.unknown'],
  'listing.reasonUnknown': texts['listing.reasonUnknown'],
  'listing.wrongState': texts['listing.wrongState'],
  'request.stale': texts['request.stale'],
  'directory.notLowDelivery': texts['directory.notLowDelivery'],
  'directory.closingRunning': texts['directory.closingRunning'],
  ...attachRefusals,
} as const;

export const proposeClosing = endpoint({
  id: 'directory.proposeClosing',
  method: 'POST',
  path: '/api/directory/closings',
  summary: {
    zh: '提出暂停挂网、撤网或取消挂网资格',
    en: 'Propose a suspension, withdrawal or cancellation',
  },
  clauses: ['JS-3', 'JS-13c', 'HN-7b', 'HN-11b', 'JS-38', 'SX-5.8'],
  permission: 'directory.manage',
  body: z.strictObject({
    listingId: uuid,
    kind: closingKind,
    reason: z.string().max(40),
    ...said,
    evidenceIds: evidenceIds.default([]),
    version: z.number().int().min(1),
  }),
  reply: closing,
  refusals: refusals({ ...proposing, 'listing.otherJurisdiction': texts['listing.otherJurisdiction'] }),
  creates: true,
});

export const applyForWithdrawal = endpoint({
  id: 'directory.withdraw',
  method: 'POST',
  path: '/api/directory/withdrawals',
  summary: {
    zh: '企业申请撤网：停产、停售或变更注册',
    en: 'The enterprise withdraws a listing: production or sale stopped, registration changed',
  },
  clauses: ['JS-14b', 'SX-5.8'],
  permission: 'directory.withdraw',
  body: z.strictObject({
    listingId: uuid,
    reason: z.enum(['stoppedProduction', 'stoppedSale', 'registrationChanged']),
    ...said,
    evidenceIds: evidenceIds.default([]),
    version: z.number().int().min(1),
  }),
  reply: closing,
  refusals: refusals(proposing),
  creates: true,
});

export const listClosings = endpoint({
  id: 'directory.closings',
  method: 'GET',
  path: '/api/directory/closings',
  summary: { zh: '暂停和撤网办理', en: 'Closings and how far they are' },
  clauses: ['JS-14b', 'HN-7b', 'HN-11b'],
  permission: 'directory.read',
  query: z.strictObject({
    ...paging,
    state: closingState.optional(),
    kind: closingKind.optional(),
    listingId: uuid.optional(),
  }),
  reply: pageOf(closing),
});

const unknown = { 'directory.closingUnknown': texts['directory.closingUnknown'] } as const;

export const readClosing = endpoint({
  id: 'directory.closing',
  method: 'GET',
  path: '/api/directory/closings/:closingId',
  summary: { zh: '一项暂停或撤网及其未办结业务', en: 'One closing with what is still open' },
  clauses: ['JS-14b', 'SX-5.8'],
  permission: 'directory.read',
  params: z.object({ closingId: uuid }),
  reply: closing.extend({ things: z.array(openThing), files: z.array(evidenceFile) }),
  refusals: refusals(unknown),
});

export const decideClosing = endpoint({
  id: 'directory.decideClosing',
  method: 'POST',
  path: '/api/directory/closings/:closingId/decision',
  summary: { zh: '决定暂停或撤网', en: 'Decide a closing' },
  clauses: ['HN-15', 'JS-14b', 'HN-11b'],
  permission: 'directory.decide',
  params: z.object({ closingId: uuid }),
  body: z.strictObject({
    approve: z.boolean(),
    note: text(500).default(''),
    version: z.number().int().min(1),
  }),
  reply: closing,
  refusals: refusals({
    ...unknown,
    'listing.otherJurisdiction': texts['listing.otherJurisdiction'],
    'listing.wrongState': texts['listing.wrongState'],
    'request.stale': texts['request.stale'],
    'directory.closingNotProposed': texts['directory.closingNotProposed'],
    'directory.ownClosing': texts['directory.ownClosing'],
    'directory.noteMissing': texts['directory.noteMissing'],
  }),
});

export const recallClosing = endpoint({
  id: 'directory.recallClosing',
  method: 'POST',
  path: '/api/directory/closings/:closingId/recall',
  summary: { zh: '撤回尚未决定的暂停或撤网', en: 'Take back a closing that is not decided yet' },
  clauses: ['JS-14b'],
  permission: 'directory.read',
  params: z.object({ closingId: uuid }),
  body: z.strictObject({ version: z.number().int().min(1) }),
  reply: closing,
  refusals: refusals({
    ...unknown,
    'request.stale': texts['request.stale'],
    'directory.closingNotProposed': texts['directory.closingNotProposed'],
    'directory.notProposer': texts['directory.notProposer'],
  }),
});
