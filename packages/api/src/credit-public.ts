import { z } from 'zod';
import { creditKind, publicCase, wording } from './credit-shapes.ts';
import { endpoint } from './endpoint.ts';
import { basis, jurisdictionCode, moment, named, pageOf, paging, text, uuid } from './wire.ts';

const place = { jurisdiction: jurisdictionCode.default('320000') } as const;

/** What everybody may know: records and ratings in force or ended, notices of criticism, duties of the participants. */
export const listPublicCases = endpoint({
  id: 'credit.public',
  method: 'GET',
  path: '/api/public/credit',
  summary: {
    zh: '不良记录和信用评价公开',
    en: 'Bad records and ratings, open to anyone',
  },
  clauses: ['JS-38', 'HN-12', 'GD-9c', 'HN-16'],
  permission: 'public',
  query: z.strictObject({
    ...paging,
    ...place,
    kind: creditKind.optional(),
    state: z.enum(['inForce', 'ended']).optional(),
    search: text(60).optional(),
  }),
  reply: pageOf(publicCase),
});

export const listPublicNotices = endpoint({
  id: 'credit.publicNotices',
  method: 'GET',
  path: '/api/public/supply-notices',
  summary: { zh: '不能履约企业通报', en: 'Notices on enterprises that fail to supply' },
  clauses: ['HN-11a', 'HN-16'],
  permission: 'public',
  query: z.strictObject({ ...paging, ...place }),
  reply: pageOf(
    z.object({
      id: uuid,
      number: z.string(),
      enterprise: named,
      text: wording,
      content: z.string(),
      basis,
      at: moment,
    }),
  ),
});

const term = wording.extend({ basis });

export const readParticipantTerms = endpoint({
  id: 'credit.participants',
  method: 'GET',
  path: '/api/public/participants',
  summary: {
    zh: '各类参与主体的责任、激励与约束',
    en: 'Responsibilities, incentives and penalties per kind of participant',
  },
  clauses: ['HN-7c'],
  permission: 'public',
  query: z.strictObject({ ...place }),
  reply: z.object({
    basis: basis.nullable(),
    origin: z.enum(['published', 'default', 'decision']).nullable(),
    note: wording.nullable(),
    items: z.array(
      z.object({
        kind: z.enum(['institution', 'manufacturer', 'distributor', 'bureau', 'operator', 'fund']),
        duties: z.array(term),
        incentives: z.array(term),
        penalties: z.array(term),
      }),
    ),
  }),
});
