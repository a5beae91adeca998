import type { Sweep } from '../../sweep.ts';

/** Deadlines of evidence, in the order they are looked at. */
export const evidenceSweeps: readonly Sweep[] = [];
