import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleOf, bundleText } from '@daylight/rules/award/bundle.ts';
import { inventRound } from '@daylight/rules/award/trial.ts';
import { money, quantity } from '@daylight/rules/money.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tenderCommands } from './cli.ts';

const [verify] = tenderCommands;
const file = new URL('../../../../../policy/cases/rounds/spread-1.8.json', import.meta.url);
const { pack } = JSON.parse(readFileSync(file, 'utf8')) as { pack: RoundPack };
const round = inventRound(pack, {
  seed: 1,
  regions: 2,
  institutions: 3,
  linesPerProduct: 2,
  bands: [
    {
      category: 'item',
      firmFrom: 1,
      firms: 3,
      products: 3,
      priceFirst: money('40'),
      priceLast: money('100'),
      demand: quantity(100),
      suppliesAllRegions: true,
      accepts: [],
    },
  ],
});
const text = bundleText(bundleOf(round));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'award-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Runs the command on a file with this content, and answers its exit code and lines. */
async function run(content: string | null, ...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const bundle = path.join(folder, 'bundle.json');
  if (content !== null) await writeFile(bundle, content);
  const code = await verify!.run(content === null ? args : [bundle, ...args], {
    dataDir: folder,
    print: (line) => lines.push(line),
    fail: (line) => lines.push(line),
    openDatabase: () => Promise.reject(new Error('a bundle is verified without a database')),
  });
  return { code, lines };
}

test('a bundle as published is intact, and a bid is explained on demand', async () => {
  const { code, lines } = await run(text, '--bid=P00003');
  expect(code).toBe(0);
  expect(lines[0]).toContain('3 bids, 2 selected');
  expect(lines[0]).toContain('intact');
  expect(lines.some((line) => line.includes('price.aboveLimit') && line.includes('"limit":"72"'))).toBe(true);
});

test('a changed price is named with the bid and the first figure that differs', async () => {
  const { code, lines } = await run(text.replaceAll('"price":"70"', '"price":"75"'));
  expect(code).toBe(1);
  expect(lines.join('\n')).toContain('bid P00002');
});

test.each([
  ['not JSON', '{', 1],
  ['not a bundle', '{}', 1],
  ['no file', null, 2],
])('%s is told apart by the exit code', async (_, content, code) => {
  expect((await run(content)).code).toBe(code);
});
