import { breachStates } from '@daylight/rules/tender/breach.ts';
import { undertakingCapacities } from '@daylight/rules/tender/integrity.ts';
import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceFile, evidenceIds } from './evidence.ts';
import { some } from './tender-refusals.ts';
import { tenderParams, version } from './tender-shapes.ts';
import { basis, day, deadline, jurisdictionCode, moment, named, pageOf, paging, text, uuid } from './wire.ts';
import { workbookType } from './workbook.ts';

/** Supervision of the whole process of a round (全过程监督): its course, undertakings of integrity, breaches (GY-5.4). */
const wording = z.object({ zh: z.string(), en: z.string() });

/** What a step of the journal is about. */
export const courseSubjects = [
  'tender',
  'agreement',
  'supply-failure',
  'volume-report',
  'supply-report',
  'tender-question',
] as const;

export const courseStep = z
  .object({
    id: uuid,
    at: moment,
    event: z.string(),
    what: wording,
    /** Null: the clock. */
    organisation: z.string().nullable(),
    person: z.string().nullable(),
    /** Who it was is not shown: who asked a question, and who bids before the opening. */
    hidden: z.boolean(),
    subject: z.enum(courseSubjects),
    from: z.string().nullable(),
    to: z.string().nullable(),
    basis: z.array(basis),
    /** Its place in the sealed journal, null until it is sealed. */
    position: z.number().int().nullable(),
  })
  .meta({ id: 'CourseStep' });
export type CourseStep = z.output<typeof courseStep>;

const courseQuery = { subject: z.enum(courseSubjects).default('tender') };

export const readCourse = endpoint({
  id: 'tender.course',
  method: 'GET',
  path: '/api/rounds/:tenderId/course',
  summary: { zh: '项目全过程记录', en: 'The course of a round, step by step' },
  clauses: ['GY-5.4'],
  permission: 'tender.supervise',
  params: tenderParams,
  query: z.strictObject({ ...paging, ...courseQuery }),
  reply: pageOf(courseStep),
  refusals: some('tender.unknown'),
});

export const courseWorkbook = endpoint({
  id: 'tender.courseWorkbook',
  method: 'GET',
  path: '/api/rounds/:tenderId/course/workbook',
  summary: { zh: '导出项目全过程记录', en: 'The course of a round as a workbook' },
  clauses: ['GY-5.4'],
  permission: 'tender.supervise',
  params: tenderParams,
  query: z.strictObject(courseQuery),
  reply: z.unknown(),
  refusals: some('tender.unknown'),
  media: { reply: workbookType },
});

export const undertaking = z
  .object({
    id: uuid,
    capacity: z.enum(undertakingCapacities),
    organisation: z.string(),
    person: z.string(),
    text: wording,
    from: day,
    basis,
    at: moment,
    files: z.array(evidenceFile),
  })
  .meta({ id: 'Undertaking' });

const undertakingText = z.object({ zh: z.string(), en: z.string(), from: day, basis });

export const listUndertakings = endpoint({
  id: 'tender.undertakings',
  method: 'GET',
  path: '/api/rounds/:tenderId/undertakings',
  summary: { zh: '廉洁承诺', en: 'Undertakings of integrity' },
  clauses: ['GY-5.4'],
  permission: 'tender.read',
  params: tenderParams,
  reply: z.object({
    items: z.array(undertaking),
    /** The texts in force; null where none is asked for. */
    texts: z.object({
      bidder: undertakingText.nullable(),
      trustee: undertakingText.nullable(),
      team: undertakingText.nullable(),
    }),
    /** Persons of committee and team whose undertaking is not there yet; told to who runs or supervises the round. */
    missing: z.array(z.string()),
    mayRecord: z.boolean(),
  }),
  refusals: some('tender.unknown'),
});

export const recordUndertaking = endpoint({
  id: 'tender.recordUndertaking',
  method: 'POST',
  path: '/api/rounds/:tenderId/undertakings',
  summary: { zh: '登记评审、工作组成员的廉洁承诺', en: 'Record what a member of the team undertook' },
  clauses: ['GY-5.4'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({ person: text(60, 1), undertaking: day, evidenceIds: evidenceIds.min(1) }),
  reply: z.object({ id: uuid }),
  refusals: refusals({
    ...some('tender.unknown', 'tender.notYours', 'tender.undertakingMissing', 'tender.personUnknown'),
    ...attachRefusals,
  }),
  creates: true,
});

export const breach = z
  .object({
    id: uuid,
    number: z.string(),
    tender: z.object({ id: uuid, number: z.string(), title: z.string() }),
    kind: wording,
    accused: z.string(),
    facts: z.string(),
    state: z.enum(breachStates),
    receivedAt: moment,
    due: deadline,
    /** Whom it was put to. */
    asked: named.nullable(),
    question: z.string(),
    answerDue: deadline.nullable(),
    answer: z.string(),
    answeredAt: moment.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'RoundBreach' });
export type RoundBreach = z.output<typeof breach>;

export const breachDetails = breach
  .extend({
    /** What the reporter gave of itself; empty for a nameless one and for whom it is about. */
    reporter: z.object({ name: z.string(), contact: z.string() }),
    origin: z.enum(['public', 'participant']).nullable(),
    upheld: z.boolean().nullable(),
    finding: z.string(),
    foundByMe: z.boolean(),
    decisionNote: z.string(),
    decidedAt: moment.nullable(),
    proposalId: uuid.nullable(),
    basis,
    files: z.array(evidenceFile),
    answerFiles: z.array(evidenceFile),
  })
  .meta({ id: 'RoundBreachDetails' });
export type RoundBreachDetails = z.output<typeof breachDetails>;

const reported = z.object({ number: z.string(), due: deadline });

/** Without sign-in: whoever knows of a breach reports it, with a name or without. */
export const reportBreach = endpoint({
  id: 'tender.reportBreachOpenly',
  method: 'POST',
  path: '/api/open/rounds/:tenderId/breaches',
  summary: { zh: '举报项目中的违规行为（社会公众）', en: 'Report a breach in a round, as anybody' },
  clauses: ['GY-5.4'],
  permission: 'public',
  params: tenderParams,
  body: z.strictObject({
    jurisdiction: jurisdictionCode,
    kind: z.string().max(40),
    accused: text(200, 2),
    facts: text(4000, 10),
    name: text(60).default(''),
    contact: text(100).default(''),
  }),
  reply: reported,
  refusals: some(
    'tender.unknown',
    'tender.breachKind',
    'tender.breachContact',
    'tender.breachesMany',
    'tender.breachesManyFromYou',
  ),
});

export const reportBreachSigned = endpoint({
  id: 'tender.reportBreach',
  method: 'POST',
  path: '/api/rounds/:tenderId/breaches',
  summary: { zh: '举报项目中的违规行为', en: 'Report a breach in a round' },
  clauses: ['GY-5.4'],
  permission: 'tender.reportBreach',
  params: tenderParams,
  body: z.strictObject({
    kind: z.string().max(40),
    accused: text(200, 2),
    facts: text(4000, 10),
    /** Without a name nothing is kept of who reported. */
    withName: z.boolean(),
    evidenceIds: evidenceIds.default([]),
  }),
  reply: reported,
  refusals: refusals({
    ...some('tender.unknown', 'tender.breachKind', 'tender.breachesMany', 'tender.breachesManyFromYou'),
    ...attachRefusals,
  }),
});

export const listBreachKinds = endpoint({
  id: 'tender.breachKinds',
  method: 'GET',
  path: '/api/open/breach-kinds',
  summary: { zh: '可举报的违规行为', en: 'What can be reported' },
  clauses: ['GY-5.4'],
  permission: 'public',
  query: z.strictObject({ jurisdiction: jurisdictionCode }),
  reply: z.object({ items: z.array(wording.extend({ code: z.string() })), basis }),
});

export const listBreaches = endpoint({
  id: 'tender.breaches',
  method: 'GET',
  path: '/api/breaches',
  summary: { zh: '项目违规举报', en: 'Reported breaches of rounds' },
  clauses: ['GY-5.4'],
  permission: 'tender.readBreaches',
  query: z.strictObject({
    ...paging,
    state: z.enum(breachStates).optional(),
    tenderId: uuid.optional(),
  }),
  reply: pageOf(breach),
});

const params = z.strictObject({ breachId: uuid });
const acting = some('tender.breachUnknown', 'tender.breachState', 'request.stale');

export const readBreach = endpoint({
  id: 'tender.breach',
  method: 'GET',
  path: '/api/breaches/:breachId',
  summary: { zh: '一件违规举报', en: 'One reported breach' },
  clauses: ['GY-5.4'],
  permission: 'tender.readBreaches',
  params,
  reply: breachDetails,
  refusals: some('tender.breachUnknown'),
});

export const askAboutBreach = endpoint({
  id: 'tender.askAboutBreach',
  method: 'POST',
  path: '/api/breaches/:breachId/question',
  summary: { zh: '要求被举报方限期说明', en: 'Put it to whom it is about, with a day to answer' },
  clauses: ['GY-5.4'],
  permission: 'tender.handleBreach',
  params,
  body: z.strictObject({ organisationId: uuid, question: text(2000, 2), version }),
  reply: breachDetails,
  refusals: refusals({ ...acting, ...some('tender.accusedUnknown') }),
});

export const answerBreach = endpoint({
  id: 'tender.answerBreach',
  method: 'POST',
  path: '/api/breaches/:breachId/answer',
  summary: { zh: '被举报方说明', en: 'Whom it is about answers' },
  clauses: ['GY-5.4'],
  permission: 'tender.answerBreach',
  params,
  body: z.strictObject({ answer: text(4000, 2), evidenceIds: evidenceIds.default([]), version }),
  reply: breachDetails,
  refusals: refusals({ ...acting, ...attachRefusals }),
});

export const findBreach = endpoint({
  id: 'tender.findBreach',
  method: 'POST',
  path: '/api/breaches/:breachId/finding',
  summary: { zh: '录入核查结论', en: 'Enter what was found' },
  clauses: ['GY-5.4'],
  permission: 'tender.handleBreach',
  params,
  body: z.strictObject({ upheld: z.boolean(), finding: text(4000, 2), version }),
  reply: breachDetails,
  refusals: refusals({ ...acting, ...some('tender.breachUnheard') }),
});

export const decideBreach = endpoint({
  id: 'tender.decideBreach',
  method: 'POST',
  path: '/api/breaches/:breachId/decision',
  summary: { zh: '决定违规举报并移送处理', en: 'Decide, and hand over what is upheld' },
  clauses: ['GY-5.4', 'HN-15'],
  permission: 'tender.decideBreach',
  params,
  body: z.strictObject({ approve: z.boolean(), note: text(2000).default(''), version }),
  reply: breachDetails,
  refusals: refusals({ ...acting, ...some('tender.finderDecides', 'tender.breachNote') }),
});
