import type * as api from '@daylight/api/account.ts';
import type { BodyOf, RefusalOf } from '@daylight/api/endpoint.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { FastifyRequest } from 'fastify';
import type { World } from '../../context.ts';
import { endChallenge, noteChallenge, tryChallenge } from './challenges.ts';
import { countOne, forgetTries } from './guard.ts';
import { passkeysOf } from './passkeys.ts';
import type { Answered } from '../../answered.ts';
import { addressOf } from '../../sender.ts';
import { recordSecurity } from './security-events.ts';
import { type Exchange, finishSignIn, whyNot } from './sign-in.ts';
import { type AccountRow, accountById } from './store.ts';
import { stepOfCode, unsealTotp, useStep } from './totp.ts';
import { authenticationOptions, partyOf, verifyAuthentication } from './web-authn.ts';

type Refused = RefusalOf<typeof api.signInWithCode>;

interface Half {
  readonly account: AccountRow;
  readonly data: string;
}

/** The person who passed the first step with this ticket, if the account may still sign in. */
async function halfSignedIn(world: World, ticket: string): Promise<Result<Half, Refused>> {
  const { db } = world.database;
  const challenge = await tryChallenge(db, { token: ticket, kind: 'signIn', now: world.clock() });
  const account = challenge === null ? undefined : await accountById(db, challenge.accountId);
  if (challenge === null || account === undefined) return refuse('account.ticketExpired');
  const stopped = whyNot(account, world);
  return stopped === null ? ok({ account, data: challenge.data }) : refuse(stopped);
}

/** Whoever comes this far knows the password, so failures from all addresses together lock the second step too. */
function guardsOf(account: AccountRow, request: FastifyRequest) {
  return [
    { parts: ['factor', account.id, addressOf(request)] },
    { parts: ['factor', account.id], slack: 4 },
  ] as const;
}

async function countFactor(
  world: World,
  account: AccountRow,
  request: FastifyRequest,
): Promise<Result<null, 'account.lockedOut'>> {
  for (const guarded of guardsOf(account, request)) {
    const counted = await countOne(world, guarded);
    if (!counted.ok) return counted;
  }
  return ok(null);
}

async function failed(
  world: World,
  request: FastifyRequest,
  account: AccountRow,
  step: string,
): Promise<void> {
  await recordSecurity(world, request, { event: 'account.signInFailed', account, facts: { step } });
}

interface Finished {
  readonly account: AccountRow;
  readonly ticket: string;
  readonly factor: 'totp' | 'passkey';
}

async function finish(
  world: World,
  { request, reply }: Pick<Exchange<unknown>, 'request' | 'reply'>,
  done: Finished,
): Promise<Result<api.SignedIn, Refused>> {
  const { account, ticket, factor } = done;
  if (!(await endChallenge(world.database.db, ticket))) return refuse('account.ticketExpired');
  await forgetTries(world, ...guardsOf(account, request));
  return ok(await finishSignIn(world, { request, reply, account, factor }));
}

export async function signInWithCode(
  world: World,
  { request, reply, call }: Exchange<BodyOf<typeof api.signInWithCode>>,
): Promise<Result<api.SignedIn, Refused>> {
  const { ticket, code } = call.body;
  const half = await halfSignedIn(world, ticket);
  if (!half.ok) return half;
  const { account } = half.value;
  const counted = await countFactor(world, account, request);
  if (!counted.ok) return counted;
  const secret =
    account.totpSecret === null ? null : unsealTotp(account.totpSecret, account.id, world.dataDir);
  const step = secret === null ? null : stepOfCode(secret, code, world.clock());
  if (step === null || !(await useStep(world.database.db, account.id, step))) {
    await failed(world, request, account, 'totp');
    return refuse('account.codeRefused', { field: 'code' });
  }
  return finish(world, { request, reply }, { account, ticket, factor: 'totp' });
}

export async function passkeyOptions(
  world: World,
  { request, call }: Exchange<BodyOf<typeof api.passkeyOptions>>,
): Answered<typeof api.passkeyOptions> {
  const half = await halfSignedIn(world, call.body.ticket);
  if (!half.ok) return half;
  const party = partyOf(request);
  if (!party.ok) return party;
  const known = await passkeysOf(world.database.db, half.value.account.id);
  if (known.length === 0) return refuse('account.passkeyRefused');
  const options = await authenticationOptions(party.value, known);
  await noteChallenge(world.database.db, call.body.ticket, options.challenge);
  return ok({ options: { ...options } });
}

export async function signInWithPasskey(
  world: World,
  { request, reply, call }: Exchange<BodyOf<typeof api.signInWithPasskey>>,
): Promise<Result<api.SignedIn, Refused>> {
  const { ticket, response } = call.body;
  const { db } = world.database;
  const half = await halfSignedIn(world, ticket);
  if (!half.ok) return half;
  const { account, data: challenge } = half.value;
  const party = partyOf(request);
  if (!party.ok) return party;
  const counted = await countFactor(world, account, request);
  if (!counted.ok) return counted;
  const credential = (await passkeysOf(db, account.id)).find((each) => each.credentialId === response['id']);
  const signCount =
    credential === undefined || challenge === ''
      ? null
      : await verifyAuthentication(party.value, challenge, { credential, response });
  if (credential === undefined || signCount === null) {
    await failed(world, request, account, 'passkey');
    return refuse('account.passkeyRefused');
  }
  const lastUsedAt = world.clock();
  await db.updateTable('passkey').set({ signCount, lastUsedAt }).where('id', '=', credential.id).execute();
  return finish(world, { request, reply }, { account, ticket, factor: 'passkey' });
}
