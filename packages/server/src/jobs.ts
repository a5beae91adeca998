import { Logger, type Runner, run } from 'graphile-worker';
import type { World } from './context.ts';
import { jobs, sweeps } from './features.ts';
import { ensurePartitions } from './partitions.ts';
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

/** The clock's work. Jobs are rows in the database, so of two servers one does each. */
export async function startJobs(world: World, url: string, log: (line: string) => void): Promise<Jobs> {
  const all: readonly Job[] = [
    { name: 'sweep', cron: '* * * * *', run: async () => void (await runSweeps(world, sweeps)) },
    { name: 'partitions', cron: '17 18 * * *', run: () => ensurePartitions(url, world.clock()) },
    ...jobs,
  ];
  const runner: Runner = await run({
    connectionString: url,
    concurrency: 2,
    noHandleSignals: true,
    crontab: all.map((job) => `${job.cron} ${job.name} ?max=1`).join('\n'),
    taskList: Object.fromEntries(all.map((job) => [job.name, () => job.run(world)])),
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log(`${level}: ${message}`);
    }),
  });
  return { stop: () => runner.stop() };
}
