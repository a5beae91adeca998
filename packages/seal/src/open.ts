import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { combine } from 'shamir-secret-sharing';
import { type Bytes, base64Of, fromBase64, textOf } from './bytes.ts';
import { openBox } from './keys.ts';
import { type SealedBid, associated, commitmentOf, shareHashOf } from './sealed-bid.ts';

/** A share that a trustee gave out at the opening. */
export interface Share {
  readonly trustee: string;
  /** Base64. */
  readonly share: string;
}

export type ReleaseRefusal =
  /** Nothing in this bid is for this trustee. */
  | 'seal.notATrustee'
  /** The key does not open the trustee's box: another key, or a box that was exchanged. */
  | 'seal.keyDoesNotOpen'
  /** The box holds another share than the bidder declared: the bidder's fault. */
  | 'seal.boxDiffers';

/** The share of one trustee, taken out with the trustee's identity in the trustee's browser. */
export async function releaseShare(
  sealed: SealedBid,
  trustee: string,
  identity: string,
): Promise<Result<Share, ReleaseRefusal>> {
  const envelope = sealed.envelopes.find((each) => each.trustee === trustee);
  if (envelope === undefined) return refuse('seal.notATrustee', { facts: { trustee } });
  const share = await openBox(identity, envelope.box);
  if (share === null) return refuse('seal.keyDoesNotOpen', { facts: { trustee } });
  if ((await shareHashOf(sealed.context, trustee, share)) !== envelope.shareHash)
    return refuse('seal.boxDiffers', { facts: { trustee } });
  return ok({ trustee, share: base64Of(share) });
}

/** The bytes of a share, null where it is not the one the bidder sealed for this trustee. */
async function goodShare(sealed: SealedBid, { trustee, share }: Share): Promise<Bytes | null> {
  const envelope = sealed.envelopes.find((each) => each.trustee === trustee);
  const bytes = fromBase64(share);
  if (envelope === undefined || bytes === null) return null;
  return (await shareHashOf(sealed.context, trustee, bytes)) === envelope.shareHash ? bytes : null;
}

/** Whether a share is the one the bidder sealed for this trustee: anybody can tell without a key. */
export async function isShareOf(sealed: SealedBid, share: Share): Promise<boolean> {
  return (await goodShare(sealed, share)) !== null;
}

export interface OpenedBid {
  /** The bid as canonical text. */
  readonly bid: string;
  /** Base64: with it anyone computes the commitment again. */
  readonly salt: string;
}

export type OpenRefusal =
  /** Fewer good shares than the threshold. */
  | 'seal.sharesTooFew'
  /** The key, from shares or from the bidder, does not open the ciphertext: it or its context was exchanged. */
  | 'seal.ciphertextDoesNotOpen'
  /** What came out is not what the bidder committed to. */
  | 'seal.commitmentDiffers';

/** Opens a bid with the shares given out. Shares that are not the sealed ones are left aside, so a liar stops nothing. */
export async function openWithShares(
  sealed: SealedBid,
  shares: readonly Share[],
): Promise<Result<OpenedBid, OpenRefusal>> {
  const good = new Map<string, Bytes>();
  for (const share of shares) {
    const bytes = await goodShare(sealed, share);
    if (bytes !== null) good.set(share.trustee, bytes);
  }
  if (good.size < sealed.threshold)
    return refuse('seal.sharesTooFew', { facts: { good: good.size, needed: sealed.threshold } });
  // In the order of the envelopes: whoever opens it again combines the same shares.
  const chosen = sealed.envelopes
    .flatMap(({ trustee }) => good.get(trustee) ?? [])
    .slice(0, sealed.threshold);
  try {
    return await openWithKey(sealed, Uint8Array.from(await combine(chosen)));
  } catch {
    // Shares that cannot be combined at all were made so by the bidder.
    return refuse('seal.ciphertextDoesNotOpen');
  }
}

/** The second path: the bidder gives out the content key from its own box. */
export async function ownKey(
  sealed: SealedBid,
  identity: string,
): Promise<Result<string, 'seal.keyDoesNotOpen'>> {
  const key = await openBox(identity, sealed.own);
  return key === null ? refuse('seal.keyDoesNotOpen') : ok(base64Of(key));
}

/** Opens a bid with the content key that its bidder gave out, base64. */
export async function openWithOwnKey(
  sealed: SealedBid,
  key: string,
): Promise<Result<OpenedBid, OpenRefusal>> {
  const bytes = fromBase64(key);
  return bytes === null ? refuse('seal.ciphertextDoesNotOpen') : openWithKey(sealed, bytes);
}

async function openWithKey(sealed: SealedBid, key: Bytes): Promise<Result<OpenedBid, OpenRefusal>> {
  const { context, commitment } = sealed;
  const nonce = fromBase64(sealed.nonce);
  const ciphertext = fromBase64(sealed.ciphertext);
  if (nonce === null || ciphertext === null || key.length !== 32) return refuse('seal.ciphertextDoesNotOpen');
  const content = await decrypted(key, { nonce, ciphertext, data: associated(context, commitment) });
  const opened = content === null ? null : unpadded(content);
  if (opened === null) return refuse('seal.ciphertextDoesNotOpen');
  const salt = fromBase64(opened.salt);
  if (salt === null || (await commitmentOf(context, salt, opened.bid)) !== commitment)
    return refuse('seal.commitmentDiffers');
  return ok(opened);
}

interface Encrypted {
  readonly nonce: Bytes;
  readonly ciphertext: Bytes;
  readonly data: Bytes;
}

async function decrypted(key: Bytes, { nonce, ciphertext, data }: Encrypted): Promise<Bytes | null> {
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
    const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: data };
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, imported, ciphertext));
  } catch {
    return null;
  }
}

function unpadded(content: Bytes): OpenedBid | null {
  if (content.length < 4) return null;
  const length = new DataView(content.buffer).getUint32(0);
  if (length > content.length - 4) return null;
  try {
    const { bid, salt } = JSON.parse(textOf(content.subarray(4, 4 + length))) as Partial<OpenedBid>;
    return typeof bid === 'string' && typeof salt === 'string' ? { bid, salt } : null;
  } catch {
    return null;
  }
}
