import {
  answerRelations,
  chooseRelation,
  endRelations,
  listChoices,
  listRelations,
  listUncovered,
  proposeRelations,
  readCoverage,
  readListingDelivery,
  searchDistributors,
} from '@daylight/api/distribution.ts';
import { readHome } from '@daylight/api/home.ts';
import { decideListingImport, importListings, submitListingImport } from '@daylight/api/listing-import.ts';
import { searchListings } from '@daylight/api/listing.ts';
import { isoDate } from '@daylight/rules/time.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addItems, itemCodeOf, upload, workbookOf } from '../support/directory.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let officer: Person;
let sales: Person;
let maker: string;
let buyer: Person;
let hospital: string;
const carriers: { id: string; dispatcher: Person }[] = [];
const from = isoDate('2026-09-01');

beforeAll(async () => {
  at = await openTestWorld();
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await at.person(bureau, ['officer']);
  const supervisor = await at.person(bureau, ['supervisor']);
  hospital = await at.organisation({ kind: 'institution', name: '如皋示范医院', jurisdiction: '320682' });
  buyer = await at.person(hospital, ['buyer']);
  for (const index of [1, 2, 3, 4, 5, 6]) {
    const id = await at.organisation({ kind: 'distributor', name: `示例配送${index}` });
    carriers.push({ id, dispatcher: await at.person(id, ['dispatcher'], '320000') });
  }
  await at.organisation({ kind: 'manufacturer', name: '明心医疗（合成）' });
  await addItems(at, { [itemCodeOf(1)]: {}, [itemCodeOf(1, 2)]: {} });
  const file = await workbookOf([{ code: itemCodeOf(1) }, { code: itemCodeOf(1, 2) }]);
  const { id: importId } = (await upload(at, officer, importListings, { file })).value;
  await officer.call(submitListingImport, { params: { importId }, body: { version: 1 } });
  await supervisor.call(decideListingImport, { params: { importId }, body: { version: 2, approve: true } });
});
afterAll(() => at.close());

/** Each test has a manufacturer of its own, so that caps and choices do not meet. */
beforeEach(async () => {
  maker = await at.organisation({ kind: 'manufacturer' });
  sales = await at.person(maker, ['sales'], '320000');
});

const carrier = (index: number) => carriers[index - 1] ?? { id: '', dispatcher: sales };
function propose(index: number, areas: readonly string[], body: object = {}) {
  return sales.call(proposeRelations, {
    body: { distributorId: carrier(index).id, areas: [...areas], validFrom: from, ...body },
  });
}
async function confirm(index: number, ids: readonly string[], yes = true) {
  return carrier(index).dispatcher.call(answerRelations, {
    body: {
      relations: ids.map((id) => ({ id, version: 1 })),
      confirm: yes,
      ...(yes ? {} : { reason: '运力不足' }),
    },
  });
}
async function relation(index: number, areas: readonly string[], body: object = {}): Promise<string[]> {
  const { ids } = (await propose(index, areas, body)).value;
  await confirm(index, ids);
  return ids;
}
/** Which relation delivers a listing to the institution, as it is told. */
async function deliveryOf(listingId: string) {
  const { candidates, servedBy } = (await buyer.call(readListingDelivery, { params: { listingId } })).value;
  const serving = candidates.find((each) => each.serving);
  return servedBy === null || serving === undefined
    ? undefined
    : { relationId: serving.relationId, distributorId: servedBy.id };
}
/** The same for a product of this test's manufacturer, which for the rest of the test has none. */
async function served() {
  const [listing] = await at.sql<{ id: string; maker: string }>(
    'select id, manufacturer_id as maker from listing order by item_code limit 1',
  );
  const own = 'update listing set manufacturer_id = $1 where id = $2';
  await at.sql(own, [maker, listing?.id]);
  const delivery = await deliveryOf(listing?.id ?? '');
  await at.sql(own, [listing?.maker, listing?.id]);
  return delivery;
}

test('the manufacturer proposes, the distributor confirms, and the only one delivers (SX-5.3b, JS-35)', async () => {
  const proposed = await propose(1, ['320600', '320100']);
  expect(proposed.status).toBe(201);
  expect(proposed.value.due).toMatchObject({ dueAt: '2026-09-08T16:00:00.000Z', provisional: false });
  expect(await served()).toBeUndefined();
  const duties = (await carrier(1).dispatcher.call(readHome)).value.todos.map((each) => each.kind);
  expect(duties).toContain('distribution.answer');
  const done = await confirm(1, proposed.value.ids);
  expect(done.value.items.map((each) => each.state)).toEqual(['confirmed', 'confirmed']);
  expect(await served()).toMatchObject({ distributorId: carrier(1).id });
  const { areas, uncovered, basis } = (await sales.call(readCoverage)).value;
  expect(areas.filter((each) => each.covered).map((each) => each.area.code)).toEqual(['320100', '320600']);
  expect(uncovered).toEqual([]);
  expect(basis.clause).toBe('SX-5.3b');
});

test('among several confirmed ones nobody delivers until the institution has chosen; a county’s own counts too', async () => {
  const [city] = await relation(1, ['320600']);
  const [county] = await relation(2, ['320682']);
  expect(await served()).toBeUndefined();
  const open = (await buyer.call(listChoices, { query: { open: 'true' } })).value;
  expect(open.items.find((each) => each.id === maker)).toMatchObject({ state: 'choose' });
  await buyer.call(chooseRelation, { body: { relationIds: [county ?? ''] } });
  expect(await served()).toMatchObject({ relationId: county });
  await buyer.call(chooseRelation, { body: { relationIds: [city ?? ''] } });
  expect(await served()).toMatchObject({ relationId: city });
  const after = (await buyer.call(listChoices)).value.items.find((each) => each.id === maker);
  expect(after).toMatchObject({ state: 'chosen' });
  expect(after?.candidates.filter((each) => each.serving)).toMatchObject([
    { relationId: city, chosen: true },
  ]);
});

test('an institution chooses only what is confirmed and covers it; it cannot appoint (SX-5.3b)', async () => {
  const { ids } = (await propose(1, ['320600'])).value;
  const early = await buyer.call(chooseRelation, { body: { relationIds: ids } });
  expect(early.problem).toMatchObject({ code: 'distribution.notConfirmed', basis: { clause: 'JS-35' } });
  const far = await relation(2, ['320100']);
  const wrong = await buyer.call(chooseRelation, { body: { relationIds: far } });
  expect(wrong.problem.code).toBe('distribution.notYourArea');
  const later = await relation(3, ['320600'], { validFrom: '2026-10-01' });
  expect((await buyer.call(chooseRelation, { body: { relationIds: later } })).problem.code).toBe(
    'distribution.notValidNow',
  );
});

test('nobody but the manufacturer proposes a distributor (SX-5.3b)', async () => {
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  const operator = await at.organisation({ kind: 'operator', jurisdiction: '320000' });
  const others = [
    buyer,
    carrier(1).dispatcher,
    await at.person(bureau, ['officer', 'supervisor', 'admin']),
    await at.person(operator, ['operations', 'admin']),
  ];
  for (const person of others) {
    const refused = await person.call(proposeRelations, {
      body: { distributorId: carrier(1).id, areas: ['320600'], validFrom: from },
    });
    expect([refused.status, refused.problem.code]).toEqual([403, 'access.notPermitted']);
  }
});

test('Nantong has three distributors per product and one more in its counties; the refusal names the rule (JS-35)', async () => {
  for (const index of [1, 2, 3]) await propose(index, ['320600']);
  const fourth = await propose(4, ['320600', '320100']);
  expect(fourth.problem).toMatchObject({
    code: 'distribution.areaFull',
    basis: { document: 'nt-2018-distribution', clause: 'JS-35' },
    facts: { area: '南通市', max: 3 },
    field: 'areas',
  });
  expect((await sales.call(listRelations, { query: { area: '320100' } })).value.items).toEqual([]);
  expect((await propose(4, ['320682'])).status).toBe(201);
  expect((await propose(5, ['320682'])).problem).toMatchObject({
    code: 'distribution.areaFull',
    facts: { max: 1 },
  });
  expect((await propose(4, ['320100'])).status).toBe(201);
});

test('two proposals for the last place at once never exceed the cap', async () => {
  for (const index of [1, 2]) await propose(index, ['320600']);
  const answers = await Promise.all([3, 4, 5, 6].map((index) => propose(index, ['320600'])));
  expect(answers.filter((each) => each.ok)).toHaveLength(1);
  expect(new Set(answers.filter((each) => !each.ok).map((each) => each.problem.code))).toEqual(
    new Set(['distribution.areaFull']),
  );
});

test('a proposal is refused by name: unknown area, a whole province, no distributor, backward and past periods, twice', async () => {
  expect((await propose(1, ['329900'])).problem.code).toBe('distribution.areaUnknown');
  expect((await propose(1, ['430100'])).problem.code).toBe('distribution.areaUnknown');
  expect((await propose(1, ['320000'])).problem.code).toBe('distribution.areaLevel');
  const nobody = await sales.call(proposeRelations, {
    body: { distributorId: hospital, areas: ['320600'], validFrom: from },
  });
  expect(nobody.problem).toMatchObject({ code: 'distribution.notDistributor', status: 404 });
  expect((await propose(1, ['320600'], { validUntil: '2026-08-01' })).problem.code).toBe(
    'distribution.periodBackward',
  );
  const past = { validFrom: '2026-01-01', validUntil: '2026-02-01' };
  expect((await propose(1, ['320600'], past)).problem.code).toBe('distribution.periodPast');
  await propose(1, ['320600'], { validUntil: '2026-12-31' });
  expect((await propose(1, ['320600'])).problem.code).toBe('distribution.alreadyThere');
  expect((await propose(1, ['320600'], { validFrom: '2027-01-01' })).status).toBe(201);
  const foreign = (await officer.call(searchListings)).value.items[0]?.id ?? '';
  expect((await propose(2, ['320600'], { listingIds: [foreign] })).problem.code).toBe(
    'distribution.listingUnknown',
  );
  expect((await propose(2, [], {})).problem.code).toBe('request.malformed');
});

test('a distributor answers its own proposals, once, in the version it saw', async () => {
  const { ids } = (await propose(1, ['320600'])).value;
  expect((await confirm(2, ids)).problem).toMatchObject({ code: 'distribution.unknown', status: 404 });
  const silent = await carrier(1).dispatcher.call(answerRelations, {
    body: { relations: [{ id: ids[0] ?? '', version: 1 }], confirm: false },
  });
  expect(silent.problem.code).toBe('distribution.reasonMissing');
  expect((await confirm(1, ids, false)).value.items[0]?.state).toBe('rejected');
  expect((await confirm(1, ids)).problem.code).toBe('request.stale');
  const again = await carrier(1).dispatcher.call(answerRelations, {
    body: { relations: [{ id: ids[0] ?? '', version: 2 }], confirm: true },
  });
  expect(again.problem.code).toBe('distribution.notWaiting');
  expect((await propose(1, ['320600'])).status).toBe(201);
});

test('either side ends a relation with a last day; the institution that chose it is told and may choose another', async () => {
  const [first] = await relation(1, ['320600']);
  await relation(2, ['320600']);
  await buyer.call(chooseRelation, { body: { relationIds: [first ?? ''] } });
  const end = (person: Person, lastDay: string, version: number) =>
    person.call(endRelations, {
      body: { relations: [{ id: first ?? '', version }], lastDay: isoDate(lastDay), reason: '合同到期不续' },
    });
  expect((await end(sales, '2026-08-31', 2)).problem.code).toBe('distribution.lastDayPast');
  expect((await end(carrier(2).dispatcher, '2026-09-10', 2)).problem.code).toBe('distribution.unknown');
  const ended = await end(carrier(1).dispatcher, '2026-09-03', 2);
  expect(ended.value.items).toMatchObject([{ state: 'confirmed', version: 3 }]);
  expect((await end(sales, '2026-09-05', 3)).problem).toMatchObject({ code: 'distribution.lastDayLater' });
  expect(await served()).toMatchObject({ relationId: first });
  const told = await at.sql<{ kind: string }>(
    `select distinct kind from notice where organisation_id in ($1, $2) and kind in ('distribution.ended', 'distribution.chosenEnds')
     order by kind`,
    [hospital, maker],
  );
  expect(told.map((each) => each.kind)).toEqual(['distribution.chosenEnds', 'distribution.ended']);
  await at.moveTo('2026-09-03T16:00:00.000Z');
  expect(await served()).toMatchObject({ distributorId: carrier(2).id });
  const states = await at.sql('select state from delivery_relation where id = $1', [first]);
  expect(states).toEqual([{ state: 'ended' }]);
});

test('a proposal that nobody answers lapses after five working days and frees its place', async () => {
  for (const index of [1, 2, 3]) await propose(index, ['320600']);
  expect((await propose(4, ['320600'])).problem.code).toBe('distribution.areaFull');
  await at.moveBy(8 * 86_400_000);
  const { items } = (await sales.call(listRelations, { query: { state: 'lapsed' } })).value;
  expect(items).toHaveLength(3);
  expect((await propose(4, ['320600'])).status).toBe(201);
});

test('a relation for one listing goes before the one for all products', async () => {
  const rows = await at.sql<{ id: string }>('select id from listing order by item_code');
  const [one, two] = rows.map((row) => row.id);
  await at.sql('update listing set manufacturer_id = $1', [maker]);
  await relation(1, ['320600']);
  await relation(2, ['320600'], { listingIds: [one] });
  const both = async () => [
    (await deliveryOf(one ?? ''))?.distributorId,
    (await deliveryOf(two ?? ''))?.distributorId,
  ];
  expect(await both()).toEqual([undefined, carrier(1).id]);
  const offered = (await buyer.call(readListingDelivery, { params: { listingId: one ?? '' } })).value;
  expect(offered).toMatchObject({ servedBy: null, candidates: [{}, {}] });
  const special = offered.candidates.find((each) => each.listing !== null)?.relationId ?? '';
  await buyer.call(chooseRelation, { body: { relationIds: [special] } });
  expect(await both()).toEqual([carrier(2).id, carrier(1).id]);
});

test('cities without a distributor are shown to the manufacturer and the bureau (SX-5.3b: the whole area)', async () => {
  await at.sql('update listing set manufacturer_id = $1', [maker]);
  await relation(1, ['320600']);
  const { uncovered } = (await sales.call(readCoverage)).value;
  expect(uncovered).toHaveLength(12);
  expect(uncovered.map((each) => each.code)).not.toContain('320600');
  const gaps = (await officer.call(listUncovered)).value.items;
  expect(gaps).toMatchObject([{ manufacturer: { id: maker }, listings: 2, cities: 13 }]);
  expect(gaps[0]?.uncovered).toHaveLength(12);
  const duties = (await sales.call(readHome)).value.todos.map((each) => each.kind);
  expect(duties).toContain('distribution.cover');
  const nantong = await at.organisation({ kind: 'bureau', jurisdiction: '320600' });
  const city = await at.person(nantong, ['officer']);
  expect((await city.call(listUncovered)).value.items).toEqual([]);
});

test('a firm sees its own relations; distributors are found by name, those already at work first', async () => {
  await relation(3, ['320600']);
  const stranger = await at.person(await at.organisation({ kind: 'manufacturer' }), ['sales'], '320000');
  expect((await stranger.call(listRelations)).value.items).toEqual([]);
  const found = (await sales.call(searchDistributors, { query: { search: '示例配送' } })).value.items;
  expect(found[0]).toMatchObject({ id: carrier(3).id, areas: 1 });
  expect(found).toHaveLength(6);
});
