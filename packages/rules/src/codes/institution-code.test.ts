import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { institutionCodeRefusals, parseInstitutionCode } from './institution-code.ts';

describe('codes of designated institutions', () => {
  test('H is an institution, P a pharmacy, with region and serial', () => {
    expect(parseInstitutionCode('H44010300351')).toMatchObject({
      ok: true,
      value: { code: 'H44010300351', kind: 'institution', region: '440103', serial: '00351' },
    });
    expect(parseInstitutionCode('ｐ440103 00351')).toMatchObject({ ok: true, value: { kind: 'pharmacy' } });
  });

  test.each([
    ['', 'institutionCode.empty'],
    ['X44010300351', 'institutionCode.prefix'],
    ['H4401030035', 'institutionCode.length'],
    ['H440103003511', 'institutionCode.length'],
    ['H44O10300351', 'institutionCode.character'],
  ])('%j is refused as %s', (text, code) => {
    expect(parseInstitutionCode(text)).toMatchObject({ ok: false, code });
  });

  test('whatever is typed, the answer is a code of 12 characters or a named refusal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
        const result = parseInstitutionCode(text);
        if (result.ok) expect(result.value.code).toMatch(/^[HP]\d{11}$/);
        else expect(institutionCodeRefusals).toContain(result.code);
      }),
    );
  });
});
