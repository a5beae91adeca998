import { organisationKinds } from '@daylight/rules/access/permissions.ts';
import { z } from 'zod';
import { login } from './account-users.ts';
import { endpoint, refusals } from './endpoint.ts';
import { basis, day, jurisdictionCode, moment, named, pageOf, paging, text, uuid } from './wire.ts';
import { stale } from './request.ts';

const kind = z.enum(organisationKinds);
const state = z.enum(['pending', 'active', 'suspended', 'closed']);
const ownership = z.enum(['public', 'military', 'private']);
const level = z.enum(['tertiary', 'secondary', 'primary']);
const place = z.object({ code: jurisdictionCode, name: z.object({ zh: z.string(), en: z.string() }) });

export const organisationShort = z
  .object({
    id: uuid,
    kind,
    name: z.string(),
    shortName: z.string(),
    jurisdiction: place,
    creditCode: z.string().nullable(),
    institutionCode: z.string().nullable(),
    ownership: ownership.nullable(),
    level: level.nullable(),
    isNationalAgent: z.boolean(),
    state,
    /** Marked where the organisation is part of the demo. */
    synthetic: z.boolean(),
  })
  .meta({ id: 'Organisation' });
export type OrganisationShort = z.output<typeof organisationShort>;

export const organisationDetail = organisationShort.extend({
  parent: named.nullable(),
  sites: z.array(named.extend({ institutionCode: z.string().nullable(), state })),
  groups: z.array(named.extend({ isLead: z.boolean() })),
  /** Whether an institution has to buy on the platform or may; null for others. */
  participation: z.object({ isObliged: z.boolean(), basis }).nullable(),
  address: z.string(),
  /** Contact data are shown in full to the organisation itself and to supervisors, shortened to others. */
  contactName: z.string(),
  contactPhone: z.string(),
  createdAt: moment,
  enteredBy: named.nullable(),
  approvedBy: named.nullable(),
  approvedAt: moment.nullable(),
  stateNote: z.string(),
  /** A correction that another person has to approve: what would be different. */
  proposed: z
    .object({ by: named, fields: z.record(z.string(), z.union([z.string(), z.boolean(), z.null()])) })
    .nullable(),
  /** The first administrator has no password yet, and the one who asks may issue it. */
  firstPassword: z.boolean(),
  /** What the one who asks may do now. */
  may: z.array(z.enum(['edit', 'approve', 'reject', 'suspend', 'resume', 'close', 'contact'])),
  version: z.number().int(),
});
export type OrganisationDetail = z.output<typeof organisationDetail>;

const codeRefusals = refusals({
  'creditCode.empty': { zh: '请填写统一社会信用代码', en: 'The credit code is empty' },
  'creditCode.length': {
    zh: '统一社会信用代码应为 18 位，现为 {found} 位',
    en: 'A credit code has 18 characters, this has {found}',
  },
  'creditCode.character': {
    zh: '统一社会信用代码第 {position} 位“{found}”不是允许的字符',
    en: 'Character {position} of the credit code, {found}, is not allowed',
  },
  'creditCode.checkDigit': {
    zh: '统一社会信用代码校验位不正确，请核对是否有误',
    en: 'The check character of the credit code is wrong',
  },
  'creditCode.bodyCheckDigit': {
    zh: '统一社会信用代码中的主体标识码校验位不正确',
    en: 'The check character of the body within the credit code is wrong',
  },
  'institutionCode.empty': { zh: '请填写定点医药机构代码', en: 'The institution code is empty' },
  'institutionCode.prefix': { zh: '定点医药机构代码应以 H 开头', en: 'An institution code begins with H' },
  'institutionCode.character': {
    zh: '定点医药机构代码第 {position} 位应为数字',
    en: 'Character {position} of the institution code has to be a digit',
  },
  'institutionCode.length': {
    zh: '定点医药机构代码应为 12 位，现为 {found} 位',
    en: 'An institution code has 12 characters, this has {found}',
  },
  'institutionCode.pharmacy': {
    zh: 'P 开头的是定点零售药店，不是医疗机构',
    en: 'A code that begins with P is a pharmacy, not an institution',
  },
});

export const organisationRefusals = refusals({
  'organisation.unknown': { zh: '没有这个机构', en: 'There is no such organisation', status: 404 },
  'organisation.outsideYourReach': {
    zh: '该机构不在您的管辖范围内',
    en: 'The organisation is outside your reach',
    status: 403,
  },
  'organisation.enteredByYou': {
    zh: '录入人不能审核自己录入的机构',
    en: 'Whoever entered an organisation does not approve it',
    status: 403,
  },
  'organisation.wrongState': {
    zh: '机构当前状态不能这样操作',
    en: 'The organisation is not in a state for this',
  },
  ...stale,
});
const particularsRefusals = refusals({
  ...codeRefusals,
  'organisation.unknown': organisationRefusals['organisation.unknown'],
  'organisation.outsideYourReach': organisationRefusals['organisation.outsideYourReach'],
  'organisation.noSuchPlace': { zh: '没有这个行政区划', en: 'There is no such jurisdiction' },
  'organisation.ownershipAndLevel': {
    zh: '医疗机构须填写所有制和级别',
    en: 'An institution states ownership and level',
  },
  'organisation.notAnInstitution': {
    zh: '只有医疗机构填写所有制、级别和定点代码',
    en: 'Only an institution has ownership, level and institution code',
  },
  'organisation.creditCodeMissing': {
    zh: '企业须填写统一社会信用代码',
    en: 'An enterprise needs its credit code',
  },
  'organisation.onlyManufacturersAreAgents': {
    zh: '境外产品全国总代理视同生产企业登记',
    en: 'A national agent of foreign products is entered as a manufacturer',
  },
  'organisation.institutionCodeTaken': {
    zh: '该定点代码已登记为“{name}”',
    en: 'This institution code belongs to {name}',
  },
  'organisation.alreadyThere': {
    zh: '该信用代码已登记为“{name}”',
    en: 'This credit code is entered as {name}',
  },
  'organisation.isASite': {
    zh: '该信用代码已登记为“{name}”；同一法人的其他院区请登记为它的院区',
    en: 'This credit code belongs to {name}; enter a further place of the same legal person as its site',
  },
  'organisation.parentDiffers': {
    zh: '院区须与所属机构使用同一信用代码',
    en: 'A site has the credit code of its institution',
  },
  'account.loginTaken': { zh: '登录名“{login}”已被使用', en: 'The login {login} is taken' },
});

export const listOrganisations = endpoint({
  id: 'organisation.list',
  method: 'GET',
  path: '/api/organisations',
  summary: { zh: '机构名录', en: 'Directory of organisations' },
  clauses: ['JS-1', 'JS-2'],
  permission: 'organisation.read',
  query: z.strictObject({
    q: text(60).optional(),
    kind: kind.optional(),
    jurisdiction: jurisdictionCode.optional(),
    level: level.optional(),
    ownership: ownership.optional(),
    /** Others than active ones are shown to those who enter or approve organisations. */
    state: state.optional(),
    ...paging,
  }),
  reply: pageOf(organisationShort),
});

const params = z.strictObject({ organisationId: uuid });

export const readOrganisation = endpoint({
  id: 'organisation.read',
  method: 'GET',
  path: '/api/organisations/:organisationId',
  summary: { zh: '机构详情', en: 'One organisation' },
  clauses: ['JS-2', 'HN-3a', 'GD-1a'],
  permission: 'organisation.read',
  params,
  reply: organisationDetail,
  refusals: refusals({ 'organisation.unknown': organisationRefusals['organisation.unknown'] }),
});

const particulars = {
  name: text(100, 2),
  shortName: text(40, 1),
  jurisdiction: jurisdictionCode,
  creditCode: text(40).nullable().default(null),
  institutionCode: text(40).nullable().default(null),
  ownership: ownership.nullable().default(null),
  level: level.nullable().default(null),
  isNationalAgent: z.boolean().default(false),
  /** A further site of this institution, on the same credit code. */
  parentId: uuid.nullable().default(null),
  address: text(200).default(''),
  contactName: text(40).default(''),
  contactPhone: text(30).default(''),
} as const;

export const enterOrganisation = endpoint({
  id: 'organisation.enter',
  method: 'POST',
  path: '/api/organisations',
  summary: { zh: '录入机构（待他人审核）', en: 'Enter an organisation, to be approved by another person' },
  clauses: ['JS-1', 'JS-2', 'HN-3a'],
  permission: 'organisation.enter',
  body: z.strictObject({
    kind,
    ...particulars,
    /** The first administrator, who then adds the others. */
    administrator: z
      .strictObject({ login, name: text(40, 1) })
      .nullable()
      .default(null),
  }),
  reply: organisationDetail,
  refusals: particularsRefusals,
  creates: true,
});

export const editOrganisation = endpoint({
  id: 'organisation.edit',
  method: 'PUT',
  path: '/api/organisations/:organisationId',
  summary: { zh: '更正机构信息（须重新审核）', en: 'Correct an organisation; it waits for approval again' },
  permission: 'organisation.enter',
  params,
  body: z.strictObject({ ...particulars, version: z.number().int().min(1) }),
  reply: organisationDetail,
  refusals: refusals({ ...particularsRefusals, ...organisationRefusals }),
});

export const changeContact = endpoint({
  id: 'organisation.changeContact',
  method: 'PUT',
  path: '/api/organisations/:organisationId/contact',
  summary: { zh: '修改本机构地址和联系人', en: 'Change address and contact of one’s own organisation' },
  permission: 'organisation.manageUsers',
  params,
  body: z.strictObject({
    address: text(200),
    contactName: text(40),
    contactPhone: text(30),
    version: z.number().int().min(1),
  }),
  reply: organisationDetail,
  refusals: organisationRefusals,
});

export const stepOrganisation = endpoint({
  id: 'organisation.step',
  method: 'POST',
  path: '/api/organisations/:organisationId/:step',
  summary: {
    zh: '审核、退回、暂停、恢复或注销机构',
    en: 'Approve, reject, suspend, resume or close an organisation',
  },
  permission: 'organisation.approve',
  params: z.strictObject({
    organisationId: uuid,
    step: z.enum(['approve', 'reject', 'suspend', 'resume', 'close']),
  }),
  body: z.strictObject({ note: text(200).default(''), version: z.number().int().min(1) }),
  reply: organisationDetail,
  refusals: refusals({
    ...organisationRefusals,
    'organisation.reasonNeeded': { zh: '请写明原因', en: 'Say why' },
  }),
});

export const issueFirstPassword = endpoint({
  id: 'organisation.issueFirstPassword',
  method: 'POST',
  path: '/api/organisations/:organisationId/first-password',
  summary: {
    zh: '为机构首位管理员发放一次性口令（只显示一次）',
    en: 'Issue the first administrator’s one-time password, shown once',
  },
  permission: 'organisation.enter',
  params,
  reply: z.object({ login: z.string(), password: z.string(), expiresAt: moment }),
  refusals: refusals({
    ...organisationRefusals,
    'organisation.noFirstAdministrator': {
      zh: '该机构的首位管理员已登录过，或不是由您录入',
      en: 'The first administrator has signed in already, or was not entered by you',
    },
  }),
});

export const listJurisdictions = endpoint({
  id: 'organisation.listJurisdictions',
  method: 'GET',
  path: '/api/jurisdictions',
  summary: { zh: '行政区划', en: 'Jurisdictions' },
  permission: 'public',
  reply: z.object({
    items: z.array(place.extend({ parent: jurisdictionCode.nullable(), isPlatform: z.boolean() })),
  }),
});

export const medicalGroup = z
  .object({
    id: uuid,
    name: z.string(),
    jurisdiction: place,
    parentId: uuid.nullable(),
    lead: named,
    members: z.array(named.extend({ level: level.nullable(), from: day, until: day.nullable() })),
    state: z.enum(['active', 'closed']),
    version: z.number().int(),
  })
  .meta({ id: 'MedicalGroup' });
export type MedicalGroup = z.output<typeof medicalGroup>;

export const listGroups = endpoint({
  id: 'organisation.listGroups',
  method: 'GET',
  path: '/api/medical-groups',
  summary: { zh: '医疗集团', en: 'Medical groups' },
  clauses: ['GY-3.1'],
  permission: 'organisation.read',
  query: z.strictObject({ jurisdiction: jurisdictionCode.optional() }),
  reply: z.object({ items: z.array(medicalGroup) }),
});

const groupBody = {
  name: text(100, 2),
  parentId: uuid.nullable().default(null),
  leadId: uuid,
  members: z
    .array(z.strictObject({ organisationId: uuid, from: day, until: day.nullable().default(null) }))
    .max(500),
} as const;
export const groupRefusals = refusals({
  'organisation.groupUnknown': { zh: '没有这个医疗集团', en: 'There is no such medical group', status: 404 },
  'organisation.outsideYourReach': organisationRefusals['organisation.outsideYourReach'],
  'organisation.groupCircle': {
    zh: '上级集团不能是它自己或它的下级',
    en: 'A group does not stand above itself',
  },
  'organisation.groupMember': {
    zh: '集团成员须是在用的医疗机构，且每家只列一次',
    en: 'Members are active institutions, each named once',
  },
  'organisation.groupLead': { zh: '总院须是集团成员', en: 'The lead hospital is a member' },
  'organisation.groupDates': {
    zh: '退出日期不能早于加入日期',
    en: 'A member does not leave before it joins',
  },
  'request.stale': organisationRefusals['request.stale'],
});

export const enterGroup = endpoint({
  id: 'organisation.enterGroup',
  method: 'POST',
  path: '/api/medical-groups',
  summary: { zh: '登记医疗集团', en: 'Enter a medical group' },
  clauses: ['GY-3.1'],
  permission: 'organisation.enter',
  body: z.strictObject({ jurisdiction: jurisdictionCode, ...groupBody }),
  reply: medicalGroup,
  refusals: groupRefusals,
  creates: true,
});
export const editGroup = endpoint({
  id: 'organisation.editGroup',
  method: 'PUT',
  path: '/api/medical-groups/:groupId',
  summary: { zh: '修改医疗集团', en: 'Change a medical group' },
  permission: 'organisation.enter',
  params: z.strictObject({ groupId: uuid }),
  body: z.strictObject({
    ...groupBody,
    state: z.enum(['active', 'closed']),
    version: z.number().int().min(1),
  }),
  reply: medicalGroup,
  refusals: groupRefusals,
});
