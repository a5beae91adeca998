import { tenderLevels } from '@daylight/rules/tender/state.ts';
import { z } from 'zod';
import { hash } from './bidding-shapes.ts';
import { endpoint, refusals } from './endpoint.ts';
import { readRefusals } from './linkage-source.ts';
import { some as ofTender } from './tender-refusals.ts';
import {
  count,
  day,
  jurisdictionCode,
  moment,
  named,
  pageOf,
  paging,
  text,
  uuid,
  version,
  yuan,
} from './wire.ts';
import { stale } from './request.ts';
import {
  newSource,
  sourceDecision,
  sourceFields,
  sourceOutcome,
  sourceParams,
  sourcePause,
  sourceQuery,
  sourceTexts,
} from './source.ts';

/**
 * Results of national and inter-provincial rounds land at once (SX-4.1): platforms tell their final results by a feed, a
 * bureau subscribes to it, and what arrives is computed again before it is shown.
 */
const productCode = z.object({
  itemCode: z.string().regex(/^C\d{26}$/),
  purchaseUnit: z.string().min(1).max(20),
  unitsPerPurchaseUnit: z.number().int().min(1).max(9_999_999),
});
const feedItem = z.object({
  /** The category in the bundle. */
  item: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  name: z.string().min(1).max(80),
  unit: z.string().min(1).max(20),
  codePrefixes: z
    .array(z.string().regex(/^C[A-Z0-9]{2,26}$/))
    .min(1)
    .max(30),
});
export const awardEntry = z
  .object({
    /** The round on its own platform. */
    id: uuid,
    number: z.string().min(1).max(60),
    title: z.string().min(1).max(200),
    organiser: z.string().min(1).max(200),
    level: z.enum(tenderLevels),
    jurisdiction: jurisdictionCode,
    awardedAt: moment,
    termMonths: z.number().int().min(1).max(120),
    /** SHA-256 of the bundle's canonical text. */
    hash,
    items: z.array(feedItem).min(1).max(200),
    /** National codes of the products that were selected, by the product's id in the bundle. */
    codes: z
      .array(z.object({ product: z.string().min(1).max(120), codes: z.array(productCode).max(2000) }))
      .max(5000),
  })
  .meta({ id: 'AwardFeedEntry' });
export type AwardEntry = z.output<typeof awardEntry>;

export const awardFeedFormat = 'daylight-awards/1';
export const awardFeedPage = z.object({
  format: z.literal(awardFeedFormat),
  jurisdiction: jurisdictionCode,
  items: z.array(awardEntry),
  /** Where the next reading begins; given also at the end, to be kept. */
  next: z.string().max(400),
  more: z.boolean(),
});
/** The page before its entries are looked at: a bad entry is refused by itself, not with its page. */
export const awardFeedLoose = awardFeedPage.extend({ items: z.array(z.unknown()).max(100) });

const clauses = ['SX-4.1', 'SX-4.2', 'JS-24'] as const;

export const readAwardFeed = endpoint({
  id: 'bidding.feed',
  method: 'GET',
  path: '/api/feeds/awards',
  summary: {
    zh: '中选结果数据接口：按游标增量读取本平台的最终结果',
    en: 'Final results of this platform as a feed, read on from a cursor',
  },
  clauses: [...clauses],
  permission: 'public',
  query: z.strictObject({
    jurisdiction: jurisdictionCode.default('320000'),
    cursor: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(10),
  }),
  reply: awardFeedPage,
  refusals: refusals({
    'bidding.cursorUnknown': {
      zh: '游标不是本接口给出的',
      en: 'The cursor is none that this feed gave',
      status: 400,
    },
  }),
});

const sourceItem = z.object({ ...sourceFields, results: z.number().int() }).meta({ id: 'AwardSource' });
export type AwardSource = z.output<typeof sourceItem>;

const unknown = {
  'bidding.sourceUnknown': { zh: '没有这个结果来源', en: 'There is no such source', status: 404 },
} as const;

export const listAwardSources = endpoint({
  id: 'bidding.sources',
  method: 'GET',
  path: '/api/award-sources',
  summary: { zh: '中选结果来源（其他平台的数据接口）', en: 'Platforms whose results are read' },
  clauses: [...clauses],
  permission: 'bidding.land',
  query: sourceQuery,
  reply: pageOf(sourceItem),
});

export const enterAwardSource = endpoint({
  id: 'bidding.enterSource',
  method: 'POST',
  path: '/api/award-sources',
  summary: { zh: '登记一个结果来源', en: 'Enter a platform whose results are to be read' },
  clauses: [...clauses],
  permission: 'bidding.subscribe',
  body: newSource,
  reply: sourceOutcome,
  refusals: refusals({
    'linkage.urlNotHttps': readRefusals['linkage.urlNotHttps'],
    'linkage.urlForm': readRefusals['linkage.urlForm'],
    'linkage.hostPrivate': readRefusals['linkage.hostPrivate'],
    'bidding.ownProvince': {
      zh: '本省项目的结果已在本平台，请登记其他平台',
      en: 'Results of this province are here; enter the platform of another one',
      status: 400,
    },
  }),
  creates: true,
});

export const decideAwardSource = endpoint({
  id: 'bidding.decideSource',
  method: 'POST',
  path: '/api/award-sources/:sourceId/decision',
  summary: { zh: '审核结果来源', en: 'Open or reject a source that somebody else entered' },
  clauses: ['HN-15', ...clauses],
  permission: 'bidding.openSource',
  params: sourceParams,
  body: sourceDecision,
  reply: sourceOutcome,
  refusals: refusals({
    ...unknown,
    ...stale,
    'bidding.sourceDecided': sourceTexts.decided,
    'bidding.ownSource': sourceTexts.own,
  }),
});

const notOpen = {
  'bidding.sourceNotOpen': sourceTexts.notOpen,
} as const;

export const pauseAwardSource = endpoint({
  id: 'bidding.pauseSource',
  method: 'POST',
  path: '/api/award-sources/:sourceId/pause',
  summary: { zh: '暂停或恢复读取', en: 'Pause a source or read on' },
  permission: 'bidding.subscribe',
  params: sourceParams,
  body: sourcePause,
  reply: sourceOutcome,
  refusals: refusals({ ...unknown, ...stale, ...notOpen }),
});

export const readAwardSourceNow = endpoint({
  id: 'bidding.readSource',
  method: 'POST',
  path: '/api/award-sources/:sourceId/readings',
  summary: { zh: '立即读取', en: 'Read a source now' },
  clauses: [...clauses],
  permission: 'bidding.subscribe',
  params: sourceParams,
  body: z.strictObject({}),
  reply: z.object({ received: z.number().int(), broken: z.number().int(), refused: z.number().int() }),
  refusals: refusals({
    ...unknown,
    ...notOpen,
    ...readRefusals,
    'bidding.sourceBusy': sourceTexts.busy,
  }),
});

export const landedStates = ['received', 'broken', 'followed', 'dismissed'] as const;
const landedItem = z
  .object({
    id: uuid,
    number: z.string(),
    title: z.string(),
    organiser: z.string(),
    level: z.enum(tenderLevels),
    jurisdiction: jurisdictionCode,
    source: named,
    state: z.enum(landedStates),
    selected: z.number().int(),
    awardedAt: moment,
    readAt: moment,
    problem: z.string().nullable(),
    tender: z.object({ id: uuid, number: z.string() }).nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'LandedAward' });
export type LandedAward = z.output<typeof landedItem>;

export const listLanded = endpoint({
  id: 'bidding.landed',
  method: 'GET',
  path: '/api/landed-awards',
  summary: { zh: '其他平台的中选结果', en: 'Results that came from other platforms' },
  clauses: [...clauses],
  permission: 'bidding.land',
  query: z.strictObject({ ...paging, state: z.enum(landedStates).optional() }),
  reply: pageOf(landedItem),
});

/** One listing of this province that a selected product meets, and what the selected price would change. */
const metListing = z.object({
  id: uuid,
  number: z.string(),
  itemCode: z.string(),
  manufacturer: z.string(),
  jurisdiction: jurisdictionCode,
  /** Yuan per purchase unit: as listed here, and at the selected price. */
  price: yuan,
  target: yuan,
  purchaseUnit: z.string(),
  /** Purchase units bought in the year before; what the selected price would have changed, negative where it is dearer. */
  bought: count,
  effect: yuan,
});
const landedProduct = z.object({
  product: z.string(),
  name: z.string(),
  firm: z.string(),
  item: z.string(),
  itemName: z.string(),
  /** Yuan per unit of the item. */
  price: yuan,
  codes: z.number().int(),
  listings: z.array(metListing),
});
const landedUnknown = {
  'bidding.landedUnknown': { zh: '没有这个结果', en: 'There is no such result', status: 404 },
} as const;
const landedParams = z.object({ landedId: uuid });

export const readLanded = endpoint({
  id: 'bidding.readLanded',
  method: 'GET',
  path: '/api/landed-awards/:landedId',
  summary: {
    zh: '一个落地结果：对本省意味着什么',
    en: 'One result, and what it means here: items, use, listings',
  },
  clauses: [...clauses],
  permission: 'bidding.land',
  params: landedParams,
  reply: landedItem.extend({
    hash,
    engine: z.string(),
    termMonths: z.number().int(),
    note: z.string(),
    boughtFrom: day,
    boughtBefore: day,
    items: z.array(
      feedItem.extend({
        /** Institutions of the province that bought of it in the year before, and for how much. */
        institutions: z.number().int(),
        amount: yuan,
        /** A round of the province that buys these codes now. */
        round: z.object({ id: uuid, number: z.string(), title: z.string() }).nullable(),
      }),
    ),
    products: z.array(landedProduct),
    effect: yuan,
    mayFollow: z.boolean(),
  }),
  refusals: refusals(landedUnknown),
});

export const followLanded = endpoint({
  id: 'bidding.followLanded',
  method: 'POST',
  path: '/api/landed-awards/:landedId/follow',
  summary: {
    zh: '确认落地：建立跟标项目（品种、机构、产品对应一次生成）',
    en: 'Follow a result: one step makes the round with its items, institutions and pairs',
  },
  clauses: [...clauses],
  permission: 'bidding.subscribe',
  params: landedParams,
  body: z.strictObject({
    version,
    title: text(120, 2).optional(),
    /** Left out: the whole of one's own jurisdiction. */
    regions: z.array(jurisdictionCode).max(40).default([]),
    demandFromAt: moment.optional(),
    demandDueAt: moment.optional(),
  }),
  reply: z.object({
    tenderId: uuid,
    number: z.string(),
    institutions: z.number().int(),
    products: z.number().int(),
    pairs: z.number().int(),
  }),
  refusals: refusals({
    ...landedUnknown,
    ...stale,
    'bidding.landedDecided': {
      zh: '这个结果已经处理过',
      en: 'The result was dealt with already',
    },
    'bidding.landedBroken': {
      zh: '这个结果核验不一致，不能跟标：{problem}',
      en: 'The result does not verify, so nothing follows it: {problem}',
    },
    'bidding.nothingMet': {
      zh: '本省挂网目录中没有该结果的中选产品，无法跟标',
      en: 'No product that was selected is listed in this province',
    },
    ...ofTender(
      'tender.notOrganiser',
      'tender.noInstitutions',
      'tender.itemInWiderRound',
      'tender.itemInVolumeRound',
      'tender.regionUnknown',
      'tender.codesTwice',
    ),
  }),
  creates: true,
});

export const dismissLanded = endpoint({
  id: 'bidding.dismissLanded',
  method: 'POST',
  path: '/api/landed-awards/:landedId/dismissal',
  summary: { zh: '不予跟标并说明理由', en: 'Do not follow a result, with the reason' },
  clauses: [...clauses],
  permission: 'bidding.subscribe',
  params: landedParams,
  body: z.strictObject({ version, note: text(500, 4) }),
  reply: z.object({ id: uuid, state: z.enum(landedStates), version }),
  refusals: refusals({
    ...landedUnknown,
    ...stale,
    'bidding.landedDecided': {
      zh: '这个结果已经处理过',
      en: 'The result was dealt with already',
    },
  }),
});
