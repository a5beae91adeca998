import type { Sweep } from '../../sweep.ts';

export const agreementSweeps: readonly Sweep[] = [];
