import type { Sweep } from '../../sweep.ts';
import { carrySweep } from './carry.ts';
import { coverageSweep } from './coverage-due.ts';
import { costSweep } from './costs.ts';
import { lookSweep } from './look.ts';
import { overdueSweep } from './overdue.ts';

export const executionSweeps: readonly Sweep[] = [
  carrySweep,
  lookSweep,
  overdueSweep,
  costSweep,
  coverageSweep,
];
