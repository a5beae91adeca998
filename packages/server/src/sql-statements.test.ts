import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitStatements } from './sql-statements.ts';

function texts(source: string): string[] {
  return splitStatements(source, 'f.sql').map((statement) => statement.text);
}

describe('a file is split into statements', () => {
  test.each([
    ['at semicolons, the last one optional', 'select 1; select 2', ['select 1', 'select 2']],
    ['empty ones are left out', ';; select 1;;\n;', ['select 1']],
    ['not inside texts', "select 'a;''b;' ; select 2", ["select 'a;''b;'", 'select 2']],
    [
      'not inside texts with escapes',
      String.raw`select E'\';' ; select 2`,
      [String.raw`select E'\';'`, 'select 2'],
    ],
    [
      'a backslash ends no plain text',
      String.raw`select '\'; select 2`,
      [String.raw`select '\'`, 'select 2'],
    ],
    ['not inside quoted names', 'select 1 as "a;""b"; select 2', ['select 1 as "a;""b"', 'select 2']],
    ['not inside dollar quotes', 'do $$ a; $x$ b; $$; select 2', ['do $$ a; $x$ b; $$', 'select 2']],
    ['not inside named dollar quotes', 'do $x$ a; $$ ; $x$; select 2', ['do $x$ a; $$ ; $x$', 'select 2']],
    [
      'a dollar inside a name quotes nothing',
      'select a$b$ from c; select 2',
      ['select a$b$ from c', 'select 2'],
    ],
    ['parameters are no dollar quotes', 'select $1; select $2', ['select $1', 'select $2']],
    ['not inside comments', 'select 1 -- a; b\n; select 2 /* ; /* ; */ ; */', ['select 1', 'select 2']],
    [
      'an apostrophe in a comment opens no text',
      "-- don't;\nselect 1; /* don't */ select 2",
      ['select 1', 'select 2'],
    ],
    [
      'not inside the body of an SQL function',
      'create function f() returns int begin atomic select 1; select case when true then 2 end; end; select 2',
      [
        'create function f() returns int begin atomic select 1; select case when true then 2 end; end',
        'select 2',
      ],
    ],
    ['begin outside a function opens nothing', 'begin; select 1; end', ['begin', 'select 1', 'end']],
    [
      'not inside parentheses',
      'create rule r as on insert to t do (select 1; select 2); select 3',
      ['create rule r as on insert to t do (select 1; select 2)', 'select 3'],
    ],
    ['Chinese text and names', "select '导管；' as 名称; select 2", ["select '导管；' as 名称", 'select 2']],
  ])('%s', (_promise, source, expected) => {
    expect(texts(source)).toEqual(expected);
  });

  test('each statement knows its line', () => {
    const lines = splitStatements('-- head\n\nselect\n 1;\n\nselect 2;', 'f.sql').map((one) => one.line);
    expect(lines).toEqual([3, 6]);
  });

  test.each([
    ["select 'a;", 'f.sql:1: a text has no end'],
    ['select 1;\nselect "a;', 'f.sql:2: a quoted name has no end'],
    ['do $x$ a; $$', 'f.sql:1: a text in $x$ has no end'],
    ['/* a /* b */', 'f.sql:1: a comment has no end'],
    ['select (1;', 'f.sql:1: the statement has no end'],
  ])('%s is refused with its line', (source, message) => {
    expect(() => splitStatements(source, 'f.sql')).toThrow(message);
  });

  test('whatever pieces are joined by semicolons come back as they were', () => {
    const piece = fc.constantFrom(
      "select ';'",
      'do $$;$$',
      'select "a;b"',
      "select E'\\';'",
      'select (1)',
      'a$b$c',
    );
    const between = fc.constantFrom(';', ' ; ', ';\n-- x;\n', '; /* ; */ ');
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, between)), (parts) => {
        expect(texts(parts.flat().join(''))).toEqual(parts.map(([text]) => text));
      }),
    );
  });
});
