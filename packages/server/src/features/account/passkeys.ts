import type * as api from '@daylight/api/account-own.ts';
import type { BodyOf, ParamsOf } from '@daylight/api/endpoint.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import type { World } from '../../context.ts';
import { type Tx, brokenConstraint } from '../../db.ts';
import { endChallenge, openChallenge, tryChallenge } from './challenges.ts';
import { factorAdded, mayChangeFactors, removeFactor } from './factors.ts';
import type { Answered } from '../../answered.ts';
import type { Asked } from './own-session.ts';
import { partyOf, registrationOptions, verifyRegistration } from './web-authn.ts';

const passkeysMax = 10;

export async function passkeysOf(tx: Tx, accountId: string) {
  const rows = await tx
    .selectFrom('passkey')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, publicKey: new Uint8Array(row.publicKey) }));
}

export async function beginPasskey(world: World, asked: Asked): Answered<typeof api.beginPasskey> {
  const account = await mayChangeFactors(world, asked);
  if (!account.ok) return account;
  const party = partyOf(asked.request);
  if (!party.ok) return party;
  const { id: accountId, login, name } = account.value;
  const known = await passkeysOf(world.database.db, accountId);
  if (known.length >= passkeysMax) return refuse('account.tooManyPasskeys', { facts: { max: passkeysMax } });
  const options = await registrationOptions(party.value, { accountId, login, name }, known);
  const opening = { accountId, kind: 'passkeyEnrol', data: options.challenge, now: world.clock() } as const;
  return ok({ ticket: await openChallenge(world.database.db, opening), options: { ...options } });
}

export async function confirmPasskey(
  world: World,
  asked: Asked<BodyOf<typeof api.confirmPasskey>>,
): Answered<typeof api.confirmPasskey> {
  const account = await mayChangeFactors(world, asked);
  if (!account.ok) return account;
  const party = partyOf(asked.request);
  if (!party.ok) return party;
  const { ticket, name, response } = asked.call.body;
  const { id: accountId } = account.value;
  const now = world.clock();
  const challenge = await tryChallenge(world.database.db, { token: ticket, kind: 'passkeyEnrol', now });
  if (challenge === null || challenge.accountId !== accountId) return refuse('account.ticketExpired');
  const credential = await verifyRegistration(party.value, challenge.data, response);
  if (credential === null) return refuse('account.passkeyRefused');
  const { credentialId, publicKey, signCount, transports } = credential;
  try {
    return await factorAdded(world, asked, {
      factor: 'passkey',
      save: async ({ tx, newId }) => {
        if (!(await endChallenge(tx, ticket))) return refuse('account.ticketExpired');
        const kept = { accountId, credentialId, signCount, name, transports: [...transports] };
        await tx
          .insertInto('passkey')
          .values({ ...kept, id: newId(), publicKey: Buffer.from(publicKey), createdAt: now })
          .execute();
        return ok(null);
      },
    });
  } catch (error) {
    if (brokenConstraint(error) === 'passkey_credential') return refuse('account.passkeyKnown');
    throw error;
  }
}

export function removePasskey(
  world: World,
  asked: Asked<undefined> & { readonly call: { readonly params: ParamsOf<typeof api.removePasskey> } },
): Answered<typeof api.removePasskey> {
  const { passkeyId } = asked.call.params;
  return removeFactor(world, asked, {
    factor: 'passkey',
    left: (account) => (account.passkeys ?? 0) - 1 + (account.totpSecret === null ? 0 : 1),
    remove: async (tx, accountId) => {
      const gone = await tx
        .deleteFrom('passkey')
        .where('id', '=', passkeyId)
        .where('accountId', '=', accountId)
        .executeTakeFirst();
      return gone.numDeletedRows === 1n;
    },
  });
}
