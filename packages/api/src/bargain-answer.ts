import { z } from 'zod';
import { type BargainRefusal, some } from './bargain-refusals.ts';
import { note, outcome, params, version } from './bargain-shapes.ts';
import { endpoint } from './endpoint.ts';
import { day, positiveCount, positiveYuan, text, uuid } from './wire.ts';

const stepping = [
  'bargain.unknown',
  'request.stale',
  'bargain.lapsed',
  'bargain.closed',
] as const satisfies readonly BargainRefusal[];

export const renewOffer = endpoint({
  id: 'bargain.renew',
  method: 'POST',
  path: '/api/bargains/:bargainId/offers',
  summary: { zh: '医疗机构重新报价', en: 'The institution answers a counter-offer with a new price' },
  clauses: ['JS-11', 'JS-11A', 'JS-11B', 'JS-11C', 'JS-12A'],
  permission: 'bargain.open',
  params,
  body: z.strictObject({
    version,
    price: positiveYuan,
    quantity: positiveCount.nullable().default(null),
    note,
    claimsTraded: z.boolean().default(false),
  }),
  reply: outcome,
  refusals: some(
    ...stepping,
    'bargain.notInitiator',
    'bargain.notYourTurn',
    'bargain.notVisible',
    'bargain.listingNotListed',
    'bargain.alliedInTerm',
    'bargain.aboveListingPrice',
    'bargain.priceBlocked',
    'bargain.noRoundsLeft',
    'bargain.samePrice',
    'bargain.acceptInstead',
    'bargain.quantityOfPool',
  ),
});

export const acceptCounter = endpoint({
  id: 'bargain.acceptCounter',
  method: 'POST',
  path: '/api/bargains/:bargainId/counter-acceptance',
  summary: { zh: '医疗机构接受企业还价', en: 'The institution accepts the counter-offer' },
  clauses: ['JS-11'],
  permission: 'bargain.open',
  params,
  body: z.strictObject({ version }),
  reply: outcome,
  refusals: some(
    ...stepping,
    'bargain.notInitiator',
    'bargain.notYourTurn',
    'bargain.nothingToAccept',
    'bargain.listingNotListed',
    'bargain.priceBlocked',
  ),
});

export const withdrawBargain = endpoint({
  id: 'bargain.withdraw',
  method: 'POST',
  path: '/api/bargains/:bargainId/withdrawal',
  summary: { zh: '医疗机构撤回议价', en: 'The institution withdraws the bargain' },
  clauses: ['JS-11'],
  permission: 'bargain.open',
  params,
  body: z.strictObject({ version, note }),
  reply: outcome,
  refusals: some(...stepping, 'bargain.notInitiator'),
});

export const acceptOffer = endpoint({
  id: 'bargain.accept',
  method: 'POST',
  path: '/api/bargains/:bargainId/acceptance',
  summary: { zh: '企业确认议价', en: 'The enterprise confirms the price' },
  clauses: ['JS-11', 'JS-11B'],
  permission: 'bargain.answer',
  params,
  body: z.strictObject({ version }),
  reply: outcome,
  refusals: some(...stepping, 'bargain.notYourTurn', 'bargain.listingNotListed'),
});

export const acceptOffers = endpoint({
  id: 'bargain.acceptMany',
  method: 'POST',
  path: '/api/bargain-acceptances',
  summary: { zh: '企业批量确认议价', en: 'The enterprise confirms many prices; a result per line' },
  clauses: ['JS-11', 'JS-11B'],
  permission: 'bargain.answer',
  body: z.strictObject({
    lines: z
      .array(z.strictObject({ bargainId: uuid, version }))
      .min(1)
      .max(200),
  }),
  reply: z.object({
    accepted: z.number().int(),
    lines: z.array(
      z.object({
        bargainId: uuid,
        ok: z.boolean(),
        code: z.string().nullable(),
        text: z.object({ zh: z.string(), en: z.string() }).nullable(),
      }),
    ),
  }),
});

export const counterOffer = endpoint({
  id: 'bargain.counter',
  method: 'POST',
  path: '/api/bargains/:bargainId/counter-offers',
  summary: { zh: '企业还价', en: 'The enterprise offers another price' },
  clauses: ['JS-11'],
  permission: 'bargain.answer',
  params,
  body: z.strictObject({ version, price: positiveYuan, note }),
  reply: outcome,
  refusals: some(
    ...stepping,
    'bargain.notYourTurn',
    'bargain.listingNotListed',
    'bargain.aboveListingPrice',
    'bargain.noRoundsLeft',
    'bargain.samePrice',
    'bargain.acceptInstead',
  ),
});

export const refuseOffer = endpoint({
  id: 'bargain.refuse',
  method: 'POST',
  path: '/api/bargains/:bargainId/refusal',
  summary: { zh: '企业拒绝议价', en: 'The enterprise refuses the price' },
  clauses: ['JS-11', 'JS-11B'],
  permission: 'bargain.answer',
  params,
  body: z.strictObject({ version, note: text(500, 2) }),
  reply: outcome,
  refusals: some(...stepping, 'bargain.notYourTurn', 'bargain.tradedPriceToBeConfirmed'),
});

/** A real trade of another place, with the name of the document that shows it. */
const statedTrade = z.strictObject({
  place: text(60, 2),
  buyer: text(120, 2),
  document: text(120, 2),
  documentNumber: text(80, 1),
  tradedOn: day,
  price: positiveYuan,
  unitsPerPurchaseUnit: z.number().int().min(1).max(1_000_000),
});

export const giveEvidence = endpoint({
  id: 'bargain.giveEvidence',
  method: 'POST',
  path: '/api/bargains/:bargainId/evidence',
  summary: { zh: '医疗机构提供交易记录', en: 'The institution gives the trade record' },
  clauses: ['JS-11B'],
  permission: 'bargain.open',
  params,
  body: z.strictObject({
    version,
    evidence: z.union([z.strictObject({ tradeId: uuid }), statedTrade]),
  }),
  reply: outcome,
  refusals: some(
    ...stepping,
    'bargain.notInitiator',
    'bargain.noEvidenceAsked',
    'bargain.evidenceAtAnotherPrice',
    'bargain.evidenceOutsideWindow',
    'bargain.tradeUnknown',
    'bargain.listingNotListed',
  ),
});

export const verifyEvidence = endpoint({
  id: 'bargain.verify',
  method: 'POST',
  path: '/api/bargains/:bargainId/verification',
  summary: { zh: '医保局核实交易记录', en: 'An officer verifies the trade record' },
  clauses: ['JS-11B'],
  permission: 'supervision.handle',
  params,
  body: z.strictObject({ version, isTrue: z.boolean(), note: text(500, 2) }),
  reply: outcome,
  refusals: some(...stepping, 'bargain.nothingToVerify', 'bargain.listingNotListed'),
});
