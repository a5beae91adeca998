import { createHash } from 'node:crypto';
import {
  askPublication,
  decideAward,
  downloadBundle,
  followAward,
  followRound,
  listPublicAwards,
  readAward,
  readFollow,
  readPublicAward,
} from '@daylight/api/bidding-award.ts';
import { readOpening } from '@daylight/api/bidding-opening.ts';
import { readHome } from '@daylight/api/home.ts';
import { searchListings } from '@daylight/api/listing.ts';
import { showPublicity } from '@daylight/api/publicity.ts';
import {
  answerObjection,
  decideObjection,
  decideTakeUp,
  objectToPublicity,
} from '@daylight/api/publicity-objection.ts';
import { bundleOf, bundleText, verifyBundle } from '@daylight/rules/award/bundle.ts';
import { command } from '@daylight/server/command.ts';
import { systemContext } from '@daylight/server/context.ts';
import { reading } from '@daylight/server/db.ts';
import { allocationOf, awardOf, permittedOf, runFinalAward } from '@daylight/server/features/bidding/port.ts';
import { choicesOf } from '@daylight/server/features/agreement/port.ts';
import { listingsForOrder } from '@daylight/server/features/listing/port.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BiddingRound,
  day,
  evaluated,
  openBidding,
  province,
  settle,
  stateOf,
} from '../support/bidding.ts';
import { put } from '../support/market.ts';
import { type Person, callAs } from '../support/world.ts';

let round: BiddingRound;
let second: Person;

beforeAll(async () => {
  round = await evaluated(['400', '500', '700']);
  second = await round.at.person(round.supervisor.organisationId, ['supervisor'], '320000');
});
afterAll(() => round.at.close());

const params = () => ({ tenderId: round.tenderId });
const desk = async (of = round) =>
  (await of.officer.call(readOpening, { params: { tenderId: of.tenderId } })).value;
async function bundleText32(of: BiddingRound, purpose: 'selection' | 'allocation' = 'selection') {
  const reply = await callAs(of.at.app, null, downloadBundle, {
    params: { tenderId: of.tenderId },
    query: { province, purpose },
  });
  return reply;
}

test('SX-3.2b the award is computed from the opened bids, with the reasons of each, and nobody else reads it before it is public', async () => {
  expect(await stateOf(round)).toBe('evaluated');
  const award = (await round.officer.call(readAward, { params: params() })).value;
  const of = (index: number) => award.lines.find((each) => each.productId === round.firms[index]?.productId);
  expect(of(0)).toMatchObject({ selected: true, selectedBy: '1', finalPrice: '400', place: 1, tier: '1' });
  expect(of(1)).toMatchObject({ selected: true, selectedBy: '1', finalPrice: '500' });
  // Above 1.5 × the lowest, it accepts the highest price selected by rule 1.
  expect(of(2)).toMatchObject({ selected: true, selectedBy: '2', finalPrice: '500', bidPrice: '700' });
  expect(of(2)?.reasons.some((each) => each.rule === '1' && each.effect === 'fail')).toBe(true);
  expect(award.isFinal).toBe(false);
  // People read a unit by its name, not by the code that the rules know it by.
  const [unit] = award.units;
  expect(award.lines.every((each) => each.unit === unit?.unit)).toBe(true);
  expect(unit?.name.zh).toMatch(/^[\u4e00-\u9fff]/);
  const buyer = round.hospitals[0]?.buyer;
  expect((await buyer!.call(readAward, { params: params() })).problem.code).toBe('bidding.noSelection');
  expect((await bundleText32(round)).problem.code).toBe('bidding.noSelection');
  const lots = (await desk()).lots;
  expect(Object.keys(lots?.lots ?? {})).toHaveLength(3);
  expect(lots?.seed).toMatch(/^[0-9a-f]{64}$/);
});

test('JS-20 HN-16 the result is public with objections; who asked does not decide, and nobody decides before the end', async () => {
  const stale = await round.officer.call(askPublication, { params: params(), body: { version: 1 } });
  expect(stale.problem.code).toBe('request.stale');
  expect(
    (await round.firms[0]!.sales.call(askPublication, { params: params(), body: { version: 1 } })).status,
  ).toBe(403);
  const { version } = await desk();
  void (await round.officer.call(askPublication, { params: params(), body: { version } })).value;
  await round.at.moveBy(1000);
  expect(await stateOf(round)).toBe('published');
  const { publicityId, version: now } = await desk();
  const shown = await callAs(round.at.app, null, showPublicity, { params: { publicityId: publicityId! } });
  expect(shown.value).toMatchObject({ kind: 'award', items: 3, period: { origin: 'default', amount: 5 } });
  const early = await round.supervisor.call(decideAward, {
    params: params(),
    body: { version: now, decision: 'confirmed', note: '' },
  });
  expect(early.problem.code).toBe('bidding.publicityRuns');
  const publicAward = await callAs(round.at.app, null, readPublicAward, {
    params: params(),
    query: { province },
  });
  expect(publicAward.value.lines).toHaveLength(3);
});

test('SX-3.2b the public bundle has the hash of the journal, comes out the same anywhere, and one changed figure is found', async () => {
  const text = String(JSON.stringify((await bundleText32(round)).value));
  const bundle = JSON.parse(text) as Parameters<typeof bundleText>[0];
  const canonical = bundleText(bundle);
  const [record] = await round.at.sql<{ hash: string }>(
    `select after->>'hash' as hash from journal where event = 'bidding.awardRun' and subject_id = $1 order by id desc limit 1`,
    [round.tenderId],
  );
  expect(createHash('sha256').update(canonical).digest('hex')).toBe(record?.hash);
  expect(verifyBundle(bundle).intact).toBe(true);
  expect(bundleText(bundleOf(bundle.round))).toBe(canonical);
  const changed = JSON.parse(canonical.replace('"price":"700"', '"price":"699"')) as unknown;
  expect(verifyBundle(changed).intact).toBe(false);
  const listed = await callAs(round.at.app, null, listPublicAwards, { query: { province } });
  expect(listed.value.items).toMatchObject([{ tenderId: round.tenderId, selected: 3, hash: record?.hash }]);
});

test('JS-4 JS-20 HN-9a a second person confirms: selected products are listed for the participants at the selected price, beside the sunshine listing', async () => {
  const [first, other] = round.firms;
  const sunshine = crypto.randomUUID();
  await put(round.at, 'listing', {
    province,
    id: sunshine,
    number: 'GW-sunshine',
    item_code: first!.itemCode,
    jurisdiction: '320000',
    platform: '320000',
    managed_by: 'province',
    class: 'ordinary',
    form: 'sunshine',
    manufacturer_id: first!.id,
    price: '4500',
    purchase_unit: '盒',
    smallest_unit: '个',
    units_per_purchase_unit: 5,
    state: 'listed',
    listed_on: '2026-01-01',
    source: 'test',
  });
  await round.at.moveBy(9 * day);
  const { version } = await desk();
  const body = { version, decision: 'confirmed' as const, note: '' };
  expect((await round.officer.call(decideAward, { params: params(), body })).status).toBe(403);
  const home = (await second.call(readHome, {})).value.todos;
  expect(home.some((each) => each.kind === 'bidding.decide')).toBe(true);
  void (await second.call(decideAward, { params: params(), body })).value;
  await round.at.moveBy(1000);
  expect(await stateOf(round)).toBe('choosing');
  const listings = await round.at.sql<{ price: string; form: string; audience: string[] }>(
    `select price::text, form, audience_institutions as audience from listing where item_code = $1 order by price`,
    [first!.itemCode],
  );
  expect(listings.map(({ price, form }) => [Number(price), form])).toEqual([
    [2000, 'alliance'],
    [4500, 'sunshine'],
  ]);
  expect(new Set(listings[0]?.audience)).toEqual(new Set(round.hospitals.map(({ id }) => id)));
  const buyer = round.hospitals[0]!;
  const found = (await buyer.buyer.call(searchListings, { query: { form: 'alliance' } })).value.items;
  expect(found.map((each) => each.price).toSorted()).toEqual(['2000', '2500', '2500']);
  const visible = async (institutionId: string) =>
    reading(
      round.at.world.database.db,
      { province, organisationId: institutionId, reach: 'own' },
      async (tx) =>
        (
          await listingsForOrder(tx, {
            province,
            institutionId,
            jurisdiction: '320100',
            ids: [sunshine],
            book: round.at.world.book,
            on: '2026-10-01' as never,
          })
        ).get(sunshine),
    );
  expect(await visible(buyer.id)).toMatchObject({ visible: false, visibleBasis: { clause: 'JS-25a' } });
  const outside = await round.at.organisation({ kind: 'institution' });
  expect(await visible(outside)).toMatchObject({ visible: true });
  const records = await round.at.sql<{ kind: string; state: string; contract: string }>(
    `select kind, state, contract from price_record where item_code = $1`,
    [other!.itemCode],
  );
  expect(records).toMatchObject([{ kind: 'selected', state: 'verified' }]);
  const [told] = await round.at.sql<{ basis: { clause: string }[] }>(
    `select basis from journal where event = 'bidding.awarded' and subject_id = $1`,
    [round.tenderId],
  );
  expect(told?.basis.map((each) => each.clause)).toEqual(['JS-20', 'HN-9a', 'JS-28']);
});

test('SX-3.1b the result, what each hospital may choose, and the final run with its choices come through the port', async () => {
  const context = systemContext(round.at.world, province, 'test');
  const award = await reading(context.database.db, context.scope, (tx) =>
    awardOf(tx, province, round.tenderId),
  );
  expect(award?.products).toHaveLength(3);
  expect(award?.products.every((each) => each.listingIds.length === 1)).toBe(true);
  const [hospital] = round.hospitals;
  const room = await reading(context.database.db, context.scope, (tx) =>
    permittedOf(tx, province, round.tenderId, hospital!.id),
  );
  // Agreed 80 % of 1,000 + 800 + 600; own 100 % of 800, 80 % of 640, 50 % of 480.
  expect(room).toMatchObject([{ leftover: '368' }]);
  expect(room[0]?.products).toHaveLength(3);
  await put(round.at, 'agreement_choice', {
    province,
    tender_id: round.tenderId,
    institution_id: hospital!.id,
    product_id: round.firms[1]!.productId,
    organiser_id: round.officer.organisationId,
    quantity: 100,
  });
  const done = await command(context, async (unit) =>
    runFinalAward(context, unit, { id: round.tenderId }, await choicesOf(unit.tx, province, round.tenderId)),
  );
  expect(done.ok).toBe(true);
  const lines = await reading(context.database.db, context.scope, (tx) =>
    allocationOf(tx, province, round.tenderId, { institutionId: hospital!.id }),
  );
  const line = lines.find((each) => each.productId === round.firms[1]!.productId);
  expect(line).toMatchObject({ own: '512', more: '100' });
  const total = lines.reduce((sum, each) => sum + Number(each.own) + Number(each.more), 0);
  expect(total).toBe(0.8 * 2400);
  const final = await reading(context.database.db, context.scope, (tx) =>
    awardOf(tx, province, round.tenderId),
  );
  expect(final?.purpose).toBe('allocation');
  expect(final?.products.every((each) => each.listingIds.length === 1)).toBe(true);
  expect(verifyBundle((await bundleText32(round, 'allocation')).value).intact).toBe(true);
});

test('JS-24 SX-4.2 another round follows the result at the same prices, with its own volumes and a second person', async () => {
  const follower = await openBidding({ origin: 'followed', firms: 2 }, round.at);
  const at = { tenderId: follower.tenderId };
  const mine = follower.officer;
  const taken = (await mine.call(followRound, { params: at, body: { sourceId: round.tenderId } })).value;
  expect(taken.selected).toHaveLength(3);
  const theirs = taken.selected.toSorted((a, b) => (a.price < b.price ? -1 : 1));
  const pairs = follower.firms.map((firm, index) => ({
    productId: firm.productId,
    theirs: theirs[index]!.product,
  }));
  const twice = await mine.call(followAward, { params: at, body: { pairs: [pairs[0]!, pairs[0]!] } });
  expect(twice.problem.code).toBe('bidding.pairTwice');
  const unknown = { productId: pairs[0]!.productId, theirs: 'nothing' };
  expect((await mine.call(followAward, { params: at, body: { pairs: [unknown] } })).problem.code).toBe(
    'bidding.pairUnknown',
  );
  void (await mine.call(followAward, { params: at, body: { pairs } })).value;
  await round.at.moveBy(1000);
  expect(await stateOf(follower)).toBe('published');
  expect((await mine.call(readFollow, { params: at })).value.pairs).toHaveLength(2);
  const { version } = await desk(follower);
  const body = { version, decision: 'confirmed' as const, note: '' };
  void (await follower.supervisor.call(decideAward, { params: at, body })).value;
  await round.at.moveBy(1000);
  const context = systemContext(round.at.world, province, 'test');
  const award = await reading(context.database.db, context.scope, (tx) =>
    awardOf(tx, province, follower.tenderId),
  );
  expect(award?.products.map(({ price }) => price).toSorted()).toEqual(['400', '500']);
  expect(verifyBundle((await bundleText32(follower)).value).intact).toBe(true);
  const changed = await mine.call(followRound, { params: at, body: { sourceId: round.tenderId } });
  expect(changed.problem.code).toBe('tender.wrongState');
});

test('HN-16 an objection that is upheld takes its product out; the award runs again and is published anew', async () => {
  const other = await evaluated(['400', '500', '700']);
  try {
    const at = { tenderId: other.tenderId };
    const ask = async () => {
      const { version } = await desk(other);
      void (await other.officer.call(askPublication, { params: at, body: { version } })).value;
      await other.at.moveBy(1000);
    };
    await ask();
    const { publicityId } = await desk(other);
    const [first, rival] = other.firms;
    const made = await rival!.sales.call(objectToPublicity, {
      params: { publicityId: publicityId! },
      body: {
        itemKey: first!.productId,
        reasonCode: 'price',
        reasons: '该产品报价低于成本，附核算材料，请予核查。',
      },
    });
    const objection = { objectionId: made.value.id };
    const steps = [
      [other.officer, decideTakeUp, { takesUp: true, version: 1, issue: '报价是否低于成本' }],
      [
        other.officer,
        answerObjection,
        { version: 2, outcome: 'upheld', itemStands: null, answer: '经核查，所述属实，该产品退出。' },
      ],
      [other.supervisor, decideObjection, { agrees: true, version: 3 }],
    ] as const;
    for (const [person, endpoint, body] of steps)
      void (await person.call(endpoint, { params: objection, body: body as never })).value;
    await other.at.moveBy(9 * day);
    await settle(other);
    expect(await stateOf(other)).toBe('evaluated');
    const award = (await other.officer.call(readAward, { params: at })).value;
    expect(award.lines.map((each) => each.productId)).not.toContain(first!.productId);
    expect(award.stopped).toMatchObject([{ product: first!.productId, reason: 'objection.upheld' }]);
    await ask();
    expect(await stateOf(other)).toBe('published');
    await other.at.moveBy(9 * day);
    const { version } = await desk(other);
    const annul = { version, decision: 'annulled' as const, note: '需重新论证' };
    void (await other.supervisor.call(decideAward, { params: at, body: annul })).value;
    await settle(other);
    expect(await stateOf(other)).toBe('failed');
  } finally {
    await other.at.close();
  }
});

test('SX-3.2b a round in which the rules select nobody fails with that reason', async () => {
  const none = await evaluated(['1500', '1600', '1700']);
  try {
    expect(await stateOf(none)).toBe('failed');
    const [run] = await none.at.sql<{ count: number }>('select count(*)::int as count from award_run');
    expect(run?.count).toBe(1);
  } finally {
    await none.at.close();
  }
});
