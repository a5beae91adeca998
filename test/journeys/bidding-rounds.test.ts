import { askPublication, downloadBundle, readAward } from '@daylight/api/bidding-award.ts';
import { readOpening, setTrustees, startBidding } from '@daylight/api/bidding-opening.ts';
import {
  callQuoting,
  endQuoting,
  readBoxes,
  readQuoting,
  recordNegotiation,
  retryAward,
} from '@daylight/api/bidding-quoting.ts';
import { enrol, readBidding, withdrawBid } from '@daylight/api/bidding.ts';
import { verifyBundle } from '@daylight/rules/award/bundle.ts';
import { addMs } from '@daylight/rules/time.ts';
import { systemContext } from '@daylight/server/context.ts';
import { recomputeBidding } from '@daylight/server/features/bidding/port.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Arranging,
  type BiddingRound,
  bid,
  ceremony,
  day,
  enrolled,
  enrolment,
  openBidding,
  province,
  proven,
  release,
  sealedBids,
  sealedFor,
  settle,
  stateOf,
  submit,
} from '../support/bidding.ts';
import { type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let at: TestWorld;
beforeAll(async () => {
  at = await openTestWorld();
});
afterAll(() => at.close());

const params = ({ tenderId }: BiddingRound) => ({ tenderId });
const desk = async (round: BiddingRound) =>
  (await round.officer.call(readOpening, { params: params(round) })).value;
const own = async (round: BiddingRound, firm: number) =>
  (await round.firms[firm]!.sales.call(readBidding, { params: params(round) })).value;

/** A round whose bidders are enrolled and that takes bids. */
async function taking(options: Arranging): Promise<BiddingRound> {
  const round = await openBidding(options, at);
  await ceremony(round);
  for (const firm of round.firms) await enrolled(round, firm);
  return round;
}

/** Past the deadline of the quoting round, opened by three of five trustees. */
async function opened(round: BiddingRound): Promise<void> {
  const { bidDueAt } = await desk(round);
  await at.moveTo(addMs(bidDueAt!, 1000));
  for (const holder of round.holders.slice(0, 3)) void (await release(round, holder)).value;
  await settle(round);
}

async function quote(round: BiddingRound, prices: readonly (string | null)[]): Promise<void> {
  for (const [index, price] of prices.entries())
    if (price !== null) await bid(round, round.firms[index]!, price);
}

async function next(round: BiddingRound) {
  const { version } = await desk(round);
  const dueAt = addMs(at.now(), 5 * day);
  return round.officer.call(callQuoting, { params: params(round), body: { version, dueAt } });
}

async function finalPrices(round: BiddingRound): Promise<Record<string, string>> {
  const { lines } = (await round.officer.call(readAward, { params: params(round) })).value;
  return Object.fromEntries(lines.map((line) => [line.bidder.name.slice(0, 1), line.bidPrice]));
}

test('SX-3.2b GD-1b a reverse auction: quotes come down round by round, each sealed; others are seen as a rank alone', async () => {
  const quoting = { rounds: 3, stepPermyriad: 100, shown: 'rank', singleSource: null };
  const round = await taking({ mode: 'auction', quoting });
  await quote(round, ['500', '520', '700']);
  const [, , silent] = round.firms;
  const first = await at.sql<{ sealed: unknown }>(
    'select sealed from sealed_bid where tender_id = $1 and manufacturer_id = $2',
    [round.tenderId, round.firms[0]!.id],
  );
  await opened(round);
  expect(await stateOf(round)).toBe('opened');
  await settle(round);
  expect(await stateOf(round)).toBe('opened');
  // Nobody but the organiser reads the others' quotes.
  expect(await sealedBids(round)).toEqual([]);
  expect((await desk(round)).openings).toHaveLength(3);
  const theirs = (await silent!.sales.call(readOpening, { params: params(round) })).value;
  expect(theirs.openings.map((each) => each.bidder?.id)).toEqual([silent!.id]);
  expect((await own(round, 1)).rounds).toMatchObject({
    quoting: 1,
    standing: [{ price: '520', quoting: 1 }],
    seen: [{ rank: 2, of: 3, lowest: null }],
  });
  const { version } = await desk(round);
  const call = (body: { version: number; dueAt: string }) =>
    round.officer.call(callQuoting, { params: params(round), body: body as never });
  const dueAt = addMs(at.now(), 5 * day);
  expect((await call({ version, dueAt: addMs(at.now(), 60_000) })).problem).toMatchObject({
    code: 'bidding.roundTooShort',
    basis: { clause: 'SX-3.2b' },
  });
  expect((await call({ version: version - 1, dueAt })).problem.code).toBe('request.stale');
  expect((await call({ version, dueAt: 'soon' })).status).toBe(400);
  const body = { version, dueAt } as never;
  expect((await silent!.sales.call(callQuoting, { params: params(round), body })).status).toBe(403);
  expect((await call({ version, dueAt })).value).toMatchObject({ quoting: 2 });
  // What was sealed for the first round is not taken in the second, and put there by hand it does not open.
  const old = await sealedFor(round, round.firms[0]!, '499', { quoting: 1 });
  expect((await submit(round, round.firms[0]!, old)).problem.code).toBe('bidding.otherContext');
  await quote(round, ['400', '480', '710']);
  await at.sql(
    'update sealed_bid set sealed = $3 where tender_id = $1 and manufacturer_id = $2 and quoting = 2',
    [round.tenderId, round.firms[0]!.id, JSON.stringify(first[0]?.sealed)],
  );
  const late = await at.organisation({ kind: 'manufacturer', name: '迟到企业' });
  const person = await at.person(late, ['sales']);
  await at.sql('update tender_product set manufacturer_id = $1 where id = $2', [late, silent!.productId]);
  const refused = await person.call(enrol, { params: params(round), body: enrolment(silent!) });
  expect(refused.problem.code).toBe('bidding.notInFirstRound');
  await at.sql('update tender_product set manufacturer_id = $1 where id = $2', [
    silent!.id,
    silent!.productId,
  ]);
  await opened(round);
  const shown = await desk(round);
  const of = (index: number) =>
    shown.openings.find((each) => each.quoting === 2 && each.bidder?.id === round.firms[index]!.id);
  expect(of(0)).toMatchObject({ outcome: 'stopped', reason: 'seal.otherContext' });
  expect(of(1)).toMatchObject({ outcome: 'opened', lines: 1, stoppedLines: 0 });
  expect(of(2)).toMatchObject({ outcome: 'opened', lines: 0, stoppedLines: 1 });
  expect(
    shown.quoting.records.map(({ kind, bids, opened: open, stoppedLines }) => [
      kind,
      bids,
      open,
      stoppedLines,
    ]),
  ).toEqual([
    ['first', 3, 3, 0],
    ['next', 3, 2, 1],
  ]);
  const end = { params: params(round), body: { version: shown.version } };
  expect((await silent!.sales.call(endQuoting, end)).status).toBe(403);
  void (await round.officer.call(endQuoting, end)).value;
  expect((await round.officer.call(endQuoting, end)).problem.code).toBe('request.stale');
  await settle(round);
  expect(await stateOf(round)).toBe('evaluated');
  expect(await finalPrices(round)).toEqual({ 甲: '500', 乙: '480', 丙: '700' });
  expect(await sealedBids(round)).toEqual([]);
  await published(round);
  expect((await sealedBids(round)).map(({ quoting: n }) => n).toSorted()).toEqual([1, 1, 1, 2, 2, 2]);
  const bundle = await callAs(at.app, null, downloadBundle, { params: params(round), query: { province } });
  expect(verifyBundle(bundle.value)).toMatchObject({ intact: true, differences: [] });
  const changed = structuredClone(bundle.value) as { quotes: { quotes: { lines: { price: string }[] }[] } };
  changed.quotes.quotes.at(-1)!.lines[0]!.price = '1';
  expect(verifyBundle(changed).intact).toBe(false);
});

async function published(round: BiddingRound): Promise<void> {
  const { version } = await desk(round);
  void (await round.officer.call(askPublication, { params: params(round), body: { version } })).value;
  await settle(round);
}

test('SX-3.2b JS-21 GD-1b a competitive negotiation: everybody is heard on the record, then one final quote of all', async () => {
  const few = await openBidding({ mode: 'negotiation', firms: 2 }, at);
  await readied(few);
  const refused = await few.officer.call(startBidding, { params: params(few), body: {} });
  expect(refused.problem).toMatchObject({
    code: 'bidding.tooFewAsked',
    basis: { clause: 'SX-3.2b' },
    facts: { found: 2, wanted: 3 },
  });
  const round = await taking({ mode: 'negotiation' });
  await quote(round, ['600', '610', '620']);
  await opened(round);
  const { version } = await desk(round);
  expect((await next(round)).problem).toMatchObject({ code: 'bidding.minutesMissing', facts: { count: 3 } });
  const ended = await round.officer.call(endQuoting, { params: params(round), body: { version } });
  expect(ended.problem).toMatchObject({ code: 'bidding.finalQuoteMissing', basis: { clause: 'SX-3.2b' } });
  const minutes = (manufacturerId: string, heldOn: string) => ({
    manufacturerId,
    heldOn: heldOn as never,
    ours: '谈判小组张三、李四、王五',
    theirs: '销售经理赵六',
    points: '确认供货承诺与伴随服务，请作最后报价',
    evidenceIds: [],
  });
  const today = new Date(Date.parse(at.now()) + 8 * 3_600_000).toISOString().slice(0, 10);
  const enter = (body: object, as = round.officer) =>
    as.call(recordNegotiation, { params: params(round), body: body as never });
  const [first] = round.firms;
  expect((await enter(minutes(first!.id, '2020-01-01'))).problem.code).toBe('bidding.heldOnWrong');
  expect((await enter(minutes(late(round), today))).problem.code).toBe('bidding.noStandingQuote');
  expect((await enter({ ...minutes(first!.id, today), points: '' })).status).toBe(400);
  expect((await enter(minutes(first!.id, today), first!.sales)).status).toBe(403);
  for (const firm of round.firms) void (await enter(minutes(firm.id, today))).value;
  // Each bidder reads its own minutes, the organiser all; nobody sees another's price.
  const mine = (await own(round, 0)).rounds;
  expect(mine.negotiations).toHaveLength(1);
  expect(mine.seen).toEqual([]);
  const all = (await round.officer.call(readQuoting, { params: params(round) })).value;
  expect(all.negotiations).toHaveLength(3);
  expect(all.standing.map(({ price }) => price).toSorted()).toEqual(['600', '610', '620']);
  expect((await first!.sales.call(readQuoting, { params: params(round) })).status).toBe(403);
  expect((await next(round)).value.quoting).toBe(2);
  await quote(round, ['500', '505', null]);
  expect((await first!.sales.call(readBoxes, { params: params(round), query: {} })).status).toBe(403);
  await opened(round);
  await settle(round);
  expect(await stateOf(round)).toBe('evaluated');
  expect(await finalPrices(round)).toEqual({ 甲: '500', 乙: '505', 丙: '620' });
  expect((await next(round)).problem.code).toBe('tender.wrongState');
});

const late = (round: BiddingRound): string => round.hospitals[0]!.id;

/** Trustees named and their keys proven; bidding not begun. */
async function readied(round: BiddingRound): Promise<void> {
  const trustees = round.holders.map(({ person, capacity }) => ({ accountId: person.accountId, capacity }));
  void (await round.officer.call(setTrustees, { params: params(round), body: { threshold: 3, trustees } }))
    .value;
  for (const holder of round.holders) await proven(round, holder);
}

test('SX-3.2b an inquiry is quoted once and not changed; an award that cannot be computed waits for its correction and a retry', async () => {
  const round = await taking({ mode: 'inquiry' });
  await quote(round, ['300', '310', '320']);
  const [firm] = round.firms;
  const again = await submit(round, firm!, await sealedFor(round, firm!, '290'));
  expect(again.problem).toMatchObject({ code: 'bidding.quotedOnce', basis: { clause: 'SX-3.2b' } });
  const withdrawn = await firm!.sales.call(withdrawBid, { params: params(round), body: {} });
  expect(withdrawn.problem.code).toBe('bidding.quotedOnce');
  const [{ pack } = { pack: null }] = await at.sql<{ pack: object }>(
    'select pack from tender where id = $1',
    [round.tenderId],
  );
  await at.sql(`update tender set pack = '{}' where id = $1`, [round.tenderId]);
  await opened(round);
  await settle(round);
  const stuck = await desk(round);
  expect(stuck).toMatchObject({ state: 'opened', quoting: { now: 1 } });
  expect(stuck.trouble?.zh).toContain('bidding.packUnreadable');
  const retry = (version: number, as = round.officer) =>
    as.call(retryAward, { params: params(round), body: { version } });
  expect((await retry(stuck.version + 1)).problem.code).toBe('request.stale');
  expect((await retry(stuck.version, firm!.sales)).status).toBe(403);
  await at.sql('update tender set pack = $2 where id = $1', [round.tenderId, JSON.stringify(pack)]);
  void (await retry(stuck.version)).value;
  await settle(round);
  expect(await stateOf(round)).toBe('evaluated');
  const { version } = await desk(round);
  expect((await retry(version)).problem.code).toBe('bidding.noTrouble');
});

test('SX-3.2b when a year’s calendar is entered, the times of a running opening are counted again', async () => {
  const round = await taking({ mode: 'listing' });
  await quote(round, ['300', null, null]);
  const { bidDueAt } = await desk(round);
  await at.moveTo(addMs(bidDueAt!, 1000));
  const { ownKeysFromAt, ownKeysDueAt } = await desk(round);
  await at.sql(
    `update bid_round set own_keys_from_at = own_keys_from_at + interval '1 day', own_keys_due_at = own_keys_due_at + interval '1 day' where tender_id = $1`,
    [round.tenderId],
  );
  expect(await recomputeBidding(systemContext(at.world, province, 'calendar'))).toBe(1);
  expect(await desk(round)).toMatchObject({ ownKeysFromAt, ownKeysDueAt });
  for (const holder of round.holders.slice(0, 3)) void (await release(round, holder)).value;
  await settle(round);
  // A ceiling takes every valid quote, be it the only one.
  expect(await stateOf(round)).toBe('evaluated');
});
