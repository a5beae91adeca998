import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { type Bytes, base64Of, fromBase64 } from './bytes.ts';

/** A key pair as age has it: the recipient is given to others, the identity stays with its owner. */
export interface KeyPair {
  /** 'age1…' */
  readonly recipient: string;
  /** 'AGE-SECRET-KEY-1…' */
  readonly identity: string;
}

export async function newKeyPair(): Promise<KeyPair> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The recipient of an identity, null where the text is no identity: to see that the right key was chosen. */
export async function recipientOf(identity: string): Promise<string | null> {
  try {
    return await identityToRecipient(identity.trim());
  } catch {
    return null;
  }
}

/** A box that only the recipient's identity opens, base64. */
export async function boxFor(recipient: string, content: Uint8Array): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return base64Of(await encrypter.encrypt(content));
}

/** Null where the identity does not open the box. */
export async function openBox(identity: string, box: string): Promise<Bytes | null> {
  const bytes = fromBase64(box);
  if (bytes === null) return null;
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity.trim());
    return Uint8Array.from(await decrypter.decrypt(bytes));
  } catch {
    return null;
  }
}

/**
 * An identity locked with a passphrase (scrypt), as a text file to keep: base64. `workFactor` is the power of two of the work
 * of a guess; less than the usual one is for a passphrase that everybody knows.
 */
export async function lockIdentity(
  identity: string,
  passphrase: string,
  workFactor?: number,
): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  if (workFactor !== undefined) encrypter.setScryptWorkFactor(workFactor);
  return base64Of(await encrypter.encrypt(identity));
}

/** Null where the passphrase does not open it. */
export async function unlockIdentity(locked: string, passphrase: string): Promise<string | null> {
  const bytes = fromBase64(locked.trim());
  if (bytes === null) return null;
  try {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    return await decrypter.decrypt(bytes, 'text');
  } catch {
    return null;
  }
}
