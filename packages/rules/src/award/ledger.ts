import { assert } from '../result.ts';
import { type VolumeMethod, at, bump } from './columns.ts';
import type { Ground } from './ground.ts';
import type { VolumeRounding } from './pack.ts';

/** Volumes while they are given out: by product a column over institutions, made when it is first needed. */
export interface Ledger {
  readonly ground: Ground;
  /** Smallest volume, in thousandths. */
  readonly step: number;
  readonly method: VolumeMethod;
  /** Agreed volume of each line of the ground. */
  readonly agreed: Float64Array;
  readonly own: Map<number, Float64Array>;
  readonly more: Map<number, Float64Array>;
  readonly ownTotal: Float64Array;
  readonly moreTotal: Float64Array;
  /** What each product can still take; Infinity without bound. */
  readonly room: Float64Array;
}

const steps = { '1': 1000, '0.1': 100, '0.01': 10, '0.001': 1 } as const;

export function stepOf(rounding: VolumeRounding): number {
  return steps[rounding.step];
}
export function methodOf({ method }: VolumeRounding): VolumeMethod {
  return method === 'largestRemainder' ? 'halfUp' : method;
}

export function ledgerOf(ground: Ground, agreed: Float64Array): Ledger {
  const step = stepOf(ground.pack.volume.rounding);
  return {
    ground,
    step,
    method: methodOf(ground.pack.volume.rounding),
    agreed,
    own: new Map(),
    more: new Map(),
    ownTotal: new Float64Array(ground.products.length),
    moreTotal: new Float64Array(ground.products.length),
    // A firm cannot be held to a part of a step, so its capacity counts in whole ones.
    room: Float64Array.from(ground.capacityOf, (capacity) =>
      capacity === null ? Infinity : capacity - (capacity % step),
    ),
  };
}

export function columnOf(ledger: Ledger, kind: 'own' | 'more', product: number): Float64Array {
  const found = ledger[kind].get(product);
  if (found !== undefined) return found;
  const column = new Float64Array(ledger.ground.institutions.length);
  ledger[kind].set(product, column);
  return column;
}

/** Gives an institution a volume of a product as far as the firm can deliver; answers what was given. */
export function give(ledger: Ledger, kind: 'own' | 'more', to: Place, volume: number): number {
  const given = Math.min(volume, at(ledger.room, to.product));
  if (given <= 0) return 0;
  assert(given % ledger.step === 0, 'a volume is given in whole steps');
  bump(columnOf(ledger, kind, to.product), to.institution, given);
  bump(kind === 'own' ? ledger.ownTotal : ledger.moreTotal, to.product, given);
  bump(ledger.room, to.product, -given);
  return given;
}
export interface Place {
  readonly product: number;
  readonly institution: number;
}
