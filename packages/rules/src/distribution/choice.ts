/** A confirmed relation that covers the institution on the day. */
export interface Candidate {
  readonly relationId: string;
  readonly manufacturerId: string;
  readonly distributorId: string;
  /** Null: for all products of the manufacturer. */
  readonly listingId: string | null;
  readonly chosen: boolean;
}

/**
 * Which of a manufacturer's candidates delivers a listing (null: its products in general): what the institution chose, for
 * just this listing before for all; else the one distributor there is; else nobody, and the institution has to choose
 * (SX-5.3b, JS-35). Two relations of one distributor leave nothing to choose.
 */
export function candidateFor(listingId: string | null, candidates: readonly Candidate[]): Candidate | null {
  const own = listingId === null ? [] : candidates.filter((each) => each.listingId === listingId);
  const general = candidates.filter((each) => each.listingId === null);
  const chosen = own.find((each) => each.chosen) ?? general.find((each) => each.chosen);
  if (chosen !== undefined) return chosen;
  const open = [...own, ...general];
  const [only] = open;
  return only !== undefined && open.every((each) => each.distributorId === only.distributorId) ? only : null;
}
