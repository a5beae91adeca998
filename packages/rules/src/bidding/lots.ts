import { drawOrder, frozenPool, poolHashOf, seedHashOf } from '../panel/draw.ts';

/**
 * Lots for last ties (SX-3.2b): the same draw that anyone can do again as for experts. The hash of the seed is published
 * before the first bid, the products are known when the bids are open, and the first seal of the journal after that decides.
 */
export interface LotDraw {
  /** Number of the round. */
  readonly number: string;
  readonly seed: string;
  readonly beacon: string;
  /** Products with a price. */
  readonly products: readonly string[];
}

export const lotSeedHash = seedHashOf;

const poolOf = (products: readonly string[]) =>
  frozenPool(products.map((code) => ({ code, excluded: null })));

export function lotPoolHash(products: readonly string[]): string {
  return poolHashOf(poolOf(products));
}

/** The lot of each product: 1 comes first. */
export function drawLots({ number, seed, beacon, products }: LotDraw): ReadonlyMap<string, number> {
  const order = drawOrder({ name: `${number} lots`, seed, beacon, pool: poolOf(products) });
  return new Map(order.map((product, place) => [product, place + 1]));
}
