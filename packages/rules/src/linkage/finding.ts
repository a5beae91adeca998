import type { Basis, Facts } from '../result.ts';

/** What a price record can be told before it is handed over; the API has a text for each. */
export const recordFindingCodes = [
  'linkage.codeMissing',
  'linkage.codeForm',
  'linkage.codeUnknown',
  'linkage.codeDisabled',
  'linkage.placeUnknown',
  'linkage.kindUnknown',
  'linkage.kindMisfit',
  'linkage.priceForm',
  'linkage.priceNotPositive',
  'linkage.unitMissing',
  'linkage.conversionNotWhole',
  'linkage.dateMissing',
  'linkage.dateForm',
  'linkage.endsBeforeItBegins',
  'linkage.contractMissing',
  'linkage.textTooLong',
  'linkage.duplicateRow',
  'linkage.sameRecord',
  'linkage.ownPlatform',
  'linkage.outlier',
  'linkage.listingDeviates',
  'linkage.conversionDiffers',
  'linkage.severalOfProvince',
  'linkage.alreadyOver',
  'linkage.notYetInForce',
  'linkage.newLowest',
] as const;
export type RecordFindingCode = (typeof recordFindingCodes)[number];

/** 'error': cannot be taken; 'confirm': only with a reason; 'note': worth knowing. */
export type RecordSeverity = 'error' | 'confirm' | 'note';

export interface RecordFinding {
  readonly code: RecordFindingCode;
  readonly severity: RecordSeverity;
  /** The field of the form or the column of the workbook. */
  readonly field: string | null;
  readonly basis: Basis | null;
  readonly facts: Facts;
}

interface About {
  readonly field?: string;
  readonly basis?: Basis | null;
  readonly facts?: Facts;
}

export function recordFinding(
  severity: RecordSeverity,
  code: RecordFindingCode,
  about: About = {},
): RecordFinding {
  return {
    code,
    severity,
    field: about.field ?? null,
    basis: about.basis ?? null,
    facts: about.facts ?? {},
  };
}

export function hasError(findings: readonly RecordFinding[]): boolean {
  return findings.some((each) => each.severity === 'error');
}
export function needsReason(findings: readonly RecordFinding[]): boolean {
  return findings.some((each) => each.severity === 'confirm');
}
