import type { Sweep } from '../../sweep.ts';

/** Deadlines of qualification, in the order they are looked at. */
export const qualificationSweeps: readonly Sweep[] = [];
