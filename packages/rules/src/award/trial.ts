import {
  type Money,
  type Quantity,
  exactOf,
  money,
  moneyOfExact,
  quantityOfThousandths,
  thousandthsOf,
} from '../money.ts';
import { addMs, instant } from '../time.ts';
import { award } from './award.ts';
import { entryAt, sum } from './columns.ts';
import { checkPack } from './check.ts';
import type { CheckFinding } from './finding.ts';
import type { RoundPack } from './pack.ts';
import type { Bid, DemandLines, Firm, Institution, Product, Round } from './round.ts';

/** Invented bids of one kind: so many products of so many firms, prices in even steps from first to last. */
export interface Band {
  readonly category: string;
  /** Firms F1 … are numbered through the whole round: this band's are firmFrom … firmFrom + firms − 1. */
  readonly firmFrom: number;
  readonly firms: number;
  readonly products: number;
  readonly priceFirst: Money;
  readonly priceLast: Money;
  /** Demand of all its products together. */
  readonly demand: Quantity;
  readonly suppliesAllRegions: boolean;
  /** Rules whose limit all of them accept. */
  readonly accepts: readonly string[];
}
export interface Recipe {
  readonly seed: number;
  readonly regions: number;
  readonly institutions: number;
  /** How many institutions report each product. */
  readonly linesPerProduct: number;
  readonly bands: readonly Band[];
}

/** Chance from a seed (mulberry32): the same numbers from 0 to below `end` everywhere. */
export function chanceOf(seed: number): (end: number) => number {
  let state = seed | 0;
  return (end) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * end);
  };
}

/** Whole units divided by weights, nothing lost. */
function divided(total: number, weights: readonly number[]): number[] {
  const all = sum(Float64Array.from(weights));
  const shares = weights.map((weight) =>
    all === 0 ? 0 : Number((BigInt(total) * BigInt(weight)) / BigInt(all)),
  );
  let rest = total - sum(Float64Array.from(shares));
  return shares.map((share) => {
    if (rest === 0) return share;
    rest -= 1;
    return share + 1;
  });
}

function priceAtStep({ priceFirst, priceLast, products }: Band, index: number): Money {
  if (products === 1) return priceFirst;
  const [first, last] = [exactOf(priceFirst).over, exactOf(priceLast).over];
  const steps = BigInt(products - 1);
  return moneyOfExact({ over: first * steps + (last - first) * BigInt(index), under: steps }, 'downToFen');
}

interface Sowing {
  readonly recipe: Recipe;
  readonly chance: (end: number) => number;
  readonly firms: Map<string, Firm>;
  readonly products: Product[];
  readonly bids: Bid[];
  readonly columns: { institution: number[]; product: number[]; reported: number[] };
}

function sowDemand({ recipe, chance, columns }: Sowing, product: number, units: number): void {
  const buyers = Math.min(recipe.institutions, recipe.linesPerProduct);
  const start = chance(recipe.institutions);
  const weights = Array.from({ length: buyers }, () => 1 + chance(9));
  divided(units, weights).forEach((count, index) => {
    if (count === 0) return;
    columns.institution.push((start + index) % recipe.institutions);
    columns.product.push(product);
    columns.reported.push(count * 1000);
  });
}

const opened = instant('2026-01-05T01:00:00.000Z');
const number = (value: number, width: number): string => String(value).padStart(width, '0');

function sowBand(sowing: Sowing, band: Band, regions: readonly string[]): void {
  const { chance, products, bids, firms } = sowing;
  const demands = divided(
    thousandthsOf(band.demand) / 1000,
    Array.from({ length: band.products }, () => 10 + chance(90)),
  );
  for (let index = 0; index < band.products; index += 1) {
    const firm = `F${number(band.firmFrom + (index % band.firms), 3)}`;
    const place = products.length;
    const id = `P${number(place + 1, 5)}`;
    const { suppliesAllRegions } = band;
    firms.set(firm, firms.get(firm) ?? { id: firm, name: firm, controller: null, suppliesAllRegions });
    products.push({
      id,
      name: id,
      firm,
      category: band.category,
      comparisonUnits: 1,
      features: [],
      prices: {},
      capacity: null,
      grade: null,
      parts: [],
    });
    bids.push({
      product: id,
      price: priceAtStep(band, index),
      at: addMs(opened, chance(3_600_000)),
      lot: place + 1,
      parts: [],
      accepts: band.accepts,
      rebids: {},
      regions,
    });
    sowDemand(sowing, place, entryAt(demands, index));
  }
}

/** A round of invented firms, products, demand and bids: the same for the same pack and recipe. */
export function inventRound(pack: RoundPack, recipe: Recipe): Round {
  const regions = Array.from({ length: recipe.regions }, (_, index) => `R${number(index + 1, 2)}`);
  const institutions = Array.from({ length: recipe.institutions }, (_, index): Institution => ({
    id: `H${number(index + 1, 5)}`,
    region: regions[index % regions.length] ?? '',
  }));
  const sowing: Sowing = {
    recipe,
    chance: chanceOf(recipe.seed),
    firms: new Map(),
    products: [],
    bids: [],
    columns: { institution: [], product: [], reported: [] },
  };
  for (const band of recipe.bands) sowBand(sowing, band, regions);
  const demand: DemandLines = {
    ...sowing.columns,
    lastYear: pack.volume.base === 'reported' ? null : sowing.columns.reported,
  };
  const { products, bids } = sowing;
  return {
    pack,
    regions,
    firms: [...sowing.firms.values()],
    products,
    institutions,
    demand,
    bids,
    choices: [],
  };
}

/** A recipe for trying any pack out: three to fourteen firms per category, prices from 30 % to above the cap. */
export function recipeFor(pack: RoundPack, seed: number): Recipe {
  const chance = chanceOf(seed);
  const bands = pack.categories.map(({ id, cap }): Band => {
    const firms = 1 + chance(14);
    const full = exactOf(cap ?? money('1000'));
    const share = (percent: number): Money =>
      moneyOfExact({ over: full.over * BigInt(percent), under: 100n }, 'upToFen');
    return {
      category: id,
      firmFrom: 1 + chance(5),
      firms,
      products: firms * (1 + chance(2)),
      priceFirst: share(30 + chance(30)),
      priceLast: share(70 + chance(40)),
      demand: quantityOfThousandths((1 + chance(5000)) * 1000),
      suppliesAllRegions: chance(4) > 0,
      accepts: pack.rules.filter(({ offer }) => offer === 'accept' && chance(2) === 0).map((rule) => rule.id),
    };
  });
  return { seed, regions: 6, institutions: 20, linesPerProduct: 8, bands };
}

export interface TrialReport {
  readonly findings: readonly CheckFinding[];
  readonly rounds: number;
  readonly bids: number;
  readonly winners: number;
  /** Bids selected by each rule; a rule with none in many rounds deserves a look. */
  readonly byRule: Readonly<Record<string, number>>;
  readonly unitsWithoutWinner: number;
}

/** Tries a pack on invented rounds from one seed on. */
export function tryPack(pack: RoundPack, seed: number, rounds: number): TrialReport {
  const outcomes = Array.from({ length: rounds }, (_, index) =>
    award(inventRound(pack, recipeFor(pack, seed + index))),
  );
  const bids = outcomes.flatMap((outcome) => outcome.bids);
  return {
    findings: checkPack(pack),
    rounds,
    bids: bids.length,
    winners: bids.filter(({ selected }) => selected).length,
    byRule: Object.fromEntries(
      pack.rules.map(({ id }) => [id, bids.filter(({ selectedBy }) => selectedBy === id).length]),
    ),
    unitsWithoutWinner: outcomes.flatMap(({ units }) => units).filter(({ winners }) => winners === 0).length,
  };
}
