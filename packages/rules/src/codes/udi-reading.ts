import type { Quantity } from '../money.ts';
import { ok, refuse } from '../result.ts';
import type { Result } from '../result.ts';
import type { IsoDate } from '../time.ts';

/** Who gave out the code: GS1, MA (中关村 ZIIOT), AHM (阿里健康), and agencies of other countries. */
export type UdiAgency = 'GS1' | 'MA' | 'AHM' | 'HIBC' | 'ICCBBA' | 'other';

/** What a scan tells. Null where the code says nothing. */
export interface UdiFields {
  /** 产品标识 DI: GTIN-14, or the five parts of an MA code. */
  readonly di: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  readonly producedOn: IsoDate | null;
  readonly expiresOn: IsoDate | null;
  /** Count that the code itself states, GS1 (30). */
  readonly quantity: Quantity | null;
}

/**
 * 'dayOmitted': month only, the day is the last of the month. 'otherElement': read and kept, without a field of its own.
 * 'separatorsMissing': one reading only, though separators did not arrive. 'validUntil': MA 有效期 beside or instead of
 * 失效期. 'productLength': an MA product code of another length than the documented eight. 'checkSegment': the C segment
 * of an MA code, whose algorithm is not published. 'opaque': kept as it is, structure not published.
 */
export type UdiNoteCode =
  | 'dayOmitted'
  | 'otherElement'
  | 'separatorsMissing'
  | 'validUntil'
  | 'productLength'
  | 'checkSegment'
  | 'opaque';

export interface UdiNote {
  readonly code: UdiNoteCode;
  /** Application identifier or segment letter that the note is about, empty where it is about the whole. */
  readonly element: string;
  readonly value: string;
}

export interface UdiReading extends UdiFields {
  readonly agency: UdiAgency;
  /** 'absent': the reading has no DI that could carry one. 'unverified': it has one by an unpublished algorithm. */
  readonly checkDigit: 'verified' | 'unverified' | 'absent';
  /** The scan as it arrived. */
  readonly raw: string;
  readonly notes: readonly UdiNote[];
}

export const udiRefusals = [
  'udi.empty',
  'udi.tooLong',
  'udi.unrecognised',
  'udi.form',
  'udi.identifierUnknown',
  'udi.elementEmpty',
  'udi.elementLength',
  'udi.elementCharacter',
  'udi.checkDigit',
  'udi.date',
  'udi.quantity',
  'udi.expiryBeforeProduction',
  'udi.conflict',
  'udi.noDevice',
  'udi.letterCase',
  'udi.notMedical',
] as const;
export type UdiRefusal = (typeof udiRefusals)[number];

export const noFields: UdiFields = {
  di: null,
  lot: null,
  serial: null,
  producedOn: null,
  expiresOn: null,
  quantity: null,
};

const FIELDS = ['di', 'lot', 'serial', 'producedOn', 'expiresOn', 'quantity'] as const;

function isEmpty(value: string | null): boolean {
  return value === null || value === '';
}

/** A device cannot expire before it was made: one of the dates was misprinted or misread. */
export function datesInOrder<T extends UdiFields>(fields: T): Result<T, 'udi.expiryBeforeProduction'> {
  const { producedOn, expiresOn } = fields;
  if (isEmpty(producedOn) || isEmpty(expiresOn) || String(producedOn) <= String(expiresOn)) return ok(fields);
  return refuse('udi.expiryBeforeProduction', { field: 'expiresOn', facts: { producedOn, expiresOn } });
}

/**
 * Adds what a scan tells to what is known (the other half of a two-line label, a form being filled in). An empty field
 * never overwrites a value, and a value never silently replaces another: that is refused as `udi.conflict` with field,
 * existing and scanned value. `udi.expiryBeforeProduction` when the two together cannot be.
 */
export function mergeUdi<T extends UdiFields>(
  existing: T,
  scanned: UdiFields,
): Result<T, 'udi.conflict' | 'udi.expiryBeforeProduction'> {
  const merged: Record<string, string | null> = {};
  for (const field of FIELDS) {
    const [before, now] = [existing[field], scanned[field]];
    if (!isEmpty(before) && !isEmpty(now) && before !== now) {
      return refuse('udi.conflict', { field, facts: { existing: before, scanned: now } });
    }
    merged[field] = isEmpty(now) ? before : now;
  }
  return datesInOrder({ ...existing, ...merged });
}

/**
 * The readings of an ambiguous scan that agree with what is already known, e.g. the lots that the shipment declares.
 * One left is an answer; several or none are for a person to decide.
 */
export function readingsThatFit(
  readings: readonly UdiReading[],
  known: Partial<UdiFields>,
): readonly UdiReading[] {
  return readings.filter((reading) =>
    FIELDS.every((field) => isEmpty(known[field] ?? null) || known[field] === reading[field]),
  );
}
