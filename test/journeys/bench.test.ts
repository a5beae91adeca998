import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import type { Figure } from '../../bench/figure.ts';

/** linkage has a test of its own beside this one; award-browser is what test/browser/award.test.ts walks. */
const groups = ['orders', 'work', 'boards', 'catalogue', 'zones', 'demand', 'award'];
const root = path.join(import.meta.dirname, '../..');
let told: readonly (Figure & { readonly ratio?: number; readonly commit: string })[];

beforeAll(async () => {
  const command = ['bench/main.ts', '--short', ...groups];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root });
  told = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as (typeof told)[number]);
}, 600_000);

test('every group of benchmarks goes its whole way and tells its figures, each with its unit and commit', () => {
  expect(told.length).toBeGreaterThan(30);
  for (const each of told) {
    expect(Number.isFinite(each.value), each.figure).toBe(true);
    expect(each.unit, each.figure).not.toBe('');
    expect(each.commit, each.figure).not.toBe('');
  }
});

test.each([
  'orders of ten lines over HTTP',
  'order lines in batches of 100 orders over HTTP',
  'processor time of an order of ten lines over HTTP',
  'volume reports of 185 lines over HTTP',
  'award of a national round, first run',
  'zones: reference sets summed up anew',
])('%s: with its baseline of the same run', (figure) => {
  const one = told.find((each) => each.figure === figure);
  expect(one?.baseline?.value).toBeGreaterThan(0);
  expect(one?.ratio).toBeGreaterThan(0);
});

test('no report is lost, none is taken late, when the lock falls into the rush (SX-3.1a)', () => {
  expect(told.find(({ figure }) => figure.startsWith('reports lost'))?.value).toBe(0);
});
