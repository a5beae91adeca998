import { listAgreements } from '@daylight/api/agreement.ts';
import {
  decideAward,
  followAward,
  followBundle,
  readAward,
  readFollow,
} from '@daylight/api/bidding-award.ts';
import {
  decideAwardSource,
  dismissLanded,
  enterAwardSource,
  followLanded,
  listAwardSources,
  listLanded,
  pauseAwardSource,
  readAwardFeed,
  readAwardSourceNow,
  readLanded,
} from '@daylight/api/bidding-landing.ts';
import { readOpening } from '@daylight/api/bidding-opening.ts';
import { publishVolumes } from '@daylight/api/demand.ts';
import { readHome } from '@daylight/api/home.ts';
import { searchListings } from '@daylight/api/listing.ts';
import { announceRound } from '@daylight/api/tender-notice.ts';
import { approvePlan, beginRound, drawProducts, savePlan, submitPlan } from '@daylight/api/tender-plan.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import { readDueAwards } from '@daylight/server/features/bidding/read-awards.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Hospital, accepted, present, reported, signAll } from '../support/alliance.ts';
import { stateOf, type BiddingRound } from '../support/bidding.ts';
import { upload } from '../support/directory.ts';
import { type Platform, bundleElsewhere, entryOf, openPlatform } from '../support/landing.ts';
import { qualify } from '../support/qualified.ts';
import { openGround, plusDays } from '../support/tender.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

/**
 * A national result comes to Shaanxi from another platform and by hand (SX-4.1, SX-4.2): verified, understood, followed by one
 * step, and carried to contracts. Each test goes on where the one before ended.
 */
let at: TestWorld;
let officer: Person;
let supervisor: Person;
let hospitals: Hospital[];
let makers: {
  readonly id: string;
  readonly name: string;
  readonly sales: Person;
  readonly itemCode: string;
}[];
let platform: Platform;
const group = 'C010101001';

beforeAll(async () => {
  at = await openTestWorld();
  platform = await openPlatform();
  const ground = openGround(at, 61);
  const bureau = await at.organisation({ kind: 'bureau', name: '陕西省医疗保障局', jurisdiction: '610000' });
  officer = await at.person(bureau, ['officer'], '610000');
  supervisor = await at.person(bureau, ['supervisor'], '610000');
  hospitals = [];
  for (const name of ['第一医院', '第二医院']) {
    const id = await at.organisation({ kind: 'institution', name, jurisdiction: '610100' });
    hospitals.push({
      id,
      name,
      city: '610100',
      buyer: await at.person(id, ['buyer'], '610100'),
      approver: await at.person(id, ['approver'], '610100'),
      storekeeper: await at.person(id, ['storekeeper'], '610100'),
    });
  }
  makers = [];
  for (const [n, name] of ['甲公司', '乙公司', '丙公司'].entries()) {
    const id = await at.organisation({ kind: 'manufacturer', name, jurisdiction: '610000' });
    const certificate = `国械注准2018303${7000 + n}`;
    await qualify(at, id, { certificates: [certificate], jurisdiction: '610000' });
    const listing = await ground.listing({ group, manufacturerId: id, price: '1000', certificate });
    for (const hospital of hospitals)
      await ground.trade({
        listing,
        institutionId: hospital.id,
        manufacturerId: id,
        price: '1000',
        quantity: '20',
        at: '2026-05-10T02:00:00.000Z',
      });
    const sales = await at.person(id, ['sales'], '610000');
    makers.push({ id, name, sales, itemCode: listing.itemCode });
  }
});
afterAll(async () => {
  platform.close();
  await at.close();
});

// Two are selected; the third is too dear and is not.
const elsewhere = () => [
  { firm: '甲公司', itemCode: makers[0]!.itemCode, price: '60' },
  { firm: '乙公司', itemCode: makers[1]!.itemCode, price: '70' },
  { firm: '丙公司', itemCode: makers[2]!.itemCode, price: '200' },
];

test('SX-4.1 HN-15 a platform is subscribed by one officer and opened by another; a private address is refused', async () => {
  const body = { name: '外省集采平台', url: platform.url, jurisdiction: '330000' };
  const inside = await officer.call(enterAwardSource, {
    body: { ...body, url: 'https://10.0.0.8/api/feeds/awards' },
  });
  expect(inside.problem.code).toBe('linkage.hostPrivate');
  const own = await officer.call(enterAwardSource, { body: { ...body, jurisdiction: '610000' } });
  expect(own.problem.code).toBe('bidding.ownProvince');
  expect((await hospitals[0]!.buyer.call(enterAwardSource, { body })).status).toBe(403);
  expect((await officer.call(enterAwardSource, { body: { ...body, name: '' } })).status).toBe(400);
  const { id: sourceId } = (await officer.call(enterAwardSource, { body })).value;
  const params = { sourceId };
  expect((await officer.call(readAwardSourceNow, { params, body: {} })).problem.code).toBe(
    'bidding.sourceNotOpen',
  );
  expect(
    (await officer.call(decideAwardSource, { params, body: { version: 1, approve: true } })).status,
  ).toBe(403);
  const opened = await supervisor.call(decideAwardSource, { params, body: { version: 1, approve: true } });
  expect(opened.value).toMatchObject({ state: 'open', version: 2 });
  const again = await supervisor.call(decideAwardSource, { params, body: { version: 2, approve: true } });
  expect(again.problem.code).toBe('bidding.sourceDecided');
  void (await officer.call(pauseAwardSource, { params, body: { version: 2, pause: true } })).value;
  expect((await officer.call(readAwardSourceNow, { params, body: {} })).problem.code).toBe(
    'bidding.sourceNotOpen',
  );
  void (await officer.call(pauseAwardSource, { params, body: { version: 3, pause: false } })).value;
});

test('SX-4.1 a new result is fetched by the clock, computed again and compared by hash; what differs is kept apart with its reason', async () => {
  const bundle = bundleElsewhere(elsewhere());
  platform.told.push({ entry: entryOf(bundle, elsewhere()), bundle });
  // One figure of the bids was changed after the award, and one bundle is another than the feed says.
  const changed = structuredClone(bundle) as unknown as { round: { bids: { price: string }[] } };
  changed.round.bids[0]!.price = '61';
  platform.told.push({ entry: entryOf(bundle, elsewhere(), { number: 'GJ-2' }), bundle: changed });
  platform.told.push({
    entry: entryOf(bundle, elsewhere(), { number: 'GJ-3', hash: 'a'.repeat(64) }),
    bundle,
  });
  platform.told.push({ entry: { ...entryOf(bundle, elsewhere()), level: 'galactic' } as never, bundle });
  platform.told.push({ entry: entryOf(bundle, elsewhere(), { jurisdiction: '440000' }), bundle });
  await readDueAwards(at.world);
  const { items } = (await officer.call(listLanded, { query: {} })).value;
  expect(items.map(({ number, state, problem }) => [number, state, problem?.split(' ')[0] ?? null])).toEqual([
    ['GJ-3', 'broken', 'hash'],
    ['GJ-2', 'broken', 'differs'],
    ['GJ-2026-7', 'received', null],
  ]);
  const home = (await officer.call(readHome, {})).value.todos;
  expect(home.filter(({ kind }) => kind === 'bidding.landed')).toHaveLength(3);
  const [source] = (await supervisor.call(listAwardSources, { query: {} })).value.items;
  expect(source).toMatchObject({ results: 3, problem: null, own: false });
  // Read again: nothing is there twice, and only this host was ever asked.
  const before = platform.asked.length;
  const now = await officer.call(readAwardSourceNow, { params: { sourceId: source!.id }, body: {} });
  expect(now.value).toEqual({ received: 0, broken: 0, refused: 0 });
  expect(platform.asked.slice(before)).toEqual(['/api/feeds/awards']);
  const broken = items.find(({ number }) => number === 'GJ-2')!;
  const follow = await officer.call(followLanded, {
    params: { landedId: broken.id },
    body: { version: broken.version },
  });
  expect(follow.problem).toMatchObject({ code: 'bidding.landedBroken', basis: { clause: 'JS-24' } });
});

const received = async () =>
  (await officer.call(listLanded, { query: { state: 'received' } })).value.items[0]!;

test('SX-4.1 what it means here is shown before anything happens: items, use, listings, and the effect in money', async () => {
  const { id } = await received();
  const landed = (await officer.call(readLanded, { params: { landedId: id } })).value;
  // 3 listings × 2 hospitals × 20 boxes at 1000.
  expect(landed.items).toMatchObject([{ item: 'basket', institutions: 2, amount: '120000', round: null }]);
  expect(landed.products.map(({ firm, price, listings }) => [firm, price, listings.length])).toEqual([
    ['甲公司', '60', 1],
    ['乙公司', '70', 1],
  ]);
  expect(landed.products[0]!.listings[0]).toMatchObject({
    price: '1000',
    target: '600',
    bought: '40',
    effect: '16000',
  });
  expect(landed).toMatchObject({ effect: '28000', mayFollow: true });
  expect((await hospitals[0]!.buyer.call(readLanded, { params: { landedId: id } })).status).toBe(403);
  const nobody = await officer.call(readLanded, { params: { landedId: randomUUID() } });
  expect(nobody.status).toBe(404);
});

let landedTender = '';

test('SX-4.1 SX-4.2 one confirmed step makes the round: items, institutions, products, pairs by national code, rules of following', async () => {
  const { id, version } = await received();
  const params = { landedId: id };
  const stale = await officer.call(followLanded, { params, body: { version: version + 1 } });
  expect(stale.problem.code).toBe('request.stale');
  expect((await supervisor.call(followLanded, { params, body: { version } })).status).toBe(403);
  const done = (await officer.call(followLanded, { params, body: { version } })).value;
  expect(done).toMatchObject({ institutions: 2, products: 3, pairs: 2 });
  landedTender = done.tenderId;
  const round = (await officer.call(readRound, { params: { tenderId: landedTender } })).value;
  expect(round).toMatchObject({ state: 'draft', origin: 'followed', level: 'national', institutions: 2 });
  expect(round.timetable.bidDueAt).toBeNull();
  const follow = (await officer.call(readFollow, { params: { tenderId: landedTender } })).value;
  expect(follow.pairs).toHaveLength(2);
  const again = await officer.call(followLanded, { params, body: { version: version + 1 } });
  expect(again.problem.code).toBe('bidding.landedDecided');
  const tenderId = { tenderId: landedTender };
  void (await officer.call(submitPlan, { params: tenderId, body: { version: round.version } })).value;
  void (await supervisor.call(approvePlan, { params: tenderId, body: { approved: true } })).value;
  const planned = (await officer.call(readRound, { params: tenderId })).value;
  const text = { title: '落地执行公告', body: '国家集采结果落地执行公告正文。' };
  void (await officer.call(announceRound, { params: tenderId, body: { version: planned.version, ...text } }))
    .value;
  expect(await stateOf({ at, tenderId: landedTender } as BiddingRound)).toBe('reporting');
});

test('SX-4.1 a result that is not followed is put aside with its reason', async () => {
  const { items } = (await officer.call(listLanded, { query: { state: 'broken' } })).value;
  const [first] = items;
  const params = { landedId: first!.id };
  const bare = await officer.call(dismissLanded, { params, body: { version: first!.version, note: '' } });
  expect(bare.status).toBe(400);
  const note = '来源平台已更正，见新结果';
  const done = await officer.call(dismissLanded, { params, body: { version: first!.version, note } });
  expect(done.value.state).toBe('dismissed');
  const twice = await officer.call(dismissLanded, { params, body: { version: first!.version + 1, note } });
  expect(twice.problem.code).toBe('bidding.landedDecided');
});

let byHand = '';
const round = async () => (await officer.call(readRound, { params: { tenderId: byHand } })).value;

test('SX-4.1 SX-4.2 JS-24 by hand: an uploaded bundle is verified, announced, and hospitals report for it', async () => {
  // The other way on the same ground; the round by the feed waits for its reports meanwhile.
  await at.sql(`update tender set state = 'cancelled' where id = $1`, [landedTender]);
  const bundle = bundleElsewhere(elsewhere());
  const begun = await officer.call(beginRound, {
    body: {
      title: '取石网篮跟标',
      level: 'provincial',
      modeCode: 'inquiry',
      mode: 'inquiry',
      origin: 'followed',
      regions: ['610000'],
      items: [{ item: 'basket', name: '取石网篮', unit: '支', codePrefixes: [group] }],
    },
  });
  const tenderId = begun.value.id;
  byHand = tenderId;
  const params = { tenderId };
  const draft = await round();
  const words = { scope: '全省公立医疗机构', process: '报量、跟标、签约', duties: '按约定采购量采购' };
  const none = { bidFromAt: null, bidDueAt: null, choiceDueAt: null, signDueAt: null };
  const times = { demandFromAt: plusDays(at.now(), 1), demandDueAt: plusDays(at.now(), 20) };
  const plan = { title: draft.title, modeCode: 'inquiry', mode: 'inquiry' as const, termMonths: 12 };
  const body = { version: draft.version, ...plan, ...words, timetable: { ...none, ...times } };
  void (await officer.call(savePlan, { params, body })).value;
  void (await officer.call(drawProducts, { params, body: { version: (await round()).version } })).value;
  const sent = (value: unknown) =>
    upload(at, officer, followBundle, {
      params,
      file: Buffer.from(JSON.stringify(value)),
      name: 'bundle.json',
    });
  const forged = structuredClone(bundle) as unknown as { result: { bids: { finalPrice: string | null }[] } };
  forged.result.bids[0]!.finalPrice = '1';
  expect((await sent(forged)).problem).toMatchObject({
    code: 'bidding.bundleNotIntact',
    basis: { clause: 'JS-24' },
  });
  expect((await sent({ some: 'thing' })).problem.code).toBe('bidding.bundleUnreadable');
  const taken = (await sent(bundle)).value;
  expect(taken.selected.map(({ price }) => price).toSorted()).toEqual(['60', '70']);
  void (await officer.call(submitPlan, { params, body: { version: (await round()).version } })).value;
  void (await supervisor.call(approvePlan, { params, body: { approved: true } })).value;
  const text = { title: '跟标公告', body: '跟标项目公告正文，按来源项目中选价。' };
  void (await officer.call(announceRound, { params, body: { version: (await round()).version, ...text } }))
    .value;
  await at.moveTo(times.demandFromAt);
  for (const hospital of hospitals) await reported(tenderId, hospital);
  await accepted(officer, tenderId, hospitals);
  await at.moveTo(times.demandDueAt);
  void (await officer.call(publishVolumes, { params })).value;
  expect(await stateOf({ at, tenderId } as BiddingRound)).toBe('measured');
});

test('SX-4.1 JS-24 the products are followed at the prices of the source, decided by another person, and listed at once', async () => {
  const tenderId = byHand;
  const params = { tenderId };
  const follow = (await officer.call(readFollow, { params })).value;
  const ours = new Map(follow.products.map(({ id, bidder }) => [bidder, id]));
  const pairs = follow.selected.map(({ product, firm }) => ({ productId: ours.get(firm)!, theirs: product }));
  void (await officer.call(followAward, { params, body: { pairs } })).value;
  await at.moveBy(1000);
  const { version } = (await officer.call(readOpening, { params })).value;
  const confirm = { version, decision: 'confirmed' as const, note: '' };
  expect((await officer.call(decideAward, { params, body: confirm })).status).toBe(403);
  void (await supervisor.call(decideAward, { params, body: confirm })).value;
  await at.moveBy(1000);
  expect(await stateOf({ at, tenderId } as BiddingRound)).toBe('choosing');
  const award = (await officer.call(readAward, { params })).value;
  expect(
    award.lines
      .filter(({ selected }) => selected)
      .map(({ finalPrice }) => finalPrice)
      .toSorted(),
  ).toEqual(['60', '70']);
  const found = await hospitals[0]!.buyer.call(searchListings, { query: { form: 'alliance' } });
  expect(found.value.items.map(({ price }) => price).toSorted()).toEqual(['600', '700']);
  // JS-28: who sets payment standards is told with the result.
  const told = await at.sql<{ n: number }>(
    `select count(*)::int as n from notice where kind = 'bidding.paymentStandard' and subject_id = $1`,
    [tenderId],
  );
  expect(told[0]?.n).toBe(1);
});

test('SX-4.1 the following round ends in contracts in force, each signed by both sides', async () => {
  const tenderId = byHand;
  await at.moveTo((await round()).timetable.choiceDueAt!);
  await at.moveBy(1000);
  expect(await stateOf({ at, tenderId } as BiddingRound)).toBe('signing');
  const people = [...hospitals.map(({ approver }) => approver), makers[0]!.sales, makers[1]!.sales];
  await present(at, people);
  let signatures = 0;
  for (const person of people) signatures += await signAll(person);
  expect(signatures).toBe(2 * 2 * 2);
  await at.moveBy(1000);
  await at.moveBy(1000);
  const { items } = (await officer.call(listAgreements, { query: { tenderId, limit: 100 } })).value;
  expect(items.map(({ state }) => state)).toEqual(['inForce', 'inForce', 'inForce', 'inForce']);
});

test('SX-4.1 a round that follows is not told on by the feed: its source did', async () => {
  const page = await callAs(at.app, null, readAwardFeed, { query: { jurisdiction: '610000' } });
  expect(page.value.items).toEqual([]);
  const wrong = await callAs(at.app, null, readAwardFeed, { query: { cursor: 'nonsense' } });
  expect(wrong.problem).toMatchObject({ code: 'bidding.cursorUnknown', status: 400 });
});
