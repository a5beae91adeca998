import type { Sim } from './sim.ts';

/**
 * A sentence that is true of the whole database after every day, and how to find what contradicts it. A new feature adds
 * its own to the list in invariants.ts: one entry, and the simulation and the fuzzer ask it from then on.
 */
export interface Invariant {
  readonly name: string;
  /** What contradicts the sentence; nothing when it holds. */
  check(at: Checking): Promise<readonly unknown[]>;
}

/** What an invariant may look at. */
export interface Checking extends Pick<Sim, 'owner'> {
  readonly world: Sim['demo']['world'];
}

/** A sentence that a statement disproves: every row that comes back is a fault. */
export function never(name: string, text: string): Invariant {
  return { name, check: async ({ owner }) => (await owner.query(`${text} limit 5`)).rows };
}
