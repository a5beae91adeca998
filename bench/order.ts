import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { drive, percentile, report } from './figure.ts';
import { type Ground, type OwnGround, openGround } from './ground.ts';
import { post, startServerProcess, stopServerProcess } from './http.ts';
import { processesBelow, processorMsOf } from './processor.ts';
import { rawOrder } from './raw-order.ts';
import { sized } from './size.ts';

const clients = 8;
const warmUpOrders = Number(/--warm=(\d+)/.exec(process.argv.join(' '))?.[1] ?? sized(1500, 16));
const rounds = sized(3, 1);
const roundMs = sized(6000, 300);

function tenLines(ground: Ground) {
  const first = Math.floor(Math.random() * (ground.listings.length - 10));
  return Array.from({ length: 10 }, (_, index) => ({
    listingId: ground.listings[first + index],
    quantity: '1',
  }));
}

const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Processor time so far, in ms; of the database by process, for some end meanwhile. */
function processorMs(ground: OwnGround, child: ChildProcess) {
  const { user, system } = process.cpuUsage();
  return {
    client: (user + system) / 1000,
    server: processorMsOf(child.pid ?? 0),
    database: new Map(processesBelow(ground.postmaster).map((pid) => [pid, processorMsOf(pid)])),
  };
}

interface Cost {
  readonly client: number;
  readonly server: number;
  readonly database: number;
}

interface Driven {
  readonly perSecond: number;
  readonly latencies: readonly number[];
  /** For one of what was done. */
  readonly cost: Cost;
}

interface Side {
  readonly ground: OwnGround;
  readonly child: ChildProcess;
  readonly one: (client: number) => Promise<void>;
}

async function timed({ ground, child, one }: Side): Promise<Driven> {
  const before = processorMs(ground, child);
  const driven = await drive(clients, roundMs, one);
  const after = processorMs(ground, child);
  const each = (ms: number): number => ms / driven.latencies.length;
  const ofDatabase = [...after.database].map(([pid, ms]) => ms - (before.database.get(pid) ?? 0));
  const cost: Cost = {
    client: each(after.client - before.client),
    server: each(after.server - before.server),
    database: each(ofDatabase.reduce((sum, ms) => sum + ms, 0)),
  };
  return { ...driven, cost };
}

const rateOf = (rounds: readonly Driven[]): number => median(rounds.map((round) => round.perSecond));
const costOf = (rounds: readonly Driven[]): Cost => {
  const of = (side: 'client' | 'server' | 'database'): number =>
    median(rounds.map((round) => round.cost[side]));
  return { client: of('client'), server: of('server'), database: of('database') };
};
const sumOf = ({ client, server, database }: Cost): number => client + server + database;
const inWords = (cost: Cost): string =>
  `${cost.client.toFixed(2)} client, ${cost.server.toFixed(2)} server, ${cost.database.toFixed(2)} database`;

function singleOrder(ground: Ground, address: string) {
  return async (client: number): Promise<void> => {
    const token = ground.buyers[client % ground.buyers.length]?.token ?? '';
    await post(address, '/api/orders', token, { lines: tenLines(ground) });
  };
}

/** So often before anything counts: plans are made and code is compiled by the number of calls, not by the time. */
async function warmUp(one: (client: number) => Promise<void>): Promise<void> {
  let begun = 0;
  const side = async (client: number): Promise<void> => {
    while (begun < warmUpOrders) {
      begun += 1;
      await one(client);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => side(client)));
}

const other = process.argv.find((word) => word.startsWith('--against='))?.slice('--against='.length);

/**
 * Ten-line orders through HTTP against the same inserts as raw statements, in turns, so that noise meets both.
 * `--against=FOLDER` takes turns with the server of another checkout too (same migrations), for a change's before and after.
 */
export async function benchOrders(): Promise<void> {
  const ground = await openGround();
  const { address, child } = await startServerProcess(ground);
  const before = other === undefined ? null : await startServerProcess(ground, other);
  const pool = new pg.Pool({ connectionString: ground.url, max: clients });
  const sides: Record<string, Side> = {
    raw: { ground, child, one: (client) => rawOrder(pool, ground, client) },
    http: { ground, child, one: singleOrder(ground, address) },
  };
  if (before !== null)
    sides['before'] = { ground, child: before.child, one: singleOrder(ground, before.address) };
  for (const { one } of Object.values(sides)) await warmUp(one);
  const driven: Record<string, Driven[]> = { raw: [], http: [], before: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const [name, side] of Object.entries(sides)) driven[name]?.push(await timed(side));
  tellSingle(driven);
  await benchBatches({ ground, address, rawRate: rateOf(driven['raw'] ?? []) });
  await pool.end();
  if (before !== null) await stopServerProcess(before.child);
  await stopServerProcess(child);
  await ground.close();
}

function tellSingle({ raw = [], http = [], before = [] }: Record<string, Driven[]>): void {
  const latencies = http.flatMap((round) => round.latencies);
  report({
    figure: 'orders of ten lines over HTTP',
    value: rateOf(http),
    unit: 'orders/s',
    baseline: { what: 'the same inserts as raw statements', value: rateOf(raw) },
    target: 'ratio ≥ 0.6',
    note: `${clients} clients, sign-in, rules, journal, durable commit; p99 ${percentile(latencies, 0.99).toFixed(1)} ms; ms of processor time: ${inWords(costOf(http))}; raw: ${inWords(costOf(raw))}`,
  });
  // Steadier than rates on a machine that is busy with other things.
  report({
    figure: 'processor time of an order of ten lines over HTTP',
    value: sumOf(costOf(http)),
    unit: 'ms',
    baseline: { what: 'the same inserts as raw statements', value: sumOf(costOf(raw)) },
    target: 'ratio ≤ 1.67',
  });
  if (before.length === 0) return;
  report({
    figure: 'orders of ten lines over HTTP, against the other checkout',
    value: rateOf(http),
    unit: 'orders/s',
    baseline: { what: `the server of ${other}`, value: rateOf(before) },
    note: `ms of processor time: ${inWords(costOf(http))}; before: ${inWords(costOf(before))}, in all ${(sumOf(costOf(before)) / sumOf(costOf(http))).toFixed(2)} times as much`,
  });
}

interface Batches {
  readonly ground: OwnGround;
  readonly address: string;
  readonly rawRate: number;
}

async function benchBatches({ ground, address, rawRate }: Batches): Promise<void> {
  const batches = await drive(4, roundMs, async (client) => {
    const orders = Array.from({ length: 100 }, () => ({
      lines: tenLines(ground),
      clientReference: randomUUID(),
    }));
    await post(address, '/api/orders/batch', ground.buyers[client]?.token ?? '', { orders });
  });
  report({
    figure: 'order lines in batches of 100 orders over HTTP',
    value: batches.perSecond * 1000,
    unit: 'lines/s',
    baseline: { what: 'raw statements, ten lines each', value: rawRate * 10 },
  });
}
