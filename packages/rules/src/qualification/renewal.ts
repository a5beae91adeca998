import { type Result, ok, refuse } from '../result.ts';
import { type IsoDate, addDays } from '../time.ts';
import { qualificationBasis } from './basis.ts';

export interface Validity {
  readonly validFrom: IsoDate;
  /** Null: without end. */
  readonly validUntil: IsoDate | null;
}

/**
 * A renewal is issued before the old paper ends and begins after it: taken together they hold without a break. One that
 * would leave days uncovered while the old one still runs has to wait for its end.
 */
export function renewed(
  now: Validity | null,
  next: Validity,
  on: IsoDate,
): Result<Validity, 'qualification.gap'> {
  const runs = now !== null && now.validFrom <= on && (now.validUntil === null || on <= now.validUntil);
  if (!runs || next.validFrom <= on) return ok(next);
  if (now.validUntil !== null && next.validFrom > addDays(now.validUntil, 1))
    return refuse('qualification.gap', {
      basis: qualificationBasis.confirmed,
      field: 'validFrom',
      facts: { validUntil: now.validUntil },
    });
  return ok({ ...next, validFrom: now.validFrom });
}
