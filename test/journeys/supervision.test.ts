import { acceptOffer } from '@daylight/api/bargain-answer.ts';
import { openBargain, readBargain } from '@daylight/api/bargain.ts';
import { readHome } from '@daylight/api/home.ts';
import {
  handleWarning,
  listNeverBargained,
  listWarnings,
  readZone,
  warningSummary,
} from '@daylight/api/supervision.ts';
import { zoneOf } from '@daylight/server/features/supervision/port.ts';
import { reading } from '@daylight/server/db.ts';
import { money } from '@daylight/rules/money.ts';
import { systemContext } from '@daylight/server/context.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PriceMarket, openPriceMarket } from '../support/price-market.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let market: PriceMarket;
let buyer: Person;
let cityOfficer: Person;
let provinceOfficer: Person;
let otherCity: Person;
let listingId: string;
const peers: string[] = [];

async function person(kind: 'institution' | 'bureau', jurisdiction: string, role: string, more: object = {}) {
  return world.person(await world.organisation({ kind, jurisdiction, ...more }), [role]);
}

beforeAll(async () => {
  world = await openTestWorld('2026-09-01T02:00:00.000Z');
  market = await openPriceMarket(world);
  buyer = await person('institution', '320100', 'buyer');
  cityOfficer = await person('bureau', '320100', 'officer');
  provinceOfficer = await person('bureau', '320000', 'supervisor');
  otherCity = await person('bureau', '320200', 'officer');
  listingId = (await market.listing({ price: '200' })).id;
  for (let n = 0; n < 3; n += 1)
    peers.push(await world.organisation({ kind: 'institution', jurisdiction: '320300' }));
  // Ten trades from 91 to 100 for a box of ten: 9.1 to 10 each.
  for (let n = 1; n <= 10; n += 1) {
    const institutionId = peers[n % 3] ?? '';
    await market.trade({ listingId, institutionId, price: String(90 + n), at: '2026-07-15T02:00:00.000Z' });
  }
});
afterAll(() => world.close());

const zoneAt = (price: string) => buyer.call(readZone, { query: { listingId, price } });

test.each([
  ['99.5', 'red'],
  ['99', 'yellow'],
  ['95', 'none'],
  ['93', 'blue'],
] as const)(
  'JS-12 a price of %s is %s among ten real trades of three institutions of the same level',
  async (price, zone) => {
    const finding = (await zoneAt(price)).value;
    expect(finding).toMatchObject({
      zone,
      reason: null,
      trades: 10,
      institutions: 3,
      since: '2026-06-01',
      until: '2026-08-31',
      isDefaultRule: true,
      basis: { document: 'js-2020-22', article: '12' },
    });
  },
);

test('JS-12 trades of another level, of long ago and of today are not compared with', async () => {
  const { id } = await market.listing({ price: '200' });
  const small = await world.organisation({ kind: 'institution', jurisdiction: '320300', level: 'secondary' });
  for (const institutionId of [...peers, small]) {
    await market.trade({ listingId: id, institutionId, price: '10', at: '2026-05-31T02:00:00.000Z' });
    await market.trade({ listingId: id, institutionId, price: '10', at: '2026-09-01T01:00:00.000Z' });
  }
  await market.trade({ listingId: id, institutionId: small, price: '10', at: '2026-07-01T02:00:00.000Z' });
  const finding = (await buyer.call(readZone, { query: { listingId: id, price: '10' } })).value;
  expect(finding).toMatchObject({ zone: 'none', reason: 'tooFewTrades', trades: 0 });
});

test('JS-12 an institution that is not in focus sees the figures without a colour', async () => {
  const clinic = await person('institution', '320100', 'buyer', { level: 'tertiary', ownership: 'private' });
  const finding = (await clinic.call(readZone, { query: { listingId, price: '150' } })).value;
  expect(finding).toMatchObject({ zone: 'none', reason: 'notInFocus', trades: 10 });
});

test('JS-12 the batch answers in the order asked', async () => {
  const context = systemContext(world.world, 32, 'test');
  const questions = ['100', '93'].map((price) => ({
    listingId,
    institutionId: buyer.organisationId,
    price: money(price),
  }));
  const found = await reading(world.world.database.db, context.scope, (tx) => zoneOf(tx, context, questions));
  expect(found.map((each) => each.zone)).toEqual(['red', 'blue']);
});

test('JS-12A a bargain in the red zone prompts the institution and warns the bureaus of its place, once', async () => {
  const opened = (await buyer.call(openBargain, { body: { listingId, price: '150', quantity: '2' } })).value;
  const details = (await buyer.call(readBargain, { params: { bargainId: opened.id } })).value;
  expect(details).toMatchObject({
    zone: 'red',
    zoneFinding: { zone: 'red', actions: ['promptInstitution', 'warnBureau'] },
  });
  for (const officer of [cityOfficer, provinceOfficer]) {
    const board = (await officer.call(listWarnings, { query: { state: 'new' } })).value;
    expect(board.items).toMatchObject([
      {
        kind: 'price.red',
        institution: { id: buyer.organisationId },
        subjectKind: 'bargain',
        subjectId: opened.id,
        facts: { price: '150', redAbove: '9.9', trades: 10, isDefaultRule: true },
        basis: { clause: 'JS-12A' },
      },
    ]);
  }
  expect((await otherCity.call(listWarnings)).value.items).toEqual([]);
  expect((await buyer.call(listWarnings)).status).toBe(403);
  const home = (await cityOfficer.call(readHome)).value;
  expect(home.counts).toContainEqual(
    expect.objectContaining({ key: 'supervision.warnings', value: 1, tone: 'danger' }),
  );
});

test('JS-12A an officer handles a warning once, saying how; others of the province see it handled', async () => {
  const [warning] = (await cityOfficer.call(listWarnings, { query: { state: 'new' } })).value.items;
  const params = { warningId: warning?.id ?? '' };
  const handling = '已约谈采购部门负责人';
  expect((await otherCity.call(handleWarning, { params, body: { version: 1, handling } })).problem.code).toBe(
    'supervision.warningUnknown',
  );
  const auditor = await world.person(cityOfficer.organisationId, ['auditor']);
  expect((await auditor.call(handleWarning, { params, body: { version: 1, handling } })).status).toBe(403);
  expect(
    (await cityOfficer.call(handleWarning, { params, body: { version: 1, handling: ' ' } })).problem.code,
  ).toBe('request.malformed');
  expect(
    (await cityOfficer.call(handleWarning, { params, body: { version: 9, handling } })).problem.code,
  ).toBe('request.stale');
  const handled = (await cityOfficer.call(handleWarning, { params, body: { version: 1, handling } })).value;
  expect(handled).toMatchObject({ state: 'handled', handling, version: 2 });
  expect(
    (await provinceOfficer.call(handleWarning, { params, body: { version: 2, handling } })).problem.code,
  ).toBe('supervision.warningHandled');
  const summary = (await provinceOfficer.call(warningSummary)).value;
  expect(summary).toMatchObject({
    waiting: 0,
    handled: 1,
    recent: 1,
    byCity: [{ jurisdiction: '320100', handled: 1 }],
  });
});

test('JS-12D who buys at the listing price and never bargains is found, with numerator and denominator', async () => {
  const silent = await person('institution', '320100', 'buyer');
  const active = await person('institution', '320100', 'buyer');
  const { id } = await market.listing({ price: '100' });
  for (const institutionId of [silent.organisationId, active.organisationId]) {
    await market.trade({
      listingId: id,
      institutionId,
      price: '100',
      quantity: '3',
      at: '2026-08-20T02:00:00.000Z',
    });
  }
  const opened = (await active.call(openBargain, { body: { listingId: id, price: '80', quantity: '3' } }))
    .value;
  await market.sales.call(acceptOffer, { params: { bargainId: opened.id }, body: { version: 1 } });
  const never = (await cityOfficer.call(listNeverBargained)).value;
  expect(never).toMatchObject({ since: '2025-09-01', isDefault: true, basis: { clause: 'JS-12D' } });
  expect(never.items).toMatchObject([
    { institution: { id: silent.organisationId }, bargains: 0, lines: 1, listedAmount: '300', amount: '300' },
  ]);
  const all = (await cityOfficer.call(listNeverBargained, { query: { show: 'all' } })).value;
  expect(all.items.map((item) => item.institution.id).toSorted()).toEqual(
    [silent.organisationId, active.organisationId].toSorted(),
  );
  const page = { show: 'all', limit: 1 } as const;
  const first = (await cityOfficer.call(listNeverBargained, { query: page })).value;
  const rest = (await cityOfficer.call(listNeverBargained, { query: { ...page, cursor: first.next ?? '' } }))
    .value;
  expect([...first.items, ...rest.items].map((item) => item.institution.id)).toEqual(
    all.items.map((item) => item.institution.id),
  );
  expect(rest.next).toBeNull();
  expect((await otherCity.call(listNeverBargained)).value.items).toEqual([]);
  expect((await buyer.call(listNeverBargained)).status).toBe(403);
});

test('a zone is asked for by institutions for themselves and by bureaus for theirs, by nobody else', async () => {
  const query = { listingId, price: '95', institutionId: buyer.organisationId };
  expect((await cityOfficer.call(readZone, { query })).value.trades).toBe(10);
  expect((await otherCity.call(readZone, { query })).problem.code).toBe('supervision.institutionUnknown');
  expect((await market.sales.call(readZone, { query })).problem.code).toBe('supervision.institutionUnknown');
  const nothing = { ...query, listingId: buyer.organisationId };
  expect((await buyer.call(readZone, { query: nothing })).problem.code).toBe('supervision.listingUnknown');
  expect((await buyer.call(readZone, { query: { listingId, price: '-1' } })).status).toBe(400);
});
