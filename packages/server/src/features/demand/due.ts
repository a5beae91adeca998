import type { Sweep } from '../../sweep.ts';

export const demandSweeps: readonly Sweep[] = [];
