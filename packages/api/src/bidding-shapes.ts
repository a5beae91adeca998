import { trusteeCapacities } from '@daylight/rules/bidding/trustees.ts';
import { tenderStates } from '@daylight/rules/tender/state.ts';
import { z } from 'zod';
import { basis, count, facts, moment, named, text, uuid, yuan } from './wire.ts';

/** Wire forms of bids and awards. */
export const roundParams = z.strictObject({ tenderId: uuid });
export const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256, lower-case hex' });
const base64 = z
  .string()
  .max(1_500_000)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/);

export const envelope = z.strictObject({ trustee: uuid, box: base64.max(4000), shareHash: hash });
/** What the bidder's browser made; of the bid it tells version, bidder and nothing else. */
export const sealedBid = z
  .strictObject({
    seal: z.literal('daylight-seal-1'),
    context: z.strictObject({
      round: uuid,
      bidder: uuid,
      version: z.number().int().min(1),
      /** The quoting round; bids sealed before there were several do not say. */
      quoting: z.number().int().min(1).optional(),
    }),
    threshold: z.number().int().min(2).max(255),
    size: z.number().int().min(256).max(1_048_576),
    nonce: base64.max(40),
    ciphertext: base64,
    envelopes: z.array(envelope).max(255),
    own: base64.max(4000),
    commitment: hash,
  })
  .meta({ id: 'SealedBid' });

export const trustee = z
  .object({
    id: uuid,
    capacity: z.enum(trusteeCapacities),
    name: z.string(),
    organisation: named,
    recipient: z.string().nullable(),
    proven: z.boolean(),
    releasedAt: moment.nullable(),
    lostAt: moment.nullable(),
    lostNote: z.string(),
    mine: z.boolean(),
  })
  .meta({ id: 'Trustee' });

export const sealTerms = z
  .object({
    threshold: z.number().int(),
    /** Bytes of every sealed bid of the round. */
    size: z.number().int(),
    trustees: z.array(z.object({ id: uuid, recipient: z.string() })),
    hash: hash.nullable(),
  })
  .meta({ id: 'SealTerms' });

export const roundHead = z
  .object({
    id: uuid,
    number: z.string(),
    title: z.string(),
    state: z.enum(tenderStates),
    origin: z.enum(['run', 'followed']),
    bidFromAt: moment.nullable(),
    bidDueAt: moment.nullable(),
  })
  .meta({ id: 'BidRoundHead' });

export const enrolment = z
  .object({
    id: uuid,
    number: z.string(),
    state: z.enum(['entered', 'accepted', 'refused', 'withdrawn']),
    bidder: named,
    controller: z.string().nullable(),
    related: z.array(named),
    suppliesAllRegions: z.boolean(),
    regions: z.array(z.string()),
    products: z.array(
      z.object({ productId: uuid, name: z.string(), item: z.string(), capacity: count.nullable() }),
    ),
    findings: z.array(z.object({ zh: z.string(), en: z.string(), ok: z.boolean(), basis: basis.nullable() })),
    note: z.string(),
    enteredAt: moment,
    decidedAt: moment.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'BidEnrolment' });

export const receipt = z
  .object({
    bidId: uuid,
    version: z.number().int(),
    quoting: z.number().int(),
    state: z.enum(['standing', 'replaced', 'withdrawn']),
    receivedAt: moment,
    commitment: hash,
    digest: hash,
    /** Signed as it stands. */
    text: z.string(),
    /** Ed25519, base64. */
    signature: z.string(),
    /** Place in the sealed journal; null until the journal is sealed, within a minute. */
    place: z
      .object({ position: z.number().int(), chainHash: hash, text: z.string(), signature: z.string() })
      .nullable(),
  })
  .meta({ id: 'BidReceipt' });

export const awardLine = z
  .object({
    productId: uuid,
    product: z.string(),
    item: z.string(),
    unit: z.string(),
    bidder: named,
    bidPrice: yuan,
    valid: z.boolean(),
    place: z.number().int().nullable(),
    selected: z.boolean(),
    selectedBy: z.string().nullable(),
    finalPrice: yuan.nullable(),
    tier: z.string().nullable(),
    substituteId: uuid.nullable(),
    listingIds: z.array(uuid),
    /** Why it came out as it did, line by line, in words. */
    reasons: z.array(
      z.object({
        step: z.string(),
        rule: z.string().nullable(),
        effect: z.enum(['pass', 'fail', 'select', 'note']),
        code: z.string(),
        facts,
        basis: basis.nullable(),
      }),
    ),
  })
  .meta({ id: 'AwardLine' });

export const awardRun = z
  .object({
    id: uuid,
    purpose: z.enum(['selection', 'allocation']),
    engine: z.string(),
    hash,
    hashes: z.object({ pack: hash, bids: hash, volumes: hash, result: hash, quotes: hash.optional() }),
    bundleBytes: z.number().int(),
    madeAt: moment,
  })
  .meta({ id: 'AwardRun' });

export const note = text(500);
