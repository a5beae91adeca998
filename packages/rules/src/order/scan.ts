import { gtin14 } from '../codes/gtin.ts';
import type { UdiFields } from '../codes/udi-reading.ts';
import type { IsoDate } from '../time.ts';

/** A lot on its way to an institution, as the distributor declared it; '' and null where it said nothing. */
export interface DeliveredLot {
  /** DI that was scanned when it was sent, else the one of the national code. */
  readonly di: string;
  readonly lot: string;
  readonly serial: string;
  readonly producedOn: IsoDate | null;
  readonly expiresOn: IsoDate | null;
}

export type ScanField = 'di' | 'lot' | 'serial' | 'producedOn' | 'expiresOn';
export interface ScanComparison {
  readonly field: ScanField;
  /** 'silent': one of the two says nothing, which is no difference. */
  readonly outcome: 'same' | 'different' | 'silent';
  readonly scanned: string | null;
  readonly delivered: string | null;
}

const FIELDS: readonly ScanField[] = ['di', 'lot', 'serial', 'producedOn', 'expiresOn'];

/** The same GTIN is written with 8 to 14 digits. */
function device(di: string): string {
  return gtin14(di) ?? di;
}

/**
 * A scan beside a delivered lot, field by field. It fits when nothing differs and the device or the lot is the same; null
 * when neither is, for then it is about other goods. What differs is named for a person to decide, never overlooked.
 */
export function compareScan(
  scanned: UdiFields,
  delivered: DeliveredLot,
): { readonly fits: boolean; readonly comparisons: readonly ScanComparison[] } | null {
  const comparisons = FIELDS.map((field): ScanComparison => {
    const [left, right] = [scanned[field] ?? '', delivered[field] ?? ''];
    const outcome =
      left === '' || right === ''
        ? 'silent'
        : (field === 'di' ? device(left) === device(right) : left === right)
          ? 'same'
          : 'different';
    return { field, outcome, scanned: left === '' ? null : left, delivered: right === '' ? null : right };
  });
  const isSame = (field: ScanField) =>
    comparisons.some((each) => each.field === field && each.outcome === 'same');
  const differs = (field: ScanField) =>
    comparisons.some((each) => each.field === field && each.outcome === 'different');
  if (!isSame('di') && (!isSame('lot') || differs('di'))) return null;
  return { fits: !comparisons.some((each) => each.outcome === 'different'), comparisons };
}
