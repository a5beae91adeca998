import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceFile, evidenceIds } from './evidence.ts';
import { publicityKind, publicityState } from './publicity.ts';
import { deadline, moment, named, pageOf, paging, text, uuid, version } from './wire.ts';
import { stale } from './request.ts';

/** Objections to lists that are public (JS-13b): by enterprises and institutions, per item, answered with reasons. */

export const objectionState = z.enum(['made', 'examining', 'answered', 'decided', 'notTakenUp', 'withdrawn']);
export const objectionOutcome = z.enum(['upheld', 'rejected', 'partly']);
const params = z.strictObject({ objectionId: uuid });
const reasons = text(2000, 10);

export const objectionRefusals = refusals({
  'publicity.unknown': { zh: '没有这份公示', en: 'There is no such publicity', status: 404 },
  'publicity.unknownItem': { zh: '公示中没有这一项', en: 'The list has no such item', status: 404 },
  'publicity.unknownObjection': {
    zh: '没有这项异议，或您无权查看',
    en: 'There is no such objection that you may see',
    status: 404,
  },
  'publicity.unknownReason': { zh: '没有这种异议事由', en: 'There is no such ground of objection' },
  'publicity.over': {
    zh: '公示期已满，不再受理异议',
    en: 'The period is over; objections are no longer taken',
  },
  'publicity.withdrawn': { zh: '公示已撤回', en: 'The list was withdrawn' },
  'publicity.objectedAlready': {
    zh: '贵单位对该项的异议正在处理',
    en: 'An objection of yours to this item is being dealt with',
  },
  'publicity.takenUpAlready': {
    zh: '异议已进入处理，不能再作此操作',
    en: 'The objection is already being dealt with',
  },
  'publicity.notExamining': { zh: '异议不在核查阶段', en: 'The objection is not under examination' },
  'publicity.extendedAlready': { zh: '处理期限只能延长一次', en: 'A conclusion is put off once only' },
  'publicity.extensionTooLong': { zh: '最多延长 {max} 个工作日', en: 'At most {max} working days' },
  'publicity.tooLateToExtend': {
    zh: '期限已过，不能再延长',
    en: 'The deadline has passed and cannot be put off',
  },
  'publicity.sayWhetherItStands': {
    zh: '部分成立的，请说明该项是否仍可生效',
    en: 'Right in part: say whether the item takes effect',
  },
  'publicity.notAnswered': { zh: '尚无待审定的答复', en: 'There is no answer to decide on' },
  'publicity.answeredBySame': {
    zh: '拟定答复的人不能审定，请由另一位负责人审定',
    en: 'Whoever wrote the answer does not decide on it',
  },
  ...stale,
});
type Refused = keyof typeof objectionRefusals;
function some<const C extends readonly Refused[]>(...codes: C): Pick<typeof objectionRefusals, C[number]> {
  return Object.fromEntries(codes.map((code) => [code, objectionRefusals[code]])) as never;
}

const outcomeOfCommand = z.object({
  id: uuid,
  number: z.string(),
  state: objectionState,
  due: deadline.nullable(),
  version,
});

export const objectToPublicity = endpoint({
  id: 'publicity.object',
  method: 'POST',
  path: '/api/publicities/:publicityId/objections',
  summary: { zh: '对公示内容提出异议', en: 'Object to an item of a list, or to all of it' },
  clauses: ['JS-13b', 'HN-16'],
  permission: 'publicity.object',
  params: z.strictObject({ publicityId: uuid }),
  body: z.strictObject({
    /** Null: against the list as a whole. */
    itemKey: text(200, 1).nullable(),
    reasonCode: text(40, 1),
    reasons,
    evidence: evidenceIds.default([]),
  }),
  reply: outcomeOfCommand,
  refusals: {
    ...some(
      'publicity.unknown',
      'publicity.unknownItem',
      'publicity.unknownReason',
      'publicity.over',
      'publicity.withdrawn',
      'publicity.objectedAlready',
    ),
    ...attachRefusals,
  },
  creates: true,
});

export const withdrawObjection = endpoint({
  id: 'publicity.withdrawObjection',
  method: 'POST',
  path: '/api/objections/:objectionId/withdraw',
  summary: { zh: '撤回尚未受理的异议', en: 'Take back an objection that was not taken up yet' },
  permission: 'publicity.object',
  params,
  body: z.strictObject({ version }),
  reply: outcomeOfCommand,
  refusals: some('publicity.unknownObjection', 'publicity.takenUpAlready', 'request.stale'),
});

export const objectionItem = z
  .object({
    id: uuid,
    number: z.string(),
    state: objectionState,
    publicity: z.object({
      id: uuid,
      number: z.string(),
      kind: publicityKind,
      state: publicityState,
      title: z.object({ zh: z.string(), en: z.string() }),
    }),
    itemKey: z.string().nullable(),
    /** Null: against the list as a whole. */
    itemText: z.object({ zh: z.string(), en: z.string() }).nullable(),
    reason: z.object({ zh: z.string(), en: z.string() }),
    /** Only for those who deal with it, and for the objector. */
    objector: named.nullable(),
    madeAt: moment,
    due: deadline.nullable(),
    overdue: z.boolean(),
    outcome: objectionOutcome.nullable(),
    version,
  })
  .meta({ id: 'Objection' });

export const listObjections = endpoint({
  id: 'publicity.objections',
  method: 'GET',
  path: '/api/objections',
  summary: {
    zh: '异议：本单位提出的，或由本局处理的',
    en: 'Objections one made, or that one’s bureau deals with',
  },
  clauses: ['JS-13b', 'HN-15'],
  permission: 'publicity.read',
  query: z.strictObject({
    ...paging,
    show: z.enum(['open', 'closed', 'all']).default('all'),
    state: objectionState.optional(),
    kind: publicityKind.optional(),
    publicityId: uuid.optional(),
  }),
  reply: pageOf(objectionItem).extend({
    counts: z.object({
      toTakeUp: z.number().int(),
      toAnswer: z.number().int(),
      toDecide: z.number().int(),
      overdue: z.number().int(),
    }),
  }),
});

export const readObjection = endpoint({
  id: 'publicity.objection',
  method: 'GET',
  path: '/api/objections/:objectionId',
  summary: { zh: '查看异议', en: 'One objection' },
  clauses: ['HN-15'],
  permission: 'publicity.read',
  params,
  reply: objectionItem.extend({
    reasons: z.string(),
    evidence: z.array(evidenceFile),
    takenUpAt: moment.nullable(),
    takeUpNote: z.string(),
    issue: z.string(),
    extendedAt: moment.nullable(),
    extendedWorkdays: z.number().int().nullable(),
    extensionReason: z.string(),
    /** The proposed answer is shown to the objector only once it is decided. */
    answer: z.string(),
    itemStands: z.boolean().nullable(),
    answeredAt: moment.nullable(),
    answeredBy: z.string().nullable(),
    answeredByMe: z.boolean(),
    returnedNote: z.string(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    decisionNote: z.string(),
    extensionMax: z.number().int(),
  }),
  refusals: some('publicity.unknownObjection'),
});

export const decideTakeUp = endpoint({
  id: 'publicity.takeUp',
  method: 'POST',
  path: '/api/objections/:objectionId/take-up',
  summary: { zh: '决定受理或不予受理', en: 'Take an objection up or not, with the reason' },
  clauses: ['JS-13b'],
  permission: 'publicity.answer',
  params,
  body: z.discriminatedUnion('takesUp', [
    z.strictObject({
      takesUp: z.literal(true),
      version,
      /** What it is about, in one’s own words: the concerned and the public read it, so nothing may tell who objected. */
      issue: text(500, 5),
      note: text(500).default(''),
    }),
    z.strictObject({ takesUp: z.literal(false), version, note: text(500, 5) }),
  ]),
  reply: outcomeOfCommand,
  refusals: some('publicity.unknownObjection', 'publicity.takenUpAlready', 'request.stale'),
});

export const extendObjection = endpoint({
  id: 'publicity.extend',
  method: 'POST',
  path: '/api/objections/:objectionId/extend',
  summary: { zh: '延长处理期限（一次）', en: 'Put the conclusion off, once' },
  clauses: ['JS-13b'],
  permission: 'publicity.answer',
  params,
  body: z.strictObject({ version, workdays: z.number().int().min(1).max(1000), reason: text(500, 5) }),
  reply: outcomeOfCommand,
  refusals: some(
    'publicity.unknownObjection',
    'publicity.notExamining',
    'publicity.extendedAlready',
    'publicity.extensionTooLong',
    'publicity.tooLateToExtend',
    'request.stale',
  ),
});

export const answerObjection = endpoint({
  id: 'publicity.answer',
  method: 'POST',
  path: '/api/objections/:objectionId/answer',
  summary: { zh: '拟定异议处理意见', en: 'Propose the answer, with reasons' },
  clauses: ['JS-13b', 'HN-15'],
  permission: 'publicity.answer',
  params,
  body: z.strictObject({
    version,
    outcome: objectionOutcome,
    /** Needed where the objection is right in part. */
    itemStands: z.boolean().nullable().default(null),
    answer: reasons,
  }),
  reply: outcomeOfCommand,
  refusals: some(
    'publicity.unknownObjection',
    'publicity.notExamining',
    'publicity.sayWhetherItStands',
    'request.stale',
  ),
});

export const decideObjection = endpoint({
  id: 'publicity.decide',
  method: 'POST',
  path: '/api/objections/:objectionId/decide',
  summary: { zh: '审定异议处理意见，或退回', en: 'Decide on the proposed answer, or send it back' },
  clauses: ['JS-13b', 'HN-15'],
  permission: 'publicity.decide',
  params,
  body: z.discriminatedUnion('agrees', [
    z.strictObject({ agrees: z.literal(true), version, note: text(500).default('') }),
    z.strictObject({ agrees: z.literal(false), version, note: text(500, 5) }),
  ]),
  reply: outcomeOfCommand,
  refusals: some(
    'publicity.unknownObjection',
    'publicity.notAnswered',
    'publicity.answeredBySame',
    'request.stale',
  ),
});
