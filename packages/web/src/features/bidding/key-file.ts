import { type KeyPair, lockIdentity, newKeyPair, recipientOf, unlockIdentity } from '@daylight/seal/keys.ts';

/** A key as a file of its owner: the identity locked with a passphrase, and for what it was made. */
interface KeyFile {
  readonly format: 'daylight-key/1';
  readonly kind: 'trustee' | 'bidder';
  readonly round: string;
  readonly owner: string;
  readonly recipient: string;
  readonly locked: string;
}
export interface KeyFor {
  readonly kind: KeyFile['kind'];
  /** Number of the round, for its owner to find the file again. */
  readonly round: string;
  readonly owner: string;
}

export interface NewKeyFile {
  readonly recipient: string;
  readonly file: Blob;
  readonly name: string;
}

/** Makes a key pair and its file. The identity is nowhere else: not on the platform, and not kept by this page. */
export async function newKeyFile(of: KeyFor, passphrase: string): Promise<NewKeyFile> {
  const { recipient, identity } = await newKeyPair();
  const locked = await lockIdentity(identity, passphrase);
  const content: KeyFile = { format: 'daylight-key/1', ...of, recipient, locked };
  return {
    recipient,
    file: new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: 'application/json' }),
    name: `daylight-${of.kind}-key-${of.round}.json`,
  };
}

export type KeyFault = 'file' | 'passphrase';

/** The key pair of a file, or what is wrong. */
export async function openKeyFile(file: Blob, passphrase: string): Promise<KeyPair | KeyFault> {
  const content = readKeyFile(await file.text());
  if (content === null) return 'file';
  const identity = await unlockIdentity(content.locked, passphrase);
  if (identity === null) return 'passphrase';
  return (await recipientOf(identity)) === content.recipient
    ? { identity, recipient: content.recipient }
    : 'file';
}

function readKeyFile(text: string): KeyFile | null {
  try {
    const value = JSON.parse(text) as Partial<KeyFile> | null;
    const fits =
      value?.format === 'daylight-key/1' &&
      typeof value.recipient === 'string' &&
      typeof value.locked === 'string';
    return fits ? (value as KeyFile) : null;
  } catch {
    return null;
  }
}
