import { type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';

export type RelationState = 'proposed' | 'confirmed' | 'rejected' | 'ended' | 'lapsed';

export type AnswerRefusal = 'distribution.notWaiting';

/** The distributor's answer to a proposal. */
export function answerRelation(
  state: RelationState,
  confirm: boolean,
): Result<'confirmed' | 'rejected', AnswerRefusal> {
  if (state !== 'proposed') return refuse('distribution.notWaiting', { facts: { state } });
  return ok(confirm ? 'confirmed' : 'rejected');
}

export interface Ending {
  readonly state: RelationState;
  readonly validFrom: IsoDate;
  readonly validUntil: IsoDate | null;
}

export type EndRefusal =
  | 'distribution.alreadyClosed'
  | 'distribution.lastDayPast'
  | 'distribution.lastDayLater'
  | 'distribution.answerInstead';

/**
 * Ends a relation. A proposal is taken back by the manufacturer at once; a confirmed relation holds through a last day that
 * is today or later and not after what was agreed, so that orders of today still find their distributor.
 */
export function endRelation(
  relation: Ending,
  lastDay: IsoDate,
  { on, by }: { on: IsoDate; by: 'manufacturer' | 'distributor' },
): Result<{ state: 'ended' | 'confirmed'; validUntil: IsoDate | null }, EndRefusal> {
  if (relation.state === 'proposed') {
    if (by === 'distributor') return refuse('distribution.answerInstead');
    return ok({ state: 'ended', validUntil: relation.validUntil });
  }
  if (relation.state !== 'confirmed')
    return refuse('distribution.alreadyClosed', { facts: { state: relation.state } });
  if (lastDay < on) return refuse('distribution.lastDayPast', { field: 'lastDay', facts: { today: on } });
  if (relation.validUntil !== null && lastDay > relation.validUntil)
    return refuse('distribution.lastDayLater', { field: 'lastDay', facts: { until: relation.validUntil } });
  // One that was to begin only later never begins.
  if (lastDay < relation.validFrom) return ok({ state: 'ended', validUntil: relation.validUntil });
  return ok({ state: 'confirmed', validUntil: lastDay });
}
