import { tenderModes } from '@daylight/rules/tender/state.ts';
import { z } from 'zod';
import { quotingRecord } from './bidding-quoting.ts';
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
      name: z.object({ zh: z.string(), en: z.string() }),
      winners: z.number().int(),
      winningFirms: z.number().int(),
      eligibleFirms: z.number().int(),
      base: z.string(),
      agreed: z.string(),
      leftover: z.string(),
    }),
  ),
  mode: z.enum(tenderModes),
  /** Quoting rounds, where there was more than one. */
  quotings: z.array(quotingRecord),
  /** Bids that were stopped at the opening, with the reason. */
  stopped: z.array(
    z.object({
      bidder: named,
      reason: z.string(),
      product: uuid.nullable(),
      productName: z.string().nullable(),
    }),
  ),
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

export const followBundleMegabytesMax = 64;
const followReply = followSource.extend({
  /** Pairs that suggest themselves: the same product, or one of the same name and firm. */
  suggested: z.array(pair),
});
const followRefusals = some(
  'tender.unknown',
  'tender.wrongState',
  'bidding.notOrganiser',
  'bidding.notFollowed',
  'bidding.noSelection',
  'bidding.bundleUnreadable',
  'bidding.bundleNotIntact',
);

/** A bundle from elsewhere, as a file; it is verified before it is kept. */
export const followBundle = endpoint({
  id: 'bidding.followBundle',
  method: 'POST',
  path: '/api/openings/:tenderId/follow/bundle',
  summary: {
    zh: '跟标：上传其他平台公布的结果包并核验',
    en: 'Follow: take the bundle that another platform published, and verify it',
  },
  clauses: ['JS-24', 'SX-4.1', 'SX-4.2'],
  permission: 'bidding.manage',
  params: roundParams,
  media: { request: 'application/json' },
  reply: followReply,
  refusals: followRefusals,
});

export const followRound = endpoint({
  id: 'bidding.followRound',
  method: 'POST',
  path: '/api/openings/:tenderId/follow/round',
  summary: {
    zh: '跟标：采用本平台另一项目的公开结果',
    en: 'Follow: take the public result of another round of this platform',
  },
  clauses: ['JS-24', 'SX-4.2'],
  permission: 'bidding.manage',
  params: roundParams,
  body: z.strictObject({ sourceId: uuid }),
  reply: followReply,
  refusals: followRefusals,
});

export const followAward = endpoint({
  id: 'bidding.follow',
  method: 'POST',
  path: '/api/openings/:tenderId/follow',
  summary: {
    zh: '跟标：确定产品对应，按同一价格提请确认',
    en: 'Follow: pair the products; the same prices hold',
  },
  clauses: ['JS-24', 'SX-4.1', 'SX-4.2'],
  permission: 'bidding.manage',
  params: roundParams,
  body: z.strictObject({ pairs: z.array(pair).min(1).max(2000) }),
  reply: z.object({ pairs: z.number().int(), hash }),
  refusals: some(
    'tender.unknown',
    'tender.wrongState',
    'bidding.notOrganiser',
    'bidding.notFollowed',
    'bidding.noSelection',
    'bidding.pairUnknown',
    'bidding.pairTwice',
    'bidding.askedAlready',
  ),
});

export const readFollow = endpoint({
  id: 'bidding.readFollow',
  method: 'GET',
  path: '/api/openings/:tenderId/follow',
  summary: { zh: '跟标来源与产品对应', en: 'What a round follows, and the pairs' },
  clauses: ['JS-24', 'SX-4.2'],
  permission: 'bidding.read',
  params: roundParams,
  reply: followReply.extend({
    pairs: z.array(pair),
    products: z.array(z.object({ id: uuid, name: z.string(), item: z.string(), bidder: z.string() })),
  }),
  refusals: some('tender.unknown', 'bidding.notFollowed', 'bidding.noSelection'),
});
