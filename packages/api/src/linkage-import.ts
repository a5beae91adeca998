import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { recordFindingShape } from './linkage-findings.ts';
import { moment, pageOf, paging, text, uuid, version } from './wire.ts';
import { importState, workbookRefusals, workbookType } from './workbook.ts';
import { stale } from './request.ts';

/** Import of a workbook of prices (HN-3b): one officer enters, every row is checked, another approves (HN-15). */
const verdict = z.enum(['good', 'doubtful', 'bad']);

const tally = z.object({
  rows: z.number().int(),
  good: z.number().int(),
  doubtful: z.number().int(),
  bad: z.number().int(),
  /** Doubtful rows without an explanation of their own. */
  unexplained: z.number().int(),
  findings: z.record(z.string(), z.number().int()),
});

const importItem = z
  .object({
    id: uuid,
    number: z.string(),
    fileName: z.string(),
    state: importState,
    report: tally,
    reason: z.string(),
    enteredAt: moment,
    enteredBy: z.string(),
    own: z.boolean(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    note: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'PriceImport' });
export type PriceImport = z.output<typeof importItem>;

const unknown = {
  'linkage.importUnknown': { zh: '没有这份导入', en: 'There is no such import', status: 404 },
} as const;
const wrongState = {
  'linkage.importWrongState': {
    zh: '这份导入当前状态不能做这项操作',
    en: 'The import’s present state does not allow this',
  },
} as const;
const params = z.object({ importId: uuid });
const step = z.object({ id: uuid, state: importState, version: z.number().int() });

export const importPrices = endpoint({
  id: 'linkage.import',
  method: 'POST',
  path: '/api/price-imports',
  summary: { zh: '导入价格工作簿并逐行核对', en: 'Import a workbook of prices and check every row' },
  clauses: ['HN-3b'],
  permission: 'linkage.record',
  reply: importItem,
  refusals: refusals({
    ...workbookRefusals,
    'linkage.columnMissing': {
      zh: '工作簿缺少列：{columns}；可先下载模板',
      en: 'The workbook lacks these columns: {columns}; the template has them all',
      status: 400,
    },
    'linkage.columnTwice': { zh: '“{column}”列出现两次', en: 'Column "{column}" occurs twice', status: 400 },
    'linkage.noRows': { zh: '工作簿中没有数据行', en: 'The workbook has no rows', status: 400 },
    'linkage.tooManyRows': {
      zh: '一次最多导入 {max} 行，请分几个文件',
      en: 'At most {max} rows at a time; split the file',
      status: 413,
    },
  }),
  creates: true,
  media: { request: 'multipart/form-data' },
});

export const listPriceImports = endpoint({
  id: 'linkage.imports',
  method: 'GET',
  path: '/api/price-imports',
  summary: { zh: '价格导入记录', en: 'Imports of prices' },
  clauses: ['HN-3b'],
  permission: 'linkage.read',
  query: z.strictObject({ ...paging, state: importState.optional() }),
  reply: pageOf(importItem),
});

export const readPriceImport = endpoint({
  id: 'linkage.readImport',
  method: 'GET',
  path: '/api/price-imports/:importId',
  summary: { zh: '一份价格导入', en: 'One import of prices' },
  permission: 'linkage.read',
  params,
  reply: importItem,
  refusals: unknown,
});

const importRow = z.object({
  row: z.number().int(),
  verdict,
  /** The cells as they were written. */
  cells: z.record(z.string(), z.string()),
  productName: z.string(),
  findings: z.array(recordFindingShape),
});
export type PriceImportRow = z.output<typeof importRow>;

export const listPriceImportRows = endpoint({
  id: 'linkage.importRows',
  method: 'GET',
  path: '/api/price-imports/:importId/rows',
  summary: { zh: '价格导入：逐行核对结果', en: 'An import of prices, row by row' },
  permission: 'linkage.read',
  params,
  query: z.strictObject({ ...paging, verdict: verdict.optional() }),
  reply: pageOf(importRow),
  refusals: unknown,
});

export const submitPriceImport = endpoint({
  id: 'linkage.submitImport',
  method: 'POST',
  path: '/api/price-imports/:importId/submission',
  summary: { zh: '提交审核', en: 'Hand an import over for approval' },
  clauses: ['HN-15'],
  permission: 'linkage.record',
  params,
  body: z.strictObject({ version, reason: text(500).default('') }),
  reply: step,
  refusals: refusals({
    ...unknown,
    ...stale,
    ...wrongState,
    'linkage.nothingToImport': { zh: '没有可以保存的行', en: 'No row can be kept' },
    'linkage.rowsUnexplained': {
      zh: '有 {rows} 行价格有疑点，请在“价格说明”列逐行说明，或填写统一说明',
      en: '{rows} rows need an explanation: in their own column, or one for all of them',
    },
  }),
});

export const decidePriceImport = endpoint({
  id: 'linkage.decideImport',
  method: 'POST',
  path: '/api/price-imports/:importId/decision',
  summary: { zh: '审核价格导入', en: 'Approve or reject an import' },
  clauses: ['HN-15', 'HN-3b'],
  permission: 'linkage.verify',
  params,
  body: z.strictObject({ version, approve: z.boolean(), note: text(500).default('') }),
  reply: step,
  refusals: refusals({
    ...unknown,
    ...stale,
    ...wrongState,
    'linkage.ownImport': {
      zh: '录入人不能审核自己录入的导入，请由另一位负责人审核',
      en: 'Whoever entered an import does not approve it; somebody else has to',
      status: 403,
    },
    'linkage.noteMissing': { zh: '不通过时请说明原因', en: 'A rejection needs its reason', status: 400 },
  }),
});

export const discardPriceImport = endpoint({
  id: 'linkage.discardImport',
  method: 'POST',
  path: '/api/price-imports/:importId/disposal',
  summary: { zh: '作废导入', en: 'Discard an import that was not approved' },
  permission: 'linkage.record',
  params,
  body: z.strictObject({ version }),
  reply: step,
  refusals: refusals({ ...unknown, ...stale, ...wrongState }),
});

export const priceTemplate = endpoint({
  id: 'linkage.template',
  method: 'GET',
  path: '/api/price-template',
  summary: { zh: '下载价格导入模板', en: 'The template of the workbook of prices' },
  permission: 'linkage.read',
  reply: z.unknown(),
  media: { reply: workbookType },
});

export const correctedPriceWorkbook = endpoint({
  id: 'linkage.correctedWorkbook',
  method: 'GET',
  path: '/api/price-imports/:importId/workbook',
  summary: { zh: '下载带核对结果的工作簿', en: 'The workbook with what was found, row by row' },
  permission: 'linkage.read',
  params,
  query: z.strictObject({ only: z.enum(['bad', 'all']).default('all') }),
  reply: z.unknown(),
  refusals: unknown,
  media: { reply: workbookType },
});
