import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { basis, count, moment, pageOf, paging, uuid, yuan } from './wire.ts';
import { stale } from './request.ts';

/** 剩余量选择 (SX-4.1, JS-20): after the result each institution assigns the volume that its own demand did not place. */
const choiceState = z.enum(['open', 'chosen', 'silent', 'nothing']);

const head = z
  .object({
    tenderId: uuid,
    tenderNumber: z.string(),
    tenderTitle: z.string(),
    tenderState: z.string(),
    institutionId: uuid,
    institution: z.string(),
    state: choiceState,
    scopes: z.number().int(),
    dueAt: moment.nullable(),
    chosenAt: moment.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'LeftoverChoiceHead' });
export type LeftoverChoiceHead = z.output<typeof head>;

const permitted = z.object({
  productId: uuid,
  name: z.string(),
  specification: z.string(),
  manufacturer: z.string(),
  price: yuan,
  place: z.number().int().nullable(),
  /** What the institution itself had reported of it; null where it did not. */
  reported: count.nullable(),
  chosen: count,
});
const scope = z
  .object({
    scope: z.string(),
    name: z.string(),
    unit: z.string(),
    leftover: count,
    rest: count,
    products: z.array(permitted),
  })
  .meta({ id: 'LeftoverScope' });
export type LeftoverScope = z.output<typeof scope>;

const unknown = {
  'agreement.choiceUnknown': {
    zh: '没有这项剩余量选择，或您无权查看',
    en: 'There is no such choice that you may see',
    status: 404,
  },
} as const;

export const listChoices = endpoint({
  id: 'agreement.choices',
  method: 'GET',
  path: '/api/leftover-choices',
  summary: { zh: '剩余量选择', en: 'Choices of leftover volume' },
  clauses: ['SX-4.1', 'JS-20'],
  permission: 'agreement.read',
  query: z.strictObject({ ...paging, state: choiceState.optional(), tenderId: uuid.optional() }),
  reply: pageOf(head),
});

export const readChoice = endpoint({
  id: 'agreement.readChoice',
  method: 'GET',
  path: '/api/leftover-choices/:tenderId/:institutionId',
  summary: { zh: '一家医疗机构的剩余量选择', en: 'The choice of one institution' },
  clauses: ['SX-4.1', 'JS-20'],
  permission: 'agreement.read',
  params: z.object({ tenderId: uuid, institutionId: uuid }),
  reply: z.object({
    head,
    mayChoose: z.boolean(),
    /** Smallest volume that can be given: '1', '0.1' …. */
    step: z.string(),
    fallback: z.enum(['rank', 'ownDemand']),
    scopes: z.array(scope),
    basis,
  }),
  refusals: refusals(unknown),
});

export const chooseLeftover = endpoint({
  id: 'agreement.choose',
  method: 'PUT',
  path: '/api/leftover-choices/:tenderId',
  summary: { zh: '选择剩余量分配给哪些中选产品', en: 'Assign leftover volume to permitted products' },
  clauses: ['SX-4.1', 'JS-20'],
  permission: 'agreement.choose',
  params: z.object({ tenderId: uuid }),
  body: z.strictObject({
    version: z.number().int().min(1),
    lines: z.array(z.strictObject({ productId: uuid, quantity: count })).max(2000),
  }),
  reply: z.object({
    state: choiceState,
    version: z.number().int(),
    /** What was left open, by scope; the pack's fallback places it. */
    rests: z.array(z.object({ scope: z.string(), rest: count })),
  }),
  refusals: refusals({
    ...unknown,
    'agreement.choiceNotOpen': {
      zh: '现在不能选择剩余量',
      en: 'Leftover volume is not chosen now',
    },
    'agreement.choiceOver': {
      zh: '剩余量选择已于 {dueAt} 截止，未选择的按规则默认分配',
      en: 'The choice ended at {dueAt}; what was not chosen follows the rule',
      status: 423,
    },
    'agreement.choiceNotPermitted': {
      zh: '该产品不在贵单位可选范围内',
      en: 'This product is not among those you may choose',
    },
    'agreement.choiceTwice': { zh: '同一产品填写了两次', en: 'A product is named twice' },
    'agreement.choiceAboveLeftover': {
      zh: '所选数量超过剩余量 {leftover}',
      en: 'More is chosen than the leftover of {leftover}',
    },
    'agreement.choiceStep': {
      zh: '数量须为 {step} 的整数倍',
      en: 'Quantities are whole multiples of {step}',
    },
    ...stale,
  }),
});
