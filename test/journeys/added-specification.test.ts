import * as added from '@daylight/api/added-specification.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addItems } from '../support/directory.ts';
import { fileOf } from '../support/evidence.ts';
import { type Market, openMarket } from '../support/market.ts';
import { qualify } from '../support/qualified.ts';
import { type Answer, type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let officer: Person;
let supervisor: Person;
let sales: Person;

beforeAll(async () => {
  at = await openTestWorld();
  market = await openMarket(at);
  ({ sales } = market);
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000', name: '示例省医保局' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
  await qualify(at, market.manufacturerId, { certificates: ['国械注准20153100011'] });
});
afterAll(() => at.close());

const codeOf = (answer: Answer<unknown>): string => answer.problem.code;
const listedCode = 'C090101010100000662699'.slice(0, 20);
const codes = {
  same: `${listedCode}0000002`,
  dearer: `${listedCode}0000003`,
  foreign: `${listedCode}0000004`,
};

test('JS-37 a missing specification is added under the certificate of a listed product at no more than its price, by two persons', async () => {
  const certificate = '国械注准20153100011';
  const listingId = await market.listing({ certificate, price: '100', unit: '盒', unitsPerPurchaseUnit: 10 });
  await addItems(at, {
    [codes.same]: { certificate, specification: '7F' },
    [codes.dearer]: { certificate, specification: '8F' },
    [codes.foreign]: { certificate: '国械注准20993100099', specification: '9F' },
  });
  const [unit] = await at.sql<{ smallest_unit: string }>('select smallest_unit from listing where id = $1', [
    listingId,
  ]);
  const params = { listingId };
  const missing = (await sales.call(added.listMissingSpecifications, { params })).value.items;
  expect(missing.map((each) => each.itemCode)).toEqual([codes.same, codes.dearer]);
  const ask = async (who: Person, more: object = {}) =>
    who.call(added.addSpecification, {
      body: {
        listingId,
        itemCode: codes.same,
        price: '50',
        purchaseUnit: '盒',
        smallestUnit: unit?.smallest_unit ?? '',
        unitsPerPurchaseUnit: 5,
        reason: '原挂网时遗漏该规格',
        evidence: [await fileOf(at, who)],
        ...more,
      },
    });
  expect((await ask(sales, { price: '50.01' })).problem).toMatchObject({
    code: 'qualification.aboveListingPrice',
    basis: { document: 'js-2020-22', article: '37', clause: 'JS-37' },
    facts: { price: '100', units: 10 },
  });
  expect((await ask(sales, { itemCode: codes.foreign })).problem).toMatchObject({
    code: 'qualification.otherCertificate',
  });
  expect(codeOf(await ask(sales, { itemCode: `${listedCode}9999999` }))).toBe('qualification.codeUnknown');
  expect(codeOf(await ask(sales, { smallestUnit: '箱' }))).toBe('qualification.otherSmallestUnit');
  expect(codeOf(await ask(sales, { price: '-1' }))).toBe('request.malformed');
  const rival = await at.person(market.otherManufacturerId, ['sales']);
  expect(codeOf(await ask(rival))).toBe('listing.unknown');
  expect(codeOf(await ask(market.buyer))).toBe('access.notPermitted');

  const asked = (await ask(sales)).value;
  expect(codeOf(await ask(sales))).toBe('qualification.alreadyAsked');
  // Beside what is still free the form says what is on its way.
  const after = (await sales.call(added.listMissingSpecifications, { params })).value.items;
  expect(after.map((each) => each.underWay)).toEqual([{ kind: 'added', number: asked.number }, null]);
  const step = { params: { requestId: asked.id } };
  await officer.call(added.checkAddedSpecification, { ...step, body: { pass: true, version: 1 } });
  const own = await officer.call(added.confirmAddedSpecification, {
    ...step,
    body: { pass: true, version: 2 },
  });
  expect(codeOf(own)).toBe('access.notPermitted');
  const done = (
    await supervisor.call(added.confirmAddedSpecification, { ...step, body: { pass: true, version: 2 } })
  ).value;
  expect(done.state).toBe('confirmed');
  const [listing] = await at.sql(
    'select item_code, price, units_per_purchase_unit, state, source from listing where id = $1',
    [done.newListingId],
  );
  expect(listing).toMatchObject({
    item_code: codes.same,
    units_per_purchase_unit: 5,
    state: 'listed',
    source: done.number,
  });
  expect(codeOf(await ask(sales))).toBe('qualification.alreadyListed');

  const second = (await ask(sales, { itemCode: codes.dearer, listingId: done.newListingId })).value;
  await at.sql('update listing set price = 40 where id = $1', [done.newListingId]);
  const late = { params: { requestId: second.id } };
  await officer.call(added.checkAddedSpecification, { ...late, body: { pass: true, version: 1 } });
  const refused = await supervisor.call(added.confirmAddedSpecification, {
    ...late,
    body: { pass: true, version: 2 },
  });
  expect(codeOf(refused)).toBe('qualification.aboveListingPrice');
  const back = await supervisor.call(added.confirmAddedSpecification, {
    ...late,
    body: { pass: false, note: '原挂网价已下调', version: 2 },
  });
  expect(back.value.state).toBe('returned');
});

test('who lacks a qualification adds nothing, and reads what is lacking', async () => {
  const maker = market.otherManufacturerId;
  const person = await at.person(maker, ['sales']);
  const certificate = '国械注准20883100088';
  const listingId = await market.listing({ certificate, manufacturerId: maker });
  const itemCode = `${listedCode}0000088`;
  await addItems(at, { [itemCode]: { certificate } });
  const [unit] = await at.sql<{ smallest_unit: string }>('select smallest_unit from listing where id = $1', [
    listingId,
  ]);
  const body = {
    listingId,
    itemCode,
    price: '1',
    purchaseUnit: '盒',
    smallestUnit: unit?.smallest_unit ?? '',
    unitsPerPurchaseUnit: 1,
    reason: '遗漏',
    evidence: [await fileOf(at, person)],
  };
  const refused = await person.call(added.addSpecification, { body });
  expect(refused.problem).toMatchObject({
    code: 'qualification.lacking',
    facts: { kinds: '营业执照、医疗器械生产许可证、医疗器械注册证' },
  });
  await qualify(at, maker, { certificates: [certificate] });
  expect((await person.call(added.addSpecification, { body })).status).toBe(201);
});
