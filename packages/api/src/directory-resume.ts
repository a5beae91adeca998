import { z } from 'zod';
import { directoryRefusals as texts, product, resumption, resumptionState } from './directory-shapes.ts';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceIds } from './evidence.ts';
import { day, jurisdictionCode, moment, pageOf, paging, text, uuid, yuan } from './wire.ts';

/** A suspended product is resumed on an institution's written application (JS-14a); city listings of one code become one (HN-1). */
export const applyForResumption = endpoint({
  id: 'directory.applyResumption',
  method: 'POST',
  path: '/api/directory/resumptions',
  summary: { zh: '医疗机构书面申请恢复挂网', en: 'An institution applies for resumption' },
  clauses: ['JS-14a'],
  permission: 'directory.resume',
  body: z.strictObject({
    listingId: uuid,
    /** Why it is needed, and how much. */
    need: text(500, 4),
    evidenceIds,
  }),
  reply: resumption,
  refusals: refusals({
    'listing.unknown': texts['listing.unknown'],
    'directory.notSuspended': texts['directory.notSuspended'],
    'directory.otherGround': texts['directory.otherGround'],
    'directory.notToBuy': texts['directory.notToBuy'],
    'directory.evidenceMissing': texts['directory.evidenceMissing'],
    'directory.alreadyApplied': texts['directory.alreadyApplied'],
    ...attachRefusals,
  }),
  creates: true,
});

export const listResumptions = endpoint({
  id: 'directory.resumptions',
  method: 'GET',
  path: '/api/directory/resumptions',
  summary: { zh: '恢复挂网申请', en: 'Applications for resumption' },
  clauses: ['JS-14a'],
  permission: 'directory.read',
  query: z.strictObject({ ...paging, state: resumptionState.optional(), listingId: uuid.optional() }),
  reply: pageOf(resumption),
});

const unknown = {
  'directory.resumptionUnknown': texts['directory.resumptionUnknown'],
  'request.stale': texts['request.stale'],
} as const;
const step = { params: z.object({ resumptionId: uuid }), reply: resumption } as const;

export const checkResumption = endpoint({
  id: 'directory.checkResumption',
  method: 'POST',
  path: '/api/directory/resumptions/:resumptionId/check',
  summary: { zh: '审核恢复挂网申请', en: 'Check an application for resumption' },
  clauses: ['JS-14a', 'HN-15'],
  permission: 'directory.manage',
  ...step,
  body: z.strictObject({
    recommend: z.boolean(),
    note: text(500).default(''),
    version: z.number().int().min(1),
  }),
  refusals: refusals({
    ...unknown,
    'listing.otherJurisdiction': texts['listing.otherJurisdiction'],
    'directory.resumptionNotApplied': texts['directory.resumptionNotApplied'],
    'directory.noteMissing': texts['directory.noteMissing'],
  }),
});

export const decideResumption = endpoint({
  id: 'directory.decideResumption',
  method: 'POST',
  path: '/api/directory/resumptions/:resumptionId/decision',
  summary: { zh: '决定恢复挂网申请', en: 'Decide an application for resumption' },
  clauses: ['JS-14a', 'HN-15'],
  permission: 'directory.decide',
  ...step,
  body: z.strictObject({
    approve: z.boolean(),
    note: text(500).default(''),
    version: z.number().int().min(1),
  }),
  refusals: refusals({
    ...unknown,
    'listing.otherJurisdiction': texts['listing.otherJurisdiction'],
    'directory.resumptionNotChecked': texts['directory.resumptionNotChecked'],
    'directory.ownCheck': texts['directory.ownCheck'],
    'directory.noteMissing': texts['directory.noteMissing'],
    'directory.notSuspended': texts['directory.notSuspended'],
  }),
});

export const recallResumption = endpoint({
  id: 'directory.recallResumption',
  method: 'POST',
  path: '/api/directory/resumptions/:resumptionId/recall',
  summary: { zh: '撤回恢复挂网申请', en: 'Take back an application for resumption' },
  clauses: ['JS-14a'],
  permission: 'directory.resume',
  ...step,
  body: z.strictObject({ version: z.number().int().min(1) }),
  refusals: refusals({
    ...unknown,
    'directory.resumptionNotApplied': texts['directory.resumptionNotApplied'],
  }),
});

export const mergeSource = z
  .object({
    id: uuid,
    number: z.string(),
    jurisdiction: jurisdictionCode,
    place: z.string(),
    state: z.enum(['listed', 'suspended', 'withdrawn']),
    price: yuan,
    unitsPerPurchaseUnit: z.number().int(),
    purchaseUnit: z.string(),
    listedOn: day,
    version: z.number().int(),
    /** Former platforms it came from, with their prices. */
    origins: z.array(z.object({ platform: z.string(), price: yuan, unitsPerPurchaseUnit: z.number().int() })),
  })
  .meta({ id: 'MergeSource' });
export type MergeSourceItem = z.output<typeof mergeSource>;

const { listingId: _listing, number: _number, jurisdiction: _place, ...item } = product;

export const listDuplicates = endpoint({
  id: 'directory.duplicates',
  method: 'GET',
  path: '/api/directory/duplicates',
  summary: {
    zh: '各城市重复挂网的编码',
    en: 'Codes that several former city platforms have listed',
  },
  clauses: ['HN-1', 'JS-5'],
  permission: 'directory.manage',
  query: z.strictObject({
    ...paging,
    /** Also codes that one city alone has listed: they can move to the province as they are. */
    single: z.enum(['true', 'false']).default('false'),
  }),
  reply: pageOf(
    z.object({
      ...item,
      /** Which listing would stay and at whose price; null with the code of what stands in the way. */
      keptId: uuid.nullable(),
      lowestId: uuid.nullable(),
      obstacle: z.string().nullable(),
      waitingId: uuid.nullable(),
      sources: z.array(mergeSource),
    }),
  ),
});

const merge = z
  .object({
    id: uuid,
    mergeNumber: z.string(),
    ...item,
    jurisdiction: jurisdictionCode,
    keptListingId: uuid,
    sources: z.array(mergeSource.omit({ origins: true })),
    note: z.string(),
    state: z.enum(['waiting', 'approved', 'rejected']),
    enteredAt: moment,
    enteredBy: z.string(),
    own: z.boolean(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    decisionNote: z.string(),
  })
  .meta({ id: 'DirectoryMerge' });
export type MergeItem = z.output<typeof merge>;

export const enterMerges = endpoint({
  id: 'directory.enterMerges',
  method: 'POST',
  path: '/api/directory/merges',
  summary: {
    zh: '录入归并：城市挂网产品转为省级管理',
    en: 'Enter merges: city listings move to the province',
  },
  clauses: ['HN-1', 'JS-5', 'HN-15'],
  permission: 'directory.manage',
  body: z.strictObject({
    itemCodes: z.array(z.string().max(40)).min(1).max(100),
    note: text(500, 4),
  }),
  reply: z.object({
    entered: z.number().int(),
    lines: z.array(z.object({ itemCode: z.string(), id: uuid.nullable(), code: z.string().nullable() })),
  }),
  refusals: refusals({
    'directory.nothingToMerge': texts['directory.nothingToMerge'],
    'directory.mergeWaiting': texts['directory.mergeWaiting'],
    'listing.otherJurisdiction': texts['listing.otherJurisdiction'],
  }),
  creates: true,
});

export const listMerges = endpoint({
  id: 'directory.merges',
  method: 'GET',
  path: '/api/directory/merges',
  summary: { zh: '归并及审核', en: 'Merges and their approval' },
  clauses: ['HN-1', 'HN-15'],
  permission: 'directory.read',
  query: z.strictObject({ ...paging, state: z.enum(['waiting', 'approved', 'rejected']).optional() }),
  reply: pageOf(merge),
});

export const decideMerge = endpoint({
  id: 'directory.decideMerge',
  method: 'POST',
  path: '/api/directory/merges/:mergeId/decision',
  summary: { zh: '审核归并', en: 'Approve or reject a merge' },
  clauses: ['HN-1', 'JS-5', 'HN-15'],
  permission: 'directory.decide',
  params: z.object({ mergeId: uuid }),
  body: z.strictObject({ approve: z.boolean(), note: text(500).default('') }),
  reply: merge,
  refusals: refusals({
    'directory.mergeUnknown': texts['directory.mergeUnknown'],
    'directory.mergeDecided': texts['directory.mergeDecided'],
    'directory.ownMerge': texts['directory.ownMerge'],
    'directory.noteMissing': texts['directory.noteMissing'],
    'directory.mergeOutdated': texts['directory.mergeOutdated'],
    'directory.mergeClosing': texts['directory.mergeClosing'],
    'directory.noneListed': texts['directory.noneListed'],
  }),
});
