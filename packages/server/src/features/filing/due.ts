import type { Sweep } from '../../sweep.ts';

/** Deadlines of filing, in the order they are looked at. */
export const filingSweeps: readonly Sweep[] = [];
