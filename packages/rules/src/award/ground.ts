import { thousandthsOf } from '../money.ts';
import { assert } from '../result.ts';
import { at, bump, bumpInt, byText, entryAt, intAt } from './columns.ts';
import type { Category, RoundPack, VolumeRule } from './pack.ts';
import type { Bid, Choice, DemandLines, Firm, Institution, Product, Round } from './round.ts';

/** Reports by product, inside by institution: the lines of product p are start[p] … start[p + 1] − 1. */
export interface Lines {
  readonly start: Int32Array;
  readonly institution: Int32Array;
  /** Base volume of each line (采购量基数), in thousandths. */
  readonly base: Float64Array;
}

/** A round in one fixed order, whatever the order it came in. */
export interface Ground {
  readonly pack: RoundPack;
  readonly regions: readonly string[];
  readonly firms: readonly Firm[];
  readonly products: readonly Product[];
  readonly institutions: readonly Institution[];
  readonly choices: readonly Choice[];
  readonly lines: Lines;
  /** Base volume by product, in thousandths. */
  readonly demand: Float64Array;
  readonly firmOf: Int32Array;
  readonly categoryOf: readonly Category[];
  readonly bidOf: readonly (Bid | null)[];
  readonly placeOfProduct: ReadonlyMap<string, number>;
  readonly placeOfInstitution: ReadonlyMap<string, number>;
  readonly capacityOf: readonly (number | null)[];
}

export function placesOf(ids: readonly string[]): Map<string, number> {
  const places = new Map(ids.map((id, place) => [id, place]));
  assert(places.size === ids.length, 'an identifier occurs twice');
  return places;
}
export function placeIn(places: ReadonlyMap<string, number>, id: string): number {
  const place = places.get(id);
  assert(place !== undefined, `unknown identifier ${id}`);
  return place;
}

/** 采购量基数 of one line (SX-3.1b), in thousandths; the mean is rounded half up. */
export function baseOf(rule: VolumeRule['base'], reported: number, lastYear: number): number {
  switch (rule) {
    case 'reported':
      return reported;
    case 'lastYear':
      return lastYear;
    case 'smaller':
      return Math.min(reported, lastYear);
    case 'larger':
      return Math.max(reported, lastYear);
    case 'mean':
      return Math.floor((reported + lastYear + 1) / 2);
  }
}

/** Places of lines sorted by `key`, stable: two passes of this sort a million lines by product and institution. */
function sortedBy(key: Int32Array, order: Int32Array, keys: number): Int32Array {
  const start = new Int32Array(keys + 1);
  for (let line = 0; line < key.length; line += 1) bumpInt(start, intAt(key, line) + 1, 1);
  for (let each = 0; each < keys; each += 1) bumpInt(start, each + 1, intAt(start, each));
  const sorted = new Int32Array(order.length);
  for (let index = 0; index < order.length; index += 1) {
    const line = intAt(order, index);
    const of = intAt(key, line);
    sorted[intAt(start, of)] = line;
    bumpInt(start, of, 1);
  }
  return sorted;
}

function keysOf(column: ArrayLike<number>, places: Int32Array): Int32Array {
  const keys = new Int32Array(column.length);
  for (let line = 0; line < column.length; line += 1) keys[line] = intAt(places, entryAt(column, line));
  return keys;
}

function linesOf(demand: DemandLines, rule: VolumeRule, places: Places): Lines {
  const count = demand.institution.length;
  const institution = keysOf(demand.institution, places.institution);
  const product = keysOf(demand.product, places.product);
  const identity = new Int32Array(count);
  for (let line = 0; line < count; line += 1) identity[line] = line;
  const byInstitution = sortedBy(institution, identity, places.institution.length);
  const order = sortedBy(product, byInstitution, places.product.length);
  const lines = {
    start: new Int32Array(places.product.length + 1),
    institution: new Int32Array(count),
    base: new Float64Array(count),
  };
  for (let index = 0; index < count; index += 1) {
    const line = intAt(order, index);
    const base = baseOf(
      rule.base,
      entryAt(demand.reported, line),
      demand.lastYear === null ? 0 : entryAt(demand.lastYear, line),
    );
    assert(Number.isSafeInteger(base) && base >= 0, 'a reported volume is not a count of thousandths');
    lines.institution[index] = intAt(institution, line);
    lines.base[index] = base;
    bumpInt(lines.start, intAt(product, line) + 1, 1);
  }
  for (let each = 0; each < places.product.length; each += 1)
    bumpInt(lines.start, each + 1, intAt(lines.start, each));
  return lines;
}

interface Places {
  readonly institution: Int32Array;
  readonly product: Int32Array;
}
/** Where each entry of the round's own order stands in the sorted order. */
function sortedPlaces(ids: readonly string[], sorted: ReadonlyMap<string, number>): Int32Array {
  return Int32Array.from(ids, (id) => placeIn(sorted, id));
}

function demandOf(lines: Lines, products: number): Float64Array {
  const demand = new Float64Array(products);
  for (let product = 0; product < products; product += 1) {
    for (let line = intAt(lines.start, product); line < intAt(lines.start, product + 1); line += 1)
      bump(demand, product, at(lines.base, line));
    assert(Number.isSafeInteger(at(demand, product)), 'the demand of a product is no longer exact');
  }
  return demand;
}

const sortedById = <T extends { readonly id: string }>(all: readonly T[]): T[] =>
  all.toSorted((a, b) => byText(a.id, b.id));

/** Brings a round that passed its validator into one order. Throws where the validator was skipped. */
export function groundOf(round: Round): Ground {
  const products = sortedById(round.products);
  const institutions = sortedById(round.institutions);
  const firms = sortedById(round.firms);
  const placeOfProduct = placesOf(products.map(({ id }) => id));
  const placeOfInstitution = placesOf(institutions.map(({ id }) => id));
  const placeOfFirm = placesOf(firms.map(({ id }) => id));
  const categories = new Map(round.pack.categories.map((each) => [each.id, each]));
  const lines = linesOf(round.demand, round.pack.volume, {
    institution: sortedPlaces(
      round.institutions.map(({ id }) => id),
      placeOfInstitution,
    ),
    product: sortedPlaces(
      round.products.map(({ id }) => id),
      placeOfProduct,
    ),
  });
  const bids = new Map(round.bids.map((bid) => [bid.product, bid]));
  return {
    pack: round.pack,
    regions: round.regions.toSorted(byText),
    firms,
    products,
    institutions,
    choices: round.choices.toSorted(
      (a, b) => byText(a.institution, b.institution) || byText(a.product, b.product),
    ),
    lines,
    demand: demandOf(lines, products.length),
    firmOf: Int32Array.from(products, ({ firm }) => placeIn(placeOfFirm, firm)),
    categoryOf: products.map(({ category }) => {
      const found = categories.get(category);
      assert(found !== undefined, `unknown category ${category}`);
      return found;
    }),
    bidOf: products.map(({ id }) => bids.get(id) ?? null),
    placeOfProduct,
    placeOfInstitution,
    capacityOf: products.map(({ capacity }) => (capacity === null ? null : thousandthsOf(capacity))),
  };
}
