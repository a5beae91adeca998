import { organisationKinds } from '@daylight/rules/access/permissions.ts';
import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { jurisdictionCode, moment, text, uuid } from './wire.ts';

const names = z.object({ zh: z.string(), en: z.string() });
export const factor = z.enum(['password', 'totp', 'passkey', 'demo']);
export const signInDuty = z.enum(['changePassword', 'enrolFactor']);

/** Who is signed in, as every screen needs it. */
export const session = z
  .object({
    actor: z.object({
      accountId: uuid,
      organisationId: uuid,
      kind: z.enum(organisationKinds),
      jurisdiction: jurisdictionCode,
      province: z.number().int(),
      roles: z.array(z.string()),
      /** What has to be done before anything else; every other permission is withheld until then. */
      duty: signInDuty.nullable(),
    }),
    name: z.string(),
    login: z.string(),
    organisation: z.string(),
    /** Demo accounts exist only with the demo data. */
    demo: z.boolean(),
    factor,
    platform: z.object({ code: jurisdictionCode, name: names }),
    /** Platforms an enterprise can switch to; empty for everybody else. */
    platforms: z.array(z.object({ code: jurisdictionCode, name: names })),
    expiresAt: moment,
  })
  .meta({ id: 'Session' });
export type Session = z.output<typeof session>;

/** Opaque, for one half-finished step, minutes long. */
export const ticket = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
export const oneTimeCode = z
  .string()
  .regex(/^\d{6}$/)
  .meta({ description: 'six digits of an authenticator app' });

export const notSignedIn = refusals({
  'access.signInFirst': { zh: '请先登录', en: 'Sign in first', status: 401 },
});
export const lockRefusals = refusals({
  'account.lockedOut': {
    zh: '连续多次输入有误，本地址上的登录已暂停，请在 {minutes} 分钟后再试；从其他地址登录不受影响',
    en: 'Too many failed tries from this address; try again in {minutes} minutes. Other addresses are not affected',
    status: 429,
  },
  'account.busy': {
    zh: '登录人数较多，请稍候再试',
    en: 'Many people are signing in; try again in a moment',
    status: 429,
  },
});

export const whoAmI = endpoint({
  id: 'account.whoAmI',
  method: 'GET',
  path: '/api/session',
  summary: { zh: '当前登录的是谁', en: 'Who is signed in' },
  permission: 'public',
  reply: session,
  refusals: notSignedIn,
});

const signedIn = z.object({
  state: z.enum(['signedIn', 'factorNeeded']),
  /** For the second step; null once signed in. */
  ticket: ticket.nullable(),
  /** What the second step can be done with. */
  factors: z.array(z.enum(['totp', 'passkey'])),
  duty: signInDuty.nullable(),
});
export type SignedIn = z.output<typeof signedIn>;

export const signInRefusals = refusals({
  ...lockRefusals,
  'account.signInRefused': {
    zh: '登录名或口令不正确',
    en: 'The login or the password is not right',
    status: 401,
  },
  'account.notActive': {
    zh: '账号尚未启用或已停用，请联系本机构管理员',
    en: 'The account is not active; ask the administrator of your organisation',
    status: 403,
  },
  'account.oneTimeExpired': {
    zh: '一次性口令已过期，请向本机构管理员重新领取',
    en: 'The one-time password has expired; ask the administrator of your organisation for a new one',
    status: 403,
  },
});

export const signIn = endpoint({
  id: 'account.signIn',
  method: 'POST',
  path: '/api/session',
  summary: { zh: '用登录名和口令登录', en: 'Sign in with login and password' },
  permission: 'public',
  body: z.strictObject({ login: text(100, 1), password: z.string().min(1).max(200) }),
  reply: signedIn,
  refusals: signInRefusals,
});

export const factorRefusals = refusals({
  ...signInRefusals,
  'account.ticketExpired': {
    zh: '这一步已过期，请重新登录',
    en: 'This step has expired; sign in again',
    status: 401,
  },
  'account.codeRefused': {
    zh: '动态口令不正确或已使用过，请等待下一个',
    en: 'The code is not right or was used already; wait for the next one',
    status: 401,
  },
  'account.passkeyRefused': {
    zh: '通行密钥未通过验证',
    en: 'The passkey was not accepted',
    status: 401,
  },
  'account.passkeyNeedsName': {
    zh: '通行密钥需要用域名（或 localhost）访问，当前地址是 IP 地址',
    en: 'Passkeys need a domain name (or localhost); this address is a bare IP address',
  },
});

export const signInWithCode = endpoint({
  id: 'account.signInWithCode',
  method: 'POST',
  path: '/api/session/code',
  summary: { zh: '登录第二步：动态口令', en: 'Second step of sign-in: one-time code' },
  permission: 'public',
  body: z.strictObject({ ticket, code: oneTimeCode }),
  reply: signedIn,
  refusals: factorRefusals,
});

/** WebAuthn JSON as the browser's own functions take and give it. */
const webAuthn = z.record(z.string(), z.unknown());

export const passkeyOptions = endpoint({
  id: 'account.passkeyOptions',
  method: 'POST',
  path: '/api/session/passkey-options',
  summary: { zh: '登录第二步：通行密钥的质询', en: 'Second step of sign-in: challenge for a passkey' },
  permission: 'public',
  body: z.strictObject({ ticket }),
  reply: z.object({ options: webAuthn }),
  refusals: factorRefusals,
});

export const signInWithPasskey = endpoint({
  id: 'account.signInWithPasskey',
  method: 'POST',
  path: '/api/session/passkey',
  summary: { zh: '登录第二步：通行密钥', en: 'Second step of sign-in: passkey' },
  permission: 'public',
  body: z.strictObject({ ticket, response: webAuthn }),
  reply: signedIn,
  refusals: factorRefusals,
});

export const signOut = endpoint({
  id: 'account.signOut',
  method: 'DELETE',
  path: '/api/session',
  summary: { zh: '退出登录', en: 'Sign out' },
  permission: 'public',
  reply: z.null(),
});

/** The accounts of the demo data with their common password; empty without demo data. */
export const listDemoAccounts = endpoint({
  id: 'account.listDemo',
  method: 'GET',
  path: '/api/session/demo-accounts',
  summary: { zh: '演示账号', en: 'Demo accounts' },
  permission: 'public',
  reply: z.object({
    password: z.string().nullable(),
    accounts: z.array(
      z.object({
        login: z.string(),
        name: z.string(),
        organisation: z.string(),
        kind: z.enum(organisationKinds),
        roles: z.array(z.string()),
        jurisdiction: names,
      }),
    ),
  }),
});

export const switchPlatform = endpoint({
  id: 'account.switchPlatform',
  method: 'PUT',
  path: '/api/session/platform',
  summary: { zh: '切换采购平台（企业）', en: 'Switch the procurement platform (enterprises)' },
  permission: 'account.manageOwn',
  body: z.strictObject({ jurisdiction: jurisdictionCode }),
  reply: session,
  refusals: refusals({
    ...notSignedIn,
    'account.onePlatformOnly': {
      zh: '只有生产企业和配送企业可以在多个平台开展业务',
      en: 'Only manufacturers and distributors work on several platforms',
      status: 403,
    },
    'account.noSuchPlatform': { zh: '没有这个采购平台', en: 'There is no such platform', status: 404 },
  }),
});

/** Shortly before factors or the password of an account change, the person proves once more to be there. */
export const confirmIdentity = endpoint({
  id: 'account.confirmIdentity',
  method: 'POST',
  path: '/api/session/confirm',
  summary: { zh: '再次确认本人操作', en: 'Confirm that it is you' },
  permission: 'account.manageOwn',
  body: z.strictObject({ password: z.string().min(1).max(200) }),
  reply: z.object({ until: moment }),
  refusals: refusals({
    ...lockRefusals,
    'account.passwordWrong': { zh: '口令不正确', en: 'The password is not right', status: 403 },
  }),
});
