import { publicityKinds } from '@daylight/rules/publicity/kind.ts';
import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import {
  basis,
  deadline,
  facts,
  jurisdictionCode,
  moment,
  named,
  pageOf,
  paging,
  text,
  uuid,
} from './wire.ts';

/** What has to be public before it takes effect (HN-16, JS-13b): anyone reads it, without signing in. */

const wording = z.object({ zh: z.string(), en: z.string() });
export const publicityKind = z.enum(publicityKinds);
export const publicityState = z.enum(['open', 'ended', 'taken', 'withdrawn']);
const outcome = z.enum(['upheld', 'rejected', 'partly']);
const place = { jurisdiction: jurisdictionCode.default('320000') } as const;
const flag = z.enum(['true', 'false']).optional();

const unknown = {
  'publicity.unknown': { zh: '没有这份公示', en: 'There is no such publicity', status: 404 },
} as const;

export const publicityRow = z
  .object({
    id: uuid,
    number: z.string(),
    kind: publicityKind,
    jurisdiction: jurisdictionCode,
    title: wording,
    state: publicityState,
    openedAt: moment,
    ends: deadline,
    items: z.number().int(),
    /** Objections that were taken up: how many, and how many of them are not decided. */
    takenUp: z.number().int(),
    undecided: z.number().int(),
    synthetic: z.boolean(),
  })
  .meta({ id: 'Publicity' });

export const listPublicities = endpoint({
  id: 'publicity.list',
  method: 'GET',
  path: '/api/public/publicities',
  summary: { zh: '公开查询公示', en: 'Lists that are public, open to anyone' },
  clauses: ['HN-16', 'JS-13b'],
  permission: 'public',
  query: z.strictObject({
    ...paging,
    ...place,
    kind: publicityKind.optional(),
    state: publicityState.optional(),
    search: text(60).optional(),
    /** Those that name one's own organisation, for who is signed in. */
    own: flag,
  }),
  reply: pageOf(publicityRow),
});

/** What the public reads of an objection that was taken up; who objected stands nowhere. */
const answer = z
  .object({
    itemKey: z.string().nullable(),
    /** Null: the list as a whole. */
    itemText: wording.nullable(),
    state: z.enum(['examining', 'decided']),
    issue: z.string(),
    outcome: outcome.nullable(),
    itemStands: z.boolean().nullable(),
    answer: z.string(),
    takenUpAt: moment,
    decidedAt: moment.nullable(),
  })
  .meta({ id: 'PublicityAnswer' });

export const showPublicity = endpoint({
  id: 'publicity.show',
  method: 'GET',
  path: '/api/public/publicities/:publicityId',
  summary: {
    zh: '公开查看公示、依据、倒计时和异议处理结果',
    en: 'One list with its documents, countdown and answers',
  },
  clauses: ['HN-16', 'JS-13b'],
  permission: 'public',
  params: z.strictObject({ publicityId: uuid }),
  query: z.strictObject(place),
  reply: publicityRow.extend({
    basis: z.array(basis),
    period: basis.extend({ origin: z.enum(['published', 'default']), amount: z.number().int() }),
    holdsWholeList: z.boolean(),
    stateNote: z.string(),
    answers: z.array(answer),
    reasons: z.array(wording.extend({ code: z.string() })),
  }),
  refusals: refusals(unknown),
});

const item = z
  .object({
    key: z.string(),
    position: z.number().int(),
    text: wording,
    facts,
    organisation: named.nullable(),
    /** 'waits': the period runs or an objection is open; 'dropped': an objection was right; 'takesEffect'. */
    effect: z.enum(['waits', 'takesEffect', 'dropped']),
    answers: z.number().int(),
  })
  .meta({ id: 'PublicityItem' });

export const listPublicityItems = endpoint({
  id: 'publicity.items',
  method: 'GET',
  path: '/api/public/publicities/:publicityId/items',
  summary: { zh: '公开查询公示内容', en: 'The items of a list, open to anyone' },
  clauses: ['HN-16'],
  permission: 'public',
  params: z.strictObject({ publicityId: uuid }),
  query: z.strictObject({
    ...paging,
    ...place,
    search: text(60).optional(),
    objected: flag,
    own: flag,
  }),
  reply: pageOf(item),
  refusals: refusals(unknown),
});
