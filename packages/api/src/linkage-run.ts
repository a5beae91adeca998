import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { lowestShape } from './linkage-shapes.ts';
import {
  basis,
  count,
  day,
  jurisdictionCode,
  moment,
  pageOf,
  paging,
  text,
  uuid,
  version,
  yuan,
} from './wire.ts';
import { workbookType } from './workbook.ts';
import { stale } from './request.ts';

/** The yearly linkage to the lowest prices of the country (JS-13b). */
export const runState = z.enum([
  'previewing',
  'previewed',
  'submitted',
  'published',
  'settled',
  'executing',
  'executed',
  'cancelled',
]);
const report = z.object({
  /** Listings looked at, and what was found. */
  listings: z.number().int(),
  lowered: z.number().int(),
  warned: z.number().int(),
  /** What the year's purchases would have cost less, in yuan. */
  effect: yuan,
  kept: z.number().int(),
  executed: z.number().int(),
  overtaken: z.number().int(),
});
const runItem = z
  .object({
    id: uuid,
    number: z.string(),
    jurisdiction: jurisdictionCode,
    year: z.number().int(),
    state: runState,
    priceDay: day,
    executeOn: day,
    done: z.number().int(),
    total: z.number().int(),
    report,
    basis: z.array(basis),
    enteredAt: moment,
    enteredBy: z.string(),
    own: z.boolean(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    note: z.string(),
    executedAt: moment.nullable(),
    publicity: z
      .object({ id: uuid, number: z.string(), endsAt: moment, provisional: z.boolean() })
      .nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'LinkageRun' });
export type LinkageRun = z.output<typeof runItem>;

const unknown = {
  'linkage.runUnknown': { zh: '没有这次联动', en: 'There is no such run', status: 404 },
} as const;
const wrongState = {
  'linkage.runWrongState': {
    zh: '联动当前状态不能做这项操作',
    en: 'The run’s present state does not allow this',
  },
} as const;
const params = z.object({ runId: uuid });
const step = z.object({ id: uuid, state: runState, version: z.number().int() });

export const startLinkageRun = endpoint({
  id: 'linkage.startRun',
  method: 'POST',
  path: '/api/linkage-runs',
  summary: { zh: '开始年度联动并测算', en: 'Begin a yearly linkage with its preview' },
  clauses: ['JS-13b', 'GD-5'],
  permission: 'linkage.run',
  body: z.strictObject({ priceDay: day, executeOn: day }),
  reply: z.object({ id: uuid, number: z.string(), state: runState }),
  refusals: refusals({
    'linkage.runUnderWay': { zh: '已有一次联动在进行', en: 'A run is under way already' },
    'linkage.runTooSoon': {
      zh: '距上次联动执行（{last}）不足一个周期，下次不早于 {next}',
      en: 'The last linkage was executed on {last}; the next is not before {next}',
    },
    'linkage.priceDayInFuture': {
      zh: '价格截止日不能晚于今天',
      en: 'The day of the prices is not in the future',
      status: 400,
    },
    'linkage.executeTooSoon': {
      zh: '执行日期不能早于 {first}：结果先公示，再执行',
      en: 'Not before {first}: the results are published first',
      status: 400,
    },
  }),
  creates: true,
});

export const listLinkageRuns = endpoint({
  id: 'linkage.runs',
  method: 'GET',
  path: '/api/linkage-runs',
  summary: { zh: '年度联动', en: 'Yearly linkages' },
  clauses: ['JS-13b'],
  permission: 'linkage.read',
  query: z.strictObject({ ...paging }),
  reply: pageOf(runItem),
});

export const readLinkageRun = endpoint({
  id: 'linkage.readRun',
  method: 'GET',
  path: '/api/linkage-runs/:runId',
  summary: { zh: '一次年度联动', en: 'One yearly linkage' },
  clauses: ['JS-13b'],
  permission: 'linkage.read',
  params,
  reply: runItem.extend({
    /** The enterprises with the largest effect, for the chart. */
    byManufacturer: z.array(z.object({ name: z.string(), products: z.number().int(), effect: yuan })),
  }),
  refusals: unknown,
});

const runLine = z.object({
  listingId: uuid,
  number: z.string(),
  itemCode: z.string(),
  productName: z.string(),
  specification: z.string(),
  manufacturer: z.string(),
  purchaseUnit: z.string(),
  unitsPerPurchaseUnit: z.number().int(),
  priceFrom: yuan,
  priceTo: yuan.nullable(),
  /** Purchase units bought in the year before. */
  bought: count,
  effect: yuan,
  lowest: lowestShape.nullable(),
  warnings: z.array(
    z.object({
      compares: z.enum(['packs', 'specifications', 'selected']),
      action: z.enum(['warn', 'limit']),
      limit: yuan,
      reference: yuan,
      referenceListingId: uuid,
      basis,
    }),
  ),
  state: z.enum(['proposed', 'free', 'kept', 'executed', 'overtaken', 'warning']),
});
export type LinkageRunLine = z.output<typeof runLine>;

export const listLinkageRunLines = endpoint({
  id: 'linkage.runLines',
  method: 'GET',
  path: '/api/linkage-runs/:runId/lines',
  summary: { zh: '联动测算：逐产品', en: 'A linkage product by product, the largest effect first' },
  clauses: ['JS-13b', 'GD-5'],
  permission: 'linkage.read',
  params,
  query: z.strictObject({
    ...paging,
    state: runLine.shape.state.optional(),
  }),
  reply: pageOf(runLine),
  refusals: unknown,
});

export const submitLinkageRun = endpoint({
  id: 'linkage.submitRun',
  method: 'POST',
  path: '/api/linkage-runs/:runId/submission',
  summary: { zh: '提交审批', en: 'Hand the preview over for approval' },
  clauses: ['JS-13b', 'HN-15'],
  permission: 'linkage.run',
  params,
  body: z.strictObject({ version }),
  reply: step,
  refusals: refusals({
    ...unknown,
    ...stale,
    ...wrongState,
    'linkage.nothingToLink': { zh: '没有需要调整的产品', en: 'No price would change' },
  }),
});

export const previewLinkageAgain = endpoint({
  id: 'linkage.previewAgain',
  method: 'POST',
  path: '/api/linkage-runs/:runId/preview',
  summary: { zh: '重新测算', en: 'Count the preview again' },
  clauses: ['JS-13b'],
  permission: 'linkage.run',
  params,
  body: z.strictObject({ version }),
  reply: step,
  refusals: refusals({ ...unknown, ...stale, ...wrongState }),
});

export const cancelLinkageRun = endpoint({
  id: 'linkage.cancelRun',
  method: 'POST',
  path: '/api/linkage-runs/:runId/cancellation',
  summary: { zh: '取消联动', en: 'Cancel a run that was not executed' },
  permission: 'linkage.run',
  params,
  body: z.strictObject({ version, note: text(500, 2) }),
  reply: step,
  refusals: refusals({ ...unknown, ...stale, ...wrongState }),
});

export const decideLinkageRun = endpoint({
  id: 'linkage.decideRun',
  method: 'POST',
  path: '/api/linkage-runs/:runId/decision',
  summary: { zh: '审批联动并公示', en: 'Approve a run, which publishes it' },
  clauses: ['JS-13b', 'HN-15'],
  permission: 'linkage.approve',
  params,
  body: z.strictObject({ version, approve: z.boolean(), note: text(500).default('') }),
  reply: step,
  refusals: refusals({
    ...unknown,
    ...stale,
    ...wrongState,
    'linkage.ownRun': {
      zh: '发起人不能审批自己发起的联动',
      en: 'Whoever began a run does not approve it',
      status: 403,
    },
    'linkage.noteMissing': { zh: '退回时请说明原因', en: 'A rejection needs its reason', status: 400 },
  }),
});

export const linkageRunWorkbook = endpoint({
  id: 'linkage.runWorkbook',
  method: 'GET',
  path: '/api/linkage-runs/:runId/workbook',
  summary: { zh: '下载联动报告', en: 'The report of a run as a workbook' },
  clauses: ['JS-13b'],
  permission: 'linkage.read',
  params,
  reply: z.unknown(),
  refusals: unknown,
  media: { reply: workbookType },
});
