import type { Result } from '@daylight/rules/result.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { base64Of, bytesOf, fromBase64, randomBytes } from './bytes.ts';
import {
  type KeyPair,
  boxFor,
  lockIdentity,
  newKeyPair,
  openBox,
  recipientOf,
  unlockIdentity,
} from './keys.ts';
import { type Share, isShareOf, openWithOwnKey, openWithShares, ownKey, releaseShare } from './open.ts';
import { sealBid } from './seal.ts';
import { type BidContext, type SealTerms, type SealedBid, digestOf, fitsTerms } from './sealed-bid.ts';

/** Bureau, discipline inspection, notary, industry body, operator: three of five open. */
const names = ['bureau', 'inspection', 'notary', 'industry', 'operator'] as const;
const context: BidContext = { round: 'round-1', bidder: 'firm-1', version: 1 };
const bid = '{"prices":[{"product":"a","price":"469.00"}]}';
let keys: Map<string, KeyPair>;
let own: KeyPair;
let terms: SealTerms;
let sealed: SealedBid;

async function sealedBy(of: BidContext, text = bid): Promise<SealedBid> {
  const result = await sealBid({ context: of, bid: text, terms, ownRecipient: own.recipient });
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

async function sharesOf(from: SealedBid, trustees: readonly string[]): Promise<Share[]> {
  const shares: Share[] = [];
  for (const trustee of trustees) {
    const share = await releaseShare(from, trustee, keys.get(trustee)?.identity ?? '');
    if (!share.ok) throw new Error(share.code);
    shares.push(share.value);
  }
  return shares;
}

const codeOf = (result: Result<unknown>): string | null => (result.ok ? null : result.code);

beforeAll(async () => {
  keys = new Map();
  for (const name of names) keys.set(name, await newKeyPair());
  own = await newKeyPair();
  const trustees = names.map((id) => ({ id, recipient: keys.get(id)?.recipient ?? '' }));
  terms = { threshold: 3, size: 4096, trustees };
  sealed = await sealedBy(context);
});

describe('opening', () => {
  test('any three of five trustees open the bid, in whatever order, and it is what was sealed', async () => {
    for (const three of [
      ['bureau', 'inspection', 'notary'],
      ['operator', 'industry', 'bureau'],
      ['notary', 'operator', 'inspection'],
    ]) {
      const opened = await openWithShares(sealed, await sharesOf(sealed, three));
      expect(opened.ok && opened.value.bid).toBe(bid);
    }
  });
  test('the bidder alone opens it with its own key: the second path when trustees are lost', async () => {
    const key = await ownKey(sealed, own.identity);
    const opened = key.ok ? await openWithOwnKey(sealed, key.value) : key;
    expect(opened.ok && opened.value.bid).toBe(bid);
    expect(codeOf(await ownKey(sealed, keys.get('operator')?.identity ?? ''))).toBe('seal.keyDoesNotOpen');
  });
  test('a wrong share beside three good ones stops nothing, and is known to be wrong', async () => {
    const good = await sharesOf(sealed, ['bureau', 'inspection', 'notary']);
    const lie: Share = { trustee: 'operator', share: base64Of(randomBytes(33)) };
    expect(await isShareOf(sealed, lie)).toBe(false);
    const opened = await openWithShares(sealed, [lie, ...good]);
    expect(opened.ok && opened.value.bid).toBe(bid);
  });
});

describe('attacks', () => {
  test('two of five, the operator among them, open nothing; nor does the same share twice', async () => {
    const two = await sharesOf(sealed, ['operator', 'bureau']);
    expect(codeOf(await openWithShares(sealed, two))).toBe('seal.sharesTooFew');
    expect(codeOf(await openWithShares(sealed, [...two, ...two]))).toBe('seal.sharesTooFew');
    const forged = { ...sealed, threshold: 2 };
    expect(codeOf(await openWithShares(forged, two))).toBe('seal.ciphertextDoesNotOpen');
  });
  test('an operator with the whole database and its own key opens no other trustee’s box and not the bidder’s', async () => {
    const { identity } = keys.get('operator') as KeyPair;
    for (const { trustee, box } of sealed.envelopes)
      expect([trustee, (await openBox(identity, box)) !== null]).toEqual([trustee, trustee === 'operator']);
    expect(await openBox(identity, sealed.own)).toBeNull();
  });
  test('the ciphertext of one bid under the name of another does not open', async () => {
    const rival = await sealedBy({ ...context, bidder: 'firm-2' }, '{"prices":[]}');
    const swapped = { ...rival, ciphertext: sealed.ciphertext, nonce: sealed.nonce };
    const opened = await openWithShares(swapped, await sharesOf(rival, ['bureau', 'notary', 'industry']));
    expect(codeOf(opened)).toBe('seal.ciphertextDoesNotOpen');
    const renamed: SealedBid = { ...sealed, context: { ...context, bidder: 'firm-2' } };
    expect(codeOf(await releaseShare(renamed, 'bureau', keys.get('bureau')?.identity ?? ''))).toBe(
      'seal.boxDiffers',
    );
  });
  test('SX-3.2b the ciphertext of one quoting round does not open in another', async () => {
    const first = await sealedBy({ ...context, quoting: 1 });
    const moved: SealedBid = { ...first, context: { ...context, quoting: 2 } };
    expect(codeOf(await openWithShares(moved, await sharesOf(first, ['bureau', 'notary', 'industry'])))).toBe(
      'seal.sharesTooFew',
    );
    const key = await ownKey(first, own.identity);
    expect(codeOf(await openWithOwnKey(moved, key.ok ? key.value : ''))).toBe('seal.ciphertextDoesNotOpen');
    // The whole box of the first round's shares and key, in a box that says the second.
    const second = await sealedBy({ ...context, quoting: 2 });
    const swapped = { ...second, ciphertext: first.ciphertext, nonce: first.nonce };
    expect(
      codeOf(await openWithShares(swapped, await sharesOf(second, ['bureau', 'notary', 'industry']))),
    ).toBe('seal.ciphertextDoesNotOpen');
    // Bids sealed before there were several rounds do not say one, and go on opening.
    expect(
      codeOf(await openWithShares(sealed, await sharesOf(sealed, ['bureau', 'notary', 'industry']))),
    ).toBeNull();
  });
  test('a bid of an earlier round or version sent again is another bid: its shares do not fit', async () => {
    const replayed: SealedBid = { ...sealed, context: { ...context, round: 'round-2' } };
    const shares = await sharesOf(sealed, ['bureau', 'notary', 'industry']);
    expect(codeOf(await openWithShares(replayed, shares))).toBe('seal.sharesTooFew');
    const key = await ownKey(replayed, own.identity);
    expect(key.ok && codeOf(await openWithOwnKey(replayed, key.value))).toBe('seal.ciphertextDoesNotOpen');
  });
  test('a commitment exchanged after the deadline is found at the opening', async () => {
    const other = await sealedBy(context, '{"prices":[{"product":"a","price":"1.00"}]}');
    const exchanged = { ...sealed, commitment: other.commitment };
    const opened = await openWithShares(exchanged, await sharesOf(sealed, ['bureau', 'notary', 'industry']));
    expect(codeOf(opened)).toBe('seal.ciphertextDoesNotOpen');
  });
  test('a bidder whose boxes hold other shares than declared is found out by the first trustee who opens one', async () => {
    const bad = await boxFor(keys.get('notary')?.recipient ?? '', randomBytes(33));
    const envelopes = sealed.envelopes.map((each) =>
      each.trustee === 'notary' ? { ...each, box: bad } : each,
    );
    const crooked = { ...sealed, envelopes };
    expect(codeOf(await releaseShare(crooked, 'notary', keys.get('notary')?.identity ?? ''))).toBe(
      'seal.boxDiffers',
    );
  });
  test('whatever bit is changed, the bid does not open as another one', async () => {
    const shares = await sharesOf(sealed, ['bureau', 'notary', 'industry']);
    const bytes = fromBase64(sealed.ciphertext) ?? new Uint8Array();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ flip : byte));
        const opened = await openWithShares({ ...sealed, ciphertext: base64Of(changed) }, shares);
        expect(codeOf(opened)).toBe('seal.ciphertextDoesNotOpen');
      }),
      { numRuns: 50 },
    );
  });
});

describe('what a sealed bid tells', () => {
  test('its size is the same whatever is bid, and two seals of one bid have nothing in common', async () => {
    const long = await sealedBy(context, bid.repeat(40));
    expect(long.ciphertext.length).toBe(sealed.ciphertext.length);
    expect(JSON.stringify(long).length).toBe(JSON.stringify(sealed).length);
    const again = await sealedBy(context);
    expect(again.commitment).not.toBe(sealed.commitment);
    expect(again.ciphertext).not.toBe(sealed.ciphertext);
  });
  test('a bid that does not fit the size is refused with the size, and impossible terms are refused', async () => {
    const large = await sealBid({ context, bid: 'x'.repeat(4097), terms, ownRecipient: own.recipient });
    expect(large.ok ? null : [large.code, large.facts]).toEqual(['seal.tooLarge', { size: 4096 }]);
    for (const threshold of [0, 1, 6])
      expect(
        codeOf(await sealBid({ context, bid, terms: { ...terms, threshold }, ownRecipient: own.recipient })),
      ).toBe('seal.termsWrong');
  });
  test('what does not fit the terms of its round is known when it arrives', async () => {
    expect(fitsTerms(sealed, terms)).toBe(true);
    const wrongs: Partial<SealedBid>[] = [
      { threshold: 2 },
      { size: 8192 },
      { ciphertext: sealed.ciphertext.slice(4) },
      { nonce: 'x' },
      { commitment: '' },
      { envelopes: sealed.envelopes.slice(1) },
      { envelopes: sealed.envelopes.map((each) => ({ ...each, trustee: 'bureau' })) },
      { envelopes: sealed.envelopes.map((each) => ({ ...each, box: '***' })) },
    ];
    for (const wrong of wrongs) expect(fitsTerms({ ...sealed, ...wrong }, terms)).toBe(false);
  });
  test('its digest changes with every part of it', async () => {
    const digest = await digestOf(sealed);
    const others: SealedBid[] = [
      { ...sealed, own: `${sealed.own}A` },
      { ...sealed, ciphertext: `A${sealed.ciphertext.slice(1)}` },
      { ...sealed, envelopes: sealed.envelopes.toReversed() },
      { ...sealed, context: { ...context, version: 2 } },
    ];
    for (const other of others) expect(await digestOf(other)).not.toBe(digest);
    expect(await digestOf(structuredClone(sealed))).toBe(digest);
  });
});

describe('keys', () => {
  test('an identity tells its recipient; nonsense has none', async () => {
    expect(await recipientOf(own.identity)).toBe(own.recipient);
    expect(await recipientOf('AGE-SECRET-KEY-1NONSENSE')).toBeNull();
  });
  test('a locked identity opens with its passphrase alone', async () => {
    const locked = await lockIdentity(own.identity, 'sechs gelbe Birnen im Schnee');
    expect(await unlockIdentity(locked, 'sechs gelbe Birnen im Schnee')).toBe(own.identity);
    expect(await unlockIdentity(locked, 'sieben')).toBeNull();
  });
  test('base64 goes there and back for every length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(fromBase64(base64Of(bytes))).toEqual(Uint8Array.from(bytes));
      }),
    );
    expect(fromBase64('§')).toBeNull();
    expect(fromBase64(base64Of(bytesOf('医用耗材')))).toEqual(bytesOf('医用耗材'));
  });
});
