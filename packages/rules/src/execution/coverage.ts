import { type Share, ratioOf } from '../policy/shapes.ts';
import type { Instant, IsoDate } from '../time.ts';

/** What stands of a winner's delivery in its round on a day: institutions with an agreed volume, and those that it reaches. */
export interface Covered {
  readonly institutions: number;
  readonly reached: number;
}

/** 配送能力应覆盖协议供应地区 (SX-5.3b): fewer institutions are reached than the pack asks for; compared exactly. */
export function coverageIsBehind({ institutions, reached }: Covered, least: Share): boolean {
  const { over, under } = ratioOf(least);
  return BigInt(reached) * under < over * BigInt(institutions);
}

/** A place that delivery does not reach, since it was found. */
export interface Gap {
  readonly state: 'open' | 'failed';
  readonly dueAt: Instant;
  readonly remindedOn: IsoDate | null;
}

export type GapStep = 'open' | 'remind' | 'fail' | 'close' | 'wait';

/**
 * What the clock does about a place on a day: the winner is told and has until its deadline, is reminded once before it, and at
 * it the place is told as a failure to supply. A place that is reached, or where nothing is behind, is closed.
 */
export function gapStep(
  gap: Gap | null,
  isUncovered: boolean,
  {
    now,
    today,
    remindFrom,
  }: { readonly now: Instant; readonly today: IsoDate; readonly remindFrom: IsoDate },
): GapStep {
  if (gap === null) return isUncovered ? 'open' : 'wait';
  if (!isUncovered) return 'close';
  if (gap.state === 'failed') return 'wait';
  if (now >= gap.dueAt) return 'fail';
  return gap.remindedOn === null && today >= remindFrom ? 'remind' : 'wait';
}

/** Institutions × days that went by without delivery, within the term. */
export function daysWithout(
  institutions: number,
  { from, until, counted }: { readonly from: number; readonly until: number; readonly counted: number },
): number {
  return institutions * Math.max(until - Math.max(from, counted), 0);
}
