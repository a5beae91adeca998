import type { Sweep } from '../../sweep.ts';

/** Deadlines of panel, in the order they are looked at. */
export const panelSweeps: readonly Sweep[] = [];
