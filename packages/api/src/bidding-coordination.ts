import { lineStates } from '@daylight/rules/bidding/coordination.ts';
import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { roundParams } from './bidding-shapes.ts';
import {
  basis,
  count,
  day,
  moment,
  named,
  pageOf,
  paging,
  positiveYuan,
  text,
  uuid,
  version,
  yuan,
} from './wire.ts';
import { stale } from './request.ts';

/**
 * 全省价格协同 (JS-24): enterprises whose products of the same kind were not selected are asked to come down to the measure of
 * the selected prices by a day. Counted first, with its effect in money; sent by a second person; answered listing by listing.
 */
const clauses = ['JS-24'] as const;
export const coordinationStates = ['counted', 'asked', 'ended', 'dropped'] as const;
const state = z.enum(coordinationStates);

const coordinationItem = z
  .object({
    id: uuid,
    number: z.string(),
    tender: z.object({ id: uuid, number: z.string(), title: z.string() }),
    state,
    measure: z.enum(['highest', 'mean', 'lowest']),
    dueAt: moment.nullable(),
    provisional: z.boolean(),
    /** Listings that the asking organisation sees of it. */
    lines: z.number().int(),
    manufacturers: z.number().int(),
    open: z.number().int(),
    lowered: z.number().int(),
    above: z.number().int(),
    /** What all of them coming down would have saved in the year before; what has come down so far. */
    effect: yuan,
    reached: yuan,
    enteredAt: moment,
    version,
  })
  .meta({ id: 'PriceCoordination' });
export type PriceCoordination = z.output<typeof coordinationItem>;

const unknown = {
  'bidding.coordinationUnknown': { zh: '没有这次价格协同', en: 'There is no such coordination', status: 404 },
} as const;
const params = z.object({ coordinationId: uuid });

export const countCoordination = endpoint({
  id: 'bidding.countCoordination',
  method: 'POST',
  path: '/api/openings/:tenderId/coordination',
  summary: {
    zh: '测算同类非中选产品的价格协同',
    en: 'Count what coordination with this result would ask of products that were not selected',
  },
  clauses: [...clauses],
  permission: 'bidding.coordinate',
  params: roundParams,
  body: z.strictObject({}),
  reply: z.object({ id: uuid, number: z.string(), lines: z.number().int(), effect: yuan }),
  refusals: refusals({
    'tender.unknown': { zh: '没有这个集采项目', en: 'There is no such round', status: 404 },
    'bidding.noFinalResult': {
      zh: '中选结果尚未确定，不能开展价格协同',
      en: 'The result is not final yet',
    },
    'bidding.coordinationRuns': {
      zh: '该项目已有一次价格协同在办（{number}）',
      en: 'A coordination beside this result is under way ({number})',
    },
    'bidding.nothingAbove': {
      zh: '没有高于协同价的同类非中选产品，无需协同',
      en: 'No product of the kind that was not selected stands above the measure',
    },
  }),
  creates: true,
});

export const listCoordinations = endpoint({
  id: 'bidding.coordinations',
  method: 'GET',
  path: '/api/price-coordinations',
  summary: { zh: '价格协同清单', en: 'Coordinations of prices' },
  clauses: [...clauses],
  permission: 'bidding.readCoordination',
  query: z.strictObject({ ...paging, state: state.optional(), tenderId: uuid.optional() }),
  reply: pageOf(coordinationItem),
});

export const readCoordination = endpoint({
  id: 'bidding.readCoordination',
  method: 'GET',
  path: '/api/price-coordinations/:coordinationId',
  summary: { zh: '一次价格协同', en: 'One coordination of prices' },
  clauses: [...clauses],
  permission: 'bidding.readCoordination',
  params,
  reply: coordinationItem.extend({
    basis,
    /** No document sets the measure: screens say so. */
    isDefault: z.boolean(),
    items: z.array(
      z.object({
        item: z.string(),
        name: z.string(),
        unit: z.string(),
        price: yuan,
        lines: z.number().int(),
        effect: yuan,
      }),
    ),
    boughtFrom: day,
    boughtBefore: day,
    enteredBy: z.string(),
    sentBy: z.string().nullable(),
    sentAt: moment.nullable(),
    endedAt: moment.nullable(),
    note: z.string(),
    maySend: z.boolean(),
    mayAnswer: z.boolean(),
  }),
  refusals: refusals(unknown),
});

const line = z
  .object({
    listingId: uuid,
    listingNumber: z.string(),
    itemCode: z.string(),
    productName: z.string(),
    specification: z.string(),
    manufacturer: named,
    item: z.string(),
    /** Yuan per purchase unit: when it was counted, now, what is asked for, what was offered. */
    price: yuan,
    priceNow: yuan,
    target: yuan,
    offered: yuan.nullable(),
    purchaseUnit: z.string(),
    quantity: count,
    effect: yuan,
    state: z.enum(lineStates),
    reason: z.string(),
    answeredAt: moment.nullable(),
    above: z.boolean(),
  })
  .meta({ id: 'CoordinationLine' });
export type CoordinationLineItem = z.output<typeof line>;

export const listCoordinationLines = endpoint({
  id: 'bidding.coordinationLines',
  method: 'GET',
  path: '/api/price-coordinations/:coordinationId/lines',
  summary: { zh: '价格协同涉及的产品', en: 'The listings of a coordination' },
  clauses: [...clauses],
  permission: 'bidding.readCoordination',
  params,
  query: z.strictObject({
    ...paging,
    state: z.enum(lineStates).optional(),
    above: z.enum(['true', 'false']).optional(),
  }),
  reply: pageOf(line),
  refusals: refusals(unknown),
});

export const decideCoordination = endpoint({
  id: 'bidding.sendCoordination',
  method: 'POST',
  path: '/api/price-coordinations/:coordinationId/decision',
  summary: { zh: '发出或取消价格协同', en: 'Send a coordination to the enterprises, or drop it' },
  clauses: ['HN-15', ...clauses],
  permission: 'bidding.sendCoordination',
  params,
  body: z.strictObject({ version, decision: z.enum(['send', 'drop']), note: text(500).default('') }),
  reply: z.object({ id: uuid, state, version, dueAt: moment.nullable() }),
  refusals: refusals({
    ...unknown,
    ...stale,
    'bidding.coordinationDecided': {
      zh: '这次价格协同已经发出或取消',
      en: 'The coordination was sent or dropped already',
    },
    'bidding.countedBySame': {
      zh: '测算人不能发出自己测算的协同',
      en: 'Whoever counted it does not send it',
      status: 403,
    },
  }),
});

export const answerCoordination = endpoint({
  id: 'bidding.answerCoordination',
  method: 'POST',
  path: '/api/price-coordinations/:coordinationId/answers',
  summary: {
    zh: '企业答复：降价或说明理由',
    en: 'An enterprise answers: a new price, or a refusal with its reason',
  },
  clauses: [...clauses],
  permission: 'bidding.answerCoordination',
  params,
  body: z.strictObject({
    lines: z
      .array(
        z.strictObject({
          listingId: uuid,
          /** Yuan per purchase unit of the listing; null refuses. */
          price: positiveYuan.nullable(),
          reason: text(500).default(''),
        }),
      )
      .min(1)
      .max(500),
  }),
  reply: z.object({ offered: z.number().int(), refused: z.number().int() }),
  refusals: refusals({
    ...unknown,
    'bidding.lineUnknown': {
      zh: '第 {line} 行不是贵公司在本次协同中的产品',
      en: 'Line {line} is no listing of yours in this coordination',
      status: 404,
    },
    'bidding.lineNotOpen': {
      zh: '{product} 当前不能答复',
      en: '{product} waits for no answer now',
    },
    'bidding.offerNotLower': {
      zh: '{product} 的新价须低于现挂网价 {price} 元',
      en: 'The new price of {product} has to be below {price} yuan',
      status: 400,
    },
    'bidding.refusalWithoutReason': {
      zh: '{product}：不降价请说明理由',
      en: '{product}: a refusal gives its reason',
      status: 400,
    },
  }),
});
