import type { Sweep } from '../../sweep.ts';
import { costSweep } from './costs.ts';
import { lookSweep } from './look.ts';
import { overdueSweep } from './overdue.ts';

export const executionSweeps: readonly Sweep[] = [lookSweep, overdueSweep, costSweep];
