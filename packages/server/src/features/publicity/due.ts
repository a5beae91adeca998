import type { Sweep } from '../../sweep.ts';

/** Deadlines of publicity, in the order they are looked at. */
export const publicitySweeps: readonly Sweep[] = [];
