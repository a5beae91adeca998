import type { Sweep } from '../../sweep.ts';

/** Deadlines of linkage, in the order they are looked at. */
export const linkageSweeps: readonly Sweep[] = [];
