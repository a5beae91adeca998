import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { evidenceFile } from './evidence.ts';
import { some } from './panel-refusals.ts';
import { deadline, jurisdictionCode, moment, named, pageOf, paging, text, uuid, version } from './wire.ts';

/** Panels (JS-8, JS-10, HN-15): freezing the list, the draw that anyone can do again, the result. */

const wording = z.object({ zh: z.string(), en: z.string() });
export const reviewState = z.enum([
  'opened',
  'frozen',
  'sitting',
  'short',
  'closed',
  'confirmed',
  'taken',
  'withdrawn',
]);
export const candidateState = z.enum([
  'excluded',
  'frozen',
  'reserve',
  'invited',
  'accepted',
  'declined',
  'recused',
  'lapsed',
  'scored',
  'released',
]);
export const exclusion = z.enum(['employer', 'shareholding', 'sameGroup', 'other', 'earlier']);
export const panelOutcome = z.enum(['recommended', 'notRecommended']);
const params = z.strictObject({ reviewId: uuid });
const place = { jurisdiction: jurisdictionCode.default('320000') } as const;

/** Points by the code of each criterion. */
export const points = z.record(z.string().max(40), z.number().int());

export const criterion = wording.extend({ code: z.string(), weight: z.number().int() });
export const scoreSheet = z
  .object({
    scale: z.number().int(),
    threshold: z.number().int(),
    statistic: z.enum(['mean', 'trimmedMean', 'median']),
    trim: z.number().int(),
    criteria: z.array(criterion),
  })
  .meta({ id: 'ScoreSheet' });

const reviewItem = z
  .object({
    id: uuid,
    number: z.string(),
    kind: z.string(),
    title: wording,
    jurisdiction: jurisdictionCode,
    specialty: wording,
    state: reviewState,
    seats: z.number().int(),
    quorum: z.number().int(),
    /** Members who accepted or scored, and those whose scores are in; nobody sees scores before closing. */
    seated: z.number().int(),
    scored: z.number().int(),
    openedAt: moment,
    outcome: panelOutcome.nullable(),
    score: z.string().nullable(),
    version,
  })
  .meta({ id: 'PanelReview' });

export const listReviews = endpoint({
  id: 'panel.reviews',
  method: 'GET',
  path: '/api/reviews',
  summary: { zh: '专家评审', en: 'Reviews by expert panels' },
  clauses: ['JS-8', 'JS-10'],
  permission: 'panel.read',
  query: z.strictObject({
    ...paging,
    state: reviewState.optional(),
    search: text(60).optional(),
  }),
  reply: pageOf(reviewItem),
});

const member = z.object({
  /** A, B, C … as in the minutes; null until drawn. */
  memberCode: z.string().nullable(),
  code: z.string(),
  name: z.string(),
  employer: z.string(),
  state: candidateState,
  excluded: exclusion.nullable(),
  excludedWith: z.string().nullable(),
  rank: z.number().int().nullable(),
  due: deadline.nullable(),
  reason: z.string(),
  signedAt: moment.nullable(),
  /** Points with two decimals, once the panel is closed. */
  total: z.string().nullable(),
});

const drawShown = z
  .object({
    id: uuid,
    round: z.number().int(),
    name: z.string(),
    title: wording,
    jurisdiction: jurisdictionCode,
    seats: z.number().int(),
    seedHash: z.string(),
    committedAt: moment,
    frozenAt: moment.nullable(),
    poolHash: z.string().nullable(),
    pool: z.array(z.object({ code: z.string(), excluded: exclusion.nullable() })).nullable(),
    drawAt: moment.nullable(),
    beacon: z.object({ position: z.number().int(), hash: z.string(), sealedAt: moment }).nullable(),
    seed: z.string().nullable(),
    drawn: z.array(z.string()).nullable(),
    drawnAt: moment.nullable(),
  })
  .meta({ id: 'PanelDraw' });
export type DrawShown = z.output<typeof drawShown>;

/** What the minutes say; names are for the bureau and the members, codes for everybody else. */
export const minutes = z
  .object({
    score: z.string(),
    outcome: panelOutcome,
    statistic: z.enum(['mean', 'trimmedMean', 'median']),
    trimmed: z.number().int(),
    threshold: z.number().int(),
    closedAt: moment,
    criteria: z.array(criterion),
    members: z.array(
      z.object({
        memberCode: z.string(),
        name: z.string().nullable(),
        employer: z.string().nullable(),
        points,
        total: z.string(),
        opinion: z.string(),
      }),
    ),
    excluded: z.array(z.object({ code: z.string(), why: exclusion })),
    absent: z.array(z.object({ code: z.string(), state: candidateState, reason: z.string() })),
    hash: z.string(),
  })
  .meta({ id: 'PanelMinutes' });

export const readReview = endpoint({
  id: 'panel.review',
  method: 'GET',
  path: '/api/reviews/:reviewId',
  summary: { zh: '查看专家评审', en: 'One review' },
  clauses: ['JS-8', 'JS-10', 'HN-15'],
  permission: 'panel.read',
  params,
  reply: reviewItem.extend({
    interested: z.array(named),
    note: z.string(),
    sheet: scoreSheet,
    evidence: z.array(evidenceFile),
    /** What is judged, as the feature that asked puts it. */
    brief: z.array(wording),
    draws: z.array(drawShown),
    members: z.array(member),
    signDue: deadline.nullable(),
    minutes: minutes.nullable(),
  }),
  refusals: some('panel.unknownReview'),
});

export const previewPool = endpoint({
  id: 'panel.pool',
  method: 'GET',
  path: '/api/reviews/:reviewId/pool',
  summary: { zh: '封存前查看名单与回避', en: 'The list before it is frozen, with who stays away and why' },
  clauses: ['HN-15'],
  permission: 'panel.draw',
  params,
  query: z.strictObject({ area: jurisdictionCode.optional() }),
  reply: z.object({
    area: jurisdictionCode,
    areas: z.array(z.object({ code: jurisdictionCode, name: z.string() })),
    seats: z.number().int(),
    eligible: z.number().int(),
    drawDelayMinutes: z.number().int(),
    experts: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        employer: z.string(),
        excluded: exclusion.nullable(),
        excludedWith: z.string().nullable(),
      }),
    ),
  }),
  refusals: some('panel.unknownReview', 'panel.areaOutside'),
});

const outcome = z.object({ id: uuid, state: reviewState, version });

export const freezePool = endpoint({
  id: 'panel.freeze',
  method: 'POST',
  path: '/api/reviews/:reviewId/freeze',
  summary: { zh: '封存抽取名单', en: 'Freeze the list; the draw follows by itself' },
  clauses: ['HN-15', 'JS-8'],
  permission: 'panel.draw',
  params,
  body: z.strictObject({ version, area: jurisdictionCode.nullable().default(null) }),
  reply: outcome,
  refusals: some(
    'panel.unknownReview',
    'panel.notOpened',
    'panel.areaOutside',
    'panel.tooFewExperts',
    'request.stale',
  ),
});

export const redrawPanel = endpoint({
  id: 'panel.redraw',
  method: 'POST',
  path: '/api/reviews/:reviewId/redraw',
  summary: { zh: '人数不足时重新抽取', en: 'Begin a new draw where a panel is short' },
  clauses: ['HN-15'],
  permission: 'panel.draw',
  params,
  body: z.strictObject({ version, reason: text(300, 5) }),
  reply: outcome,
  refusals: some('panel.unknownReview', 'panel.notShort', 'request.stale'),
});

export const readReviewResult = endpoint({
  id: 'panel.result',
  method: 'GET',
  path: '/api/review-results/:reviewId',
  summary: { zh: '专家评审结果（评委以代号表示）', en: 'The result of a review, members by code' },
  clauses: ['JS-8', 'JS-10', 'HN-15'],
  permission: 'panel.outcome',
  params,
  reply: z.object({
    id: uuid,
    number: z.string(),
    title: wording,
    minutes,
    draws: z.array(z.object({ id: uuid, round: z.number().int() })),
  }),
  refusals: some('panel.unknownReview', 'panel.notConfirmed'),
});

export const listDraws = endpoint({
  id: 'panel.draws',
  method: 'GET',
  path: '/api/public/panel-draws',
  summary: { zh: '公开的专家抽取', en: 'Draws of experts, open to anyone' },
  clauses: ['HN-15', 'HN-16'],
  permission: 'public',
  query: z.strictObject({ ...paging, ...place }),
  reply: pageOf(drawShown.omit({ pool: true, drawn: true })),
});

export const showDraw = endpoint({
  id: 'panel.draw',
  method: 'GET',
  path: '/api/public/panel-draws/:drawId',
  summary: { zh: '公开核验专家抽取', en: 'Everything to do a draw again' },
  clauses: ['HN-15', 'HN-16'],
  permission: 'public',
  params: z.strictObject({ drawId: uuid }),
  query: z.strictObject(place),
  reply: drawShown,
  refusals: some('panel.unknownReview'),
});
