import type { FastifyBaseLogger } from 'fastify';
import { Logger, type Runner, run } from 'graphile-worker';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { refuseWrongClock } from './clock.ts';
import type { World } from './context.ts';
import { jobs, sweeps } from './features.ts';
import { ensurePartitions } from './partitions.ts';
import { roomIn } from './room.ts';
import { runSweeps } from './sweep.ts';

export interface Job {
  readonly name: string;
  /** Five cron fields in UTC. */
  readonly cron: string;
  run(world: World): Promise<void>;
}

export interface Jobs {
  stop(): Promise<void>;
}

type JobLog = Pick<FastifyBaseLogger, 'error'>;

const AGAIN_MS = 2000;

/** Jobs that failed for good stay a while to be looked at. */
const FAILED_DAYS_KEPT = 7;

/** Not with a clock that may be wrong, nor into a full disk: what is due stays due. */
async function sweepAll(world: World): Promise<void> {
  await refuseWrongClock(world);
  if (!(await roomIn(world.dataDir)())) throw new Error('no room on the disk');
  await runSweeps(world, sweeps);
}

export function timetable(url: string): readonly Job[] {
  return [
    { name: 'sweep', cron: '* * * * *', run: sweepAll },
    { name: 'partitions', cron: '17 18 * * *', run: (world) => ensurePartitions(url, world.clock()) },
    { name: 'forget-failed', cron: '53 18 * * *', run: () => forgetFailed(url) },
    ...jobs,
  ];
}

/**
 * A line of the timetable. What comes again within the hour is not tried twice: the next one is the retry. What comes
 * once a day is: a server that was down at that minute makes up for it, and one that died in the middle is followed by
 * another once the lock of the row has run out (four hours).
 */
export function lineOf({ cron, name }: Pick<Job, 'cron' | 'name'>): string {
  const daily = /^\d+ \d+ /.test(cron);
  return `${cron} ${name} ?${daily ? 'max=10&fill=20h' : 'max=1'}`;
}

/** The clock's work. Jobs are rows in the database, so of two servers one does each. */
export async function startJobs(world: World, url: string, log: JobLog): Promise<Jobs> {
  let stopping = false;
  let runner = await startRunner(world, url, log);
  const watch = async (): Promise<void> => {
    while (!stopping) {
      await runner.promise.catch((error: unknown) => log.error({ err: error }, 'jobs ended'));
      if (stopping) return;
      await delay(AGAIN_MS);
      runner = await startRunner(world, url, log).catch((error: unknown) => {
        log.error({ err: error }, 'jobs not started');
        return runner;
      });
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping = true;
      // It may have ended by itself when the database went away.
      await runner.stop().catch(() => undefined);
      await watching;
    },
  };
}

async function startRunner(world: World, url: string, log: JobLog): Promise<Runner> {
  const all = timetable(url);
  const runner = await run({
    connectionString: url,
    concurrency: 2,
    noHandleSignals: true,
    crontab: all.map(lineOf).join('\n'),
    taskList: Object.fromEntries(all.map((job) => [job.name, () => runJob(job, { world, url, log })])),
    // What failed is told by us, without what an error says.
    logger: new Logger(() => () => undefined),
  });
  // An end is seen by whoever watches; a listener from the first moment keeps it from ending the process.
  runner.promise.catch(() => undefined);
  await openQueue(url);
  return runner;
}

/** The metrics are asked for in the narrow role, which may count the jobs that wait and nothing else of theirs. */
async function openQueue(url: string): Promise<void> {
  await asOwner(url, 'daylight-jobs', async (client) => {
    await client.query('grant usage on schema graphile_worker to daylight_app');
    await client.query('grant select on graphile_worker.jobs to daylight_app');
  });
}

async function asOwner<T>(url: string, name: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: name });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Running {
  readonly world: World;
  readonly url: string;
  readonly log: JobLog;
}

/**
 * One run of a job, on one server at a time: a connection of its own holds a lock that ends with the process, however that
 * ends. A run that takes longer than its interval is not joined by the next.
 */
export async function runJob(job: Job, { world, url, log }: Running): Promise<void> {
  await asOwner(url, `daylight-job ${job.name}`, async (keeper) => {
    const { rows } = await keeper.query<{ mine: boolean }>(
      `select pg_try_advisory_lock(hashtext('daylight job'), hashtext($1)) as mine`,
      [job.name],
    );
    if (rows[0]?.mine !== true) return;
    await keeper.query(
      `insert into job_run (name, started_at) values ($1, $2)
       on conflict (name) do update set started_at = excluded.started_at`,
      [job.name, world.clock()],
    );
    try {
      await job.run(world);
      await keeper.query('update job_run set ended_at = $2, failures = 0 where name = $1', [
        job.name,
        world.clock(),
      ]);
    } catch (error) {
      log.error({ err: error, job: job.name }, 'job failed');
      await keeper
        .query('update job_run set failed_at = $2, failures = failures + 1 where name = $1', [
          job.name,
          world.clock(),
        ])
        .catch(() => undefined);
      // Kept with the row of the job, so it says no more than the log.
      throw new Error(`${job.name} failed`);
    }
  });
}

async function forgetFailed(url: string): Promise<void> {
  await asOwner(url, 'daylight-jobs', async (client) => {
    await client.query(
      `delete from graphile_worker._private_jobs
       where attempts >= max_attempts and run_at < now() - make_interval(days => $1)`,
      [FAILED_DAYS_KEPT],
    );
  });
}
