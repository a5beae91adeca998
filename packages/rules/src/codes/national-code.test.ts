import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  consumableClassOf,
  consumableClasses,
  isNationalCodePrefix,
  nationalCodeRefusals,
  parseNationalCode,
} from './national-code.ts';

function parsed(text: string) {
  const result = parseNationalCode(text);
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

describe('HN-2 national codes of consumables', () => {
  test('an item code of 27 characters falls into the parts that the standard names', () => {
    expect(parsed('C09010101000000066260000001')).toEqual({
      code: 'C09010101000000066260000001',
      productCode: 'C0901010100000006626',
      itemCode: 'C09010101000000066260000001',
      classCode: '090101',
      classLevels: ['09', '01', '01'],
      genericName: '010',
      feature: '00000',
      manufacturer: '06626',
      specification: '0000001',
    });
  });

  test('a product code of 20 characters has no specification', () => {
    const code = parsed('C0344051070500007551');
    expect([code.itemCode, code.specification, code.classCode]).toEqual([null, null, '034405']);
  });

  test.each([
    'C15011121200000107660000016',
    'C0901010100000006626',
    'C0101010011303807555',
    'C09100100000000211790000049',
  ])('the published code %s parses', (code) => {
    expect(parsed(code).code).toBe(code);
  });

  test('full-width, spaced and lower-case writing is the same code', () => {
    expect(parsed('　ｃ０９０１０１０１０００００００６６２６ ').code).toBe('C0901010100000006626');
    expect(parsed('c09 0101 010 00000 06626').code).toBe('C0901010100000006626');
  });

  test.each([
    ['', 'nationalCode.empty', {}],
    [' 　 ', 'nationalCode.empty', {}],
    ['D0901010100000006626', 'nationalCode.prefix', { found: 'D' }],
    ['C090101010000000662', 'nationalCode.length', { found: 19, product: 20, item: 27 }],
    ['C09010101000000066260', 'nationalCode.length', { found: 21, product: 20, item: 27 }],
    ['C09O1010100000006626', 'nationalCode.character', { position: 4, found: 'O' }],
    ['C09010101000000066\u0000', 'nationalCode.character', { position: 19, found: 'U+0000' }],
    ['C9.0101E+19', 'nationalCode.character', { position: 3, found: '.' }],
  ])('%j is refused and the refusal says what is wrong', (text, code, facts) => {
    expect(parseNationalCode(text)).toMatchObject({ ok: false, code, facts });
  });

  test('whatever is typed, the answer is a code of 20 or 27 characters or a named refusal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
        const result = parseNationalCode(text);
        if (result.ok) expect([20, 27]).toContain(result.value.code.length);
        else expect(nationalCodeRefusals).toContain(result.code);
      }),
    );
  });

  test('the parts put together again are the code', () => {
    const digits = fc.oneof(fc.stringMatching(/^\d{19}$/), fc.stringMatching(/^\d{26}$/));
    fc.assert(
      fc.property(digits, (rest) => {
        const code = parsed(`C${rest}`);
        const joined = `C${code.classLevels.join('')}${code.genericName}${code.feature}${code.manufacturer}${code.specification ?? ''}`;
        expect(joined).toBe(`C${rest}`);
      }),
    );
  });

  test('a prefix is what more digits could complete', () => {
    expect(['C', 'C09', 'C09010101000000066260000001'].map(isNationalCodePrefix)).toEqual([true, true, true]);
    expect(['', '09', 'C09X', 'C090101010000000662600000011'].map(isNationalCodePrefix)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test('18 first-level classes stand in order, and a newer class is not an error', () => {
    expect(consumableClasses.map(({ code }) => Number(code))).toEqual(
      Array.from({ length: 18 }, (_, i) => i + 1),
    );
    expect(consumableClassOf(parsed('C0901010100000006626'))?.nameZh).toBe('体外循环材料');
    expect(consumableClassOf(parsed('C1901010100000006626'))).toBeNull();
  });
});
