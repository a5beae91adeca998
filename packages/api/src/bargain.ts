import { z } from 'zod';
import { type BargainRefusal, some } from './bargain-refusals.ts';
import {
  bargainItem,
  bargainKind,
  bargainState,
  dueKind,
  note,
  outcome,
  params,
  product,
} from './bargain-shapes.ts';
import { endpoint } from './endpoint.ts';
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
import { zoneColour, zoneFinding } from './zone.ts';

const openingRefusals = [
  'bargain.listingUnknown',
  'bargain.notVisible',
  'bargain.listingNotListed',
  'bargain.alliedInTerm',
  'bargain.inRound',
  'bargain.aboveListingPrice',
  'bargain.poolAtListingPrice',
  'bargain.joiningWindow',
] as const satisfies readonly BargainRefusal[];

export const openBargain = endpoint({
  id: 'bargain.open',
  method: 'POST',
  path: '/api/bargains',
  summary: { zh: '发起议价或拼单议价', en: 'Open a bargain, alone or pooled' },
  clauses: ['JS-11', 'JS-11A', 'JS-11B', 'JS-11C', 'JS-12A', 'JS-25a', 'HN-5'],
  permission: 'bargain.open',
  body: z.strictObject({
    listingId: uuid,
    price: positiveYuan,
    quantity: positiveCount,
    note,
    /** The price was really traded elsewhere, and the institution can show the record. */
    claimsTraded: z.boolean().default(false),
    /** Last day on which others may join; null for a bargain of one's own. */
    joiningUntil: day.nullable().default(null),
  }),
  reply: outcome,
  refusals: some(...openingRefusals, 'bargain.priceBlocked', 'bargain.alreadyOpen'),
  creates: true,
});

export const previewBargain = endpoint({
  id: 'bargain.preview',
  method: 'GET',
  path: '/api/bargain-preview',
  summary: { zh: '提交前查看议价类别、期限和价格区域', en: 'What an offer would lead to, before it is made' },
  clauses: ['JS-11A', 'JS-11B', 'JS-11C', 'JS-12'],
  permission: 'bargain.open',
  query: z.strictObject({
    listingId: uuid,
    price: positiveYuan,
    claimsTraded: z.enum(['true', 'false']).default('false'),
    joiningUntil: day.optional(),
  }),
  reply: z.object({
    kind: bargainKind,
    state: bargainState,
    due: deadline.nullable(),
    dueKind,
    /** The article by which the offer would be agreed at once. */
    basis: basis.nullable(),
    zone: zoneFinding,
    /** Real trades on the platform at this very price. */
    tradesAtPrice: z.number().int(),
    /** The price in force that the institution agreed on before. */
    ownAgreedPrice: yuan.nullable(),
  }),
  refusals: some(...openingRefusals),
});

export const listBargains = endpoint({
  id: 'bargain.list',
  method: 'GET',
  path: '/api/bargains',
  summary: { zh: '本单位的议价', en: 'Bargains that one takes part in or supervises' },
  clauses: ['JS-11'],
  permission: 'bargain.read',
  query: z.strictObject({
    ...paging,
    /** 'mine': it is my turn; 'running': not ended; 'ended'. */
    show: z.enum(['mine', 'running', 'ended', 'all']).default('all'),
    state: bargainState.optional(),
    kind: bargainKind.optional(),
    listingId: uuid.optional(),
    search: text(60).optional(),
  }),
  reply: pageOf(bargainItem).extend({
    counts: z.object({ mine: z.number().int(), running: z.number().int() }),
  }),
});

const offer = z.object({
  round: z.number().int(),
  side: z.enum(['institution', 'manufacturer']),
  organisation: named,
  kind: bargainKind.nullable(),
  price: yuan,
  quantity: count,
  zone: zoneColour.nullable(),
  note: z.string(),
  at: moment,
});
const tradeAtPrice = z.object({
  id: uuid,
  tradedOn: day,
  institution: z.string(),
  price: yuan,
  unitsPerPurchaseUnit: z.number().int(),
});
const evidence = z.object({
  source: z.enum(['platform', 'document']),
  tradeId: uuid.nullable(),
  place: z.string(),
  buyer: z.string(),
  document: z.string(),
  documentNumber: z.string(),
  tradedOn: day,
  price: yuan,
  unitsPerPurchaseUnit: z.number().int(),
  givenAt: moment,
  finding: z.object({ isTrue: z.boolean(), note: z.string(), at: moment }).nullable(),
});

export const readBargain = endpoint({
  id: 'bargain.read',
  method: 'GET',
  path: '/api/bargains/:bargainId',
  summary: { zh: '议价详情与往来报价', en: 'One bargain with its offers' },
  clauses: ['JS-11'],
  permission: 'bargain.read',
  params,
  reply: bargainItem.extend({
    note: z.string(),
    claimsTraded: z.boolean(),
    offers: z.array(offer),
    memberList: z.array(z.object({ institution: named, quantity: count, joinedAt: moment })),
    /** The finding at the opening: what the institution saw when it offered. */
    zoneFinding: zoneFinding.nullable(),
    outcomeBasis: basis.nullable(),
    evidence: evidence.nullable(),
    /** Real trades at this very price that the platform knows: one is evidence enough (JS-11B). */
    trades: z.array(tradeAtPrice),
    roundsLeft: z.number().int(),
  }),
  refusals: some('bargain.unknown'),
});

export const listPools = endpoint({
  id: 'bargain.listPools',
  method: 'GET',
  path: '/api/bargain-pools',
  summary: { zh: '可加入的拼单议价', en: 'Pooled bargains that one may join' },
  clauses: ['JS-11', 'HN-5'],
  permission: 'bargain.join',
  query: z.strictObject({ listingId: uuid.optional() }),
  reply: z.object({ items: z.array(bargainItem) }),
});

export const joinPool = endpoint({
  id: 'bargain.join',
  method: 'POST',
  path: '/api/bargains/:bargainId/members',
  summary: { zh: '加入拼单', en: 'Join a pooled bargain' },
  clauses: ['JS-11', 'HN-5'],
  permission: 'bargain.join',
  params,
  body: z.strictObject({ quantity: positiveCount }),
  reply: outcome,
  refusals: some(
    'bargain.unknown',
    'bargain.lapsed',
    'bargain.closed',
    'bargain.notVisible',
    'bargain.listingNotListed',
    'bargain.alliedInTerm',
    'bargain.inRound',
    'bargain.aboveListingPrice',
    'bargain.poolClosed',
    'bargain.poolFull',
    'bargain.alreadyMember',
    'bargain.alreadyOpen',
  ),
  creates: true,
});

export const leavePool = endpoint({
  id: 'bargain.leave',
  method: 'POST',
  path: '/api/bargains/:bargainId/departure',
  summary: { zh: '退出拼单', en: 'Leave a pooled bargain' },
  clauses: ['JS-11', 'HN-5'],
  permission: 'bargain.join',
  params,
  body: z.strictObject({}),
  reply: outcome,
  refusals: some(
    'bargain.unknown',
    'bargain.lapsed',
    'bargain.closed',
    'bargain.poolClosed',
    'bargain.notMember',
    'bargain.initiatorCannotLeave',
  ),
});

export const agreedPriceItem = z
  .object({
    id: uuid,
    product,
    manufacturer: named,
    institution: named,
    bargainId: uuid,
    price: yuan,
    /** Of the purchase unit at the time of the agreement. */
    unitsPerPurchaseUnit: z.number().int(),
    quantity: count,
    agreedAt: moment,
    endedAt: moment.nullable(),
  })
  .meta({ id: 'AgreedPrice' });

export const listAgreedPrices = endpoint({
  id: 'bargain.listAgreedPrices',
  method: 'GET',
  path: '/api/agreed-prices',
  summary: { zh: '议定价格（各医疗机构可见）', en: 'Agreed prices, shown to every institution' },
  clauses: ['JS-11'],
  permission: 'bargain.read',
  query: z.strictObject({
    ...paging,
    listingId: uuid.optional(),
    itemCode: text(27).optional(),
    institutionId: uuid.optional(),
    search: text(60).optional(),
    ended: z.enum(['true', 'false']).default('false'),
  }),
  reply: pageOf(agreedPriceItem),
});
