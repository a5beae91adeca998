import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { executionRefusals as texts } from './execution-refusals.ts';
import { accountMark, volumeAccount, volumeEntry, volumeProgress } from './execution-shapes.ts';
import { day, pageOf, paging, text, uuid, version } from './wire.ts';
import { workbookType } from './workbook.ts';

/** Agreed volumes: what was bought of them, who is behind, what counts in assessment. */
const scope = {
  tenderId: uuid.optional(),
  institutionId: uuid.optional(),
  manufacturerId: uuid.optional(),
  productId: uuid.optional(),
  area: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
} as const;
const unknown = { 'execution.accountUnknown': texts['execution.accountUnknown'] } as const;
const params = z.object({ accountId: uuid });

export const readVolumeProgress = endpoint({
  id: 'execution.progress',
  method: 'GET',
  path: '/api/volumes/progress',
  summary: {
    zh: '约定量进度：按项目、产品、机构、城市',
    en: 'Progress of agreed volumes by round, product, institution or city',
  },
  clauses: ['SX-5.4a', 'JS-25a'],
  permission: 'execution.read',
  query: z.strictObject({
    ...scope,
    by: z.enum(['round', 'item', 'product', 'institution', 'area']).default('round'),
  }),
  /** At most 300, those furthest behind first. */
  reply: z.object({ items: z.array(volumeProgress), more: z.number().int() }),
});

export const listVolumes = endpoint({
  id: 'execution.accounts',
  method: 'GET',
  path: '/api/volumes',
  summary: { zh: '约定量台账', en: 'Volume accounts' },
  clauses: ['SX-5.4a', 'SX-5.4b'],
  permission: 'execution.read',
  query: z.strictObject({
    ...paging,
    ...scope,
    /** behind: below the line today; toExplain, toAssess: ended and not bought. */
    view: z.enum(['all', 'open', 'behind', 'ended', 'toExplain', 'toAssess', 'counted']).default('all'),
  }),
  reply: pageOf(volumeAccount),
});

export const readVolume = endpoint({
  id: 'execution.account',
  method: 'GET',
  path: '/api/volumes/:accountId',
  summary: { zh: '一个约定量台账', en: 'One volume account' },
  clauses: ['SX-5.4a'],
  permission: 'execution.read',
  params,
  reply: volumeAccount.extend({
    listings: z.array(
      z.object({
        id: uuid,
        number: z.string(),
        itemCode: z.string(),
        price: z.string(),
        purchaseUnit: z.string(),
      }),
    ),
    /** What was accepted (less what went back) up to the end of each month. */
    months: z.array(z.object({ month: day, accepted: z.string() })),
  }),
  refusals: refusals(unknown),
});

export const listVolumeEntries = endpoint({
  id: 'execution.entries',
  method: 'GET',
  path: '/api/volumes/:accountId/entries',
  summary: { zh: '台账明细', en: 'The ledger of an account' },
  clauses: ['SX-5.4a'],
  permission: 'execution.read',
  params,
  query: z.strictObject({ ...paging }),
  reply: pageOf(volumeEntry),
  refusals: refusals(unknown),
});

export const explainVolume = endpoint({
  id: 'execution.explain',
  method: 'POST',
  path: '/api/volumes/:accountId/explanation',
  summary: { zh: '说明未完成约定量的原因', en: 'Explain why the agreed volume was not bought' },
  clauses: ['SX-5.4b'],
  permission: 'execution.report',
  params,
  body: z.strictObject({ explanation: text(2000, 2), version }),
  reply: volumeAccount,
  refusals: refusals({
    ...unknown,
    'execution.notBehind': texts['execution.notBehind'],
    'execution.alreadyMarked': texts['execution.alreadyMarked'],
    'request.stale': texts['request.stale'],
  }),
});

export const markVolume = endpoint({
  id: 'execution.mark',
  method: 'POST',
  path: '/api/volumes/:accountId/mark',
  summary: { zh: '评定未完成约定量是否计入考核', en: 'Decide whether a missed volume counts in assessment' },
  clauses: ['SX-5.4b'],
  permission: 'execution.assess',
  params,
  body: z.strictObject({ mark: accountMark.exclude(['pending']), note: text(1000).default(''), version }),
  reply: volumeAccount,
  refusals: refusals({
    ...unknown,
    'execution.notBehind': texts['execution.notBehind'],
    'execution.alreadyMarked': texts['execution.alreadyMarked'],
    'execution.noteMissing': texts['execution.noteMissing'],
    'request.stale': texts['request.stale'],
  }),
});

export const volumeMarksWorkbook = endpoint({
  id: 'execution.marksWorkbook',
  method: 'GET',
  path: '/api/volumes/marks/workbook',
  summary: {
    zh: '导出考核名单（绩效、总额、协议考核用）',
    en: 'The list for assessment, budget and agreement as a workbook',
  },
  clauses: ['SX-5.4b'],
  permission: 'execution.assess',
  query: z.strictObject({ tenderId: uuid.optional() }),
  reply: z.unknown(),
  media: { reply: workbookType },
});

/** What was bought of an item although selected products come first, with the reason (SX-3.1c). */
export const listOthersBought = endpoint({
  id: 'execution.others',
  method: 'GET',
  path: '/api/volume-others',
  summary: { zh: '进度落后期间采购的非中选产品', en: 'Products not selected that were bought while behind' },
  clauses: ['SX-3.1c', 'SX-5.4a'],
  permission: 'execution.read',
  query: z.strictObject({ ...paging }),
  reply: pageOf(
    z.object({
      id: z.string(),
      orderId: uuid,
      orderNumber: z.string(),
      placedAt: z.string(),
      institution: z.string(),
      product: z.string(),
      manufacturer: z.string(),
      itemCode: z.string(),
      quantity: z.string(),
      purchaseUnit: z.string(),
      amount: z.string(),
      reason: z.string(),
      state: z.string(),
    }),
  ),
});
