import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

function sources(files: string): { readonly file: string; readonly text: string }[] {
  return globSync(files, { cwd: root })
    .filter((file) => !file.includes('.test.'))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

const handsOut = /['"`]text\/csv|\bworkbookType\b|spreadsheetml/;

test('every feature of the server that hands out a table writes it by the writer that neutralises formulas', () => {
  const features = Map.groupBy(
    sources('packages/server/src/features/**/*.ts'),
    ({ file }) => file.split(path.sep)[4] ?? '',
  );
  const handing = [...features].filter(([, files]) => files.some(({ text }) => handsOut.test(text)));
  expect(handing.length).toBeGreaterThan(5);
  const unsafe = handing.filter(
    ([, files]) =>
      !files.some(({ text }) => /\b(workbookStream|formStream|writeWorkbook|csvStream)\(/.test(text)),
  );
  expect(unsafe.map(([feature]) => feature)).toEqual([]);
});

test('cells of a workbook are written in one place, cells of a CSV in one on each side', () => {
  const cells = sources('packages/server/src/**/*.ts').filter(({ text }) => text.includes('t="inlineStr"'));
  expect(cells.map(({ file }) => path.basename(file))).toEqual(['write-workbook.ts']);
  const served = sources('packages/server/src/**/*.ts').filter(({ text }) => /['"`]text\/csv/.test(text));
  expect(served.length).toBeGreaterThan(0);
  expect(served.filter(({ text }) => !/\bcsvStream\(/.test(text))).toEqual([]);
  const made = sources('packages/web/src/**/*.{ts,tsx}').filter(({ text }) => /['"`]text\/csv/.test(text));
  expect(made.length).toBeGreaterThan(2);
  expect(made.filter(({ text }) => !/\bcsvText\(/.test(text)).map(({ file }) => file)).toEqual([]);
});
