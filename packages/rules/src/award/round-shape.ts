import { isQuantity, quantity } from '../money.ts';
import { isInstant } from '../time.ts';
import { entryAt } from './columns.ts';
import { packShape, price } from './pack-shape.ts';
import type { DemandLines, Round } from './round.ts';
import {
  type Fault,
  type Shape,
  count,
  faultsOf,
  flag,
  isRecord,
  list,
  mapOf,
  orNull,
  positive,
  record,
  text,
  textThat,
} from './shape.ts';

const amount = textThat((value) => isQuantity(value) && quantity(value) === value, 'shape.quantity');
const moment = textThat(isInstant, 'shape.instant');

/** A column of whole numbers: a list out of JSON or a typed array. */
const column: Shape = (value, path, faults) => {
  const isColumn = Array.isArray(value) || value instanceof Int32Array || value instanceof Float64Array;
  if (!isColumn) faults.push({ path, code: 'shape.column', found: '' });
  else {
    const wrong = value.findIndex((each: unknown) => !Number.isSafeInteger(each) || Number(each) < 0);
    if (wrong >= 0)
      faults.push({ path: `${path}.${wrong}`, code: 'shape.count', found: String(value[wrong]) });
  }
};

const roundShape = record({
  pack: packShape,
  regions: list(text),
  firms: list(record({ id: text, name: text, controller: orNull(text), suppliesAllRegions: flag })),
  products: list(
    record({
      id: text,
      name: text,
      firm: text,
      category: text,
      comparisonUnits: positive,
      features: list(text),
      prices: mapOf(price),
      capacity: orNull(amount),
      grade: orNull(text),
      parts: list(record({ component: text, role: text, count: positive })),
    }),
  ),
  institutions: list(record({ id: text, region: text })),
  demand: record({ institution: column, product: column, reported: column, lastYear: orNull(column) }),
  bids: list(
    record({
      product: text,
      price,
      at: moment,
      lot: orNull(count),
      parts: list(record({ component: text, price })),
      accepts: list(text),
      rebids: mapOf(price),
      regions: list(text),
    }),
  ),
  choices: list(record({ institution: text, product: text, quantity: amount })),
});

function twice(ids: readonly (string | number)[], path: string): Fault[] {
  const seen = new Set<string | number>();
  return ids.flatMap((id) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path, code: 'round.twice', found: String(id) }];
  });
}
function unknown(ids: readonly string[], known: ReadonlySet<string>, path: string): Fault[] {
  return [...new Set(ids)]
    .filter((id) => !known.has(id))
    .map((id) => ({ path, code: 'round.unknown', found: id }));
}
const idsOf = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id);

function referenceFaults(round: Round): Fault[] {
  const firms = new Set(idsOf(round.firms));
  const products = new Set(idsOf(round.products));
  const institutions = new Set(idsOf(round.institutions));
  const regions = new Set(round.regions);
  return [
    ...twice(round.regions, 'regions'),
    ...twice(idsOf(round.firms), 'firms'),
    ...twice(idsOf(round.products), 'products'),
    ...twice(idsOf(round.institutions), 'institutions'),
    ...twice(
      round.bids.map(({ product }) => product),
      'bids',
    ),
    ...twice(
      round.bids.flatMap(({ lot }) => (lot === null ? [] : [lot])),
      'bids.lot',
    ),
    ...twice(
      round.choices.map(({ institution, product }) => `${institution} ${product}`),
      'choices',
    ),
    ...unknown(
      round.products.map(({ firm }) => firm),
      firms,
      'products.firm',
    ),
    ...unknown(
      round.products.map(({ category }) => category),
      new Set(idsOf(round.pack.categories)),
      'products.category',
    ),
    ...unknown(
      round.institutions.map(({ region }) => region),
      regions,
      'institutions.region',
    ),
    ...unknown(
      round.bids.map(({ product }) => product),
      products,
      'bids.product',
    ),
    ...unknown(
      round.bids.flatMap((bid) => bid.regions),
      regions,
      'bids.regions',
    ),
    ...unknown(
      round.choices.map(({ product }) => product),
      products,
      'choices.product',
    ),
    ...unknown(
      round.choices.map(({ institution }) => institution),
      institutions,
      'choices.institution',
    ),
  ];
}

function fault(path: string, code: string, found = ''): Fault[] {
  return [{ path, code, found }];
}

/** Columns of one length, places that exist, each institution and product once, sums that stay exact. */
function demandFaults(demand: DemandLines, round: Round): Fault[] {
  const lines = demand.institution.length;
  const { lastYear } = demand;
  const lengths = [demand.product.length, demand.reported.length, lastYear?.length ?? lines];
  if (lengths.some((length) => length !== lines)) return fault('demand', 'demand.lengths', lengths.join(' '));
  if (round.pack.volume.base !== 'reported' && lastYear === null)
    return fault('demand.lastYear', 'demand.noLastYear');
  const width = round.products.length;
  const seen = new Uint8Array(round.institutions.length * width);
  let total = 0;
  for (let line = 0; line < lines; line += 1) {
    const institution = entryAt(demand.institution, line);
    const product = entryAt(demand.product, line);
    if (institution >= round.institutions.length || product >= width)
      return fault(`demand.${line}`, 'demand.unknownPlace', `${institution} ${product}`);
    if (seen[institution * width + product] === 1)
      return fault(`demand.${line}`, 'demand.twice', `${institution} ${product}`);
    seen[institution * width + product] = 1;
    total += Math.max(entryAt(demand.reported, line), lastYear === null ? 0 : entryAt(lastYear, line));
  }
  return Number.isSafeInteger(total) ? [] : fault('demand', 'demand.tooLarge', String(total));
}

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: Fault[] };

/** Reads a round from outside: its shape, its references, its demand. Everything wrong is named. */
export function readRound(value: unknown): Read<Round> {
  const shapeFaults = faultsOf(roundShape, value);
  if (shapeFaults.length > 0) return { ok: false, faults: shapeFaults };
  const round = value as Round;
  const faults = [...referenceFaults(round), ...demandFaults(round.demand, round)];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: round };
}

/** Reads a pack alone, before there are bids. */
export function readPack(value: unknown): Read<Round['pack']> {
  const faults = faultsOf(packShape, isRecord(value) ? value : null);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: value as Round['pack'] };
}
