import { z } from 'zod';
import { standingRefusals } from './credit-refusals.ts';
import { endpoint, refusals } from './endpoint.ts';
import { basis, day, deadline, jurisdictionCode, moment, named, pageOf, paging, text, uuid } from './wire.ts';
import { stale } from './request.ts';

/** Delivery relations (SX-5.3b, JS-35): the manufacturer proposes, the distributor confirms, the institution chooses. */
const relationState = z.enum(['proposed', 'confirmed', 'rejected', 'ended', 'lapsed']);
const area = z.object({ code: jurisdictionCode, name: z.string(), nameEn: z.string() });

const relation = z
  .object({
    id: uuid,
    manufacturer: named,
    distributor: named,
    /** Distributor and manufacturer are one firm (same credit code): the manufacturer delivers itself. */
    own: z.boolean(),
    area,
    /** Null: all products of the manufacturer. */
    listing: z.object({ id: uuid, number: z.string(), productName: z.string() }).nullable(),
    state: relationState,
    validFrom: day,
    validUntil: day.nullable(),
    note: z.string(),
    reason: z.string().nullable(),
    proposedAt: moment,
    answeredAt: moment.nullable(),
    endedAt: moment.nullable(),
    /** Until when the distributor may answer; null for everything else. */
    due: deadline.nullable(),
    /** Institutions that chose it. */
    chosenBy: z.number().int(),
    version: z.number().int(),
  })
  .meta({ id: 'DeliveryRelation' });
export type DeliveryRelation = z.output<typeof relation>;

const relationUnknown = {
  'distribution.unknown': {
    zh: '没有这个配送关系，或与贵单位无关',
    en: 'There is no such delivery relation of your organisation',
    status: 404,
  },
} as const;

const several = z
  .array(z.strictObject({ id: uuid, version: z.number().int().min(1) }))
  .min(1)
  .max(200);
const moved = z.object({
  items: z.array(z.object({ id: uuid, state: relationState, version: z.number().int() })),
});

export const proposeRelations = endpoint({
  id: 'distribution.propose',
  method: 'POST',
  path: '/api/delivery-relations',
  summary: { zh: '按区域提出配送关系', en: 'Propose a distributor for one or several areas' },
  clauses: ['SX-5.3b', 'JS-35'],
  permission: 'distribution.propose',
  body: z.strictObject({
    distributorId: uuid,
    areas: z.array(jurisdictionCode).min(1).max(60),
    /** Null: all products of the manufacturer. */
    listingIds: z.array(uuid).min(1).max(200).nullable().default(null),
    validFrom: day,
    validUntil: day.nullable().default(null),
    note: text(300).default(''),
  }),
  reply: z.object({ ids: z.array(uuid), due: deadline }),
  refusals: refusals({
    ...standingRefusals,
    'distribution.notAppointer': {
      zh: '本地区规定配送企业不由生产企业委托',
      en: 'In this area it is not the manufacturer who chooses distributors',
    },
    'distribution.notDistributor': {
      zh: '没有这家在用的配送企业；自行配送请以本企业的配送账号建立关系',
      en: 'There is no such active distributor; who delivers itself does so by its distributor organisation',
      status: 404,
    },
    'distribution.areaUnknown': {
      zh: '没有代码为 {area} 的配送区域',
      en: 'There is no delivery area {area}',
      status: 400,
    },
    'distribution.areaLevel': {
      zh: '{area} 不是本地区划分配送区域的层级',
      en: '{area} is not at the level at which delivery areas are drawn here',
    },
    'distribution.listingUnknown': {
      zh: '所选产品中有不属于贵企业或已撤网的产品',
      en: 'One of the listings is not yours or is withdrawn',
      status: 404,
    },
    'distribution.periodBackward': {
      zh: '截止日早于开始日',
      en: 'The period ends before it begins',
      status: 400,
    },
    'distribution.periodPast': { zh: '截止日已过', en: 'The period is over already', status: 400 },
    'distribution.alreadyThere': {
      zh: '{area} 已有与该企业待确认或有效的同类配送关系',
      en: 'In {area} the same relation is proposed or confirmed already',
    },
    'distribution.areaFull': {
      zh: '{area} 同一产品的配送企业不得超过 {max} 家',
      en: 'In {area} one product has at most {max} distributors',
    },
    'distribution.tooMany': {
      zh: '一次最多建立 {max} 个配送关系',
      en: 'At most {max} relations at a time',
      status: 400,
    },
  }),
  creates: true,
});

export const answerRelations = endpoint({
  id: 'distribution.answer',
  method: 'POST',
  path: '/api/delivery-relations/answers',
  summary: { zh: '确认或不接受配送关系', en: 'Confirm or reject proposals' },
  clauses: ['SX-5.3b', 'JS-35'],
  permission: 'distribution.confirm',
  body: z.strictObject({ relations: several, confirm: z.boolean(), reason: text(300).default('') }),
  reply: moved,
  refusals: refusals({
    ...relationUnknown,
    ...stale,
    ...standingRefusals,
    'distribution.notWaiting': {
      zh: '这个配送关系不在待确认状态',
      en: 'The proposal does not wait for an answer',
    },
    'distribution.overdue': { zh: '确认期限已过，提议已失效', en: 'The time to answer is over' },
    'distribution.reasonMissing': {
      zh: '不接受时请说明原因',
      en: 'A rejection needs its reason',
      status: 400,
    },
  }),
});

export const endRelations = endpoint({
  id: 'distribution.end',
  method: 'POST',
  path: '/api/delivery-relations/endings',
  summary: { zh: '收回提议或终止配送关系', en: 'Take proposals back or end relations' },
  clauses: ['SX-5.3b', 'JS-35'],
  permission: 'distribution.end',
  body: z.strictObject({
    relations: several,
    /** Through this day the relation still holds. */
    lastDay: day,
    reason: text(300, 2),
  }),
  reply: moved,
  refusals: refusals({
    ...relationUnknown,
    ...stale,
    'distribution.alreadyClosed': { zh: '配送关系已经结束', en: 'The relation is over already' },
    'distribution.lastDayPast': {
      zh: '终止日不能早于今天',
      en: 'The last day cannot be in the past',
      status: 400,
    },
    'distribution.lastDayLater': {
      zh: '终止日不能晚于约定的 {until}',
      en: 'The last day cannot be after {until}, as agreed',
      status: 400,
    },
    'distribution.answerInstead': {
      zh: '待确认的提议请选择确认或不接受',
      en: 'A proposal is confirmed or rejected, not ended',
    },
  }),
});

export const listRelations = endpoint({
  id: 'distribution.list',
  method: 'GET',
  path: '/api/delivery-relations',
  summary: { zh: '配送关系', en: 'Delivery relations of one’s organisation, or of the jurisdiction' },
  clauses: ['SX-5.3b', 'JS-35'],
  permission: 'distribution.read',
  query: z.strictObject({
    ...paging,
    state: relationState.optional(),
    area: jurisdictionCode.optional(),
    manufacturerId: uuid.optional(),
    distributorId: uuid.optional(),
    search: text(60).optional(),
  }),
  reply: pageOf(relation),
});

const areaCover = z.object({
  area,
  /** A county that may have distributors beside those of its city. */
  extra: z.boolean(),
  max: z.number().int(),
  basis,
  /** Distributors of the product that has most: what counts against the maximum. */
  used: z.number().int(),
  covered: z.boolean(),
  relations: z.array(relation),
});

export const readCoverage = endpoint({
  id: 'distribution.coverage',
  method: 'GET',
  path: '/api/delivery-coverage',
  summary: { zh: '配送覆盖：各区域的配送企业与空缺', en: 'Who delivers where, and where nobody does' },
  clauses: ['SX-5.3b', 'JS-35'],
  permission: 'distribution.coverage',
  query: z.strictObject({
    /** Needed by supervisors; a manufacturer always sees its own. */
    manufacturerId: uuid.optional(),
  }),
  reply: z.object({
    manufacturer: named.nullable(),
    areas: z.array(areaCover),
    /** Cities without a confirmed distributor for all products. */
    uncovered: z.array(area),
    basis,
  }),
});

export const listUncovered = endpoint({
  id: 'distribution.uncovered',
  method: 'GET',
  path: '/api/delivery-gaps',
  summary: {
    zh: '配送未覆盖的企业',
    en: 'Manufacturers whose listed products some city cannot get delivered',
  },
  clauses: ['SX-5.3b'],
  permission: 'supervision.read',
  query: z.strictObject({ ...paging }),
  reply: pageOf(
    z.object({
      manufacturer: named,
      listings: z.number().int(),
      cities: z.number().int(),
      uncovered: z.array(area),
    }),
  ),
});

export const searchDistributors = endpoint({
  id: 'distribution.distributors',
  method: 'GET',
  path: '/api/distributors',
  summary: { zh: '可委托的配送企业', en: 'Distributors that can be proposed' },
  clauses: ['JS-34', 'JS-35'],
  permission: 'distribution.propose',
  query: z.strictObject({
    search: text(60).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  reply: z.object({
    items: z.array(
      z.object({
        id: uuid,
        name: z.string(),
        jurisdiction: jurisdictionCode,
        place: z.string(),
        own: z.boolean(),
        /** Areas in which it already delivers for the one who asks. */
        areas: z.number().int(),
      }),
    ),
  }),
});

const candidate = z.object({
  relationId: uuid,
  distributor: named,
  own: z.boolean(),
  area,
  listing: z.object({ id: uuid, number: z.string(), productName: z.string() }).nullable(),
  validUntil: day.nullable(),
  chosen: z.boolean(),
  /** Orders go to it now. */
  serving: z.boolean(),
});
export type DeliveryCandidate = z.output<typeof candidate>;

export const listChoices = endpoint({
  id: 'distribution.choices',
  method: 'GET',
  path: '/api/delivery-choices',
  summary: { zh: '本院的配送企业选择', en: 'Who delivers to one’s institution, and what it may choose' },
  clauses: ['SX-5.3b', 'JS-35'],
  permission: 'distribution.read',
  query: z.strictObject({
    ...paging,
    /** Only manufacturers among whose distributors a choice is still open. */
    open: z.enum(['true', 'false']).optional(),
    search: text(60).optional(),
  }),
  reply: pageOf(
    z.object({
      id: uuid,
      manufacturer: named,
      /** 'choose': several and none chosen; 'only': one; 'chosen'. */
      state: z.enum(['choose', 'only', 'chosen']),
      candidates: z.array(candidate),
    }),
  ).extend({ openCount: z.number().int() }),
});

export const readListingDelivery = endpoint({
  id: 'distribution.forListing',
  method: 'GET',
  path: '/api/listings/:listingId/delivery',
  summary: { zh: '可为本院配送该产品的企业', en: 'Who can deliver a listing to one’s institution' },
  clauses: ['SX-5.3b', 'JS-35'],
  permission: 'distribution.read',
  params: z.object({ listingId: uuid }),
  reply: z.object({ candidates: z.array(candidate), servedBy: named.nullable() }),
  refusals: {
    'distribution.listingUnknown': { zh: '没有这个挂网产品', en: 'There is no such listing', status: 404 },
  },
});

export const chooseRelation = endpoint({
  id: 'distribution.choose',
  method: 'POST',
  path: '/api/delivery-choices',
  summary: {
    zh: '在已确认的配送企业中选择',
    en: 'Choose among the confirmed distributors of a manufacturer',
  },
  clauses: ['SX-5.3b', 'JS-35'],
  permission: 'distribution.choose',
  body: z.strictObject({ relationIds: z.array(uuid).min(1).max(200) }),
  reply: z.object({
    items: z.array(z.object({ relationId: uuid, manufacturerId: uuid, distributorId: uuid })),
  }),
  refusals: refusals({
    ...relationUnknown,
    ...standingRefusals,
    'distribution.notYourArea': {
      zh: '该配送关系不覆盖贵院所在地区；配送企业由生产企业委托，不能另行指定',
      en: 'The relation does not cover your institution; distributors are chosen by the manufacturer and cannot be appointed',
    },
    'distribution.notConfirmed': {
      zh: '只能在配送企业已确认的关系中选择',
      en: 'Only confirmed relations can be chosen',
    },
    'distribution.notValidNow': { zh: '该配送关系现在不在有效期内', en: 'The relation is not valid now' },
  }),
});
