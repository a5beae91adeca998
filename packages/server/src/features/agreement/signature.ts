import { type Result, ok } from '@daylight/rules/result.ts';
import type { ActorContext } from '../../context.ts';

export interface SignatureAsk {
  /** SHA-256 of the canonical text, lower-case hex. */
  readonly contentHash: string;
  /** What the method needs from the signer's side; nothing for an account. */
  readonly given: unknown;
}

/**
 * How a person's will is bound to a text. A method by certificate (SM2, GB/T 38540 seals) adds its entry to `methods`: it
 * checks what the signer's device gave and keeps in `proof` what anyone needs to check it again.
 */
export interface SignatureMethod {
  readonly name: string;
  readonly prove: (context: ActorContext, ask: SignatureAsk) => Result<Record<string, unknown>, never>;
}

/**
 * Signing by account: the person proved by password to be there within the last minutes, and the journal's sealed record of
 * this command is the witness of who signed which hash when.
 */
export const byAccount: SignatureMethod = {
  name: 'account',
  prove: ({ actor, requestId }, { contentHash }) =>
    ok({ account: actor.accountId, organisation: actor.organisationId, requestId, contentHash }),
};
