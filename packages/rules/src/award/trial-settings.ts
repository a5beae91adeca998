import { type Money, exactOf, money, moneyOfExact, quantity } from '../money.ts';
import type { RoundPack } from './pack.ts';
import type { Recipe } from './trial.ts';

/** What a person sets to try a pack out on invented bids. */
export interface TrialSettings {
  readonly seed: number;
  /** Firms that bid for each item. */
  readonly firms: number;
  readonly productsPerFirm: number;
  /** Lowest and highest bid in percent of the cap; of 1,000 yuan where there is none. */
  readonly fromPercent: number;
  readonly toPercent: number;
  readonly institutions: number;
  /** Whether bidders accept the limits of rules that ask for it. */
  readonly accept: boolean;
}

/** A recipe by the settings, the same bids for each pack with the same items and caps. */
export function recipeWith(pack: RoundPack, settings: TrialSettings): Recipe {
  const accepts = settings.accept
    ? pack.rules.filter(({ offer }) => offer === 'accept').map(({ id }) => id)
    : [];
  return {
    seed: settings.seed,
    regions: Math.min(4, settings.institutions),
    institutions: settings.institutions,
    linesPerProduct: Math.max(1, Math.ceil(settings.institutions / 2)),
    bands: pack.categories.map(({ id, cap }) => {
      const full = exactOf(cap ?? money('1000'));
      const share = (percent: number): Money =>
        moneyOfExact({ over: full.over * BigInt(percent), under: 100n * full.under }, 'upToFen');
      return {
        category: id,
        firmFrom: 1,
        firms: settings.firms,
        products: settings.firms * settings.productsPerFirm,
        priceFirst: share(settings.fromPercent),
        priceLast: share(settings.toPercent),
        demand: quantity(settings.firms * settings.productsPerFirm * 1000),
        suppliesAllRegions: true,
        accepts,
      };
    }),
  };
}
