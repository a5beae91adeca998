import { listAgreements, readAgreement } from '@daylight/api/agreement.ts';
import { askPublication, decideAward } from '@daylight/api/bidding-award.ts';
import { readOpening } from '@daylight/api/bidding-opening.ts';
import { publishVolumes, readReport, readRoundDemand } from '@daylight/api/demand.ts';
import { readHome } from '@daylight/api/home.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { announceRound } from '@daylight/api/tender-notice.ts';
import { choosePack } from '@daylight/api/tender-pack.ts';
import {
  answerFiling,
  approvePlan,
  beginRound,
  drawProducts,
  filePlan,
  saveItems,
  savePlan,
  submitPlan,
} from '@daylight/api/tender-plan.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import { agreeToChoice, beginScreening, chooseItems, readScreening } from '@daylight/api/tender-screening.ts';
import { addMs } from '@daylight/rules/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accepted, present, reported, signAll } from '../support/alliance.ts';
import { type BiddingRound, ceremony, day, release, settle, stateOf } from '../support/bidding.ts';
import {
  type Groups,
  admitted,
  allianceListing,
  bidAll,
  deliveredBy,
  enrolled,
  openGroups,
  prefixOf,
  provincialRound,
  sealedRound,
} from '../support/groups.ts';
import { timesFrom } from '../support/tender.ts';
import { type Person, openTestWorld } from '../support/world.ts';

/**
 * Two medical groups of Guiyang buy ten items together, from the choice that both lead hospitals make to contracts in force;
 * then a provincial round takes one item over (GY-2.4 to GY-5.2). Each test goes on where the one before ended.
 */
let groups: Groups;
let at: Groups['at'];
let hospitals: Groups['hospitals'];
let first: Person;
let second: Person;
let health: Person;
let makers: Groups['makers'];
let tenderId = '';
let bidding: BiddingRound;

beforeAll(async () => {
  groups = await openGroups(await openTestWorld());
  ({ at, hospitals, first, second, health, makers } = groups);
});
afterAll(() => groups.at.close());

const params = () => ({ tenderId });
const round = async (who = first) => (await who.call(readRound, { params: params() })).value;
const version = async () => (await round()).version;

test('GY-3.2 GY-4.1 both lead hospitals choose ten items together from last year’s purchases of every member', async () => {
  const begun = await first.call(beginScreening, {
    body: { title: '首次联合采购', level: 'group', groupIds: [...groups.groupIds] },
  });
  await at.moveBy(1000);
  const at0 = { params: { screeningId: begun.value.id } };
  const screening = (await first.call(readScreening, at0)).value;
  const chosen = screening.candidates.slice(0, 10).map(({ prefix }) => prefix);
  void (
    await first.call(chooseItems, { ...at0, body: { version: screening.version, chosen, reason: '按得分' } })
  ).value;
  const { choiceHash } = (await second.call(readScreening, at0)).value;
  void (await second.call(agreeToChoice, { ...at0, body: { choiceHash: choiceHash!, agreed: true } })).value;
  await at.moveBy(1000);
  const body = {
    title: '两个医疗集团首次联合采购',
    level: 'group' as const,
    modeCode: 'tender',
    mode: 'tender' as const,
  };
  tenderId = (
    await first.call(beginRound, {
      body: { ...body, screeningId: begun.value.id, groupIds: [...groups.groupIds] },
    })
  ).value.id;
  expect(await round()).toMatchObject({ items: 10, institutions: 4, partners: [{ name: '市二医' }] });
});

test('GY-5.1 GY-5.2 one plan, approved by both party committees and filed with the health commission, then announced', async () => {
  const draft = await round();
  const words = {
    scope: '两个医疗集团',
    process: '报量、投标、公示、签约',
    duties: '按合同采购，三个月内付款',
  };
  const plan = { title: draft.title, modeCode: 'tender', mode: 'tender' as const, termMonths: 12, ...words };
  const committee = [{ name: '院长甲', organisation: '市一医', post: '主任' }];
  const team = [{ name: '采购科长', organisation: '市二医', post: '组长' }];
  const body = { version: draft.version, ...plan, committee, team, timetable: timesFrom(at.now()) };
  void (await first.call(savePlan, { params: params(), body })).value;
  const items = draft.itemList.map(({ item, name, unit, codePrefixes }) => ({
    item,
    name,
    unit,
    codePrefixes,
    cap: '10',
  }));
  void (await first.call(saveItems, { params: params(), body: { version: await version(), items } })).value;
  void (await first.call(drawProducts, { params: params(), body: { version: await version() } })).value;
  const from = { version: await version(), from: 'example-city' };
  void (await first.call(choosePack, { params: params(), body: from })).value;
  void (await first.call(submitPlan, { params: params(), body: { version: await version() } })).value;
  for (const { approver, name } of hospitals.slice(0, 2))
    void (
      await approver.call(approvePlan, {
        params: params(),
        body: { approved: true, meeting: `${name}党委会 2026-09-02` },
      })
    ).value;
  await at.moveBy(1000);
  void (await first.call(filePlan, { params: params(), body: { version: await version() } })).value;
  void (await health.call(answerFiling, { params: params(), body: { answer: 'noted' } })).value;
  const text = { title: '联合采购公告', body: '公告正文' };
  void (await first.call(announceRound, { params: params(), body: { version: await version(), ...text } }))
    .value;
  await at.moveBy(1000);
  expect((await round(second)).state).toBe('reporting');
});

test('GY-4.1 SX-3.1b members report, the lead hospitals take the reports, the volumes are published', async () => {
  const { timetable } = await round();
  await at.moveTo(timetable.demandFromAt!);
  for (const each of hospitals) await reported(tenderId, each);
  // Each lead hospital looks at whose reports it takes; nobody else's hospital does.
  const own = { params: { tenderId, institutionId: hospitals[3].id } };
  expect((await second.call(readReport, own)).value.may.accept).toBe(true);
  expect((await hospitals[2].buyer.call(readReport, own)).status).toBe(404);
  await accepted(first, tenderId, [hospitals[0], hospitals[2]]);
  await accepted(second, tenderId, [hospitals[1], hospitals[3]]);
  const home = (await first.call(readHome, {})).value.todos;
  expect(home.filter((todo) => todo.kind === 'demand.review')).toEqual([]);
  await at.moveTo(timetable.demandDueAt!);
  expect((await second.call(publishVolumes, { params: params() })).status).toBe(404);
  expect((await first.call(publishVolumes, { params: params() })).value).toMatchObject({
    state: 'measured',
    volumes: 10,
  });
  expect((await first.call(readRoundDemand, { params: params() })).value.states).toMatchObject({
    accepted: 4,
  });
});

test('GY-4.2 SX-3.2b the lead hospital runs the sealed tender: five keys in five houses, opened, awarded, published, decided by its committee', async () => {
  const { timetable } = await round();
  await at.moveTo(timetable.bidFromAt!);
  bidding = await sealedRound(groups, tenderId, timetable.bidDueAt!);
  const { holders } = bidding;
  await ceremony(bidding);
  for (const [place, each] of makers.entries()) {
    await enrolled(groups, tenderId, each);
    await admitted(groups, tenderId, each);
    await bidAll(groups, tenderId, each, place);
  }
  await at.moveTo(addMs(timetable.bidDueAt!, 1000));
  for (const holder of holders.slice(0, 3)) void (await release(bidding, holder)).value;
  await settle(bidding);
  expect(await stateOf(bidding)).toBe('evaluated');
  const desk = async () => (await first.call(readOpening, { params: params() })).value;
  void (await first.call(askPublication, { params: params(), body: { version: (await desk()).version } }))
    .value;
  await at.moveBy(1000);
  expect(await stateOf(bidding)).toBe('published');
  await at.moveBy(9 * day);
  const decision = { version: (await desk()).version, decision: 'confirmed' as const, note: '' };
  void (await hospitals[0].approver.call(decideAward, { params: params(), body: decision })).value;
  await at.moveBy(1000);
  expect(await stateOf(bidding)).toBe('choosing');
});

test('GY-4.3a nobody chooses, so the pack’s rule does; each member signs its own contract with each winner', async () => {
  await at.moveTo((await round()).timetable.choiceDueAt!);
  await at.moveBy(1000);
  expect(await stateOf(bidding)).toBe('signing');
  const people = [...hospitals.map((each) => each.approver), ...makers.map((each) => each.sales)];
  await present(at, people);
  let signatures = 0;
  for (const person of people) signatures += await signAll(person);
  expect(signatures).toBe(2 * 4 * 2);
  await at.moveBy(1000);
  await at.moveBy(1000);
  expect(await stateOf(bidding)).toBe('executing');
  const own = (await hospitals[2].approver.call(listAgreements, { query: { limit: 10 } })).value.items;
  expect(own.map((each) => each.state)).toEqual(['inForce', 'inForce']);
});

test('GY-2.4 a provincial round takes one item over: it stops by itself, contracts and accounts with it, the other nine go on', async () => {
  const [{ from: termFrom } = { from: '' }] = await at.sql<{ from: string }>(
    'select min(from_on)::text as from from volume_account',
  );
  await at.moveTo(`${termFrom}T02:00:00.000Z`);
  const [taken, kept] = [
    await allianceListing(groups, makers[0]!, 5),
    await allianceListing(groups, makers[0]!, 6),
  ];
  await deliveredBy(groups, makers[0]!, hospitals[2]);
  const order = ({ id: listingId }: { readonly id: string }) =>
    hospitals[2].buyer.call(placeOrders, { body: { lines: [{ listingId, quantity: '1' }] } });
  expect((await order(taken)).ok).toBe(true);
  await provincialRound(groups, 5);
  const after = await round();
  expect(after.state).toBe('executing');
  const stopped = after.itemList.filter((each) => each.state === 'stopped');
  expect(stopped).toMatchObject([{ codePrefixes: [prefixOf(5)], stopBasis: { clause: 'GY-2.4' } }]);
  const accounts = await at.sql<{ state: string; n: number }>(
    `select state, count(*)::int as n from volume_account group by state order by state`,
  );
  expect(accounts).toEqual([
    { state: 'open', n: 9 * 2 * 4 },
    { state: 'stopped', n: 2 * 4 },
  ]);
  expect((await order(taken)).status).toBe(409);
  expect((await order(kept)).ok).toBe(true);
  const own = (await hospitals[2].approver.call(listAgreements, { query: { limit: 10 } })).value.items;
  expect(own.map((each) => each.state)).toEqual(['inForce', 'inForce']);
  const text = (await hospitals[2].approver.call(readAgreement, { params: { agreementId: own[0]!.id } }))
    .value;
  expect(text.lines.filter((each) => each.isEnded)).toHaveLength(1);
  const inbox = await at.sql<{ n: number }>(
    `select count(distinct organisation_id)::int as n from notice where kind = 'tender.itemStopped' and organisation_id = any($1::uuid[])`,
    [[...hospitals.map((each) => each.id), ...makers.map((each) => each.id)]],
  );
  expect(inbox[0]?.n).toBe(6);
});
