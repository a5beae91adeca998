import { organisationKinds } from '@daylight/rules/access/permissions.ts';
import { z } from 'zod';
import { passkeyShown, ownSession } from './account-own.ts';
import { endpoint, refusals } from './endpoint.ts';
import { moment, named, pageOf, paging, text, uuid, version } from './wire.ts';
import { stale } from './request.ts';

const state = z.enum(['pending', 'active', 'disabled']);
const roles = z.array(text(40)).min(1).max(10);
export const login = text(60, 3).refine((value) => /^[\p{L}\p{N}._@-]+$/u.test(value), { error: 'login' });

const waiting = z.object({
  id: uuid,
  kind: z.enum(['open', 'roles', 'credentials']),
  roles: z.array(z.string()).nullable(),
  enteredBy: named,
  enteredAt: moment,
});

export const user = z
  .object({
    id: uuid,
    login: z.string(),
    name: z.string(),
    organisation: named.extend({ kind: z.enum(organisationKinds) }),
    roles: z.array(z.string()),
    state,
    demo: z.boolean(),
    totp: z.boolean(),
    passkeys: z.number().int(),
    sessions: z.number().int(),
    lastSignedInAt: moment.nullable(),
    passwordChangedAt: moment.nullable(),
    /** A one-time password that was not used yet is valid until then. */
    oneTimeUntil: moment.nullable(),
    /** A change that another administrator has to approve. */
    waiting: waiting.nullable(),
    /** Approved, and the one-time password may be issued by who asked for it. */
    issueBy: named.nullable(),
    version,
  })
  .meta({ id: 'User' });
export type User = z.output<typeof user>;

export const userRefusals = refusals({
  'account.unknown': { zh: '没有这个账号', en: 'There is no such account', status: 404 },
  'account.demoIsFixed': { zh: '演示账号不能修改', en: 'Demo accounts cannot be changed', status: 403 },
  'account.notYourself': {
    zh: '不能修改自己的角色或停用自己，请由另一位管理员操作',
    en: 'Your own roles and state are changed by another administrator',
    status: 403,
  },
  ...stale,
  'account.changeWaits': {
    zh: '该账号已有一项变更等待审批，请先处理',
    en: 'A change to this account already waits for approval; decide that first',
  },
});
const roleRefusals = refusals({
  'account.rolesUnknown': {
    zh: '这类机构没有“{role}”岗位',
    en: 'This kind of organisation has no position {role}',
  },
  'account.rolesMissing': { zh: '至少选择一个岗位', en: 'Choose at least one position' },
  'account.rolesApart': {
    zh: '系统管理、安全管理、审计管理须由三人分别担任，审计岗位不得兼任其他岗位',
    en: 'System, security and audit administration are three persons, and an auditor holds no other position',
  },
});

export const listUsers = endpoint({
  id: 'account.listUsers',
  method: 'GET',
  path: '/api/accounts',
  summary: { zh: '机构的用户', en: 'Users of an organisation' },
  permission: 'organisation.manageUsers',
  query: z.strictObject({
    /** One's own organisation when left out. */
    organisationId: uuid.optional(),
    q: text(60).optional(),
    state: state.optional(),
    role: text(40).optional(),
    ...paging,
  }),
  reply: pageOf(user),
  refusals: refusals({
    'organisation.unknown': { zh: '没有这个机构', en: 'There is no such organisation', status: 404 },
  }),
});

export const readUser = endpoint({
  id: 'account.readUser',
  method: 'GET',
  path: '/api/accounts/:accountId',
  summary: { zh: '用户详情', en: 'One user with factors and sessions' },
  permission: 'organisation.manageUsers',
  params: z.strictObject({ accountId: uuid }),
  reply: user.extend({
    sessionList: z.array(ownSession.omit({ current: true })),
    passkeyList: z.array(passkeyShown),
  }),
  refusals: refusals({ 'account.unknown': userRefusals['account.unknown'] }),
});

export const addUser = endpoint({
  id: 'account.addUser',
  method: 'POST',
  path: '/api/accounts',
  summary: { zh: '新增用户', en: 'Add a user' },
  permission: 'organisation.manageUsers',
  body: z.strictObject({ organisationId: uuid.optional(), login, name: text(40, 1), roles }),
  reply: user,
  refusals: refusals({
    ...roleRefusals,
    'account.loginTaken': { zh: '登录名“{login}”已被使用', en: 'The login {login} is taken' },
    'organisation.unknown': { zh: '没有这个机构', en: 'There is no such organisation', status: 404 },
  }),
  creates: true,
});

export const changeUser = endpoint({
  id: 'account.changeUser',
  method: 'PUT',
  path: '/api/accounts/:accountId',
  summary: {
    zh: '修改用户姓名和岗位；敏感岗位须另一人审批',
    en: 'Change name and positions; sensitive ones wait for a second person',
  },
  permission: 'organisation.manageUsers',
  params: z.strictObject({ accountId: uuid }),
  body: z.strictObject({ name: text(40, 1), roles, version }),
  reply: user,
  refusals: refusals({ ...userRefusals, ...roleRefusals }),
});

const switching = {
  permission: 'organisation.manageUsers',
  params: z.strictObject({ accountId: uuid }),
  body: z.strictObject({ version }),
  reply: user,
  refusals: refusals({
    ...userRefusals,
    'account.wrongState': { zh: '账号当前状态不能这样操作', en: 'The account is not in a state for this' },
  }),
} as const;

export const disableUser = endpoint({
  id: 'account.disableUser',
  method: 'POST',
  path: '/api/accounts/:accountId/disable',
  summary: { zh: '停用用户并退出其全部登录', en: 'Disable a user and end all sessions' },
  ...switching,
});
export const enableUser = endpoint({
  id: 'account.enableUser',
  method: 'POST',
  path: '/api/accounts/:accountId/enable',
  summary: { zh: '重新启用用户', en: 'Enable a user again' },
  ...switching,
});

export const endUserSessions = endpoint({
  id: 'account.endUserSessions',
  method: 'DELETE',
  path: '/api/accounts/:accountId/sessions',
  summary: { zh: '退出该用户的全部登录', en: 'End all sessions of a user' },
  permission: 'organisation.manageUsers',
  params: z.strictObject({ accountId: uuid }),
  reply: z.object({ ended: z.number().int() }),
  refusals: refusals({ 'account.unknown': userRefusals['account.unknown'] }),
});

/** Not a creating endpoint: the password is in the answer once and kept nowhere; asked again, there is another. */
export const issuePassword = endpoint({
  id: 'account.issuePassword',
  method: 'POST',
  path: '/api/accounts/:accountId/one-time-password',
  summary: { zh: '发放一次性口令（只显示一次）', en: 'Issue a one-time password, shown once' },
  permission: 'organisation.manageUsers',
  params: z.strictObject({ accountId: uuid }),
  body: z.strictObject({
    /** Also forget authenticator app and passkeys, e.g. when the phone was lost. */
    forgetFactors: z.boolean().default(false),
  }),
  reply: z.object({ login: z.string(), password: z.string(), expiresAt: moment }),
  refusals: refusals({
    ...userRefusals,
    'account.wrongState': { zh: '账号尚未启用或已停用', en: 'The account is not active' },
    'account.secondPersonFirst': {
      zh: '该账号有敏感岗位，重置登录方式须先由另一位管理员审批',
      en: 'The account holds a sensitive position; another administrator has to approve the reset first',
      status: 403,
    },
  }),
});

export const requestReset = endpoint({
  id: 'account.requestReset',
  method: 'POST',
  path: '/api/accounts/:accountId/reset-request',
  summary: { zh: '申请重置登录方式（由另一人审批）', en: 'Ask for a reset that a second person approves' },
  permission: 'organisation.manageUsers',
  params: z.strictObject({ accountId: uuid }),
  reply: user,
  refusals: userRefusals,
  creates: true,
});

const decideRefusals = refusals({
  'account.requestUnknown': {
    zh: '没有这项申请，或已处理',
    en: 'There is no such request, or it was decided',
    status: 404,
  },
  'account.enteredByYou': {
    zh: '提交人不能审批自己的申请',
    en: 'Whoever entered it does not approve it',
    status: 403,
  },
  'account.aboutYou': {
    zh: '不能审批涉及自己账号的申请',
    en: 'Nobody approves what changes their own account',
    status: 403,
  },
  'access.notPermitted': {
    zh: '您的岗位没有这项权限',
    en: 'Your position does not include this permission',
    status: 403,
  },
});

export const userRequest = z
  .object({
    id: uuid,
    kind: z.enum(['open', 'roles', 'credentials']),
    account: z.object({ id: uuid, login: z.string(), name: z.string(), roles: z.array(z.string()) }),
    organisation: named.extend({ kind: z.enum(organisationKinds) }),
    roles: z.array(z.string()).nullable(),
    enteredBy: named,
    enteredAt: moment,
    /** Whether the one who asks may decide it, or why not. */
    mayDecide: z.boolean(),
    whyNot: z.enum(['enteredByYou', 'aboutYou', 'notPermitted']).nullable(),
  })
  .meta({ id: 'UserRequest' });
export type UserRequest = z.output<typeof userRequest>;

export const listRequests = endpoint({
  id: 'account.listRequests',
  method: 'GET',
  path: '/api/account-requests',
  summary: { zh: '等待审批的账号变更', en: 'Changes to accounts that wait for approval' },
  permission: 'organisation.manageUsers',
  query: z.strictObject({ ...paging }),
  reply: pageOf(userRequest),
});

const decision = {
  permission: 'organisation.manageUsers',
  params: z.strictObject({ requestId: uuid }),
  reply: user,
  refusals: decideRefusals,
} as const;

export const approveRequest = endpoint({
  id: 'account.approveRequest',
  method: 'POST',
  path: '/api/account-requests/:requestId/approve',
  summary: { zh: '同意账号变更', en: 'Approve a change to an account' },
  ...decision,
});
export const refuseRequest = endpoint({
  id: 'account.refuseRequest',
  method: 'POST',
  path: '/api/account-requests/:requestId/refuse',
  summary: { zh: '不同意账号变更', en: 'Refuse a change to an account' },
  ...decision,
  body: z.strictObject({ note: text(200, 1) }),
});
