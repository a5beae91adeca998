import { z } from 'zod';
import { demandUnknown, demandWindowRefusals } from './demand-refusals.ts';
import { endpoint, refusals } from './endpoint.ts';
import { facts, uuid } from './wire.ts';
import { workbookRefusals, workbookType } from './workbook.ts';

/** A volume report as a workbook: handed out filled with last year's use, taken back row by row (SX-3.1a). */
const params = z.object({ tenderId: uuid });

export const reportWorkbook = endpoint({
  id: 'demand.workbook',
  method: 'GET',
  path: '/api/volume-reports/:tenderId/workbook',
  summary: { zh: '下载报量表（已预填上年使用量）', en: 'The report as a workbook with last year’s use' },
  clauses: ['SX-3.1a', 'GY-4.1'],
  permission: 'demand.read',
  params,
  reply: z.unknown(),
  refusals: demandUnknown,
  media: { reply: workbookType },
});

export const importReport = endpoint({
  id: 'demand.import',
  method: 'POST',
  path: '/api/volume-reports/:tenderId/imports',
  summary: {
    zh: '导入报量表，逐行核对后存为草稿',
    en: 'Take in a workbook: each row is checked, good ones become the draft',
  },
  clauses: ['SX-3.1a'],
  permission: 'demand.report',
  params,
  reply: z.object({
    id: uuid,
    rows: z.number().int(),
    /** Rows that say something and are kept in the draft. */
    kept: z.number().int(),
    /** The first rows that were not kept, or whose report could not be handed in so. */
    problems: z.array(
      z.object({
        row: z.number().int(),
        isKept: z.boolean(),
        findings: z.array(
          z.object({ code: z.string(), facts, text: z.object({ zh: z.string(), en: z.string() }) }),
        ),
      }),
    ),
    problemCount: z.number().int(),
  }),
  refusals: refusals({
    ...demandUnknown,
    ...demandWindowRefusals,
    ...workbookRefusals,
    'demand.columnMissing': {
      zh: '报量表缺少列：{columns}；请使用下载的报量表',
      en: 'The workbook lacks these columns: {columns}; use the one handed out',
      status: 400,
    },
    'demand.columnTwice': { zh: '“{column}”列出现两次', en: 'Column "{column}" occurs twice', status: 400 },
    'demand.noRows': {
      zh: '报量表中没有填报的行',
      en: 'The workbook has no row that says anything',
      status: 400,
    },
    'demand.tooManyRows': { zh: '最多 {max} 行', en: 'At most {max} rows', status: 413 },
  }),
  creates: true,
  media: { request: 'multipart/form-data' },
});

export const correctedReportWorkbook = endpoint({
  id: 'demand.correctedWorkbook',
  method: 'GET',
  path: '/api/volume-report-imports/:importId/workbook',
  summary: { zh: '下载带核对结果的报量表', en: 'The workbook with what was found, row by row' },
  clauses: ['SX-3.1a'],
  permission: 'demand.read',
  params: z.object({ importId: uuid }),
  query: z.strictObject({ only: z.enum(['bad', 'all']).default('all') }),
  reply: z.unknown(),
  refusals: refusals({
    'demand.importUnknown': { zh: '没有这份导入', en: 'There is no such import', status: 404 },
  }),
  media: { reply: workbookType },
});
