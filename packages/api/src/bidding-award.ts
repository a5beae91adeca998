import { z } from 'zod';
import { some } from './bidding-refusals.ts';
import { awardLine, awardRun, hash, note, roundHead, roundParams } from './bidding-shapes.ts';
import { endpoint } from './endpoint.ts';
import { moment, named, pageOf, paging, uuid, yuan } from './wire.ts';

/** Awards: result, publication, decision, the bundle for anyone, and results of other rounds that are followed. */
const awardReply = roundHead.extend({
  runs: z.array(awardRun),
  lines: z.array(awardLine),
  units: z.array(
    z.object({
      unit: z.string(),
      winners: z.number().int(),
      winningFirms: z.number().int(),
      eligibleFirms: z.number().int(),
      base: z.string(),
      agreed: z.string(),
      leftover: z.string(),
    }),
  ),
  /** Bids that were stopped at the opening, with the reason. */
  stopped: z.array(z.object({ bidder: named, reason: z.string(), product: uuid.nullable() })),
  isFinal: z.boolean(),
  awardedAt: moment.nullable(),
});

export const readAward = endpoint({
  id: 'bidding.award',
  method: 'GET',
  path: '/api/openings/:tenderId/award',
  summary: { zh: '评审结果与逐条理由', en: 'The result with its reasons, bid by bid' },
  clauses: ['SX-3.2b', 'JS-20'],
  permission: 'bidding.read',
  params: roundParams,
  reply: awardReply,
  refusals: some('tender.unknown', 'bidding.noSelection'),
});

const publicQuery = z.strictObject({ province: z.coerce.number().int().min(1).max(99) });

export const readPublicAward = endpoint({
  id: 'bidding.publicAward',
  method: 'GET',
  path: '/api/portal/awards/:tenderId',
  summary: { zh: '公开的中选结果', en: 'A result, open to anyone' },
  clauses: ['JS-20', 'HN-9a'],
  permission: 'public',
  params: roundParams,
  query: publicQuery,
  reply: awardReply,
  refusals: some('tender.unknown', 'bidding.noSelection'),
});

export const listPublicAwards = endpoint({
  id: 'bidding.publicAwards',
  method: 'GET',
  path: '/api/portal/awards',
  summary: { zh: '公开的中选结果目录', en: 'Results open to anyone, newest first' },
  clauses: ['JS-20'],
  permission: 'public',
  query: z.strictObject({ ...paging, province: z.coerce.number().int().min(1).max(99) }),
  reply: pageOf(
    z.object({
      tenderId: uuid,
      number: z.string(),
      title: z.string(),
      organiser: z.string(),
      selected: z.number().int(),
      isFinal: z.boolean(),
      madeAt: moment,
      hash,
    }),
  ),
});

export const downloadBundle = endpoint({
  id: 'bidding.bundle',
  method: 'GET',
  path: '/api/portal/awards/:tenderId/bundle',
  summary: { zh: '下载结果包，供任何人核验', en: 'The bundle of an award, for anyone to compute again' },
  clauses: ['SX-3.2b'],
  permission: 'public',
  params: roundParams,
  query: publicQuery.extend({
    purpose: z.enum(['selection', 'allocation', 'followed']).default('selection'),
  }),
  reply: z.unknown(),
  media: { reply: 'application/json' },
  refusals: some('tender.unknown', 'bidding.noSelection'),
});

export const askPublication = endpoint({
  id: 'bidding.publish',
  method: 'POST',
  path: '/api/openings/:tenderId/publication',
  summary: { zh: '提请公示拟中选结果', en: 'Ask for the publication of the result' },
  clauses: ['SX-3.2b', 'JS-20'],
  permission: 'bidding.manage',
  params: roundParams,
  body: z.strictObject({ version: z.number().int() }),
  reply: z.object({ version: z.number().int() }),
  refusals: some(
    'tender.unknown',
    'tender.wrongState',
    'bidding.notOrganiser',
    'bidding.noSelection',
    'bidding.askedAlready',
    'request.stale',
  ),
});

export const decideAward = endpoint({
  id: 'bidding.decide',
  method: 'POST',
  path: '/api/openings/:tenderId/decision',
  summary: { zh: '确认或废止中选结果', en: 'Make the result final, or annul it' },
  clauses: ['SX-3.2b', 'JS-20', 'HN-9a'],
  permission: 'bidding.decide',
  params: roundParams,
  body: z
    .strictObject({ version: z.number().int(), decision: z.enum(['confirmed', 'annulled']), note })
    .refine((body) => body.decision === 'confirmed' || body.note.length > 0, {
      error: 'note',
      path: ['note'],
    }),
  reply: z.object({ version: z.number().int() }),
  refusals: some(
    'tender.unknown',
    'tender.wrongState',
    'bidding.notOrganiser',
    'bidding.askedBySame',
    'bidding.publicityRuns',
    'bidding.decidedAlready',
    'bidding.noSelection',
    'request.stale',
  ),
});

export const followSource = z.object({
  title: z.string(),
  hash,
  engine: z.string(),
  selected: z.array(
    z.object({
      product: z.string(),
      name: z.string(),
      firm: z.string(),
      item: z.string(),
      itemName: z.string(),
      price: yuan,
    }),
  ),
});

const pair = z.strictObject({
  /** Our product. */
  productId: uuid,
  /** The product in the bundle that is followed. */
  theirs: z.string().min(1).max(120),
});

/** The bundle as its text: what another platform published, or one's own. */
export const followAward = endpoint({
  id: 'bidding.follow',
  method: 'POST',
  path: '/api/openings/:tenderId/follow',
  summary: {
    zh: '跟标：采纳已公布的中选结果（同价），先核验结果包',
    en: 'Follow a published result at the same prices; its bundle is verified first',
  },
  clauses: ['JS-24', 'SX-4.1', 'SX-4.2'],
  permission: 'bidding.manage',
  params: roundParams,
  creates: true,
  body: z.strictObject({
    /** A round of this platform whose result is public, or the text of a bundle from elsewhere. */
    source: z.union([
      z.strictObject({ tenderId: uuid }),
      z.strictObject({ bundle: z.string().max(8_000_000) }),
    ]),
    pairs: z.array(pair).max(2000),
    /** Only verify and show what could be followed. */
    tries: z.boolean(),
  }),
  reply: followSource.extend({ runId: uuid.nullable(), suggested: z.array(pair) }),
  refusals: some(
    'tender.unknown',
    'tender.wrongState',
    'bidding.notOrganiser',
    'bidding.notFollowed',
    'bidding.noSelection',
    'bidding.bundleUnreadable',
    'bidding.bundleNotIntact',
    'bidding.pairUnknown',
    'bidding.pairTwice',
  ),
});
