import { z } from 'zod';
import {
  demandLineRefusals,
  demandStepRefusals,
  demandUnknown,
  demandWindowRefusals,
} from './demand-refusals.ts';
import {
  demandItem,
  demandProduct,
  draftLine,
  keptLine,
  linesMax,
  noNeed,
  outcome,
  receipt,
  reportHead,
  reportLine,
  reportState,
  reportStep,
  version,
  volumesReply,
} from './demand-shapes.ts';
import { endpoint, refusals } from './endpoint.ts';
import { basis, count, facts, jurisdictionCode, moment, pageOf, paging, text, uuid } from './wire.ts';

/** Volume reporting (报量, SX-3.1a), and base, ratio and agreed volume (SX-3.1b). */
const round = z.object({ tenderId: uuid });
const own = round;
const one = z.object({ tenderId: uuid, institutionId: uuid });

export const listReports = endpoint({
  id: 'demand.list',
  method: 'GET',
  path: '/api/volume-reports',
  summary: { zh: '报量任务', en: 'Volume reports of one’s institution, or that wait for one’s review' },
  clauses: ['SX-3.1a', 'JS-20'],
  permission: 'demand.read',
  query: z.strictObject({
    ...paging,
    /** 'waiting': it is my side's turn. */
    show: z.enum(['waiting', 'running', 'ended', 'all']).default('all'),
  }),
  reply: pageOf(reportHead),
});

export const listRoundReports = endpoint({
  id: 'demand.ofRound',
  method: 'GET',
  path: '/api/rounds/:tenderId/volume-reports',
  summary: { zh: '各医疗机构报量情况', en: 'Reports of a round by institution' },
  clauses: ['SX-3.1a'],
  permission: 'demand.read',
  params: round,
  query: z.strictObject({
    ...paging,
    state: reportState.optional(),
    area: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
    q: text(60).optional(),
  }),
  reply: pageOf(reportHead),
  refusals: demandUnknown,
});

const itemSummary = demandItem.extend({
  /** Institutions that answered, also with "nothing needed". */
  answered: z.number().int(),
  reported: count,
  lastYear: count,
});

export const readRoundDemand = endpoint({
  id: 'demand.round',
  method: 'GET',
  path: '/api/rounds/:tenderId/demand',
  summary: { zh: '报量进度与汇总', en: 'How far volume reporting is, and its sums' },
  clauses: ['SX-3.1a', 'SX-3.1b'],
  permission: 'demand.read',
  params: round,
  reply: z.object({
    tenderId: uuid,
    tenderNumber: z.string(),
    tenderTitle: z.string(),
    tenderState: z.string(),
    isOrganiser: z.boolean(),
    useFrom: z.string(),
    useUntil: z.string(),
    fromAt: moment.nullable(),
    dueAt: moment.nullable(),
    lockedAt: moment.nullable(),
    confirmDueAt: moment.nullable(),
    confirmProvisional: z.boolean(),
    confirmEndedAt: moment.nullable(),
    publishedAt: moment.nullable(),
    states: z.record(reportState, z.number().int()),
    items: z.array(itemSummary),
    areas: z.array(
      z.object({
        area: z.string(),
        name: z.string(),
        institutions: z.number().int(),
        submitted: z.number().int(),
        accepted: z.number().int(),
      }),
    ),
    basis: z.array(basis),
  }),
  refusals: demandUnknown,
});

export const readReport = endpoint({
  id: 'demand.read',
  method: 'GET',
  path: '/api/volume-reports/:tenderId/:institutionId',
  summary: { zh: '一家医疗机构的报量', en: 'The report of one institution' },
  clauses: ['SX-3.1a', 'GY-4.1'],
  permission: 'demand.read',
  params: one,
  reply: z.object({
    head: reportHead,
    may: z.object({
      edit: z.boolean(),
      submit: z.boolean(),
      confirm: z.boolean(),
      sendBack: z.boolean(),
      accept: z.boolean(),
      exclude: z.boolean(),
    }),
    useFrom: z.string(),
    useUntil: z.string(),
    items: z.array(demandItem),
    /** As handed in; while nothing is, the products that were in use, without a need. */
    lines: z.array(keptLine),
    noNeed: z.array(z.object({ item: z.string(), explanation: z.string() })),
    draft: z
      .object({
        lines: z.array(keptLine),
        noNeed: z.array(z.object({ item: z.string(), explanation: z.string() })),
        at: moment,
      })
      .nullable(),
    steps: z.array(reportStep),
    deviation: z.object({ over: z.number(), under: z.number(), floor: z.number(), basis }),
    basis,
  }),
  refusals: demandUnknown,
});

export const listDemandProducts = endpoint({
  id: 'demand.products',
  method: 'GET',
  path: '/api/volume-reports/:tenderId/products',
  summary: { zh: '可填报的产品', en: 'Products that can be reported, with last year’s use' },
  clauses: ['SX-3.1a'],
  permission: 'demand.read',
  params: own,
  query: z.strictObject({ ...paging, item: text(100).optional(), q: text(60).optional() }),
  reply: pageOf(demandProduct),
  refusals: demandUnknown,
});

const report = z.strictObject({
  version,
  lines: z.array(reportLine).max(linesMax),
  noNeed: z.array(noNeed).max(1000).default([]),
});

export const checkReport = endpoint({
  id: 'demand.check',
  method: 'POST',
  path: '/api/volume-reports/:tenderId/check',
  summary: { zh: '报送前核对', en: 'Everything that would be found in a report' },
  clauses: ['SX-3.1a'],
  permission: 'demand.report',
  params: own,
  body: report.omit({ version: true }),
  reply: z.object({
    findings: z.array(
      z.object({
        code: z.string(),
        field: z.string(),
        facts,
        text: z.object({ zh: z.string(), en: z.string() }),
        basis,
      }),
    ),
  }),
  refusals: demandUnknown,
});

export const saveReportDraft = endpoint({
  id: 'demand.draft',
  method: 'PUT',
  path: '/api/volume-reports/:tenderId/draft',
  summary: { zh: '保存报量草稿', en: 'Keep what is typed so far' },
  clauses: ['SX-3.1a'],
  permission: 'demand.report',
  params: own,
  body: z.strictObject({
    version,
    lines: z.array(draftLine).max(linesMax),
    noNeed: z.array(noNeed).max(1000).default([]),
  }),
  reply: outcome,
  refusals: refusals({
    ...demandUnknown,
    ...demandWindowRefusals,
    'request.stale': demandStepRefusals['request.stale'],
  }),
});

export const submitReport = endpoint({
  id: 'demand.submit',
  method: 'POST',
  path: '/api/volume-reports/:tenderId/submission',
  summary: { zh: '报送采购需求量', en: 'Hand in a volume report' },
  clauses: ['SX-3.1a', 'JS-20', 'SX-4.1'],
  permission: 'demand.report',
  params: own,
  body: report,
  reply: receipt,
  refusals: refusals({
    ...demandUnknown,
    ...demandWindowRefusals,
    ...demandLineRefusals,
    'request.stale': demandStepRefusals['request.stale'],
  }),
  creates: true,
});

export const confirmReport = endpoint({
  id: 'demand.confirm',
  method: 'POST',
  path: '/api/volume-reports/:tenderId/confirmation',
  summary: { zh: '本单位确认报量，或退回', en: 'Confirm the institution’s own report, or send it back' },
  clauses: ['SX-3.1a'],
  permission: 'demand.confirm',
  params: own,
  body: z.strictObject({ version, confirm: z.boolean(), note: text(500).default('') }),
  reply: outcome,
  refusals: refusals({
    ...demandUnknown,
    'demand.wrongState': demandStepRefusals['demand.wrongState'],
    'demand.ownReport': demandStepRefusals['demand.ownReport'],
    'demand.confirmOver': demandStepRefusals['demand.confirmOver'],
    'demand.noReturnAfterLock': demandStepRefusals['demand.noReturnAfterLock'],
    'demand.reasonMissing': demandStepRefusals['demand.reasonMissing'],
    'request.stale': demandStepRefusals['request.stale'],
  }),
});

export const reviewReports = endpoint({
  id: 'demand.review',
  method: 'POST',
  path: '/api/rounds/:tenderId/volume-reports/review',
  summary: {
    zh: '审核医疗机构报量（可批量）',
    en: 'Accept reports, send them back, or leave them out after the lock',
  },
  clauses: ['SX-3.1a'],
  permission: 'demand.review',
  params: round,
  body: z.strictObject({
    reports: z
      .array(z.strictObject({ institutionId: uuid, version }))
      .min(1)
      .max(200),
    decision: z.enum(['accept', 'return', 'exclude']),
    note: text(500).default(''),
  }),
  reply: z.object({ reports: z.array(outcome) }),
  refusals: refusals({
    ...demandUnknown,
    'demand.wrongState': demandStepRefusals['demand.wrongState'],
    'demand.confirmOver': demandStepRefusals['demand.confirmOver'],
    'demand.noReturnAfterLock': demandStepRefusals['demand.noReturnAfterLock'],
    'demand.noExclusionBeforeLock': demandStepRefusals['demand.noExclusionBeforeLock'],
    'demand.reasonMissing': demandStepRefusals['demand.reasonMissing'],
    'demand.notYours': demandStepRefusals['demand.notYours'],
    'request.stale': demandStepRefusals['request.stale'],
  }),
});

export const previewVolumes = endpoint({
  id: 'demand.volumesPreview',
  method: 'GET',
  path: '/api/rounds/:tenderId/agreed-volumes/preview',
  summary: {
    zh: '采购量基数与约定采购量试算',
    en: 'Base and agreed volumes as they stand, before publication',
  },
  clauses: ['SX-3.1b'],
  permission: 'demand.publish',
  params: round,
  reply: volumesReply,
  refusals: refusals({
    ...demandUnknown,
    'demand.noPack': { zh: '本次采购尚未确定竞价规则', en: 'The round has no rule pack yet' },
  }),
});

export const publishVolumes = endpoint({
  id: 'demand.publish',
  method: 'POST',
  path: '/api/rounds/:tenderId/agreed-volumes',
  summary: {
    zh: '公布采购量基数、约定比例和约定采购量',
    en: 'Publish base, ratio and agreed volume of each item',
  },
  clauses: ['SX-3.1b', 'JS-20'],
  permission: 'demand.publish',
  params: round,
  reply: z.object({ tenderId: uuid, state: z.string(), packHash: z.string(), volumes: z.number().int() }),
  refusals: refusals({
    ...demandUnknown,
    'demand.noPack': { zh: '本次采购尚未确定竞价规则', en: 'The round has no rule pack yet' },
    'demand.notLocked': { zh: '报量尚未锁定', en: 'Reports are not locked yet' },
    'demand.waiting': {
      zh: '还有 {reports} 份报量未确认或未审核，请先处理，或等待确认期限届满',
      en: '{reports} reports still wait for confirmation or review: decide on them, or wait until the time for it is over',
    },
    'demand.nothingReported': {
      zh: '没有任何有效报量，不能公布约定采购量',
      en: 'No report counts; there is no volume to publish',
    },
    'demand.noRatio': {
      zh: '竞价规则没有规定品种“{item}”的约定采购比例',
      en: 'The rule pack sets no ratio for item “{item}”',
    },
    'demand.notYours': demandStepRefusals['demand.notYours'],
    'tender.wrongState': {
      zh: '采购项目当前阶段不能做这项操作',
      en: 'The round’s present stage does not allow this',
    },
  }),
});

export const readVolumes = endpoint({
  id: 'demand.volumes',
  method: 'GET',
  path: '/api/public/rounds/:tenderId/agreed-volumes',
  summary: { zh: '约定采购量公布', en: 'Published base, ratio and agreed volumes' },
  clauses: ['SX-3.1b'],
  permission: 'public',
  params: round,
  query: z.strictObject({ jurisdiction: jurisdictionCode.default('320000') }),
  reply: volumesReply,
  refusals: demandUnknown,
});
