import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type IsoDate, addDays, addMonths, isoDate } from '@daylight/rules/time.ts';
import type { Context } from '@daylight/server/context.ts';
import { connect, reading, writing } from '@daylight/server/db.ts';
import { removeEmbedded, startEmbedded } from '@daylight/server/embedded/postgres.ts';
import { loadSets } from '@daylight/server/features/supervision/reference.ts';
import { type KeptSets, differences, rebuild, slide } from '@daylight/server/features/supervision/slide.ts';
import { migrate } from '@daylight/server/migrate.ts';
import { ensurePartitions } from '@daylight/server/partitions.ts';
import { instant } from '@daylight/rules/time.ts';
import { ok } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import pg from 'pg';
import { percentile, report } from './figure.ts';
import { isShort, sized } from './size.ts';

/** `npm run bench -- zones --trades=1000000,5000000`: sizes of the history, which lies in the year before `today`. */
const asked = process.argv.find((word) => word.startsWith('--trades='))?.slice('--trades='.length);
const sizes = (asked ?? sized('1000000,5000000,20000000', '2000,6000')).split(',').map(Number);
const today = isoDate('2026-11-01');
const items = 20_000;
const institutions = 400;
const sets: KeptSets = { scope: 'sameItem', windowMonths: 3 };
const scope = { province: 32, organisationId: null, reach: 'system' } as const;

/** A first number and the one after the last. */
type Span = readonly [number, number];

/**
 * Trades of a year, oldest first, as time would have brought them: those of the second span lie over the year; ids carry their moment. An item is bought as often as its
 * place says: the first ones are in every order. An institution has its place and its level, and buys an item at its own
 * price, which it bargains down in the course of the year.
 */
async function fill(client: pg.Client, [from, to]: Span, [first, end]: Span): Promise<void> {
  await client.query(
    `insert into trade (province, id, listing_id, item_code, institution_id, jurisdiction, level, manufacturer_id, distributor_id,
       order_id, order_line, price, units_per_purchase_unit, quantity, traded_at)
     select 32, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8'
         || substr(md5(n::text), 5, 15))::uuid,
       '01900000-0000-7000-8000-000000000001', 'C0901010100000006626' || lpad(item::text, 7, '0'),
       ('01900000-0000-7000-8000-' || lpad(to_hex(10 + who), 12, '0'))::uuid,
       '32' || lpad((1 + who % 13)::text, 2, '0') || '00', case when who % 3 = 0 then 'secondary' else 'tertiary' end,
       '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-000000000003', '01900000-0000-7000-8000-000000000004', 1,
       110 + (who * 5 + item) % 12 - extract(month from at)::int / 4, 10, 5, at
     from (select n, '2025-11-01T00:00:00Z'::timestamptz + interval '364 days' * ((n - $3::bigint)::float8 / ($4::bigint - $3::bigint)) as at,
         floor(${institutions} * random())::int as who, floor(${items} * power(random(), 3))::int as item
       from generate_series($1::bigint, $2::bigint - 1) n) t`,
    [from, to, first, end],
  );
}

/** Memory of its own that the connection's backend holds at the most meanwhile, in MB: what all backends share is left out. */
async function memoryDuring(backend: number, work: () => Promise<void>): Promise<number> {
  let most = 0;
  const look = () => {
    const own = /RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${backend}/status`, 'utf8'))?.[1];
    most = Math.max(most, Number(own ?? 0) / 1024);
  };
  const watch = setInterval(look, 100);
  await work().finally(() => clearInterval(watch));
  look();
  return most;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** What a question cost before: grouping the window's trades of the item. */
async function fromTrades(client: pg.Client, code: string): Promise<void> {
  await client.query(
    `select institution_id, round(price / units_per_purchase_unit, 6) as price, count(*), max(traded_at) from trade
     where province = 32 and item_code = $1 and traded_at >= $2::date and traded_at < $3::date and id >= app.uuid_floor($2::date)
       and level = 'tertiary'
     group by 1, 2`,
    [code, addMonths(today, -sets.windowMonths), today],
  );
}

/** One history that grows: to each size it gets more trades over the same year. */
async function measure(of: readonly number[]): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-bench-zones-'));
  const embedded = await startEmbedded({ dataDir, durable: !isShort, log: () => undefined });
  const client = new pg.Client({ connectionString: embedded.url });
  const database = connect(embedded.url, { connections: 1 });
  try {
    await migrate(embedded.url);
    await ensurePartitions(embedded.url, instant('2026-11-01T00:00:00.000Z'), 13);
    await client.connect();
    let first = 0;
    for (const trades of of) {
      const step = 500_000;
      for (let at = first; at < trades; at += step)
        await fill(client, [at, Math.min(trades, at + step)], [first, trades]);
      await client.query('vacuum analyze trade');
      await figures(client, database, [first, trades]);
      first = trades;
    }
  } finally {
    await database.close();
    await client.end();
    await embedded.stop();
    await removeEmbedded(dataDir);
  }
}

async function figures(
  client: pg.Client,
  database: ReturnType<typeof connect>,
  [first, trades]: Span,
): Promise<void> {
  const context = { database, scope, today, now: instant('2026-11-01T02:00:00.000Z') } as unknown as Context;
  const note = `${trades.toLocaleString('en')} trades in a year, ${items} items, ${institutions} institutions`;
  const writes = (work: Parameters<typeof writing<null, never>>[2]) => writing(database.db, scope, work);
  const inserts = sized(2000, 50);
  const next = (n: number) => fill(client, [trades + n, trades + n + 1], [first, trades]);
  const trade = await timed(async () => {
    for (let n = 0; n < inserts; n += 1) await next(n);
  });
  await client.query('drop table if exists raw_trade');
  await client.query('create table raw_trade (like trade including defaults, primary key (province, id))');
  const raw = await timed(async () => {
    for (let n = 0; n < inserts; n += 1)
      await client.query(
        `insert into raw_trade select 32, gen_random_uuid(), x, '', x, '', '', x, x, x, 1, 1, 1, 1, now()
         from (select '01900000-0000-7000-8000-000000000001'::uuid as x) one`,
      );
  });
  report({
    figure: 'zones: cost of a trade',
    value: trade / inserts,
    unit: 'ms',
    baseline: { what: 'a row into a table with its key only', value: raw / inserts },
    note: `${note}; the summary adds nothing to the trade itself`,
  });
  const yesterday = addDays(today, -1);
  await client.query('alter table zone_reference set (autovacuum_enabled = off)');
  let memory = 0;
  const rebuilt = await timed(() =>
    writes(async (tx) => {
      const backend = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      memory = await memoryDuring(backend.rows[0]?.pid ?? 0, () =>
        rebuild(tx, context, sets, addDays(yesterday, -1)),
      );
      return ok(null);
    }),
  );
  const scan = await timed(() =>
    client.query(
      `select count(*), sum(price) from trade where province = 32 and id >= app.uuid_floor($1::date)`,
      [addMonths(today, -sets.windowMonths)],
    ),
  );
  report({
    figure: 'zones: reference sets summed up anew',
    value: rebuilt / 1000,
    unit: 's',
    baseline: { what: 'one scan of the window', value: scan / 1000 },
    note: `${note}; at most ${Math.round(memory)} MB of its own in the database process`,
  });
  // As the database itself does soon after so many rows.
  await client.query('analyze zone_reference');
  await slid(client, database, { context, note, yesterday });
  await lookups(client, database, { context, note });
}

async function slid(
  client: pg.Client,
  database: ReturnType<typeof connect>,
  { context, note, yesterday }: { context: Context; note: string; yesterday: IsoDate },
): Promise<void> {
  const from = addDays(yesterday, -1);
  const { rows } = await client.query<{ n: string }>(
    `select count(*) as n from trade where province = 32 and traded_at >= $1::date and traded_at < $2::date`,
    [from, yesterday],
  );
  const ms = await timed(() =>
    writing<null, never>(database.db, scope, async (tx) => {
      await slide(tx, context, sets, { from, to: yesterday });
      return ok(null);
    }),
  );
  const wrong = await reading(database.db, scope, (tx) => differences(tx, context, sets));
  const ofDay = Number(rows[0]?.n ?? 0);
  report({
    figure: 'zones: a trade counted into its sets, as the window moves on',
    value: (ms * 1000) / Math.max(1, ofDay),
    unit: 'µs',
    target: 'does not grow with the number of trades',
    note: `${note}; ${ofDay} trades of the day in ${Math.round(ms)} ms, as many or more fall out; differences to a sum from scratch: ${wrong}`,
  });
}

async function lookups(
  client: pg.Client,
  database: ReturnType<typeof connect>,
  { context, note }: { context: Context; note: string },
): Promise<void> {
  const { rows } = await client.query<{ code: string }>(
    `select item_code as code from trade where province = 32 and id >= app.uuid_floor('2026-10-20') order by md5(id::text) limit 300`,
  );
  const kept: number[] = [];
  const before: number[] = [];
  for (const { code } of rows) {
    const wanted = { codes: [code], region: '', level: 'tertiary', ...sets };
    kept.push(await timed(() => reading(database.db, scope, (tx) => loadSets(tx, context, wanted))));
    before.push(await timed(() => fromTrades(client, code)));
  }
  for (const [share, name] of [
    [0.5, 'median'],
    [0.99, 'p99'],
  ] as const)
    report({
      figure: `zones: reference set of an item asked for, ${name}`,
      value: percentile(kept, share),
      unit: 'ms',
      baseline: { what: 'grouping the trades of the window', value: percentile(before, share) },
      target: 'does not grow with the number of trades',
      note: `${note}; asked once a day per item and group of peers, then answered from memory`,
    });
}

export async function benchZones(): Promise<void> {
  await measure(sizes);
}
