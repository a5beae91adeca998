import type { Basis, Facts } from '../result.ts';
import type { ListingColumn } from './layout.ts';

/** What a row of a listing workbook can be told; the API has a text for each. */
export const findingCodes = [
  'listing.codeMissing',
  'listing.codeForm',
  'listing.codeUnknown',
  'listing.codeDisabled',
  'listing.codeTranscoded',
  'listing.certificateMissing',
  'listing.certificateDoubtful',
  'listing.nameDiffers',
  'listing.priceForm',
  'listing.priceNotPositive',
  'listing.unitMissing',
  'listing.conversionNotWhole',
  'listing.conversionOfSameUnit',
  'listing.formUnknown',
  'listing.classUnknown',
  'listing.managerUnknown',
  'listing.managerMisfit',
  'listing.notManagedHere',
  'listing.manufacturerMissing',
  'listing.manufacturerUnknown',
  'listing.manufacturerAmbiguous',
  'listing.dateForm',
  'listing.dateInFuture',
  'listing.termOver',
  'listing.audienceMissing',
  'listing.audienceUnknown',
  'listing.audienceNotOne',
  'listing.originUnreadable',
  'listing.textTooLong',
  'listing.duplicateRow',
  'listing.identityChanged',
  'listing.manufacturerDiffers',
  'listing.priceDeviates',
  'listing.priceRaised',
  'listing.conversionChanged',
  'listing.mergedInto',
  'listing.alreadyListed',
  'listing.notListedNow',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** 'error': the row is left out; 'confirm': it goes on only with an explanation; 'note': worth knowing. */
export type Severity = 'error' | 'confirm' | 'note';

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly column: ListingColumn | null;
  readonly basis: Basis | null;
  readonly facts: Facts;
}

interface About {
  readonly column?: ListingColumn;
  readonly basis?: Basis | null;
  readonly facts?: Facts;
}

function finding(severity: Severity, code: FindingCode, about: About): Finding {
  return {
    code,
    severity,
    column: about.column ?? null,
    basis: about.basis ?? null,
    facts: about.facts ?? {},
  };
}
export function error(code: FindingCode, about: About = {}): Finding {
  return finding('error', code, about);
}
export function confirm(code: FindingCode, about: About = {}): Finding {
  return finding('confirm', code, about);
}
export function note(code: FindingCode, about: About = {}): Finding {
  return finding('note', code, about);
}
