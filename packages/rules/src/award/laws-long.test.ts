import fc from 'fast-check';
import { anyRound, shuffledRound } from '../../../../test/support/random-round.ts';
import { describe, expect, test } from 'vitest';
import { type Money, compare, money, portion, ratioOf } from '../money.ts';
import { instant } from '../time.ts';
import { award } from './award.ts';
import { canonicalText } from './canonical.ts';
import { monotoneWarnings } from './check-monotone.ts';
import type { AwardOutcome } from './outcome.ts';
import type { VolumeRounding } from './pack.ts';
import { readRound } from './round-shape.ts';
import type { Round } from './round.ts';

const runs = { numRuns: 300 };

function thousandths(text: string): bigint {
  const [whole = '0', decimals = ''] = text.split('.');
  return BigInt(whole) * 1000n + BigInt(decimals.padEnd(3, '0'));
}
function total(texts: readonly string[]): bigint {
  return texts.reduce((sum, text) => sum + thousandths(text), 0n);
}
const steps = { '1': 1000n, '0.1': 100n, '0.01': 10n, '0.001': 1n };

/** base × ratio rounded to the step, in bigint and apart from the engine. */
function rounded(base: bigint, ratio: string, { method, step }: VolumeRounding): bigint {
  const { over, under } = ratioOf(ratio);
  const unit = under * steps[step];
  const product = base * over;
  const rest = product % unit;
  const up = method === 'down' ? false : method === 'up' ? rest > 0n : rest * 2n >= unit;
  return (product / unit + (up ? 1n : 0n)) * steps[step];
}

function expectedAgreed(each: Round, outcome: AwardOutcome): Map<string, bigint> {
  const { ratios, rounding: named } = each.pack.volume;
  const ratio = ratios[0]!.ratio;
  const expected = new Map<string, bigint>();
  const unitOf = new Map(outcome.bids.map((bid) => [bid.product, bid.unit]));
  const base = new Map<string, bigint>();
  for (let line = 0; line < each.demand.reported.length; line += 1) {
    const unit = unitOf.get(each.products[each.demand.product[line]!]!.id);
    if (unit === undefined) continue;
    const reported = BigInt(each.demand.reported[line]!);
    base.set(unit, (base.get(unit) ?? 0n) + reported);
    expected.set(unit, (expected.get(unit) ?? 0n) + rounded(reported, ratio, named));
  }
  if (named.method !== 'largestRemainder') return expected;
  return new Map([...base].map(([unit, sum]) => [unit, rounded(sum, ratio, named)]));
}

describe('laws of every award, whatever the rules and bids', () => {
  test('SX-3.1b: the volume given and the volume no winner could take together are ratio × demand after the named rounding', () => {
    fc.assert(
      fc.property(anyRound, (each) => {
        const full = {
          ...each,
          bids: each.products.map((product, index) => ({
            ...(each.bids[0] ?? blank),
            product: product.id,
            lot: index + 1,
          })),
        };
        for (const tried of [each, full]) {
          const outcome = award(tried);
          const agreed = total(outcome.units.map((unit) => unit.agreed));
          const given = Array.from(outcome.allocation.own)
            .concat(Array.from(outcome.allocation.more))
            .reduce((a, b) => a + b, 0);
          expect(BigInt(given) + total(outcome.unplaced.map((one) => one.quantity))).toBe(agreed);
        }
        const outcome = award(full);
        const expected = expectedAgreed(full, outcome);
        for (const unit of outcome.units)
          expect(thousandths(unit.agreed)).toBe(expected.get(unit.unit) ?? 0n);
      }),
      runs,
    );
  });

  test('each institution gets exactly its own agreed volume when a permitted winner without bound exists', () => {
    fc.assert(
      fc.property(anyRound, (each) => {
        const open = { ...each, products: each.products.map((product) => ({ ...product, capacity: null })) };
        const outcome = award(open);
        const served = new Set(
          outcome.permitted.filter(({ products }) => products.length > 0).map(({ scope }) => scope),
        );
        expect(outcome.unplaced.filter(({ scope }) => served.has(scope))).toEqual([]);
      }),
      runs,
    );
  });

  test('no winner is above its cap, its own bid or its capacity', () => {
    fc.assert(
      fc.property(anyRound, (each) => {
        const caps = new Map(each.pack.categories.map(({ id, cap }) => [id, cap!]));
        for (const bid of award(each).bids.filter(({ selected }) => selected)) {
          const product = each.products.find(({ id }) => id === bid.product)!;
          expect(compare(bid.finalPrice!, caps.get(product.category)!)).toBeLessThanOrEqual(0);
          expect(compare(bid.finalPrice!, bid.price)).toBeLessThanOrEqual(0);
          if (product.capacity !== null)
            expect(thousandths(bid.own) + thousandths(bid.more)).toBeLessThanOrEqual(
              thousandths(product.capacity),
            );
        }
      }),
      runs,
    );
  });

  test('a replay from the canonical text gives the same bytes', () => {
    fc.assert(
      fc.property(anyRound, (each) => {
        const again: unknown = JSON.parse(canonicalText(each));
        const read = readRound(again);
        expect(read.ok && canonicalText(award(read.value))).toBe(canonicalText(award(each)));
      }),
      runs,
    );
  });

  test('the order of any list of the input changes nothing', () => {
    fc.assert(
      fc.property(anyRound, fc.infiniteStream(fc.nat(1000)), (each, chance) => {
        const shuffled = shuffledRound(each, () => chance.next().value ?? 0);
        expect(canonicalText(award(shuffled))).toBe(canonicalText(award(each)));
      }),
      runs,
    );
  });

  test('a better bid never turns a winner into a loser unless the check of the pack warned', () => {
    let tried = 0;
    fc.assert(
      fc.property(anyRound, fc.integer({ min: 30, max: 99 }), (each, percent) => {
        if (monotoneWarnings(each.pack).length > 0) return;
        for (const [winner, after] of afterBetterBids(each, percent)) {
          tried += 1;
          expect(after, winner).toBe(true);
        }
      }),
      { numRuns: 120000 },
    );
    expect(tried).toBeGreaterThan(400);
  });

  test('the warning is not idle: rounds that it marks exist in which a better bid does lose', () => {
    const isLost = (each: Round, percent: number): boolean =>
      monotoneWarnings(each.pack).length > 0 && afterBetterBids(each, percent).some(([, after]) => !after);
    const found = fc.sample(fc.tuple(anyRound, fc.integer({ min: 30, max: 99 })), { numRuns: 1500, seed: 4 });
    expect(found.some(([each, percent]) => isLost(each, percent))).toBe(true);
  });

  test('places are a total order, and a shared rank names the key that put one before the other', () => {
    fc.assert(
      fc.property(anyRound, (each) => {
        const outcome = award(each);
        for (const { unit } of outcome.units) {
          const valid = outcome.bids.filter((bid) => bid.unit === unit && bid.valid);
          const sorted = valid.toSorted((a, b) => a.place! - b.place!);
          expect(sorted.map(({ place }) => place)).toEqual(sorted.map((_, index) => index + 1));
          sorted.forEach((bid, index) => {
            const shared = index > 0 && sorted[index - 1]!.rank === bid.rank;
            expect(bid.tieBrokenBy !== null).toBe(shared);
          });
        }
      }),
      runs,
    );
  });
});

/** Each winner with whether it still wins when it alone bids so many percent of its price. */
function afterBetterBids(each: Round, percent: number): [winner: string, stillWins: boolean][] {
  return award(each)
    .bids.filter(({ selected }) => selected)
    .map(({ product, price }) => {
      const better = portion(price, { over: BigInt(percent), under: 100n }, 'upToFen');
      const bids = each.bids.map((bid) => (bid.product === product ? { ...bid, price: better } : bid));
      const after = award({ ...each, bids }).bids.find((bid) => bid.product === product);
      return [product, after?.selected ?? false];
    });
}

const blank = {
  product: '',
  price: money('5') as Money,
  at: instant('2026-01-05T01:00:00.000Z'),
  lot: 1,
  parts: [],
  accepts: [],
  rebids: {},
  regions: [],
};
