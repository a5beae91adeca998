import type { Sweep } from '../../sweep.ts';

/** Deadlines of directory, in the order they are looked at. */
export const directorySweeps: readonly Sweep[] = [];
