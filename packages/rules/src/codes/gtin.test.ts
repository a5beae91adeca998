import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gtin14, gtinCheckDigit, hasGtinCheckDigit, writeGtin14 } from './gtin.ts';

describe('GTIN check digits', () => {
  test.each([
    ['6901234567892', true],
    ['06901234567892', true],
    ['6901234567893', false],
    ['', false],
    ['690123456789X', false],
  ])('%s has a right check digit: %s', (digits, right) => {
    expect(hasGtinCheckDigit(digits)).toBe(right);
  });

  test('GTINs of every length become the fourteen digits of the database', () => {
    expect(gtin14('6901234567892')).toBe('06901234567892');
    expect(gtin14('06901234567892')).toBe('06901234567892');
    expect(gtin14('96385074')).toBe('00000096385074');
    expect(gtin14('036000291452')).toBe('00036000291452');
  });

  test('nothing but a GTIN is one: wrong length, wrong digit, all zeros', () => {
    expect(['690123456789', '6901234567893', '00000000000000', '1234567895'].map(gtin14)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('any single changed digit is detected', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{13}$/),
        fc.nat(13),
        fc.integer({ min: 1, max: 9 }),
        (digits, at, by) => {
          const code = writeGtin14(digits);
          const other = (Number(code.charAt(at)) + by) % 10;
          expect(hasGtinCheckDigit(code)).toBe(true);
          expect(hasGtinCheckDigit(`${code.slice(0, at)}${other}${code.slice(at + 1)}`)).toBe(false);
        },
      ),
    );
  });

  test('letters are a bug of the caller', () => {
    expect(() => gtinCheckDigit('69O1')).toThrow('18 digits');
    expect(() => writeGtin14('123')).toThrow('13 digits');
  });
});
