import { listNotices } from '@daylight/api/home.ts';
import { listClosings } from '@daylight/api/directory.ts';
import { openRound } from '@daylight/api/tender-public.ts';
import { decideRenewal, readRenewal } from '@daylight/api/tender-renewal.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import { afterAll, beforeEach, afterEach, expect, test } from 'vitest';
import { type RoundGround, announcedRound, medicalGroup, openGround, plusDays } from '../support/tender.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';
import { randomUUID } from 'node:crypto';
import { put } from '../support/market.ts';

let at: TestWorld;
let ground: RoundGround;
let officer: Person;
let supervisor: Person;
let organiser: Person;
let member: Person;
let sales: Person;
let lead: string;
let institution: string;
let manufacturerId: string;
const guiyang = '520100';
const groups = ['C010101001', 'C010202002'] as const;

beforeEach(async () => {
  at = await openTestWorld();
  ground = openGround(at, 52);
  const bureau = await at.organisation({ kind: 'bureau', name: '省医疗保障局', jurisdiction: '520000' });
  officer = await at.person(bureau, ['officer'], '520000');
  supervisor = await at.person(bureau, ['supervisor'], '520000');
  lead = await at.organisation({ kind: 'institution', name: '市一医', jurisdiction: guiyang });
  institution = await at.organisation({ kind: 'institution', name: '区医院', jurisdiction: guiyang });
  organiser = await at.person(lead, ['organiser'], guiyang);
  member = await at.person(institution, ['buyer'], guiyang);
  await medicalGroup(at, { name: '第一医疗集团', jurisdiction: guiyang, lead, members: [institution] });
  manufacturerId = await at.organisation({ kind: 'manufacturer', name: '甲公司', jurisdiction: '520000' });
  sales = await at.person(manufacturerId, ['sales'], '520000');
});
afterEach(() => at.close());
afterAll(() => undefined);

/** A joint purchase in execution, as it stands after its contracts: two items, one selected listing each. */
async function runningRound(termUntil = '2027-06-30') {
  const id = randomUUID();
  const listings = [];
  const common = { province: 52, organiser_id: lead, is_public: true };
  await put(at, 'tender', {
    ...common,
    id,
    number: 'CG1',
    title: '首次联合采购',
    level: 'group',
    mode: 'tender',
    jurisdiction: guiyang,
    origin: 'run',
    state: 'executing',
    term_months: 12,
    term_from: '2026-07-01',
    term_until: termUntil,
    entered_at: '2026-01-01T00:00:00.000Z',
  });
  await put(at, 'tender_plan', {
    ...common,
    tender_id: id,
    mode_code: 'tender',
    partners: [],
    regions: [],
    group_ids: [],
  });
  for (const [n, group] of groups.entries()) {
    const item = `item${n}`;
    await put(at, 'tender_item', {
      ...common,
      tender_id: id,
      item,
      name: `品种${n}`,
      unit: '支',
      code_prefixes: [group],
      cap: '2',
    });
    const sunshine = await ground.listing({ group, manufacturerId });
    const selected = await ground.listing({
      group,
      manufacturerId,
      itemCode: sunshine.itemCode,
      jurisdiction: guiyang,
      form: 'alliance',
      source: 'tender:CG1',
      audience: [lead, institution],
    });
    listings.push(selected);
    await put(at, 'tender_product', {
      ...common,
      id: randomUUID(),
      tender_id: id,
      item,
      manufacturer_id: manufacturerId,
      name: `产品${n}`,
      specification: '',
      class: 'ordinary',
      codes: JSON.stringify([{ itemCode: selected.itemCode, purchaseUnit: '盒', unitsPerPurchaseUnit: 10 }]),
      prices: '{}',
    });
  }
  for (const institutionId of [lead, institution])
    await put(at, 'tender_institution', {
      ...common,
      tender_id: id,
      institution_id: institutionId,
      area: guiyang,
      via: 'itself',
      joined_on: '2026-01-01',
    });
  return { id, listings };
}

const widerRound = (more: { level?: 'provincial'; prefix?: string } = {}) =>
  announcedRound(at, {
    officer,
    supervisor,
    level: 'provincial',
    modeCode: 'tender',
    regions: [guiyang],
    items: [{ item: 'w', name: '品种0', prefix: more.prefix ?? groups[0] }],
    title: '省级带量采购',
  });

const seen = async (id: string) => (await organiser.call(readRound, { params: { tenderId: id } })).value;

test('GY-2.4 when a provincial round is announced the jointly bought item stops by itself: listings go, everybody is told, the other item goes on', async () => {
  const { id, listings } = await runningRound();
  await widerRound();
  await at.moveBy(1000);
  const round = await seen(id);
  expect(round.state).toBe('executing');
  expect(round.itemList).toMatchObject([
    {
      item: 'item0',
      state: 'stopped',
      stopBasis: { clause: 'GY-2.4' },
      stopNote: expect.stringContaining('省级带量采购'),
    },
    { item: 'item1', state: 'running' },
  ]);
  const states = await at.sql<{ id: string; state: string; state_reason: string | null }>(
    `select id, state, state_reason from listing where form = 'alliance'`,
  );
  expect(states.find((each) => each.id === listings[0]?.id)).toMatchObject({
    state: 'withdrawn',
    state_reason: 'widerRound',
  });
  expect(states.find((each) => each.id === listings[1]?.id)?.state).toBe('listed');
  for (const who of [organiser, member, sales])
    expect((await who.call(listNotices)).value.items).toContainEqual(
      expect.objectContaining({ title: expect.objectContaining({ zh: '品种转由上级集采，停止采购' }) }),
    );
  const open = await callAs(at.app, null, openRound, {
    params: { tenderId: id },
    query: { jurisdiction: '520000' },
  });
  expect(open.value.notices[0]).toMatchObject({ kind: 'stop', title: expect.stringContaining('品种0') });
  const closings = await officer.call(listClosings, { query: { state: 'closed' } });
  expect(closings.value.items).toMatchObject([{ origin: 'tender', reason: 'widerRound' }]);
  await at.moveBy(60_000);
  expect(
    (await callAs(at.app, null, openRound, { params: { tenderId: id }, query: { jurisdiction: '520000' } }))
      .value.notices,
  ).toHaveLength(1);
});

test('GY-2.4 a listing with an open order waits until the order is finished, and nothing new is ordered meanwhile', async () => {
  const { id, listings } = await runningRound();
  const orderId = randomUUID();
  const distributorId = await at.organisation({ kind: 'distributor', jurisdiction: '520000' });
  await put(at, 'purchase_order', {
    province: 52,
    id: orderId,
    number: 'DD1',
    institution_id: institution,
    site_id: institution,
    distributor_id: distributorId,
    jurisdiction: guiyang,
    urgency: 'ordinary',
    state: 'confirmed',
    amount: '100',
    line_count: 1,
  });
  await put(at, 'order_line', {
    province: 52,
    order_id: orderId,
    line: 1,
    listing_id: listings[0]?.id,
    item_code: listings[0]?.itemCode,
    manufacturer_id: manufacturerId,
    institution_id: institution,
    distributor_id: distributorId,
    product_name: '产品0',
    specification: '',
    purchase_unit: '盒',
    units_per_purchase_unit: 10,
    price: '10',
    listing_price: '10',
    price_kind: 'listed',
    quantity: '10',
    amount: '100',
    state: 'confirmed',
    confirmed: '10',
  });
  await widerRound();
  await at.moveBy(1000);
  const [listing] = await at.sql<{ state: string }>('select state from listing where id = $1', [
    listings[0]?.id,
  ]);
  expect(listing?.state).toBe('suspended');
  const [stop] = await at.sql<{ orders: { number: string }[]; listings: { closingId: string | null }[] }>(
    'select orders, listings from tender_stop where tender_id = $1',
    [id],
  );
  expect(stop).toMatchObject({ orders: [{ number: 'DD1' }], listings: [{ closingId: expect.any(String) }] });
});

test('GY-2.4 a round without a running item is over; codes that nobody shares stop nothing', async () => {
  const { id } = await runningRound();
  await widerRound({ prefix: 'C099999999' });
  await at.moveBy(1000);
  expect((await seen(id)).itemList.every(({ state }) => state === 'running')).toBe(true);
  for (const prefix of groups) await widerRound({ prefix });
  await at.moveBy(1000);
  const round = await seen(id);
  expect(round.state).toBe('ended');
  expect(round.steps.at(-1)).toMatchObject({ to: 'ended', basis: { clause: 'GY-2.4' } });
});

test('SX-3.3 before the end of a term what follows is asked for with the figures of the term, and the next draft carries items and institutions on', async () => {
  const { id } = await runningRound('2026-12-10');
  const params = { tenderId: id };
  expect((await organiser.call(readRenewal, { params })).problem.code).toBe('tender.renewalUnknown');
  await at.moveTo('2026-09-12T02:00:00.000Z');
  const open = await organiser.call(readRenewal, { params });
  expect(open.value).toMatchObject({
    state: 'open',
    figures: { items: 2, stoppedItems: 0, accounts: 0 },
    advice: { path: 'inquiry', because: 'steady' },
    due: { dueAt: '2026-12-10T16:00:00.000Z', basis: { clause: 'SX-3.3' } },
  });
  const mute = await organiser.call(decideRenewal, { params, body: { path: 'rebid', reason: '' } });
  expect(mute.problem).toMatchObject({ code: 'tender.reasonMissing', basis: { clause: 'SX-3.3' } });
  expect(
    (await member.call(decideRenewal, { params, body: { path: 'rebid', reason: '市场变化' } })).status,
  ).toBe(403);
  const decided = await organiser.call(decideRenewal, {
    params,
    body: { path: 'rebid', reason: '市场价格明显下降，重新竞价' },
  });
  const next = await seen(decided.value.nextId!);
  expect(next).toMatchObject({
    state: 'draft',
    title: '首次联合采购（接续）',
    items: 2,
    institutions: 2,
    plan: { renews: { id } },
  });
  expect(next.itemList[0]).toMatchObject({ products: 1, cap: '2' });
  const again = await organiser.call(decideRenewal, { params, body: { path: 'none', reason: '不再接续' } });
  expect(again.problem.code).toBe('tender.renewalDecided');
  await at.moveTo(plusDays('2026-12-10T16:00:00.000Z' as never, 1));
  expect((await seen(id)).state).toBe('ended');
});
