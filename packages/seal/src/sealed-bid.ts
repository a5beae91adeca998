import { type Bytes, bytesOf, fromBase64, hashOf } from './bytes.ts';

export const sealVersion = 'daylight-seal-1';

/** What a bid is for and whose it is; bound into every part, so that no part serves anywhere else. */
export interface BidContext {
  /** Id of the round. */
  readonly round: string;
  /** Organisation id of the bidder. */
  readonly bidder: string;
  /** 1 for the first bid; a replacement counts on. */
  readonly version: number;
  /** The quoting round (报价轮次) it is for, from 1; bids sealed before there were several do not say. */
  readonly quoting?: number;
}

/** One trustee's share, readable with that trustee's key alone. */
export interface Envelope {
  readonly trustee: string;
  /** age file to the trustee's recipient, base64. */
  readonly box: string;
  /** Hash of the share in the box: what a trustee gives out is compared with it, and who is at fault is known. */
  readonly shareHash: string;
}

/** What the platform receives and keeps until the opening. Of the bid it tells the version, the bidder and nothing else. */
export interface SealedBid {
  readonly seal: typeof sealVersion;
  readonly context: BidContext;
  /** Shares needed. */
  readonly threshold: number;
  /** Bytes of the padded bid, the same for every bid of a round. */
  readonly size: number;
  /** Base64. */
  readonly nonce: string;
  /** AES-256-GCM over the padded bid, base64. */
  readonly ciphertext: string;
  readonly envelopes: readonly Envelope[];
  /** The content key as an age file to the bidder's own recipient, base64: the second path. */
  readonly own: string;
  /** Hash of the context, a salt and the bid; public from the start. */
  readonly commitment: string;
}

/** The text that stands for a context, the same wherever it is made. */
function contextText({ round, bidder, version, quoting }: BidContext): string {
  const of = [sealVersion, round, bidder, version];
  return JSON.stringify(quoting === undefined ? of : [...of, quoting]);
}

function contextBytes(context: BidContext): Bytes {
  return bytesOf(contextText(context));
}

/** What the encryption is bound to: a ciphertext under another bidder's name or commitment does not open. */
export function associated(context: BidContext, commitment: string): Bytes {
  return bytesOf(JSON.stringify(commitment) + contextText(context));
}

export function commitmentOf(context: BidContext, salt: Uint8Array, bid: string): Promise<string> {
  return hashOf(bytesOf('commitment'), contextBytes(context), salt, bytesOf(bid));
}

export function shareHashOf(context: BidContext, trustee: string, share: Uint8Array): Promise<string> {
  return hashOf(bytesOf('share'), contextBytes(context), bytesOf(trustee), share);
}

/** Hash of everything the platform received: it stands in the receipt and in the journal. Lower-case hex. */
export function digestOf(sealed: SealedBid): Promise<string> {
  const { context, threshold, size, nonce, ciphertext, envelopes, own, commitment } = sealed;
  const parts = [
    JSON.stringify([threshold, size, nonce, ciphertext, own, commitment]),
    ...envelopes.map(({ trustee, box, shareHash }) => JSON.stringify([trustee, box, shareHash])),
  ];
  return hashOf(bytesOf('sealed bid'), contextBytes(context), ...parts.map(bytesOf));
}

export interface SealTerms {
  readonly threshold: number;
  readonly size: number;
  readonly trustees: readonly { readonly id: string; readonly recipient: string }[];
}

const gcmTag = 16;
const hex64 = /^[0-9a-f]{64}$/;

/**
 * Whether the parts fit each other and the round's terms as far as anyone can tell without a key. The platform refuses what
 * does not fit while the bidder can still send another.
 */
export function fitsTerms(sealed: SealedBid, terms: SealTerms): boolean {
  const ciphertext = fromBase64(sealed.ciphertext);
  const trustees = new Set(sealed.envelopes.map((each) => each.trustee));
  return (
    sealed.seal === sealVersion &&
    sealed.threshold === terms.threshold &&
    sealed.size === terms.size &&
    ciphertext?.length === terms.size + gcmTag &&
    fromBase64(sealed.nonce)?.length === 12 &&
    fromBase64(sealed.own) !== null &&
    hex64.test(sealed.commitment) &&
    sealed.envelopes.length === terms.trustees.length &&
    terms.trustees.every(({ id }) => trustees.has(id)) &&
    sealed.envelopes.every(({ box, shareHash }) => fromBase64(box) !== null && hex64.test(shareHash))
  );
}
