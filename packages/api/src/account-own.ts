import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { lockRefusals, oneTimeCode, signInDuty, ticket } from './account.ts';
import { moment, text, uuid } from './wire.ts';

const webAuthn = z.record(z.string(), z.unknown());
const newPassword = z.string().min(1).max(200);

export const passwordRefusals = refusals({
  'account.passwordTooShort': {
    zh: '口令至少需要 {lengthMin} 个字符',
    en: 'A password needs at least {lengthMin} characters',
  },
  'account.passwordLikeLogin': {
    zh: '口令不能包含登录名或姓名',
    en: 'A password must not contain the login or the name',
  },
  'account.passwordCommon': {
    zh: '这个口令过于常见，请换一个',
    en: 'This password is too common; choose another',
  },
  'account.passwordSameCharacters': {
    zh: '口令中重复的字符过多，请换一个',
    en: 'The password repeats too few characters; choose another',
  },
  'account.passwordSame': { zh: '新口令不能与原口令相同', en: 'The new password is the old one' },
});
const confirmFirst = refusals({
  'account.confirmFirst': {
    zh: '为确认是本人操作，请先再次输入口令',
    en: 'Enter your password once more, so that it is certain that it is you',
    status: 403,
  },
});

export const passkeyShown = z.object({
  id: uuid,
  name: z.string(),
  createdAt: moment,
  lastUsedAt: moment.nullable(),
});
export const ownSession = z.object({
  id: uuid,
  current: z.boolean(),
  createdAt: moment,
  lastSeenAt: moment,
  factor: z.string(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
});

export const readOwnAccount = endpoint({
  id: 'account.readOwn',
  method: 'GET',
  path: '/api/account',
  summary: { zh: '我的账号：登录方式和登录会话', en: 'My account: factors and sessions' },
  permission: 'account.manageOwn',
  reply: z.object({
    login: z.string(),
    name: z.string(),
    demo: z.boolean(),
    duty: signInDuty.nullable(),
    passwordChangedAt: moment.nullable(),
    passwordLengthMin: z.number().int(),
    secondFactorRequired: z.boolean(),
    totp: z.boolean(),
    passkeys: z.array(passkeyShown),
    sessions: z.array(ownSession),
  }),
});

export const changePassword = endpoint({
  id: 'account.changePassword',
  method: 'PUT',
  path: '/api/account/password',
  summary: { zh: '修改口令；其他登录会话随即退出', en: 'Change the password; other sessions end' },
  permission: 'account.manageOwn',
  body: z.strictObject({ current: newPassword, password: newPassword }),
  reply: z.object({ duty: signInDuty.nullable() }),
  refusals: refusals({
    ...lockRefusals,
    ...passwordRefusals,
    'account.passwordWrong': { zh: '原口令不正确', en: 'The current password is not right', status: 403 },
    'account.demoIsFixed': { zh: '演示账号不能修改', en: 'Demo accounts cannot be changed', status: 403 },
  }),
});

const enrolRefusals = refusals({
  ...confirmFirst,
  'account.demoIsFixed': { zh: '演示账号不能修改', en: 'Demo accounts cannot be changed', status: 403 },
  'account.ticketExpired': { zh: '这一步已过期，请重新开始', en: 'This step has expired; begin anew' },
  'account.codeRefused': {
    zh: '动态口令不正确，请确认手机时间准确后输入下一个',
    en: 'The code is not right; check the clock of the phone and enter the next one',
  },
  'account.lockedOut': lockRefusals['account.lockedOut'],
});

export const beginTotp = endpoint({
  id: 'account.beginTotp',
  method: 'POST',
  path: '/api/account/totp',
  summary: { zh: '开始绑定动态口令', en: 'Begin to enrol an authenticator app' },
  permission: 'account.manageOwn',
  /** Shown once, as a QR code and as text to type. */
  reply: z.object({ ticket, secret: z.string(), uri: z.string() }),
  refusals: enrolRefusals,
});

export const confirmTotp = endpoint({
  id: 'account.confirmTotp',
  method: 'PUT',
  path: '/api/account/totp',
  summary: { zh: '用第一个动态口令完成绑定', en: 'Finish enrolment with the first code' },
  permission: 'account.manageOwn',
  body: z.strictObject({ ticket, code: oneTimeCode }),
  reply: z.object({ duty: signInDuty.nullable() }),
  refusals: enrolRefusals,
});

const removeRefusals = refusals({
  ...confirmFirst,
  'account.demoIsFixed': { zh: '演示账号不能修改', en: 'Demo accounts cannot be changed', status: 403 },
  'account.lastFactor': {
    zh: '您的账号必须有第二登录方式；请先绑定另一种，再解除这一种',
    en: 'Your account needs a second factor; enrol another one before you remove this one',
  },
  'account.factorUnknown': { zh: '没有这个登录方式', en: 'There is no such factor', status: 404 },
});

export const removeTotp = endpoint({
  id: 'account.removeTotp',
  method: 'DELETE',
  path: '/api/account/totp',
  summary: { zh: '解除动态口令', en: 'Remove the authenticator app' },
  permission: 'account.manageOwn',
  reply: z.null(),
  refusals: removeRefusals,
});

const passkeyRefusals = refusals({
  ...enrolRefusals,
  'account.passkeyRefused': { zh: '通行密钥未通过验证', en: 'The passkey was not accepted' },
  'account.passkeyKnown': { zh: '这个通行密钥已经绑定', en: 'This passkey is already enrolled' },
  'account.passkeyNeedsName': {
    zh: '通行密钥需要用域名（或 localhost）访问，当前地址是 IP 地址',
    en: 'Passkeys need a domain name (or localhost); this address is a bare IP address',
  },
  'account.tooManyPasskeys': { zh: '最多绑定 {max} 个通行密钥', en: 'At most {max} passkeys' },
});

export const beginPasskey = endpoint({
  id: 'account.beginPasskey',
  method: 'POST',
  path: '/api/account/passkeys/options',
  summary: { zh: '开始绑定通行密钥', en: 'Begin to enrol a passkey' },
  permission: 'account.manageOwn',
  reply: z.object({ ticket, options: webAuthn }),
  refusals: passkeyRefusals,
});

export const confirmPasskey = endpoint({
  id: 'account.confirmPasskey',
  method: 'POST',
  path: '/api/account/passkeys',
  summary: { zh: '完成绑定通行密钥', en: 'Finish enrolment of a passkey' },
  permission: 'account.manageOwn',
  body: z.strictObject({ ticket, name: text(60, 1), response: webAuthn }),
  reply: z.object({ duty: signInDuty.nullable() }),
  refusals: passkeyRefusals,
});

export const removePasskey = endpoint({
  id: 'account.removePasskey',
  method: 'DELETE',
  path: '/api/account/passkeys/:passkeyId',
  summary: { zh: '解除通行密钥', en: 'Remove a passkey' },
  permission: 'account.manageOwn',
  params: z.strictObject({ passkeyId: uuid }),
  reply: z.null(),
  refusals: removeRefusals,
});

export const endSession = endpoint({
  id: 'account.endSession',
  method: 'DELETE',
  path: '/api/account/sessions/:sessionId',
  summary: { zh: '退出某个登录会话', en: 'End one of my sessions' },
  permission: 'account.manageOwn',
  params: z.strictObject({ sessionId: uuid }),
  reply: z.null(),
  refusals: refusals({
    'account.sessionUnknown': { zh: '没有这个登录会话', en: 'There is no such session', status: 404 },
  }),
});

export const endOtherSessions = endpoint({
  id: 'account.endOtherSessions',
  method: 'DELETE',
  path: '/api/account/sessions',
  summary: { zh: '退出其他所有登录会话', en: 'End all my other sessions' },
  permission: 'account.manageOwn',
  reply: z.object({ ended: z.number().int() }),
});
