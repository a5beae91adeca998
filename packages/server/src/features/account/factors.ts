import type * as api from '@daylight/api/account-own.ts';
import type { BodyOf } from '@daylight/api/endpoint.ts';
import type { SignInDuty } from '@daylight/rules/access/may.ts';
import { national, resolve } from '@daylight/rules/policy/book.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type RepeatRefusal, command } from '../../command.ts';
import { type ActorContext, type World, actorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { endChallenge, openChallenge, tryChallenge } from './challenges.ts';
import type { Answered } from '../../answered.ts';
import { type Asked, actorOf, isConfirmed } from './own-session.ts';
import { dutyOf, endSessions, renewSession, tokenOf } from './sessions.ts';
import { setSessionCookie } from './sign-in.ts';
import { type AccountRow, accountById } from './store.ts';
import { newTotp, sealTotp, stepOfCode, unsealTotp, useStep } from './totp.ts';

/** The own account, when its factors may be changed now: by a person who proved a moment ago to be there. */
export async function mayChangeFactors(
  world: World,
  { request, context }: Asked<unknown>,
): Promise<Result<AccountRow, 'account.confirmFirst' | 'account.demoIsFixed'>> {
  const account = await accountById(world.database.db, actorOf(context).accountId);
  assert(account !== undefined, 'a signed-in person has no account');
  if (account.demo) return refuse('account.demoIsFixed');
  const confirmed = await isConfirmed(context as ActorContext, tokenOf(request));
  return confirmed ? ok(account) : refuse('account.confirmFirst');
}

export function sessionHours(world: World): number {
  return resolve(world.book, 'account.sessionHours', national, shanghaiDate(world.clock())).value;
}

interface Added<C extends string> {
  readonly factor: 'totp' | 'passkey';
  save(given: { readonly tx: Tx; newId(): string }): Promise<Result<null, C>>;
}

/**
 * Saves a new factor and puts this session under a new token as one with that factor. Other sessions end: one that
 * somebody else opened with only the password must not become whole by what the owner enrolled.
 */
export async function factorAdded<C extends string>(
  world: World,
  {
    request,
    reply,
    context,
  }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly context: Asked['context'] },
  { factor, save }: Added<C>,
): Promise<Result<{ duty: SignInDuty | null }, C | RepeatRefusal>> {
  const actor = actorOf(context);
  const token = tokenOf(request) ?? '';
  const own = actorContext(world, actor, { requestId: request.id });
  const renewed = await command(own, async (unit) => {
    const saved = await save({ tx: unit.tx, newId: own.newId });
    if (!saved.ok) return saved;
    const ended = await endSessions(unit.tx, actor.accountId, token);
    const fresh = await renewSession(unit.tx, token, { now: own.now, factor });
    unit.record({
      event: 'account.factorEnrolled',
      subject: { kind: 'account', id: actor.accountId },
      basis: [],
      after: { factor, sessionsEnded: ended },
    });
    return ok(fresh);
  });
  if (!renewed.ok) return renewed;
  setSessionCookie(request, reply, { token: renewed.value, hours: sessionHours(world) });
  const account = await accountById(world.database.db, actor.accountId);
  return ok({ duty: account === undefined ? null : dutyOf({ ...account, factor }) });
}

interface Removed {
  readonly factor: 'totp' | 'passkey';
  /** How many factors would be left. */
  left(account: AccountRow): number;
  remove(tx: Tx, accountId: string): Promise<boolean>;
}

export async function removeFactor(world: World, asked: Asked<unknown>, { factor, left, remove }: Removed) {
  const account = await mayChangeFactors(world, asked);
  if (!account.ok) return account;
  const { id, secondFactorRequired } = account.value;
  if (secondFactorRequired && left(account.value) < 1) return refuse('account.lastFactor');
  const context = actorContext(world, actorOf(asked.context), { requestId: asked.request.id });
  return command(context, async (unit) => {
    // Two removals at once must not both find the other factor still there.
    await unit.tx.selectFrom('account').select('id').where('id', '=', id).forUpdate().execute();
    const now = await accountById(unit.tx, id);
    if (now !== undefined && secondFactorRequired && left(now) < 1) return refuse('account.lastFactor');
    if (!(await remove(unit.tx, id))) return refuse('account.factorUnknown');
    unit.record({
      event: 'account.factorRemoved',
      subject: { kind: 'account', id },
      basis: [],
      after: { factor },
    });
    return ok(null);
  });
}

export async function beginTotp(world: World, asked: Asked): Answered<typeof api.beginTotp> {
  const account = await mayChangeFactors(world, asked);
  if (!account.ok) return account;
  const { id: accountId, login } = account.value;
  const made = newTotp(login);
  const data = sealTotp(made.secret, accountId, world.dataDir);
  const ticket = await openChallenge(world.database.db, {
    accountId,
    kind: 'totpEnrol',
    data,
    now: world.clock(),
  });
  return ok({ ticket, ...made });
}

export async function confirmTotp(
  world: World,
  asked: Asked<BodyOf<typeof api.confirmTotp>>,
): Answered<typeof api.confirmTotp> {
  const account = await mayChangeFactors(world, asked);
  if (!account.ok) return account;
  const { id } = account.value;
  const { ticket, code } = asked.call.body;
  const now = world.clock();
  const challenge = await tryChallenge(world.database.db, { token: ticket, kind: 'totpEnrol', now });
  if (challenge === null || challenge.accountId !== id) return refuse('account.ticketExpired');
  const step = stepOfCode(unsealTotp(challenge.data, id, world.dataDir), code, now);
  if (step === null) return refuse('account.codeRefused', { field: 'code' });
  return factorAdded(world, asked, {
    factor: 'totp',
    save: async ({ tx }) => {
      if (!(await endChallenge(tx, ticket))) return refuse('account.ticketExpired');
      await tx
        .updateTable('account')
        .set({ totpSecret: challenge.data, totpLastStep: null })
        .where('id', '=', id)
        .execute();
      await useStep(tx, id, step);
      return ok(null);
    },
  });
}

export function removeTotp(world: World, asked: Asked): Answered<typeof api.removeTotp> {
  return removeFactor(world, asked, {
    factor: 'totp',
    left: (account) => account.passkeys ?? 0,
    remove: async (tx, accountId) => {
      const gone = await tx
        .updateTable('account')
        .set({ totpSecret: null, totpLastStep: null })
        .where('id', '=', accountId)
        .where('totpSecret', 'is not', null)
        .executeTakeFirst();
      return gone.numUpdatedRows === 1n;
    },
  });
}
