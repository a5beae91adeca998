import { quantity, thousandthsOf } from '../money.ts';
import type { RoundPack } from './pack.ts';
import type { Round } from './round.ts';
import { type Recipe, inventRound } from './trial.ts';

/** Bids and reports written out; a report is institution, product, volume. */
export type CaseRows = Omit<Round, 'pack' | 'demand'> & {
  readonly reports: readonly (readonly [institution: string, product: string, volume: string])[];
};
/** Bids that come with a pack: written out, or invented by a recipe. */
export interface WorkedCase {
  readonly rows?: CaseRows | null | undefined;
  readonly recipe?: Recipe | null | undefined;
}

/** The round of a worked case. It still has to pass readRound. */
export function roundOfCase(pack: RoundPack, { rows, recipe }: WorkedCase): Round | null {
  if (recipe !== null && recipe !== undefined) return inventRound(pack, recipe);
  if (rows === null || rows === undefined) return null;
  const { reports, ...rest } = rows;
  const kept = reports.filter(([, , count]) => count !== '0');
  const places = (all: readonly { readonly id: string }[]): Map<string, number> =>
    new Map(all.map(({ id }, place) => [id, place]));
  const institutions = places(rows.institutions);
  const products = places(rows.products);
  return {
    ...rest,
    pack,
    demand: {
      institution: kept.map(([id]) => institutions.get(id) ?? -1),
      product: kept.map(([, id]) => products.get(id) ?? -1),
      reported: kept.map(([, , count]) => thousandthsOf(quantity(count))),
      lastYear: null,
    },
  };
}
