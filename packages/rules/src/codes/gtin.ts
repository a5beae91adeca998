import { assert } from '../result.ts';

/** The GS1 check digit that completes the digits: from the right, weights 3, 1, 3, 1 … Throws on anything but digits. */
export function gtinCheckDigit(digits: string): string {
  assert(/^\d{1,17}$/.test(digits), 'a GS1 key has up to 18 digits');
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const weight = (digits.length - index) % 2 === 1 ? 3 : 1;
    sum += weight * Number(digits.charAt(index));
  }
  return String((10 - (sum % 10)) % 10);
}

/** Whether the last of the digits (GTIN-8, -12, -13, -14, GLN, SSCC) is the check digit of the others. */
export function hasGtinCheckDigit(digits: string): boolean {
  return /^\d{2,18}$/.test(digits) && gtinCheckDigit(digits.slice(0, -1)) === digits.slice(-1);
}

/** A GTIN of 8, 12, 13 or 14 digits as the GTIN-14 that UDI databases key by, or null where it is none. */
export function gtin14(digits: string): string | null {
  if (!/^(\d{8}|\d{12,14})$/.test(digits) || /^0+$/.test(digits) || !hasGtinCheckDigit(digits)) return null;
  return digits.padStart(14, '0');
}

/** GTIN-14 of 13 digits (package level 0–9, company prefix, item reference). */
export function writeGtin14(first13: string): string {
  assert(/^\d{13}$/.test(first13), 'a GTIN-14 has 13 digits before its check digit');
  return first13 + gtinCheckDigit(first13);
}
