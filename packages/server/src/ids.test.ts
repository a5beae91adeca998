import type { Instant } from '@daylight/rules/time.ts';
import { expect, test } from 'vitest';
import { uuidAt, uuidFloor } from './ids.ts';

const [one, two] = ['2026-11-22T01:00:00.000Z', '2026-11-22T01:00:00.001Z'] as [Instant, Instant];

test('ids of a moment keep the order in which they were made, whatever other moments others make ids of meanwhile', () => {
  const made = Array.from({ length: 200 }, () => [uuidAt(one), uuidAt(two)] as const);
  for (const own of [made.map(([first]) => first), made.map(([, second]) => second)])
    expect(own.toSorted()).toEqual(own);
});

test('an id of a later moment is above all of an earlier one, and none is below its floor', () => {
  const before = uuidAt(one);
  const after = uuidAt(two);
  expect([after, before].toSorted()).toEqual([before, after]);
  expect([after, uuidFloor(two), before].toSorted()).toEqual([before, uuidFloor(two), after]);
});
