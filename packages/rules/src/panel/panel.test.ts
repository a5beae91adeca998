import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScoreSheet } from '../policy/shapes.ts';
import type { Instant } from '../time.ts';
import { type DrawInput, drawOrder, faultsOf, frozenPool, poolHashOf, seedHashOf } from './draw.ts';
import { type Interest, exclusionOf } from './recusal.ts';
import { checkPoints, pointsText, resultOf, totalOf } from './score.ts';
import { type Candidate, memberCode, nextSeats } from './seats.ts';
import { hexOf, sha256, sha256Hex } from '../sha256.ts';

test('SHA-256 gives the digests of FIPS 180-4', () => {
  expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256Hex('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

test('SHA-256 agrees with the machine’s own for any bytes and any text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(hexOf(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    }),
  );
});

const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hexOf);
const pool = (count: number, excluded: readonly number[] = []) =>
  Array.from({ length: count }, (_, at) => ({
    code: `ZJ${String(at + 1).padStart(4, '0')}`,
    excluded: excluded.includes(at) ? 'shareholding' : null,
  }));
const fixed: DrawInput = {
  name: 'PS20261122000001/1',
  seed: '00'.repeat(32),
  beacon: 'ff'.repeat(32),
  pool: pool(12, [2, 7]),
};

// Computed by another implementation in another language.
test('a draw is what it always was: the vector that other implementations have to meet', () => {
  expect(seedHashOf(fixed.seed)).toBe('354997ead582c8ad5cb37924e59b08335dd1be1ccc424c7ef5bf65b3946cae3a');
  expect(poolHashOf(fixed.pool)).toBe('f4a1b2ba9dce828f14fb8c70c2b9403c8ebafd9920d5b97498a896fb952e4c2e');
  expect(drawOrder(fixed).join(' ')).toBe(
    'ZJ0007 ZJ0011 ZJ0006 ZJ0002 ZJ0012 ZJ0010 ZJ0005 ZJ0001 ZJ0004 ZJ0009',
  );
});

test('HN-15 same seed and list, same draw, whatever order the list came in', () => {
  fc.assert(
    fc.property(
      hex,
      hex,
      fc.shuffledSubarray(fixed.pool as never[], { minLength: 12 }),
      (seed, beacon, mixed) => {
        const input = { ...fixed, seed, beacon };
        expect(drawOrder({ ...input, pool: mixed })).toEqual(drawOrder(input));
        expect(poolHashOf(mixed)).toBe(poolHashOf(fixed.pool));
      },
    ),
    { numRuns: 50 },
  );
});

test('HN-15 nobody who is left out is ever drawn, and everybody else has one place', () => {
  fc.assert(
    fc.property(
      hex,
      hex,
      fc.integer({ min: 1, max: 30 }),
      fc.uniqueArray(fc.nat(29)),
      (seed, beacon, count, left) => {
        const list = pool(count, left);
        const order = drawOrder({ ...fixed, seed, beacon, pool: list });
        const eligible = list.filter((each) => each.excluded === null).map((each) => each.code);
        expect(order.toSorted()).toEqual(eligible);
      },
    ),
    { numRuns: 100 },
  );
});

test('HN-15 each eligible expert sits about equally often', () => {
  const experts = 10;
  const seats = 3;
  const draws = 3000;
  const count = new Map<string, number>();
  for (let at = 0; at < draws; at += 1) {
    const order = drawOrder({ ...fixed, seed: sha256Hex(String(at)), pool: pool(experts) });
    for (const code of order.slice(0, seats)) count.set(code, (count.get(code) ?? 0) + 1);
  }
  const expected = (draws * seats) / experts;
  // Chi-squared of nine degrees of freedom: beyond 27.9 once in a thousand, and the seeds here are fixed.
  const chi = [...count.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  expect(count.size).toBe(experts);
  expect(chi).toBeLessThan(27.9);
});

test('HN-15 a published draw shows a changed seed, a changed list and a changed order', () => {
  const order = drawOrder(fixed);
  const record = {
    ...fixed,
    seedHash: seedHashOf(fixed.seed),
    poolHash: poolHashOf(fixed.pool),
    drawn: order,
  };
  expect(faultsOf(record)).toEqual([]);
  expect(faultsOf({ ...record, seed: '11'.repeat(32) })).toEqual(['seed', 'order']);
  expect(faultsOf({ ...record, pool: pool(12, [2]) })).toContain('pool');
  expect(faultsOf({ ...record, drawn: order.toReversed() })).toEqual(['order']);
  expect(faultsOf({ ...record, beacon: 'ee'.repeat(32) })).toEqual(['order']);
  expect(() => frozenPool([...fixed.pool, ...fixed.pool])).toThrow('twice');
});

const kinds = fc.constantFrom('employer', 'shareholding', 'sameGroup', 'other');
test('HN-15 whoever is bound to an interested organisation in any way is left out with the reason', () => {
  const org = fc.constantFrom('o1', 'o2', 'o3', 'o4', 'o5');
  const expert = fc.record({
    code: fc.constant('ZJ1'),
    employerId: org,
    groupIds: fc.array(org),
    interests: fc.array(fc.record<Interest>({ kind: kinds as never, withId: org })),
  });
  fc.assert(
    fc.property(expert, fc.array(org), (one, interested) => {
      const bound = [one.employerId, ...one.groupIds, ...one.interests.map((each) => each.withId)];
      const isBound = bound.some((id) => interested.includes(id as never));
      const excluded = exclusionOf(one, interested);
      expect(excluded !== null).toBe(isBound);
      if (excluded !== null) expect(interested).toContain(excluded.withId);
    }),
  );
});

const sheet: ScoreSheet = {
  scale: 100,
  threshold: 70,
  statistic: 'trimmedMean',
  trim: 1,
  criteria: [
    { code: 'need', zh: '必要性', en: 'Need', weight: 60 },
    { code: 'price', zh: '价格', en: 'Price', weight: 40 },
  ],
};
const given = (need: number, price: number) => ({ need, price });

test('JS-8 the highest and the lowest total are left out, and the mean of the others is rounded half up once', () => {
  const all = [given(100, 100), given(0, 0), given(70, 70), given(71, 70), given(70, 71)];
  // 70.00, 70.60, 70.40: their mean is 70.333…
  expect(resultOf(all, sheet)).toEqual({ hundredths: 7033, outcome: 'recommended', trimmed: 1 });
  expect(pointsText(7033)).toBe('70.33');
  expect(pointsText(7005)).toBe('70.05');
  expect(totalOf(given(71, 70), sheet)).toBe(7060);
});

test('JS-8 exactly the threshold is recommended, a hundredth below is not', () => {
  const mean: ScoreSheet = { ...sheet, statistic: 'mean', trim: 0 };
  expect(resultOf([given(70, 70)], mean).outcome).toBe('recommended');
  expect(resultOf([given(70, 70), given(70, 69)], mean)).toMatchObject({
    hundredths: 6980,
    outcome: 'notRecommended',
  });
});

test('JS-8 two scores are not trimmed away, and a median of an even number is the mean of the two in the middle', () => {
  expect(resultOf([given(60, 60), given(80, 80)], sheet)).toMatchObject({ hundredths: 7000, trimmed: 0 });
  const median: ScoreSheet = { ...sheet, statistic: 'median', trim: 0 };
  expect(resultOf([given(0, 0), given(60, 60), given(80, 80), given(100, 100)], median).hundredths).toBe(
    7000,
  );
});

test('JS-8 whatever order the members score in, the result is the same and lies between their totals', () => {
  const points = fc.record({ need: fc.nat(100), price: fc.nat(100) });
  fc.assert(
    fc.property(fc.array(points, { minLength: 1, maxLength: 9 }), (all) => {
      const result = resultOf(all, sheet);
      expect(resultOf(all.toReversed(), sheet)).toEqual(result);
      const totals = all.map((each) => totalOf(each, sheet));
      expect(result.hundredths).toBeGreaterThanOrEqual(Math.min(...totals));
      expect(result.hundredths).toBeLessThanOrEqual(Math.max(...totals));
    }),
  );
});

test('JS-8 a score off the scale, for no criterion or without one is refused by its field', () => {
  expect(checkPoints(given(70, 101), sheet)).toMatchObject({
    code: 'panel.pointsOffScale',
    field: 'points.price',
  });
  expect(checkPoints(given(70, 0.5), sheet)).toMatchObject({ code: 'panel.pointsOffScale' });
  expect(checkPoints({ need: 70 }, sheet)).toMatchObject({
    code: 'panel.criterionMissing',
    field: 'points.price',
  });
  expect(checkPoints({ ...given(1, 1), looks: 3 }, sheet)).toMatchObject({ code: 'panel.criterionUnknown' });
});

const now = '2026-09-01T02:00:00.000Z' as Instant;
const later = '2026-09-02T02:00:00.000Z' as Instant;
const candidate = (rank: number, state: Candidate['state'], dueAt: Instant | null = null): Candidate => ({
  code: `ZJ${rank}`,
  rank,
  state,
  dueAt,
});

test('HN-15 who declines or lets the clock run out is replaced in the order of the draw', () => {
  const list = [
    candidate(1, 'declined'),
    candidate(2, 'invited', now),
    candidate(3, 'accepted', later),
    candidate(5, 'reserve'),
    candidate(4, 'reserve'),
    candidate(6, 'reserve'),
  ];
  expect(nextSeats(list, { seats: 3, quorum: 2, now })).toEqual({
    lapsed: ['ZJ2'],
    invited: ['ZJ4', 'ZJ5'],
    then: 'waits',
  });
});

test('JS-8 with nobody awaited a quorum closes the panel, and without one it is short', () => {
  const done = [candidate(1, 'scored'), candidate(2, 'scored'), candidate(3, 'lapsed')];
  expect(nextSeats(done, { seats: 3, quorum: 2, now }).then).toBe('closes');
  expect(nextSeats(done, { seats: 3, quorum: 3, now }).then).toBe('short');
});

test('members are called A to Z and on', () => {
  expect([1, 2, 26, 27, 52, 53].map(memberCode)).toEqual(['A', 'B', 'Z', 'AA', 'AZ', 'BA']);
});
