import { listAgreements, readAgreement } from '@daylight/api/agreement.ts';
import { askPublication, decideAward } from '@daylight/api/bidding-award.ts';
import { readBidding, submitBid } from '@daylight/api/bidding.ts';
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
import { bidFormat, bidText } from '@daylight/rules/bidding/content.ts';
import { money } from '@daylight/rules/money.ts';
import { addMs } from '@daylight/rules/time.ts';
import { newKeyPair } from '@daylight/seal/keys.ts';
import { sealBid } from '@daylight/seal/seal.ts';
import type { SealTerms } from '@daylight/seal/sealed-bid.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Hospital, accepted, present, reported, signAll } from '../support/alliance.ts';
import {
  type BiddingRound,
  type Holder,
  ceremony,
  day,
  everywhere,
  release,
  settle,
  stateOf,
} from '../support/bidding.ts';
import { enrol, decideEnrolment, listEnrolments } from '@daylight/api/bidding.ts';
import { put } from '../support/market.ts';
import { qualify } from '../support/qualified.ts';
import { type RoundGround, announcedRound, medicalGroup, openGround, timesFrom } from '../support/tender.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

/**
 * Two medical groups of Guiyang buy ten items together, from the choice that both lead hospitals make to contracts in force;
 * then a provincial round takes one item over (GY-2.4 to GY-5.2). Each test goes on where the one before ended.
 */
const guiyang = '520100';
const prefixOf = (n: number): string => `C0101010${String(n).padStart(2, '0')}`;

interface Maker {
  readonly id: string;
  readonly name: string;
  readonly sales: Person;
  readonly listings: readonly { readonly id: string; readonly itemCode: string }[];
}

let at: TestWorld;
let ground: RoundGround;
let hospitals: Hospital[];
let first: Person;
let second: Person;
let health: Person;
let groups: string[];
let makers: Maker[];
let tenderId = '';
let bidding: BiddingRound;

async function hospital(name: string): Promise<Hospital> {
  const id = await at.organisation({ kind: 'institution', name, jurisdiction: guiyang });
  return {
    id,
    name,
    city: guiyang,
    buyer: await at.person(id, ['buyer'], guiyang),
    approver: await at.person(id, ['approver'], guiyang),
    storekeeper: await at.person(id, ['storekeeper'], guiyang),
  };
}

async function maker(name: string, place: number): Promise<Maker> {
  const id = await at.organisation({ kind: 'manufacturer', name, jurisdiction: '520000' });
  const certificate = `国械注准2016303${2000 + place}`;
  await qualify(at, id, { certificates: [certificate], jurisdiction: '520000' });
  const listings = [];
  for (let n = 1; n <= 11; n += 1) {
    const listing = await ground.listing({
      group: prefixOf(n),
      manufacturerId: id,
      name: `品种${n}`,
      price: '100',
      certificate,
    });
    for (const each of hospitals)
      await ground.trade({
        listing,
        institutionId: each.id,
        manufacturerId: id,
        price: '100',
        quantity: String(n * 5),
        at: '2026-04-10T02:00:00.000Z',
      });
    listings.push(listing);
  }
  return { id, name, sales: await at.person(id, ['sales'], '520000'), listings };
}

beforeAll(async () => {
  at = await openTestWorld();
  ground = openGround(at, 52);
  hospitals = [];
  for (const name of ['市一医', '市二医', '甲区医院', '乙区医院']) hospitals.push(await hospital(name));
  const [one, two, three, four] = hospitals as [Hospital, Hospital, Hospital, Hospital];
  first = await at.person(one.id, ['organiser'], guiyang);
  second = await at.person(two.id, ['organiser'], guiyang);
  const commission = await at.organisation({ kind: 'health', name: '市卫生健康局', jurisdiction: guiyang });
  health = await at.person(commission, ['observer'], guiyang);
  groups = [
    await medicalGroup(at, {
      name: '第一医疗集团',
      jurisdiction: guiyang,
      lead: one.id,
      members: [three.id],
    }),
    await medicalGroup(at, { name: '第二医疗集团', jurisdiction: guiyang, lead: two.id, members: [four.id] }),
  ];
  makers = [await maker('甲公司', 0), await maker('乙公司', 1)];
});
afterAll(() => at.close());

const params = () => ({ tenderId });
const round = async (who = first) => (await who.call(readRound, { params: params() })).value;
const version = async () => (await round()).version;

test('GY-3.2 GY-4.1 both lead hospitals choose ten items together from last year’s purchases of every member', async () => {
  const begun = await first.call(beginScreening, {
    body: { title: '首次联合采购', level: 'group', groupIds: groups },
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
    await first.call(beginRound, { body: { ...body, screeningId: begun.value.id, groupIds: groups } })
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
  const own = { params: { tenderId, institutionId: hospitals[3]!.id } };
  expect((await second.call(readReport, own)).value.may.accept).toBe(true);
  expect((await hospitals[2]!.buyer.call(readReport, own)).status).toBe(404);
  await accepted(first, tenderId, [hospitals[0]!, hospitals[2]!]);
  await accepted(second, tenderId, [hospitals[1]!, hospitals[3]!]);
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

async function witnesses(): Promise<readonly Pick<Holder, 'person' | 'capacity'>[]> {
  const of = async (kind: 'operator' | 'witness', name: string, role: string) =>
    at.person(await at.organisation({ kind, name, jurisdiction: '520000' }), [role], '520000');
  return [
    { capacity: 'hospital', person: hospitals[0]!.approver },
    { capacity: 'hospital', person: hospitals[1]!.approver },
    { capacity: 'notary', person: await of('witness', '贵阳公证处', 'trustee') },
    { capacity: 'industry', person: await of('witness', '省医疗器械行业协会', 'trustee') },
    { capacity: 'operator', person: await of('operator', '平台运维方', 'operations') },
  ];
}

/** Each maker bids for its product of every item; the cheaper one differs from item to item. */
async function bidAll(each: Maker, place: number): Promise<void> {
  const products = await at.sql<{ id: string; item: string }>(
    'select id, item from tender_product where tender_id = $1 and manufacturer_id = $2 order by item',
    [tenderId, each.id],
  );
  const offered = products.map((own) => ({ productId: own.id, capacity: '1000000' }));
  void (await each.sales.call(enrol, { params: params(), body: { ...everywhere, products: offered } })).value;
  const { items } = (await first.call(listEnrolments, { params: params() })).value;
  const mine = items.find((one) => one.bidder.id === each.id);
  void (
    await first.call(decideEnrolment, {
      params: { tenderId, enrolmentId: mine?.id ?? '' },
      body: { version: mine?.version ?? 0, accepts: true, note: '', grades: [] },
    })
  ).value;
  const desk = (await each.sales.call(readBidding, { params: params() })).value;
  const { quoting } = desk.rounds;
  const keys = await newKeyPair();
  const lines = products.map(({ id }, n) => ({
    product: id,
    price: money(String((n + place) % 2 === 0 ? 5 : 6)),
    parts: [],
    accepts: [],
    rebids: {},
  }));
  const sealed = await sealBid({
    context: { round: tenderId, bidder: each.id, version: desk.nextVersion, quoting },
    bid: bidText({ format: bidFormat, tender: tenderId, bidder: each.id, lines, regions: [] }),
    terms: desk.terms as SealTerms,
    ownRecipient: keys.recipient,
  });
  if (!sealed.ok) throw new Error(sealed.code);
  const wire = { ...sealed.value, envelopes: [...sealed.value.envelopes] };
  void (
    await each.sales.call(submitBid, {
      params: params(),
      body: { sealed: wire, ownRecipient: keys.recipient },
    })
  ).value;
}

test('GY-4.2 SX-3.2b the lead hospital runs the sealed tender: five keys in five houses, opened, awarded, published, decided by its committee', async () => {
  const { timetable } = await round();
  await at.moveTo(timetable.bidFromAt!);
  const holders: Holder[] = [];
  for (const each of await witnesses()) holders.push({ ...each, keys: await newKeyPair() });
  bidding = {
    at,
    tenderId,
    dueAt: timetable.bidDueAt!,
    officer: first,
    supervisor: hospitals[0]!.approver,
    holders,
    firms: [],
    hospitals,
    province: 52,
  };
  await ceremony(bidding);
  for (const [place, each] of makers.entries()) await bidAll(each, place);
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
  void (await hospitals[0]!.approver.call(decideAward, { params: params(), body: decision })).value;
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
  const own = (await hospitals[2]!.approver.call(listAgreements, { query: { limit: 10 } })).value.items;
  expect(own.map((each) => each.state)).toEqual(['inForce', 'inForce']);
});

test('GY-2.4 a provincial round takes one item over: it stops by itself, contracts and accounts with it, the other nine go on', async () => {
  const [{ from: termFrom } = { from: '' }] = await at.sql<{ from: string }>(
    'select min(from_on)::text as from from volume_account',
  );
  await at.moveTo(`${termFrom}T02:00:00.000Z`);
  const listingOf = async (n: number) =>
    (
      await at.sql<{ id: string }>(
        `select id from listing where form = 'alliance' and item_code like $1 and manufacturer_id = $2`,
        [`${prefixOf(n)}%`, makers[0]!.id],
      )
    )[0]!.id;
  const [taken, kept] = [await listingOf(5), await listingOf(6)];
  const distributor = await at.organisation({ kind: 'distributor', jurisdiction: guiyang });
  const relation = crypto.randomUUID();
  const between = { province: 52, manufacturer_id: makers[0]!.id, distributor_id: distributor };
  await put(at, 'delivery_relation', {
    ...between,
    id: relation,
    area: guiyang,
    state: 'confirmed',
    valid_from: '2026-01-01',
    answered_at: at.now(),
  });
  await put(at, 'delivery_choice', {
    province: 52,
    institution_id: hospitals[2]!.id,
    manufacturer_id: makers[0]!.id,
    relation_id: relation,
  });
  const order = (listingId: string) =>
    hospitals[2]!.buyer.call(placeOrders, { body: { lines: [{ listingId, quantity: '1' }] } });
  expect((await order(taken)).ok).toBe(true);

  const bureau = await at.organisation({ kind: 'bureau', name: '省医疗保障局', jurisdiction: '520000' });
  await announcedRound(at, {
    officer: await at.person(bureau, ['officer'], '520000'),
    supervisor: await at.person(bureau, ['supervisor'], '520000'),
    level: 'provincial',
    modeCode: 'tender',
    regions: [guiyang],
    items: [{ item: 'w', name: '品种5', prefix: prefixOf(5) }],
    title: '省级带量采购',
  });
  await at.moveBy(1000);
  await at.moveBy(60_000);
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
  const own = (await hospitals[2]!.approver.call(listAgreements, { query: { limit: 10 } })).value.items;
  expect(own.map((each) => each.state)).toEqual(['inForce', 'inForce']);
  const text = (await hospitals[2]!.approver.call(readAgreement, { params: { agreementId: own[0]!.id } }))
    .value;
  expect(text.lines.filter((each) => each.isEnded)).toHaveLength(1);
  const inbox = await at.sql<{ n: number }>(
    `select count(distinct organisation_id)::int as n from notice where kind = 'tender.itemStopped' and organisation_id = any($1::uuid[])`,
    [[...hospitals.map((each) => each.id), ...makers.map((each) => each.id)]],
  );
  expect(inbox[0]?.n).toBe(6);
});
