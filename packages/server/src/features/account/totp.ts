import { type Instant, epochMs } from '@daylight/rules/time.ts';
import { Secret, TOTP } from 'otpauth';
import type { Tx } from '../../db.ts';
import { seal, unseal } from './secret-key.ts';

const periodSeconds = 30;
const issuer = 'Daylight 明采';
/** One step before and after: phones are a few seconds off. */
const stepsOff = 1;

function generatorOf(secret: string, login = ''): TOTP {
  return new TOTP({
    issuer,
    label: login,
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
    secret: Secret.fromBase32(secret),
  });
}

export interface NewTotp {
  readonly secret: string;
  /** otpauth://, for a QR code. */
  readonly uri: string;
}

export function newTotp(login: string): NewTotp {
  const secret = new Secret({ size: 20 }).base32;
  return { secret, uri: generatorOf(secret, login).toString() };
}

export function sealTotp(secret: string, accountId: string, dataDir: string): string {
  return seal(secret, { dataDir, purpose: 'totp', owner: accountId });
}
export function unsealTotp(sealed: string, accountId: string, dataDir: string): string {
  return unseal(sealed, { dataDir, purpose: 'totp', owner: accountId });
}

/** The time step whose code this is (RFC 6238), null when it is none near now. */
export function stepOfCode(secret: string, code: string, now: Instant): number | null {
  const timestamp = epochMs(now);
  const delta = generatorOf(secret).validate({ token: code, timestamp, window: stepsOff });
  return delta === null ? null : Math.floor(timestamp / 1000 / periodSeconds) + delta;
}

/** Accepts a step once: of two requests with the same code, or a code seen over the shoulder, one gets in. */
export async function useStep(tx: Tx, accountId: string, step: number): Promise<boolean> {
  const moved = await tx
    .updateTable('account')
    .set({ totpLastStep: step })
    .where('id', '=', accountId)
    .where((eb) => eb.or([eb('totpLastStep', 'is', null), eb('totpLastStep', '<', step)]))
    .executeTakeFirst();
  return moved.numUpdatedRows === 1n;
}
