import { isMoney } from '@daylight/rules/money.ts';
import { isIsoDate } from '@daylight/rules/time.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import type { CallOf } from '@daylight/api/endpoint.ts';
import type { draftAdmission } from '@daylight/api/admission.ts';
import type { PasteRow } from '../../ui/paste-table.tsx';
import type { AdmissionView } from './types.ts';

/** What is being typed, all of it text until it is sound. */
export interface Typed {
  readonly lines: readonly PasteRow[];
  readonly records: readonly PasteRow[];
  readonly class: ConsumableClass | null;
  readonly formerlyShortlisted: boolean;
  readonly shortlistNote: string;
  readonly city: string | null;
  readonly evidence: readonly string[];
  readonly note: string;
}

export const nothing: Typed = {
  lines: [],
  records: [],
  class: null,
  formerlyShortlisted: false,
  shortlistNote: '',
  city: null,
  evidence: [],
  note: '',
};

export type Place = { readonly code: string; readonly name: string };
type Body = NonNullable<CallOf<typeof draftAdmission>['body']>;
type Line = Body['lines'][number];
type BroughtRecord = NonNullable<Line['records']>[number];

export function isPrice(text: string): boolean {
  return isMoney(text) && /[1-9]/.test(text) && !text.startsWith('-');
}
export function isUnits(text: string): boolean {
  return /^[1-9]\d{0,5}$/.test(text);
}
export function isCode(text: string): boolean {
  return /^C\d{26}$/.test(text);
}

/** A place as people write it: six digits, or the name of a province with or without its ending. */
export function placeOf(text: string, places: readonly Place[]): string | null {
  const wanted = text.trim();
  if (/^\d{6}$/.test(wanted)) return wanted.endsWith('00') && wanted !== '000000' ? wanted : null;
  const plain = (name: string): string => name.replace(/(省|市|自治区|壮族|回族|维吾尔|特别行政区)/g, '');
  if (wanted === '') return null;
  return places.find(({ name }) => name === wanted || plain(name) === plain(wanted))?.code ?? null;
}

/** Rows with text that do not become a line or a record: they must not be lost in silence. */
export function unsoundRows(typed: Typed, places: readonly Place[]): number {
  const hasText = (row: PasteRow): boolean => Object.values(row).some((text) => text.trim() !== '');
  const lines = typed.lines.filter(
    (row) =>
      hasText(row) &&
      (!isCode((row['code'] ?? '').trim()) ||
        !isPriceOrNone(row['price'] ?? '') ||
        !isUnits((row['units'] ?? '').trim() || '1')),
  );
  const records = typed.records.filter(
    (row) =>
      hasText(row) &&
      (recordOf(row, typed, places) === null || typed.lines[lineNumberOf(row) - 1] === undefined),
  );
  return lines.length + records.length;
}

function isPriceOrNone(text: string): boolean {
  return text.trim() === '' || isPrice(text.trim());
}
function lineNumberOf(row: PasteRow): number {
  return Number((row['line'] ?? '').trim() || '1');
}

export function codesOf({ lines }: Typed): readonly string[] {
  return [...new Set(lines.map((line) => (line['code'] ?? '').trim()).filter(isCode))];
}

/** The pack of a record is the one that is applied for where nothing else is written. */
function recordOf(row: PasteRow, typed: Typed, places: readonly Place[]): BroughtRecord | null {
  const line = typed.lines[lineNumberOf(row) - 1];
  const text = (key: string): string => {
    const own = (row[key] ?? '').trim();
    return own === '' && (key === 'unit' || key === 'units') ? (line?.[key] ?? '').trim() : own;
  };
  const jurisdiction = placeOf(text('place'), places);
  if (jurisdiction === null || !isPrice(text('price')) || !isUnits(text('units'))) return null;
  if (text('unit') === '') return null;
  if (!isIsoDate(text('from')) || (text('to') !== '' && !isIsoDate(text('to')))) return null;
  return {
    jurisdiction,
    kind: jurisdiction.endsWith('0000') ? 'provincialListing' : 'cityListing',
    price: text('price'),
    purchaseUnit: text('unit'),
    unitsPerPurchaseUnit: Number(text('units')),
    effectiveFrom: text('from'),
    effectiveTo: text('to') === '' ? null : text('to'),
    document: text('document'),
  };
}

/** The sound records of a line; without a number they are those of the first. */
export function recordsFor(typed: Typed, at: number, places: readonly Place[]): readonly BroughtRecord[] {
  return typed.records
    .filter((row) => lineNumberOf(row) === at + 1)
    .flatMap((row) => recordOf(row, typed, places) ?? []);
}

/** The lines that are whole enough to be judged and kept; a price that is not known stays unknown. */
export function linesOf(typed: Typed, places: readonly Place[]): readonly Line[] {
  return typed.lines.flatMap((row, at): readonly Line[] => {
    const text = (key: string): string => (row[key] ?? '').trim();
    if (!isCode(text('code'))) return [];
    return [
      {
        itemCode: text('code'),
        purchaseUnit: text('unit'),
        smallestUnit: text('smallest'),
        unitsPerPurchaseUnit: isUnits(text('units')) ? Number(text('units')) : 1,
        price: isPrice(text('price')) ? text('price') : null,
        records: [...recordsFor(typed, at, places)],
      },
    ];
  });
}

export function bodyOf(
  typed: Typed,
  of: { readonly class: ConsumableClass; readonly jurisdiction: string },
  places: readonly Place[],
): Body {
  return {
    ...of,
    formerlyShortlisted: typed.formerlyShortlisted,
    shortlistNote: typed.formerlyShortlisted ? typed.shortlistNote : '',
    note: typed.note,
    evidence: [...typed.evidence],
    lines: [...linesOf(typed, places)],
  };
}

/** An application as it was, to be changed or made again; its files only where it is the same draft. */
export function typedOf(view: AdmissionView, withFiles: boolean): Typed {
  return {
    lines: view.linesJudged.map((line) => ({
      code: line.product.itemCode,
      unit: line.purchaseUnit,
      smallest: line.smallestUnit,
      units: String(line.unitsPerPurchaseUnit),
      price: line.price ?? '',
    })),
    // Records of an application that was handed in are in the book of prices already.
    records:
      view.state !== 'draft'
        ? []
        : view.linesJudged.flatMap((line) =>
            line.brought.map((record) => ({
              line: String(line.line),
              place: record.jurisdiction,
              price: record.price,
              unit: record.purchaseUnit,
              units: String(record.unitsPerPurchaseUnit),
              from: record.effectiveFrom,
              to: record.effectiveTo ?? '',
              document: record.document,
            })),
          ),
    class: view.class,
    formerlyShortlisted: view.formerlyShortlisted,
    shortlistNote: view.shortlistNote,
    city: view.jurisdiction.endsWith('0000') ? null : view.jurisdiction,
    evidence: withFiles ? view.evidenceIds : [],
    note: view.note,
  };
}
