import { type Candidate, candidateFor } from '@daylight/rules/distribution/choice.ts';
import type { Tx } from '../../db.ts';
import { type DistributorAsk, candidatesFor } from './store.ts';

export interface ServedBy {
  readonly relationId: string;
  readonly distributorId: string;
}

/**
 * Who delivers the products of each manufacturer to an institution on a day: the institution's choice while its relation is
 * confirmed, valid and covers the place; else the only confirmed candidate; else nobody (SX-5.3b, JS-35). Relations that a
 * manufacturer made for single listings do not count here: orders ask distributorForListings.
 */
export async function distributorFor(
  tx: Tx,
  ask: DistributorAsk & { readonly manufacturerIds: readonly string[] },
): Promise<Map<string, ServedBy>> {
  const manufacturerIds = [...new Set(ask.manufacturerIds)];
  const candidates = await candidatesFor(tx, ask, manufacturerIds);
  return servedBy(
    manufacturerIds.map((id) => ({ key: id, manufacturerId: id, listingId: null })),
    candidates,
  );
}

export interface ListedProduct {
  readonly listingId: string;
  readonly manufacturerId: string;
}

/** The same for single listings, by listing id; a relation for just that listing goes before one for all products. */
export async function distributorForListings(
  tx: Tx,
  ask: DistributorAsk & { readonly listings: readonly ListedProduct[] },
): Promise<Map<string, ServedBy>> {
  const manufacturerIds = [...new Set(ask.listings.map((each) => each.manufacturerId))];
  const candidates = await candidatesFor(tx, ask, manufacturerIds);
  return servedBy(
    ask.listings.map((each) => ({ ...each, key: each.listingId })),
    candidates,
  );
}

interface Wanted {
  readonly key: string;
  readonly manufacturerId: string;
  readonly listingId: string | null;
}

function servedBy(wanted: readonly Wanted[], candidates: readonly Candidate[]): Map<string, ServedBy> {
  const byManufacturer = Map.groupBy(candidates, (each) => each.manufacturerId);
  return new Map(
    wanted.flatMap(({ key, manufacturerId, listingId }): [string, ServedBy][] => {
      const found = candidateFor(listingId, byManufacturer.get(manufacturerId) ?? []);
      return found === null
        ? []
        : [[key, { relationId: found.relationId, distributorId: found.distributorId }]];
    }),
  );
}

export { recomputeProvisional } from './due.ts';
export { distributionTodos } from './todos.ts';
export { moveRelations } from './move.ts';
