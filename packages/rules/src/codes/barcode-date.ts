import { endOfMonth, isIsoDate, isoDate } from '../time.ts';
import type { IsoDate } from '../time.ts';

/**
 * The four-digit year of a two-digit one, seen from `thisYear` (GS1 General Specifications 7.12): 51 to 99 years ahead
 * belongs to the century before, 50 to 99 years back to the century after, everything else to this one.
 */
export function fullYear(yearInCentury: number, thisYear: number): number {
  const century = thisYear - (thisYear % 100);
  const ahead = yearInCentury - (thisYear % 100);
  if (ahead >= 51) return century - 100 + yearInCentury;
  if (ahead <= -50) return century + 100 + yearInCentury;
  return century + yearInCentury;
}

export interface BarcodeDate {
  readonly date: IsoDate;
  /** The code gave only a month (day 00), and the date is its last day. */
  readonly dayOmitted: boolean;
}

/** YYMMDD of a GS1 element; day 00 is the last day of the month. Null where no such day exists. */
export function gs1Date(text: string, thisYear: number): BarcodeDate | null {
  if (!/^\d{6}$/.test(text)) return null;
  const month = `${String(fullYear(Number(text.slice(0, 2)), thisYear)).padStart(4, '0')}-${text.slice(2, 4)}`;
  if (!isIsoDate(`${month}-01`)) return null;
  if (text.endsWith('00')) return { date: endOfMonth(isoDate(`${month}-01`)), dayOmitted: true };
  const day = `${month}-${text.slice(4)}`;
  return isIsoDate(day) ? { date: isoDate(day), dayOmitted: false } : null;
}

/** YYMMDD or YYYYMMDD of an MA code; every part is required. Null where no such day exists. */
export function maDate(text: string, thisYear: number): IsoDate | null {
  if (text.length === 6) {
    const read = gs1Date(text, thisYear);
    return read === null || read.dayOmitted ? null : read.date;
  }
  const day = /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : '';
  return isIsoDate(day) ? isoDate(day) : null;
}

/** YYMMDD of a date, as GS1 and MA write it. */
export function writeBarcodeDate(date: IsoDate): string {
  return date.slice(2).replaceAll('-', '');
}
