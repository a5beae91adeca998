import type { Sweep } from '../../sweep.ts';
import { closeDue } from './close-due.ts';
import { coordinationDue, coordinationOffers, coordinationReminders } from './coordination-due.ts';
import { evaluateDue } from './evaluate-due.ts';
import { followDue } from './follow-due.ts';
import { lotsDue } from './lots-due.ts';
import { askOwnKeys, openDue } from './open-due.ts';
import { openedDue } from './opened-due.ts';
import { publishDue, settledDue } from './publish-due.ts';
import { choiceDue, resultDue } from './result-due.ts';

/** In the order in which a round runs. */
export const biddingSweeps: readonly Sweep[] = [
  closeDue,
  askOwnKeys,
  openDue,
  openedDue,
  lotsDue,
  evaluateDue,
  followDue,
  publishDue,
  settledDue,
  resultDue,
  choiceDue,
  coordinationOffers,
  coordinationReminders,
  coordinationDue,
];
