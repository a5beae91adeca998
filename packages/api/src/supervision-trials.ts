import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { ruleDraft } from './rule-draft.ts';
import { someOf } from './supervision-refusals.ts';
import { day, moment, pageOf, paging, text, uuid, yuan } from './wire.ts';
import { zoneColour } from './zone.ts';

const n = z.number().int().min(0);
const perColour = z.object({ red: n, yellow: n, blue: n, none: n });
const zoneRow = z.object({
  key: z.string(),
  name: z.string(),
  trades: n,
  amount: yuan,
  now: perColour,
  draft: perColour,
  changed: n,
  changedAmount: yuan,
  blocked: n,
  blockedAmount: yuan,
});
const zoneReport = z.object({
  kind: z.literal('zone'),
  trades: n,
  amount: yuan,
  blockedNow: n,
  blocked: n,
  blockedAmount: yuan,
  warnedNow: n,
  warned: n,
  cells: z.array(z.object({ from: zoneColour, to: zoneColour, trades: n, amount: yuan })),
  products: z.array(zoneRow),
  institutions: z.array(zoneRow),
});
const listed = { listingId: uuid, number: z.string(), product: z.string(), manufacturer: z.string() };
const noSaleReport = z.object({
  kind: z.literal('noSale'),
  listings: n,
  suspendedNow: n,
  suspended: n,
  hindered: n,
  hinderedAmount: yuan,
  rows: z.array(
    z.object({
      ...listed,
      onNow: day.nullable(),
      onDraft: day.nullable(),
      hindered: n,
      hinderedAmount: yuan,
      institutions: n,
    }),
  ),
});
const linkageReport = z.object({
  kind: z.literal('linkage'),
  listings: n,
  loweredNow: n,
  lowered: n,
  savedNow: yuan,
  saved: yuan,
  asOf: day,
  rows: z.array(
    z.object({
      ...listed,
      price: yuan,
      institutions: n,
      priceNow: yuan,
      priceDraft: yuan,
      savedNow: yuan,
      savedDraft: yuan,
    }),
  ),
});
export const trialReport = z
  .discriminatedUnion('kind', [zoneReport, noSaleReport, linkageReport])
  .meta({ id: 'TrialReport' });
export type TrialReport = z.output<typeof trialReport>;

export const ruleTrial = z
  .object({
    id: uuid,
    name: z.string(),
    kind: z.enum(['zone', 'noSale', 'linkage']),
    draft: ruleDraft,
    from: day,
    until: day,
    shared: z.boolean(),
    /** Made by the person who asks. */
    own: z.boolean(),
    by: z.string(),
    state: z.enum(['running', 'done', 'failed']),
    done: n,
    total: n.nullable(),
    startedAt: moment,
    finishedAt: moment.nullable(),
  })
  .meta({ id: 'RuleTrial' });
export const ruleTrialDetails = ruleTrial.extend({ report: trialReport.nullable() });
export type RuleTrialDetails = z.output<typeof ruleTrialDetails>;

export const listTrials = endpoint({
  id: 'supervision.listTrials',
  method: 'GET',
  path: '/api/rule-trials',
  summary: { zh: '规则试算', en: 'Trials of rules: one’s own and those shared' },
  clauses: ['JS-12', 'JS-13b', 'JS-14a'],
  permission: 'supervision.try',
  query: z.strictObject({ ...paging, kind: ruleTrial.shape.kind.optional() }),
  reply: pageOf(ruleTrial),
});
const params = z.object({ trialId: uuid });
export const readTrial = endpoint({
  id: 'supervision.readTrial',
  method: 'GET',
  path: '/api/rule-trials/:trialId',
  summary: { zh: '试算进度与结果', en: 'Progress and result of a trial' },
  clauses: ['JS-12', 'JS-13b', 'JS-14a'],
  permission: 'supervision.try',
  params,
  reply: ruleTrialDetails,
  refusals: someOf('supervision.trialUnknown'),
});
export const startTrial = endpoint({
  id: 'supervision.startTrial',
  method: 'POST',
  path: '/api/rule-trials',
  summary: {
    zh: '用历史数据试算规则草案',
    en: 'Run a draft of a rule over past data; nothing of the business is written',
  },
  clauses: ['JS-12', 'JS-13b', 'JS-14a'],
  permission: 'supervision.try',
  body: z.strictObject({ name: text(80, 2), draft: ruleDraft, from: day, until: day }),
  reply: ruleTrial,
  refusals: someOf('supervision.trialWindow'),
  creates: true,
});
export const shareTrial = endpoint({
  id: 'supervision.shareTrial',
  method: 'POST',
  path: '/api/rule-trials/:trialId/sharing',
  summary: { zh: '与同事共享或取消共享', en: 'Share a trial with colleagues, or no longer' },
  permission: 'supervision.try',
  params,
  body: z.strictObject({ shared: z.boolean() }),
  reply: ruleTrial,
  refusals: someOf('supervision.trialUnknown'),
});
export const discardTrial = endpoint({
  id: 'supervision.discardTrial',
  method: 'DELETE',
  path: '/api/rule-trials/:trialId',
  summary: { zh: '删除试算', en: 'Discard a trial of one’s own' },
  permission: 'supervision.try',
  params,
  reply: z.object({ id: uuid }),
  refusals: someOf('supervision.trialUnknown', 'supervision.trialRunning'),
});
