import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { uuidAt } from '@daylight/server/ids.ts';
import { machineClock } from '@daylight/server/main.ts';
import { tellPlanner } from '@daylight/server/partitions.ts';
import pg from 'pg';
import { drive, percentile, report } from './figure.ts';
import { type OwnGround, openGround } from './ground.ts';
import { get, post, startServerProcess, stopServerProcess } from './http.ts';
import { sized } from './size.ts';

const linesEach = 10;
const roundMs = sized(4000, 100);
const clients = 4;

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: sized('100000', '200') },
    profile: { type: 'boolean', default: false },
  },
  allowPositionals: true,
  strict: false,
});

/** What people look at first, at a size and at ten times of it (`--lines`, order lines of the smaller one). */
export async function benchBoards(): Promise<void> {
  const ground = await openGround();
  const client = new pg.Client({ connectionString: ground.url });
  await client.connect();
  const cold = performance.now();
  const started = await startServerProcess(ground);
  const { address, child } = started;
  await get(address, '/healthz', null);
  report({
    figure: 'cold start to the first answer',
    value: performance.now() - cold,
    unit: 'ms',
    note: 'database running',
  });
  report({ figure: 'memory of the server at rest', value: residentMb(child.pid), unit: 'MB' });
  try {
    await measure(client, ground, started);
  } finally {
    await client.end();
    await stopServerProcess(child);
    await ground.close();
  }
}

type Started = Awaited<ReturnType<typeof startServerProcess>>;

async function measure(client: pg.Client, ground: OwnGround, { address, child }: Started): Promise<void> {
  const smaller = Number(values.lines);
  const before = new Map<string, number>();
  let there = 0;
  for (const lines of [smaller, smaller * 10]) {
    await grow(client, ground, there, lines);
    there = lines;
    for (const board of boards) {
      const { latencies } = await drive(clients, roundMs, async (nth) => {
        const buyer = ground.buyers[nth % ground.buyers.length];
        await get(
          address,
          board.url,
          board.whose === 'buyer' ? (buyer?.token ?? '') : ground.dispatcherToken,
        );
      });
      tell(before, { name: `${board.name}, p99`, lines, ms: percentile(latencies, 0.99) });
    }
    const placed = await drive(clients, roundMs, async (nth) => {
      const wanted = Array.from({ length: linesEach }, (_, n) => ({
        listingId: ground.listings[(nth * linesEach + n) % ground.listings.length],
        quantity: '1',
      }));
      const token = ground.buyers[nth % ground.buyers.length]?.token ?? '';
      await post(address, '/api/orders', token, { lines: wanted });
    });
    tell(before, { name: 'an order of ten lines, median', lines, ms: percentile(placed.latencies, 0.5) });
  }
  report({ figure: 'memory of the server under load', value: residentMb(child.pid), unit: 'MB' });
}

interface Grown {
  readonly name: string;
  readonly lines: number;
  readonly ms: number;
}

/** A time at so many order lines, with what it was at a tenth of them. */
function tell(before: Map<string, number>, { name, lines, ms }: Grown): void {
  const at = before.get(name);
  before.set(name, ms);
  report({
    figure: `${name}, at ${lines.toLocaleString('en')} order lines`,
    value: ms,
    unit: 'ms',
    ...(at === undefined
      ? {}
      : { baseline: { what: 'a tenth of the lines', value: at }, target: 'ratio ≤ 1.5' }),
  });
}

const boards = [
  { name: 'home of a buyer', url: '/api/home', whose: 'buyer' },
  { name: 'order lists of a buyer', url: '/api/order-lists', whose: 'buyer' },
  { name: 'orders of an institution', url: '/api/orders', whose: 'buyer' },
  { name: 'home of a dispatcher', url: '/api/home', whose: 'dispatcher' },
  { name: 'orders of a distributor', url: '/api/orders', whose: 'dispatcher' },
  { name: 'price feed, a page of 500', url: '/api/feeds/prices?jurisdiction=320000', whose: 'buyer' },
] as const;

/** Resident memory of a process on Linux, in megabytes. */
function residentMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** Finished orders over the year; a hundredth is still open. */
async function grow(client: pg.Client, ground: OwnGround, from: number, to: number): Promise<void> {
  const month = uuidAt(machineClock()).slice(0, 8);
  const chunk = 20_000;
  for (let at = from / linesEach; at < to / linesEach; at += chunk) {
    await client.query('drop table if exists fresh');
    await client.query(
      `create temporary table fresh as
       select n, ($3 || '-' || lpad(to_hex((n / 65536)::int), 4, '0') || '-7' || lpad(to_hex((n % 4096)::int), 3, '0')
           || '-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id, b.id as institution, d.id as distributor, n % 100 = 0 as is_open
       from generate_series($1::bigint, $2::bigint - 1) n
       join (select id, row_number() over (order by id) - 1 as nth, count(*) over () as many from organisation
             where kind = 'institution') b on b.nth = n % b.many
       cross join (select id from organisation where kind = 'distributor' limit 1) d`,
      [at, Math.min(to / linesEach, at + chunk), month],
    );
    await client.query(
      `insert into purchase_order (province, id, number, institution_id, site_id, distributor_id, jurisdiction, urgency, state,
         amount, line_count, placed_at, placed_by, due_at, due_kind)
       select 32, id, 'BX' || n, institution, institution, distributor, '320100', 'ordinary',
         case when is_open then 'placed' else 'done' end, 1000, 10, now() - (n % 180) * interval '1 day', institution,
         case when is_open then now() + interval '5 days' end, case when is_open then 'confirm' end
       from fresh`,
    );
    await client.query(
      `insert into order_line (province, order_id, line, listing_id, item_code, code_release, manufacturer_id, product_name,
         specification, purchase_unit, units_per_purchase_unit, price, listing_price, price_kind, quantity, amount, state,
         institution_id, distributor_id)
       select 32, f.id, k, l.id, l.item_code, l.code_release, l.manufacturer_id, '动脉灌注管', '5F', l.purchase_unit,
         l.units_per_purchase_unit, l.price, l.price, 'listed', 1, l.price, case when f.is_open then 'waiting' else 'accepted' end,
         f.institution, f.distributor
       from fresh f
       cross join generate_series(1, 10) k
       join (select *, row_number() over (order by id) - 1 as nth from listing) l on l.nth = (f.n * 10 + k) % $1`,
      [ground.listings.length],
    );
  }
  await client.query('vacuum analyze purchase_order');
  await client.query('vacuum analyze order_line');
  await tellPlanner(client);
}
