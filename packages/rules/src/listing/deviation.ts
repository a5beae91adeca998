import { type Money, compareOnSmallestUnit, perSmallestUnit, portion } from '../money.ts';
import type { Share } from '../policy/shapes.ts';

/** A price per purchase unit with how many smallest units that unit holds. */
export interface Priced {
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
}

function compare(a: Priced, b: Priced): number {
  return compareOnSmallestUnit(a.price, a.unitsPerPurchaseUnit, b.price, b.unitsPerPurchaseUnit);
}

/** The lower median on the smallest unit; null of none. */
export function medianOf<T extends Priced>(prices: readonly T[]): T | null {
  return prices.toSorted(compare)[Math.floor((prices.length - 1) / 2)] ?? null;
}

export interface Deviation {
  readonly beyond: boolean;
  /** Both prices on the smallest unit, for people. */
  readonly facts: { readonly price: Money; readonly reference: Money };
}

/** Whether a price differs from a reference by more than the share of the reference; exact, on the smallest unit. */
export function deviationFrom(price: Priced, reference: Priced, share: Share): Deviation {
  const under = BigInt(share.under);
  const of = (over: bigint): Priced => ({
    // Multiplying instead of dividing keeps the bound exact: reference × (under ± over) against price × under.
    price: portion(reference.price, { over, under: 1n }, 'halfUpToMicro'),
    unitsPerPurchaseUnit: reference.unitsPerPurchaseUnit,
  });
  const scaled: Priced = {
    ...price,
    price: portion(price.price, { over: under, under: 1n }, 'halfUpToMicro'),
  };
  const high = of(under + BigInt(share.over));
  const low = of(under > BigInt(share.over) ? under - BigInt(share.over) : 0n);
  return {
    beyond: compare(scaled, high) > 0 || compare(scaled, low) < 0,
    facts: {
      price: perSmallestUnit(price.price, price.unitsPerPurchaseUnit),
      reference: perSmallestUnit(reference.price, reference.unitsPerPurchaseUnit),
    },
  };
}
