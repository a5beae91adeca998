import type { Job } from '../../jobs.ts';
import type { Sweep } from '../../sweep.ts';
import { refreshDecisions } from './decisions.ts';
import { anomalyDue } from './night.ts';
import { checkReferences, referenceDue } from './slide.ts';
import { supplyDue } from './supply.ts';
import { staleTrials } from './trials.ts';

// Reference sets first: the night's look at prices asks them.
export const supervisionSweeps: readonly Sweep[] = [referenceDue, anomalyDue, supplyDue, staleTrials];

export const supervisionJobs: readonly Job[] = [
  // 02:23 in Shanghai, when nobody orders.
  { name: 'zone-reference-check', cron: '23 18 * * *', run: checkReferences },
  // What another server's officer approved; it holds from the next day on at the earliest.
  { name: 'decisions', cron: '* * * * *', run: refreshDecisions },
];
