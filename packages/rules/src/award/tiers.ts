import { type Ratio, ratioOf } from '../money.ts';
import { lessThan, minus, ratioText, times } from './ratio.ts';
import { type Candidate, type Field, candidatesOf, firmsIn, winnersOf } from './field.ts';
import type { Allocation, LadderShares, Tier, TierShare } from './pack.ts';
import { isInSpan } from './select.ts';
import type { Unit } from './units.ts';

const whole: Ratio = { over: 1n, under: 1n };
export const nothing: Ratio = { over: 0n, under: 1n };

/** The share of place `place` (from 1) among `count`; null where the table ends before it. */
export function shareAt(share: TierShare, place: number, count: number): Ratio | null {
  switch (share.kind) {
    case 'flat':
      return ratioOf(share.share);
    case 'table': {
      const text = share.shares[place - 1] ?? share.rest;
      return text === null ? null : ratioOf(text);
    }
    case 'linear': {
      if (count === 1) return ratioOf(share.single ?? share.first);
      const first = ratioOf(share.first);
      const fall = minus(first, ratioOf(share.last));
      return minus(first, times(fall, { over: BigInt(place - 1), under: BigInt(count - 1) }));
    }
  }
}

export interface TierOf {
  readonly candidate: Candidate;
  /** Null when no tier of the pack fits. */
  readonly share: Ratio | null;
  readonly place: number;
  readonly of: number;
}

function tierFor(
  tier: Tier,
  candidate: Candidate,
  winners: readonly Candidate[],
  firms: number,
): TierOf | null {
  if (!isInSpan(tier.firms, firms)) return null;
  if (tier.rules !== null && !tier.rules.includes(candidate.selectedBy ?? '')) return null;
  if (tier.groups !== null && !tier.groups.includes(candidate.unit.group ?? '')) return null;
  const counted =
    tier.counts === 'unit'
      ? winners
      : winners.filter(({ selectedBy }) => tier.rules?.includes(selectedBy ?? '') ?? true);
  if (!isInSpan(tier.winners, counted.length)) return null;
  const place = counted.indexOf(candidate) + 1;
  return { candidate, share: shareAt(tier.share, place, counted.length), place, of: counted.length };
}

/** The share of the demand for its own product that each winner of a unit gets; writes the reason. */
export function tiersOf(
  field: Field,
  unit: Unit,
  allocation: Extract<Allocation, { kind: 'ownDemand' }>,
): TierOf[] {
  const winners = winnersOf(field, unit.id);
  const firms = firmsIn(candidatesOf(field, unit.id).filter(({ valid }) => valid));
  return winners.map((candidate) => {
    const found = allocation.tiers.reduce<TierOf | null>(
      (before, tier) => before ?? tierFor(tier, candidate, winners, firms),
      null,
    );
    const grade = field.ground.products[candidate.product]?.grade ?? null;
    const factor = allocation.performance.find((each) => each.grade === grade)?.factor ?? null;
    const raw = found?.share ?? null;
    const graded = raw === null || factor === null ? raw : times(raw, ratioOf(factor));
    const share = graded !== null && lessThan(whole, graded) ? whole : graded;
    const place = found?.place ?? 0;
    const of = found?.of ?? winners.length;
    candidate.reasons.push({
      step: 'tier',
      rule: candidate.selectedBy,
      effect: 'note',
      code: share === null ? 'tier.none' : 'tier.ofOwnDemand',
      facts: {
        place,
        of,
        share: share === null ? null : ratioText(share),
        ...(factor === null ? {} : { grade, factor }),
      },
      basis: null,
    });
    return { candidate, share, place, of };
  });
}

/** Shares of the whole pool by place; the last takes what is left, so that they sum to one. */
export function poolShares(shares: LadderShares, count: number): Ratio[] {
  let left = whole;
  return Array.from({ length: count }, (_, index) => {
    if (index === count - 1) return left;
    const share =
      shares.kind === 'shares'
        ? ratioOf(shares.shares[index] ?? '0')
        : index === 0
          ? ratioOf(shares.first)
          : times(left, ratioOf(shares.then));
    const given = lessThan(left, share) ? left : share;
    left = minus(left, given);
    return given;
  });
}
