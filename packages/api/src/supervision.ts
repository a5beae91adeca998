import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import {
  basis,
  day,
  facts,
  jurisdictionCode,
  moment,
  named,
  pageOf,
  paging,
  positiveYuan,
  text,
  uuid,
  yuan,
} from './wire.ts';
import { zoneFinding } from './zone.ts';
import { stale } from './request.ts';

export const supervisionRefusals = refusals({
  'supervision.warningUnknown': {
    zh: '没有这条预警，或不在您的管辖范围',
    en: 'There is no such warning in your jurisdiction',
    status: 404,
  },
  'supervision.warningHandled': { zh: '该预警已处理', en: 'The warning was handled already' },
  'supervision.listingUnknown': { zh: '没有这个挂网产品', en: 'There is no such listing', status: 404 },
  'supervision.institutionUnknown': {
    zh: '请指定您管辖范围内的医疗机构',
    en: 'Name an institution of your jurisdiction',
    status: 404,
  },
  ...stale,
});
type Code = keyof typeof supervisionRefusals;
function some<const C extends Code>(...codes: readonly C[]): Pick<typeof supervisionRefusals, C> {
  return Object.fromEntries(codes.map((code) => [code, supervisionRefusals[code]])) as Pick<
    typeof supervisionRefusals,
    C
  >;
}

export const readZone = endpoint({
  id: 'supervision.zone',
  method: 'GET',
  path: '/api/zones',
  summary: { zh: '价格所在区域与参考数据', en: 'The zone of a price, with its reference set' },
  clauses: ['JS-12', 'JS-12B', 'JS-12C'],
  permission: 'bargain.read',
  query: z.strictObject({ listingId: uuid, price: positiveYuan, institutionId: uuid.optional() }),
  reply: zoneFinding,
  refusals: some('supervision.listingUnknown', 'supervision.institutionUnknown'),
});

export const warningKind = z.enum(['price.red', 'payment.overdue', 'delivery.low', 'emergency.notFiled']);
export const warningItem = z
  .object({
    id: uuid,
    kind: warningKind,
    state: z.enum(['new', 'handled', 'withdrawn']),
    jurisdiction: jurisdictionCode,
    jurisdictionName: z.string(),
    institution: named.nullable(),
    organisation: named.nullable(),
    subjectKind: z.string(),
    subjectId: z.string(),
    facts,
    basis: basis.nullable(),
    raisedAt: moment,
    handledAt: moment.nullable(),
    handledBy: z.string().nullable(),
    handling: z.string().nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Warning' });
export type WarningItem = z.output<typeof warningItem>;

export const listWarnings = endpoint({
  id: 'supervision.listWarnings',
  method: 'GET',
  path: '/api/warnings',
  summary: { zh: '预警信息', en: 'Warnings to the bureau' },
  clauses: ['JS-12A'],
  permission: 'supervision.read',
  query: z.strictObject({
    ...paging,
    state: z.enum(['new', 'handled', 'withdrawn']).optional(),
    kind: warningKind.optional(),
    institutionId: uuid.optional(),
    jurisdiction: jurisdictionCode.optional(),
    from: day.optional(),
    until: day.optional(),
  }),
  reply: pageOf(warningItem),
});

export const handleWarning = endpoint({
  id: 'supervision.handleWarning',
  method: 'POST',
  path: '/api/warnings/:warningId/handling',
  summary: { zh: '处理预警', en: 'Handle a warning, saying how' },
  clauses: ['JS-12A'],
  permission: 'supervision.handle',
  params: z.object({ warningId: uuid }),
  body: z.strictObject({ version: z.number().int().min(1), handling: text(1000, 2) }),
  reply: warningItem,
  refusals: some('supervision.warningUnknown', 'supervision.warningHandled', 'request.stale'),
});

export const warningSummary = endpoint({
  id: 'supervision.summary',
  method: 'GET',
  path: '/api/warning-summary',
  summary: { zh: '预警统计', en: 'Warnings by kind and by city' },
  clauses: ['JS-12A'],
  permission: 'supervision.read',
  reply: z.object({
    waiting: z.number().int(),
    handled: z.number().int(),
    /** Raised in the last thirty days. */
    recent: z.number().int(),
    byKind: z.array(z.object({ kind: warningKind, waiting: z.number().int(), handled: z.number().int() })),
    byCity: z.array(
      z.object({
        jurisdiction: jurisdictionCode,
        name: z.string(),
        waiting: z.number().int(),
        handled: z.number().int(),
      }),
    ),
  }),
});

export const listNeverBargained = endpoint({
  id: 'supervision.neverBargained',
  method: 'GET',
  path: '/api/never-bargained',
  summary: { zh: '长期不议价的医疗机构', en: 'Institutions that buy and do not bargain' },
  clauses: ['JS-12D'],
  permission: 'supervision.read',
  query: z.strictObject({
    show: z.enum(['never', 'all']).default('never'),
    limit: paging.limit,
    cursor: paging.cursor,
  }),
  reply: pageOf(
    z.object({
      institution: named,
      jurisdiction: jurisdictionCode,
      jurisdictionName: z.string(),
      level: z.enum(['tertiary', 'secondary', 'primary']),
      /** Bargains below the listing price that it opened or joined in the window. */
      bargains: z.number().int(),
      lines: z.number().int(),
      /** Bought at the listing price: the numerator. */
      listedAmount: yuan,
      /** Bought in all: the denominator. */
      amount: yuan,
    }),
  ).extend({ since: day, until: day, basis, isDefault: z.boolean() }),
});
