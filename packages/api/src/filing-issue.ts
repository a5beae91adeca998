import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { some } from './filing-refusals.ts';
import { basis, count, day, jurisdictionCode, moment, pageOf, paging, uuid, yuan } from './wire.ts';
import { workbookType } from './workbook.ts';

/** The list of filings that is published every two months by itself (JS-15, HN-16). */
const place = { jurisdiction: jurisdictionCode.default('320000') } as const;
const params = z.strictObject({ issueId: uuid });

const issue = z
  .object({
    id: uuid,
    number: z.string(),
    from: day,
    until: day,
    lines: z.number().int(),
    publishedAt: moment,
    basis,
  })
  .meta({ id: 'FilingIssue' });

export const listFilingIssues = endpoint({
  id: 'filing.issues',
  method: 'GET',
  path: '/api/public/filing-issues',
  summary: { zh: '备案采购信息公布', en: 'Published lists of filings' },
  clauses: ['JS-15', 'HN-16'],
  permission: 'public',
  query: z.strictObject({ ...paging, ...place }),
  reply: pageOf(issue),
});

export const filingIssueLine = z.object({
  line: z.number().int(),
  filingNumber: z.string(),
  institution: z.string(),
  manufacturer: z.string(),
  itemCode: z.string(),
  productName: z.string(),
  specification: z.string(),
  model: z.string(),
  certificate: z.string(),
  class: z.string(),
  purchaseUnit: z.string(),
  smallestUnit: z.string(),
  unitsPerPurchaseUnit: z.number().int(),
  price: yuan,
  quantity: count,
  confirmedOn: day,
  bureau: jurisdictionCode,
});

export const listFilingIssueLines = endpoint({
  id: 'filing.issueLines',
  method: 'GET',
  path: '/api/public/filing-issues/:issueId',
  summary: { zh: '一期备案采购信息', en: 'One list of filings' },
  clauses: ['JS-15', 'HN-16'],
  permission: 'public',
  params,
  query: z.strictObject({ ...paging, ...place }),
  reply: pageOf(filingIssueLine).extend({ issue }),
  refusals: some('filing.issueUnknown'),
});

export const filingIssueWorkbook = endpoint({
  id: 'filing.issueWorkbook',
  method: 'GET',
  path: '/api/public/filing-issues/:issueId/workbook',
  summary: { zh: '下载一期备案采购信息（工作簿）', en: 'One list of filings as a workbook' },
  clauses: ['JS-15', 'HN-16'],
  permission: 'public',
  params,
  query: z.strictObject(place),
  reply: z.unknown(),
  refusals: some('filing.issueUnknown'),
  media: { reply: workbookType },
});
