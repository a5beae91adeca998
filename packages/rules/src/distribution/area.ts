import { type PolicyBook, find, jurisdictionsUpward, resolve } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import type { Basis } from '../result.ts';
import type { IsoDate } from '../time.ts';

/** The delivery areas that hold a place: its county, if it is in one, and its city. Never a whole province or the nation. */
export function deliveryAreasOf(jurisdiction: string): string[] {
  return jurisdictionsUpward(jurisdiction).filter((code) => !code.endsWith('0000'));
}

export interface AreaRule {
  /** Most distributors for one product here. */
  readonly max: number;
  readonly basis: Basis;
  /** A county that may have distributors beside those of its city. */
  readonly extra: boolean;
}

/**
 * How many distributors one product may have in an area on a day; null where the pack divides otherwise (cities or counties,
 * and beside the cities the counties it names).
 */
export function areaRule(area: string, book: PolicyBook, on: IsoDate): AreaRule | null {
  if (area.endsWith('0000')) return null;
  const level = area.endsWith('00') ? 'city' : 'county';
  const extra = find(book, 'distribution.extraDistributors', area, on);
  if (extra !== null && extra.value.areas.includes(area))
    return { max: extra.value.perArea, basis: basisOf(extra), extra: true };
  if (resolve(book, 'distribution.areaLevel', area, on).value !== level) return null;
  const cap = resolve(book, 'distribution.perAreaMax', area, on);
  return { max: cap.value, basis: basisOf(cap), extra: false };
}
