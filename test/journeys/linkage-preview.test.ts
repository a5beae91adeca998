import { startLinkageRun } from '@daylight/api/linkage-run.ts';
import { lowestOf } from '@daylight/rules/linkage/lowest.ts';
import { ratioFindings } from '@daylight/rules/linkage/ratio.ts';
import { type PriceRecord, recordKinds } from '@daylight/rules/linkage/record.ts';
import { lineOf } from '@daylight/rules/linkage/run.ts';
import { none } from '@daylight/rules/money.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { systemContext } from '@daylight/server/context.ts';
import { reading } from '@daylight/server/db.ts';
import { contractOf, recordsOfItems } from '@daylight/server/features/linkage/records.ts';
import { previewPart } from '@daylight/server/features/linkage/run-preview.ts';
import type { RunRule } from '@daylight/server/features/linkage/run-store.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PriceMarket, openPriceMarket } from '../support/price-market.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let market: PriceMarket;
let officer: Person;
const priceDay = '2026-09-01' as IsoDate;

beforeAll(async () => {
  world = await openTestWorld();
  market = await openPriceMarket(world);
  officer = await world.person(await world.organisation({ kind: 'bureau', jurisdiction: '320000' }), [
    'officer',
  ]);
});
afterAll(() => world.close());

const context = () => systemContext(world.world, 32, 'test');

interface Listed {
  readonly id: string;
  readonly itemCode: string;
  readonly price: string;
  readonly units: number;
  readonly form: 'sunshine' | 'alliance';
}

const anyRecord = fc.record({
  jurisdiction: fc.constantFrom('320100', '320000', '330000', '330100', '340000'),
  kind: fc.constantFrom(...recordKinds),
  cents: fc.integer({ min: 50, max: 130 }),
  units: fc.constantFrom(1, 3, 10),
  from: fc.constantFrom('2026-01-01', '2026-08-01', '2026-10-01'),
  to: fc.constantFrom(null, '2026-08-31', '2026-12-31'),
  state: fc.constantFrom('verified', 'verified', 'entered', 'rejected'),
  contract: fc.constantFrom('甲', '乙'),
});
const anyListing = fc.record({
  cents: fc.integer({ min: 60, max: 120 }),
  units: fc.constantFrom(1, 3, 10),
  form: fc.constantFrom<'sunshine' | 'alliance'>('sunshine', 'sunshine', 'alliance'),
  records: fc.array(anyRecord, { maxLength: 8 }),
});
type Drawn = typeof anyListing extends fc.Arbitrary<infer T> ? T : never;

async function lay({ cents, units, form, records }: Drawn): Promise<Listed> {
  const price = String((cents * units) / 100);
  const { id, itemCode } = await market.listing({ price, units, form });
  for (const each of records) {
    if (each.to !== null && each.to < each.from) continue;
    await world.sql(
      `insert into price_record (province, item_code, id, jurisdiction, kind, price, purchase_unit, units_per_purchase_unit,
         effective_from, effective_to, contract, state, source, findings, entered_at)
       values (32, $1, $2, $3, $4, $5, '盒', $6, $7, $8, $9, $10, 'import', '[]', $11)`,
      [
        itemCode,
        uuidAt(world.now()),
        each.jurisdiction,
        each.kind,
        String((each.cents * each.units) / 100),
        each.units,
        each.from,
        each.to,
        each.kind === 'selected' ? each.contract : null,
        each.state,
        world.now(),
      ],
    );
  }
  return { id, itemCode, price, units, form };
}

/** The same rules over every record there is, one listing after the other. */
async function expected(listings: readonly Listed[], rule: RunRule): Promise<readonly unknown[]> {
  const codes = listings.map((each) => each.itemCode);
  const found = await reading(world.world.database.db, context().scope, (tx) =>
    recordsOfItems(tx, context(), { itemCodes: codes, on: null }),
  );
  const family = listings.map((each) => ({
    listingId: each.id,
    price: each.price as PriceRecord['price'],
    unitsPerPurchaseUnit: each.units,
    smallestUnit: '支',
    selected: each.form === 'alliance',
  }));
  const ratios = ratioFindings(family, rule.ratios);
  return listings.flatMap(({ id, itemCode, form, units }, at) => {
    const policy = form === 'alliance' ? rule.selected : rule.plain;
    // What does not count on the day, or not at all, must not matter; a line never names it.
    const records = (found.get(itemCode) ?? []).filter((each) => each.id !== id && each.state === 'verified');
    const inForce = records.filter(
      (each) => each.effectiveFrom <= priceDay && (each.effectiveTo ?? '9999-12-31') >= priceDay,
    );
    const contract = form === 'alliance' ? contractOf(inForce, '320000') : null;
    const ask = {
      itemCode,
      jurisdiction: '320000',
      class: 'highValueSix' as const,
      use: 'linkage' as const,
      on: priceDay,
      contract,
    };
    const own = ratios.filter((each) => each.listingId === id);
    const price = family[at]?.price as PriceRecord['price'];
    const listing = { listingId: id, price, unitsPerPurchaseUnit: units, bought: none };
    const line = lineOf(listing, lowestOf(ask, records, policy), own, policy.lowest.value);
    return line === null
      ? []
      : [[id, line.priceTo, (line.lowest?.records ?? []).map((each) => each.id), line.warnings.length]];
  });
}

async function linesOf(runId: string): Promise<readonly unknown[]> {
  const rows = await world.sql<{
    listing_id: string;
    price_to: string | null;
    lowest: { records: { id: string }[] } | null;
    warnings: unknown[];
  }>(
    `select listing_id, trim_scale(price_to)::text as price_to, lowest, warnings from linkage_run_line
     where run_id = $1 order by item_code`,
    [runId],
  );
  return rows.map((row) => [
    row.listing_id,
    row.price_to,
    (row.lowest?.records ?? []).map((each) => each.id),
    row.warnings.length,
  ]);
}

test('JS-13b: in parts of any size, the preview finds what the rules find over all records', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyListing, { minLength: 1, maxLength: 9 }),
      fc.constantFrom(1, 4, 4000),
      async (drawn, size) => {
        await world.sql(`update listing set form = 'filing', audience_areas = '{32}'`);
        await world.sql(`update linkage_run set state = 'cancelled'`);
        const listings: Listed[] = [];
        for (const each of drawn) listings.push(await lay(each));
        const begun = await officer.call(startLinkageRun, { body: { priceDay, executeOn: '2026-09-15' } });
        const runId = begun.value.id;
        while (await previewPart(context(), runId, size));
        const [run] = await world.sql<{ rule: RunRule; done: string }>(
          'select rule, done from linkage_run where id = $1',
          [runId],
        );
        expect(Number(run?.done)).toBe(listings.length);
        expect(await linesOf(runId)).toEqual(await expected(listings, run?.rule as RunRule));
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

test('whether anything is cheaper is one look into the order of an item’s prices, for the application too', async () => {
  await world.sql(
    `insert into price_record (province, item_code, id, jurisdiction, kind, price, purchase_unit, units_per_purchase_unit,
       effective_from, state, source, findings, entered_at)
     select 32, 'x' || n / 100, gen_random_uuid(), '330000', 'provincialListing', 1 + n % 100, '盒', 1, '2026-01-01', 'verified',
       'import', '[]', now() from generate_series(1, 8000) n`,
  );
  await world.sql('analyze price_record');
  const plan = await reading(world.world.database.db, context().scope, async (tx) => {
    const { rows } = await sql<Record<string, string>>`
      explain (costs off) select r.id from unnest(array['x'], array[1::bigint], array[1::numeric]) as top (item_code, micro, price)
      join price_record r on r.province = 32 and r.item_code = top.item_code and r.state = 'verified'
        and r.smallest_unit_micro <= top.micro and r.smallest_unit_price < top.price`.execute(tx);
    return rows.map((row) => Object.values(row)[0]).join('\n');
  });
  // Row-level security would let a decimal be compared only after the row was read.
  expect(plan).toMatch(/Index Cond: .*smallest_unit_micro <= top\.micro/);
});
