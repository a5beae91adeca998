import type { Sweep } from '../../sweep.ts';
import { deliveryCount } from './delivery.ts';
import { idleNotice, idleSuspension } from './idle.ts';
import { closingLook } from './look.ts';

/** Deadlines of directory, in the order they are looked at. */
export const directorySweeps: readonly Sweep[] = [idleNotice, idleSuspension, closingLook, deliveryCount];
