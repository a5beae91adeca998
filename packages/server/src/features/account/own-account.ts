import type * as api from '@daylight/api/account-own.ts';
import type { BodyOf, ParamsOf } from '@daylight/api/endpoint.ts';
import { checkPassword } from '@daylight/rules/account/password.ts';
import { national, resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { command } from '../../command.ts';
import { type ActorContext, type World, actorContext } from '../../context.ts';
import { sessionHours } from './factors.ts';
import type { Answered } from '../../answered.ts';
import { type Asked, actorOf, checkOwnPassword } from './own-session.ts';
import { hashPassword } from './passwords.ts';
import { passkeysOf } from './passkeys.ts';
import { dutyOf, endSessions, hashOf, renewSession, tokenOf } from './sessions.ts';
import { setSessionCookie } from './sign-in.ts';
import { accountById } from './store.ts';

function contextOf(world: World, asked: Asked<unknown>): ActorContext {
  return actorContext(world, actorOf(asked.context), { requestId: asked.request.id });
}

export async function readOwnAccount(world: World, asked: Asked): Answered<typeof api.readOwnAccount> {
  const { db } = world.database;
  const { accountId } = actorOf(asked.context);
  const account = await accountById(db, accountId);
  assert(account !== undefined, 'a signed-in person has no account');
  const current = hashOf(tokenOf(asked.request) ?? '');
  const sessions = await db
    .selectFrom('session')
    .select(['id', 'tokenHash', 'createdAt', 'lastSeenAt', 'factor', 'address', 'agent'])
    .where('accountId', '=', accountId)
    .where('expiresAt', '>', world.clock())
    .orderBy('lastSeenAt', 'desc')
    .limit(100)
    .execute();
  const row = await db
    .selectFrom('account')
    .select('passwordChangedAt')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  const factor = sessions.find((each) => each.tokenHash.equals(current))?.factor ?? 'password';
  return ok({
    login: account.login,
    name: account.name,
    demo: account.demo,
    duty: dutyOf({ ...account, factor }),
    passwordChangedAt: row.passwordChangedAt,
    passwordLengthMin: resolve(world.book, 'account.passwordLengthMin', national, asked.context.today).value,
    secondFactorRequired: account.secondFactorRequired,
    totp: account.totpSecret !== null,
    passkeys: (await passkeysOf(db, accountId)).map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt,
      lastUsedAt,
    })),
    sessions: sessions.map(({ tokenHash, ...session }) => ({
      ...session,
      current: tokenHash.equals(current),
    })),
  });
}

export async function changePassword(
  world: World,
  asked: Asked<BodyOf<typeof api.changePassword>>,
): Answered<typeof api.changePassword> {
  const { current, password } = asked.call.body;
  const context = contextOf(world, asked);
  const account = await accountById(world.database.db, context.actor.accountId);
  assert(account !== undefined, 'a signed-in person has no account');
  if (account.demo) return refuse('account.demoIsFixed');
  const right = await checkOwnPassword(world, asked, current);
  if (!right.ok) return right;
  if (current === password) return refuse('account.passwordSame', { field: 'password' });
  const lengthMin = resolve(world.book, 'account.passwordLengthMin', national, context.today);
  const good = checkPassword(password, {
    lengthMin: lengthMin.value,
    login: account.login,
    name: account.name,
  });
  if (!good.ok)
    return { ...good, basis: good.code === 'account.passwordTooShort' ? basisOf(lengthMin) : null };
  const passwordHash = await hashPassword(password);
  const token = tokenOf(asked.request) ?? '';
  const renewed = await command(context, async (unit) => {
    await unit.tx
      .updateTable('account')
      .set({
        passwordHash,
        passwordChangedAt: context.now,
        mustChangePassword: false,
        passwordExpiresAt: null,
      })
      .where('id', '=', account.id)
      .execute();
    const ended = await endSessions(unit.tx, account.id, token);
    unit.record({
      event: 'account.passwordChanged',
      subject: { kind: 'account', id: account.id },
      basis: [basisOf(lengthMin)],
      after: { sessionsEnded: ended },
    });
    return ok(await renewSession(unit.tx, token, { now: context.now }));
  });
  assert(renewed.ok, 'a password change without a key was taken for a repeat');
  setSessionCookie(asked.request, asked.reply, { token: renewed.value, hours: sessionHours(world) });
  const session = await world.database.db
    .selectFrom('session')
    .select('factor')
    .where('tokenHash', '=', hashOf(renewed.value))
    .executeTakeFirstOrThrow();
  return ok({ duty: dutyOf({ ...account, factor: session.factor, mustChangePassword: false }) });
}

export async function endSession(
  world: World,
  asked: Asked<undefined> & { readonly call: { readonly params: ParamsOf<typeof api.endSession> } },
): Answered<typeof api.endSession> {
  const context = contextOf(world, asked);
  const { accountId } = context.actor;
  return command(context, async (unit) => {
    const gone = await unit.tx
      .deleteFrom('session')
      .where('id', '=', asked.call.params.sessionId)
      .where('accountId', '=', accountId)
      .executeTakeFirst();
    if (gone.numDeletedRows === 0n) return refuse('account.sessionUnknown');
    unit.record({
      event: 'account.sessionsEnded',
      subject: { kind: 'account', id: accountId },
      basis: [],
      after: { ended: 1 },
    });
    return ok(null);
  });
}

export async function endOtherSessions(
  world: World,
  asked: Asked,
): Promise<Result<{ ended: number }, never>> {
  const context = contextOf(world, asked);
  const { accountId } = context.actor;
  const done = await command(context, async (unit) => {
    const ended = await endSessions(unit.tx, accountId, tokenOf(asked.request));
    unit.record({
      event: 'account.sessionsEnded',
      subject: { kind: 'account', id: accountId },
      basis: [],
      after: { ended },
    });
    return ok({ ended });
  });
  assert(done.ok, 'ending sessions refused');
  return done;
}
