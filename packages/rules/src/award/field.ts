import { type Exact, type Money, exactOf } from '../money.ts';
import { assert } from '../result.ts';
import { intAt } from './columns.ts';
import type { Ground } from './ground.ts';
import type { Reason } from './outcome.ts';
import type { RankKey } from './pack.ts';
import type { Bid } from './round.ts';
import type { Unit } from './units.ts';

/** A bid on its way through the rules. The steps write to it; everything else of a round stays as it came. */
export interface Candidate {
  readonly product: number;
  readonly id: string;
  readonly firm: string;
  /** Firm, or who controls it. */
  readonly controller: string;
  readonly category: string;
  readonly unit: Unit;
  readonly bid: Bid;
  readonly compared: Exact;
  valid: boolean;
  rank: number | null;
  place: number | null;
  tieBrokenBy: RankKey | null;
  shortlisted: boolean;
  selectedBy: string | null;
  finalPrice: Money | null;
  readonly reasons: Reason[];
}

export interface Field {
  readonly ground: Ground;
  readonly units: readonly Unit[];
  /** All bids, in the order of the ground's products. */
  readonly all: readonly Candidate[];
  readonly inUnit: ReadonlyMap<string, readonly Candidate[]>;
  readonly inLot: ReadonlyMap<string, readonly Candidate[]>;
}

/** Fixed amounts of the product's features, and how many comparison units it holds. */
function terms(ground: Ground, product: number): { readonly less: bigint; readonly units: bigint } {
  const { comparison } = ground.pack;
  const own = ground.products[product];
  assert(own !== undefined, 'no such product');
  const less = comparison.features
    .filter(({ feature }) => own.features.includes(feature))
    .reduce((sum, { amount }) => sum + exactOf(amount).over, 0n);
  return { less, units: comparison.perUnit ? BigInt(own.comparisonUnits) : 1n };
}
/** What a price of the product compares at; one below the amounts of its features compares as nothing. */
export function comparedAt(ground: Ground, product: number, price: Money): Exact {
  const { less, units } = terms(ground, product);
  const over = exactOf(price).over - less;
  return { over: over > 0n ? over : 0n, under: units };
}
/** The price of the product that compares at `compared`: the way back. */
export function priceAt(ground: Ground, product: number, compared: Exact): Exact {
  const { less, units } = terms(ground, product);
  return { over: compared.over * units + less * compared.under, under: compared.under };
}

function grouped(all: readonly Candidate[], key: (each: Candidate) => string): Map<string, Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const each of all) {
    const found = groups.get(key(each));
    if (found === undefined) groups.set(key(each), [each]);
    else found.push(each);
  }
  return groups;
}

export function fieldOf(ground: Ground, units: readonly Unit[]): Field {
  const unitOf = new Map(units.flatMap((unit) => unit.products.map((product) => [product, unit] as const)));
  const all = ground.products.flatMap((own, product): Candidate[] => {
    const bid = ground.bidOf[product] ?? null;
    const unit = unitOf.get(product);
    assert(unit !== undefined, `product ${own.id} is in no unit`);
    if (bid === null) return [];
    return [
      {
        product,
        id: own.id,
        firm: own.firm,
        controller: ground.firms[intAt(ground.firmOf, product)]?.controller ?? own.firm,
        category: own.category,
        unit,
        bid,
        compared: comparedAt(ground, product, bid.price),
        valid: true,
        rank: null,
        place: null,
        tieBrokenBy: null,
        shortlisted: false,
        selectedBy: null,
        finalPrice: null,
        reasons: [],
      },
    ];
  });
  return {
    ground,
    units,
    all,
    inUnit: grouped(all, ({ unit }) => unit.id),
    inLot: grouped(all, ({ unit }) => unit.lot),
  };
}

export function byPlace(a: Candidate, b: Candidate): number {
  return (a.place ?? Infinity) - (b.place ?? Infinity);
}
export function candidatesOf(field: Field, unit: string): readonly Candidate[] {
  return field.inUnit.get(unit) ?? [];
}
export function winnersOf(field: Field, unit: string): Candidate[] {
  return candidatesOf(field, unit)
    .filter(({ selectedBy }) => selectedBy !== null)
    .toSorted(byPlace);
}
export function firmsIn(candidates: readonly Candidate[], relatedAsOne = false): number {
  return new Set(candidates.map((each) => (relatedAsOne ? each.controller : each.firm))).size;
}
