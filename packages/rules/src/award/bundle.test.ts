import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyRound } from '../../../../test/support/random-round.ts';
import { bundleOf, bundleText, firstDifference, verifyBundle } from './bundle.ts';
import { hashOf } from './hash.ts';

const sample = fc.sample(anyRound, { numRuns: 60, seed: 11 }).find((round) => round.bids.length > 5)!;
const text = bundleText(bundleOf(sample));

interface Json {
  [key: string]: Json & Json[] & string & number & null;
}
const parsed = (): Json => JSON.parse(text) as Json;

test('a bundle verifies after the way through its text, and its text is canonical', () => {
  const verdict = verifyBundle(parsed());
  expect(verdict).toMatchObject({ intact: true, faults: [], differences: [] });
  expect(bundleText(bundleOf(sample))).toBe(text);
});

test('a changed price of a bid is found, and the first differing figure of that bid is named', () => {
  const bundle = parsed();
  const bid = bundle['round']!['bids']![0]!;
  (bid as Record<string, unknown>)['price'] = '0.5';
  const { intact, differences } = verifyBundle(bundle);
  expect(intact).toBe(false);
  expect(differences).toContainEqual(
    expect.objectContaining({ of: 'bid', id: bid['product'], path: 'price', computed: '"0.5"' }),
  );
});

/** Every path to a leaf of a value. */
function leaves(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, each]) => leaves(each, [...path, key]));
}
function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return value === null ? 'x' : `${String(value)}1`;
}

test('a changed figure anywhere in the bundle is found', () => {
  const all = leaves(parsed());
  fc.assert(
    fc.property(fc.nat(all.length - 1), (pick) => {
      const bundle = parsed();
      const path = all[pick]!;
      let at: Record<string | number, unknown> = bundle as never;
      for (const key of path.slice(0, -1)) at = at[key] as never;
      const last = path.at(-1)!;
      at[last] = changed(at[last]);
      expect(verifyBundle(bundle).intact, path.join('.')).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('a result in another order, a missing bid and an extra part are found', () => {
  const turned = parsed();
  (turned['result']!['units'] as unknown[]).reverse();
  (turned['result']!['bids'] as unknown[]).reverse();
  expect(verifyBundle(turned).intact).toBe(false);
  const shorter = parsed();
  (shorter['result']!['bids'] as unknown[]).pop();
  expect(
    verifyBundle(shorter).differences.some((each) => each.of === 'bid' && each.stated === '(nothing)'),
  ).toBe(true);
  expect(verifyBundle({ ...parsed(), note: 'x' }).intact).toBe(false);
});

test('somebody who changes a bid, the result and the hash is still found by the journal’s hash of the bids', () => {
  const other = { ...sample, bids: sample.bids.slice(1) };
  expect(bundleOf(other).hashes.bids).not.toBe(bundleOf(sample).hashes.bids);
  expect(verifyBundle(JSON.parse(bundleText(bundleOf(other)))).intact).toBe(true);
});

test.each([null, [], {}, { format: 'daylight-award-bundle/1' }, 'text'])(
  '%j is not a bundle and is refused',
  (value) => {
    expect(verifyBundle(value)).toMatchObject({ intact: false, result: null });
  },
);

test('the first difference is the first in reading order', () => {
  expect(firstDifference({ a: [1, 2], b: 1 }, { a: [1, 3], b: 2 })).toEqual({
    path: 'a.1',
    stated: 2,
    computed: 3,
  });
  expect(firstDifference([1], [1, 2])).toEqual({ path: '1', stated: undefined, computed: 2 });
  expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: 2 }));
});
