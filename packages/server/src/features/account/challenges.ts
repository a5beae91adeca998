import { randomBytes } from 'node:crypto';
import { type Instant, addMs } from '@daylight/rules/time.ts';
import type { Tx } from '../../db.ts';
import { hashOf } from './sessions.ts';

export type ChallengeKind = 'signIn' | 'totpEnrol' | 'passkeyEnrol';

/** Long enough to fetch a phone, short enough to be of no use to whoever finds it later. */
const lifeMs = 10 * 60_000;
const attemptsMax = 10;

interface Opening {
  readonly accountId: string;
  readonly kind: ChallengeKind;
  readonly data: string;
  readonly now: Instant;
}

/** Remembers a step that the browser has to answer; gives the ticket that names it, of which only the hash is kept. */
export async function openChallenge(tx: Tx, { accountId, kind, data, now }: Opening): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await tx
    .insertInto('challenge')
    .values({ tokenHash: hashOf(token), accountId, kind, data, expiresAt: addMs(now, lifeMs) })
    .execute();
  return token;
}

interface Asked {
  readonly token: string;
  readonly kind: ChallengeKind;
  readonly now: Instant;
}

export interface Challenge {
  readonly accountId: string;
  readonly data: string;
}

/** One try at an open step; null when there is none such or it was tried too often. */
export async function tryChallenge(tx: Tx, { token, kind, now }: Asked): Promise<Challenge | null> {
  const row = await tx
    .updateTable('challenge')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('tokenHash', '=', hashOf(token))
    .where('kind', '=', kind)
    .where('expiresAt', '>', now)
    .where('attempts', '<', attemptsMax)
    .returning(['accountId', 'data'])
    .executeTakeFirst();
  return row ?? null;
}

/** Ends a step: true for the one who ended it, so that of two answers at once one counts. */
export async function endChallenge(tx: Tx, token: string): Promise<boolean> {
  const gone = await tx.deleteFrom('challenge').where('tokenHash', '=', hashOf(token)).executeTakeFirst();
  return gone.numDeletedRows === 1n;
}

/** Adds what was asked in a later part of a step, e.g. the WebAuthn challenge of a sign-in. */
export async function noteChallenge(tx: Tx, token: string, data: string): Promise<void> {
  await tx.updateTable('challenge').set({ data }).where('tokenHash', '=', hashOf(token)).execute();
}
