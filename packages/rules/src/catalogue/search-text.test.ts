import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bigramsOf, facetToken, foldForSearch, searchNames, searchVariant, tokensOf } from './search-text.ts';

test.each([
  ['ＡＢＣ－１２', 'abc-12'],
  ['3.0mm×15mm', '3.0mmx15mm'],
  ['3.0*15', '3.0x15'],
  ['㎜', 'mm'],
  ['一次性 使用 导管', '一次性使用导管'],
  ['Micro  Catheter', 'micro catheter'],
  ['５孔 40mm 左', '5孔40mm左'],
  ['（合成）', '(合成)'],
  ['  导管\n', '导管'],
])('what a keyboard or a spreadsheet made of a text is compared alike: %s', (typed, folded) => {
  expect(foldForSearch(typed)).toBe(folded);
});

const anyText = fc
  .array(fc.nat(0x10ffff), { maxLength: 40 })
  .map((points) => String.fromCodePoint(...points));

test('folding a folded text changes nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const once = foldForSearch(text);
      expect(foldForSearch(once)).toBe(once);
    }),
  );
});

const anyName = fc.string({
  unit: fc.constantFrom(...'一次性使用导管支架缝合线有限公司a1x-.'),
  minLength: 2,
  maxLength: 30,
});

test('every part of two characters or more of a name has only tokens that the name has', () => {
  fc.assert(
    fc.property(anyName, fc.nat(), fc.nat(), (name, from, length) => {
      const folded = foldForSearch(name);
      const start = from % Math.max(folded.length - 1, 1);
      const part = folded.slice(start, start + 2 + (length % 5));
      const whole = new Set(tokensOf(folded));
      expect(tokensOf(part).filter((token) => !whole.has(token))).toEqual([]);
    }),
  );
});

test('one character and a pair across a space have no bigram', () => {
  expect(bigramsOf('管')).toEqual([]);
  expect(bigramsOf('a b')).toEqual([]);
  expect(bigramsOf('')).toEqual([]);
});

test('filters never look like bigrams of a text, and all tokens fit a four-byte integer', () => {
  fc.assert(
    fc.property(anyText, fc.string(), (text, value) => {
      const token = facetToken('manufacturer', value);
      const bigrams = bigramsOf(foldForSearch(text));
      expect(bigrams).not.toContain(token);
      for (const each of [token, ...bigrams]) expect(each).toBe(each | 0);
    }),
  );
});

test('a name and a manufacturer do not run into each other', () => {
  const names = searchNames({
    productName: '导管',
    genericName: '导管',
    pieceName: '',
    manufacturer: '支架公司',
    registrant: '支架公司',
  });
  expect(names.text).toBe('\n导管\n支架公司\n');
  expect(names.tokens).not.toContain(bigramsOf('管支')[0]);
  expect(searchVariant('3孔', '3孔').text).toBe('3孔\n');
});

test('2020 is another text than one with 20 and 02 apart', () => {
  const apart = new Set(tokensOf('b20-02'));
  expect(bigramsOf('2020').every((bigram) => apart.has(bigram))).toBe(true);
  expect(tokensOf('2020').every((token) => apart.has(token))).toBe(false);
});

test('what is looked for of a part of any field is stored of the item', () => {
  const names = {
    productName: 'D-2040型导管',
    genericName: '',
    pieceName: '套装 1234',
    manufacturer: '某1980有限公司',
    registrant: '',
  };
  const stored = new Set([...searchNames(names).tokens, ...searchVariant('5.125mm×80', 'X-3000').tokens]);
  for (const word of ['2040', '204', '1234', '1980有', '5.125', '3000', '有限公司', 'd-20']) {
    expect({ word, missing: tokensOf(foldForSearch(word)).filter((token) => !stored.has(token)) }).toEqual({
      word,
      missing: [],
    });
  }
});
