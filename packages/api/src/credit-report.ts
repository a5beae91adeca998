import { z } from 'zod';
import { creditRefusals as texts } from './credit-refusals.ts';
import { creditReport, wording } from './credit-shapes.ts';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceFile, evidenceIds } from './evidence.ts';
import { pageOf, paging, text, uuid, version } from './wire.ts';
import { stale } from './request.ts';

/** Affiliation, lent licences, counterfeit goods (HN-11c): reported, investigated, recorded; nobody sees who reported. */
const details = creditReport.extend({ files: z.array(evidenceFile) });

export const readReportKinds = endpoint({
  id: 'credit.reportKinds',
  method: 'GET',
  path: '/api/credit/report-kinds',
  summary: { zh: '可举报的事项', en: 'What may be reported' },
  clauses: ['HN-11c'],
  permission: 'credit.report',
  reply: z.object({ items: z.array(wording.extend({ code: z.string() })), within: wording }),
});

export const report = endpoint({
  id: 'credit.report',
  method: 'POST',
  path: '/api/credit/reports',
  summary: {
    zh: '举报挂靠经营、租借证照、假劣产品',
    en: 'Report affiliation, lent licences or counterfeits',
  },
  clauses: ['HN-11c'],
  permission: 'credit.report',
  body: z.strictObject({
    kind: z.string().max(40),
    /** The firm as the reporter knows it. */
    accused: text(200, 2),
    itemCode: z.string().max(40).nullable().default(null),
    facts: text(4000, 10),
    evidenceIds: evidenceIds.default([]),
  }),
  reply: details,
  refusals: refusals({
    'credit.reportKindUnknown': texts['credit.reportKindUnknown'],
    ...attachRefusals,
  }),
  creates: true,
});

export const listOwnReports = endpoint({
  id: 'credit.ownReports',
  method: 'GET',
  path: '/api/credit/own-reports',
  summary: { zh: '我的举报', en: 'My reports' },
  clauses: ['HN-11c'],
  permission: 'credit.report',
  query: z.strictObject({ ...paging }),
  reply: pageOf(creditReport),
});

export const listReports = endpoint({
  id: 'credit.reports',
  method: 'GET',
  path: '/api/credit/reports',
  summary: { zh: '举报线索', en: 'Reports' },
  clauses: ['HN-11c'],
  permission: 'credit.investigate',
  query: z.strictObject({ ...paging, state: creditReport.shape.state.optional() }),
  reply: pageOf(creditReport),
});

const unknown = { 'credit.reportUnknown': texts['credit.reportUnknown'] } as const;
const params = z.object({ reportId: uuid });

export const readReport = endpoint({
  id: 'credit.readReport',
  method: 'GET',
  path: '/api/credit/reports/:reportId',
  summary: { zh: '一件举报', en: 'One report' },
  clauses: ['HN-11c'],
  permission: 'credit.report',
  params,
  reply: details,
  refusals: refusals(unknown),
});

export const takeReport = endpoint({
  id: 'credit.takeReport',
  method: 'POST',
  path: '/api/credit/reports/:reportId/taking',
  summary: { zh: '受理举报', en: 'Take a report up' },
  clauses: ['HN-11c'],
  permission: 'credit.investigate',
  params,
  body: z.strictObject({ version }),
  reply: details,
  refusals: refusals({ ...unknown, ...stale, 'credit.reportTaken': texts['credit.reportTaken'] }),
});

export const recordFinding = endpoint({
  id: 'credit.recordFinding',
  method: 'POST',
  path: '/api/credit/reports/:reportId/finding',
  summary: { zh: '录入调查结论', en: 'Record what the investigation found' },
  clauses: ['HN-11c'],
  permission: 'credit.investigate',
  params,
  body: z.strictObject({
    upheld: z.boolean(),
    finding: text(4000, 4),
    organisationId: uuid.nullable().default(null),
    evidenceIds: evidenceIds.default([]),
    version,
  }),
  reply: details,
  refusals: refusals({
    ...unknown,
    ...stale,
    'credit.reportNotTaken': texts['credit.reportNotTaken'],
    'credit.notInvestigator': texts['credit.notInvestigator'],
    'credit.accusedMissing': texts['credit.accusedMissing'],
    'credit.enterpriseUnknown': texts['credit.enterpriseUnknown'],
    ...attachRefusals,
  }),
});

export const closeReport = endpoint({
  id: 'credit.closeReport',
  method: 'POST',
  path: '/api/credit/reports/:reportId/closing',
  summary: { zh: '举报办结', en: 'Close a report' },
  clauses: ['HN-11c', 'HN-15'],
  permission: 'credit.investigate',
  params,
  body: z.strictObject({ note: text(2000, 4), version }),
  reply: details,
  refusals: refusals({
    ...unknown,
    ...stale,
    'credit.reportNotFound': texts['credit.reportNotFound'],
    'credit.ownReport': texts['credit.ownReport'],
  }),
});
