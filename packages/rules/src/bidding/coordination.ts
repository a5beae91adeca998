import {
  type Money,
  averageExact,
  compare,
  compareOnSmallestUnit,
  exactOf,
  isPositive,
  largest,
  moneyOfExact,
  smallest,
} from '../money.ts';
import type { SelectedMeasure } from '../policy/shapes.ts';
import { type Result, assert, ok, refuse } from '../result.ts';
import { biddingBasis } from './basis.ts';
import { type OwnListing, effectOf } from './landing.ts';

/** What the selected prices of an item say to the others of its kind (JS-24), in yuan per unit of the item. */
export function measureOf(prices: readonly Money[], measure: SelectedMeasure): Money {
  const [first, ...rest] = prices;
  assert(first !== undefined, 'an item with a selected price');
  switch (measure) {
    case 'highest':
      return largest(first, ...rest);
    case 'lowest':
      return smallest(first, ...rest);
    case 'mean':
      // Rounded up: nobody is asked to go below the mean.
      return moneyOfExact(averageExact(prices.map(exactOf)), 'upToFen');
    default:
      return measure satisfies never;
  }
}

export interface CoordinationLine {
  /** Yuan per purchase unit of the listing. */
  readonly target: Money;
  /** What the year's purchases would have cost less, in whole fen. */
  readonly effect: Money;
}

/** What a listing is asked for, or null where it is not above the measure of its item. */
export function coordinationLine(
  listing: OwnListing,
  item: { readonly price: Money; readonly unit: string },
): CoordinationLine | null {
  const line = effectOf(listing, item);
  return compare(line.target, listing.price) < 0 ? line : null;
}

export const lineStates = ['asked', 'offered', 'lowered', 'refused', 'silent', 'gone'] as const;
export type LineState = (typeof lineStates)[number];

export interface AskedLine {
  readonly state: LineState;
  readonly target: Money;
  /** As the listing stands now, with its pack; null where it is no longer listed. */
  readonly now: { readonly price: Money; readonly unitsPerPurchaseUnit: number } | null;
  readonly unitsPerPurchaseUnit: number;
}
export type LineAnswer =
  | { readonly price: Money; readonly reason?: string }
  | { readonly price: null; readonly reason: string };

type AnswerRefusal = 'bidding.lineNotOpen' | 'bidding.offerNotLower' | 'bidding.refusalWithoutReason';

/**
 * The enterprise's word on one listing: a new price, which may only be lower than the present one, or a refusal with its
 * reason. Who refused or kept silent may still come down later; who offered waits until it is carried out.
 */
export function answerLine(
  line: AskedLine,
  answer: LineAnswer,
): Result<Extract<LineState, 'offered' | 'refused'>, AnswerRefusal> {
  const basis = biddingBasis.coordinated;
  const open: readonly LineState[] = ['asked', 'refused', 'silent', 'lowered'];
  if (!open.includes(line.state) || line.now === null)
    return refuse('bidding.lineNotOpen', { basis, facts: { state: line.state } });
  if (answer.price === null) {
    if (line.state !== 'asked') return refuse('bidding.lineNotOpen', { basis, facts: { state: line.state } });
    return answer.reason.trim().length < 4
      ? refuse('bidding.refusalWithoutReason', { basis, field: 'reason' })
      : ok('refused');
  }
  const { price, unitsPerPurchaseUnit } = line.now;
  const isLower =
    compareOnSmallestUnit(answer.price, line.unitsPerPurchaseUnit, price, unitsPerPurchaseUnit) < 0;
  if (!isLower || !isPositive(answer.price))
    return refuse('bidding.offerNotLower', { basis, field: 'price', facts: { price } });
  return ok('offered');
}

/** What the clock makes of a line when the time is over: silence is an answer too. */
export function lineAtEnd(state: LineState): LineState {
  return state === 'asked' ? 'silent' : state;
}

/** Whether a listing stands above coordination: its price now against the target, each in its own pack. */
export function isAbove(
  now: { readonly price: Money; readonly unitsPerPurchaseUnit: number },
  line: Pick<AskedLine, 'target' | 'unitsPerPurchaseUnit'>,
): boolean {
  return (
    compareOnSmallestUnit(now.price, now.unitsPerPurchaseUnit, line.target, line.unitsPerPurchaseUnit) > 0
  );
}
