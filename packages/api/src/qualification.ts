import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { attachRefusals } from './evidence.ts';
import {
  enterprise,
  evidenceNeeded,
  holder,
  kindCode,
  lack,
  particulars,
  pathState,
  qualification,
  qualificationChange,
  qualificationKind,
  qualificationState,
  version,
} from './qualification-shapes.ts';
import { evidenceFile } from './evidence.ts';
import { day, pageOf, paging, text, uuid } from './wire.ts';
import { stale } from './request.ts';

/** Enterprises declare their qualifications, the bureau confirms them, and their end is watched (JS-34 to JS-37). */
const clauses = ['JS-34', 'JS-37', 'HN-6a', 'HN-6b', 'GY-3.3', 'SX-2.2'] as const;

export const contentsRefusals = refusals({
  'qualification.notAnEnterprise': {
    zh: '只有生产企业和配送企业申报资质',
    en: 'Only manufacturers and distributors declare qualifications',
  },
  'qualification.kindUnknown': {
    zh: '贵企业不适用该资质种类',
    en: 'This kind of qualification is not one of yours',
  },
  'qualification.notOwnCreditCode': {
    zh: '证照号码应为贵企业的统一社会信用代码（{creditCode}）',
    en: 'The number is your own credit code ({creditCode})',
  },
  'qualification.certificateUnreadable': {
    zh: '注册证号或备案号不符合编号规则，请逐字核对',
    en: 'The certificate number does not follow the rules for such numbers; check it letter by letter',
  },
  'qualification.certificateKind': {
    zh: '号码与资质种类不符：第一类为备案凭证，第二、三类为注册证',
    en: 'Number and kind do not fit: class I has a filing, classes II and III a registration',
  },
  'qualification.agentNeedsForeign': {
    zh: '全国总代理只申报所代理的进口产品（含港澳台）证照',
    en: 'A national agent declares certificates of the foreign products it represents',
  },
  'qualification.foreignNeedsAgent': {
    zh: '进口产品由其全国总代理（视同生产企业）申报',
    en: 'Foreign products are declared by their national agent, who counts as manufacturer',
  },
  'qualification.endNeeded': { zh: '该资质须填写有效期止', en: 'This kind has a last day of validity' },
  'qualification.periodBackward': {
    zh: '有效期止不能早于有效期起',
    en: 'The last day is not before the first',
  },
  'qualification.gap': {
    zh: '现有效期至 {validUntil}，新有效期起与之有间断；请在到期后再提交，或核对日期',
    en: 'Valid until {validUntil} now; the new period leaves days uncovered. Submit it after the end, or check the dates',
  },
  'qualification.alreadyExpired': {
    zh: '该资质已于 {validUntil} 到期',
    en: 'It was valid only until {validUntil}',
  },
});
const unknown = {
  'qualification.unknown': { zh: '没有这项资质', en: 'There is no such qualification', status: 404 },
} as const;
const changing = {
  'qualification.changeWaiting': {
    zh: '该资质已有变更在审核中',
    en: 'A change of this qualification is on its way already',
  },
} as const;

export const listKinds = endpoint({
  id: 'qualification.kinds',
  method: 'GET',
  path: '/api/qualification-kinds',
  summary: { zh: '资质种类', en: 'Kinds of qualifications' },
  clauses: ['JS-34'],
  permission: 'qualification.read',
  reply: z.object({
    /** One's own role; null for others than enterprises. */
    holder: holder.nullable(),
    items: z.array(qualificationKind),
  }),
});

export const listQualifications = endpoint({
  id: 'qualification.list',
  method: 'GET',
  path: '/api/qualifications',
  summary: {
    zh: '资质（企业见本企业，主管部门见全部）',
    en: 'Qualifications: one’s own, or all for supervisors',
  },
  clauses: ['JS-34'],
  permission: 'qualification.read',
  query: z.strictObject({
    q: text(60).optional(),
    organisationId: uuid.optional(),
    kind: kindCode.optional(),
    state: qualificationState.optional(),
    /** Ends within so many days. */
    within: z.coerce.number().int().min(0).max(3660).optional(),
    ...paging,
  }),
  reply: pageOf(qualification),
});

const qualificationParams = z.strictObject({ qualificationId: uuid });

export const readQualification = endpoint({
  id: 'qualification.read',
  method: 'GET',
  path: '/api/qualifications/:qualificationId',
  summary: { zh: '一项资质及其变更', en: 'One qualification with its changes' },
  clauses: ['JS-34'],
  permission: 'qualification.read',
  params: qualificationParams,
  reply: qualification.extend({
    /** Files of what is in force, for its enterprise and its bureau. */
    files: z.array(evidenceFile),
    changes: z.array(qualificationChange),
    may: z.array(z.enum(['change', 'end', 'suspend', 'resume'])),
  }),
  refusals: refusals(unknown),
});

export const declareQualification = endpoint({
  id: 'qualification.declare',
  method: 'POST',
  path: '/api/qualifications',
  summary: { zh: '申报资质', en: 'Declare a qualification' },
  clauses,
  permission: 'qualification.declare',
  body: z.strictObject({
    kind: kindCode,
    number: text(100, 2),
    ...particulars,
    /** The enterprise answers for the truth (JS-34). */
    truthful: z.literal(true),
    evidence: evidenceNeeded,
  }),
  reply: qualificationChange,
  refusals: refusals({
    ...contentsRefusals,
    ...attachRefusals,
    'qualification.alreadyDeclared': {
      zh: '该证照已申报，请在原资质上提交变更',
      en: 'This number is declared already; submit a change of it',
    },
  }),
  creates: true,
});

export const changeQualification = endpoint({
  id: 'qualification.change',
  method: 'POST',
  path: '/api/qualifications/:qualificationId/changes',
  summary: {
    zh: '变更或延续资质（确认前原内容继续有效）',
    en: 'Change or renew a qualification; what was confirmed stays in force until the change is',
  },
  clauses: ['JS-37'],
  permission: 'qualification.declare',
  params: qualificationParams,
  body: z.strictObject({
    ...particulars,
    reason: text(500, 2),
    truthful: z.literal(true),
    evidence: evidenceNeeded,
    version,
  }),
  reply: qualificationChange,
  refusals: refusals({
    ...unknown,
    ...changing,
    ...contentsRefusals,
    ...attachRefusals,
    ...stale,
    'qualification.wrongState': {
      zh: '资质当前状态不允许此操作',
      en: 'The state of the qualification does not allow this',
    },
  }),
  creates: true,
});

const wrongState = {
  'qualification.wrongState': {
    zh: '资质当前状态不允许此操作',
    en: 'The state of the qualification does not allow this',
  },
} as const;
const simple = { ...unknown, ...changing, ...attachRefusals, ...stale, ...wrongState } as const;

export const endQualification = endpoint({
  id: 'qualification.end',
  method: 'POST',
  path: '/api/qualifications/:qualificationId/end',
  summary: { zh: '申请注销资质', en: 'Ask for a qualification to be ended' },
  clauses: ['JS-37'],
  permission: 'qualification.declare',
  params: qualificationParams,
  body: z.strictObject({ reason: text(500, 2), version }),
  reply: qualificationChange,
  refusals: refusals(simple),
  creates: true,
});

export const restrictQualification = endpoint({
  id: 'qualification.restrict',
  method: 'POST',
  path: '/api/qualifications/:qualificationId/restrictions',
  summary: {
    zh: '提出暂停或恢复资质（由另一人确认）',
    en: 'Bring in the suspension of a qualification, or its resumption, for another to confirm',
  },
  clauses: ['JS-37', 'HN-15'],
  permission: 'qualification.check',
  params: qualificationParams,
  body: z.strictObject({ act: z.enum(['suspend', 'resume']), reason: text(500, 2), version }),
  reply: qualificationChange,
  refusals: refusals({
    ...simple,
    'qualification.otherJurisdiction': {
      zh: '不属于本辖区管理',
      en: 'It belongs to another jurisdiction',
      status: 403,
    },
  }),
  creates: true,
});

export const listQualificationChanges = endpoint({
  id: 'qualification.listChanges',
  method: 'GET',
  path: '/api/qualification-changes',
  summary: { zh: '资质申报与变更', en: 'Declarations and changes' },
  clauses: ['JS-37'],
  permission: 'qualification.read',
  query: z.strictObject({
    q: text(60).optional(),
    state: pathState.optional(),
    /** Only what waits for the one who asks. */
    mine: z.enum(['true', 'false']).optional(),
    ...paging,
  }),
  reply: pageOf(qualificationChange),
});

export const pathRefusals = refusals({
  'qualification.changeUnknown': { zh: '没有这份申报', en: 'There is no such declaration', status: 404 },
  'qualification.otherJurisdiction': {
    zh: '不属于本辖区管理',
    en: 'It belongs to another jurisdiction',
    status: 403,
  },
  'qualification.notWaiting': { zh: '该申报不在待处理状态', en: 'It is not waiting any more' },
  'qualification.checkFirst': { zh: '须先审核再确认', en: 'It is checked before it is confirmed' },
  'qualification.checkedByYou': {
    zh: '审核人不能确认，请由另一位负责人确认',
    en: 'Whoever checked does not confirm; somebody else has to',
    status: 403,
  },
  'qualification.noteMissing': { zh: '退回须说明原因', en: 'Say why it is returned' },
  ...stale,
});

const changeParams = z.strictObject({ changeId: uuid });
const note = text(500).default('');

export const checkQualificationChange = endpoint({
  id: 'qualification.checkChange',
  method: 'POST',
  path: '/api/qualification-changes/:changeId/check',
  summary: { zh: '审核资质申报：通过或退回', en: 'Check a declaration: pass it on or return it' },
  clauses: ['JS-37', 'HN-15'],
  permission: 'qualification.check',
  params: changeParams,
  body: z.strictObject({ pass: z.boolean(), note, version }),
  reply: qualificationChange,
  refusals: pathRefusals,
});

export const confirmQualificationChange = endpoint({
  id: 'qualification.confirmChange',
  method: 'POST',
  path: '/api/qualification-changes/:changeId/confirm',
  summary: { zh: '确认资质申报或退回', en: 'Confirm a declaration, or return it' },
  clauses: ['JS-37', 'HN-15'],
  permission: 'qualification.confirm',
  params: changeParams,
  body: z.strictObject({ pass: z.boolean(), note, version }),
  reply: qualificationChange,
  refusals: pathRefusals,
});

export const withdrawQualificationChange = endpoint({
  id: 'qualification.withdrawChange',
  method: 'POST',
  path: '/api/qualification-changes/:changeId/withdraw',
  summary: { zh: '撤回申报', en: 'Take a declaration back' },
  permission: 'qualification.declare',
  params: changeParams,
  body: z.strictObject({ version }),
  reply: qualificationChange,
  refusals: pathRefusals,
});

const found = enterprise.extend({
  /** Whether it has what an enterprise needs; products are asked one by one. */
  ok: z.boolean(),
  lacking: z.array(lack),
  /** The day on which what it needs first ends. */
  expiresOn: day.nullable(),
});

export const searchEnterprises = endpoint({
  id: 'qualification.enterprises',
  method: 'GET',
  path: '/api/enterprises',
  summary: {
    zh: '企业库：生产企业、全国总代理、配送企业',
    en: 'Enterprises: manufacturers, national agents, distributors',
  },
  clauses: ['JS-34', 'HN-6b'],
  permission: 'qualification.read',
  query: z.strictObject({ q: text(60).optional(), holder: holder.optional(), ...paging }),
  reply: pageOf(found),
});

export const enterpriseParams = z.strictObject({ organisationId: uuid });
export const noEnterprise = {
  'qualification.enterpriseUnknown': { zh: '没有这家企业', en: 'There is no such enterprise', status: 404 },
} as const;

export const readStanding = endpoint({
  id: 'qualification.standing',
  method: 'GET',
  path: '/api/enterprises/:organisationId',
  summary: { zh: '一家企业的资质状况', en: 'How an enterprise stands' },
  clauses: ['JS-34', 'HN-6a', 'HN-6b', 'SX-2.2', 'GY-3.3'],
  permission: 'qualification.read',
  params: enterpriseParams,
  query: z.strictObject({ certificate: text(100).optional() }),
  reply: found.extend({
    items: z.array(qualification),
    /** Other accounts of the same firm, on the same credit code. */
    sameFirm: z.array(enterprise),
  }),
  refusals: refusals(noEnterprise),
});
