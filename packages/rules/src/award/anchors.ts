import { type Exact, averageExact, compareExact, exactOf, ratioOf, scaleExact } from '../money.ts';
import { never } from '../result.ts';
import { type Candidate, type Field, comparedAt, priceAt } from './field.ts';
import type { Anchor, BidSet, RatioText } from './pack.ts';

/**
 * What to measure by: a price as bids are written ('price') or as they compare ('compared'); or why there is none
 * and what follows.
 */
export type Measure =
  | { readonly known: true; readonly value: Exact; readonly terms: 'price' | 'compared' }
  | { readonly known: false; readonly holds: boolean; readonly code: string };

/** Measures by anchors. It keeps what it computed, so it is made anew whenever the winners have changed. */
export type Measurer = (anchor: Anchor, candidate: Candidate) => Measure;

function setOf(field: Field, set: BidSet, candidate: Candidate): Exact[] {
  const all =
    set.within === 'unit' ? field.inUnit.get(candidate.unit.id) : field.inLot.get(candidate.unit.lot);
  return (all ?? [])
    .filter(
      (each) =>
        each.valid &&
        (set.groups === null || set.groups.includes(each.unit.group ?? '')) &&
        (set.over !== 'shortlisted' || each.shortlisted) &&
        (set.over !== 'selected' || each.selectedBy !== null) &&
        (set.rules === null || set.rules.includes(each.selectedBy ?? '')),
    )
    .map((each) =>
      set.over === 'selected' && each.finalPrice !== null
        ? comparedAt(field.ground, each.product, each.finalPrice)
        : each.compared,
    );
}

function extreme(values: readonly Exact[], of: 'lowest' | 'highest' | 'largest' | 'smallest'): Exact | null {
  const up = of === 'highest' || of === 'largest';
  return values.reduce<Exact | null>((best, each) => {
    if (best === null) return each;
    return compareExact(each, best) > 0 === up ? each : best;
  }, null);
}

export function scaled(measure: Measure, factor: RatioText): Measure {
  return measure.known ? { ...measure, value: scaleExact(measure.value, ratioOf(factor)) } : measure;
}
/** The measure in terms of the candidate's own price. */
export function inPrice(field: Field, candidate: Candidate, measure: Measure & { known: true }): Exact {
  return measure.terms === 'price' ? measure.value : priceAt(field.ground, candidate.product, measure.value);
}

type BidAnchor = Extract<Anchor, { readonly of: 'lowest' | 'highest' | 'average' }>;

function bidAnchor(field: Field): (anchor: BidAnchor, candidate: Candidate) => Exact | null {
  const kept = new Map<BidAnchor, Map<string, Exact | null>>();
  return (anchor, candidate) => {
    const place = anchor.within === 'unit' ? candidate.unit.id : candidate.unit.lot;
    const byPlaces = kept.get(anchor) ?? new Map<string, Exact | null>();
    kept.set(anchor, byPlaces);
    const before = byPlaces.get(place);
    if (before !== undefined) return before;
    const values = setOf(field, anchor, candidate);
    const value =
      anchor.of !== 'average'
        ? extreme(values, anchor.of)
        : values.length === 0
          ? null
          : averageExact(values);
    byPlaces.set(place, value);
    return value;
  };
}

type SeveralAnchor = Extract<Anchor, { readonly of: 'largest' | 'smallest' }>;

/** An anchor among several: those that are missing and may be are left out. */
function chosen(
  field: Field,
  found: readonly Measure[],
  anchor: SeveralAnchor,
  candidate: Candidate,
): Measure {
  const failing = found.find((each) => !each.known && !each.holds);
  if (failing !== undefined) return failing;
  const known = found.filter((each) => each.known);
  const terms = known.every((each) => each.terms === 'compared') ? 'compared' : 'price';
  const values = known.map((each) => (terms === 'compared' ? each.value : inPrice(field, candidate, each)));
  const value = extreme(values, anchor.of);
  return value === null ? { known: false, holds: true, code: 'anchor.none' } : { known: true, value, terms };
}

export function measurerOf(field: Field): Measurer {
  const ofBids = bidAnchor(field);
  const measure: Measurer = (anchor, candidate) => {
    const own = field.ground.products[candidate.product];
    const category = field.ground.categoryOf[candidate.product];
    switch (anchor.of) {
      case 'lowest':
      case 'highest':
      case 'average': {
        const compared = ofBids(anchor, candidate);
        return compared === null
          ? { known: false, holds: false, code: 'anchor.noBid' }
          : { known: true, value: compared, terms: 'compared' };
      }
      case 'largest':
      case 'smallest':
        return chosen(
          field,
          anchor.among.map((each) => scaled(measure(each.anchor, candidate), each.factor)),
          anchor,
          candidate,
        );
      case 'cap':
        return given(category?.cap, 'anchor.noCap', false);
      case 'line':
        return given(category?.lines[anchor.name], 'anchor.noLine', false);
      case 'own':
        return given(own?.prices[anchor.name], 'anchor.noOwnPrice', anchor.missing === 'pass');
      case 'amount':
        return { known: true, value: exactOf(anchor.yuan), terms: 'price' };
      default:
        return never(anchor);
    }
  };
  return measure;
}

function given(
  price: Parameters<typeof exactOf>[0] | null | undefined,
  code: string,
  holds: boolean,
): Measure {
  return price === null || price === undefined
    ? { known: false, holds, code }
    : { known: true, value: exactOf(price), terms: 'price' };
}
