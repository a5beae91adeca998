import {
  type Quantity,
  compareExact,
  exactOf,
  quantityOfThousandths,
  ratioOf,
  scaleExact,
  thousandthsOf,
} from '../money.ts';
import { agreedByInstitution } from './allocate.ts';
import { at, bump, byText, intAt, shareOf, volumeShare } from './columns.ts';
import { type Candidate, type Field, byPlace, comparedAt } from './field.ts';
import { type Ledger, give } from './ledger.ts';
import type { PermittedOutcome, RefusedChoice, Unplaced } from './outcome.ts';
import type { PermittedSet } from './pack.ts';

/** Where leftover volume moves: inside a unit, or inside a lot with all its groups. */
interface Scope {
  readonly id: string;
  readonly products: readonly number[];
  /** In the order in which they are offered: cheapest first. */
  readonly winners: readonly Candidate[];
}

function finalOrder(field: Field): (a: Candidate, b: Candidate) => number {
  const final = ({ product, bid, finalPrice }: Candidate): ReturnType<typeof exactOf> =>
    comparedAt(field.ground, product, finalPrice ?? bid.price);
  return (a, b) => compareExact(final(a), final(b)) || byText(a.id, b.id);
}

function scopesOf(field: Field): Scope[] {
  const { within } = field.ground.pack.leftover;
  const products = new Map<string, number[]>();
  for (const unit of field.units) {
    const id = within === 'unit' ? unit.id : unit.lot;
    const found = products.get(id);
    if (found === undefined) products.set(id, [...unit.products]);
    else found.push(...unit.products);
  }
  return [...products].map(([id, own]) => {
    const bids = (within === 'unit' ? field.inUnit : field.inLot).get(id) ?? [];
    const winners = bids.filter(({ selectedBy }) => selectedBy !== null);
    return { id, products: own, winners: winners.toSorted(within === 'unit' ? byPlace : finalOrder(field)) };
  });
}

interface Permitted {
  /** Open to every institution. */
  readonly all: ReadonlySet<Candidate>;
  /** Open to an institution that reported them itself. */
  readonly reported: ReadonlySet<Candidate>;
}

function isSelectedBy(rules: readonly string[] | null, { selectedBy }: Candidate): boolean {
  return rules === null || rules.includes(selectedBy ?? '');
}

function permittedBy(field: Field, set: PermittedSet, winners: readonly Candidate[]): readonly Candidate[] {
  switch (set.kind) {
    case 'winners':
      return winners.filter((each) => isSelectedBy(set.rules, each));
    case 'lowest': {
      const { over, under } = ratioOf(set.share);
      return winners.slice(0, Number((BigInt(winners.length) * over + under - 1n) / under));
    }
    case 'reported':
      return winners.filter((each) => {
        const cap = field.ground.categoryOf[each.product]?.cap ?? null;
        if (!isSelectedBy(set.rules, each)) return false;
        if (set.categories !== null && !set.categories.includes(each.category)) return false;
        if (set.capFactor === null) return true;
        if (cap === null || each.finalPrice === null) return false;
        return compareExact(exactOf(each.finalPrice), scaleExact(exactOf(cap), ratioOf(set.capFactor))) <= 0;
      });
  }
}

function permittedIn(field: Field, scope: Scope): Permitted {
  const sets = field.ground.pack.leftover.permitted;
  const of = (isReported: boolean): Set<Candidate> =>
    new Set(
      sets
        .filter(({ kind }) => (kind === 'reported') === isReported)
        .flatMap((set) => permittedBy(field, set, scope.winners)),
    );
  return { all: of(false), reported: of(true) };
}

/** A scope while its leftover is placed. */
interface Placing {
  readonly ledger: Ledger;
  readonly scope: Scope;
  readonly permitted: Permitted;
  /** What each institution still has to place. */
  readonly left: Float64Array;
  /** By product: which institutions reported it. Only for products that need it. */
  readonly reporters: ReadonlyMap<number, Uint8Array>;
}

function reportersOf(ledger: Ledger, candidates: Iterable<Candidate>): Map<number, Uint8Array> {
  const { start, institution, base } = ledger.ground.lines;
  const reporters = new Map<number, Uint8Array>();
  for (const { product } of candidates) {
    const flags = new Uint8Array(ledger.ground.institutions.length);
    for (let line = intAt(start, product); line < intAt(start, product + 1); line += 1)
      if (at(base, line) > 0) flags[intAt(institution, line)] = 1;
    reporters.set(product, flags);
  }
  return reporters;
}

function mayTake(placing: Placing, candidate: Candidate, institution: number): boolean {
  if (placing.permitted.all.has(candidate)) return true;
  const flags = placing.permitted.reported.has(candidate)
    ? placing.reporters.get(candidate.product)
    : undefined;
  return flags !== undefined && flags[institution] === 1;
}

function placeAt(placing: Placing, candidate: Candidate, institution: number, volume: number): number {
  const to = { product: candidate.product, institution };
  const given = give(placing.ledger, 'more', to, Math.min(volume, at(placing.left, institution)));
  bump(placing.left, institution, -given);
  return given;
}

/** Stents 2020: of the demand for products that were not selected, a share goes to a place first. */
function placeUnselected(field: Field, placing: Placing): void {
  const selected = new Set(placing.scope.winners.map(({ product }) => product));
  const others = placing.scope.products.filter((product) => !selected.has(product));
  const totals = agreedByInstitution(placing.ledger, others);
  for (const { place, share } of field.ground.pack.leftover.unselectedTo) {
    const candidate = placing.scope.winners[place - 1];
    if (candidate === undefined) continue;
    const factor = volumeShare(ratioOf(share), placing.ledger.step);
    totals.forEach((total, institution) => {
      placeAt(placing, candidate, institution, shareOf(total, factor, placing.ledger.method));
    });
  }
}

function placeChoices(field: Field, placing: Placing): RefusedChoice[] {
  const { ground } = field;
  const winners = new Map(placing.scope.winners.map((each) => [each.id, each]));
  const inScope = new Set(placing.scope.products.map((product) => ground.products[product]?.id));
  return ground.choices
    .filter(({ product }) => inScope.has(product))
    .flatMap((choice): RefusedChoice[] => {
      const candidate = winners.get(choice.product);
      const institution = ground.placeOfInstitution.get(choice.institution) ?? -1;
      const refused = (given: number, code: RefusedChoice['code']): RefusedChoice[] => [
        {
          institution: choice.institution,
          product: choice.product,
          asked: choice.quantity,
          given: quantityOfThousandths(given),
          code,
        },
      ];
      if (candidate === undefined || !mayTake(placing, candidate, institution))
        return refused(0, 'choice.notPermitted');
      const asked = thousandthsOf(choice.quantity);
      const whole = asked - (asked % placing.ledger.step);
      const before = at(placing.left, institution);
      const given = placeAt(placing, candidate, institution, whole);
      if (given === asked) return [];
      return refused(given, given === before ? 'choice.aboveLeftover' : 'choice.aboveCapacity');
    });
}

/** Shares what is left of each institution as its own agreed volumes for permitted products are. */
function placeByOwnDemand(placing: Placing): void {
  const { ledger, scope, left } = placing;
  const { start, institution } = ledger.ground.lines;
  const permitted = scope.winners.filter(
    (each) => placing.permitted.all.has(each) || placing.permitted.reported.has(each),
  );
  const weights = agreedByInstitution(
    ledger,
    permitted.map(({ product }) => product),
  );
  const before = left.slice();
  for (const candidate of permitted)
    for (let line = intAt(start, candidate.product); line < intAt(start, candidate.product + 1); line += 1) {
      const buyer = intAt(institution, line);
      const weight = at(weights, buyer);
      if (weight === 0 || at(before, buyer) === 0) continue;
      const share = { over: at(ledger.agreed, line), under: weight * ledger.step, step: ledger.step };
      placeAt(placing, candidate, buyer, shareOf(at(before, buyer), share, 'down'));
    }
}

function placeByRank(placing: Placing): void {
  const { left, scope } = placing;
  for (let institution = 0; institution < left.length; institution += 1)
    for (const candidate of scope.winners) {
      if (at(left, institution) === 0) break;
      if (mayTake(placing, candidate, institution))
        placeAt(placing, candidate, institution, at(left, institution));
    }
}

function placingOf(field: Field, ledger: Ledger, scope: Scope): Placing {
  const left = agreedByInstitution(ledger, scope.products);
  for (const { product } of scope.winners) {
    const own = ledger.own.get(product);
    if (own !== undefined) for (let each = 0; each < left.length; each += 1) bump(left, each, -at(own, each));
  }
  const permitted = permittedIn(field, scope);
  return { ledger, scope, permitted, left, reporters: reportersOf(ledger, permitted.reported) };
}

export interface Placed {
  readonly permitted: readonly PermittedOutcome[];
  readonly unplaced: readonly Unplaced[];
  readonly refusedChoices: readonly RefusedChoice[];
}

function placeScope(field: Field, ledger: Ledger, scope: Scope): Placed {
  const placing = placingOf(field, ledger, scope);
  placeUnselected(field, placing);
  const refusedChoices = placeChoices(field, placing);
  if (field.ground.pack.leftover.fallback === 'ownDemand') placeByOwnDemand(placing);
  placeByRank(placing);
  const idsOf = (set: ReadonlySet<Candidate>): string[] => [...set].map(({ id }) => id).toSorted(byText);
  const unplaced = [...placing.left.entries()]
    .filter(([, volume]) => volume > 0)
    .map(([institution, volume]) => ({
      scope: scope.id,
      institution: field.ground.institutions[institution]?.id ?? '',
      quantity: quantityOfThousandths(volume),
    }));
  const { all, reported } = placing.permitted;
  return {
    permitted: [{ scope: scope.id, products: idsOf(all), reported: idsOf(reported) }],
    unplaced,
    refusedChoices,
  };
}

/** Places the volume that own demand did not cover: fixed shares, then choices, then the fallback. */
export function placeLeftover(field: Field, ledger: Ledger): Placed {
  const placed = scopesOf(field).map((scope) => placeScope(field, ledger, scope));
  return {
    permitted: placed.flatMap(({ permitted }) => permitted),
    unplaced: placed.flatMap(({ unplaced }) => unplaced),
    refusedChoices: placed.flatMap((each) => each.refusedChoices),
  };
}

/** What an institution may still place of its leftover before it chose anything, and where. */
export interface ChoiceRoom {
  readonly scope: string;
  readonly institution: string;
  readonly quantity: Quantity;
  /** In the order in which they are offered: cheapest first. */
  readonly products: readonly string[];
}

/** The leftover after fixed shares and before choices, by scope and institution; nothing where nothing is left. */
export function choiceRooms(field: Field, ledger: Ledger): ChoiceRoom[] {
  return scopesOf(field).flatMap((scope) => {
    const placing = placingOf(field, ledger, scope);
    placeUnselected(field, placing);
    return [...placing.left.entries()]
      .filter(([, volume]) => volume > 0)
      .map(([institution, volume]) => ({
        scope: scope.id,
        institution: field.ground.institutions[institution]?.id ?? '',
        quantity: quantityOfThousandths(volume),
        products: scope.winners.filter((each) => mayTake(placing, each, institution)).map(({ id }) => id),
      }));
  });
}
