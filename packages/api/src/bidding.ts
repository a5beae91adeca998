import { trusteeCapacities } from '@daylight/rules/bidding/trustees.ts';
import { tenderModes } from '@daylight/rules/tender/state.ts';
import { z } from 'zod';
import { ownQuoting } from './bidding-quoting.ts';
import { some } from './bidding-refusals.ts';
import {
  enrolment,
  hash,
  note,
  receipt,
  roundHead,
  roundParams,
  sealTerms,
  sealedBid,
} from './bidding-shapes.ts';
import { endpoint } from './endpoint.ts';
import { count, day, moment, named, pageOf, paging, positiveCount, text, uuid, yuan } from './wire.ts';

/** What a bidder does: enrol, seal, replace, withdraw, and open by the own key where trustees are lost. */
export const listBiddings = endpoint({
  id: 'bidding.list',
  method: 'GET',
  path: '/api/bids',
  summary: { zh: '可参加与已参加的集采项目', en: 'Rounds one may bid in or bids in' },
  clauses: ['SX-2.2', 'GY-3.3'],
  permission: 'bidding.submit',
  query: z.strictObject(paging),
  reply: pageOf(
    roundHead.extend({
      products: z.number().int(),
      enrolment: enrolment.shape.state.nullable(),
      bidVersion: z.number().int().nullable(),
    }),
  ),
});

const ownProduct = z.object({
  id: uuid,
  name: z.string(),
  specification: z.string(),
  item: z.string(),
  itemName: z.string(),
  unit: z.string(),
  cap: yuan.nullable(),
  codes: z.array(z.string()),
  parts: z.array(z.object({ component: z.string(), role: z.string(), count: z.number().int() })),
  prices: z.record(z.string(), yuan),
  reported: count.nullable(),
});

export const readBidding = endpoint({
  id: 'bidding.read',
  method: 'GET',
  path: '/api/bids/:tenderId',
  summary: { zh: '本企业的报名与报价', en: 'One’s own enrolment and bids in a round' },
  clauses: ['SX-2.2', 'GY-3.3', 'SX-3.2b'],
  permission: 'bidding.submit',
  params: roundParams,
  reply: roundHead.extend({
    bidder: uuid,
    terms: sealTerms.nullable(),
    packHash: z.string().nullable(),
    /** Rules whose limit can be accepted, and rules under which a new price can be given. */
    offers: z.array(
      z.object({ rule: z.string(), kind: z.enum(['accept', 'rebid']), zh: z.string(), en: z.string() }),
    ),
    regions: z.array(z.object({ code: z.string(), name: z.string() })),
    choosesRegions: z.boolean(),
    products: z.array(ownProduct),
    enrolment: enrolment.nullable(),
    ownRecipient: z.string().nullable(),
    mode: z.enum(tenderModes),
    rounds: z.object(ownQuoting),
    nextVersion: z.number().int(),
    receipts: z.array(receipt),
    /** Whether one's own key is asked for now: too few trustees released. */
    ownKey: z
      .object({
        bidId: uuid,
        sealed: sealedBid,
        fromAt: moment,
        dueAt: moment,
        given: z.boolean(),
        isOpen: z.boolean(),
      })
      .nullable(),
  }),
  refusals: some('tender.unknown'),
});

export const enrol = endpoint({
  id: 'bidding.enrol',
  method: 'POST',
  path: '/api/bids/:tenderId/enrolment',
  summary: { zh: '报名参加', en: 'Enrol' },
  clauses: ['SX-2.2', 'GY-3.3', 'GD-1b'],
  permission: 'bidding.enrol',
  params: roundParams,
  creates: true,
  body: z.strictObject({
    products: z
      .array(z.strictObject({ productId: uuid, capacity: positiveCount.nullable() }))
      .min(1)
      .max(500),
    /** The actual controller (实际控制人), null where the firm has none to name. */
    controller: text(120).nullable(),
    relatedIds: z.array(uuid).max(50),
    suppliesAllRegions: z.boolean(),
    regions: z.array(z.string().regex(/^\d{6}$/)).max(200),
    /** The undertaking of integrity that is accepted, by the first day of its text (GY-5.4). */
    undertaking: day.nullable().default(null),
  }),
  reply: z.object({ id: uuid, number: z.string() }),
  refusals: some(
    'tender.unknown',
    'tender.undertakingMissing',
    'tender.wrongState',
    'bidding.unknownProduct',
    'bidding.notQualified',
    'credit.restricted',
    'bidding.enrolledAlready',
    'bidding.notInFirstRound',
    'bidding.deadlinePassed',
  ),
});

export const withdrawEnrolment = endpoint({
  id: 'bidding.withdrawEnrolment',
  method: 'POST',
  path: '/api/bids/:tenderId/enrolment/withdraw',
  summary: { zh: '撤回报名', en: 'Withdraw the enrolment' },
  clauses: ['SX-3.2b'],
  permission: 'bidding.enrol',
  params: roundParams,
  body: z.strictObject({}),
  reply: z.object({ id: uuid }),
  refusals: some('tender.unknown', 'bidding.notEnrolled', 'bidding.bidStands', 'bidding.deadlinePassed'),
});

export const submitBid = endpoint({
  id: 'bidding.submit',
  method: 'POST',
  path: '/api/bids/:tenderId/sealed',
  summary: { zh: '提交密封报价（重复提交即替换）', en: 'Hand in a sealed bid; a later one replaces it' },
  clauses: ['SX-3.2b', 'JS-20'],
  permission: 'bidding.submit',
  params: roundParams,
  creates: true,
  body: z.strictObject({ sealed: sealedBid, ownRecipient: z.string().max(80) }),
  reply: receipt,
  refusals: some(
    'tender.unknown',
    'tender.wrongState',
    'bidding.notEnrolled',
    'bidding.deadlinePassed',
    'bidding.notOpenYet',
    'bidding.sealMalformed',
    'bidding.otherContext',
    'bidding.sealedBefore',
    'bidding.keyMalformed',
    'bidding.quotedOnce',
    'bidding.notInFirstRound',
    'credit.restricted',
  ),
});

export const withdrawBid = endpoint({
  id: 'bidding.withdraw',
  method: 'POST',
  path: '/api/bids/:tenderId/withdraw',
  summary: { zh: '撤回报价', en: 'Withdraw the bid' },
  clauses: ['SX-3.2b'],
  permission: 'bidding.submit',
  params: roundParams,
  body: z.strictObject({}),
  reply: z.object({ bidId: uuid, at: moment }),
  refusals: some(
    'tender.unknown',
    'bidding.notEnrolled',
    'bidding.noBid',
    'bidding.deadlinePassed',
    'bidding.quotedOnce',
  ),
});

export const giveOwnKey = endpoint({
  id: 'bidding.ownKey',
  method: 'POST',
  path: '/api/bids/:tenderId/own-key',
  summary: { zh: '以企业自有密钥打开本企业报价', en: 'Open one’s own bid by one’s own key' },
  clauses: ['SX-3.2b'],
  permission: 'bidding.submit',
  params: roundParams,
  body: z.strictObject({
    /** The content key out of the bidder's own box, base64. */
    key: z.string().max(100),
  }),
  reply: z.object({ bidId: uuid }),
  refusals: some(
    'tender.unknown',
    'tender.wrongState',
    'bidding.noBid',
    'bidding.openedAlready',
    'bidding.ownKeysLater',
    'bidding.ownKeysOver',
    'bidding.keyMalformed',
  ),
});

/** What the organiser does with enrolments. */
export const listEnrolments = endpoint({
  id: 'bidding.enrolments',
  method: 'GET',
  path: '/api/openings/:tenderId/enrolments',
  summary: { zh: '报名企业', en: 'Enrolments of a round' },
  clauses: ['SX-2.2', 'GY-3.3'],
  permission: 'bidding.manage',
  params: roundParams,
  reply: z.object({ items: z.array(enrolment) }),
  refusals: some('tender.unknown', 'bidding.notOrganiser'),
});

export const decideEnrolment = endpoint({
  id: 'bidding.decideEnrolment',
  method: 'POST',
  path: '/api/openings/:tenderId/enrolments/:enrolmentId/decision',
  summary: { zh: '审核报名', en: 'Accept or refuse an enrolment' },
  clauses: ['SX-2.2', 'GY-3.3'],
  permission: 'bidding.manage',
  params: z.strictObject({ tenderId: uuid, enrolmentId: uuid }),
  body: z
    .strictObject({
      version: z.number().int(),
      accepts: z.boolean(),
      note,
      grades: z.array(z.strictObject({ productId: uuid, grade: text(20, 1) })).max(500),
    })
    .refine((body) => body.accepts || body.note.length > 0, { error: 'note', path: ['note'] }),
  reply: z.object({ id: uuid, state: z.enum(['accepted', 'refused']) }),
  refusals: some(
    'tender.unknown',
    'bidding.notOrganiser',
    'bidding.unknownEnrolment',
    'bidding.enrolmentDecided',
    'bidding.notQualified',
    'credit.restricted',
    'request.stale',
  ),
});

/** Trustees that can be named: accounts with the position, by organisation. */
export const listTrusteeAccounts = endpoint({
  id: 'bidding.trusteeAccounts',
  method: 'GET',
  path: '/api/openings/:tenderId/trustee-accounts',
  summary: { zh: '可担任密钥保管人的账号', en: 'Accounts that may hold a share' },
  permission: 'bidding.manage',
  params: roundParams,
  query: z.strictObject({ search: text(60).optional() }),
  reply: z.object({
    items: z.array(
      z.object({
        accountId: uuid,
        name: z.string(),
        organisation: named,
        capacities: z.array(z.enum(trusteeCapacities)),
      }),
    ),
  }),
  refusals: some('tender.unknown', 'bidding.notOrganiser'),
});

export const commitmentLine = z.object({
  commitment: hash,
  digest: hash,
  receivedAt: moment,
});
