import {
  type Exact,
  type Money,
  type Ratio,
  averageExact,
  compareExact,
  exactOf,
  ratioOf,
  scaleExact,
} from '../money.ts';
import { never } from '../result.ts';
import { type Candidate, type Field, comparedAt, priceAt } from './field.ts';
import type { Anchor, BidSet } from './pack.ts';
import { times } from './ratio.ts';

/** The anchor times a factor, in terms of the candidate's own price; or why there is none and what follows. */
export type Measure =
  | { readonly known: true; readonly price: Exact }
  | { readonly known: false; readonly holds: boolean; readonly code: string };

/** Measures by anchors. It keeps what it computed, so it is made anew whenever the winners have changed. */
export type Measurer = (anchor: Anchor, candidate: Candidate, factor: Ratio) => Measure;

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
function chosen(found: readonly Measure[], anchor: SeveralAnchor): Measure {
  const failing = found.find((each) => !each.known && !each.holds);
  if (failing !== undefined) return failing;
  const price = extreme(
    found.flatMap((each) => (each.known ? [each.price] : [])),
    anchor.of,
  );
  return price === null ? { known: false, holds: true, code: 'anchor.none' } : { known: true, price };
}

/**
 * A factor goes down to every anchor by itself, so that prices as bids compare are multiplied as they compare, and
 * prices as they are written as they are written.
 */
export function measurerOf(field: Field): Measurer {
  const ofBids = bidAnchor(field);
  const measure: Measurer = (anchor, candidate, factor) => {
    const own = field.ground.products[candidate.product];
    const category = field.ground.categoryOf[candidate.product];
    switch (anchor.of) {
      case 'lowest':
      case 'highest':
      case 'average': {
        const compared = ofBids(anchor, candidate);
        if (compared === null) return { known: false, holds: false, code: 'anchor.noBid' };
        const price = priceAt(field.ground, candidate.product, scaleExact(compared, factor));
        return { known: true, price };
      }
      case 'largest':
      case 'smallest':
        return chosen(
          anchor.among.map((each) => measure(each.anchor, candidate, times(factor, ratioOf(each.factor)))),
          anchor,
        );
      case 'cap':
        return given(category?.cap, factor, 'anchor.noCap');
      case 'line':
        return given(category?.lines[anchor.name], factor, 'anchor.noLine');
      case 'own':
        return given(own?.prices[anchor.name], factor, 'anchor.noOwnPrice', anchor.missing === 'pass');
      case 'amount':
        return given(anchor.yuan, factor, '');
      default:
        return never(anchor);
    }
  };
  return measure;
}

function given(price: Money | null | undefined, factor: Ratio, code: string, holds = false): Measure {
  return price === null || price === undefined
    ? { known: false, holds, code }
    : { known: true, price: scaleExact(exactOf(price), factor) };
}
