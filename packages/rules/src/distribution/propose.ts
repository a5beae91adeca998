import { type PolicyBook, resolve } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { areaRule } from './area.ts';

/** A relation that is proposed or confirmed, or about to be. */
export interface Relation {
  readonly distributorId: string;
  readonly area: string;
  /** Null: all products of the manufacturer. */
  readonly listingId: string | null;
  readonly validFrom: IsoDate;
  readonly validUntil: IsoDate | null;
}

export type ProposeRefusal =
  | 'distribution.notAppointer'
  | 'distribution.areaLevel'
  | 'distribution.periodPast'
  | 'distribution.periodBackward'
  | 'distribution.alreadyThere'
  | 'distribution.areaFull';

function overlaps(a: Relation, b: Relation): boolean {
  return (
    (a.validUntil === null || b.validFrom <= a.validUntil) &&
    (b.validUntil === null || a.validFrom <= b.validUntil)
  );
}

/** Distributors of one product: those for all products and those for just this one. */
function distributorsOf(listingId: string | null, relations: readonly Relation[]): Set<string> {
  const own = relations.filter((each) => each.listingId === null || each.listingId === listingId);
  return new Set(own.map((each) => each.distributorId));
}

/**
 * How many distributors the busiest product would have in the area with the new relation. A relation for all products adds to
 * every product, so each that has distributors of its own is counted.
 */
export function distributorsWith(wish: Relation, present: readonly Relation[]): number {
  const all = [...present.filter((each) => each.area === wish.area && overlaps(each, wish)), wish];
  const products =
    wish.listingId === null ? [null, ...new Set(all.map((each) => each.listingId))] : [wish.listingId];
  return Math.max(...products.map((listingId) => distributorsOf(listingId, all).size));
}

/**
 * Whether a manufacturer may propose a distributor in an area. `present`: its relations there that are proposed or confirmed.
 * Nobody but the manufacturer appoints (SX-5.3b, JS-35); the pack caps the number per product and area.
 */
export function proposeRelation(
  wish: Relation,
  present: readonly Relation[],
  { book, on }: { book: PolicyBook; on: IsoDate },
): Result<{ readonly place: number }, ProposeRefusal> {
  const appointer = resolve(book, 'distribution.appointmentBy', wish.area, on);
  if (appointer.value !== 'manufacturer')
    return refuse('distribution.notAppointer', { basis: basisOf(appointer) });
  if (wish.validUntil !== null && wish.validUntil < wish.validFrom)
    return refuse('distribution.periodBackward', { field: 'validUntil' });
  if (wish.validUntil !== null && wish.validUntil < on)
    return refuse('distribution.periodPast', { field: 'validUntil' });
  const rule = areaRule(wish.area, book, on);
  if (rule === null) {
    const level = resolve(book, 'distribution.areaLevel', wish.area, on);
    return refuse('distribution.areaLevel', {
      basis: basisOf(level),
      field: 'areas',
      facts: { area: wish.area },
    });
  }
  const twin = present.find(
    (each) =>
      each.area === wish.area &&
      each.distributorId === wish.distributorId &&
      each.listingId === wish.listingId &&
      overlaps(each, wish),
  );
  if (twin !== undefined) return refuse('distribution.alreadyThere', { facts: { area: wish.area } });
  const place = distributorsWith(wish, present);
  if (place > rule.max)
    return refuse('distribution.areaFull', {
      basis: rule.basis,
      field: 'areas',
      facts: { area: wish.area, max: rule.max },
    });
  return ok({ place });
}

/** Distributors of the product that has most among the relations of one area: what counts against the maximum. */
export function distributorsOfBusiest(relations: readonly Relation[]): number {
  const products = [null, ...new Set(relations.map((each) => each.listingId))];
  return Math.max(...products.map((listingId) => distributorsOf(listingId, relations).size));
}
