import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { drive, percentile, report } from './figure.ts';
import { type OwnGround, openGround } from './ground.ts';
import { post, startServerProcess, stopServerProcess } from './http.ts';
import { sized } from './size.ts';

const clients = 4;
const warmUpMs = sized(1500, 50);
const roundMs = sized(5000, 200);
const rounds = sized(3, 1);
const gs = String.fromCodePoint(29);
const device = '06901234567892';
/** As a scanner gives it: the lot ends with a separator, so that there is one way to read it. */
const codeOf = (lot: string): string => `01${device}10${lot}${gs}17290105`;

interface Bench {
  readonly address: string;
  readonly ground: OwnGround;
  readonly pool: pg.Pool;
}

/** Bargaining, and receiving by scan, each in turns with the row writes it cannot do without. */
export async function benchWork(): Promise<void> {
  const ground = await openGround();
  const { address, child } = await startServerProcess(ground);
  const pool = new pg.Pool({ connectionString: ground.url, max: clients });
  const bench: Bench = { address, ground, pool };
  try {
    await bargaining(bench);
    await receiving(bench);
  } finally {
    await pool.end();
    await stopServerProcess(child);
    await ground.close();
  }
}

async function inTurns(figure: string, http: () => Promise<void>, raw: () => Promise<void>): Promise<void> {
  const rates = { http: [] as number[], raw: [] as number[] };
  const latencies: number[] = [];
  await drive(clients, warmUpMs, http);
  await drive(clients, warmUpMs, raw);
  for (let round = 0; round < rounds; round += 1) {
    rates.raw.push((await drive(clients, roundMs, raw)).perSecond);
    const driven = await drive(clients, roundMs, http);
    rates.http.push(driven.perSecond);
    latencies.push(...driven.latencies);
  }
  report({
    figure,
    value: percentile(rates.http, 0.5),
    unit: '1/s',
    baseline: { what: 'the rows it writes as one raw transaction', value: percentile(rates.raw, 0.5) },
    note: `${clients} clients; p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms`,
  });
}

/** A copy of a row under a new key: what the database does at the least for one more of its kind. */
async function copyRows(pool: pg.Pool, tables: readonly { readonly name: string; readonly fresh: string }[]) {
  const client = await pool.connect();
  const id = randomUUID();
  try {
    await client.query('begin');
    for (const { name, fresh } of tables)
      await client.query({
        name: `copy-${name}`,
        text: `insert into ${name} select (jsonb_populate_record(r, ${fresh})).* from ${name} r where province = 32 limit 1`,
        values: [id],
      });
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function bargaining({ address, ground, pool }: Bench): Promise<void> {
  let turn = 0;
  const open = async (): Promise<void> => {
    // Each pair of institution and product once: a second bargain about it would be refused.
    const buyer = ground.buyers[turn % ground.buyers.length];
    const listingId = ground.listings[Math.floor(turn / ground.buyers.length) % ground.listings.length];
    turn += 1;
    await post(address, '/api/bargains', buyer?.token ?? '', { listingId, price: '50', quantity: '10' });
  };
  await inTurns('bargains opened over HTTP', open, () =>
    copyRows(pool, [
      {
        name: 'bargain',
        fresh: `jsonb_build_object('id', $1::uuid, 'number', $1::text, 'state', 'withdrawn', 'turn', null, 'due_kind', null,
          'due_at', null, 'closed_at', now())`,
      },
      { name: 'journal', fresh: `jsonb_build_object('id', $1::uuid)` },
      { name: 'notice', fresh: `jsonb_build_object('id', $1::uuid)` },
    ]),
  );
}

async function receiving({ address, ground, pool }: Bench): Promise<void> {
  const waiting: { readonly shipmentId: string; readonly keeper: string; readonly lot: string }[] = [];
  const prepare = async (): Promise<void> => {
    const nth = waiting.length;
    const buyer = ground.buyers[nth % ground.buyers.length];
    const lot = `B${nth}`;
    const lines = [{ listingId: ground.listings[nth % ground.listings.length], quantity: '1' }];
    const placed = JSON.parse(await post(address, '/api/orders', buyer?.token ?? '', { lines })) as {
      readonly orders: readonly { readonly id: string }[];
    };
    const orderId = placed.orders[0]?.id ?? '';
    await post(address, `/api/orders/${orderId}/answer`, ground.dispatcherToken, { version: 1 });
    const udi = codeOf(lot);
    const shipped = JSON.parse(
      await post(address, `/api/orders/${orderId}/shipments`, ground.dispatcherToken, {
        lines: [{ orderLine: 1, quantity: '1', lot, expiresOn: '2029-01-05', producedOn: '2026-01-05', udi }],
      }),
    ) as { readonly id: string };
    waiting.push({ shipmentId: shipped.id, keeper: buyer?.keeperToken ?? '', lot });
  };
  const needed = sized(1500, 8);
  while (waiting.length < needed) await prepare();
  let next = 0;
  const latencies: number[] = [];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let one = waiting[next]; one !== undefined; one = waiting[next]) {
        next += 1;
        const before = performance.now();
        const text = codeOf(one.lot);
        await post(address, '/api/receiving/scan', one.keeper, { text });
        await post(address, `/api/shipments/${one.shipmentId}/acceptances`, one.keeper, {
          lines: [{ line: 1, accepted: '1', scan: text }],
        });
        latencies.push(performance.now() - before);
      }
    }),
  );
  const perSecond = needed / ((performance.now() - start) / 1000);
  const raw = await drive(clients, roundMs, () =>
    copyRows(pool, [
      { name: 'journal', fresh: `jsonb_build_object('id', $1::uuid)` },
      { name: 'notice', fresh: `jsonb_build_object('id', $1::uuid)` },
    ]),
  );
  report({
    figure: 'boxes scanned and accepted over HTTP',
    value: perSecond,
    unit: '1/s',
    baseline: { what: 'journal and notice of it as one raw transaction', value: raw.perSecond },
    note: `two requests each, ${clients} clients; p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms`,
  });
}
