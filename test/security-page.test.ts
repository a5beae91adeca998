import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'docs/security.md'), 'utf8');

/** Requirements of OWASP ASVS 5.0.0 of levels 1 and 2, by section. */
const asvs: Readonly<Record<string, string>> = {
  '1.1': '1 2',
  '1.2': '1 2 3 4 5 6 7 8 9',
  '1.3': '1 2 3 4 5 6 7 8 9 10 11',
  '1.4': '1 2 3',
  '1.5': '1 2',
  '2.1': '1 2 3',
  '2.2': '1 2 3',
  '2.3': '1 2 3 4',
  '2.4': '1',
  '3.2': '1 2',
  '3.3': '1 2 3 4',
  '3.4': '1 2 3 4 5 6',
  '3.5': '1 2 3 4 5',
  '3.7': '1 2',
  '4.1': '1 2 3',
  '4.2': '1',
  '4.3': '1 2',
  '4.4': '1 2 3 4',
  '5.1': '1',
  '5.2': '1 2 3',
  '5.3': '1 2',
  '5.4': '1 2 3',
  '6.1': '1 2 3',
  '6.2': '1 2 3 4 5 6 7 8 9 10 11 12',
  '6.3': '1 2 3 4',
  '6.4': '1 2 3 4',
  '6.5': '1 2 3 4 5',
  '6.6': '1 2 3',
  '6.8': '1 2 3 4',
  '7.1': '1 2 3',
  '7.2': '1 2 3 4',
  '7.3': '1 2',
  '7.4': '1 2 3 4 5',
  '7.5': '1 2',
  '7.6': '1 2',
  '8.1': '1 2',
  '8.2': '1 2 3',
  '8.3': '1',
  '8.4': '1',
  '9.1': '1 2 3',
  '9.2': '1 2 3 4',
  '10.1': '1 2',
  '10.2': '1 2',
  '10.3': '1 2 3 4',
  '10.4': '1 2 3 4 5 6 7 8 9 10 11',
  '10.5': '1 2 3 4 5',
  '10.6': '1 2',
  '10.7': '1 2 3',
  '11.1': '1 2',
  '11.2': '1 2 3',
  '11.3': '1 2 3',
  '11.4': '1 2 3 4',
  '11.5': '1',
  '11.6': '1',
  '12.1': '1 2 3',
  '12.2': '1 2',
  '12.3': '1 2 3 4',
  '13.1': '1',
  '13.2': '1 2 3 4 5',
  '13.3': '1 2',
  '13.4': '1 2 3 4 5',
  '14.1': '1 2',
  '14.2': '1 2 3 4',
  '14.3': '1 2 3',
  '15.1': '1 2 3',
  '15.2': '1 2 3',
  '15.3': '1 2 3 4 5 6 7',
  '16.1': '1',
  '16.2': '1 2 3 4 5',
  '16.3': '1 2 3 4',
  '16.4': '1 2 3',
  '16.5': '1 2 3',
  '17.1': '1',
  '17.2': '1 2 3 4',
  '17.3': '1 2',
};

const rowsOf = (heading: string): string[][] => {
  const part = page.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '';
  return part
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
};
const listed = new Map(
  [...page.matchAll(/^- \[(\w+)\]: `([^`]+)` › (.+)$/gm)].map(([, key, file, name]) => [key, [file, name]]),
);

test('each test that the page names is there', () => {
  const gone = [...listed].filter(([, [file = '', name = '']]) => {
    const at = path.join(root, file);
    return !existsSync(at) || !readFileSync(at, 'utf8').includes(name);
  });
  expect(listed.size).toBeGreaterThan(50);
  expect(gone).toEqual([]);
});

test('every requirement of ASVS 5.0.0 up to level 2 stands on the page once', () => {
  const all = Object.entries(asvs).flatMap(([section, numbers]) =>
    numbers.split(' ').map((number) => `${section}.${number}`),
  );
  const named = rowsOf('OWASP ASVS').flatMap(([, ids = '']) => ids.split(' '));
  expect(all.length).toBe(253);
  expect(named.toSorted()).toEqual(all.toSorted());
});

test('what is met names its tests, what is open or not applicable says why', () => {
  const rows = [...rowsOf('OWASP ASVS'), ...rowsOf('GB/T 22239')];
  expect(rows.length).toBeGreaterThan(90);
  for (const [, ids, state, how, tests = ''] of rows) {
    expect([ids, ['met', 'open', 'not applicable'].includes(state ?? '')]).toEqual([ids, true]);
    if (state === 'met') expect([ids, tests]).not.toEqual([ids, '—']);
    else expect([ids, how]).not.toEqual([ids, '—']);
    for (const [, key] of tests.matchAll(/\[(\w+)\]/g)) expect([ids, listed.has(key)]).toEqual([ids, true]);
  }
});
