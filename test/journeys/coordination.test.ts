import { randomUUID } from 'node:crypto';
import {
  answerCoordination,
  countCoordination,
  decideCoordination,
  listCoordinationLines,
  listCoordinations,
  readCoordination,
} from '@daylight/api/bidding-coordination.ts';
import { readHome } from '@daylight/api/home.ts';
import { searchListings } from '@daylight/api/listing.ts';
import { addMs } from '@daylight/rules/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { put } from '../support/market.ts';
import { openGround } from '../support/tender.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

/** Beside a final result the enterprises of the same kind of product are asked to come down (JS-24). */
let at: TestWorld;
let officer: Person;
let supervisor: Person;
let buyer: Person;
let makers: { readonly id: string; readonly sales: Person; readonly itemCode: string }[];
const group = 'C010101001';
const early = randomUUID();
const tenderId = randomUUID();

beforeAll(async () => {
  at = await openTestWorld();
  const ground = openGround(at, 32);
  const bureau = await at.organisation({ kind: 'bureau', name: '省医疗保障局', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer'], '320000');
  supervisor = await at.person(bureau, ['supervisor'], '320000');
  const hospital = await at.organisation({ kind: 'institution', name: '第一医院' });
  buyer = await at.person(hospital, ['buyer']);
  makers = [];
  for (const name of ['甲公司', '乙公司', '丙公司']) {
    const id = await at.organisation({ kind: 'manufacturer', name });
    const listing = await ground.listing({ group, manufacturerId: id, price: '1000' });
    await ground.trade({
      listing,
      institutionId: hospital,
      manufacturerId: id,
      price: '1000',
      quantity: '40',
      at: '2026-05-10T02:00:00.000Z',
    });
    makers.push({ id, sales: await at.person(id, ['sales']), itemCode: listing.itemCode });
  }
  await arrange(bureau);
});
afterAll(() => at.close());

/** A round in its term that selected the products of the first two, and one whose result is not final yet. */
async function arrange(organiser: string): Promise<void> {
  const rounds = [
    { id: tenderId, number: 'JC1', state: 'executing' },
    { id: early, number: 'JC2', state: 'published' },
  ];
  for (const round of rounds)
    await put(at, 'tender', {
      ...round,
      province: 32,
      title: '取石网篮带量采购',
      level: 'provincial',
      mode: 'tender',
      jurisdiction: '320000',
      organiser_id: organiser,
      origin: 'run',
      is_public: true,
      term_months: 12,
    });
  const own = { province: 32, tender_id: tenderId, organiser_id: organiser };
  const runId = randomUUID();
  await put(at, 'tender_item', {
    ...own,
    item: 'basket',
    name: '取石网篮',
    unit: '支',
    code_prefixes: [group],
  });
  await put(at, 'award_run', {
    ...own,
    id: runId,
    purpose: 'selection',
    state: 'valid',
    engine: 'test',
    hash: 'c'.repeat(64),
    bundle: Buffer.from(''),
  });
  for (const [n, { id, itemCode }] of makers.slice(0, 2).entries()) {
    const productId = randomUUID();
    await put(at, 'tender_product', {
      ...own,
      id: productId,
      item: 'basket',
      manufacturer_id: id,
      name: '取石网篮',
      specification: '',
      class: 'ordinary',
      codes: JSON.stringify([{ itemCode, purchaseUnit: '盒', unitsPerPurchaseUnit: 10 }]),
    });
    await put(at, 'award_result', {
      ...own,
      run_id: runId,
      product_id: productId,
      manufacturer_id: id,
      item: 'basket',
      unit: 'basket',
      bid_price: String(60 + 10 * n),
      valid: true,
      place: n + 1,
      selected: true,
      final_price: String(60 + 10 * n),
    });
  }
}

const asked = async (who: Person) =>
  (await who.call(listCoordinations, { query: {} })).value.items.find(({ state }) => state !== 'dropped');
const linesOf = async (who: Person, coordinationId: string) =>
  (await who.call(listCoordinationLines, { params: { coordinationId }, query: {} })).value.items;

test('JS-24 HN-15 coordination beside the result is counted with its effect in money, and sent by another person', async () => {
  const params = { tenderId };
  const soon = await officer.call(countCoordination, { params: { tenderId: early }, body: {} });
  expect(soon.problem).toMatchObject({ code: 'bidding.noFinalResult', basis: { clause: 'JS-24' } });
  expect((await supervisor.call(countCoordination, { params, body: {} })).status).toBe(403);
  const counted = (await officer.call(countCoordination, { params, body: {} })).value;
  // Of three listings two were selected; the third costs 1000, the dearest selected price makes 700, 40 boxes were bought.
  expect(counted).toMatchObject({ lines: 1, effect: '12000' });
  const again = await officer.call(countCoordination, { params, body: {} });
  expect(again.problem.code).toBe('bidding.coordinationRuns');
  const [third] = makers.slice(2);
  expect(await asked(third!.sales)).toBeUndefined();
  const key = { params: { coordinationId: counted.id } };
  expect((await third!.sales.call(readCoordination, key)).status).toBe(404);
  const shown = (await supervisor.call(readCoordination, key)).value;
  expect(shown).toMatchObject({ measure: 'highest', isDefault: true, maySend: true });
  expect(shown.items).toMatchObject([{ price: '70', lines: 1, effect: '12000' }]);
  const send = { version: 1, decision: 'send' as const };
  expect((await officer.call(decideCoordination, { ...key, body: send })).status).toBe(403);
  const stale = await supervisor.call(decideCoordination, { ...key, body: { ...send, version: 9 } });
  expect(stale.problem.code).toBe('request.stale');
  const sent = (await supervisor.call(decideCoordination, { ...key, body: send })).value;
  expect(sent).toMatchObject({ state: 'asked', version: 2 });
  expect((await supervisor.call(decideCoordination, { ...key, body: send })).problem.code).toBe(
    'bidding.coordinationDecided',
  );
  const home = (await third!.sales.call(readHome, {})).value.todos;
  expect(home.find(({ kind }) => kind === 'bidding.coordination')).toMatchObject({ dueAt: sent.dueAt });
  // Whose products were selected is asked nothing.
  expect(await asked(makers[0]!.sales)).toBeUndefined();
});

test('JS-24 an enterprise refuses with a reason, is marked as above coordination when the time is over, and comes down later after all', async () => {
  const { sales, itemCode } = makers[2]!;
  const running = (await asked(sales))!;
  const params = { coordinationId: running.id };
  const [line] = await linesOf(sales, running.id);
  expect(line).toMatchObject({ price: '1000', target: '700', state: 'asked', above: false });
  const answer = (price: string | null, reason = '') =>
    sales.call(answerCoordination, {
      params,
      body: { lines: [{ listingId: line!.listingId, price, reason }] },
    });
  expect((await answer('1000')).problem).toMatchObject({
    code: 'bidding.offerNotLower',
    field: 'lines.0.price',
    basis: { clause: 'JS-24' },
  });
  expect((await answer(null)).problem.code).toBe('bidding.refusalWithoutReason');
  expect((await answer('x')).status).toBe(400);
  const foreign = await makers[0]!.sales.call(answerCoordination, {
    params,
    body: { lines: [{ listingId: line!.listingId, price: '1', reason: '' }] },
  });
  expect(foreign.status).toBe(404);
  await at.moveTo(addMs(running.dueAt!, -2 * 86_400_000));
  const [reminded] = await at.sql<{ n: number }>(
    `select count(*)::int as n from notice where kind = 'bidding.coordinationReminder'`,
  );
  expect(reminded?.n).toBe(1);
  expect((await answer(null, '原材料价格上涨，无法降价')).value).toEqual({ offered: 0, refused: 1 });
  await at.moveTo(running.dueAt!);
  expect(await asked(officer)).toMatchObject({ state: 'ended', above: 1, lowered: 0, reached: '0' });
  const mark = async () => {
    const found = (await buyer.call(searchListings, { query: {} })).value;
    return found.items.find((each) => each.itemCode === itemCode);
  };
  expect(await mark()).toMatchObject({ aboveCoordination: { target: '700', number: running.number } });
  // Half of the way is a lower price and still above; the whole way takes the mark off.
  expect((await answer('800')).value).toEqual({ offered: 1, refused: 0 });
  expect((await answer('700')).problem.code).toBe('bidding.lineNotOpen');
  await at.moveBy(1000);
  expect(await mark()).toMatchObject({ price: '800', aboveCoordination: { target: '700' } });
  void (await answer('690')).value;
  await at.moveBy(1000);
  expect(await mark()).toMatchObject({ price: '690', aboveCoordination: null });
  expect(await asked(officer)).toMatchObject({ state: 'ended', above: 0, lowered: 1, reached: '12400' });
  const [why] = await at.sql<{ reason: string; clause: string }>(
    `select reason, basis ->> 'clause' as clause from listing_price where listing_id = $1 order by version desc limit 1`,
    [line!.listingId],
  );
  expect(why).toEqual({ reason: 'coordinated', clause: 'JS-24' });
  const over = await officer.call(countCoordination, {
    params: { tenderId: running.tender.id },
    body: {},
  });
  expect(over.problem).toMatchObject({ code: 'bidding.nothingAbove', basis: { clause: 'JS-24' } });
});
