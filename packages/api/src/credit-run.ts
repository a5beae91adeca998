import { z } from 'zod';
import { creditRefusals as texts } from './credit-refusals.ts';
import { creditRun } from './credit-shapes.ts';
import { endpoint, refusals } from './endpoint.ts';
import { pageOf, paging, text, uuid } from './wire.ts';

/** The quarterly rating (HN-12): what was decided in a quarter is published together and takes effect. */
export const listRuns = endpoint({
  id: 'credit.runs',
  method: 'GET',
  path: '/api/credit/runs',
  summary: { zh: '季度信用评价', en: 'Quarterly ratings' },
  clauses: ['HN-12'],
  permission: 'credit.read',
  query: z.strictObject({ ...paging }),
  reply: pageOf(creditRun),
});

export const publishRun = endpoint({
  id: 'credit.publishRun',
  method: 'POST',
  path: '/api/credit/runs/:runId/publication',
  summary: { zh: '发布季度信用评价', en: 'Publish a quarter’s ratings' },
  clauses: ['HN-12', 'HN-16'],
  permission: 'credit.decide',
  params: z.object({ runId: uuid }),
  body: z.strictObject({ note: text(500).default(''), version: z.number().int().min(1) }),
  reply: creditRun,
  refusals: refusals({
    'credit.runUnknown': texts['credit.runUnknown'],
    'credit.runPublished': texts['credit.runPublished'],
    'credit.runWaits': texts['credit.runWaits'],
    'request.stale': texts['request.stale'],
  }),
});
