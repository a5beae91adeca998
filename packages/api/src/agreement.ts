import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import {
  basis,
  count,
  day,
  deadline,
  moment,
  named,
  pageOf,
  paging,
  positiveCount,
  text,
  uuid,
  version,
  yuan,
} from './wire.ts';
import { stale } from './request.ts';

/** Purchase agreements of a round (GY-4.3a, SX-3.3): one for each institution and winner. */
export const agreementRefusals = refusals({
  'agreement.unknown': {
    zh: '没有这份合同，或您无权查看',
    en: 'There is no such agreement that you may see',
    status: 404,
  },
  'agreement.notOpen': { zh: '该文本不在待签署状态', en: 'The text is not open for signatures' },
  'agreement.signedAlready': { zh: '贵方已签署', en: 'Your side has signed already' },
  'agreement.otherText': {
    zh: '文本与您看到的不一致，请刷新后重新阅读再签署',
    en: 'The text differs from the one you read; read it again and sign',
  },
  'agreement.notParty': { zh: '只有合同双方可以签署和变更', en: 'Only the two parties sign and amend' },
  'agreement.notOrganiser': { zh: '只有联合采购办公室可以办理', en: 'Only the organiser may do this' },
  'agreement.notOverdue': { zh: '签约期限未到，不能宣布失效', en: 'The time to sign is not over yet' },
  'agreement.notInForce': { zh: '合同未生效或已终止，不能变更', en: 'The agreement is not in force' },
  'agreement.amendmentOpen': {
    zh: '已有一份补充协议待签署',
    en: 'Another supplement waits for its signatures',
  },
  'agreement.amendmentUnknown': { zh: '没有这份补充协议', en: 'There is no such supplement', status: 404 },
  'agreement.productUnknown': { zh: '合同中没有这个产品', en: 'The agreement has no such product' },
  'agreement.productTwice': { zh: '同一产品只能填写一次', en: 'A product is named twice' },
  'agreement.nothingChanges': {
    zh: '补充协议没有改变约定采购量',
    en: 'The supplement changes no agreed volume',
  },
  'agreement.belowUsed': {
    zh: '不能低于已订购的数量 {used}',
    en: 'It may not be below what was ordered already, {used}',
  },
  ...stale,
  'agreement.volumeNotPositive': { zh: '约定采购量须大于零', en: 'An agreed volume is above zero' },
});

const some = <K extends keyof typeof agreementRefusals>(...codes: K[]): Pick<typeof agreementRefusals, K> =>
  Object.fromEntries(codes.map((code) => [code, agreementRefusals[code]])) as Pick<
    typeof agreementRefusals,
    K
  >;

/** A session left open does not sign: the person proves to be there within the last minutes. */
const confirmFirst = refusals({
  'account.confirmFirst': { zh: '请再次输入口令', en: 'Enter your password again' },
});

const wording = z.object({ zh: z.string(), en: z.string() });
export const agreementState = z.enum(['open', 'signed', 'inForce', 'ended', 'void']);
const side = z.enum(['institution', 'manufacturer']);
const params = z.strictObject({ agreementId: uuid });

const item = z
  .object({
    id: uuid,
    number: z.string(),
    tender: z.object({ id: uuid, number: z.string(), title: z.string() }),
    institution: named,
    manufacturer: named,
    state: agreementState,
    amount: yuan.meta({ description: 'agreed amount of the term' }),
    signedBy: z.array(side),
    due: deadline.nullable(),
    isOverdue: z.boolean(),
    from: day,
    until: day,
    /** Whether the asking side still has to sign this text or an open supplement. */
    mine: z.boolean(),
    contentHash: z.string(),
    amendment: z
      .number()
      .int()
      .meta({ description: 'what waits for a signature: 0 the contract, n its supplement' }),
    version,
  })
  .meta({ id: 'Agreement' });

export const listAgreements = endpoint({
  id: 'agreement.list',
  method: 'GET',
  path: '/api/agreements',
  summary: { zh: '购销合同', en: 'Purchase agreements' },
  clauses: ['GY-4.3a', 'SX-3.3'],
  permission: 'agreement.read',
  query: z.strictObject({
    ...paging,
    tenderId: uuid.optional(),
    state: agreementState.optional(),
    mine: z.enum(['true']).optional(),
    search: text(60).optional(),
  }),
  reply: pageOf(item).extend({ toSign: z.number().int() }),
});

const line = z
  .object({
    productId: uuid,
    item: z.string(),
    itemName: z.string(),
    name: z.string(),
    specification: z.string(),
    unit: z.string(),
    price: yuan,
    agreed: count,
    /** What the supplements made of it; the same where there is none. */
    agreedNow: count,
    isEnded: z.boolean(),
  })
  .meta({ id: 'AgreementLine' });
const signature = z.object({
  side,
  person: z.string(),
  organisation: z.string(),
  at: moment,
  method: z.string(),
  contentHash: z.string(),
});

export const readAgreement = endpoint({
  id: 'agreement.read',
  method: 'GET',
  path: '/api/agreements/:agreementId',
  summary: { zh: '合同文本、签署与补充协议', en: 'Text, signatures and supplements of an agreement' },
  clauses: ['GY-4.3a', 'SX-3.3'],
  permission: 'agreement.read',
  params,
  reply: item.extend({
    clauses: z.array(z.object({ code: z.string(), text: wording })),
    lines: z.array(line),
    signatures: z.array(signature),
    amendments: z.array(
      z.object({
        amendment: z.number().int(),
        state: z.enum(['open', 'signed', 'inForce', 'rejected', 'withdrawn', 'lapsed']),
        proposedBy: side,
        proposedAt: moment,
        reason: z.string(),
        text: z.string(),
        lines: z.array(
          z.object({ productId: uuid, name: z.string(), specification: z.string(), agreed: count }),
        ),
        due: deadline,
        contentHash: z.string(),
        signatures: z.array(signature),
        note: z.string().nullable(),
      }),
    ),
    ownSide: side.nullable(),
    /** The organiser may declare it void: the time to sign is over and a signature is missing. */
    mayVoid: z.boolean(),
    endNote: z.string().nullable(),
    endBasis: basis.nullable(),
    basis: z.array(basis),
  }),
  refusals: some('agreement.unknown'),
});

export const agreementFile = endpoint({
  id: 'agreement.file',
  method: 'GET',
  path: '/api/agreements/:agreementId/file',
  summary: { zh: '下载合同 PDF', en: 'The agreement as PDF' },
  clauses: ['GY-4.3a'],
  permission: 'agreement.read',
  params,
  reply: z.unknown(),
  refusals: some('agreement.unknown'),
});

const signing = z.strictObject({
  agreementId: uuid,
  amendment: z.number().int().min(0).max(999).default(0),
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
});

export const signAgreements = endpoint({
  id: 'agreement.sign',
  method: 'POST',
  path: '/api/agreement-signatures',
  summary: { zh: '签署合同或补充协议', en: 'Sign agreements or supplements' },
  clauses: ['GY-4.3a', 'SX-3.3'],
  permission: 'agreement.sign',
  body: z.strictObject({ texts: z.array(signing).min(1).max(200) }),
  reply: z.object({
    results: z.array(
      z.object({
        agreementId: uuid,
        amendment: z.number().int(),
        state: z.string().nullable(),
        problem: z.object({ code: z.string(), text: wording }).nullable(),
      }),
    ),
  }),
  refusals: confirmFirst,
});

const outcome = z.object({ id: uuid, state: agreementState, amendment: z.number().int(), version });

export const proposeAmendment = endpoint({
  id: 'agreement.amend',
  method: 'POST',
  path: '/api/agreements/:agreementId/amendments',
  summary: { zh: '提出补充协议（本方随即签署）', en: 'Propose a supplement and sign it' },
  clauses: ['GY-4.3a', 'JS-25a'],
  permission: 'agreement.sign',
  params,
  body: z.strictObject({
    version,
    reason: text(500, 2),
    text: text(2000).default(''),
    lines: z
      .array(z.strictObject({ productId: uuid, agreed: positiveCount }))
      .min(1)
      .max(500),
  }),
  reply: outcome,
  refusals: {
    ...confirmFirst,
    ...some(
      'agreement.unknown',
      'agreement.notParty',
      'agreement.notInForce',
      'agreement.amendmentOpen',
      'agreement.productUnknown',
      'agreement.productTwice',
      'agreement.nothingChanges',
      'agreement.belowUsed',
      'agreement.volumeNotPositive',
      'request.stale',
    ),
  },
  creates: true,
});

export const endAmendment = endpoint({
  id: 'agreement.endAmendment',
  method: 'POST',
  path: '/api/agreements/:agreementId/amendments/:amendment/end',
  summary: { zh: '不同意或撤回补充协议', en: 'Reject or withdraw a supplement' },
  clauses: ['GY-4.3a'],
  permission: 'agreement.sign',
  params: z.strictObject({ agreementId: uuid, amendment: z.coerce.number().int().min(1).max(999) }),
  body: z.strictObject({ reason: text(500, 2) }),
  reply: outcome,
  refusals: some(
    'agreement.unknown',
    'agreement.notParty',
    'agreement.amendmentUnknown',
    'agreement.notOpen',
  ),
});

export const voidAgreement = endpoint({
  id: 'agreement.void',
  method: 'POST',
  path: '/api/agreements/:agreementId/void',
  summary: { zh: '逾期未签，宣布失效', en: 'Declare void an agreement that was not signed in time' },
  clauses: ['GY-4.3a', 'SX-5.3c'],
  permission: 'agreement.manage',
  params,
  body: z.strictObject({ version, reason: text(500, 2) }),
  reply: outcome,
  refusals: some(
    'agreement.unknown',
    'agreement.notOrganiser',
    'agreement.notOpen',
    'agreement.notOverdue',
    'request.stale',
  ),
});
