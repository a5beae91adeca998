import { z } from 'zod';
import { some } from './bidding-refusals.ts';
import { hash, roundParams, sealedBid } from './bidding-shapes.ts';
import { endpoint } from './endpoint.ts';
import { attachRefusals, evidenceFile, evidenceIds } from './evidence.ts';
import { quotingTerms } from './tender-shapes.ts';
import { day, moment, named, text, uuid, yuan } from './wire.ts';

/** Quoting rounds (报价轮次): calling the next one, ending them, and the record of what was negotiated between. */
const quotingKinds = ['only', 'first', 'next', 'final'] as const;

/** One quoting round that was opened. */
export const quotingRecord = z
  .object({
    quoting: z.number().int(),
    kind: z.enum(quotingKinds),
    fromAt: moment.nullable(),
    dueAt: moment,
    closedAt: moment,
    closedHash: hash,
    bids: z.number().int(),
    opened: z.number().int(),
    stoppedLines: z.number().int(),
    openedAt: moment,
  })
  .meta({ id: 'QuotingRecord' });

/** The quote of a product that counts, with the round in which its price was given. */
export const standingQuote = z.object({
  productId: uuid,
  product: z.string(),
  bidder: named,
  price: yuan,
  unit: z.string(),
  quoting: z.number().int(),
});

/** What the plan lets a bidder see of the others between rounds: never a name. */
export const seenQuote = z.object({
  productId: uuid,
  rank: z.number().int().nullable(),
  of: z.number().int(),
  lowest: yuan.nullable(),
});

export const negotiation = z
  .object({
    id: uuid,
    bidder: named,
    quoting: z.number().int(),
    heldOn: day,
    ours: z.string(),
    theirs: z.string(),
    points: z.string(),
    files: z.array(evidenceFile),
    enteredAt: moment,
  })
  .meta({ id: 'Negotiation' });

const versioned = z.object({ version: z.number().int() });

export const callQuoting = endpoint({
  id: 'bidding.callRound',
  method: 'POST',
  path: '/api/openings/:tenderId/quotings',
  summary: { zh: '发起下一轮（或最后一轮）报价', en: 'Call the next or the final quoting round' },
  clauses: ['SX-3.2b', 'JS-21', 'GD-1b'],
  permission: 'bidding.manage',
  params: roundParams,
  body: z.strictObject({ dueAt: moment, version: z.number().int() }),
  reply: versioned.extend({ quoting: z.number().int(), dueAt: moment }),
  refusals: some(
    'tender.unknown',
    'tender.wrongState',
    'bidding.notOrganiser',
    'bidding.noFurtherRound',
    'bidding.minutesMissing',
    'bidding.roundTooShort',
    'request.stale',
  ),
});

export const endQuoting = endpoint({
  id: 'bidding.endRounds',
  method: 'POST',
  path: '/api/openings/:tenderId/quotings/end',
  summary: { zh: '结束报价，转入评审', en: 'End quoting: what stands is evaluated' },
  clauses: ['SX-3.2b', 'GD-1b'],
  permission: 'bidding.manage',
  params: roundParams,
  body: z.strictObject({ version: z.number().int() }),
  reply: versioned,
  refusals: some(
    'tender.unknown',
    'tender.wrongState',
    'bidding.notOrganiser',
    'bidding.noFurtherRound',
    'bidding.finalQuoteMissing',
    'request.stale',
  ),
});

/** What stands and what was negotiated, for the organiser; bidders read their own with their bid. */
export const readQuoting = endpoint({
  id: 'bidding.quoting',
  method: 'GET',
  path: '/api/openings/:tenderId/quotings',
  summary: { zh: '现报价与谈判记录', en: 'Standing quotes and minutes of negotiations' },
  clauses: ['SX-3.2b', 'JS-21', 'GD-1b'],
  permission: 'bidding.manage',
  params: roundParams,
  reply: z.object({
    standing: z.array(standingQuote),
    negotiations: z.array(negotiation),
    /** The earliest end of a further round that is called now. */
    leastDueAt: moment,
  }),
  refusals: some('tender.unknown', 'bidding.notOrganiser'),
});

export const recordNegotiation = endpoint({
  id: 'bidding.negotiate',
  method: 'POST',
  path: '/api/openings/:tenderId/negotiations',
  summary: { zh: '登记与一家企业的谈判记录', en: 'Enter the minutes of the negotiation with one bidder' },
  clauses: ['SX-3.2b', 'JS-21', 'GD-1b'],
  permission: 'bidding.manage',
  params: roundParams,
  creates: true,
  body: z.strictObject({
    manufacturerId: uuid,
    heldOn: day,
    /** Who took part on either side. */
    ours: text(300, 2),
    theirs: text(300, 2),
    /** What was agreed; no other bidder's price or offer. */
    points: text(4000, 5),
    evidenceIds: evidenceIds.default([]),
  }),
  reply: z.object({ id: uuid }),
  refusals: {
    ...some(
      'tender.unknown',
      'tender.wrongState',
      'bidding.notOrganiser',
      'bidding.noTalks',
      'bidding.noStandingQuote',
      'bidding.heldOnWrong',
    ),
    ...attachRefusals,
  },
});

/** Sealed bids of the quoting round that is being opened, for whoever holds a share of the key. */
export const readBoxes = endpoint({
  id: 'bidding.boxes',
  method: 'GET',
  path: '/api/openings/:tenderId/boxes',
  summary: { zh: '待释放份额的密封报价', en: 'Sealed bids whose shares a trustee releases' },
  clauses: ['SX-3.2b'],
  permission: 'bidding.trust',
  params: roundParams,
  query: z.strictObject({
    after: uuid.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  reply: z.object({
    items: z.array(z.object({ bidId: uuid, sealed: sealedBid })),
    next: uuid.nullable(),
  }),
  refusals: some('tender.unknown', 'bidding.unknownTrustee'),
});

export const retryAward = endpoint({
  id: 'bidding.retry',
  method: 'POST',
  path: '/api/openings/:tenderId/award/retry',
  summary: { zh: '重新运行评审', en: 'Compute the award again after a correction' },
  clauses: ['SX-3.2b'],
  permission: 'bidding.manage',
  params: roundParams,
  body: z.strictObject({ version: z.number().int() }),
  reply: versioned,
  refusals: some('tender.unknown', 'bidding.notOrganiser', 'bidding.noTrouble', 'request.stale'),
});

/** What a bidder reads of quoting rounds beside its bid. */
export const ownQuoting = {
  quoting: z.number().int(),
  terms: quotingTerms,
  endedAt: moment.nullable(),
  standing: z.array(standingQuote.omit({ bidder: true })),
  seen: z.array(seenQuote),
  negotiations: z.array(negotiation.omit({ bidder: true })),
  /** A first quote was opened: a further one may be given. */
  mayQuote: z.boolean(),
} as const;
