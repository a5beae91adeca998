import type { Sweep } from '../../sweep.ts';

export const tenderSweeps: readonly Sweep[] = [];
