import { quantity } from '../money.ts';
import { ok, refuse } from '../result.ts';
import type { Refusal, Result } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { gs1Date, writeBarcodeDate } from './barcode-date.ts';
import { foldWidth } from './fold.ts';
import {
  SEPARATOR,
  foldSeparators,
  readBracketed,
  readSeparated,
  readUnseparated,
  writeElementString,
} from './gs1.ts';
import type { Gs1Element } from './gs1.ts';
import { gtin14 } from './gtin.ts';
import { readMa } from './ma.ts';
import { datesInOrder, noFields } from './udi-reading.ts';
import type { UdiAgency, UdiFields, UdiNote, UdiReading, UdiRefusal } from './udi-reading.ts';

/** One reading, or several of which none may be guessed: a person chooses, or `readingsThatFit` what is known. */
export type UdiScan =
  | { readonly outcome: 'read'; readonly reading: UdiReading }
  | {
      readonly outcome: 'ambiguous';
      readonly readings: readonly UdiReading[];
      /** False when there may be more readings than are listed. */
      readonly complete: boolean;
    };

const INPUT_MAX = 400;
/** AIM identifiers under which a scanner says "this is GS1": GS1-128, DataMatrix, QR, DataBar, DotCode. */
const GS1_SYMBOLS = ['C1', 'd2', 'Q3', 'e0', 'J1'];
const PRINTABLE = /^[\x21-\x7e]+$/;
/** Without symbol, separator or device identifier only a date shows that digits are GS1 and not some house code. */
const TELLING = ['01', '11', '13', '15', '17', '7003'];

/**
 * Parses what a scanner or a person entered: GS1 element strings (with FNC1, with `]d2` `]C1` `]Q3`, or in the bracketed
 * form), bare GTINs, MA codes; HIBC and ICCBBA are kept opaque with their agency, and so is everything when the
 * caller says that it is of an agency whose structure is not published (`opaque`). Two-digit years count from `thisYear`.
 * A wrong check digit or date is refused; a string without separators that reads in several ways is `ambiguous`.
 */
export function parseUdi(
  raw: string,
  thisYear: number,
  opaque: Extract<UdiAgency, 'AHM' | 'other'> | null = null,
): Result<UdiScan, UdiRefusal> {
  if (raw.length > INPUT_MAX) return refuse('udi.tooLong', { facts: { found: raw.length, max: INPUT_MAX } });
  const folded = foldSeparators(foldWidth(raw)).trim();
  const symbol = /^\]([A-Za-z][0-9A-Za-z])/.exec(folded)?.[1] ?? '';
  const text = symbol === '' ? folded : folded.slice(3);
  if (text === '') return refuse('udi.empty');
  if (opaque !== null) return keepOpaque(text, raw, opaque);
  if (GS1_SYMBOLS.includes(symbol)) return parseGs1(text, raw, thisYear, true);
  if (text.startsWith('MA.')) return one(readMa(text, raw, thisYear));
  // A keyboard scanner types what the caps-lock key makes of it; lots and serials would be wrong too.
  if (/^ma\./i.test(text)) return refuse('udi.letterCase');
  if (/^\+[A-Z]/.test(text)) return keepOpaque(text, raw, 'HIBC');
  if (text.startsWith('=')) return keepOpaque(text, raw, 'ICCBBA');
  return parseGs1(text, raw, thisYear, false);
}

function one(read: Result<UdiReading, UdiRefusal>): Result<UdiScan, UdiRefusal> {
  return read.ok ? ok({ outcome: 'read', reading: read.value }) : read;
}

function keepOpaque(text: string, raw: string, agency: UdiAgency): Result<UdiScan, UdiRefusal> {
  if (!PRINTABLE.test(text)) return refuse('udi.elementCharacter');
  const notes: readonly UdiNote[] = [{ code: 'opaque', element: '', value: text }];
  return ok({ outcome: 'read', reading: { ...noFields, agency, checkDigit: 'unverified', raw, notes } });
}

function parseGs1(text: string, raw: string, thisYear: number, marked: boolean): Result<UdiScan, UdiRefusal> {
  if (text.startsWith('(')) return one(readOne(readBracketed(text, thisYear), raw, thisYear));
  if (text.includes(SEPARATOR)) {
    // Some scanners send the leading FNC1 that marks the symbol, and a closing one.
    const inner = text.slice(text.startsWith(SEPARATOR) ? 1 : 0, text.endsWith(SEPARATOR) ? -1 : undefined);
    return inner === '' ? refuse('udi.empty') : one(readOne(readSeparated(inner, thisYear), raw, thisYear));
  }
  return parseUnseparated(text, raw, thisYear, marked);
}

function readOne(
  read: Result<readonly Gs1Element[], UdiRefusal>,
  raw: string,
  thisYear: number,
): Result<UdiReading, UdiRefusal> {
  return read.ok ? readingOf(read.value, raw, thisYear) : read;
}

function parseUnseparated(
  text: string,
  raw: string,
  thisYear: number,
  marked: boolean,
): Result<UdiScan, UdiRefusal> {
  const found = readUnseparated(text, thisYear);
  const readings: UdiReading[] = [];
  let refusal: Refusal<UdiRefusal> | null = null;
  for (const elements of found.readings) {
    if (!marked && !elements.some(({ ai }) => TELLING.includes(ai))) continue;
    const read = readingOf(elements, raw, thisYear);
    if (read.ok) readings.push(read.value);
    else refusal ??= read;
  }
  if (!marked) readings.push(...bareGtin(text, raw));
  if (readings.length === 1 && found.complete && readings[0] !== undefined) {
    return ok({ outcome: 'read', reading: noteMissingSeparators(readings[0], text) });
  }
  if (readings.length > 0) return ok({ outcome: 'ambiguous', readings, complete: found.complete });
  return refusal ?? explainFailure(text, raw, thisYear, marked);
}

/** Why no reading stands: the fault of the plainest one, in which a variable element runs to the end. */
function explainFailure(text: string, raw: string, thisYear: number, marked: boolean): Refusal<UdiRefusal> {
  if (!marked && /^(\d{8}|\d{12,14})$/.test(text))
    return refuse('udi.checkDigit', { facts: { ai: '01', value: text } });
  if (!marked && !text.startsWith('01')) return refuse('udi.unrecognised');
  const plain = readOne(readSeparated(text, thisYear), raw, thisYear);
  return plain.ok ? refuse('udi.unrecognised') : plain;
}

function bareGtin(text: string, raw: string): readonly UdiReading[] {
  const di = gtin14(text);
  return di === null ? [] : [{ ...noFields, di, agency: 'GS1', checkDigit: 'verified', raw, notes: [] }];
}

/** Says so where an element of variable length could have ended earlier had its value been another. */
function noteMissingSeparators(reading: UdiReading, text: string): UdiReading {
  const variable = [reading.lot, reading.serial].filter((value) => value !== null);
  if (variable.length === 0 || (variable.length === 1 && text.endsWith(variable[0] ?? ''))) return reading;
  const note: UdiNote = { code: 'separatorsMissing', element: '', value: '' };
  return { ...reading, notes: [...reading.notes, note] };
}

const FIELD_OF: Readonly<Record<string, keyof UdiFields>> = {
  '01': 'di',
  '10': 'lot',
  '21': 'serial',
  '11': 'producedOn',
  '17': 'expiresOn',
  '30': 'quantity',
};

/** The elements of one reading as fields; refuses the same element with two values, and a code that names nothing. */
function readingOf(
  elements: readonly Gs1Element[],
  raw: string,
  thisYear: number,
): Result<UdiReading, UdiRefusal> {
  const values = new Map<string, string>();
  const notes: UdiNote[] = [];
  for (const { ai, value } of elements) {
    const before = values.get(ai);
    if (before !== undefined && before !== value) {
      return refuse('udi.conflict', { facts: { ai, existing: before, scanned: value } });
    }
    if (before !== undefined) continue;
    values.set(ai, value);
    if (FIELD_OF[ai] === undefined) notes.push({ code: 'otherElement', element: ai, value });
    if ((ai === '11' || ai === '17') && value.endsWith('00'))
      notes.push({ code: 'dayOmitted', element: ai, value });
  }
  const count = values.get('30');
  if (count !== undefined && Number(count) === 0)
    return refuse('udi.quantity', { facts: { ai: '30', value: count } });
  const fields: UdiFields = {
    di: values.get('01') ?? null,
    lot: values.get('10') ?? null,
    serial: values.get('21') ?? null,
    producedOn: dateOf(values.get('11'), thisYear),
    // (7003) is the expiry to the minute, for devices that carry it instead of (17).
    expiresOn: dateOf(values.get('17') ?? values.get('7003')?.slice(0, 6), thisYear),
    quantity: count === undefined ? null : quantity(String(Number(count))),
  };
  if (Object.values(fields).every((value) => value === null)) return refuse('udi.noDevice');
  return datesInOrder({
    ...fields,
    agency: 'GS1',
    checkDigit: fields.di === null ? 'absent' : 'verified',
    raw,
    notes,
  });
}

function dateOf(value: string | undefined, thisYear: number): IsoDate | null {
  return value === undefined ? null : (gs1Date(value, thisYear)?.date ?? null);
}

/**
 * The element string of a label: predefined lengths first as GS1 asks, `]d2` not included. Throws on a value that GS1
 * cannot carry. Reads back to the same fields in any year within 49 years after the dates and 50 before them.
 */
export function writeUdi(fields: UdiFields, thisYear: number): string {
  const elements: Gs1Element[] = [];
  const put = (ai: string, value: string | null): void => {
    if (value !== null) elements.push({ ai, value });
  };
  put('01', fields.di);
  put('11', fields.producedOn === null ? null : writeBarcodeDate(fields.producedOn));
  put('17', fields.expiresOn === null ? null : writeBarcodeDate(fields.expiresOn));
  put('30', fields.quantity);
  put('10', fields.lot);
  put('21', fields.serial);
  return writeElementString(elements, thisYear);
}
