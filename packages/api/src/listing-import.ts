import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { findingShape, listingClass, listingForm, managingLevel } from './listing.ts';
import { jurisdictionCode, moment, pageOf, paging, text, uuid, version, yuan } from './wire.ts';
import { importState, workbookRefusals, workbookType } from './workbook.ts';
import { stale } from './request.ts';

/** Import of a platform's listing workbook (HN-1): one officer enters, the rows are checked, another approves (HN-15). */
const verdict = z.enum(['new', 'reprice', 'same', 'merged', 'bad']);

const tally = z.object({
  rows: z.number().int(),
  new: z.number().int(),
  reprice: z.number().int(),
  same: z.number().int(),
  merged: z.number().int(),
  bad: z.number().int(),
  /** Rows with a question (price, conversion, manufacturer) and no explanation of their own. */
  unexplained: z.number().int(),
  explained: z.number().int(),
  /** How often each finding occurs. */
  findings: z.record(z.string(), z.number().int()),
});

const importItem = z
  .object({
    id: uuid,
    number: z.string(),
    jurisdiction: jurisdictionCode,
    fileName: z.string(),
    state: importState,
    report: tally,
    deviationReason: z.string().nullable(),
    enteredAt: moment,
    enteredBy: z.string(),
    own: z.boolean(),
    submittedAt: moment.nullable(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    decisionNote: z.string().nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'ListingImport' });
export type ListingImport = z.output<typeof importItem>;

const importUnknown = {
  'listing.importUnknown': { zh: '没有这份导入', en: 'There is no such import', status: 404 },
} as const;
const otherJurisdiction = {
  'listing.importElsewhere': {
    zh: '只能导入本辖区管理的目录',
    en: 'One imports the directory of one’s own jurisdiction only',
    status: 403,
  },
} as const;
const wrongImportState = {
  'listing.importWrongState': {
    zh: '这份导入当前状态不能做这项操作',
    en: 'The import’s present state does not allow this',
  },
} as const;

export const importListings = endpoint({
  id: 'listing.import',
  method: 'POST',
  path: '/api/listing-imports',
  summary: { zh: '导入挂网产品工作簿并核对', en: 'Import a listing workbook and check every row' },
  clauses: ['HN-1', 'HN-2', 'HN-6a', 'JS-3', 'JS-4', 'JS-5'],
  permission: 'listing.import',
  query: z.strictObject({ jurisdiction: jurisdictionCode.optional() }),
  reply: importItem,
  refusals: refusals({
    ...workbookRefusals,
    ...otherJurisdiction,
    'listing.columnMissing': {
      zh: '工作簿缺少列：{columns}；可先下载模板',
      en: 'The workbook lacks these columns: {columns}; the template has them all',
      status: 400,
    },
    'listing.columnTwice': { zh: '“{column}”列出现两次', en: 'Column "{column}" occurs twice', status: 400 },
    'listing.noRows': { zh: '工作簿中没有数据行', en: 'The workbook has no rows', status: 400 },
    'listing.tooManyRows': {
      zh: '一次最多导入 {max} 行，请分几个文件',
      en: 'At most {max} rows at a time; split the file',
      status: 413,
    },
  }),
  creates: true,
  media: { request: 'multipart/form-data' },
});

export const listListingImports = endpoint({
  id: 'listing.listImports',
  method: 'GET',
  path: '/api/listing-imports',
  summary: { zh: '挂网导入记录', en: 'Imports of listings' },
  clauses: ['HN-1', 'HN-15'],
  permission: 'listing.readImports',
  query: z.strictObject({ ...paging, state: importState.optional() }),
  reply: pageOf(importItem),
});

export const readListingImport = endpoint({
  id: 'listing.readImport',
  method: 'GET',
  path: '/api/listing-imports/:importId',
  summary: { zh: '一份挂网导入', en: 'One import of listings' },
  clauses: ['HN-1', 'HN-15'],
  permission: 'listing.readImports',
  params: z.object({ importId: uuid }),
  reply: importItem,
  refusals: importUnknown,
});

const importRow = z.object({
  row: z.number().int(),
  verdict,
  needsExplanation: z.boolean(),
  code: z.string(),
  productName: z.string(),
  specification: z.string(),
  manufacturer: z.string(),
  price: z.string(),
  purchaseUnit: z.string(),
  smallestUnit: z.string(),
  units: z.string(),
  class: listingClass.nullable(),
  form: listingForm.nullable(),
  managedBy: managingLevel.nullable(),
  origin: z.string(),
  explanation: z.string(),
  priceNow: yuan.nullable(),
  unitsNow: z.number().int().nullable(),
  listingId: uuid.nullable(),
  findings: z.array(findingShape),
});
export type ListingImportRow = z.output<typeof importRow>;

export const listListingImportRows = endpoint({
  id: 'listing.importRows',
  method: 'GET',
  path: '/api/listing-imports/:importId/rows',
  summary: { zh: '导入预览：逐行核对结果', en: 'Preview of an import, row by row' },
  clauses: ['HN-1', 'HN-2'],
  permission: 'listing.readImports',
  params: z.object({ importId: uuid }),
  query: z.strictObject({
    ...paging,
    verdict: verdict.optional(),
    /** Only rows that wait for an explanation. */
    unexplained: z.enum(['true', 'false']).optional(),
  }),
  reply: pageOf(importRow),
  refusals: importUnknown,
});

const step = z.object({ id: uuid, state: importState, version: z.number().int(), report: tally });
const params = z.object({ importId: uuid });

export const submitListingImport = endpoint({
  id: 'listing.submitImport',
  method: 'POST',
  path: '/api/listing-imports/:importId/submission',
  summary: { zh: '提交审核', en: 'Hand an import over for approval' },
  clauses: ['HN-15', 'HN-7b'],
  permission: 'listing.import',
  params,
  body: z.strictObject({ version, deviationReason: text(500).default('') }),
  reply: step,
  refusals: refusals({
    ...importUnknown,
    ...otherJurisdiction,
    ...wrongImportState,
    ...stale,
    'listing.nothingToImport': { zh: '没有可以挂网或调价的行', en: 'No row would list or reprice anything' },
    'listing.unexplained': {
      zh: '有 {rows} 行的价格或企业需要说明，请在工作簿“价格说明”列逐行填写，或填写统一说明',
      en: '{rows} rows need an explanation: in their own column, or one for all of them',
    },
  }),
});

export const decideListingImport = endpoint({
  id: 'listing.decideImport',
  method: 'POST',
  path: '/api/listing-imports/:importId/decision',
  summary: { zh: '审核挂网导入', en: 'Approve or reject an import' },
  clauses: ['HN-15', 'HN-1', 'JS-4'],
  permission: 'listing.approve',
  params,
  body: z.strictObject({ version, approve: z.boolean(), note: text(500).default('') }),
  reply: step,
  refusals: refusals({
    ...importUnknown,
    ...otherJurisdiction,
    ...wrongImportState,
    ...stale,
    'listing.ownImport': {
      zh: '录入人不能审核自己录入的导入，请由另一位负责人审核',
      en: 'Whoever entered an import does not approve it; somebody else has to',
      status: 403,
    },
    'listing.importOutdated': {
      zh: '核对之后有 {rows} 行的代码、企业或挂网情况发生变化，请退回录入人重新核对',
      en: '{rows} rows changed since they were checked; send the import back to be checked again',
    },
    'listing.noteMissing': { zh: '不同意时请说明原因', en: 'A rejection needs its reason', status: 400 },
  }),
});

export const recheckListingImport = endpoint({
  id: 'listing.recheckImport',
  method: 'POST',
  path: '/api/listing-imports/:importId/check',
  summary: { zh: '按最新数据重新核对', en: 'Check an import again against the data of now' },
  clauses: ['HN-2'],
  permission: 'listing.import',
  params,
  body: z.strictObject({ version }),
  reply: step,
  refusals: refusals({ ...importUnknown, ...otherJurisdiction, ...wrongImportState, ...stale }),
});

export const discardListingImport = endpoint({
  id: 'listing.discardImport',
  method: 'POST',
  path: '/api/listing-imports/:importId/disposal',
  summary: { zh: '作废导入', en: 'Discard an import that was not approved' },
  permission: 'listing.import',
  params,
  body: z.strictObject({ version }),
  reply: step,
  refusals: refusals({ ...importUnknown, ...otherJurisdiction, ...wrongImportState, ...stale }),
});

export const listingTemplate = endpoint({
  id: 'listing.template',
  method: 'GET',
  path: '/api/listing-template',
  summary: { zh: '下载挂网导入模板', en: 'The template of the listing workbook' },
  clauses: ['HN-1'],
  permission: 'listing.readImports',
  reply: z.unknown(),
  media: { reply: workbookType },
});

export const correctedListingWorkbook = endpoint({
  id: 'listing.correctedWorkbook',
  method: 'GET',
  path: '/api/listing-imports/:importId/workbook',
  summary: { zh: '下载带核对结果的工作簿', en: 'The workbook with what was found, row by row' },
  clauses: ['HN-1'],
  permission: 'listing.readImports',
  params,
  query: z.strictObject({ only: z.enum(['bad', 'all']).default('all') }),
  reply: z.unknown(),
  refusals: importUnknown,
  media: { reply: workbookType },
});
