import { z } from 'zod';
import { directoryKind, directoryRefusals as texts } from './directory-shapes.ts';
import { endpoint, refusals } from './endpoint.ts';
import { listingForm } from './listing.ts';
import { basis, day, jurisdictionCode, moment, named, pageOf, paging, text, uuid, yuan } from './wire.ts';

/** The public history of the directory (JS-3, HN-7b, HN-16): every change with its reason, article and document. */
const change = z
  .object({
    id: uuid,
    at: moment,
    kind: directoryKind,
    listingId: uuid,
    number: z.string(),
    itemCode: z.string(),
    productName: z.string(),
    specification: z.string(),
    manufacturer: named,
    jurisdiction: jurisdictionCode,
    place: z.string(),
    form: listingForm,
    /** Yuan per purchase unit before; null where the price did not change. */
    priceBefore: yuan.nullable(),
    unitsBefore: z.number().int().nullable(),
    price: yuan,
    unitsPerPurchaseUnit: z.number().int(),
    purchaseUnit: z.string(),
    reason: z.string(),
    note: z.string(),
    basis: basis.nullable(),
    evidence: z.string(),
    document: z.string(),
    synthetic: z.boolean(),
  })
  .meta({ id: 'DirectoryChange' });
export type DirectoryChangeItem = z.output<typeof change>;

const place = { jurisdiction: jurisdictionCode.default('320000') } as const;

export const listDirectoryChanges = endpoint({
  id: 'directory.changes',
  method: 'GET',
  path: '/api/public/directory-changes',
  summary: {
    zh: '公开查询目录变动和价格调整',
    en: 'Changes of the directory and of prices, open to anyone',
  },
  clauses: ['JS-3', 'HN-7b', 'HN-16', 'SX-5.8'],
  permission: 'public',
  query: z.strictObject({
    ...paging,
    ...place,
    kind: directoryKind.optional(),
    /** Product, firm, code or number. */
    search: text(120).optional(),
    listingId: uuid.optional(),
    manufacturerId: uuid.optional(),
    document: text(120).optional(),
    from: day.optional(),
    until: day.optional(),
  }),
  reply: pageOf(change),
  refusals: refusals({ 'directory.searchShort': texts['directory.searchShort'] }),
});

export const listDirectoryDocuments = endpoint({
  id: 'directory.documents',
  method: 'GET',
  path: '/api/public/directory-documents',
  summary: { zh: '目录变动按文件汇总', en: 'Changes of the directory by document' },
  clauses: ['HN-16', 'HN-7b'],
  permission: 'public',
  query: z.strictObject({ ...paging, ...place }),
  reply: pageOf(
    z.object({
      document: z.string(),
      at: moment,
      changes: z.number().int(),
      kinds: z.array(directoryKind),
    }),
  ),
});

export const followDirectory = endpoint({
  id: 'directory.feed',
  method: 'GET',
  path: '/api/public/directory-feed',
  summary: {
    zh: '目录变动订阅：按提交顺序，不遗漏不重复',
    en: 'The directory’s changes as a feed, in an order in which nothing is missed',
  },
  clauses: ['HN-16', 'JS-3'],
  permission: 'public',
  query: z.strictObject({ ...paging, ...place }),
  reply: z.object({
    items: z.array(change),
    /** Give it as `cursor` next time; also when nothing is new. */
    next: z.string(),
    more: z.boolean(),
  }),
});
