import type * as api from '@daylight/api/account.ts';
import type { BodyOf, RefusalOf } from '@daylight/api/endpoint.ts';
import type { Actor } from '@daylight/rules/access/may.ts';
import { national, resolve } from '@daylight/rules/policy/book.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { command } from '../../command.ts';
import { type World, actorContext } from '../../context.ts';
import { addressOf } from '../../sender.ts';
import { openChallenge } from './challenges.ts';
import { countOne, forgetTries } from './guard.ts';
import { tooManyAreSigningIn, verifyPassword } from './passwords.ts';
import { startingPlace } from './platforms.ts';
import { recordSecurity } from './security-events.ts';
import { dutyOf, hashOf, openSession, sessionCookie, tokenOf } from './sessions.ts';
import { type AccountRow, accountByLogin, factorsOf } from './store.ts';

export interface Exchange<Body> {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly call: { readonly body: Body };
}

/** First step. An unknown login, a wrong password and a demo account without demo data answer alike and take as long. */
export async function signIn(
  world: World,
  { request, reply, call }: Exchange<BodyOf<typeof api.signIn>>,
): Promise<Result<api.SignedIn, RefusalOf<typeof api.signIn>>> {
  if (tooManyAreSigningIn()) return refuse('account.busy');
  const { db } = world.database;
  const login = call.body.login.trim().toLowerCase();
  const guarded = { parts: ['password', login, addressOf(request)] };
  const counted = await countOne(world, guarded);
  if (!counted.ok) return counted;
  const found = (await accountByLogin(db, login)) ?? null;
  const account = found !== null && found.demo && !world.demo ? null : found;
  const isRight = await verifyPassword(account?.passwordHash ?? null, call.body.password);
  if (!isRight || account === null) {
    await recordSecurity(world, request, {
      event: 'account.signInFailed',
      account,
      facts: { step: 'password', lockedOut: counted.value.isLast },
    });
    return refuse('account.signInRefused');
  }
  await forgetTries(world, guarded);
  const stopped = whyNot(account, world);
  if (stopped !== null) {
    await recordSecurity(world, request, {
      event: 'account.signInFailed',
      account,
      facts: { step: 'state', reason: stopped },
    });
    return refuse(stopped);
  }
  const factors = account.demo ? [] : factorsOf(account);
  if (factors.length === 0)
    return ok(
      await finishSignIn(world, { request, reply, account, factor: account.demo ? 'demo' : 'password' }),
    );
  const ticket = await openChallenge(db, {
    accountId: account.id,
    kind: 'signIn',
    data: '',
    now: world.clock(),
  });
  return ok({ state: 'factorNeeded', ticket, factors, duty: null });
}

/** Told only to who knows the password. */
export function whyNot(
  account: AccountRow,
  world: World,
): 'account.notActive' | 'account.oneTimeExpired' | null {
  if (account.state !== 'active' || account.organisationState !== 'active') return 'account.notActive';
  const expired = account.passwordExpiresAt !== null && account.passwordExpiresAt <= world.clock();
  return expired ? 'account.oneTimeExpired' : null;
}

export interface Finish {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly account: AccountRow;
  readonly factor: 'password' | 'totp' | 'passkey' | 'demo';
}

/** Opens the session under a new token and ends the one that the browser came with. */
export async function finishSignIn(
  world: World,
  { request, reply, account, factor }: Finish,
): Promise<api.SignedIn> {
  const now = world.clock();
  const hours = resolve(world.book, 'account.sessionHours', national, shanghaiDate(now)).value;
  const jurisdiction = await startingPlace(world.database.db, account);
  const actor: Actor = {
    accountId: account.id,
    organisationId: account.organisationId,
    kind: account.kind,
    jurisdiction,
    province: Number(jurisdiction.slice(0, 2)),
    roles: account.roles,
  };
  const address = addressOf(request);
  const opened = await command(actorContext(world, actor, { requestId: request.id }), async (unit) => {
    const agent = request.headers['user-agent'];
    const former = tokenOf(request);
    if (former !== null)
      await unit.tx.deleteFrom('session').where('tokenHash', '=', hashOf(former)).execute();
    const opening = {
      accountId: account.id,
      jurisdiction,
      now,
      hours,
      factor,
      address,
      ...(agent === undefined ? {} : { agent }),
    };
    const token = await openSession(unit.tx, opening);
    await unit.tx.updateTable('account').set({ lastSignedInAt: now }).where('id', '=', account.id).execute();
    unit.record({
      event: 'account.signedIn',
      subject: { kind: 'account', id: account.id },
      basis: [],
      after: { address, agent: agent?.slice(0, 200) ?? null, factor },
    });
    return ok(token);
  });
  assert(opened.ok, 'opening a session refused');
  setSessionCookie(request, reply, { token: opened.value, hours });
  const duty = dutyOf({
    factor,
    secondFactorRequired: account.secondFactorRequired,
    mustChangePassword: account.mustChangePassword,
  });
  return { state: 'signedIn', ticket: null, factors: [], duty };
}

/** Never readable to scripts, never sent along from other sites, over https only where https is. */
export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  { token, hours }: { token: string; hours: number },
): void {
  reply.setCookie(sessionCookie, token, {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: request.protocol === 'https',
    maxAge: hours * 3600,
  });
}
