import { ok, refuse } from '../result.ts';
import type { Result } from '../result.ts';
import { maDate } from './barcode-date.ts';
import { datesInOrder, noFields } from './udi-reading.ts';
import type { UdiFields, UdiNote, UdiReading, UdiRefusal } from './udi-reading.ts';

/** 产品标识: MA, country, industry, registrant, product (package level 1, item 6, check character 1). */
const DI_PARTS = 5;
const MEDICAL_INDUSTRY = 'M0';
const PRODUCT_LENGTH = 8;
const VALUE = /^[0-9A-Za-z_/+-]{1,40}$/;

/** Segment letters of the production identifier. P is the production date in codes before M took its place. */
const DATE_SEGMENTS = 'MPEV';
const TEXT_SEGMENTS = 'SLDC';

/**
 * Reads an MA code `MA.156.M0.100761.21234561.Sx00008.M220117.L20220117.E220130.C3`. The algorithm of its two check
 * characters is not published, so they are kept and marked unverified. Dates of six digits count from `thisYear`.
 * Refusals: `udi.form` (part or segment that MA does not have), `udi.notMedical` (industry other than M0), `udi.date`,
 * `udi.elementEmpty`, `udi.elementCharacter`, `udi.conflict` (a segment twice), `udi.expiryBeforeProduction`.
 */
export function readMa(text: string, raw: string, thisYear: number): Result<UdiReading, UdiRefusal> {
  const parts = text.split('.');
  const [agency = '', country = '', industry = '', registrant = '', product = ''] = parts;
  if (agency !== 'MA' || !/^\d{3}$/.test(country)) return refuse('udi.form');
  if (industry !== MEDICAL_INDUSTRY)
    return refuse('udi.notMedical', { facts: { industry: industry.slice(0, 20) } });
  if (!/^\d{6}$/.test(registrant) || !/^[0-9A-Za-z]{8,20}$/.test(product)) return refuse('udi.form');
  const segments = readSegments(parts.slice(DI_PARTS), thisYear);
  if (!segments.ok) return segments;
  const notes: UdiNote[] = [...segments.value.notes];
  if (product.length !== PRODUCT_LENGTH) notes.push({ code: 'productLength', element: '', value: product });
  return datesInOrder({
    ...segments.value.fields,
    agency: 'MA',
    di: parts.slice(0, DI_PARTS).join('.'),
    checkDigit: 'unverified',
    raw,
    notes,
  });
}

interface Segments {
  readonly fields: UdiFields;
  readonly notes: readonly UdiNote[];
}

function readSegments(segments: readonly string[], thisYear: number): Result<Segments, UdiRefusal> {
  const values = new Map<string, string>();
  for (const segment of segments) {
    const letter = segment.charAt(0);
    const value = segment.slice(1);
    const facts = { element: letter, value: value.slice(0, 100) };
    if (segment === '' || value === '') return refuse('udi.elementEmpty', { facts });
    if (DATE_SEGMENTS.includes(letter)) {
      const date = maDate(value, thisYear);
      if (date === null) return refuse('udi.date', { facts });
      if (!put(values, letter === 'P' ? 'M' : letter, date)) return refuse('udi.conflict', { facts });
    } else if (TEXT_SEGMENTS.includes(letter)) {
      if (!VALUE.test(value)) return refuse('udi.elementCharacter', { facts });
      if (!put(values, letter, value)) return refuse('udi.conflict', { facts });
    } else return refuse('udi.form', { facts });
  }
  return ok(fieldsOf(values));
}

/** False when the segment was there already with another value. */
function put(values: Map<string, string>, letter: string, value: string): boolean {
  const before = values.get(letter);
  values.set(letter, value);
  return before === undefined || before === value;
}

function fieldsOf(values: ReadonlyMap<string, string>): Segments {
  const [expiry, validUntil] = [values.get('E'), values.get('V')];
  const notes: UdiNote[] = [];
  if (validUntil !== undefined) notes.push({ code: 'validUntil', element: 'V', value: validUntil });
  const sterilised = values.get('D');
  if (sterilised !== undefined) notes.push({ code: 'otherElement', element: 'D', value: sterilised });
  const check = values.get('C');
  if (check !== undefined) notes.push({ code: 'checkSegment', element: 'C', value: check });
  const fields: UdiFields = {
    ...noFields,
    lot: values.get('L') ?? null,
    serial: values.get('S') ?? null,
    producedOn: (values.get('M') ?? null) as UdiFields['producedOn'],
    expiresOn: (expiry ?? validUntil ?? null) as UdiFields['expiresOn'],
  };
  return { fields, notes };
}
