import { createHash, randomBytes } from 'node:crypto';
import type { Actor, SignInDuty } from '@daylight/rules/access/may.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { type Instant, addHours, addMs } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { FastifyRequest } from 'fastify';
import type { World } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { uuidAt } from '../../ids.ts';

export const sessionCookie = 'daylight_session';

/** The token itself is only ever in the browser; the database knows its hash. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export interface SessionTerms {
  readonly idleMinutes: number;
  readonly hours: number;
}

interface Opening {
  readonly accountId: string;
  readonly jurisdiction: string;
  readonly now: Instant;
  readonly hours: number;
  /** 'password', 'totp', 'passkey', 'demo'. */
  readonly factor: string;
  readonly address?: string;
  readonly agent?: string;
}

/** A new session with a fresh token: signing in never keeps the token a browser came with (session fixation). */
export async function openSession(db: Tx, opening: Opening): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db
    .insertInto('session')
    .values({
      tokenHash: hashOf(token),
      id: uuidAt(opening.now),
      accountId: opening.accountId,
      jurisdiction: opening.jurisdiction,
      createdAt: opening.now,
      lastSeenAt: opening.now,
      confirmedAt: opening.now,
      expiresAt: addHours(opening.now, opening.hours),
      factor: opening.factor,
      address: opening.address ?? null,
      agent: opening.agent?.slice(0, 200) ?? null,
    })
    .execute();
  return token;
}

interface SessionRow {
  account_id: string;
  organisation_id: string;
  kind: OrganisationKind;
  jurisdiction: string;
  roles: string[];
  factor: string;
  second_factor_required: boolean;
  must_change_password: boolean;
  last_seen_at: Instant;
}

/** What the person of a session still owes; in this order, because a password of one's own comes first. */
export function dutyOf(session: {
  readonly factor: string;
  readonly secondFactorRequired: boolean;
  readonly mustChangePassword: boolean;
}): SignInDuty | null {
  if (session.mustChangePassword) return 'changePassword';
  return session.secondFactorRequired && session.factor === 'password' ? 'enrolFactor' : null;
}

const minuteMs = 60_000;

/** Who a token belongs to, null when it is unknown, revoked, expired, idle too long, or its person or firm was stopped. */
export async function actorOfToken(world: World, token: string, terms: SessionTerms): Promise<Actor | null> {
  const now = world.clock();
  const hash = hashOf(token);
  // Plain named statement: this runs on every request, so the database should plan it once per connection.
  const { rows } = await world.database.pool.query<SessionRow>({
    name: 'session-actor',
    text: `select s.account_id, s.jurisdiction, s.last_seen_at, s.factor, a.organisation_id, a.roles, a.second_factor_required,
             a.must_change_password, o.kind
           from session s join account a on a.id = s.account_id join organisation o on o.id = a.organisation_id
           where s.token_hash = $1 and s.expires_at > $2 and s.last_seen_at > $3 and a.state = 'active' and o.state = 'active'`,
    values: [hash, now, addMs(now, -terms.idleMinutes * minuteMs)],
  });
  const row = rows[0];
  if (row === undefined) return null;
  if (row.last_seen_at < addMs(now, -minuteMs)) {
    // Once a minute is fine enough for an idle limit, and spares each request a write.
    await sql`update session set last_seen_at = ${now} where token_hash = ${hash}`.execute(world.database.db);
  }
  return {
    accountId: row.account_id,
    organisationId: row.organisation_id,
    kind: row.kind,
    jurisdiction: row.jurisdiction,
    province: Number(row.jurisdiction.slice(0, 2)),
    roles: row.roles,
    duty: dutyOf({
      factor: row.factor,
      secondFactorRequired: row.second_factor_required,
      mustChangePassword: row.must_change_password,
    }),
  };
}

export function tokenOf(request: FastifyRequest): string | null {
  const bearer = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.authorization ?? '')?.[1];
  const token = request.cookies[sessionCookie] ?? bearer;
  return token !== undefined && /^[A-Za-z0-9_-]{43}$/.test(token) ? token : null;
}

/** The same session under a new token, after the person showed more: a token seen before is worth nothing then. */
export async function renewSession(
  tx: Tx,
  token: string,
  shown: { readonly now: Instant; readonly factor?: string },
): Promise<string> {
  const fresh = randomBytes(32).toString('base64url');
  await tx
    .updateTable('session')
    .set({
      tokenHash: hashOf(fresh),
      confirmedAt: shown.now,
      ...(shown.factor === undefined ? {} : { factor: shown.factor }),
    })
    .where('tokenHash', '=', hashOf(token))
    .execute();
  return fresh;
}

/** Ends every session of an account, or all but one; says how many. */
export async function endSessions(tx: Tx, accountId: string, exceptToken: string | null): Promise<number> {
  const gone = await tx
    .deleteFrom('session')
    .where('accountId', '=', accountId)
    .$if(exceptToken !== null, (query) => query.where('tokenHash', '!=', hashOf(exceptToken ?? '')))
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}
