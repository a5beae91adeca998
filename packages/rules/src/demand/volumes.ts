import { type VolumeMethod, shareOf, volumeShare } from '../award/columns.ts';
import { methodOf, stepOf } from '../award/ledger.ts';
import type { RatioRule, Span, VolumeRule } from '../award/pack.ts';
import { type Quantity, quantityOfThousandths, ratioOf } from '../money.ts';
import { assert } from '../result.ts';

/** How many lines of an item have one base volume (采购量基数), in thousandths of its unit. */
export interface BaseGroup {
  readonly base: number;
  readonly lines: number;
}
export interface ItemVolume {
  readonly winners: Span | null;
  readonly ratio: string;
  readonly agreed: Quantity;
}

/** The ratios an item can get, each for its number of winning firms; one that fits every number ends the list. */
export function ratiosOf(rule: VolumeRule, item: string): readonly RatioRule[] {
  const fitting = rule.ratios.filter(({ categories }) => categories === null || categories.includes(item));
  const last = fitting.findIndex(({ winners }) => winners === null);
  return last < 0 ? fitting : fitting.slice(0, last + 1);
}

/**
 * SX-3.1b: agreed volume = base × agreed ratio, rounded as the pack names it: line by line, or with 'largestRemainder'
 * the sum alone. The same figures as the award engine gives for a unit of this one item.
 */
export function itemVolumes(
  rule: VolumeRule,
  item: string,
  groups: readonly BaseGroup[],
): readonly ItemVolume[] {
  return ratiosOf(rule, item).map(({ winners, ratio }) => {
    const share = volumeShare(ratioOf(ratio), stepOf(rule.rounding));
    const method: VolumeMethod = methodOf(rule.rounding);
    const agreed =
      rule.rounding.method === 'largestRemainder'
        ? shareOf(totalOf(groups), share, method)
        : groups.reduce((sum, { base, lines }) => sum + shareOf(base, share, method) * lines, 0);
    assert(Number.isSafeInteger(agreed), 'an agreed volume is no longer exact');
    return { winners, ratio, agreed: quantityOfThousandths(agreed) };
  });
}

export function totalOf(groups: readonly BaseGroup[]): number {
  const total = groups.reduce((sum, { base, lines }) => sum + base * lines, 0);
  assert(Number.isSafeInteger(total), 'a base volume is no longer exact');
  return total;
}
