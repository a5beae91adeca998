import { openBargain } from '@daylight/api/bargain.ts';
import { listNotices, readHome } from '@daylight/api/home.ts';
import {
  checkAppeal,
  decideAppeal,
  fileAppeal,
  listAppeals,
  readAppeal,
  readReference,
  withdrawAppeal,
} from '@daylight/api/supervision-zones.ts';
import { listWarnings, readZone } from '@daylight/api/supervision.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PriceMarket, openPriceMarket } from '../support/price-market.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let market: PriceMarket;
let buyer: Person;
let officer: Person;
let supervisor: Person;
let listingId: string;
const peers: string[] = [];

beforeAll(async () => {
  world = await openTestWorld('2026-09-01T02:00:00.000Z');
  market = await openPriceMarket(world);
  buyer = await world.person(await world.organisation({ kind: 'institution', jurisdiction: '320100' }), [
    'buyer',
  ]);
  const bureau = await world.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await world.person(bureau, ['officer', 'supervisor']);
  supervisor = await world.person(bureau, ['supervisor']);
  listingId = (await market.listing({ price: '200' })).id;
  for (let n = 0; n < 3; n += 1)
    peers.push(await world.organisation({ kind: 'institution', jurisdiction: '320300' }));
  for (let n = 1; n <= 8; n += 1)
    await market.trade({
      listingId,
      institutionId: peers[n % 3] ?? '',
      price: '100',
      at: '2026-08-15T02:00:00.000Z',
    });
  // Somebody typed the price of one piece for a box of ten.
  await market.trade({
    listingId,
    institutionId: peers[0] ?? '',
    price: '10',
    at: '2026-08-16T02:00:00.000Z',
  });
});
afterAll(() => world.close());

const wrong = (more: object = {}) => ({
  body: {
    ask: 'excludeTrade' as const,
    listingId,
    pricePoint: '1',
    reason: '该笔成交把每支价格录成了每盒价格，转换比有误',
    ...more,
  },
});

test('JS-12 the maker sees the reference set of its product by level, with count and days, of its own only', async () => {
  const query = { listingId, level: 'tertiary' as const };
  const { finding } = (await market.sales.call(readReference, { query })).value;
  expect(finding).toMatchObject({ trades: 9, institutions: 3, since: '2026-06-01', until: '2026-08-31' });
  expect(finding.spread).toEqual([
    { price: '1', trades: 1, institutions: 1 },
    { price: '10', trades: 8, institutions: 3 },
  ]);
  const stranger = await world.person(
    await world.organisation({ kind: 'manufacturer', jurisdiction: '320000' }),
    ['sales'],
  );
  expect((await stranger.call(readReference, { query })).problem.code).toBe('supervision.listingUnknown');
});

test('JS-12 an appeal names a price that is there, once, and is filed by who has to do with it', async () => {
  expect((await market.sales.call(fileAppeal, wrong({ pricePoint: '7' }))).problem).toMatchObject({
    code: 'supervision.pricePointUnknown',
    basis: { clause: 'JS-12' },
  });
  expect((await market.sales.call(fileAppeal, wrong({ reason: '' }))).status).toBe(400);
  expect((await officer.call(fileAppeal, wrong())).status).toBe(403);
  const filed = (await market.sales.call(fileAppeal, wrong())).value;
  expect(filed).toMatchObject({ state: 'filed', pricePoint: '1', trades: null, may: ['withdraw'] });
  // Ten working days from 1 September 2026.
  expect(filed.due?.dueAt).toBe('2026-09-15T16:00:00.000Z');
  expect((await market.sales.call(fileAppeal, wrong())).problem.code).toBe('supervision.appealOpen');
  const gone = { params: { appealId: filed.id }, body: { version: 1 } };
  expect((await market.sales.call(withdrawAppeal, gone)).value.state).toBe('withdrawn');
});

test('JS-12 HN-15 upheld by a second officer, the wrong trade counts no more from the next day on, with its reason', async () => {
  const before = (await buyer.call(readZone, { query: { listingId, price: '100' } })).value;
  expect(before).toMatchObject({ trades: 9, low: '1' });
  const filed = (await buyer.call(fileAppeal, wrong())).value;
  const params = { appealId: filed.id };
  const todo = (await officer.call(readHome)).value.todos.find(
    ({ kind }) => kind === 'supervision.checkAppeal',
  );
  expect(todo).toMatchObject({ dueAt: '2026-09-15T16:00:00.000Z', href: `/appeals/${filed.id}` });
  const seen = (await officer.call(readAppeal, { params })).value;
  expect(seen.trades).toMatchObject([
    { price: '10', unitsPerPurchaseUnit: 10, institution: { id: peers[0] } },
  ]);
  const [trade] = seen.trades ?? [];
  const decide = { params, body: { uphold: true, note: '核对订单，确为录入差错', version: 1 } };
  expect((await supervisor.call(decideAppeal, decide)).problem.code).toBe('supervision.appealWrongState');
  const strange = { note: '核查', tradeIds: [buyer.accountId], version: 1 };
  expect((await officer.call(checkAppeal, { params, body: strange })).problem.code).toBe(
    'supervision.tradeNotAppealed',
  );
  const checked = { note: '与订单核对，单位录错', tradeIds: [trade?.id ?? ''], version: 1 };
  expect((await officer.call(checkAppeal, { params, body: checked })).value.state).toBe('checked');
  const second = { params, body: { ...decide.body, version: 2 } };
  expect((await officer.call(decideAppeal, second)).problem).toMatchObject({
    code: 'supervision.ownCheck',
    basis: { clause: 'HN-15' },
  });
  expect((await buyer.call(decideAppeal, second)).status).toBe(403);
  expect((await supervisor.call(decideAppeal, second)).value).toMatchObject({ state: 'upheld', due: null });
  // The day keeps its zone; the next one does not count the trade.
  expect((await buyer.call(readZone, { query: { listingId, price: '100' } })).value.trades).toBe(9);
  await world.moveTo('2026-09-02T02:00:00.000Z');
  const after = (await buyer.call(readZone, { query: { listingId, price: '100' } })).value;
  expect(after).toMatchObject({ trades: 8, low: '10' });
  const [exclusion] = await world.sql<{ reason: string }>('select reason from zone_exclusion');
  expect(exclusion?.reason).toContain('核对订单');
  const told = (await buyer.call(listNotices)).value.items.map(({ title }) => title.zh);
  expect(told).toContain('价格区域申诉有结果');
});

test('JS-12A a warning that an appeal shows to be wrong is withdrawn and stays on the board as such', async () => {
  const opened = (await buyer.call(openBargain, { body: { listingId, price: '150', quantity: '1' } })).value;
  const appeal = {
    body: {
      ask: 'withdrawWarning' as const,
      listingId,
      subjectKind: 'bargain' as const,
      subjectId: opened.id,
      reason: '急救用独家规格，另有批件',
    },
  };
  const other = await world.person(await world.organisation({ kind: 'institution' }), ['buyer']);
  expect((await other.call(fileAppeal, appeal)).problem.code).toBe('supervision.warningUnknown');
  const filed = (await buyer.call(fileAppeal, appeal)).value;
  expect((await buyer.call(fileAppeal, appeal)).problem.code).toBe('supervision.appealOpen');
  const params = { appealId: filed.id };
  await officer.call(checkAppeal, { params, body: { note: '情况属实', version: 1 } });
  const body = { uphold: true, note: '属实，撤回预警', version: 2 };
  expect((await supervisor.call(decideAppeal, { params, body })).value.state).toBe('upheld');
  const board = (await officer.call(listWarnings, { query: { state: 'withdrawn' } })).value.items;
  expect(board).toMatchObject([{ subjectId: opened.id, handling: '属实，撤回预警' }]);
  expect((await other.call(listAppeals)).value.items).toEqual([]);
  expect((await other.call(readAppeal, { params })).problem.code).toBe('supervision.appealUnknown');
});
