import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeEmbedded, startEmbedded } from '@daylight/server/embedded/postgres.ts';
import { migrate } from '@daylight/server/migrate.ts';
import pg from 'pg';
import { openSim } from './ground.ts';
import { journalHash } from './hash.ts';
import { invariants } from './invariants.ts';
import { type Failure, run } from './run.ts';
import type { Sim, SimOptions } from './sim.ts';

export interface Telling {
  readonly log: (line: string) => void;
  /** Looks for the shortest range of days that still fails. */
  readonly shrink: boolean;
  /** Days on which people act begin with this one; on those before the province stands still. */
  readonly from?: number;
  /** Called after every tenth day with what is there by then. */
  readonly onStep?: (day: number, orderLines: number, databaseBytes: number) => void;
}

export interface SimReport {
  readonly failure: Failure | null;
  readonly journal: string;
  readonly orderLines: number;
}

/** A database server of its own, thrown away afterwards: whoever simulates keeps nothing. */
interface Ground {
  readonly url: string;
  readonly dataDir: string;
  fresh(name: string): Promise<string>;
  close(): Promise<void>;
}

async function openGround(): Promise<Ground> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-sim-'));
  const embedded = await startEmbedded({
    dataDir,
    durable: false,
    database: 'template',
    log: () => undefined,
  });
  await migrate(embedded.url);
  const urlOf = (name: string): string => {
    const url = new URL(embedded.url);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    url: embedded.url,
    dataDir,
    fresh: async (name) => {
      const client = new pg.Client({ connectionString: urlOf('postgres') });
      await client.connect();
      try {
        await client.query(`create database "${name}" template template`);
      } finally {
        await client.end();
      }
      return urlOf(name);
    },
    close: async () => {
      await embedded.stop();
      await removeEmbedded(dataDir);
    },
  };
}

export async function databaseBytes({ owner }: Sim): Promise<number> {
  const { rows } = await owner.query<{ n: string }>('select pg_database_size(current_database()) as n');
  return Number(rows[0]?.n);
}

export async function orderLines({ owner }: Sim): Promise<number> {
  const { rows } = await owner.query<{ n: string }>('select count(*) as n from order_line');
  return Number(rows[0]?.n);
}

async function lifeFrom(
  ground: Ground,
  options: SimOptions,
  from: number,
  telling: Telling | null,
): Promise<SimReport> {
  const url = await ground.fresh(`sim_${from}_${options.days}`);
  const { sim, close } = await openSim({ url, dataDir: path.join(ground.dataDir, 'files') }, options);
  try {
    const { failure } = await run(sim, {
      from,
      ...(telling === null
        ? {}
        : {
            onDay: async (lived, date) => {
              if (lived.day % 10 !== 0 && lived.day !== options.days) return;
              const [bytes, lines] = [await databaseBytes(lived), await orderLines(lived)];
              telling.log(`day ${lived.day} (${date}): ${lines} order lines, ${Math.round(bytes / 1e6)} MB`);
              telling.onStep?.(lived.day, lines, bytes);
            },
          }),
    });
    if (telling !== null && failure === null)
      for (const [name, count] of [...sim.tally].toSorted(([a], [b]) => (a < b ? -1 : 1)))
        telling.log(`  ${String(count).padStart(7)} ${name}`);
    return { failure, journal: await journalHash(sim), orderLines: await orderLines(sim) };
  } finally {
    await close();
  }
}

/** The latest day from which the failure still comes by the day it was found; twice as many days each time. */
async function shortest(
  ground: Ground,
  options: SimOptions,
  failure: Failure,
): Promise<readonly [number, number]> {
  for (let length = 1; length < failure.day; length *= 2) {
    const from = failure.day - length + 1;
    const again = await lifeFrom(ground, { ...options, days: failure.day, checkEvery: 1 }, from, null);
    if (again.failure !== null) return [from, again.failure.day];
  }
  return [1, failure.day];
}

/** Lives a province from nothing and says what held; a failure names its seed and the shortest days that show it. */
export async function simulate(options: SimOptions, telling: Telling): Promise<SimReport> {
  const { log } = telling;
  const { seed, days, institutions } = options;
  const ground = await openGround();
  try {
    log(
      `seed ${seed}: ${days} days, ${institutions} institutions, ${invariants.length} sentences after every ${options.checkEvery} day(s)`,
    );
    const report = await lifeFrom(ground, options, telling.from ?? 1, telling);
    if (report.failure === null)
      log(`everything held; ${report.orderLines} order lines; journal ${report.journal}`);
    else {
      const { day, date, faults } = report.failure;
      log(`FAILED with seed ${seed} on day ${day} (${date}):\n${faults.join('\n')}`);
      if (telling.shrink) {
        const [from, to] = await shortest(ground, options, report.failure);
        log(
          `shortest: days ${from} to ${to}: npm run sim -- --seed ${seed} --from ${from} --days ${to} --institutions ${institutions}`,
        );
      }
    }
    return report;
  } finally {
    await ground.close();
  }
}
