import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { day, jurisdictionCode, moment, named, pageOf, paging, text, uuid, yuan } from './wire.ts';

/** What anyone may read without signing in (JS-11, JS-39, HN-16), and how bureaus put notices there. */
const place = { jurisdiction: jurisdictionCode.default('320000') } as const;

export const portalRefusals = refusals({
  'portal.searchShort': {
    zh: '请至少输入两个字，或编码、注册证号的开头',
    en: 'Give at least two characters, or the start of a code or certificate number',
    status: 400,
  },
  'portal.unknownListing': { zh: '没有这个挂网产品', en: 'There is no such listing', status: 404 },
  'portal.unknownNotice': { zh: '没有这份公告', en: 'There is no such notice', status: 404 },
  'portal.ownNotice': {
    zh: '录入人不能发布自己录入的公告，请由另一位负责人发布',
    en: 'Whoever entered a notice does not publish it; somebody else has to',
  },
  'portal.notDraft': { zh: '公告不在待发布状态', en: 'The notice is not a draft' },
  'portal.notPublished': { zh: '公告未处于公开状态', en: 'The notice is not public' },
  'portal.otherJurisdiction': {
    zh: '只能为本辖区发布公告',
    en: 'Notices can only be entered for one’s own jurisdiction',
    status: 403,
  },
});

const publicListing = z
  .object({
    id: uuid,
    number: z.string(),
    itemCode: z.string(),
    productName: z.string(),
    specification: z.string(),
    manufacturer: z.string(),
    certificate: z.string(),
    class: z.string(),
    form: z.string(),
    managedBy: z.string(),
    jurisdiction: jurisdictionCode,
    price: yuan,
    purchaseUnit: z.string(),
    smallestUnit: z.string(),
    unitsPerPurchaseUnit: z.number().int(),
    state: z.enum(['listed', 'suspended', 'withdrawn']),
    listedOn: day,
    synthetic: z.boolean(),
  })
  .meta({ id: 'PublicListing' });

export const searchPublicListings = endpoint({
  id: 'portal.listings',
  method: 'GET',
  path: '/api/public/listings',
  summary: { zh: '公开查询挂网产品', en: 'Listings, open to anyone' },
  clauses: ['JS-2', 'JS-6', 'HN-16'],
  permission: 'public',
  query: z.strictObject({
    ...paging,
    ...place,
    search: text(120).optional(),
    state: z.enum(['listed', 'suspended', 'withdrawn']).optional(),
  }),
  reply: pageOf(publicListing),
  refusals: { 'portal.searchShort': portalRefusals['portal.searchShort'] },
});

const { 'portal.unknownListing': unknownListing, 'portal.unknownNotice': unknownNotice } = portalRefusals;

const agreed = z
  .object({
    id: uuid,
    listingId: uuid,
    productName: z.string(),
    specification: z.string(),
    manufacturer: z.string(),
    institution: z.string(),
    price: yuan,
    listingPrice: yuan,
    purchaseUnit: z.string(),
    unitsPerPurchaseUnit: z.number().int(),
    agreedAt: moment,
    endedAt: moment.nullable(),
  })
  .meta({ id: 'PublicAgreedPrice' });

export const showPublicListing = endpoint({
  id: 'portal.listing',
  method: 'GET',
  path: '/api/public/listings/:id',
  summary: {
    zh: '公开查看挂网产品、价格变动和议定价格',
    en: 'One listing with its price history and agreed prices',
  },
  clauses: ['JS-11', 'HN-16'],
  permission: 'public',
  params: z.strictObject({ id: uuid }),
  query: z.strictObject(place),
  reply: publicListing.extend({
    prices: z.array(
      z.object({ from: moment, price: yuan, unitsPerPurchaseUnit: z.number().int(), reason: z.string() }),
    ),
    agreed: z.array(agreed),
  }),
  refusals: { 'portal.unknownListing': unknownListing },
});

export const listPublicAgreedPrices = endpoint({
  id: 'portal.agreedPrices',
  method: 'GET',
  path: '/api/public/agreed-prices',
  summary: { zh: '公开查询议定价格', en: 'Agreed prices, open to anyone' },
  clauses: ['JS-11', 'HN-16'],
  permission: 'public',
  query: z.strictObject({ ...paging, ...place, listingId: uuid.optional() }),
  reply: pageOf(agreed),
});

export const noticeKinds = ['policy', 'procurement', 'directory', 'price', 'supervision', 'other'] as const;

const notice = z
  .object({
    id: uuid,
    jurisdiction: jurisdictionCode,
    kind: z.enum(noticeKinds),
    title: z.string(),
    body: z.string(),
    publishedAt: moment.nullable(),
    state: z.enum(['draft', 'published', 'withdrawn']),
    enteredBy: named.nullable(),
    synthetic: z.boolean(),
  })
  .meta({ id: 'PublicNotice' });

export const listPublicNotices = endpoint({
  id: 'portal.notices',
  method: 'GET',
  path: '/api/public/notices',
  summary: { zh: '公开公告', en: 'Public notices' },
  clauses: ['JS-39', 'HN-16'],
  permission: 'public',
  query: z.strictObject({ ...paging, ...place, kind: z.enum(noticeKinds).optional() }),
  reply: pageOf(notice),
});

export const showPublicNotice = endpoint({
  id: 'portal.notice',
  method: 'GET',
  path: '/api/public/notices/:id',
  summary: { zh: '查看公告', en: 'One public notice' },
  clauses: ['JS-39', 'HN-16'],
  permission: 'public',
  params: z.strictObject({ id: uuid }),
  query: z.strictObject(place),
  reply: notice,
  refusals: { 'portal.unknownNotice': unknownNotice },
});

export const listOwnNotices = endpoint({
  id: 'portal.ownNotices',
  method: 'GET',
  path: '/api/public-notices',
  summary: { zh: '本辖区公告（含待发布）', en: 'Notices of one’s jurisdiction, drafts included' },
  clauses: ['HN-16'],
  permission: 'portal.read',
  query: z.strictObject({ ...paging, state: z.enum(['draft', 'published', 'withdrawn']).optional() }),
  reply: pageOf(notice),
});

export const enterNotice = endpoint({
  id: 'portal.enterNotice',
  method: 'POST',
  path: '/api/public-notices',
  summary: { zh: '录入公告', en: 'Enter a notice' },
  clauses: ['JS-39', 'HN-16'],
  permission: 'portal.publish',
  creates: true,
  body: z.strictObject({
    jurisdiction: jurisdictionCode,
    kind: z.enum(noticeKinds),
    title: text(200, 2),
    body: text(20_000, 2),
  }),
  reply: z.object({ id: uuid }),
  refusals: { 'portal.otherJurisdiction': portalRefusals['portal.otherJurisdiction'] },
});

export const publishNotice = endpoint({
  id: 'portal.publishNotice',
  method: 'POST',
  path: '/api/public-notices/:id/publish',
  summary: { zh: '发布公告', en: 'Publish a notice' },
  clauses: ['HN-15', 'HN-16'],
  permission: 'portal.approve',
  params: z.strictObject({ id: uuid }),
  reply: z.object({ id: uuid, publishedAt: moment }),
  refusals: {
    'portal.unknownNotice': unknownNotice,
    'portal.ownNotice': portalRefusals['portal.ownNotice'],
    'portal.notDraft': portalRefusals['portal.notDraft'],
  },
});

export const withdrawNotice = endpoint({
  id: 'portal.withdrawNotice',
  method: 'POST',
  path: '/api/public-notices/:id/withdraw',
  summary: { zh: '撤下公告', en: 'Withdraw a notice' },
  clauses: ['HN-16'],
  permission: 'portal.approve',
  params: z.strictObject({ id: uuid }),
  body: z.strictObject({ reason: text(500, 2) }),
  reply: z.object({ id: uuid }),
  refusals: {
    'portal.unknownNotice': unknownNotice,
    'portal.notPublished': portalRefusals['portal.notPublished'],
  },
});
