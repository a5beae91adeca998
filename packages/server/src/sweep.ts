import { randomUUID } from 'node:crypto';
import { type World, systemContext } from './context.ts';
import type { Context } from './context.ts';
import { reading } from './db.ts';

/** Something the clock does: acts on rows that are due now, in one province, and says how many it moved. */
export interface Sweep {
  readonly name: string;
  /** Takes a bounded number of due rows, each in its own command, skipping rows that another server holds. */
  readonly run: (context: Context) => Promise<number>;
}

export async function provincesOf(world: World): Promise<number[]> {
  const rows = await reading(
    world.database.db,
    { province: 0, organisationId: null, reach: 'system' },
    (tx) => tx.selectFrom('organisation').select('province').distinct().where('province', '>', 0).execute(),
  );
  return rows.map((row) => row.province);
}

/** Runs every sweep in every province until nothing is due any more; used by the job, the tests and the demo. */
export async function runSweeps(world: World, sweeps: readonly Sweep[]): Promise<Record<string, number>> {
  const moved: Record<string, number> = {};
  for (const province of await provincesOf(world)) {
    for (const sweep of sweeps) {
      let count = 0;
      do {
        count = await sweep.run(systemContext(world, province, `sweep-${sweep.name}-${randomUUID()}`));
        moved[sweep.name] = (moved[sweep.name] ?? 0) + count;
      } while (count > 0);
    }
  }
  return moved;
}
