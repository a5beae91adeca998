import fc from 'fast-check';
import { expect, test } from 'vitest';
import { laidOver, pastedRows } from './paste.ts';

test('cells come as a spreadsheet copies them, with line breaks inside quotes', () => {
  expect(pastedRows('C01\t12\r\n"two\nlines"\t"say ""x"""\r\n')).toEqual([
    ['C01', '12'],
    ['two\nlines', 'say "x"'],
  ]);
});

test('a pasted block lands from the chosen cell, adds rows and stops at the most allowed', () => {
  const at = { row: 1, column: 1, width: 2, rowsMax: 2 };
  expect(laidOver([['a', 'b']], [['x', 'beyond'], ['y']], at)).toEqual({
    rows: [
      ['a', 'b'],
      ['', 'x'],
    ],
    cut: true,
  });
});

test('what was pasted is what a spreadsheet held', () => {
  const cell = fc.stringMatching(/^[a-z0-9\u4e00-\u9fff]{1,8}$/);
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 }),
      (rows) => {
        expect(pastedRows(rows.map((row) => row.join('\t')).join('\r\n'))).toEqual(rows);
      },
    ),
  );
});
