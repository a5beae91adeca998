import { verify } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { enrol, giveOwnKey, readBidding, submitBid, withdrawBid } from '@daylight/api/bidding.ts';
import { readOpening, readSealedBids, readSigningKey, releaseShares } from '@daylight/api/bidding-opening.ts';
import { instant } from '@daylight/rules/time.ts';
import { openWithShares, ownKey } from '@daylight/seal/open.ts';
import { newKeyPair } from '@daylight/seal/keys.ts';
import type { SealedBid } from '@daylight/seal/sealed-bid.ts';
import { digestOf } from '@daylight/seal/sealed-bid.ts';
import { actorContext } from '@daylight/server/context.ts';
import { reading } from '@daylight/server/db.ts';
import { submitBid as takeBid } from '@daylight/server/features/bidding/submit.ts';
import { sealAll } from '@daylight/server/features/journal/seal.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BiddingRound,
  bid,
  ceremony,
  contentOf,
  enrolled,
  enrolment,
  openBidding,
  pastDeadline,
  release,
  sealedBids,
  sealedFor,
  settle,
  stateOf,
  submit,
} from '../support/bidding.ts';
import { bidText } from '@daylight/rules/bidding/content.ts';
import { callAs } from '../support/world.ts';

const prices = ['412.34', '523.45', '734.56'];
let round: BiddingRound;

beforeAll(async () => {
  round = await openBidding();
  await ceremony(round);
  for (const firm of round.firms) await enrolled(round, firm);
});
afterAll(() => round.at.close());

const params = () => ({ tenderId: round.tenderId });
const desk = async () => (await round.officer.call(readOpening, { params: params() })).value;

test('SX-3.2b a sealed bid is received with a signed receipt, replaced and withdrawn until the deadline', async () => {
  const [firm] = round.firms;
  if (firm === undefined) throw new Error('no firm');
  const first = await sealedFor(round, firm, prices[0]!);
  const receipt = (await submit(round, firm, first)).value;
  expect(receipt).toMatchObject({
    version: 1,
    digest: await digestOf(first),
    commitment: first.commitment,
    place: null,
  });
  const key = (await callAs(round.at.app, null, readSigningKey, {})).value;
  const pem = createPublicKey(key.pem);
  const isSigned = (text: string, signature: string) =>
    verify(null, Buffer.from(text), pem, Buffer.from(signature, 'base64'));
  expect(isSigned(receipt.text, receipt.signature)).toBe(true);
  expect(isSigned(receipt.text.replace('"version":1', '"version":2'), receipt.signature)).toBe(false);
  await sealAll(round.at.world);
  const shown = (await firm.sales.call(readBidding, { params: params() })).value;
  const place = shown.receipts[0]?.place;
  expect(place?.position).toBeGreaterThan(0);
  expect(isSigned(place!.text, place!.signature)).toBe(true);
  await bid(round, firm, '400.00');
  expect((await desk()).commitments).toHaveLength(1);
  void (await firm.sales.call(withdrawBid, { params: params(), body: {} })).value;
  expect((await desk()).commitments).toHaveLength(0);
  expect((await firm.sales.call(withdrawBid, { params: params(), body: {} })).problem.code).toBe(
    'bidding.noBid',
  );
  await bid(round, firm, prices[0]!);
  const after = (await firm.sales.call(readBidding, { params: params() })).value;
  expect(after.receipts.map(({ version, state }) => [version, state])).toEqual([
    [3, 'standing'],
    [2, 'withdrawn'],
    [1, 'replaced'],
  ]);
});

test('SX-3.2b what does not fit the round, is replayed, or is another firm’s is not taken', async () => {
  const [firm, other] = round.firms;
  if (firm === undefined || other === undefined) throw new Error('no firm');
  const good = await sealedFor(round, other, prices[1]!);
  const lower = { ...good, threshold: 2 };
  expect((await submit(round, other, lower)).problem).toMatchObject({
    code: 'bidding.sealMalformed',
    basis: { clause: 'SX-3.2b' },
  });
  expect(
    (await submit(round, other, { ...good, context: { ...good.context, version: 7 } })).problem,
  ).toMatchObject({
    code: 'bidding.otherContext',
    facts: { version: 1 },
  });
  expect((await submit(round, firm, good)).problem.code).toBe('bidding.otherContext');
  void (await submit(round, other, good)).value;
  // The very same bid again is of a version that has gone by.
  expect((await submit(round, other, good)).problem.code).toBe('bidding.otherContext');
  const body = { sealed: { ...good, extra: 1 }, ownRecipient: other.own.recipient };
  const malformed = await other.sales.call(submitBid, { params: params(), body: body as never });
  expect(malformed.status).toBe(400);
  expect((await round.officer.call(submitBid, { params: params(), body: body as never })).status).toBe(403);
});

test('SX-2.2 GY-3.3 who lacks a licence, or products of the round, does not get in; nobody enrols twice', async () => {
  const [firm] = round.firms;
  if (firm === undefined) throw new Error('no firm');
  const again = await firm.sales.call(enrol, { params: params(), body: enrolment(firm) });
  expect(again.problem.code).toBe('bidding.enrolledAlready');
  const bare = await round.at.organisation({ kind: 'manufacturer', name: '无证企业' });
  const person = await round.at.person(bare, ['sales']);
  const foreign = await person.call(enrol, { params: params(), body: enrolment(firm) });
  expect(foreign.problem.code).toBe('bidding.unknownProduct');
  await round.at.sql('update tender_product set manufacturer_id = $1 where id = $2', [
    bare,
    round.firms[2]!.productId,
  ]);
  const unlicensed = await person.call(enrol, { params: params(), body: enrolment(round.firms[2]!) });
  expect(unlicensed.problem).toMatchObject({ code: 'bidding.notQualified', basis: { clause: 'SX-2.2' } });
  await round.at.sql('update tender_product set manufacturer_id = $1 where id = $2', [
    round.firms[2]!.id,
    round.firms[2]!.productId,
  ]);
});

test('SX-3.2b an operator with the whole database finds no price in it, and nobody reads another’s bid before the deadline', async () => {
  await bid(round, round.firms[2]!, prices[2]!);
  const tables = await round.at.sql<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  for (const { name } of tables) {
    const rows = await round.at.sql<{ text: string }>(`select x::text as text from ${name} x`);
    for (const { text } of rows)
      for (const price of [...prices, '400.00'])
        expect([name, price, text.includes(price)]).toEqual([name, price, false]);
  }
  const stands = await round.at.sql<{ id: string }>(`select id from sealed_bid where state = 'standing'`);
  expect(stands).toHaveLength(3);
  const { db } = round.at.world.database;
  const seen = (scope: { organisationId: string | null; reach: 'own' | 'province' | 'public' }) =>
    reading(db, { province: 32, ...scope }, (tx) =>
      tx.selectFrom('sealedBid').select('manufacturerId').where('province', '=', 32).execute(),
    );
  for (const reach of ['own', 'province', 'public'] as const)
    expect(await seen({ organisationId: round.officer.organisationId, reach })).toEqual([]);
  const mine = await seen({ organisationId: round.firms[0]!.id, reach: 'own' });
  expect(new Set(mine.map((row) => row.manufacturerId))).toEqual(new Set([round.firms[0]!.id]));
  expect(await sealedBids(round)).toEqual([]);
  const shown = await desk();
  expect(shown.commitments).toHaveLength(3);
  expect(shown.openings).toEqual([]);
  for (const firm of round.firms) expect(JSON.stringify(shown.commitments)).not.toContain(firm.id);
});

test('SX-3.2b the very instant of the deadline is late, by the clock of the database and not by a slow server', async () => {
  const [firm] = round.firms;
  if (firm === undefined) throw new Error('no firm');
  const last = await sealedFor(round, firm, '399.99');
  await round.at.moveTo(instant(new Date(Date.parse(round.dueAt) - 1).toISOString()));
  const inTime = await submit(round, firm, last);
  expect(inTime.value.version).toBe(4);
  const late = await sealedFor(round, firm, '1.00');
  // Exactly at the deadline, before the clock's work has shut the box.
  const actor = {
    accountId: firm.sales.accountId,
    organisationId: firm.id,
    kind: 'manufacturer' as const,
    jurisdiction: '320000',
    province: 32,
    roles: ['sales'],
  };
  const call = {
    params: params(),
    query: {},
    body: { sealed: { ...late, envelopes: [...late.envelopes] }, ownRecipient: firm.own.recipient },
  };
  const at = { ...round.at.world, clock: () => instant(round.dueAt) };
  const exact = await takeBid(actorContext(at, actor, { requestId: 'exact' }), call);
  expect(exact).toMatchObject({ ok: false, code: 'bidding.deadlinePassed' });
  // A server whose clock is years behind: the database's own clock says that it is over.
  await round.at.sql(
    `update tender set bid_due_at = clock_timestamp() - interval '1 second', bid_from_at = null where id = $1`,
    [round.tenderId],
  );
  const slow = {
    ...actorContext(at, actor, { requestId: 'slow' }),
    isClockMoved: false,
    now: instant('2020-01-01T00:00:00.000Z'),
  };
  expect(await takeBid(slow, call)).toMatchObject({ ok: false, code: 'bidding.deadlinePassed' });
  await round.at.sql('update tender set bid_due_at = $2 where id = $1', [round.tenderId, round.dueAt]);
});

test('SX-3.2b k − 1 shares open nothing; a wrong share is named; k shares open all, and anybody opens them again', async () => {
  await pastDeadline(round);
  expect(await stateOf(round)).toBe('opening');
  const withdrawn = await round.firms[0]!.sales.call(withdrawBid, { params: params(), body: {} });
  expect(withdrawn.problem.code).toBe('bidding.deadlinePassed');
  const [bureau, discipline, notary, industry, operator] = round.holders;
  void (await release(round, operator!)).value;
  void (await release(round, bureau!)).value;
  const stranger = await newKeyPair();
  expect((await release(round, industry!, stranger)).value).toEqual({ good: 0, wrong: 0, without: 3 });
  const lie = (await sealedBids(round)).map(({ bidId }) => ({
    bidId,
    share: Buffer.from('another share').toString('base64'),
    finding: 'released' as const,
  }));
  const lied = await discipline!.person.call(releaseShares, { params: params(), body: { shares: lie } });
  expect(lied.value).toEqual({ good: 0, wrong: 3, without: 0 });
  expect((await release(round, bureau!)).problem.code).toBe('bidding.releasedBefore');
  await settle(round);
  expect(await stateOf(round)).toBe('opening');
  const shown = (await desk()).openings;
  expect(shown.every((each) => each.outcome === null)).toBe(true);
  const liar = (await desk()).trustees.find((each) => each.capacity === 'discipline')?.id;
  expect(shown[0]?.shares.find((each) => each.trusteeId === liar)?.finding).toBe('differs');
  void (await release(round, notary!)).value;
  await settle(round);
  const opened = (await desk()).openings;
  expect(opened.map(({ outcome, path, lines }) => [outcome, path, lines])).toEqual(
    Array.from({ length: 3 }, () => ['opened', 'shares', 1]),
  );
  for (const { sealed, shares, opened: out } of await sealedBids(round)) {
    const again = await openWithShares(sealed as SealedBid, shares);
    expect(again.ok && again.value).toEqual(out);
  }
  const page = await callAs(round.at.app, null, readSealedBids, {
    params: params(),
    query: { province: 32, limit: 2 },
  });
  expect(page.value.items).toHaveLength(2);
  expect(page.value.next).not.toBeNull();
});

test('SX-3.2b swapped ciphertexts and malformed bids stop those bids alone, each with its reason', async () => {
  const other = await openBidding();
  try {
    await ceremony(other);
    const [a, b, c] = other.firms;
    for (const firm of other.firms) await enrolled(other, firm);
    await bid(other, a!, '400');
    await bid(other, b!, '500');
    await submit(other, c!, await sealedFor(other, c!, '', { text: '{"format":"daylight-bid/1"' }));
    // Somebody with the database puts one firm's ciphertext under another's name.
    await other.at.sql(
      `update sealed_bid x set sealed = x.sealed || jsonb_build_object('ciphertext', y.sealed->'ciphertext', 'nonce', y.sealed->'nonce')
       from sealed_bid y where x.manufacturer_id = $1 and y.manufacturer_id = $2`,
      [b!.id, a!.id],
    );
    await pastDeadline(other);
    for (const holder of other.holders.slice(2)) void (await release(other, holder)).value;
    await settle(other);
    const { openings } = (await other.officer.call(readOpening, { params: { tenderId: other.tenderId } }))
      .value;
    const of = (id: string) => openings.find((each) => each.bidder?.id === id);
    expect(of(a!.id)).toMatchObject({ outcome: 'opened' });
    expect(of(b!.id)).toMatchObject({ outcome: 'stopped', reason: 'seal.ciphertextDoesNotOpen' });
    expect(of(c!.id)).toMatchObject({ outcome: 'stopped', reason: 'bid.notText' });
    // One valid bid is too few for the round, and everybody reads so.
    expect(await stateOf(other)).toBe('failed');
    const [step] = await other.at.sql<{ note: string }>(
      `select note from tender_step where tender_id = $1 and to_state = 'failed'`,
      [other.tenderId],
    );
    expect(step?.note).toContain('1 家');
  } finally {
    await other.at.close();
  }
});

test('SX-3.2b lost keys: the remaining k open; with fewer the bidders open by their own keys, and who does not is out', async () => {
  const other = await openBidding();
  try {
    await ceremony(other);
    for (const [index, firm] of other.firms.entries()) {
      await enrolled(other, firm);
      await bid(other, firm, `${400 + index}`);
    }
    await pastDeadline(other);
    const [firm, second, silent] = other.firms;
    const ownParams = { tenderId: other.tenderId };
    const sealed = (await sealedBids(other)).find(({ bidder }) => bidder.id === firm!.id)!;
    const key = await ownKey(sealed.sealed as SealedBid, firm!.own.identity);
    if (!key.ok) throw new Error(key.code);
    const early = await firm!.sales.call(giveOwnKey, { params: ownParams, body: { key: key.value } });
    expect(early.problem.code).toBe('bidding.ownKeysLater');
    void (await release(other, other.holders[0]!)).value;
    const due = (await other.officer.call(readOpening, { params: ownParams })).value;
    await other.at.moveTo(due.ownKeysFromAt!);
    const wrong = await firm!.sales.call(giveOwnKey, { params: ownParams, body: { key: 'AAAA' } });
    expect(wrong.problem.code).toBe('bidding.keyMalformed');
    for (const one of [firm!, second!]) {
      const box = (await sealedBids(other)).find(({ bidder }) => bidder.id === one.id)!;
      const own = await ownKey(box.sealed as SealedBid, one.own.identity);
      void (await one.sales.call(giveOwnKey, { params: ownParams, body: { key: own.ok ? own.value : '' } }))
        .value;
    }
    await settle(other);
    await other.at.moveTo(due.ownKeysDueAt!);
    await settle(other);
    const { openings } = (await other.officer.call(readOpening, { params: ownParams })).value;
    const of = (id: string) => openings.find((each) => each.bidder?.id === id);
    expect(of(firm!.id)).toMatchObject({ outcome: 'opened', path: 'own' });
    expect(of(silent!.id)).toMatchObject({ outcome: 'stopped', reason: 'bidding.notOpened' });
    expect(await stateOf(other)).toBe('evaluated');
  } finally {
    await other.at.close();
  }
});

test('SX-3.2b every sealed bid of a round is as large as every other', async () => {
  const sizes = new Set((await sealedBids(round)).map(({ sealed }) => JSON.stringify(sealed).length));
  expect(sizes.size).toBe(1);
  expect(bidText(contentOf(round, round.firms[0]!, '1')).length).toBeLessThan(1024);
});
