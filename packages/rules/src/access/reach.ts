import { jurisdictionsUpward } from '../policy/book.ts';
import type { Actor } from './may.ts';

/** Whether a place lies in a jurisdiction: 320681 lies in 320600, 320000 and 000000. */
export function covers(jurisdiction: string, place: string): boolean {
  return jurisdictionsUpward(place).includes(jurisdiction);
}

/** Whether an actor's own place covers another. */
export function reaches(actor: Actor, place: string): boolean {
  return covers(actor.jurisdiction, place);
}
