/** How many items carry a token; a token that is not known yet counts as carried by none. */
export type Frequency = (token: number) => number;

export interface SearchPlan {
  /** Look through this many items in ranking order first, stopping at a full page; 0 goes to the index at once. */
  readonly rankedScan: number;
  /** The rarest tokens, rarest first: the index intersects these, the rest is compared in the rows. */
  readonly tokens: readonly number[];
}

export interface SearchSize {
  readonly items: number;
  /** Items of a page. */
  readonly page: number;
}

const TOKENS_MAX = 6;
const RARE_MIN = 500;
/** A token that so large a share of all items carries narrows nothing but costs its whole list. */
const COMMON_SHARE = 0.25;

function isPlain(token: number): boolean {
  return token >>> 16 < 0x80 && (token & 0xffff) < 0x80;
}

/**
 * About how many of all items fit one word or filter. Pairs of a Chinese word come together, so the rarest tells; pairs of a model
 * number come by chance, so every second one (they overlap) multiplies.
 */
function shareOf(group: readonly number[], frequency: Frequency, items: number): number {
  const shares = group.map((token) => Math.min(1, frequency(token) / items));
  if (!group.every(isPlain)) return Math.min(...shares);
  return shares.reduce((product, share, index) => (index % 2 === 0 ? product * share : product), 1);
}

/**
 * Chooses between reading in ranking order and the inverted index. `groups` are the tokens of each word and filter; an item needs all.
 * With n items of which d carry the rarest token, a page of p needs about p·n/d reads in ranking order and d reads by the index:
 * equal where d = √(p·n). Below that the index is cheap whatever else is asked. Above it a page is usually found early; when it
 * is not, there are few matches in all (about p·n/scan), and the index, which intersects words and filters, is cheap again.
 * So no combination costs more than both bounds together. Words that would hardly meet by chance skip the scan while the rarest
 * of them still bounds the index.
 */
export function choosePlan(
  groups: readonly (readonly number[])[],
  frequency: Frequency,
  { items, page }: SearchSize,
): SearchPlan {
  const byRarity = [...new Set(groups.flat())]
    .map((token) => ({ token, items: frequency(token) }))
    .toSorted((a, b) => a.items - b.items || a.token - b.token);
  const rarest = byRarity[0]?.items ?? items;
  const balance = Math.sqrt(page * items);
  const scan = Math.ceil(2.5 * balance);
  const byChance = groups.reduce((hits, group) => hits * shareOf(group, frequency, Math.max(items, 1)), scan);
  const isRare = rarest <= Math.max(RARE_MIN, balance / 2);
  const hardlyMeets = byChance < page / 10 && rarest <= 1.5 * balance;
  return {
    rankedScan: isRare || hardlyMeets ? 0 : scan,
    tokens: byRarity
      .filter((each, index) => index === 0 || each.items < COMMON_SHARE * items)
      .slice(0, TOKENS_MAX)
      .map((each) => each.token),
  };
}
