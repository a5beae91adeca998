import { importYear, readCalendar } from '@daylight/api/calendar.ts';
import { remaining } from '@daylight/rules/calendar/term.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Market, openMarket } from '../support/market.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';
import { openBargain } from '@daylight/api/bargain.ts';

let world: TestWorld;
let market: Market;
let operator: Person;

// Invented: the arrangement of 2027 is not published yet. Three days off at the new year move ten working days by one.
const year2027 = {
  year: 2027,
  notices: [
    {
      number: '国办发明电〔2026〕0号',
      title: '国务院办公厅关于2027年部分节假日安排的通知（测试用）',
      issuedOn: '2026-11-20',
      confirmed: false,
      note: null,
      holidays: [{ article: '一', name: '元旦', off: ['2027-01-01', '2027-01-02', '2027-01-03'], work: [] }],
    },
  ],
};

beforeAll(async () => {
  world = await openTestWorld('2026-12-22T02:00:00.000Z');
  market = await openMarket(world);
  const office = await world.organisation({ kind: 'operator', jurisdiction: '320000' });
  operator = await world.person(office, ['operations']);
});
afterAll(() => world.close());

test('a deadline across an unpublished year is provisional, and is computed again when the year is imported', async () => {
  const listingId = await market.listing({ price: '100' });
  const opened = await market.buyer.call(openBargain, {
    body: { listingId, price: '90', quantity: '10' } as never,
  });
  expect(opened.value).toMatchObject({ due: { provisional: true } });
  const [before] = await world.sql<{ due_at: Date }>('select due_at from bargain where listing_id = $1', [
    listingId,
  ]);
  const imported = await operator.call(importYear, { body: year2027 as never });
  expect(imported.value.recomputed).toBeGreaterThan(0);
  const [after] = await world.sql<{ due_at: Date; due_provisional: boolean }>(
    'select due_at, due_provisional from bargain where listing_id = $1',
    [listingId],
  );
  expect(after?.due_provisional).toBe(false);
  expect((after?.due_at.getTime() ?? 0) - (before?.due_at.getTime() ?? 0)).toBe(24 * 3_600_000);
  const years = (await callAs(world.app, null, readCalendar)).value.years;
  expect(years.map((each) => each.year)).toContain(2027);
  expect(remaining(world.now(), '2027-01-05T00:00:00.000Z' as never, world.world.calendar).provisional).toBe(
    false,
  );
});

test('a notice with a make-up day in the week is refused with the day, and changes nothing', async () => {
  const wrong = structuredClone(year2027);
  wrong.notices[0]?.holidays[0]?.work.push('2027-01-05' as never);
  const refused = (await operator.call(importYear, { body: wrong as never })).problem;
  expect(refused.code).toBe('calendar.makeUpOnWeekday');
  expect(refused.field).toContain('notices.0.holidays.0.work');
});

test('only who keeps the platform imports a year', async () => {
  expect((await market.buyer.call(importYear, { body: year2027 as never })).status).toBe(403);
});
