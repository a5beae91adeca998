import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyCheckCharacter, creditCodeRefusals, parseCreditCode, writeCreditCode } from './credit-code.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const valid = fc
  .record({
    department: fc.constantFrom('1', '5', '9', 'A', 'N', 'Y'),
    kind: fc.constantFrom('1', '2', '3', '9'),
    region: fc.stringMatching(/^\d{6}$/),
    serial: fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{8}$/),
  })
  .map(writeCreditCode);

describe('unified social credit codes (GB 32100)', () => {
  test('the published example parses, and with another check digit it is refused', () => {
    expect(parseCreditCode('91350100M000100Y43')).toMatchObject({
      ok: true,
      value: { code: '91350100M000100Y43', department: '9', kind: '1', region: '350100', body: 'M000100Y4' },
    });
    expect(parseCreditCode('91350100M000100Y44')).toMatchObject({ ok: false, code: 'creditCode.checkDigit' });
  });

  test('the check character of the body follows GB 11714', () => {
    expect(bodyCheckCharacter('M000100Y')).toBe('4');
  });

  test('a body with a wrong check character is refused even when the outer one is right', () => {
    expect(parseCreditCode(writeWithBody('M000100Y5'))).toMatchObject({
      ok: false,
      code: 'creditCode.bodyCheckDigit',
    });
  });

  test('full-width, spaces and lower case are the same code', () => {
    expect(parseCreditCode(' ９１３５０１００ m000 100y43')).toMatchObject({
      ok: true,
      value: { code: '91350100M000100Y43' },
    });
  });

  test.each([
    ['', 'creditCode.empty'],
    ['91350100M000100Y4', 'creditCode.length'],
    ['91350100M000100Y433', 'creditCode.length'],
    ['91350100I000100Y43', 'creditCode.character'],
    ['91A50100M000100Y43', 'creditCode.character'],
  ])('%j is refused as %s', (text, code) => {
    expect(parseCreditCode(text)).toMatchObject({ ok: false, code });
  });

  test('every written code parses to itself', () => {
    fc.assert(
      fc.property(valid, (code) => {
        expect(parseCreditCode(code)).toMatchObject({ ok: true, value: { code } });
      }),
    );
  });

  test('any single changed character is detected', () => {
    fc.assert(
      fc.property(valid, fc.nat(17), fc.nat(30), (code, at, pick) => {
        const other = ALPHABET.charAt(pick);
        fc.pre(other !== code.charAt(at));
        expect(parseCreditCode(code.slice(0, at) + other + code.slice(at + 1)).ok).toBe(false);
      }),
    );
  });

  test('whatever is typed, the answer is a code or a named refusal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
        const result = parseCreditCode(text);
        if (!result.ok) expect(creditCodeRefusals).toContain(result.code);
      }),
    );
  });

  test('parts that no code can have are a bug, not a code', () => {
    expect(() => writeCreditCode({ department: '9', kind: '1', region: '32', serial: 'MA000001' })).toThrow(
      'not the parts',
    );
    expect(() =>
      writeCreditCode({ department: '9', kind: '1', region: '320000', serial: 'IO000001' }),
    ).toThrow('not the parts');
  });
});

/** The only code over this body whose outer check character is right, found by trying all of them. */
function writeWithBody(body: string): string {
  const codes = ALPHABET.split('').map((check) => `91350100${body}${check}`);
  const right = codes.filter((code) => {
    const result = parseCreditCode(code);
    return result.ok || result.code === 'creditCode.bodyCheckDigit';
  });
  expect(right).toHaveLength(1);
  return right[0] ?? '';
}
