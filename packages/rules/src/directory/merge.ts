import { listingBasis } from '../listing/basis.ts';
import type { ListingState } from '../listing/change.ts';
import type { ListingForm } from '../listing/visibility.ts';
import { type Money, compareOnSmallestUnit } from '../money.ts';
import { type Result, assert, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';

/** A listing of a code in one of the former city platforms, or in the provincial directory already. */
export interface MergeSource {
  readonly id: string;
  readonly number: string;
  readonly itemCode: string;
  readonly jurisdiction: string;
  readonly manufacturerId: string;
  readonly form: ListingForm;
  readonly state: ListingState;
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  readonly purchaseUnit: string;
  readonly listedOn: IsoDate;
}

export type MergeRefusal =
  | 'directory.nothingToMerge'
  | 'directory.mergeMakers'
  | 'directory.mergeForms'
  | 'directory.noneListed';

export interface Merge {
  /** The listing that stays, in the provincial directory from then on. */
  readonly kept: MergeSource;
  /** At whose price: the lowest of all on the smallest unit. */
  readonly lowest: MergeSource;
  readonly ended: readonly MergeSource[];
}

function cheaper(a: MergeSource, b: MergeSource): number {
  return (
    compareOnSmallestUnit(a.price, a.unitsPerPurchaseUnit, b.price, b.unitsPerPurchaseUnit) ||
    (a.listedOn < b.listedOn ? -1 : a.listedOn > b.listedOn ? 1 : 0) ||
    (a.number < b.number ? -1 : 1)
  );
}

/**
 * JS-5, HN-1: the listings of one code become one of the province, at the lowest price. What is in the provincial directory
 * already stays there; otherwise the cheapest moves up, so that its agreed prices and deliveries go on.
 */
export function mergeListings(
  sources: readonly MergeSource[],
  platform: string,
): Result<Merge, MergeRefusal> {
  const basis = listingBasis.onePlatform;
  const open = sources.filter((each) => each.state !== 'withdrawn');
  const [first] = open;
  if (first === undefined || (open.length === 1 && first.jurisdiction === platform))
    return refuse('directory.nothingToMerge', { basis });
  assert(
    open.every((each) => each.itemCode === first.itemCode),
    'a merge is about one code',
  );
  if (open.some((each) => each.form !== 'sunshine')) return refuse('directory.mergeForms', { basis });
  if (open.some((each) => each.manufacturerId !== first.manufacturerId))
    return refuse('directory.mergeMakers', { basis });
  // What is suspended is no offer: its price does not count, but it ends with the others.
  const listed = open.filter((each) => each.state === 'listed').toSorted(cheaper);
  const [lowest] = listed;
  if (lowest === undefined) return refuse('directory.noneListed', { basis });
  const above = open.find((each) => each.jurisdiction === platform);
  const kept = above ?? lowest;
  if (kept.state !== 'listed') return refuse('directory.noneListed', { basis });
  return ok({ kept, lowest, ended: open.filter((each) => each.id !== kept.id) });
}
