import type { Job } from '../../jobs.ts';
import type { Sweep } from '../../sweep.ts';
import { checkReferences, referenceDue } from './slide.ts';

export const supervisionSweeps: readonly Sweep[] = [referenceDue];

export const supervisionJobs: readonly Job[] = [
  // 02:23 in Shanghai, when nobody orders.
  { name: 'zone-reference-check', cron: '23 18 * * *', run: checkReferences },
];
