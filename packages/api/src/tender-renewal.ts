import { renewalPaths } from '@daylight/rules/tender/renewal.ts';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { some } from './tender-refusals.ts';
import { tenderParams } from './tender-shapes.ts';
import { deadline, moment, text, uuid } from './wire.ts';

/** What follows a round whose term ends (SX-3.3). */
export const renewal = z
  .object({
    state: z.enum(['open', 'decided']),
    openedAt: moment,
    due: deadline,
    figures: z.object({
      completed: z.number().int().nullable().meta({ description: 'hundredths of a per cent' }),
      accounts: z.number().int(),
      behind: z.number().int(),
      reminders: z.number().int(),
      supplyCases: z.number().int(),
      stoppedItems: z.number().int(),
      items: z.number().int(),
      marketFell: z.number().int().nullable().meta({ description: 'hundredths of a per cent' }),
    }),
    advice: z.object({
      path: z.enum(renewalPaths),
      because: z.enum(['steady', 'marketMoved', 'supplyFailed', 'allStopped']),
    }),
    path: z.enum(renewalPaths).nullable(),
    reason: z.string(),
    decidedAt: moment.nullable(),
    next: z.object({ id: uuid, number: z.string(), title: z.string() }).nullable(),
  })
  .meta({ id: 'RoundRenewal' });

export const readRenewal = endpoint({
  id: 'tender.renewal',
  method: 'GET',
  path: '/api/rounds/:tenderId/renewal',
  summary: { zh: '采购周期届满的接续', en: 'The renewal of a round with the figures of its term' },
  clauses: ['SX-3.3'],
  permission: 'tender.read',
  params: tenderParams,
  reply: renewal,
  refusals: some('tender.unknown', 'tender.renewalUnknown'),
});

export const decideRenewal = endpoint({
  id: 'tender.renew',
  method: 'POST',
  path: '/api/rounds/:tenderId/renewal',
  summary: {
    zh: '确定接续方式：询价、跟标、重新竞价或不再接续',
    en: 'Decide what follows: inquiry, following another result, new bids, or nothing; makes the next draft',
  },
  clauses: ['SX-3.3'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({
    path: z.enum(renewalPaths),
    reason: text(1000),
    title: text(120).default(''),
  }),
  reply: z.object({ tenderId: uuid, path: z.enum(renewalPaths), nextId: uuid.nullable() }),
  refusals: some(
    'tender.unknown',
    'tender.notYours',
    'tender.renewalUnknown',
    'tender.renewalDecided',
    'tender.reasonMissing',
  ),
});
