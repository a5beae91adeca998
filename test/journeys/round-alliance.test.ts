import { chooseLeftover, listChoices, readChoice } from '@daylight/api/agreement-choice.ts';
import { listAgreements } from '@daylight/api/agreement.ts';
import { askPublication, decideAward, downloadBundle, readAward } from '@daylight/api/bidding-award.ts';
import { readOpening } from '@daylight/api/bidding-opening.ts';
import { publishVolumes, readVolumes } from '@daylight/api/demand.ts';
import { readVolumeProgress } from '@daylight/api/execution.ts';
import { readHome } from '@daylight/api/home.ts';
import { searchListings } from '@daylight/api/listing.ts';
import { answerOrder } from '@daylight/api/order-answer.ts';
import { acceptShipment, shipOrder } from '@daylight/api/order-delivery.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { announceRound } from '@daylight/api/tender-notice.ts';
import { answerFiling, approvePlan, beginRound, filePlan, submitPlan } from '@daylight/api/tender-plan.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import { beginScreening, chooseItems, readScreening } from '@daylight/api/tender-screening.ts';
import { verifyBundle } from '@daylight/rules/award/bundle.ts';
import { addMs } from '@daylight/rules/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Alliance,
  accepted,
  allianceCities,
  asBidding,
  delivering,
  filledPlan,
  openAlliance,
  packsOf,
  present,
  reported,
  signAll,
} from '../support/alliance.ts';
import {
  type BiddingRound,
  bid,
  ceremony,
  day,
  enrolled,
  release,
  settle,
  stateOf,
} from '../support/bidding.ts';
import { callAs, openTestWorld } from '../support/world.ts';

/**
 * A five-city alliance from the screening of last year's purchases to the first order, everything over HTTP: twelve hospitals
 * and eight bidders (SX-2.1 to SX-5.4a, JS-20 to JS-25a). Each test goes on where the one before ended.
 */
let alliance: Alliance;
let bidding: BiddingRound;
let tenderId = '';

beforeAll(async () => {
  alliance = await openAlliance(await openTestWorld());
});
afterAll(() => alliance.at.close());

const params = () => ({ tenderId });
const round = async () => (await alliance.officer.call(readRound, { params: params() })).value;
const version = async () => (await round()).version;
const province = { province: 32 };

test('SX-2.1 the lead city screens last year’s purchases of the five cities and chooses two items with their data', async () => {
  const { officer, at } = alliance;
  const begun = await officer.call(beginScreening, {
    body: { title: '五市联盟品种遴选', level: 'interCity', regions: [...allianceCities] },
  });
  await at.moveBy(1000);
  const screeningId = begun.value.id;
  const screening = (await officer.call(readScreening, { params: { screeningId } })).value;
  expect(screening).toMatchObject({ state: 'ready', institutions: 12 });
  expect(screening.candidates.map((each) => [each.prefix.slice(0, 10), each.figures.manufacturers])).toEqual([
    ['C010101001', 5],
    ['C010202002', 3],
  ]);
  const chosen = screening.candidates.map((each) => each.prefix);
  void (
    await officer.call(chooseItems, {
      params: { screeningId },
      body: { version: screening.version, chosen, reason: '用量大、竞争充分' },
    })
  ).value;
  await at.moveBy(1000);
  const begin = await officer.call(beginRound, {
    body: {
      title: '五市联盟注射穿刺类医用耗材集中带量采购',
      level: 'interCity',
      modeCode: 'volume',
      mode: 'tender',
      screeningId,
      regions: [...allianceCities],
    },
  });
  tenderId = begin.value.id;
  expect(await round()).toMatchObject({ state: 'draft', institutions: 12, items: 2 });
});

test('JS-22 GY-5.2 the plan is approved by a second person, filed with the province, and announced five working days later', async () => {
  const { officer, supervisor, province: above, at } = alliance;
  await filledPlan(alliance, tenderId);
  void (await officer.call(submitPlan, { params: params(), body: { version: await version() } })).value;
  void (await supervisor.call(approvePlan, { params: params(), body: { approved: true, note: '同意' } }))
    .value;
  const filed = await officer.call(filePlan, { params: params(), body: { version: await version() } });
  void (await above.call(answerFiling, { params: params(), body: { answer: 'noted' } })).value;
  await at.moveTo(filed.value.announceFromAt);
  const text = { title: '采购公告', body: '五市联盟集中带量采购公告正文。' };
  void (await officer.call(announceRound, { params: params(), body: { version: await version(), ...text } }))
    .value;
  await at.moveBy(1000);
  expect(await stateOf({ at, tenderId } as BiddingRound)).toBe('reporting');
});

test('SX-3.1a twelve hospitals report what they need, their approvers confirm, the lead city takes the reports', async () => {
  const { officer, hospitals, at } = alliance;
  const { timetable } = await round();
  const [first] = hospitals;
  const home = (await first!.buyer.call(readHome, {})).value.todos;
  expect(home.some((todo) => todo.kind === 'demand.open')).toBe(true);
  await at.moveTo(timetable.demandFromAt!);
  for (const hospital of hospitals) await reported(tenderId, hospital);
  await accepted(officer, tenderId, hospitals);
  await at.moveTo(timetable.demandDueAt!);
});

test('SX-3.1b base, ratio and agreed volume are published, the pack frozen', async () => {
  const { officer, at } = alliance;
  const done = await officer.call(publishVolumes, { params: params() });
  expect(done.value).toMatchObject({ state: 'measured', volumes: 2 });
  const open = (await callAs(at.app, null, readVolumes, { params: params() })).value;
  const perProduct = Array.from({ length: 12 }, (_, n) => packsOf(n) * 10 + 10).reduce(
    (sum, each) => sum + each,
    0,
  );
  expect(open.volumes.map((each) => [each.base, each.ratio])).toEqual([
    [String(5 * perProduct), '0.8'],
    [String(3 * perProduct), '0.8'],
  ]);
  expect(open.packHash).toMatch(/^[0-9a-f]{64}$/);
});

test('SX-3.2b eight bidders enrol and seal their bids; nobody reads one before three of five trustees open them', async () => {
  const { at } = alliance;
  const { timetable } = await round();
  await at.moveTo(timetable.bidFromAt!);
  bidding = await asBidding(alliance, tenderId);
  await ceremony(bidding);
  const prices = ['40', '50', '58', '61', '95', '30', '44', '80'];
  for (const [n, firm] of bidding.firms.entries()) {
    await enrolled(bidding, firm);
    await bid(bidding, firm, prices[n]!);
  }
  await at.moveTo(addMs(bidding.dueAt as never, 1000));
  for (const holder of bidding.holders.slice(0, 2)) void (await release(bidding, holder)).value;
  await settle(bidding);
  expect(await stateOf(bidding)).toBe('opening');
  void (await release(bidding, bidding.holders[2]!)).value;
  await settle(bidding);
  expect(await stateOf(bidding)).toBe('evaluated');
});

test('JS-20 HN-9a the result is public, then final: a stranger replays it, and winners are listed for the hospitals at once', async () => {
  const { officer, deputy, at, hospitals } = alliance;
  const desk = async () => (await officer.call(readOpening, { params: params() })).value;
  const award = (await officer.call(readAward, { params: params() })).value;
  const winners = award.lines.filter((line) => line.selected);
  // 1.5 × 40 = 60 and 1.5 × 30 = 45; who accepts rule 2 comes down to the dearest of rule 1.
  expect(winners.map((line) => line.finalPrice).toSorted()).toEqual([
    '30',
    '40',
    '44',
    '44',
    '50',
    '58',
    '58',
    '58',
  ]);
  void (await officer.call(askPublication, { params: params(), body: { version: (await desk()).version } }))
    .value;
  await at.moveBy(1000);
  await at.moveBy(9 * day);
  const body = { version: (await desk()).version, decision: 'confirmed' as const, note: '' };
  void (await deputy.call(decideAward, { params: params(), body })).value;
  await at.moveBy(1000);
  expect(await stateOf(bidding)).toBe('choosing');
  const bundle = await callAs(at.app, null, downloadBundle, {
    params: params(),
    query: { ...province, purpose: 'selection' },
  });
  expect(verifyBundle(bundle.value).intact).toBe(true);
  const found = await hospitals[0]!.buyer.call(searchListings, { query: { form: 'alliance' } });
  expect(found.value.items).toHaveLength(8);
});

test('SX-4.1 a hospital chooses where its leftover goes; who is silent gets the rule of the pack; then contracts are made', async () => {
  const { officer, hospitals, at } = alliance;
  const [first, second] = hospitals;
  const home = (await first!.buyer.call(readHome, {})).value.todos;
  expect(home.find((todo) => todo.kind === 'agreement.choice')).toMatchObject({ dueAt: expect.any(String) });
  const key = { params: { tenderId, institutionId: first!.id } };
  const choice = (await first!.buyer.call(readChoice, key)).value;
  expect(choice).toMatchObject({ mayChoose: true, fallback: 'rank' });
  const [scope] = choice.scopes;
  const dearest = scope!.products.at(-1)!;
  const lines = [{ productId: dearest.productId, quantity: '10' }];
  const send = (body: { version: number; lines: { productId: string; quantity: string }[] }) =>
    first!.buyer.call(chooseLeftover, { params: params(), body });
  const tooMuch = [{ productId: dearest.productId, quantity: String(Number(scope!.leftover) + 1) }];
  expect((await send({ version: 1, lines: tooMuch })).problem).toMatchObject({
    code: 'agreement.choiceAboveLeftover',
    basis: { clause: 'SX-4.1' },
  });
  expect((await send({ version: 1, lines: [{ productId: tenderId, quantity: '1' }] })).problem.code).toBe(
    'agreement.choiceNotPermitted',
  );
  expect((await send({ version: 1, lines: [{ productId: dearest.productId, quantity: 'x' }] })).status).toBe(
    400,
  );
  expect(
    (await first!.approver.call(chooseLeftover, { params: params(), body: { version: 1, lines } })).status,
  ).toBe(403);
  expect((await second!.buyer.call(readChoice, key)).status).toBe(404);
  expect((await send({ version: 1, lines })).value).toMatchObject({ state: 'chosen', version: 2 });
  const due = (await round()).timetable.choiceDueAt!;
  await at.moveTo(addMs(due, -2 * day + 1000));
  const told = await at.sql<{ n: number }>(
    `select count(*)::int as n from notice where kind = 'agreement.choiceReminded'`,
  );
  expect(told[0]?.n).toBe(11);
  await at.moveTo(due);
  const late = await second!.buyer.call(chooseLeftover, { params: params(), body: { version: 1, lines } });
  expect(late.problem).toMatchObject({ code: 'agreement.choiceOver', status: 423 });
  const all = (await officer.call(listChoices, { query: { tenderId, limit: 50 } })).value.items;
  expect(Map.groupBy(all, (each) => each.state).get('silent')).toHaveLength(11);
  await at.moveBy(1000);
  expect(await stateOf(bidding)).toBe('signing');
  const given = await at.sql<{ own: string; more: string }>(
    `select own::text, more::text from award_allocation where institution_id = $1 and product_id = $2`,
    [first!.id, dearest.productId],
  );
  expect(Number(given[0]?.more)).toBe(10);
  // Σ allocated = ratio × Σ demand.
  const [sum] = await at.sql<{ given: number; agreed: number }>(
    `select (select sum(own + more)::float from award_allocation) as given, (select sum(agreed)::float from demand_volume) as agreed`,
  );
  expect(sum?.given).toBe(sum?.agreed);
});

test('GY-4.3a every hospital signs its own contract with every winner, and with both signatures its accounts open', async () => {
  const { hospitals, bidders, at, officer } = alliance;
  const people = [...hospitals.map((each) => each.approver), ...bidders.map((each) => each.sales)];
  await present(at, people);
  let signatures = 0;
  for (const person of people) signatures += await signAll(person);
  expect(signatures).toBe(2 * 12 * 8);
  await at.moveBy(1000);
  await at.moveBy(1000);
  expect(await stateOf(bidding)).toBe('executing');
  const { items } = (await officer.call(listAgreements, { query: { tenderId, limit: 100 } })).value;
  expect(items.every((each) => each.state === 'inForce')).toBe(true);
  const [opened] = await at.sql<{ n: number }>('select count(*)::int as n from volume_account');
  expect(opened?.n).toBe(96);
});

test('SX-5.3b SX-5.4a the first order: delivered by the winner’s distributor, drawn from the agreed volume, seen in the progress', async () => {
  const { hospitals, bidders, dispatcher, at, officer } = alliance;
  const [hospital] = hospitals;
  const winner = bidders[0]!;
  const { term_from: termFrom } = (
    await at.sql<{ term_from: string }>(`select min(from_on)::text as term_from from volume_account`)
  )[0]!;
  await at.moveTo(`${termFrom}T02:00:00.000Z`);
  await delivering(alliance, winner.sales, hospital!);
  const [listing] = await at.sql<{ id: string }>(
    `select id from listing where form = 'alliance' and item_code = $1`,
    [winner.itemCode],
  );
  const placed = await hospital!.buyer.call(placeOrders, {
    body: { lines: [{ listingId: listing!.id, quantity: '3' }] },
  });
  const order = placed.value.orders[0]!;
  void (await dispatcher.call(answerOrder, { params: { orderId: order.id }, body: { version: 1 } })).value;
  const shipped = await dispatcher.call(shipOrder, {
    params: { orderId: order.id },
    body: {
      carrier: '自送',
      lines: [{ orderLine: 1, quantity: '3', lot: 'L1', expiresOn: '2029-01-31' as never }],
    },
  });
  void (
    await hospital!.storekeeper.call(acceptShipment, {
      params: { shipmentId: shipped.value.id },
      body: { lines: [{ line: 1, accepted: '3', rejected: '0' }] },
    })
  ).value;
  const [account] = await at.sql<{ consumed: number }>(
    `select consumed::float from volume_account where institution_id = $1 and manufacturer_id = $2`,
    [hospital!.id, winner.id],
  );
  expect(account?.consumed).toBe(30);
  const progress = await officer.call(readVolumeProgress, { query: { tenderId } });
  expect(progress.ok).toBe(true);
});
