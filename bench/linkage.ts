import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { money } from '@daylight/rules/money.ts';
import { ok } from '@daylight/rules/result.ts';
import { type IsoDate, addDays, shanghaiDate } from '@daylight/rules/time.ts';
import { command } from '@daylight/server/command.ts';
import { type ActorContext, type World, actorContext, systemContext } from '@daylight/server/context.ts';
import { removeEmbedded, startEmbedded } from '@daylight/server/embedded/postgres.ts';
import { addRecords } from '@daylight/server/features/linkage/add.ts';
import { compareTouched } from '@daylight/server/features/linkage/compare.ts';
import { previewChunk, previewPart } from '@daylight/server/features/linkage/run-preview.ts';
import { start } from '@daylight/server/features/linkage/runs.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import { machineClock, openWorld } from '@daylight/server/main.ts';
import { migrate } from '@daylight/server/migrate.ts';
import { ensurePartitions } from '@daylight/server/partitions.ts';
import pg from 'pg';
import { type Figure, percentile, report } from './figure.ts';
import { sized } from './size.ts';

/** Records of an item, one of each of as many provinces; one item in five has a price below the listing here. */
const recordsPerItem = 20;
const full = { listings: 1_000_000, curve: [1_000_000, 5_000_000, 20_000_000] } as const;
const newRecords = 100;

export interface LinkageScale {
  readonly listings: number;
  /** Numbers of records at which one new record is measured; the last is what the preview runs over. */
  readonly curve: readonly number[];
}

/** `npm run bench -- linkage --scale=0.1`: a tenth of 1,000,000 listings × 20,000,000 records. */
export async function benchLinkage(): Promise<void> {
  const asked = process.argv.find((word) => word.startsWith('--scale='))?.slice('--scale='.length);
  const scale = Number(asked ?? sized('1', '0.001'));
  if (!(scale > 0 && scale <= 1)) throw new Error(`--scale is a number above 0 up to 1: ${asked}`);
  const of = (count: number): number => Math.max(1000, Math.round(count * scale));
  await measureLinkage({ listings: of(full.listings), curve: full.curve.map(of) }, report);
}

/** Loads, measures and clears away; `tell` gets every figure. */
export async function measureLinkage(
  { listings, curve }: LinkageScale,
  tell: (figure: Figure) => void,
): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-bench-linkage-'));
  const database = await startEmbedded({
    dataDir: path.join(dataDir, 'pg'),
    durable: true,
    log: () => undefined,
  });
  const client = new pg.Client({ connectionString: database.url });
  let world: World | null = null;
  try {
    await migrate(database.url);
    await ensurePartitions(database.url, machineClock(), 13, 2);
    await client.connect();
    const makerId = await insertOrganisations(client);
    await insertListings(client, makerId, listings);
    world = await openWorld({ url: database.url, dataDir, demo: false, connections: 4 });
    const context = await officerOf(client, world);
    let loaded = 0;
    for (const records of curve) {
      await insertRecords(client, loaded, records, listings);
      loaded = records;
      tell(await oneNewRecord({ world, context, client, records, listings }));
    }
    await insertTrades(client, listings);
    await client.query('vacuum analyze price_record');
    await client.query('vacuum analyze listing');
    await preview({ world, context, client, records: loaded, listings }, tell);
  } finally {
    await world?.database.close();
    await client.end();
    await database.stop();
    await removeEmbedded(dataDir);
  }
}

async function insertOrganisations(client: pg.Client): Promise<string> {
  const [maker, bureau] = [uuidAt(machineClock()), uuidAt(machineClock())];
  await client.query(
    `insert into organisation (id, kind, name, short_name, jurisdiction, province, synthetic, created_at)
     values ($1, 'manufacturer', '合成企业', '合成企业', '320100', 32, true, now()),
       ($2, 'bureau', '合成医保局', '合成医保局', '320000', 32, true, now())`,
    [maker, bureau],
  );
  await client.query(
    `insert into account (id, organisation_id, login, name, roles, second_factor_required, created_at)
     values ($1, $2, 'bench', 'bench', '{officer}', false, now())`,
    [uuidAt(machineClock()), bureau],
  );
  return maker;
}

const code = (n: string): string =>
  `'C09010101' || lpad(((${n} - 1) / 10)::text, 11, '0') || lpad(${n}::text, 7, '0')`;
const listingId = (n: string): string => `md5('listing' || ${n})::uuid`;

/** Foreign keys are not looked at while loading: what is measured comes afterwards. */
async function insertListings(client: pg.Client, makerId: string, listings: number): Promise<void> {
  await client.query(`set session_replication_role = replica`);
  await client.query(
    `insert into catalogue_item (item_code, product_code, class_code, class_name_1, class_name_2, class_name_3, generic_name,
       certificate, product_name, manufacturer, registrant, specification, model, release_id, synthetic, content_hash, rank,
       search_text, tokens)
     select ${code('n')}, left(${code('n')}, 20), '090101', '体外循环材料', '插管', '动脉灌注管', '灌注管', '国械注准20203030001',
       '动脉灌注管', '合成企业', '合成企业', n || 'F', 'A' || n, $1, true, n, n, '', '{}'
     from generate_series(1, $2::int) n where n % greatest(1, $2 / 10000) = 0`,
    [uuidAt(machineClock()), listings],
  );
  await client.query(
    `insert into listing (province, id, number, item_code, code_release, jurisdiction, platform, managed_by, class, form,
       manufacturer_id, price, purchase_unit, smallest_unit, units_per_purchase_unit, state, listed_on, source, feed_version)
     select 32, ${listingId('n')}, 'GW' || n, ${code('n')}, $1, '320000', '320000', 'province', 'ordinary', 'sunshine', $2,
       100 + n % 900, '盒', '支', 10, 'listed', '2020-01-01', 'bench', 1
     from generate_series(1, $3::int) n`,
    [uuidAt(machineClock()), makerId, listings],
  );
  await client.query(`set session_replication_role = origin`);
  await client.query('analyze listing');
  await client.query('analyze catalogue_item');
}

/**
 * Items one after the other, each with all its records, so that a larger book has more items and not longer ones; ids grow
 * as those of the platform do.
 */
async function insertRecords(client: pg.Client, from: number, to: number, listings: number): Promise<void> {
  await client.query(
    `insert into price_record (province, item_code, id, jurisdiction, kind, price, purchase_unit, units_per_purchase_unit,
       effective_from, state, source, findings, entered_at)
     select 32, ${code('n')}, (lpad(to_hex(1700000000000 + n::bigint * $3 + k), 12, '0') || '70008000000000000000')::uuid, (array[110000,120000,130000,140000,150000,210000,220000,230000,310000,
       330000,340000,350000,360000,370000,410000,420000,430000,440000,450000,500000])[k]::text, 'provincialListing',
       round((100 + n % 900) * case when k = 1 and n % 5 = 0 then 0.9 else 1 + (n * 7 + k * 13) % 50 / 100.0 end, 2),
       '盒', 10, '2026-01-01', 'verified', 'import', '[]', now()
     from generate_series($1::int, $2::int) n, generate_series(1, $3::int) k`,
    [
      Math.floor(from / recordsPerItem) + 1,
      Math.min(Math.floor(to / recordsPerItem), listings),
      recordsPerItem,
    ],
  );
  await client.query('analyze price_record');
}

/** Last year's purchases of every tenth listing. */
async function insertTrades(client: pg.Client, listings: number): Promise<void> {
  await client.query(
    `insert into trade (province, id, listing_id, item_code, institution_id, jurisdiction, level, manufacturer_id,
       distributor_id, order_id, order_line, price, units_per_purchase_unit, quantity, traded_at)
     select 32, (left(app.uuid_floor(at)::text, 14) || substr(md5(n::text)::uuid::text, 15))::uuid, ${listingId('n * 10')},
       ${code('(n * 10)')}, gen_random_uuid(), '320100', 'tertiary', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1,
       100, 10, 1 + n % 50, at
     from (select n, now() - make_interval(hours => 24 + n % 8000) as at from generate_series(1, $1::int / 10) n) t`,
    [listings],
  );
  await client.query('analyze trade');
}

async function officerOf(client: pg.Client, world: World): Promise<ActorContext> {
  const { rows } = await client.query<{ id: string; organisation_id: string }>(
    'select id, organisation_id from account',
  );
  const [account] = rows;
  if (account === undefined) throw new Error('no account');
  return actorContext(
    world,
    {
      accountId: account.id,
      organisationId: account.organisation_id,
      kind: 'bureau',
      roles: ['officer'],
      province: 32,
      jurisdiction: '320000',
    } as ActorContext['actor'],
    { requestId: 'bench' },
  );
}

interface Measuring {
  readonly world: World;
  readonly context: ActorContext;
  readonly client: pg.Client;
  readonly records: number;
  readonly listings: number;
}

/** A verified record and everything that follows from it: kept, its item's listing compared, its duty opened. */
async function oneNewRecord({ world, context, client, records, listings }: Measuring): Promise<Figure> {
  const each = Math.max(1, Math.floor(listings / 10_000));
  const items = Math.floor(records / recordsPerItem);
  const times: number[] = [];
  const raw: number[] = [];
  for (let nth = 0; nth < newRecords; nth += 1) {
    const n = (1 + ((nth * 7919) % Math.max(1, Math.floor(items / each)))) * each;
    const { rows } = await client.query<{ code: string }>(`select ${code('$1::int')} as code`, [n]);
    const itemCode = rows[0]?.code ?? '';
    const record = {
      itemCode,
      jurisdiction: '510000',
      kind: 'provincialListing' as const,
      price: money('77'),
      purchaseUnit: '盒',
      unitsPerPurchaseUnit: 10,
      effectiveFrom: shanghaiDate(machineClock()),
      effectiveTo: null,
      contract: null,
      source: 'import' as const,
      document: 'bench',
      verified: { by: null },
    };
    const began = performance.now();
    await command(context, async (unit) => {
      const [added] = await addRecords(context, unit, [record]);
      unit.record({
        event: 'linkage.recordVerified',
        subject: { kind: 'price-record', id: added?.id ?? '' },
        basis: [],
      });
      return ok(null);
    });
    await compareTouched(systemContext(world, 32, 'bench'));
    times.push(performance.now() - began);
    const rawBegan = performance.now();
    await client.query(
      `insert into price_record (province, item_code, id, jurisdiction, kind, price, purchase_unit, units_per_purchase_unit,
         effective_from, state, source, findings, entered_at)
       values (32, $1, gen_random_uuid(), '520000', 'provincialListing', 5000, '盒', 10, '2026-01-01', 'verified', 'import', '[]', now())`,
      [itemCode],
    );
    raw.push(performance.now() - rawBegan);
  }
  return {
    figure: `one new price record among ${records.toLocaleString('en')}`,
    value: percentile(times, 0.5),
    unit: 'ms (median)',
    baseline: { what: 'the insert of the row alone', value: percentile(raw, 0.5) },
    target: 'does not grow with the number of records',
    note: `checked, kept, journalled, its listing compared and its duty opened; p95 ${percentile(times, 0.95).toFixed(1)} ms`,
  };
}

const inMb = (bytes: number): number => Math.round(bytes / 2 ** 20);

/** Every listing against every record by the pack's rule, written as lines of a run. */
async function preview(
  { world, context, client, records, listings }: Measuring,
  tell: (figure: Figure) => void,
): Promise<void> {
  const today = shanghaiDate(machineClock());
  const body = { priceDay: today, executeOn: addDays(today, 60) as IsoDate };
  const begun = await start(context, { params: {}, query: {}, body });
  if (!begun.ok) throw new Error(begun.code);
  // At the most in each tenth of the listings: a memory that grows with them shows.
  const peaks = Array.from({ length: 10 }, () => 0);
  const before = process.memoryUsage().rss;
  const began = performance.now();
  for (
    let done = 0;
    await previewPart(systemContext(world, 32, 'bench'), begun.value.id);
    done += previewChunk
  ) {
    const tenth = Math.min(9, Math.floor((done * 10) / listings));
    peaks[tenth] = Math.max(peaks[tenth] ?? 0, process.memoryUsage().rss);
  }
  const ms = performance.now() - began;
  const rawBegan = performance.now();
  await client.query(
    `select count(*) from (
       select l.id from listing l
       join price_record r on r.province = l.province and r.item_code = l.item_code and r.state = 'verified'
       where l.province = 32 and l.state = 'listed'
       group by l.id having min(r.smallest_unit_price) < min(l.smallest_unit_price)) t`,
  );
  const rawMs = performance.now() - rawBegan;
  const { rows } = await client.query<{ report: { lowered: number; effect: string }; state: string }>(
    'select report, state from linkage_run where id = $1',
    [begun.value.id],
  );
  tell({
    figure: `linkage preview over ${listings.toLocaleString('en')} listings × ${records.toLocaleString('en')} price records`,
    value: ms / 1000,
    unit: 's',
    baseline: {
      what: 'one SQL statement that only finds the lowest record of each listing',
      value: rawMs / 1000,
    },
    target: 'minutes, with progress',
    note: `${rows[0]?.state}, ${rows[0]?.report.lowered} lines with evidence and effect ${rows[0]?.report.effect} yuan, in parts of one transaction each`,
  });
  tell({
    figure: 'memory of the linkage preview',
    value: Math.max(...peaks) / 2 ** 20,
    unit: 'MB (peak resident)',
    target: '< 400 MB',
    note: `the whole process that counts; ${inMb(before)} before, at the most in each tenth of the listings: ${peaks.map(inMb).join(', ')}`,
  });
}
