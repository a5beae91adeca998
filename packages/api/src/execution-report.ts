import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { executionRefusals as texts } from './execution-refusals.ts';
import { coverageGap, supplyLine, supplyReport, usageLine, usageReport } from './execution-shapes.ts';
import { count, pageOf, paging, text, uuid, version } from './wire.ts';

/** Monthly reports: institutions on purchase and use (JS-25b), winners on capacity, stock and supply (SX-5.3a). */
const params = z.object({ reportId: uuid });
const listQuery = z.strictObject({
  ...paging,
  tenderId: uuid.optional(),
  view: z.enum(['all', 'open', 'overdue', 'reported']).default('all'),
});
const common = {
  'execution.reportUnknown': texts['execution.reportUnknown'],
  'execution.reportLineUnknown': texts['execution.reportLineUnknown'],
  'execution.reportLineMissing': texts['execution.reportLineMissing'],
  'execution.wrongState': texts['execution.wrongState'],
  'request.stale': texts['request.stale'],
} as const;
const unknown = refusals({ 'execution.reportUnknown': texts['execution.reportUnknown'] });

export const listUsageReports = endpoint({
  id: 'execution.usageReports',
  method: 'GET',
  path: '/api/volume-usage',
  summary: { zh: '采购使用月报', en: 'Monthly reports on purchase and use' },
  clauses: ['JS-25b'],
  permission: 'execution.read',
  query: listQuery,
  reply: pageOf(usageReport),
});

const usageDetails = usageReport.extend({ note: z.string(), items: z.array(usageLine) });
export const readUsageReport = endpoint({
  id: 'execution.usageReport',
  method: 'GET',
  path: '/api/volume-usage/:reportId',
  summary: { zh: '一份采购使用月报', en: 'One report on purchase and use' },
  clauses: ['JS-25b'],
  permission: 'execution.read',
  params,
  reply: usageDetails,
  refusals: unknown,
});

export const submitUsageReport = endpoint({
  id: 'execution.submitUsage',
  method: 'POST',
  path: '/api/volume-usage/:reportId/submission',
  summary: { zh: '核对并上报采购使用月报', en: 'Confirm and hand in a report on purchase and use' },
  clauses: ['JS-25b'],
  permission: 'execution.report',
  params,
  body: z.strictObject({
    lines: z
      .array(z.strictObject({ accountId: uuid, stated: count, used: count, note: text(500).default('') }))
      .max(2000),
    note: text(1000).default(''),
    version,
  }),
  reply: usageDetails,
  refusals: refusals({ ...common, 'execution.deviationNeedsNote': texts['execution.deviationNeedsNote'] }),
});

export const listSupplyReports = endpoint({
  id: 'execution.supplyReports',
  method: 'GET',
  path: '/api/supply-reports',
  summary: { zh: '产能、库存、供应月报', en: 'Monthly reports on capacity, stock and supply' },
  clauses: ['SX-5.3a'],
  permission: 'execution.read',
  query: listQuery,
  reply: pageOf(supplyReport),
});

const supplyDetails = supplyReport.extend({ note: z.string(), items: z.array(supplyLine) });
export const readSupplyReport = endpoint({
  id: 'execution.supplyReport',
  method: 'GET',
  path: '/api/supply-reports/:reportId',
  summary: { zh: '一份产能、库存、供应月报', en: 'One report on capacity, stock and supply' },
  clauses: ['SX-5.3a'],
  permission: 'execution.read',
  params,
  reply: supplyDetails,
  refusals: unknown,
});

export const submitSupplyReport = endpoint({
  id: 'execution.submitSupply',
  method: 'POST',
  path: '/api/supply-reports/:reportId/submission',
  summary: { zh: '上报产能、库存、供应', en: 'Hand in a report on capacity, stock and supply' },
  clauses: ['SX-5.3a'],
  permission: 'execution.supply',
  params,
  body: z.strictObject({
    lines: z
      .array(
        z.strictObject({
          productId: uuid,
          capacity: count,
          stock: count,
          supplied: count,
          note: text(500).default(''),
        }),
      )
      .max(2000),
    note: text(1000).default(''),
    version,
  }),
  reply: supplyDetails,
  refusals: refusals(common),
});

export const listCoverageGaps = endpoint({
  id: 'execution.coverage',
  method: 'GET',
  path: '/api/supply-coverage',
  summary: { zh: '中选产品配送未覆盖的协议地区', en: 'Agreement areas in which a winner has no distributor' },
  clauses: ['SX-5.3b'],
  permission: 'execution.read',
  query: z.strictObject({ tenderId: uuid.optional() }),
  reply: z.object({ items: z.array(coverageGap), more: z.number().int() }),
});
