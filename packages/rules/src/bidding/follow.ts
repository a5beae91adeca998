import type { AwardBundle } from '../award/bundle.ts';
import type { Category, RoundPack, VolumeRule, WinRule } from '../award/pack.ts';
import type { Money } from '../money.ts';
import { type Result, ok, refuse } from '../result.ts';
import { biddingBasis } from './basis.ts';

/** A product that another round selected, at the price that is followed: yuan per unit of the item. */
export interface FollowedProduct {
  readonly product: string;
  readonly name: string;
  readonly firm: string;
  readonly item: string;
  readonly itemName: string;
  readonly price: Money;
}

/** What a verified bundle selected. */
export function selectedIn(bundle: Pick<AwardBundle, 'round' | 'result'>): FollowedProduct[] {
  const { round, result } = bundle;
  const products = new Map(round.products.map((each) => [each.id, each]));
  const firms = new Map(round.firms.map((each) => [each.id, each.name]));
  const items = new Map(round.pack.categories.map((each) => [each.id, each.name.zh]));
  return result.bids.flatMap(({ product, firm, finalPrice }) => {
    const known = products.get(product);
    if (finalPrice === null || known === undefined) return [];
    return [
      {
        product,
        name: known.name,
        firm: firms.get(firm) ?? firm,
        item: known.category,
        itemName: items.get(known.category) ?? known.category,
        price: finalPrice,
      },
    ];
  });
}

export interface Pair {
  /** Our product. */
  readonly productId: string;
  /** The product of the bundle. */
  readonly theirs: string;
}
export interface PricedPair extends Pair {
  readonly price: Money;
}

/** Each of our products follows one of theirs, at the price it was selected at (JS-24, SX-4.2). */
export function pricedPairs(
  pairs: readonly Pair[],
  ours: ReadonlySet<string>,
  selected: readonly FollowedProduct[],
): Result<readonly PricedPair[], 'bidding.pairUnknown' | 'bidding.pairTwice'> {
  if (new Set(pairs.map(({ productId }) => productId)).size < pairs.length)
    return refuse('bidding.pairTwice', { field: 'pairs' });
  const prices = new Map(selected.map(({ product, price }) => [product, price]));
  const priced: PricedPair[] = [];
  for (const [at, pair] of pairs.entries()) {
    const price = prices.get(pair.theirs);
    if (price === undefined || !ours.has(pair.productId))
      return refuse('bidding.pairUnknown', { field: `pairs.${at}` });
    priced.push({ ...pair, price });
  }
  return ok(priced);
}

/** Pairs that suggest themselves: the same product, else the only one of the same name and firm. */
export function suggestedPairs(
  ours: readonly { readonly id: string; readonly name: string; readonly firm: string }[],
  selected: readonly FollowedProduct[],
): Pair[] {
  return ours.flatMap(({ id, name, firm }) => {
    const same = selected.filter((each) => each.product === id);
    const alike =
      same.length > 0 ? same : selected.filter((each) => each.name === name && each.firm === firm);
    const [only] = alike;
    return only !== undefined && alike.length === 1 ? [{ productId: id, theirs: only.product }] : [];
  });
}

interface Following {
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly categories: readonly Category[];
  /** As the round publishes it; null where it sets none. */
  readonly volume: VolumeRule | null;
}

const wholeDemand: VolumeRule = {
  base: 'reported',
  ratios: [{ categories: null, winners: null, ratio: '1' }],
  rounding: { method: 'down', step: '1' },
};

const followRule: WinRule = {
  id: 'follow',
  name: { zh: '跟标：按来源项目中选价', en: 'followed: at the price selected in the other round' },
  basis: biddingBasis.follow,
  among: 'shortlisted',
  groups: null,
  categories: null,
  firms: null,
  winners: null,
  offer: 'bid',
  when: { kind: 'always' },
  winnersMax: null,
  perFirmMax: null,
};

/**
 * A round that follows as a pack: whoever was selected there is selected here at that price, and gets its own demand. So its
 * bundle can be computed again like every other.
 */
export function followPack({ id, title, categories, volume }: Following): RoundPack {
  return {
    format: 'daylight-round/1',
    id,
    title,
    categories,
    volume: volume ?? wholeDemand,
    units: { merge: [], split: null, systems: null },
    comparison: { perUnit: false, features: [] },
    validity: [],
    ranking: ['price', 'product'],
    shortlists: [],
    rules: [followRule],
    priceGap: null,
    allocation: {
      kind: 'ownDemand',
      tiers: [
        {
          rules: null,
          groups: null,
          firms: null,
          winners: null,
          counts: 'unit',
          share: { kind: 'flat', share: '1' },
        },
      ],
      performance: [],
    },
    leftover: {
      within: 'unit',
      unselectedTo: [],
      permitted: [{ kind: 'winners', rules: null }],
      fallback: 'rank',
    },
    sources: [
      {
        path: 'rules',
        mark: 'published',
        note: { zh: '江苏 2020 年 22 号第 24 条：跟标扩围', en: 'JS 2020 No. 22, art. 24: following' },
      },
      {
        path: 'allocation',
        mark: 'default',
        note: { zh: '按本项目报量分配，默认', en: 'own demand, a default' },
      },
      { path: 'leftover', mark: 'default', note: { zh: '默认', en: 'a default' } },
    ],
  };
}
