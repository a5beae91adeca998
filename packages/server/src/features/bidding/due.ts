import type { Sweep } from '../../sweep.ts';

export const biddingSweeps: readonly Sweep[] = [];
