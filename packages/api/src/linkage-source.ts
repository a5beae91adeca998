import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { recordKind } from './linkage-shapes.ts';
import { day, jurisdictionCode, moment, pageOf, positiveYuan, uuid } from './wire.ts';
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
 * The feed by which installations read each other's prices. Entries come in an order in which nothing is ever added before a
 * place that was already read: `next` of one page is where the next reading begins, tomorrow as well as now.
 */
export const feedEntry = z
  .object({
    /** The listing on its own platform; a later entry of the same id takes the place of an earlier one. */
    id: z.string().min(1).max(64),
    version: z.number().int().min(1),
    itemCode: z.string().regex(/^C\d{26}$/),
    jurisdiction: jurisdictionCode,
    kind: recordKind,
    price: positiveYuan,
    purchaseUnit: z.string().min(1).max(20),
    unitsPerPurchaseUnit: z.number().int().min(1).max(9_999_999),
    effectiveFrom: day,
    /** The day from which it no longer holds; null while it does. */
    endedOn: day.nullable(),
    contract: z.string().max(100).nullable(),
  })
  .meta({ id: 'PriceFeedEntry' });
export type FeedEntry = z.output<typeof feedEntry>;

export const feedFormat = 'daylight-prices/1';
export const feedPage = z.object({
  format: z.literal(feedFormat),
  jurisdiction: jurisdictionCode,
  items: z.array(feedEntry),
  /** Where the next reading begins; given also at the end, to be kept. */
  next: z.string().max(400),
  /** More is there already. */
  more: z.boolean(),
});
/** The page before its entries are looked at: a bad entry is refused by itself, not with its page. */
export const feedPageLoose = feedPage.extend({ items: z.array(z.unknown()).max(1000) });

export const readPriceFeed = endpoint({
  id: 'linkage.feed',
  method: 'GET',
  path: '/api/feeds/prices',
  summary: {
    zh: '价格数据接口：按游标增量读取本平台挂网价',
    en: 'Listing prices of this platform as a feed, read on from a cursor',
  },
  clauses: ['HN-3b', 'HN-16', 'GD-5'],
  permission: 'public',
  query: z.strictObject({
    jurisdiction: jurisdictionCode.default('320000'),
    cursor: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(500),
  }),
  reply: feedPage,
  refusals: refusals({
    'linkage.cursorUnknown': {
      zh: '游标不是本接口给出的',
      en: 'The cursor is none that this feed gave',
      status: 400,
    },
  }),
});

const reading = z.object({
  id: uuid,
  startedAt: moment,
  pages: z.number().int(),
  taken: z.number().int(),
  waiting: z.number().int(),
  refused: z.number().int(),
  problem: z.string().nullable(),
  refusals: z.array(z.object({ id: z.string(), problem: z.string() })),
});
const sourceItem = z
  .object({ ...sourceFields, records: z.number().int(), readings: z.array(reading) })
  .meta({ id: 'PriceSource' });
export type PriceSource = z.output<typeof sourceItem>;

/** Why a feed is not read; also kept with the source for people. */
export const readRefusals = refusals({
  'linkage.urlNotHttps': {
    zh: '只能读取 https 地址',
    en: 'Only https addresses are read',
    status: 400,
  },
  'linkage.urlForm': { zh: '地址不正确', en: 'The address cannot be read', status: 400 },
  'linkage.hostPrivate': {
    zh: '该地址指向内部网络，不允许读取；确需读取的请由系统管理员在配置中放行',
    en: 'The address leads into a private network; the system’s configuration has to allow it',
    status: 400,
  },
  'linkage.hostUnknown': { zh: '找不到该主机', en: 'There is no such host' },
  'linkage.unreachable': { zh: '无法读取：{detail}', en: 'It cannot be read: {detail}' },
  'linkage.notAFeed': {
    zh: '对方返回的不是价格数据接口格式：{detail}',
    en: 'What came back is no price feed: {detail}',
  },
  'linkage.answerTooLarge': { zh: '对方返回的内容过大', en: 'The answer is larger than allowed' },
});

const unknown = {
  'linkage.sourceUnknown': { zh: '没有这个价格来源', en: 'There is no such source', status: 404 },
} as const;

export const listPriceSources = endpoint({
  id: 'linkage.sources',
  method: 'GET',
  path: '/api/price-sources',
  summary: { zh: '价格来源（其他平台的数据接口）', en: 'Platforms whose prices are read' },
  clauses: ['HN-3b'],
  permission: 'linkage.read',
  query: sourceQuery,
  reply: pageOf(sourceItem),
});

export const enterPriceSource = endpoint({
  id: 'linkage.enterSource',
  method: 'POST',
  path: '/api/price-sources',
  summary: { zh: '登记一个价格来源', en: 'Enter a platform to read from' },
  clauses: ['HN-3b', 'HN-15'],
  permission: 'linkage.record',
  body: newSource,
  reply: sourceOutcome,
  refusals: refusals({
    'linkage.urlNotHttps': readRefusals['linkage.urlNotHttps'],
    'linkage.urlForm': readRefusals['linkage.urlForm'],
    'linkage.hostPrivate': readRefusals['linkage.hostPrivate'],
    'linkage.ownProvince': {
      zh: '本省价格直接取自本平台，请登记外省平台',
      en: 'Prices of this province are known; enter a platform of another one',
      status: 400,
    },
  }),
  creates: true,
});

export const decidePriceSource = endpoint({
  id: 'linkage.decideSource',
  method: 'POST',
  path: '/api/price-sources/:sourceId/decision',
  summary: { zh: '审核价格来源', en: 'Open or reject a source that somebody else entered' },
  clauses: ['HN-15'],
  permission: 'linkage.verify',
  params: sourceParams,
  body: sourceDecision,
  reply: sourceOutcome,
  refusals: refusals({
    ...unknown,
    ...stale,
    'linkage.sourceDecided': sourceTexts.decided,
    'linkage.ownSource': sourceTexts.own,
  }),
});

export const pausePriceSource = endpoint({
  id: 'linkage.pauseSource',
  method: 'POST',
  path: '/api/price-sources/:sourceId/pause',
  summary: { zh: '暂停或恢复读取', en: 'Pause a source or read on' },
  permission: 'linkage.record',
  params: sourceParams,
  body: sourcePause,
  reply: sourceOutcome,
  refusals: refusals({
    ...unknown,
    ...stale,
    'linkage.sourceNotOpen': sourceTexts.notOpen,
  }),
});

export const readPriceSourceNow = endpoint({
  id: 'linkage.readSource',
  method: 'POST',
  path: '/api/price-sources/:sourceId/readings',
  summary: { zh: '立即读取', en: 'Read a source now' },
  clauses: ['HN-3b'],
  permission: 'linkage.record',
  params: sourceParams,
  body: z.strictObject({}),
  reply: z.object({
    pages: z.number().int(),
    taken: z.number().int(),
    waiting: z.number().int(),
    refused: z.number().int(),
    more: z.boolean(),
  }),
  refusals: refusals({
    ...unknown,
    ...readRefusals,
    'linkage.sourceNotOpen': sourceTexts.notOpen,
    'linkage.sourceBusy': sourceTexts.busy,
  }),
});
