import { readZone } from '@daylight/api/supervision.ts';
import { listZoneRules } from '@daylight/api/supervision-zones.ts';
import { type IsoDate, addDays, addMonths, shanghaiDate } from '@daylight/rules/time.ts';
import { systemContext } from '@daylight/server/context.ts';
import { reading, writing } from '@daylight/server/db.ts';
import { loadSets } from '@daylight/server/features/supervision/reference.ts';
import {
  type KeptSets,
  checkSets,
  differences,
  rebuild,
  slide,
} from '@daylight/server/features/supervision/slide.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import { ok } from '@daylight/rules/result.ts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PriceMarket, openPriceMarket } from '../support/price-market.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let market: PriceMarket;
let buyer: Person;
let officer: Person;
const peers: string[] = [];

beforeAll(async () => {
  world = await openTestWorld('2026-09-01T02:00:00.000Z');
  market = await openPriceMarket(world);
  const own = await world.organisation({ kind: 'institution', jurisdiction: '320100' });
  buyer = await world.person(own, ['buyer']);
  officer = await world.person(await world.organisation({ kind: 'bureau', jurisdiction: '320000' }), [
    'officer',
  ]);
  for (let n = 0; n < 3; n += 1)
    peers.push(await world.organisation({ kind: 'institution', jurisdiction: '320300' }));
});
afterAll(() => world.close());

const context = () => systemContext(world.world, 32, 'test');
const inTransaction = (work: Parameters<typeof writing<null, never>>[2]) =>
  writing(world.world.database.db, context().scope, work);

test('JS-12 a zone is the same whether its set is kept or read from the trades, and as the days go by', async () => {
  const { id: listingId } = await market.listing({ price: '200' });
  const day = (n: number) => `${addDays('2026-06-10' as IsoDate, n)}T02:00:00.000Z`;
  for (let n = 0; n < 80; n += 5)
    await market.trade({ listingId, institutionId: peers[n % 3] ?? '', price: String(50 + n), at: day(n) });
  const query = { listingId, price: '60' };
  const fromTrades = (await buyer.call(readZone, { query })).value;
  await world.moveTo('2026-09-01T03:00:00.000Z');
  const sets = (await officer.call(listZoneRules)).value.sets;
  expect(sets).toEqual([
    { scope: 'sameItem', windowMonths: 3, asOf: '2026-08-31', checkedAt: null, differences: 0 },
  ]);
  expect(await loaded(listingId)).toEqual(await summedUp(listingId));
  expect((await buyer.call(readZone, { query })).value).toEqual(fromTrades);
  // A fortnight later the first trades have left the window, and the kept set is a fortnight old.
  await world.moveTo('2026-09-15T03:00:00.000Z');
  const later = (await buyer.call(readZone, { query })).value;
  expect(later.trades).toBe(fromTrades.trades - 1);
  expect(later.since).toBe('2026-06-15');
  expect(await loaded(listingId)).toEqual(await summedUp(listingId));
  // A set kept as of long ago answers for today as well: what came and went since is counted in.
  for (const asOf of ['2026-05-01', '2026-07-20', '2026-09-01', '2026-09-14'] as IsoDate[]) {
    await inTransaction(async (tx) => {
      await rebuild(tx, context(), { scope: 'sameItem', windowMonths: 3 }, asOf);
      return ok(null);
    });
    expect(await loaded(listingId)).toEqual(await summedUp(listingId));
  }
});

async function codeOf(listingId: string): Promise<string> {
  const [row] = await world.sql<{ item_code: string }>('select item_code from listing where id = $1', [
    listingId,
  ]);
  return row?.item_code ?? '';
}
type Row = readonly [string, string, number];
const sorted = (rows: readonly Row[]) =>
  rows.toSorted((a, b) => (`${a[0]}${a[1]}` < `${b[0]}${b[1]}` ? -1 : 1));

/** What a question gets. */
async function loaded(listingId: string, windowMonths = 3): Promise<readonly Row[]> {
  const code = await codeOf(listingId);
  const wanted = { codes: [code], region: '', level: '', scope: 'sameItem' as const, windowMonths };
  const sets = await reading(world.world.database.db, context().scope, (tx) =>
    loadSets(tx, context(), wanted),
  );
  return sorted((sets.get(code)?.traded ?? []).map((each) => [each.institutionId, each.price, each.trades]));
}

/** The truth: the trades of the window themselves. */
async function summedUp(listingId: string, windowMonths = 3): Promise<readonly Row[]> {
  const today = shanghaiDate(world.now());
  const rows = await world.sql<{ institution_id: string; price: string; trades: number }>(
    `select institution_id, trim_scale(round(price / units_per_purchase_unit, 6))::text as price, count(*)::int as trades from trade t
     where listing_id = $1 and traded_at >= ($2::date)::timestamp at time zone 'Asia/Shanghai'
       and traded_at < ($3::date)::timestamp at time zone 'Asia/Shanghai'
       and not exists (select from zone_exclusion x where x.trade_id = t.id and x.from_day <= $3::date)
     group by 1, 2`,
    [listingId, addMonths(today, -windowMonths), today],
  );
  return sorted(rows.map((row) => [row.institution_id, row.price, row.trades]));
}

test('JS-12 whatever is traded, excluded and however the days pass, a kept set agrees with the trades', async () => {
  const sets: KeptSets = { scope: 'sameItem', windowMonths: 1 };
  const trade = fc.record({
    day: fc.integer({ min: 0, max: 70 }),
    peer: fc.integer({ min: 0, max: 2 }),
    cents: fc.integer({ min: 100, max: 104 }),
    excludedFrom: fc.option(fc.integer({ min: 30, max: 75 }), { nil: null, freq: 4 }),
  });
  const start = '2027-01-05' as IsoDate;
  await fc.assert(
    fc.asyncProperty(
      fc.array(trade, { minLength: 1, maxLength: 25 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }),
      async (trades, steps) => {
        const { id: listingId } = await market.listing({ price: '200' });
        const code = await codeOf(listingId);
        for (const { day, peer, cents, excludedFrom } of trades) {
          const at = `${addDays(start, day)}T04:00:00.000Z`;
          const id = await market.trade({
            listingId,
            institutionId: peers[peer] ?? '',
            price: String(cents / 100),
            at,
          });
          if (excludedFrom !== null)
            await world.sql(
              `insert into zone_exclusion (province, trade_id, appeal_id, item_code, from_day, reason) values (32, $1, $2, $3, $4, '')`,
              [id, uuidAt(world.now()), code, addDays(start, excludedFrom)],
            );
        }
        let asOf = addDays(start, 31);
        await inTransaction(async (tx) => {
          await rebuild(tx, context(), sets, asOf);
          return ok(null);
        });
        for (const step of steps) {
          const to = addDays(asOf, step);
          await inTransaction(async (tx) => {
            await slide(tx, context(), sets, { from: asOf, to });
            return ok(null);
          });
          asOf = to;
          const wrong = await reading(world.world.database.db, context().scope, (tx) =>
            differences(tx, context(), sets),
          );
          expect(wrong).toBe(0);
        }
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

test('a set is asked for with one plan kept for good, and whatever is asked after it is planned as ever', async () => {
  const { itemCode } = await market.listing({ price: '200' });
  const wanted = { codes: [itemCode], region: '', level: '', scope: 'sameItem' as const, windowMonths: 3 };
  const seen = await reading(world.world.database.db, context().scope, async (tx) => {
    for (let nth = 0; nth < 3; nth += 1) await loadSets(tx, context(), wanted);
    const { rows } = await sql<{ custom: number; mode: string }>`
      select custom_plans as custom, current_setting('plan_cache_mode') as mode from pg_prepared_statements
      where statement like '%from zone_reference z%'`.execute(tx);
    return rows;
  });
  expect(seen).toEqual([{ custom: 0, mode: 'auto' }]);
});

test('a nightly check finds what went past the platform, sums up anew and says so in the journal', async () => {
  const sets: KeptSets = { scope: 'sameItem', windowMonths: 3 };
  expect(await checkSets(context(), sets)).toBe(0);
  const { id: listingId } = await market.listing({ price: '200' });
  await market.trade({
    listingId,
    institutionId: peers[0] ?? '',
    price: '9',
    at: '2026-09-01T02:00:00.000Z',
  });
  expect(await checkSets(context(), sets)).toBe(1);
  expect(await checkSets(context(), sets)).toBe(0);
  const journal = await world.sql(`select after from journal where event = 'supervision.referenceRebuilt'`);
  expect(journal).toEqual([{ after: { differences: 1 } }]);
});
