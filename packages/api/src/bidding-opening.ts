import { trusteeCapacities } from '@daylight/rules/bidding/trustees.ts';
import { tenderModes } from '@daylight/rules/tender/state.ts';
import { z } from 'zod';
import { quotingRecord } from './bidding-quoting.ts';
import { some } from './bidding-refusals.ts';
import { commitmentLine } from './bidding.ts';
import { hash, note, roundHead, roundParams, sealTerms, sealedBid, trustee } from './bidding-shapes.ts';
import { endpoint } from './endpoint.ts';
import { quotingTerms } from './tender-shapes.ts';
import { day, facts, moment, named, uuid } from './wire.ts';

/** Keys and opening: what the organiser sets up, what trustees do, what everybody sees. */
export const setTrustees = endpoint({
  id: 'bidding.setTrustees',
  method: 'POST',
  path: '/api/openings/:tenderId/trustees',
  summary: { zh: '设置密钥保管人与开标份额', en: 'Name the trustees and how many shares open' },
  clauses: ['SX-3.2b'],
  permission: 'bidding.manage',
  params: roundParams,
  body: z.strictObject({
    threshold: z.number().int().min(2).max(99),
    trustees: z
      .array(z.strictObject({ accountId: uuid, capacity: z.enum(trusteeCapacities) }))
      .min(2)
      .max(99),
  }),
  reply: z.object({ threshold: z.number().int(), trustees: z.number().int() }),
  refusals: some(
    'tender.unknown',
    'tender.wrongState',
    'bidding.notOrganiser',
    'bidding.unknownAccount',
    'bidding.trusteeTwice',
    'bidding.trusteesTooFew',
    'bidding.thresholdTooLow',
    'bidding.thresholdTooHigh',
    'bidding.oneOrganisationReaches',
  ),
});

export const giveKey = endpoint({
  id: 'bidding.giveKey',
  method: 'POST',
  path: '/api/openings/:tenderId/key',
  summary: { zh: '登记保管人公钥，取得测试盒', en: 'Register a trustee’s public key and get a test box' },
  clauses: ['SX-3.2b'],
  permission: 'bidding.trust',
  params: roundParams,
  body: z.strictObject({
    recipient: z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/),
    /** The undertaking of integrity that is accepted, by the first day of its text (GY-5.4). */
    undertaking: day.nullable().default(null),
  }),
  reply: z.object({ trusteeId: uuid, testBox: z.string() }),
  refusals: some(
    'tender.unknown',
    'tender.undertakingMissing',
    'bidding.unknownTrustee',
    'bidding.keyMalformed',
    'bidding.keyTaken',
    'bidding.keyFixed',
  ),
});

export const proveKey = endpoint({
  id: 'bidding.proveKey',
  method: 'POST',
  path: '/api/openings/:tenderId/key/proof',
  summary: { zh: '打开测试盒，证明持有私钥', en: 'Prove possession of the key by opening the test box' },
  clauses: ['SX-3.2b'],
  permission: 'bidding.trust',
  params: roundParams,
  body: z.strictObject({ answer: z.string().max(200) }),
  reply: z.object({ trusteeId: uuid, provenAt: moment }),
  refusals: some('tender.unknown', 'bidding.unknownTrustee', 'bidding.proofWrong', 'bidding.keyFixed'),
});

export const reportLostKey = endpoint({
  id: 'bidding.lostKey',
  method: 'POST',
  path: '/api/openings/:tenderId/key/lost',
  summary: { zh: '报告私钥遗失或损坏', en: 'Say that the key is lost' },
  clauses: ['SX-3.2b'],
  permission: 'bidding.trust',
  params: roundParams,
  body: z.strictObject({ note: note.refine((text) => text.length > 0, { error: 'note' }) }),
  reply: z.object({ trusteeId: uuid, usable: z.number().int(), threshold: z.number().int() }),
  refusals: some('tender.unknown', 'bidding.unknownTrustee', 'bidding.releasedBefore'),
});

export const startBidding = endpoint({
  id: 'bidding.start',
  method: 'POST',
  path: '/api/openings/:tenderId/start',
  summary: { zh: '开始接收密封报价', en: 'Begin to take sealed bids' },
  clauses: ['SX-3.2b', 'JS-20', 'GD-1b'],
  permission: 'bidding.manage',
  params: roundParams,
  body: z.strictObject({}),
  reply: z.object({ termsHash: hash, size: z.number().int() }),
  refusals: some(
    'tender.unknown',
    'tender.wrongState',
    'bidding.notOrganiser',
    'bidding.notSetUp',
    'bidding.keysMissing',
    'bidding.deadlineMissing',
    'bidding.deadlinePassed',
    'bidding.trusteesTooFew',
    'bidding.thresholdTooLow',
    'bidding.thresholdTooHigh',
    'bidding.oneOrganisationReaches',
    'bidding.tooFewAsked',
  ),
});

export const opening = z
  .object({
    bidId: uuid,
    quoting: z.number().int(),
    /** Null until the deadline: who bid is told by nobody before. */
    bidder: named.nullable(),
    commitment: hash,
    digest: hash,
    receivedAt: moment,
    shares: z.array(
      z.object({ trusteeId: uuid, finding: z.enum(['good', 'differs', 'boxDiffers', 'keyDoesNotOpen']) }),
    ),
    ownKeyGiven: z.boolean(),
    outcome: z.enum(['opened', 'stopped']).nullable(),
    path: z.enum(['shares', 'own']).nullable(),
    reason: z.string().nullable(),
    facts: facts.nullable(),
    lines: z.number().int().nullable(),
    stoppedLines: z.number().int().nullable(),
  })
  .meta({ id: 'BidOpening' });

export const readOpening = endpoint({
  id: 'bidding.opening',
  method: 'GET',
  path: '/api/openings/:tenderId',
  summary: { zh: '密钥、投标与开标现场', en: 'Keys, bids and the opening of a round' },
  clauses: ['SX-3.2b', 'GD-1b'],
  permission: 'bidding.read',
  params: roundParams,
  reply: roundHead.extend({
    mode: z.enum(tenderModes),
    /** The quoting round that runs now or was opened last, and those that were opened. */
    quoting: z.object({
      now: z.number().int(),
      terms: quotingTerms,
      endedAt: moment.nullable(),
      records: z.array(quotingRecord),
    }),
    isOrganiser: z.boolean(),
    mayDecide: z.boolean(),
    terms: sealTerms.nullable(),
    trustees: z.array(trustee),
    enrolments: z.object({ entered: z.number().int(), accepted: z.number().int() }),
    /** Bids that stand: number and commitments, never who or what. */
    commitments: z.array(commitmentLine),
    closedAt: moment.nullable(),
    closedHash: hash.nullable(),
    ownKeysFromAt: moment.nullable(),
    ownKeysDueAt: moment.nullable(),
    openings: z.array(opening),
    openedAt: moment.nullable(),
    lots: z
      .object({
        seedHash: hash.nullable(),
        seed: z.string().nullable(),
        beaconPosition: z.number().int().nullable(),
        beaconHash: hash.nullable(),
        lots: z.record(z.string(), z.number().int()).nullable(),
      })
      .nullable(),
    publishAskedAt: moment.nullable(),
    publicityId: uuid.nullable(),
    settledAt: moment.nullable(),
    decision: z.enum(['confirmed', 'annulled']).nullable(),
    decidedAt: moment.nullable(),
    trouble: z.object({ zh: z.string(), en: z.string() }).nullable(),
    version: z.number().int(),
  }),
  refusals: some('tender.unknown', 'bidding.notSetUp'),
});

/** Everything to open the bids again, for anyone, after the deadline. */
export const readSealedBids = endpoint({
  id: 'bidding.sealed',
  method: 'GET',
  path: '/api/portal/rounds/:tenderId/sealed-bids',
  summary: {
    zh: '截止后的密封报价、密钥份额与开标结果',
    en: 'Sealed bids, shares and what came out, after the deadline',
  },
  clauses: ['SX-3.2b'],
  permission: 'public',
  params: roundParams,
  query: z.strictObject({
    province: z.coerce.number().int().min(1).max(99),
    after: uuid.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  reply: z.object({
    items: z.array(
      z.object({
        bidId: uuid,
        bidder: named,
        quoting: z.number().int(),
        sealed: sealedBid,
        shares: z.array(z.object({ trustee: uuid, share: z.string() })),
        ownKey: z.string().nullable(),
        opened: z.object({ bid: z.string(), salt: z.string() }).nullable(),
        reason: z.string().nullable(),
      }),
    ),
    next: uuid.nullable(),
  }),
  refusals: some('tender.unknown'),
});

export const releaseShares = endpoint({
  id: 'bidding.release',
  method: 'POST',
  path: '/api/openings/:tenderId/shares',
  summary: { zh: '释放密钥份额', en: 'Release one’s shares of all bids' },
  clauses: ['SX-3.2b'],
  permission: 'bidding.trust',
  params: roundParams,
  body: z.strictObject({
    shares: z
      .array(
        z.strictObject({
          bidId: uuid,
          /** Base64; null where the box gave none. */
          share: z.string().max(200).nullable(),
          finding: z.enum(['released', 'boxDiffers', 'keyDoesNotOpen']),
        }),
      )
      .min(1)
      .max(5000),
  }),
  reply: z.object({ good: z.number().int(), wrong: z.number().int(), without: z.number().int() }),
  refusals: some(
    'tender.unknown',
    'tender.wrongState',
    'bidding.unknownTrustee',
    'bidding.releasedBefore',
    'bidding.nothingReleased',
  ),
});

export const readSigningKey = endpoint({
  id: 'bidding.signingKey',
  method: 'GET',
  path: '/api/portal/signing-key',
  summary: { zh: '回执签名公钥（Ed25519）', en: 'The public key of receipts (Ed25519)' },
  clauses: ['SX-3.2b'],
  permission: 'public',
  reply: z.object({
    algorithm: z.literal('Ed25519'),
    /** Raw 32 bytes, base64. */
    publicKey: z.string(),
    pem: z.string(),
  }),
});
