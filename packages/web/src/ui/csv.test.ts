import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell, csvText } from './csv.ts';

test.each(['=1+1', '+49 123', '@SUM(A1)', '-2+3', '\tx', '\r=1', '=HYPERLINK("http://x")'])(
  'a text that a spreadsheet would run is written as text: %j',
  (text) => {
    expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/);
  },
);

test('plain numbers stay numbers, negative ones too', () => {
  expect(csvCell('-12.34')).toBe('-12.34');
  expect(csvCell('0012')).toBe('0012');
});

test('commas, quotes and line breaks stay inside their cell', () => {
  expect(csvText([['a,b', 'say "x"', 'two\nlines']])).toBe('\ufeff"a,b","say ""x""","two\nlines"\r\n');
});

test('whatever a cell holds, no cell of the file starts as a formula', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const inside = csvCell(text).replace(/^"/, '');
      expect(/^[=+@\t\r]/.test(inside)).toBe(false);
    }),
  );
});
