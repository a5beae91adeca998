import { randomUUID } from 'node:crypto';
import { type World, systemContext } from './context.ts';
import type { Context } from './context.ts';
import { isConnectionLost, reading } from './db.ts';

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

/** One error as it is, several as one that holds them all. */
function together(failures: readonly unknown[], what: string): unknown {
  if (failures.length === 1) return failures[0];
  const said = failures.map((each) => (each instanceof Error ? each.message : String(each)));
  return new AggregateError(failures, `${what}: ${said.join('; ')}`);
}

/**
 * Moves each due row by itself: a row that fails does not hold up those behind it, which have deadlines of their own. What
 * failed is thrown when the rest is done; the row stays due and is tried again at the next sweep.
 */
export async function moveEach<R>(rows: readonly R[], move: (row: R) => Promise<boolean>): Promise<number> {
  let moved = 0;
  const failures: unknown[] = [];
  for (const row of rows) {
    try {
      if (await move(row)) moved += 1;
    } catch (error) {
      if (isConnectionLost(error)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw together(failures, `${failures.length} of ${rows.length} due rows failed`);
  return moved;
}

/**
 * Runs every sweep in every province until nothing is due any more; used by the job, the tests and the demo. A sweep that
 * fails does not keep the others from running; the failures are thrown at the end.
 */
export async function runSweeps(world: World, sweeps: readonly Sweep[]): Promise<Record<string, number>> {
  const moved: Record<string, number> = {};
  const failures: unknown[] = [];
  for (const province of await provincesOf(world)) {
    for (const sweep of sweeps) {
      try {
        let count = 0;
        do {
          count = await sweep.run(systemContext(world, province, `sweep-${sweep.name}-${randomUUID()}`));
          moved[sweep.name] = (moved[sweep.name] ?? 0) + count;
        } while (count > 0);
      } catch (error) {
        if (isConnectionLost(error)) throw error;
        failures.push(error);
      }
    }
  }
  if (failures.length > 0) throw together(failures, `${failures.length} sweeps failed`);
  return moved;
}
