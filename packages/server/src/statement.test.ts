import { expect, test } from 'vitest';
import { statement, writtenOut } from './statement.ts';

test('values are numbered in the order of the text, parts within parts included', () => {
  const inner = statement`b = ${2} and c = any(${[3, 4]})`;
  expect(writtenOut(statement`select ${1} where ${inner} or d = ${null}`)).toEqual({
    text: 'select $1 where b = $2 and c = any($3) or d = $4',
    values: [1, 2, [3, 4], null],
  });
});

test('a text that looks like SQL stays a value', () => {
  const { text, values } = writtenOut(statement`select ${"'; drop table counter --"}`);
  expect([text, values]).toEqual(['select $1', ["'; drop table counter --"]]);
});

test('a part that is empty leaves no trace', () => {
  expect(writtenOut(statement`select 1${statement``}`)).toEqual({ text: 'select 1', values: [] });
});
