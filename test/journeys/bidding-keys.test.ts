import {
  decideEnrolment,
  enrol,
  listEnrolments,
  listTrusteeAccounts,
  withdrawEnrolment,
} from '@daylight/api/bidding.ts';
import {
  giveKey,
  proveKey,
  readOpening,
  releaseShares,
  reportLostKey,
  setTrustees,
  startBidding,
} from '@daylight/api/bidding-opening.ts';
import { readHome } from '@daylight/api/home.ts';
import { listUndertakings, readCourse } from '@daylight/api/tender-oversight.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { newKeyPair } from '@daylight/seal/keys.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BiddingRound,
  type Holder,
  bid,
  enrolled,
  enrolment,
  openBidding,
  proven,
  undertaking,
} from '../support/bidding.ts';

let round: BiddingRound;

beforeAll(async () => {
  round = await openBidding();
});
afterAll(() => round.at.close());

const params = () => ({ tenderId: round.tenderId });
const named = (...holders: readonly Holder[]) =>
  holders.map(({ person, capacity }) => ({ accountId: person.accountId, capacity }));
const name = (holders: readonly Holder[], threshold: number) =>
  round.officer.call(setTrustees, { params: params(), body: { threshold, trustees: named(...holders) } });

test('SX-3.2b no threshold lets one organisation open bids, and too few trustees are refused with the provision', async () => {
  const [bureau, discipline, notary, industry, operator] = round.holders as [
    Holder,
    Holder,
    Holder,
    Holder,
    Holder,
  ];
  expect((await name([bureau, notary], 2)).problem).toMatchObject({
    code: 'bidding.trusteesTooFew',
    basis: { document: 'daylight' },
    facts: { least: 3 },
  });
  // The bureau's supervisor and its inspector are of one house: two shares must not be enough.
  expect((await name([bureau, discipline, notary], 2)).problem.code).toBe('bidding.oneOrganisationReaches');
  expect((await name(round.holders, 2)).problem).toMatchObject({
    code: 'bidding.thresholdTooLow',
    facts: { needed: 3 },
  });
  expect((await name(round.holders, 6)).problem.code).toBe('bidding.thresholdTooHigh');
  expect((await name([bureau, bureau, notary], 2)).problem.code).toBe('bidding.trusteeTwice');
  const wrong = { ...operator, capacity: 'notary' as const };
  expect((await name([bureau, notary, wrong], 2)).problem).toMatchObject({
    code: 'bidding.unknownAccount',
    field: 'trustees.2.accountId',
  });
  const buyer = round.hospitals[0]!.buyer;
  const body = { threshold: 2, trustees: named(bureau, notary, industry) };
  expect((await buyer.call(setTrustees, { params: params(), body })).status).toBe(403);
  const city = await round.at.organisation({ kind: 'bureau', jurisdiction: '320600' });
  const other = await round.at.person(city, ['officer'], '320600');
  expect((await other.call(setTrustees, { params: params(), body })).problem.code).toBe(
    'bidding.notOrganiser',
  );
  const malformed = { threshold: 1, trustees: body.trustees };
  expect((await round.officer.call(setTrustees, { params: params(), body: malformed })).status).toBe(400);
  expect((await name(round.holders, 3)).value).toEqual({ threshold: 3, trustees: 5 });
  const accounts = (
    await round.officer.call(listTrusteeAccounts, { params: params(), query: { search: '公证' } })
  ).value;
  expect(accounts.items).toMatchObject([
    { accountId: notary.person.accountId, capacities: ['notary', 'industry'] },
  ]);
});

test('SX-3.2b a trustee’s key counts only when its owner opened the test box, and bidding waits for all of them', async () => {
  const [bureau, discipline] = round.holders as [Holder, Holder];
  const start = () => round.officer.call(startBidding, { params: params(), body: {} });
  const todo = (await discipline.person.call(readHome, {})).value.todos;
  expect(todo.some((each) => each.kind === 'bidding.key')).toBe(true);
  const nonsense = `age1${'q'.repeat(58)}`;
  expect(
    (await bureau.person.call(giveKey, { params: params(), body: { recipient: nonsense } })).problem.code,
  ).toBe('bidding.keyMalformed');
  expect(
    (await bureau.person.call(giveKey, { params: params(), body: { recipient: 'ssh-rsa' } })).status,
  ).toBe(400);
  const key = { recipient: bureau.keys.recipient };
  // Whoever holds a share undertakes to keep it, in the text that is in force.
  for (const other of [null, '2019-12-31' as IsoDate])
    expect(
      (await bureau.person.call(giveKey, { params: params(), body: { ...key, undertaking: other } })).problem,
    ).toMatchObject({ code: 'tender.undertakingMissing', basis: { clause: 'GY-5.4' } });
  void (await bureau.person.call(giveKey, { params: params(), body: { ...key, undertaking } })).value;
  const guess = await bureau.person.call(proveKey, { params: params(), body: { answer: 'guessed' } });
  expect(guess.problem.code).toBe('bidding.proofWrong');
  const taken = await discipline.person.call(giveKey, {
    params: params(),
    body: { recipient: bureau.keys.recipient, undertaking },
  });
  expect(taken.problem.code).toBe('bidding.keyTaken');
  const stranger = await round.at.person(round.officer.organisationId, ['supervisor'], '320000');
  const { recipient } = await newKeyPair();
  expect(
    (await stranger.call(giveKey, { params: params(), body: { recipient, undertaking } })).problem.code,
  ).toBe('bidding.unknownTrustee');
  expect((await start()).problem).toMatchObject({ code: 'bidding.keysMissing', facts: { missing: 5 } });
  for (const holder of round.holders) await proven(round, holder);
  const tables = await round.at.sql<{ text: string }>('select t::text as text from bid_trustee t');
  for (const { keys } of round.holders)
    for (const { text } of tables) expect(text).not.toContain(keys.identity.slice(16));
  const started = (await start()).value;
  expect(started.size % 1024).toBe(0);
  expect((await start()).problem.code).toBe('tender.wrongState');
  const changed = await bureau.person.call(giveKey, { params: params(), body: { recipient, undertaking } });
  expect(changed.problem.code).toBe('bidding.keyFixed');
  expect((await name(round.holders, 4)).problem.code).toBe('tender.wrongState');
  const lost = await bureau.person.call(reportLostKey, { params: params(), body: { note: '电脑硬盘损坏' } });
  expect(lost.value).toMatchObject({ usable: 4, threshold: 3 });
  const early = { shares: [{ bidId: crypto.randomUUID(), share: null, finding: 'keyDoesNotOpen' as const }] };
  expect((await discipline.person.call(releaseShares, { params: params(), body: early })).problem.code).toBe(
    'tender.wrongState',
  );
});

test('SX-2.2 GD-1b the organiser decides on enrolments; restricted firms stay out; who has a bid in cannot slip away', async () => {
  const [first, second, third] = round.firms as [
    BiddingRound['firms'][number],
    BiddingRound['firms'][number],
    BiddingRound['firms'][number],
  ];
  // No fees, no bribes: who bids undertakes it, and the text is kept as it read (GY-5.4).
  const silently = { ...enrolment(first), undertaking: null };
  expect((await first.sales.call(enrol, { params: params(), body: silently })).problem).toMatchObject({
    code: 'tender.undertakingMissing',
    basis: { clause: 'GY-5.4' },
  });
  void (await first.sales.call(enrol, { params: params(), body: enrolment(first) })).value;
  const kept = (await round.officer.call(listUndertakings, { params: params() })).value;
  expect(kept.items.filter((each) => each.capacity === 'trustee')).toHaveLength(5);
  expect(kept.items.find((each) => each.capacity === 'bidder')).toMatchObject({
    organisation: first.name,
    from: '2020-01-01',
    text: { zh: expect.stringContaining('不串通投标') },
  });
  // Before the opening not even who supervises reads who bids.
  const course = (await round.officer.call(readCourse, { params: params(), query: {} })).value;
  const step = course.items.find((each) => each.event === 'bidding.enrolled');
  expect(step).toMatchObject({ hidden: true, organisation: null, person: null });
  // Nobody reads who else bids.
  const own = (await second.sales.call(listUndertakings, { params: params() })).value;
  expect(own).toMatchObject({ items: [], missing: [], mayRecord: false });
  const { items } = (await round.officer.call(listEnrolments, { params: params() })).value;
  const entered = items.find((each) => each.bidder.id === first.id);
  expect(entered?.findings.every((each) => each.ok)).toBe(true);
  const at = { tenderId: round.tenderId, enrolmentId: entered!.id };
  const silent = { version: 1, accepts: false, note: '', grades: [] };
  expect((await round.officer.call(decideEnrolment, { params: at, body: silent })).status).toBe(400);
  const stale = { version: 9, accepts: true, note: '', grades: [] };
  expect((await round.officer.call(decideEnrolment, { params: at, body: stale })).problem.code).toBe(
    'request.stale',
  );
  const body = { version: 1, accepts: false, note: '产能证明不足', grades: [] };
  expect((await round.officer.call(decideEnrolment, { params: at, body })).value.state).toBe('refused');
  expect((await round.officer.call(decideEnrolment, { params: at, body })).problem.code).toBe(
    'bidding.enrolmentDecided',
  );
  expect((await first.sales.call(listEnrolments, { params: params() })).status).toBe(403);
  await enrolled(round, second);
  await bid(round, second, '300');
  expect((await second.sales.call(withdrawEnrolment, { params: params(), body: {} })).problem.code).toBe(
    'bidding.bidStands',
  );
  void (await third.sales.call(enrol, { params: params(), body: enrolment(third) })).value;
  void (await third.sales.call(withdrawEnrolment, { params: params(), body: {} })).value;
  const shown = (await third.sales.call(readOpening, { params: params() })).value;
  expect(shown.enrolments).toEqual({ entered: 0, accepted: 1 });
  expect(shown.commitments).toHaveLength(1);
});
