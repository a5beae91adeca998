import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals, evidenceFile } from './evidence.ts';
import { pathRefusals } from './qualification.ts';
import { evidenceNeeded, pathState, version } from './qualification-shapes.ts';
import {
  basis,
  jurisdictionCode,
  moment,
  named,
  pageOf,
  paging,
  positiveYuan,
  text,
  uuid,
  yuan,
} from './wire.ts';

/** Missing specifications of a listed product, added under its certificate at no more than its price (JS-37). */
const clauses = ['JS-37'] as const;

const missing = z
  .object({
    itemCode: z.string(),
    productName: z.string(),
    specification: z.string(),
    model: z.string(),
    /** Has the same 20-digit code as the listed product. */
    sameProduct: z.boolean(),
    /** On its way into the directory already: by a listing application, or by a request to add it. */
    underWay: z.object({ kind: z.enum(['admission', 'added']), number: z.string() }).nullable(),
  })
  .meta({ id: 'MissingSpecification' });

export const listMissingSpecifications = endpoint({
  id: 'qualification.missingSpecifications',
  method: 'GET',
  path: '/api/listings/:listingId/missing-specifications',
  summary: {
    zh: '同一注册证下尚未挂网的规格型号',
    en: 'Specifications under the same certificate that are not listed yet',
  },
  clauses,
  permission: 'qualification.declare',
  params: z.strictObject({ listingId: uuid }),
  query: z.strictObject({ q: text(60).optional(), ...paging }),
  reply: pageOf(missing),
  refusals: refusals({
    'listing.unknown': { zh: '没有这个挂网产品', en: 'There is no such listing', status: 404 },
  }),
});

const step = z.object({ at: moment, by: z.string(), note: z.string() }).nullable();

export const addedSpecification = z
  .object({
    id: uuid,
    number: z.string(),
    organisation: named,
    jurisdiction: jurisdictionCode,
    listing: z.object({
      id: uuid,
      number: z.string(),
      itemCode: z.string(),
      specification: z.string(),
      price: yuan,
      purchaseUnit: z.string(),
      unitsPerPurchaseUnit: z.number().int(),
    }),
    itemCode: z.string(),
    productName: z.string(),
    specification: z.string(),
    model: z.string(),
    certificate: z.string(),
    price: yuan,
    purchaseUnit: z.string(),
    smallestUnit: z.string(),
    unitsPerPurchaseUnit: z.number().int(),
    reason: z.string(),
    state: pathState,
    submitted: z.object({ at: moment, by: z.string() }),
    checked: step,
    decided: step,
    newListingId: uuid.nullable(),
    dueAt: moment.nullable(),
    dueProvisional: z.boolean(),
    dueBasis: basis.nullable(),
    files: z.array(evidenceFile),
    may: z.array(z.enum(['check', 'confirm', 'return', 'withdraw'])),
    version: z.number().int(),
  })
  .meta({ id: 'AddedSpecification' });
export type AddedSpecificationWire = z.output<typeof addedSpecification>;

export const addedRefusals = refusals({
  'listing.unknown': { zh: '没有这个挂网产品', en: 'There is no such listing', status: 404 },
  'qualification.codeUnknown': {
    zh: '国家医保耗材代码库中没有这个在用代码',
    en: 'There is no such code in force in the national code database',
  },
  'qualification.listingNotYours': { zh: '参照产品不是贵企业的', en: 'The listed product is not yours' },
  'qualification.listingNotListed': {
    zh: '参照产品未在挂网状态',
    en: 'The product to compare with is not listed',
  },
  'qualification.otherCertificate': {
    zh: '该规格属于另一注册证（{other}），只能在同一注册证（{certificate}）下增补',
    en: 'The code stands under another certificate ({other}) than the listed one ({certificate})',
  },
  'qualification.nearerReference': {
    zh: '同一 20 位代码的 {code} 已挂网，请以它为参照',
    en: '{code} of the same 20-digit code is listed; compare with that',
  },
  'qualification.otherSmallestUnit': {
    zh: '最小单位须与参照产品一致（{unit}）',
    en: 'The smallest unit is that of the listed product ({unit})',
  },
  'qualification.priceNotPositive': { zh: '价格须大于零', en: 'The price is above zero' },
  'qualification.aboveListingPrice': {
    zh: '不得高于原挂网价（{price} 元，含 {units} 个最小单位）',
    en: 'Not above the listing price ({price} yuan for {units} smallest units)',
  },
  'qualification.alreadyListed': { zh: '该规格已挂网', en: 'This code is listed already' },
  'qualification.alreadyAsked': { zh: '该规格已有增补申请在审核中', en: 'This code is asked for already' },
  'qualification.lacking': {
    zh: '资质不全或不在有效期：{kinds}',
    en: 'Qualifications are missing or not in force: {kinds}',
  },
});

export const addSpecification = endpoint({
  id: 'qualification.addSpecification',
  method: 'POST',
  path: '/api/added-specifications',
  summary: { zh: '申请增补规格型号', en: 'Ask for a missing specification to be added' },
  clauses,
  permission: 'qualification.declare',
  body: z.strictObject({
    listingId: uuid,
    itemCode: z.string().regex(/^C\d{26}$/),
    price: positiveYuan,
    purchaseUnit: text(20, 1),
    smallestUnit: text(20, 1),
    unitsPerPurchaseUnit: z.number().int().min(1).max(1_000_000),
    reason: text(500, 2),
    evidence: evidenceNeeded,
  }),
  reply: addedSpecification,
  refusals: refusals({ ...addedRefusals, ...attachRefusals }),
  creates: true,
});

export const listAddedSpecifications = endpoint({
  id: 'qualification.listAddedSpecifications',
  method: 'GET',
  path: '/api/added-specifications',
  summary: { zh: '规格型号增补申请', en: 'Requests for added specifications' },
  clauses,
  permission: 'qualification.read',
  query: z.strictObject({
    state: pathState.optional(),
    mine: z.enum(['true', 'false']).optional(),
    ...paging,
  }),
  reply: pageOf(addedSpecification),
});

const params = z.strictObject({ requestId: uuid });
const note = text(500).default('');

export const checkAddedSpecification = endpoint({
  id: 'qualification.checkAddedSpecification',
  method: 'POST',
  path: '/api/added-specifications/:requestId/check',
  summary: { zh: '审核增补申请：通过或退回', en: 'Check a request: pass it on or return it' },
  clauses: ['JS-37', 'HN-15'],
  permission: 'qualification.check',
  params,
  body: z.strictObject({ pass: z.boolean(), note, version }),
  reply: addedSpecification,
  refusals: pathRefusals,
});

export const confirmAddedSpecification = endpoint({
  id: 'qualification.confirmAddedSpecification',
  method: 'POST',
  path: '/api/added-specifications/:requestId/confirm',
  summary: { zh: '确认增补并挂网，或退回', en: 'Confirm a request, which lists it, or return it' },
  clauses: ['JS-37', 'HN-15'],
  permission: 'qualification.confirm',
  params,
  body: z.strictObject({ pass: z.boolean(), note, version }),
  reply: addedSpecification,
  refusals: refusals({ ...pathRefusals, ...addedRefusals }),
});

export const withdrawAddedSpecification = endpoint({
  id: 'qualification.withdrawAddedSpecification',
  method: 'POST',
  path: '/api/added-specifications/:requestId/withdraw',
  summary: { zh: '撤回增补申请', en: 'Take a request back' },
  permission: 'qualification.declare',
  params,
  body: z.strictObject({ version }),
  reply: addedSpecification,
  refusals: pathRefusals,
});
