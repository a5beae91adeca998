import * as api from '@daylight/api/account.ts';
import type { BodyOf, RefusalOf } from '@daylight/api/endpoint.ts';
import type { Actor } from '@daylight/rules/access/may.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, addMs } from '@daylight/rules/time.ts';
import { command } from '../../command.ts';
import { type ActorContext, type Context, type World, actorContext } from '../../context.ts';
import { addressOf } from '../../sender.ts';
import { countOne, forgetTries } from './guard.ts';
import { tooManyAreSigningIn, verifyPassword } from './passwords.ts';
import { platformsOf, worksOnPlatforms } from './platforms.ts';
import { recordSecurity } from './security-events.ts';
import type { FastifyRequest } from 'fastify';
import { dutyOf, hashOf, sessionCookie, tokenOf } from './sessions.ts';
import type { Exchange } from './sign-in.ts';
import { accountById } from './store.ts';

export type Asked<Body = undefined> = Exchange<Body> & { readonly context: Context };

export async function whoAmI(
  world: World,
  { request, context }: Asked,
): Promise<Result<api.Session, 'access.signInFirst'>> {
  const token = tokenOf(request);
  if (context.actor === null || token === null) return refuse('access.signInFirst');
  const session = await sessionView(world, token);
  return session === null ? refuse('access.signInFirst') : ok(session);
}

async function sessionView(world: World, token: string): Promise<api.Session | null> {
  const { db } = world.database;
  const row = await db
    .selectFrom('session as s')
    .innerJoin('jurisdiction as j', 'j.code', 's.jurisdiction')
    .select([
      's.accountId',
      's.jurisdiction',
      's.factor',
      's.expiresAt',
      'j.name as place',
      'j.nameEn as placeEn',
    ])
    .where('s.tokenHash', '=', hashOf(token))
    .executeTakeFirst();
  const account = row === undefined ? undefined : await accountById(db, row.accountId);
  if (row === undefined || account === undefined) return null;
  return {
    actor: {
      accountId: account.id,
      organisationId: account.organisationId,
      kind: account.kind,
      jurisdiction: row.jurisdiction,
      province: Number(row.jurisdiction.slice(0, 2)),
      roles: account.roles,
      duty: dutyOf({ ...account, factor: row.factor }),
    },
    name: account.name,
    login: account.login,
    organisation: account.organisationName,
    demo: account.demo,
    factor: api.factor.parse(row.factor),
    platform: { code: row.jurisdiction, name: { zh: row.place, en: row.placeEn } },
    platforms: worksOnPlatforms(account.kind) ? await platformsOf(db) : [],
    expiresAt: row.expiresAt,
  };
}

/** Also without a living session: the cookie goes either way. */
export async function signOut(
  world: World,
  { request, reply, context }: Asked,
): Promise<Result<null, never>> {
  const token = tokenOf(request);
  reply.clearCookie(sessionCookie, { path: '/' });
  if (token === null) return ok(null);
  const gone = await world.database.db
    .deleteFrom('session')
    .where('tokenHash', '=', hashOf(token))
    .executeTakeFirst();
  if (context.actor === null || gone.numDeletedRows === 0n) return ok(null);
  const { accountId: id, organisationId, province } = context.actor;
  await recordSecurity(world, request, {
    event: 'account.signedOut',
    account: { id, organisationId, province },
    actor: context.actor,
  });
  return ok(null);
}

export async function switchPlatform(
  world: World,
  { request, call, context }: Asked<BodyOf<typeof api.switchPlatform>>,
): Promise<Result<api.Session, RefusalOf<typeof api.switchPlatform>>> {
  const actor = actorOf(context);
  const token = tokenOf(request) ?? '';
  const { jurisdiction } = call.body;
  if (!worksOnPlatforms(actor.kind)) return refuse('account.onePlatformOnly');
  const platforms = await platformsOf(world.database.db);
  if (!platforms.some((each) => each.code === jurisdiction))
    return refuse('account.noSuchPlatform', { field: 'jurisdiction' });
  const there: Actor = { ...actor, jurisdiction, province: Number(jurisdiction.slice(0, 2)) };
  await command(actorContext(world, there, { requestId: request.id }), async (unit) => {
    await unit.tx
      .updateTable('session')
      .set({ jurisdiction })
      .where('tokenHash', '=', hashOf(token))
      .execute();
    await unit.tx
      .updateTable('account')
      .set({ platform: jurisdiction })
      .where('id', '=', actor.accountId)
      .execute();
    unit.record({
      event: 'account.platformSwitched',
      subject: { kind: 'account', id: actor.accountId },
      basis: [],
      before: { jurisdiction: actor.jurisdiction },
      after: { jurisdiction },
    });
    return ok(null);
  });
  const session = await sessionView(world, token);
  return session === null ? refuse('access.signInFirst') : ok(session);
}

export function actorOf(context: Context): Actor {
  if (context.actor === null) throw new Error('an endpoint for people who are signed in was asked by nobody');
  return context.actor;
}

const confirmedMs = 10 * 60_000;

/** The person's own password, asked for again; counted like a sign-in. */
export async function checkOwnPassword(
  world: World,
  { request, context }: Pick<Asked<unknown>, 'request' | 'context'>,
  password: string,
): Promise<Result<null, RefusalOf<typeof api.confirmIdentity>>> {
  if (tooManyAreSigningIn()) return refuse('account.busy');
  const actor = actorOf(context);
  const guarded = { parts: ['confirm', actor.accountId, addressOf(request)] };
  const counted = await countOne(world, guarded);
  if (!counted.ok) return counted;
  const account = await accountById(world.database.db, actor.accountId);
  if (!(await verifyPassword(account?.passwordHash ?? null, password))) {
    const { accountId: id, organisationId, province } = actor;
    await recordSecurity(world, request, {
      event: 'account.confirmFailed',
      account: { id, organisationId, province },
      actor,
    });
    return refuse('account.passwordWrong', { field: 'password' });
  }
  await forgetTries(world, guarded);
  return ok(null);
}

export async function confirmIdentity(
  world: World,
  asked: Asked<BodyOf<typeof api.confirmIdentity>>,
): Promise<Result<{ until: Instant }, RefusalOf<typeof api.confirmIdentity>>> {
  const right = await checkOwnPassword(world, asked, asked.call.body.password);
  if (!right.ok) return right;
  const now = world.clock();
  const tokenHash = hashOf(tokenOf(asked.request) ?? '');
  await world.database.db
    .updateTable('session')
    .set({ confirmedAt: now })
    .where('tokenHash', '=', tokenHash)
    .execute();
  return ok({ until: addMs(now, confirmedMs) });
}

/** Whether the person of this request proved to be there within the last minutes: a session left open does not. */
export async function isConfirmed(context: ActorContext, token: string | null): Promise<boolean> {
  if (token === null) return false;
  const row = await context.database.db
    .selectFrom('session')
    .select('confirmedAt')
    .where('tokenHash', '=', hashOf(token))
    .executeTakeFirst();
  return (row?.confirmedAt ?? null) !== null && addMs(row?.confirmedAt as Instant, confirmedMs) > context.now;
}

/** The same for the request at hand. */
export function isPresent(context: ActorContext, request: FastifyRequest): Promise<boolean> {
  return isConfirmed(context, tokenOf(request));
}
