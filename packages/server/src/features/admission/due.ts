import type { Sweep } from '../../sweep.ts';

/** Deadlines of admission, in the order they are looked at. */
export const admissionSweeps: readonly Sweep[] = [];
