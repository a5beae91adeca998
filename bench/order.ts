import { randomUUID } from 'node:crypto';
import { machineClock } from '@daylight/server/main.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import pg from 'pg';
import { drive, percentile, report } from './figure.ts';
import { type Ground, openGround } from './ground.ts';
import { post, startServerProcess, stopServerProcess } from './http.ts';

const clients = 8;
const warmUpMs = 3000;
const rounds = 3;
const roundMs = 6000;

/**
 * What the order path must write at the least, as pgbench would: the same rows into the same tables, in one transaction of
 * one statement per table, from the same number of connections; no rules, no HTTP, no sign-in.
 */
async function rawOrder(pool: pg.Pool, ground: Ground, client: number): Promise<void> {
  const connection = await pool.connect();
  const at = machineClock();
  const id = uuidAt(at);
  const buyer = ground.buyers[client % ground.buyers.length];
  const lines = Array.from(
    { length: 10 },
    () => ground.listings[Math.floor(Math.random() * ground.listings.length)],
  );
  try {
    await connection.query('begin');
    await connection.query({
      name: 'raw-order',
      text: `insert into purchase_order (province, id, number, institution_id, site_id, distributor_id, jurisdiction, urgency, state,
          amount, line_count, placed_at, placed_by, confirm_due_at, expire_due_at, due_at, due_kind, due_basis)
        select 32, $1, $2, $3, $3, d.id, '320100', 'ordinary', 'placed', 1000, 10, $4, $5, $4, $4, $4, 'confirm', '{}'
        from (select id from organisation where kind = 'distributor' limit 1) d`,
      values: [id, id, buyer?.institutionId, at, buyer?.accountId],
    });
    await connection.query({
      name: 'raw-lines',
      text: `insert into order_line (province, order_id, line, listing_id, item_code, code_release, manufacturer_id, product_name,
          specification, purchase_unit, units_per_purchase_unit, price, listing_price, price_kind, quantity, amount, state,
          institution_id, distributor_id)
        select 32, $1, n, l.id, l.item_code, l.code_release, l.manufacturer_id, '动脉灌注管', '5F', l.purchase_unit,
          l.units_per_purchase_unit, l.price, l.price, 'listed', 1, l.price, 'waiting',
          $3, (select id from organisation where kind = 'distributor' limit 1)
        from unnest($2::uuid[]) with ordinality as t (id, n) join listing l on l.province = 32 and l.id = t.id`,
      values: [id, lines, buyer?.institutionId],
    });
    await connection.query({
      name: 'raw-journal',
      text: `insert into journal (province, id, at, event, actor_account, actor_organisation, subject_kind, subject_id, basis, after,
          readers, request_id)
        values (32, $1, $2, 'order.placed', $3, $4, 'order', $5, '[]', $6, array[$4]::uuid[], $7)`,
      values: [
        uuidAt(at),
        at,
        buyer?.accountId,
        buyer?.institutionId,
        id,
        JSON.stringify({ lines }),
        randomUUID(),
      ],
    });
    await connection.query({
      name: 'raw-repeat',
      text: `insert into idempotency (province, organisation_id, key, endpoint, body_hash, reply, created_at)
        values (32, $1, $2, 'order.place', '\\x00', '{}', $3)`,
      values: [buyer?.institutionId, randomUUID(), at],
    });
    await connection.query('commit');
  } finally {
    connection.release();
  }
}

function tenLines(ground: Ground) {
  const first = Math.floor(Math.random() * (ground.listings.length - 10));
  return Array.from({ length: 10 }, (_, index) => ({
    listingId: ground.listings[first + index],
    quantity: '1',
  }));
}

const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Ten-line orders through HTTP against the same inserts as raw statements, in turns, so that noise meets both. */
export async function benchOrders(): Promise<void> {
  const ground = await openGround();
  const { address, child } = await startServerProcess(ground);
  const pool = new pg.Pool({ connectionString: ground.url, max: clients });
  const token = (client: number): string => ground.buyers[client % ground.buyers.length]?.token ?? '';
  const single = async (client: number): Promise<void> => {
    await post(address, '/api/orders', token(client), { lines: tenLines(ground) });
  };
  const batch = async (client: number): Promise<void> => {
    const orders = Array.from({ length: 100 }, () => ({
      lines: tenLines(ground),
      clientReference: randomUUID(),
    }));
    await post(address, '/api/orders/batch', token(client), { orders });
  };
  const raw = (client: number): Promise<void> => rawOrder(pool, ground, client);
  await drive(clients, warmUpMs, single);
  await drive(clients, warmUpMs, raw);
  const rates = { raw: [] as number[], http: [] as number[] };
  const latencies: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    rates.raw.push((await drive(clients, roundMs, raw)).perSecond);
    const http = await drive(clients, roundMs, single);
    rates.http.push(http.perSecond);
    latencies.push(...http.latencies);
  }
  const batches = await drive(4, roundMs, batch);
  report({
    figure: 'orders of ten lines over HTTP',
    value: median(rates.http),
    unit: 'orders/s',
    baseline: { what: 'the same inserts as raw statements', value: median(rates.raw) },
    target: 'ratio ≥ 0.6',
    note: `${clients} clients, sign-in, rules, journal, durable commit; p99 ${percentile(latencies, 0.99).toFixed(1)} ms`,
  });
  report({
    figure: 'order lines in batches of 100 orders over HTTP',
    value: batches.perSecond * 1000,
    unit: 'lines/s',
    baseline: { what: 'raw statements, ten lines each', value: median(rates.raw) * 10 },
  });
  await pool.end();
  await stopServerProcess(child);
  await ground.close();
}
