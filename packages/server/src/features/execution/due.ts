import type { Sweep } from '../../sweep.ts';

export const executionSweeps: readonly Sweep[] = [];
