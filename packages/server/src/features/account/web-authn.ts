import { isIP } from 'node:net';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { FastifyRequest } from 'fastify';

/** The relying party as the browser sees it: its name without port, and the whole origin. */
export interface Party {
  readonly id: string;
  readonly origin: string;
}

export function partyOf(request: FastifyRequest): Result<Party, 'account.passkeyNeedsName'> {
  const id = request.hostname.replaceAll(/[[\]]/g, '');
  if (isIP(id) !== 0) return refuse('account.passkeyNeedsName');
  return ok({ id, origin: `${request.protocol}://${request.host}` });
}

export interface Credential {
  readonly credentialId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly signCount: number;
  readonly transports: readonly string[];
}

const described = (known: readonly Credential[]) =>
  known.map((credential) => ({ id: credential.credentialId, transports: [...credential.transports] }));

interface Person {
  readonly accountId: string;
  readonly login: string;
  readonly name: string;
}

export function registrationOptions(party: Party, person: Person, known: readonly Credential[]) {
  return generateRegistrationOptions({
    rpName: 'Daylight 明采',
    rpID: party.id,
    userID: new TextEncoder().encode(person.accountId),
    userName: person.login,
    userDisplayName: person.name,
    excludeCredentials: described(known),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
}

export function authenticationOptions(party: Party, known: readonly Credential[]) {
  return generateAuthenticationOptions({
    rpID: party.id,
    allowCredentials: described(known),
    userVerification: 'preferred',
  });
}

type Given = Readonly<Record<string, unknown>>;

/** The new credential, null when the response does not prove it. The library throws at whatever is not as it should be. */
export async function verifyRegistration(
  party: Party,
  challenge: string,
  response: Given,
): Promise<Credential | null> {
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: response as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: false,
    });
    if (registrationInfo === undefined) return null;
    const { id, publicKey, counter, transports: ways } = registrationInfo.credential;
    return {
      credentialId: id,
      publicKey,
      signCount: counter,
      transports: (ways ?? []).slice(0, 10).map(String),
    };
  } catch {
    return null;
  }
}

/** The new counter of the credential, null when the response does not prove that it is there. */
export async function verifyAuthentication(
  party: Party,
  challenge: string,
  { credential, response }: { readonly credential: Credential; readonly response: Given },
): Promise<number | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: false,
      credential: {
        id: credential.credentialId,
        publicKey: credential.publicKey,
        counter: credential.signCount,
        transports: [...credential.transports],
      },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}
