import { expect, test } from 'vitest';
import { readPasted, readTable } from './paste.ts';

const code = 'C09010101000000066260000001';

test('a table copied from a spreadsheet is read row by row; its heading and blank rows are passed over', () => {
  const rows = readPasted(`国家代码\t名称\t数量\n${code}\t灌注管\t1,200\n\nGW00000012\t\t3.5\n`);
  expect(rows.map(({ row, key, quantity, problem }) => [row, key?.kind, quantity, problem])).toEqual([
    [2, 'itemCode', '1200', null],
    [4, 'number', '3.5', null],
  ]);
});

test('a row says what is missing, and the other rows are not lost', () => {
  const rows = readPasted(`${code} 10\n1.23457E+26 5\n${code}\n${code},0`);
  expect(rows.map((row) => row.problem)).toEqual([null, 'noCode', 'noQuantity', 'quantityNotPositive']);
});

test('full-width digits and lower-case codes are read, and the quantity is the last number of a row', () => {
  const [row] = readPasted(`${code.toLowerCase()}；１２；２０`);
  expect(row).toMatchObject({ key: { kind: 'itemCode', text: code }, quantity: '20', problem: null });
});

test('rows of a workbook keep their numbers', () => {
  expect(readTable([[], ['编码', '数量'], [], [code, '2.0']])).toMatchObject([{ row: 4, quantity: '2' }]);
});
