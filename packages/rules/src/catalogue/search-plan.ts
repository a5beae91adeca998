/** How many items carry a token; a token that is not known yet counts as carried by none. */
export type Frequency = (token: number) => number;

export interface SearchPlan {
  /** Look through this many items in ranking order first, stopping at a full page; 0 goes to the index at once. */
  readonly rankedScan: number;
  /** The rarest tokens, rarest first: the index intersects these, the rest is compared in the rows. */
  readonly tokens: readonly number[];
}

const TOKENS_MAX = 6;
const RARE_MIN = 500;

/**
 * Chooses between reading in ranking order and the inverted index by the rarest token. With n items of which d carry it, a page
 * of p needs about p·n/d reads in ranking order and d reads by the index: equal where d = √(p·n). Below that the index is cheap
 * whatever else is asked. Above it a page is usually found early; when it is not, there are few matches in all (at most
 * about p·n/scan), and the index, which intersects words and filters, is cheap again. So no combination costs more than
 * both bounds together.
 */
export function choosePlan(
  tokens: readonly number[],
  frequency: Frequency,
  size: { items: number; page: number },
): SearchPlan {
  const byRarity = tokens
    .map((token) => ({ token, items: frequency(token) }))
    .toSorted((a, b) => a.items - b.items || a.token - b.token);
  const balance = Math.sqrt(size.page * size.items);
  const rarest = byRarity[0]?.items ?? size.items;
  const rankedScan = rarest <= Math.max(RARE_MIN, balance / 2) ? 0 : Math.ceil(2.5 * balance);
  return { rankedScan, tokens: byRarity.slice(0, TOKENS_MAX).map((each) => each.token) };
}
