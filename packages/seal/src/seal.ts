import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { split } from 'shamir-secret-sharing';
import { type Bytes, base64Of, bytesOf, randomBytes } from './bytes.ts';
import { boxFor } from './keys.ts';
import {
  type BidContext,
  type Envelope,
  type SealTerms,
  type SealedBid,
  associated,
  commitmentOf,
  sealVersion,
  shareHashOf,
} from './sealed-bid.ts';

export type SealRefusal = 'seal.tooLarge' | 'seal.termsWrong';

export interface Sealing {
  readonly context: BidContext;
  /** The bid as canonical text. */
  readonly bid: string;
  readonly terms: SealTerms;
  /** The bidder's own age recipient. */
  readonly ownRecipient: string;
}

const keyBytes = 32;
const saltBytes = 32;
const lengthBytes = 4;
/** Shares carry their place in one byte. */
const trusteesMax = 255;

/** The bid with its salt, filled up to the size that every bid of the round has: length, text, zeros. */
function padded(text: string, size: number): Bytes | null {
  const content = bytesOf(text);
  if (content.length + lengthBytes > size) return null;
  const filled = new Uint8Array(size);
  new DataView(filled.buffer).setUint32(0, content.length);
  filled.set(content, lengthBytes);
  return filled;
}

/**
 * Seals a bid in the bidder's browser: encrypted under a fresh key, the key split among the trustees and boxed to the bidder.
 * Refused where the bid does not fit the size or the terms are impossible; throws on a recipient that is no age recipient.
 */
export async function sealBid({
  context,
  bid,
  terms,
  ownRecipient,
}: Sealing): Promise<Result<SealedBid, SealRefusal>> {
  const { threshold, trustees, size } = terms;
  const possible = threshold >= 2 && threshold <= trustees.length && trustees.length <= trusteesMax;
  if (!possible) return refuse('seal.termsWrong');
  const salt = randomBytes(saltBytes);
  const content = padded(JSON.stringify({ salt: base64Of(salt), bid }), size);
  if (content === null) return refuse('seal.tooLarge', { facts: { size } });
  const commitment = await commitmentOf(context, salt, bid);
  const key = randomBytes(keyBytes);
  const nonce = randomBytes(12);
  const ciphertext = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData: associated(context, commitment) },
    await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']),
    content,
  );
  const shares = await split(key, trustees.length, threshold);
  const envelopes = await Promise.all(
    trustees.map(async ({ id, recipient }, at): Promise<Envelope> => {
      const share = shares[at];
      assert(share !== undefined, 'a share for each trustee');
      return {
        trustee: id,
        box: await boxFor(recipient, share),
        shareHash: await shareHashOf(context, id, share),
      };
    }),
  );
  return ok({
    seal: sealVersion,
    context,
    threshold,
    size,
    nonce: base64Of(nonce),
    ciphertext: base64Of(new Uint8Array(ciphertext)),
    envelopes,
    own: await boxFor(ownRecipient, key),
    commitment,
  });
}
