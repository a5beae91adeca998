import type { Ratio } from '../money.ts';
import { assert } from '../result.ts';

/* Long columns of whole thousandths: numbers, not bigint, because a national round has 1.2 million lines. */

// One reader per kind of column: the same code for all kinds runs several times slower in long loops.
export function at(column: Float64Array, index: number): number {
  return column[index] ?? 0;
}
export function intAt(column: Int32Array, index: number): number {
  return column[index] ?? 0;
}
export function entryAt(column: ArrayLike<number>, index: number): number {
  return column[index] ?? 0;
}
export function bump(column: Float64Array, index: number, by: number): void {
  column[index] = (column[index] ?? 0) + by;
}
export function bumpInt(column: Int32Array, index: number, by: number): void {
  column[index] = (column[index] ?? 0) + by;
}
export function sum(column: Float64Array): number {
  let total = 0;
  for (let index = 0; index < column.length; index += 1) total += column[index] ?? 0;
  assert(Number.isSafeInteger(total), 'a sum of volumes is no longer exact');
  return total;
}

/** By code unit, the same in every place: no locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A ratio whose parts are numbers, for multiplying volumes; `step` is the smallest volume in thousandths. */
export interface VolumeShare {
  readonly over: number;
  readonly under: number;
  readonly step: number;
}
export function volumeShare(ratio: Ratio, step: number): VolumeShare {
  const divisor = gcd(ratio.over, ratio.under);
  const over = Number(ratio.over / divisor);
  const under = Number(ratio.under / divisor) * step;
  assert(
    Number.isSafeInteger(over) && Number.isSafeInteger(under),
    'a ratio too fine to multiply volumes by',
  );
  return { over, under, step };
}
function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a === 0n ? 1n : a) : gcd(b, a % b);
}

export type VolumeMethod = 'down' | 'up' | 'halfUp';

/** volume × share rounded to a multiple of the step. Exact: within 2^53 as numbers, else by way of bigint. */
export function shareOf(volume: number, share: VolumeShare, method: VolumeMethod): number {
  const product = volume * share.over;
  if (product > Number.MAX_SAFE_INTEGER) return shareOfLarge(volume, share, method);
  const rest = product % share.under;
  const whole = (product - rest) / share.under;
  const up = method === 'down' ? false : method === 'up' ? rest > 0 : rest * 2 >= share.under;
  return (up ? whole + 1 : whole) * share.step;
}
function shareOfLarge(volume: number, share: VolumeShare, method: VolumeMethod): number {
  const product = BigInt(volume) * BigInt(share.over);
  const under = BigInt(share.under);
  const rest = product % under;
  const up = method === 'down' ? false : method === 'up' ? rest > 0n : rest * 2n >= under;
  const rounded = Number(product / under + (up ? 1n : 0n)) * share.step;
  assert(Number.isSafeInteger(rounded), 'a volume is no longer exact');
  return rounded;
}
/** What rounding down took away, in parts that compare across lines of one share. */
export function lostBy(volume: number, share: VolumeShare): number {
  const product = volume * share.over;
  if (product <= Number.MAX_SAFE_INTEGER) return product % share.under;
  return Number((BigInt(volume) * BigInt(share.over)) % BigInt(share.under));
}
