import { expect, test } from 'vitest';
import { measureLinkage } from '../../bench/linkage.ts';
import type { Figure } from '../../bench/figure.ts';

test('the benchmark of linkage runs in its short form and tells a curve, a preview and its memory', async () => {
  const told: Figure[] = [];
  await measureLinkage({ listings: 1000, curve: [2000, 20_000] }, (figure) => told.push(figure));
  expect(told.map((each) => each.unit)).toEqual(['ms (median)', 'ms (median)', 's', 'MB (peak resident)']);
  expect(told.every((each) => each.value > 0)).toBe(true);
  // One item in five has a lower price elsewhere: every one of them is found, beside those of the new records.
  const lines = Number(/previewed, (\d+) lines/.exec(told[2]?.note ?? '')?.[1] ?? '0');
  expect(lines).toBeGreaterThanOrEqual(200);
});
