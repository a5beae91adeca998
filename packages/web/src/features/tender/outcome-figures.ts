import type { BidOutcome } from '@daylight/rules/award/outcome.ts';
import {
  type Money,
  type Quantity,
  addQuantity,
  averageExact,
  exactOf,
  moneyOfExact,
  none,
} from '@daylight/rules/money.ts';
import type { AwardView } from './award-session.ts';

export interface OutcomeFigures {
  readonly bids: number;
  readonly valid: number;
  readonly winners: number;
  readonly winningFirms: number;
  readonly unitsWithoutWinner: number;
  readonly meanPrice: Money | null;
  readonly agreed: Quantity;
  readonly own: Quantity;
  readonly more: Quantity;
  readonly byRule: ReadonlyMap<string, number>;
}

/** The sums by which two outcomes are compared. */
export function figuresOf({ bids, units, pack }: Pick<AwardView, 'bids' | 'units' | 'pack'>): OutcomeFigures {
  const winners = bids.filter(({ selected }) => selected);
  const prices = winners.flatMap(({ finalPrice }) => (finalPrice === null ? [] : [exactOf(finalPrice)]));
  return {
    bids: bids.length,
    valid: bids.filter(({ valid }) => valid).length,
    winners: winners.length,
    winningFirms: new Set(winners.map(({ firm }) => firm)).size,
    unitsWithoutWinner: units.filter((unit) => unit.winners === 0).length,
    meanPrice: prices.length === 0 ? null : moneyOfExact(averageExact(prices), 'halfUpToFen'),
    agreed: addQuantity(none, ...units.map((unit) => unit.agreed)),
    own: addQuantity(none, ...units.map((unit) => unit.own)),
    more: addQuantity(none, ...units.map((unit) => unit.more)),
    byRule: new Map(
      pack.rules.map(({ id }) => [id, winners.filter(({ selectedBy }) => selectedBy === id).length]),
    ),
  };
}

export interface ChangedBid {
  readonly product: string;
  readonly firm: string;
  readonly before: BidOutcome | null;
  readonly after: BidOutcome | null;
}

/** Bids that come out otherwise: selected or not, by another rule, at another price or with another volume. */
export function changedBids(before: readonly BidOutcome[], after: readonly BidOutcome[]): ChangedBid[] {
  const first = new Map(before.map((bid) => [bid.product, bid]));
  const second = new Map(after.map((bid) => [bid.product, bid]));
  const said = (bid: BidOutcome | undefined): string =>
    bid === undefined
      ? ''
      : [bid.price, bid.valid, bid.selectedBy, bid.finalPrice, bid.tier, bid.own, bid.more].join('|');
  return [...new Set([...first.keys(), ...second.keys()])].flatMap((product) => {
    const [was, is] = [first.get(product), second.get(product)];
    if (said(was) === said(is)) return [];
    return [{ product, firm: (is ?? was)?.firm ?? '', before: was ?? null, after: is ?? null }];
  });
}
